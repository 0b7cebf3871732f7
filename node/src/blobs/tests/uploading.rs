//! What clients do with uploads.

use icn_blobs::Error;
use std::time::Instant;

use super::{chunk, file, hashed, page, Disk, CHUNK};
use crate::blobs::uploads::{FORGOTTEN_AFTER, MAX_OPEN};

/// More ranges than a short file has.
const ALL: usize = 100;

#[test]
fn a_client_sends_a_file_and_goes_on_after_the_node_was_killed() {
    let (disk, file) = (Disk::new(), file(1, 4 * CHUNK + 10));
    let (content, _) = hashed(&file);
    let root = content.content_root;
    let uploads = &disk.blobs.uploads;
    let began = uploads.begin(content, ALL).unwrap();
    assert_eq!((began.unknown, began.missing), (Some(0), vec![(0, 5)]));
    assert!(matches!(uploads.put_chunk(&root, 0, chunk(&file, 0)), Err(Error::UnknownHash)));
    uploads.put_hashes(&root, &page(&file)).unwrap();
    for index in [4, 1] {
        uploads.put_chunk(&root, index as u32, chunk(&file, index)).unwrap();
    }
    let state = uploads.state(&root, 0, ALL).unwrap();
    assert_eq!((state.unknown, state.present), (None, 2));
    assert_eq!((state.missing, state.next), (vec![(0, 1), (2, 4)], None));
    // In pages.
    let state = uploads.state(&root, 0, 1).unwrap();
    assert_eq!((state.missing, state.next), (vec![(0, 1)], Some(2)));
    assert_eq!(uploads.state(&root, 2, 1).unwrap().missing, [(2, 4)]);

    let disk = disk.again();
    let uploads = &disk.blobs.uploads;
    assert!(matches!(uploads.state(&root, 0, ALL), Err(Error::NotFound)));
    let began = uploads.begin(content, ALL).unwrap();
    assert_eq!((began.unknown, began.present), (None, 2));
    assert_eq!(began.missing, [(0, 1), (2, 4)]);
    for index in [0, 2, 3] {
        assert!(matches!(uploads.finish(&root), Err(Error::Incomplete { .. })));
        uploads.put_chunk(&root, index as u32, chunk(&file, index)).unwrap();
    }
    // Whoever lost the answer asks again.
    for _ in 0..2 {
        assert_eq!(uploads.finish(&root).unwrap(), content);
    }
    assert!(uploads.begin(content, ALL).unwrap().stored);
    assert!(uploads.state(&root, 0, ALL).unwrap().stored);
    assert_eq!(disk.read(&content), file);
}

#[test]
fn what_is_not_the_declared_file_is_not_taken() {
    let (disk, file, other) = (Disk::new(), file(1, CHUNK + 1), file(2, CHUNK + 1));
    let (content, _) = hashed(&file);
    let root = content.content_root;
    let uploads = &disk.blobs.uploads;
    assert!(matches!(uploads.put_chunk(&root, 0, &[]), Err(Error::NotFound)));
    uploads.begin(content, ALL).unwrap();
    assert!(matches!(uploads.put_hashes(&root, &page(&other)), Err(Error::WrongProof)));
    uploads.put_hashes(&root, &page(&file)).unwrap();
    for (index, bytes) in [(0, chunk(&other, 0)), (0, chunk(&file, 1)), (1, &[])] {
        assert!(matches!(uploads.put_chunk(&root, index, bytes), Err(Error::WrongChunk)));
    }
    assert!(matches!(uploads.put_chunk(&root, 2, &[1]), Err(Error::OutOfRange)));
    assert_eq!(uploads.state(&root, 0, ALL).unwrap().present, 0);

    // Of a false segment root nobody knows before the end; then nothing of it stays.
    let mut lie = content;
    lie.segment_root = root;
    assert!(matches!(uploads.begin(lie, ALL), Err(Error::DeclaredOtherwise(_))));
    let disk = Disk::new();
    let uploads = &disk.blobs.uploads;
    uploads.begin(lie, ALL).unwrap();
    uploads.put_hashes(&root, &page(&file)).unwrap();
    for index in 0..2 {
        uploads.put_chunk(&root, index as u32, chunk(&file, index)).unwrap();
    }
    assert!(matches!(uploads.finish(&root), Err(Error::ContentMismatch(_))));
    assert_eq!((disk.store().usage().used, disk.store().usage().uploads), (0, 0));
}

#[test]
fn so_many_uploads_are_open_and_no_more() {
    let disk = Disk::new();
    let uploads = &disk.blobs.uploads;
    for seed in 0..MAX_OPEN {
        uploads.begin(hashed(&file(seed as u8, 10)).0, ALL).unwrap();
    }
    let (one_more, _) = hashed(&file(200, 10));
    assert!(matches!(uploads.begin(one_more, ALL), Err(Error::Busy)));
    // One that is open goes on.
    let first = file(0, 10);
    let (content, _) = hashed(&first);
    uploads.begin(content, ALL).unwrap();
    uploads.put_hashes(&content.content_root, &page(&first)).unwrap();
    uploads.put_chunk(&content.content_root, 0, &first).unwrap();
    uploads.finish(&content.content_root).unwrap();
    uploads.begin(one_more, ALL).unwrap();
}

#[test]
fn an_upload_that_nobody_goes_on_with_is_forgotten_after_a_day() {
    let disk = Disk::new();
    let uploads = &disk.blobs.uploads;
    let (left, fetched) = (hashed(&file(1, 10)).0, hashed(&file(2, 10)).0);
    uploads.begin(left, ALL).unwrap();
    drop(disk.store().upload(fetched).unwrap());
    let wanted = |root: &icn_blobs::ContentRoot| *root == fetched.content_root;
    let begin = Instant::now();
    for (passed, there) in [(0, 2), (1, 2), (2, 1)] {
        uploads.tidy(begin + FORGOTTEN_AFTER / 2 * passed + FORGOTTEN_AFTER / 4, wanted);
        assert_eq!(disk.store().usage().uploads, there, "{passed}");
    }
    assert!(matches!(uploads.state(&left.content_root, 0, ALL), Err(Error::NotFound)));
    assert_eq!(disk.store().uploads(), [fetched]);
}

#[test]
fn what_does_not_fit_is_refused_before_it_is_sent() {
    let disk = Disk::with_capacity(CHUNK as u64);
    let begun = disk.blobs.uploads.begin(hashed(&file(1, CHUNK)).0, ALL);
    assert!(matches!(begun, Err(Error::CapacityReached { .. })));
}
