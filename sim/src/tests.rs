//! What comes of electorates of which one knows what they must come to.

use clap::Parser;
use icn_primitives::governance::Model;

use crate::{
    behaviour::Opinion,
    chain,
    electorate::{draw, Electorate, Habit, Member},
    ending::Ending,
    plot, report,
    rules::MODELS,
    trial::{Findings, Trial},
    Arguments, What,
};

/// What somebody asks for on the command line.
fn trial(options: &str) -> Trial {
    let words = ["icn-sim", "governance"].into_iter().chain(options.split_whitespace());
    let What::Governance { trial, .. } = Arguments::try_parse_from(words).unwrap().what;
    trial
}

/// Why the command line is refused.
fn refusal(options: &str) -> String {
    let words = ["icn-sim", "governance"].into_iter().chain(options.split_whitespace());
    match Arguments::try_parse_from(words) {
        Err(error) => error.to_string(),
        Ok(arguments) => {
            let What::Governance { trial, .. } = arguments.what;
            trial.rules.check().unwrap_err()
        }
    }
}

/// A member who comes, thinks so, insists and doesn't yield.
fn member(opinion: Opinion) -> Member {
    Member { habit: Habit::Voting, comes: true, opinion, insists: true, yields: false }
}

/// A cooperative of members who think so.
fn electorate(opinions: &[(usize, Opinion)]) -> Electorate {
    let members = opinions.iter().flat_map(|(count, opinion)| vec![member(*opinion); *count]);
    vec![members.collect()]
}

/// How ten members who think so decide.
fn ending(opinions: &[(usize, Opinion)], model: Model, options: &str) -> Ending {
    let rules = trial(&format!("--members 10 {options}")).rules;
    chain::vote(&electorate(opinions), &rules, model).unwrap().0
}

fn everything(findings: &Findings) -> String {
    let json = serde_json::to_string(findings).unwrap();
    [report::text(findings), json, plot::svg(findings).unwrap()].concat()
}

#[test]
fn the_same_seed_gives_the_same_and_another_seed_something_else() {
    let run = |seed| trial(&format!("--runs 6 --members 12 --seed {seed}")).run().unwrap();
    let first = run(7);
    assert_eq!(everything(&run(7)), everything(&first));
    assert_ne!(run(8).sweep, first.sweep);
}

#[test]
fn where_nobody_comes_every_vote_misses_its_quorum() {
    for options in ["", "--cooperatives 3", "--cooperatives 2 --joint"] {
        let trial = trial(&format!("--turnout 0 --collusion 0 --runs 3 --members 10 {options}"));
        for model in trial.votes(&trial.behaviour).unwrap() {
            assert_eq!((model.endings.no_quorum, model.deadlocks), (3, 3), "{}", model.model);
            assert_eq!(model.participation, 0.0);
        }
    }
}

#[test]
fn where_all_approve_every_model_does() {
    let all = "--turnout 100 --apathy 0 --support 100 --abstention 0 --runs 3 --members 10";
    for options in ["", "--cooperatives 3", "--cooperatives 2 --joint", "--kind constitution"] {
        let trial = trial(&format!("{all} {options}"));
        for model in trial.votes(&trial.behaviour).unwrap() {
            assert_eq!((model.endings.approved, model.deadlocks), (3, 0), "{}", model.model);
            assert_eq!(model.participation, 1.0);
        }
    }
}

#[test]
fn one_voice_against_nine_stops_only_those_models_in_which_it_can() {
    let opinions = [(9, Opinion::For), (1, Opinion::Against)];
    let endings = MODELS.map(|model| ending(&opinions, model, ""));
    assert_eq!(
        endings,
        [
            Ending::Approved,
            Ending::Approved,
            Ending::Approved,
            Ending::Blocked,
            Ending::FallbackRejected,
        ]
    );
    assert_eq!(ending(&opinions, Model::Consent, "--fallback majority"), Ending::FallbackApproved);
}

#[test]
fn whoever_yields_in_the_window_ends_the_objection() {
    let mut electorate = electorate(&[(9, Opinion::For), (1, Opinion::Against)]);
    electorate[0][9].yields = true;
    let rules = trial("--members 10").rules;
    assert_eq!(chain::vote(&electorate, &rules, Model::Consent).unwrap().0, Ending::Approved);
}

#[test]
fn most_against_it_is_a_rejection_and_none_at_all_no_answer() {
    let against = [(3, Opinion::For), (7, Opinion::Against)];
    for model in [Model::Majority, Model::Supermajority, Model::Consensus] {
        assert_eq!(ending(&against, model, ""), Ending::Rejected);
    }
    for model in MODELS {
        assert_eq!(ending(&[(10, Opinion::Neutral)], model, ""), Ending::NoAnswer);
    }
}

#[test]
fn a_delegate_votes_for_whoever_asked_and_brings_the_quorum() {
    let mut members = electorate(&[(10, Opinion::For)]);
    for member in &mut members[0][1..10] {
        member.comes = false;
    }
    let rules = trial("--members 10").rules;
    let vote = |members: &Electorate| chain::vote(members, &rules, Model::Majority).unwrap();
    assert_eq!(vote(&members), (Ending::NoQuorum, 100_000));
    // The last asks the one before, who asks the first; four ask the first.
    for number in [1, 2, 3, 4, 8] {
        members[0][number].habit = Habit::Delegating(vec![0]);
    }
    members[0][9].habit = Habit::Delegating(vec![8]);
    assert_eq!(vote(&members), (Ending::Approved, 700_000));
}

