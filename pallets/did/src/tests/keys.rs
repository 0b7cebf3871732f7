//! Adding, changing, rotating and removing keys.

use crate::{
    frame,
    mock::{Identity, *},
    Error,
};
use frame::testing_prelude::*;
use icn_primitives::{
    document::{Relationships, MAX_AUTHENTICATION, MAX_METHODS},
    statement::Statement,
    PublicKey, SigningKey, HOUR,
};

const ACT: Relationships = Relationships::AUTHENTICATION;
const ISSUE: Relationships = Relationships::ASSERTION_METHOD;

/// Adds `key` to the document of `ada`, proven, at its present version.
fn add(ada: &Keys, key: &Keys, relationships: Relationships) -> DispatchResult {
    let version = version(&ada.did());
    let proof = Some(key.may_act_for(ada.did(), version));
    Identity::add_method(ada.origin(), ada.did(), version, key.public(), relationships, proof)
}

fn methods(ada: &Keys) -> Vec<(PublicKey, Relationships)> {
    let document = Identity::document(&ada.did()).expect("it was made");
    document.methods.iter().map(|method| (method.key, method.relationships)).collect()
}

#[test]
fn a_second_phone_acts_for_the_same_person() {
    scenario(|| {
        let (ada, phone) = (person("ada"), Keys::ed("phone"));
        assert_ok!(add(&ada, &phone, ACT));
        assert_eq!(Identity::did_of(&phone.account()), Some(ada.did()));
        assert_eq!(Identity::did_of(&ada.account()), Some(ada.did()));
        assert!(System::providers(&phone.account()) > 0);
        // And can do whatever the first one can.
        assert_ok!(Identity::remove_method(phone.origin(), ada.did(), 2, ada.public()));
        assert_eq!(Identity::did_of(&ada.account()), None);
    });
}

#[test]
fn a_key_that_acts_must_have_agreed_to_act_for_this_did_now_and_here() {
    scenario(|| {
        let (ada, bob, phone) = (person("ada"), person("bob"), Keys::sr("phone"));
        let add =
            |proof| Identity::add_method(ada.origin(), ada.did(), 1, phone.public(), ACT, proof);
        assert_noop!(add(None), Error::<Test>::ProofMissing);
        assert_noop!(add(Some(phone.may_act_for(bob.did(), 1))), Error::<Test>::InvalidProof);
        assert_noop!(add(Some(phone.may_act_for(ada.did(), 2))), Error::<Test>::InvalidProof);
        assert_noop!(add(Some(phone.shall_recover(ada.did(), 1))), Error::<Test>::InvalidProof);
        assert_noop!(add(Some(bob.may_act_for(ada.did(), 1))), Error::<Test>::InvalidProof);

        let statement = Statement::AddKey { did: ada.did(), key: phone.key(), version: 1 };
        let now = Timestamp::get();
        assert_noop!(
            add(Some(phone.state_until(&statement, now + STATEMENT_LIFE + 1))),
            Error::<Test>::ProofLifeExceeded
        );
        let short = phone.state_until(&statement, now + HOUR);
        pass(HOUR + 1);
        assert_noop!(add(Some(short)), Error::<Test>::ProofExpired);
        let in_time = phone.state_until(&statement, Timestamp::get());
        assert_ok!(add(Some(in_time)));
    });
}

#[test]
fn a_key_that_does_not_act_needs_no_proof() {
    scenario(|| {
        let ada = person("ada");
        let (issuing, agreeing) = (Keys::ed("issuing").public(), PublicKey::X25519([9; 32]));
        let agreement = Relationships::KEY_AGREEMENT;
        assert_ok!(Identity::add_method(ada.origin(), ada.did(), 1, issuing, ISSUE, None));
        assert_ok!(Identity::add_method(ada.origin(), ada.did(), 2, agreeing, agreement, None));
        assert_eq!(
            methods(&ada),
            vec![(ada.public(), Relationships::SIGNING), (issuing, ISSUE), (agreeing, agreement)]
        );
        assert_eq!(Identity::did_of(&Keys::ed("issuing").account()), None);
    });
}

#[test]
fn a_key_is_used_for_what_its_kind_can_do() {
    scenario(|| {
        let ada = person("ada");
        let add = |key, relationships| {
            Identity::add_method(ada.origin(), ada.did(), 1, key, relationships, None)
        };
        let agreeing = PublicKey::X25519([9; 32]);
        for (key, relationships) in [
            (agreeing, ISSUE),
            (agreeing, ACT),
            (agreeing, Relationships::default()),
            (Keys::ed("a").public(), Relationships::KEY_AGREEMENT),
            (Keys::ed("a").public(), Relationships(1 << 5)),
        ] {
            assert_noop!(add(key, relationships), Error::<Test>::InvalidRelationships);
        }
    });
}

