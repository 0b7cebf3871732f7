//! A runtime with this pallet, a clock, and a ledger elsewhere.

use crate as pallet_settlement;
use crate::{frame, testing::FakeLedger, *};
use alloc::{vec, vec::Vec};
use frame::{runtime::prelude::*, testing_prelude::*};
use icn_primitives::{
    exchange::ExchangeId,
    ledger::{Balance, CurrencyCode, CurrencyId, LedgerAccount, Money},
    CooperativeId, Did, Hash, Moment, SigningKey, DAY, HOUR,
};
use polkadot_sdk::{frame_system::EnsureRoot, pallet_timestamp};

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
    pub type Settling = pallet_settlement;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = MockBlockU32<Test>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

/// Legs that are asked for in a block: few, so that a test can reach the bound.
pub const LEGS_PER_BLOCK: u32 = 18;
/// Settlements that one block looks at because their time has passed.
pub const DUE_PER_BLOCK: u32 = 2;

impl pallet_settlement::Config for Test {
    type Time = Timestamp;
    type Ledger = FakeLedger;
    type OnSettlement = Listener;
    type FederationOrigin = EnsureRoot<u64>;
    type LegsPerBlock = ConstU32<LEGS_PER_BLOCK>;
    type DuePerBlock = ConstU32<DUE_PER_BLOCK>;
    type WeightInfo = ();
}

/// What was heard, in order.
#[storage_alias]
pub type Heard = StorageValue<Mock, Vec<(Purpose, Progress)>, ValueQuery>;
/// Whether everything is paid as soon as it is held.
#[storage_alias]
pub type CaptureAtOnce = StorageValue<Mock, bool, ValueQuery>;

/// Notes what it hears.
pub struct Listener;

impl OnSettlement for Listener {
    fn on_settlement(purpose: Purpose, progress: Progress) {
        Heard::append((purpose, progress));
        if progress == Progress::Held && CaptureAtOnce::get() {
            assert_ok!(Settling::capture(purpose));
        }
    }

    fn weight() -> Weight {
        Weight::from_parts(1, 1)
    }
}

/// When every test begins.
pub const START: Moment = 1_700_000_000_000;
/// How long everything may take to be held.
pub const HOLD_TIME: Moment = DAY;
/// How long it may take until it is paid.
pub const CAPTURE_TIME: Moment = 3 * DAY;

/// What is paid for, by number.
pub fn purpose(number: u64) -> Purpose {
    Purpose::Exchange(ExchangeId(number))
}

/// The treasury of a cooperative.
pub fn treasury(id: u32) -> LedgerAccount {
    LedgerAccount::cooperative(CooperativeId(id))
}

/// A person.
pub fn person() -> LedgerAccount {
    LedgerAccount::Person(Did::from_key(SigningKey::Sr25519([7; 32])))
}

/// So much of the only money that there is.
pub fn money(amount: Balance) -> Money {
    let code = CurrencyCode(*b"HOUR\0\0\0\0");
    Money { currency: CurrencyId { issuer: CooperativeId(0), code, decimals: 2 }, amount }
}

/// A payment of `payer` to the treasury of cooperative 9.
pub fn leg(payer: LedgerAccount, amount: Balance) -> Leg {
    Leg { payer, payee: treasury(9), money: money(amount) }
}

/// Payments of so many cooperatives.
pub fn legs(count: u32) -> Vec<Leg> {
    (0..count).map(|id| leg(treasury(100 + id), Balance::from(id) + 1)).collect()
}

/// What is settled, within the usual times.
pub fn terms(legs: Vec<Leg>) -> SettlementTerms {
    SettlementTerms {
        legs,
        hold_by: Timestamp::get() + HOLD_TIME,
        capture_by: Timestamp::get() + CAPTURE_TIME,
        reference: Hash::repeat_byte(3),
        may_wait: true,
    }
}

/// Begins a settlement of so many payments.
pub fn begin(number: u64, count: u32) {
    assert_ok!(Settling::begin(purpose(number), terms(legs(count))));
}

/// Where the payments of a settlement stand.
pub fn stages(number: u64) -> Vec<LegStage> {
    let settlement = Settling::settlement(purpose(number)).expect("it isn't over");
    settlement.legs.iter().map(|(_, stage)| *stage).collect()
}

/// What was heard since the last time.
pub fn heard() -> Vec<(Purpose, Progress)> {
    Heard::take()
}

/// Everything arrives at the ledger and is answered.
pub fn ledger_answers() {
    FakeLedger::settle_all::<Test>(Timestamp::get());
}

/// Begins the next block, `time` milliseconds later: hooks as the chain runs them, the clock after.
pub fn next_block_after(time: Moment) -> Weight {
    System::set_block_number(System::block_number() + 1);
    let weight = Settling::on_initialize(System::block_number());
    Timestamp::set_timestamp(Timestamp::get() + time);
    weight
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

/// The events of this pallet that have come since the last time.
pub fn events() -> Vec<Event<Test>> {
    let events = System::events().into_iter().filter_map(|record| match record.event {
        RuntimeEvent::Settling(event) => Some(event),
        _ => None,
    });
    let events = events.collect();
    System::reset_events();
    events
}

/// The rules of every test.
pub fn parameters() -> SettlementParameters {
    SettlementParameters { capture_time: 2 * HOUR, retry_delay: 60_000, max_waiting: 4 }
}

/// A chain at block 1.
pub fn new_test_ext() -> TestState {
    let mut state = TestState::new(Default::default());
    state.execute_with(|| {
        System::set_block_number(1);
        Timestamp::set_timestamp(START);
        Parameters::<Test>::put(parameters());
    });
    state
}

/// Runs `scenario` on such a chain; every invariant must hold at its end.
pub fn scenario(scenario: impl FnOnce()) {
    new_test_ext().execute_with(|| {
        scenario();
        Settling::do_try_state().expect("every invariant holds");
    });
}

/// The ledger refuses what this cooperative is to pay.
pub fn is_poor(id: u32) {
    crate::testing::Poor::insert(treasury(100 + id), ());
}

/// As many of each, for comparing.
pub fn all(stage: LegStage, count: usize) -> Vec<LegStage> {
    vec![stage; count]
}
