//! One category of one subject, however many events it had: Σ scoreᵢ · e^Λ(tᵢ).
//!
//! Λ(t) is what a category has decayed since the Unix epoch ([`crate::DecayClock`]), the integral of
//! its λ over time. A score at t is then this sum · e^(−Λ(t)): every event has decayed by exactly
//! what passed since, an event costs one addition, and nothing needs to be touched as time goes by,
//! nor when λ changes.
//!
//! The sum grows beyond any integer, so it carries an exponent. Its mantissa has 126 bits, and an
//! addition is off by 2⁻¹²⁵ of the larger part at most. So the relative error of a score is below
//! 2⁻¹¹² + n · 2⁻¹²⁵ after n events of one sign (2⁻¹¹² from the two exponentials): with ten million
//! events below 10⁻²⁹. With both signs that holds of Σ |scoreᵢ| · e^(−Λ) instead, as for every sum
//! in which things cancel. Last, a score is rounded to the nearest unit: what was given in this
//! block is read as exactly that, and what has shrunk below half a unit is zero.

use codec::{Decode, Encode, MaxEncodedLen};
use icn_primitives::reputation::Score;
use polkadot_sdk::sp_core::U256;
use scale_info::TypeInfo;

use crate::exponential::Factor;

/// Bits of a mantissa other than zero.
const BITS: i64 = 126;

/// `mantissa · 2^exponent`, in units of a score.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Accumulator {
    /// Has 126 bits and a sign, or is zero.
    mantissa: i128,
    /// Of 2; zero if the mantissa is.
    exponent: i64,
}

impl Accumulator {
    /// `score` · `growth`: an event at the moment to which the growth belongs.
    pub fn of_event(score: Score, growth: Factor) -> Self {
        let product = U256::from(score.0.unsigned_abs()) * U256::from(growth.mantissa);
        let exponent = growth.exponent.saturating_sub(Factor::FRACTION);
        Self::new(score.0 < 0, product, exponent)
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        let (large, small) = match (self.mantissa, other.mantissa) {
            (_, 0) => return self,
            (0, _) => return other,
            _ if self.exponent >= other.exponent => (self, other),
            _ => (other, self),
        };
        let distance = large.exponent.saturating_sub(small.exponent);
        if distance > BITS {
            return large;
        }
        // Both have 126 bits, so the sum has 127 at most.
        let sum = large.mantissa.saturating_add(small.mantissa / (1i128 << distance));
        Self::new(sum < 0, sum.unsigned_abs().into(), large.exponent)
    }

    /// The score at the moment to which `decay` belongs; at the ends of what fits, the end.
    pub fn score(self, decay: Factor) -> Score {
        let product = U256::from(self.mantissa.unsigned_abs()) * U256::from(decay.mantissa);
        let exponent =
            self.exponent.saturating_add(decay.exponent).saturating_sub(Factor::FRACTION);
        // A product other than zero has 246 bits or more: far too many, if they aren't shifted out.
        let units = match u32::try_from(exponent.saturating_neg()) {
            _ if product.is_zero() => U256::zero(),
            Ok(right @ 1..=255) => ((product >> (right - 1)) + U256::one()) >> 1,
            _ if exponent < 0 => U256::zero(),
            _ => U256::MAX,
        };
        let units = i128::try_from(units).unwrap_or(i128::MAX);
        Score(if self.mantissa < 0 { units.saturating_neg() } else { units })
    }

    /// ± `magnitude · 2^exponent`, cut to as many bits as a mantissa has.
    fn new(negative: bool, magnitude: U256, exponent: i64) -> Self {
        if magnitude.is_zero() {
            return Self::default();
        }
        let surplus = (magnitude.bits() as i64).saturating_sub(BITS);
        let bits = surplus.unsigned_abs() as u32;
        let magnitude = if surplus > 0 { magnitude >> bits } else { magnitude << bits };
        // 126 bits, so it fits beside the sign.
        let magnitude = magnitude.low_u128() as i128;
        Self {
            mantissa: if negative { magnitude.saturating_neg() } else { magnitude },
            exponent: exponent.saturating_add(surplus),
        }
    }

    /// Whether it is written in the one way in which it can be.
    #[cfg(any(test, feature = "try-runtime"))]
    pub fn is_normal(&self) -> bool {
        let bits = i64::from(128u32.saturating_sub(self.mantissa.unsigned_abs().leading_zeros()));
        bits == BITS || *self == Self::default()
    }

    /// Whether nothing is left of it, whatever the moment.
    pub fn is_zero(&self) -> bool {
        self.mantissa == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exponential::{exp, exp_neg};
    use proptest::prelude::*;

    /// A day at λ = 0.1, in the units of [`exp`].
    const TENTH: u128 = 8_640_000_000_000;
    /// So many days at λ = 0.1.
    fn days(days: u128) -> u128 {
        days * TENTH
    }

    fn event(units: i128, day: u128) -> Accumulator {
        Accumulator::of_event(Score(units), exp(days(day)))
    }

    #[test]
    fn ten_days_at_a_tenth_leave_an_eth() {
        let score = event(Score::UNITS, 20_000).score(exp_neg(days(20_010)));
        assert_eq!(score.to_string(), "0.367879441171442322");
    }

    #[test]
    fn what_cancels_leaves_nothing() {
        let sum = event(5, 20_000).plus(event(-5, 20_000));
        assert!(sum.is_zero() && sum.is_normal());
        assert_eq!(sum.score(exp_neg(days(20_000))), Score::ZERO);
    }

    #[test]
    fn what_is_too_small_beside_another_changes_nothing() {
        let large = event(Score::UNITS, 30_000);
        assert_eq!(large.plus(event(1, 1)), large);
        assert_eq!(event(-1, 1).plus(large), large);
    }

    #[test]
    fn what_has_decayed_for_ever_is_zero_and_what_would_grow_for_ever_is_the_most() {
        let one = event(1, 0);
        assert_eq!(one.score(exp_neg(days(30))), Score::ZERO);
        assert_eq!(one.score(exp_neg(u128::MAX)), Score::ZERO);
        assert_eq!(one.score(exp(u128::MAX)), Score(i128::MAX));
        assert_eq!(event(-1, 0).score(exp(u128::MAX)), Score(-i128::MAX));
        assert_eq!(Accumulator::default().score(exp(u128::MAX)), Score::ZERO);
        let most = Accumulator::of_event(Score(i128::MIN), exp(0));
        assert!(most.is_normal());
        assert_eq!(most.score(exp_neg(0)), Score(-i128::MAX));
    }

    proptest! {
        /// Up to a million points, in a century in which λ is a tenth.
        #[test]
        fn what_is_read_at_once_is_what_was_given(
            units in -(10i128.pow(24))..10i128.pow(24),
            day in 0u128..40_000,
        ) {
            let one = event(units, day);
            prop_assert!(one.is_normal());
            prop_assert_eq!(one.score(exp_neg(days(day))), Score(units));
        }

        #[test]
        fn sums_are_normal_and_in_any_order(a: i64, b: i64, from in 0u128..100, to in 0u128..100) {
            let (a, b) = (event(a.into(), from), event(b.into(), to));
            let sum = a.plus(b);
            prop_assert!(sum.is_normal());
            prop_assert_eq!(sum, b.plus(a));
        }
    }
}
