//! What part of a block light clients and messages cost: computed from the weights that the
//! runtime counts, which are benchmarked, and not measured here.

use anyhow::Result;
use codec::{Decode, Encode};
use icn_primitives::{
    message::ShardMessage,
    shard::{Message, MESSAGE_VERSION},
    Hash, Header, ShardId,
};
use icn_runtime::{
    shards::{Messages, HUB},
    Runtime, RuntimeCall,
};
use pallet_seats::SeatParameters;
use pallet_shards::{Finality, Nonces, OnAnswer, OnMessage, Update};
use polkadot_sdk::{
    frame_support::{dispatch::GetDispatchInfo, traits::Get, weights::Weight},
    frame_system,
    sp_runtime::{
        traits::{Header as _, TransactionExtension},
        BoundedVec,
    },
};

use super::decisions;
use crate::signing;

/// Numbers of shards for which the cost is told, the federation shard among them.
pub const SHARDS: [u32; 3] = [3, 10, 100];
/// Numbers of seats of a shard for which the cost is told.
pub const SEATS: [u32; 3] = [4, 20, 100];
/// A vote: its block's hash and number, a signature, a key.
const VOTE: usize = 32 + 4 + 64 + 32;

/// What idle light clients cost where each shard has so many seats.
pub struct Idle {
    pub seats: u32,
    /// One header.
    pub header: Weight,
    /// The part of all the federation shard's blocks, for each of [`SHARDS`].
    pub hub: Vec<f64>,
    /// The part of another shard's blocks.
    pub spoke: f64,
}

/// A stretch of a message's way.
pub struct OneWay {
    pub name: &'static str,
    /// Alone in its transaction, which brings a header if it is a relay's.
    pub alone: Weight,
    /// Its part of such a transaction that is full.
    pub together: Weight,
    /// How many that one holds.
    pub most: u32,
}

/// Bytes of the proofs, as a run has shown them.
#[derive(Clone, Copy)]
pub struct Proofs {
    /// Of a message or an answer that came alone.
    pub alone: usize,
    /// For each that came with many.
    pub together: usize,
}

/// The part of a block that this weight is.
pub fn share(weight: Weight) -> f64 {
    let block = <Runtime as frame_system::Config>::BlockWeights::get().max_block;
    weight.ref_time() as f64 / block.ref_time() as f64
}

/// What light clients cost while nothing is sent: of each shard a header in every refresh interval,
/// counted from that with which a session ends, as if each session changed the authorities.
pub fn idle() -> Result<Vec<Idle>> {
    let interval: u32 = <Runtime as pallet_shards::Config>::RefreshInterval::get();
    let session = SeatParameters::default().session_length;
    let headers_a_block = f64::from(session.div_ceil(interval)) / f64::from(session);
    SEATS
        .into_iter()
        .map(|seats| {
            let header = Brought { seats: Some(seats), ..Brought::default() }.weight()?;
            let spoke = share(header) * headers_a_block;
            let hub = SHARDS.map(|shards| spoke * f64::from(shards - 1)).to_vec();
            Ok(Idle { seats, header, hub, spoke })
        })
        .collect()
}

/// What a decision that does nothing costs where it is sent, where it takes effect and where its
/// answer comes back, with so many seats of each shard.
pub fn message(seats: u32, messages: Proofs, answers: Proofs) -> Result<[OneWay; 3]> {
    let shard = ShardId(1);
    let payload = ShardMessage::Decision { call: decisions::nothing(0) }.encode();
    let message = Message {
        version: MESSAGE_VERSION,
        nonce: 1,
        sent_at: 1,
        expires_at: None,
        payload: BoundedVec::truncate_from(payload.clone()),
    };
    let effect = <Messages as OnMessage>::weight(HUB, &payload);
    let answer = <Messages as OnAnswer>::weight(shard, &message);
    Ok([
        sending(shard),
        one_way("message, where it takes effect", effect, messages, |messages| Brought {
            seats: Some(seats),
            messages,
            ..Brought::default()
        })?,
        one_way("answer, where it comes back", answer, answers, |answers| Brought {
            seats: Some(seats),
            answers,
            ..Brought::default()
        })?,
    ])
}

