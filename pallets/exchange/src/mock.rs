//! A runtime with this pallet, settlements over a ledger elsewhere, cooperatives with members, and
//! decisions.

use crate as pallet_exchange;
use crate::{frame, ExchangeParameters, NextExchange};

pub use crate::{
    AgreementKind, Content, Exchange, ExchangeId, ExchangeKind, ExchangeStatus, ExchangeView,
    Exchanges, Transfer, Transfers,
};
use alloc::{vec, vec::Vec};
use frame::{runtime::prelude::*, testing_prelude::*, traits::EnsureOrigin};
pub use icn_primitives::parties::{
    testing::{did_of, Awards, Membership, Registers, MEMBER, STEWARD},
    Parties,
};
use icn_primitives::{
    governance::JointBody,
    ledger::{Balance, CurrencyCode, CurrencyId, Key, LedgerAccount, Money, Treasury},
    AccountId, CooperativeId, Did, Hash, Moment, ShardId, SigningKey, DAY, HOUR,
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
    pub type Exchanging = pallet_exchange;
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
    type OnSettlement = Exchanging;
    type FederationOrigin = EnsureRoot<AccountId>;
    type LegsPerBlock = ConstU32<64>;
    type DuePerBlock = ConstU32<8>;
    type WeightInfo = ();
}

/// Exchanges that one block moves: few, so that a test can reach the bound.
pub const TASKS: u32 = 2;

parameter_types! {
    pub const ThisShard: ShardId = ShardId(1);
}

impl pallet_exchange::Config for Test {
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
/// A member of what takes no part.
pub const FORMER: Person = Person(10);

/// When every test begins.
pub const START: Moment = 1_700_000_000_000;

/// A person, by the number of its key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Person(pub u8);

impl Person {
    /// The DID.
    pub fn did(self) -> Did {
        Did::from_key(SigningKey::Sr25519([self.0; 32]))
    }

    /// Has these memberships from now on.
    pub fn is(self, memberships: &[Membership]) {
        Registers::put_person(&self.did(), memberships);
    }

    /// Sends a call.
    pub fn sends(self, call: Call) -> DispatchResult {
        send(RuntimeOrigin::signed(self.did().0.account()), call)
    }
}

/// A call of the pallet.
pub type Call = pallet_exchange::Call<Test>;
/// An error of the pallet.
pub type Error = pallet_exchange::Error<Test>;
/// An event of the pallet.
pub type Event = pallet_exchange::Event<Test>;

/// Sends `call` as the chain would: what fails is undone as a whole.
pub fn send(origin: RuntimeOrigin, call: Call) -> DispatchResult {
    RuntimeCall::from(call).dispatch(origin).map(|_| ()).map_err(|failure| failure.error)
}

/// Cooperatives, as they decide.
pub fn body(cooperatives: &[CooperativeId]) -> JointBody {
    JointBody::truncate_from(cooperatives.to_vec())
}

/// These cooperatives decide an agreement, with the hash of what it is.
pub fn decide(by: &[CooperativeId], id: u64, approve: bool) -> DispatchResult {
    let id = ExchangeId(id);
    let content_hash = Exchanging::exchange(id).map(|view| view.content_hash).unwrap_or_default();
    decide_what(by, id.0, content_hash, approve)
}

/// These cooperatives decide an agreement of this content.
pub fn decide_what(
    by: &[CooperativeId],
    id: u64,
    content_hash: Hash,
    approve: bool,
) -> DispatchResult {
    let call = Call::decide { id: ExchangeId(id), content_hash, approve };
    send(decisions::Origin(body(by)).into(), call)
}

/// So much of the only money that there is.
pub fn money(amount: Balance) -> Money {
    let code = CurrencyCode(*b"HOUR\0\0\0\0");
    Money { currency: CurrencyId { issuer: BAKERY, code, decimals: 2 }, amount }
}

/// A payment between cooperatives.
pub fn pays(payer: CooperativeId, payee: CooperativeId, amount: Balance) -> Transfer {
    Transfer { payer, payee: Treasury::Cooperative(payee), money: money(amount) }
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

/// What most agreements here are about.
pub const TERMS: Hash = Hash::repeat_byte(3);

/// A call that proposes an exchange of resources, for the first of the cooperatives.
pub fn proposal(cooperatives: &[CooperativeId], transfers: Vec<Transfer>, number: u64) -> Call {
    Call::propose {
        cooperative: cooperatives.first().copied().unwrap_or_default(),
        kind: AgreementKind::Resources,
        cooperatives: body(cooperatives),
        transfers: Transfers::truncate_from(transfers),
        terms: TERMS,
        deadline: START + 10 * DAY,
        key: key(number),
    }
}

/// Ada proposes an exchange between bakery and mill, in which both pay; gives its number.
pub fn proposed() -> u64 {
    let id = NextExchange::<Test>::get().0;
    let transfers = vec![pays(BAKERY, MILL, 50), pays(MILL, BAKERY, 20)];
    assert_ok!(ADA.sends(proposal(&[BAKERY, MILL], transfers, 1_000 + id)));
    id
}

/// Where an exchange stands.
pub fn status(id: u64) -> ExchangeStatus {
    Exchanges::<Test>::get(ExchangeId(id)).expect("it is remembered").status
}

/// Begins the next block, `time` milliseconds later: hooks as the chain runs them, the clock after.
pub fn next_block_after(time: Moment) {
    System::set_block_number(System::block_number() + 1);
    Settlement::on_initialize(System::block_number());
    Exchanging::on_initialize(System::block_number());
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
        RuntimeEvent::Exchanging(event) => Some(event),
        _ => None,
    });
    let events = events.collect();
    System::reset_events();
    events
}

/// The rules of every test.
pub fn parameters() -> ExchangeParameters {
    ExchangeParameters {
        max_life: 30 * DAY,
        hold_time: DAY,
        retention: 20 * DAY,
        max_open: 4,
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
            retry_delay: 60_000,
            max_waiting: 100,
        });
        System::set_block_number(1);
        Timestamp::set_timestamp(START);
    });
    state
}

/// Checks every invariant, also of settlements: each is of an agreement that is approved, or whose
/// money goes back.
pub fn check() {
    Exchanging::do_try_state().expect("every invariant holds");
}

/// Runs `scenario` on such a chain; every invariant must hold at its end.
pub fn scenario(scenario: impl FnOnce()) {
    new_test_ext().execute_with(|| {
        scenario();
        check();
    });
}
