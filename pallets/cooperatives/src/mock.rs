//! A runtime with this pallet, DIDs and a clock; two founding cooperatives, and people to act.

use crate as pallet_cooperatives;
use crate::{
    frame, GenesisCooperative, MembershipCredentials, OnCooperativeStatus, OnMembershipChange,
};
use alloc::{collections::BTreeSet, string::String, vec, vec::Vec};
use frame::{runtime::prelude::*, testing_prelude::*, traits::EnsureOriginWithArg};
use icn_primitives::{
    membership::{
        Cooperative, CooperativeStatus, Domain, LegalName, Membership, Role, Rules, Skill, Skills,
    },
    statement::{Signed, Statement},
    AccountId, CooperativeId, Did, Moment, SigningKey, DAY, HOUR,
};
use polkadot_sdk::{
    pallet_timestamp,
    sp_core::{ed25519, sr25519, Pair},
    sp_io::hashing::blake2_256,
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
    pub type Dids = pallet_did;
    #[runtime::pallet_index(3)]
    pub type Cooperatives = pallet_cooperatives;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = MockBlockU32<Test>;
    type AccountId = AccountId;
    type Lookup = IdentityLookup<AccountId>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

/// How many cooperatives there may be: few, so that a test can reach the bound.
pub const MAX_COOPERATIVES: u32 = 20;

impl pallet_did::Config for Test {
    type Time = Timestamp;
    type Stewards = Cooperatives;
    type MaxStatementLife = ConstU64<{ 30 * DAY }>;
    type GuardianRecoveryDelay = ConstU64<{ 7 * DAY }>;
    type OnChange = Records;
    type WeightInfo = ();
}

impl pallet_cooperatives::Config for Test {
    type FederationOrigin = EnsureRoot<AccountId>;
    type CooperativeOrigin = OwnDecision;
    type Credentials = Records;
    type OnStatus = Records;
    type OnChange = Records;
    type MaxCooperatives = ConstU32<MAX_COOPERATIVES>;
    type WeightInfo = ();
}

/// A decision of cooperative `id`, as this chain has it: signed by this account.
pub fn decision_of(id: CooperativeId) -> RuntimeOrigin {
    RuntimeOrigin::signed(AccountId::new([100 + id.0 as u8; 32]))
}

/// Accepts [`decision_of`].
pub struct OwnDecision;

impl EnsureOriginWithArg<RuntimeOrigin, CooperativeId> for OwnDecision {
    type Success = ();

    fn try_origin(origin: RuntimeOrigin, id: &CooperativeId) -> Result<(), RuntimeOrigin> {
        let own = decision_of(*id).into_signer() == origin.as_signer().cloned();
        own.then_some(()).ok_or(origin)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin(id: &CooperativeId) -> Result<RuntimeOrigin, ()> {
        Ok(decision_of(*id))
    }
}

/// Credentials that hold now. In storage, so that it is undone with whatever fails.
#[storage_alias]
pub type Issued = StorageMap<Mock, Blake2_128Concat, (CooperativeId, Did, u32), ()>;
/// What was told of statuses, in order.
#[storage_alias]
pub type Told = StorageValue<Mock, Vec<(CooperativeId, CooperativeStatus)>, ValueQuery>;
/// Whose documents or memberships changed, and which cooperatives.
#[storage_alias]
pub type Heard = StorageValue<Mock, (BTreeSet<Did>, BTreeSet<CooperativeId>), ValueQuery>;
/// Whether credentials are refused.
#[storage_alias]
pub type Refusing = StorageValue<Mock, bool, ValueQuery>;

/// Writes down what the pallet tells.
pub struct Records;

impl MembershipCredentials for Records {
    fn issue(_: &Did, subject: &Did, id: CooperativeId, term: u32) -> DispatchResult {
        ensure!(!Refusing::get(), DispatchError::Other("no credentials today"));
        Issued::insert((id, *subject, term), ());
        Ok(())
    }

    fn revoke(_: &Did, subject: &Did, id: CooperativeId, term: u32) {
        Issued::remove((id, *subject, term));
    }
}

impl OnCooperativeStatus for Records {
    fn status_changed(id: CooperativeId, cooperative: &Cooperative) {
        assert_eq!(Cooperatives::status(id), Some(cooperative.status));
        Told::append((id, cooperative.status));
    }
}

impl pallet_did::OnDidChange for Records {
    fn accounts_changed(did: &Did) {
        Heard::mutate(|(people, _)| people.insert(*did));
    }
}

impl OnMembershipChange for Records {
    fn membership_changed(did: &Did) {
        Heard::mutate(|(people, _)| people.insert(*did));
    }

    fn cooperative_changed(id: CooperativeId) {
        Heard::mutate(|(_, cooperatives)| cooperatives.insert(id));
    }
}

/// The first founder; Ada is its steward.
pub const HARVEST: CooperativeId = CooperativeId(0);
/// The second founder; Max is its steward.
pub const MILL: CooperativeId = CooperativeId(1);
/// The number of the first cooperative that is put forward.
pub const NEXT: CooperativeId = CooperativeId(2);
/// When every test begins.
pub const START: Moment = 1_700_000_000_000;
/// How long a cooperative's recoveries wait.
pub const RECOVERY_DELAY: Moment = 2 * DAY;

/// Rules that any cooperative may have.
pub fn rules() -> Rules {
    Rules { recovery_stewards: 2, recovery_delay: RECOVERY_DELAY }
}

/// A founder whose key is its name's.
pub fn founder(name: &str, stewards: &[&str]) -> GenesisCooperative {
    GenesisCooperative {
        legal_name: String::from(name),
        domain: format!("{name}.coop"),
        key: Keys::of(name).key(),
        stewards: stewards.iter().map(|steward| Keys::of(steward).key()).collect(),
        rules: rules(),
    }
}

/// The founders of every test.
pub fn founders() -> Vec<GenesisCooperative> {
    vec![founder("harvest", &["ada"]), founder("mill", &["max"])]
}

/// A chain that begins with `founders`, at block 1.
pub fn chain_of(founders: Vec<GenesisCooperative>) -> TestState {
    let genesis = RuntimeGenesisConfig {
        cooperatives: pallet_cooperatives::GenesisConfig {
            cooperatives: founders,
            ..Default::default()
        },
        ..Default::default()
    };
    let mut state = TestState::new(genesis.build_storage().expect("the genesis is valid"));
    state.register_extension(KeystoreExt::new(MemoryKeystore::new()));
    state.execute_with(|| {
        System::set_block_number(1);
        Timestamp::set_timestamp(START);
    });
    state
}

/// A chain with the founders of every test.
pub fn new_test_ext() -> TestState {
    chain_of(founders())
}

/// Runs `scenario` on a chain with the founders; every invariant must hold at its end.
pub fn scenario(scenario: impl FnOnce()) {
    new_test_ext().execute_with(|| {
        scenario();
        Cooperatives::do_try_state().expect("every invariant holds");
    });
}

/// Begins the next block, three seconds later.
pub fn next_block() {
    System::set_block_number(System::block_number() + 1);
    pass(3_000);
}

/// Lets `time` milliseconds pass.
pub fn pass(time: Moment) {
    Timestamp::set_timestamp(Timestamp::get() + time);
}

/// Sends `call` as the chain would: what fails is undone as a whole.
pub fn send(origin: RuntimeOrigin, call: impl Into<RuntimeCall>) -> DispatchResult {
    call.into().dispatch(origin).map(|_| ()).map_err(|failure| failure.error)
}

/// The federation decides.
pub fn federation() -> RuntimeOrigin {
    RuntimeOrigin::root()
}

/// A key pair of somebody, of either kind.
#[derive(Clone)]
#[allow(clippy::large_enum_variant, reason = "a handful of them lives at a time")]
pub enum Keys {
    /// On Ristretto.
    Sr(sr25519::Pair),
    /// On Edwards' curve.
    Ed(ed25519::Pair),
}

impl Keys {
    /// The Sr25519 pair of `name`; the same for the same name.
    pub fn of(name: &str) -> Self {
        Self::Sr(sr25519::Pair::from_seed(&blake2_256(name.as_bytes())))
    }

    /// The Ed25519 pair of `name`.
    pub fn ed(name: &str) -> Self {
        Self::Ed(ed25519::Pair::from_seed(&blake2_256(name.as_bytes())))
    }

    /// The key.
    pub fn key(&self) -> SigningKey {
        match self {
            Self::Sr(pair) => pair.public().into(),
            Self::Ed(pair) => pair.public().into(),
        }
    }

    /// The DID that this key names.
    pub fn did(&self) -> Did {
        Did::from_key(self.key())
    }

    /// Signs a transaction with it.
    pub fn origin(&self) -> RuntimeOrigin {
        RuntimeOrigin::signed(self.key().account())
    }

    /// Signs a statement for an hour.
    pub fn state(&self, statement: &Statement) -> Signed {
        let expires_at = Timestamp::get() + HOUR;
        let text = statement.text(&Dids::genesis_hash(), expires_at);
        let signature = match self {
            Self::Sr(pair) => pair.sign(text.as_bytes()).into(),
            Self::Ed(pair) => pair.sign(text.as_bytes()).into(),
        };
        Signed { signature, expires_at }
    }

    /// "I join `cooperative` as the DID of this key, for this term."
    pub fn joins(&self, cooperative: CooperativeId, term: u32) -> Signed {
        self.state(&Statement::Join { cooperative, did: self.did(), term })
    }

    /// "This key may act for `did`."
    pub fn may_act_for(&self, did: Did, version: u32) -> Signed {
        self.state(&Statement::AddKey { did, key: self.key(), version })
    }

    /// "This key shall replace the lost keys of `did`."
    pub fn shall_recover(&self, did: Did, version: u32) -> Signed {
        self.state(&Statement::Recover { did, key: self.key(), version })
    }
}

/// A call of the pallet.
pub type Call = pallet_cooperatives::Call<Test>;
/// An error of the pallet.
pub type Error = pallet_cooperatives::Error<Test>;
/// An event of the pallet.
pub type Event = pallet_cooperatives::Event<Test>;

/// `steward` enrols `who` with a consent for the term that comes next.
pub fn enroll(steward: &Keys, cooperative: CooperativeId, who: &Keys) -> DispatchResult {
    let term = Cooperatives::membership(cooperative, &who.did())
        .map_or(0, |membership| membership.term + 1);
    send(
        steward.origin(),
        Call::enroll {
            cooperative,
            key: who.key(),
            skills: Skills::default(),
            consent: who.joins(cooperative, term),
        },
    )
}

/// The application of a cooperative whose key is its name's, with consents for the number `id`.
pub fn application(name: &str, id: CooperativeId, stewards: &[&str]) -> Call {
    let organisation = Keys::of(name);
    let stewards: Vec<_> = stewards
        .iter()
        .map(|steward| Keys::of(steward))
        .map(|steward| (steward.key(), steward.joins(id, 0)))
        .collect();
    Call::put_forward {
        sponsor: HARVEST,
        legal_name: legal_name(name),
        domain: domain(&format!("{name}.coop")),
        key: organisation.key(),
        proof: organisation.may_act_for(organisation.did(), 0),
        stewards: stewards.try_into().expect("few stewards"),
        rules: rules(),
    }
}

/// Ada puts a cooperative forward, which gets the next number.
pub fn put_forward(name: &str, stewards: &[&str]) -> CooperativeId {
    let id = pallet_cooperatives::NextId::<Test>::get();
    assert_ok!(send(Keys::of("ada").origin(), application(name, id, stewards)));
    id
}

/// Ada puts a cooperative forward and the federation admits it.
pub fn join_federation(name: &str, stewards: &[&str]) -> CooperativeId {
    let id = put_forward(name, stewards);
    assert_ok!(send(federation(), Call::admit { id }));
    id
}

/// A legal name.
pub fn legal_name(name: &str) -> LegalName {
    name.as_bytes().to_vec().try_into().expect("a short name")
}

/// A domain.
pub fn domain(domain: &str) -> Domain {
    domain.as_bytes().to_vec().try_into().expect("a short domain")
}

/// Skill tags.
pub fn skills(tags: &[&str]) -> Skills {
    let tags: Vec<Skill> =
        tags.iter().map(|tag| tag.as_bytes().to_vec().try_into().expect("a short tag")).collect();
    tags.try_into().expect("few tags")
}

/// A cooperative that is there.
pub fn cooperative(id: CooperativeId) -> Cooperative {
    Cooperatives::cooperative(id).expect("the cooperative is there")
}

/// A membership that is or was there.
pub fn membership(id: CooperativeId, who: &Keys) -> Membership {
    Cooperatives::membership(id, &who.did()).expect("the membership is there")
}

/// Makes a member a steward, by the federation.
pub fn make_steward(id: CooperativeId, who: &Keys) {
    let grant = Call::grant_role { cooperative: id, did: who.did(), role: Role::Steward };
    assert_ok!(send(federation(), grant));
}
