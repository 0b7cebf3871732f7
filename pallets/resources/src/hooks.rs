//! What the runtime connects.

use icn_primitives::{membership::Roles, AccountId, CooperativeId, Did};

/// What is asked about persons and cooperatives.
pub trait Parties {
    /// The DID for which `account` may act.
    fn person(account: &AccountId) -> Option<Did>;

    /// The person's roles in the cooperative, if it is an active member there and the cooperative
    /// takes part.
    fn roles(cooperative: CooperativeId, person: &Did) -> Option<Roles>;

    /// Whether the cooperative takes part in the federation.
    fn takes_part(cooperative: CooperativeId) -> bool;

    /// The cooperative's DID.
    fn did_of(cooperative: CooperativeId) -> Option<Did>;

    /// Makes sure that the cooperative takes part, and has a DID.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_cooperative(cooperative: CooperativeId);

    /// A steward of the cooperative, found by the longest way; another one for each number.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_steward(cooperative: CooperativeId, number: u32) -> (AccountId, Did);
}
