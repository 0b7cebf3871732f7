//! Orders from the listing to their end: the marketplace leads, the ledger on the hub pays.

use icn_primitives::{
    governance::{Body, DecisionKind, Stage as Decided},
    ledger::{Balance, LedgerAccount, Money},
    marketplace::{
        HoldState, ListingId, ListingKind, ListingTerms, MarketplaceParameters, Order, OrderId,
        Reason, Stage, Visibility,
    },
    reputation::{Category, Score},
    shard::MessageError,
    CooperativeId, Did, Hash, Refusal, DAY,
};
use pallet_marketplace::Call;

use super::{
    chain::{refused, Person},
    founders::{all, decide_there, decided, elsewhere, steward, CARE, ENERGY, FOOD, MARKET},
    joined::{hours, member, organisation, person, Joined},
};
use crate::{shards::HUB, Marketplace, Runtime, RuntimeCall, Timestamp};

/// What one loaf costs.
pub const PRICE: Balance = 300;
/// What the two loaves cost that are ordered here.
const TOTAL: Balance = 2 * PRICE;

/// The call that makes a listing of ten loaves at [`PRICE`], until in a year less a day.
pub fn listing(owner: Did, cooperative: CooperativeId, kind: ListingKind, key: u8) -> RuntimeCall {
    let terms = ListingTerms {
        title: b"A loaf of rye".to_vec().try_into().expect("short"),
        description: Hash::repeat_byte(1),
        category: b"food".to_vec().try_into().expect("short"),
        price: Money { currency: hours(), amount: PRICE },
        visibility: Visibility::Federation,
        expires_at: Timestamp::get() + 364 * DAY,
    };
    let (quantity, key) = (10, [key; 32]);
    Call::create_listing { owner, cooperative, kind, terms, quantity, key }.into()
}

/// The call that orders two of a listing.
pub fn order(listing: ListingId, party: Did, cooperative: CooperativeId, key: u8) -> RuntimeCall {
    let (version, quantity, key) = (0, 2, [key; 32]);
    Call::place_order { listing, version, quantity, party, cooperative, key }.into()
}

/// Who buys: ada, who has credit.
fn buyer() -> Person {
    member(FOOD)
}

/// Who sells: ben, who hasn't.
fn seller() -> Person {
    member(CARE)
}

/// The only order.
const ORDER: OrderId = OrderId(0);

/// Where ada has ordered two of ben's loaves, and the ledger hasn't heard of it.
fn placed() -> Joined {
    let mut joined = Joined::new();
    joined.on(MARKET, || {
        let offer = listing(seller().did(), CARE, ListingKind::Offer, 1);
        seller().dispatch(offer).expect("it is listed");
        buyer().dispatch(order(ListingId(0), buyer().did(), FOOD, 1)).expect("it is ordered");
    });
    joined
}

/// Where the ledger keeps the money.
fn funded() -> Joined {
    let mut joined = placed();
    joined.settle();
    assert_eq!(stage(&mut joined), Stage::Funded);
    joined
}

fn accepted() -> Joined {
    let mut joined = funded();
    joined.send(MARKET, &seller(), Call::accept_order { order: ORDER });
    joined
}

fn delivered() -> Joined {
    let mut joined = accepted();
    joined.send(MARKET, &seller(), Call::deliver_order { order: ORDER });
    joined
}

fn disputed() -> Joined {
    let mut joined = delivered();
    let reasons = Hash::repeat_byte(3);
    joined.send(MARKET, &buyer(), Call::dispute { order: ORDER, reasons });
    joined
}

fn the_order(joined: &mut Joined) -> Order {
    joined.on(MARKET, || Marketplace::order(ORDER).expect("there is one"))
}

fn stage(joined: &mut Joined) -> Stage {
    the_order(joined).stage
}

/// What buyer and seller have, and that nothing is kept any more.
fn paid(joined: &mut Joined) -> (Balance, Balance) {
    let [buyer, seller] = [buyer(), seller()].map(|who| joined.money(person(&who)));
    assert_eq!((buyer.1, seller.1), (0, 0), "something is still kept");
    (buyer.0, seller.0)
}

