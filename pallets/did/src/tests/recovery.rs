//! The way back to somebody whose keys are lost.

use crate::{
    frame,
    mock::{Identity, *},
    Error, Event, Guardians, Recoveries, Route, MAX_RECOVERIES,
};
use alloc::collections::BTreeSet;
use frame::testing_prelude::*;
use icn_primitives::{
    document::{Relationships, VerificationMethod},
    Did, Moment, PublicKey,
};

/// Ada, and people who may help her.
struct Village {
    ada: Keys,
    helpers: Vec<Keys>,
}

impl Village {
    /// Ada names `guardians` people as her guardians, `threshold` of whom suffice.
    fn with_guardians(guardians: usize, threshold: u8) -> Self {
        let village = Self::of(guardians);
        let named = village.dids();
        assert_ok!(Identity::set_guardians(
            village.ada.origin(),
            village.ada.did(),
            named.try_into().expect("few"),
            threshold
        ));
        village
    }

    /// Ada's home has `stewards` stewards, `threshold` of whom suffice.
    fn with_stewards(stewards: usize, threshold: u8) -> Self {
        let village = Self::of(stewards);
        village.set_stewards(threshold, &village.helpers);
        village
    }

    fn of(helpers: usize) -> Self {
        let helpers = (0..helpers).map(|number| person(&format!("helper{number}"))).collect();
        Self { ada: person("ada"), helpers }
    }

    fn dids(&self) -> Vec<Did> {
        self.helpers.iter().map(Keys::did).collect()
    }

    fn set_stewards(&self, threshold: u8, stewards: &[Keys]) {
        let stewards: BTreeSet<Did> = stewards.iter().map(Keys::did).collect();
        HomeStewards::mutate(|homes| {
            homes.insert(self.ada.did(), (threshold, stewards));
        });
    }

    fn start(&self, by: &Keys, new: &Keys) -> DispatchResult {
        let proof = new.shall_recover(self.ada.did(), version(&self.ada.did()));
        Identity::start_recovery(by.origin(), self.ada.did(), new.key(), proof)
    }

    fn approve(&self, by: &Keys, new: &Keys) -> DispatchResult {
        Identity::approve_recovery(by.origin(), self.ada.did(), new.key())
    }

    fn finish(&self, new: &Keys) -> DispatchResult {
        let anybody = Keys::sr("anybody");
        Identity::finish_recovery(anybody.origin(), self.ada.did(), new.key())
    }

    /// When the recovery for `new` can be finished.
    fn ready_at(&self, new: &Keys) -> Option<Moment> {
        let recoveries = Recoveries::<Test>::get(self.ada.did());
        let recovery = recoveries.iter().find(|recovery| recovery.key == new.key());
        recovery.expect("it runs").ready_at
    }
}

#[test]
fn guardians_bring_a_person_back() {
    scenario(|| {
        let village = Village::with_guardians(3, 2);
        let (ada, new) = (&village.ada, Keys::ed("new"));
        assert_ok!(Identity::add_method(
            ada.origin(),
            ada.did(),
            1,
            PublicKey::X25519([7; 32]),
            Relationships::KEY_AGREEMENT,
            None
        ));
        assert_ok!(village.start(&village.helpers[0], &new));
        assert_eq!(village.ready_at(&new), None);
        System::assert_last_event(
            Event::RecoveryStarted {
                did: ada.did(),
                key: new.key(),
                by: village.helpers[0].did(),
                route: Route::Guardians,
                ready_at: None,
            }
            .into(),
        );
        assert_ok!(village.approve(&village.helpers[2], &new));
        assert_eq!(village.ready_at(&new), Some(START + GUARDIAN_DELAY));

        assert_noop!(village.finish(&new), Error::<Test>::TooEarly);
        pass(GUARDIAN_DELAY - 1);
        assert_noop!(village.finish(&new), Error::<Test>::TooEarly);
        pass(1);
        assert_ok!(village.finish(&new));

        let document = Identity::document(&ada.did()).expect("it was made");
        assert_eq!(
            document.methods,
            vec![VerificationMethod { key: new.public(), relationships: Relationships::SIGNING }]
        );
        assert_eq!(document.version, 3);
        assert_eq!(Identity::did_of(&new.account()), Some(ada.did()));
        assert_eq!(Identity::did_of(&ada.account()), None);
        assert!(Recoveries::<Test>::get(ada.did()).is_empty());
        System::assert_last_event(
            Event::RecoveryFinished { did: ada.did(), version: 3, key: new.key() }.into(),
        );
    });
}

