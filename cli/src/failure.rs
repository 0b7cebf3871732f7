//! What went wrong, in the chain's own words where it has some.

use std::{fmt, process::ExitCode};

use icn_primitives::Refusal;
use serde_json::{json, Value};
use subxt::{
    error::DispatchError,
    tx::{TransactionInvalid, TransactionUnknown},
};

/// What every fallible function here returns.
pub type Result<T> = std::result::Result<T, Failure>;

/// How a command ended, for the exit code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The chain refused it, or it failed there, or what was asked for doesn't exist. Exit code 1.
    Refused,
    /// The command was wrongly used, or something on this machine is missing. Exit code 2, as for
    /// arguments that can't be parsed.
    Usage,
    /// No node answers. Exit code 3.
    Unreachable,
}

impl Kind {
    /// The process's exit code.
    pub fn exit_code(self) -> ExitCode {
        ExitCode::from(self.code())
    }

    /// The number of the exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Refused => 1,
            Self::Usage => 2,
            Self::Unreachable => 3,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Usage => "usage",
            Self::Unreachable => "unreachable",
        }
    }
}

/// What went wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// How the command ended.
    pub kind: Kind,
    /// The chain's name for it: `Cooperatives.NotSteward`, `Refusal.NotMember`.
    pub name: Option<String>,
    /// A sentence.
    pub message: String,
}

impl Failure {
    /// The chain refused it, without a name for the reason.
    pub fn refused(message: impl Into<String>) -> Self {
        Self { kind: Kind::Refused, name: None, message: message.into() }
    }

    /// The command was wrongly used.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, name: None, message: message.into() }
    }

    /// No node answers.
    pub fn unreachable(message: impl Into<String>) -> Self {
        Self { kind: Kind::Unreachable, name: None, message: message.into() }
    }

    /// The chain refused it, or what was to happen there didn't, with its name for that.
    pub fn named(name: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind: Kind::Refused, name: Some(name.into()), message: message.into() }
    }

    /// For programs: `{"error": {"kind", "name", "message", "exitCode"}}`.
    pub fn to_json(&self) -> Value {
        json!({
            "error": {
                "kind": self.kind.name(),
                "name": self.name,
                "message": self.message,
                "exitCode": self.kind.code(),
            },
        })
    }

    /// A call failed in its block.
    pub fn dispatch(error: &DispatchError) -> Self {
        let DispatchError::Module(module) = error else {
            return Self::named(format!("{error:?}"), error.to_string());
        };
        match module.details() {
            Ok(details) => Self::module(
                details.pallet.name(),
                &details.variant.name,
                details.variant.docs.iter().map(String::as_str),
            ),
            Err(_) => Self::refused(format!(
                "error {} of pallet {}, which the metadata doesn't name",
                module.error_index(),
                module.pallet_index()
            )),
        }
    }

    /// A pallet's named error, with the sentences that the metadata has for it.
    pub fn module<'a>(pallet: &str, name: &str, docs: impl Iterator<Item = &'a str>) -> Self {
        let docs: Vec<&str> = docs.map(str::trim).take_while(|line| !line.is_empty()).collect();
        let sentence = docs.join(" ");
        let sentence = if sentence.is_empty() { "the chain refused it".into() } else { sentence };
        Self::named(format!("{pallet}.{name}"), sentence)
    }

    /// A transaction isn't admitted.
    pub fn refusal(refusal: Refusal) -> Self {
        Self::named(format!("Refusal.{refusal:?}"), refusal.sentence())
    }

    /// A transaction isn't valid.
    pub fn invalid(why: &TransactionInvalid) -> Self {
        let sentence = match why {
            TransactionInvalid::Custom(code) => return Self::custom(*code),
            TransactionInvalid::Stale => "this account has sent another transaction meanwhile: send it again",
            TransactionInvalid::Future => "a transaction that this account sent before is not in a block yet",
            TransactionInvalid::BadProof => {
                "the signature doesn't fit: the key is of another kind than the account, or the node changed its runtime"
            }
            TransactionInvalid::AncientBirthBlock => "it was signed too long ago: send it again",
            TransactionInvalid::ExhaustsResources => "it doesn't fit in a block now",
            _ => "the chain takes no such transaction",
        };
        Self::named(format!("Invalid.{}", variant_name(why)), sentence)
    }

    /// Whether a transaction is valid can't be told.
    pub fn unknown(why: &TransactionUnknown) -> Self {
        Self::named(
            format!("Unknown.{}", variant_name(why)),
            "the chain can't judge this transaction",
        )
    }

    /// The number that a refusal travels as.
    pub fn custom(code: u8) -> Self {
        match Refusal::from_code(code) {
            Some(refusal) => Self::refusal(refusal),
            None => Self::named(
                format!("Refusal.{code}"),
                "the chain gives a reason that this program doesn't know yet: update it",
            ),
        }
    }

    /// The node doesn't keep the state of the block that was asked about.
    pub fn discarded() -> Self {
        Self::named(
            "Block.StateDiscarded",
            "the node doesn't keep what held at this block: another one took its place, or it is too old",
        )
    }

    /// Whether it is [`Self::discarded`].
    pub fn is_discarded(&self) -> bool {
        *self == Self::discarded()
    }

    /// The pool has another transaction with this account's nonce.
    fn too_low_priority() -> Self {
        Self::named(
            "Pool.TooLowPriority",
            "another transaction that this account has sent is in its place: send it again",
        )
    }

    /// Whether another transaction of the account has got the nonce of this one, in a block or in the
    /// pool.
    pub fn is_outpaced(&self) -> bool {
        *self == Self::invalid(&TransactionInvalid::Stale) || *self == Self::too_low_priority()
    }

    /// A message from a node, with the refusal that it may carry as a number.
    pub fn from_node(message: &str) -> Self {
        match refusal_code(message) {
            Some(code) => Self::custom(code),
            None if message.contains(TOO_LOW_PRIORITY) => Self::too_low_priority(),
            None if message.to_lowercase().contains(DISCARDED) => Self::discarded(),
            None => Self::refused(message),
        }
    }
}

