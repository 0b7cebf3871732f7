//! What those who keep the chain going are known for.

use icn_primitives::{
    membership::MemberStatus,
    reputation::{Act, Category, Millionths, ReadReputation, Score, Source},
    CooperativeId, Did,
};
use pallet_seats::{equivocation_evidence, turns_evidence, SessionTurns};
use polkadot_sdk::{
    pallet_session::historical::IdentificationTuple,
    sp_io::TestExternalities,
    sp_runtime::{traits::Convert, Perbill},
    sp_staking::offence::{Offence, ReportOffence},
};
use serde_json::json;

use super::{
    chain::{chain_with, next_block, Person},
    shards::{market_shards, membership, tell},
};
use crate::{
    people::CooperativeDid, shards::HUB, Cooperatives, Offences, Reputation, Runtime, RuntimeEvent,
    Session, System,
};

const HOME: CooperativeId = CooperativeId(0);
const SESSION: u32 = 5;

/// The rules of a genesis that was written before there were points.
fn rules() -> serde_json::Value {
    json!({ "seats": { "parameters": { "session_length": SESSION, "missed_turns_limit": 300 } } })
}

fn hub() -> TestExternalities {
    chain_with(rules())
}

fn organisation() -> Did {
    Cooperatives::cooperative(HOME).expect("the founder").did
}

fn validation() -> Score {
    <Reputation as ReadReputation>::score(&organisation(), Category::Validation)
}

/// Makes blocks until the next session has begun.
fn end_session() {
    let session = Session::current_index();
    while Session::current_index() == session {
        next_block();
    }
}

fn thousandths(number: i128) -> Score {
    Score(number * Score::UNITS / 1_000)
}

/// Reputation's events of the present block.
fn told() -> Vec<pallet_reputation::Event<Runtime>> {
    System::events()
        .into_iter()
        .filter_map(|record| match record.event {
            RuntimeEvent::Reputation(event) => Some(event),
            _ => None,
        })
        .collect()
}

/// The only seat signed twice in this round.
struct Twice(u64);

impl Offence<IdentificationTuple<Runtime>> for Twice {
    const ID: [u8; 16] = *b"signed two votes";
    type Slot = u64;

    fn offenders(&self) -> Vec<IdentificationTuple<Runtime>> {
        let validator = Session::validators().pop().expect("there is one");
        vec![(validator, HOME)]
    }

    fn session_index(&self) -> u32 {
        Session::current_index()
    }

    fn validator_set_count(&self) -> u32 {
        1
    }

    fn slot(&self) -> u64 {
        self.0
    }

    fn slash_fraction(&self, _offenders: u32) -> Perbill {
        Perbill::zero()
    }
}

fn report(round: u64) {
    <Offences as ReportOffence<_, _, _>>::report_offence(vec![], Twice(round)).expect("it is new");
}

#[test]
fn a_session_gives_the_cooperative_a_point_for_a_thousand_blocks() {
    hub().execute_with(|| {
        end_session();
        assert_eq!(System::block_number(), SESSION);
        let awarded = pallet_reputation::Event::Awarded {
            subject: organisation(),
            source: Source::Act(Act::BlockProduced),
            category: Category::Validation,
            score: thousandths(SESSION.into()),
            evidence: turns_evidence(HUB, 0, HOME),
            participation: Score(thousandths(SESSION.into()).0 / 10),
        };
        assert_eq!(told(), [awarded]);
        // It fades from the moment at which it was given: that of the block before.
        let given = thousandths(SESSION.into());
        assert!(validation() < given && validation() > given.times(Millionths(999_990)));
        assert_eq!(SessionTurns::<Runtime>::iter().count(), 0);
    });
}

#[test]
fn an_equivocation_takes_points_at_once() {
    hub().execute_with(|| {
        report(7);
        let awarded = |score: i64| pallet_reputation::Event::Awarded {
            subject: organisation(),
            source: Source::Act(Act::Equivocated),
            category: Category::Validation,
            score: Score::points(score),
            evidence: equivocation_evidence(HUB, 0, HOME),
            participation: Score::points(2),
        };
        assert_eq!(told(), [awarded(-20)]);
        assert_eq!(validation(), Score::ZERO, "nobody is known for less than nothing");
        report(8);
        assert_eq!(told().len(), 1, "once in a session");
    });
}

#[test]
fn when_a_days_bound_is_reached_it_is_told_and_the_chain_goes_on() {
    hub().execute_with(|| {
        pallet_reputation::Parameters::<Runtime>::mutate(|rules| rules.act_bound = thousandths(7));
        end_session();
        end_session();
        let refused = pallet_reputation::Event::NotAwarded {
            subject: organisation(),
            source: Source::Act(Act::BlockProduced),
            category: Category::Validation,
            score: thousandths(SESSION.into()),
            evidence: turns_evidence(HUB, 1, HOME),
            error: pallet_reputation::Error::<Runtime>::DailyBoundExceeded.into(),
        };
        assert_eq!(told(), [refused]);
        end_session();
        assert_eq!(System::block_number(), 3 * SESSION);
    });
}

#[test]
fn other_shards_count_and_give_nothing() {
    let mut genesis = rules();
    genesis["shards"] = market_shards();
    chain_with(genesis).execute_with(|| {
        tell(HUB, membership(&Person::named("ada"), MemberStatus::Active)).unwrap();
        assert!(CooperativeDid::convert(HOME).is_some(), "it is known whose seat it is");
        let known = pallet_reputation::Reputations::<Runtime>::iter().collect::<Vec<_>>();
        next_block();
        assert_eq!(SessionTurns::<Runtime>::get(HOME).blocks, 2);
        end_session();
        assert!(told().is_empty());
        report(7);
        assert!(told().is_empty());
        assert_eq!(SessionTurns::<Runtime>::iter().count(), 0);
        let after = pallet_reputation::Reputations::<Runtime>::iter().collect::<Vec<_>>();
        assert_eq!(after, known);
    });
}
