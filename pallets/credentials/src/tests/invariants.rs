//! Whatever is tried, in whatever order, the rules hold, and the credentials can be rebuilt from
//! the events.

use super::anchoring::hash;
use crate::{
    frame,
    mock::{Attestation, RuntimeEvent, *},
    Credentials, Event,
};
use alloc::collections::BTreeMap;
use frame::testing_prelude::*;
use icn_primitives::{
    credential::{Credential, Revocation},
    Hash, Moment,
};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Act {
    Anchor { by: u8, issuer: u8, number: u8, subject: u8, expires: Option<i8> },
    Revoke { by: u8, number: u8, reason: Option<u8> },
    End(u8),
    Wait(u8),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (0u8..4, 0u8..4, 0u8..12, 0u8..4, prop::option::of(any::<i8>())).prop_map(
            |(by, issuer, number, subject, expires)| Act::Anchor {
                by, issuer, number, subject, expires
            }
        ),
        4 => (0u8..4, 0u8..12, prop::option::of(any::<u8>()))
            .prop_map(|(by, number, reason)| Act::Revoke { by, number, reason }),
        1 => (0u8..4).prop_map(Act::End),
        2 => any::<u8>().prop_map(Act::Wait),
    ]
}

fn attempt(act: &Act) -> DispatchResult {
    match *act {
        Act::Anchor { by, issuer, number, subject, expires } => {
            let origin = RuntimeOrigin::signed(account(by));
            let expires =
                expires.map(|offset| Timestamp::get().saturating_add_signed(offset.into()));
            Attestation::anchor(
                origin,
                did(issuer),
                hash(number),
                hash(0xcc),
                did(subject),
                expires,
            )
        }
        Act::Revoke { by, number, reason } => {
            let origin = RuntimeOrigin::signed(account(by));
            Attestation::revoke(origin, hash(number), reason.map(hash))
        }
        Act::End(number) => {
            end(number);
            Ok(())
        }
        Act::Wait(time) => {
            pass(time.into());
            Ok(())
        }
    }
}

/// What an indexer makes of one event at its block's time.
fn apply(known: &mut BTreeMap<Hash, Credential>, event: Event<Test>, now: Moment) {
    match event {
        Event::CredentialAnchored { hash, schema, issuer, subject, expires } => {
            let credential =
                Credential { schema, issuer, subject, issued: now, expires, revoked: None };
            assert_eq!(known.insert(hash, credential), None);
        }
        Event::CredentialRevoked { hash, issuer, subject, reason } => {
            let credential = known.get_mut(&hash).expect("it was anchored");
            assert_eq!((credential.issuer, credential.subject), (issuer, subject));
            credential.revoked = Some(Revocation { at: now, reason });
        }
        Event::__Ignore(..) => unreachable!(),
    }
}

proptest! {
    #[test]
    fn every_invariant_holds_after_any_acts(acts in prop::collection::vec(act(), 1..60)) {
        new_test_ext().execute_with(|| {
            // Issuers 0 to 2; the third account issues for nobody.
            for number in 0..3 {
                issuer(number);
            }
            let (mut known, mut seen) = (BTreeMap::new(), 0);
            for act in &acts {
                let root = polkadot_sdk::sp_io::storage::root(StateVersion::V1);
                let result = attempt(act);
                if result.is_err() {
                    let after = polkadot_sdk::sp_io::storage::root(StateVersion::V1);
                    assert_eq!(root, after, "a refused call changes nothing");
                }
                if let Act::Anchor { by, issuer, .. } = act {
                    assert!(result.is_err() || by == issuer);
                }
                for record in System::events().into_iter().skip(seen) {
                    seen += 1;
                    if let RuntimeEvent::Attestation(event) = record.event {
                        apply(&mut known, event, Timestamp::get());
                    }
                }
                Attestation::do_try_state().expect("every invariant holds");
                assert_eq!(known, Credentials::<Test>::iter().collect::<BTreeMap<_, _>>());
            }
        });
    }
}
