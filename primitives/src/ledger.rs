//! Money, accounts, entries and holds of the ledger (domain §5; S000 §3.1, S002 §4.2).

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{CooperativeId, Did, Hash, Moment, ShardId};

/// A number of a currency's smallest units; negative where something is owed.
pub type Balance = i128;
/// Number of an entry in the books of its currency; the first is 0.
pub type EntryNumber = u64;
/// Number of a hold; the first is 0.
pub type HoldId = u64;
/// What an actor calls an act, so that it is done once: 32 bytes of the actor's choice, a random
/// number or the hash of an order.
pub type Key = [u8; 32];

/// The most that one entry may move, one hold may keep, or one limit may allow. Small enough that
/// no sum over accounts leaves an `i128`: 10³⁰, and there would have to be 10⁸ such accounts.
pub const MAX_AMOUNT: Balance = 1_000_000_000_000_000_000_000_000_000_000;
/// Most digits behind the point of a currency.
pub const MAX_DECIMALS: u8 = 18;
/// Longest code of a currency, in characters.
pub const MAX_CODE: usize = 8;
/// Shortest code of a currency, in characters.
pub const MIN_CODE: usize = 2;

/// A currency's code: 2 to 8 capital letters and digits, a letter first. Shorter ones end with
/// zeros.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct CurrencyCode(pub [u8; MAX_CODE]);

impl CurrencyCode {
    /// Its characters.
    pub fn bytes(&self) -> &[u8] {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(MAX_CODE);
        self.0.get(..length).unwrap_or_default()
    }

    /// Whether it is written as codes are.
    pub fn is_valid(&self) -> bool {
        let code = self.bytes();
        code.len() >= MIN_CODE
            && code.first().is_some_and(u8::is_ascii_uppercase)
            && code.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            && self.0.iter().skip(code.len()).all(|byte| *byte == 0)
    }
}

impl fmt::Display for CurrencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(core::str::from_utf8(self.bytes()).unwrap_or("?"))
    }
}

impl fmt::Debug for CurrencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no currency code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidCode;

impl fmt::Display for InvalidCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a currency's code is 2 to 8 capital letters and digits, a letter first")
    }
}

impl FromStr for CurrencyCode {
    type Err = InvalidCode;

    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let mut code = [0; MAX_CODE];
        let place = code.get_mut(..text.len()).ok_or(InvalidCode)?;
        place.copy_from_slice(text.as_bytes());
        Some(Self(code)).filter(Self::is_valid).ok_or(InvalidCode)
    }
}

impl Serialize for CurrencyCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CurrencyCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = alloc::string::String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Which currency: whose, how it is called there, and how many digits stand behind the point. No
/// cooperative has two of one code, so the digits are there for whoever shows an amount.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct CurrencyId {
    /// The cooperative that issues it.
    pub issuer: CooperativeId,
    /// Its code.
    pub code: CurrencyCode,
    /// Digits behind the point; at most [`MAX_DECIMALS`].
    pub decimals: u8,
}

/// An amount of a currency, in its smallest units.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Of which currency.
    pub currency: CurrencyId,
    /// How many of its smallest units.
    pub amount: Balance,
}

/// A treasury, and with it the body that decides over it.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Treasury {
    /// A cooperative's.
    #[codec(index = 0)]
    Cooperative(CooperativeId),
    /// The federation's.
    #[codec(index = 1)]
    Federation,
}

/// Whose account. Accounts hang on DIDs and numbers, never on keys.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum LedgerAccount {
    /// A person's.
    #[codec(index = 0)]
    Person(Did),
    /// A treasury.
    #[codec(index = 1)]
    Treasury(Treasury),
}

impl LedgerAccount {
    /// The treasury of cooperative `id`.
    pub fn cooperative(id: CooperativeId) -> Self {
        Self::Treasury(Treasury::Cooperative(id))
    }

    /// The person whose account it is; `None` for a treasury.
    pub fn person(&self) -> Option<&Did> {
        match self {
            Self::Person(did) => Some(did),
            Self::Treasury(_) => None,
        }
    }
}

/// Who acts.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Actor {
    /// A person: for itself, or as a treasurer.
    #[codec(index = 0)]
    Person(Did),
    /// A decision of the body whose treasury this is.
    #[codec(index = 1)]
    Decision(Treasury),
    /// Another shard, by a message that was proven.
    #[codec(index = 2)]
    Shard(ShardId),
    /// Another pallet of this shard, by its name.
    #[codec(index = 3)]
    Pallet([u8; 8]),
    /// Whoever wrote the genesis.
    #[codec(index = 4)]
    Genesis,
}

/// What an entry was made for.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Action {
    /// A person pays.
    #[codec(index = 0)]
    Transfer,
    /// A decision pays from a treasury.
    #[codec(index = 1)]
    TreasuryPayment,
    /// What a hold kept goes to the payee.
    #[codec(index = 2)]
    Capture(HoldId),
    /// What somebody who left still had goes to the issuer's treasury.
    #[codec(index = 3)]
    Settlement,
    /// The books begin with it.
    #[codec(index = 4)]
    Opening,
}

