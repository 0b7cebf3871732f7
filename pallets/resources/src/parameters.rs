//! The rules of resources.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::{reputation::Score, Moment, DAY, HOUR, MINUTE};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The most that one booking may give.
const MAX_REPUTATION: Score = Score::points(100);
/// Minutes of a day.
const DAY_MINUTES: u32 = 24 * 60;

/// The rules of resources, set by the federation.
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
pub struct ResourceParameters {
    /// How far ahead a booking may begin, in minutes; an hour to ninety days. The ledger keeps its
    /// money until then.
    pub horizon: u32,
    /// The longest booking, in minutes; an hour to thirty-one days.
    pub max_minutes: u32,
    /// How long cooperatives may take to decide that they pay, in milliseconds; an hour to thirty
    /// days. The time is the booking's meanwhile.
    pub decision_time: Moment,
    /// How long it may take until the money is held, in milliseconds; a minute to seven days. The
    /// time is the booking's meanwhile.
    pub hold_time: Moment,
    /// How long what is over is remembered, in milliseconds; a day to ten years.
    pub retention: Moment,
    /// Most resources of one cooperative that aren't retired.
    pub max_resources: u32,
    /// Most open bookings of one person.
    pub max_bookings: u32,
    /// What a cooperative gets when members of another one have used what it shares.
    pub sharing_reputation: Score,
}

impl ResourceParameters {
    /// Whether they are within their bounds.
    pub fn are_valid(&self) -> bool {
        (60..=90 * DAY_MINUTES).contains(&self.horizon)
            && (60..=31 * DAY_MINUTES).contains(&self.max_minutes)
            && (HOUR..=30 * DAY).contains(&self.decision_time)
            && (MINUTE..=7 * DAY).contains(&self.hold_time)
            && (DAY..=3_650 * DAY).contains(&self.retention)
            && self.max_resources >= 1
            && self.max_bookings >= 1
            && (Score::ZERO..=MAX_REPUTATION).contains(&self.sharing_reputation)
    }
}

/// Three months ahead, two weeks at a time, a week to decide, half an hour for the hub.
impl Default for ResourceParameters {
    fn default() -> Self {
        Self {
            horizon: 90 * DAY_MINUTES,
            max_minutes: 14 * DAY_MINUTES,
            decision_time: 7 * DAY,
            hold_time: HOUR / 2,
            retention: 90 * DAY,
            max_resources: 1_000,
            max_bookings: 20,
            sharing_reputation: Score(Score::UNITS / 2),
        }
    }
}