/// Errors of a node that keeps blobs, which say their names in their data.
const BLOB_ERRORS: std::ops::RangeInclusive<i32> = 9003..=9010;
/// What a node says of a block whose state it doesn't keep, in small letters.
const DISCARDED: &str = "state already discarded";
/// What its pool says of a transaction whose nonce another one of no lower priority has.
const TOO_LOW_PRIORITY: &str = "Priority is too low";

/// The name of the variant that `value` is, without its fields.
fn variant_name(value: &impl fmt::Debug) -> String {
    let text = format!("{value:?}");
    text.split(['(', '{', ' ']).next().unwrap_or_default().to_string()
}

/// The `N` of `Custom error: N` or `Custom(N)`, as nodes write it.
pub fn refusal_code(message: &str) -> Option<u8> {
    let after = ["ustom error: ", "Custom("].iter().find_map(|marker| {
        let (_, after) = message.split_once(marker)?;
        Some(after)
    })?;
    let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    after[..digits].parse().ok()
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Failure {}

impl From<subxt::rpcs::Error> for Failure {
    fn from(error: subxt::rpcs::Error) -> Self {
        match &error {
            subxt::rpcs::Error::User(user) => {
                let data = user.data.as_ref().map(|data| data.get()).unwrap_or_default();
                let text = data.trim_matches('"');
                if BLOB_ERRORS.contains(&user.code) && !text.is_empty() {
                    // Who isn't admitted by the chain isn't by the node, for the same reason.
                    return match serde_json::from_value::<Refusal>(text.into()) {
                        Ok(refusal) => Self::refusal(refusal),
                        Err(_) => Self::named(format!("Blob.{text}"), user.message.clone()),
                    };
                }
                let message = if text.is_empty() {
                    user.message.clone()
                } else {
                    format!("{}: {text}", user.message)
                };
                Self::from_node(&message)
            }
            subxt::rpcs::Error::Client(_) | subxt::rpcs::Error::DisconnectedWillReconnect(_) => {
                Self::unreachable(format!("the node doesn't answer: {error}"))
            }
            _ => Self::refused(error.to_string()),
        }
    }
}

/// Whether `error` or one of its causes says that the connection is gone.
fn is_connection(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(subxt::rpcs::Error::Client(_)) = error.downcast_ref::<subxt::rpcs::Error>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// `error` with its causes.
fn with_causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let further = error.to_string();
        if !text.contains(&further) {
            text = format!("{text}: {further}");
        }
        cause = error.source();
    }
    text
}

