//! Orders whose two shards crash, one after the other, at every step: each order ends once, both
//! shards say how, and its money is where that says.
//!
//! Each shard has processes of its own, so that all nodes of one can be gone while the other goes on.

mod books;
mod market;

use std::time::Duration;

use anyhow::{ensure, Result};
use icn_primitives::{
    ledger::Balance,
    marketplace::{
        HoldState, ListingId, MarketplaceParameters, OrderId, OrderTimeouts, Reason, Stage,
    },
    Hash, Moment, HOUR, SECOND,
};
use icn_tests::chain::Call;

use market::{Market, HUB_NAME, MARKET_NAME};

/// Generous: what takes seconds on a quiet machine may take minutes on a busy one.
const LIMIT: Duration = Duration::from_secs(240);
/// How long somebody may take for the next step, where a test wants to see that nobody did. A
/// transaction has to be in a block by then that is to be in time.
const WAIT: Moment = 45 * SECOND;
/// How long the ledger may take there; longer, since requests travel.
const FUNDING: Moment = 60 * SECOND;
/// What every order costs.
pub const TOTAL: Balance = 100;
/// What the seller gets of it where it was split.
const SPLIT: Balance = 40;

/// The only offer, and the only want.
const OFFER: ListingId = ListingId(0);
const WANT: ListingId = ListingId(1);

// The orders, by their numbers.
const COMPLETED: OrderId = OrderId(0);
const CANCELLED_BY_BUYER: OrderId = OrderId(1);
const CANCELLED_BY_SELLER: OrderId = OrderId(2);
const SPLIT_UP: OrderId = OrderId(3);
const CANCELLED_AT_ONCE: OrderId = OrderId(4);
const WITHOUT_MONEY: OrderId = OrderId(5);
const NOT_ACCEPTED: OrderId = OrderId(6);
const NOT_DELIVERED: OrderId = OrderId(7);
const NOT_CONFIRMED: OrderId = OrderId(8);
const UNDECIDED: OrderId = OrderId(9);
const NOT_CONSENTED: OrderId = OrderId(10);
const NOT_FUNDED: OrderId = OrderId(11);

/// Where each order has come to in the end, and how much of what the ledger had kept for it was paid;
/// `None`: it had kept nothing.
const ENDS: [(OrderId, Stage, Option<Balance>); 12] = [
    (COMPLETED, Stage::Completed, Some(TOTAL)),
    (CANCELLED_BY_BUYER, Stage::Cancelled(Reason::ByBuyer), Some(0)),
    (CANCELLED_BY_SELLER, Stage::Cancelled(Reason::BySeller), Some(0)),
    (SPLIT_UP, Stage::Resolved { to_seller: SPLIT }, Some(SPLIT)),
    (CANCELLED_AT_ONCE, Stage::Cancelled(Reason::ByBuyer), Some(0)),
    (WITHOUT_MONEY, Stage::Cancelled(Reason::FundsRefused), None),
    (NOT_ACCEPTED, Stage::Cancelled(Reason::NotAccepted), Some(0)),
    (NOT_DELIVERED, Stage::Cancelled(Reason::NotDelivered), Some(0)),
    (NOT_CONFIRMED, Stage::Completed, Some(TOTAL)),
    (UNDECIDED, Stage::Cancelled(Reason::Undecided), Some(0)),
    (NOT_CONSENTED, Stage::Cancelled(Reason::NotConsented), None),
    (NOT_FUNDED, Stage::Cancelled(Reason::NotFunded), Some(0)),
];

#[tokio::test]
async fn orders_end_once_whichever_shard_is_gone_at_whichever_step() -> Result<()> {
    let mut market = Market::open().await?;
    orders_are_placed_while_the_ledger_is_gone(&mut market).await?;
    an_acceptance_survives_the_marketplace(&mut market).await?;
    others_wait_for_the_next_step(&market).await?;
    orders_end_while_the_ledger_is_gone(&mut market).await?;
    a_split_is_decided_while_the_marketplace_is_gone(&mut market).await?;
    market.is_accounted_for(&ENDS).await
}

/// Placed, and one cancelled, while the hub is gone. Then the marketplace is gone as well; the hub
/// takes the requests, and is gone again before its answers have arrived.
async fn orders_are_placed_while_the_ledger_is_gone(market: &mut Market) -> Result<()> {
    market.crash(HUB_NAME).await?;
    let placed = (0..5).map(|key| market.order(OFFER, &market.ada, key)).collect();
    market.act(&market.ada, Call::batch(placed)).await?;
    market.act(&market.eve, market.order(OFFER, &market.eve, 0)).await?;
    market.act(&market.ada, about("cancel_order", CANCELLED_AT_ONCE)).await?;
    for order in [COMPLETED, CANCELLED_AT_ONCE, WITHOUT_MONEY] {
        let hold = market.the_order(order).await?.hold;
        ensure!(hold == HoldState::Asked, "order {order}: {hold:?} without a ledger");
    }
    market.crash(MARKET_NAME).await?;

    market.run(HUB_NAME).await?;
    market.run(MARKET_NAME).await?;
    market.ledger("keeps the money of an order", |holds| !holds.is_empty()).await?;
    market.crash(HUB_NAME).await?;
    market.run(HUB_NAME).await?;
    for order in [COMPLETED, CANCELLED_BY_BUYER, CANCELLED_BY_SELLER, SPLIT_UP] {
        market.reaches(order, Stage::Funded).await?;
    }
    market.is_over(CANCELLED_AT_ONCE).await?;
    market.is_over(WITHOUT_MONEY).await
}

