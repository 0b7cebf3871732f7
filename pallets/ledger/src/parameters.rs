//! The rules of the ledger.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::{Moment, DAY, HOUR};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The rules of the ledger, set by the federation.
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LedgerParameters {
    /// How long a key is remembered at least, in milliseconds; an hour to a year.
    pub key_retention: Moment,
    /// Most keys that are remembered of one person; at least 1.
    pub max_keys: u32,
    /// How long a hold may last, in milliseconds; an hour to two years.
    pub max_hold_life: Moment,
    /// Most holds on one account in one currency; at least 1.
    pub max_holds: u32,
    /// Most currencies of one cooperative that aren't closed.
    pub max_currencies: u32,
}

impl LedgerParameters {
    /// Whether they are within their bounds.
    pub fn are_valid(&self) -> bool {
        (HOUR..=365 * DAY).contains(&self.key_retention)
            && self.max_keys >= 1
            && (HOUR..=730 * DAY).contains(&self.max_hold_life)
            && self.max_holds >= 1
    }
}

/// A week to ask again, hundreds of acts a day, holds of half a year.
impl Default for LedgerParameters {
    fn default() -> Self {
        Self {
            key_retention: 7 * DAY,
            max_keys: 5_000,
            max_hold_life: 180 * DAY,
            max_holds: 500,
            max_currencies: 8,
        }
    }
}