/// The cost of sending; many go in one batch.
fn sending(shard: ShardId) -> OneWay {
    let together = decisions::remarks(shard, decisions::CALLS)
        .iter()
        .fold(Weight::zero(), |sum, (_, batch)| sum.saturating_add(transaction(batch)));
    OneWay {
        name: "message, where it is sent",
        alone: transaction(&decisions::remark(shard, 0)),
        together: together / u64::from(decisions::CALLS),
        most: decisions::CALLS,
    }
}

/// The cost of one way; `of` so many there is what their transaction brings besides proof and
/// effects.
fn one_way(
    name: &'static str,
    effect: Weight,
    proofs: Proofs,
    of: impl Fn(u32) -> Brought,
) -> Result<OneWay> {
    let weight = |count: u32, proof: usize| {
        Brought { proof, effects: effect.saturating_mul(count.into()), ..of(count) }.weight()
    };
    let most = most(effect);
    let full = weight(most, proofs.together.saturating_mul(most as usize))?;
    Ok(OneWay { name, alone: weight(1, proofs.alone)?, together: full / u64::from(most), most })
}

/// How many such effects one update may bring.
fn most(effect: Weight) -> u32 {
    let effects = <Runtime as pallet_shards::Config>::EffectsPerUpdate::get();
    let by_weight = effects.checked_div_per_component(&effect).unwrap_or(u64::MAX);
    let by_number = <Runtime as pallet_shards::Config>::MessagesPerUpdate::get();
    u32::try_from(by_weight).unwrap_or(u32::MAX).min(by_number)
}

/// What a relay brings in one transaction.
#[derive(Default)]
struct Brought {
    /// How many seats the shard has whose header it brings, if it brings one.
    seats: Option<u32>,
    messages: u32,
    answers: u32,
    /// Bytes of the proof.
    proof: usize,
    effects: Weight,
}

impl Brought {
    /// What a block counts for it.
    fn weight(&self) -> Result<Weight> {
        let nonces =
            |count: u32| (count > 0).then_some(Nonces { first: 1, last: u64::from(count) });
        let update = Update {
            finality: self.seats.map(finality).transpose()?,
            at: Hash::zero(),
            proof: vec![vec![0; self.proof]],
            messages: nonces(self.messages),
            answers: nonces(self.answers),
            effects: self.effects,
        };
        let call = RuntimeCall::Shards(pallet_shards::Call::relay {
            shard: HUB,
            update: Box::new(update),
        });
        // What admission counts for a signer is given back: there is none.
        let unspent = signing::extension(0).6.weight(&call);
        Ok(transaction(&call).saturating_sub(unspent))
    }
}

/// What a block counts for a transaction before it runs.
fn transaction(call: &RuntimeCall) -> Weight {
    let block = <Runtime as frame_system::Config>::BlockWeights::get();
    let info = call.get_dispatch_info();
    let base = block.get(info.class).base_extrinsic;
    base.saturating_add(info.call_weight).saturating_add(signing::extension(0).weight(call))
}

/// A header with the votes of more than two thirds of `seats`.
fn finality(seats: u32) -> Result<Finality> {
    let header = Header::new(1, Hash::zero(), Hash::zero(), Hash::zero(), Default::default());
    let votes = vec![[0u8; VOTE]; (seats * 2 / 3 + 1) as usize];
    // The round, what is voted on, the votes, and headers between.
    let justification = (0u64, Hash::zero(), 1u32, votes, Vec::<Header>::new()).encode();
    Ok(Finality { header, justification: Decode::decode(&mut &justification[..])?, set_id: 0 })
}
