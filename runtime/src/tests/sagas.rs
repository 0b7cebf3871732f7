//! Whatever members do and however far apart the shards are: every hold ends once, money is where
//! the orders and agreements say, and nothing is left over.

use std::collections::BTreeMap;

use icn_primitives::{
    exchange::{AgreementKind, Content, ExchangeId, ExchangeStatus, Transfer, Transfers},
    governance::{DecisionKind, JointBody, ProposalId},
    ledger::{Balance, Hold, HoldId, LedgerAccount, Money, Treasury},
    marketplace::{
        order::{hold_key, order_evidence},
        HoldState, ListingId, ListingKind, MarketplaceParameters, Order, OrderId, Side, Stage,
    },
    shard::ShardId,
    CooperativeId, Hash, DAY, HOUR, MINUTE,
};
use pallet_exchange::Call as Exchanges;
use pallet_governance::Origin as Decision;
use pallet_marketplace::{Agenda, Call, Disputes, OpenOrders, Rank};
use polkadot_sdk::sp_runtime::traits::Dispatchable;
use proptest::prelude::*;
use serde_json::json;

use super::{
    chain::Person,
    founders::{elsewhere, steward, CARE, ENERGY, FOOD, MARKET},
    joined::{hours, member, Joined, LedgerEvent, LANES, SHARDS},
    trading::{listing, order},
};
use crate::{
    shards::HUB, Exchange, Ledger, Marketplace, Runtime, RuntimeCall, RuntimeOrigin, Timestamp,
};

/// What a listing holds at first.
const STOCK: u64 = 10;
/// What agreements pay at first; each pays more than the one before.
const DIFFERENCE: Balance = 700;

/// What can be done about an order by one of both sides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Act {
    /// What comes next on the way to completion.
    Next,
    Consent,
    Accept,
    Deliver,
    Complete,
    Cancel,
    Dispute,
}

/// One thing that happens: somebody acts, or the test carries something, or time passes.
#[derive(Clone, Debug)]
enum Step {
    /// Somebody offers or wants ten loaves.
    List { who: usize, wants: bool },
    /// Somebody orders two, or answers.
    Order { who: usize, listing: u64 },
    /// Whoever is on this side of an order does this.
    Act { order: u64, side: Side, act: Act },
    /// It is decided what a seller gets, in thirds: by the federation, or both cooperatives.
    Resolve { order: u64, thirds: Balance, federation: bool },
    /// The food and the care cooperative are to agree that one pays the other.
    Propose { food_pays: bool },
    /// One of both, or both, decide an agreement.
    Decide { agreement: u64, who: usize, approve: bool },
    /// So many messages of a lane arrive.
    Deliver { lane: usize, most: usize },
    /// So many answers of a lane arrive.
    Answer { lane: usize, most: usize },
    /// All shards make a block, and what is on the market's lanes arrives.
    Carry,
    /// Some shards make blocks, the others stand still.
    Run { shards: usize, blocks: u32 },
    /// After this time some shards go on, the others stand still.
    Pass { shards: usize, time: u64 },
}

/// Who trades, and in which cooperative: two with credit, two without.
fn traders() -> [(Person, CooperativeId); 4] {
    [(member(FOOD), FOOD), (steward(FOOD), FOOD), (member(CARE), CARE), (member(ENERGY), ENERGY)]
}

/// Which shards a number from 1 to 7 means.
fn some(shards: usize) -> Vec<ShardId> {
    SHARDS
        .into_iter()
        .enumerate()
        .filter(|(bit, _)| shards >> bit & 1 == 1)
        .map(|(_, id)| id)
        .collect()
}

/// Times that end each of the waits, or none of them.
fn times() -> impl Strategy<Value = u64> {
    prop::sample::select(vec![MINUTE, HOUR, DAY, 8 * DAY, 15 * DAY, 31 * DAY, 61 * DAY, 150 * DAY])
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Buyer), Just(Side::Seller)]
}

