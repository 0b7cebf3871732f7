//! What orders give to those who trade, and take from them.

use icn_primitives::{
    ledger::Balance,
    marketplace::{order::order_evidence, Order, OrderId, Side},
    reputation::{Act, Category, GiveReputation, Score, Source},
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{Config, Pallet, Parameters};

impl<T: Config> Pallet<T> {
    /// Both sides of an order that is completed and paid, once: when the ledger says so.
    pub(crate) fn award_completion(id: OrderId, order: &Order) {
        let given = Parameters::<T>::get().completion_reputation;
        for side in [Side::Buyer, Side::Seller] {
            Self::award(Act::OrderCompleted, id, order, side, given);
        }
    }

    /// Whoever gets less than half of what a dispute was about has lost it.
    pub(crate) fn award_loss(id: OrderId, order: &Order, to_seller: Balance) {
        let taken = Parameters::<T>::get().dispute_reputation;
        let to_buyer = order.total.amount.saturating_sub(to_seller);
        if to_seller < to_buyer {
            Self::award(Act::DisputeLost, id, order, Side::Seller, taken);
        } else if to_buyer < to_seller {
            Self::award(Act::DisputeLost, id, order, Side::Buyer, taken);
        }
    }

    fn award(act: Act, id: OrderId, order: &Order, side: Side, score: Score) {
        if score != Score::ZERO {
            let evidence = order_evidence(T::ThisShard::get(), id);
            let (source, did) = (Source::Act(act), order.party(side));
            T::Reputation::award_or_note(source, did, Category::Marketplace, score, evidence);
        }
    }
}
