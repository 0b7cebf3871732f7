//! That the checks of the state notice what is wrong with it.

use crate::{
    frame, mock::*, ActiveCooperatives, ActiveMembers, CooperativeOfDid, Cooperatives as Stored,
    DomainOwner, FederationRoles, Memberships, MembershipsOf, NextId, OngoingCooperatives,
};
use frame::testing_prelude::*;
use icn_primitives::{
    membership::{MemberStatus, Role, Roles},
    CooperativeId,
};

/// Every way to damage the state that a check must notice.
fn damages() -> Vec<(&'static str, fn())> {
    vec![
        ("a member too many", || {
            Stored::<Test>::mutate(HARVEST, |harvest| harvest.as_mut().unwrap().members += 1)
        }),
        ("a steward too many", || {
            Stored::<Test>::mutate(HARVEST, |harvest| harvest.as_mut().unwrap().stewards += 1)
        }),
        ("no steward", || {
            Memberships::<Test>::mutate(HARVEST, Keys::of("ada").did(), |membership| {
                let membership = membership.as_mut().unwrap();
                membership.roles = membership.roles.without(Role::Steward);
            });
            Stored::<Test>::mutate(HARVEST, |harvest| harvest.as_mut().unwrap().stewards = 0);
        }),
        ("no active cooperative", || ActiveCooperatives::<Test>::kill()),
        ("an active cooperative listed twice", || {
            ActiveCooperatives::<Test>::try_append(HARVEST).unwrap()
        }),
        ("an active member too many", || {
            ActiveMembers::<Test>::mutate(HARVEST, |count| *count += 1)
        }),
        ("another ongoing cooperative", || OngoingCooperatives::<Test>::put(3)),
        ("a number without a cooperative", || NextId::<Test>::put(CooperativeId(3))),
        ("a cooperative without a number", || NextId::<Test>::put(CooperativeId(1))),
        ("a domain of another", || DomainOwner::<Test>::insert(domain("harvest.coop"), MILL)),
        ("a domain of nobody", || DomainOwner::<Test>::insert(domain("old.coop"), MILL)),
        ("a DID of another", || CooperativeOfDid::<Test>::insert(Keys::of("harvest").did(), MILL)),
        ("a person who is a cooperative", || {
            CooperativeOfDid::<Test>::insert(Keys::of("ada").did(), HARVEST)
        }),
        ("a membership that isn't listed", || MembershipsOf::<Test>::remove(Keys::of("ada").did())),
        ("a listed membership that isn't one", || {
            MembershipsOf::<Test>::try_append(Keys::of("ada").did(), MILL).unwrap()
        }),
        ("a membership listed twice", || {
            MembershipsOf::<Test>::try_append(Keys::of("ada").did(), HARVEST).unwrap()
        }),
        ("roles after the end", || {
            Memberships::<Test>::mutate(HARVEST, Keys::of("ada").did(), |membership| {
                membership.as_mut().unwrap().status = MemberStatus::Left
            })
        }),
        ("a role that isn't one", || {
            Memberships::<Test>::mutate(HARVEST, Keys::of("ada").did(), |membership| {
                membership.as_mut().unwrap().roles = Roles(0b1000_0011)
            })
        }),
        ("a skill twice", || {
            Memberships::<Test>::mutate(HARVEST, Keys::of("ada").did(), |membership| {
                membership.as_mut().unwrap().skills = skills(&["a", "a"])
            })
        }),
        ("rules that can't be", || {
            Stored::<Test>::mutate(HARVEST, |harvest| {
                harvest.as_mut().unwrap().rules.recovery_stewards = 0
            })
        }),
        ("an entry without a federation role", || {
            FederationRoles::<Test>::insert(Keys::of("ada").did(), BoundedVec::<_, _>::default())
        }),
    ]
}

#[test]
fn each_damage_to_the_state_is_noticed() {
    for (damage, cause) in damages() {
        new_test_ext().execute_with(|| {
            assert_ok!(Cooperatives::do_try_state());
            cause();
            assert!(Cooperatives::do_try_state().is_err(), "{damage} went unnoticed");
        });
    }
}
