//! Where a cooperative stands in the federation, and every way from there to somewhere else
//! (S000 §4).
//!
//! ```text
//! Applicant ── admit ──▶ Active ◀── restore ──┐
//!     │                    │ └── suspend ──▶ Suspended
//!  decline                 └── expel, withdraw ──┤
//!     ▼                                          ▼
//! Withdrawn                            Expelled, Withdrawn
//! ```

use alloc::vec::Vec;
use frame::prelude::*;
use icn_primitives::{
    membership::{Cooperative, CooperativeId, CooperativeStatus, MemberStatus},
    Did,
};
use polkadot_sdk::polkadot_sdk_frame as frame;

use crate::{
    standing::Ended, ActiveCooperatives, Config, Cooperatives, DomainOwner, Error, Memberships,
    OnCooperativeStatus, OnMembershipChange, OngoingCooperatives, Pallet, MAX_FOUNDING_STEWARDS,
};

/// What the federation decides about a cooperative.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Decision {
    /// The applicant takes part.
    Admit,
    /// The applicant doesn't.
    Decline,
    /// It takes no part for now.
    Suspend,
    /// It takes part again.
    Restore,
    /// It is excluded.
    Expel,
    /// It has left.
    Withdraw,
}

impl Decision {
    /// Where this decision leads from `status`; `None`: nowhere.
    pub(crate) fn leads(self, status: CooperativeStatus) -> Option<CooperativeStatus> {
        use CooperativeStatus::{Active, Applicant, Expelled, Suspended, Withdrawn};
        match (self, status) {
            (Self::Admit, Applicant) => Some(Active),
            (Self::Decline, Applicant) => Some(Withdrawn),
            (Self::Suspend, Active) => Some(Suspended),
            (Self::Restore, Suspended) => Some(Active),
            (Self::Expel, Active | Suspended) => Some(Expelled),
            (Self::Withdraw, Active | Suspended) => Some(Withdrawn),
            _ => None,
        }
    }
}

impl<T: Config> Pallet<T> {
    /// Carries out `decision` about cooperative `id` and tells [`Config::OnStatus`].
    pub(crate) fn do_decide(id: CooperativeId, decision: Decision) -> DispatchResult {
        let mut cooperative = Self::ensure_cooperative(id)?;
        Self::change_status(id, &mut cooperative, decision)
    }

    /// Declines applicant `id` and ends its memberships: those of the stewards with whom it was
    /// put forward, since nobody else can be enrolled before it is admitted.
    pub(crate) fn do_decline(id: CooperativeId) -> Result<Vec<(Did, Ended)>, DispatchError> {
        let mut cooperative = Self::ensure_cooperative(id)?;
        ensure!(
            Decision::Decline.leads(cooperative.status).is_some(),
            Error::<T>::InvalidTransition
        );
        let stewards: Vec<_> = Memberships::<T>::iter_prefix(id)
            .take(MAX_FOUNDING_STEWARDS as usize)
            .filter(|(_, membership)| membership.status.is_current())
            .map(|(did, _)| did)
            .collect();
        let mut ended = Vec::with_capacity(stewards.len());
        for did in stewards {
            let end = Self::end_membership(id, &mut cooperative, &did, MemberStatus::Left)?;
            ended.push((did, end));
        }
        Self::change_status(id, &mut cooperative, Decision::Decline)?;
        Ok(ended)
    }

    /// Stores `cooperative` with the status to which `decision` leads, keeps the counts and the
    /// domain in step, and tells [`Config::OnStatus`].
    fn change_status(
        id: CooperativeId,
        cooperative: &mut Cooperative,
        decision: Decision,
    ) -> DispatchResult {
        let before = cooperative.status;
        let after = decision.leads(before).ok_or(Error::<T>::InvalidTransition)?;
        if before == CooperativeStatus::Active {
            Self::end_taking_part(id)?;
        }
        if after == CooperativeStatus::Active {
            Self::begin_taking_part(id)?;
        }
        if after.has_ended() {
            DomainOwner::<T>::remove(&cooperative.domain);
            OngoingCooperatives::<T>::try_mutate(|ongoing| -> DispatchResult {
                *ongoing = ongoing.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
                Ok(())
            })?;
        }
        cooperative.status = after;
        Cooperatives::<T>::insert(id, &*cooperative);
        T::OnStatus::status_changed(id, cooperative);
        <T as Config>::OnChange::cooperative_changed(id);
        Ok(())
    }

    /// Lists `id` among the cooperatives that take part.
    pub(crate) fn begin_taking_part(id: CooperativeId) -> DispatchResult {
        ActiveCooperatives::<T>::try_append(id).map_err(|()| Error::<T>::CooperativesExceeded)?;
        Ok(())
    }

    /// Takes `id` from the cooperatives that take part; the last one stays.
    fn end_taking_part(id: CooperativeId) -> DispatchResult {
        ActiveCooperatives::<T>::try_mutate(|active| {
            ensure!(active.len() > 1, Error::<T>::LastCooperative);
            active.retain(|other| *other != id);
            Ok(())
        })
    }
}
