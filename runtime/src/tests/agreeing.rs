//! What cooperatives agree on and share takes the decisions of their members, which they make on
//! the hub and which no caller elsewhere can assert; and what the ledger says about their money.

use icn_primitives::{
    exchange::{AgreementKind, ExchangeId, ExchangeStatus, Transfer, Transfers},
    governance::{DecisionKind, JointBody},
    ledger::{Balance, LedgerAccount, Money, Treasury},
    reputation::Category,
    resources::{
        Access, Bearer, Booking, BookingId, BookingPayment, BookingStatus, Cost, PaidBy,
        Requirements, ResourceId, ResourceKind, ResourceTerms, Share, Shares, Span, Window,
    },
    shard::MessageError,
    CooperativeId, Hash, Refusal, DAY, HOUR, MINUTE,
};
use pallet_exchange::Call as Exchanges;
use pallet_resources::{Call as Sharing, ResourceParameters};

use super::{
    chain::refused,
    founders::{decide_there, steward, CARE, ENERGY, FOOD, HOUSING, MARKET},
    joined::{hours, member, organisation, person, Joined},
};
use crate::{shards::HUB, Exchange, Resources, Runtime, RuntimeCall, Timestamp};

const AGREEMENT: ExchangeId = ExchangeId(0);
const BOOKING: BookingId = BookingId(0);
/// What the flour costs more than the use of the oven.
const DIFFERENCE: Balance = 5_000;

/// Where the food cooperative's steward has proposed that it pays the care cooperative.
fn proposed(payer: CooperativeId, payee: CooperativeId) -> Joined {
    let mut joined = Joined::new();
    joined.on(MARKET, || {
        let money = Money { currency: hours(), amount: DIFFERENCE };
        let payment = Transfer { payer, payee: Treasury::Cooperative(payee), money };
        let mut both = vec![payer, payee];
        both.sort();
        let propose = Exchanges::propose {
            cooperative: payer,
            kind: AgreementKind::Resources,
            cooperatives: JointBody::truncate_from(both),
            transfers: Transfers::truncate_from(vec![payment]),
            terms: Hash::repeat_byte(1),
            deadline: Timestamp::get() + 30 * DAY,
            key: [1; 32],
        };
        steward(payer).dispatch(propose).expect("it is proposed");
    });
    joined
}

/// These cooperatives decide for the only agreement, jointly if they are several; what is voted on
/// has this hash.
fn agree(joined: &mut Joined, who: &[CooperativeId], content_hash: Hash) {
    let decide = Exchanges::<Runtime>::decide { id: AGREEMENT, content_hash, approve: true };
    joined.on(HUB, || decide_there(who, DecisionKind::Budget, MARKET, decide));
    joined.settle();
}

fn content_hash(joined: &mut Joined) -> Hash {
    joined.on(MARKET, || Exchange::exchange(AGREEMENT).expect("it is there").content_hash)
}

fn status(joined: &mut Joined) -> ExchangeStatus {
    joined.on(MARKET, || Exchange::exchange(AGREEMENT).expect("it is there").exchange.status)
}

/// What the treasuries of these have, of which nothing is kept.
fn treasuries<const N: usize>(joined: &mut Joined, who: [CooperativeId; N]) -> [Balance; N] {
    who.map(|id| {
        let (balance, held) = joined.money(LedgerAccount::cooperative(id));
        assert_eq!(held, 0, "something of {id:?}'s is still kept");
        balance
    })
}

#[test]
fn an_agreement_is_paid_when_both_have_decided_just_that_and_not_before() {
    let mut joined = proposed(FOOD, CARE);
    let hash = content_hash(&mut joined);
    // Somebody who says so isn't believed.
    let say = Exchanges::<Runtime>::decide { id: AGREEMENT, content_hash: hash, approve: true };
    joined.on(MARKET, || {
        let said = steward(CARE).send(RuntimeCall::from(say));
        assert_eq!(said, Err(refused(Refusal::CallNotAllowed)));
    });

    agree(&mut joined, &[FOOD], hash);
    assert_eq!(joined.refusals(), []);
    assert_eq!(status(&mut joined), ExchangeStatus::Proposed);
    // What the other one has decided is something else.
    agree(&mut joined, &[CARE], Hash::repeat_byte(7));
    assert_eq!(joined.refusals(), [(MARKET, MessageError::refused("ContentMismatch"))]);
    // Whom it doesn't touch has no say.
    agree(&mut joined, &[ENERGY], hash);
    assert_eq!(joined.refusals(), [(MARKET, MessageError::refused("NotAffected"))]);
    assert_eq!(status(&mut joined), ExchangeStatus::Proposed);
    assert_eq!(treasuries(&mut joined, [FOOD, CARE]), [0, 0]);

    agree(&mut joined, &[CARE], hash);
    assert_eq!(joined.refusals(), []);
    assert_eq!(status(&mut joined), ExchangeStatus::Executed);
    assert_eq!(treasuries(&mut joined, [FOOD, CARE]), [-DIFFERENCE, DIFFERENCE]);
    // Both are known for it.
    for id in [FOOD, CARE] {
        let did = joined.on(HUB, || organisation(id));
        assert_eq!(joined.events(did, Category::ResourceSharing), 1);
    }
    // Once.
    agree(&mut joined, &[CARE], hash);
    assert_eq!(joined.refusals(), [(MARKET, MessageError::refused("InvalidTransition"))]);
    assert_eq!(treasuries(&mut joined, [FOOD, CARE]), [-DIFFERENCE, DIFFERENCE]);
}

