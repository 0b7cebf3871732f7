//! Roles in a cooperative and in the federation.

use crate::{frame, mock::*, FederationRoles};
use frame::testing_prelude::*;
use icn_primitives::{
    membership::{FederationRole, Role, Roles},
    CooperativeId, Did,
};

fn grant(cooperative: CooperativeId, did: Did, role: Role) -> Call {
    Call::grant_role { cooperative, did, role }
}

fn revoke(cooperative: CooperativeId, did: Did, role: Role) -> Call {
    Call::revoke_role { cooperative, did, role }
}

#[test]
fn a_steward_gives_and_takes_roles() {
    scenario(|| {
        let (ada, bob) = (Keys::of("ada"), Keys::of("bob"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        for role in [Role::Steward, Role::Treasurer, Role::Auditor] {
            let did = bob.did();
            assert_noop!(send(ada.origin(), revoke(HARVEST, did, role)), Error::NotFound);
            assert_ok!(send(ada.origin(), grant(HARVEST, did, role)));
            System::assert_last_event(
                Event::RoleGranted { cooperative: HARVEST, did, role }.into(),
            );
            assert_noop!(send(ada.origin(), grant(HARVEST, did, role)), Error::AlreadyExists);
        }
        assert_eq!(cooperative(HARVEST).stewards, 2);
        assert_ok!(send(bob.origin(), revoke(HARVEST, bob.did(), Role::Treasurer)));
        assert_ok!(send(ada.origin(), revoke(HARVEST, bob.did(), Role::Steward)));
        assert_eq!(membership(HARVEST, &bob).roles, Roles::member().with(Role::Auditor));
        assert_eq!(cooperative(HARVEST).stewards, 1);
    });
}

#[test]
fn being_a_member_is_not_granted_or_revoked() {
    scenario(|| {
        let ada = Keys::of("ada");
        for call in
            [grant(HARVEST, ada.did(), Role::Member), revoke(HARVEST, ada.did(), Role::Member)]
        {
            assert_noop!(send(ada.origin(), call), Error::InvalidRole);
        }
    });
}

#[test]
fn a_role_needs_an_active_member_to_hold_it() {
    scenario(|| {
        let (ada, bob) = (Keys::of("ada"), Keys::of("bob"));
        let auditor = || grant(HARVEST, Keys::of("bob").did(), Role::Auditor);
        assert_noop!(send(ada.origin(), auditor()), Error::NotFound);
        assert_ok!(enroll(&ada, HARVEST, &bob));
        let suspend = Call::suspend_member { cooperative: HARVEST, did: bob.did() };
        assert_ok!(send(ada.origin(), suspend));
        assert_noop!(send(ada.origin(), auditor()), Error::NotActive);
        let restore = Call::restore_member { cooperative: HARVEST, did: bob.did() };
        assert_ok!(send(ada.origin(), restore));
        assert_ok!(Dids::deactivate(bob.origin(), bob.did(), 1));
        assert_noop!(send(ada.origin(), auditor()), Error::NotActive);
    });
}

#[test]
fn a_suspended_steward_can_be_relieved_whoever_else_there_is() {
    scenario(|| {
        let (ada, bob) = (Keys::of("ada"), Keys::of("bob"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        make_steward(HARVEST, &bob);
        let suspend = Call::suspend_member { cooperative: HARVEST, did: bob.did() };
        assert_ok!(send(ada.origin(), suspend));
        assert_ok!(send(ada.origin(), revoke(HARVEST, bob.did(), Role::Steward)));
        let restore = Call::restore_member { cooperative: HARVEST, did: bob.did() };
        assert_ok!(send(ada.origin(), restore));
        assert_eq!(cooperative(HARVEST).stewards, 1);
    });
}

#[test]
fn members_give_no_roles() {
    scenario(|| {
        let (ada, bob, max) = (Keys::of("ada"), Keys::of("bob"), Keys::of("max"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        for who in [&bob, &max] {
            for call in [
                grant(HARVEST, bob.did(), Role::Steward),
                revoke(HARVEST, ada.did(), Role::Steward),
            ] {
                assert_noop!(send(who.origin(), call), Error::NotAuthorized);
            }
        }
    });
}

#[test]
fn the_federation_gives_a_steward_to_a_cooperative_that_has_lost_its_own() {
    scenario(|| {
        let (ada, bob) = (Keys::of("ada"), Keys::of("bob"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        assert_ok!(Dids::deactivate(ada.origin(), ada.did(), 1));
        let make_bob_steward = || grant(HARVEST, Keys::of("bob").did(), Role::Steward);
        assert_noop!(send(ada.origin(), make_bob_steward()), Error::NotAuthorized);
        assert_ok!(send(federation(), make_bob_steward()));
        let expel = Call::expel_member { cooperative: HARVEST, did: ada.did() };
        assert_ok!(send(bob.origin(), expel));
        assert_eq!(cooperative(HARVEST).stewards, 1);
    });
}

#[test]
fn the_federation_gives_and_takes_its_own_roles() {
    scenario(|| {
        let max = Keys::of("max").did();
        let grant = |role| Call::grant_federation_role { did: max, role };
        let revoke = |role| Call::revoke_federation_role { did: max, role };
        for role in FederationRole::ALL {
            assert_ok!(send(federation(), grant(role)));
            assert_noop!(send(federation(), grant(role)), Error::AlreadyExists);
        }
        for role in FederationRole::ALL {
            assert_ok!(send(federation(), revoke(role)));
            assert_noop!(send(federation(), revoke(role)), Error::NotFound);
        }
        assert!(!FederationRoles::<Test>::contains_key(max));
        let stranger = Keys::of("nobody").did();
        let role = FederationRole::Mediator;
        assert_noop!(
            send(federation(), Call::grant_federation_role { did: stranger, role }),
            Error::NotFound
        );
    });
}
