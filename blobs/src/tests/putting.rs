//! Putting, reading, listing and deleting.

use std::fs;

use crate::{layout, Error, Hash, Store, CHUNK};

use super::{bytes, content_of, Disk};

#[test]
fn what_is_put_is_read_again() {
    let mut disk = Disk::new();
    let chunk = CHUNK as usize;
    for length in [0, 1, 1024, chunk - 1, chunk, chunk + 1, 2 * chunk + 777] {
        let file = bytes(1, length);
        let content = disk.store().put(&file[..]).unwrap();
        assert_eq!(content, content_of(&file), "{length} bytes");
        assert_eq!(disk.get(&content.content_root), file);
        disk.reopen();
        assert_eq!(disk.store().content(&content.content_root).unwrap(), content);
        assert_eq!(disk.get(&content.content_root), file);
        assert!(disk.store().verify(&content.content_root).unwrap().is_good());
    }
    assert_eq!(disk.leftovers(), 0);
}

#[test]
fn the_bytes_lie_there_as_they_are() {
    let disk = Disk::new();
    let file = b"anybody can read it without this program".to_vec();
    let root = disk.store().put(&file[..]).unwrap().content_root;
    assert_eq!(fs::read(disk.blob_file(&root, "data")).unwrap(), file);
}

#[test]
fn a_file_comes_in_pieces_of_any_size() {
    let disk = Disk::new();
    let file = bytes(2, 2 * CHUNK as usize + 5);
    for size in [700_000, 1_500_000] {
        let mut writer = disk.store().writer().unwrap();
        file.chunks(size).for_each(|piece| writer.write(piece).unwrap());
        let content = writer.finish().unwrap();
        assert_eq!(content, content_of(&file));
        disk.store().delete(&content.content_root).unwrap();
    }
}

#[test]
fn hashing_says_what_putting_says() {
    let disk = Disk::new();
    let file = bytes(3, CHUNK as usize + 300_000);
    let (content, hashes) = crate::hash(&file[..]).unwrap();
    assert_eq!(content, content_of(&file));
    assert_eq!(hashes.len(), 2);
    assert_eq!(disk.store().put(&file[..]).unwrap(), content);
}

#[test]
fn the_same_file_again_is_the_same_blob() {
    let disk = Disk::new();
    let file = bytes(4, 5000);
    let content = disk.store().put(&file[..]).unwrap();
    let usage = disk.store().usage();
    assert_eq!(disk.store().put(&file[..]).unwrap(), content);
    assert_eq!(disk.store().usage(), usage);
    assert_eq!((usage.blobs, disk.leftovers()), (1, 0));
}

#[test]
fn a_range_is_read_without_the_rest() {
    let disk = Disk::new();
    let chunk = CHUNK as usize;
    let file = bytes(5, 2 * chunk + 100);
    let blob = disk.store().blob(&disk.store().put(&file[..]).unwrap().content_root).unwrap();
    for (from, to) in [
        (0, 0),
        (0, 1),
        (10, 2000),
        (chunk - 1, chunk + 1),
        (chunk, 2 * chunk),
        (5, 2 * chunk + 100),
        (2 * chunk + 100, 2 * chunk + 100),
    ] {
        let mut read = Vec::new();
        blob.copy_range(from as u64, (to - from) as u64, &mut read).unwrap();
        assert!(read == file[from..to], "{from}..{to}");
    }
    let end = file.len() as u64;
    for (offset, length) in [(end, 1), (0, end + 1), (u64::MAX, 2), (1, u64::MAX)] {
        let mut read = Vec::new();
        assert!(matches!(blob.copy_range(offset, length, &mut read), Err(Error::OutOfRange)));
        assert!(read.is_empty());
    }
}

#[test]
fn what_is_dropped_before_its_end_leaves_nothing() {
    let disk = Disk::new();
    let mut writer = disk.store().writer().unwrap();
    writer.write(&bytes(6, CHUNK as usize + 1)).unwrap();
    assert!(disk.store().usage().used > u64::from(CHUNK));
    drop(writer);
    assert_eq!((disk.store().usage().used, disk.leftovers()), (0, 0));
}

#[test]
fn deleted_is_gone_but_for_who_reads_it() {
    let mut disk = Disk::new();
    let (kept, file) = (bytes(7, 3000), bytes(8, 4000));
    let kept = disk.store().put(&kept[..]).unwrap().content_root;
    let root = disk.store().put(&file[..]).unwrap().content_root;
    let blob = disk.store().blob(&root).unwrap();
    disk.store().delete(&root).unwrap();
    assert!(!disk.store().has(&root));
    assert!(matches!(disk.store().blob(&root), Err(Error::NotFound)));
    assert!(matches!(disk.store().delete(&root), Err(Error::NotFound)));
    let mut read = Vec::new();
    blob.copy_to(&mut read).unwrap();
    assert_eq!(read, file);
    disk.reopen();
    assert!(disk.store().has(&kept) && !disk.store().has(&root));
    assert_eq!(disk.leftovers(), 0);
    // And can be put again.
    assert_eq!(disk.store().put(&file[..]).unwrap().content_root, root);
}

