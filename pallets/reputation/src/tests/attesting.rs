//! Attestors give for what no pallet sees.

use crate::{frame, mock::*, Attestors};
use frame::testing_prelude::*;
use icn_primitives::{
    reputation::{
        Act, Categories, Category, GiveReputation, ReputationParameters, Score, Source,
        MAX_ATTESTORS,
    },
    AccountId, Did, DAY,
};

use Category::*;

fn name(attestor: Did, categories: &[Category]) -> DispatchResult {
    let categories = categories.iter().copied().collect();
    send(federation(), Call::set_attestor { attestor, categories })
}

#[test]
fn an_attestor_gives_in_the_categories_for_which_it_was_named() {
    scenario(|| {
        let bob = person("bob");
        let ada = attestor("ada", &[Development, Innovation]);
        assert_ok!(attest("ada", bob, Development, Score::points(3)));
        assert_eq!(score(&bob, Development), Score::points(3));
        assert_eq!(score(&bob, Participation), hundredths(30));
        assert_noop!(attest("ada", bob, Voting, Score::points(3)), Error::CategoryNotAllowed);
        let told = Event::Awarded {
            subject: bob,
            source: Source::Attestor(ada),
            category: Development,
            score: Score::points(3),
            evidence: evidence(),
            participation: hundredths(30),
        };
        assert_eq!(events().last(), Some(&told));
    });
}

#[test]
fn an_attestation_of_nothing_changes_nothing() {
    scenario(|| {
        let bob = person("bob");
        attestor("ada", &[Development]);
        let (before, told) = (root(), events());
        assert_ok!(attest("ada", bob, Development, Score::ZERO));
        assert_eq!((root(), events()), (before, told));
    });
}

#[test]
fn nobody_else_attests() {
    scenario(|| {
        let bob = person("bob");
        person("eve");
        attestor("ada", &[Development]);
        for who in ["eve", "bob", "nobody"] {
            let result = attest(who, bob, Development, Score::points(1));
            assert_noop!(result, Error::NotAuthorized);
        }
        let call = Call::attest {
            subject: bob,
            category: Development,
            score: Score::points(1),
            evidence: evidence(),
        };
        assert_noop!(send(federation(), call), DispatchError::BadOrigin);
        // A pallet that passes on what somebody attests is no way round either.
        let source = Source::Attestor(did("eve"));
        let result = Reputation::award(source, &bob, Development, Score(1), evidence());
        assert_noop!(result, Error::NotAuthorized);
    });
}

#[test]
fn nobody_attests_to_themselves() {
    scenario(|| {
        let ada = attestor("ada", &[Development]);
        assert_noop!(attest("ada", ada, Development, Score(1)), Error::SelfAwarded);
        // Nor takes from themselves, nor by another key of theirs.
        assert_noop!(attest("ada", ada, Development, Score(-1)), Error::SelfAwarded);
        let phone = AccountId::new([9; 32]);
        Accounts::mutate(|accounts| accounts.insert(phone.clone(), ada));
        let call = Call::attest {
            subject: ada,
            category: Development,
            score: Score::points(1),
            evidence: evidence(),
        };
        assert_noop!(send(RuntimeOrigin::signed(phone), call), Error::SelfAwarded);
        let source = Source::Attestor(ada);
        let result = Reputation::award(source, &ada, Development, Score(1), evidence());
        assert_noop!(result, Error::SelfAwarded);
    });
}

#[test]
fn nobody_attests_to_what_they_control_or_are_controlled_by() {
    scenario(|| {
        let ada = attestor("ada", &[Development]);
        let circle = group("circle", Some(ada));
        let inner = group("inner circle", Some(circle));
        for own in [circle, inner] {
            assert_noop!(attest("ada", own, Development, Score(1)), Error::SelfAwarded);
        }
        // The other way round: the group of which ada is the controller attests to ada.
        assert_ok!(name(circle, &[Development]));
        for own in [ada, inner] {
            assert_noop!(attest("circle", own, Development, Score(1)), Error::SelfAwarded);
        }
        // Others may.
        attestor("bob", &[Development]);
        for subject in [ada, circle, inner] {
            assert_ok!(attest("bob", subject, Development, Score(1)));
        }
    });
}

