//! Whatever is done, in whatever order, by whomever, and whatever becomes of the messages: the model
//! says for each act whether it succeeds and where the order stands then, and the hub's books say in
//! the end who was paid.

use super::{
    hub::{Hub, Kept},
    model::{act, Act, At, MListing, MOrder, Model, Treatment, Who, HOMES, PEOPLE},
    rebuilt::Rebuilt,
};
use crate::{mock::*, Listings, Orders};
use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use core::cell::RefCell;
use icn_primitives::{
    ledger::{Balance, EscrowRequest},
    marketplace::{
        order::{hold_key, order_of_hold},
        HoldState, ListingId, ListingKind, OrderId, Stage,
    },
    shard::{MessageError, Outcome},
    CooperativeId, DAY, HOUR,
};
use polkadot_sdk::{sp_core::storage::StateVersion, sp_io};
use proptest::{prelude::*, test_runner::TestRunner};

/// The lane there and back.
#[derive(Default)]
struct Wire {
    answers: VecDeque<(EscrowRequest, Outcome)>,
}

fn room_left() -> bool {
    (Lane::get().len() as u32) < Room::get()
}

/// Does an act on the chain and in the model. Gives whether each says that it was done.
fn run(act: &Act, model: &mut Model, wire: &mut Wire) -> (bool, bool) {
    let id = |order: u64| OrderId(order);
    let orders = model.orders.len() as u64;
    let nth = |last: u64| orders.checked_sub(1 + last).unwrap_or(last);
    match *act {
        Act::List { by, want, price, quantity } => {
            let kind = if want { ListingKind::Want } else { ListingKind::Offer };
            let chain = PEOPLE[by].lists(HOMES[by], kind, terms("A thing", price), quantity);
            let possible = !model.away[by];
            if possible {
                let until = Timestamp::get() + 10 * DAY;
                let left = quantity;
                model.listings.push(MListing { owner: by, want, price, left, open: true, until });
            }
            (chain.is_ok(), possible)
        }
        Act::Withdraw { by, listing } => {
            let chain = PEOPLE[by].sends(Call::withdraw_listing { id: ListingId(listing) });
            let known = model.listings.get_mut(listing as usize);
            let possible = known.as_ref().is_some_and(|known| {
                // The miller is the mill's steward.
                let steward = by == 2 && HOMES[known.owner] == MILL && !model.away[2];
                known.open && (known.owner == by || steward)
            });
            if let Some(known) = known.filter(|_| possible) {
                known.open = false;
            }
            (chain.is_ok(), possible)
        }
        Act::Place { by, listing, quantity } => {
            let room = room_left();
            let chain = PEOPLE[by].orders(ListingId(listing), quantity, HOMES[by]).is_ok();
            let running = model
                .orders
                .iter()
                .filter(|order| {
                    let by_buyer = !model.listings[order.listing as usize].want;
                    let who = if by_buyer { order.buyer } else { order.seller };
                    who == by && !matches!(order.at, At::Ended { .. })
                })
                .count();
            let possible = model.open(listing) && {
                let known = &model.listings[listing as usize];
                known.owner != by
                    && !model.away[by]
                    && !model.away[known.owner]
                    && (1..=known.left).contains(&quantity)
                    && running < rules().max_orders as usize
                    && (known.want || room)
            };
            if possible {
                let known = &mut model.listings[listing as usize];
                let (buyer, seller) =
                    if known.want { (known.owner, by) } else { (by, known.owner) };
                if !known.want {
                    known.left -= quantity;
                }
                let at = if known.want { At::Proposed } else { At::Placed };
                model.orders.push(MOrder {
                    listing,
                    buyer,
                    seller,
                    quantity,
                    total: known.price * Balance::from(quantity),
                    at,
                    until: Timestamp::get() + Model::wait(at),
                    accepted: false,
                    delivered: false,
                    rated: [false; 2],
                });
            }
            (chain, possible)
        }
        Act::Consent { by, order } => {
            let order = nth(order);
            let by = model.who(by, order);
            let room = room_left();
            let chain = PEOPLE[by].consents(id(order)).is_ok();
            let possible = model.may(order, by, Some(0), &[At::Proposed]) && {
                let MOrder { listing, quantity, seller, .. } = model.orders[order as usize];
                model.open(listing)
                    && model.listings[listing as usize].left >= quantity
                    && !model.away[by]
                    && !model.away[seller]
                    && room
            };
            if possible {
                let MOrder { listing, quantity, .. } = model.orders[order as usize];
                model.listings[listing as usize].left -= quantity;
                model.go(order, At::Placed);
            }
            (chain, possible)
        }
        Act::Accept { by, order } => {
            let order = nth(order);
            let by = model.who(by, order);
            let chain = PEOPLE[by].accepts(id(order)).is_ok();
            let possible = model.may(order, by, Some(1), &[At::Funded]) && !model.away[by];
            if possible {
                model.orders[order as usize].accepted = true;
                model.go(order, At::Accepted);
            }
            (chain, possible)
        }
        Act::Deliver { by, order } => {
            let order = nth(order);
            let by = model.who(by, order);
            let chain = PEOPLE[by].delivers(id(order)).is_ok();
            let possible = model.may(order, by, Some(1), &[At::Accepted]);
            if possible {
                model.orders[order as usize].delivered = true;
                model.go(order, At::Delivered);
            }
            (chain, possible)
        }
        Act::Complete { by, order } => {
            let order = nth(order);
            let by = model.who(by, order);
            let chain = PEOPLE[by].completes(id(order)).is_ok();
            let possible = model.may(order, by, Some(0), &[At::Delivered, At::Disputed]);
            if possible {
                model.orders[order as usize].delivered = true;
                let to_seller = model.orders[order as usize].total;
                model.go(order, At::Ended { to_seller, completed: true });
            }
            (chain, possible)
        }
        Act::Cancel { by, order } => {
            let order = nth(order);
            let by = model.who(by, order);
            let chain = PEOPLE[by].cancels(id(order)).is_ok();
            let early = [At::Proposed, At::Placed, At::Funded];
            let sellers = [At::Proposed, At::Placed, At::Funded, At::Accepted, At::Disputed];
            let possible =
                model.may(order, by, Some(0), &early) || model.may(order, by, Some(1), &sellers);
            if possible {
                model.back(order);
            }
            (chain, possible)
        }
        Act::Dispute { by, order } => {
            let order = nth(order);
            let by = model.who(by, order);
            let chain = PEOPLE[by].disputes(id(order)).is_ok();
            let possible = model.may(order, by, None, &[At::Accepted, At::Delivered]);
            if possible {
                model.go(order, At::Disputed);
            }
            (chain, possible)
        }
        Act::Rate { by, order, stars } => {
            let order = nth(order);
            let by = model.who(by, order);
            let chain = PEOPLE[by].rates(id(order), stars).is_ok();
            let kept = Orders::<Test>::contains_key(id(order));
            let possible =
                model.orders.get_mut(order as usize).filter(|_| kept).is_some_and(|of| {
                    let side = usize::from(by == of.seller);
                    let may = (by == of.buyer || by == of.seller)
                        && of.accepted
                        && matches!(of.at, At::Ended { .. })
                        && (1..=5).contains(&stars)
                        && !of.rated[side];
                    of.rated[side] |= may;
                    may
                });
            (chain, possible)
        }
        Act::Resolve { order, quarters, by } => {
            let order = nth(order);
            let total = model.orders.get(order as usize).map_or(4, |order| order.total);
            let to_seller = total * quarters / 4;
            let (origin, of): (_, &[CooperativeId]) = match by {
                0 => (federation_decides(), &[BAKERY, MILL]),
                1 => (cooperatives_decide(&[BAKERY, MILL]), &[BAKERY, MILL]),
                2 => (cooperatives_decide(&[BAKERY]), &[BAKERY]),
                _ => (cooperatives_decide(&[MILL]), &[MILL]),
            };
            let chain = send(origin, Call::resolve { order: id(order), to_seller }).is_ok();
            let possible = model.orders.get(order as usize).is_some_and(|known| {
                known.at == At::Disputed
                    && Timestamp::get() < known.until
                    && (0..=known.total).contains(&to_seller)
                    && of.contains(&HOMES[known.buyer])
                    && of.contains(&HOMES[known.seller])
            });
            if possible {
                model.go(order, At::Ended { to_seller, completed: false });
            }
            (chain, possible)
        }
        Act::Next { order, quarters } => {
            let next = match model.orders.get(nth(order) as usize).map(|order| order.at) {
                Some(At::Proposed) => Act::Consent { by: Who::Buyer, order },
                Some(At::Funded) => Act::Accept { by: Who::Seller, order },
                Some(At::Accepted) => Act::Deliver { by: Who::Seller, order },
                Some(At::Delivered) if quarters > 0 => Act::Complete { by: Who::Buyer, order },
                Some(At::Delivered) => Act::Dispute { by: Who::Buyer, order },
                Some(At::Disputed) => Act::Resolve { order, quarters, by: 0 },
                Some(At::Placed | At::Ended { .. }) | None => return (true, true),
            };
            run(&next, model, wire)
        }
        Act::HubTakes { count, how } => {
            for _ in 0..count {
                if Lane::get().is_empty() {
                    break;
                }
                let request = Lane::mutate(|lane| lane.remove(0));
                let outcome = match how {
                    Treatment::Properly => {
                        HUB.with_borrow_mut(|hub| hub.take(&request, Timestamp::get()))
                    }
                    Treatment::Refuses => Outcome::Failed(MessageError::refused("CurrencyClosed")),
                    Treatment::Expires => Outcome::Expired,
                    Treatment::TooHeavy => Outcome::Failed(MessageError::TooHeavy),
                };
                wire.answers.push_back((request, outcome));
            }
            (true, true)
        }
        Act::Answers { count } => {
            for _ in 0..count {
                let Some((request, outcome)) = wire.answers.pop_front() else { break };
                assert!(Market::on_answer(&request, &outcome));
                follow_answer(model, &request, &outcome);
            }
            (true, true)
        }
        Act::Room { room } => {
            Room::set(room);
            (true, true)
        }
        Act::HubForgets { order } => {
            HUB.with_borrow_mut(|hub| hub.expire_one(&hold_key(id(nth(order)))));
            (true, true)
        }
        Act::Member { of, is } => {
            model.away[of] = !is;
            let roles = if of == 2 { STEWARD } else { MEMBER };
            let membership = [(HOMES[of], roles)];
            PEOPLE[of].is(if is { &membership } else { &[] });
            (true, true)
        }
        Act::Block { time } => {
            let clock = Timestamp::get();
            next_block_after(time);
            // The chain does it at the beginning of the block, with the clock of the one before.
            model.time_out(clock);
            (true, true)
        }
    }
}

