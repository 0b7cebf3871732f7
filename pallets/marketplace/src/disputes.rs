//! Disputes: who may begin one, and who decides.

use icn_primitives::{
    ledger::Balance,
    marketplace::{Decider, Dispute, Order, OrderId},
    Did, Hash,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::EnsureOrigin};

use crate::{stages::Happening, Config, Error, Event, Pallet};

impl<T: Config> Pallet<T> {
    /// One side isn't content. Nothing is paid until somebody gives in or it is decided.
    pub(crate) fn do_dispute(actor: Did, id: OrderId, reasons: Hash) -> DispatchResult {
        let before = Self::ensure_order(id)?;
        let by = Self::side_of(&before, &actor)?;
        Self::ensure_in_time(&before)?;
        let mut order = before.clone();
        order.dispute = Some(Dispute { by, reasons });
        Self::step(id, &before, order, Happening::Disputed, Some(actor))?;
        Self::deposit_event(Event::DisputeOpened { order: id, by, reasons });
        Ok(())
    }

    /// It is decided that the seller gets `to_seller`, and the buyer the rest.
    pub(crate) fn do_resolve(
        origin: OriginFor<T>,
        id: OrderId,
        to_seller: Balance,
    ) -> DispatchResult {
        let before = Self::ensure_order(id)?;
        let decider = Self::ensure_decider(origin, &before)?;
        Self::ensure_in_time(&before)?;
        let part = (0..=before.total.amount).contains(&to_seller);
        ensure!(part, Error::<T>::InvalidSplit);
        Self::step(id, &before, before.clone(), Happening::Resolved(to_seller), None)?;
        Self::award_loss(id, &before, to_seller);
        Self::deposit_event(Event::DisputeDecided { order: id, to_seller, by: decider });
        Ok(())
    }

    /// That a decision of the federation carries the call, or one that the cooperatives of both
    /// sides have made.
    fn ensure_decider(origin: OriginFor<T>, order: &Order) -> Result<Decider, DispatchError> {
        let origin = match T::FederationOrigin::try_origin(origin) {
            Ok(_) => return Ok(Decider::Federation),
            Err(origin) => origin,
        };
        let cooperatives = T::DecisionOrigin::ensure_origin(origin)?;
        Self::ensure_decide(order, &cooperatives)?;
        Ok(Decider::Cooperatives)
    }
}
