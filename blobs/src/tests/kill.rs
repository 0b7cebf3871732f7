//! The process dies at every step of everything that writes, by an abort of a real process; then
//! another one opens the store and finds the old state or the new one.

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
};

use icn_primitives::content::Content;

use crate::{digest::sha256, Error, Store, CHUNK};

use super::{bytes, chunks, content_of, flip, Disk, PLENTY};

const STEP: &str = "ICN_BLOBS_DIES_AT_STEP";
const SCENARIO: &str = "ICN_BLOBS_SCENARIO";
const DIRECTORY: &str = "ICN_BLOBS_DIRECTORY";

/// What a power failure makes of a file.
type Loss = fn(Vec<u8>) -> Vec<u8>;

static STEPS: AtomicU64 = AtomicU64::new(0);

/// Dies, if this is the process and the step.
pub fn step() {
    let number = STEPS.fetch_add(1, Ordering::SeqCst) + 1;
    if env::var(STEP).is_ok_and(|at| at == number.to_string()) {
        std::process::abort();
    }
}

fn file() -> Vec<u8> {
    bytes(77, CHUNK as usize + 5000)
}

fn neighbour() -> Vec<u8> {
    bytes(78, 3000)
}

/// What the other process does. Alone it does nothing.
#[test]
fn child() {
    let (Ok(scenario), Ok(directory)) = (env::var(SCENARIO), env::var(DIRECTORY)) else { return };
    let (file, content) = (file(), content_of(&file()));
    let store = Store::open(&directory, PLENTY).unwrap();
    match scenario.as_str() {
        "open" => (),
        "put" => assert_eq!(store.put(&file[..]).unwrap(), content),
        "upload" => {
            let mut upload = store.upload(content).unwrap();
            let hashes: Vec<_> = chunks(&file).into_iter().map(sha256).collect();
            upload.learn_all(&hashes).unwrap();
            (0..).zip(chunks(&file)).for_each(|(at, chunk)| upload.put_chunk(at, chunk).unwrap());
            upload.finish().unwrap();
        }
        "discard" => store.discard_upload(&content.content_root).unwrap(),
        "delete" => store.delete(&content.content_root).unwrap(),
        "rebuild" => drop(store.rebuild(&content.content_root).unwrap()),
        other => panic!("{other}"),
    }
}