#[test]
fn an_attestor_gives_a_subject_its_bound_in_a_day_and_no_more() {
    scenario(|| {
        let (bob, eve) = (person("bob"), person("eve"));
        attestor("ada", &[Development, Innovation]);
        attestor("max", &[Development]);
        let bound = ReputationParameters::default().attestor_bound;
        assert_ok!(attest("ada", bob, Development, bound));
        for category in [Development, Innovation] {
            let more = attest("ada", bob, category, Score(1));
            assert_noop!(more, Error::DailyBoundExceeded);
        }
        assert_noop!(
            attest("max", eve, Development, bound.plus(Score(1))),
            Error::DailyBoundExceeded
        );
        assert_ok!(attest("ada", eve, Development, bound));
        assert_ok!(attest("max", bob, Development, bound));
        pass(DAY);
        assert_ok!(attest("ada", bob, Innovation, bound));
    });
}

#[test]
fn an_attestor_can_be_named_for_something_else_and_no_more() {
    scenario(|| {
        let bob = person("bob");
        let ada = attestor("ada", &[Development]);
        assert_ok!(name(ada, &[Sustainability]));
        assert_noop!(attest("ada", bob, Development, Score(1)), Error::CategoryNotAllowed);
        assert_ok!(attest("ada", bob, Sustainability, Score(1)));
        assert_ok!(name(ada, &[]));
        assert_noop!(attest("ada", bob, Sustainability, Score(1)), Error::NotAuthorized);
        assert_noop!(name(ada, &[]), Error::NotFound);
        assert_eq!(Reputation::attestors(), []);
        // What was given stays.
        assert_eq!(score(&bob, Sustainability), Score(1));
        let told = Event::AttestorSet { attestor: ada, categories: Categories::NONE };
        assert_eq!(events().last(), Some(&told));
    });
}

#[test]
fn an_attestor_whose_did_has_ended_gives_nothing() {
    scenario(|| {
        let bob = person("bob");
        let ada = attestor("ada", &[Development]);
        end("ada");
        assert_noop!(attest("ada", bob, Development, Score(1)), Error::NotAuthorized);
        assert_noop!(name(ada, &[Development]), Error::NotFound);
        assert_ok!(name(ada, &[]));
    });
}

#[test]
fn the_federation_alone_names_attestors() {
    scenario(|| {
        let ada = person("ada");
        let categories: Categories = [Development].into_iter().collect();
        let call = Call::set_attestor { attestor: ada, categories };
        let result = send(RuntimeOrigin::signed(account("ada")), call);
        assert_noop!(result, DispatchError::BadOrigin);
        assert_noop!(name(did("nobody"), &[Development]), Error::NotFound);
        let call = Call::set_attestor { attestor: ada, categories: Categories(1 << 13) };
        assert_noop!(send(federation(), call), Error::InvalidCategories);
    });
}

#[test]
fn there_are_only_so_many_attestors() {
    scenario(|| {
        for number in 0..MAX_ATTESTORS {
            attestor(&format!("attestor {number}"), &[Development]);
        }
        let late = person("late");
        assert_noop!(name(late, &[Development]), Error::AttestorsExceeded);
        // One that is there can be named for something else, or make room.
        let first = did("attestor 0");
        assert_ok!(name(first, &[Voting]));
        assert_ok!(name(first, &[]));
        assert_ok!(name(late, &[Development]));
        assert_eq!(Reputation::attestors().len() as u32, MAX_ATTESTORS);
        assert_eq!(Attestors::<Test>::count(), MAX_ATTESTORS);
    });
}

#[test]
fn attestors_who_come_and_go_in_a_day_leave_room_for_acts() {
    scenario(|| {
        let bob = person("bob");
        for number in 0..MAX_ATTESTORS {
            let who = format!("attestor {number}");
            let did = attestor(&who, &[Development]);
            assert_ok!(attest(&who, bob, Development, Score(1)));
            assert_ok!(name(did, &[]));
        }
        attestor("late", &[Development]);
        assert_noop!(attest("late", bob, Development, Score(1)), Error::SourcesExceeded);
        for act in Act::ALL {
            let own = Category::ALL.into_iter().find(|category| act.gives_in(*category));
            assert_ok!(award(act, &bob, own.expect("each act has one"), Score(1)));
        }
        pass(DAY);
        assert_ok!(attest("late", bob, Development, Score(1)));
    });
}