impl From<subxt::Error> for Failure {
    fn from(error: subxt::Error) -> Self {
        let text = with_causes(&error);
        if is_connection(&error) {
            Self::unreachable(format!("the node doesn't answer: {text}"))
        } else {
            Self::from_node(&text)
        }
    }
}

macro_rules! from_subxt {
    ($($error:ident)*) => {
        $(impl From<subxt::error::$error> for Failure {
            fn from(error: subxt::error::$error) -> Self {
                subxt::Error::from(error).into()
            }
        })*
    };
}

from_subxt! {
    OnlineClientError OnlineClientAtBlockError StorageError StorageValueError RuntimeApiError
    EventsError ExtrinsicError TransactionProgressError BlockError
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_error_of_a_pallet_says_its_sentence() {
        let docs = ["The signer is no steward", "of this cooperative.", "", "More."];
        let failure = Failure::module("Cooperatives", "NotSteward", docs.into_iter());
        assert_eq!(
            failure.to_string(),
            "Cooperatives.NotSteward: The signer is no steward of this cooperative."
        );
        assert_eq!(failure.kind.code(), 1);
    }

    #[test]
    fn a_refusal_is_a_sentence_however_a_node_writes_its_number() {
        for message in [
            "Invalid Transaction: Custom error: 3",
            "RPC error: Invalid(Custom(3)) at …",
            "1010: Invalid Transaction (Custom error: 3)",
        ] {
            let failure = Failure::from_node(message);
            assert_eq!(failure.name.as_deref(), Some("Refusal.MemberSuspended"), "{message}");
            assert_eq!(failure.message, Refusal::MemberSuspended.sentence());
        }
        assert_eq!(Failure::from_node("Pool is not accepting future transactions").name, None);
        assert_eq!(Failure::custom(200).name.as_deref(), Some("Refusal.200"));
        assert_eq!(refusal_code("Custom error: 300"), None);
    }

    #[test]
    fn a_block_without_state_is_named_however_a_node_says_it() {
        for message in [
            "Client error: UnknownBlock: State already discarded for 0x5b3b…",
            "UnknownBlock: Unable to pin: state already discarded for `0x5b3b…`",
        ] {
            let failure = Failure::from_node(message);
            assert!(failure.is_discarded(), "{message}");
            assert_eq!(failure.name.as_deref(), Some("Block.StateDiscarded"));
        }
        assert!(!Failure::from_node("UnknownBlock: Header was not found").is_discarded());
    }

    #[test]
    fn whose_nonce_is_taken_is_outpaced_in_a_block_as_in_the_pool() {
        let in_pool = "RPC error: User error: Priority is too low: (964528 vs 964528) (1014)";
        for failure in [Failure::from_node(in_pool), Failure::invalid(&TransactionInvalid::Stale)] {
            assert!(failure.is_outpaced(), "{failure}");
        }
        assert!(!Failure::invalid(&TransactionInvalid::Future).is_outpaced());
        assert!(!Failure::from_node("Transaction is already imported").is_outpaced());
    }

    #[test]
    fn what_is_invalid_says_what_to_do() {
        let failure = Failure::invalid(&TransactionInvalid::Custom(1));
        assert_eq!(failure.name.as_deref(), Some("Refusal.UnknownAccount"));
        let failure = Failure::invalid(&TransactionInvalid::Stale);
        assert!(failure.to_string().starts_with("Invalid.Stale: "));
    }

    #[test]
    fn programs_get_the_same_as_an_object() {
        let json = Failure::refusal(Refusal::NotMember).to_json();
        assert_eq!(json["error"]["kind"], "refused");
        assert_eq!(json["error"]["name"], "Refusal.NotMember");
        assert_eq!(json["error"]["exitCode"], 1);
        assert_eq!(Failure::usage("x").to_json()["error"]["exitCode"], 2);
        assert_eq!(Failure::unreachable("x").to_json()["error"]["exitCode"], 3);
    }
}
