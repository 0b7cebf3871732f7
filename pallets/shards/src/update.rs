//! What a relay brings.

use codec::{Decode, DecodeWithMemTracking, Encode};
use icn_primitives::{shard::MessageNonce, Hash, Header};
use polkadot_sdk::{
    bp_header_chain::justification::GrandpaJustification, bp_runtime::RawStorageProof,
    frame_support::weights::Weight, sp_consensus_grandpa::SetId,
    sp_runtime::traits::SaturatedConversion,
};
use scale_info::TypeInfo;

/// What a relay brings from a shard: a finalized header, and what the state under one proves.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Update {
    /// A header that is new here. One that is known by now is passed over.
    pub finality: Option<Finality>,
    /// The block under whose state the proof stands: that of the header, or one known before.
    pub at: Hash,
    /// A proof of the lanes' ends, of messages and of pages of outcomes. Empty without any.
    pub proof: RawStorageProof,
    /// The messages that the proof holds.
    pub messages: Option<Nonces>,
    /// The messages whose outcomes the proof holds.
    pub answers: Option<Nonces>,
    /// Most weight that the effects of messages and answers may have: charged in advance, and what
    /// isn't used is given back.
    pub effects: Weight,
}

/// A header with the votes that make it final.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Finality {
    /// The header.
    pub header: Header,
    /// The votes, and no more of them than are needed.
    pub justification: GrandpaJustification<Header>,
    /// The set that voted, so that a late one is refused before a signature is checked.
    pub set_id: SetId,
}

/// Numbers of messages, one after the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Nonces {
    /// The first. What was done of them before is passed over.
    pub first: MessageNonce,
    /// The last.
    pub last: MessageNonce,
}

impl Update {
    /// What a function of [`WeightInfo`](crate::WeightInfo) says to all of it.
    pub(crate) fn weight(&self, of: fn(u32, u32, u32, u32, u32) -> Weight) -> Weight {
        let count = |nonces: Option<Nonces>| nonces.map_or(0, |nonces| nonces.count());
        let (messages, answers) = (count(self.messages), count(self.answers));
        self.weight_with(messages.saturated_into(), answers.saturated_into(), of)
    }

    /// What a function of [`WeightInfo`](crate::WeightInfo) says when so many messages and answers
    /// are taken.
    pub(crate) fn weight_with(
        &self,
        messages: u32,
        answers: u32,
        of: fn(u32, u32, u32, u32, u32) -> Weight,
    ) -> Weight {
        let (votes, ancestries) = self.finality.as_ref().map_or((0, 0), |finality| {
            let GrandpaJustification { commit, votes_ancestries, .. } = &finality.justification;
            (commit.precommits.len(), votes_ancestries.len())
        });
        let size = self.kibibytes();
        of(votes.saturated_into(), ancestries.saturated_into(), messages, answers, size)
    }

    /// The size of the proof, rounded up.
    pub(crate) fn kibibytes(&self) -> u32 {
        self.proof.encoded_size().div_ceil(1024).saturated_into()
    }
}

impl Nonces {
    /// How many they are.
    pub fn count(&self) -> u64 {
        self.last.checked_sub(self.first).map_or(0, |more| more.saturating_add(1))
    }
}
