//! What verifiers and explorers read.

use super::anchoring::hash;
use crate::{
    frame,
    mock::{Attestation, *},
};
use frame::testing_prelude::*;
use icn_primitives::{apis::MAX_PAGE, credential::CredentialStatus, Hash};
use std::collections::BTreeSet;

#[test]
fn nobody_anchored_an_unknown_hash() {
    scenario(|| {
        assert_eq!(Attestation::status(hash(1)), None);
        assert_eq!(Attestation::credential(hash(1)), None);
        assert!(Attestation::credentials_of(&did(9), None, 10).is_empty());
        assert!(Attestation::credentials_of(&did(9), Some(hash(1)), 10).is_empty());
    });
}

#[test]
fn credentials_about_somebody_are_read_page_by_page_each_once() {
    scenario(|| {
        issuer(1);
        for number in 0..25 {
            assert_ok!(Attestation::do_anchor(did(1), hash(number), hash(99), did(9), None));
        }
        assert_ok!(Attestation::do_anchor(did(1), hash(50), hash(99), did(8), None));
        assert_ok!(Attestation::do_revoke(hash(3), None));

        let (mut seen, mut after, mut pages) = (BTreeSet::new(), None, 0);
        loop {
            let page = Attestation::credentials_of(&did(9), after, 10);
            let Some((last, ..)) = page.last() else { break };
            after = Some(*last);
            pages += 1;
            for (hash, credential, status) in page {
                assert_eq!(credential.subject, did(9));
                assert_eq!(status == CredentialStatus::Revoked, hash == super::anchoring::hash(3));
                assert!(seen.insert(hash), "each once");
            }
        }
        assert_eq!((seen.len(), pages), (25, 3));
    });
}

#[test]
fn a_page_is_bounded_whatever_was_asked_for() {
    scenario(|| {
        issuer(1);
        for number in 0..u64::from(MAX_PAGE) + 5 {
            let hash = Hash::from_low_u64_be(number);
            assert_ok!(Attestation::do_anchor(did(1), hash, hash, did(9), None));
        }
        let page = Attestation::credentials_of(&did(9), None, u32::MAX);
        assert_eq!(page.len(), MAX_PAGE as usize);
        assert!(Attestation::credentials_of(&did(9), None, 0).is_empty());
    });
}
