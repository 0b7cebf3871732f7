//! What a store proves is what anybody would prove who has the bytes.

use std::fs;

use icn_primitives::content::{chunk_leaf, content_root, merkle, ChunkProof, SegmentProof};
use proptest::prelude::*;

use crate::{
    digest::{sha256, Digests},
    tree::{self, Side, Tree},
    wire::HashPage,
    Content, Error, Hash, CHUNK,
};

use super::{bytes, chunks, Disk};

#[test]
fn segments_are_proven_from_the_disk() {
    let disk = Disk::new();
    let file = bytes(1, 4 * CHUNK as usize + 3500);
    let content = disk.store().put(&file[..]).unwrap();
    let blob = disk.store().blob(&content.content_root).unwrap();
    let last = content.segments() - 1;
    let indices = [0, 1023, 1024, 3000, 4095, 4096, last];
    for (index, proof) in indices.iter().zip(blob.prove_all(&indices).unwrap()) {
        assert!(proof.verify(&content.segment_root, content.length), "segment {index}");
        assert_eq!(Some(proof), SegmentProof::of(&file, *index));
    }
    for index in [last + 1, u32::MAX] {
        assert!(matches!(blob.prove(index), Err(Error::OutOfRange)));
        assert!(matches!(blob.prove_all(&[0, index]), Err(Error::OutOfRange)));
    }
    let hashes: Vec<Hash> = chunks(&file).into_iter().map(sha256).collect();
    for index in 0..5 {
        assert_eq!(Some(blob.chunk_proof(index).unwrap()), ChunkProof::of(&hashes, index));
    }
    assert!(matches!(blob.chunk_proof(5), Err(Error::OutOfRange)));
    for order in 0..5u8 {
        let span = 1usize << order;
        for (page, of_page) in (0..).zip(hashes.chunks(span)) {
            let made = blob.hashes(order, page).unwrap();
            assert_eq!(made.hashes, of_page);
            assert!(made.verify(&content.content_root, content.length));
        }
        let pages = 5u32.div_ceil(1 << order);
        assert!(matches!(blob.hashes(order, pages), Err(Error::OutOfRange)));
        assert!(matches!(blob.hashes(order, u32::MAX), Err(Error::OutOfRange)));
    }
    assert!(matches!(blob.hashes(14, 0), Err(Error::OutOfRange)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Trees of more chunks than a test can have bytes for: above the chunks nothing but hashes
    /// counts.
    #[test]
    fn the_file_is_the_tree(chunks in 1..3000u32, less in 0..CHUNK, choice in any::<u32>(), order in 0..=13u8) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("tree");
        let made = Tree::create(&path, None).unwrap();
        let slot = |index: u32| Digests {
            hash: sha256(&[&index.to_le_bytes()[..], b"chunk"].concat()),
            segments: sha256(&[&index.to_le_bytes()[..], b"segments"].concat()),
        };
        (0..chunks).for_each(|index| made.set_slot(index, &slot(index)).unwrap());
        let length = u64::from(chunks) * u64::from(CHUNK) - u64::from(less);
        let content = made.seal(length).unwrap();
        prop_assert_eq!(fs::metadata(&path).unwrap().len(), tree::length(chunks));
        prop_assert_eq!(Tree::open(&path, false).unwrap().header(), Some(content));

        let hashes: Vec<Hash> = (0..chunks).map(|index| slot(index).hash).collect();
        let segments: Vec<Hash> = (0..chunks).map(|index| slot(index).segments).collect();
        let segment_root = segments.iter().copied().collect::<merkle::Accumulator>().root();
        let expected = Content {
            length,
            chunks,
            content_root: content_root(&hashes),
            segment_root,
            s003_hash: icn_primitives::content::s003_hash(&hashes),
        };
        prop_assert_eq!(content, expected);

        let index = choice % chunks;
        let path = made.path(Side::Chunks, chunks, 0, index.into()).unwrap();
        let leaves: Vec<Hash> = hashes.iter().map(chunk_leaf).collect();
        prop_assert_eq!(Some(path), merkle::path(&leaves, index as usize));
        let path = made.path(Side::Segments, chunks, 0, index.into()).unwrap();
        prop_assert_eq!(Some(path), merkle::path(&segments, index as usize));

        let (span, pages) = (1 << order, chunks.div_ceil(1 << order));
        let number = choice % pages;
        let page = HashPage {
            order,
            page: number,
            hashes: made.hashes(chunks, number * span, span).unwrap(),
            path: made.path(Side::Chunks, chunks, order.into(), number.into()).unwrap(),
        };
        prop_assert_eq!(page.first(), number * span);
        prop_assert!(page.verify(&content.content_root, length));
        let other = HashPage { page: number ^ 1, ..page.clone() };
        prop_assert!(!other.verify(&content.content_root, length));
        let mut other = page.clone();
        other.hashes.swap(0, page.hashes.len() - 1);
        prop_assert!(page.hashes.len() == 1 || !other.verify(&content.content_root, length));
        let mut other = page.clone();
        other.hashes.pop();
        prop_assert!(!other.verify(&content.content_root, length));
        let mut other = page.clone();
        other.path.push(content.content_root);
        prop_assert!(!other.verify(&content.content_root, length));
        let other = HashPage { order: order.wrapping_add(14), ..page };
        prop_assert!(!other.verify(&content.content_root, length));
    }
}