/// Accepted, and the marketplace is gone as soon as that is in a block that may not be final.
async fn an_acceptance_survives_the_marketplace(market: &mut Market) -> Result<()> {
    let orders = [COMPLETED, CANCELLED_BY_SELLER, SPLIT_UP];
    let accept = Call::batch(orders.map(|order| about("accept_order", order)).into());
    let accepted = market.signed(MARKET_NAME, &market.ben, &accept).await?;
    market.hand_in(&accepted, COMPLETED, Stage::Accepted).await?;
    market.crash(MARKET_NAME).await?;
    market.run(MARKET_NAME).await?;
    // If the block is lost, it is handed in again; if it isn't, that changes nothing.
    market.hand_in(&accepted, COMPLETED, Stage::Accepted).await?;
    market.reaches(SPLIT_UP, Stage::Accepted).await?;
    let deliver = |order| about("deliver_order", order);
    market.act(&market.ben, Call::batch(vec![deliver(COMPLETED), deliver(SPLIT_UP)])).await?;
    market.act(&market.ada, dispute(SPLIT_UP)).await
}

/// Orders with short waits, each at the step that nobody takes.
async fn others_wait_for_the_next_step(market: &Market) -> Result<()> {
    market.sets(short_waits()).await?;
    let placed = (6..10).map(|key| market.order(OFFER, &market.ada, key)).collect();
    market.act(&market.ada, Call::batch(placed)).await?;
    market.act(&market.ben, market.order(WANT, &market.ben, 0)).await?;
    for order in [NOT_ACCEPTED, NOT_DELIVERED, NOT_CONFIRMED, UNDECIDED] {
        market.reaches(order, Stage::Funded).await?;
    }
    let accept = |order| about("accept_order", order);
    let further = [
        accept(NOT_DELIVERED),
        accept(NOT_CONFIRMED),
        accept(UNDECIDED),
        about("deliver_order", NOT_CONFIRMED),
        dispute(UNDECIDED),
    ];
    market.act(&market.ben, Call::batch(further.into())).await
}

/// All ways to end an order but a decision, while the hub is gone: acts of both sides, and waits that
/// end. Then the marketplace is gone, and once more when the ledger has carried out something.
async fn orders_end_while_the_ledger_is_gone(market: &mut Market) -> Result<()> {
    let held = market.holds().await?.len();
    market.crash(HUB_NAME).await?;
    market.act(&market.ada, market.order(OFFER, &market.ada, 11)).await?;
    let (complete, cancel) = ("complete_order", "cancel_order");
    let acts = vec![about(complete, COMPLETED), about(cancel, CANCELLED_BY_BUYER)];
    market.act(&market.ada, Call::batch(acts)).await?;
    market.act(&market.ben, about(cancel, CANCELLED_BY_SELLER)).await?;
    for (order, stage, _) in ENDS {
        if order != SPLIT_UP {
            market.reaches(order, stage).await?;
        }
    }
    market.crash(MARKET_NAME).await?;

    market.run(HUB_NAME).await?;
    market.run(MARKET_NAME).await?;
    market.ledger("ends a hold", |holds| holds.len() < held).await?;
    market.crash(MARKET_NAME).await?;
    market.run(MARKET_NAME).await?;
    for (order, ..) in ENDS {
        if order != SPLIT_UP {
            market.is_over(order).await?;
        }
    }
    Ok(())
}

/// The federation decides about a dispute while the marketplace is gone, and the hub is gone as soon
/// as that is in a block that may not be final.
async fn a_split_is_decided_while_the_marketplace_is_gone(market: &mut Market) -> Result<()> {
    market.crash(MARKET_NAME).await?;
    let resolve = Call::new("Marketplace", "resolve", (SPLIT_UP, SPLIT));
    let decision = resolve.as_decision_on(market::MARKETPLACE, None);
    let authority = market.federation.authority()?;
    let (decided, before) =
        (market.signed(HUB_NAME, authority, &decision).await?, market.decisions().await?);
    market.hand_in_decision(&decided, before).await?;
    market.crash(HUB_NAME).await?;
    market.run(MARKET_NAME).await?;
    market.run(HUB_NAME).await?;
    market.hand_in_decision(&decided, before).await?;
    market.reaches(SPLIT_UP, Stage::Resolved { to_seller: SPLIT }).await?;
    market.is_over(SPLIT_UP).await
}

/// One side's act about an order.
fn about(act: &'static str, order: OrderId) -> Call {
    Call::new("Marketplace", act, order)
}

fn dispute(order: OrderId) -> Call {
    Call::new("Marketplace", "dispute", (order, Hash::repeat_byte(1)))
}

/// As short as a test can be sure to be in time.
fn short_waits() -> MarketplaceParameters {
    let timeouts = OrderTimeouts {
        consent: WAIT,
        funding: FUNDING,
        acceptance: WAIT,
        delivery: WAIT,
        confirmation: WAIT,
        dispute: WAIT,
    };
    MarketplaceParameters { timeouts, hold_slack: HOUR, ..Default::default() }
}