#[test]
fn one_account_belongs_to_one_did() {
    scenario(|| {
        let (ada, bob, phone) = (person("ada"), person("bob"), Keys::sr("phone"));
        assert_ok!(add(&ada, &phone, ACT));
        assert_noop!(add(&bob, &phone, ACT), Error::<Test>::AlreadyExists);
        assert_noop!(add(&ada, &phone, ACT), Error::<Test>::AlreadyExists);
        assert_noop!(add(&bob, &ada, ACT), Error::<Test>::AlreadyExists);

        // Freed by the first, it may act for the second.
        assert_ok!(Identity::remove_method(ada.origin(), ada.did(), 2, phone.public()));
        assert_ok!(add(&bob, &phone, ACT));
        assert_eq!(Identity::did_of(&phone.account()), Some(bob.did()));
    });
}

#[test]
fn two_keys_of_the_same_bytes_are_one_account_and_act_once() {
    scenario(|| {
        let ada = person("ada");
        // Nobody can sign with both, so this needs a key that comes in without a proof.
        let SigningKey::Sr25519(bytes) = ada.key() else { panic!("people here have Sr25519 keys") };
        let twin = PublicKey::Ed25519(bytes);
        assert_ok!(Identity::add_method(ada.origin(), ada.did(), 1, twin, ISSUE, None));
        let mut document = Identity::document(&ada.did()).expect("it was made");
        let accounts = document.accounts().collect();
        document.methods[1].relationships = ACT;
        assert_noop!(
            Identity::store(&ada.did(), document, &accounts),
            Error::<Test>::AlreadyExists
        );
        assert_ok!(Identity::remove_method(ada.origin(), ada.did(), 2, twin));
        assert_eq!(Identity::did_of(&ada.account()), Some(ada.did()));
    });
}

#[test]
fn a_document_holds_a_bounded_number_of_keys() {
    scenario(|| {
        let ada = person("ada");
        for number in 1..MAX_AUTHENTICATION {
            assert_ok!(add(&ada, &Keys::sr(&format!("a{number}")), ACT));
        }
        assert_noop!(add(&ada, &Keys::sr("more"), ACT), Error::<Test>::AuthenticationExceeded);
        for number in MAX_AUTHENTICATION..MAX_METHODS {
            assert_ok!(add(&ada, &Keys::sr(&format!("b{number}")), ISSUE));
        }
        assert_noop!(add(&ada, &Keys::sr("more"), ISSUE), Error::<Test>::MethodsExceeded);
        let (version, one) = (version(&ada.did()), Keys::sr("b9"));
        let proof = Some(one.may_act_for(ada.did(), version));
        assert_noop!(
            Identity::set_relationships(ada.origin(), ada.did(), version, one.public(), ACT, proof),
            Error::<Test>::AuthenticationExceeded
        );
        // A full document can still rotate.
        let new = Keys::ed("new");
        let proof = Some(new.may_act_for(ada.did(), version));
        let (old, new) = (ada.public(), new.public());
        assert_ok!(Identity::rotate_key(ada.origin(), ada.did(), version, old, new, proof));
    });
}

#[test]
fn the_last_key_that_acts_cannot_go() {
    scenario(|| {
        let ada = person("ada");
        assert_ok!(add(&ada, &Keys::sr("issuing"), ISSUE));
        assert_noop!(
            Identity::remove_method(ada.origin(), ada.did(), 2, ada.public()),
            Error::<Test>::LastKey
        );
        assert_noop!(
            Identity::set_relationships(ada.origin(), ada.did(), 2, ada.public(), ISSUE, None),
            Error::<Test>::LastKey
        );
    });
}

#[test]
fn a_did_with_a_controller_can_do_without_keys() {
    scenario(|| {
        let (ada, group) = (person("ada"), Keys::sr("group"));
        let proof = group.may_act_for(group.did(), 0);
        assert_ok!(Identity::create(ada.origin(), group.key(), proof));
        assert_ok!(Identity::remove_method(ada.origin(), group.did(), 1, group.public()));
        assert_noop!(
            Identity::set_controller(ada.origin(), group.did(), 2, None),
            Error::<Test>::LastKey
        );
        let proof = Some(group.may_act_for(group.did(), 2));
        assert_ok!(Identity::add_method(ada.origin(), group.did(), 2, group.public(), ACT, proof));
        assert_ok!(Identity::set_controller(ada.origin(), group.did(), 3, None));
    });
}

