//! Orders: how they begin, move and end, and the one place where they are stored.

use icn_primitives::{
    ledger::{Key, Money, MAX_AMOUNT},
    marketplace::{
        HoldEnd, HoldState, Listing, ListingId, ListingKind, Made, Order, OrderId, Quantity, Side,
        Stage,
    },
    CooperativeId, Did, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    agenda::Task,
    index::Inverted,
    stages::{after, wait, Happening},
    Config, Disputes, Error, Event, Keys, Listings, NextOrder, OpenOrders, Orders, OrdersOf,
    Pallet, Parameters,
};

/// What somebody orders.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placement {
    /// Of which listing.
    pub listing: ListingId,
    /// In which version of its terms.
    pub version: u32,
    /// How many.
    pub quantity: Quantity,
    /// For whom.
    pub party: Did,
    /// As a member of which cooperative.
    pub cooperative: CooperativeId,
    /// What the party calls the order.
    pub key: Key,
}

impl<T: Config> Pallet<T> {
    /// Places an order, or answers to a want, once under its key.
    pub(crate) fn do_place(actor: Did, placement: Placement) -> DispatchResult {
        let Placement { listing: listing_id, version, quantity, party, cooperative, key } =
            placement;
        Self::ensure_acts_for(&actor, &party)?;
        let request = Self::request_hash((b"order", listing_id, version, quantity, cooperative));
        if Self::is_replay(party, key, request)? {
            return Ok(());
        }
        let mut listing = Self::ensure_listing(listing_id)?;
        Self::ensure_orderable(&actor, &placement, &listing)?;
        let id = NextOrder::<T>::get();
        NextOrder::<T>::put(OrderId(id.0.checked_add(1).ok_or(ArithmeticError::Overflow)?));
        let mut order = Self::new_order(&placement, &listing)?;
        listing.orders = listing.orders.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        Self::count_open(&party)?;
        if listing.kind == ListingKind::Offer {
            Self::reserve(listing_id, &mut listing, quantity)?;
            order.reserved = true;
            Self::ask_hold(id, &mut order)?;
        }
        Listings::<T>::insert(listing_id, listing);
        let place = Inverted::from(id);
        OrdersOf::<T>::insert(order.buyer, place, Side::Buyer);
        OrdersOf::<T>::insert(order.seller, place, Side::Seller);
        Self::remember(party, key, request, Made::Order(id));
        Self::set_wait(&mut order);
        Self::put(id, None, &order);
        Self::deposit_event(Event::OrderPlaced { id, order, by: actor });
        Ok(())
    }

    /// That the listing can be ordered so, by `actor`.
    fn ensure_orderable(actor: &Did, placement: &Placement, listing: &Listing) -> DispatchResult {
        Self::ensure_open(listing)?;
        ensure!(placement.version == listing.version, Error::<T>::StaleVersion);
        let Placement { party, cooperative, quantity, .. } = placement;
        let owner = Self::stands_in(&listing.owner, listing.cooperative);
        ensure!(owner, Error::<T>::OwnerNotActive);
        ensure!(Self::stands_in(party, *cooperative), Error::<T>::NotMember);
        Self::ensure_visible(listing, *cooperative)?;
        ensure!(*party != listing.owner, Error::<T>::SelfDealing);
        ensure!(*quantity > 0, Error::<T>::InvalidQuantity);
        ensure!(*quantity <= listing.available, Error::<T>::QuantityExceeded);
        match listing.kind {
            ListingKind::Offer => Self::ensure_can_buy(party),
            // A steward doesn't let the cooperative answer to an own want.
            ListingKind::Want => {
                ensure!(*actor != listing.owner, Error::<T>::SelfDealing);
                Ok(())
            }
        }
    }

    fn new_order(placement: &Placement, listing: &Listing) -> Result<Order, DispatchError> {
        let Placement { listing: id, version, quantity, party, cooperative, key } = *placement;
        let price = listing.terms.price;
        let amount = price.amount.checked_mul(quantity.into()).filter(|all| *all <= MAX_AMOUNT);
        let amount = amount.ok_or(Error::<T>::AmountExceeded)?;
        let (ordering, owning) = ((party, cooperative), (listing.owner, listing.cooperative));
        let (buying, selling, stage) = match listing.kind {
            ListingKind::Offer => (ordering, owning, Stage::Placed),
            ListingKind::Want => (owning, ordering, Stage::Proposed),
        };
        Ok(Order {
            listing: id,
            version,
            kind: listing.kind,
            buyer: buying.0,
            buyer_cooperative: buying.1,
            seller: selling.0,
            seller_cooperative: selling.1,
            payee: Self::account_of(&selling.0),
            quantity,
            total: Money { currency: price.currency, amount },
            key,
            placed_at: T::Time::now(),
            timeouts: Parameters::<T>::get().timeouts,
            stage,
            hold: HoldState::None,
            hold_expires_at: None,
            due: None,
            reserved: false,
            accepted: false,
            delivered: false,
            dispute: None,
            rating_of_seller: None,
            rating_of_buyer: None,
        })
    }

