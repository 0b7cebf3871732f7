//! The rules of the first block.

use crate::{frame, mock::*, GenesisConfig};
use frame::testing_prelude::*;
use icn_primitives::reputation::{
    Category, CategoryRules, Millionths, ReputationParameters, Score, MAX_ATTESTORS,
};

use Category::*;

fn genesis() -> GenesisConfig<Test> {
    Default::default()
}

#[test]
fn a_federation_begins_with_its_own_rules_and_attestors() {
    let rules =
        CategoryRules { decay_per_day: Millionths(1), ..CategoryRules::of_s003(Development) };
    let parameters =
        ReputationParameters { attestor_bound: Score::points(1), ..Default::default() };
    let genesis = GenesisConfig::<Test> {
        categories: vec![(Development, rules)],
        parameters,
        attestors: vec![(did("ada"), vec![Development, Voting])],
        ..genesis()
    };
    chain(genesis).execute_with(|| {
        let (_, bob) = (person("ada"), person("bob"));
        assert!(Reputation::categories().contains(&(Development, rules)));
        assert!(Reputation::categories().contains(&(Voting, CategoryRules::of_s003(Voting))));
        assert_eq!(Reputation::parameters(), parameters);
        assert_ok!(attest("ada", bob, Development, Score::points(1)));
        assert_noop!(attest("ada", bob, Development, Score(1)), Error::DailyBoundExceeded);
        assert_ok!(Reputation::ensure_invariants());
    });
}

#[test]
fn it_is_written_in_words_and_decimals() {
    let json = r#"{
        "categories": [["budget_management",
            { "weight": "1.8", "decay_per_day": "0.08", "minimum": "-5", "maximum": null }]],
        "parameters": { "act_bound": "100", "attestor_bound": "12.5", "participation": "0.1" },
        "attestors": [["did:icn:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
            ["development", "proposal_creation"]]]
    }"#;
    let genesis: GenesisConfig<Test> = serde_json::from_str(json).expect("it can be read");
    assert_eq!(genesis.parameters.attestor_bound.to_string(), "12.5");
    chain(genesis).execute_with(|| {
        let (_, rules) = Reputation::categories()[BudgetManagement as usize];
        assert_eq!(rules.minimum, Score::points(-5));
        let attestors = Reputation::attestors();
        assert_eq!(attestors.len(), 1);
        assert!(attestors[0].1.iter().eq([ProposalCreation, Development]));
    });
}

#[test]
#[should_panic(expected = "the rules of voting are out of their bounds")]
fn rules_out_of_their_bounds_begin_no_chain() {
    let weight = Millionths(u32::MAX);
    let rules = CategoryRules { weight, ..CategoryRules::of_s003(Voting) };
    chain(GenesisConfig { categories: vec![(Voting, rules)], ..genesis() });
}

#[test]
#[should_panic(expected = "the parameters of reputation are out of their bounds")]
fn parameters_out_of_their_bounds_begin_no_chain() {
    let parameters = ReputationParameters { act_bound: Score(-1), ..Default::default() };
    chain(GenesisConfig { parameters, ..genesis() });
}

#[test]
#[should_panic(expected = "attests nothing")]
fn an_attestor_of_nothing_begins_no_chain() {
    chain(GenesisConfig { attestors: vec![(did("ada"), vec![])], ..genesis() });
}

#[test]
#[should_panic(expected = "attests twice")]
fn an_attestor_stands_once_in_the_genesis() {
    let attestors = vec![(did("ada"), vec![Voting]), (did("ada"), vec![Development])];
    chain(GenesisConfig { attestors, ..genesis() });
}

#[test]
#[should_panic(expected = "too many attestors")]
fn too_many_attestors_begin_no_chain() {
    let attestors = (0..=MAX_ATTESTORS).map(|n| (did(&format!("{n}")), vec![Voting])).collect();
    chain(GenesisConfig { attestors, ..genesis() });
}
