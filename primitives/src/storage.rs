//! Anchors of files, who keeps them, and challenges (domain §8, S003 storage).
//!
//! What a file is, its hashes and the proof that somebody has a part of it: [`content`](crate::content).

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::{
    sp_core::crypto::KeyTypeId,
    sp_io::hashing::blake2_256,
    sp_runtime::{traits::ConstU32, BoundedVec},
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{
    content::{Content, ContentRoot, SegmentProof, MAX_LENGTH},
    reputation::Score,
    AccountId, BlockNumber, CooperativeId, Did, Hash, Moment, Signature, SigningKey, DAY, HOUR,
};

/// Most replicas that an owner may want of one anchor.
pub const MAX_WANTED: u32 = 16;
/// Most commitments for one anchor at a time, those of providers that are leaving included.
pub const MAX_KEPT: u32 = 2 * MAX_WANTED;
/// Most samples of one challenge.
pub const MAX_SAMPLES: u32 = 16;
/// Blocks from whose hashes the samples of a challenge come, one after the other.
pub const ENTROPY_BLOCKS: u32 = 8;
/// How many of its last challenges a commitment's record tells one by one.
pub const REMEMBERED: u32 = u64::BITS;
/// Where a node keeps the key with which its provider answers.
pub const PROVIDER_KEY: KeyTypeId = KeyTypeId(*b"icns");

/// Number of an anchor, given in order; none is given out twice.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub struct AnchorId(pub u64);

/// Number of a commitment, given in order; none is given out twice.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub struct CommitmentId(pub u64);

/// Implements what is stored of a type.
macro_rules! stored {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)*) => {
        $(
            $(#[$meta])*
            #[derive(
                Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen,
                TypeInfo,
            )]
            pub $kind $name $body
        )*
    };
}

