//! How fast a store of blobs is, beside what the system does with the same file.
//!
//! Several rounds one after the other, the median of each. Time of the processors is what others on the
//! machine change least.

use std::{
    fs::{self, File},
    io::{BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{ensure, Context, Result};
use icn_blobs::{Store, CHUNK};
use sha2::{Digest, Sha256};

use crate::table;

const ROUNDS: usize = 5;

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
    let directory = match &load.place {
        Some(place) => tempfile::tempdir_in(place)?,
        None => tempfile::tempdir()?,
    };
    let file = directory.path().join("file");
    make(&file, load.file)?;
    let copy = directory.path().join("copy");
    let store = Store::open(directory.path().join("store"), u64::MAX)?;

    let mut acts: Vec<(&str, Vec<Taken>)> = vec![];
    let mut time = |name: &'static str, act: &mut dyn FnMut() -> Result<()>| -> Result<()> {
        let (start, before) = (Instant::now(), processor_seconds()?);
        act()?;
        let taken = Taken {
            wall: start.elapsed().as_secs_f64(),
            processors: processor_seconds()? - before,
        };
        match acts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, times)) => times.push(taken),
            None => acts.push((name, vec![taken])),
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
        time("100 proofs", &mut || {
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
        .iter()
        .map(|(name, times)| {
            let (wall, processors) =
                (median(times, |it| it.wall), median(times, |it| it.processors));
            vec![
                name.to_string(),
                format!("{wall:.3} s"),
                format!("{:.0}", load.file as f64 / wall),
                format!("{processors:.2} s"),
            ]
        })
        .collect();
    table::print(&["", "wall", "MiB/s", "of processors"], &rows);
    println!();
    let of = |name: &str, part: fn(&Taken) -> f64| {
        let times = acts.iter().find(|(known, _)| *known == name);
        times.map_or(f64::NAN, |(_, times)| median(times, part))
    };
    let rows: Vec<_> = ["put", "get"]
        .iter()
        .flat_map(|name| [(name, "sha256sum"), (name, "SHA-256 here")])
        .map(|(name, hashing)| {
            let ratio = |part| of(name, part) / (of("cp, sync", part) + of(hashing, part));
            vec![
                format!("{name} / (cp, sync + {hashing})"),
                format!("{:.2}", ratio(|it| it.wall)),
                format!("{:.2}", ratio(|it| it.processors)),
            ]
        })
        .collect();
    table::print(&["ratio", "of the time", "of the processors'"], &rows);
    Ok(())
}

/// What an act took, in seconds.
struct Taken {
    wall: f64,
    processors: f64,
}

fn median(times: &[Taken], part: impl Fn(&Taken) -> f64) -> f64 {
    let mut times: Vec<f64> = times.iter().map(part).collect();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What this process and those that it waited for have taken, by Linux' hundredths of a second.
fn processor_seconds() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    // utime, stime, cutime, cstime: fields 14 to 17, and the name is the second.
    let ticks = after_name.split_whitespace().skip(11).take(4).map(str::parse::<f64>);
    Ok(ticks.sum::<Result<f64, _>>()? / 100.0)
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
