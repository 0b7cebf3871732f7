//! A chain of validators with seats: time, Aura, sessions and their history.

use codec::Encode;
use icn_primitives::{
    reputation::{Act, Category, GiveReputation, Score, Source},
    seat::{Seat, SeatStatus, SuspensionReason, MAX_SEATS},
    AccountId, BlockNumber, CooperativeId, Did, Hash, ShardId, SigningKey,
};
use polkadot_sdk::{
    pallet_aura, pallet_authorship, pallet_offences, pallet_session, pallet_timestamp,
    polkadot_sdk_frame::{
        runtime::prelude::*,
        testing_prelude::*,
        traits::{Contains, EnsureOrigin, OnFinalize, OnInitialize},
    },
    sp_consensus_aura::{sr25519::AuthorityId as AuraId, AURA_ENGINE_ID},
    sp_consensus_slots::EquivocationProof,
    sp_core::{proof_of_possession::ProofOfPossessionGenerator, sr25519, Pair},
    sp_keystore::{testing::MemoryKeystore, KeystoreExt},
    sp_runtime::{
        impl_opaque_keys,
        traits::{Convert, Header as _, OpaqueKeys},
        Digest, DigestItem, RuntimeAppPublic,
    },
};
use std::{cell::RefCell, collections::BTreeSet};

use crate as pallet_seats;
use crate::{
    BlockEquivocation, EnsureSteward, KeysForShard, NoteStalled, OnSeatChange, SeatParameters,
    Seats as AllSeats,
};

/// Milliseconds of a slot.
pub const SLOT: u64 = 3_000;
/// Blocks of a session.
pub const SESSION: BlockNumber = 10;
/// Turns in a row that a seat may miss.
pub const LIMIT: u32 = 5;
/// Sessions for which equivocations can be proven.
pub const PROVABLE: u32 = 4;

impl_opaque_keys! {
    pub struct SessionKeys {
        pub aura: Aura,
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
        RuntimeTask,
        RuntimeViewFunction
    )]
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Timestamp = pallet_timestamp;
    #[runtime::pallet_index(2)]
    pub type Authorship = pallet_authorship;
    #[runtime::pallet_index(3)]
    pub type Aura = pallet_aura;
    #[runtime::pallet_index(4)]
    pub type Seats = pallet_seats;
    #[runtime::pallet_index(5)]
    pub type Session = pallet_session;
    #[runtime::pallet_index(6)]
    pub type Historical = pallet_session::historical;
    #[runtime::pallet_index(7)]
    pub type Offences = pallet_offences;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = MockBlockU32<Self>;
    type AccountId = AccountId;
    type Lookup = IdentityLookup<AccountId>;
}

impl pallet_timestamp::Config for Test {
    type Moment = u64;
    type OnTimestampSet = Aura;
    type MinimumPeriod = ConstU64<{ SLOT / 2 }>;
    type WeightInfo = ();
}

impl pallet_authorship::Config for Test {
    type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Aura>;
    type EventHandler = Seats;
}

impl pallet_aura::Config for Test {
    type AuthorityId = AuraId;
    type DisabledValidators = ();
    type MaxAuthorities = ConstU32<MAX_SEATS>;
    type AllowMultipleBlocksPerSlot = ConstBool<false>;
    type SlotDuration = ConstU64<SLOT>;
}

impl pallet_session::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type ValidatorId = AccountId;
    type ValidatorIdOf = pallet_seats::OperatorToValidator<Self>;
    type ShouldEndSession = Seats;
    type NextSessionRotation = Seats;
    type SessionManager = pallet_session::historical::NoteHistoricalRoot<Self, Seats>;
    type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
    type Keys = SessionKeys;
    type DisablingStrategy = ();
    type WeightInfo = ();
    type Currency = pallet_seats::NoCurrency<RuntimeHoldReason>;
    type KeyDeposit = ConstU32<0>;
}

impl pallet_session::historical::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type FullIdentification = CooperativeId;
    type FullIdentificationOf = pallet_seats::SeatToCooperative<Self>;
}

impl pallet_offences::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type IdentificationTuple = pallet_session::historical::IdentificationTuple<Self>;
    type OnOffenceHandler = Seats;
}

impl pallet_seats::Config for Test {
    type FederationOrigin = EnsureFederation;
    type Stewards = Stewards;
    type Finality = Finality;
    type ProvableSessions = ConstU32<PROVABLE>;
    type Offences = Offences;
    type ThisShard = ThisShard;
    type KnownShards = KnownShards;
    type OnChange = Changes;
    type CooperativeDid = Organisations;
    type Reputation = Book;
    type WeightInfo = ();
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = KnownShards;
}

/// The federation's shard, and another.
pub const HUB: ShardId = ShardId(0);
pub const MARKET: ShardId = ShardId(1);