/// What the answer to a request for a hold means in the model; the others move money alone.
fn follow_answer(model: &mut Model, request: &EscrowRequest, outcome: &Outcome) {
    if let EscrowRequest::HoldV1 { key, .. } = request {
        let id = order_of_hold(key).unwrap().0;
        let order = &model.orders[id as usize];
        if order.at == At::Placed {
            let in_time = Timestamp::get() < order.until;
            if *outcome == Outcome::Delivered && in_time {
                model.go(id, At::Funded);
            } else {
                model.back(id);
            }
        }
    }
}

/// That chain and model say the same of every order that is kept, and of every listing's stock.
fn compare(model: &Model) {
    for (id, known) in model.orders.iter().enumerate() {
        let Some(order) = Orders::<Test>::get(OrderId(id as u64)) else {
            assert!(matches!(known.at, At::Ended { .. }), "an order was forgotten too early");
            continue;
        };
        let same = match (known.at, order.stage) {
            (At::Proposed, Stage::Proposed)
            | (At::Placed, Stage::Placed)
            | (At::Funded, Stage::Funded)
            | (At::Accepted, Stage::Accepted)
            | (At::Delivered, Stage::Delivered)
            | (At::Disputed, Stage::Disputed) => true,
            (At::Ended { completed, .. }, Stage::Completed) => completed,
            (At::Ended { to_seller, completed }, Stage::Resolved { to_seller: part }) => {
                !completed && part == to_seller
            }
            (At::Ended { to_seller, .. }, Stage::Cancelled(_)) => to_seller == 0,
            (At::Ended { to_seller, .. }, Stage::Unpaid) => to_seller > 0,
            _ => false,
        };
        assert!(same, "order {id}: {known:?} and {:?}", order.stage);
    }
    for (id, known) in model.listings.iter().enumerate() {
        if let Some(listing) = Listings::<Test>::get(ListingId(id as u64)) {
            assert_eq!(listing.available, known.left, "listing {id}");
        }
    }
}

