//! How fast a store is beside what the system does with the same file: `cargo run --release -p
//! icn-blobs --example throughput -- [MiB] [directory]`.
//!
//! All of it in one run, several rounds one after the other, the median of each: the ratios count,
//! not the figures.

use std::{
    env,
    error::Error,
    fs::{self, File},
    io::{BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use icn_blobs::{Store, CHUNK};
use sha2::{Digest, Sha256};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const ROUNDS: usize = 5;

fn main() -> Outcome {
    let mut arguments = env::args().skip(1);
    let mib: u64 = arguments.next().map_or(Ok(1024), |mib| mib.parse())?;
    let parent = arguments.next().map_or_else(env::temp_dir, PathBuf::from);
    let directory = tempfile::tempdir_in(parent)?;
    let file = directory.path().join("file");
    make(&file, mib)?;
    let copy = directory.path().join("copy");
    let store = Store::open(directory.path().join("store"), u64::MAX)?;

    let mut acts: Vec<(&str, Vec<f64>)> = vec![];
    let mut time = |name: &'static str, act: &mut dyn FnMut() -> Outcome| -> Outcome {
        let start = Instant::now();
        act()?;
        let seconds = start.elapsed().as_secs_f64();
        match acts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, times)) => times.push(seconds),
            None => acts.push((name, vec![seconds])),
        }
        Ok(())
    };
    for _ in 0..ROUNDS {
        let mut root = None;
        time("cp, sync", &mut || {
            fs::copy(&file, &copy)?;
            Ok(File::open(&copy)?.sync_all()?)
        })?;
        time("sha256sum", &mut || {
            let status = Command::new("sha256sum").arg(&file).stdout(Stdio::null()).status()?;
            status.success().then_some(()).ok_or_else(|| "sha256sum failed".into())
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
        let blob = store.blob(&root.ok_or("nothing was put")?)?;
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

    let median = |name: &str| {
        let mut times = acts.iter().find(|(known, _)| *known == name)?.1.clone();
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied()
    };
    println!("{mib} MiB, median of {ROUNDS}, put and cp with what makes them last");
    for (name, _) in &acts {
        let seconds = median(name).ok_or("not measured")?;
        if *name == "100 proofs" {
            println!("{name:20} {:8.1} ms each", seconds * 10.0);
        } else {
            println!("{name:20} {seconds:8.3} s {:8.0} MiB/s", mib as f64 / seconds);
        }
    }
    let ratio = |name, others: [&str; 2]| {
        let others: Option<f64> = others.into_iter().map(median).sum();
        Some((median(name)?, others?)).map(|(time, others)| time / others)
    };
    for name in ["put", "get"] {
        let ratio = ratio(name, ["cp, sync", "sha256sum"]).ok_or("not measured")?;
        println!("{name} takes {ratio:.2} times as long as cp, sync and sha256sum together");
    }
    Ok(())
}

/// A file that no disk compresses.
fn make(path: &Path, mib: u64) -> Outcome {
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

fn sha256(path: &Path) -> Outcome {
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