#[test]
fn home_stewards_bring_a_person_back_who_named_no_guardians() {
    scenario(|| {
        let village = Village::with_stewards(3, 2);
        let new = Keys::sr("new");
        assert_ok!(village.start(&village.helpers[1], &new));
        assert_eq!(Recoveries::<Test>::get(village.ada.did())[0].route, Route::Stewards);
        assert_ok!(village.approve(&village.helpers[0], &new));
        assert_eq!(village.ready_at(&new), Some(START + STEWARD_DELAY));
        pass(STEWARD_DELAY);
        assert_ok!(village.finish(&new));
        assert_eq!(Identity::did_of(&new.account()), Some(village.ada.did()));
    });
}

#[test]
fn a_guardian_who_is_a_steward_too_helps_as_a_guardian() {
    scenario(|| {
        let village = Village::with_guardians(1, 1);
        village.set_stewards(1, &village.helpers);
        let new = Keys::sr("new");
        assert_ok!(village.start(&village.helpers[0], &new));
        assert_eq!(village.ready_at(&new), Some(START + GUARDIAN_DELAY));
    });
}

#[test]
fn guardians_do_not_decide_with_stewards_nor_stewards_with_guardians() {
    scenario(|| {
        let village = Village::with_guardians(2, 2);
        let steward = person("steward");
        village.set_stewards(2, std::slice::from_ref(&steward));
        let (new, other) = (Keys::sr("new"), Keys::sr("other"));
        assert_ok!(village.start(&village.helpers[0], &new));
        assert_noop!(village.approve(&steward, &new), Error::<Test>::NotAuthorized);
        assert_ok!(village.start(&steward, &other));
        assert_noop!(village.approve(&village.helpers[1], &other), Error::<Test>::NotAuthorized);
    });
}

#[test]
fn whoever_is_neither_guardian_nor_steward_recovers_nobody() {
    scenario(|| {
        let village = Village::with_guardians(2, 2);
        let (new, bob) = (Keys::sr("new"), person("bob"));
        for by in [&bob, &village.ada, &Keys::sr("stranger")] {
            assert_noop!(village.start(by, &new), Error::<Test>::NotAuthorized);
        }
        assert_ok!(village.start(&village.helpers[0], &new));
        for by in [&bob, &village.ada, &Keys::sr("stranger")] {
            assert_noop!(village.approve(by, &new), Error::<Test>::NotAuthorized);
        }
    });
}

#[test]
fn a_steward_does_not_recover_themselves() {
    scenario(|| {
        let village = Village::with_stewards(1, 1);
        village.set_stewards(1, std::slice::from_ref(&village.ada));
        assert_noop!(village.start(&village.ada, &Keys::sr("new")), Error::<Test>::NotAuthorized);
    });
}

#[test]
fn the_new_key_must_ask_for_it_and_be_free() {
    scenario(|| {
        let village = Village::with_guardians(2, 2);
        let (ada, helper, new) = (&village.ada, &village.helpers[0], Keys::sr("new"));
        let start = |key: &Keys, proof| {
            Identity::start_recovery(helper.origin(), ada.did(), key.key(), proof)
        };
        assert_noop!(start(&new, new.may_act_for(ada.did(), 1)), Error::<Test>::InvalidProof);
        assert_noop!(start(&new, new.shall_recover(ada.did(), 2)), Error::<Test>::InvalidProof);
        assert_noop!(start(&new, helper.shall_recover(ada.did(), 1)), Error::<Test>::InvalidProof);
        assert_noop!(
            start(helper, helper.shall_recover(ada.did(), 1)),
            Error::<Test>::AlreadyExists
        );
        let nobody = Keys::sr("nobody").did();
        assert_noop!(
            Identity::start_recovery(
                helper.origin(),
                nobody,
                new.key(),
                new.shall_recover(nobody, 1)
            ),
            Error::<Test>::NotFound
        );
    });
}