/// Each act by the side that may do it, mostly.
fn act() -> impl Strategy<Value = (Side, Act)> {
    let likely = prop::sample::select(vec![
        (Side::Buyer, Act::Consent),
        (Side::Seller, Act::Accept),
        (Side::Seller, Act::Deliver),
        (Side::Buyer, Act::Complete),
        (Side::Buyer, Act::Cancel),
        (Side::Seller, Act::Cancel),
        (Side::Buyer, Act::Dispute),
        (Side::Seller, Act::Dispute),
    ]);
    let any = prop::sample::select(vec![
        Act::Consent,
        Act::Accept,
        Act::Deliver,
        Act::Complete,
        Act::Cancel,
        Act::Dispute,
    ]);
    prop_oneof![12 => Just((Side::Buyer, Act::Next)), 4 => likely, 1 => (side(), any)]
}

/// The market's lanes more often than those of the storage shard.
fn lane() -> impl Strategy<Value = usize> {
    prop_oneof![6 => 0..2usize, 1 => 2..LANES.len()]
}

fn step() -> impl Strategy<Value = Step> {
    let listing = prop_oneof![4 => 0..2u64, 1 => 2..4u64];
    prop_oneof![
        1 => (0..4usize, any::<bool>()).prop_map(|(who, wants)| Step::List { who, wants }),
        6 => (0..4usize, listing).prop_map(|(who, listing)| Step::Order { who, listing }),
        16 => (0..5u64, act()).prop_map(|(order, (side, act))| Step::Act { order, side, act }),
        2 => (0..5u64, 0..=3 as Balance, any::<bool>())
            .prop_map(|(order, thirds, federation)| Step::Resolve { order, thirds, federation }),
        1 => any::<bool>().prop_map(|food_pays| Step::Propose { food_pays }),
        3 => (0..2u64, 0..3usize, prop::bool::weighted(0.9))
            .prop_map(|(agreement, who, approve)| Step::Decide { agreement, who, approve }),
        8 => Just(Step::Carry),
        4 => (lane(), 1..4usize).prop_map(|(lane, most)| Step::Deliver { lane, most }),
        4 => (lane(), 1..4usize).prop_map(|(lane, most)| Step::Answer { lane, most }),
        2 => (1..8usize, 1..4u32).prop_map(|(shards, blocks)| Step::Run { shards, blocks }),
        1 => (1..8usize, times()).prop_map(|(shards, time)| Step::Pass { shards, time }),
    ]
}

/// The federation, and what it was told.
struct World {
    joined: Joined,
    /// For keys, and for decisions' numbers.
    acts: u8,
}

impl World {
    /// Where nobody forgets orders, and there is something to order and to agree on.
    fn new() -> Self {
        let rules = MarketplaceParameters { retention: 3_650 * DAY, ..Default::default() };
        let joined = Joined::with(json!({ "marketplace": { "parameters": rules } }));
        let mut world = Self { joined, acts: 0 };
        world.step(&Step::List { who: 2, wants: false });
        world.step(&Step::List { who: 0, wants: true });
        world.step(&Step::Propose { food_pays: true });
        world
    }

    /// What may be refused changes nothing: then another step comes.
    fn step(&mut self, step: &Step) {
        self.acts = self.acts.wrapping_add(1);
        let key = self.acts;
        match *step {
            Step::List { who, wants } => {
                let (who, cooperative) = &traders()[who];
                let kind = if wants { ListingKind::Want } else { ListingKind::Offer };
                self.act(who, || listing(who.did(), *cooperative, kind, key));
            }
            Step::Order { who, listing } => {
                let (who, cooperative) = &traders()[who];
                self.act(who, || order(ListingId(listing), who.did(), *cooperative, key));
            }
            Step::Act { order, side, act } => self.about(OrderId(order), side, act),
            Step::Resolve { order, thirds, federation } => {
                self.resolve(OrderId(order), thirds, federation);
            }
            Step::Propose { food_pays } => self.propose(food_pays, key),
            Step::Decide { agreement, who, approve } => {
                let who = [vec![FOOD], vec![CARE], vec![FOOD, CARE]][who].clone();
                self.decide(ExchangeId(agreement), who, approve);
            }
            Step::Deliver { lane, most } => {
                let (from, to) = LANES[lane];
                self.joined.deliver(from, to, most);
            }
            Step::Answer { lane, most } => {
                let (from, to) = LANES[lane];
                self.joined.answer(from, to, most);
            }
            Step::Carry => {
                self.joined.run(1);
                for (from, to) in &LANES[..2] {
                    self.joined.deliver(*from, *to, usize::MAX);
                    self.joined.answer(*from, *to, usize::MAX);
                }
            }
            Step::Run { shards, blocks } => self.joined.run_on(&some(shards), blocks),
            Step::Pass { shards, time } => self.joined.pass_on(&some(shards), time),
        }
    }