/// What both are known for as traders, in thousandths of a point.
fn known(joined: &mut Joined) -> (i128, i128) {
    let mut of = |who: Person| {
        let score = joined.score(who.did(), Category::Marketplace);
        // What fades within hours is rounded away.
        (score.0 + Score::UNITS / 2_000) / (Score::UNITS / 1_000)
    };
    (of(buyer()), of(seller()))
}

#[test]
fn an_order_goes_from_listing_to_completion_and_is_paid_once() {
    let mut joined = placed();
    assert_eq!(the_order(&mut joined).hold, HoldState::Asked);
    joined.settle();
    assert_eq!(stage(&mut joined), Stage::Funded);
    assert_eq!(joined.money(person(&buyer())), (0, TOTAL));

    joined.send(MARKET, &seller(), Call::accept_order { order: ORDER });
    joined.send(MARKET, &seller(), Call::deliver_order { order: ORDER });
    joined.send(MARKET, &buyer(), Call::complete_order { order: ORDER });
    assert_eq!(stage(&mut joined), Stage::Completed);
    assert_eq!(joined.money(person(&seller())), (0, 0), "the ledger has heard nothing yet");
    joined.settle();
    assert_eq!(paid(&mut joined), (-TOTAL, TOTAL));
    assert_eq!(the_order(&mut joined).hold, HoldState::Captured(TOTAL));
    assert_eq!(known(&mut joined), (1_000, 1_000));

    // Nobody does it again.
    let again = Call::<Runtime>::complete_order { order: ORDER };
    let error = pallet_marketplace::Error::<Runtime>::InvalidTransition;
    assert_eq!(joined.on(MARKET, || buyer().dispatch(again)), Err(error.into()));
    joined.settle();
    assert_eq!(paid(&mut joined), (-TOTAL, TOTAL));
}

#[test]
fn a_want_is_answered_and_paid_by_who_wants() {
    let mut joined = Joined::new();
    joined.on(MARKET, || {
        let want = listing(buyer().did(), FOOD, ListingKind::Want, 1);
        buyer().dispatch(want).expect("it is listed");
        let answer = order(ListingId(0), seller().did(), CARE, 1);
        seller().dispatch(answer).expect("it is answered");
    });
    joined.settle();
    assert_eq!(stage(&mut joined), Stage::Proposed);
    assert_eq!(joined.money(person(&buyer())), (0, 0));
    joined.send(MARKET, &buyer(), Call::consent { order: ORDER });
    joined.settle();
    joined.send(MARKET, &seller(), Call::accept_order { order: ORDER });
    joined.send(MARKET, &seller(), Call::deliver_order { order: ORDER });
    joined.send(MARKET, &buyer(), Call::complete_order { order: ORDER });
    joined.settle();
    assert_eq!(paid(&mut joined), (-TOTAL, TOTAL));
}

#[test]
fn who_has_no_credit_orders_nothing() {
    let mut joined = Joined::new();
    joined.on(MARKET, || {
        let offer = listing(buyer().did(), FOOD, ListingKind::Offer, 1);
        buyer().dispatch(offer).expect("it is listed");
        let order = order(ListingId(0), seller().did(), CARE, 1);
        seller().dispatch(order).expect("it is ordered");
    });
    joined.settle();
    assert_eq!(stage(&mut joined), Stage::Cancelled(Reason::FundsRefused));
    let HoldState::Refused(name) = the_order(&mut joined).hold else { panic!("it is kept") };
    assert_eq!(String::from_utf8_lossy(&name), "CreditLimitExceeded");
    assert_eq!(paid(&mut joined), (0, 0));
    let listing = joined.on(MARKET, || Marketplace::listing(ListingId(0), &[FOOD]));
    assert_eq!(listing.expect("it is there").listing.available, 10);
}