stored! {
    /// A file that is to be kept.
    pub struct Anchor {
        /// Whose it is: a person or a cooperative.
        pub owner: Did,
        /// What is known of the file. No owner has two anchors with the same content root.
        pub content: Content,
        /// Hash of the media type (RFC 6838) in lower case.
        pub media_type: Hash,
        /// When it was anchored.
        pub anchored_at: Moment,
        /// Until when it is kept.
        pub retain_until: Moment,
        /// How many replicas its owner wants: 1 to [`MAX_WANTED`].
        pub wanted: u32,
        /// How many providers keep one and aren't leaving.
        pub standing: u32,
        /// How many commitments there are for it, those of providers that are leaving included; at
        /// most [`MAX_KEPT`].
        pub kept: u32,
    }

    /// What stays of an anchor when it is removed, for ever.
    pub struct Tombstone {
        /// Whose it was.
        pub owner: Did,
        /// What the file was.
        pub content: Content,
        /// Hash of its media type.
        pub media_type: Hash,
        /// When it was anchored.
        pub anchored_at: Moment,
        /// When it was removed.
        pub removed_at: Moment,
        /// By whom.
        pub by: Removal,
    }

    /// Who removed an anchor.
    #[derive(Copy)]
    pub enum Removal {
        /// Its owner, for whom this person acted.
        Owner(Did),
        /// A decision of the federation.
        Decision,
        /// Nobody: its retention had ended.
        Expiry,
    }

    /// A cooperative that keeps files.
    pub struct Provider {
        /// Bytes that it offers.
        pub capacity: u64,
        /// Bytes of its commitments.
        pub used: u64,
        /// How many they are.
        pub commitments: u32,
        /// The key with which its node answers.
        pub key: SigningKey,
        /// What became of its challenges, those of commitments that have ended included.
        pub record: ProviderRecord,
        /// What it hasn't got reputation for yet.
        pub tally: Tally,
    }

    /// What became of a provider's challenges.
    #[derive(Copy, Default)]
    pub struct ProviderRecord {
        /// Challenges that were closed.
        pub asked: u64,
        /// Those that were answered in time.
        pub answered: u64,
        /// Commitments that were lost.
        pub lost: u64,
    }

    /// Challenges that count for reputation and were not awarded yet.
    #[derive(Copy, Default)]
    pub struct Tally {
        /// Those that were answered.
        pub answered: u32,
        /// Those that were missed.
        pub missed: u32,
        /// When they are awarded; `None` if there is nothing to award.
        pub due: Option<Moment>,
    }

    /// A provider's promise to keep a replica.
    pub struct Commitment {
        /// Who keeps it.
        pub provider: CooperativeId,
        /// Of what.
        pub anchor: AnchorId,
        /// Since when.
        pub committed_at: Moment,
        /// Whether it counts for the provider's reputation: what is its own or its members' doesn't.
        pub counts: bool,
        /// When it ends, if the provider is leaving.
        pub ends_at: Option<Moment>,
        /// What became of its challenges.
        pub record: Availability,
        /// Where its challenges stand.
        pub stage: Stage,
    }

    /// Where a commitment's challenges stand.
    pub enum Stage {
        /// The next one comes.
        Waiting {
            /// In this block or, if more are due, in one of those after it.
            due: BlockNumber,
        },
        /// One is to be answered.
        Challenged(Challenge),
    }

    /// What became of a commitment's challenges.
    #[derive(Copy, Default)]
    pub struct Availability {
        /// Challenges that were closed.
        pub asked: u32,
        /// Those that were answered in time.
        pub answered: u32,
        /// How many of the last were missed, in a row.
        pub missed_in_row: u32,
        /// The last [`REMEMBERED`], the newest in the lowest bit: 1 if it was answered.
        pub last: u64,
    }

    /// What a provider has to show.
    pub struct Challenge {
        /// Its number among those of the commitment; the first is 1.
        pub number: u32,
        /// The block that issued it.
        pub issued_at: BlockNumber,
        /// The last block that takes an answer.
        pub deadline: BlockNumber,
        /// The block of the next one. It is drawn now, so that nobody has a choice of draws by the
        /// block in which it answers.
        pub next: BlockNumber,
        /// Numbers of the segments, in order, each once.
        pub segments: BoundedVec<u32, ConstU32<MAX_SAMPLES>>,
    }

    /// Why a commitment ended.
    #[derive(Copy)]
    pub enum EndReason {
        /// The provider left, after its notice.
        Withdrawn,
        /// The provider missed too many challenges in a row.
        Lost,
        /// The anchor was removed.
        AnchorRemoved,
    }

    /// Who acts for a provider.
    #[derive(Copy)]
    pub enum ProviderActor {
        /// A steward of the cooperative.
        Steward(Did),
        /// Its node.
        Key,
    }

    /// A challenge that waits for an answer, with all that is needed to make one.
    pub struct DueChallenge {
        /// Of which commitment.
        pub commitment: CommitmentId,
        /// Of which anchor.
        pub anchor: AnchorId,
        /// The file.
        pub content: Content,
        /// What to show.
        pub challenge: Challenge,
    }
}

/// The segments that answer a challenge, in its order.
pub type Proofs = BoundedVec<SegmentProof, ConstU32<MAX_SAMPLES>>;

impl Anchor {
    /// Whether more providers are wanted than keep a replica.
    pub fn is_wanting(&self) -> bool {
        self.standing < self.wanted
    }
}

impl Availability {
    /// The same, with one more challenge that was `answered` or missed.
    #[must_use]
    pub fn with(self, answered: bool) -> Self {
        Self {
            asked: self.asked.saturating_add(1),
            answered: self.answered.saturating_add(answered.into()),
            missed_in_row: if answered { 0 } else { self.missed_in_row.saturating_add(1) },
            last: self.last << 1 | u64::from(answered),
        }
    }
}

impl Tally {
    /// Whether there is nothing to award.
    pub fn is_empty(&self) -> bool {
        self.answered == 0 && self.missed == 0
    }
}

