//! Casting votes, and counting them for those who delegated. Whatever changes a ballot changes its
//! tally with it.

use alloc::vec::Vec;
use icn_primitives::{
    governance::{
        Ballot, Choice, Model, Proposal, ProposalId, Reason, Tally, VotingPower, ONE_VOTE,
    },
    CooperativeId, Did, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{Ballots, Config, Error, Event, Objections, Pallet, Reputation, Tallies, Voters};

/// Adds a ballot to a tally.
fn add(tally: &mut Tally, ballot: &Ballot) -> Result<(), ArithmeticError> {
    let overflow = ArithmeticError::Overflow;
    let (heads, weight) = side(tally, ballot.choice);
    *heads = heads.checked_add(1).ok_or(overflow)?;
    *weight = weight.checked_add(ballot.power.into()).ok_or(overflow)?;
    Ok(())
}

/// Takes a ballot off a tally.
fn take(tally: &mut Tally, ballot: &Ballot) -> Result<(), ArithmeticError> {
    let underflow = ArithmeticError::Underflow;
    let (heads, weight) = side(tally, ballot.choice);
    *heads = heads.checked_sub(1).ok_or(underflow)?;
    *weight = weight.checked_sub(ballot.power.into()).ok_or(underflow)?;
    Ok(())
}

/// Heads and weight of one choice.
fn side(tally: &mut Tally, choice: Choice) -> (&mut u32, &mut u128) {
    match choice {
        Choice::Approve => (&mut tally.approving, &mut tally.approve),
        Choice::Reject => (&mut tally.rejecting, &mut tally.reject),
        Choice::Abstain => (&mut tally.abstaining, &mut tally.abstain),
    }
}

impl<T: Config> Pallet<T> {
    /// Casts or changes a vote, with those who stand behind it. With a reason it is an objection.
    /// Gives how many it looked at who stand behind the voter.
    pub(crate) fn do_vote(
        id: ProposalId,
        cooperative: CooperativeId,
        voter: Did,
        choice: Choice,
        reason: Option<Reason>,
        delegators: u32,
    ) -> Result<u32, DispatchError> {
        let (proposal, mut tally) = Self::ensure_ballot_box(id, cooperative)?;
        let opened = Self::ensure_elector(&proposal, cooperative, &voter)?;
        if let Some(reason) = &reason {
            ensure!(tally.model == Model::Consent, Error::<T>::ObjectionsNotTaken);
            Self::ensure_line(reason)?;
        } else {
            let reasoned = tally.model == Model::Consent && choice == Choice::Reject;
            ensure!(!reasoned, Error::<T>::ReasonNeeded);
        }
        let power = Self::put_ballot(id, cooperative, voter, choice, None, &mut tally)?;
        Self::put_objection(id, cooperative, voter, reason.clone(), &mut tally)?;
        Self::deposit_event(match reason {
            None => Event::VoteCast { proposal: id, cooperative, voter, choice, power },
            Some(reason) => {
                Event::ObjectionRaised { proposal: id, cooperative, voter, power, reason }
            }
        });
        let mut seen = 0;
        if tally.delegation {
            let found;
            (found, seen) = Self::behind(id, &proposal, cooperative, voter, opened, delegators)?;
            for member in found {
                Self::count_for(id, cooperative, member, voter, choice, &mut tally)?;
            }
        }
        Tallies::<T>::insert(id, cooperative, tally);
        if !Voters::<T>::contains_key(id, voter) {
            Voters::<T>::insert(id, voter, ());
            T::Reputation::voted(&voter, id);
        }
        Ok(seen)
    }

    /// Counts for `member` the vote to which the delegations lead now.
    pub(crate) fn do_count_delegated(
        id: ProposalId,
        cooperative: CooperativeId,
        member: Did,
    ) -> DispatchResult {
        let (proposal, mut tally) = Self::ensure_ballot_box(id, cooperative)?;
        let opened = Self::ensure_elector(&proposal, cooperative, &member)?;
        let present = Ballots::<T>::get((id, cooperative, member));
        ensure!(present.is_none_or(|ballot| ballot.via.is_some()), Error::<T>::NothingToCount);
        let found = if tally.delegation {
            Self::leads_to(id, &proposal, cooperative, member, opened)
        } else {
            None
        };
        match (found, present) {
            (Some((via, choice)), _) => {
                Self::count_for(id, cooperative, member, via, choice, &mut tally)?
            }
            (None, Some(ballot)) => {
                take(&mut tally, &ballot)?;
                Ballots::<T>::remove((id, cooperative, member));
                Self::deposit_event(Event::DelegatedVoteDropped {
                    proposal: id,
                    cooperative,
                    member,
                });
            }
            (None, None) => return Err(Error::<T>::NothingToCount.into()),
        }
        Tallies::<T>::insert(id, cooperative, tally);
        Ok(())
    }

    /// The proposal and the tally, if votes in `cooperative` are taken now.
    fn ensure_ballot_box(
        id: ProposalId,
        cooperative: CooperativeId,
    ) -> Result<(Proposal, Tally), DispatchError> {
        let proposal = Self::ensure_voting(id)?;
        let tally = Tallies::<T>::get(id, cooperative).ok_or(Error::<T>::NotInBody)?;
        Ok((proposal, tally))
    }

    /// That `did` was an active member when voting began, and is; gives when it began.
    fn ensure_elector(
        proposal: &Proposal,
        cooperative: CooperativeId,
        did: &Did,
    ) -> Result<Moment, DispatchError> {
        Self::ensure_member(cooperative, did)?;
        let opened = proposal.opened.unwrap_or_else(T::Time::now);
        ensure!(Self::is_elector(cooperative, did, opened), Error::<T>::NotElector);
        Ok(opened)
    }

    fn count_for(
        id: ProposalId,
        cooperative: CooperativeId,
        member: Did,
        via: Did,
        choice: Choice,
        tally: &mut Tally,
    ) -> DispatchResult {
        let power = Self::put_ballot(id, cooperative, member, choice, Some(via), tally)?;
        Self::deposit_event(Event::DelegatedVoteCounted {
            proposal: id,
            cooperative,
            member,
            via,
            choice,
            power,
        });
        Ok(())
    }

    /// Replaces a member's ballot in the tally, which the caller stores. Gives what it weighs: what
    /// it did when it was first counted.
    fn put_ballot(
        id: ProposalId,
        cooperative: CooperativeId,
        member: Did,
        choice: Choice,
        via: Option<Did>,
        tally: &mut Tally,
    ) -> Result<u64, DispatchError> {
        let key = (id, cooperative, member);
        let power = match Ballots::<T>::get(key) {
            Some(before) => {
                take(tally, &before)?;
                before.power
            }
            None => Self::power_of(&member, tally.power),
        };
        let ballot = Ballot { choice, power, via };
        add(tally, &ballot)?;
        Ballots::<T>::insert(key, ballot);
        Ok(power)
    }

    /// Replaces a member's objection.
    fn put_objection(
        id: ProposalId,
        cooperative: CooperativeId,
        member: Did,
        reason: Option<Reason>,
        tally: &mut Tally,
    ) -> DispatchResult {
        if tally.model != Model::Consent {
            return Ok(());
        }
        let key = (id, cooperative, member);
        if Objections::<T>::take(key).is_some() {
            tally.objections = tally.objections.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
        }
        if let Some(reason) = reason {
            tally.objections = tally.objections.checked_add(1).ok_or(ArithmeticError::Overflow)?;
            Objections::<T>::insert(key, reason);
        }
        Ok(())
    }

    /// What a vote of `did` weighs now (S003: √max(1, mean of the scores)).
    pub(crate) fn power_of(did: &Did, power: VotingPower) -> u64 {
        match power {
            VotingPower::Equal => ONE_VOTE,
            VotingPower::Reputation => {
                let power = T::Reputation::voting_power(did).0 / PER_UNIT;
                u64::try_from(power).unwrap_or(u64::MAX).max(ONE_VOTE)
            }
        }
    }

    /// The members for whom a vote of `voter` counts: on every way that leads to `voter` and over
    /// no other direct vote. And how many were looked at.
    ///
    /// Errors: [`Error::DelegatorsExceeded`] if more than `most` stand behind the voter.
    fn behind(
        id: ProposalId,
        proposal: &Proposal,
        cooperative: CooperativeId,
        voter: Did,
        opened: Moment,
        most: u32,
    ) -> Result<(Vec<Did>, u32), DispatchError> {
        let now = T::Time::now();
        let (mut found, mut seen) = (Vec::new(), 0u32);
        let mut open = alloc::vec![voter];
        while let Some(delegate) = open.pop() {
            for member in Self::delegators(cooperative, proposal.kind, &delegate) {
                seen.saturating_inc();
                ensure!(seen <= most, Error::<T>::DelegatorsExceeded);
                let stands = Self::delegation(cooperative, proposal.kind, &member)
                    .is_some_and(|delegation| now < delegation.until);
                let direct = Ballots::<T>::get((id, cooperative, member))
                    .is_some_and(|ballot| ballot.via.is_none());
                if stands && !direct && Self::is_elector(cooperative, &member, opened) {
                    found.push(member);
                    open.push(member);
                }
            }
        }
        Ok((found, seen))
    }

    /// The nearest direct vote to which the delegations of `member` lead, over electors.
    fn leads_to(
        id: ProposalId,
        proposal: &Proposal,
        cooperative: CooperativeId,
        member: Did,
        opened: Moment,
    ) -> Option<(Did, Choice)> {
        let now = T::Time::now();
        let mut at = member;
        for _ in 0..icn_primitives::governance::MAX_DELEGATION_DEPTH {
            let delegation = Self::delegation(cooperative, proposal.kind, &at)?;
            if now >= delegation.until {
                return None;
            }
            at = delegation.delegate;
            let ballot = Ballots::<T>::get((id, cooperative, at));
            if let Some(direct) = ballot.filter(|ballot| ballot.via.is_none()) {
                return Some((at, direct.choice));
            }
            if !Self::is_elector(cooperative, &at, opened) {
                return None;
            }
        }
        None
    }
}

/// How many of the units in which reputation gives a vote's weight make one in which it is counted.
const PER_UNIT: u128 = icn_primitives::reputation::VotingPower::ONE.0 / ONE_VOTE as u128;