#[test]
fn whoever_could_only_delegate_in_a_circle_votes_alone() {
    let mut members = electorate(&[(10, Opinion::For)]);
    members[0][0].habit = Habit::Delegating(vec![1]);
    members[0][1].habit = Habit::Delegating(vec![0]);
    let rules = trial("--members 10").rules;
    let vote = chain::vote(&members, &rules, Model::Majority).unwrap();
    assert_eq!(vote, (Ending::Approved, 1_000_000));
}

#[test]
fn electorates_are_as_the_shares_say() {
    let behaviour =
        trial("--apathy 25 --collusion 20 --delegation 50 --turnout 40 --spread 0 --bloc against")
            .behaviour;
    let members = draw(&behaviour, 1, 10_000, 1, 0).remove(0);
    let share = |is: &dyn Fn(&Member) -> bool| {
        members.iter().filter(|member| is(member)).count() as f64 / 10_000.0
    };
    let near = |share: f64, expected: f64| assert!((share - expected).abs() < 0.02, "{share}");
    near(share(&|member| member.habit == Habit::Apathetic), 0.25);
    near(share(&|member| member.habit == Habit::Colluding), 0.75 * 0.2);
    near(share(&|member| matches!(member.habit, Habit::Delegating(_))), 0.75 * 0.8 * 0.5);
    near(share(&|member| member.habit == Habit::Voting && member.comes), 0.75 * 0.8 * 0.5 * 0.4);
    assert!(members.iter().all(|member| match member.habit {
        Habit::Apathetic => !member.comes,
        Habit::Colluding => member.comes && member.opinion == Opinion::Against,
        _ => true,
    }));
}

#[test]
fn stricter_models_approve_no_more_and_quorum_failures_fall_with_turnout() {
    let findings = trial("--runs 25 --members 15 --collusion 0").run().unwrap();
    let Ok([majority, supermajority, minus_one, consensus, consent]) =
        <[_; 5]>::try_from(findings.models.clone())
    else {
        panic!("five models")
    };
    assert!(supermajority.endings.approved <= majority.endings.approved);
    assert!(consensus.endings.approved <= minus_one.endings.approved);
    assert!(consensus.endings.approved <= consent.endings.approved);
    // Who stays away does so by any model.
    assert!(findings
        .models
        .iter()
        .all(|model| model.endings.no_quorum == majority.endings.no_quorum));
    assert!(findings.models.iter().all(|model| model.endings.total() == 25));
    let failures: Vec<f64> = findings.sweep.iter().map(|at| at.quorum_failures()).collect();
    assert!(failures.windows(2).all(|pair| pair[1] <= pair[0]), "{failures:?}");
    assert!(failures[0] > 0.9 && failures[8] < 0.5, "{failures:?}");
}

#[test]
fn a_bloc_against_everything_stops_consensus_and_no_majority() {
    let trial = trial(
        "--runs 5 --members 20 --turnout 100 --apathy 0 --delegation 0 --support 100 \
         --collusion 25 --bloc against",
    );
    let votes = trial.votes(&trial.behaviour).unwrap();
    assert_eq!(votes[0].endings.approved, 5, "the majority goes on");
    assert_eq!(votes[3].endings.blocked, 5, "consensus is blocked");
    assert_eq!(votes[4].endings.fallback_rejected, 5, "consent falls back");
}

#[test]
fn what_cannot_be_is_refused_with_its_reason() {
    for (options, reason) in [
        ("--turnout 120", "expected per cent, from 0 to 100"),
        ("--apathy -1", "expected per cent, from 0 to 100"),
        ("--delegation many", "expected per cent, from 0 to 100"),
        ("--spread NaN", "expected per cent, from 0 to 100"),
        ("--members 0", "0 is not in 1..=10000"),
        ("--runs 0", "0 is not in"),
        ("--cooperatives 101", "101 is not in 1..=100"),
        ("--joint", "1 can't decide jointly, 2 to 16 can"),
        ("--cooperatives 17 --joint", "17 can't decide jointly"),
        ("--quorum 0", "nobody would have to take part"),
        ("--fallback none", "possible values: reject, majority"),
        ("--kind none", "possible values: standard"),
    ] {
        let message = refusal(options);
        assert!(message.contains(reason), "{options}: {message}");
    }
    assert_eq!(trial("--turnout 55%").behaviour.turnout.to_string(), "55 %");
}

#[test]
fn the_picture_has_every_model_and_ending() {
    let picture = plot::svg(&trial("--runs 2 --members 5").run().unwrap()).unwrap();
    assert!(picture.starts_with("<svg ") && picture.trim_end().ends_with("</svg>"));
    let names = MODELS.map(crate::rules::name).into_iter().chain(Ending::ALL.map(Ending::name));
    for name in names {
        assert!(picture.contains(name), "{name}");
    }
}
