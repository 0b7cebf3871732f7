//! A runtime with this pallet, settlements over a ledger elsewhere, cooperatives with members, and
//! decisions.

use crate as pallet_resources;
use crate::{frame, ResourceParameters};

pub use crate::{
    Access, Bearer, BookingId, BookingPayment, BookingStatus, Bookings, Closures, Cost,
    NextBooking, NextResource, PaidBy, Requirements, ResourceId, ResourceKind, ResourceQuery,
    ResourceTerms, Resources, Share, Shares, Span, Window,
};
use alloc::{vec, vec::Vec};
use frame::{runtime::prelude::*, testing_prelude::*, traits::EnsureOrigin};
pub use icn_primitives::parties::testing::{
    did_of, Awards, Membership, Registers, MEMBER, STEWARD,
};
use icn_primitives::{
    governance::JointBody,
    ledger::{Balance, CurrencyCode, CurrencyId, Key, LedgerAccount, Money},
    AccountId, CooperativeId, Did, Hash, Moment, ShardId, SigningKey, DAY, HOUR, MINUTE,
};
use pallet_settlement::{testing::FakeLedger, SettlementParameters};
use polkadot_sdk::{frame_system::EnsureRoot, pallet_timestamp};

/// Decisions of cooperatives.
#[frame::pallet]
pub mod decisions {
    use super::*;

    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config {}

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// Which cooperatives decided.
    #[pallet::origin]
    #[derive(
        Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
    )]
    pub struct Origin(pub JointBody);
}

/// Accepts decisions of cooperatives, and says of which.
pub struct DecisionOfCooperatives;

impl EnsureOrigin<RuntimeOrigin> for DecisionOfCooperatives {
    type Success = JointBody;

