//! A runtime with this pallet, a clock, cooperatives with members, and decisions.

use crate as pallet_ledger;
use crate::{frame, Done, Escrow, GenesisCurrency, LedgerParameters, Parties, PersonStanding};
use alloc::{vec, vec::Vec};
use frame::{runtime::prelude::*, testing_prelude::*, traits::EnsureOriginWithArg};
use icn_primitives::{
    ledger::{
        Account, Actor, Balance, CurrencyId, CurrencyTotals, Hold, HoldId, Key, LedgerAccount,
        Money, Treasury,
    },
    membership::CooperativeStatus,
    AccountId, CooperativeId, Did, Moment, SigningKey,
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
        Clone,
        Copy,
        PartialEq,
        Eq,
        Debug,
        Encode,
        Decode,
        DecodeWithMemTracking,
        MaxEncodedLen,
        TypeInfo,
    )]
    pub struct Origin(pub Treasury);
}

/// Accepts the decision of the very body.
pub struct DecisionOf;

impl EnsureOriginWithArg<RuntimeOrigin, Treasury> for DecisionOf {
    type Success = ();

    fn try_origin(origin: RuntimeOrigin, body: &Treasury) -> Result<(), RuntimeOrigin> {
        match origin.caller() {
            OriginCaller::Decisions(decisions::Origin(by)) if by == body => Ok(()),
            _ => Err(origin),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin(body: &Treasury) -> Result<RuntimeOrigin, ()> {
        Ok(decides(*body))
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
    pub type Ledger = pallet_ledger;
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

/// Most holds that expire in one block: few, so that a test can reach the bound.
pub const EXPIRIES: u32 = 3;

impl pallet_ledger::Config for Test {
    type Time = Timestamp;
    type Parties = Registers;
    type TreasuryOrigin = DecisionOf;
    type IssuerOrigin = DecisionOf;
    type ExpiriesPerBlock = ConstU32<EXPIRIES>;
    type WeightInfo = ();
}

/// A membership: where, whether it is suspended, whether its holder is a treasurer.
pub type Membership = (CooperativeId, bool, bool);

/// Persons with their memberships.
#[storage_alias]
pub type People = StorageMap<Mock, Twox64Concat, Did, Vec<Membership>>;
/// Cooperatives.
#[storage_alias]
pub type Cooperatives = StorageMap<Mock, Twox64Concat, CooperativeId, CooperativeStatus>;

pub struct Registers;

impl Parties for Registers {
    fn person(account: &AccountId) -> Option<Did> {
        let did = Did::from_key(SigningKey::Sr25519(*account.as_ref()));
        People::contains_key(did).then_some(did)
    }

    fn standing(person: &Did) -> (PersonStanding, u32) {
        let Some(memberships) = People::get(person) else { return (PersonStanding::Unknown, 0) };
        let status = |id: &CooperativeId| Cooperatives::get(id);
        let effective = memberships.iter().position(|(id, suspended, _)| {
            !suspended && status(id) == Some(CooperativeStatus::Active)
        });
        let all = memberships.len() as u32;
        if let Some(position) = effective {
            (PersonStanding::Active, position as u32 + 1)
        } else if memberships.iter().any(|(id, ..)| status(id).is_some_and(|s| !s.has_ended())) {
            (PersonStanding::Suspended, all)
        } else {
            (PersonStanding::Ended, all)
        }
    }

    fn status(cooperative: CooperativeId) -> Option<CooperativeStatus> {
        Cooperatives::get(cooperative)
    }

    fn is_member(cooperative: CooperativeId, person: &Did) -> bool {
        Self::status(cooperative) == Some(CooperativeStatus::Active)
            && People::get(person)
                .unwrap_or_default()
                .iter()
                .any(|(id, suspended, _)| *id == cooperative && !suspended)
    }

    fn is_treasurer(cooperative: CooperativeId, person: &Did) -> bool {
        Self::is_member(cooperative, person)
            && People::get(person)
                .unwrap_or_default()
                .iter()
                .any(|(id, _, treasurer)| *id == cooperative && *treasurer)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_treasurer(number: u32) -> (CooperativeId, AccountId, Did) {
        let id = CooperativeId(1_000 + number);
        Cooperatives::insert(id, CooperativeStatus::Active);
        let did = Did::from_key(SigningKey::Sr25519([200 + number as u8; 32]));
        People::insert(did, vec![(id, false, true)]);
        (id, did.0.account(), did)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_member(cooperative: CooperativeId, number: u32, memberships: u32) -> (AccountId, Did) {
        let did = Did::from_key(SigningKey::Sr25519([100 + number as u8; 32]));
        let mut all = vec![(cooperative, true, false); memberships as usize - 1];
        all.push((cooperative, false, false));
        People::insert(did, all);
        (did.0.account(), did)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn end_memberships(person: &Did) {
        People::insert(person, Vec::<Membership>::new());
    }
}

/// The bakery, whose currency most scenarios use.
pub const BAKERY: CooperativeId = CooperativeId(0);
/// The mill.
pub const MILL: CooperativeId = CooperativeId(1);

/// Members of the bakery; the first is its treasurer.
pub const TREASURER: Person = Person(1);
pub const ADA: Person = Person(2);
pub const BOB: Person = Person(3);
/// Members of the mill; the first is its treasurer.
pub const MILLER: Person = Person(4);
pub const EVE: Person = Person(5);
/// Nobody here.
pub const STRANGER: Person = Person(9);

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

    /// The account in the ledger.
    pub fn account(self) -> LedgerAccount {
        LedgerAccount::Person(self.did())
    }

    /// As whoever acts.
    pub fn actor(self) -> Actor {
        Actor::Person(self.did())
    }

    /// Signs a transaction.
    pub fn origin(self) -> RuntimeOrigin {
        RuntimeOrigin::signed(self.did().0.account())
    }

    /// Has these memberships from now on.
    pub fn is(self, memberships: &[Membership]) {
        People::insert(self.did(), memberships.to_vec());
    }

    /// Pays `amount` of hours, under a key that nobody has used.
    pub fn pays(self, to: impl Into<LedgerAccount>, amount: Balance) -> DispatchResult {
        self.pays_with(fresh_key(), to, hours(amount))
    }

    /// Pays under this key.
    pub fn pays_with(self, key: Key, to: impl Into<LedgerAccount>, money: Money) -> DispatchResult {
        let call = Call::transfer { payee: to.into(), money, key, reference: None };
        send(self.origin(), call)
    }

    /// Places a hold of hours for somebody until then, and gives its number.
    pub fn holds(
        self,
        payee: Option<Person>,
        amount: Balance,
        until: Moment,
    ) -> Result<HoldId, DispatchError> {
        let payee = payee.map(Person::account);
        let call = Call::place_hold {
            payee,
            money: hours(amount),
            expires_at: until,
            key: fresh_key(),
            reference: None,
        };
        let id = crate::NextHold::<Test>::get();
        send(self.origin(), call).map(|()| id)
    }

    /// The account in hours.
    pub fn books(self) -> Account {
        books_of(self.account())
    }
}

impl From<Person> for LedgerAccount {
    fn from(person: Person) -> Self {
        person.account()
    }
}

/// An account in hours.
pub fn books_of(account: LedgerAccount) -> Account {
    crate::Accounts::<Test>::get(HOURS, account).unwrap_or_default()
}

/// The treasury of a cooperative.
pub fn treasury(id: CooperativeId) -> LedgerAccount {
    LedgerAccount::cooperative(id)
}

/// A decision of this body.
pub fn decides(body: Treasury) -> RuntimeOrigin {
    decisions::Origin(body).into()
}

/// A decision of a cooperative.
pub fn cooperative_decides(id: CooperativeId) -> RuntimeOrigin {
    decides(Treasury::Cooperative(id))
}

/// A decision of the federation.
pub fn federation_decides() -> RuntimeOrigin {
    decides(Treasury::Federation)
}

/// A code, filled with zeros.
const fn code(text: &[u8; 4]) -> icn_primitives::ledger::CurrencyCode {
    icn_primitives::ledger::CurrencyCode([text[0], text[1], text[2], text[3], 0, 0, 0, 0])
}

/// The bakery's currency. At genesis its members may owe 2,000.
pub const HOURS: CurrencyId = CurrencyId { issuer: BAKERY, code: code(b"HOUR"), decimals: 2 };
/// The mill's currency, which doesn't exist at genesis.
pub const FLOUR: CurrencyId = CurrencyId { issuer: MILL, code: code(b"FLOU"), decimals: 0 };
/// How much members of the bakery may owe by themselves.
pub const DEFAULT_LIMIT: Balance = 2_000;

/// An amount of hours.
pub fn hours(amount: Balance) -> Money {
    Money { currency: HOURS, amount }
}

/// A key.
pub fn key(number: u64) -> Key {
    let mut key = [0; 32];
    key[24..].copy_from_slice(&number.to_be_bytes());
    key
}

parameter_types! {
    /// How many keys were made. Not in the chain's storage: a call that fails must change nothing
    /// there.
    pub static KeysMade: u64 = 0;
}

/// A key that nobody has used.
pub fn fresh_key() -> Key {
    KeysMade::mutate(|made| *made += 1);
    key(1_000_000 + KeysMade::get())
}

/// A call of the pallet.
pub type Call = pallet_ledger::Call<Test>;
/// An error of the pallet.
pub type Error = pallet_ledger::Error<Test>;
/// An event of the pallet.
pub type Event = pallet_ledger::Event<Test>;

/// Sends `call` as the chain would: what fails is undone as a whole.
pub fn send(origin: RuntimeOrigin, call: impl Into<RuntimeCall>) -> DispatchResult {
    call.into().dispatch(origin).map(|_| ()).map_err(|failure| failure.error)
}

/// Begins the next block, `time` milliseconds later: hooks as the chain runs them, the clock after
/// the beginning.
pub fn next_block_after(time: Moment) {
    Ledger::on_idle(System::block_number(), Weight::MAX);
    System::set_block_number(System::block_number() + 1);
    Ledger::on_initialize(System::block_number());
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

/// The events of this pallet that have come since the last time.
pub fn events() -> Vec<Event> {
    let events = System::events().into_iter().filter_map(|record| match record.event {
        RuntimeEvent::Ledger(event) => Some(event),
        _ => None,
    });
    let events = events.collect();
    System::reset_events();
    events
}

/// What hours add up to.
pub fn totals() -> CurrencyTotals {
    crate::Totals::<Test>::get(HOURS)
}

/// The rules of every test.
pub fn parameters() -> LedgerParameters {
    LedgerParameters { max_holds: 4, max_currencies: 3, max_keys: 40, ..Default::default() }
}

/// The bakery's currency at genesis.
pub fn hours_at_genesis() -> GenesisCurrency {
    GenesisCurrency {
        id: HOURS,
        default_limit: DEFAULT_LIMIT,
        limits: Vec::new(),
        entries: Vec::new(),
    }
}

/// A chain that begins with these currencies, at block 1.
pub fn chain_with(currencies: Vec<GenesisCurrency>) -> TestState {
    let mut state = TestState::new(Default::default());
    state.execute_with(|| {
        Cooperatives::insert(BAKERY, CooperativeStatus::Active);
        Cooperatives::insert(MILL, CooperativeStatus::Active);
        TREASURER.is(&[(BAKERY, false, true)]);
        ADA.is(&[(BAKERY, false, false)]);
        BOB.is(&[(BAKERY, false, false)]);
        MILLER.is(&[(MILL, false, true)]);
        EVE.is(&[(MILL, false, false)]);
        let ledger = pallet_ledger::GenesisConfig::<Test> {
            currencies,
            parameters: parameters(),
            ..Default::default()
        };
        ledger.build();
        System::set_block_number(1);
        Timestamp::set_timestamp(START);
    });
    state
}

/// A chain on which the bakery has its currency.
pub fn new_test_ext() -> TestState {
    chain_with(vec![hours_at_genesis()])
}

/// Runs `scenario` on such a chain; every invariant must hold at its end.
pub fn scenario(scenario: impl FnOnce()) {
    new_test_ext().execute_with(|| {
        scenario();
        Ledger::do_try_state().expect("every invariant holds");
    });
}

/// The marketplace, as the shard that it is.
pub const MARKET: Actor = Actor::Shard(icn_primitives::ShardId(1));

/// The marketplace holds money of `payer` for `payee`, for an hour.
pub fn market_holds(
    payer: Person,
    payee: Person,
    amount: Balance,
    key: Key,
) -> Result<Done, DispatchError> {
    Ledger::hold(Hold {
        payer: payer.account(),
        payee: Some(payee.account()),
        money: hours(amount),
        expires_at: Timestamp::get() + icn_primitives::HOUR,
        actor: MARKET,
        key,
        reference: None,
    })
}
