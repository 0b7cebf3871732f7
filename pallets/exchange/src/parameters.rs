//! The rules of exchange.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::{reputation::Score, Moment, DAY, HOUR};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The most that one exchange may give somebody.
const MAX_REPUTATION: Score = Score::points(100);

/// The rules of exchange, set by the federation.
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
pub struct ExchangeParameters {
    /// How far away a deadline may be, in milliseconds; a day to two years.
    pub max_life: Moment,
    /// How long the money of an approved agreement may take to be held, in milliseconds; an hour to
    /// thirty days.
    pub hold_time: Moment,
    /// How long what is final is remembered, in milliseconds; a day to ten years.
    pub retention: Moment,
    /// Most exchanges that one person may have proposed, or offer help for, that aren't final.
    pub max_open: u32,
    /// What each cooperative of an agreement gets that is executed.
    pub agreement_reputation: Score,
    /// What a person gets for labour that is confirmed.
    pub labour_reputation: Score,
    /// What a person gets who has helped.
    pub aid_reputation: Score,
}

impl ExchangeParameters {
    /// Whether they are within their bounds.
    pub fn are_valid(&self) -> bool {
        let gives = |score: Score| (Score::ZERO..=MAX_REPUTATION).contains(&score);
        (DAY..=730 * DAY).contains(&self.max_life)
            && (HOUR..=30 * DAY).contains(&self.hold_time)
            && (DAY..=3_650 * DAY).contains(&self.retention)
            && self.max_open >= 1
            && gives(self.agreement_reputation)
            && gives(self.labour_reputation)
            && gives(self.aid_reputation)
    }
}

/// Half a year to agree, a week for the hub, a year of memory.
impl Default for ExchangeParameters {
    fn default() -> Self {
        Self {
            max_life: 180 * DAY,
            hold_time: 7 * DAY,
            retention: 365 * DAY,
            max_open: 100,
            agreement_reputation: Score::points(5),
            labour_reputation: Score::points(1),
            aid_reputation: Score::points(1),
        }
    }
}
