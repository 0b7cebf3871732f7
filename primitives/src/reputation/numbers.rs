//! Scores, what votes weigh, and factors: exact, and written as decimals.

use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Points of reputation, in units of 10⁻¹⁸ of a point. May be negative.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Score(pub i128);

impl Score {
    /// Digits after the decimal point.
    pub const DECIMALS: usize = 18;
    /// Units in a point.
    pub const UNITS: i128 = 1_000_000_000_000_000_000;
    /// No points.
    pub const ZERO: Self = Self(0);

    /// So many points.
    pub const fn points(points: i64) -> Self {
        // Fits: 2⁶³ · 10¹⁸ < 2¹²⁷.
        Self(points as i128 * Self::UNITS)
    }

    /// The same without a minus.
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// Both together; at the ends of what fits, the end.
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// This times a factor, cut after the last digit; at the ends of what fits, the end.
    pub const fn times(self, factor: Millionths) -> Self {
        let factor = factor.0 as i128;
        let one = Millionths::ONE.0 as i128;
        let whole = (self.0 / one).saturating_mul(factor);
        Self(whole.saturating_add((self.0 % one) * factor / one))
    }
}

/// What a vote weighs, in units of 10⁻¹⁸ of the least: √max(1, mean of the twelve scores) (S003).
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct VotingPower(pub u128);

impl VotingPower {
    /// What everybody has.
    pub const ONE: Self = Self(Score::UNITS as u128);
}

/// A factor or a rate that isn't negative, in millionths.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Millionths(pub u32);

impl Millionths {
    /// Digits after the decimal point.
    pub const DECIMALS: usize = 6;
    /// 1.
    pub const ONE: Self = Self(1_000_000);
}

/// Why a text is not a number that the chain can hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvalidDecimal {
    /// It isn't digits with at most one point among them, and a minus before them at most.
    Malformed,
    /// It has more digits after the point than the chain keeps.
    TooPrecise,
    /// It is too large, or negative where that can't be.
    OutOfRange,
}

impl fmt::Display for InvalidDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "a number is digits with at most one point among them",
            Self::TooPrecise => "the number has more digits after the point than the chain keeps",
            Self::OutOfRange => "the number is too large, or negative where that can't be",
        })
    }
}

#[cfg(feature = "std")]
impl std::error::Error for InvalidDecimal {}

/// Writes `units`, of which 10^`decimals` make 1, without zeros at the end.
fn write_decimal(
    f: &mut fmt::Formatter<'_>,
    negative: bool,
    units: u128,
    decimals: usize,
) -> fmt::Result {
    let one = 10u128.pow(decimals as u32);
    let sign = if negative { "-" } else { "" };
    write!(f, "{sign}{}", units / one)?;
    let fraction = alloc::format!("{:0decimals$}", units % one);
    match fraction.trim_end_matches('0') {
        "" => Ok(()),
        digits => write!(f, ".{digits}"),
    }
}

/// Reads what [`write_decimal`] writes: whether it is negative, and the units.
fn read_decimal(text: &str, decimals: usize) -> Result<(bool, u128), InvalidDecimal> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((_, "")) => return Err(InvalidDecimal::Malformed),
        Some(parts) => parts,
        None => (digits, ""),
    };
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
        return Err(InvalidDecimal::Malformed);
    }
    let missing = decimals.checked_sub(fraction.len()).ok_or(InvalidDecimal::TooPrecise)?;
    let digits = whole.bytes().chain(fraction.bytes()).chain((0..missing).map(|_| b'0'));
    let units = digits.into_iter().try_fold(0u128, |units, digit| {
        units.checked_mul(10)?.checked_add(u128::from(digit.wrapping_sub(b'0')))
    });
    Ok((negative, units.ok_or(InvalidDecimal::OutOfRange)?))
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(f, self.0 < 0, self.0.unsigned_abs(), Self::DECIMALS)
    }
}

impl FromStr for Score {
    type Err = InvalidDecimal;

    fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
        let (negative, units) = read_decimal(text, Self::DECIMALS)?;
        let units = i128::try_from(units).map_err(|_| InvalidDecimal::OutOfRange)?;
        Ok(Self(if negative { -units } else { units }))
    }
}

impl fmt::Display for VotingPower {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(f, false, self.0, Score::DECIMALS)
    }
}

impl fmt::Display for Millionths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(f, false, self.0.into(), Self::DECIMALS)
    }
}

impl FromStr for Millionths {
    type Err = InvalidDecimal;

    fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
        match read_decimal(text, Self::DECIMALS)? {
            (true, 1..) => Err(InvalidDecimal::OutOfRange),
            (_, units) => units.try_into().map(Self).map_err(|_| InvalidDecimal::OutOfRange),
        }
    }
}

/// Text formats carry these numbers as decimals in quotes.
macro_rules! decimals_in_text_formats {
    ($($number:ty),*) => {$(
        impl Serialize for $number {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $number {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

decimals_in_text_formats!(Score, Millionths);

impl Serialize for VotingPower {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use proptest::prelude::*;

    #[test]
    fn scores_are_written_as_decimals() {
        for (units, text) in [
            (0, "0"),
            (1, "0.000000000000000001"),
            (-Score::UNITS / 2, "-0.5"),
            (12 * Score::UNITS, "12"),
            (i128::MAX, "170141183460469231731.687303715884105727"),
        ] {
            assert_eq!(Score(units).to_string(), text);
            assert_eq!(text.parse(), Ok(Score(units)));
        }
        assert_eq!("1.2".parse(), Ok(Millionths(1_200_000)));
        assert_eq!(serde_json::to_string(&Millionths(70_000)).unwrap(), "\"0.07\"");
        for (text, why) in [
            ("", InvalidDecimal::Malformed),
            ("-", InvalidDecimal::Malformed),
            (".5", InvalidDecimal::Malformed),
            ("5.", InvalidDecimal::Malformed),
            ("1.2.3", InvalidDecimal::Malformed),
            ("+1", InvalidDecimal::Malformed),
            ("1e3", InvalidDecimal::Malformed),
            ("0.0000000000000000001", InvalidDecimal::TooPrecise),
            ("170141183460469231732", InvalidDecimal::OutOfRange),
            ("999999999999999999999999999999999999999", InvalidDecimal::OutOfRange),
        ] {
            assert_eq!(text.parse::<Score>(), Err(why), "{text}");
        }
        assert_eq!("-0.1".parse::<Millionths>(), Err(InvalidDecimal::OutOfRange));
        assert_eq!("4295".parse::<Millionths>(), Err(InvalidDecimal::OutOfRange));
    }

    #[test]
    fn a_factor_multiplies_without_overflow() {
        assert_eq!(Score::points(10).times(Millionths(100_000)), Score::points(1));
        assert_eq!(Score(-15).times(Millionths(100_000)), Score(-1));
        assert_eq!(Score(i128::MAX).times(Millionths(u32::MAX)), Score(i128::MAX));
        assert_eq!(Score(i128::MIN).times(Millionths(2_000_000)), Score(i128::MIN));
        assert_eq!(Score(i128::MAX).times(Millionths::ONE), Score(i128::MAX));
    }

    proptest! {
        #[test]
        fn every_score_reads_back(units: i128) {
            prop_assume!(units != i128::MIN);
            prop_assert_eq!(Score(units).to_string().parse(), Ok(Score(units)));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "[-0-9.]{0,60}") {
            let _ = text.parse::<Score>();
            let _ = text.parse::<Millionths>();
        }
    }
}