#[test]
fn whoever_still_has_a_key_cancels_and_what_was_signed_is_spent() {
    scenario(|| {
        let village = Village::with_guardians(2, 1);
        let (ada, new) = (&village.ada, Keys::sr("new"));
        let proof = new.shall_recover(ada.did(), 1);
        let start = || {
            let by = village.helpers[0].origin();
            Identity::start_recovery(by, ada.did(), new.key(), proof.clone())
        };
        assert_noop!(Identity::cancel_recovery(ada.origin(), ada.did()), Error::<Test>::NotFound);
        assert_ok!(start());
        pass(GUARDIAN_DELAY - 1);
        assert_noop!(
            Identity::cancel_recovery(village.helpers[0].origin(), ada.did()),
            Error::<Test>::NotAuthorized
        );
        assert_ok!(Identity::cancel_recovery(ada.origin(), ada.did()));
        System::assert_last_event(Event::RecoveryCancelled { did: ada.did(), version: 2 }.into());
        pass(1);
        assert_noop!(village.finish(&new), Error::<Test>::NotFound);
        assert!(start().is_err());
    });
}

#[test]
fn a_controller_cancels_too() {
    scenario(|| {
        let village = Village::with_guardians(2, 1);
        let (ada, bob) = (&village.ada, person("bob"));
        assert_ok!(Identity::set_controller(ada.origin(), ada.did(), 1, Some(bob.did())));
        assert_ok!(village.start(&village.helpers[0], &Keys::sr("new")));
        assert_ok!(Identity::cancel_recovery(bob.origin(), ada.did()));
    });
}

#[test]
fn a_false_recovery_holds_up_no_true_one() {
    scenario(|| {
        let village = Village::with_guardians(3, 2);
        let [mallory, bob, carol] = &village.helpers[..] else { panic!("three guardians") };
        let (wrong, right) = (Keys::sr("wrong"), Keys::sr("right"));
        assert_ok!(village.start(mallory, &wrong));
        assert_ok!(village.start(bob, &right));
        assert_ok!(village.approve(carol, &right));
        assert_noop!(village.finish(&wrong), Error::<Test>::ApprovalsMissing);
        pass(GUARDIAN_DELAY);
        assert_ok!(village.finish(&right));
        assert!(Recoveries::<Test>::get(village.ada.did()).is_empty());
        assert_noop!(village.finish(&wrong), Error::<Test>::NotFound);
    });
}

#[test]
fn a_person_stands_behind_one_recovery_and_may_turn_to_another() {
    scenario(|| {
        let village = Village::with_guardians(3, 2);
        let [bob, carol, dave] = &village.helpers[..] else { panic!("three guardians") };
        let (one, two) = (Keys::sr("one"), Keys::sr("two"));
        assert_ok!(village.start(bob, &one));
        assert_noop!(village.start(bob, &one), Error::<Test>::AlreadyExists);
        assert_noop!(village.approve(bob, &one), Error::<Test>::AlreadyApproved);
        assert_ok!(village.start(carol, &two));
        // Bob turns; nobody stands behind the first any more.
        assert_ok!(village.approve(bob, &two));
        assert_eq!(Recoveries::<Test>::get(village.ada.did()).len(), 1);
        assert_noop!(village.approve(dave, &one), Error::<Test>::NotFound);
        // The second is decided, and whoever decided it can't turn again.
        assert_noop!(village.start(bob, &one), Error::<Test>::AlreadyApproved);
        assert_ok!(village.start(dave, &one));
        assert_noop!(village.approve(carol, &one), Error::<Test>::AlreadyApproved);
    });
}

