//! Shards in memory: each with a state, headers and authorities of its own, and real proofs.

use codec::{Decode, Encode};
use icn_primitives::{
    shard::{
        inbound_lane_key, outbound_lane_key, outbox_key, outcome_index, outcomes_key,
        outcomes_page, InboundLane, Message, MessageError, MessageNonce, OutboundLane, Outcome,
        ShardRole,
    },
    Hash, Header, ShardId,
};
use polkadot_sdk::{
    bp_header_chain::justification::{required_justification_precommits, GrandpaJustification},
    bp_runtime::RawStorageProof,
    bp_test_utils::{make_justification_for_header, Account, JustificationGeneratorParams},
    frame_support::traits::Authorize,
    pallet_timestamp,
    polkadot_sdk_frame::{self as frame, testing_prelude::*},
    sp_consensus_grandpa::{AuthorityId, ConsensusLog, ScheduledChange, SetId, GRANDPA_ENGINE_ID},
    sp_core::Blake2Hasher,
    sp_runtime::{traits::Header as _, Digest, DigestItem},
    sp_state_machine::{backend::Backend, prove_read_on_trie_backend, InMemoryBackend},
};

use crate as pallet_shards;
use crate::{Finality, GenesisShard, Nonces, OnAnswer, OnMessage, SendMessage, Update};

/// A pallet that takes messages and answers, and writes them down.
#[frame::pallet]
pub mod diary {
    use super::*;

    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config {}

    #[pallet::pallet]
    #[pallet::without_storage_info]
    pub struct Pallet<T>(_);

    /// The payloads that took effect, by source.
    #[pallet::storage]
    pub type Received<T> = StorageMap<_, Twox64Concat, ShardId, Vec<Vec<u8>>, ValueQuery>;

    /// The answers that came, by destination.
    #[pallet::storage]
    pub type Answers<T> =
        StorageMap<_, Twox64Concat, ShardId, Vec<(MessageNonce, Outcome)>, ValueQuery>;

    #[pallet::error]
    pub enum Error<T> {
        Spoiled,
    }
}

/// What a payload asks of the diary, by its first byte.
pub const NOTE: u8 = 0;
/// To fail after writing.
pub const SPOIL: u8 = 1;
/// To dispatch the call that follows.
pub const CALL: u8 = 2;
/// To fail when the answer comes.
pub const SPOIL_ANSWER: u8 = 3;
/// To send the rest back.
pub const REPLY: u8 = 4;
/// To send the rest to the same shard when the answer comes.
pub const RESEND: u8 = 5;
/// To weigh as many times as much as a note as the next byte says.
pub const HEAVY: u8 = 6;
/// That the answer weighs so.
pub const HEAVY_ANSWER: u8 = 7;

/// What a note weighs.
pub const NOTE_WEIGHT: Weight = Weight::from_parts(1_000, 10);
/// What an answer to one weighs.
pub const ANSWER_WEIGHT: Weight = Weight::from_parts(500, 5);
/// The heaviest effect in notes.
pub const MOST_NOTES: u8 = 10;
/// The heaviest effects of an update in notes.
pub const UPDATE_NOTES: u64 = 40;

pub struct Diary;

impl OnMessage for Diary {
    fn weight(_source: ShardId, payload: &[u8]) -> Weight {
        match payload {
            [HEAVY, notes, ..] => NOTE_WEIGHT.saturating_mul(u64::from(*notes)),
            _ => NOTE_WEIGHT,
        }
    }

    fn on_message(source: ShardId, payload: &[u8]) -> Result<(), MessageError> {
        diary::Received::<Test>::append(source, payload.to_vec());
        match payload {
            [SPOIL, ..] => Err(DispatchError::from(diary::Error::<Test>::Spoiled).into()),
            [CALL, call @ ..] => RuntimeCall::decode(&mut &*call)
                .map_err(|_| MessageError::UnknownPayload)?
                .dispatch(RuntimeOrigin::signed(RELAY))
                .map(|_| ())
                .map_err(|failed| failed.error.into()),
            [REPLY, reply @ ..] => Ok(Shards::send(source, reply.to_vec(), None).map(|_| ())?),
            _ => Ok(()),
        }
    }
}

impl OnAnswer for Diary {
    fn weight(_destination: ShardId, message: &Message) -> Weight {
        match message.payload.as_slice() {
            [HEAVY_ANSWER, notes, ..] => {
                NOTE_WEIGHT.saturating_mul(AnswerFactor::get() * u64::from(*notes))
            }
            _ => ANSWER_WEIGHT,
        }
    }

