//! Bytes that change on the disk: what is found, what is never given out, and how it is put right.

use std::{collections::BTreeMap, fs, ops::ControlFlow};

use crate::{ContentRoot, Error, CHUNK};

use super::{bytes, chunks, content_of, flip, Disk};

const THREE: usize = 2 * CHUNK as usize + 1234;

#[test]
fn a_damaged_chunk_is_named_and_repaired() {
    let disk = Disk::new();
    let file = bytes(1, THREE);
    let content = disk.store().put(&file[..]).unwrap();
    let root = content.content_root;
    for (at, damaged) in [(0, 0), (CHUNK as usize, 1), (THREE - 1, 2)] {
        flip(&disk.blob_file(&root, "data"), at);
        let health = disk.store().verify(&root).unwrap();
        assert_eq!((health.damaged, health.tree), (vec![damaged], false));

        // What stands before it is read, and not a byte of it.
        let mut read = Vec::new();
        match disk.store().blob(&root).unwrap().copy_to(&mut read) {
            Err(Error::Damaged { root: of, chunk }) => assert_eq!((of, chunk), (root, damaged)),
            other => panic!("{other:?}"),
        }
        assert!(read == file[..damaged as usize * CHUNK as usize]);
        let segment = damaged * 1024;
        let proof = disk.store().blob(&root).unwrap().prove(segment);
        assert!(matches!(proof, Err(Error::Damaged { chunk, .. }) if chunk == damaged));

        let right = chunks(&file)[damaged as usize];
        let mut wrong = right.to_vec();
        wrong[0] ^= 1;
        assert!(matches!(disk.store().repair(&root, damaged, &wrong), Err(Error::WrongChunk)));
        disk.store().repair(&root, damaged, right).unwrap();
        assert!(disk.store().verify(&root).unwrap().is_good());
        assert_eq!(disk.get(&root), file);
    }
    assert!(matches!(disk.store().repair(&root, 3, &[]), Err(Error::OutOfRange)));
}

#[test]
fn what_is_missing_is_damaged() {
    let mut disk = Disk::new();
    let file = bytes(2, THREE);
    let root = disk.store().put(&file[..]).unwrap().content_root;
    let data = disk.blob_file(&root, "data");
    fs::File::options().write(true).open(&data).unwrap().set_len(u64::from(CHUNK) + 5).unwrap();
    assert_eq!(disk.store().verify(&root).unwrap().damaged, [1, 2]);
    fs::remove_file(&data).unwrap();
    disk.reopen();
    assert_eq!(disk.store().verify(&root).unwrap().damaged, [0, 1, 2]);
    for (index, chunk) in (0..3u32).zip(chunks(&file)).rev() {
        disk.store().repair(&root, index, chunk).unwrap();
    }
    assert_eq!(disk.get(&root), file);
}

#[test]
fn whatever_changes_in_the_tree_is_found_and_made_anew() {
    let mut disk = Disk::new();
    let file = bytes(3, THREE);
    let content = disk.store().put(&file[..]).unwrap();
    let root = content.content_root;
    let tree = disk.blob_file(&root, "tree");
    let whole = fs::read(&tree).unwrap();
    // Every part: mark, content, checksum, each hash of each slot, the nodes of both trees.
    for at in (0..whole.len()).step_by(31).chain([whole.len() - 1]) {
        flip(&tree, at);
        if at % 2 == 0 {
            disk.reopen();
        }
        assert!(disk.store().verify(&root).unwrap().tree, "byte {at}");
        // Reading may go well, where it doesn't need that byte; it never gives anything else.
        let mut read = Vec::new();
        let got = disk.store().blob(&root).and_then(|blob| blob.copy_to(&mut read));
        assert!(read == file[..read.len()], "byte {at}");
        assert_eq!(got.is_ok(), read.len() == file.len());
        if let Ok(proof) = disk.store().blob(&root).and_then(|blob| blob.prove(1500)) {
            assert!(proof.verify(&content.segment_root, content.length));
        }
        let rebuilt = disk.store().rebuild(&root).unwrap();
        assert_eq!((rebuilt.content, rebuilt.damaged), (content, vec![]));
        assert_eq!(fs::read(&tree).unwrap(), whole);
    }
    for length in [0, 10, 200, whole.len() - 1] {
        fs::write(&tree, &whole[..length]).unwrap();
        disk.reopen();
        assert!(disk.store().verify(&root).unwrap().tree);
        assert_eq!(disk.store().rebuild(&root).unwrap().content, content);
    }
    fs::remove_file(&tree).unwrap();
    disk.reopen();
    assert!(matches!(disk.store().content(&root), Err(Error::DamagedTree { .. })));
    assert!(matches!(disk.store().blob(&root), Err(Error::DamagedTree { .. })));
    assert_eq!(disk.store().list(None, 9)[0].content, None);
    disk.store().rebuild(&root).unwrap();
    assert_eq!(disk.get(&root), file);
    let used = disk.store().usage().used;
    assert_eq!(used, crate::layout::counted(&content));
}