/// One double entry: what leaves one account comes into the other.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Entry {
    /// Whose balance goes down.
    pub from: LedgerAccount,
    /// Whose balance goes up.
    pub to: LedgerAccount,
    /// By how much; more than nothing.
    pub money: Money,
    /// Who made it.
    pub actor: Actor,
    /// What for.
    pub action: Action,
    /// What the actor calls it. A capture has the key of its hold.
    pub key: Key,
    /// Hash of what it refers to: an invoice, an order, a minute.
    pub reference: Option<Hash>,
}

/// Where a currency stands.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub enum CurrencyStatus {
    /// In use.
    Open,
    /// Nobody's debt grows any more; what is owed can be paid back.
    WindingDown,
    /// Every balance is zero, and stays so. Final.
    Closed,
}

/// A currency.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Currency {
    /// Digits behind the point; never changes.
    pub decimals: u8,
    /// Where it stands.
    pub status: CurrencyStatus,
    /// How much an active member of the issuer may owe, for whom nothing else is set.
    pub default_limit: Balance,
}

/// What the books of a currency add up to.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct CurrencyTotals {
    /// Sum of the balances above zero, and so of all that is owed.
    pub positive: Balance,
    /// Accounts that have a balance, a hold or a limit of their own.
    pub accounts: u32,
    /// Sum of what is held.
    pub held: Balance,
    /// Number of holds.
    pub holds: u32,
    /// Number of entries ever made.
    pub entries: EntryNumber,
    /// Blake2-256 of the encoded head before the last entry and that entry; zero before the first.
    /// Who follows all entries gets the same, or has missed one.
    pub head: Hash,
}

/// An account in one currency.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Account {
    /// What it has, or owes when it is negative.
    pub balance: Balance,
    /// What its holds keep; never negative.
    pub held: Balance,
    /// Number of holds on it.
    pub holds: u32,
    /// How much it may owe, if treasurers have set it.
    pub limit: Option<Balance>,
    /// The lowest that balance less holds may be; never above zero. The limit below zero, or where
    /// that was lowered past what was owed already, what was owed.
    pub floor: Balance,
}

/// A hold: money of the payer that only its end sets free, one way or the other, once.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Hold {
    /// Whose money.
    pub payer: LedgerAccount,
    /// For whom; `None`: who captures it says for whom.
    pub payee: Option<LedgerAccount>,
    /// How much.
    pub money: Money,
    /// From when on it can't be captured, and goes back to the payer.
    pub expires_at: Moment,
    /// Who placed it. Who may capture and release it follows from that.
    pub actor: Actor,
    /// What the actor calls it.
    pub key: Key,
    /// Hash of what it refers to.
    pub reference: Option<Hash>,
}

/// What became of an act that had a key.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Outcome {
    /// An entry was made.
    #[codec(index = 0)]
    Recorded {
        /// In whose books.
        currency: CurrencyId,
        /// Its number there.
        entry: EntryNumber,
    },
    /// A hold was placed, and is there.
    #[codec(index = 1)]
    Held(HoldId),
    /// A hold was placed, and captured.
    #[codec(index = 2)]
    Captured {
        /// Which.
        hold: HoldId,
        /// The entry that did so.
        entry: EntryNumber,
        /// Who got it.
        payee: LedgerAccount,
        /// How much of it; the rest went back to the payer.
        amount: Balance,
    },
    /// A hold was placed, and released.
    #[codec(index = 3)]
    Released(HoldId),
    /// A hold was placed, and its time passed.
    #[codec(index = 4)]
    Expired(HoldId),
}

/// What is remembered of an act.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct KeyRecord {
    /// Hash of what was asked for.
    pub request: Hash,
    /// What became of it.
    pub outcome: Outcome,
    /// When it was done, or when its hold ended.
    pub at: Moment,
}

/// What another shard asks the ledger to do. The key is the shard's own name of the order.
///
/// The index is the version of the format with the request. Readers take the present one and the
/// two before it.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum EscrowRequest {
    /// Keep money of a person.
    #[codec(index = 0)]
    HoldV1 {
        /// Whose.
        payer: Did,
        /// For whom; `None`: the capture says.
        payee: Option<LedgerAccount>,
        /// How much.
        money: Money,
        /// Until when.
        expires_at: Moment,
        /// The shard's name of it.
        key: Key,
        /// Hash of what it refers to.
        reference: Option<Hash>,
    },
    /// Pay `amount` of the hold; the rest goes back to the payer.
    #[codec(index = 1)]
    CaptureV1 {
        /// The shard's name of the hold.
        key: Key,
        /// Who gets it, if the hold doesn't say.
        payee: Option<LedgerAccount>,
        /// How much of it.
        amount: Balance,
    },
    /// Give all of it back to the payer.
    #[codec(index = 2)]
    ReleaseV1 {
        /// The shard's name of the hold.
        key: Key,
    },
    /// Keep money of a person, or of a cooperative whose decision the shard has seen.
    #[codec(index = 3)]
    HoldV2 {
        /// Whose.
        payer: LedgerAccount,
        /// For whom; `None`: the capture says.
        payee: Option<LedgerAccount>,
        /// How much.
        money: Money,
        /// Until when.
        expires_at: Moment,
        /// The shard's name of it.
        key: Key,
        /// Hash of what it refers to.
        reference: Option<Hash>,
    },
}

