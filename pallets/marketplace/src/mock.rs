//! A runtime with this pallet, a clock, cooperatives with members, decisions, and a ledger at the
//! other end of a lane.

use crate as pallet_marketplace;
use crate::{frame, tests::hub::Hub, AskLedger};
use alloc::vec::Vec;
use core::cell::RefCell;
use frame::{runtime::prelude::*, testing_prelude::*, traits::EnsureOrigin};
pub use icn_primitives::parties::testing::{
    did_of, Awards, Membership, Registers, MEMBER, STEWARD,
};
use icn_primitives::{
    ledger::{Balance, CurrencyCode, CurrencyId, EscrowRequest, Key, LedgerAccount, Money},
    marketplace::{
        HoldState, Listing, ListingId, ListingKind, ListingTerms, MarketplaceParameters, Order,
        OrderId, OrderTimeouts, Quantity, Stage, Visibility,
    },
    shard::Outcome,
    AccountId, CooperativeId, Did, Hash, Moment, ShardId, SigningKey, DAY, HOUR, MINUTE,
};
use polkadot_sdk::pallet_timestamp;

/// Decisions of bodies.
#[frame::pallet]
pub mod decisions {
    use super::*;

    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config {}

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// Which body decided.
    #[pallet::origin]
    #[derive(
        Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
    )]
    pub enum Origin {
        Federation,
        Cooperatives(BoundedVec<CooperativeId, ConstU32<8>>),
    }
}

/// Accepts decisions of the federation.
pub struct OfFederation;

impl EnsureOrigin<RuntimeOrigin> for OfFederation {
    type Success = ();

    fn try_origin(origin: RuntimeOrigin) -> Result<(), RuntimeOrigin> {
        match origin.caller() {
            OriginCaller::Decisions(decisions::Origin::Federation) => Ok(()),
            _ => Err(origin),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        Ok(federation_decides())
    }
}

/// Accepts decisions of cooperatives, and says of which.
pub struct OfCooperatives;

impl EnsureOrigin<RuntimeOrigin> for OfCooperatives {
    type Success = Vec<CooperativeId>;

    fn try_origin(origin: RuntimeOrigin) -> Result<Vec<CooperativeId>, RuntimeOrigin> {
        match origin.caller() {
            OriginCaller::Decisions(decisions::Origin::Cooperatives(all)) => Ok(all.to_vec()),
            _ => Err(origin),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        Ok(cooperatives_decide(&[BAKERY]))
    }
}

#[frame_construct_runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask
    )]
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Timestamp = pallet_timestamp;
    #[runtime::pallet_index(2)]
    pub type Decisions = decisions;
    #[runtime::pallet_index(3)]
    pub type Market = pallet_marketplace;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = MockBlockU32<Test>;
    type AccountId = AccountId;
    type Lookup = IdentityLookup<AccountId>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

impl decisions::Config for Test {}

parameter_types! {
    pub const Market1: ShardId = ShardId(1);
    /// Most tasks of a rank in a block.
    pub static Tasks: u32 = 100;
    /// How many keys were made. Not in the chain's storage: a call that fails must change nothing
    /// there.
    pub static KeysMade: u64 = 0;
    /// How many messages the lane takes at a time.
    pub static Room: u32 = 1_000;
}

thread_local! {
    /// The other shard, with the ledger.
    pub static HUB: RefCell<Hub> = RefCell::new(Hub::default());
}

impl pallet_marketplace::Config for Test {
    type Time = Timestamp;
    type ThisShard = Market1;
    type Parties = Registers;
    type Ledger = LaneToHub;
    type Reputation = Awards;
    type FederationOrigin = OfFederation;
    type DecisionOrigin = OfCooperatives;
    type TasksPerBlock = Tasks;
    type WeightInfo = ();
}

/// Requests that the hub hasn't taken.
#[storage_alias]
pub type Lane = StorageValue<Mock, Vec<EscrowRequest>, ValueQuery>;
/// A lane that takes [`Room`] messages at a time.
pub struct LaneToHub;

impl AskLedger for LaneToHub {
    fn ask(request: EscrowRequest) -> DispatchResult {
        Lane::try_mutate(|lane| {
            ensure!((lane.len() as u32) < Room::get(), DispatchError::Other("QueueExceeded"));
            lane.push(request);
            Ok(())
        })
    }
}

pub const BAKERY: CooperativeId = CooperativeId(0);
pub const MILL: CooperativeId = CooperativeId(1);

/// Members of the bakery; the first is its steward.
pub const BAKER: Person = Person(1);
pub const ADA: Person = Person(2);
pub const BOB: Person = Person(3);
/// Members of the mill; the first is its steward.
pub const MILLER: Person = Person(4);
pub const EVE: Person = Person(5);
/// Nobody here.
pub const STRANGER: Person = Person(9);

/// When every test begins.
pub const START: Moment = 1_700_000_000_000;
/// How much everybody may owe on the hub.
pub const LIMIT: Balance = 1_000_000;

/// A person, by the number of its key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Person(pub u8);