    /// Somebody tries something on the marketplace.
    fn act(&mut self, who: &Person, call: impl FnOnce() -> RuntimeCall) {
        self.joined.awake(MARKET);
        let tried = self
            .joined
            .on(MARKET, || call().dispatch(RuntimeOrigin::signed(who.account())).map(drop));
        // Refused or not: that is up to the pallets' own tests.
        let _ = tried;
    }

    /// One side of an order tries something.
    fn about(&mut self, id: OrderId, side: Side, act: Act) {
        let Some(order) = self.joined.on(MARKET, || Marketplace::order(id)) else { return };
        let (side, act) = if act == Act::Next { next(order.stage) } else { (side, act) };
        let party = *order.party(side);
        let Some((who, _)) = traders().into_iter().find(|(who, _)| who.did() == party) else {
            return;
        };
        let call = match act {
            Act::Consent => Call::consent { order: id },
            Act::Accept => Call::accept_order { order: id },
            Act::Deliver => Call::deliver_order { order: id },
            Act::Complete => Call::complete_order { order: id },
            Act::Cancel => Call::cancel_order { order: id },
            Act::Dispute => Call::dispute { order: id, reasons: Hash::repeat_byte(1) },
            Act::Next => return,
        };
        self.act(&who, || call.into());
    }

    /// A decision leaves the hub.
    fn decided(&mut self, by: Decision, call: impl Into<RuntimeCall>) {
        self.joined.awake(HUB);
        let sent = self
            .joined
            .on(HUB, || elsewhere(MARKET, call).dispatch(RuntimeOrigin::from(by)).map(drop));
        sent.expect("there is room on the lane");
    }

    fn resolve(&mut self, id: OrderId, thirds: Balance, federation: bool) {
        let Some(order) = self.joined.on(MARKET, || Marketplace::order(id)) else { return };
        let to_seller = order.total.amount * thirds / 3;
        let both = vec![order.buyer_cooperative, order.seller_cooperative];
        let by = if federation { federation_decision() } else { joint_decision(both) };
        self.decided(by, Call::resolve { order: id, to_seller });
    }

    fn propose(&mut self, food_pays: bool, key: u8) {
        let (payer, payee) = if food_pays { (FOOD, CARE) } else { (CARE, FOOD) };
        let amount = DIFFERENCE + Balance::from(key);
        let payment = |payer, payee, amount| Transfer {
            payer,
            payee: Treasury::Cooperative(payee),
            money: Money { currency: hours(), amount },
        };
        let transfers = vec![payment(payer, payee, amount), payment(payee, payer, 100)];
        self.act(&steward(FOOD), || {
            Exchanges::propose {
                cooperative: FOOD,
                kind: AgreementKind::Resources,
                cooperatives: JointBody::truncate_from(vec![FOOD, CARE]),
                transfers: Transfers::truncate_from(transfers),
                terms: Hash::repeat_byte(1),
                deadline: Timestamp::get() + 30 * DAY,
                key: [key; 32],
            }
            .into()
        });
    }

    fn decide(&mut self, id: ExchangeId, who: Vec<CooperativeId>, approve: bool) {
        let Some(view) = self.joined.on(MARKET, || Exchange::exchange(id)) else { return };
        let content_hash = view.content_hash;
        self.decided(joint_decision(who), Exchanges::decide { id, content_hash, approve });
    }