#[test]
fn damage_on_both_sides_is_told_apart_as_far_as_it_can_be() {
    let mut disk = Disk::new();
    let file = bytes(4, THREE);
    let content = disk.store().put(&file[..]).unwrap();
    let root = content.content_root;
    let (data, tree) = (disk.blob_file(&root, "data"), disk.blob_file(&root, "tree"));
    let last = fs::metadata(&tree).unwrap().len() as usize - 1;
    // A node above, and a chunk: the chunk's old hash is whole.
    flip(&data, CHUNK as usize + 9);
    flip(&tree, last);
    let rebuilt = disk.store().rebuild(&root).unwrap();
    assert_eq!((rebuilt.content, rebuilt.damaged), (content, vec![1]));
    let health = disk.store().verify(&root).unwrap();
    assert_eq!((health.damaged, health.tree), (vec![1], false));
    disk.store().repair(&root, 1, chunks(&file)[1]).unwrap();
    assert!(disk.store().verify(&root).unwrap().is_good());

    // The chunk, and its own hash: there is no telling what it was.
    flip(&data, 0);
    flip(&tree, 150);
    assert!(matches!(disk.store().rebuild(&root), Err(Error::DamagedTree { .. })));
    assert!(disk.store().verify(&root).unwrap().tree);
    // It is deleted and fetched again.
    disk.store().delete(&root).unwrap();
    disk.store().put(&file[..]).unwrap();
    disk.reopen();
    assert_eq!(disk.get(&root), file);
}

#[test]
fn scrubbing_sees_every_blob() {
    let disk = Disk::new();
    let mut expected = BTreeMap::new();
    for seed in 0..5 {
        let root = disk.store().put(&bytes(seed, 5000)[..]).unwrap().content_root;
        expected.insert(root, seed % 2 == 0);
        if seed % 2 == 1 {
            flip(&disk.blob_file(&root, "data"), 4000);
        }
    }
    let mut seen = BTreeMap::new();
    let scrubbed = disk.store().scrub(|root: &ContentRoot, health| {
        seen.insert(*root, health.is_good());
        ControlFlow::Continue(())
    });
    scrubbed.unwrap();
    assert_eq!(seen, expected);
    let mut count = 0;
    let stopped = disk.store().scrub(|_, _| {
        count += 1;
        if count == 2 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    stopped.unwrap();
    assert_eq!(count, 2);
}

#[test]
fn another_blobs_files_are_not_this_one() {
    let mut disk = Disk::new();
    let files = [bytes(1, 5000), bytes(2, 5000)];
    let [first, second] =
        [0, 1].map(|at: usize| disk.store().put(&files[at][..]).unwrap().content_root);
    for file in ["data", "tree"] {
        fs::copy(disk.blob_file(&second, file), disk.blob_file(&first, file)).unwrap();
    }
    disk.reopen();
    assert!(matches!(disk.store().blob(&first), Err(Error::DamagedTree { .. })));
    assert!(matches!(disk.store().rebuild(&first), Err(Error::DamagedTree { .. })));
    assert_eq!(disk.store().content(&second).unwrap(), content_of(&files[1]));
}
