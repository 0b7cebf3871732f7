//! Agreements of cooperatives: proposed, decided by each of them, paid.

use icn_primitives::{
    exchange::{
        settlement::{Progress, Purpose, Settled},
        Content, Exchange, ExchangeId, Transfer,
    },
    governance::JointBody,
    ledger::{Key, Treasury, MAX_AMOUNT},
    parties::Parties,
    reputation::GiveReputation,
    CooperativeId, Did, Hash, Moment,
};
use pallet_settlement::{OnSettlement, Settle, SettlementTerms};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    transitions::Happening, Config, Error, Event, Exchanges, Pallet, Parameters, WeightInfo,
};

impl<T: Config> Pallet<T> {
    /// Begins an agreement.
    pub(crate) fn do_propose(
        proposer: Did,
        cooperative: CooperativeId,
        content: Content,
        terms: Hash,
        deadline: Moment,
        key: Key,
    ) -> DispatchResult {
        if Self::is_replay(&proposer, &key, &content, terms, deadline)? {
            return Ok(());
        }
        Self::ensure_agreement(&content)?;
        let concerned = content.cooperatives().contains(&cooperative);
        let may = concerned && T::Parties::is_member(cooperative, &proposer);
        ensure!(may, Error::<T>::NotMember);
        Self::record(proposer, content, terms, deadline, key)
    }

    /// That cooperatives can agree on this.
    fn ensure_agreement(content: &Content) -> DispatchResult {
        let Content::Agreement { kind, cooperatives, transfers } = content else {
            return Err(Error::<T>::InvalidTransition.into());
        };
        let mut order = cooperatives.iter().zip(cooperatives.iter().skip(1));
        let ascending = order.all(|(one, next)| one < next);
        let enough = cooperatives.len() >= kind.least_cooperatives();
        ensure!(ascending && enough, Error::<T>::InvalidCooperatives);
        Self::ensure_take_part(cooperatives)?;
        let possible = |transfer: &Transfer| {
            let named = |id: &CooperativeId| cooperatives.contains(id);
            let payee = match &transfer.payee {
                Treasury::Cooperative(id) => named(id) && *id != transfer.payer,
                Treasury::Federation => true,
            };
            named(&transfer.payer) && payee && (1..=MAX_AMOUNT).contains(&transfer.money.amount)
        };
        ensure!(transfers.iter().all(possible), Error::<T>::InvalidTransfer);
        Ok(())
    }

    fn ensure_take_part(cooperatives: &[CooperativeId]) -> DispatchResult {
        let all = cooperatives.iter().all(|id| T::Parties::takes_part(*id));
        ensure!(all, Error::<T>::CooperativeNotActive);
        Ok(())
    }

    /// Cooperatives decide an agreement.
    pub(crate) fn do_decide(
        by: &JointBody,
        id: ExchangeId,
        content_hash: Hash,
        approve: bool,
    ) -> DispatchResult {
        let mut exchange = Self::ensure_open(id, Happening::AllDecided)?;
        ensure!(exchange.content_hash() == content_hash, Error::<T>::ContentMismatch);
        let touched = exchange.content.cooperatives();
        let cooperatives = touched.iter().filter(|id| by.contains(id)).copied().collect();
        // No more than there are in either.
        let cooperatives = JointBody::truncate_from(cooperatives);
        ensure!(!cooperatives.is_empty(), Error::<T>::NotAffected);
        Self::ensure_take_part(&cooperatives)?;
        if !approve {
            Self::deposit_event(Event::Decided { id, cooperatives, approve });
            return Self::take_on(id, exchange, Happening::Declined, None);
        }
        let before = exchange.approved.len();
        for cooperative in &cooperatives {
            if let Err(place) = exchange.approved.binary_search(cooperative) {
                let room = exchange.approved.try_insert(place, *cooperative);
                ensure!(room.is_ok(), Error::<T>::InvalidCooperatives);
            }
        }
        ensure!(exchange.approved.len() > before, Error::<T>::AlreadyDecided);
        Self::deposit_event(Event::Decided { id, cooperatives, approve });
        if exchange.undecided().is_empty() {
            Self::approve(id, exchange)
        } else {
            Exchanges::<T>::insert(id, exchange);
            Ok(())
        }
    }

    /// Each cooperative has decided: what they pay is gathered.
    fn approve(id: ExchangeId, exchange: Exchange) -> DispatchResult {
        Self::ensure_take_part(exchange.content.cooperatives())?;
        let Content::Agreement { transfers, .. } = &exchange.content else {
            return Err(Error::<T>::InvalidTransition.into());
        };
        let legs: alloc::vec::Vec<_> = transfers.iter().map(Transfer::leg).collect();
        let reference = exchange.content_hash();
        Self::take_on(id, exchange, Happening::AllDecided, None)?;
        if legs.is_empty() {
            return Self::execute(id);
        }
        let hold_time = Parameters::<T>::get().hold_time;
        let hold_by = T::Time::now().saturating_add(hold_time);
        // It is captured as soon as all is held; the rest is for a chain that stands still.
        let capture_by = hold_by.saturating_add(hold_time);
        let terms = SettlementTerms { legs, hold_by, capture_by, reference, may_wait: false };
        T::Settle::begin(Purpose::Exchange(id), terms)
    }

    /// All was paid, or there is nothing to pay.
    fn execute(id: ExchangeId) -> DispatchResult {
        let exchange = Self::ensure_exchange(id)?;
        Self::take_on(id, exchange.clone(), Happening::Paid, None)?;
        Self::reward_agreement(id, &exchange);
        Ok(())
    }

    /// What became of the money of an agreement.
    fn settled(id: ExchangeId, progress: Progress) -> DispatchResult {
        let exchange = Self::ensure_exchange(id)?;
        match progress {
            Progress::Held => T::Settle::capture(Purpose::Exchange(id)),
            Progress::Ended(Settled::Captured) => Self::execute(id),
            Progress::Ended(Settled::Partly) => {
                Self::take_on(id, exchange, Happening::PaidInPart, None)
            }
            // Told when it is certain, before everything is given back.
            Progress::Failed => Self::take_on(id, exchange, Happening::NotPaid, None),
            Progress::Ended(Settled::Released) if exchange.status.is_final() => Ok(()),
            Progress::Ended(Settled::Released) => {
                Self::take_on(id, exchange, Happening::NotPaid, None)
            }
        }
    }

    /// What deciding takes at most: it may approve an agreement, and pay or execute it.
    pub(crate) fn weight_of_decide() -> Weight {
        let awards = Self::rewards_weight();
        T::WeightInfo::decide().saturating_add(T::Settle::call_weight()).saturating_add(awards)
    }

    /// What the reputation of all cooperatives of an agreement takes.
    pub(crate) fn rewards_weight() -> Weight {
        T::Reputation::award_weight().saturating_mul(icn_primitives::governance::MAX_JOINT.into())
    }
}

impl<T: Config> OnSettlement for Pallet<T> {
    fn on_settlement(purpose: Purpose, progress: Progress) {
        let Purpose::Exchange(id) = purpose else { return };
        // Only a capture fails here: when the last hold came after its time. Then the settlement
        // fails by itself, and that is told as well.
        let done = Self::settled(id, progress);
        defensive_assert!(
            done.is_ok() || progress == Progress::Held,
            "what is settled is approved"
        );
    }

    fn weight() -> Weight {
        T::WeightInfo::settled()
            .saturating_add(T::Settle::call_weight())
            .saturating_add(Self::rewards_weight())
    }
}