    fn try_origin(origin: RuntimeOrigin) -> Result<JointBody, RuntimeOrigin> {
        match origin.caller() {
            OriginCaller::Decisions(decisions::Origin(by)) => Ok(by.clone()),
            _ => Err(origin),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        let all = (0..icn_primitives::governance::MAX_JOINT).map(CooperativeId);
        Ok(decisions::Origin(JointBody::truncate_from(all.collect())).into())
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
    pub type Settlement = pallet_settlement;
    #[runtime::pallet_index(4)]
    pub type Sharing = pallet_resources;
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

impl pallet_settlement::Config for Test {
    type Time = Timestamp;
    type Ledger = FakeLedger;
    type OnSettlement = Sharing;
    type FederationOrigin = EnsureRoot<AccountId>;
    type LegsPerBlock = ConstU32<64>;
    type DuePerBlock = ConstU32<8>;
    type WeightInfo = ();
}

/// Bookings that one block moves: few, so that a test can reach the bound.
pub const TASKS: u32 = 3;

parameter_types! {
    pub const ThisShard: ShardId = ShardId(1);
}

impl pallet_resources::Config for Test {
    type Time = Timestamp;
    type Parties = Registers;
    type Settle = Settlement;
    type Reputation = Awards;
    type DecisionOrigin = DecisionOfCooperatives;
    type FederationOrigin = EnsureRoot<AccountId>;
    type ThisShard = ThisShard;
    type TasksPerBlock = ConstU32<TASKS>;
    type WeightInfo = ();
}

pub const BAKERY: CooperativeId = CooperativeId(0);
pub const MILL: CooperativeId = CooperativeId(1);
pub const GARDEN: CooperativeId = CooperativeId(2);
/// One that takes no part.
pub const CLOSED: CooperativeId = CooperativeId(8);

/// Stewards of the bakery and the mill, members of them, and of the garden.
pub const BAKER: Person = Person(1);
pub const MILLER: Person = Person(2);
pub const ADA: Person = Person(3);
pub const BOB: Person = Person(4);
pub const EVE: Person = Person(5);
/// Nobody here.
pub const STRANGER: Person = Person(9);
/// A steward of what takes no part.
pub const FORMER: Person = Person(10);

/// When every test begins: Monday, 13 November 2023, 0:00 UTC.
pub const START: Moment = MONDAY as Moment * MINUTE;
/// The same in minutes.
pub const MONDAY: u32 = 28_330_560;

/// A time: from this minute after the beginning of the test on, so many minutes.
pub fn at(start: u32, minutes: u32) -> Span {
    Span::of(MONDAY + start, minutes)
}

/// A person, by the number of its key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Person(pub u8);

impl Person {
    /// The DID.
    pub fn did(self) -> Did {
        Did::from_key(SigningKey::Sr25519([self.0; 32]))
    }

    /// The account in the ledger.
    pub fn account(self) -> LedgerAccount {
        LedgerAccount::Person(self.did())
    }

    /// Has these memberships from now on.
    pub fn is(self, memberships: &[Membership]) {
        Registers::put_person(&self.did(), memberships);
    }

    /// Sends a call.
    pub fn sends(self, call: Call) -> DispatchResult {
        send(RuntimeOrigin::signed(self.did().0.account()), call)
    }

    /// Books the resource as it is now, as a member of the first of the own cooperatives, under a
    /// key that nobody has used; gives the booking's number.
    pub fn books(self, resource: u32, span: Span, paid_by: PaidBy) -> Result<u64, DispatchError> {
        let id = NextBooking::<Test>::get().0;
        let memberships = Registers::memberships(&self.did()).unwrap_or_default();
        let cooperative = memberships.first().map(|(id, _)| *id).unwrap_or_default();
        self.sends(booking_of(resource, cooperative, span, paid_by, 1_000 + id))?;
        Ok(id)
    }

    /// Cancels a booking.
    pub fn cancels(self, id: u64) -> DispatchResult {
        self.sends(Call::cancel_booking { id: BookingId(id) })
    }
}

/// A call that books a resource as it is now.
pub fn booking_of(
    resource: u32,
    cooperative: CooperativeId,
    span: Span,
    paid_by: PaidBy,
    number: u64,
) -> Call {
    let resource = ResourceId(resource);
    let version = Resources::<Test>::get(resource).map(|one| one.version).unwrap_or_default();
    Call::book { resource, version, cooperative, span, paid_by, key: key(number) }
}

/// A call of the pallet.
pub type Call = pallet_resources::Call<Test>;
/// An error of the pallet.
pub type Error = pallet_resources::Error<Test>;
/// An event of the pallet.
pub type Event = pallet_resources::Event<Test>;

/// Sends `call` as the chain would: what fails is undone as a whole.
pub fn send(origin: RuntimeOrigin, call: Call) -> DispatchResult {
    RuntimeCall::from(call).dispatch(origin).map(|_| ()).map_err(|failure| failure.error)
}

/// Cooperatives, as they decide.
pub fn body(cooperatives: &[CooperativeId]) -> JointBody {
    JointBody::truncate_from(cooperatives.to_vec())
}

/// These cooperatives decide whether they pay for a booking, with the hash of what it is.
pub fn decide(by: &[CooperativeId], id: u64, approve: bool) -> DispatchResult {
    let booking = Sharing::booking(BookingId(id));
    let content_hash = booking.map(|view| view.content_hash).unwrap_or_default();
    decide_what(by, id, content_hash, approve)
}

/// These cooperatives decide about a booking of this content.
pub fn decide_what(
    by: &[CooperativeId],
    id: u64,
    content_hash: Hash,
    approve: bool,
) -> DispatchResult {
    let call = Call::decide_booking { id: BookingId(id), content_hash, approve };
    send(decisions::Origin(body(by)).into(), call)
}

/// So much of the only money that there is.
pub fn money(amount: Balance) -> Money {
    let code = CurrencyCode(*b"HOUR\0\0\0\0");
    Money { currency: CurrencyId { issuer: BAKERY, code, decimals: 2 }, amount }
}

/// A cooperative's treasury.
pub fn treasury(id: CooperativeId) -> LedgerAccount {
    LedgerAccount::cooperative(id)
}

/// A key.
pub fn key(number: u64) -> Key {
    let mut key = [0; 32];
    key[24..].copy_from_slice(&number.to_be_bytes());
    key
}

/// Shares of cooperatives, in millionths.
pub fn shares(shares: &[(CooperativeId, u32)]) -> PaidBy {
    let share = |(cooperative, parts): &(CooperativeId, u32)| Share {
        cooperative: *cooperative,
        parts: *parts,
    };
    PaidBy::Cooperatives(Shares::truncate_from(shares.iter().map(share).collect()))
}

/// A price for an hour, cancelled for nothing until an hour before.
pub fn per_hour(amount: Balance, bearer: Bearer) -> Cost {
    Cost::PerHour { price: money(amount), bearer, cancellation: 60 }
}

/// A van that everybody may use at any time.
pub fn van(cost: Cost) -> ResourceTerms {
    ResourceTerms {
        kind: ResourceKind::Vehicle,
        name: b"Van".to_vec().try_into().expect("it is short"),
        description: Hash::repeat_byte(4),
        place: b"de/berlin/mitte".to_vec().try_into().expect("it is short"),
        access: Access::Federation,
        cost,
        requirements: Requirements { role: None, rules: None },
        windows: vec![Window::ALWAYS].try_into().expect("it is one"),
    }
}

/// The bakery shares something; gives its number.
pub fn shared(terms: ResourceTerms) -> u32 {
    let id = NextResource::<Test>::get().0;
    let key = key(500 + u64::from(id));
    assert_ok!(BAKER.sends(Call::register { owner: BAKERY, terms, key }));
    id
}

/// A van that costs nothing.
pub fn free_van() -> u32 {
    shared(van(Cost::Free))
}

/// A van for 1.20 an hour, paid by whoever the booking says.
pub fn dear_van() -> u32 {
    shared(van(per_hour(120, Bearer::Either)))
}

/// Where a booking stands, and its money.
pub fn stand(id: u64) -> (BookingStatus, BookingPayment) {
    let booking = Bookings::<Test>::get(BookingId(id)).expect("it is remembered");
    (booking.status, booking.payment)
}

/// Begins the next block, `time` milliseconds later: hooks as the chain runs them, the clock after.
pub fn next_block_after(time: Moment) {
    System::set_block_number(System::block_number() + 1);
    Settlement::on_initialize(System::block_number());
    Sharing::on_initialize(System::block_number());
    Timestamp::set_timestamp(Timestamp::get() + time);
}

/// Begins the next block, three seconds later.
pub fn next_block() {
    next_block_after(3_000);
}

/// Lets `time` pass, and what waits for it be done.
pub fn pass(time: Moment) {
    next_block_after(time);
    next_block();
    next_block();
}

/// It is this minute after the beginning of the test; what waits for it is done.
pub fn be_at(minute: u32) {
    let until = START + Moment::from(minute) * MINUTE;
    next_block_after(until.saturating_sub(Timestamp::get()));
    next_block();
    next_block();
}

/// Blocks go on while the ledger hears and answers everything.
pub fn settle() {
    for _ in 0..4 {
        next_block();
        FakeLedger::settle_all::<Test>(Timestamp::get());
    }
}

/// The events of this pallet that have come since the last time.
pub fn events() -> Vec<Event> {
    let events = System::events().into_iter().filter_map(|record| match record.event {
        RuntimeEvent::Sharing(event) => Some(event),
        _ => None,
    });
    let events = events.collect();
    System::reset_events();
    events
}

/// The rules of every test.
pub fn parameters() -> ResourceParameters {
    ResourceParameters {
        horizon: 30 * 24 * 60,
        max_minutes: 3 * 24 * 60,
        decision_time: DAY,
        hold_time: HOUR,
        retention: 20 * DAY,
        max_resources: 5,
        max_bookings: 4,
        ..Default::default()
    }
}

/// A chain at block 1, on which three cooperatives take part.
pub fn new_test_ext() -> TestState {
    let mut state = TestState::new(Default::default());
    state.execute_with(|| {
        for id in [BAKERY, MILL, GARDEN] {
            Registers::put_cooperative(id, true);
        }
        BAKER.is(&[(BAKERY, STEWARD)]);
        MILLER.is(&[(MILL, STEWARD)]);
        ADA.is(&[(BAKERY, MEMBER)]);
        BOB.is(&[(MILL, MEMBER)]);
        EVE.is(&[(GARDEN, MEMBER)]);
        FORMER.is(&[(CLOSED, STEWARD)]);
        crate::Parameters::<Test>::put(parameters());
        pallet_settlement::Parameters::<Test>::put(SettlementParameters {
            capture_time: 2 * HOUR,
            retry_delay: MINUTE,
            max_waiting: 100,
        });
        System::set_block_number(1);
        Timestamp::set_timestamp(START);
    });
    state
}

/// Checks every invariant.
pub fn check() {
    Sharing::do_try_state().expect("every invariant holds");
}

/// Runs `scenario` on such a chain; every invariant must hold at its end.
pub fn scenario(scenario: impl FnOnce()) {
    new_test_ext().execute_with(|| {
        assert_eq!(Sharing::this_minute(), MONDAY);
        scenario();
        check();
    });
}
