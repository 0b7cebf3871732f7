//! What a follower answers.

use icn_primitives::{
    apis::MAX_PAGE,
    directory::DirectoryMembership,
    membership::CooperativeStatus::{Active, Suspended, Withdrawn},
    CooperativeId, Refusal,
};

use crate::mock::*;

/// Cooperatives 0 and 1 take part, 2 is suspended, 3 has withdrawn.
fn follower(test: impl FnOnce()) {
    let mut network = Network::new(&[1]);
    network.on_hub(|| {
        for (number, status) in [(0, Active), (1, Active), (2, Suspended), (3, Withdrawn)] {
            set_cooperative(number, Some(cooperative(number, status)));
        }
    });
    network.settle();
    network.on(1, test);
}

fn admission(memberships: &[DirectoryMembership]) -> Result<(u32, bool, u32), Refusal> {
    crate::People::<Test>::insert(did(1), person(&[], memberships));
    Directory::membership_for_admission(&did(1))
        .map(|(id, steward, looked)| (id.0, steward, looked))
}

#[test]
fn whoever_is_an_active_member_anywhere_may_write() {
    follower(|| {
        assert_eq!(admission(&[member(0)]), Ok((0, false, 1)));
        assert_eq!(admission(&[suspended(0), member(1)]), Ok((1, false, 2)));
        assert_eq!(admission(&[member(2), member(1), member(0)]), Ok((1, false, 3)));
        // A steward anywhere is a steward.
        assert_eq!(admission(&[member(0), steward(1)]), Ok((0, true, 2)));
        assert_eq!(admission(&[steward(2), member(0)]), Ok((0, false, 2)));
    });
}

#[test]
fn whoever_is_not_hears_what_says_most() {
    use Refusal::{CooperativeNotActive, MemberSuspended, NotMember};
    follower(|| {
        assert_eq!(Directory::membership_for_admission(&did(9)), Err(NotMember));
        assert_eq!(admission(&[]), Err(NotMember));
        assert_eq!(admission(&[member(2)]), Err(CooperativeNotActive));
        // A cooperative of which nothing is known yet.
        assert_eq!(admission(&[member(9)]), Err(CooperativeNotActive));
        assert_eq!(admission(&[suspended(0), member(2)]), Err(MemberSuspended));
        assert_eq!(admission(&[member(3), suspended(0)]), Err(MemberSuspended));
    });
}

#[test]
fn members_and_stewards_count_where_the_cooperative_takes_part() {
    follower(|| {
        let memberships = [member(0), steward(1), steward(2)];
        crate::People::<Test>::insert(did(1), person(&[], &memberships));
        let id = CooperativeId;
        let is = |number| {
            let (id, did) = (id(number), did(1));
            (Directory::is_active_member(id, &did), Directory::is_steward(id, &did))
        };
        assert_eq!(
            [is(0), is(1), is(2), is(3)],
            [(true, false), (true, true), (false, false), (false, false),]
        );
        assert_eq!(Directory::status(id(2)), Some(Suspended));
        assert_eq!(Directory::status(id(9)), None);
    });
}

#[test]
fn clients_page_through_everybody() {
    follower(|| {
        for number in 0..=MAX_PAGE as u8 {
            crate::People::<Test>::insert(did(number), person(&[], &[]));
        }
        let mut seen = vec![];
        loop {
            let page = Directory::people(seen.last().copied(), u32::MAX);
            assert!(page.len() <= MAX_PAGE as usize);
            if page.is_empty() {
                break;
            }
            seen.extend(page.into_iter().map(|(did, _)| did));
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), MAX_PAGE as usize + 1);

        let ids = |from, limit| -> Vec<_> {
            let page = Directory::cooperatives(CooperativeId(from), limit);
            page.into_iter().map(|(id, _)| id.0).collect()
        };
        assert_eq!(ids(0, 3), [0, 1, 2]);
        assert_eq!(ids(3, u32::MAX), [3]);
        assert!(ids(u32::MAX, u32::MAX).is_empty());
    });
}