impl Commitment {
    /// The challenge that is to be answered, if there is one.
    pub fn challenge(&self) -> Option<&Challenge> {
        match &self.stage {
            Stage::Challenged(challenge) => Some(challenge),
            Stage::Waiting { .. } => None,
        }
    }
}

/// The rules of storage, set by the federation.
///
/// What happens with challenges is counted in blocks: an answer needs blocks, and while none come
/// nobody can answer. Terms that people agree on are milliseconds of the chain's timestamp.
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
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StorageParameters {
    /// Blocks between two challenges of one commitment, on average; at least twice the window, and
    /// at most [`Self::MAX_PERIOD`].
    pub challenge_period: BlockNumber,
    /// Samples of one challenge; 1 to [`MAX_SAMPLES`].
    pub samples: u32,
    /// Blocks after the one of the challenge that take an answer; at least [`ENTROPY_BLOCKS`].
    pub answer_window: BlockNumber,
    /// Most challenges that one block issues; 1 to [`Self::MAX_CHALLENGES`].
    pub challenges_per_block: u32,
    /// With how many misses in a row a commitment is lost; 1 to [`REMEMBERED`].
    pub misses_to_lose: u32,
    /// How long a provider keeps what it withdraws from, in milliseconds; at most
    /// [`Self::MAX_NOTICE`].
    pub withdrawal_notice: Moment,
    /// How far ahead the end of an anchor's retention may be, in milliseconds; a day to
    /// [`Self::MAX_RETENTION`].
    pub max_retention: Moment,
    /// Bytes of the longest file that is anchored; at most [`MAX_LENGTH`].
    pub max_length: u64,
    /// Most anchors of one owner at a time.
    pub max_anchors: u32,
    /// Most commitments of one provider at a time.
    pub max_commitments: u32,
    /// Milliseconds from the first challenge that counts to the award for it and those after it; an
    /// hour to [`Self::MAX_AWARD_PERIOD`].
    pub award_period: Moment,
    /// Points for a challenge that was answered; not negative.
    pub answer_reputation: Score,
    /// Points that a missed challenge takes; not negative.
    pub miss_reputation: Score,
    /// Most points that one award gives, and that one takes; 0 to [`Self::MAX_AWARD`].
    pub award_bound: Score,
}

impl StorageParameters {
    /// Longest time between challenges: about a year of blocks.
    pub const MAX_PERIOD: BlockNumber = 10_000_000;
    /// Most challenges of one block: their answers, of up to 2 KiB a sample, have to find room.
    pub const MAX_CHALLENGES: u32 = 128;
    /// Longest notice: half a year.
    pub const MAX_NOTICE: Moment = 180 * DAY;
    /// Longest retention: a hundred years.
    pub const MAX_RETENTION: Moment = 36_525 * DAY;
    /// Longest time until an award.
    pub const MAX_AWARD_PERIOD: Moment = 30 * DAY;
    /// Largest award.
    pub const MAX_AWARD: Score = Score::points(1_000_000);

    /// Whether they are within their bounds.
    pub fn are_valid(&self) -> bool {
        let points = Score::ZERO..=Self::MAX_AWARD;
        let twice = self.answer_window.saturating_mul(2);
        self.answer_window >= ENTROPY_BLOCKS
            && (twice..=Self::MAX_PERIOD).contains(&self.challenge_period)
            && (1..=MAX_SAMPLES).contains(&self.samples)
            && (1..=Self::MAX_CHALLENGES).contains(&self.challenges_per_block)
            && (1..=REMEMBERED).contains(&self.misses_to_lose)
            && self.withdrawal_notice <= Self::MAX_NOTICE
            && (DAY..=Self::MAX_RETENTION).contains(&self.max_retention)
            && (1..=MAX_LENGTH).contains(&self.max_length)
            && (HOUR..=Self::MAX_AWARD_PERIOD).contains(&self.award_period)
            && points.contains(&self.answer_reputation)
            && points.contains(&self.miss_reputation)
            && points.contains(&self.award_bound)
    }
}

