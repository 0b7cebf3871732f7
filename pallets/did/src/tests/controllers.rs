//! Controllers above controllers.

use crate::{
    frame,
    mock::{Identity, *},
    Error,
};
use frame::testing_prelude::*;

/// Makes `below` controlled by `above`.
fn put_under(below: &Keys, above: &Keys) -> DispatchResult {
    let version = version(&below.did());
    Identity::set_controller(below.origin(), below.did(), version, Some(above.did()))
}

#[test]
fn a_controller_may_change_a_document_and_whoever_stands_above_it_may_not() {
    scenario(|| {
        let people = ["team", "group", "cooperative"].map(person);
        let [team, group, cooperative] = &people;
        assert_ok!(put_under(team, group));
        assert_ok!(put_under(group, cooperative));
        assert_eq!(Identity::ensure_actor(&team.account(), &team.did()), Ok(team.did()));
        assert_eq!(Identity::ensure_actor(&group.account(), &team.did()), Ok(group.did()));
        assert_noop!(
            Identity::ensure_actor(&cooperative.account(), &team.did()),
            Error::<Test>::NotAuthorized
        );
    });
}

#[test]
fn controllers_do_not_go_in_circles() {
    scenario(|| {
        let people = ["a", "b", "c", "d"].map(person);
        let [a, b, c, d] = &people;
        assert_noop!(put_under(a, a), Error::<Test>::InvalidController);
        assert_ok!(put_under(a, b));
        assert_noop!(put_under(b, a), Error::<Test>::InvalidController);
        assert_ok!(put_under(b, c));
        assert_ok!(put_under(c, d));
        for below in [a, b, c] {
            assert_noop!(put_under(d, below), Error::<Test>::InvalidController);
        }
    });
}

#[test]
fn controllers_stand_four_above_each_other_at_most() {
    scenario(|| {
        let people = ["a", "b", "c", "d", "e", "f"].map(person);
        for pair in people[1..].windows(2) {
            assert_ok!(put_under(&pair[0], &pair[1]));
        }
        // Above the first there would be five.
        assert_noop!(put_under(&people[0], &people[1]), Error::<Test>::ControllerDepthExceeded);
        assert_ok!(put_under(&people[0], &people[2]));
        // However long a chain has grown from below, it never closes.
        assert_noop!(put_under(&people[5], &people[1]), Error::<Test>::ControllerDepthExceeded);
        assert_noop!(put_under(&people[5], &people[2]), Error::<Test>::InvalidController);
    });
}

#[test]
fn a_controller_exists_and_has_not_ended() {
    scenario(|| {
        let (ada, bob) = (person("ada"), person("bob"));
        assert_noop!(put_under(&ada, &Keys::sr("nobody")), Error::<Test>::NotFound);
        assert_ok!(Identity::deactivate(bob.origin(), bob.did(), 1));
        assert_noop!(put_under(&ada, &bob), Error::<Test>::Deactivated);
        let nobody = Some(Keys::sr("nobody").did());
        assert_noop!(Identity::do_create(Keys::sr("new").key(), nobody), Error::<Test>::NotFound);
    });
}

#[test]
fn a_controller_that_has_ended_changes_nothing() {
    scenario(|| {
        let (ada, bob) = (person("ada"), person("bob"));
        assert_ok!(put_under(&ada, &bob));
        assert_ok!(Identity::deactivate(bob.origin(), bob.did(), 1));
        assert_noop!(
            Identity::deactivate(bob.origin(), ada.did(), 2),
            Error::<Test>::NotAuthorized
        );
        assert_ok!(Identity::set_controller(ada.origin(), ada.did(), 2, None));
    });
}