impl Person {
    pub fn did(self) -> Did {
        Did::from_key(SigningKey::Sr25519([self.0; 32]))
    }

    pub fn account(self) -> LedgerAccount {
        LedgerAccount::Person(self.did())
    }

    pub fn origin(self) -> RuntimeOrigin {
        RuntimeOrigin::signed(self.did().0.account())
    }

    /// Has these memberships from now on.
    pub fn is(self, memberships: &[Membership]) {
        Registers::put_person(&self.did(), memberships);
    }

    pub fn sends(self, call: Call) -> DispatchResult {
        send(self.origin(), call)
    }

    /// Creates a listing of its own in the cooperative, under a key that nobody has used.
    pub fn lists(
        self,
        cooperative: CooperativeId,
        kind: ListingKind,
        terms: ListingTerms,
        quantity: Quantity,
    ) -> Result<ListingId, DispatchError> {
        let (owner, key) = (self.did(), fresh_key());
        let id = crate::NextListing::<Test>::get();
        self.sends(Call::create_listing { owner, cooperative, kind, terms, quantity, key })
            .map(|()| id)
    }

    /// Orders so many as a member of the cooperative, or answers to a want.
    pub fn orders(
        self,
        listing: ListingId,
        quantity: Quantity,
        cooperative: CooperativeId,
    ) -> Result<OrderId, DispatchError> {
        let version = crate::Listings::<Test>::get(listing).map_or(0, |listing| listing.version);
        let (party, key) = (self.did(), fresh_key());
        let id = crate::NextOrder::<Test>::get();
        let call = Call::place_order { listing, version, quantity, party, cooperative, key };
        self.sends(call).map(|()| id)
    }

    pub fn accepts(self, order: OrderId) -> DispatchResult {
        self.sends(Call::accept_order { order })
    }

    pub fn delivers(self, order: OrderId) -> DispatchResult {
        self.sends(Call::deliver_order { order })
    }

    pub fn completes(self, order: OrderId) -> DispatchResult {
        self.sends(Call::complete_order { order })
    }

    pub fn cancels(self, order: OrderId) -> DispatchResult {
        self.sends(Call::cancel_order { order })
    }

    pub fn disputes(self, order: OrderId) -> DispatchResult {
        self.sends(Call::dispute { order, reasons: Hash::repeat_byte(9) })
    }

    pub fn consents(self, order: OrderId) -> DispatchResult {
        self.sends(Call::consent { order })
    }

    pub fn rates(self, order: OrderId, stars: u8) -> DispatchResult {
        self.sends(Call::rate { order, stars, comment: Some(Hash::repeat_byte(3)) })
    }

    /// What it has on the hub.
    pub fn balance(self) -> Balance {
        HUB.with_borrow(|hub| hub.balance(self.account()))
    }

    /// What the hub keeps of it.
    pub fn held(self) -> Balance {
        HUB.with_borrow(|hub| hub.held(self.account()))
    }
}

/// The currency of every test.
pub const HOURS: CurrencyId =
    CurrencyId { issuer: BAKERY, code: CurrencyCode(*b"HOUR\0\0\0\0"), decimals: 2 };
/// Another one.
pub const FLOUR: CurrencyId =
    CurrencyId { issuer: MILL, code: CurrencyCode(*b"FLOUR\0\0\0"), decimals: 0 };

/// Terms as the tests have them: at this price, for everybody, for ten days.
pub fn terms(title: &str, price: Balance) -> ListingTerms {
    ListingTerms {
        title: title.as_bytes().to_vec().try_into().unwrap(),
        description: Hash::repeat_byte(1),
        category: b"Food".to_vec().try_into().unwrap(),
        price: Money { currency: HOURS, amount: price },
        visibility: Visibility::Federation,
        expires_at: Timestamp::get() + 10 * DAY,
    }
}

/// Ada offers ten loaves, at 300 each.
pub fn loaves() -> ListingId {
    ADA.lists(BAKERY, ListingKind::Offer, terms("Rye bread", 300), 10).unwrap()
}

/// Eve wants ten sacks, at 200 each.
pub fn sacks_wanted() -> ListingId {
    EVE.lists(MILL, ListingKind::Want, terms("Sacks", 200), 10).unwrap()
}

/// Eve has ordered two of Ada's loaves, and the hub keeps her money.
pub fn funded() -> OrderId {
    let order = EVE.orders(loaves(), 2, MILL).unwrap();
    hub_answers();
    assert_eq!(stage(order), Stage::Funded);
    order
}

/// And Ada has accepted.
pub fn accepted() -> OrderId {
    let order = funded();
    assert_ok!(ADA.accepts(order));
    order
}

/// And Ada has delivered.
pub fn delivered() -> OrderId {
    let order = accepted();
    assert_ok!(ADA.delivers(order));
    order
}

/// And Eve wasn't content.
pub fn disputed() -> OrderId {
    let order = delivered();
    assert_ok!(EVE.disputes(order));
    order
}

pub fn listing(id: ListingId) -> Listing {
    crate::Listings::<Test>::get(id).expect("the listing is there")
}

