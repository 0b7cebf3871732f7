//! What holds whatever happens: the pallet and the reference agree after every step, and so does who
//! follows the events.

use icn_primitives::{
    storage::{AnchorId, CommitmentId, EndReason, Removal},
    DAY, HOUR,
};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;
use proptest::prelude::*;

use super::{rebuilt::Rebuilt, reference::Reference};
use crate::mock::*;

/// Something that happens.
#[derive(Clone, Debug)]
enum Step {
    Anchor {
        bob: bool,
        file: u8,
        hours: u64,
        wanted: u32,
    },
    Extend {
        bob: bool,
        back: u64,
        hours: u64,
    },
    Want {
        bob: bool,
        back: u64,
        wanted: u32,
    },
    Remove {
        bob: bool,
        back: u64,
    },
    Offer {
        coop: u32,
        files: u64,
    },
    Close {
        coop: u32,
    },
    Commit {
        coop: u32,
        back: u64,
        by_node: bool,
    },
    Withdraw {
        back: u64,
    },
    /// Everything that is open is answered, but for some.
    Answer {
        but: u8,
    },
    /// A wrong answer is brought.
    AnswerWrong {
        back: u64,
    },
    Hub {
        away: bool,
    },
    Blocks(u32),
    Pause {
        hours: u64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let (coop, back) = (1..COOPS, 0u64..4);
    prop_oneof![
        4 => (any::<bool>(), 0u8..4, 1u64..60, 1u32..4).prop_map(|(bob, file, hours, wanted)|
            Step::Anchor { bob, file, hours, wanted }),
        1 => (any::<bool>(), back.clone(), 1u64..90)
            .prop_map(|(bob, back, hours)| Step::Extend { bob, back, hours }),
        1 => (any::<bool>(), back.clone(), 1u32..4)
            .prop_map(|(bob, back, wanted)| Step::Want { bob, back, wanted }),
        1 => (any::<bool>(), back.clone()).prop_map(|(bob, back)| Step::Remove { bob, back }),
        2 => (coop.clone(), 1u64..9).prop_map(|(coop, files)| Step::Offer { coop, files }),
        1 => coop.clone().prop_map(|coop| Step::Close { coop }),
        8 => (coop, back.clone(), any::<bool>())
            .prop_map(|(coop, back, by_node)| Step::Commit { coop, back, by_node }),
        3 => back.clone().prop_map(|back| Step::Withdraw { back }),
        6 => (0u8..4).prop_map(|but| Step::Answer { but }),
        1 => back.prop_map(|back| Step::AnswerWrong { back }),
        1 => any::<bool>().prop_map(|away| Step::Hub { away }),
        8 => (1u32..25).prop_map(Step::Blocks),
        2 => (1u64..20).prop_map(|hours| Step::Pause { hours }),
    ]
}

/// The chain beside its models.
#[derive(Default)]
struct World {
    reference: Reference,
    rebuilt: Rebuilt,
}

fn owner(bob: bool) -> Person {
    if bob {
        BOB
    } else {
        ADA
    }
}

fn name(result: DispatchResult) -> Result<(), &'static str> {
    result.map_err(|error| error.into())
}

impl World {
    fn clock(&mut self) {
        (self.reference.now, self.reference.block) = (now(), block());
    }

    /// Lets the one who follows the events read those of calls.
    fn follow(&mut self) {
        for event in events() {
            self.rebuilt.apply(&event, now());
        }
    }

    fn take_note(&mut self, event: &Event) {
        let rules = rules();
        let reference = &mut self.reference;
        match event {
            Event::ChallengeIssued { commitment, challenge } => {
                let promise = reference.promises.get_mut(&commitment.0).unwrap();
                assert!(promise.open.is_none() && promise.next <= block());
                assert_eq!(challenge.number as usize, promise.closed.len() + 1);
                assert!(challenge.next > challenge.deadline);
                (promise.open, promise.next) = (Some(challenge.deadline), challenge.next);
            }
            Event::ChallengeMissed { commitment, .. } => {
                reference.closed(&rules, commitment.0, false)
            }
            // If a challenge was closed with it, the reference knows.
            Event::CommitmentEnded { commitment, reason: EndReason::Withdrawn, .. }
                if reference.promises.contains_key(&commitment.0) =>
            {
                reference.left(commitment.0)
            }
            Event::CommitmentEnded { commitment, reason: EndReason::Lost, .. } => {
                assert!(!reference.promises.contains_key(&commitment.0))
            }
            Event::AnchorRemoved { anchor, by: Removal::Expiry } => reference.expired(anchor.0),
            _ => {}
        }
    }

