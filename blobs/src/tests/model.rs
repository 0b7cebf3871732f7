//! Random acts on a store against a list of what should be in it.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::{digest::sha256, layout::counted, Error};

use super::{bytes, content_of, flip, Disk};

/// Files that there are: small ones, so that there can be many acts.
const FILES: usize = 5;
/// Room for three of them.
const CAPACITY: u64 = 3 * 3 * 4096;

#[derive(Clone, Copy, Debug)]
enum Act {
    Put(usize),
    /// Declares and leaves.
    Declare(usize),
    /// Brings the chunk and leaves.
    Bring(usize),
    /// Brings the chunk and finishes.
    Finish(usize),
    Discard(usize),
    Delete(usize),
    Damage(usize),
    Repair(usize),
    Reopen,
}

fn file(number: usize) -> Vec<u8> {
    bytes(number as u64, 500 + number * 700)
}

fn act() -> impl Strategy<Value = Act> {
    let of = |act: fn(usize) -> Act| (0..FILES).prop_map(act);
    prop_oneof![
        3 => of(Act::Put),
        1 => of(Act::Declare),
        2 => of(Act::Bring),
        2 => of(Act::Finish),
        1 => of(Act::Discard),
        3 => of(Act::Delete),
        1 => of(Act::Damage),
        1 => of(Act::Repair),
        2 => Just(Act::Reopen),
    ]
}

#[derive(Default)]
struct Model {
    /// Blobs, and whether they are damaged.
    blobs: BTreeMap<usize, bool>,
    uploads: BTreeSet<usize>,
}

impl Model {
    fn used(&self) -> u64 {
        let files = self.blobs.keys().chain(&self.uploads);
        files.map(|number| counted(&content_of(&file(*number)))).sum()
    }

    fn has_room(&self) -> bool {
        CAPACITY - self.used() >= 3 * 4096
    }

    /// What the store has to answer.
    fn apply(&mut self, act: Act) -> &'static str {
        match act {
            Act::Put(number) if self.blobs.contains_key(&number) => {
                // It is read before it is known, so it needs room for that time.
                if self.has_room() {
                    "ok"
                } else {
                    "capacity"
                }
            }
            Act::Put(number) => {
                if !self.has_room() {
                    return "capacity";
                }
                self.blobs.insert(number, false);
                "ok"
            }
            Act::Declare(number) | Act::Bring(number) | Act::Finish(number) => {
                if self.blobs.contains_key(&number) {
                    return "there";
                }
                if !self.uploads.contains(&number) && !self.has_room() {
                    return "capacity";
                }
                self.uploads.insert(number);
                if matches!(act, Act::Finish(_)) {
                    self.uploads.remove(&number);
                    self.blobs.insert(number, false);
                }
                "ok"
            }
            Act::Discard(number) => {
                if self.uploads.remove(&number) {
                    "ok"
                } else {
                    "none"
                }
            }
            Act::Delete(number) => {
                if self.blobs.remove(&number).is_some() {
                    "ok"
                } else {
                    "none"
                }
            }
            Act::Damage(number) => {
                if let Some(damaged) = self.blobs.get_mut(&number) {
                    *damaged = true;
                }
                "ok"
            }
            Act::Repair(number) => match self.blobs.get_mut(&number) {
                Some(damaged) => {
                    *damaged = false;
                    "ok"
                }
                None => "none",
            },
            Act::Reopen => "ok",
        }
    }
}

fn perform(disk: &mut Disk, act: Act) -> Result<(), Error> {
    let of = |number| {
        let file = file(number);
        (content_of(&file), file)
    };
    let store = disk.store();
    match act {
        Act::Put(number) => store.put(&file(number)[..]).map(|_| ()),
        Act::Declare(number) => store.upload(of(number).0).map(|_| ()),
        Act::Bring(number) | Act::Finish(number) => {
            let (content, file) = of(number);
            let mut upload = store.upload(content)?;
            upload.learn_all(&[sha256(&file)])?;
            upload.put_chunk(0, &file)?;
            if matches!(act, Act::Finish(_)) {
                upload.finish()?;
            }
            Ok(())
        }
        Act::Discard(number) => store.discard_upload(&of(number).0.content_root),
        Act::Delete(number) => store.delete(&of(number).0.content_root),
        Act::Damage(number) => {
            let root = of(number).0.content_root;
            if store.has(&root) && store.verify(&root)?.is_good() {
                flip(&disk.blob_file(&root, "data"), 400);
            }
            Ok(())
        }
        Act::Repair(number) => store.repair(&of(number).0.content_root, 0, &file(number)),
        Act::Reopen => {
            disk.reopen();
            Ok(())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_store_is_what_was_done_to_it(acts in prop::collection::vec(act(), 1..40)) {
        let mut disk = Disk::with_capacity(CAPACITY);
        let mut model = Model::default();
        for act in acts {
            let answered = match perform(&mut disk, act) {
                Ok(()) => "ok",
                Err(Error::NotFound) => "none",
                Err(Error::AlreadyStored) => "there",
                Err(Error::CapacityReached { .. }) => "capacity",
                Err(error) => panic!("{act:?}: {error}"),
            };
            prop_assert_eq!(answered, model.apply(act), "{:?}", act);

            let store = disk.store();
            let usage = store.usage();
            prop_assert_eq!(usage.used, model.used());
            prop_assert_eq!((usage.blobs, usage.uploads), (model.blobs.len(), model.uploads.len()));
            let listed: BTreeSet<_> = store.list(None, 99).into_iter().map(|blob| blob.root).collect();
            let expected: BTreeSet<_> =
                model.blobs.keys().map(|number| content_of(&file(*number)).content_root).collect();
            prop_assert_eq!(listed, expected);
            for (number, damaged) in &model.blobs {
                let content = content_of(&file(*number));
                prop_assert_eq!(store.verify(&content.content_root).unwrap().is_good(), !damaged);
                let mut read = Vec::new();
                let got = store.blob(&content.content_root).unwrap().copy_to(&mut read);
                prop_assert_eq!(got.is_err(), *damaged);
                let given = if *damaged { vec![] } else { file(*number) };
                prop_assert_eq!(read, given);
            }
        }
    }
}
