//! What turns give a cooperative and take from it.

use icn_primitives::{
    reputation::{Act, Score},
    seat::{SeatStatus, SuspensionReason},
};
use polkadot_sdk::{
    polkadot_sdk_frame::testing_prelude::*,
    sp_runtime::Perbill,
    sp_staking::{
        offence::{OffenceDetails, OnOffenceHandler},
        SessionIndex,
    },
};

use crate::{
    equivocation_evidence, mock::*, turns_evidence, EquivocationsTaken, Parameters, SeatParameters,
    SessionTurns, Turns,
};

/// Thousandths of a point.
fn thousandths(number: i128) -> Score {
    Score(number * Score::UNITS / 1_000)
}

fn given(number: u32) -> Score {
    awarded(Act::BlockProduced, number)
}

fn taken(number: u32) -> Score {
    awarded(Act::TurnMissed, number)
}

/// Reports the equivocations of these cooperatives' seats in `session`.
fn report(numbers: &[u32], session: SessionIndex) {
    let offences: Vec<_> = numbers
        .iter()
        .map(|number| {
            let offender = (organisation(*number), cooperative(*number));
            OffenceDetails { offender, reporters: vec![] }
        })
        .collect();
    let fractions = vec![Perbill::one(); offences.len()];
    <Seats as OnOffenceHandler<_, _, _>>::on_offence(&offences, &fractions, session);
}

#[test]
fn the_blocks_of_a_session_give_points_when_it_ends() {
    federation(4, || {
        while System::block_number() < SESSION - 1 {
            make_block(slot() + 1);
        }
        assert_eq!(SessionTurns::<Test>::get(cooperative(1)), Turns { blocks: 3, missed: 0 });
        assert!(Awards::get().is_empty(), "nothing is given before");

        // Block 10, of slot 10, is still of the session that it ends.
        make_block(slot() + 1);
        assert_eq!((0..4).map(given).collect::<Vec<_>>(), [2, 3, 3, 2].map(thousandths));
        assert_eq!(Awards::get().len(), 4, "in one award each, and none for nothing missed");
        assert_eq!(SessionTurns::<Test>::iter().count(), 0);
        for award in Awards::get() {
            assert_eq!(award.evidence, turns_evidence(HUB, 0, cooperative(award.cooperative)));
        }

        end_session();
        assert_eq!((0..4).map(given).collect::<Vec<_>>(), [5, 5, 5, 5].map(thousandths));
    });
}

#[test]
fn turns_missed_in_a_session_take_points_when_it_ends() {
    federation(4, || {
        // Cooperative 2 has missed a turn with block 2, and another with block 5.
        while System::block_number() < SESSION {
            next_block_of(&[0, 1, 3]);
        }
        assert_eq!(given(2), Score::ZERO);
        assert_eq!(taken(2), thousandths(-6), "three turns");
        assert_eq!([0, 1, 3].map(taken), [Score::ZERO; 3]);
        assert_eq!([0, 1, 3].map(given), [3, 4, 3].map(thousandths));
    });
}

#[test]
fn whoever_is_there_again_gets_and_loses_in_the_same_session() {
    federation(4, || {
        next_block_of(&[3]);
        while System::block_number() < SESSION {
            make_block(slot() + 1);
        }
        assert_eq!((given(2), taken(2)), (thousandths(2), thousandths(-2)));
        let [gave, took] = [Act::BlockProduced, Act::TurnMissed].map(|act| {
            let all = Awards::get();
            all.into_iter().find(|award| award.act == act && award.cooperative == 2).unwrap()
        });
        assert_eq!(gave.evidence, took.evidence);
    });
}

#[test]
fn a_chain_that_stood_still_takes_nothing() {
    federation(4, || {
        make_block(slot() + 100);
        end_session();
        assert!((0..4).all(|number| taken(number) == Score::ZERO));
    });
}

#[test]
fn a_suspended_seat_loses_no_more_for_turns_and_gets_points_for_its_blocks() {
    federation(4, || {
        while seat(2).status == SeatStatus::Ready {
            next_block_of(&[0, 1, 3]);
        }
        // It has missed as many as it may. The next ones, until it leaves, it doesn't owe.
        for _ in 0..2 {
            end_session_without(2);
        }
        assert_eq!(taken(2), thousandths(-2 * i128::from(LIMIT)));
        assert_eq!(makers(), [0, 1, 3]);
    });
    federation(4, || {
        assert_ok!(Seats::suspend_seat(RuntimeOrigin::root(), cooperative(2)));
        end_session();
        assert_eq!(given(2), thousandths(3), "it is in the set until the session after next");
        end_two_sessions();
        let before = given(2);
        end_session();
        assert_eq!(given(2), before);
    });
}

