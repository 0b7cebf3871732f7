//! What clients read page by page.

use crate::{frame, mock::*};
use alloc::collections::BTreeSet;
use frame::testing_prelude::*;
use icn_primitives::{apis::MAX_PAGE, CooperativeId};

#[test]
fn cooperatives_come_by_number() {
    scenario(|| {
        put_forward("bakery", &["zoe"]);
        let ids = |from, limit| -> Vec<u32> {
            let page = Cooperatives::cooperatives(CooperativeId(from), limit);
            page.into_iter().map(|(id, _)| id.0).collect()
        };
        assert_eq!(ids(0, 2), [0, 1]);
        assert_eq!(ids(2, 2), [2]);
        assert_eq!(ids(0, u32::MAX), [0, 1, 2]);
        assert!(ids(3, 1).is_empty() && ids(u32::MAX, u32::MAX).is_empty() && ids(0, 0).is_empty());
    });
}

#[test]
fn pages_of_members_meet_and_name_everybody_once() {
    scenario(|| {
        let ada = Keys::of("ada");
        let mut all = BTreeSet::from([ada.did()]);
        for number in 0..6 {
            let member = Keys::of(&format!("member-{number}"));
            assert_ok!(enroll(&ada, HARVEST, &member));
            all.insert(member.did());
        }
        let left = Keys::of("member-3");
        assert_ok!(send(left.origin(), Call::leave { cooperative: HARVEST }));

        let (mut seen, mut after) = (BTreeSet::new(), None);
        loop {
            let page = Cooperatives::members(HARVEST, after, 2);
            assert!(page.len() <= 2);
            let Some((last, _)) = page.last() else { break };
            after = Some(*last);
            for (did, _) in page {
                assert!(seen.insert(did), "{did} comes twice");
            }
        }
        assert_eq!(seen, all, "ended memberships are named as well");
        assert!(Cooperatives::members(HARVEST, None, u32::MAX).len() <= MAX_PAGE as usize);
        assert!(Cooperatives::members(CooperativeId(9), None, 2).is_empty());
    });
}

#[test]
fn a_domain_that_is_none_is_nobodys() {
    scenario(|| {
        assert_eq!(Cooperatives::cooperative_by_domain(b"harvest.coop".to_vec()), Some(HARVEST));
        assert_eq!(Cooperatives::cooperative_by_domain(b"nobody.coop".to_vec()), None);
        assert_eq!(Cooperatives::cooperative_by_domain([b'a'; 300].to_vec()), None);
    });
}