    /// The agenda has run: awards are in no event when they are of nothing, so they are compared.
    fn block_made(&mut self) {
        self.clock();
        // Awards are made in between; the reference makes those that were due before it hears of
        // what this block closed.
        let due: Vec<Coop> = {
            let passed =
                |(coop, (_, _, at)): (&Coop, &(u32, u32, u64))| (*at <= now()).then_some(*coop);
            self.reference.due.iter().filter_map(passed).collect()
        };
        let all = events();
        let is_award = |event: &Event, coop: Coop| match event {
            Event::Awarded { provider, .. } | Event::AwardDeferred { provider, .. } => {
                *provider == coop.id()
            }
            _ => false,
        };
        let mut waiting = due;
        for event in &all {
            self.rebuilt.apply(event, now());
            if let Some(place) = waiting.iter().position(|coop| is_award(event, *coop)) {
                let coop = waiting.swap_remove(place);
                self.reference.award(&rules(), coop);
            }
            self.take_note(event);
        }
        assert!(waiting.is_empty(), "{waiting:?} should have been awarded");
        self.reference.assert_done();
    }

    fn blocks(&mut self, count: u32) {
        for _ in 0..count {
            go_to_at(block() + 1, now() + SLOT);
            self.block_made();
        }
    }

    fn answer(&mut self, id: CommitmentId) {
        assert_ok!(answers(id));
        self.reference.closed(&rules(), id.0, true);
        self.follow();
    }

    fn open(&self) -> Vec<CommitmentId> {
        let open = self.reference.promises.iter().filter(|(_, promise)| promise.open.is_some());
        open.map(|(id, _)| CommitmentId(*id)).collect()
    }