    /// The buyer takes the seller who has answered to a want: now it is ordered, and the ledger is
    /// asked to keep the money.
    pub(crate) fn do_consent(actor: Did, id: OrderId) -> DispatchResult {
        let before = Self::ensure_order(id)?;
        Self::ensure_side(&before, &actor, Side::Buyer)?;
        Self::ensure_in_time(&before)?;
        Self::ensure_both_stand(&before)?;
        let mut order = before.clone();
        Self::move_on(&mut order, Happening::Consented)?;
        let mut listing = Self::ensure_listing(order.listing)?;
        Self::ensure_open(&listing)?;
        Self::reserve(order.listing, &mut listing, order.quantity)?;
        Listings::<T>::insert(order.listing, listing);
        order.reserved = true;
        Self::ask_hold(id, &mut order)?;
        Self::set_wait(&mut order);
        Self::put_moved(id, &before, order, Some(actor));
        Ok(())
    }

    /// The seller will deliver.
    pub(crate) fn do_accept(actor: Did, id: OrderId) -> DispatchResult {
        let before = Self::ensure_order(id)?;
        Self::ensure_side(&before, &actor, Side::Seller)?;
        Self::ensure_in_time(&before)?;
        let stands = Self::stands_in(&before.seller, before.seller_cooperative);
        ensure!(stands, Error::<T>::SellerNotActive);
        let mut order = before.clone();
        order.accepted = true;
        Self::step(id, &before, order, Happening::Accepted, Some(actor))
    }

    /// The seller has delivered.
    pub(crate) fn do_deliver(actor: Did, id: OrderId) -> DispatchResult {
        let before = Self::ensure_order(id)?;
        Self::ensure_side(&before, &actor, Side::Seller)?;
        Self::ensure_in_time(&before)?;
        let mut order = before.clone();
        order.delivered = true;
        Self::step(id, &before, order, Happening::Delivered, Some(actor))
    }

    /// The buyer is content: it is delivered, whatever the seller has said.
    pub(crate) fn do_complete(actor: Did, id: OrderId) -> DispatchResult {
        let before = Self::ensure_order(id)?;
        Self::ensure_side(&before, &actor, Side::Buyer)?;
        Self::ensure_in_time(&before)?;
        let mut order = before.clone();
        order.delivered = true;
        Self::step(id, &before, order, Happening::Confirmed, Some(actor))
    }

    /// One side steps back.
    pub(crate) fn do_cancel(actor: Did, id: OrderId) -> DispatchResult {
        let before = Self::ensure_order(id)?;
        let side = Self::side_of(&before, &actor)?;
        Self::ensure_in_time(&before)?;
        let order = before.clone();
        Self::step(id, &before, order, Happening::Cancelled(side), Some(actor))
    }

    /// What comes by itself: the wait has ended, or the ledger is asked again.
    pub(crate) fn do_next(id: OrderId, now: Moment) -> DispatchResult {
        let before = Self::ensure_order(id)?;
        ensure!(before.due.is_some_and(|due| due <= now), Error::<T>::InvalidTransition);
        let mut order = before.clone();
        if order.stage.has_ended() {
            Self::ask_again(id, &mut order);
            Self::put(id, Some(&before), &order);
            Ok(())
        } else {
            Self::step(id, &before, order, Happening::TimedOut, None)
        }
    }

    /// The order `id`.
    pub(crate) fn ensure_order(id: OrderId) -> Result<Order, DispatchError> {
        Ok(Orders::<T>::get(id).ok_or(Error::<T>::NotFound)?)
    }

    /// That the present wait goes on. Only that of an order which hasn't ended can be over.
    pub(crate) fn ensure_in_time(order: &Order) -> DispatchResult {
        let late = !order.stage.has_ended() && Self::is_late(order);
        ensure!(!late, Error::<T>::DeadlinePassed);
        Ok(())
    }

    /// Whether the present wait has ended, also where it waits for being told so.
    pub(crate) fn is_late(order: &Order) -> bool {
        order.due.is_some_and(|due| due <= T::Time::now())
    }

    /// Moves an order on its way, ends it if that is the end, and stores it.
    pub(crate) fn step(
        id: OrderId,
        before: &Order,
        mut order: Order,
        happening: Happening,
        by: Option<Did>,
    ) -> DispatchResult {
        Self::move_on(&mut order, happening)?;
        if order.stage.has_ended() {
            Self::end(id, &mut order);
        } else {
            Self::set_wait(&mut order);
        }
        Self::put_moved(id, before, order, by);
        Ok(())
    }