#[test]
fn the_list_is_paged_by_name() {
    let disk = Disk::new();
    let mut roots: Vec<Hash> =
        (0..7).map(|seed| disk.store().put(&bytes(seed, 100)[..]).unwrap().content_root).collect();
    roots.sort();
    let (mut listed, mut after) = (vec![], None);
    loop {
        let page = disk.store().list(after.as_ref(), 3);
        let Some(last) = page.last() else { break };
        assert!(page.len() <= 3 && page.iter().all(|blob| blob.content.is_some()));
        after = Some(last.root);
        listed.extend(page.iter().map(|blob| blob.root));
    }
    assert_eq!(listed, roots);
}

#[test]
fn the_capacity_counts_what_the_disk_gives() {
    let small = content_of(&bytes(9, 100));
    // A block for the bytes, one for the hashes, one for the directory.
    assert_eq!(layout::counted(&small), 3 * 4096);
    let mut disk = Disk::with_capacity(2 * 3 * 4096);
    let first = disk.store().put(&bytes(1, 100)[..]).unwrap().content_root;
    disk.store().put(&bytes(2, 100)[..]).unwrap();
    let full = disk.store().put(&bytes(3, 100)[..]);
    assert!(matches!(full, Err(Error::CapacityReached { free: 0, .. })));
    assert_eq!(disk.store().usage().used, 2 * 3 * 4096);

    // Half of a file is too much as well, and the half goes away.
    disk.store().delete(&first).unwrap();
    let full = disk.store().put(&bytes(4, 30_000)[..]);
    assert!(matches!(full, Err(Error::CapacityReached { .. })));
    assert_eq!((disk.store().usage().used, disk.leftovers()), (3 * 4096, 0));
    disk.store().put(&bytes(3, 100)[..]).unwrap();

    // With a lower capacity nothing is lost, and nothing more taken.
    disk.capacity = 4096;
    disk.reopen();
    assert_eq!(disk.store().usage().blobs, 2);
    assert!(matches!(disk.store().put(&[][..]), Err(Error::CapacityReached { free: 0, .. })));
}

#[test]
fn one_directory_has_one_process() {
    let mut disk = Disk::new();
    let second = Store::open(disk.directory.path(), 1);
    assert!(matches!(second, Err(Error::Locked)));
    // A clone is of the same store, and keeps it.
    let clone = disk.store().clone();
    disk.store = None;
    assert!(matches!(Store::open(disk.directory.path(), 1), Err(Error::Locked)));
    drop(clone);
    disk.reopen();
}

#[test]
fn a_directory_with_something_else_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("letter.txt"), "dear all").unwrap();
    assert!(matches!(Store::open(directory.path(), 1), Err(Error::NotAStore)));
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);

    let other = tempfile::tempdir().unwrap();
    fs::create_dir_all(other.path().join("blobs/photos")).unwrap();
    assert!(matches!(Store::open(other.path(), 1), Err(Error::NotAStore)));

    let later = tempfile::tempdir().unwrap();
    fs::write(later.path().join("format"), "icn-blobs 2\n").unwrap();
    assert!(matches!(Store::open(later.path(), 1), Err(Error::OtherFormat)));
}

#[test]
fn names_are_hashes_and_nothing_else() {
    let root = Hash::repeat_byte(0xab);
    assert_eq!(layout::root_of(layout::name(&root).as_ref()), Some(root));
    let upper = layout::name(&root).to_uppercase();
    let prefixed = format!("0x{}", layout::name(&root));
    for name in ["..", "", "ab", &upper, &prefixed, &"g".repeat(64), &"a".repeat(63)] {
        assert_eq!(layout::root_of(name.as_ref()), None, "{name}");
    }

    // What nobody put there is left alone and isn't served.
    let mut disk = Disk::new();
    let file = disk.directory.path().join("blobs/ab");
    fs::create_dir_all(file.join("..hidden")).unwrap();
    // A blob's name in another blob's place.
    fs::create_dir_all(file.join("c".repeat(64))).unwrap();
    let strange = ["incoming/mine", "trash/photos"].map(|part| disk.directory.path().join(part));
    strange.iter().for_each(|part| fs::create_dir(part).unwrap());
    disk.reopen();
    assert_eq!(disk.store().usage().blobs, 0);
    assert!(file.join("..hidden").exists() && strange.iter().all(|part| part.exists()));
}

#[test]
fn a_store_that_was_copied_is_the_same_store() {
    let mut disk = Disk::new();
    let file = bytes(11, 9000);
    let root = disk.store().put(&file[..]).unwrap().content_root;
    let copied = disk.directory.path().with_extension("copied");
    // While the store is open: files never change once they are there.
    super::kill::copy(disk.directory.path(), &copied);
    let store = Store::open(&copied, disk.capacity).unwrap();
    assert!(store.verify(&root).unwrap().is_good());
    drop(store);
    fs::remove_dir_all(copied).unwrap();
    disk.reopen();
    assert_eq!(disk.get(&root), file);
}

#[test]
fn a_new_store_is_for_its_owner() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("store");
    Store::open(&directory, 1).unwrap();
    assert_eq!(fs::metadata(directory).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_disk_without_room_is_named() {
    for kind in [std::io::ErrorKind::StorageFull, std::io::ErrorKind::QuotaExceeded] {
        assert!(matches!(Error::from(std::io::Error::from(kind)), Error::DiskFull));
    }
    assert_eq!(Error::DiskFull.to_string(), "the disk has no more room");
}