#[test]
fn a_joint_decision_is_one_of_each() {
    let mut joined = proposed(FOOD, CARE);
    let hash = content_hash(&mut joined);
    agree(&mut joined, &[FOOD, CARE], hash);
    assert_eq!(status(&mut joined), ExchangeStatus::Executed);
    assert_eq!(treasuries(&mut joined, [FOOD, CARE]), [-DIFFERENCE, DIFFERENCE]);
}

#[test]
fn an_agreement_that_a_treasury_cannot_pay_fails_and_nothing_is_paid() {
    let mut joined = proposed(HOUSING, CARE);
    let hash = content_hash(&mut joined);
    agree(&mut joined, &[CARE, HOUSING], hash);
    assert_eq!(joined.refusals(), [(HUB, MessageError::refused("CreditLimitExceeded"))]);
    assert_eq!(status(&mut joined), ExchangeStatus::Failed);
    assert_eq!(treasuries(&mut joined, [HOUSING, CARE]), [0, 0]);
}

#[test]
fn nobody_has_to_decide() {
    let mut joined = proposed(FOOD, CARE);
    let hash = content_hash(&mut joined);
    agree(&mut joined, &[FOOD], hash);
    joined.pass(30 * DAY);
    assert_eq!(status(&mut joined), ExchangeStatus::Expired);
    agree(&mut joined, &[CARE], hash);
    assert_eq!(joined.refusals(), [(MARKET, MessageError::refused("InvalidTransition"))]);
    assert_eq!(treasuries(&mut joined, [FOOD, CARE]), [0, 0]);
}

#[test]
fn who_has_helped_is_known_for_it_on_the_hub() {
    let mut joined = Joined::new();
    let (eve, ben) = (member(ENERGY), member(CARE));
    let terms = Hash::repeat_byte(1);
    joined.on(MARKET, || {
        let deadline = Timestamp::get() + DAY;
        let ask = Exchanges::request_aid { cooperative: None, terms, deadline, key: [1; 32] };
        eve.dispatch(ask).expect("it is asked");
        ben.dispatch(Exchanges::offer_aid { id: AGREEMENT, terms }).expect("it is offered");
        let helped = Exchanges::<Runtime>::confirm_aid { id: AGREEMENT, helper: ben.did() };
        let own = ben.dispatch(helped.clone());
        assert_eq!(own, Err(pallet_exchange::Error::<Runtime>::SelfDealing.into()));
        eve.dispatch(helped).expect("it is confirmed");
    });
    assert_eq!(status(&mut joined), ExchangeStatus::Fulfilled);
    joined.settle();
    assert_eq!(joined.events(ben.did(), Category::CommunityBuilding), 1);
    assert_eq!(joined.events(eve.did(), Category::CommunityBuilding), 0);
}

/// Where ada has booked the hall of the energy cooperative, tomorrow for two hours at 10.00, half
/// of which each of these is to pay; the first is her own.
fn booked(payers: [CooperativeId; 2]) -> Joined {
    let mut joined = Joined::new();
    joined.on(MARKET, || {
        let price = Money { currency: hours(), amount: 1_000 };
        let terms = ResourceTerms {
            kind: ResourceKind::Space,
            name: b"The hall".to_vec().try_into().expect("short"),
            description: Hash::repeat_byte(1),
            place: b"de/berlin".to_vec().try_into().expect("short"),
            access: Access::Federation,
            cost: Cost::PerHour { price, bearer: Bearer::Either, cancellation: 60 },
            requirements: Requirements { role: None, rules: None },
            windows: vec![Window::ALWAYS].try_into().expect("one"),
        };
        let register = Sharing::register { owner: ENERGY, terms, key: [1; 32] };
        steward(ENERGY).dispatch(register).expect("it is shared");
        let share = |cooperative| Share { cooperative, parts: 500_000 };
        let shares = Shares::truncate_from(payers.map(share).to_vec());
        let tomorrow = (Timestamp::get() + DAY).div_ceil(MINUTE) as u32;
        let book = Sharing::book {
            resource: ResourceId(0),
            version: 0,
            cooperative: payers[0],
            span: Span::of(tomorrow, 120),
            paid_by: PaidBy::Cooperatives(shares),
            key: [2; 32],
        };
        member(payers[0]).dispatch(book).expect("it is booked");
    });
    joined
}