impl EscrowRequest {
    /// The shard's name of the hold that it is about.
    pub fn key(&self) -> &Key {
        match self {
            Self::HoldV1 { key, .. }
            | Self::HoldV2 { key, .. }
            | Self::CaptureV1 { key, .. }
            | Self::ReleaseV1 { key } => key,
        }
    }
}

/// What a page about money shows of one account.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct AccountView {
    /// What it has, or owes when it is negative.
    pub balance: Balance,
    /// How much it may owe now.
    pub limit: Balance,
    /// What its holds keep.
    pub held: Balance,
    /// What it can spend; zero where more is owed than the limit allows.
    pub available: Balance,
    /// Whether treasurers have set the limit for this account.
    pub own_limit: bool,
    /// Number of holds on it.
    pub holds: u32,
}

/// What a page about a currency shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct CurrencyView {
    /// Which.
    pub id: CurrencyId,
    /// Where it stands.
    pub status: CurrencyStatus,
    /// How much members of the issuer may owe, for whom nothing else is set.
    pub default_limit: Balance,
    /// Whether debts may grow: the currency is open and its issuer active.
    pub gives_credit: bool,
    /// What its books add up to.
    pub totals: CurrencyTotals,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SigningKey;
    use alloc::{format, string::String};

    fn code(text: &str) -> CurrencyCode {
        text.parse().unwrap()
    }

    #[test]
    fn codes_are_capital_letters_and_digits() {
        for good in ["EU", "HOUR", "BREAD24", "ABCDEFGH"] {
            assert_eq!(format!("{}", code(good)), good);
            assert_eq!(serde_json::to_string(&code(good)).unwrap(), format!("\"{good}\""));
        }
        for bad in ["", "E", "eur", "1EUR", "EU R", "ABCDEFGHI", "ÄÖ", "A\0B"] {
            assert_eq!(bad.parse::<CurrencyCode>(), Err(InvalidCode), "{bad}");
        }
        assert!(!CurrencyCode(*b"AB\0CD\0\0\0").is_valid());
    }

    #[test]
    fn requests_of_shards_stay_as_they_are() {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let did = Did::from_key(SigningKey::Sr25519([1; 32]));
        let currency = CurrencyId { issuer: CooperativeId(7), code: code("HOUR"), decimals: 2 };
        let hold = EscrowRequest::HoldV1 {
            payer: did,
            payee: Some(LedgerAccount::cooperative(CooperativeId(8))),
            money: Money { currency, amount: 258 },
            expires_at: 3,
            key: [4; 32],
            reference: None,
        };
        let expected = [
            String::from("00"),
            format!("01{}", "01".repeat(32)),
            String::from("01010008000000"),
            String::from("07000000484f555200000000 02"),
            String::from("02010000000000000000000000000000"),
            String::from("0300000000000000"),
            "04".repeat(32),
            String::from("00"),
        ];
        assert_eq!(hex(&hold.encode()), expected.concat().replace(' ', ""));
        let capture = EscrowRequest::CaptureV1 {
            key: [4; 32],
            payee: Some(LedgerAccount::Treasury(Treasury::Federation)),
            amount: -1,
        };
        let expected = format!("01{}010101{}", "04".repeat(32), "ff".repeat(16));
        assert_eq!(hex(&capture.encode()), expected);
        let release = EscrowRequest::ReleaseV1 { key: [4; 32] };
        assert_eq!(hex(&release.encode()), format!("02{}", "04".repeat(32)));
        let treasury = EscrowRequest::HoldV2 {
            payer: LedgerAccount::cooperative(CooperativeId(9)),
            payee: None,
            money: Money { currency, amount: 258 },
            expires_at: 3,
            key: [4; 32],
            reference: Some(Hash::repeat_byte(5)),
        };
        let expected = [
            String::from("03"),
            String::from("010009000000"),
            String::from("00"),
            String::from("07000000484f555200000000 02"),
            String::from("02010000000000000000000000000000"),
            String::from("0300000000000000"),
            "04".repeat(32),
            format!("01{}", "05".repeat(32)),
        ];
        assert_eq!(hex(&treasury.encode()), expected.concat().replace(' ', ""));
        for request in [hold, capture, release, treasury] {
            assert_eq!(request.key(), &[4; 32]);
        }
    }
}
