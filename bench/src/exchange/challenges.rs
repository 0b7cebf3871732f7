//! What it costs to ask for a file's segments, to show them and to check them: for one challenge,
//! and for each file of a provider.

use std::{
    io::Read,
    time::{Duration, Instant},
};

use anyhow::{ensure, Result};
use codec::Encode;
use icn_blobs::Store;
use icn_primitives::{
    storage::{CommitmentId, Proofs, StorageParameters},
    Signature, DAY,
};
use icn_runtime::{
    limits::{RuntimeBlockWeights, SLOT},
    Runtime, RuntimeCall,
};
use pallet_storage::WeightInfo;
use polkadot_sdk::frame_support::weights::Weight;

use super::catalogue::Draws;
use crate::{
    measure::percentile,
    table::{self, fine_percent, micros, millis},
};

/// Bytes of a megabyte.
pub const MB: u64 = 1_000_000;
/// Challenges that are answered for each file.
const CHALLENGES: u32 = 200;
/// What the answer's transaction has beside its call: its length and its version.
const AROUND: usize = 5;

/// Bytes that are nobody's: a file to measure with.
pub struct Noise {
    draws: Draws,
    left: u64,
}

impl Noise {
    /// So many bytes, always the same.
    pub fn of(length: u64) -> Self {
        Self { draws: Draws::new(length), left: length }
    }
}

impl Read for Noise {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut written = 0;
        for part in buffer.chunks_mut(8) {
            let length = part.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
            part[..length].copy_from_slice(&self.draws.bits().to_le_bytes()[..length]);
            (self.left, written) = (self.left - length as u64, written + length);
        }
        Ok(written)
    }
}

/// What challenges of one file cost.
struct Cost {
    length: u64,
    /// Reading and hashing the chunks.
    show: Vec<Duration>,
    /// Following each segment to the root.
    check: Vec<Duration>,
    /// The longest transaction.
    bytes: usize,
}

type Weights = <Runtime as pallet_storage::Config>::WeightInfo;

/// What the weights say that the answer's transaction takes: its authorization, and its effect.
fn answering(samples: u32) -> Weight {
    Weights::authorize_answer(samples).saturating_add(Weights::answer_challenge(samples))
}

/// And what a block takes to issue a challenge.
fn issuing(samples: u32) -> Weight {
    Weights::issue_challenge(samples)
}

/// Measures and prints it, for files of so many megabytes.
pub fn run(megabytes: &[u64]) -> Result<()> {
    let samples = StorageParameters::default().samples;
    let mut costs = Vec::new();
    for megabytes in megabytes {
        eprintln!("{CHALLENGES} challenges of {samples} segments, file of {megabytes} MB …");
        costs.push(measured(megabytes * MB, samples)?);
    }
    println!(
        "\nOne challenge of {samples} segments of a file: on the provider's disk, and checked\n"
    );
    let headings =
        ["file", "show p50", "p95", "read", "check p50", "p95", "transaction", "answer", "issue"];
    let rows: Vec<_> = costs.iter_mut().map(Cost::row).collect();
    table::print(&headings, &rows);
    println!("\nFor each file of a provider, by the default rules (a challenge a day)\n");
    let headings =
        ["file", "computing a day", "on chain a year", "weight a day", "files a block's eighth"];
    table::print(&headings, &costs.iter_mut().map(Cost::per_file).collect::<Vec<_>>());
    Ok(())
}

impl Cost {
    fn row(&mut self) -> Vec<String> {
        let samples = StorageParameters::default().samples;
        let of_weight = |weight: Weight| micros(Duration::from_nanos(weight.ref_time() / 1_000));
        vec![
            format!("{} MB", self.length / MB),
            millis(percentile(&mut self.show, 50)),
            millis(percentile(&mut self.show, 95)),
            format!("{} MiB", u64::from(samples).min(self.length.div_ceil(1 << 20))),
            micros(percentile(&mut self.check, 50)),
            micros(percentile(&mut self.check, 95)),
            format!("{} B", self.bytes),
            of_weight(answering(samples)),
            of_weight(issuing(samples)),
        ]
    }

    fn per_file(&mut self) -> Vec<String> {
        let rules = StorageParameters::default();
        let period = u64::from(rules.challenge_period);
        let a_day = DAY as f64 / SLOT as f64 / period as f64;
        let weight = answering(rules.samples).saturating_add(issuing(rules.samples)).ref_time();
        let block = RuntimeBlockWeights::get().max_block.ref_time();
        vec![
            format!("{} MB", self.length / MB),
            millis(percentile(&mut self.show, 50).mul_f64(a_day)),
            format!("{:.1} MB", self.bytes as f64 * a_day * 365.0 / MB as f64),
            format!("{} of a block", fine_percent(weight as f64 * a_day / block as f64)),
            format!("{}", block / 8 / weight.max(1) * period),
        ]
    }
}

fn measured(length: u64, samples: u32) -> Result<Cost> {
    let place = tempfile::tempdir()?;
    let store = Store::open(place.path(), 2 * length + (1 << 30))?;
    let content = store.put(Noise::of(length))?;
    let mut draws = Draws::new(0);
    let mut longest = 0;
    let (mut show, mut check) = (Vec::new(), Vec::new());
    for _ in 0..CHALLENGES {
        let segments: Vec<u32> = (0..samples)
            .map(|_| u32::try_from(draws.below(content.segments() as usize)))
            .collect::<Result<_, _>>()?;
        let start = Instant::now();
        let proofs = store.blob(&content.content_root)?.prove_all(&segments)?;
        show.push(start.elapsed());
        let start = Instant::now();
        let right = proofs.iter().all(|proof| proof.verify(&content.segment_root, length));
        check.push(start.elapsed());
        ensure!(right, "a proof is wrong");
        longest = longest.max(answer(Proofs::truncate_from(proofs)).encoded_size());
    }
    Ok(Cost { length, show, check, bytes: longest + AROUND })
}

/// The call that answers; its signature is as long as any.
fn answer(proofs: Proofs) -> RuntimeCall {
    RuntimeCall::Storage(pallet_storage::Call::answer_challenge {
        commitment: CommitmentId(u64::MAX),
        number: u32::MAX,
        proofs,
        signature: Signature::Sr25519([0; 64].into()),
    })
}
