//! Whose stewards help when keys are lost, and how many of them it takes.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{membership::Rules, Did, Moment};
use pallet_did::RecoveryStewards;

fn threshold(subject: Did) -> Option<(u8, Moment)> {
    <Cooperatives as RecoveryStewards>::threshold_and_delay(&subject)
}

fn helps(subject: Did, by: Did) -> bool {
    <Cooperatives as RecoveryStewards>::is_steward(&subject, &by)
}

/// Puts further stewards into the harvest cooperative, by their names.
fn further_stewards(names: &[&str]) {
    for name in names {
        let steward = Keys::of(name);
        assert_ok!(enroll(&Keys::of("ada"), HARVEST, &steward));
        make_steward(HARVEST, &steward);
    }
}

#[test]
fn a_members_recovery_takes_as_many_stewards_as_the_rules_say_or_as_there_are() {
    scenario(|| {
        let (ada, bob, max) = (Keys::of("ada"), Keys::of("bob"), Keys::of("max"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        assert_eq!(threshold(bob.did()), Some((1, RECOVERY_DELAY)));
        further_stewards(&["uma", "vic"]);
        assert_eq!(threshold(bob.did()), Some((2, RECOVERY_DELAY)));
        assert!(helps(bob.did(), ada.did()));
        assert!(!helps(bob.did(), max.did()));
        assert!(!helps(bob.did(), bob.did()));
    });
}

#[test]
fn a_steward_is_recovered_by_the_others() {
    scenario(|| {
        let ada = Keys::of("ada");
        assert_eq!(threshold(ada.did()), None, "nobody else can");
        further_stewards(&["uma"]);
        assert_eq!(threshold(ada.did()), Some((1, RECOVERY_DELAY)));
        assert!(!helps(ada.did(), ada.did()));
        further_stewards(&["vic", "wim"]);
        assert_eq!(threshold(ada.did()), Some((2, RECOVERY_DELAY)));
    });
}

#[test]
fn only_the_home_helps_and_only_while_it_takes_part() {
    scenario(|| {
        let (ada, max, bob) = (Keys::of("ada"), Keys::of("max"), Keys::of("bob"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        assert_ok!(enroll(&max, MILL, &bob));
        assert!(helps(bob.did(), ada.did()) && !helps(bob.did(), max.did()));

        assert_ok!(send(federation(), Call::suspend { id: HARVEST }));
        assert_eq!(threshold(bob.did()), None);
        assert!(!helps(bob.did(), ada.did()) && !helps(bob.did(), max.did()));

        assert_ok!(send(federation(), Call::expel { id: HARVEST }));
        assert_eq!(threshold(bob.did()), Some((1, RECOVERY_DELAY)));
        assert!(!helps(bob.did(), ada.did()) && helps(bob.did(), max.did()));
    });
}

#[test]
fn a_cooperatives_own_did_is_recovered_by_its_stewards() {
    scenario(|| {
        let (ada, max, harvest) = (Keys::of("ada"), Keys::of("max"), Keys::of("harvest"));
        assert_eq!(threshold(harvest.did()), Some((1, RECOVERY_DELAY)));
        assert!(helps(harvest.did(), ada.did()));
        assert!(!helps(harvest.did(), max.did()));
    });
}

#[test]
fn nobody_helps_a_stranger() {
    scenario(|| {
        let stranger = Keys::of("nobody").did();
        assert_eq!(threshold(stranger), None);
        assert!(!helps(stranger, Keys::of("ada").did()));
    });
}

#[test]
fn bob_gets_his_membership_back_with_a_new_key() {
    scenario(|| {
        let (ada, bob, new) = (Keys::of("ada"), Keys::of("bob"), Keys::of("bob's new key"));
        let rules = Rules { recovery_stewards: 2, recovery_delay: RECOVERY_DELAY };
        assert_ok!(send(federation(), Call::set_rules { cooperative: HARVEST, rules }));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        further_stewards(&["uma"]);

        let proof = new.shall_recover(bob.did(), 1);
        assert_ok!(Dids::start_recovery(ada.origin(), bob.did(), new.key(), proof));
        let second = Keys::of("uma");
        assert_ok!(Dids::approve_recovery(second.origin(), bob.did(), new.key()));
        pass(RECOVERY_DELAY);
        assert_ok!(Dids::finish_recovery(ada.origin(), bob.did(), new.key()));

        assert_noop!(
            send(bob.origin(), Call::leave { cooperative: HARVEST }),
            Error::NotAuthorized
        );
        let set = Call::set_skills { cooperative: HARVEST, skills: skills(&["memory"]) };
        assert_ok!(send(new.origin(), set));
        assert_eq!(membership(HARVEST, &bob).skills, skills(&["memory"]));
    });
}