/// What the hub says of an order's hold, and what this chain believes, once everything has arrived.
fn agree(model: &Model, hub: &Hub) {
    let mut balances = BTreeMap::new();
    for (id, known) in model.orders.iter().enumerate() {
        let At::Ended { to_seller, .. } = known.at else { panic!("order {id} hasn't ended") };
        let order = Orders::<Test>::get(OrderId(id as u64)).expect("it is kept");
        let hold = hub.holds.get(&hold_key(OrderId(id as u64)));
        match (&order.hold, hold.map(|hold| hold.kept)) {
            (HoldState::None | HoldState::Refused(_), None) => assert_eq!(to_seller, 0),
            (HoldState::Captured(part), Some(Kept::Captured(paid))) => {
                assert_eq!((*part, paid), (to_seller, to_seller));
                *balances.entry(known.buyer).or_insert(0) -= paid;
                *balances.entry(known.seller).or_insert(0) += paid;
            }
            (HoldState::Released, Some(Kept::Released | Kept::Expired)) => assert_eq!(to_seller, 0),
            (HoldState::Lapsed, Some(Kept::Expired)) => {
                assert_eq!(order.stage == Stage::Unpaid, to_seller > 0);
            }
            (here, there) => panic!("order {id}: {here:?} here, {there:?} there"),
        }
    }
    for (number, person) in PEOPLE.iter().enumerate() {
        let balance = hub.balance(person.account());
        assert_eq!(balance, balances.get(&number).copied().unwrap_or_default());
    }
}

