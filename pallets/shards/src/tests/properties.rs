//! What holds whatever relays do.

use codec::Encode;
use icn_primitives::{
    shard::{MessageNonce, Outcome},
    BlockNumber, Hash,
};
use polkadot_sdk::{bp_runtime::RawStorageProof, polkadot_sdk_frame::testing_prelude::*};
use proptest::prelude::*;

use crate::{
    mock::*, Finality, InboundLanes, Nonces, OutboundLanes, Outbox, SendMessage, ShardId,
    Shards as AllShards, Update,
};

/// The lanes of three shards, by the places of their ends.
const LANES: [(usize, usize); 4] = [(0, 1), (1, 0), (0, 2), (2, 0)];

/// What a message is for.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Note,
    Spoil,
    /// Expires so many blocks after the height at which the source sees the destination.
    Hurry(u8),
}

/// What a relay does to a proof or a justification.
#[derive(Clone, Copy, Debug)]
enum Spoil {
    LeaveOut(usize),
    Change(usize),
    /// Takes that of another shard.
    Swap,
    /// Says that it is of another shard.
    Rename,
}

/// Something that happens. Blocks are counted back from the best.
#[derive(Clone, Debug)]
enum Act {
    Send(usize, Kind),
    Seal(usize),
    Rotate(usize, u16),
    Follow(usize, usize, Option<Spoil>),
    /// From the lane's source comes an update with messages of the lane and answers to those of the
    /// lane back: how far ahead of what is next, and how many.
    Bring {
        lane: usize,
        back: usize,
        header: bool,
        messages: Option<(i8, u64)>,
        answers: Option<(i8, u64)>,
        notes: u64,
        spoil: Option<Spoil>,
        /// Names what isn't there as well.
        wild: bool,
    },
    /// An honest relay comes to a lane's destination, and back to its source.
    Relay(usize),
    /// Does again what a relay did before, so many shards further on.
    Replay(usize, usize),
}

fn act() -> impl Strategy<Value = Act> {
    let lane = || 0..LANES.len();
    let back = || prop_oneof![4 => Just(0usize), 2 => 0usize..12];
    let kind = prop_oneof![
        4 => Just(Kind::Note),
        2 => Just(Kind::Spoil),
        2 => (1u8..6).prop_map(Kind::Hurry),
    ];
    let spoil = || {
        let how = prop_oneof![
            (0usize..16).prop_map(Spoil::LeaveOut),
            (0usize..16).prop_map(Spoil::Change),
            Just(Spoil::Swap),
            Just(Spoil::Rename),
        ];
        prop_oneof![2 => Just(None), 1 => how.prop_map(Some)]
    };
    let often = || prop_oneof![3 => Just(true), 1 => Just(false)];
    let range = || {
        let ahead = prop_oneof![4 => Just(0i8), 2 => -3i8..4];
        prop_oneof![1 => Just(None), 3 => (ahead, 1u64..8).prop_map(Some)]
    };
    prop_oneof![
        6 => (lane(), kind).prop_map(|(lane, kind)| Act::Send(lane, kind)),
        5 => (0usize..3).prop_map(Act::Seal),
        1 => (0usize..3, 1u16..6).prop_map(|(shard, size)| Act::Rotate(shard, size)),
        6 => (lane(), back(), spoil()).prop_map(|(lane, back, how)| Act::Follow(lane, back, how)),
        12 => (lane(), back(), often(), range(), range(), 5u64..40, spoil(), often()).prop_map(
            |(lane, back, header, messages, answers, notes, spoil, tame)| Act::Bring {
                lane, back, header, messages, answers, notes, spoil, wild: !tame
            }
        ),
        3 => lane().prop_map(Act::Relay),
        4 => (any::<usize>(), prop_oneof![2 => Just(0usize), 1 => 1usize..3])
            .prop_map(|(old, further)| Act::Replay(old, further)),
    ]
}

/// A message as its sender knows it.
#[derive(Clone, Debug)]
struct Sent {
    payload: Vec<u8>,
    expires_at: Option<BlockNumber>,
}

/// Three shards, and what ought to be true of them.
struct World {
    shards: [Chain; 3],
    /// By lane: what was sent, and what became of it so far.
    sent: [Vec<Sent>; 4],
    outcomes: [Vec<Outcome>; 4],
    /// What relays did, and where.
    updates: Vec<(usize, ShardId, Update)>,
    rotations: u16,
}

impl World {
    fn new() -> Self {
        let shards = Chain::three();
        let mut world = Self {
            shards,
            sent: Default::default(),
            outcomes: Default::default(),
            updates: vec![],
            rotations: 0,
        };
        world.shards.iter_mut().for_each(Chain::seal);
        world
    }

    fn id(&self, shard: usize) -> ShardId {
        self.shards[shard].id
    }

    fn block(&self, shard: usize, back: usize) -> &Sealed {
        let blocks = &self.shards[shard].blocks;
        &blocks[blocks.len() - 1 - back.min(blocks.len() - 1)]
    }

