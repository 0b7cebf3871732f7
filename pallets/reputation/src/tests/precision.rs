//! Scores against the closed formula, Σ scoreᵢ · e^(−λ · ageᵢ), in integers of a thousand bits.

use crate::{
    accumulator::Accumulator,
    exponential::{exp, exp_neg, Factor},
    frame,
    mock::*,
    rules::CategoryState,
};
use frame::testing_prelude::*;
use icn_primitives::{
    reputation::{Category, CategoryRules, Millionths, ReputationParameters, Score},
    Moment, DAY,
};
use num_bigint::BigInt;
use proptest::prelude::*;

/// Bits after the binary point of the reference. e^(−365) takes 527 of them, so that the smallest
/// score of ten years has 600 left.
const BITS: u64 = 1_152;
/// The longest history.
const TEN_YEARS: Moment = 3_653 * DAY;
/// An event: how long after the one before, and how many units.
type Happened = (Moment, i128);

/// e^(−`rate` millionths · `age` in days).
fn decay(rate: u32, age: Moment) -> BigInt {
    decay_by(BigInt::from(rate) * BigInt::from(age))
}

/// e^(−`x` millionths of a day's decay for a millisecond), by halving the exponent and squaring.
fn decay_by(x: BigInt) -> BigInt {
    let halvings = 16;
    let x = x << BITS;
    let x = -(x / (BigInt::from(1_000_000) * BigInt::from(DAY))) >> halvings;
    let (mut sum, mut term) = (BigInt::from(1) << BITS, BigInt::from(1) << BITS);
    let mut n = 0;
    while term.magnitude().bits() > 1 {
        n += 1;
        term = ((term * &x) >> BITS) / n;
        sum += &term;
    }
    (0..halvings).fold(sum, |root, _| (&root * &root) >> BITS)
}

/// The moments of events, and when the last gap is over.
fn moments(events: &[Happened], last: Moment) -> (Vec<(Moment, i128)>, Moment) {
    let mut now = START;
    let mut at = Vec::new();
    for (gap, units) in events {
        now += gap;
        at.push((now, *units));
    }
    (at, now + last)
}

/// Σ scoreᵢ · e^(−λ · ageᵢ) and Σ |scoreᵢ| · e^(−λ · ageᵢ), in units with [`BITS`] bits more.
fn closed_formula(rate: u32, events: &[(Moment, i128)], now: Moment) -> (BigInt, BigInt) {
    let mut sums = (BigInt::from(0), BigInt::from(0));
    for (at, units) in events {
        let decay = decay(rate, now - at);
        sums.0 += BigInt::from(*units) * &decay;
        sums.1 += BigInt::from(units.unsigned_abs()) * decay;
    }
    sums
}

/// Up to `most` events in ten years, and what passes after the last.
fn histories(
    most: usize,
    units: impl Strategy<Value = i128>,
) -> impl Strategy<Value = (Vec<Happened>, Moment)> {
    let gap = prop_oneof![0..DAY, 0..30 * DAY, 0..TEN_YEARS / 4];
    (proptest::collection::vec((gap, units), 1..most), 0..TEN_YEARS).prop_map(
        |(mut events, last)| {
            let mut left = TEN_YEARS;
            for (gap, _) in &mut events {
                *gap = (*gap).min(left / 2);
                left -= *gap;
            }
            (events, last.min(left))
        },
    )
}

/// From a unit to a million points.
fn units() -> impl Strategy<Value = i128> {
    prop_oneof![1..1_000i128, 1..Score::points(100).0, 1..ReputationParameters::MAX_BOUND.0]
}

