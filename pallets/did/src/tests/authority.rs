//! Signatures and statements, as other pallets and clients check them.

use crate::{
    frame,
    mock::{Identity, *},
    Error,
};
use frame::testing_prelude::*;
use icn_primitives::{document::Relationships, statement::Statement, Hash, PublicKey, DAY};

const ACT: Relationships = Relationships::AUTHENTICATION;
const ISSUE: Relationships = Relationships::ASSERTION_METHOD;

#[test]
fn a_signature_counts_for_the_relationships_of_its_key() {
    scenario(|| {
        let (ada, issuing) = (person("ada"), Keys::ed("issuing"));
        assert_ok!(Identity::add_method(ada.origin(), ada.did(), 1, issuing.public(), ISSUE, None));
        let message = b"Bob is a carpenter";
        let signature = issuing.sign(message);
        let verify = |relationships, message: &[u8]| {
            Identity::verify(&ada.did(), relationships, message, &signature)
        };
        assert_eq!(verify(ISSUE, message), Some(issuing.public()));
        assert_eq!(verify(Relationships(ISSUE.0 | ACT.0), message), Some(issuing.public()));
        assert_eq!(verify(ACT, message), None);
        assert_eq!(verify(Relationships::default(), message), None);
        assert_eq!(verify(ISSUE, b"Bob is a baker"), None);
    });
}

#[test]
fn nobody_signs_for_a_did_that_is_unknown_or_has_ended() {
    scenario(|| {
        let ada = person("ada");
        let signature = ada.sign(b"hello");
        let verify = |keys: &Keys| {
            Identity::verify(&keys.did(), Relationships::SIGNING, b"hello", &signature)
        };
        assert_eq!(verify(&ada), Some(ada.public()));
        assert_eq!(verify(&Keys::sr("nobody")), None);
        assert_ok!(Identity::deactivate(ada.origin(), ada.did(), 1));
        assert_eq!(verify(&ada), None);
        assert_eq!(Identity::authentication_key(&ada.did(), &ada.account()), None);
    });
}

#[test]
fn the_key_of_an_account_is_found_if_it_acts() {
    scenario(|| {
        let (ada, issuing) = (person("ada"), Keys::ed("issuing"));
        assert_ok!(Identity::add_method(ada.origin(), ada.did(), 1, issuing.public(), ISSUE, None));
        let key = |keys: &Keys| Identity::authentication_key(&ada.did(), &keys.account());
        assert_eq!(key(&ada), Some(ada.key()));
        assert_eq!(key(&issuing), None);
        assert_eq!(key(&Keys::sr("bob")), None);
        assert_eq!(PublicKey::from(ada.key()), ada.public());
    });
}

#[test]
fn a_statement_holds_for_this_chain_and_for_its_time() {
    scenario(|| {
        let ada = person("ada");
        let statement = Statement::Join {
            cooperative: icn_primitives::CooperativeId(0),
            did: ada.did(),
            term: 0,
        };
        let signed = ada.state_until(&statement, Timestamp::get() + DAY);
        let check = || Identity::ensure_statement(&signed, &statement, &ada.key());
        assert_ok!(check());

        let genesis = Identity::genesis_hash();
        frame_system::BlockHash::<Test>::insert(0, Hash::repeat_byte(1));
        assert_err!(check(), Error::<Test>::InvalidProof);
        frame_system::BlockHash::<Test>::insert(0, genesis);

        pass(DAY + 1);
        assert_err!(check(), Error::<Test>::ProofExpired);
    });
}