    fn take(&mut self, step: Step) {
        let rules = rules();
        let last = |count: u64, back: u64| count.saturating_sub(1 + back);
        let anchored = self.reference.anchored;
        match step {
            Step::Anchor { bob, file, hours, wanted } => {
                let (who, until) = (owner(bob), now() + hours * HOUR);
                let call = anchor_call(who.did(), File(file).content(), until, wanted);
                let said = self.reference.anchor(&rules, who, File(file), until, wanted);
                assert_eq!(name(send(who.origin(), call)), said);
            }
            Step::Extend { bob, back, hours } => {
                let (who, id, until) = (owner(bob), last(anchored, back), now() + hours * HOUR);
                let call = Call::extend_retention { anchor: AnchorId(id), retain_until: until };
                let said = self.reference.extend(&rules, who, id, until);
                assert_eq!(name(send(who.origin(), call)), said);
            }
            Step::Want { bob, back, wanted } => {
                let (who, id) = (owner(bob), last(anchored, back));
                let call = Call::set_wanted_replicas { anchor: AnchorId(id), wanted };
                assert_eq!(name(send(who.origin(), call)), self.reference.want(who, id, wanted));
            }
            Step::Remove { bob, back } => {
                let (who, id) = (owner(bob), last(anchored, back));
                assert_eq!(name(who.removes(AnchorId(id))), self.reference.remove(who, id));
            }
            Step::Offer { coop, files } => {
                let (coop, capacity) = (Coop(coop), files * 1_500);
                let done = if self.reference.offers.contains_key(&coop) {
                    let call = Call::set_capacity { provider: coop.id(), capacity };
                    send(coop.steward().origin(), call)
                } else {
                    coop.offers(capacity)
                };
                assert_eq!(name(done), self.reference.offer(coop, capacity));
            }
            Step::Close { coop } => {
                let coop = Coop(coop);
                let call = Call::close_provider { provider: coop.id() };
                let done = send(coop.steward().origin(), call);
                assert_eq!(name(done), self.reference.close(&rules, coop));
            }
            Step::Commit { coop, back, by_node } => {
                let (coop, id) = (Coop(coop), last(anchored, back));
                let by_node = by_node && self.reference.offers.contains_key(&coop);
                let origin = if by_node { coop.node() } else { coop.steward().origin() };
                let call = Call::commit { provider: coop.id(), anchor: AnchorId(id) };
                let commitment = CommitmentId(self.reference.promised);
                let done = send(origin, call);
                let next = if done.is_ok() { due(commitment) } else { 0 };
                assert_eq!(name(done), self.reference.commit(&rules, coop, id, next));
            }
            Step::Withdraw { back } => {
                let id = last(self.reference.promised, back);
                let keeper = self.reference.promises.get(&id).map(|promise| promise.provider);
                let done = keeper.unwrap_or(MILL).withdraws(CommitmentId(id));
                assert_eq!(name(done), self.reference.withdraw(&rules, id));
            }
            Step::Answer { but } => {
                self.follow();
                for id in self.open() {
                    if but == 0 || id.0 % u64::from(but + 1) != 0 {
                        self.answer(id);
                    }
                }
            }
            Step::AnswerWrong { back } => {
                if let Some(id) = self.open().into_iter().nth(back as usize) {
                    let Call::answer_challenge { commitment, number, mut proofs, signature } =
                        answer(id)
                    else {
                        panic!("it is an answer")
                    };
                    proofs[0].segment[0] ^= 1;
                    let wrong = Call::answer_challenge { commitment, number, proofs, signature };
                    assert!(bring(wrong).is_err());
                }
            }
            Step::Hub { away } => {
                Awards::refuse(away);
                self.reference.hub_away = away;
            }
            Step::Blocks(count) => {
                self.follow();
                self.blocks(count)
            }
            Step::Pause { hours } => {
                self.follow();
                go_to_at(block() + 1, now() + hours * HOUR);
                self.block_made();
            }
        }
        self.follow();
    }

    fn agree(&self) {
        assert_ok!(Keep::do_try_state());
        assert_eq!(self.rebuilt, Rebuilt::stored());
        let awards = Awards::given();
        let expected = self.reference.awards.iter();
        let expected: Vec<_> =
            expected.map(|(coop, act, score)| (*act, coop.did(), *score)).collect();
        assert_eq!(awards, expected);
        assert_eq!(self.reference.wishes.len(), self.rebuilt.anchors.len());
        for (id, wish) in &self.reference.wishes {
            let found = anchor(AnchorId(*id));
            assert_eq!(found.owner, wish.owner.did());
            assert_eq!((found.retain_until, found.wanted), (wish.until, wish.wanted));
            assert_eq!(found.standing as usize, self.reference.standing(*id));
        }
        assert_eq!(self.reference.promises.len(), self.rebuilt.commitments.len());
        for (id, promise) in &self.reference.promises {
            let found = commitment(CommitmentId(*id));
            assert_eq!(found.challenge().map(|open| open.deadline), promise.open);
            assert_eq!(found.record.asked as usize, promise.closed.len());
            let answered = promise.closed.iter().filter(|answered| **answered).count();
            assert_eq!(found.record.answered as usize, answered);
        }
        assert_eq!(self.reference.offers.len(), self.rebuilt.providers.len());
        for (coop, capacity) in &self.reference.offers {
            let found = coop.provider();
            assert_eq!((found.capacity, found.used), (*capacity, self.reference.used(*coop)));
            let due = found.tally.due.map(|at| (found.tally.answered, found.tally.missed, at));
            assert_eq!(due, self.reference.due.get(coop).copied());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..Default::default() })]

    #[test]
    fn the_pallet_does_what_the_rules_say(steps in prop::collection::vec(step(), 1..120)) {
        new_test_ext().execute_with(|| {
            assert!(rules().max_retention > 90 * HOUR && rules().award_period == DAY);
            let mut world = World::default();
            for step in steps {
                world.clock();
                world.take(step);
                world.agree();
            }
        });
    }
}
