//! What cooperatives exchange: resources, labour, mutual aid, investment (domain §6; S000 §4).

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use polkadot_sdk::{
    sp_io::hashing::blake2_256,
    sp_runtime::{traits::ConstU32, BoundedVec},
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{
    governance::JointBody,
    ledger::{Key, LedgerAccount, Money, Treasury},
    CooperativeId, Did, Hash, Moment, ShardId,
};

pub mod settlement;

/// Most payments of one agreement.
pub const MAX_TRANSFERS: u32 = settlement::MAX_LEGS;
/// The longest labour of one record, in minutes: a year of days and nights.
pub const MAX_LABOUR: u32 = 366 * 24 * 60;

/// Number of what is exchanged, given in order; the first is 0.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub struct ExchangeId(pub u64);

impl fmt::Display for ExchangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Payments of an agreement.
pub type Transfers = BoundedVec<Transfer, ConstU32<MAX_TRANSFERS>>;

/// Implements what is stored and told of exchanges.
macro_rules! exchange_types {
    ($($(#[$meta:meta])* $vis:vis $kind:ident $name:ident $body:tt)*) => {
        $(
            #[derive(
                Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen,
                TypeInfo,
            )]
            $(#[$meta])*
            $vis $kind $name $body
        )*
    };
}

exchange_types! {
    /// What cooperatives agree on.
    #[derive(Copy, PartialOrd, Ord)]
    pub enum AgreementKind {
        /// They give each other what they have: goods, the use of things. Of two or more.
        Resources,
        /// They build something for all of them. Of one or more.
        Investment,
    }

    /// Kinds of exchange.
    #[derive(Copy, PartialOrd, Ord)]
    pub enum ExchangeKind {
        /// Resource exchange.
        Resources,
        /// Infrastructure investment.
        Investment,
        /// Labour contribution.
        Labour,
        /// Mutual aid.
        Aid,
    }

    /// A payment from a cooperative's treasury.
    #[derive(Copy)]
    pub struct Transfer {
        /// Who pays: one of the cooperatives of the agreement.
        pub payer: CooperativeId,
        /// Who gets it: another of them, or the federation.
        pub payee: Treasury,
        /// How much.
        pub money: Money,
    }

    /// What is exchanged. It never changes: whoever wants something else withdraws it, and proposes
    /// that. So what was decided stays what it was.
    pub enum Content {
        /// Cooperatives agree.
        Agreement {
            /// On what.
            kind: AgreementKind,
            /// Who: in ascending order. Each has to decide it.
            cooperatives: JointBody,
            /// What they pay when all of them have.
            transfers: Transfers,
        },
        /// A person has worked for a cooperative.
        Labour {
            /// For which.
            cooperative: CooperativeId,
            /// How long, in minutes; at most [`MAX_LABOUR`].
            minutes: u32,
        },
        /// A person asks for help.
        Aid {
            /// For which cooperative; `None`: for itself.
            cooperative: Option<CooperativeId>,
        },
    }

    /// Where an exchange stands. Which comes after which is seen in pallet-exchange.
    #[derive(Copy, PartialOrd, Ord)]
    pub enum ExchangeStatus {
        /// An agreement that not all of its cooperatives have decided.
        Proposed,
        /// All of them have, and the money is gathered and paid.
        Approved,
        /// All was paid, or there was nothing to pay. Final.
        Executed,
        /// The ledger heard of some payments too late; the others were made. Final.
        PartlyExecuted,
        /// The money couldn't be gathered; nothing was paid. Final.
        Failed,
        /// Labour that the cooperative hasn't confirmed.
        Recorded,
        /// It has. Final.
        Confirmed,
        /// Help that nobody has offered.
        Requested,
        /// Somebody has.
        Offered,
        /// It was given. Final.
        Fulfilled,
        /// A cooperative has declined. Final.
        Declined,
        /// Who proposed it has withdrawn it. Final.
        Withdrawn,
        /// Its deadline has passed. Final.
        Expired,
    }

    /// Who has offered help.
    #[derive(Copy)]
    pub struct Offer {
        /// Who.
        pub helper: Did,
        /// Hash of what is offered: hours, goods.
        pub terms: Hash,
    }

    /// Something that is exchanged.
    pub struct Exchange {
        /// Who proposed, recorded or requested it.
        pub proposer: Did,
        /// What the proposer calls it.
        pub key: Key,
        /// What is exchanged.
        pub content: Content,
        /// Hash of the document that says what in words.
        pub terms: Hash,
        /// When.
        pub recorded_at: Moment,
        /// Until when it has to be agreed, confirmed or fulfilled.
        pub deadline: Moment,
        /// Where it stands.
        pub status: ExchangeStatus,
        /// The cooperatives that have decided for it, in ascending order.
        pub approved: JointBody,
        /// Who offers help, or gave it.
        pub offer: Option<Offer>,
        /// When it moves by itself: expires or, when it is final, is forgotten. `None` while it is
        /// paid.
        pub due: Option<Moment>,
    }

    /// What a page about an exchange shows.
    pub struct ExchangeView {
        /// Its number.
        pub id: ExchangeId,
        /// The exchange.
        pub exchange: Exchange,
        /// What a decision names beside the number.
        pub content_hash: Hash,
        /// The cooperatives that haven't decided; none once it is final.
        pub undecided: JointBody,
    }
}

impl AgreementKind {
    /// How few cooperatives it takes.
    pub fn least_cooperatives(self) -> usize {
        match self {
            Self::Resources => 2,
            Self::Investment => 1,
        }
    }
}

impl ExchangeStatus {
    /// Whether it stays there.
    pub fn is_final(self) -> bool {
        match self {
            Self::Proposed | Self::Approved | Self::Recorded | Self::Requested | Self::Offered => {
                false
            }
            Self::Executed
            | Self::PartlyExecuted
            | Self::Failed
            | Self::Confirmed
            | Self::Fulfilled
            | Self::Declined
            | Self::Withdrawn
            | Self::Expired => true,
        }
    }
}

impl Content {
    /// Of which kind it is.
    pub fn kind(&self) -> ExchangeKind {
        match self {
            Self::Agreement { kind: AgreementKind::Resources, .. } => ExchangeKind::Resources,
            Self::Agreement { kind: AgreementKind::Investment, .. } => ExchangeKind::Investment,
            Self::Labour { .. } => ExchangeKind::Labour,
            Self::Aid { .. } => ExchangeKind::Aid,
        }
    }

    /// The cooperatives that it touches, in ascending order.
    pub fn cooperatives(&self) -> &[CooperativeId] {
        match self {
            Self::Agreement { cooperatives, .. } => cooperatives,
            Self::Labour { cooperative, .. } => core::slice::from_ref(cooperative),
            Self::Aid { cooperative } => cooperative.as_slice(),
        }
    }

    /// Where it begins.
    pub fn first_status(&self) -> ExchangeStatus {
        match self {
            Self::Agreement { .. } => ExchangeStatus::Proposed,
            Self::Labour { .. } => ExchangeStatus::Recorded,
            Self::Aid { .. } => ExchangeStatus::Requested,
        }
    }
}

impl Transfer {
    /// As the ledger has it.
    pub fn leg(&self) -> settlement::Leg {
        settlement::Leg {
            payer: LedgerAccount::cooperative(self.payer),
            payee: LedgerAccount::Treasury(self.payee),
            money: self.money,
        }
    }
}

impl Exchange {
    /// What is decided: Blake2-256 of the SCALE encoding of a text, who proposed it, under which
    /// key, what is exchanged, the hash of its terms, and its deadline.
    pub fn content_hash(&self) -> Hash {
        content_hash(&self.proposer, &self.key, &self.content, self.terms, self.deadline)
    }

    /// The cooperatives that have yet to decide.
    pub fn undecided(&self) -> JointBody {
        let open = self.status == ExchangeStatus::Proposed;
        let left = self.content.cooperatives().iter().filter(|id| !self.approved.contains(id));
        // Not more than there are cooperatives.
        JointBody::truncate_from(left.filter(|_| open).copied().collect())
    }
}

/// [`Exchange::content_hash`] of what isn't proposed yet.
pub fn content_hash(
    proposer: &Did,
    key: &Key,
    content: &Content,
    terms: Hash,
    deadline: Moment,
) -> Hash {
    blake2_256(&("icn exchange 1", proposer, key, content, terms, deadline).encode()).into()
}

/// Evidence of what was carried out: Blake2-256 of the SCALE encoding of a text, the shard, the
/// number and the content's hash.
pub fn evidence(shard: ShardId, id: ExchangeId, content: Hash) -> Hash {
    blake2_256(&("icn exchange done 1", shard, id, content).encode()).into()
}

polkadot_sdk::sp_api::decl_runtime_apis! {
    /// What cooperatives exchange. Every list is paged: at most `limit` entries and at most
    /// [`MAX_PAGE`](crate::apis::MAX_PAGE).
    pub trait ExchangeApi {
        /// One exchange.
        fn exchange(id: ExchangeId) -> Option<ExchangeView>;
        /// Exchanges by number, from `from` on, as far as they are remembered.
        fn exchanges(from: ExchangeId, limit: u32) -> Vec<ExchangeView>;
        /// Those of a kind that aren't final, after `after`.
        fn open_exchanges(kind: ExchangeKind, after: Option<ExchangeId>, limit: u32) -> Vec<ExchangeView>;
        /// Those that touch a cooperative, after `after`.
        fn exchanges_of_cooperative(
            cooperative: CooperativeId,
            after: Option<ExchangeId>,
            limit: u32,
        ) -> Vec<ExchangeView>;
        /// Those that somebody has proposed, or offers help for, after `after`.
        fn exchanges_of(person: Did, after: Option<ExchangeId>, limit: u32) -> Vec<ExchangeView>;
        /// What somebody has proposed under this key.
        fn exchange_by_key(person: Did, key: Key) -> Option<ExchangeId>;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ledger::CurrencyId, SigningKey};

    fn exchange() -> Exchange {
        let currency = CurrencyId {
            issuer: CooperativeId(1),
            code: "HOUR".parse().expect("a code"),
            decimals: 2,
        };
        let transfer = Transfer {
            payer: CooperativeId(1),
            payee: Treasury::Cooperative(CooperativeId(2)),
            money: Money { currency, amount: 5 },
        };
        Exchange {
            proposer: Did::from_key(SigningKey::Sr25519([1; 32])),
            key: [2; 32],
            content: Content::Agreement {
                kind: AgreementKind::Resources,
                cooperatives: JointBody::truncate_from(alloc::vec![
                    CooperativeId(1),
                    CooperativeId(2)
                ]),
                transfers: Transfers::truncate_from(alloc::vec![transfer]),
            },
            terms: Hash::repeat_byte(3),
            recorded_at: 4,
            deadline: 5,
            status: ExchangeStatus::Proposed,
            approved: JointBody::default(),
            offer: None,
            due: Some(5),
        }
    }

    #[test]
    fn what_is_decided_is_what_was_proposed_and_not_how_far_it_is() {
        let first = exchange();
        let mut later = first.clone();
        later.status = ExchangeStatus::Executed;
        later.approved = JointBody::truncate_from(alloc::vec![CooperativeId(1)]);
        assert_eq!(first.content_hash(), later.content_hash());
        for change in [
            |exchange: &mut Exchange| exchange.terms = Hash::zero(),
            |exchange: &mut Exchange| exchange.deadline += 1,
            |exchange: &mut Exchange| exchange.key = [9; 32],
            |exchange: &mut Exchange| exchange.content = Content::Aid { cooperative: None },
            |exchange: &mut Exchange| {
                if let Content::Agreement { transfers, .. } = &mut exchange.content {
                    transfers[0].money.amount += 1;
                }
            },
        ] {
            let mut other = exchange();
            change(&mut other);
            assert_ne!(first.content_hash(), other.content_hash());
        }
    }

    #[test]
    fn who_has_yet_to_decide() {
        let mut exchange = exchange();
        assert_eq!(exchange.undecided().to_vec(), [CooperativeId(1), CooperativeId(2)]);
        exchange.approved = JointBody::truncate_from(alloc::vec![CooperativeId(1)]);
        assert_eq!(exchange.undecided().to_vec(), [CooperativeId(2)]);
        exchange.status = ExchangeStatus::Withdrawn;
        assert!(exchange.undecided().is_empty());
    }
}
