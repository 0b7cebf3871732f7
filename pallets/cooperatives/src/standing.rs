//! Where a member stands: suspension, restoration, and the end of a membership (S000 §7).
//!
//! ```text
//! Active ── suspend ──▶ Suspended ── restore ──▶ Active
//! Active, Suspended ── expel ──▶ Expelled
//! Active, Suspended ── leave ──▶ Left
//! Expelled, Left ── enroll, next term ──▶ Active
//! ```

use frame::{prelude::*, traits::Time};
use icn_primitives::{
    membership::{Cooperative, CooperativeId, MemberStatus, Membership, Roles, Skills, Suspension},
    Did, Moment,
};
use polkadot_sdk::polkadot_sdk_frame as frame;

use crate::{
    checks::is_active_steward, ActiveMembers, Config, Cooperatives, Error, MembershipCredentials,
    Memberships, MembershipsOf, OnMembershipChange, Pallet,
};

/// What the end of a membership did to the person's home.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ended {
    /// It is where it was.
    HomeStays,
    /// It is here now; `None`: the person has none.
    HomeMoved(Option<CooperativeId>),
}

impl<T: Config> Pallet<T> {
    /// Stores a new or changed membership and tells [`Config::OnChange`] of another status or other
    /// roles: the one place where memberships are written.
    pub(crate) fn store_membership(id: CooperativeId, did: &Did, membership: Membership) {
        let standing = |membership: &Membership| (membership.status, membership.roles);
        let is_active = |membership: &Membership| membership.status == MemberStatus::Active;
        let before = Memberships::<T>::get(id, did);
        let changed = before.as_ref().map(standing) != Some(standing(&membership));
        match (before.as_ref().is_some_and(is_active), is_active(&membership)) {
            (false, true) => ActiveMembers::<T>::mutate(id, |active| active.saturating_inc()),
            (true, false) => ActiveMembers::<T>::mutate(id, |active| active.saturating_dec()),
            _ => {}
        }
        Memberships::<T>::insert(id, did, membership);
        if changed {
            <T as Config>::OnChange::membership_changed(did);
        }
    }

    /// Suspends an active member.
    pub(crate) fn do_suspend_member(id: CooperativeId, did: &Did) -> Result<Moment, DispatchError> {
        let mut cooperative = Self::ensure_taking_part(id)?;
        let mut membership = Self::ensure_current(id, did)?;
        ensure!(membership.status == MemberStatus::Active, Error::<T>::InvalidTransition);
        Self::ensure_not_last_steward(&cooperative, &membership)?;
        if is_active_steward(&membership) {
            cooperative.stewards =
                cooperative.stewards.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
            Cooperatives::<T>::insert(id, cooperative);
        }
        let now = <T as pallet_did::Config>::Time::now();
        membership.status = MemberStatus::Suspended;
        membership.suspension = Some(Suspension { from: now, until: None });
        Self::store_membership(id, did, membership);
        Ok(now)
    }

    /// Lets a suspended member take part again.
    pub(crate) fn do_restore_member(id: CooperativeId, did: &Did) -> Result<Moment, DispatchError> {
        let mut cooperative = Self::ensure_taking_part(id)?;
        let mut membership = Self::ensure_current(id, did)?;
        ensure!(membership.status == MemberStatus::Suspended, Error::<T>::InvalidTransition);
        let now = <T as pallet_did::Config>::Time::now();
        membership.status = MemberStatus::Active;
        membership.suspension =
            membership.suspension.map(|suspension| Suspension { until: Some(now), ..suspension });
        if is_active_steward(&membership) {
            cooperative.stewards =
                cooperative.stewards.checked_add(1).ok_or(ArithmeticError::Overflow)?;
            Cooperatives::<T>::insert(id, cooperative);
        }
        Self::store_membership(id, did, membership);
        Ok(now)
    }

    /// Ends a current membership by the cooperative's will.
    pub(crate) fn do_expel_member(id: CooperativeId, did: &Did) -> Result<Ended, DispatchError> {
        Self::ensure_taking_part(id)?;
        Self::do_end(id, did, MemberStatus::Expelled)
    }

    /// Ends a current membership by the member's will.
    pub(crate) fn do_leave(id: CooperativeId, did: &Did) -> Result<Ended, DispatchError> {
        Self::do_end(id, did, MemberStatus::Left)
    }

    /// Replaces the skills of an effective membership.
    pub(crate) fn do_set_skills(id: CooperativeId, did: &Did, skills: Skills) -> DispatchResult {
        Self::ensure_taking_part(id)?;
        let mut membership = Self::ensure_current(id, did)?;
        ensure!(membership.status == MemberStatus::Active, Error::<T>::NotActive);
        Self::ensure_skills(&skills)?;
        membership.skills = skills;
        Self::store_membership(id, did, membership);
        Ok(())
    }

    /// Ends a current membership that is not the last active steward's.
    fn do_end(id: CooperativeId, did: &Did, status: MemberStatus) -> Result<Ended, DispatchError> {
        let mut cooperative = Self::ensure_cooperative(id)?;
        let membership = Self::ensure_current(id, did)?;
        Self::ensure_not_last_steward(&cooperative, &membership)?;
        let ended = Self::end_membership(id, &mut cooperative, did, status)?;
        Cooperatives::<T>::insert(id, cooperative);
        Ok(ended)
    }

    /// Ends a current membership and its credential, and counts it off `cooperative`, which the
    /// caller stores. The record stays, for the number of its term.
    pub(crate) fn end_membership(
        id: CooperativeId,
        cooperative: &mut Cooperative,
        did: &Did,
        status: MemberStatus,
    ) -> Result<Ended, DispatchError> {
        let mut membership = Self::ensure_current(id, did)?;
        let home_before = Self::home(did);
        cooperative.members =
            cooperative.members.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
        if is_active_steward(&membership) {
            cooperative.stewards =
                cooperative.stewards.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
        }
        membership.status = status;
        membership.roles = Roles::default();
        T::Credentials::revoke(&cooperative.did, did, id, membership.term);
        Self::store_membership(id, did, membership);
        MembershipsOf::<T>::mutate_exists(did, |memberships| {
            if let Some(list) = memberships {
                list.retain(|other| *other != id);
            }
            if memberships.as_ref().is_some_and(|list| list.is_empty()) {
                *memberships = None;
            }
        });
        let home = Self::home(did);
        Ok(if home == home_before { Ended::HomeStays } else { Ended::HomeMoved(home) })
    }
}