/// Runs a scenario in a process that dies at its `at`th step; true: it came to its end.
fn run(scenario: &str, directory: &Path, at: u64) -> bool {
    let status = Command::new(env::current_exe().unwrap())
        .args(["--exact", "tests::kill::child", "--test-threads=1"])
        .env(SCENARIO, scenario)
        .env(DIRECTORY, directory)
        .env(STEP, at.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    // A failed assertion would be an exit code, and not a signal.
    assert!(status.success() || status.code().is_none(), "{scenario} failed at step {at}");
    status.success()
}

/// Lets a scenario die at each step on a disk that `before` made, and looks at what is left.
fn at_every_step(scenario: &str, before: impl Fn(&Disk), after: impl Fn(&mut Disk, u64)) -> u64 {
    for at in 1.. {
        let mut disk = Disk::new();
        disk.store().put(&neighbour()[..]).unwrap();
        before(&disk);
        disk.store = None;
        let ended = run(scenario, disk.directory.path(), at);
        disk.reopen();
        assert_eq!(disk.get(&content_of(&neighbour()).content_root), neighbour());
        after(&mut disk, at);
        // Whatever was left, it counts as much as it is.
        let blobs = disk.store().list(None, 9);
        let counted = |content: &Content| crate::layout::counted(content);
        let of_blobs: u64 =
            blobs.iter().filter_map(|blob| blob.content.as_ref()).map(counted).sum();
        let of_uploads: u64 = disk.store().uploads().iter().map(counted).sum();
        assert_eq!(disk.store().usage().used, of_blobs + of_uploads);
        if ended {
            return at - 1;
        }
    }
    0
}

/// The file is there completely, or not at all and can be put.
fn whole_or_absent(disk: &Disk) {
    let root = content_of(&file()).content_root;
    if disk.store().has(&root) {
        assert!(disk.store().verify(&root).unwrap().is_good());
    } else {
        disk.store().put(&file()[..]).unwrap();
    }
    assert_eq!(disk.get(&root), file());
}

#[test]
fn while_putting() {
    let steps = at_every_step(
        "put",
        |_| (),
        |disk, at| {
            assert_eq!(disk.leftovers(), 0, "step {at}");
            whole_or_absent(disk);
        },
    );
    assert!(steps >= 8, "{steps}");
}

#[test]
fn while_uploading() {
    let content = content_of(&file());
    let steps = at_every_step(
        "upload",
        |_| (),
        |disk, at| {
            let store = disk.store();
            assert!(store.uploads().len() + usize::from(store.has(&content.content_root)) <= 1);
            complete(disk, &content, at);
        },
    );
    assert!(steps >= 11, "{steps}");
}

/// A process that dies leaves what it wrote to the system; a power failure doesn't. What wasn't
/// synced may be gone in any part, and after each step the store copes with it.
#[test]
fn while_uploading_when_the_power_fails() {
    let content = content_of(&file());
    let lose: [(&str, Loss); 5] = [
        ("data", |data| vec![0; data.len()]),
        ("data", |data| data[..data.len() / 2].to_vec()),
        ("tree", |tree| vec![0; tree.len()]),
        ("tree", |tree| tree[..tree.len().min(180)].to_vec()),
        ("tree", |tree| {
            tree.iter().enumerate().map(|(at, byte)| if at < 170 { *byte } else { 0 }).collect()
        }),
    ];
    for at in 1.. {
        let mut killed = Disk::new();
        killed.store = None;
        let ended = run("upload", killed.directory.path(), at);
        for (name, lost) in lose {
            let mut disk = Disk::new();
            disk.store = None;
            copy(killed.directory.path(), disk.directory.path());
            let path = disk.upload_file(&content.content_root, name);
            if let Ok(there) = fs::read(&path) {
                fs::write(&path, lost(there)).unwrap();
            }
            disk.reopen();
            complete(&disk, &content, at);
        }
        if ended {
            break;
        }
    }
}

/// Whatever is there of the upload: it goes on, and ends well.
fn complete(disk: &Disk, content: &Content, at: u64) {
    match disk.store().upload(*content) {
        Err(Error::AlreadyStored) => (),
        Ok(mut upload) => {
            let file = file();
            let hashes: Vec<_> = chunks(&file).into_iter().map(sha256).collect();
            upload.learn_all(&hashes).unwrap();
            let missing: Vec<u32> = upload.missing(0).collect();
            for index in missing {
                upload.put_chunk(index, chunks(&file)[index as usize]).unwrap();
            }
            assert_eq!(upload.finish().unwrap(), *content, "step {at}");
        }
        Err(error) => panic!("step {at}: {error}"),
    }
    assert_eq!(disk.leftovers(), 0, "step {at}");
    assert_eq!(disk.get(&content.content_root), file(), "step {at}");
    assert!(disk.store().verify(&content.content_root).unwrap().is_good());
}

/// Copies a directory with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn while_discarding_an_upload() {
    let content = content_of(&file());
    let steps = at_every_step(
        "discard",
        |disk| drop(disk.store().upload(content).unwrap()),
        |disk, _| assert_eq!(disk.leftovers(), disk.store().uploads().len()),
    );
    assert!(steps >= 3, "{steps}");
}

#[test]
fn while_deleting() {
    let steps = at_every_step(
        "delete",
        |disk| assert!(disk.store().put(&file()[..]).is_ok()),
        |disk, _| {
            assert_eq!(disk.leftovers(), 0);
            whole_or_absent(disk);
        },
    );
    assert!(steps >= 3, "{steps}");
}

#[test]
fn while_rebuilding() {
    let root = content_of(&file()).content_root;
    let steps = at_every_step(
        "rebuild",
        |disk| {
            disk.store().put(&file()[..]).unwrap();
            flip(&disk.blob_file(&root, "tree"), 250);
        },
        |disk, _| {
            if !disk.store().verify(&root).unwrap().is_good() {
                disk.store().rebuild(&root).unwrap();
            }
            whole_or_absent(disk);
        },
    );
    assert!(steps >= 1, "{steps}");
}

#[test]
fn while_beginning() {
    for at in 1.. {
        let directory = tempfile::tempdir().unwrap();
        let ended = run("open", directory.path(), at);
        assert_eq!(Store::open(directory.path(), PLENTY).unwrap().usage().blobs, 0);
        if ended {
            assert!(at > 1);
            break;
        }
    }
}
