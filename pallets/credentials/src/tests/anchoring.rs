//! Anchoring and taking back.

use crate::{
    frame,
    mock::{Attestation, *},
    Credentials, Error, Event,
};
use frame::testing_prelude::*;
use icn_primitives::{
    credential::{Credential, CredentialStatus, Revocation},
    Hash, Moment, DAY,
};

/// The hash number `number`.
pub fn hash(number: u8) -> Hash {
    Hash::repeat_byte(number)
}

const SCHEMA: Hash = Hash::repeat_byte(0xcc);

fn anchor(by: u8, issuer: u8, number: u8, expires: Option<Moment>) -> DispatchResult {
    let origin = RuntimeOrigin::signed(account(by));
    Attestation::anchor(origin, did(issuer), hash(number), SCHEMA, did(9), expires)
}

fn revoke(by: u8, number: u8) -> DispatchResult {
    let reason = Some(hash(0xee));
    Attestation::revoke(RuntimeOrigin::signed(account(by)), hash(number), reason)
}

#[test]
fn an_issuer_anchors_what_it_says_about_somebody() {
    scenario(|| {
        issuer(1);
        assert_ok!(anchor(1, 1, 5, Some(START + DAY)));
        let anchored = Credential {
            schema: SCHEMA,
            issuer: did(1),
            subject: did(9),
            issued: START,
            expires: Some(START + DAY),
            revoked: None,
        };
        assert_eq!(Attestation::credential(hash(5)), Some((anchored, CredentialStatus::Valid)));
        System::assert_last_event(
            Event::CredentialAnchored {
                hash: hash(5),
                schema: SCHEMA,
                issuer: did(1),
                subject: did(9),
                expires: Some(START + DAY),
            }
            .into(),
        );
    });
}

#[test]
fn nobody_issues_in_the_name_of_another() {
    scenario(|| {
        issuer(1);
        issuer(2);
        assert_noop!(anchor(2, 1, 5, None), Error::<Test>::NotAuthorized);
        assert_noop!(anchor(3, 1, 5, None), Error::<Test>::NotAuthorized);
        assert_noop!(
            Attestation::anchor(RuntimeOrigin::none(), did(1), hash(5), SCHEMA, did(9), None),
            DispatchError::BadOrigin
        );
        assert_ok!(anchor(1, 1, 5, None));
        assert_noop!(revoke(2, 5), Error::<Test>::NotAuthorized);
        assert_noop!(revoke(3, 5), Error::<Test>::NotAuthorized);
    });
}

#[test]
fn a_hash_is_anchored_once_for_ever() {
    scenario(|| {
        issuer(1);
        issuer(2);
        assert_ok!(anchor(1, 1, 5, None));
        assert_noop!(anchor(1, 1, 5, None), Error::<Test>::AlreadyExists);
        assert_noop!(anchor(2, 2, 5, None), Error::<Test>::AlreadyExists);
        assert_ok!(revoke(1, 5));
        assert_noop!(anchor(1, 1, 5, None), Error::<Test>::AlreadyExists);
    });
}

#[test]
fn an_expiry_lies_ahead() {
    scenario(|| {
        issuer(1);
        for past in [0, START - 1, START] {
            assert_noop!(anchor(1, 1, 5, Some(past)), Error::<Test>::InvalidExpiry);
        }
        assert_ok!(anchor(1, 1, 5, Some(START + 1)));
        pass(1);
        assert_eq!(Attestation::status(hash(5)), Some(CredentialStatus::Expired));
    });
}

#[test]
fn an_issuer_takes_back_what_it_said_and_gives_the_reason() {
    scenario(|| {
        issuer(1);
        assert_ok!(anchor(1, 1, 5, None));
        pass(3_000);
        assert_ok!(revoke(1, 5));
        let credential = Credentials::<Test>::get(hash(5)).expect("it stays anchored");
        let revocation = Revocation { at: START + 3_000, reason: Some(hash(0xee)) };
        assert_eq!(credential.revoked, Some(revocation));
        assert_eq!(Attestation::status(hash(5)), Some(CredentialStatus::Revoked));
        System::assert_last_event(
            Event::CredentialRevoked {
                hash: hash(5),
                issuer: did(1),
                subject: did(9),
                reason: Some(hash(0xee)),
            }
            .into(),
        );
        assert_noop!(revoke(1, 5), Error::<Test>::AlreadyRevoked);
        assert_noop!(revoke(1, 6), Error::<Test>::NotFound);
    });
}

#[test]
fn what_has_expired_can_still_be_taken_back() {
    scenario(|| {
        issuer(1);
        assert_ok!(anchor(1, 1, 5, Some(START + 1)));
        pass(DAY);
        assert_ok!(revoke(1, 5));
        assert_eq!(Attestation::status(hash(5)), Some(CredentialStatus::Revoked));
    });
}

#[test]
fn an_issuer_that_has_ended_issues_nothing_and_its_word_counts_no_more() {
    scenario(|| {
        issuer(1);
        assert_ok!(anchor(1, 1, 5, Some(START + DAY)));
        end(1);
        assert_noop!(anchor(1, 1, 6, None), Error::<Test>::NotAuthorized);
        // Neither in its name by another pallet.
        assert_noop!(
            Attestation::do_anchor(did(1), hash(6), SCHEMA, did(9), None),
            Error::<Test>::InvalidIssuer
        );
        assert_eq!(Attestation::status(hash(5)), Some(CredentialStatus::IssuerDeactivated));
        pass(DAY);
        assert_eq!(Attestation::status(hash(5)), Some(CredentialStatus::IssuerDeactivated));
    });
}

#[test]
fn other_pallets_issue_and_revoke_with_the_same_events() {
    scenario(|| {
        issuer(1);
        assert_ok!(Attestation::do_anchor(did(1), hash(5), SCHEMA, did(2), None));
        assert_ok!(Attestation::do_revoke(hash(5), None));
        assert_eq!(System::events().len(), 2);
        assert_noop!(Attestation::do_revoke(hash(5), None), Error::<Test>::AlreadyRevoked);
        assert_noop!(Attestation::do_revoke(hash(6), None), Error::<Test>::NotFound);
    });
}
