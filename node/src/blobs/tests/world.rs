//! A chain and peers that answer from memory.

use async_trait::async_trait;
use icn_blobs::{
    wire::{Answer, Request},
    Content, ContentRoot, Failure, Store,
};
use icn_primitives::{
    storage::{
        answer_payload, Anchor, AnchorId, Availability, Challenge, Commitment, CommitmentId,
        DueChallenge, Proofs, Provider, ProviderRecord, Stage, StorageApi, StorageParameters,
        Tally, Tombstone, PROVIDER_KEY,
    },
    AccountId, CooperativeId, Did, Hash, Header, Nonce, OpaqueBlock as Block, Signature,
    SigningKey,
};
use polkadot_sdk::{
    sc_keystore::LocalKeystore,
    sc_network::PeerId,
    sp_api::{self, ApiRef, ProvideRuntimeApi},
    sp_blockchain::{self, BlockStatus, HeaderBackend, Info},
    sp_keystore::{Keystore, KeystorePtr},
    substrate_frame_rpc_system::AccountNonceApi,
};
use std::sync::{Arc, Mutex, MutexGuard};

use crate::blobs::{chain::Submit, protocol::Peers};

/// The provider.
pub const OWN: CooperativeId = CooperativeId(7);
const OWNER: Did = Did(SigningKey::Sr25519([9; 32]));

/// What the chain knows.
#[derive(Default)]
pub struct State {
    pub block: u32,
    pub key: Option<SigningKey>,
    pub anchors: Vec<Content>,
    /// Numbers of the anchors of which the provider keeps a replica.
    pub kept: Vec<u64>,
    pub due: Vec<DueChallenge>,
}

/// The chain.
#[derive(Clone, Default)]
pub struct Chain(Arc<Mutex<State>>);

impl Chain {
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// One whose provider has a key in the keystore that comes with it, and keeps all of these.
    pub fn with_provider(contents: &[Content]) -> (Arc<Self>, KeystorePtr) {
        let keystore = LocalKeystore::in_memory();
        let key = keystore.sr25519_generate_new(PROVIDER_KEY, None).unwrap();
        let chain = Self::default();
        let kept = (0..contents.len() as u64).collect();
        *chain.state() =
            State { key: Some(key.into()), anchors: contents.to_vec(), kept, ..State::default() };
        (Arc::new(chain), keystore.into())
    }

    /// Challenges the provider for segments of an anchor.
    pub fn challenge(&self, anchor: usize, number: u32, segments: &[u32]) {
        let mut state = self.state();
        let challenge = Challenge {
            number,
            issued_at: state.block,
            deadline: state.block + 100,
            next: state.block + 200,
            segments: segments.to_vec().try_into().unwrap(),
        };
        let content = state.anchors[anchor];
        let (commitment, anchor) = (CommitmentId(anchor as u64), AnchorId(anchor as u64));
        state.due.push(DueChallenge { commitment, anchor, content, challenge });
    }
}

fn anchored(content: Content) -> Anchor {
    Anchor {
        owner: OWNER,
        content,
        media_type: Hash::zero(),
        anchored_at: 0,
        retain_until: 1,
        wanted: 3,
        standing: 1,
        kept: 1,
    }
}

fn commitment(anchor: u64) -> Commitment {
    Commitment {
        provider: OWN,
        anchor: AnchorId(anchor),
        committed_at: 0,
        counts: true,
        ends_at: None,
        record: Availability::default(),
        stage: Stage::Waiting { due: 1 },
    }
}

impl ProvideRuntimeApi<Block> for Chain {
    type Api = Self;
    fn runtime_api(&self) -> ApiRef<'_, Self> {
        self.clone().into()
    }
}

impl HeaderBackend<Block> for Chain {
    fn header(&self, _: Hash) -> sp_blockchain::Result<Option<Header>> {
        Ok(None)
    }
    fn info(&self) -> Info<Block> {
        Info {
            best_hash: Hash::repeat_byte(1),
            best_number: self.state().block,
            genesis_hash: Hash::zero(),
            finalized_hash: Hash::repeat_byte(1),
            finalized_number: 0,
            finalized_state: None,
            number_leaves: 1,
            block_gap: None,
        }
    }
    fn status(&self, _: Hash) -> sp_blockchain::Result<BlockStatus> {
        Ok(BlockStatus::InChain)
    }
    fn number(&self, _: Hash) -> sp_blockchain::Result<Option<u32>> {
        Ok(None)
    }
    fn hash(&self, _: u32) -> sp_blockchain::Result<Option<Hash>> {
        Ok(None)
    }
}

