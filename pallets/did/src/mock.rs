//! A runtime with this pallet and a clock, and people to act in it.

use crate as pallet_did;
use crate::{frame, RecoveryStewards};
use alloc::collections::{BTreeMap, BTreeSet};
use frame::{runtime::prelude::*, testing_prelude::*};
use icn_primitives::{
    statement::{Signed, Statement},
    AccountId, Did, Moment, PublicKey, Signature, SigningKey, DAY,
};
use polkadot_sdk::{
    pallet_timestamp,
    sp_core::{ed25519, sr25519, Pair},
    sp_keystore::{testing::MemoryKeystore, KeystoreExt},
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
    pub type Identity = pallet_did;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = MockBlock<Test>;
    type AccountId = AccountId;
    type Lookup = IdentityLookup<AccountId>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

/// How long a recovery by guardians can be cancelled.
pub const GUARDIAN_DELAY: Moment = 7 * DAY;
/// How long a recovery by stewards can be cancelled.
pub const STEWARD_DELAY: Moment = 14 * DAY;
/// How far ahead a statement may end.
pub const STATEMENT_LIFE: Moment = 30 * DAY;
/// When every test begins.
pub const START: Moment = 1_700_000_000_000;

parameter_types! {
    /// For each subject, how many home stewards must approve, and who they are.
    pub static HomeStewards: BTreeMap<Did, (u8, BTreeSet<Did>)> = BTreeMap::new();
}

/// The stewards that [`HomeStewards`] names.
pub struct Home;

impl RecoveryStewards for Home {
    fn threshold_and_delay(subject: &Did) -> Option<(u8, Moment)> {
        HomeStewards::get().get(subject).map(|(threshold, _)| (*threshold, STEWARD_DELAY))
    }

    fn is_steward(subject: &Did, by: &Did) -> bool {
        HomeStewards::get().get(subject).is_some_and(|(_, stewards)| stewards.contains(by))
    }
}

impl pallet_did::Config for Test {
    type Time = Timestamp;
    type Stewards = Home;
    type OnChange = ();
    type MaxStatementLife = ConstU64<STATEMENT_LIFE>;
    type GuardianRecoveryDelay = ConstU64<GUARDIAN_DELAY>;
    type WeightInfo = ();
}

/// An empty chain at block 1.
pub fn new_test_ext() -> TestState {
    HomeStewards::take();
    let storage = frame_system::GenesisConfig::<Test>::default()
        .build_storage()
        .expect("the default genesis is valid");
    let mut state = TestState::new(storage);
    state.register_extension(KeystoreExt::new(MemoryKeystore::new()));
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
        Identity::do_try_state().expect("every invariant holds");
    });
}

/// Lets `time` milliseconds pass.
pub fn pass(time: Moment) {
    Timestamp::set_timestamp(Timestamp::get() + time);
}

/// A key pair of somebody, of either kind.
#[derive(Clone)]
pub enum Keys {
    /// On Ristretto.
    Sr(Box<sr25519::Pair>),
    /// On Edwards' curve.
    Ed(Box<ed25519::Pair>),
}

impl Keys {
    /// The Sr25519 pair of `name`; the same for the same name, and made quickly.
    pub fn sr(name: &str) -> Self {
        Self::Sr(Box::new(sr25519::Pair::from_seed(&blake2_256(name.as_bytes()))))
    }

    /// The Ed25519 pair of `name`.
    pub fn ed(name: &str) -> Self {
        Self::Ed(Box::new(ed25519::Pair::from_seed(&blake2_256(name.as_bytes()))))
    }

    /// The key.
    pub fn key(&self) -> SigningKey {
        match self {
            Self::Sr(pair) => pair.public().into(),
            Self::Ed(pair) => pair.public().into(),
        }
    }

    /// The key as it stands in documents.
    pub fn public(&self) -> PublicKey {
        self.key().into()
    }

    /// The account.
    pub fn account(&self) -> AccountId {
        self.key().account()
    }

    /// Signs with it.
    pub fn origin(&self) -> RuntimeOrigin {
        RuntimeOrigin::signed(self.account())
    }

    /// The DID that this key names.
    pub fn did(&self) -> Did {
        Did::from_key(self.key())
    }

    /// Signs bytes.
    pub fn sign(&self, message: &[u8]) -> Signature {
        match self {
            Self::Sr(pair) => pair.sign(message).into(),
            Self::Ed(pair) => pair.sign(message).into(),
        }
    }

    /// Signs a statement that ends at `expires_at`.
    pub fn state_until(&self, statement: &Statement, expires_at: Moment) -> Signed {
        let text = statement.text(&Identity::genesis_hash(), expires_at);
        Signed { signature: self.sign(text.as_bytes()), expires_at }
    }

    /// "This key may act for `did`", said for an hour.
    pub fn may_act_for(&self, did: Did, version: u32) -> Signed {
        let statement = Statement::AddKey { did, key: self.key(), version };
        self.state_until(&statement, Timestamp::get() + icn_primitives::HOUR)
    }

    /// "This key shall replace the lost keys of `did`", said for an hour.
    pub fn shall_recover(&self, did: Did, version: u32) -> Signed {
        let statement = Statement::Recover { did, key: self.key(), version };
        self.state_until(&statement, Timestamp::get() + icn_primitives::HOUR)
    }
}

/// Enrols somebody: a DID made from the Sr25519 key of `name`.
pub fn person(name: &str) -> Keys {
    let keys = Keys::sr(name);
    assert_ok!(Identity::do_create(keys.key(), None));
    keys
}

/// The version of a document.
pub fn version(did: &Did) -> u32 {
    Identity::document(did).expect("the DID exists").version
}

/// What came of a call that gives weight back.
pub fn outcome(result: DispatchResultWithPostInfo) -> DispatchResult {
    result.map(drop).map_err(|failed| failed.error)
}