    /// Another shard than this one.
    fn other(shard: usize) -> usize {
        (shard + 1) % 3
    }

    fn run(&mut self, act: &Act) {
        match *act {
            Act::Send(lane, kind) => self.send(lane, kind),
            Act::Seal(shard) => self.shards[shard].seal(),
            Act::Rotate(shard, size) => {
                self.rotations += 1;
                let next = keys(self.id(shard), self.rotations % 40, size);
                self.shards[shard].rotate(next);
            }
            Act::Follow(lane, back, spoil) => self.follow(lane, back, spoil),
            Act::Bring { .. } => self.bring(act),
            Act::Relay(lane) => {
                let (from, to) = LANES[lane];
                for route in [(from, to), (to, from)] {
                    self.shards[route.0].seal();
                    self.relay(route);
                    self.check();
                }
            }
            Act::Replay(old, further) => {
                let old = self.updates.get(old % self.updates.len().max(1)).cloned();
                if let Some((shard, source, update)) = old {
                    let shard = &mut self.shards[(shard + further) % 3];
                    // A flood of it.
                    for _ in 0..2 {
                        let _ = shard.bring(source, update.clone());
                    }
                }
            }
        }
        self.check();
    }

    fn send(&mut self, lane: usize, kind: Kind) {
        let (from, to) = LANES[lane];
        let destination = self.id(to);
        let number = self.sent[lane].len() as u32;
        let source = &mut self.shards[from];
        let seen = source.run(|| AllShards::<Test>::get(destination).unwrap().best);
        let height = seen.map_or(0, |best| best.number);
        let (first, expires_at) = match kind {
            Kind::Note => (NOTE, None),
            Kind::Spoil => (SPOIL, None),
            Kind::Hurry(blocks) => (NOTE, Some(height + BlockNumber::from(blocks))),
        };
        let payload = [vec![first], number.encode()].concat();
        let nonce = source.run(|| Shards::send(destination, payload.clone(), expires_at)).unwrap();
        self.sent[lane].push(Sent { payload, expires_at });
        assert_eq!(nonce, self.sent[lane].len() as MessageNonce);
    }

    fn follow(&mut self, lane: usize, back: usize, spoil: Option<Spoil>) {
        let (from, to) = LANES[lane];
        let block = self.block(from, back);
        let mut shard = self.id(from);
        let mut header = block.header.clone();
        let mut votes = block.justification();
        match spoil {
            None => (),
            Some(Spoil::LeaveOut(_)) => drop(votes.commit.precommits.pop()),
            Some(Spoil::Change(_)) => {
                header.state_root = Hash::repeat_byte(3);
                votes.commit.target_hash = header.hash();
            }
            Some(Spoil::Swap) => votes = self.block(Self::other(from), back).justification(),
            Some(Spoil::Rename) => shard = self.id(Self::other(from)),
        }
        let finality = Finality { header, justification: votes, set_id: block.set_id };
        let update = Update { finality: Some(finality), ..block.update(vec![]) };
        let result = self.try_update(to, shard, update);
        assert!(spoil.is_none() || result.is_err(), "a lie was believed: {spoil:?}");
    }

    fn try_update(&mut self, to: usize, source: ShardId, update: Update) -> DispatchResult {
        self.updates.push((to, source, update.clone()));
        self.shards[to].bring(source, update)
    }

    fn bring(&mut self, act: &Act) {
        let Act::Bring { lane, back, header, messages, answers, notes, spoil, wild } = *act else {
            return;
        };
        // A lane and the one back are neighbours.
        let ((from, to), lane_back) = (LANES[lane], lane ^ 1);
        let (mut source, this) = (self.id(from), self.id(to));
        let answered = self.sent[lane_back].len() as MessageNonce - self.waiting(lane_back);
        if !wild {
            self.shards[from].seal();
        }
        let block = self.block(from, back);
        let range = |done: MessageNonce, end: MessageNonce, range: Option<(i8, u64)>| {
            let (ahead, count) = range?;
            let first = done.saturating_add_signed(i64::from(ahead) + 1);
            let last = first.saturating_add(count) - 1;
            let last = if wild { last } else { last.min(end) };
            (wild || first <= last).then_some(Nonces { first, last })
        };
        let taken = self.outcomes[lane].len() as MessageNonce;
        let messages = range(taken, block.outbound(this).sent, messages);
        let answers = range(answered, block.inbound(this).taken, answers);
        let proven = match spoil {
            Some(Spoil::Swap) => self.block(Self::other(from), back),
            _ => block,
        };
        let mut proof: RawStorageProof = vec![];
        if let Some(Nonces { first, last }) = messages {
            proof.extend(proven.prove_messages(this, first, last));
        }
        if let Some(Nonces { first, last }) = answers {
            proof.extend(proven.prove_outcomes(this, first, last));
        }
        proof.sort();
        proof.dedup();
        let proof = spoiled_proof(proof, spoil);
        if let Some(Spoil::Rename) = spoil {
            source = self.id(Self::other(from));
        }
        let finality = header.then(|| block.finality());
        let effects = NOTE_WEIGHT.saturating_mul(notes);
        let update = Update { finality, messages, answers, effects, ..block.update(proof) };
        let _ = self.try_update(to, source, update);
    }