sp_api::mock_impl_runtime_apis! {
    impl AccountNonceApi<Block, AccountId, Nonce> for Chain {
        fn account_nonce(_: AccountId) -> Nonce {
            4
        }
    }

    impl StorageApi<Block> for Chain {
        fn anchor(&self, id: AnchorId) -> Option<Anchor> {
            self.state().anchors.get(id.0 as usize).copied().map(anchored)
        }
        fn anchor_of(_: Did, _: ContentRoot) -> Option<(AnchorId, Anchor)> {
            None
        }
        fn anchors_of(_: Did, _: Option<ContentRoot>, _: u32) -> Vec<(AnchorId, Anchor)> {
            vec![]
        }
        fn owners_of(&self, content: ContentRoot, _: Option<Did>, _: u32) -> Vec<(Did, AnchorId)> {
            let state = self.state();
            let found = state.anchors.iter().any(|anchor| anchor.content_root == content);
            found.then_some((OWNER, AnchorId(0))).into_iter().collect()
        }
        fn wanting(&self, after: Option<AnchorId>, _: u32) -> Vec<(AnchorId, Anchor)> {
            let state = self.state();
            let all = (0..).map(AnchorId).zip(state.anchors.iter().copied().map(anchored));
            all.filter(|(id, _)| after.is_none_or(|after| *id > after)).collect()
        }
        fn tombstone(_: AnchorId) -> Option<Tombstone> {
            None
        }
        fn tombstones_of(_: ContentRoot, _: Option<AnchorId>, _: u32) -> Vec<(AnchorId, Tombstone)> {
            vec![]
        }
        fn provider(&self, id: CooperativeId) -> Option<Provider> {
            let key = self.state().key.filter(|_| id == OWN)?;
            let record = ProviderRecord::default();
            Some(Provider { capacity: 1 << 30, used: 0, commitments: 0, key, record, tally: Tally::default() })
        }
        fn provider_of(&self, key: AccountId) -> Option<CooperativeId> {
            self.state().key.filter(|known| known.account() == key).map(|_| OWN)
        }
        fn providers(_: Option<CooperativeId>, _: u32) -> Vec<(CooperativeId, Provider)> {
            vec![]
        }
        fn commitment(_: CommitmentId) -> Option<Commitment> {
            None
        }
        fn commitments_of(
            &self,
            _: CooperativeId,
            after: Option<CommitmentId>,
            limit: u32,
        ) -> Vec<(CommitmentId, Commitment)> {
            let kept = self.state().kept.clone();
            let all = kept.into_iter().map(|anchor| (CommitmentId(anchor), commitment(anchor)));
            all.filter(|(id, _)| after.is_none_or(|after| *id > after)).take(limit as usize).collect()
        }
        fn replicas(&self, anchor: AnchorId) -> Vec<(CommitmentId, Commitment)> {
            let kept = self.state().kept.contains(&anchor.0);
            kept.then(|| (CommitmentId(anchor.0), commitment(anchor.0))).into_iter().collect()
        }
        fn due_challenges(
            &self,
            _: AccountId,
            after: Option<CommitmentId>,
            limit: u32,
        ) -> Vec<DueChallenge> {
            let due = self.state().due.clone();
            let left = due.into_iter().filter(|due| after.is_none_or(|after| due.commitment > after));
            left.take(limit as usize).collect()
        }
        fn answer_payload(commitment: CommitmentId, number: u32, proofs: Proofs) -> Vec<u8> {
            answer_payload(&Hash::zero(), commitment, number, &proofs)
        }
        /// Judges as the chain does.
        fn answer_transaction(
            &self,
            commitment: CommitmentId,
            number: u32,
            proofs: Proofs,
            signature: Signature,
        ) -> Result<Vec<u8>, Vec<u8>> {
            let state = self.state();
            let due = state.due.iter().find(|due| due.commitment == commitment);
            let due = due.filter(|due| due.challenge.number == number).ok_or(b"NoChallenge".to_vec())?;
            let payload = answer_payload(&Hash::zero(), commitment, number, &proofs);
            if !state.key.is_some_and(|key| key.verify(&payload, &signature)) {
                return Err(b"InvalidSignature".to_vec());
            }
            let shown = proofs.iter().map(|proof| proof.index);
            let proven =
                proofs.iter().all(|proof| proof.verify(&due.content.segment_root, due.content.length));
            if !shown.eq(due.challenge.segments.iter().copied()) || !proven {
                return Err(b"InvalidProof".to_vec());
            }
            Ok(vec![commitment.0 as u8, number as u8])
        }
        fn storage_parameters() -> StorageParameters {
            StorageParameters::default()
        }
    }
}

/// A pool that remembers what was handed in.
#[derive(Clone, Default)]
pub struct Pool(Arc<Mutex<Vec<Vec<u8>>>>);

impl Pool {
    pub fn taken(&self) -> Vec<Vec<u8>> {
        self.0.lock().unwrap().clone()
    }
}

#[async_trait]
impl Submit for Pool {
    async fn submit(&self, _: Hash, transaction: Vec<u8>) -> anyhow::Result<()> {
        self.0.lock().unwrap().push(transaction);
        Ok(())
    }
}

/// How a peer behaves.
#[derive(Clone)]
pub enum Manner {
    /// Answers from this store.
    Honest(Store),
    /// Sends other bytes than it was asked for.
    Lying(Store),
    /// Never answers.
    Silent,
}

/// Peers.
#[derive(Default)]
pub struct Others(pub Mutex<Vec<(PeerId, Manner)>>);

impl Others {
    pub fn new(manners: &[Manner]) -> Arc<Self> {
        let peers = manners.iter().map(|manner| (PeerId::random(), manner.clone()));
        Arc::new(Self(Mutex::new(peers.collect())))
    }

    /// One more is connected.
    pub fn join(&self, manner: Manner) {
        self.0.lock().unwrap().push((PeerId::random(), manner));
    }
}

#[async_trait]
impl Peers for Others {
    async fn connected(&self) -> Vec<PeerId> {
        self.0.lock().unwrap().iter().map(|(peer, _)| *peer).collect()
    }

    async fn ask(&self, peer: PeerId, request: Request) -> Result<Answer, Failure> {
        let all = self.0.lock().unwrap().clone();
        let manner = all.into_iter().find(|(known, _)| *known == peer).map(|(_, manner)| manner);
        match manner.ok_or(Failure::Unreachable)? {
            Manner::Honest(store) => Ok(icn_blobs::answer(&store, &request)),
            Manner::Lying(store) => Ok(match icn_blobs::answer(&store, &request) {
                Answer::Chunk(mut bytes) => {
                    bytes[0] ^= 1;
                    Answer::Chunk(bytes)
                }
                answer => answer,
            }),
            Manner::Silent => Err(Failure::Unreachable),
        }
    }
}
