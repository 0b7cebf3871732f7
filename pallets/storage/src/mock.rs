//! A runtime with this pallet, a clock, cooperatives with members, and what awards go to.

use crate as pallet_storage;
use crate::{frame, StorageParameters};
use alloc::vec::Vec;
use frame::{runtime::prelude::*, testing_prelude::*, traits::Authorize};
pub use icn_primitives::parties::{
    testing::{did_of, Awards, Registers, MEMBER, STEWARD},
    Parties,
};
use icn_primitives::{
    content::{Content, SegmentProof},
    reputation::Score,
    storage::{
        key_payload, Anchor, AnchorId, Challenge, Commitment, CommitmentId, Proofs, Provider,
    },
    AccountId, CooperativeId, Did, Hash, Moment, ShardId, Signature, SigningKey, DAY, HOUR,
};
use polkadot_sdk::{
    frame_support::weights::WeightMeter,
    frame_system::EnsureRoot,
    pallet_timestamp,
    sp_core::{sr25519, Pair},
    sp_io::hashing::blake2_256,
    sp_keystore::{testing::MemoryKeystore, KeystoreExt},
    sp_runtime::transaction_validity::{TransactionSource, TransactionValidity},
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
    pub type Keep = pallet_storage;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = MockBlockU32<Test>;
    type AccountId = AccountId;
    type Lookup = IdentityLookup<AccountId>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

parameter_types! {
    /// What the agenda may take of a block: much, unless a test says otherwise.
    pub static AgendaWeight: Weight = Weight::from_parts(1_000_000_000_000, u64::MAX);
    pub const ThisShard: ShardId = ShardId(2);
}

impl pallet_storage::Config for Test {
    type Time = Timestamp;
    type Parties = Registers;
    type FederationOrigin = EnsureRoot<AccountId>;
    type Reputation = Awards;
    type ThisShard = ThisShard;
    type AgendaWeight = AgendaWeight;
    type WeightInfo = ();
}

/// A cooperative of this number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Coop(pub u32);

/// The bakery, the mill, the brewery and the school: each with a steward and a node.
pub const BAKERY: Coop = Coop(0);
pub const MILL: Coop = Coop(1);
pub const BREWERY: Coop = Coop(2);
pub const SCHOOL: Coop = Coop(3);
/// How many there are.
pub const COOPS: u32 = 4;

impl Coop {
    pub fn id(self) -> CooperativeId {
        CooperativeId(self.0)
    }

    pub fn did(self) -> Did {
        did_of(self.id())
    }

    /// Its steward.
    pub fn steward(self) -> Person {
        Person(10 + self.0 as u8)
    }

    /// Its node's key, and those that come after it.
    pub fn pair(self, generation: u8) -> sr25519::Pair {
        let mut seed = [generation; 32];
        seed[0] = self.0 as u8;
        sr25519::Pair::from_seed(&seed)
    }

    pub fn key(self, generation: u8) -> SigningKey {
        self.pair(generation).public().into()
    }

    /// Its key's signature that it is its key.
    pub fn claim(self, generation: u8) -> Signature {
        let payload = key_payload(&Keep::genesis_hash(), self.id(), &self.key(generation));
        self.pair(generation).sign(&payload).into()
    }

    /// Its node, when it signs an ordinary transaction.
    pub fn node(self) -> RuntimeOrigin {
        RuntimeOrigin::signed(self.key(0).account())
    }

    /// A steward offers this capacity.
    pub fn offers(self, capacity: u64) -> DispatchResult {
        let (key, proof) = (self.key(0), self.claim(0));
        let call = Call::register_provider { provider: self.id(), capacity, key, proof };
        send(self.steward().origin(), call)
    }

    /// A steward commits.
    pub fn keeps(self, anchor: AnchorId) -> Result<CommitmentId, DispatchError> {
        let id = crate::NextCommitment::<Test>::get();
        let call = Call::commit { provider: self.id(), anchor };
        send(self.steward().origin(), call).map(|()| id)
    }

    /// A steward withdraws.
    pub fn withdraws(self, commitment: CommitmentId) -> DispatchResult {
        send(self.steward().origin(), Call::withdraw { commitment })
    }

    pub fn provider(self) -> Provider {
        Keep::provider_by_id(self.id()).unwrap()
    }

    /// Takes part from now on, or not.
    pub fn takes_part(self, active: bool) {
        Registers::put_cooperative(self.id(), active);
    }
}

/// Members of the bakery and of the mill.
pub const ADA: Person = Person(1);
pub const BOB: Person = Person(2);
/// Nobody here.
pub const STRANGER: Person = Person(9);

/// When block 0 was made.
pub const START: Moment = 1_700_000_000_000;
/// Between two blocks.
pub const SLOT: Moment = 3_000;

/// A person, by the number of its key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Person(pub u8);

impl Person {
    pub fn did(self) -> Did {
        Did::from_key(SigningKey::Sr25519([self.0; 32]))
    }

    pub fn origin(self) -> RuntimeOrigin {
        RuntimeOrigin::signed(self.did().0.account())
    }

    /// Anchors a file for itself, for ten days, in so many replicas.
    pub fn anchors(self, file: File, wanted: u32) -> Result<AnchorId, DispatchError> {
        self.anchors_for(self.did(), file, wanted)
    }

    /// Anchors a file for somebody, likewise.
    pub fn anchors_for(
        self,
        owner: Did,
        file: File,
        wanted: u32,
    ) -> Result<AnchorId, DispatchError> {
        let id = crate::NextAnchor::<Test>::get();
        send(self.origin(), anchor_call(owner, file.content(), now() + 10 * DAY, wanted))
            .map(|()| id)
    }

    pub fn removes(self, anchor: AnchorId) -> DispatchResult {
        send(self.origin(), Call::remove_anchor { anchor })
    }
}

/// Wants a file kept until then.
pub fn anchor_call(owner: Did, content: Content, retain_until: Moment, wanted: u32) -> Call {
    let media_type = Hash::repeat_byte(0xaa);
    Call::anchor_content { owner, content, media_type, retain_until, wanted }
}

/// A file of this number: file `n` has n + 1 segments, the last of which isn't full.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct File(pub u8);

/// How many files there are.
pub const FILES: u8 = 12;

impl File {
    pub fn bytes(self) -> Vec<u8> {
        (0..self.length()).map(|place| (place / 1024) as u8 ^ place as u8 ^ self.0).collect()
    }

    pub fn length(self) -> u64 {
        u64::from(self.0) * 1024 + 100
    }

    pub fn content(self) -> Content {
        Content::of(&self.bytes()).unwrap()
    }
}

/// The bytes of which this is the content.
pub fn bytes_of(content: &Content) -> Vec<u8> {
    (0..FILES).map(File).find(|file| file.content() == *content).unwrap().bytes()
}

/// A call of the pallet.
pub type Call = pallet_storage::Call<Test>;
/// An error of the pallet.
pub type Error = pallet_storage::Error<Test>;
/// An event of the pallet.
pub type Event = pallet_storage::Event<Test>;

/// Sends `call` as the chain would: what fails is undone as a whole.
pub fn send(origin: RuntimeOrigin, call: impl Into<RuntimeCall>) -> DispatchResult {
    call.into().dispatch(origin).map(|_| ()).map_err(|failure| failure.error)
}

pub fn now() -> Moment {
    Timestamp::get()
}

pub fn block() -> u32 {
    System::block_number()
}

/// Makes the chain's block `number`, whatever was before it, and gives what the agenda took.
pub fn go_to(number: u32) -> Weight {
    go_to_at(number, now().max(START + Moment::from(number) * SLOT))
}

/// The same at this moment.
pub fn go_to_at(number: u32, at: Moment) -> Weight {
    for before in number.saturating_sub(10).max(1)..number {
        let hash = Hash::from(blake2_256(&("block", before).encode()));
        frame_system::BlockHash::<Test>::insert(before, hash);
    }
    System::set_block_number(number);
    Timestamp::set_timestamp(at);
    let mut meter = WeightMeter::new();
    Keep::on_poll(number, &mut meter);
    assert!(meter.consumed().all_lte(AgendaWeight::get()), "an agenda is overweight");
    meter.consumed()
}

/// Makes the next block.
pub fn next_block() {
    go_to(block() + 1);
}

/// Lets `time` pass within one block.
pub fn pass(time: Moment) {
    go_to_at(block() + 1, now() + time);
}

pub fn anchor(id: AnchorId) -> Anchor {
    Keep::anchor_by_id(id).unwrap()
}

pub fn commitment(id: CommitmentId) -> Commitment {
    Keep::commitment_by_id(id).unwrap()
}

/// The challenge that a commitment has to answer.
pub fn challenge(id: CommitmentId) -> Challenge {
    commitment(id).challenge().cloned().unwrap()
}

/// The block of a commitment's next challenge.
pub fn due(id: CommitmentId) -> u32 {
    match commitment(id).stage {
        icn_primitives::storage::Stage::Waiting { due } => due,
        open => panic!("it is challenged: {open:?}"),
    }
}

/// Goes to the block in which a commitment is challenged next.
pub fn until_challenged(id: CommitmentId) -> Challenge {
    go_to(due(id));
    challenge(id)
}

/// Goes to the block in which the window of the open challenge has passed.
pub fn until_missed(id: CommitmentId) {
    go_to(challenge(id).deadline + 1);
}

/// The proofs of what a commitment is asked for.
pub fn proofs(id: CommitmentId) -> Proofs {
    let bytes = bytes_of(&anchor(commitment(id).anchor).content);
    let prove = |index: &u32| SegmentProof::of(&bytes, *index).unwrap();
    challenge(id).segments.iter().map(prove).collect::<Vec<_>>().try_into().unwrap()
}

/// The node of a provider signs an answer.
pub fn sign(pair: &sr25519::Pair, id: CommitmentId, number: u32, proofs: &Proofs) -> Signature {
    pair.sign(&Keep::payload(id, number, proofs)).into()
}

/// The answer of the provider whose commitment it is.
pub fn answer(id: CommitmentId) -> Call {
    let (number, proofs) = (challenge(id).number, proofs(id));
    let keeper = Coop(commitment(id).provider.0);
    let signature = sign(&keeper.pair(0), id, number, &proofs);
    Call::answer_challenge { commitment: id, number, proofs, signature }
}

/// What a pool would say to a call.
pub fn authorize(call: &Call) -> TransactionValidity {
    let authorized = call.authorize(TransactionSource::External);
    authorized.expect("it is a call that is authorized").map(|(valid, _)| valid)
}

/// Sends a call that nobody signs.
pub fn bring(call: Call) -> Result<(), DispatchError> {
    authorize(&call).map_err(|_| DispatchError::Other("not admitted"))?;
    send(frame_system::RawOrigin::Authorized.into(), call)
}

/// A commitment's challenge is answered as it should be.
pub fn answers(id: CommitmentId) -> DispatchResult {
    bring(answer(id))
}

/// The events of this pallet that have come since the last time.
pub fn events() -> Vec<Event> {
    let events = System::events().into_iter().filter_map(|record| match record.event {
        RuntimeEvent::Keep(event) => Some(event),
        _ => None,
    });
    let events = events.collect();
    System::reset_events();
    events
}

/// The rules of every test: short periods.
pub fn rules() -> StorageParameters {
    StorageParameters {
        challenge_period: 40,
        samples: 4,
        answer_window: 10,
        challenges_per_block: 100,
        misses_to_lose: 3,
        withdrawal_notice: HOUR,
        max_retention: 400 * DAY,
        max_length: 100 * 1024,
        max_anchors: 6,
        max_commitments: 5,
        award_period: DAY,
        answer_reputation: Score::points(1),
        miss_reputation: Score::points(3),
        award_bound: Score::points(5),
    }
}

/// Sets other rules.
pub fn with_rules(change: impl FnOnce(&mut StorageParameters)) {
    let mut parameters = Keep::rules();
    change(&mut parameters);
    assert_ok!(send(RuntimeOrigin::root(), Call::set_parameters { parameters }));
}

/// A chain with these cooperatives and persons, at block 1.
pub fn new_test_ext() -> TestState {
    let mut state = TestState::new(Default::default());
    state.register_extension(KeystoreExt::new(MemoryKeystore::new()));
    state.execute_with(|| {
        frame_system::BlockHash::<Test>::insert(0, Hash::repeat_byte(0x1c));
        for number in 0..COOPS {
            let coop = Coop(number);
            coop.takes_part(true);
            Registers::put_person(&coop.steward().did(), &[(coop.id(), STEWARD)]);
        }
        Registers::put_person(&ADA.did(), &[(BAKERY.id(), MEMBER)]);
        Registers::put_person(&BOB.did(), &[(MILL.id(), MEMBER)]);
        let genesis =
            pallet_storage::GenesisConfig::<Test> { parameters: rules(), ..Default::default() };
        genesis.build();
        go_to(1);
        System::reset_events();
    });
    state
}

/// Runs `scenario` on such a chain; every invariant must hold at its end.
pub fn scenario(scenario: impl FnOnce()) {
    new_test_ext().execute_with(|| {
        scenario();
        Keep::do_try_state().expect("every invariant holds");
    });
}

/// The mill keeps a file of Ada's: the anchor and the commitment.
pub fn kept(file: File) -> (AnchorId, CommitmentId) {
    let anchor = ADA.anchors(file, 2).unwrap();
    if Keep::provider_by_id(MILL.id()).is_none() {
        MILL.offers(1 << 20).unwrap();
    }
    (anchor, MILL.keeps(anchor).unwrap())
}