#[test]
fn until_the_seller_has_accepted_the_buyer_steps_back_and_has_everything() {
    let mut joined = funded();
    joined.send(MARKET, &buyer(), Call::cancel_order { order: ORDER });
    joined.settle();
    assert_eq!(stage(&mut joined), Stage::Cancelled(Reason::ByBuyer));
    assert_eq!(the_order(&mut joined).hold, HoldState::Released);
    assert_eq!(paid(&mut joined), (0, 0));

    let mut joined = accepted();
    let cancel = Call::<Runtime>::cancel_order { order: ORDER };
    let error = pallet_marketplace::Error::<Runtime>::InvalidTransition;
    assert_eq!(joined.on(MARKET, || buyer().dispatch(cancel.clone())), Err(error.into()));
    joined.send(MARKET, &seller(), cancel);
    joined.settle();
    assert_eq!(stage(&mut joined), Stage::Cancelled(Reason::BySeller));
    assert_eq!(paid(&mut joined), (0, 0));
}

#[test]
fn what_is_cancelled_while_the_ledger_is_asked_is_given_back_when_it_answers() {
    let mut joined = placed();
    joined.run(1);
    // The ledger keeps the money; the marketplace hasn't heard so.
    assert_eq!(joined.deliver(MARKET, HUB, 1), 1);
    assert_eq!(joined.money(person(&buyer())), (0, TOTAL));
    joined.send(MARKET, &buyer(), Call::cancel_order { order: ORDER });
    assert_eq!(joined.answer(MARKET, HUB, 1), 1);
    joined.settle();
    assert_eq!(the_order(&mut joined).hold, HoldState::Released);
    assert_eq!(paid(&mut joined), (0, 0));
}

#[test]
fn each_wait_ends_and_money_goes_where_the_stage_says() {
    let waits = MarketplaceParameters::default().timeouts;
    let back = (0, 0);
    type Case = (fn() -> Joined, u64, Stage, (Balance, Balance));
    let cases: [Case; 4] = [
        (funded, waits.acceptance, Stage::Cancelled(Reason::NotAccepted), back),
        (accepted, waits.delivery, Stage::Cancelled(Reason::NotDelivered), back),
        (delivered, waits.confirmation, Stage::Completed, (-TOTAL, TOTAL)),
        (disputed, waits.dispute, Stage::Cancelled(Reason::Undecided), back),
    ];
    for (begin, wait, end, money) in cases {
        let mut joined = begin();
        let before = stage(&mut joined);
        joined.pass(wait - DAY);
        joined.settle();
        assert_eq!(stage(&mut joined), before);
        joined.pass(DAY);
        joined.settle();
        assert_eq!(stage(&mut joined), end);
        assert_eq!(paid(&mut joined), money);
    }
}

#[test]
fn an_order_whose_ledger_is_away_ends_and_what_is_kept_later_is_given_back() {
    let mut joined = placed();
    let waits = MarketplaceParameters::default().timeouts;
    joined.pass_on(&[MARKET], waits.funding);
    assert_eq!(stage(&mut joined), Stage::Cancelled(Reason::NotFunded));
    assert_eq!(the_order(&mut joined).hold, HoldState::Asked);
    // The hub is back, takes the request, and hears that nobody wants it any more.
    joined.settle();
    assert_eq!(the_order(&mut joined).hold, HoldState::Released);
    assert_eq!(paid(&mut joined), (0, 0));
}

#[test]
fn a_want_to_which_nobody_consents_costs_nothing() {
    let mut joined = Joined::new();
    joined.on(MARKET, || {
        let want = listing(buyer().did(), FOOD, ListingKind::Want, 1);
        buyer().dispatch(want).expect("it is listed");
        let answer = order(ListingId(0), seller().did(), CARE, 1);
        seller().dispatch(answer).expect("it is answered");
    });
    joined.pass(MarketplaceParameters::default().timeouts.consent);
    joined.settle();
    assert_eq!(stage(&mut joined), Stage::Cancelled(Reason::NotConsented));
    assert_eq!(the_order(&mut joined).hold, HoldState::None);
    assert_eq!(paid(&mut joined), (0, 0));
}

