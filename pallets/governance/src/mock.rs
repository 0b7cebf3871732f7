//! A chain with this pallet, a register in which decisions write, and cooperatives of which a test
//! says who is in them.

use codec::Encode;
use icn_primitives::{
    governance::{
        Ballot, Body, Choice, DecisionKind, GovernanceRules, JointBody, Proposal, ProposalId,
        Reason, RuleMaker, Stage, Tally, Title, MAX_CALL, ONE_VOTE,
    },
    reputation::{Score, VotingPower},
    CooperativeId, Did, Hash as ContentHash, Moment, SigningKey, HOUR,
};
use polkadot_sdk::{
    frame_support::weights::WeightMeter,
    polkadot_sdk_frame::{
        self as frame, runtime::prelude::RuntimeVersion, testing_prelude::*, traits::Time,
    },
    sp_runtime::{traits::One, FixedI128},
};

use crate::{self as pallet_governance, Attestations, DecidableCalls, Members, Reputation};

/// A register in which decisions write.
#[frame::pallet]
pub mod register {
    use super::*;

    #[pallet::config]
    pub trait Config:
        polkadot_sdk::frame_system::Config<
        RuntimeOrigin: Into<Result<crate::Origin, OriginFor<Self>>>,
    >
    {
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// What was decided, in order, and by whom.
    #[pallet::storage]
    #[pallet::unbounded]
    pub type Entries<T> = StorageValue<_, Vec<(crate::Origin, u32)>, ValueQuery>;

    #[pallet::error]
    pub enum Error<T> {
        Spoiled,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Writes an entry.
        #[pallet::call_index(0)]
        #[pallet::weight(Weight::from_parts(1_000_000, 100))]
        pub fn write(origin: OriginFor<T>, entry: u32) -> DispatchResult {
            let decided: Result<crate::Origin, _> = origin.into();
            let decided = decided.map_err(|_| DispatchError::BadOrigin)?;
            Entries::<T>::append((decided, entry));
            Ok(())
        }

        /// Writes an entry, and fails after it.
        #[pallet::call_index(1)]
        #[pallet::weight(Weight::from_parts(1_000_000, 100))]
        pub fn spoil(origin: OriginFor<T>, entry: u32) -> DispatchResult {
            Self::write(origin, entry)?;
            Err(Error::<T>::Spoiled.into())
        }

        /// Takes as much of a block as it says.
        #[pallet::call_index(2)]
        #[pallet::weight(*weight)]
        pub fn toil(origin: OriginFor<T>, weight: Weight) -> DispatchResult {
            let _ = weight;
            Self::write(origin, 0)
        }

        /// What nobody may decide here.
        #[pallet::call_index(3)]
        #[pallet::weight(Weight::zero())]
        pub fn forbidden(_origin: OriginFor<T>) -> DispatchResult {
            Ok(())
        }

        /// Carries something that is long.
        #[pallet::call_index(4)]
        #[pallet::weight(Weight::zero())]
        pub fn long(_origin: OriginFor<T>, bytes: Vec<u8>) -> DispatchResult {
            let _ = bytes;
            Ok(())
        }

        /// Does another call, as batches do.
        #[pallet::call_index(5)]
        #[pallet::weight(Weight::zero())]
        pub fn wrap(origin: OriginFor<T>, call: Box<RuntimeCallFor<T>>) -> DispatchResult {
            call.dispatch(origin).map(|_| ()).map_err(|failed| failed.error)
        }
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
    pub type Governance = pallet_governance;
    #[runtime::pallet_index(2)]
    pub type Register = register;
}

/// The version of the runtime that runs.
#[storage_alias]
pub type Upgrades = StorageValue<Mock, u32, ValueQuery>;

pub struct RunningVersion;

impl Get<RuntimeVersion> for RunningVersion {
    fn get() -> RuntimeVersion {
        RuntimeVersion { transaction_version: Upgrades::get(), ..Default::default() }
    }
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = MockBlockU32<Self>;
    type Version = RunningVersion;
}

parameter_types! {
    /// Half a second of a block.
    pub const AgendaWeight: Weight = Weight::from_parts(500_000_000_000, u64::MAX);
    /// How many may stand behind a delegate.
    pub static MaxDelegators: u32 = 100;
    /// How many proposals one person may have open.
    pub static MaxOpenPerPerson: u32 = 10;
    /// How many proposals a cooperative may have open.
    pub static MaxOpenPerCooperative: u32 = 1_000;
}

impl pallet_governance::Config for Test {
    type Time = Clock;
    type Members = Registers;
    type Reputation = Registers;
    type Calls = Registers;
    type Attestations = Registers;
    type AgendaWeight = AgendaWeight;
    type MaxCooperatives = ConstU32<100>;
    type MaxDelegators = MaxDelegators;
    type MaxOpenPerPerson = MaxOpenPerPerson;
    type MaxOpenPerCooperative = MaxOpenPerCooperative;
    type WeightInfo = ();
}

impl register::Config for Test {}

/// The time of the block.
#[storage_alias]
pub type Now = StorageValue<Mock, Moment, ValueQuery>;
/// Since when somebody is an active member, and whether as a steward.
#[storage_alias]
pub type Enrolled =
    StorageDoubleMap<Mock, Twox64Concat, CooperativeId, Blake2_128Concat, Did, (Moment, bool)>;
/// How many active members a cooperative has.
#[storage_alias]
pub type Enrolments = StorageMap<Mock, Twox64Concat, CooperativeId, u32, ValueQuery>;
/// The cooperatives that take part.
#[storage_alias]
pub type Active = StorageValue<Mock, Vec<CooperativeId>, ValueQuery>;
/// Somebody's mean score and score in `proposal_creation`.
#[storage_alias]
pub type Scores = StorageMap<Mock, Blake2_128Concat, Did, (FixedI128, FixedI128), ValueQuery>;
/// Who was rewarded for voting on what, in order.
#[storage_alias]
pub type Voted = StorageValue<Mock, Vec<(Did, ProposalId)>, ValueQuery>;
/// Whose proposals passed, in order.
#[storage_alias]
pub type Passed = StorageValue<Mock, Vec<(Did, ProposalId)>, ValueQuery>;
/// What is attested: artefacts with their evidence.
#[storage_alias]
pub type Attested = StorageMap<Mock, Twox64Concat, (ContentHash, ContentHash), ()>;

pub struct Clock;

impl Time for Clock {
    type Moment = Moment;

    fn now() -> Moment {
        Now::get()
    }
}

/// The registers from which the pallet reads.
pub struct Registers;

impl Members<u64> for Registers {
    fn person(account: &u64) -> Option<Did> {
        // Account 0 is nobody's.
        (*account > 0).then(|| did(*account))
    }

    fn is_member(cooperative: CooperativeId, did: &Did) -> bool {
        Self::takes_part(cooperative) && Enrolled::contains_key(cooperative, did)
    }

    fn was_member(cooperative: CooperativeId, did: &Did, moment: Moment) -> bool {
        Self::is_member(cooperative, did)
            && Enrolled::get(cooperative, did).is_some_and(|(since, _)| since < moment)
    }

    fn is_steward(cooperative: CooperativeId, did: &Did) -> bool {
        Self::takes_part(cooperative)
            && Enrolled::get(cooperative, did).is_some_and(|(_, steward)| steward)
    }

    fn active_members(cooperative: CooperativeId) -> u32 {
        Enrolments::get(cooperative)
    }

    fn takes_part(cooperative: CooperativeId) -> bool {
        Active::get().contains(&cooperative)
    }

    fn active_cooperatives() -> u32 {
        Active::get().len() as u32
    }

    fn cooperatives() -> Vec<CooperativeId> {
        Active::get()
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_member(cooperative: CooperativeId, number: u32, steward: bool) -> (u64, Did) {
        if !Self::takes_part(cooperative) {
            Active::append(cooperative);
        }
        let who = u64::from(number) + 1_000;
        enroll_since(cooperative, who, steward, 0);
        (who, did(who))
    }
}

impl Reputation for Registers {
    fn voting_power(did: &Did) -> VotingPower {
        // Both have 18 decimals.
        let mean = Scores::get(did).0.max(FixedI128::one()).into_inner().unsigned_abs();
        VotingPower(mean.isqrt().saturating_mul(ONE_VOTE.into()))
    }

    fn proposal_creation(did: &Did) -> Score {
        Score(Scores::get(did).1.into_inner())
    }

    fn voted(voter: &Did, proposal: ProposalId) {
        Voted::append((*voter, proposal));
    }

    fn passed(proposer: &Did, proposal: ProposalId) {
        Passed::append((*proposer, proposal));
    }
}

impl DecidableCalls<RuntimeCall> for Registers {
    fn may_decide(_body: &Body, _kind: DecisionKind, call: &RuntimeCall) -> bool {
        !matches!(call, RuntimeCall::Register(register::Call::forbidden {}))
    }
}

impl Attestations for Registers {
    fn is_attested(artefact: &ContentHash, evidence: &ContentHash) -> bool {
        Attested::contains_key((*artefact, *evidence))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_attested() -> [ContentHash; 2] {
        let made = [ContentHash::repeat_byte(1), ContentHash::repeat_byte(2)];
        Attested::insert((made[0], made[1]), ());
        made
    }
}

pub type Event = crate::Event<Test>;
pub type Error = crate::Error<Test>;
pub type Call = crate::Call<Test>;

/// Ten members, 1 to 10; 1 is the steward.
pub const HARVEST: CooperativeId = CooperativeId(0);
/// Ten members, 11 to 20; 11 is the steward.
pub const MILL: CooperativeId = CooperativeId(1);
/// Ten members, 21 to 30; 21 is the steward.
pub const BAKERY: CooperativeId = CooperativeId(2);
/// When every test begins.
pub const START: Moment = 1_700_000_000_000;
/// Time between two blocks.
pub const SLOT: Moment = 3_000;

/// The person of an account.
pub fn did(account: u64) -> Did {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&account.to_be_bytes());
    Did::from_key(SigningKey::Sr25519(bytes))
}

/// Who signs.
pub fn by(account: u64) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}

/// Makes somebody a member, as of a time.
pub fn enroll_since(cooperative: CooperativeId, who: u64, steward: bool, since: Moment) {
    if !Enrolled::contains_key(cooperative, did(who)) {
        Enrolments::mutate(cooperative, |count| *count += 1);
    }
    Enrolled::insert(cooperative, did(who), (since, steward));
}

/// Makes somebody a member now.
pub fn enroll(cooperative: CooperativeId, who: u64) {
    enroll_since(cooperative, who, false, Now::get());
}

/// Ends a membership.
pub fn leave(cooperative: CooperativeId, who: u64) {
    if Enrolled::take(cooperative, did(who)).is_some() {
        Enrolments::mutate(cooperative, |count| *count -= 1);
    }
}

/// A cooperative takes part no longer.
pub fn suspend(cooperative: CooperativeId) {
    Active::mutate(|active| active.retain(|id| *id != cooperative));
}

/// Rules that say little: an hour of each, and equal votes.
pub fn rules() -> GovernanceRules {
    GovernanceRules {
        deliberation: HOUR,
        voting: HOUR,
        resolution: HOUR,
        timelock: HOUR,
        cosigners: 2,
        delegation: true,
        ..GovernanceRules::for_cooperative()
    }
}

/// The federation's rules, of the same kind.
pub fn federation_rules() -> GovernanceRules {
    GovernanceRules { quorum: GovernanceRules::for_federation().quorum, ..rules() }
}

/// A chain with this genesis, before its first block, without members.
pub fn chain() -> TestState {
    let cooperatives = (0..100).map(|id| (CooperativeId(id), rules())).collect();
    let genesis = RuntimeGenesisConfig {
        governance: pallet_governance::GenesisConfig {
            federation: Some(federation_rules()),
            cooperatives,
            ..Default::default()
        },
        ..Default::default()
    };
    TestState::new(genesis.build_storage().unwrap())
}

/// A chain with three cooperatives of ten members, in its first block.
pub fn federation() -> TestState {
    let mut state = chain();
    state.execute_with(|| {
        for (number, id) in [HARVEST, MILL, BAKERY].into_iter().enumerate() {
            Active::append(id);
            let first = number as u64 * 10 + 1;
            for who in first..first + 10 {
                enroll_since(id, who, who == first, 0);
            }
        }
        Now::put(START);
        System::set_block_number(1);
    });
    state
}

/// Runs a scenario, and checks what always holds at its end.
pub fn scenario(run: impl FnOnce()) {
    federation().execute_with(|| {
        run();
        assert_ok!(Governance::ensure_invariants());
    });
}

/// Makes a block, so much later. Gives what the agenda took of it.
pub fn block_after(time: Moment) -> Weight {
    let number = System::block_number() + 1;
    System::set_block_number(number);
    Now::mutate(|now| *now += time);
    let limits: frame_system::limits::BlockWeights =
        <Test as frame_system::Config>::BlockWeights::get();
    let mut meter = WeightMeter::with_limit(limits.max_block);
    <Governance as Hooks<u32>>::on_poll(number, &mut meter);
    assert!(meter.consumed().all_lte(AgendaWeight::get()), "an agenda is overweight");
    meter.consumed()
}

/// Makes the next block.
pub fn block() -> Weight {
    block_after(SLOT)
}

/// The next step of everything whose time is an hour, and so is everything here.
pub fn pass() {
    block_after(HOUR);
}

/// A line of text.
pub fn line<S: Get<u32>>(text: &str) -> BoundedVec<u8, S> {
    text.as_bytes().to_vec().try_into().unwrap()
}

/// A call that writes.
pub fn write(entry: u32) -> RuntimeCall {
    RuntimeCall::Register(register::Call::write { entry })
}

/// What was written.
pub fn written() -> Vec<u32> {
    register::Entries::<Test>::get().into_iter().map(|(_, entry)| entry).collect()
}

/// The call that proposes this.
pub fn proposing(
    sponsor: CooperativeId,
    body: Body,
    kind: DecisionKind,
    call: Option<RuntimeCall>,
) -> Call {
    let title: Title = line("A proposal");
    let content = ContentHash::repeat_byte(1);
    Call::propose { sponsor, body, kind, title, content, call: call.map(Box::new) }
}

/// Sends a call as a transaction would.
pub fn send(who: u64, call: impl Into<RuntimeCall>) -> DispatchResult {
    call.into().dispatch(by(who)).map(|_| ()).map_err(|failed| failed.error)
}

/// What a steward proposes; gives its number.
pub fn propose(body: Body, kind: DecisionKind, call: Option<RuntimeCall>) -> ProposalId {
    let sponsor = body.named().map_or(HARVEST, |named| named[0]);
    let steward = u64::from(sponsor.0) * 10 + 1;
    let id = crate::NextProposal::<Test>::get();
    assert_ok!(send(steward, proposing(sponsor, body, kind, call)));
    id
}

/// The same, with its vote open.
pub fn voting(body: Body, kind: DecisionKind, call: Option<RuntimeCall>) -> ProposalId {
    let id = propose(body, kind, call);
    pass();
    assert_eq!(stage(id), Stage::Voting);
    id
}

/// A standard decision of [`HARVEST`] on which it votes.
pub fn internal() -> ProposalId {
    voting(Body::Cooperative(HARVEST), DecisionKind::Standard, Some(write(1)))
}

/// Several cooperatives as a body.
pub fn joint(ids: &[CooperativeId]) -> Body {
    Body::Joint(JointBody::try_from(ids.to_vec()).unwrap())
}

/// Votes, without anybody behind.
pub fn vote(who: u64, id: ProposalId, cooperative: CooperativeId, choice: Choice) {
    assert_ok!(Governance::cast_vote(by(who), id, cooperative, choice, 0));
}

/// So many of a cooperative approve, reject and abstain, beginning with its first member.
pub fn votes(id: ProposalId, cooperative: CooperativeId, counts: [u64; 3]) {
    let mut who = u64::from(cooperative.0) * 10 + 1;
    for (count, choice) in
        counts.into_iter().zip([Choice::Approve, Choice::Reject, Choice::Abstain])
    {
        for _ in 0..count {
            vote(who, id, cooperative, choice);
            who += 1;
        }
    }
}

/// Sets rules without a decision.
pub fn set_rules(maker: RuleMaker, rules: GovernanceRules) {
    assert!(rules.are_valid(maker));
    crate::Rules::<Test>::insert(maker, rules);
}

/// Changes a cooperative's rules without a decision.
pub fn change_rules(cooperative: CooperativeId, change: impl FnOnce(&mut GovernanceRules)) {
    let maker = RuleMaker::Cooperative(cooperative);
    let mut rules = Governance::rules(maker);
    change(&mut rules);
    set_rules(maker, rules);
}

pub fn proposal(id: ProposalId) -> Proposal {
    crate::Proposals::<Test>::get(id).unwrap()
}

pub fn stage(id: ProposalId) -> Stage {
    proposal(id).stage
}

pub fn tally(id: ProposalId, cooperative: CooperativeId) -> Tally {
    crate::Tallies::<Test>::get(id, cooperative).unwrap()
}

/// Heads that approve, reject and abstain.
pub fn heads(id: ProposalId, cooperative: CooperativeId) -> [u32; 3] {
    let tally = tally(id, cooperative);
    [tally.approving, tally.rejecting, tally.abstaining]
}

pub fn ballot(id: ProposalId, cooperative: CooperativeId, who: u64) -> Option<Ballot> {
    crate::Ballots::<Test>::get((id, cooperative, did(who)))
}

pub fn reason(text: &str) -> Reason {
    line(text)
}

/// The events of this pallet since the last time.
pub fn events() -> Vec<Event> {
    let events = System::events().into_iter().filter_map(|record| match record.event {
        RuntimeEvent::Governance(event) => Some(event),
        _ => None,
    });
    let events = events.collect();
    System::reset_events();
    events
}

/// That this pallet told of it in this block.
pub fn assert_told(event: Event) {
    System::assert_has_event(event.into());
}

/// A call that is one byte too long to be decided.
pub fn too_long() -> RuntimeCall {
    let bytes = vec![0; MAX_CALL as usize - 5];
    let call = RuntimeCall::Register(register::Call::long { bytes });
    assert_eq!(call.encoded_size(), MAX_CALL as usize + 1);
    call
}

/// The shortest window that rules may have.
pub const SHORT: Moment = icn_primitives::governance::MIN_WINDOW;
