//! What the pallet tells others: memberships to whoever issues credentials, statuses to whoever
//! keeps seats, both to whoever passes them on to other shards.

use icn_primitives::{
    membership::{Cooperative, CooperativeId},
    Did,
};
use polkadot_sdk::sp_runtime::DispatchResult;

/// Issues memberships as credentials (S001 §2).
pub trait MembershipCredentials {
    /// A person's membership begins: `cooperative` is the DID that issues, `subject` the member,
    /// `id` and `term` name the membership. An error stops the enrolment.
    fn issue(cooperative: &Did, subject: &Did, id: CooperativeId, term: u32) -> DispatchResult;

    /// That membership has ended. Nobody can be kept from leaving, so this doesn't fail: what was
    /// revoked or never issued stays so.
    fn revoke(cooperative: &Did, subject: &Did, id: CooperativeId, term: u32);
}

impl MembershipCredentials for () {
    fn issue(_: &Did, _: &Did, _: CooperativeId, _: u32) -> DispatchResult {
        Ok(())
    }

    fn revoke(_: &Did, _: &Did, _: CooperativeId, _: u32) {}
}

/// Hears where cooperatives stand.
pub trait OnCooperativeStatus {
    /// `cooperative` was registered, or its status changed, and is stored as given here. Founders
    /// from genesis are not told. Decisions stand, so this records and doesn't fail.
    fn status_changed(id: CooperativeId, cooperative: &Cooperative);
}

impl OnCooperativeStatus for () {
    fn status_changed(_: CooperativeId, _: &Cooperative) {}
}

impl<A: OnCooperativeStatus, B: OnCooperativeStatus> OnCooperativeStatus for (A, B) {
    fn status_changed(id: CooperativeId, cooperative: &Cooperative) {
        A::status_changed(id, cooperative);
        B::status_changed(id, cooperative);
    }
}

/// Hears of changed memberships and cooperatives, to pass them on.
pub trait OnMembershipChange {
    /// A membership of `did` is new, or has another status or other roles, and is stored. Also told
    /// of the genesis. Must cost little, and records at most: a change stands.
    fn membership_changed(did: &Did);

    /// Cooperative `id` was registered, or its status changed. Also told of the genesis. Must cost
    /// little, and records at most: a change stands.
    fn cooperative_changed(id: CooperativeId);
}

impl OnMembershipChange for () {
    fn membership_changed(_did: &Did) {}

    fn cooperative_changed(_id: CooperativeId) {}
}