#[test]
fn a_hub_that_is_away_for_longer_than_a_hold_lasts_pays_nobody() {
    let mut joined = delivered();
    joined.send(MARKET, &buyer(), Call::complete_order { order: ORDER });
    joined.run_on(&[MARKET], 1);
    let life = MarketplaceParameters::default().hold_life().expect("a time");
    joined.pass_on(&[MARKET], life);
    assert_eq!(stage(&mut joined), Stage::Completed);
    // Its clock has jumped when it hears of the capture: the buyer has the money back.
    joined.pass_on(&[HUB], DAY);
    joined.settle();
    assert_eq!(stage(&mut joined), Stage::Unpaid);
    assert_eq!(the_order(&mut joined).hold, HoldState::Lapsed);
    assert_eq!(paid(&mut joined), (0, 0));
}

#[test]
fn the_cooperatives_of_both_sides_decide_a_dispute_together() {
    let mut joined = disputed();
    let split = |to_seller| Call::<Runtime>::resolve { order: ORDER, to_seller };
    let kind = DecisionKind::Standard;
    // One of them alone decides nothing, nor does it with others.
    for who in [&[CARE][..], &[FOOD, ENERGY]] {
        joined.on(HUB, || decide_there(who, kind, MARKET, split(TOTAL)));
        joined.settle();
        assert_eq!(joined.refusals(), [(MARKET, MessageError::refused("NotAuthorized"))]);
    }
    assert_eq!(stage(&mut joined), Stage::Disputed);

    joined.on(HUB, || decide_there(&[FOOD, CARE], kind, MARKET, split(200)));
    joined.settle();
    assert_eq!(joined.refusals(), []);
    assert_eq!(stage(&mut joined), Stage::Resolved { to_seller: 200 });
    assert_eq!(paid(&mut joined), (-200, 200));
    // Who has got less than half has lost, though nobody is known for less than nothing.
    assert_eq!(known(&mut joined), (0, 0));
    assert_eq!(joined.events(seller().did(), Category::Marketplace), 1);
    assert_eq!(joined.events(buyer().did(), Category::Marketplace), 0);
}

#[test]
fn the_federation_decides_a_dispute() {
    let mut joined = disputed();
    joined.on(HUB, || {
        let all_of_it = elsewhere(MARKET, Call::resolve { order: ORDER, to_seller: TOTAL });
        let kind = DecisionKind::Standard;
        let stage = decided(ENERGY, Body::Federation, kind, Some(all_of_it), &all());
        assert_eq!(stage, Decided::Executed);
    });
    joined.settle();
    assert_eq!(stage(&mut joined), Stage::Resolved { to_seller: TOTAL });
    assert_eq!(paid(&mut joined), (-TOTAL, TOTAL));
}

#[test]
fn what_a_cooperative_sells_its_treasury_is_paid_for() {
    let mut joined = Joined::new();
    let shop = joined.on(HUB, || organisation(CARE));
    joined.on(MARKET, || {
        let offer = listing(shop, CARE, ListingKind::Offer, 1);
        steward(CARE).dispatch(offer).expect("it is listed");
        buyer().dispatch(order(ListingId(0), buyer().did(), FOOD, 1)).expect("it is ordered");
    });
    joined.settle();
    joined.send(MARKET, &steward(CARE), Call::accept_order { order: ORDER });
    joined.send(MARKET, &steward(CARE), Call::deliver_order { order: ORDER });
    joined.send(MARKET, &buyer(), Call::complete_order { order: ORDER });
    joined.settle();
    let treasury = LedgerAccount::cooperative(CARE);
    assert_eq!(joined.money(treasury), (TOTAL, 0));
}

#[test]
fn a_member_whom_the_hub_has_suspended_orders_nothing_more() {
    let mut joined = funded();
    joined.on(HUB, || {
        let suspend =
            pallet_cooperatives::Call::suspend_member { cooperative: FOOD, did: buyer().did() };
        steward(FOOD).dispatch(RuntimeCall::Cooperatives(suspend)).expect("they are suspended");
    });
    joined.settle();
    joined.on(MARKET, || {
        let more = order(ListingId(0), buyer().did(), FOOD, 2);
        assert_eq!(buyer().send(more), Err(refused(Refusal::MemberSuspended)));
    });
    // What stands ends by itself.
    joined.pass(MarketplaceParameters::default().timeouts.acceptance);
    joined.settle();
    assert_eq!(paid(&mut joined), (0, 0));
}