parameter_types! {
    /// Which shard this is: the hub, unless a test makes it another.
    pub static ThisShard: ShardId = HUB;
    /// Whose seats other shards are to hear of.
    pub static Changed: BTreeSet<CooperativeId> = BTreeSet::new();
    /// What was given and taken.
    pub static Awards: Vec<Award> = vec![];
    /// What was refused.
    pub static Refused: Vec<Award> = vec![];
    /// The most that one act gives one subject: the test is the day.
    pub static ActBound: Score = Score::points(100);
    /// Cooperatives whose DIDs have ended.
    pub static Ended: BTreeSet<CooperativeId> = BTreeSet::new();
}

/// Points that were to be given to a cooperative, or to be taken.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Award {
    pub act: Act,
    pub cooperative: u32,
    pub score: Score,
    pub evidence: Hash,
}

/// Notes awards, and refuses those that pallet-reputation would.
pub struct Book;

impl GiveReputation for Book {
    fn award(
        source: Source,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
    ) -> DispatchResult {
        let Source::Act(act) = source else { panic!("no attestor gives here") };
        assert!(act.gives_in(category) && score != Score::ZERO && evidence != Hash::zero());
        let number = subject.0.bytes()[28..].try_into().unwrap();
        let cooperative = u32::from_be_bytes(number);
        let award = Award { act, cooperative, score, evidence };
        let given = awarded(act, cooperative).abs().plus(score.abs());
        if Ended::get().contains(&CooperativeId(cooperative)) || given > ActBound::get() {
            Refused::mutate(|refused| refused.push(award));
            return Err(DispatchError::Other("refused"));
        }
        Awards::mutate(|awards| awards.push(award));
        Ok(())
    }

    fn award_or_note(
        source: Source,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
    ) {
        let _ = Self::award(source, subject, category, score, evidence);
    }

    fn award_weight() -> Weight {
        Weight::zero()
    }
}

/// What `act` has given the cooperative or taken from it.
pub fn awarded(act: Act, cooperative: u32) -> Score {
    Awards::get()
        .into_iter()
        .filter(|award| award.act == act && award.cooperative == cooperative)
        .fold(Score::ZERO, |sum, award| sum.plus(award.score))
}

/// Every cooperative has the DID of [`organisation`]'s key.
pub struct Organisations;

impl Convert<CooperativeId, Option<Did>> for Organisations {
    fn convert(id: CooperativeId) -> Option<Did> {
        Some(Did::from_key(SigningKey::Sr25519(organisation(id.0).into())))
    }
}

/// All shards but the one with this number.
pub struct KnownShards;
pub const UNKNOWN: ShardId = ShardId(u32::MAX);

impl Contains<ShardId> for KnownShards {
    fn contains(shard: &ShardId) -> bool {
        *shard != UNKNOWN && *shard != ThisShard::get()
    }
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<SessionKeys> for KnownShards {
    fn make_shard(number: u32) -> ShardId {
        ShardId(number + 1)
    }

    fn make_keys(owner: &AccountId, number: u32) -> (SessionKeys, Vec<u8>) {
        let made = SessionKeys::generate(&owner.encode(), Some(format!("//{number}").into()));
        (made.keys, made.proof.encode())
    }
}

/// Notes what it hears.
pub struct Changes;

impl OnSeatChange for Changes {
    fn seat_changed(cooperative: CooperativeId) {
        Changed::mutate(|changed| changed.insert(cooperative));
    }
}

/// The federation decides as root here.
pub struct EnsureFederation;

impl EnsureOrigin<RuntimeOrigin> for EnsureFederation {
    type Success = ();