    /// All shards go on, everything arrives, and every wait ends.
    fn end(&mut self) {
        self.joined.settle();
        // Not so long that agreements are forgotten.
        for _ in 0..2 {
            self.joined.pass(61 * DAY);
            self.joined.settle();
        }
        // Holds of a ledger that was away for long have gone back by themselves.
        self.joined.pass(180 * DAY);
        self.joined.settle();
    }
}

fn federation_decision() -> Decision {
    Decision::Federation { kind: DecisionKind::Constitution, proposal: ProposalId(0) }
}

/// What brings an order nearer to its completion, and who does that.
fn next(stage: Stage) -> (Side, Act) {
    match stage {
        Stage::Proposed => (Side::Buyer, Act::Consent),
        Stage::Funded => (Side::Seller, Act::Accept),
        Stage::Accepted => (Side::Seller, Act::Deliver),
        Stage::Delivered => (Side::Buyer, Act::Complete),
        // The ledger, a decision or nothing.
        _ => (Side::Buyer, Act::Next),
    }
}

/// As governance makes it: in ascending order, each once.
fn joint_decision(mut who: Vec<CooperativeId>) -> Decision {
    who.sort();
    who.dedup();
    let cooperatives = JointBody::truncate_from(who);
    let (kind, proposal) = (DecisionKind::Constitution, ProposalId(0));
    Decision::Joint { cooperatives, kind, proposal }
}

/// How a hold has ended, by what the ledger told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    Captured(Balance),
    Released,
    Expired,
}

/// Every hold and how it has ended. Each has, once.
fn holds(events: &[LedgerEvent]) -> BTreeMap<HoldId, (Hold, End)> {
    let mut placed = BTreeMap::new();
    let mut ended = BTreeMap::new();
    for event in events {
        let (id, end) = match event {
            LedgerEvent::HoldPlaced { hold, terms } => {
                assert_eq!(placed.insert(*hold, *terms), None, "{hold} is placed twice");
                continue;
            }
            LedgerEvent::HoldCaptured { hold, captured, returned, .. } => {
                let all = placed.get(hold).expect("it was placed").money.amount;
                assert_eq!(captured + returned, all);
                (*hold, End::Captured(*captured))
            }
            LedgerEvent::HoldReleased { hold } => (*hold, End::Released),
            LedgerEvent::HoldExpired { hold } => (*hold, End::Expired),
            LedgerEvent::HoldNotExpired { hold, error } => panic!("{hold} is stuck: {error:?}"),
            _ => continue,
        };
        assert_eq!(ended.insert(id, end), None, "{id} has ended twice");
    }
    let of = |(id, hold)| (id, (hold, *ended.get(&id).expect("every hold ends")));
    placed.into_iter().map(of).collect()
}

/// What the ledger's accounts say is what holds have paid, and it adds up to nothing.
fn ensure_books_balance(joined: &mut Joined, holds: &BTreeMap<HoldId, (Hold, End)>) {
    let mut expected = BTreeMap::<LedgerAccount, Balance>::new();
    for (hold, end) in holds.values() {
        if let End::Captured(amount) = end {
            *expected.entry(hold.payer).or_default() -= amount;
            *expected.entry(hold.payee.expect("orders name it")).or_default() += amount;
        }
    }
    expected.retain(|_, balance| *balance != 0);
    let accounts = joined.on(HUB, || Ledger::accounts_in(hours(), None, u32::MAX));
    assert_eq!(accounts.iter().map(|(_, account)| account.balance).sum::<Balance>(), 0);
    assert!(accounts.iter().all(|(_, account)| account.held == 0), "something is kept for ever");
    let balances = accounts.into_iter().map(|(holder, account)| (holder, account.balance));
    let balances: BTreeMap<_, _> = balances.filter(|(_, balance)| *balance != 0).collect();
    assert_eq!(balances, expected);
}