#[test]
fn further_approvals_do_not_begin_the_delay_anew() {
    scenario(|| {
        let village = Village::with_guardians(3, 2);
        let new = Keys::sr("new");
        for (hour, helper) in village.helpers.iter().enumerate() {
            pass(icn_primitives::HOUR);
            if hour == 0 {
                assert_ok!(village.start(helper, &new));
            } else {
                assert_ok!(village.approve(helper, &new));
            }
        }
        let decided = START + 2 * icn_primitives::HOUR;
        assert_eq!(village.ready_at(&new), Some(decided + GUARDIAN_DELAY));
    });
}

#[test]
fn new_guardians_end_what_the_old_ones_began() {
    scenario(|| {
        let village = Village::with_guardians(2, 1);
        let (ada, steward) = (&village.ada, person("steward"));
        village.set_stewards(1, std::slice::from_ref(&steward));
        assert_ok!(village.start(&village.helpers[0], &Keys::sr("new")));
        assert_ok!(village.start(&steward, &Keys::sr("other")));
        let guardians = vec![village.helpers[1].did()].try_into().expect("few");
        assert_ok!(Identity::set_guardians(ada.origin(), ada.did(), guardians, 1));
        let left = Recoveries::<Test>::get(ada.did());
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].route, Route::Stewards);
        assert_noop!(
            village.start(&village.helpers[0], &Keys::sr("new")),
            Error::<Test>::NotAuthorized
        );
    });
}

#[test]
fn an_approval_counts_as_long_as_its_steward_is_one() {
    scenario(|| {
        let village = Village::with_stewards(3, 2);
        let [bob, carol, dave] = &village.helpers[..] else { panic!("three stewards") };
        let new = Keys::sr("new");
        assert_ok!(village.start(bob, &new));
        assert_ok!(village.approve(carol, &new));
        pass(STEWARD_DELAY);
        // Carol loses the role: what she approved isn't decided any more.
        village.set_stewards(2, &[bob.clone(), dave.clone()]);
        assert_noop!(village.finish(&new), Error::<Test>::ApprovalsMissing);
        // Dave takes her place, and Ada has the whole delay again.
        assert_ok!(village.approve(dave, &new));
        assert_eq!(village.ready_at(&new), Some(START + 2 * STEWARD_DELAY));
        assert_noop!(village.finish(&new), Error::<Test>::TooEarly);
        pass(STEWARD_DELAY);
        assert_ok!(village.finish(&new));
    });
}

#[test]
fn a_home_that_is_left_recovers_nobody() {
    scenario(|| {
        let village = Village::with_stewards(2, 1);
        let new = Keys::sr("new");
        assert_ok!(village.start(&village.helpers[0], &new));
        HomeStewards::take();
        pass(STEWARD_DELAY);
        assert_noop!(village.finish(&new), Error::<Test>::ApprovalsMissing);
        assert_noop!(village.approve(&village.helpers[1], &new), Error::<Test>::NotAuthorized);
    });
}

#[test]
fn a_guardian_that_has_ended_counts_no_more() {
    scenario(|| {
        let village = Village::with_guardians(2, 2);
        let new = Keys::sr("new");
        assert_ok!(village.start(&village.helpers[0], &new));
        assert_ok!(village.approve(&village.helpers[1], &new));
        let gone = &village.helpers[1];
        assert_ok!(Identity::deactivate(gone.origin(), gone.did(), 1));
        pass(GUARDIAN_DELAY);
        assert_noop!(village.finish(&new), Error::<Test>::ApprovalsMissing);
    });
}

#[test]
fn a_new_key_that_acts_for_somebody_else_meanwhile_recovers_nobody() {
    scenario(|| {
        let village = Village::with_guardians(2, 1);
        let (ada, new) = (&village.ada, Keys::sr("new"));
        assert_ok!(village.start(&village.helpers[0], &new));
        assert_ok!(Identity::do_create(new.key(), None));
        pass(GUARDIAN_DELAY);
        assert_noop!(village.finish(&new), Error::<Test>::AlreadyExists);
        assert_eq!(Identity::did_of(&ada.account()), Some(ada.did()));
    });
}