fn booking(joined: &mut Joined) -> Booking {
    joined.on(MARKET, || Resources::booking(BOOKING).expect("it is there").booking)
}

/// These cooperatives decide, jointly if they are several, that they pay for the only booking.
fn pay(joined: &mut Joined, who: &[CooperativeId]) {
    let content_hash = booking(joined).content_hash();
    let decide = Sharing::<Runtime>::decide_booking { id: BOOKING, content_hash, approve: true };
    joined.on(HUB, || decide_there(who, DecisionKind::Budget, MARKET, decide));
    joined.settle();
}

#[test]
fn a_shared_cost_is_kept_when_both_have_decided_and_paid_when_the_time_has_come() {
    let mut joined = booked([FOOD, CARE]);
    pay(&mut joined, &[FOOD]);
    let Booking { status, payment, .. } = booking(&mut joined);
    assert_eq!((status, payment), (BookingStatus::Proposed, BookingPayment::None));
    assert_eq!(treasuries(&mut joined, [FOOD, CARE, ENERGY]), [0, 0, 0]);

    pay(&mut joined, &[CARE]);
    assert_eq!(joined.refusals(), []);
    let Booking { status, payment, .. } = booking(&mut joined);
    assert_eq!((status, payment), (BookingStatus::Confirmed, BookingPayment::Held));
    for id in [FOOD, CARE] {
        assert_eq!(joined.money(LedgerAccount::cooperative(id)), (0, 1_000));
    }

    joined.pass(DAY + MINUTE);
    joined.settle();
    let Booking { status, payment, .. } = booking(&mut joined);
    assert_eq!((status, payment), (BookingStatus::Running, BookingPayment::Paid));
    assert_eq!(treasuries(&mut joined, [FOOD, CARE, ENERGY]), [-1_000, -1_000, 2_000]);
    // When it is over, whoever shares is known for it.
    joined.pass(2 * HOUR);
    joined.settle();
    assert_eq!(booking(&mut joined).status, BookingStatus::Completed);
    let owner = joined.on(HUB, || organisation(ENERGY));
    assert_eq!(joined.events(owner, Category::ResourceSharing), 1);
}

#[test]
fn a_shared_cost_that_one_of_both_cannot_pay_is_paid_by_nobody() {
    let mut joined = booked([FOOD, HOUSING]);
    pay(&mut joined, &[FOOD, HOUSING]);
    assert_eq!(joined.refusals(), [(HUB, MessageError::refused("CreditLimitExceeded"))]);
    let Booking { status, payment, .. } = booking(&mut joined);
    assert_eq!((status, payment), (BookingStatus::Lapsed, BookingPayment::Returned));
    assert_eq!(treasuries(&mut joined, [FOOD, HOUSING, ENERGY]), [0, 0, 0]);
}

#[test]
fn a_shared_cost_that_is_not_decided_in_time_lapses() {
    let mut joined = booked([FOOD, CARE]);
    pay(&mut joined, &[FOOD]);
    joined.pass(ResourceParameters::default().decision_time);
    assert_eq!(booking(&mut joined).status, BookingStatus::Lapsed);
    assert_eq!(treasuries(&mut joined, [FOOD, CARE, ENERGY]), [0, 0, 0]);
}

#[test]
fn a_booking_that_the_owner_cancels_costs_nothing() {
    let mut joined = booked([FOOD, CARE]);
    pay(&mut joined, &[FOOD, CARE]);
    joined.send(MARKET, &steward(ENERGY), Sharing::cancel_booking { id: BOOKING });
    joined.settle();
    let Booking { status, payment, .. } = booking(&mut joined);
    assert_eq!((status, payment), (BookingStatus::Cancelled, BookingPayment::Returned));
    assert_eq!(treasuries(&mut joined, [FOOD, CARE, ENERGY]), [0, 0, 0]);
}

#[test]
fn holds_outlive_a_hub_that_is_away_while_a_booking_begins() {
    let mut joined = booked([FOOD, CARE]);
    pay(&mut joined, &[FOOD, CARE]);
    // The marketplace goes on alone; the hub hears of all of it a week later.
    joined.pass_on(&[MARKET], DAY + MINUTE);
    joined.pass_on(&[MARKET], 2 * HOUR);
    assert_eq!(booking(&mut joined).status, BookingStatus::Completed);
    joined.pass_on(&[HUB], 7 * DAY);
    joined.settle();
    assert_eq!(booking(&mut joined).payment, BookingPayment::Paid);
    assert_eq!(treasuries(&mut joined, [FOOD, CARE, ENERGY]), [-1_000, -1_000, 2_000]);
    assert_eq!(joined.money(person(&member(FOOD))), (0, 0));
}