    fn on_answer(destination: ShardId, message: &Message, outcome: &Outcome) -> DispatchResult {
        diary::Answers::<Test>::append(destination, (message.nonce, outcome.clone()));
        match message.payload.as_slice() {
            [SPOIL_ANSWER, ..] => Err(diary::Error::<Test>::Spoiled.into()),
            [RESEND, next @ ..] => Shards::send(destination, next.to_vec(), None).map(|_| ()),
            _ => Ok(()),
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
    pub type Timestamp = pallet_timestamp;
    #[runtime::pallet_index(2)]
    pub type Shards = pallet_shards;
    #[runtime::pallet_index(3)]
    pub type DiaryPallet = diary;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = MockBlockU32<Self>;
}

impl pallet_timestamp::Config for Test {
    type Moment = u64;
    type OnTimestampSet = ();
    type MinimumPeriod = ConstU64<1>;
    type WeightInfo = ();
}

/// Headers against which proofs are taken.
pub const KEPT: u32 = 8;
/// Messages that an update may bring.
pub const PER_UPDATE: u32 = 16;
/// Messages that a block may take.
pub const PER_BLOCK: u32 = 40;
/// Bytes of a proof.
pub const PROOF: u32 = 64 * 1024;

parameter_types! {
    // What a test may set for itself.
    pub static MessagesPerUpdate: u32 = PER_UPDATE;
    pub static MessagesPerBlock: u32 = PER_BLOCK;
    pub static ProofSize: u32 = PROOF;
    pub static RefreshInterval: u32 = 1;
    pub static EffectsPerUpdate: Weight = NOTE_WEIGHT.saturating_mul(UPDATE_NOTES);
    pub static OwnAuthorities: Vec<AuthorityId> = vec![];
    pub static AnswerFactor: u64 = 1;
    pub const MaxEffect: Weight = NOTE_WEIGHT.saturating_mul(MOST_NOTES as u64);
}

impl pallet_shards::Config for Test {
    type FederationOrigin = EnsureRoot<u64>;
    type Time = Timestamp;
    type OnMessage = Diary;
    type OnAnswer = Diary;
    type KeptHeaders = ConstU32<KEPT>;
    type RefreshInterval = RefreshInterval;
    type ProofSize = ProofSize;
    type MessagesPerUpdate = MessagesPerUpdate;
    type MessagesPerBlock = MessagesPerBlock;
    type MaxEffect = MaxEffect;
    type EffectsPerUpdate = EffectsPerUpdate;
    type OwnAuthorities = OwnAuthorities;
    type WeightInfo = ();
}

impl diary::Config for Test {}

pub type Error = crate::Error<Test>;
pub type Justification = GrandpaJustification<Header>;

/// Somebody who relays.
pub const RELAY: u64 = 9;
/// Milliseconds of a block.
pub const BLOCK: u64 = 3_000;
/// The federation shard, and two others.
pub const HUB: ShardId = ShardId(0);
pub const MARKET: ShardId = ShardId(1);
pub const STORE: ShardId = ShardId(2);

/// The keys of a shard's authorities, of some generation.
pub fn keys(shard: ShardId, generation: u16, count: u16) -> Vec<Account> {
    let first = shard.0 as u16 * 10_000 + generation * 200;
    (first..first + count).map(Account).collect()
}

pub fn ids(keys: &[Account]) -> crate::Authorities {
    keys.iter().map(|key| (*key).into()).collect::<Vec<_>>().try_into().unwrap()
}

/// A scheduled change to these authorities.
pub fn change(keys: &[Account], weight: u64, delay: u32) -> DigestItem {
    let next_authorities = keys.iter().map(|key| ((*key).into(), weight)).collect();
    let change = ScheduledChange { next_authorities, delay };
    DigestItem::Consensus(GRANDPA_ENGINE_ID, ConsensusLog::ScheduledChange(change).encode())
}

/// As many of the votes as are needed, from the first authorities on.
pub fn justify(header: &Header, keys: &[Account], set_id: SetId) -> Justification {
    let required = required_justification_precommits(keys.len() as u32) as usize;
    make_justification_for_header(JustificationGeneratorParams {
        header: header.clone(),
        round: 1,
        set_id,
        authorities: keys.iter().take(required).map(|key| (*key, 1)).collect(),
        ancestors: 0,
        forks: 1,
    })
}

/// A block with the state after it and the set that finalizes it.
pub struct Sealed {
    pub header: Header,
    pub state: InMemoryBackend<Blake2Hasher>,
    pub keys: Vec<Account>,
    pub set_id: SetId,
}

impl Sealed {
    pub fn hash(&self) -> Hash {
        self.header.hash()
    }

    pub fn justification(&self) -> Justification {
        justify(&self.header, &self.keys, self.set_id)
    }

    pub fn prove(&self, keys: impl IntoIterator<Item = Vec<u8>>) -> RawStorageProof {
        prove_read_on_trie_backend(&self.state, keys).unwrap().into_nodes().into_iter().collect()
    }

    /// A proof of these messages to `destination` and of their lane.
    pub fn prove_messages(
        &self,
        destination: ShardId,
        first: MessageNonce,
        last: MessageNonce,
    ) -> RawStorageProof {
        let messages = (first..=last).map(|nonce| outbox_key(destination, nonce));
        self.prove([outbound_lane_key(destination)].into_iter().chain(messages))
    }

    /// A proof of what became of these messages from `source`, and of their lane.
    pub fn prove_outcomes(
        &self,
        source: ShardId,
        first: MessageNonce,
        last: MessageNonce,
    ) -> RawStorageProof {
        let pages = outcomes_page(first)..=outcomes_page(last);
        let pages = pages.map(|page| outcomes_key(source, page));
        self.prove([inbound_lane_key(source)].into_iter().chain(pages))
    }

    fn read<R: Decode + Default>(&self, key: Vec<u8>) -> R {
        let value = self.state.storage(&key).unwrap();
        value.map_or_else(R::default, |value| R::decode(&mut value.as_slice()).unwrap())
    }

    pub fn outbound(&self, destination: ShardId) -> OutboundLane {
        self.read(outbound_lane_key(destination))
    }

    pub fn inbound(&self, source: ShardId) -> InboundLane {
        self.read(inbound_lane_key(source))
    }

    /// The header with its votes.
    pub fn finality(&self) -> Finality {
        let (header, set_id) = (self.header.clone(), self.set_id);
        Finality { header, justification: self.justification(), set_id }
    }

    /// An update with a proof of this block's state and nothing else.
    pub fn update(&self, proof: RawStorageProof) -> Update {
        Update {
            finality: None,
            at: self.hash(),
            proof,
            messages: None,
            answers: None,
            effects: EffectsPerUpdate::get(),
        }
    }
}

pub fn nonces(first: MessageNonce, last: MessageNonce) -> Option<Nonces> {
    Some(Nonces { first, last })
}

/// A shard.
pub struct Chain {
    pub id: ShardId,
    pub state: TestState,
    pub keys: Vec<Account>,
    pub set_id: SetId,
    /// Its finalized blocks: the one at `i` has the number `i + 1`.
    pub blocks: Vec<Sealed>,
}

impl Chain {
    /// A shard that follows these others from their genesis on, in its first block.
    pub fn new(id: ShardId, follows: &[ShardId]) -> Self {
        let follows: Vec<_> = follows.iter().map(|other| (*other, keys(*other, 0, 4))).collect();
        Self::with_keys(id, &follows)
    }

    /// A shard that follows others with these keys.
    pub fn with_keys(id: ShardId, follows: &[(ShardId, Vec<Account>)]) -> Self {
        let shards = follows
            .iter()
            .map(|(other, keys)| GenesisShard {
                id: *other,
                role: role(*other),
                genesis: (id == HUB).then(genesis_hash),
                authorities: ids(keys).into_inner(),
                set_id: 0,
            })
            .collect();
        let genesis = RuntimeGenesisConfig {
            shards: pallet_shards::GenesisConfig {
                this_shard: id,
                this_role: role(id),
                shards,
                ..Default::default()
            },
            ..Default::default()
        };
        let mut chain = Self {
            id,
            state: TestState::new(genesis.build_storage().unwrap()),
            keys: keys(id, 0, 4),
            set_id: 0,
            blocks: vec![],
        };
        chain.begin(1);
        chain
    }

    /// The hub, and two shards that follow it as it follows them.
    pub fn three() -> [Self; 3] {
        [Self::new(HUB, &[MARKET, STORE]), Self::new(MARKET, &[HUB]), Self::new(STORE, &[HUB])]
    }

    fn begin(&mut self, number: u32) {
        self.state.execute_with(|| {
            System::set_block_number(number);
            System::reset_events();
            pallet_timestamp::Now::<Test>::put(u64::from(number) * BLOCK);
        });
    }

    pub fn run<R>(&mut self, test: impl FnOnce() -> R) -> R {
        self.state.execute_with(test)
    }

    /// Checks all invariants.
    pub fn check(&mut self) {
        self.run(|| Shards::ensure_invariants().unwrap());
    }

    pub fn best(&self) -> &Sealed {
        self.blocks.last().expect("there is a block")
    }

    /// Ends the block, which is final, and begins the next.
    pub fn seal(&mut self) {
        self.seal_with(vec![]);
    }

    /// Ends the block with a change to these authorities.
    pub fn rotate(&mut self, to: Vec<Account>) {
        self.seal_with(vec![change(&to, 1, 0)]);
        self.keys = to;
        self.set_id += 1;
    }

    /// Ends the block with these logs.
    pub fn seal_with(&mut self, logs: Vec<DigestItem>) {
        self.check();
        self.seal_unchecked(logs);
    }

    /// Ends the block, whatever its state is like.
    pub fn seal_unchecked(&mut self, logs: Vec<DigestItem>) {
        self.state.commit_all().unwrap();
        let state = self.state.as_backend();
        let parent = self.blocks.last().map_or(genesis_hash(), |block| block.hash());
        let number = self.blocks.len() as u32 + 1;
        let header = Header::new(number, Hash::zero(), *state.root(), parent, Digest { logs });
        let (keys, set_id) = (self.keys.clone(), self.set_id);
        self.blocks.push(Sealed { header, state, keys, set_id });
        self.begin(number + 1);
    }

    /// An update comes from a relay. What is refused changes nothing; it is authorized exactly when
    /// it can be dispatched; and no more weight is used than was foreseen.
    pub fn bring(&mut self, source: ShardId, update: Update) -> DispatchResult {
        let call = crate::Call::relay { shard: source, update: Box::new(update) };
        let before = self.root();
        let authorized = self.authorize(&call);
        let result = self.dispatch(before, call, frame_system::RawOrigin::Authorized.into());
        assert_eq!(authorized.is_ok(), result.is_ok(), "{authorized:?}, {result:?}");
        result
    }

    /// What a pool is told of this call.
    pub fn authorize(&mut self, call: &crate::Call<Test>) -> TransactionValidity {
        let call = RuntimeCall::from(call.clone());
        let authorized = self.run(|| call.authorize(TransactionSource::External));
        authorized.expect("it is a call for relays").map(|(valid, _)| valid)
    }

    pub fn root(&mut self) -> Hash {
        *self.state.as_backend().root()
    }

    /// Somebody signs this call.
    pub fn sign(&mut self, call: crate::Call<Test>) -> DispatchResult {
        let before = self.root();
        self.dispatch(before, call, RuntimeOrigin::signed(RELAY))
    }

    /// The federation decides this call.
    pub fn decide(&mut self, call: crate::Call<Test>) -> DispatchResult {
        let before = self.root();
        self.dispatch(before, call, RuntimeOrigin::root())
    }

    fn dispatch(
        &mut self,
        before: Hash,
        call: crate::Call<Test>,
        origin: RuntimeOrigin,
    ) -> DispatchResult {
        let call = RuntimeCall::from(call);
        let foreseen = call.get_dispatch_info().call_weight;
        let result = self.run(|| call.dispatch(origin));
        self.check();
        match result {
            Ok(post) => {
                assert!(post.actual_weight.is_none_or(|used| used.all_lte(foreseen)));
                Ok(())
            }
            Err(failed) => {
                assert_eq!(before, self.root());
                Err(failed.error)
            }
        }
    }

    pub fn submit(
        &mut self,
        shard: ShardId,
        header: &Header,
        justification: Justification,
        set_id: SetId,
    ) -> DispatchResult {
        let finality = Some(Finality { header: header.clone(), justification, set_id });
        let update = Update {
            finality,
            at: header.hash(),
            proof: vec![],
            messages: None,
            answers: None,
            effects: Weight::zero(),
        };
        self.bring(shard, update)
    }

    /// Brings a block of another shard.
    pub fn follow(&mut self, other: &Chain, block: &Sealed) -> DispatchResult {
        self.submit(other.id, &block.header, block.justification(), block.set_id)
    }

    /// Sends a message in this block.
    pub fn send(&mut self, to: ShardId, payload: &[u8]) -> MessageNonce {
        self.run(|| Shards::send(to, payload.to_vec(), None)).unwrap()
    }

    /// Brings messages of another shard that stand in its block.
    pub fn deliver(
        &mut self,
        source: ShardId,
        block: &Sealed,
        first: MessageNonce,
        last: MessageNonce,
    ) -> DispatchResult {
        let proof = block.prove_messages(self.id, first, last);
        let messages = nonces(first, last);
        self.bring(source, Update { messages, ..block.update(proof) })
    }

    /// Brings the answers of another shard that stand in its block, as many as an update may.
    pub fn confirm(&mut self, destination: ShardId, block: &Sealed) -> DispatchResult {
        let answers = self.answers_in(destination, block);
        let proof = block.prove_outcomes(self.id, answers.first, answers.last);
        self.bring(destination, Update { answers: Some(answers), ..block.update(proof) })
    }

    /// The answers of another shard that stand in its block, as many as an update may bring.
    pub fn answers_in(&mut self, destination: ShardId, block: &Sealed) -> Nonces {
        let taken = block.inbound(self.id).taken;
        let confirmed = self.run(|| Shards::shard(destination)).unwrap().outbound.confirmed;
        let last = taken.min(confirmed + u64::from(MessagesPerUpdate::get()));
        Nonces { first: last.min(confirmed + 1), last }
    }

    /// What an honest relay makes of a block of another shard: all votes, and a proof of all that
    /// an update may bring.
    pub fn fetch(&mut self, other: ShardId, block: &Sealed) -> Result<Update, Error> {
        let view = self.run(|| Shards::shard(other)).unwrap();
        let (taken, confirmed) = (view.inbound.taken, view.outbound.confirmed);
        let sent = block.outbound(self.id).sent.min(taken + u64::from(view.room));
        let messages = (taken + 1..=sent).map(|nonce| outbox_key(self.id, nonce));
        let answered = block.inbound(self.id).taken.min(confirmed + u64::from(view.room));
        let pages = (confirmed + 1..=answered)
            .map(outcomes_page)
            .collect::<std::collections::BTreeSet<_>>();
        let pages = pages.into_iter().map(|page| outcomes_key(self.id, page));
        let lanes = [outbound_lane_key(self.id), inbound_lane_key(self.id)];
        let proof = block.prove(lanes.into_iter().chain(messages).chain(pages));
        let votes = make_justification_for_header(JustificationGeneratorParams {
            header: block.header.clone(),
            round: 1,
            set_id: block.set_id,
            authorities: block.keys.iter().map(|key| (*key, 1)).collect(),
            ancestors: 0,
            forks: 1,
        });
        let finality = Some((block.header.clone(), votes, block.set_id));
        match self.run(|| Shards::relay_call(other, finality, block.hash(), proof))? {
            crate::Call::relay { update, .. } => Ok(*update),
            _ => panic!("it is a call for relays"),
        }
    }

    /// An honest relay comes with a block of another shard.
    pub fn relay(&mut self, other: &Chain, block: &Sealed) -> DispatchResult {
        let update = self.fetch(other.id, block)?;
        self.bring(other.id, update)
    }

    /// The outcome of a message that was taken, if it is kept.
    pub fn outcome(&mut self, source: ShardId, nonce: MessageNonce) -> Option<Outcome> {
        let page = self.run(|| crate::Outcomes::<Test>::get(source, outcomes_page(nonce)));
        page.get(outcome_index(nonce)).cloned()
    }

    /// The payloads that took effect.
    pub fn received(&mut self, from: ShardId) -> Vec<Vec<u8>> {
        self.run(|| diary::Received::<Test>::get(from))
    }

    /// The answers that came.
    pub fn answers(&mut self, from: ShardId) -> Vec<(MessageNonce, Outcome)> {
        self.run(|| diary::Answers::<Test>::get(from))
    }

    /// This pallet's events of the present block.
    pub fn events(&mut self) -> Vec<crate::Event<Test>> {
        self.run(|| {
            System::events()
                .into_iter()
                .filter_map(|record| match record.event {
                    RuntimeEvent::Shards(event) => Some(event),
                    _ => None,
                })
                .collect()
        })
    }
}

/// A shard that follows none, for benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub fn alone() -> TestState {
    Chain::new(HUB, &[]).state
}

pub fn role(shard: ShardId) -> ShardRole {
    match shard {
        HUB => ShardRole::Federation,
        MARKET => ShardRole::Marketplace,
        _ => ShardRole::Storage,
    }
}

pub fn genesis_hash() -> Hash {
    Hash::repeat_byte(0x11)
}

/// The outcome of a message that the diary spoiled.
pub fn spoiled() -> Outcome {
    Outcome::Failed(MessageError::refused("Spoiled"))
}
