//! A runtime with this pallet, a clock, and issuers.

use crate as pallet_credentials;
use crate::{frame, IssuerAuthority};
use alloc::collections::{BTreeMap, BTreeSet};
use frame::{runtime::prelude::*, testing_prelude::*};
use icn_primitives::{AccountId, Did, Moment, SigningKey};
use polkadot_sdk::pallet_timestamp;

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
    pub type Attestation = pallet_credentials;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = MockBlock<Test>;
    type AccountId = AccountId;
    type Lookup = IdentityLookup<AccountId>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

/// When every test begins.
pub const START: Moment = 1_700_000_000_000;

parameter_types! {
    /// The active DIDs, and the accounts that issue in the name of each.
    pub static Issuers: BTreeMap<Did, BTreeSet<AccountId>> = BTreeMap::new();
}

/// The issuers that [`Issuers`] names.
pub struct Named;

impl IssuerAuthority for Named {
    fn may_issue_as(account: &AccountId, issuer: &Did) -> bool {
        Issuers::get().get(issuer).is_some_and(|accounts| accounts.contains(account))
    }

    fn is_active(did: &Did) -> bool {
        Issuers::get().contains_key(did)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn prepare() -> (AccountId, Did) {
        (account(0), issuer(0))
    }
}

impl pallet_credentials::Config for Test {
    type Time = Timestamp;
    type Authority = Named;
    type WeightInfo = ();
}

/// The DID number `number`.
pub fn did(number: u8) -> Did {
    Did::from_key(SigningKey::Sr25519([number; 32]))
}

/// The account number `number`.
pub fn account(number: u8) -> AccountId {
    AccountId::new([number; 32])
}

/// The DID number `number`, made an active one in whose name the account of the same number issues.
pub fn issuer(number: u8) -> Did {
    Issuers::mutate(|issuers| {
        issuers.entry(did(number)).or_default().insert(account(number));
    });
    did(number)
}

/// Ends the DID number `number`.
pub fn end(number: u8) {
    Issuers::mutate(|issuers| {
        issuers.remove(&did(number));
    });
}

/// An empty chain at block 1.
pub fn new_test_ext() -> TestState {
    Issuers::take();
    let storage = frame_system::GenesisConfig::<Test>::default()
        .build_storage()
        .expect("the default genesis is valid");
    let mut state = TestState::new(storage);
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
        Attestation::do_try_state().expect("every invariant holds");
    });
}

/// Lets `time` milliseconds pass.
pub fn pass(time: Moment) {
    Timestamp::set_timestamp(Timestamp::get() + time);
}
