//! How persons become members.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{
    document::Relationships,
    membership::{MemberStatus, Membership, Role, Roles, Skills, MAX_MEMBERSHIPS},
    statement::{Signed, Statement},
    CooperativeId, Signature, SigningKey, DAY, HOUR,
};

type DidError = pallet_did::Error<Test>;

fn enrolment(cooperative: CooperativeId, who: &Keys, consent: Signed) -> Call {
    Call::enroll { cooperative, key: who.key(), skills: Skills::default(), consent }
}

#[test]
fn a_person_who_has_nothing_on_the_chain_needs_a_key_and_a_steward() {
    scenario(|| {
        let (ada, bob) = (Keys::of("ada"), Keys::of("bob"));
        assert_ok!(send(
            ada.origin(),
            Call::enroll {
                cooperative: HARVEST,
                key: bob.key(),
                skills: skills(&["baking", "book-keeping"]),
                consent: bob.joins(HARVEST, 0),
            }
        ));

        assert_eq!(
            membership(HARVEST, &bob),
            Membership {
                status: MemberStatus::Active,
                roles: Roles::member(),
                skills: skills(&["baking", "book-keeping"]),
                term: 0,
                joined: START,
                suspension: None,
            }
        );
        assert_eq!(Dids::did_of(&bob.key().account()), Some(bob.did()));
        assert_eq!(System::providers(&bob.key().account()), 1);
        assert_eq!(Cooperatives::home(&bob.did()), Some(HARVEST));
        assert_eq!(cooperative(HARVEST).members, 2);
        assert_eq!(cooperative(HARVEST).stewards, 1);
        assert!(Issued::contains_key((HARVEST, bob.did(), 0)));
        System::assert_last_event(
            Event::MemberEnrolled {
                cooperative: HARVEST,
                did: bob.did(),
                term: 0,
                home: true,
                skills: skills(&["baking", "book-keeping"]),
                joined: START,
            }
            .into(),
        );
    });
}

#[test]
fn nobody_is_enrolled_unasked() {
    scenario(|| {
        let (ada, bob, eve) = (Keys::of("ada"), Keys::of("bob"), Keys::of("eve"));
        let until = |expires_at| {
            let statement = Statement::Join { cooperative: HARVEST, did: bob.did(), term: 0 };
            let text = statement.text(&Dids::genesis_hash(), expires_at);
            let Keys::Sr(pair) = &bob else { unreachable!() };
            let signature: Signature =
                polkadot_sdk::sp_core::Pair::sign(pair, text.as_bytes()).into();
            Signed { signature, expires_at }
        };
        for (consent, error) in [
            (eve.joins(HARVEST, 0), DidError::InvalidProof),
            (bob.joins(MILL, 0), DidError::InvalidProof),
            (bob.joins(HARVEST, 1), DidError::InvalidProof),
            (bob.may_act_for(bob.did(), 0), DidError::InvalidProof),
            (until(START - 1), DidError::ProofExpired),
            (until(START + 30 * DAY + 1), DidError::ProofLifeExceeded),
        ] {
            assert_noop!(send(ada.origin(), enrolment(HARVEST, &bob, consent)), error);
        }
    });
}