/// At a block every three seconds: a challenge a day, an hour to answer, three missed in a row lose
/// the commitment, a month of notice, ten years of retention, and up to five points a day. Sixteen
/// challenges a block are enough for 460,000 commitments, and their answers fill a quarter of a
/// megabyte.
impl Default for StorageParameters {
    fn default() -> Self {
        Self {
            challenge_period: 28_800,
            samples: 8,
            answer_window: 1_200,
            challenges_per_block: 16,
            misses_to_lose: 3,
            withdrawal_notice: 30 * DAY,
            max_retention: 3_653 * DAY,
            max_length: 64 << 30,
            max_anchors: 10_000,
            max_commitments: 10_000,
            award_period: DAY,
            answer_reputation: Score(Score::UNITS / 50),
            miss_reputation: Score(Score::UNITS / 5),
            award_bound: Score::points(5),
        }
    }
}

/// What a provider's key signs to answer a challenge: the SCALE encoding of a text, the chain's
/// genesis hash, the commitment, the challenge's number, and the Blake2-256 of the proofs' encoding.
///
/// It names one challenge of one chain, and a challenge is answered once: so it can't be used again.
pub fn answer_payload(
    genesis: &Hash,
    commitment: CommitmentId,
    number: u32,
    proofs: &[SegmentProof],
) -> Vec<u8> {
    let proofs = Hash::from(blake2_256(&proofs.encode()));
    ("icn storage answer 1", genesis, commitment, number, proofs).encode()
}

/// What a key signs to become a provider's, likewise: so nobody takes a key that is another's.
pub fn key_payload(genesis: &Hash, provider: CooperativeId, key: &SigningKey) -> Vec<u8> {
    ("icn storage key 1", genesis, provider, key).encode()
}

/// Why the chain doesn't admit an answer, where it is neither late nor early. A standard RPC error
/// carries the number alone (as `Custom error: N`).
///
/// These are the numbers from 200 on, and none is ever given out again for another meaning. Each has
/// the name of the error of the pallet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum AnswerRefusal {
    /// The proofs are not those of the segments that were asked for, in their order.
    WrongSegments = 200,
    /// The signature is not the provider key's on these proofs.
    InvalidSignature = 201,
    /// A proof doesn't lead to the anchor's segment root.
    InvalidProof = 202,
    /// An error that no answer can have.
    Unexpected = 219,
}