/// Whether it is a call.
fn may_fail(act: &Act) -> bool {
    use Act::*;
    !matches!(
        act,
        HubTakes { .. }
            | Answers { .. }
            | Room { .. }
            | HubForgets { .. }
            | Member { .. }
            | Block { .. }
    )
}

/// Does all of it, then lets everything arrive. Gives where orders stand in the end.
fn tell(acts: &[Act]) -> Result<BTreeSet<String>, TestCaseError> {
    // Nothing is forgotten in these stories, so that all of it can be looked at.
    crate::Parameters::<Test>::mutate(|rules| rules.retention = 3_000 * DAY);
    let (mut model, mut wire) = (Model::default(), Wire::default());
    let mut rebuilt = Rebuilt::default();
    for (by, want) in [(0, false), (3, true), (2, false)] {
        run(&Act::List { by, want, price: 100, quantity: 50 }, &mut model, &mut wire);
    }
    for act in acts {
        let root = || sp_io::storage::root(StateVersion::V1);
        let before = may_fail(act).then(root);
        let (chain, expected) = run(act, &mut model, &mut wire);
        prop_assert_eq!(chain, expected, "{:?}", act);
        if !chain {
            prop_assert_eq!(before, Some(root()), "{:?} failed and changed something", act);
        }
        compare(&model);
        if matches!(act, Act::Block { .. }) {
            Market::do_try_state().expect("every invariant holds");
        }
        HUB.with_borrow(Hub::check);
        rebuilt.read();
    }
    Room::set(50);
    for _ in 0..40 {
        run(&Act::HubTakes { count: 99, how: Treatment::Properly }, &mut model, &mut wire);
        run(&Act::Answers { count: 99 }, &mut model, &mut wire);
        run(&Act::Block { time: HOUR }, &mut model, &mut wire);
    }
    compare(&model);
    Market::do_try_state().expect("every invariant holds");
    rebuilt.read();
    rebuilt.assert_equals_storage();
    HUB.with_borrow(|hub| {
        hub.check();
        agree(&model, hub);
        assert!(hub.holds.values().all(|hold| hold.kept != Kept::Held));
    });
    let ends = Orders::<Test>::iter_values().map(|order| format!("{:?}", order.stage));
    Ok(ends.map(|end| end.split([' ', '(']).next().unwrap().into()).collect())
}

/// Each act is done or refused as the model says, and what is refused changes nothing; each order
/// stands where the model has it, whatever becomes of the messages. When everything has arrived,
/// each hold that was granted has ended once, the seller has what the order's end says, or the hub
/// had given it back before, and the hub's books balance.
#[test]
fn orders_do_what_their_rules_say() {
    let mut runner = TestRunner::new(ProptestConfig {
        cases: 40,
        // Each try tells a whole story again.
        max_shrink_iters: 300,
        source_file: Some(file!()),
        ..Default::default()
    });
    let reached = RefCell::new(BTreeSet::new());
    let stories = prop::collection::vec(act(), 40..240);
    let told = runner.run(&stories, |acts| {
        let ends = new_test_ext().execute_with(|| tell(&acts))?;
        reached.borrow_mut().extend(ends);
        Ok(())
    });
    told.unwrap_or_else(|error| panic!("{error}\n{runner}"));
    // The stories are about something.
    let all = ["Cancelled", "Completed", "Resolved", "Unpaid"].map(String::from);
    assert_eq!(reached.into_inner(), BTreeSet::from(all));
}