#[test]
fn a_new_key_that_its_owner_added_meanwhile_is_the_only_one_at_the_end() {
    scenario(|| {
        let village = Village::with_guardians(2, 1);
        let (ada, new) = (&village.ada, Keys::sr("new"));
        assert_ok!(village.start(&village.helpers[0], &new));
        let proof = Some(new.may_act_for(ada.did(), 1));
        let act = Relationships::AUTHENTICATION;
        assert_ok!(Identity::add_method(ada.origin(), ada.did(), 1, new.public(), act, proof));
        pass(GUARDIAN_DELAY);
        assert_ok!(village.finish(&new));
        assert_eq!(Identity::did_of(&ada.account()), None);
        assert_eq!(Identity::did_of(&new.account()), Some(ada.did()));
    });
}

#[test]
fn a_did_without_keys_of_its_own_comes_back_through_its_guardians() {
    scenario(|| {
        let village = Village::with_guardians(1, 1);
        let (ada, bob, new) = (&village.ada, person("bob"), Keys::sr("new"));
        assert_ok!(Identity::set_controller(ada.origin(), ada.did(), 1, Some(bob.did())));
        assert_ok!(Identity::remove_method(bob.origin(), ada.did(), 2, ada.public()));
        assert_ok!(Identity::deactivate(bob.origin(), bob.did(), 1));
        assert_ok!(village.start(&village.helpers[0], &new));
        pass(GUARDIAN_DELAY);
        assert_ok!(village.finish(&new));
        assert_eq!(Identity::did_of(&new.account()), Some(ada.did()));
    });
}

#[test]
fn guardians_are_distinct_active_others_and_enough_for_the_threshold() {
    scenario(|| {
        let village = Village::of(3);
        let (ada, dids) = (&village.ada, village.dids());
        let set = |guardians: &[Did], threshold| {
            let guardians = guardians.to_vec().try_into().expect("few");
            Identity::set_guardians(ada.origin(), ada.did(), guardians, threshold)
        };
        let gone = person("gone");
        assert_ok!(Identity::deactivate(gone.origin(), gone.did(), 1));
        for (guardians, threshold) in [
            (vec![], 1),
            (dids.clone(), 0),
            (dids.clone(), 4),
            (vec![dids[0], dids[0]], 1),
            (vec![ada.did(), dids[0]], 1),
            (vec![gone.did(), dids[0]], 1),
            (vec![Keys::sr("nobody").did()], 1),
        ] {
            assert_noop!(set(&guardians, threshold), Error::<Test>::InvalidGuardians);
        }
        assert_ok!(set(&dids, 3));
        assert_eq!(version(&ada.did()), 1);
        assert_ok!(set(&[], 0));
        assert!(!Guardians::<Test>::contains_key(ada.did()));
    });
}

#[test]
fn recoveries_and_guardians_end_with_the_did() {
    scenario(|| {
        let village = Village::with_guardians(2, 2);
        let (ada, new) = (&village.ada, Keys::sr("new"));
        assert_ok!(village.start(&village.helpers[0], &new));
        assert_ok!(Identity::deactivate(ada.origin(), ada.did(), 1));
        assert!(Recoveries::<Test>::get(ada.did()).is_empty());
        assert!(!Guardians::<Test>::contains_key(ada.did()));
        assert_noop!(village.start(&village.helpers[1], &new), Error::<Test>::Deactivated);
    });
}

#[test]
fn recoveries_and_approvals_are_bounded() {
    scenario(|| {
        let village = Village::with_stewards(MAX_RECOVERIES as usize + 1, 20);
        let (last, others) = village.helpers.split_last().expect("many");
        for (number, helper) in others.iter().enumerate() {
            assert_ok!(village.start(helper, &Keys::sr(&format!("new{number}"))));
        }
        assert_noop!(village.start(last, &Keys::sr("more")), Error::<Test>::RecoveriesExceeded);
        let first = Keys::sr("new0");
        for helper in &others[1..] {
            assert_ok!(village.approve(helper, &first));
        }
        assert_eq!(Recoveries::<Test>::get(village.ada.did()).len(), 1);
        assert_noop!(village.approve(last, &first), Error::<Test>::ApprovalsExceeded);
    });
}
