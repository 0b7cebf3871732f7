//! The rules of settlements.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::{Moment, DAY, HOUR, MINUTE, SECOND};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The rules of settlements, set by the federation.
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
pub struct SettlementParameters {
    /// How long after the last moment for a capture the holds expire, in milliseconds: how long the
    /// capture may take to reach the ledger. An hour to ninety days.
    pub capture_time: Moment,
    /// After what time it is tried again to ask the ledger, in milliseconds; a second to a day.
    pub retry_delay: Moment,
    /// How many settlements may wait to be asked for before what persons begin is refused.
    pub max_waiting: u32,
}

impl SettlementParameters {
    /// Whether they are within their bounds.
    pub fn are_valid(&self) -> bool {
        (HOUR..=90 * DAY).contains(&self.capture_time)
            && (SECOND..=DAY).contains(&self.retry_delay)
            && self.max_waiting >= 1
    }
}

/// Two weeks without a way to the ledger; a minute until it is tried again.
impl Default for SettlementParameters {
    fn default() -> Self {
        Self { capture_time: 14 * DAY, retry_delay: MINUTE, max_waiting: 1_000 }
    }
}
