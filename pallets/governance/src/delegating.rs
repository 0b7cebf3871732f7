//! The graph of delegations: one for each cooperative and kind of decisions, in which a member has
//! one delegate at most. Delegating everything puts one into each.
//!
//! What is stored is what stands: the agenda takes out what expires. So no way is longer than
//! [`MAX_DELEGATION_DEPTH`], and no more than [`Config::MaxDelegators`] stand behind anybody.

use alloc::vec::Vec;
use icn_primitives::{
    governance::{DecisionKind, Delegation, MAX_DELEGATION, MAX_DELEGATION_DEPTH},
    CooperativeId, Did, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{Config, Delegations, Delegators, Error, Event, Pallet, Rank, Task};

impl<T: Config> Pallet<T> {
    /// Whom `delegator` lets vote.
    pub fn delegation(
        cooperative: CooperativeId,
        kind: DecisionKind,
        delegator: &Did,
    ) -> Option<Delegation> {
        Delegations::<T>::get((cooperative, kind, delegator))
    }

    /// Who lets `delegate` vote.
    pub fn delegators(cooperative: CooperativeId, kind: DecisionKind, delegate: &Did) -> Vec<Did> {
        Delegators::<T>::get((cooperative, kind, delegate)).into_inner()
    }

    /// How many stand behind `delegate`, on all levels: what a vote says that it counts for.
    pub fn delegators_of(cooperative: CooperativeId, kind: DecisionKind, delegate: &Did) -> u32 {
        Self::standing_behind(cooperative, kind, delegate).0
    }

    /// How many stand behind `delegate`, and on how many levels.
    pub(crate) fn standing_behind(
        cooperative: CooperativeId,
        kind: DecisionKind,
        delegate: &Did,
    ) -> (u32, u32) {
        let (mut count, mut levels) = (0u32, 0u32);
        let mut level = Self::delegators(cooperative, kind, delegate);
        while !level.is_empty() && levels < MAX_DELEGATION_DEPTH {
            levels.saturating_inc();
            count = count.saturating_add(level.len() as u32);
            level = level
                .iter()
                .flat_map(|member| Self::delegators(cooperative, kind, member))
                .collect();
        }
        (count, levels)
    }

    /// Lets `delegate` vote for `delegator`.
    pub(crate) fn do_delegate(
        cooperative: CooperativeId,
        kind: Option<DecisionKind>,
        delegator: Did,
        delegate: Did,
        until: Moment,
    ) -> DispatchResult {
        Self::ensure_member(cooperative, &delegator)?;
        Self::ensure_member(cooperative, &delegate)?;
        let allowed = Self::rules_of_cooperative(cooperative).delegation;
        ensure!(allowed, Error::<T>::DelegationNotAllowed);
        let now = T::Time::now();
        let bound = now.saturating_add(MAX_DELEGATION);
        ensure!(now < until && until <= bound, Error::<T>::InvalidExpiry);
        for kind in kinds(kind) {
            Self::unlink(cooperative, kind, &delegator);
            Self::link(cooperative, kind, delegator, Delegation { delegate, until })?;
            Self::deposit_event(Event::VoteDelegated {
                cooperative,
                kind,
                delegator,
                delegate,
                until,
            });
        }
        Ok(())
    }

    /// Ends delegations of `delegator`, one at least.
    pub(crate) fn do_revoke(
        cooperative: CooperativeId,
        kind: Option<DecisionKind>,
        delegator: Did,
    ) -> DispatchResult {
        let mut found = false;
        for kind in kinds(kind) {
            found |= Self::unlink(cooperative, kind, &delegator);
        }
        ensure!(found, Error::<T>::NotFound);
        Ok(())
    }

    /// Puts a delegation in, if it makes no cycle, no way that is too long and no crowd.
    fn link(
        cooperative: CooperativeId,
        kind: DecisionKind,
        delegator: Did,
        delegation: Delegation,
    ) -> DispatchResult {
        let (mut top, mut above) = (delegation.delegate, 0u32);
        ensure!(top != delegator, Error::<T>::DelegationCycle);
        while let Some(higher) = Self::delegation(cooperative, kind, &top) {
            top = higher.delegate;
            ensure!(top != delegator, Error::<T>::DelegationCycle);
            above.saturating_inc();
            ensure!(above < MAX_DELEGATION_DEPTH, Error::<T>::DelegationTooDeep);
        }
        let (brought, below) = Self::standing_behind(cooperative, kind, &delegator);
        let depth = above.saturating_add(1).saturating_add(below);
        ensure!(depth <= MAX_DELEGATION_DEPTH, Error::<T>::DelegationTooDeep);
        // Nobody has more behind them than whoever stands on top.
        let (present, _) = Self::standing_behind(cooperative, kind, &top);
        let crowd = present.saturating_add(1).saturating_add(brought);
        ensure!(crowd <= T::MaxDelegators::get(), Error::<T>::DelegatorsExceeded);

        Delegators::<T>::try_append((cooperative, kind, delegation.delegate), delegator)
            .map_err(|()| Error::<T>::DelegatorsExceeded)?;
        Delegations::<T>::insert((cooperative, kind, delegator), delegation);
        let task = Task::Delegation(cooperative, kind, delegator);
        Self::schedule(Rank::Ends, delegation.until, task);
        Ok(())
    }

    /// Takes a delegation out, with its place in the agenda. Says whether there was one.
    pub(crate) fn unlink(cooperative: CooperativeId, kind: DecisionKind, delegator: &Did) -> bool {
        let Some(delegation) = Delegations::<T>::take((cooperative, kind, delegator)) else {
            return false;
        };
        Delegators::<T>::mutate_exists((cooperative, kind, delegation.delegate), |list| {
            if let Some(members) = list {
                members.retain(|member| member != delegator);
            }
            if list.as_ref().is_some_and(|members| members.is_empty()) {
                *list = None;
            }
        });
        let task = Task::Delegation(cooperative, kind, *delegator);
        Self::unschedule(Rank::Ends, delegation.until, task);
        Self::deposit_event(Event::DelegationEnded { cooperative, kind, delegator: *delegator });
        true
    }
}

/// One kind, or all.
fn kinds(kind: Option<DecisionKind>) -> Vec<DecisionKind> {
    kind.map_or(DecisionKind::ALL.to_vec(), |kind| alloc::vec![kind])
}
