//! What clients read, page by page.

use crate::mock::*;
use icn_primitives::storage::CommitmentId;
use std::collections::BTreeSet;

/// All entries of a list, two a page.
fn all<K: Copy + Ord, V>(list: impl Fn(Option<K>) -> Vec<V>, key: impl Fn(&V) -> K) -> BTreeSet<K> {
    let (mut found, mut after) = (BTreeSet::new(), None);
    loop {
        let page = list(after);
        assert!(page.len() <= 2);
        let Some(last) = page.last() else { return found };
        after = Some(key(last));
        for entry in &page {
            assert!(found.insert(key(entry)), "an entry comes twice");
        }
    }
}

#[test]
fn every_list_is_read_in_pages() {
    scenario(|| {
        let anchors: BTreeSet<_> = (0..5).map(|file| ADA.anchors(File(file), 2).unwrap()).collect();
        let roots: BTreeSet<_> = (0..5).map(|file| File(file).content().content_root).collect();
        BOB.anchors(File(0), 1).unwrap();
        SCHOOL.steward().anchors_for(SCHOOL.did(), File(0), 1).unwrap();
        for coop in [MILL, BREWERY, SCHOOL] {
            coop.offers(1 << 20).unwrap();
        }
        let kept: BTreeSet<_> = anchors.iter().map(|id| MILL.keeps(*id).unwrap()).collect();

        let of_ada = |after| Keep::anchors_of(&ADA.did(), after, 2);
        assert_eq!(all(of_ada, |(_, anchor)| anchor.content.content_root), roots);
        let root = File(0).content().content_root;
        let owners = all(|after| Keep::owners_of(root, after, 2), |(owner, _)| *owner);
        assert_eq!(owners, BTreeSet::from([ADA.did(), BOB.did(), SCHOOL.did()]));
        let wanting = all(|after| Keep::wanting(after, 2), |(id, _)| *id);
        assert_eq!(wanting.len(), 7);
        let providers = all(|after| Keep::providers(after, 2), |(id, _)| *id);
        assert_eq!(providers, BTreeSet::from([MILL, BREWERY, SCHOOL].map(Coop::id)));
        let of_mill = |after| Keep::commitments_of(MILL.id(), after, 2);
        assert_eq!(all(of_mill, |(id, _)| *id), kept);

        go_to(kept.iter().map(|id| due(*id)).max().unwrap());
        let due: BTreeSet<CommitmentId> = all(
            |after| Keep::due_challenges(&MILL.key(0).account(), after, 2),
            |due| due.commitment,
        );
        let open = kept.iter().filter(|id| commitment(**id).challenge().is_some());
        let open = open.filter(|id| challenge(**id).deadline >= block()).copied();
        assert_eq!(due, open.collect());
        assert!(Keep::due_challenges(&BREWERY.key(0).account(), None, 2).is_empty());
        assert!(Keep::due_challenges(&ADA.did().0.account(), None, 2).is_empty());

        for id in &anchors {
            ADA.removes(*id).unwrap();
        }
        for _ in 0..2 {
            let again = ADA.anchors(File(0), 1).unwrap();
            ADA.removes(again).unwrap();
        }
        let stones = all(|after| Keep::tombstones_of(root, after, 2), |(id, _)| *id);
        assert_eq!(stones.len(), 3);
    });
}

#[test]
fn one_of_each_is_read() {
    scenario(|| {
        let (id, commitment_id) = kept(File(3));
        let root = File(3).content().content_root;
        assert_eq!(Keep::anchor_of(&ADA.did(), root), Some((id, anchor(id))));
        assert_eq!(Keep::anchor_of(&BOB.did(), root), None);
        let kept = (commitment_id, commitment(commitment_id));
        assert_eq!(Keep::commitment(commitment_id).as_ref(), Some(&kept.1));
        assert_eq!(Keep::replicas(id), [kept]);
        assert_eq!(Keep::anchor(id), Some(anchor(id)));
        assert_eq!(Keep::provider(MILL.id()), Some(MILL.provider()));
        assert_eq!(Keep::parameters(), rules());
        assert_eq!(Keep::tombstone(id), None);
        ADA.removes(id).unwrap();
        assert!(Keep::tombstone(id).is_some());
    });
}