/// A sum's value at `now` in units, with `BITS` bits more than it has when it is read as a score.
fn value(state: &CategoryState, sum: Accumulator, now: Moment) -> BigInt {
    let decay = exp_neg(state.decayed(now));
    // Read with an exponent by which the score has a hundred digits before the point, so to say.
    let scaled = |by: i64| sum.score(Factor { exponent: decay.exponent + by, ..decay });
    let by = (-700..700).rev().find(|by| scaled(*by).abs() < Score(i128::MAX)).expect("it fits");
    let value = BigInt::from(scaled(by).0) << (BITS + 700);
    if by >= 0 {
        value >> (by as u64)
    } else {
        value << by.unsigned_abs()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// What is kept is right to far more than nine digits, also when it has become so small that
    /// it is read as zero.
    #[test]
    fn what_is_kept_is_the_closed_formula(
        (events, last) in histories(60, units()),
        category in 0..13usize,
        negative: bool,
    ) {
        let sign = if negative { -1 } else { 1 };
        let state = CategoryState::new(CategoryRules::of_s003(Category::ALL[category]));
        let rate = state.rules.decay_per_day.0;
        let events: Vec<_> = events.into_iter().map(|(gap, units)| (gap, sign * units)).collect();
        let (events, now) = moments(&events, last);
        let sum = events.iter().fold(Accumulator::default(), |sum, (at, units)| {
            sum.plus(Accumulator::of_event(Score(*units), exp(state.decayed(*at))))
        });
        let (exact, size) = closed_formula(rate, &events, now);
        let difference = (value(&state, sum, now) - (exact << 700u32)).magnitude().clone();
        let size = (size << 700u32).magnitude().clone();
        // The requirement, and what the documentation says.
        prop_assert!(&difference * 10u64.pow(9) <= size);
        prop_assert!(difference << 100u32 <= size);
    }

    /// Every score that is read is the nearest to the closed formula, over ten years on a chain.
    #[test]
    fn what_is_read_is_the_closed_formula(
        (events, last) in histories(40, units()),
        signs: u64,
        category in 0..13usize,
    ) {
        let category = Category::ALL[category];
        let rules = CategoryRules {
            minimum: Score(-CategoryRules::MAX_THRESHOLD.0),
            ..CategoryRules::of_s003(category)
        };
        let sign = |at: usize| if signs >> at & 1 == 0 { 1 } else { -1 };
        let events: Vec<_> =
            events.iter().enumerate().map(|(at, (gap, units))| (*gap, sign(at) * units)).collect();
        let (at, now) = moments(&events, last);
        let (exact, size) = closed_formula(rules.decay_per_day.0, &at, now);
        let read = new_test_ext().execute_with(|| {
            let most = ReputationParameters::MAX_BOUND;
            let parameters = ReputationParameters { attestor_bound: most, ..Default::default() };
            assert_ok!(send(federation(), Call::set_parameters { parameters }));
            assert_ok!(send(federation(), Call::set_category { category, rules }));
            attestor("ada", &[category]);
            let bob = person("bob");
            for (index, (gap, units)) in events.iter().enumerate() {
                pass(*gap);
                // More than one attestor may give in one day; each has a bound of its own.
                let who = format!("attestor {index}");
                attestor(&who, &[category]);
                assert_ok!(attest(&who, bob, category, Score(*units)));
                let attestor = did(&who);
                let categories = Default::default();
                assert_ok!(send(federation(), Call::set_attestor { attestor, categories }));
            }
            pass(last);
            score(&bob, category)
        });
        let difference = ((BigInt::from(read.0) << BITS) - &exact).magnitude().clone();
        // Half a unit from rounding, and 1e-9 of the size; then what the documentation says.
        let half = BigInt::from(1) << (BITS - 1);
        let size = size.magnitude();
        prop_assert!(difference <= half.magnitude() + size / 10u64.pow(9));
        prop_assert!(difference <= half.magnitude() + (size >> 100u32));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However often λ changes, each event has decayed by the λ of every day since.
    #[test]
    fn changes_of_decay_lose_nothing(
        steps in proptest::collection::vec((0..90 * DAY, 0..200_000u32, units()), 1..40),
    ) {
        let category = Category::Development;
        // What was given, and by how much it has decayed since.
        let mut events: Vec<(i128, BigInt)> = Vec::new();
        let read = new_test_ext().execute_with(|| {
            let bob = person("bob");
            let most = ReputationParameters::MAX_BOUND;
            let parameters = ReputationParameters { attestor_bound: most, ..Default::default() };
            assert_ok!(send(federation(), Call::set_parameters { parameters }));
            let mut rules = CategoryRules::of_s003(category);
            for (index, (gap, rate, units)) in steps.iter().enumerate() {
                let who = format!("attestor {index}");
                attestor(&who, &[category]);
                assert_ok!(attest(&who, bob, category, Score(*units)));
                events.push((*units, BigInt::from(0)));
                rules.decay_per_day = Millionths(*rate);
                assert_ok!(send(federation(), Call::set_category { category, rules }));
                pass(*gap);
                for (_, decayed) in &mut events {
                    *decayed += BigInt::from(*rate) * BigInt::from(*gap);
                }
            }
            score(&bob, category)
        });
        let exact = events.into_iter().fold(BigInt::from(0), |sum, (units, decayed)| {
            sum + BigInt::from(units) * decay_by(decayed)
        });
        let difference = ((BigInt::from(read.0) << BITS) - &exact).magnitude().clone();
        let half = BigInt::from(1) << (BITS - 1);
        prop_assert!(difference <= half.magnitude() + (exact.magnitude() >> 100u32));
    }
}

/// The worst case of many events: as many as a busy seat has in ten years at a block an hour.
#[test]
fn many_events_add_no_error_that_matters() {
    let state = CategoryState::new(CategoryRules::of_s003(Category::Validation));
    let hour = DAY / 24;
    let hours = TEN_YEARS / hour;
    let sum = (0..hours).fold(Accumulator::default(), |sum, hour_number| {
        let moment = START + hour_number * hour;
        sum.plus(Accumulator::of_event(Score(123_456_789), exp(state.decayed(moment))))
    });
    let now = START + (hours - 1) * hour;
    // A geometric series: (1 - q^n) / (1 - q), of which q^n is the decay of ten years.
    let one = BigInt::from(1) << BITS;
    let q = decay(100_000, hour);
    let all = decay(100_000, hours * hour);
    let exact: BigInt = (((&one - all) << BITS) / (&one - q)) * 123_456_789;
    let difference = (value(&state, sum, now) - (&exact << 700u32)).magnitude().clone();
    assert!(difference << 100u32 <= *(exact << 700u32).magnitude());
}

#[test]
fn the_reference_itself_is_right() {
    // e^(-1) to 60 digits, OEIS A068985.
    let digits = (decay(100_000, 10 * DAY) * BigInt::from(10).pow(60)) >> BITS;
    let known = "367879441171442321595523770161460867445811131031767834507836";
    assert_eq!(digits.to_string(), known);
    // e^(-365.3), against f64.
    let small = decay(100_000, TEN_YEARS);
    let bits = small.magnitude().bits();
    let mantissa: u64 = (small >> (bits - 60)).try_into().expect("60 bits");
    let ours = (mantissa as f64).ln() + (bits as f64 - 60.0 - BITS as f64) * 2f64.ln();
    assert!((ours + 365.3).abs() < 1e-10, "{ours}");
}
