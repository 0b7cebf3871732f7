//! e^x and e^(−x) from integers alone.
//!
//! A number is `mantissa · 2^(exponent − 120)` with a mantissa from 2¹²⁰ up to, but not including,
//! 2¹²¹. With k = ⌊x / ln 2⌋ and the rest f = x − k · ln 2, e^x is 2^k · e^f; e^f comes from its
//! series, which 32 terms carry below 2⁻¹²⁰ since f < ln 2.
//!
//! The relative error is below 2⁻¹¹⁴:
//! - x and ln 2 are held to 2⁻¹⁶⁰, so f is off by less than (k + 2) · 2⁻¹⁶⁰ + 2⁻¹²⁰, and k stays
//!   below 2³⁹ for every moment and every decay that there can be;
//! - each step of the series cuts two units of 2⁻¹²⁰ at most, and the next step shrinks what was
//!   cut before to less than ln 2 of it: below seven units in all;
//! - the terms left out are below 2⁻¹²⁰ together.

use icn_primitives::{reputation::Millionths, Moment, DAY};
use polkadot_sdk::sp_core::U256;

/// Bits after the binary point of mantissas.
const FRACTION: u32 = 120;
/// The mantissa of 1.
const ONE: u128 = 1 << FRACTION;
/// Bits after the binary point while x is divided by ln 2.
const WIDE: u32 = 160;
/// ln 2 with as many.
const LN_2: U256 = U256([0x03f2_f6af_40f3_4326, 0xd1cf_79ab_c9e3_b398, 0xb172_17f7, 0]);
/// The same with [`FRACTION`] bits.
const LN_2_SHORT: u128 = 0x00b1_7217_f7d1_cf79_abc9_e3b3_9803_f2f6;
/// Terms of the series after the first.
const TERMS: u128 = 32;
/// Units of x: a millionth of λ for a millisecond.
const UNITS: u128 = Millionths::ONE.0 as u128 * DAY as u128;
/// Largest x that is looked at, in units: the fastest decay from the Unix epoch to the last moment.
const MAX_UNITS: u128 = Millionths::ONE.0 as u128 * Moment::MAX as u128;

/// A positive factor: `mantissa · 2^(exponent − 120)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Factor {
    /// From 2¹²⁰ up to 2¹²¹.
    pub mantissa: u128,
    /// Of 2.
    pub exponent: i64,
}

impl Factor {
    /// Bits after the binary point of the mantissa.
    pub const FRACTION: i64 = FRACTION as i64;
}

/// e^x, where x is `units` millionths of a day's decay for a millisecond.
pub fn exp(units: u128) -> Factor {
    let (halvings, rest) = reduce(units);
    Factor { mantissa: series(rest), exponent: halvings }
}

/// e^(−x), as [`exp`].
pub fn exp_neg(units: u128) -> Factor {
    match reduce(units) {
        (halvings, 0) => Factor { mantissa: ONE, exponent: halvings.saturating_neg() },
        // e^(−f) = e^(ln 2 − f) / 2
        (halvings, rest) => Factor {
            mantissa: series(LN_2_SHORT.saturating_sub(rest)),
            exponent: halvings.saturating_neg().saturating_sub(1),
        },
    }
}

/// How often x holds ln 2, and what is left, with [`FRACTION`] bits.
fn reduce(units: u128) -> (i64, u128) {
    // Below 2⁸⁴, so that 160 bits more fit.
    let units = U256::from(units.min(MAX_UNITS));
    let (halvings, rest) = ((units << WIDE) / U256::from(UNITS)).div_mod(LN_2);
    // The quotient is below 2³⁹, and the rest below ln 2, so both fit.
    (halvings.low_u64() as i64, (rest >> (WIDE - FRACTION)).low_u128())
}

/// e^`rest` = 1 + rest/1 · (1 + rest/2 · (1 + rest/3 · (…))), for a rest below ln 2.
fn series(rest: u128) -> u128 {
    (1..=TERMS).rev().fold(ONE, |inner, n| ONE + multiply(rest, inner) / n)
}

/// The product of two numbers with [`FRACTION`] bits, both below 2, cut after the last bit. By halves
/// of 64 bits: in WASM that takes a fraction of what a product of 256 bits does.
fn multiply(a: u128, b: u128) -> u128 {
    let halves = |number: u128| (number >> 64, number & u128::from(u64::MAX));
    let ((a_high, a_low), (b_high, b_low)) = (halves(a), halves(b));
    // High halves have 57 bits, so that neither sum nor shift reaches 128.
    let middle = a_high * b_low + a_low * b_high + ((a_low * b_low) >> 64);
    ((a_high * b_high) << (128 - FRACTION)) + (middle >> (FRACTION - 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// x = `nats`, which must be whole thousandths.
    fn units(thousandths: u128) -> u128 {
        thousandths * UNITS / 1000
    }

    fn value(factor: Factor) -> f64 {
        factor.mantissa as f64 / ONE as f64 * 2f64.powi(factor.exponent as i32)
    }

    #[test]
    fn nothing_decays_in_no_time() {
        let one = Factor { mantissa: ONE, exponent: 0 };
        assert_eq!((exp(0), exp_neg(0)), (one, one));
    }

    #[test]
    fn it_is_as_close_as_f64_can_tell() {
        for thousandths in [1, 250, 693, 694, 1_000, 5_000, 36_525, 365_250] {
            let x = thousandths as f64 / 1000.0;
            let close = |ours: f64, f64s: f64| (ours / f64s - 1.0).abs() < 1e-13;
            assert!(close(value(exp(units(thousandths))), x.exp()), "e^{x}");
            assert!(close(value(exp_neg(units(thousandths))), (-x).exp()), "e^-{x}");
        }
    }

    #[test]
    fn mantissas_stay_in_their_bounds_to_the_end_of_time() {
        let steps = (0..5_000u128).map(|step| step * step * step * 1_000_003);
        for units in steps.chain([1, UNITS, MAX_UNITS - 1, MAX_UNITS, u128::MAX]) {
            for factor in [exp(units), exp_neg(units)] {
                assert!((ONE..2 * ONE).contains(&factor.mantissa), "{units}: {factor:?}");
            }
        }
        assert!(exp(u128::MAX).exponent < 1 << 39);
        assert_eq!(exp(u128::MAX), exp(MAX_UNITS));
    }

    #[test]
    fn products_are_those_of_wide_integers() {
        let ends = [0, 1, ONE - 1, ONE, ONE + 1, LN_2_SHORT, 2 * ONE - 1, u64::MAX.into()];
        for a in ends {
            for b in ends {
                let wide = (U256::from(a) * U256::from(b)) >> FRACTION;
                assert_eq!(U256::from(multiply(a, b)), wide, "{a} · {b}");
            }
        }
    }

    #[test]
    fn e_is_e() {
        // OEIS A001113, as many digits as 2⁻¹¹⁴ leaves.
        let e = value(exp(UNITS));
        assert_eq!(e, core::f64::consts::E);
        let digits = (U256::from(exp(UNITS).mantissa) * U256::exp10(33)) >> (FRACTION - 1);
        assert_eq!(digits.to_string(), "2718281828459045235360287471352662");
    }
}
