//! Scenarios.

use icn_primitives::{
    message::{ReputationReports, ShardMessage},
    reputation::{Act, Category, GiveReputation, Report, Score, Source, MAX_REPORTS},
    shard::MAX_PAYLOAD,
    Did, Hash, SigningKey,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, testing_prelude::*};
use proptest::prelude::*;

use crate::{mock::*, Error, Event};

/// A report that is told from others by its score.
fn report(number: i128) -> Report {
    Report {
        act: Act::OrderCompleted,
        subject: Did::from_key(SigningKey::Sr25519([7; 32])),
        category: Category::Marketplace,
        score: Score(number),
        evidence: Hash::repeat_byte(3),
    }
}

fn award(number: i128) -> DispatchResult {
    let Report { act, subject, category, score, evidence } = report(number);
    Reports::award(Source::Act(act), &subject, category, score, evidence)
}

fn award_or_note(number: i128) {
    let Report { act, subject, category, score, evidence } = report(number);
    Reports::award_or_note(Source::Act(act), &subject, category, score, evidence);
}

/// The scores that have left, message by message.
fn sent() -> Vec<Vec<i128>> {
    let read = |payload: Vec<u8>| match ShardMessage::from_payload(&payload) {
        Ok(ShardMessage::Reputation(ReputationReports::V1 { reports })) => {
            assert!(payload.len() <= MAX_PAYLOAD as usize);
            reports.into_iter().map(|report| report.score.0).collect()
        }
        other => panic!("not a message of reports: {other:?}"),
    };
    Sent::get().into_iter().map(read).collect()
}

#[test]
fn what_an_act_gives_goes_to_the_hub_with_the_next_message() {
    shard().execute_with(|| {
        assert_ok!(award(1));
        System::assert_last_event(Event::Reported { report: report(1) }.into());
        assert_ok!(award(-2));
        run(3);
        assert!(sent().is_empty());
        run(1);
        assert_eq!(sent(), [vec![1, -2]]);
        System::assert_last_event(Event::ReportsSent { nonce: 1, reports: 2 }.into());
        run(20);
        assert_eq!(sent().len(), 1);
    });
}

#[test]
fn a_full_message_leaves_at_once() {
    shard().execute_with(|| {
        let all: Vec<_> = (1..=i128::from(MAX_REPORTS) + 1).collect();
        all.iter().for_each(|number| award(*number).unwrap());
        run(1);
        assert_eq!(sent(), [all[..MAX_REPORTS as usize].to_vec()]);
        run(4);
        assert_eq!(sent().concat(), all);
    });
}

#[test]
fn what_gives_nothing_and_what_attestors_give_is_not_told() {
    shard().execute_with(|| {
        assert_ok!(award(0));
        let Report { subject, category, evidence, .. } = report(1);
        let attestor = Source::Attestor(subject);
        assert_ok!(Reports::award(attestor, &subject, category, Score(1), evidence));
        assert_eq!(Reports::waiting(), 0);
    });
}

#[test]
fn reports_wait_while_the_lane_is_full_or_refuses() {
    shard().execute_with(|| {
        assert_ok!(award(1));
        Room::put(0);
        run(10);
        Room::put(1);
        Closed::put(true);
        run(10);
        assert!(sent().is_empty());
        assert_eq!(Reports::waiting(), 1);
        Closed::put(false);
        run(5);
        assert_eq!(sent(), [vec![1]]);
    });
}

#[test]
fn a_full_queue_refuses_and_says_what_it_drops() {
    shard().execute_with(|| {
        (1..=i128::from(MAX_WAITING)).for_each(|number| award(number).unwrap());
        assert_noop!(award(101), Error::<Test>::QueueFull);
        award_or_note(102);
        System::assert_last_event(Event::ReportDropped { report: report(102) }.into());
        run(1);
        assert_ok!(award(103));
    });
}

proptest! {
    /// Whatever the lane does: what was taken into the queue leaves once, in order.
    #[test]
    fn each_report_leaves_once_and_in_order(
        acts in prop::collection::vec((0u32..40, 0u32..3, any::<bool>(), 0u64..8), 0..30),
    ) {
        shard().execute_with(|| {
            let (mut number, mut taken) = (0, Vec::new());
            for (awards, room, closed, blocks) in acts {
                for _ in 0..awards {
                    number += 1;
                    if award(number).is_ok() {
                        taken.push(number);
                    }
                }
                Room::put(room);
                Closed::put(closed);
                run(blocks);
                prop_assert_eq!(Reports::ensure_invariants(), Ok(()));
            }
            Room::put(100);
            Closed::put(false);
            run(u64::from(INTERVAL) * 10);
            prop_assert_eq!(sent().concat(), taken);
            prop_assert_eq!(Reports::waiting(), 0);
            Ok(())
        })?;
    }
}