pub fn order(id: OrderId) -> Order {
    crate::Orders::<Test>::get(id).expect("the order is there")
}

pub fn stage(id: OrderId) -> Stage {
    order(id).stage
}

pub fn hold(id: OrderId) -> HoldState {
    order(id).hold
}

/// What can be ordered of a listing, what is kept for orders, and what was delivered.
pub fn stock(id: ListingId) -> (Quantity, Quantity, Quantity) {
    let listing = listing(id);
    (listing.available, listing.reserved, listing.traded)
}

/// The stock of the listing of an order.
pub fn stock_of(id: OrderId) -> (Quantity, Quantity, Quantity) {
    stock(order(id).listing)
}

pub fn federation_decides() -> RuntimeOrigin {
    decisions::Origin::Federation.into()
}

pub fn cooperatives_decide(all: &[CooperativeId]) -> RuntimeOrigin {
    decisions::Origin::Cooperatives(all.to_vec().try_into().unwrap()).into()
}

/// A key.
pub fn key(number: u64) -> Key {
    let mut key = [0; 32];
    key[24..].copy_from_slice(&number.to_be_bytes());
    key
}

/// A key that nobody has used.
pub fn fresh_key() -> Key {
    KeysMade::mutate(|made| *made += 1);
    key(1_000_000 + KeysMade::get())
}

/// A call of the pallet.
pub type Call = pallet_marketplace::Call<Test>;
/// An error of the pallet.
pub type Error = pallet_marketplace::Error<Test>;
/// An event of the pallet.
pub type Event = pallet_marketplace::Event<Test>;

/// Sends `call` as the chain would: what fails is undone as a whole.
pub fn send(origin: RuntimeOrigin, call: impl Into<RuntimeCall>) -> DispatchResult {
    call.into().dispatch(origin).map(|_| ()).map_err(|failure| failure.error)
}

/// The hub takes what waits in the lane, and its answers come at once.
pub fn hub_answers() {
    for request in Lane::take() {
        let outcome = HUB.with_borrow_mut(|hub| hub.take(&request, Timestamp::get()));
        assert!(Market::on_answer(&request, &outcome));
    }
}

/// This comes as the answer to the first request in the lane; the hub never saw it.
pub fn answer(outcome: Outcome) {
    let request = Lane::mutate(|lane| lane.remove(0));
    assert!(Market::on_answer(&request, &outcome));
}

/// Begins the next block, `time` milliseconds later: hooks as the chain runs them, the clock after
/// the beginning.
pub fn next_block_after(time: Moment) {
    System::set_block_number(System::block_number() + 1);
    Market::on_initialize(System::block_number());
    Timestamp::set_timestamp(Timestamp::get() + time);
    HUB.with_borrow_mut(|hub| hub.expire(Timestamp::get()));
}

/// Lets `time` pass, and what waits for it be done.
pub fn pass(time: Moment) {
    next_block_after(time);
    next_block_after(0);
}

/// The events of this pallet that have come since the last time.
pub fn events() -> Vec<Event> {
    let events = System::events().into_iter().filter_map(|record| match record.event {
        RuntimeEvent::Market(event) => Some(event),
        _ => None,
    });
    let events = events.collect();
    System::reset_events();
    events
}

/// The rules of every test.
pub fn rules() -> MarketplaceParameters {
    MarketplaceParameters {
        timeouts: OrderTimeouts {
            consent: HOUR,
            funding: HOUR,
            acceptance: 2 * HOUR,
            delivery: 3 * HOUR,
            confirmation: 4 * HOUR,
            dispute: 5 * HOUR,
        },
        hold_slack: 8 * HOUR,
        max_hold_life: 30 * HOUR,
        retry_interval: 10 * MINUTE,
        retention: 2 * DAY,
        max_listing_life: 30 * DAY,
        max_listings: 50,
        max_orders: 8,
        ..Default::default()
    }
}

/// A chain at block 1, and a hub on which nothing has happened.
pub fn new_test_ext() -> TestState {
    let mut state = TestState::new(Default::default());
    Room::set(1_000);
    Tasks::set(100);
    HUB.set(Hub::default());
    state.execute_with(|| {
        Registers::put_cooperative(BAKERY, true);
        Registers::put_cooperative(MILL, true);
        BAKER.is(&[(BAKERY, STEWARD)]);
        ADA.is(&[(BAKERY, MEMBER)]);
        BOB.is(&[(BAKERY, MEMBER)]);
        MILLER.is(&[(MILL, STEWARD)]);
        EVE.is(&[(MILL, MEMBER)]);
        let genesis =
            pallet_marketplace::GenesisConfig::<Test> { parameters: rules(), ..Default::default() };
        genesis.build();
        System::set_block_number(1);
        Timestamp::set_timestamp(START);
    });
    state
}

/// Runs `scenario` on such a chain; every invariant must hold at its end, here and on the hub.
pub fn scenario(scenario: impl FnOnce()) {
    new_test_ext().execute_with(|| {
        scenario();
        Market::do_try_state().expect("every invariant holds");
        HUB.with_borrow(Hub::check);
    });
}