    fn move_on(order: &mut Order, happening: Happening) -> DispatchResult {
        order.stage = after(order.stage, happening).ok_or(Error::<T>::InvalidTransition)?;
        Ok(())
    }

    /// The wait of the present stage begins.
    fn set_wait(order: &mut Order) {
        let wait = wait(order.stage, &order.timeouts);
        order.due = wait.map(|wait| T::Time::now().saturating_add(wait));
    }

    /// What the end of an order means for its quantity and its money.
    fn end(id: OrderId, order: &mut Order) {
        let initiator = *order.party(order.initiator());
        Self::count_ended(&initiator);
        if order.reserved {
            Self::end_reservation(order.listing, order.quantity, order.delivered);
            order.reserved = false;
        }
        order.due = None;
        if order.hold == HoldState::Held {
            Self::end_hold(id, order);
        }
        Self::set_retention(order);
    }

    /// How the money of an order that has ended is to move.
    pub(crate) fn end_of(order: &Order) -> HoldEnd {
        match order.stage {
            Stage::Completed => HoldEnd::Capture(order.total.amount),
            Stage::Resolved { to_seller } if to_seller > 0 => HoldEnd::Capture(to_seller),
            _ => HoldEnd::Release,
        }
    }

    /// From now on an order that is over is only kept.
    pub(crate) fn set_retention(order: &mut Order) {
        if order.is_over() {
            let kept = Parameters::<T>::get().retention;
            order.due = Some(T::Time::now().saturating_add(kept));
        }
    }

    /// Stores an order, with everything that lists it.
    pub(crate) fn put(id: OrderId, before: Option<&Order>, order: &Order) {
        let task = |order: &Order| Task::of_order(id, order);
        let (old, new) = (before.and_then(task), task(order));
        if old != new {
            old.into_iter().for_each(Self::unschedule);
            new.into_iter().for_each(Self::schedule);
        }
        let disputed = |order: &Order| order.stage == Stage::Disputed;
        match (before.is_some_and(disputed), disputed(order)) {
            (false, true) => Disputes::<T>::insert(id.0.to_be_bytes(), ()),
            (true, false) => Disputes::<T>::remove(id.0.to_be_bytes()),
            _ => {}
        }
        // What else moves is told with the stage.
        let moved = before.is_some_and(|before| {
            let waits = before.stage == order.stage && before.due != order.due;
            before.hold != order.hold || waits
        });
        if moved {
            Self::deposit_event(Event::HoldMoved {
                order: id,
                hold: order.hold.clone(),
                expires_at: order.hold_expires_at,
                due: order.due,
            });
        }
        Orders::<T>::insert(id, order);
    }

    /// Stores an order that has moved, and tells so.
    pub(crate) fn put_moved(id: OrderId, before: &Order, order: Order, by: Option<Did>) {
        Self::put(id, Some(before), &order);
        let Order { stage, due, .. } = order;
        Self::deposit_event(Event::OrderMoved { order: id, stage, due, by });
    }

    fn count_open(party: &Did) -> DispatchResult {
        OpenOrders::<T>::try_mutate(party, |count| {
            ensure!(*count < Parameters::<T>::get().max_orders, Error::<T>::OrdersExceeded);
            *count = count.checked_add(1).ok_or(ArithmeticError::Overflow)?;
            Ok(())
        })
    }

    fn count_ended(party: &Did) {
        let left = OpenOrders::<T>::get(party).saturating_sub(1);
        if left == 0 {
            OpenOrders::<T>::remove(party);
        } else {
            OpenOrders::<T>::insert(party, left);
        }
    }

    /// Forgets an order that is over and was kept long enough, and its listing with the last one.
    pub(crate) fn forget_order(id: OrderId, now: Moment) {
        let Some(order) = Orders::<T>::get(id) else { return };
        if !(order.is_over() && order.due.is_some_and(|due| due <= now)) {
            return;
        }
        Orders::<T>::remove(id);
        if let Some(task) = Task::of_order(id, &order) {
            Self::unschedule(task);
        }
        for side in [Side::Buyer, Side::Seller] {
            OrdersOf::<T>::remove(order.party(side), Inverted::from(id));
        }
        Keys::<T>::remove(order.party(order.initiator()), order.key);
        Self::deposit_event(Event::OrderForgotten { id });
        if let Some(mut listing) = Listings::<T>::get(order.listing) {
            listing.orders = listing.orders.saturating_sub(1);
            if !Self::forget_listing(order.listing, &listing, now) {
                Listings::<T>::insert(order.listing, listing);
            }
        }
    }
}