/// Both shards agree on what became of each order.
fn ensure_orders_are_over(joined: &mut Joined, holds: &BTreeMap<HoldId, (Hold, End)>) {
    let of_key = |key| {
        let mut found = holds.values().filter(|(hold, _)| hold.key == key);
        (found.next(), found.next())
    };
    let orders: Vec<(OrderId, Order)> =
        joined.on(MARKET, || pallet_marketplace::Orders::<Runtime>::iter().collect());
    for (id, order) in orders {
        assert!(order.is_over(), "{id} goes on: {order:?}");
        let (hold, second) = of_key(hold_key(id));
        assert_eq!(second, None, "{id} was kept twice");
        let captured = match (&order.hold, hold.map(|(_, end)| *end)) {
            (HoldState::None | HoldState::Refused(_), None) => 0,
            (HoldState::Captured(amount), Some(End::Captured(paid))) if *amount == paid => paid,
            (HoldState::Released, Some(End::Released | End::Expired))
            | (HoldState::Lapsed, Some(End::Expired)) => 0,
            (here, there) => panic!("{id}: {here:?} here, {there:?} on the ledger"),
        };
        let due = match order.stage {
            Stage::Completed => order.total.amount,
            Stage::Resolved { to_seller } => to_seller,
            _ => 0,
        };
        assert_eq!(captured, due, "{id} has come to {:?}", order.stage);
        if let Some((hold, _)) = hold {
            assert_eq!(
                (hold.payer, hold.payee),
                (LedgerAccount::Person(order.buyer), Some(order.payee))
            );
            assert_eq!(hold.money, order.total);
            assert_eq!(hold.reference, Some(order_evidence(MARKET, id)));
        }
    }
    joined.on(MARKET, || {
        for listing in pallet_marketplace::Listings::<Runtime>::iter_values() {
            assert_eq!((listing.reserved, listing.available + listing.traded), (0, STOCK));
        }
        assert_eq!(OpenOrders::<Runtime>::iter().count(), 0);
        assert_eq!(Disputes::<Runtime>::iter().count(), 0);
        assert_eq!(Agenda::<Runtime>::iter_key_prefix(Rank::Orders).count(), 0);
    });
}

/// Agreements that are remembered were paid as they say.
fn ensure_agreements_are_over(joined: &mut Joined, holds: &BTreeMap<HoldId, (Hold, End)>) {
    let agreements: Vec<_> =
        joined.on(MARKET, || pallet_exchange::Exchanges::<Runtime>::iter_values().collect());
    for agreement in agreements {
        let Content::Agreement { transfers, .. } = &agreement.content else { continue };
        let reference = Some(agreement.content_hash());
        let ends = holds.values().filter(|(hold, _)| hold.reference == reference);
        let paid = ends.filter(|(_, end)| matches!(end, End::Captured(_))).count();
        let all = transfers.len();
        let possible = match agreement.status {
            ExchangeStatus::Executed => paid == all,
            ExchangeStatus::PartlyExecuted => 0 < paid && paid < all,
            status => status.is_final() && paid == 0,
        };
        assert!(possible, "{paid} of {all} payments were made for {agreement:?}");
    }
    joined.on(MARKET, || {
        assert_eq!(pallet_settlement::Settlements::<Runtime>::iter().count(), 0);
        assert_eq!(pallet_settlement::LegOfKey::<Runtime>::iter().count(), 0);
        assert_eq!(pallet_settlement::Deadlines::<Runtime>::iter().count(), 0);
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever happens, in the end every order and agreement is over on both shards, each hold has
    /// been captured, released or has expired once, and all balances are what those say.
    #[test]
    fn money_is_where_orders_and_agreements_say(steps in prop::collection::vec(step(), 20..120)) {
        let mut world = World::new();
        steps.iter().for_each(|step| world.step(step));
        world.end();
        let mut joined = world.joined;
        let holds = holds(&joined.ledger_told());
        ensure_books_balance(&mut joined, &holds);
        ensure_orders_are_over(&mut joined, &holds);
        ensure_agreements_are_over(&mut joined, &holds);
    }
}
