//! Whatever is begun, paid and released, and however late the ledger hears of it and answers:
//! nothing is paid without all being held, and no hold is left.

use super::rebuilt::Rebuilt;
use crate::{frame, mock::*, testing::*, *};
use alloc::collections::BTreeMap;
use frame::testing_prelude::*;
use icn_primitives::{Moment, DAY, HOUR};
use proptest::prelude::*;

/// Something that happens.
#[derive(Clone, Debug)]
enum Act {
    Begin {
        number: u64,
        legs: u32,
    },
    Capture(u64),
    Release(u64),
    Poor(u32),
    Rich(u32),
    /// The ledger takes so many messages, or loses one.
    Take(u8),
    Lose,
    /// So many of its answers come.
    Answer(u8),
    Room(Option<u32>),
    Block(Moment),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        5 => (0..4u64, 1..5u32).prop_map(|(number, legs)| Act::Begin { number, legs }),
        5 => (0..4u64).prop_map(Act::Capture),
        3 => (0..4u64).prop_map(Act::Release),
        1 => (0..5u32).prop_map(Act::Poor),
        2 => (0..5u32).prop_map(Act::Rich),
        8 => (1..6u8).prop_map(Act::Take),
        1 => Just(Act::Lose),
        8 => (1..6u8).prop_map(Act::Answer),
        1 => prop::option::of(0..4u32).prop_map(Act::Room),
        8 => prop_oneof![8 => Just(3_000), 2 => Just(HOUR), 1 => Just(DAY), 1 => Just(2 * DAY)]
            .prop_map(Act::Block),
    ]
}

/// What was heard of one settlement.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Known {
    Begun,
    Held,
    Failed,
    Capturing,
    Released,
}

/// Follows what is heard: each settlement in an order that can be, and ended once.
#[derive(Default)]
struct Model {
    open: BTreeMap<Purpose, (Known, usize)>,
    captured: usize,
    partly: usize,
}

impl Model {
    fn hear(&mut self) {
        for (purpose, progress) in heard() {
            let (known, legs) = self.open[&purpose];
            let next = match (known, progress) {
                (Known::Begun, Progress::Held) => Known::Held,
                (Known::Begun | Known::Held, Progress::Failed) => Known::Failed,
                (Known::Failed | Known::Released, Progress::Ended(Settled::Released)) => {
                    self.open.remove(&purpose);
                    continue;
                }
                (Known::Capturing, Progress::Ended(settled)) => {
                    match settled {
                        Settled::Captured => self.captured += legs,
                        Settled::Partly => self.partly += 1,
                        Settled::Released => {}
                    }
                    self.open.remove(&purpose);
                    continue;
                }
                other => panic!("{other:?} can't be"),
            };
            self.open.insert(purpose, (next, legs));
        }
    }

    fn perform(&mut self, act: Act) {
        match act {
            Act::Begin { number, legs: count } => {
                let known = self.open.contains_key(&purpose(number));
                let busy = Waiting::<Test>::get() >= parameters().max_waiting;
                let begun = Settling::begin(purpose(number), terms(legs(count)));
                assert_eq!(begun.is_ok(), !known && !busy, "{begun:?}");
                if begun.is_ok() {
                    self.open.insert(purpose(number), (Known::Begun, count as usize));
                }
            }
            Act::Capture(number) => {
                let known = self.open.get(&purpose(number)).copied();
                let done = Settling::capture(purpose(number));
                match known {
                    // Held, and not too late.
                    Some((Known::Held, legs)) => {
                        if done.is_ok() {
                            self.open.insert(purpose(number), (Known::Capturing, legs));
                        } else {
                            assert_eq!(done, Err(Error::<Test>::InvalidTime.into()));
                        }
                    }
                    _ => assert!(done.is_err()),
                }
            }
            Act::Release(number) => {
                let known = self.open.get(&purpose(number)).copied();
                let done = Settling::release(purpose(number));
                match known {
                    Some((Known::Begun | Known::Held, legs)) => {
                        assert_ok!(done);
                        self.open.insert(purpose(number), (Known::Released, legs));
                    }
                    _ => assert!(done.is_err()),
                }
            }
            Act::Poor(id) => is_poor(id),
            Act::Rich(id) => Poor::remove(treasury(100 + id)),
            Act::Take(count) => {
                for _ in 0..count {
                    FakeLedger::take(Timestamp::get(), false);
                }
            }
            Act::Lose => {
                FakeLedger::take(Timestamp::get(), true);
            }
            Act::Answer(count) => {
                for _ in 0..count {
                    FakeLedger::answer::<Test>();
                }
            }
            Act::Room(room) => Room::set(room),
            Act::Block(time) => {
                next_block_after(time);
            }
        }
        self.hear();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn all_is_paid_or_nothing_and_no_hold_is_left(acts in prop::collection::vec(act(), 1..120)) {
        new_test_ext().execute_with(|| {
            let mut model = Model::default();
            let mut rebuilt = Rebuilt::default();
            for act in acts {
                model.perform(act);
                Settling::do_try_state().expect("every invariant holds");
                rebuilt.read();
                assert_eq!(rebuilt, Rebuilt::of_chain());
                // Nothing is paid of what isn't held by all.
                for (purpose, (known, _)) in &model.open {
                    let stage = Settling::settlement(*purpose).expect("it is there").stage;
                    let expected = match known {
                        Known::Begun => SettlementStage::Holding,
                        Known::Held => SettlementStage::Held,
                        Known::Capturing => SettlementStage::Capturing,
                        Known::Failed | Known::Released => SettlementStage::Releasing,
                    };
                    assert_eq!(stage, expected);
                }
            }
            // In the end the ledger is there, and every settlement is over.
            Room::kill();
            for _ in 0..4 {
                pass(CAPTURE_TIME);
                for _ in 0..10 {
                    ledger_answers();
                    next_block();
                }
                model.hear();
            }
            assert!(model.open.is_empty(), "{:?}", model.open);
            assert_eq!(Settlements::<Test>::iter_keys().count(), 0);
            assert_eq!(FakeLedger::count(HoldState::Held), 0);
            let captured = FakeLedger::count(HoldState::Captured);
            if model.partly == 0 {
                assert_eq!(captured, model.captured);
            } else {
                assert!(captured > model.captured);
            }
            Settling::do_try_state().expect("every invariant holds");
        });
    }
}
