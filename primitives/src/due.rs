//! Keys of what the chain does by itself, in the order in which it does it.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::Moment;

/// When something is due, and the number of what. Both are big-endian, so that the order of the
/// bytes, which is that of keys in storage, is that of the moments, and of one moment that of the
/// numbers: the first key tells whether anything is due, however much waits.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Due {
    moment: [u8; 8],
    number: [u8; 8],
}

impl Due {
    /// At this moment, of this number.
    pub fn new(moment: Moment, number: u64) -> Self {
        Self { moment: moment.to_be_bytes(), number: number.to_be_bytes() }
    }

    /// When.
    pub fn moment(&self) -> Moment {
        Moment::from_be_bytes(self.moment)
    }

    /// Of what.
    pub fn number(&self) -> u64 {
        u64::from_be_bytes(self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_the_order_of_moments_and_then_of_numbers() {
        let ordered = [(0, u64::MAX), (255, 3), (256, 0), (256, 256), (Moment::MAX, 1)];
        let keys = ordered.map(|(moment, number)| Due::new(moment, number));
        assert!(keys.windows(2).all(|pair| pair[0].encode() < pair[1].encode()));
        assert_eq!(keys.map(|due| (due.moment(), due.number())), ordered);
    }
}