    fn try_origin(origin: RuntimeOrigin) -> Result<(), RuntimeOrigin> {
        EnsureRoot::<AccountId>::try_origin(origin)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        Ok(RuntimeOrigin::root())
    }
}

thread_local! {
    static STEWARDS: RefCell<Vec<(CooperativeId, AccountId)>> = const { RefCell::new(Vec::new()) };
    static HISTORY: RefCell<Vec<(BlockNumber, crate::Event<Test>)>> = const { RefCell::new(Vec::new()) };
    static STALLS: RefCell<Vec<(BlockNumber, BlockNumber)>> = const { RefCell::new(Vec::new()) };
}

/// Each cooperative has [`steward`] as its steward, and whoever a benchmark makes one.
pub struct Stewards;

impl EnsureSteward for Stewards {
    fn is_steward(cooperative: CooperativeId, account: &AccountId) -> bool {
        *account == steward(cooperative.0)
            || STEWARDS.with_borrow(|all| all.contains(&(cooperative, account.clone())))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_steward(cooperative: CooperativeId, account: &AccountId) {
        STEWARDS.with_borrow_mut(|all| all.push((cooperative, account.clone())));
    }
}

/// Remembers what it was told.
pub struct Finality;

impl NoteStalled for Finality {
    fn note_stalled(delay: BlockNumber, best_finalized: BlockNumber) {
        STALLS.with_borrow_mut(|stalls| stalls.push((delay, best_finalized)));
    }
}

/// What finality was told.
pub fn stalls() -> Vec<(BlockNumber, BlockNumber)> {
    STALLS.take()
}

fn account(kind: u8, number: u32) -> AccountId {
    let mut bytes = [kind; 32];
    bytes[28..].copy_from_slice(&number.to_be_bytes());
    AccountId::new(bytes)
}

/// The account of a cooperative's DID.
pub fn organisation(number: u32) -> AccountId {
    account(1, number)
}

/// The account that operates a cooperative's seat at first.
pub fn operator(number: u32) -> AccountId {
    account(2, number)
}

/// A steward of a cooperative.
pub fn steward(number: u32) -> AccountId {
    account(3, number)
}

/// Somebody else.
pub fn stranger(number: u32) -> AccountId {
    account(4, number)
}

/// The cooperative with this number.
pub fn cooperative(number: u32) -> CooperativeId {
    CooperativeId(number)
}

/// Its seat.
pub fn seat(number: u32) -> Seat {
    AllSeats::<Test>::get(cooperative(number)).expect("there is such a seat")
}

fn pair(number: u32, generation: u8) -> sr25519::Pair {
    let mut seed = [generation; 32];
    seed[28..].copy_from_slice(&number.to_be_bytes());
    sr25519::Pair::from_seed(&seed)
}

/// The session keys of a seat's node: those of genesis are of generation 0.
pub fn keys(number: u32, generation: u8) -> SessionKeys {
    SessionKeys { aura: pair(number, generation).public().into() }
}

/// A block's header.
pub type Header = frame_system::pallet_prelude::HeaderFor<Test>;

/// The header of a block of this slot, sealed with the key of this generation of a seat's node. The
/// blocks of one slot differ by `body`.
pub fn header(number: u32, generation: u8, slot: u64, body: u8) -> Header {
    let turn = DigestItem::PreRuntime(AURA_ENGINE_ID, slot.encode());
    let (body, none) = (Hash::repeat_byte(body), Hash::zero());
    sealed(Header::new(1, body, none, none, Digest { logs: vec![turn] }), number, generation)
}

/// This header with the seal of that key.
pub fn sealed(mut header: Header, number: u32, generation: u8) -> Header {
    let seal = pair(number, generation).sign(header.hash().as_bytes());
    header.digest_mut().push(DigestItem::Seal(AURA_ENGINE_ID, seal.encode()));
    header
}

/// Two blocks of this slot, sealed with the first key of a seat's node.
pub fn two_blocks(number: u32, slot: u64) -> BlockEquivocation<Test> {
    EquivocationProof {
        offender: keys(number, 0).aura,
        slot: slot.into(),
        first_header: header(number, 0, slot, 1),
        second_header: header(number, 0, slot, 2),
    }
}

/// Why a seat is suspended, if it is.
pub fn suspended(number: u32) -> Option<SuspensionReason> {
    match seat(number).status {
        SeatStatus::Ready => None,
        SeatStatus::Suspended { reason, .. } => Some(reason),
    }
}

/// Whether a seat is suspended for an equivocation.
pub fn equivocated(number: u32) -> bool {
    suspended(number) == Some(SuspensionReason::Equivocation)
}

/// A proof that `owner` holds those keys.
pub fn proof(number: u32, generation: u8, owner: &AccountId) -> Vec<u8> {
    pair(number, generation).generate_proof_of_possession(&owner.encode()).encode()
}

/// The seat's operator sets the keys of this generation.
pub fn set_keys(number: u32, generation: u8) -> DispatchResult {
    let operator = seat(number).operator;
    let proof = proof(number, generation, &operator);
    Session::set_keys(RuntimeOrigin::signed(operator), keys(number, generation), proof)
}

/// Keys of this generation for a shard, proven by `owner`.
pub fn keys_on(
    shard: ShardId,
    number: u32,
    generation: u8,
    owner: &AccountId,
) -> KeysForShard<SessionKeys> {
    let proof = proof(number, generation, owner).try_into().unwrap();
    KeysForShard { shard, keys: keys(number, generation), proof }
}

/// The seat's operator sets keys of these generations on these shards, in one act.
pub fn set_shard_keys(number: u32, shards: &[(ShardId, u8)]) -> DispatchResult {
    let operator = seat(number).operator;
    let all: Vec<_> = shards
        .iter()
        .map(|(shard, generation)| keys_on(*shard, number, *generation, &operator))
        .collect();
    Seats::set_keys(RuntimeOrigin::signed(operator), all.try_into().unwrap())
}

/// Runs `test` on a chain of `seats` founders, numbered from 0, each with an operator and keys;
/// in its first block, made by the seat of cooperative 1 (or 0, if there is but one).
pub fn federation(seats: u32, test: impl FnOnce()) {
    let mut state = genesis(seats);
    state.execute_with(|| {
        STALLS.take();
        STEWARDS.take();
        HISTORY.take();
        ThisShard::set(HUB);
        Awards::take();
        Refused::take();
        Ended::take();
        ActBound::set(Score::points(100));
        make_block(1);
        Changed::take();
        test();
        check();
    });
}

/// The rules with this session length and limit, and the points that they have by themselves.
pub fn rules(session_length: BlockNumber, missed_turns_limit: u32) -> SeatParameters {
    SeatParameters { session_length, missed_turns_limit, ..Default::default() }
}

/// The state at genesis of a chain of `seats` founders.
pub fn genesis(seats: u32) -> TestState {
    let genesis = RuntimeGenesisConfig {
        seats: pallet_seats::GenesisConfig {
            seats: (0..seats)
                .map(|i| (cooperative(i), organisation(i), operator(i), vec![]))
                .collect(),
            keys: (0..seats).map(|i| (HUB, cooperative(i), keys(i, 0))).collect(),
            parameters: rules(SESSION, LIMIT),
        },
        session: pallet_session::GenesisConfig {
            keys: (0..seats).map(|i| (operator(i), organisation(i), keys(i, 0))).collect(),
            ..Default::default()
        },
        ..Default::default()
    };
    let mut state = TestState::new(genesis.build_storage().unwrap());
    state.register_extension(KeystoreExt::new(MemoryKeystore::new()));
    state
}

/// All invariants.
pub fn check() {
    Seats::ensure_invariants().unwrap();
    let validators = Session::validators();
    // What every block's maker is found by: the authority of a turn is the validator's key.
    for (validator, authority) in validators.iter().zip(pallet_aura::Authorities::<Test>::get()) {
        let owner = Session::key_owner(<AuraId as RuntimeAppPublic>::ID, authority.as_ref());
        // A key that was replaced since has no owner any more.
        assert!(owner.is_none_or(|owner| owner == *validator));
    }
}

/// The slot of the present block.
pub fn slot() -> u64 {
    pallet_aura::CurrentSlot::<Test>::get().into()
}

/// Begins the block of this slot: digest, hooks, timestamp.
pub fn make_block(slot: u64) {
    let parent = System::block_number();
    if parent > 0 {
        AllPalletsWithSystem::on_finalize(parent);
    }
    let number = parent + 1;
    let turn = DigestItem::PreRuntime(AURA_ENGINE_ID, slot.encode());
    remember_events();
    System::initialize(&number, &Hash::repeat_byte(1), &Digest { logs: vec![turn] });
    AllPalletsWithSystem::on_initialize(number);
    Timestamp::set(RuntimeOrigin::none(), slot * SLOT).unwrap();
}

/// Makes blocks, one a slot, until the next session has begun.
pub fn end_session() {
    let session = Session::current_index();
    while Session::current_index() == session {
        make_block(slot() + 1);
    }
}

/// Makes blocks until what was planned at the next change of session is in effect.
pub fn end_two_sessions() {
    end_session();
    end_session();
}

/// Passes time until it is the turn of a validator that is in `present`, who makes a block.
pub fn next_block_of(present: &[u32]) {
    let validators = Session::validators();
    let mut next = slot() + 1;
    loop {
        let maker = &validators[next as usize % validators.len()];
        if present.iter().any(|number| organisation(*number) == *maker) {
            return make_block(next);
        }
        next += 1;
    }
}

/// The numbers of the cooperatives whose seats make blocks now.
pub fn makers() -> Vec<u32> {
    Session::validators()
        .into_iter()
        .map(|validator| crate::SeatOfValidator::<Test>::get(validator).unwrap().0)
        .collect()
}

/// This pallet's events of the present block.
pub fn events() -> Vec<crate::Event<Test>> {
    System::events()
        .into_iter()
        .filter_map(|record| match record.event {
            RuntimeEvent::Seats(event) => Some(event),
            _ => None,
        })
        .collect()
}

fn remember_events() {
    let block = System::block_number();
    let happened = events().into_iter().map(|event| (block, event));
    HISTORY.with_borrow_mut(|history| history.extend(happened));
    System::reset_events();
}

/// This pallet's events since the first block, each with its block.
pub fn history() -> Vec<(BlockNumber, crate::Event<Test>)> {
    remember_events();
    HISTORY.take()
}

/// A well-formed peer id.
pub fn peer(number: u32) -> icn_primitives::seat::PeerId {
    let mut bytes = vec![0x12, 32];
    bytes.extend([7; 28]);
    bytes.extend(number.to_be_bytes());
    bytes.try_into().unwrap()
}