    /// An honest relay brings the best block and all that it may with it.
    fn relay(&mut self, (from, to): (usize, usize)) {
        self.catch_up((from, to));
        let [one, other] = self.shards.get_disjoint_mut([from, to]).expect("they are different");
        match other.relay(one, one.best()) {
            Ok(()) => (),
            Err(error) => assert!(
                [Error::NothingNew.into(), Error::BlockMessagesExceeded.into()].contains(&error),
                "an honest relay was refused: {error:?}"
            ),
        }
    }

    /// Nothing lost, nothing doubled, nothing out of order.
    fn check(&mut self) {
        for (lane, (from, to)) in LANES.into_iter().enumerate() {
            let (source, destination) = (self.id(from), self.id(to));
            let (inbound, height) =
                self.shards[to].run(|| (InboundLanes::<Test>::get(source), Shards::block_number()));
            let sent = &self.sent[lane];
            let before = self.outcomes[lane].len();
            let taken = inbound.taken as usize;
            assert!(before <= taken && taken <= sent.len());
            for nonce in before + 1..=taken {
                let outcome = self.shards[to].outcome(source, nonce as MessageNonce);
                self.outcomes[lane].push(outcome.expect("it was taken now"));
            }
            for (outcome, message) in self.outcomes[lane].iter().zip(sent).skip(before) {
                // Each was taken in the destination's present block.
                let expected = match message {
                    Sent { expires_at: Some(last), .. } if *last < height => Outcome::Expired,
                    Sent { payload, .. } if payload[0] == SPOIL => spoiled(),
                    _ => Outcome::Delivered,
                };
                assert_eq!(*outcome, expected);
            }
            let outcomes = &self.outcomes[lane];
            let effective: Vec<_> = outcomes
                .iter()
                .zip(sent)
                .filter(|(outcome, _)| **outcome == Outcome::Delivered)
                .map(|(_, message)| message.payload.clone())
                .collect();
            assert_eq!(self.shards[to].received(source), effective);

            let outbound = self.shards[from].run(|| OutboundLanes::<Test>::get(destination));
            assert_eq!(outbound.sent as usize, sent.len());
            assert!(inbound.confirmed <= outbound.confirmed);
            let answered = outcomes.iter().take(outbound.confirmed as usize).cloned();
            let answers: Vec<_> = (1..).zip(answered).collect();
            assert_eq!(answers.len(), outbound.confirmed as usize);
            assert_eq!(self.shards[from].answers(destination), answers);
        }
        self.shards.iter_mut().for_each(Chain::check);
    }

    /// An honest relay comes, and all that was ever sent is answered.
    fn end(&mut self) {
        for (lane, (from, to)) in LANES.into_iter().enumerate() {
            while self.waiting(lane) > 0 {
                let before = (self.outcomes[lane].len(), self.waiting(lane));
                for route in [(from, to), (to, from)] {
                    self.shards.iter_mut().for_each(Chain::seal);
                    self.relay(route);
                    self.check();
                }
                let after = (self.outcomes[lane].len(), self.waiting(lane));
                assert_ne!(before, after, "lane {lane} is blocked");
            }
        }
        for shard in &mut self.shards {
            assert_eq!(shard.run(|| Outbox::<Test>::iter().count()), 0);
        }
    }

    fn waiting(&mut self, lane: usize) -> u64 {
        let (from, to) = LANES[lane];
        let destination = self.id(to);
        let lane = self.shards[from].run(|| OutboundLanes::<Test>::get(destination));
        lane.sent - lane.confirmed
    }

    /// Brings every header of one shard to the other.
    fn catch_up(&mut self, (from, to): (usize, usize)) {
        let source = self.id(from);
        let best = self.shards[to].run(|| AllShards::<Test>::get(source).unwrap().best);
        let known = best.map_or(0, |best| best.number as usize);
        let [one, other] = self.shards.get_disjoint_mut([from, to]).expect("they are different");
        for block in &one.blocks[known..] {
            assert_ok!(other.follow(one, block));
        }
    }
}

fn spoiled_proof(mut proof: RawStorageProof, spoil: Option<Spoil>) -> RawStorageProof {
    match spoil {
        Some(Spoil::LeaveOut(node)) if !proof.is_empty() => {
            proof.remove(node % proof.len());
        }
        Some(Spoil::Change(node)) if !proof.is_empty() => {
            let node = node % proof.len();
            if let Some(byte) = proof[node].last_mut() {
                *byte ^= 1;
            }
        }
        _ => (),
    }
    proof
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn no_message_is_lost_doubled_or_reordered(acts in prop::collection::vec(act(), 1..60)) {
        let mut world = World::new();
        acts.iter().for_each(|act| world.run(act));
        world.end();
    }
}