polkadot_sdk::sp_api::decl_runtime_apis! {
    /// Storage. Every list is paged: at most `limit` entries and at most
    /// [`MAX_PAGE`](crate::apis::MAX_PAGE), in the order of storage.
    pub trait StorageApi {
        /// One anchor, while it is there.
        fn anchor(id: AnchorId) -> Option<Anchor>;
        /// The anchor of this content that this owner has.
        fn anchor_of(owner: Did, content: ContentRoot) -> Option<(AnchorId, Anchor)>;
        /// Somebody's anchors, after the one of `after`.
        fn anchors_of(owner: Did, after: Option<ContentRoot>, limit: u32) -> Vec<(AnchorId, Anchor)>;
        /// Who has anchored this content, after `after`.
        fn owners_of(content: ContentRoot, after: Option<Did>, limit: u32) -> Vec<(Did, AnchorId)>;
        /// Anchors of which more replicas are wanted than are kept, after `after`.
        fn wanting(after: Option<AnchorId>, limit: u32) -> Vec<(AnchorId, Anchor)>;
        /// What stayed of an anchor that was removed.
        fn tombstone(id: AnchorId) -> Option<Tombstone>;
        /// What stayed of anchors of this content, after `after`.
        fn tombstones_of(content: ContentRoot, after: Option<AnchorId>, limit: u32) -> Vec<(AnchorId, Tombstone)>;
        /// One provider.
        fn provider(id: CooperativeId) -> Option<Provider>;
        /// The provider whose node has this key.
        fn provider_of(key: AccountId) -> Option<CooperativeId>;
        /// Providers after `after`.
        fn providers(after: Option<CooperativeId>, limit: u32) -> Vec<(CooperativeId, Provider)>;
        /// One commitment, while it is there.
        fn commitment(id: CommitmentId) -> Option<Commitment>;
        /// A provider's commitments, after `after`.
        fn commitments_of(provider: CooperativeId, after: Option<CommitmentId>, limit: u32) -> Vec<(CommitmentId, Commitment)>;
        /// Who keeps an anchor; at most [`MAX_KEPT`].
        fn replicas(anchor: AnchorId) -> Vec<(CommitmentId, Commitment)>;
        /// What the provider whose node has this key has to answer now, after `after`.
        fn due_challenges(key: AccountId, after: Option<CommitmentId>, limit: u32) -> Vec<DueChallenge>;
        /// What the provider's key has to sign to answer with `proofs`: [`answer_payload`].
        fn answer_payload(commitment: CommitmentId, number: u32, proofs: Proofs) -> Vec<u8>;
        /// The transaction that answers a challenge. Gives the name of pallet-storage's error if the
        /// chain would refuse it.
        fn answer_transaction(
            commitment: CommitmentId,
            number: u32,
            proofs: Proofs,
            signature: Signature,
        ) -> Result<Vec<u8>, Vec<u8>>;
        /// The rules.
        fn storage_parameters() -> StorageParameters;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn a_record_tells_the_last_challenges() {
        let record = [true, false, true, true, false, false]
            .into_iter()
            .fold(Availability::default(), Availability::with);
        let expected = Availability { asked: 6, answered: 3, missed_in_row: 2, last: 0b101100 };
        assert_eq!(record, expected);
    }

    #[test]
    fn the_rules_have_bounds() {
        let rules = StorageParameters::default();
        assert!(rules.are_valid());
        for wrong in [
            StorageParameters { answer_window: ENTROPY_BLOCKS - 1, ..rules },
            StorageParameters { challenge_period: 2 * rules.answer_window - 1, ..rules },
            StorageParameters { challenge_period: StorageParameters::MAX_PERIOD + 1, ..rules },
            StorageParameters { samples: 0, ..rules },
            StorageParameters { samples: MAX_SAMPLES + 1, ..rules },
            StorageParameters { challenges_per_block: 0, ..rules },
            StorageParameters { misses_to_lose: 0, ..rules },
            StorageParameters { max_retention: DAY - 1, ..rules },
            StorageParameters { max_length: MAX_LENGTH + 1, ..rules },
            StorageParameters { award_period: HOUR - 1, ..rules },
            StorageParameters { miss_reputation: Score(-1), ..rules },
        ] {
            assert!(!wrong.are_valid(), "{wrong:?}");
        }
    }

    #[test]
    fn what_keys_sign_stays_as_it_is() {
        let genesis = Hash::repeat_byte(1);
        let text = |text: &str| [&[text.len() as u8 * 4], text.as_bytes()].concat();
        let proofs = blake2_256(&[0]);
        let answer = [
            text("icn storage answer 1"),
            vec![1; 32],
            7u64.to_le_bytes().to_vec(),
            3u32.to_le_bytes().to_vec(),
            proofs.to_vec(),
        ];
        assert_eq!(answer_payload(&genesis, CommitmentId(7), 3, &[]), answer.concat());
        let key = SigningKey::Sr25519([5; 32]);
        let claim =
            [text("icn storage key 1"), vec![1; 32], 9u32.to_le_bytes().to_vec(), key.encode()];
        assert_eq!(key_payload(&genesis, CooperativeId(9), &key), claim.concat());
    }
}