/// Makes blocks of all others until the next session has begun.
fn end_session_without(number: u32) {
    let others: Vec<_> = makers().into_iter().filter(|maker| *maker != number).collect();
    let session = Session::current_index();
    while Session::current_index() == session {
        next_block_of(&others);
    }
}

#[test]
fn an_equivocation_takes_points_at_once() {
    federation(4, || {
        end_session();
        Awards::take();
        report(&[2], 1);
        let evidence = equivocation_evidence(HUB, 1, cooperative(2));
        let (act, score) = (Act::Equivocated, Score::points(-20));
        assert_eq!(Awards::get(), [Award { act, cooperative: 2, score, evidence }]);
        let reason = SuspensionReason::Equivocation;
        assert!(
            matches!(seat(2).status, SeatStatus::Suspended { reason: why, .. } if why == reason)
        );
    });
}

#[test]
fn a_sessions_equivocations_take_points_once_and_another_sessions_again() {
    federation(4, || {
        end_session();
        report(&[2], 1);
        // A node that runs twice signs twice in every round; and a report of another offender in
        // the same round names the first again.
        report(&[2], 1);
        report(&[2, 3], 1);
        assert_eq!([2, 3].map(|i| awarded(Act::Equivocated, i)), [Score::points(-20); 2]);
        report(&[2], 0);
        assert_eq!(awarded(Act::Equivocated, 2), Score::points(-40));
    });
}

#[test]
fn equivocations_are_remembered_as_long_as_they_can_be_proven() {
    federation(4, || {
        report(&[2], 0);
        for _ in 0..PROVABLE {
            end_session();
        }
        assert!(EquivocationsTaken::<Test>::contains_key(0, cooperative(2)));
        end_session();
        assert_eq!(EquivocationsTaken::<Test>::iter().count(), 0);
    });
}

#[test]
fn the_last_seat_is_kept_and_loses_its_points_all_the_same() {
    federation(1, || {
        report(&[0], 0);
        assert_eq!(seat(0).status, SeatStatus::Ready);
        assert_eq!(awarded(Act::Equivocated, 0), Score::points(-20));
    });
}

#[test]
fn a_cooperative_that_left_gets_what_its_node_did_and_loses_what_it_did_wrong() {
    federation(4, || {
        Seats::close_seat(cooperative(2));
        end_session();
        assert_eq!(given(2), thousandths(3), "its node is in the set until the session after next");
        report(&[2], 0);
        assert_eq!(awarded(Act::Equivocated, 2), Score::points(-20));
        end_two_sessions();
        assert!(!SessionTurns::<Test>::contains_key(cooperative(2)));
    });
}

#[test]
fn a_cooperative_whose_did_has_ended_gets_nothing_and_the_others_get_theirs() {
    federation(4, || {
        Ended::set([cooperative(1)].into());
        end_session();
        report(&[1], 0);
        assert_eq!((given(1), awarded(Act::Equivocated, 1)), (Score::ZERO, Score::ZERO));
        assert_eq!(Refused::get().len(), 2);
        assert_eq!([0, 2, 3].map(given), [2, 3, 2].map(thousandths));
    });
}

#[test]
fn what_goes_beyond_the_bound_of_the_day_is_lost_and_nothing_else() {
    federation(4, || {
        ActBound::set(thousandths(5));
        for _ in 0..3 {
            end_session();
            check();
        }
        // Of two or three blocks in each session, the third's award is too much.
        assert!((0..4).all(|number| given(number) == thousandths(5)));
        assert_eq!(Refused::get().len(), 4);
        assert_eq!(makers(), [0, 1, 2, 3]);
        assert_eq!((0..4).map(|number| seat(number).blocks).sum::<u64>(), 30);
    });
}

#[test]
fn the_federation_sets_the_points() {
    federation(4, || {
        let parameters = SeatParameters {
            block_reputation: Score::points(1),
            missed_turn_reputation: Score::ZERO,
            equivocation_reputation: Score::ZERO,
            ..Parameters::<Test>::get()
        };
        assert_ok!(Seats::set_parameters(RuntimeOrigin::root(), parameters));
        end_session_without(2);
        report(&[3], 0);
        assert_eq!([0, 1, 3].map(given), [3, 4, 3].map(Score::points));
        assert_eq!(Awards::get().len(), 3, "nothing is awarded for no points");
    });
}

#[test]
fn each_shards_turns_have_evidence_of_their_own() {
    let of = |shard, session, number| turns_evidence(shard, session, cooperative(number));
    let all = [of(HUB, 7, 1), of(MARKET, 7, 1), of(HUB, 8, 1), of(HUB, 7, 2)];
    let equivocation = equivocation_evidence(HUB, 7, cooperative(1));
    for (place, evidence) in all.iter().enumerate() {
        assert!(!all[place + 1..].contains(evidence) && *evidence != equivocation);
    }
}