#[test]
fn only_an_active_steward_of_this_cooperative_enrols() {
    scenario(|| {
        let (ada, bob, eve) = (Keys::of("ada"), Keys::of("bob"), Keys::of("eve"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        let call = || enrolment(HARVEST, &eve, eve.joins(HARVEST, 0));
        for who in [&bob, &eve, &Keys::of("max"), &Keys::of("harvest")] {
            assert_noop!(send(who.origin(), call()), Error::NotAuthorized);
        }
        assert_noop!(send(federation(), call()), DispatchError::BadOrigin);

        make_steward(HARVEST, &bob);
        let suspend = Call::suspend_member { cooperative: HARVEST, did: bob.did() };
        assert_ok!(send(ada.origin(), suspend));
        assert_noop!(send(bob.origin(), call()), Error::NotAuthorized);
        let restore = Call::restore_member { cooperative: HARVEST, did: bob.did() };
        assert_ok!(send(ada.origin(), restore));
        assert_ok!(send(bob.origin(), call()));
    });
}

#[test]
fn a_cooperative_that_takes_no_part_enrols_nobody() {
    scenario(|| {
        let (zoe, bob) = (Keys::of("zoe"), Keys::of("bob"));
        let id = put_forward("bakery", &["zoe"]);
        assert_noop!(enroll(&zoe, id, &bob), Error::NotActive);
        assert_ok!(send(federation(), Call::admit { id }));
        assert_ok!(send(federation(), Call::suspend { id }));
        assert_noop!(enroll(&zoe, id, &bob), Error::NotActive);
        assert_noop!(enroll(&zoe, CooperativeId(9), &bob), Error::NotFound);
        assert_ok!(send(federation(), Call::restore { id }));
        assert_ok!(enroll(&zoe, id, &bob));
    });
}

#[test]
fn a_further_membership_leaves_the_home_where_it_is() {
    scenario(|| {
        let (ada, max, bob) = (Keys::of("ada"), Keys::of("max"), Keys::of("bob"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        assert_ok!(enroll(&max, MILL, &bob));
        assert_eq!(Cooperatives::home(&bob.did()), Some(HARVEST));
        let ids: Vec<_> =
            Cooperatives::memberships(&bob.did()).into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, [HARVEST, MILL]);
        assert_noop!(enroll(&max, MILL, &bob), Error::AlreadyExists);
    });
}

#[test]
fn any_key_that_may_act_for_a_person_can_consent_for_that_person() {
    scenario(|| {
        let (ada, max, bob, phone) =
            (Keys::of("ada"), Keys::of("max"), Keys::of("bob"), Keys::ed("bob's phone"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        assert_ok!(Dids::add_method(
            bob.origin(),
            bob.did(),
            1,
            phone.key().into(),
            Relationships::SIGNING,
            Some(phone.may_act_for(bob.did(), 1)),
        ));

        // A consent for the person that the phone's own name would be is none for Bob.
        let own_name = phone.joins(MILL, 0);
        assert_noop!(send(max.origin(), enrolment(MILL, &phone, own_name)), DidError::InvalidProof);
        let statement = Statement::Join { cooperative: MILL, did: bob.did(), term: 0 };
        assert_ok!(send(max.origin(), enrolment(MILL, &phone, phone.state(&statement))));
        assert!(Cooperatives::is_active_member(MILL, &bob.did()));
        assert_eq!(Dids::document(&phone.did()), None);
    });
}

#[test]
fn the_same_bytes_as_a_key_of_the_other_kind_are_not_the_persons_key() {
    scenario(|| {
        let (ada, bob) = (Keys::of("ada"), Keys::of("bob"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        let other_kind = SigningKey::Ed25519(*bob.key().bytes());
        let call = Call::enroll {
            cooperative: HARVEST,
            key: other_kind,
            skills: Skills::default(),
            consent: bob.joins(HARVEST, 0),
        };
        assert_noop!(send(ada.origin(), call), Error::InvalidKey);
    });
}

#[test]
fn a_key_that_was_replaced_joins_nothing() {
    scenario(|| {
        let (ada, max, bob, new) =
            (Keys::of("ada"), Keys::of("max"), Keys::of("bob"), Keys::of("bob's new key"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        assert_ok!(Dids::rotate_key(
            bob.origin(),
            bob.did(),
            1,
            bob.key().into(),
            new.key().into(),
            Some(new.may_act_for(bob.did(), 1)),
        ));
        assert_noop!(enroll(&max, MILL, &bob), DidError::AlreadyExists);
    });
}

#[test]
fn an_old_consent_serves_no_second_time() {
    scenario(|| {
        let (ada, bob) = (Keys::of("ada"), Keys::of("bob"));
        let consent = bob.joins(HARVEST, 0);
        assert_ok!(send(ada.origin(), enrolment(HARVEST, &bob, consent.clone())));
        assert_ok!(send(bob.origin(), Call::leave { cooperative: HARVEST }));
        assert_noop!(send(ada.origin(), enrolment(HARVEST, &bob, consent)), DidError::InvalidProof);

        pass(HOUR);
        assert_ok!(enroll(&ada, HARVEST, &bob));
        let again = membership(HARVEST, &bob);
        assert_eq!((again.term, again.joined), (1, START + HOUR));
        assert!(Issued::contains_key((HARVEST, bob.did(), 1)));
        assert!(!Issued::contains_key((HARVEST, bob.did(), 0)));
    });
}

#[test]
fn a_person_who_comes_back_has_none_of_the_old_roles_and_skills() {
    scenario(|| {
        let (ada, bob) = (Keys::of("ada"), Keys::of("bob"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        make_steward(HARVEST, &bob);
        let set = Call::set_skills { cooperative: HARVEST, skills: skills(&["welding"]) };
        assert_ok!(send(bob.origin(), set));
        assert_ok!(send(bob.origin(), Call::leave { cooperative: HARVEST }));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        assert_eq!(membership(HARVEST, &bob).roles, Roles::member());
        assert!(!membership(HARVEST, &bob).roles.has(Role::Steward));
        assert!(membership(HARVEST, &bob).skills.is_empty());
    });
}

#[test]
fn skills_are_tags_and_each_stands_once() {
    scenario(|| {
        let (ada, bob) = (Keys::of("ada"), Keys::of("bob"));
        for bad in [&["Baking"][..], &[""], &["a b"], &["bread", "cake", "bread"]] {
            let call = Call::enroll {
                cooperative: HARVEST,
                key: bob.key(),
                skills: skills(bad),
                consent: bob.joins(HARVEST, 0),
            };
            assert_noop!(send(ada.origin(), call), Error::InvalidSkills);
        }
    });
}

#[test]
fn a_cooperative_is_not_a_member() {
    scenario(|| {
        let (ada, harvest, mill) = (Keys::of("ada"), Keys::of("harvest"), Keys::of("mill"));
        assert_noop!(enroll(&ada, HARVEST, &harvest), Error::InvalidMember);
        assert_noop!(enroll(&ada, HARVEST, &mill), Error::InvalidMember);
    });
}

#[test]
fn nobody_has_more_memberships_than_one_may_have() {
    scenario(|| {
        let (ada, zoe, bob) = (Keys::of("ada"), Keys::of("zoe"), Keys::of("bob"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        let mut last = HARVEST;
        for number in 1..=MAX_MEMBERSHIPS {
            let name = format!("coop-{number}");
            last = join_federation(&name, &[if number % 2 == 0 { "zoe" } else { "yan" }]);
            let steward = if number % 2 == 0 { &zoe } else { &Keys::of("yan") };
            if number < MAX_MEMBERSHIPS {
                assert_ok!(enroll(steward, last, &bob));
            }
        }
        assert_noop!(enroll(&zoe, last, &bob), Error::MembershipsExceeded);
        assert_ok!(send(bob.origin(), Call::leave { cooperative: HARVEST }));
        assert_ok!(enroll(&zoe, last, &bob));
    });
}

#[test]
fn without_its_credential_no_membership_begins() {
    scenario(|| {
        let (ada, bob) = (Keys::of("ada"), Keys::of("bob"));
        Refusing::put(true);
        assert_noop!(enroll(&ada, HARVEST, &bob), DispatchError::Other("no credentials today"));
        assert_eq!(Dids::document(&bob.did()), None);
    });
}
