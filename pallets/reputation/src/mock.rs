//! A runtime with this pallet and a clock, and people to act in it.

use crate as pallet_reputation;
use crate::{frame, Identities};
use alloc::collections::BTreeMap;
use frame::{runtime::prelude::*, testing_prelude::*};
use icn_primitives::{
    reputation::{Act, Categories, Category, GiveReputation, ReadReputation, Score, Source},
    AccountId, Did, Hash, Moment, SigningKey,
};
use polkadot_sdk::{
    frame_support::{storage::with_storage_layer, traits::UnfilteredDispatchable},
    pallet_timestamp, sp_io, sp_runtime,
};

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
    pub type Reputation = pallet_reputation;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = MockBlock<Test>;
    type AccountId = AccountId;
    type Lookup = IdentityLookup<AccountId>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

pub type Call = crate::Call<Test>;
pub type Error = crate::Error<Test>;
pub type Event = crate::Event<Test>;

/// When every test begins: noon of a day.
pub const START: Moment = 1_699_920_000_000 + icn_primitives::DAY / 2;

parameter_types! {
    /// The active DIDs, each with its controller.
    pub static Active: BTreeMap<Did, Option<Did>> = BTreeMap::new();
    /// For whom accounts act.
    pub static Accounts: BTreeMap<AccountId, Did> = BTreeMap::new();
}

/// The people and organisations that [`Active`] names.
pub struct Known;

impl Identities for Known {
    const ACTS_FOR_READS: u64 = 4;

    fn did_of(account: &AccountId) -> Option<Did> {
        Accounts::get().get(account).copied().filter(Self::is_active)
    }

    fn is_active(did: &Did) -> bool {
        Active::get().contains_key(did)
    }

    fn acts_for(actor: &Did, did: &Did) -> bool {
        let known = Active::get();
        core::iter::successors(Some(*did), |did| *known.get(did)?).take(5).any(|did| did == *actor)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_person(number: u32) -> (AccountId, Did) {
        let did = person(&format!("person {number}"));
        (account(&format!("person {number}")), did)
    }
}

impl pallet_reputation::Config for Test {
    type Time = Timestamp;
    type Identities = Known;
    type FederationOrigin = EnsureRoot<AccountId>;
    type WeightInfo = ();
}

/// The DID of `name`.
pub fn did(name: &str) -> Did {
    Did::from_key(SigningKey::Sr25519(sp_io::hashing::blake2_256(name.as_bytes())))
}

/// The first account that acts for `name`.
pub fn account(name: &str) -> AccountId {
    did(name).0.account()
}

/// Makes `name` an active DID with an account.
pub fn person(name: &str) -> Did {
    group(name, None)
}

/// Makes `name` an active DID with an account and a controller.
pub fn group(name: &str, controller: Option<Did>) -> Did {
    Active::mutate(|active| active.insert(did(name), controller));
    Accounts::mutate(|accounts| accounts.insert(account(name), did(name)));
    did(name)
}

/// Ends the DID of `name`.
pub fn end(name: &str) {
    Active::mutate(|active| active.remove(&did(name)));
}

/// Some evidence.
pub fn evidence() -> Hash {
    Hash::repeat_byte(7)
}

/// So many hundredths of a point.
pub fn hundredths(count: i64) -> Score {
    Score(Score::points(count).0 / 100)
}

/// A decision of the federation.
pub fn federation() -> RuntimeOrigin {
    RuntimeOrigin::root()
}

/// Sends a call as a transaction: what fails changes nothing.
pub fn send(origin: RuntimeOrigin, call: Call) -> DispatchResult {
    with_storage_layer(|| call.dispatch_bypass_filter(origin).map_err(|failed| failed.error))
        .map(|_| ())
}

/// Names an attestor for some categories.
pub fn attestor(name: &str, categories: &[Category]) -> Did {
    let attestor = person(name);
    let categories: Categories = categories.iter().copied().collect();
    assert_ok!(send(federation(), Call::set_attestor { attestor, categories }));
    attestor
}

/// `name` attests.
pub fn attest(name: &str, subject: Did, category: Category, score: Score) -> DispatchResult {
    let evidence = evidence();
    let who = RuntimeOrigin::signed(account(name));
    send(who, Call::attest { subject, category, score, evidence })
}

/// A pallet gives for an act.
pub fn award(act: Act, subject: &Did, category: Category, score: Score) -> DispatchResult {
    Reputation::award(Source::Act(act), subject, category, score, evidence())
}

/// The score that is read now.
pub fn score(subject: &Did, category: Category) -> Score {
    <Reputation as ReadReputation>::score(subject, category)
}

/// An empty chain at block 1.
pub fn new_test_ext() -> TestState {
    chain(Default::default())
}

/// A chain with this genesis at block 1.
pub fn chain(genesis: crate::GenesisConfig<Test>) -> TestState {
    Active::take();
    Accounts::take();
    let mut state = TestState::new(genesis.build_storage().expect("it is serialisable"));
    state.execute_with(|| {
        System::set_block_number(1);
        Timestamp::set_timestamp(START);
    });
    state
}

/// Runs `scenario` on an empty chain; every invariant must hold at its end.
pub fn scenario(scenario: impl FnOnce()) {
    new_test_ext().execute_with(|| {
        scenario();
        Reputation::ensure_invariants().expect("every invariant holds");
    });
}

/// Lets `time` milliseconds pass.
pub fn pass(time: Moment) {
    Timestamp::set_timestamp(Timestamp::get() + time);
}

/// The storage root: the same as long as nothing changes.
pub fn root() -> Vec<u8> {
    sp_io::storage::root(sp_runtime::StateVersion::V1)
}

/// This pallet's events.
pub fn events() -> Vec<Event> {
    let events = System::events().into_iter();
    events
        .filter_map(|record| match record.event {
            RuntimeEvent::Reputation(event) => Some(event),
            _ => None,
        })
        .collect()
}
