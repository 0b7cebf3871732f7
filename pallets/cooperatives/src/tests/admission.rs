//! By which membership a person may write, and what is said when there is none.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::{CooperativeId, Did, Refusal};

/// By which cooperative `did` may write, and whether as a steward.
fn by_which(did: &Did) -> Result<(CooperativeId, bool), Refusal> {
    let found = Cooperatives::membership_for_admission(did)?;
    assert_eq!(found.memberships as usize, Cooperatives::memberships(did).len());
    Ok((found.cooperative, found.steward))
}

#[test]
fn the_first_effective_membership_counts() {
    scenario(|| {
        let (ada, max, bob) = (Keys::of("ada"), Keys::of("max"), Keys::of("bob"));
        let admitted = || by_which(&Keys::of("bob").did());
        assert_eq!(admitted(), Err(Refusal::NotMember));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        assert_ok!(enroll(&max, MILL, &bob));
        assert_eq!(admitted(), Ok((HARVEST, false)));

        let suspend = Call::suspend_member { cooperative: HARVEST, did: bob.did() };
        assert_ok!(send(ada.origin(), suspend));
        assert_eq!(admitted(), Ok((MILL, false)));
        let expel = Call::expel_member { cooperative: MILL, did: bob.did() };
        assert_ok!(send(max.origin(), expel));
        assert_eq!(admitted(), Err(Refusal::MemberSuspended));
        assert_ok!(send(federation(), Call::suspend { id: HARVEST }));
        assert_eq!(admitted(), Err(Refusal::CooperativeNotActive));
        assert_ok!(send(bob.origin(), Call::leave { cooperative: HARVEST }));
        assert_eq!(admitted(), Err(Refusal::NotMember));
    });
}

#[test]
fn whoever_is_a_steward_anywhere_is_admitted_as_one() {
    scenario(|| {
        let (ada, max) = (Keys::of("ada"), Keys::of("max"));
        let admitted = || by_which(&Keys::of("max").did());
        assert_eq!(admitted(), Ok((MILL, true)));
        assert_ok!(enroll(&ada, HARVEST, &max));
        assert_ok!(send(federation(), Call::suspend { id: MILL }));
        assert_eq!(admitted(), Ok((HARVEST, false)));
        assert_ok!(send(federation(), Call::restore { id: MILL }));
        assert_eq!(admitted(), Ok((MILL, true)));
    });
}

#[test]
fn an_applicants_steward_waits() {
    scenario(|| {
        let zoe = Keys::of("zoe").did();
        let id = put_forward("bakery", &["zoe"]);
        assert_eq!(by_which(&zoe), Err(Refusal::CooperativeNotActive));
        assert_ok!(send(federation(), Call::admit { id }));
        assert_eq!(by_which(&zoe), Ok((id, true)));
    });
}

#[test]
fn a_suspension_says_more_than_a_cooperative_that_takes_no_part() {
    scenario(|| {
        let (ada, max, bob) = (Keys::of("ada"), Keys::of("max"), Keys::of("bob"));
        assert_ok!(enroll(&max, MILL, &bob));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        let suspend = Call::suspend_member { cooperative: HARVEST, did: bob.did() };
        assert_ok!(send(ada.origin(), suspend));
        assert_ok!(send(federation(), Call::suspend { id: MILL }));
        let refusal = by_which(&bob.did());
        assert_eq!(refusal, Err(Refusal::MemberSuspended));
    });
}
