//! Who is who, as pallets ask: on the federation shard its registers answer, on the others what the
//! hub has told.

#[cfg(feature = "std")]
pub mod testing;

use crate::{
    membership::{Role, Roles},
    AccountId, CooperativeId, Did,
};

/// Persons and cooperatives.
pub trait Parties {
    /// The DID for which `account` may act.
    fn did_of(account: &AccountId) -> Option<Did>;

    /// The person's roles in the cooperative, if it is an active member there and the cooperative
    /// takes part.
    fn roles(cooperative: CooperativeId, person: &Did) -> Option<Roles>;

    /// Whether the person is an active member of any cooperative that takes part.
    fn is_active(person: &Did) -> bool;

    /// Whether the cooperative takes part in the federation.
    fn takes_part(cooperative: CooperativeId) -> bool;

    /// The cooperative whose DID this is, also when it has ended.
    fn cooperative_of(did: &Did) -> Option<CooperativeId>;

    /// The cooperative's own DID, also when it has ended.
    fn did_of_cooperative(cooperative: CooperativeId) -> Option<Did>;

    /// Whether the person is an active member of the cooperative, which takes part.
    fn is_member(cooperative: CooperativeId, person: &Did) -> bool {
        Self::roles(cooperative, person).is_some()
    }

    /// Whether such a member is a steward.
    fn is_steward(cooperative: CooperativeId, person: &Did) -> bool {
        Self::roles(cooperative, person).is_some_and(|roles| roles.has(Role::Steward))
    }

    /// Whether `actor` may act for `did`: itself, or a cooperative of which it is an active steward.
    fn acts_for(actor: &Did, did: &Did) -> bool {
        actor == did || Self::cooperative_of(did).is_some_and(|id| Self::is_steward(id, actor))
    }

    /// Makes sure that the cooperative takes part, and has a DID.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_cooperative(cooperative: CooperativeId) -> Did;

    /// An active member of the cooperative, which takes part, with this role. It is found by the
    /// longest way, and is another one for each number.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_member(cooperative: CooperativeId, number: u32, role: Role) -> (AccountId, Did);
}
