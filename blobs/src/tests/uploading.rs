//! Uploads that were declared.

use std::{fs, os::unix::fs::symlink};

use icn_primitives::content::{merkle, ChunkProof};

use crate::{digest::sha256, Content, Error, Hash, CHUNK};

use super::{bytes, chunks, content_of, Disk};

const THREE: usize = 2 * CHUNK as usize + 1234;

fn hashes(file: &[u8]) -> Vec<Hash> {
    chunks(file).into_iter().map(sha256).collect()
}

#[test]
fn chunks_come_in_any_order() {
    let mut disk = Disk::new();
    let file = bytes(1, THREE);
    let content = content_of(&file);
    let mut upload = disk.store().upload(content).unwrap();
    upload.learn_all(&hashes(&file)).unwrap();
    for index in [2, 0, 1] {
        assert!(!upload.has(index));
        upload.put_chunk(index, chunks(&file)[index as usize]).unwrap();
        assert!(upload.has(index));
    }
    assert_eq!(upload.missing(0).count(), 0);
    assert_eq!(upload.finish().unwrap(), content);
    assert_eq!(disk.get(&content.content_root), file);
    disk.reopen();
    assert_eq!(disk.get(&content.content_root), file);
    assert_eq!((disk.store().uploads(), disk.leftovers()), (vec![], 0));
}

#[test]
fn each_chunk_may_bring_its_proof() {
    let disk = Disk::new();
    let file = bytes(2, THREE);
    let content = content_of(&file);
    let mut upload = disk.store().upload(content).unwrap();
    for (index, chunk) in (0..).zip(chunks(&file)) {
        assert!(matches!(upload.put_chunk(index, chunk), Err(Error::UnknownHash)));
        let proof = ChunkProof::of(&hashes(&file), index).unwrap();
        upload.put_proven(&proof, chunk).unwrap();
    }
    upload.finish().unwrap();
    assert_eq!(disk.get(&content.content_root), file);
}

