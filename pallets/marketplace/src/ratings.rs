//! Ratings: what both sides of an order think of each other.

use icn_primitives::{
    marketplace::{OrderId, Rating, Side},
    Did, Hash,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{Config, Error, Event, Orders, Pallet, Ratings};

/// The stars that there are.
const STARS: core::ops::RangeInclusive<u8> = 1..=5;

impl<T: Config> Pallet<T> {
    /// One side rates the other, once, after the end of an order that the seller had accepted. So
    /// nobody is rated for what nobody had agreed upon.
    pub(crate) fn do_rate(
        actor: Did,
        id: OrderId,
        stars: u8,
        comment: Option<Hash>,
    ) -> DispatchResult {
        let mut order = Self::ensure_order(id)?;
        let by = Self::side_of(&order, &actor)?;
        ensure!(STARS.contains(&stars), Error::<T>::InvalidStars);
        ensure!(order.accepted && order.stage.has_ended(), Error::<T>::NotRateable);
        let rating = Rating { stars, comment };
        let (place, of) = match by {
            Side::Buyer => (&mut order.rating_of_seller, order.seller),
            Side::Seller => (&mut order.rating_of_buyer, order.buyer),
        };
        ensure!(place.is_none(), Error::<T>::AlreadyRated);
        *place = Some(rating);
        Orders::<T>::insert(id, &order);
        Ratings::<T>::try_mutate(of, |sum| {
            sum.stars = sum.stars.checked_add(stars.into()).ok_or(ArithmeticError::Overflow)?;
            sum.count = sum.count.checked_add(1).ok_or(ArithmeticError::Overflow)?;
            DispatchResult::Ok(())
        })?;
        Self::deposit_event(Event::PartyRated { order: id, by, of, rating });
        Ok(())
    }
}
