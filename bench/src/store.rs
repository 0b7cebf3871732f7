//! How fast a store of blobs is, beside what the system does with the same file.
//!
//! Several rounds one after the other, the median of each. Time of the processors is what others on the
//! machine change least.

use std::{
    fs::{self, File},
    io::{BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{ensure, Context, Result};
use icn_blobs::{Store, CHUNK};
use sha2::{Digest, Sha256};

use crate::{
    measure::{computing_time, percentile},
    table::{self, seconds},
};

const ROUNDS: usize = 5;
/// What is done a hundred times for a part of the file each.
const PROOFS: &str = "100 proofs";

/// How large a file, and where.
#[derive(clap::Args)]
pub struct Load {
    /// The file's length, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 1024)]
    file: u64,
    /// The directory of a disk: by default that of temporary files.
    #[arg(long = "in", value_name = "DIRECTORY")]
    place: Option<PathBuf>,
}

/// Measures, and prints tables.
pub fn run(load: &Load) -> Result<()> {
    let this = std::process::id();
    let directory = match &load.place {
        Some(place) => tempfile::tempdir_in(place)?,
        None => tempfile::tempdir()?,
    };
    let file = directory.path().join("file");
    make(&file, load.file)?;
    let copy = directory.path().join("copy");
    let store = Store::open(directory.path().join("store"), u64::MAX)?;

    let mut acts: Vec<Act> = vec![];
    let mut time = |name: &'static str, act: &mut dyn FnMut() -> Result<()>| -> Result<()> {
        let (start, before) = (Instant::now(), computing_time(this)?);
        act()?;
        let (wall, processors) = (start.elapsed(), computing_time(this)?.saturating_sub(before));
        match acts.iter_mut().find(|act| act.name == name) {
            Some(act) => {
                act.wall.push(wall);
                act.processors.push(processors);
            }
            None => acts.push(Act { name, wall: vec![wall], processors: vec![processors] }),
        }
        Ok(())
    };
    for _ in 0..ROUNDS {
        // A virtual machine gets memory from its host when it first writes to it, which takes longer
        // than the writing: so that is done here, for as much as an act needs.
        let warm: Vec<PathBuf> =
            (0..3).map(|number| directory.path().join(format!("warm-{number}"))).collect();
        for path in &warm {
            fs::copy(&file, path)?;
        }
        for path in &warm {
            fs::remove_file(path)?;
        }
        let mut root = None;
        time("cp, sync", &mut || {
            fs::copy(&file, &copy)?;
            Ok(File::open(&copy)?.sync_all()?)
        })?;
        fs::remove_file(&copy)?;
        time("sha256sum", &mut || {
            let status = Command::new("sha256sum").arg(&file).stdout(Stdio::null()).status()?;
            ensure!(status.success(), "sha256sum failed");
            Ok(())
        })?;
        time("SHA-256 here", &mut || sha256(&file))?;
        time("hash for an anchor", &mut || {
            icn_blobs::hash(File::open(&file)?)?;
            Ok(())
        })?;
        time("put", &mut || {
            root = Some(store.put(File::open(&file)?)?.content_root);
            Ok(())
        })?;
        let blob = store.blob(&root.context("nothing was put")?)?;
        time("get", &mut || Ok(blob.copy_to(File::create(&copy)?)?))?;
        time(PROOFS, &mut || {
            for number in 0..100 {
                blob.prove((number * 7919) % blob.content().segments())?;
            }
            Ok(())
        })?;
        store.delete(&blob.content().content_root)?;
        fs::remove_file(&copy)?;
    }

    println!("{} MiB, median of {ROUNDS}; put and cp with what makes them last", load.file);
    let rows: Vec<_> = acts
        .iter_mut()
        .map(|act| {
            let wall = percentile(&mut act.wall, 50);
            vec![
                act.name.to_string(),
                format!("{:.3} s", wall.as_secs_f64()),
                match act.name {
                    PROOFS => String::new(),
                    _ => format!("{:.0}", load.file as f64 / wall.as_secs_f64()),
                },
                seconds(percentile(&mut act.processors, 50)),
            ]
        })
        .collect();
    table::print(&["", "wall", "MiB/s", "of processors"], &rows);
    println!();
    let mut of = |name: &str, part: fn(&mut Act) -> &mut Vec<Duration>| {
        let act = acts.iter_mut().find(|act| act.name == name);
        act.map_or(f64::NAN, |act| percentile(part(act), 50).as_secs_f64())
    };
    let rows: Vec<_> = ["put", "get"]
        .iter()
        .flat_map(|name| [(name, "sha256sum"), (name, "SHA-256 here")])
        .map(|(name, hashing)| {
            let mut ratio = |part| of(name, part) / (of("cp, sync", part) + of(hashing, part));
            vec![
                format!("{name} / (cp, sync + {hashing})"),
                format!("{:.2}", ratio(|act| &mut act.wall)),
                format!("{:.2}", ratio(|act| &mut act.processors)),
            ]
        })
        .collect();
    table::print(&["ratio", "of the time", "of the processors'"], &rows);
    Ok(())
}

/// What an act took, each time.
struct Act {
    name: &'static str,
    wall: Vec<Duration>,
    processors: Vec<Duration>,
}

/// A file that no disk compresses.
fn make(path: &Path, mib: u64) -> Result<()> {
    let mut file = File::create(path)?;
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    for _ in 0..mib {
        let words = (0..CHUNK / 8).flat_map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()
        });
        file.write_all(&words.collect::<Vec<u8>>())?;
    }
    Ok(file.sync_all()?)
}

fn sha256(path: &Path) -> Result<()> {
    let mut reader = BufReader::with_capacity(CHUNK as usize, File::open(path)?);
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; CHUNK as usize]);
    loop {
        let read = reader.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hasher.update(buffer.get(..read).unwrap_or_default());
    }
    hasher.finalize();
    Ok(())
}