#[test]
fn what_does_not_lead_to_the_root_is_not_taken() {
    let disk = Disk::new();
    let file = bytes(3, THREE);
    let content = content_of(&file);
    let mut upload = disk.store().upload(content).unwrap();
    let mut wrong = hashes(&file);
    wrong.swap(0, 1);
    assert!(matches!(upload.learn_all(&wrong), Err(Error::WrongProof)));
    assert!(matches!(upload.learn_all(&hashes(&file)[..2]), Err(Error::WrongProof)));
    let proof = ChunkProof { index: 1, ..ChunkProof::of(&hashes(&file), 0).unwrap() };
    assert!(matches!(upload.learn_proof(&proof), Err(Error::WrongProof)));
    assert!((0..3).all(|index| !upload.knows(index)));

    upload.learn_all(&hashes(&file)).unwrap();
    let mut chunk = chunks(&file)[0].to_vec();
    assert!(matches!(upload.put_chunk(1, &chunk), Err(Error::WrongChunk)));
    assert!(matches!(upload.put_chunk(2, &chunk), Err(Error::WrongChunk)));
    assert!(matches!(upload.put_chunk(3, &chunk), Err(Error::OutOfRange)));
    assert!(matches!(upload.put_chunk(u32::MAX, &chunk), Err(Error::OutOfRange)));
    upload.put_chunk(0, &chunk).unwrap();
    // Neither is what would take the place of a chunk that is there.
    chunk[9] ^= 1;
    assert!(matches!(upload.put_chunk(0, &chunk), Err(Error::WrongChunk)));
    assert_eq!(upload.missing(0).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(upload.missing(2).collect::<Vec<_>>(), [2]);
    assert_eq!(upload.present(), 1);
    assert!(matches!(upload.finish(), Err(Error::Incomplete { missing: 2 })));
}

#[test]
fn an_upload_goes_on_where_it_was() {
    let mut disk = Disk::new();
    let file = bytes(4, THREE);
    let content = content_of(&file);
    let mut upload = disk.store().upload(content).unwrap();
    upload.learn_all(&hashes(&file)).unwrap();
    upload.put_chunk(1, chunks(&file)[1]).unwrap();
    drop(upload);
    disk.reopen();
    assert_eq!(disk.store().uploads(), [content]);
    let mut upload = disk.store().upload(content).unwrap();
    // All hashes were known, so they still are.
    assert!((0..3).all(|index| upload.knows(index)));
    assert_eq!(upload.missing(0).collect::<Vec<_>>(), [0, 2]);
    upload.put_chunk(0, chunks(&file)[0]).unwrap();
    upload.put_chunk(2, chunks(&file)[2]).unwrap();
    upload.finish().unwrap();
    assert_eq!(disk.get(&content.content_root), file);
}

#[test]
fn a_chunk_that_did_not_get_to_the_disk_is_missing_again() {
    // What a power failure may leave: whatever was not synced is lost, in any combination.
    let file = bytes(5, THREE);
    let content = content_of(&file);
    type Loss = fn(&mut Vec<u8>);
    let lose: [(&str, Loss, &[u32]); 5] = [
        ("data", |data| data.truncate(CHUNK as usize + 10), &[1, 2]),
        ("data", |data| data[5] ^= 1, &[0]),
        ("data", Vec::clear, &[0, 1, 2]),
        // The last slot is zero, or half of it.
        ("tree", |tree| tree.truncate(tree.len() - 64), &[2]),
        ("tree", |tree| tree.truncate(tree.len() - 20), &[2]),
    ];
    for (name, damage, missing) in lose {
        let mut disk = Disk::new();
        let mut upload = disk.store().upload(content).unwrap();
        upload.learn_all(&hashes(&file)).unwrap();
        (0..).zip(chunks(&file)).for_each(|(index, chunk)| upload.put_chunk(index, chunk).unwrap());
        drop(upload);
        let path = disk.upload_file(&content.content_root, name);
        let mut there = fs::read(&path).unwrap();
        damage(&mut there);
        fs::write(&path, there).unwrap();
        disk.reopen();
        let mut upload = disk.store().upload(content).unwrap();
        assert_eq!(upload.missing(0).collect::<Vec<_>>(), missing, "{name}");
        upload.learn_all(&hashes(&file)).unwrap();
        for index in missing {
            upload.put_chunk(*index, chunks(&file)[*index as usize]).unwrap();
        }
        assert_eq!(upload.finish().unwrap(), content, "{name}");
        assert_eq!(disk.get(&content.content_root), file);
        assert!(disk.store().verify(&content.content_root).unwrap().is_good());
    }
}

#[test]
fn an_upload_whose_bytes_never_got_a_name_begins_anew() {
    let mut disk = Disk::new();
    let file = bytes(6, 5000);
    let content = content_of(&file);
    drop(disk.store().upload(content).unwrap());
    fs::remove_file(disk.upload_file(&content.content_root, "data")).unwrap();
    disk.reopen();
    let upload = disk.store().upload(content).unwrap();
    assert_eq!(upload.present(), 0);
    upload.discard().unwrap();
    // Without what was declared, there is no upload.
    drop(disk.store().upload(content).unwrap());
    fs::write(disk.upload_file(&content.content_root, "tree"), "?").unwrap();
    disk.reopen();
    assert_eq!((disk.store().uploads(), disk.store().usage().used), (vec![], 0));
    assert_eq!(disk.leftovers(), 0);
}

#[test]
fn what_was_declared_is_checked_at_the_end() {
    let disk = Disk::new();
    let file = bytes(7, 5000);
    let real = content_of(&file);
    let nobody = Hash::repeat_byte(1);
    for declared in
        [Content { segment_root: nobody, ..real }, Content { s003_hash: nobody, ..real }]
    {
        let mut upload = disk.store().upload(declared).unwrap();
        upload.learn_all(&hashes(&file)).unwrap();
        upload.put_chunk(0, &file).unwrap();
        match upload.finish() {
            Err(Error::ContentMismatch(is)) => assert_eq!(*is, real),
            other => panic!("{other:?}"),
        }
        assert!(!disk.store().has(&real.content_root));
        match disk.store().upload(real) {
            Err(Error::DeclaredOtherwise(before)) => assert_eq!(*before, declared),
            other => panic!("{other:?}"),
        }
        disk.store().discard_upload(&real.content_root).unwrap();
    }
    // A wrong length is found with the chunk.
    let mut upload = disk.store().upload(Content { length: 4999, ..real }).unwrap();
    upload.learn_all(&hashes(&file)).unwrap();
    assert!(matches!(upload.put_chunk(0, &file), Err(Error::WrongChunk)));
    upload.discard().unwrap();
    assert_eq!((disk.store().usage().used, disk.leftovers()), (0, 0));
    let no_file = Content { chunks: 7, ..real };
    assert!(matches!(disk.store().upload(no_file), Err(Error::NotWellFormed)));
}

#[test]
fn an_upload_has_one_hand_at_a_time() {
    let disk = Disk::new();
    let file = bytes(8, 3000);
    let content = content_of(&file);
    let root = content.content_root;
    let first = disk.store().upload(content).unwrap();
    assert!(matches!(disk.store().upload(content), Err(Error::Busy)));
    assert!(matches!(disk.store().discard_upload(&root), Err(Error::Busy)));
    drop(first);
    let mut upload = disk.store().upload(content).unwrap();
    // Meanwhile somebody puts the same file.
    disk.store().put(&file[..]).unwrap();
    upload.learn_all(&hashes(&file)).unwrap();
    upload.put_chunk(0, &file).unwrap();
    upload.finish().unwrap();
    assert!(matches!(disk.store().upload(content), Err(Error::AlreadyStored)));
    assert!(matches!(disk.store().discard_upload(&root), Err(Error::NotFound)));
    let usage = disk.store().usage();
    assert_eq!((usage.blobs, usage.uploads, disk.leftovers()), (1, 0, 0));
    assert_eq!(usage.used, crate::layout::counted(&content));
}

#[test]
fn an_upload_has_its_room_from_the_beginning() {
    let file = bytes(9, 3000);
    let content = content_of(&file);
    let counted = crate::layout::counted(&content);
    let mut disk = Disk::with_capacity(counted);
    drop(disk.store().upload(content).unwrap());
    assert_eq!(disk.store().usage().used, counted);
    disk.reopen();
    assert_eq!(disk.store().usage().used, counted);
    let other = content_of(b"no room for it");
    assert!(matches!(disk.store().upload(other), Err(Error::CapacityReached { free: 0, .. })));
    assert!(matches!(disk.store().put(&b"nor for this"[..]), Err(Error::CapacityReached { .. })));
    let mut upload = disk.store().upload(content).unwrap();
    upload.learn_all(&hashes(&file)).unwrap();
    upload.put_chunk(0, &file).unwrap();
    upload.finish().unwrap();
    assert_eq!(disk.store().usage().used, counted);
}

#[test]
fn when_the_disk_is_full_nothing_is_lost() {
    let disk = Disk::new();
    let file = bytes(10, THREE);
    let content = content_of(&file);
    let mut upload = disk.store().upload(content).unwrap();
    upload.learn_all(&hashes(&file)).unwrap();
    upload.put_chunk(0, chunks(&file)[0]).unwrap();
    drop(upload);

    // A device that takes nothing stands where the bytes go.
    let (data, aside) = (disk.upload_file(&content.content_root, "data"), disk.directory.path());
    let aside = aside.join("aside");
    fs::rename(&data, &aside).unwrap();
    symlink("/dev/full", &data).unwrap();
    let mut upload = disk.store().upload(content).unwrap();
    upload.learn_all(&hashes(&file)).unwrap();
    assert!(matches!(upload.put_chunk(1, chunks(&file)[1]), Err(Error::DiskFull)));
    assert!(!upload.has(1));
    drop(upload);

    fs::remove_file(&data).unwrap();
    fs::rename(&aside, &data).unwrap();
    let mut upload = disk.store().upload(content).unwrap();
    upload.learn_all(&hashes(&file)).unwrap();
    (0..).zip(chunks(&file)).for_each(|(index, chunk)| upload.put_chunk(index, chunk).unwrap());
    upload.finish().unwrap();
    assert_eq!(disk.get(&content.content_root), file);
}

#[test]
fn a_file_without_bytes_needs_no_chunk() {
    let disk = Disk::new();
    let nothing = content_of(&[]);
    assert_eq!(nothing.content_root, merkle::empty_root());
    let mut upload = disk.store().upload(nothing).unwrap();
    upload.learn_all(&[]).unwrap();
    assert_eq!(upload.missing(0).count(), 0);
    assert!(matches!(upload.put_chunk(0, &[]), Err(Error::OutOfRange)));
    assert_eq!(upload.finish().unwrap(), nothing);
    assert!(disk.get(&nothing.content_root).is_empty());
}