#[test]
fn a_controller_that_has_ended_does_not_count_for_the_last_key() {
    scenario(|| {
        let (ada, group) = (person("ada"), Keys::sr("group"));
        let proof = group.may_act_for(group.did(), 0);
        assert_ok!(Identity::create(ada.origin(), group.key(), proof));
        assert_ok!(Identity::deactivate(ada.origin(), ada.did(), 1));
        assert_noop!(
            Identity::remove_method(group.origin(), group.did(), 1, group.public()),
            Error::<Test>::LastKey
        );
    });
}

#[test]
fn relationships_change_and_only_coming_to_act_needs_a_proof() {
    scenario(|| {
        let (ada, phone) = (person("ada"), Keys::ed("phone"));
        assert_ok!(add(&ada, &phone, ISSUE));
        let set = |version, relationships, proof| {
            Identity::set_relationships(
                ada.origin(),
                ada.did(),
                version,
                phone.public(),
                relationships,
                proof,
            )
        };
        let both = Relationships(ACT.0 | ISSUE.0);
        assert_noop!(set(2, both, None), Error::<Test>::ProofMissing);
        assert_ok!(set(2, both, Some(phone.may_act_for(ada.did(), 2))));
        assert_eq!(Identity::did_of(&phone.account()), Some(ada.did()));
        // It acts already: what else it may do is its owner's business.
        assert_ok!(set(3, Relationships::SIGNING, None));
        assert_ok!(set(4, Relationships::default(), None));
        assert_eq!(Identity::did_of(&phone.account()), None);
        assert_noop!(
            set(5, Relationships::KEY_AGREEMENT, None),
            Error::<Test>::InvalidRelationships
        );
        let unknown = Keys::sr("unknown").public();
        assert_noop!(
            Identity::set_relationships(ada.origin(), ada.did(), 5, unknown, ISSUE, None),
            Error::<Test>::NotFound
        );
        assert_noop!(
            Identity::remove_method(ada.origin(), ada.did(), 5, unknown),
            Error::<Test>::NotFound
        );
    });
}

#[test]
fn a_key_that_may_have_leaked_is_replaced_in_one_step() {
    scenario(|| {
        let (ada, new) = (person("ada"), Keys::ed("new"));
        let nonce = || System::account_nonce(ada.account());
        System::inc_account_nonce(ada.account());
        let proof = Some(new.may_act_for(ada.did(), 1));
        assert_ok!(Identity::rotate_key(
            ada.origin(),
            ada.did(),
            1,
            ada.public(),
            new.public(),
            proof
        ));
        assert_eq!(methods(&ada), vec![(new.public(), Relationships::SIGNING)]);
        assert_eq!(Identity::did_of(&ada.account()), None);
        assert_eq!(Identity::did_of(&new.account()), Some(ada.did()));
        // The old account isn't reaped, so what it once signed can't be sent again.
        assert!(System::providers(&ada.account()) > 0);
        assert_eq!(nonce(), 1);
    });
}

#[test]
fn a_rotation_needs_the_old_key_a_new_one_of_a_fitting_kind_and_its_proof() {
    scenario(|| {
        let (ada, new) = (person("ada"), Keys::ed("new"));
        let rotate = |old: PublicKey, new: PublicKey, proof| {
            Identity::rotate_key(ada.origin(), ada.did(), 1, old, new, proof)
        };
        assert_noop!(rotate(new.public(), ada.public(), None), Error::<Test>::NotFound);
        assert_noop!(rotate(ada.public(), ada.public(), None), Error::<Test>::AlreadyExists);
        assert_noop!(
            rotate(ada.public(), PublicKey::X25519([1; 32]), None),
            Error::<Test>::InvalidRelationships
        );
        assert_noop!(rotate(ada.public(), new.public(), None), Error::<Test>::ProofMissing);
        let bob = person("bob");
        let proof = Some(bob.may_act_for(ada.did(), 1));
        assert_noop!(rotate(ada.public(), bob.public(), proof), Error::<Test>::AlreadyExists);
        assert_eq!(methods(&ada), vec![(ada.public(), Relationships::SIGNING)]);
    });
}
