//! What challenges find: the crate's page promises it, and these measure it with the pallet's own
//! sampling.

use crate::{mock::*, Entropy, ENTROPY_BLOCKS};
use icn_primitives::{storage::CommitmentId, Hash};

/// The hashes of the blocks before one of a chain: all different, which is all that draws need.
fn entropy(chain: u32, block: u32) -> Entropy {
    let mut before = block;
    Entropy([(); ENTROPY_BLOCKS as usize].map(|()| {
        before -= 1;
        Hash::from_low_u64_be(u64::from(chain) << 32 | u64::from(before))
    }))
}

/// In how many of `trials` a provider that has lost the segments below `lost` is found out within
/// `challenges`.
fn found_out(trials: u32, challenges: u32, samples: u32, segments: u32, lost: u32) -> u32 {
    let is_found = |trial: &u32| {
        (1..=challenges).any(|number| {
            let entropy = entropy(*trial, 100 + number * 30);
            let asked = entropy.segments(CommitmentId(7), number, samples, segments);
            asked.first().is_some_and(|index| *index < lost)
        })
    };
    (0..trials).filter(is_found).count() as u32
}

/// That a frequency is what the formula says, within what chance allows in 999 of 1000 cases.
fn assert_frequency(trials: u32, found: u32, fraction: f64, draws: i32) {
    let expected = 1.0 - (1.0 - fraction).powi(draws);
    let observed = f64::from(found) / f64::from(trials);
    let deviation = (expected * (1.0 - expected) / f64::from(trials)).sqrt();
    let bound = 3.29 * deviation;
    assert!(
        (observed - expected).abs() <= bound,
        "found out {observed}, expected {expected} ± {bound}"
    );
}

#[test]
fn who_lost_one_in_a_thousand_is_found_out_as_often_as_the_formula_says() {
    // 2 of 2000 segments, 40 challenges of 8 samples: 27.4 in 100.
    assert_frequency(1_500, found_out(1_500, 40, 8, 2_000, 2), 0.001, 40 * 8);
}

#[test]
fn so_is_who_lost_a_tenth_and_who_lost_a_single_segment_of_few() {
    assert_frequency(2_000, found_out(2_000, 2, 4, 500, 50), 0.1, 2 * 4);
    // With as many samples as the file has segments, some are drawn twice; the formula holds.
    assert_frequency(2_000, found_out(2_000, 1, 16, 16, 1), 1.0 / 16.0, 16);
    // More samples than blocks that they are drawn from.
    assert_frequency(2_000, found_out(2_000, 1, 16, 1 << 30, 1 << 25), 1.0 / 32.0, 16);
}

#[test]
fn every_segment_is_as_likely_as_any_other() {
    // One sample a challenge, over 100 segments, and over the hundredths of a file of 2^30 - 1.
    for segments in [100u32, (1 << 30) - 1] {
        let mut counts = [0u32; 100];
        let draws = 20_000;
        for number in 0..draws {
            let asked = entropy(5, 10 + number).segments(CommitmentId(3), 1, 1, segments);
            let place = u64::from(asked[0]) * 100 / u64::from(segments);
            counts[place as usize] += 1;
        }
        let expected = f64::from(draws) / 100.0;
        let squares = counts.iter().map(|count| (f64::from(*count) - expected).powi(2));
        let statistic: f64 = squares.map(|square| square / expected).sum();
        // χ² with 99 degrees of freedom: outside in 2 of 1000 cases.
        assert!((60.0..148.3).contains(&statistic), "{statistic}");
    }
}

#[test]
fn a_blocks_author_has_a_say_in_the_samples_of_its_own_block_alone() {
    let segments = 1 << 20;
    let honest = entropy(1, 100);
    let asked = |entropy: &Entropy, place: u32| {
        // The draws before it are the same; so what is new in the set is this one.
        let all = entropy.segments(CommitmentId(3), 1, place + 1, segments);
        let before = entropy.segments(CommitmentId(3), 1, place, segments);
        all.into_iter().find(|index| !before.contains(index))
    };
    for block in 0..ENTROPY_BLOCKS {
        let mut other = honest;
        other.0[block as usize] = Hash::repeat_byte(9);
        for place in 0..16 {
            let same = asked(&honest, place) == asked(&other, place);
            assert_eq!(same, place % ENTROPY_BLOCKS != block, "{block} {place}");
        }
    }
}

#[test]
fn challenges_come_at_all_blocks_of_a_period_alike() {
    let (period, draws) = (40, 10_000);
    let mut counts = vec![0u32; period as usize];
    for number in 0..draws {
        let delay = entropy(5, 10 + number).delay(CommitmentId(1), 4, period);
        counts[(delay - period / 2) as usize] += 1;
    }
    let expected = f64::from(draws) / f64::from(period);
    let squares = counts.iter().map(|count| (f64::from(*count) - expected).powi(2));
    let statistic: f64 = squares.map(|square| square / expected).sum();
    // χ² with 39 degrees of freedom.
    assert!((15.0..72.1).contains(&statistic), "{statistic}");
}

#[test]
fn the_blocks_that_decide_are_made_after_the_one_that_is_decided_on() {
    scenario(|| {
        with_rules(|rules| (rules.answer_window, rules.challenge_period) = (8, 16));
        let (_, id) = kept(File(9));
        for _ in 0..20 {
            // The oldest block whose hash counts is not before the present one.
            assert!(due(id) - ENTROPY_BLOCKS > block());
            until_challenged(id);
            answers(id).unwrap();
        }
    });
}

#[test]
fn the_chain_reads_the_blocks_before_its_own() {
    scenario(|| {
        go_to(50);
        let read = Entropy::read::<Test>();
        for (place, hash) in (1..).zip(read.0) {
            assert_eq!(hash, System::block_hash(50 - place));
            assert_ne!(hash, Hash::zero());
        }
    });
}

#[test]
fn the_table_on_the_crates_page_is_right() {
    let page = include_str!("../lib.rs");
    for (name, fraction) in
        [("1 in 1000", 0.001), ("1 in 100", 0.01), ("1 in 10", 0.1), ("half", 0.5)]
    {
        let cells = [1, 7, 30, 365].map(|days| {
            let found: f64 = 100.0 * (1.0 - (1.0f64 - fraction).powi(8 * days));
            if found > 99.95 {
                "100 %".to_string()
            } else {
                format!("{found:.1} %")
            }
        });
        let row = format!("//! | {name} | {} |", cells.join(" | "));
        assert!(page.contains(&row), "{row}");
    }
}
