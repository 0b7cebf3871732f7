//! Where members stand, and how they go.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{
    membership::{MemberStatus, Role, Roles},
    CooperativeId,
};

fn suspend(cooperative: CooperativeId, who: &Keys) -> Call {
    Call::suspend_member { cooperative, did: who.did() }
}

fn restore(cooperative: CooperativeId, who: &Keys) -> Call {
    Call::restore_member { cooperative, did: who.did() }
}

fn expel(cooperative: CooperativeId, who: &Keys) -> Call {
    Call::expel_member { cooperative, did: who.did() }
}

#[test]
fn a_suspended_member_keeps_membership_and_roles_but_has_no_effect() {
    scenario(|| {
        let (ada, bob) = (Keys::of("ada"), Keys::of("bob"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        make_steward(HARVEST, &bob);
        assert_eq!(cooperative(HARVEST).stewards, 2);

        assert_ok!(send(ada.origin(), suspend(HARVEST, &bob)));
        assert_eq!((cooperative(HARVEST).members, cooperative(HARVEST).stewards), (2, 1));
        assert!(membership(HARVEST, &bob).roles.has(Role::Steward));
        assert!(!Cooperatives::is_steward(HARVEST, &bob.did()));
        assert!(!Cooperatives::is_active_member(HARVEST, &bob.did()));
        assert_eq!(Cooperatives::home(&bob.did()), Some(HARVEST));
        assert!(Issued::contains_key((HARVEST, bob.did(), 0)));
        assert_noop!(send(ada.origin(), suspend(HARVEST, &bob)), Error::InvalidTransition);
        let set = Call::set_skills { cooperative: HARVEST, skills: skills(&["baking"]) };
        assert_noop!(send(bob.origin(), set), Error::NotActive);

        assert_ok!(send(ada.origin(), restore(HARVEST, &bob)));
        assert!(Cooperatives::is_steward(HARVEST, &bob.did()));
        assert_eq!(cooperative(HARVEST).stewards, 2);
        assert_noop!(send(ada.origin(), restore(HARVEST, &bob)), Error::InvalidTransition);
    });
}

#[test]
fn the_last_steward_cannot_leave_or_be_removed() {
    scenario(|| {
        let (ada, bob) = (Keys::of("ada"), Keys::of("bob"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        let relieve = || Call::revoke_role {
            cooperative: HARVEST,
            did: Keys::of("ada").did(),
            role: Role::Steward,
        };
        let leave = || Call::leave { cooperative: HARVEST };
        for call in [leave(), suspend(HARVEST, &ada), expel(HARVEST, &ada), relieve()] {
            assert_noop!(send(ada.origin(), call), Error::LastSteward);
        }

        // A suspended steward doesn't count as the one who stays.
        make_steward(HARVEST, &bob);
        assert_ok!(send(ada.origin(), suspend(HARVEST, &bob)));
        assert_noop!(send(ada.origin(), leave()), Error::LastSteward);
        assert_ok!(send(ada.origin(), restore(HARVEST, &bob)));
        assert_ok!(send(ada.origin(), leave()));
        assert_eq!(cooperative(HARVEST).stewards, 1);
    });
}

#[test]
fn a_member_leaves_and_the_next_membership_becomes_the_home() {
    scenario(|| {
        let (ada, max, bob) = (Keys::of("ada"), Keys::of("max"), Keys::of("bob"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        assert_ok!(enroll(&max, MILL, &bob));
        assert_ok!(send(bob.origin(), Call::leave { cooperative: HARVEST }));

        let ended = membership(HARVEST, &bob);
        assert_eq!((ended.status, ended.roles), (MemberStatus::Left, Roles::default()));
        assert!(!Issued::contains_key((HARVEST, bob.did(), 0)));
        assert_eq!(Cooperatives::home(&bob.did()), Some(MILL));
        System::assert_last_event(Event::HomeChanged { did: bob.did(), home: Some(MILL) }.into());

        assert_ok!(send(bob.origin(), Call::leave { cooperative: MILL }));
        System::assert_last_event(Event::HomeChanged { did: bob.did(), home: None }.into());
        assert!(Cooperatives::memberships(&bob.did()).is_empty());
        assert_noop!(send(bob.origin(), Call::leave { cooperative: MILL }), Error::NotFound);
    });
}

#[test]
fn leaving_a_further_cooperative_leaves_the_home_alone() {
    scenario(|| {
        let (ada, max, bob) = (Keys::of("ada"), Keys::of("max"), Keys::of("bob"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        assert_ok!(enroll(&max, MILL, &bob));
        assert_ok!(send(bob.origin(), Call::leave { cooperative: MILL }));
        System::assert_last_event(Event::MemberLeft { cooperative: MILL, did: bob.did() }.into());
        assert_eq!(Cooperatives::home(&bob.did()), Some(HARVEST));
    });
}

#[test]
fn a_suspended_member_may_leave_and_may_be_expelled() {
    scenario(|| {
        let (ada, bob, eve) = (Keys::of("ada"), Keys::of("bob"), Keys::of("eve"));
        for who in [&bob, &eve] {
            assert_ok!(enroll(&ada, HARVEST, who));
            assert_ok!(send(ada.origin(), suspend(HARVEST, who)));
        }
        assert_ok!(send(bob.origin(), Call::leave { cooperative: HARVEST }));
        assert_ok!(send(ada.origin(), expel(HARVEST, &eve)));
        System::assert_has_event(
            Event::MemberExpelled { cooperative: HARVEST, did: eve.did() }.into(),
        );
        assert_eq!(membership(HARVEST, &eve).status, MemberStatus::Expelled);
        assert_eq!(cooperative(HARVEST).members, 1);
        assert_noop!(send(ada.origin(), restore(HARVEST, &eve)), Error::NotFound);
        assert_noop!(send(ada.origin(), expel(HARVEST, &eve)), Error::NotFound);
    });
}

#[test]
fn stewards_have_no_say_in_another_cooperative() {
    scenario(|| {
        let (ada, max, bob) = (Keys::of("ada"), Keys::of("max"), Keys::of("bob"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        for call in [suspend(HARVEST, &bob), restore(HARVEST, &bob), expel(HARVEST, &bob)] {
            assert_noop!(send(max.origin(), call.clone()), Error::NotAuthorized);
            assert_noop!(send(bob.origin(), call), Error::NotAuthorized);
        }
        assert_noop!(send(ada.origin(), expel(HARVEST, &max)), Error::NotFound);
        let stranger = Keys::of("nobody");
        assert_noop!(
            send(stranger.origin(), Call::leave { cooperative: HARVEST }),
            Error::NotAuthorized
        );
    });
}

#[test]
fn stewards_of_a_suspended_cooperative_have_no_say_but_its_members_may_leave() {
    scenario(|| {
        let (ada, bob) = (Keys::of("ada"), Keys::of("bob"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        assert_ok!(send(federation(), Call::suspend { id: HARVEST }));
        for call in [suspend(HARVEST, &bob), expel(HARVEST, &bob)] {
            assert_noop!(send(ada.origin(), call), Error::NotActive);
        }
        assert_ok!(send(bob.origin(), Call::leave { cooperative: HARVEST }));
        assert_noop!(send(ada.origin(), Call::leave { cooperative: HARVEST }), Error::LastSteward);
    });
}

#[test]
fn a_member_says_what_they_can_do() {
    scenario(|| {
        let (ada, bob, max) = (Keys::of("ada"), Keys::of("bob"), Keys::of("max"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        let set = |tags: &[&str]| Call::set_skills { cooperative: HARVEST, skills: skills(tags) };
        assert_ok!(send(bob.origin(), set(&["baking", "welding-2"])));
        assert_eq!(membership(HARVEST, &bob).skills, skills(&["baking", "welding-2"]));
        assert_noop!(send(bob.origin(), set(&["a", "a"])), Error::InvalidSkills);
        assert_noop!(send(max.origin(), set(&["baking"])), Error::NotFound);
        assert_ok!(send(bob.origin(), set(&[])));
        assert!(membership(HARVEST, &bob).skills.is_empty());
    });
}

#[test]
fn a_membership_outlives_the_key_with_which_it_began() {
    scenario(|| {
        let (ada, bob, new) = (Keys::of("ada"), Keys::of("bob"), Keys::of("bob's new key"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        assert_ok!(Dids::rotate_key(
            bob.origin(),
            bob.did(),
            1,
            bob.key().into(),
            new.key().into(),
            Some(new.may_act_for(bob.did(), 1)),
        ));
        let leave = || Call::leave { cooperative: HARVEST };
        assert_noop!(send(bob.origin(), leave()), Error::NotAuthorized);
        assert_ok!(send(new.origin(), leave()));
    });
}
