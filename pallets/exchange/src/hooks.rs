//! What the runtime connects.

use icn_primitives::{AccountId, CooperativeId, Did};

/// What is asked about persons and cooperatives.
pub trait Parties {
    /// The DID for which `account` may act.
    fn person(account: &AccountId) -> Option<Did>;

    /// Whether the person is an active member of any cooperative that takes part.
    fn is_active(person: &Did) -> bool;

    /// Whether the person is an active member of the cooperative, which takes part.
    fn is_member(cooperative: CooperativeId, person: &Did) -> bool;

    /// Whether such a member is a steward.
    fn is_steward(cooperative: CooperativeId, person: &Did) -> bool;

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
