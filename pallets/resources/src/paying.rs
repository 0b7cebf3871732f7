//! What bookings cost: decided, held, paid, given back.

use alloc::vec::Vec;
use icn_primitives::{
    exchange::settlement::{Leg, Progress, Purpose, Settled},
    governance::JointBody,
    ledger::{LedgerAccount, Money},
    parties::Parties,
    reputation::{Act, Category, GiveReputation, Score, Source},
    resources::{evidence, split, Booking, BookingId, BookingPayment, BookingStatus, PaidBy},
    CooperativeId, Hash, DAY,
};
use pallet_settlement::{OnSettlement, Settle, SettlementTerms};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    transitions::Happening, Bookings, Config, Error, Event, Pallet, Parameters, WeightInfo,
};

impl<T: Config> Pallet<T> {
    /// Who pays what to the owner's treasury. What the owner carries itself isn't paid, nor is a
    /// share of less than a unit.
    fn legs(booking: &Booking) -> Result<Vec<Leg>, DispatchError> {
        let Some(Money { currency, amount }) = booking.cost else { return Ok(Vec::new()) };
        let payee = LedgerAccount::cooperative(booking.owner);
        let leg = |payer, amount| Leg { payer, payee, money: Money { currency, amount } };
        match &booking.paid_by {
            PaidBy::Person => Ok(alloc::vec![leg(LedgerAccount::Person(booking.person), amount)]),
            PaidBy::Cooperatives(shares) => {
                let parts = split(amount, shares).ok_or(Error::<T>::InvalidShares)?;
                let paid =
                    |(payer, amount): &(CooperativeId, _)| *payer != booking.owner && *amount > 0;
                Ok(parts
                    .into_iter()
                    .filter(paid)
                    .map(|(payer, amount)| leg(LedgerAccount::cooperative(payer), amount))
                    .collect())
            }
        }
    }

    /// Has the money held that a booking costs.
    pub(crate) fn ask_for_money(
        id: BookingId,
        booking: &Booking,
        may_wait: bool,
    ) -> DispatchResult {
        let legs = Self::legs(booking)?;
        let hold_time = Parameters::<T>::get().hold_time;
        let hold_by = T::Time::now().saturating_add(hold_time).min(booking.span.begins_at());
        // It is captured when the booking begins; a chain that stood still then may be late.
        let capture_by = booking.span.ends_at().saturating_add(DAY);
        let reference = booking.content_hash();
        let terms = SettlementTerms { legs, hold_by, capture_by, reference, may_wait };
        T::Settle::begin(Purpose::Booking(id), terms)
    }

    /// Cooperatives decide whether they pay for a booking.
    pub(crate) fn do_decide(
        by: &JointBody,
        id: BookingId,
        content_hash: Hash,
        approve: bool,
    ) -> DispatchResult {
        let mut booking = Bookings::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        let open = booking.status == BookingStatus::Proposed;
        ensure!(open, Error::<T>::InvalidTransition);
        // Before it lapses, which is not after it would begin.
        let in_time = booking.due.is_some_and(|due| T::Time::now() < due);
        ensure!(in_time, Error::<T>::InvalidTime);
        ensure!(booking.content_hash() == content_hash, Error::<T>::ContentMismatch);
        let touched = booking.paid_by.cooperatives().filter(|payer| by.contains(payer));
        // No more than there are in either.
        let cooperatives = JointBody::truncate_from(touched.collect());
        ensure!(!cooperatives.is_empty(), Error::<T>::NotAffected);
        Self::ensure_take_part(cooperatives.iter().copied())?;
        if !approve {
            Self::deposit_event(Event::Decided { id, cooperatives, approve });
            return Self::take_on(id, booking, Happening::Declined, None);
        }
        let before = booking.approved.len();
        for cooperative in &cooperatives {
            if let Err(place) = booking.approved.binary_search(cooperative) {
                let room = booking.approved.try_insert(place, *cooperative);
                ensure!(room.is_ok(), Error::<T>::InvalidShares);
            }
        }
        ensure!(booking.approved.len() > before, Error::<T>::AlreadyDecided);
        Self::deposit_event(Event::Decided { id, cooperatives, approve });
        if !booking.is_decided() {
            Bookings::<T>::insert(id, booking);
            return Ok(());
        }
        Self::ensure_take_part(booking.paid_by.cooperatives())?;
        if Self::legs(&booking)?.is_empty() {
            return Self::take_on(id, booking, Happening::Secured, None);
        }
        Self::ask_for_money(id, &booking, false)?;
        booking.payment = BookingPayment::Asked;
        Self::take_on(id, booking, Happening::AllDecided, None)
    }

    fn ensure_take_part(mut cooperatives: impl Iterator<Item = CooperativeId>) -> DispatchResult {
        ensure!(cooperatives.all(T::Parties::takes_part), Error::<T>::CooperativeNotActive);
        Ok(())
    }

    /// Pays what is held for a booking.
    pub(crate) fn pay(id: BookingId, booking: &mut Booking) -> DispatchResult {
        if booking.payment == BookingPayment::Held {
            T::Settle::capture(Purpose::Booking(id))?;
            booking.payment = BookingPayment::Paying;
        }
        Ok(())
    }

    /// Gives back what is held for a booking, or comes to be.
    pub(crate) fn give_back(id: BookingId, booking: &mut Booking) -> DispatchResult {
        if matches!(booking.payment, BookingPayment::Asked | BookingPayment::Held) {
            T::Settle::release(Purpose::Booking(id))?;
            booking.payment = BookingPayment::Returning;
        }
        Ok(())
    }

    /// What became of the money of a booking.
    fn settled(id: BookingId, progress: Progress) -> DispatchResult {
        let mut booking = Bookings::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        booking.payment = match progress {
            Progress::Held => BookingPayment::Held,
            Progress::Failed => BookingPayment::Returning,
            Progress::Ended(Settled::Captured) => BookingPayment::Paid,
            Progress::Ended(Settled::Partly) => BookingPayment::PaidInPart,
            Progress::Ended(Settled::Released) => BookingPayment::Returned,
        };
        match progress {
            Progress::Held => Self::take_on(id, booking, Happening::Secured, None),
            Progress::Failed if Happening::Lapsed.after(booking.status).is_some() => {
                Self::take_on(id, booking, Happening::Lapsed, None)
            }
            Progress::Failed | Progress::Ended(_) => {
                Self::keep(id, booking, None);
                Ok(())
            }
        }
    }

    /// The owner gets reputation when members of another cooperative have used what it shares.
    pub(crate) fn reward(id: BookingId, booking: &Booking) {
        let score = Parameters::<T>::get().sharing_reputation;
        let returned = matches!(
            booking.payment,
            BookingPayment::Returning | BookingPayment::Returned | BookingPayment::PaidInPart
        );
        if score == Score::ZERO || booking.cooperative == booking.owner || returned {
            return;
        }
        if let Some(did) = T::Parties::did_of_cooperative(booking.owner) {
            let evidence = evidence(T::ThisShard::get(), id, booking.content_hash());
            let source = Source::Act(Act::ExchangeFulfilled);
            let category = Category::ResourceSharing;
            T::Reputation::award_or_note(source, &did, category, score, evidence);
        }
    }
}

impl<T: Config> OnSettlement for Pallet<T> {
    fn on_settlement(purpose: Purpose, progress: Progress) {
        let Purpose::Booking(id) = purpose else { return };
        let done = Self::settled(id, progress);
        defensive_assert!(done.is_ok(), "what is settled is a booking's");
    }

    fn weight() -> Weight {
        T::WeightInfo::settled()
    }
}
