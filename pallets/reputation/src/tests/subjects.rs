//! Who is a subject.

use crate::{frame, mock::*, Days, Reputations};
use frame::testing_prelude::*;
use icn_primitives::{
    reputation::{Act, Category, Score},
    DAY,
};

use Category::*;

#[test]
fn a_new_did_is_a_subject_without_points() {
    scenario(|| {
        let ada = person("ada");
        Reputation::subject_changed(&ada);
        let view = Reputation::reputation(&ada).expect("a subject");
        assert!(view.scores.iter().all(|(_, score)| *score == Score::ZERO));
        assert_eq!((view.total, Reputation::statistics().subjects), (Score::ZERO, 1));
        // Being told again changes nothing.
        let before = root();
        Reputation::subject_changed(&ada);
        assert_eq!(root(), before);
        assert_eq!(events(), [Event::SubjectRegistered { subject: ada }]);
    });
}

#[test]
fn a_changed_document_leaves_the_points_as_they_are() {
    scenario(|| {
        let ada = person("ada");
        assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(1)));
        Reputation::subject_changed(&ada);
        assert_eq!(score(&ada, Voting), Score::points(1));
    });
}

#[test]
fn a_did_that_has_ended_leaves_nothing() {
    scenario(|| {
        let (ada, bob) = (person("ada"), person("bob"));
        assert_ok!(award(Act::VoteCast, &bob, Voting, Score::points(1)));
        let before = root();
        for _ in 0..100 {
            assert_ok!(award(Act::VoteCast, &ada, Voting, Score::points(1)));
            pass(DAY);
        }
        end("ada");
        Reputation::subject_changed(&ada);
        assert_eq!(Reputations::<Test>::count(), 1);
        assert_eq!(Days::<Test>::iter_prefix(ada).count(), 0);
        assert_eq!(events().last(), Some(&Event::SubjectRemoved { subject: ada }));
        // But for time and events.
        System::reset_events();
        assert_ne!(root(), before);
        assert_eq!(Reputation::ranking(None, None, 10).entries.len(), 1);
        // Nobody hears of it twice.
        Reputation::subject_changed(&ada);
        assert_eq!(events(), []);
    });
}
