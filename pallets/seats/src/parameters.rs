//! The rules of sessions and turns.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::BlockNumber;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Shortest session, in blocks: a change of keys must be able to spread before it takes effect.
pub const MIN_SESSION_LENGTH: BlockNumber = 5;

/// The rules of sessions and turns, set by the federation.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
pub struct SeatParameters {
    /// Length of a session in blocks; at least [`MIN_SESSION_LENGTH`].
    pub session_length: BlockNumber,
    /// How many turns in a row a seat may miss before it is suspended; at least 1.
    pub missed_turns_limit: u32,
}

impl SeatParameters {
    /// Whether they are within their bounds.
    pub fn are_valid(&self) -> bool {
        self.session_length >= MIN_SESSION_LENGTH && self.missed_turns_limit >= 1
    }
}

/// At 3-second blocks: sessions of ten minutes, and with ten seats two and a half hours of absence.
impl Default for SeatParameters {
    fn default() -> Self {
        Self { session_length: 200, missed_turns_limit: 300 }
    }
}
