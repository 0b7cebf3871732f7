//! The federation's rules for the marketplace.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use super::OrderTimeouts;
use crate::{reputation::Score, Moment, DAY, HOUR, MINUTE, SECOND};

/// Longest life of a hold that rules can count with, in milliseconds: what the ledger allows at
/// most.
pub const LONGEST_HOLD: Moment = 730 * DAY;

/// The rules of the marketplace, set by the federation. An order keeps the waits with which it was
/// placed.
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
pub struct MarketplaceParameters {
    /// How long each wait of an order lasts, in milliseconds; a second to a year each.
    pub timeouts: OrderTimeouts,
    /// How much longer than the longest way of an order its hold lasts on the ledger, in
    /// milliseconds: for messages that wait, and for clocks of shards that differ. An hour at
    /// least.
    pub hold_slack: Moment,
    /// How long a hold may last on the ledger, in milliseconds; not more than the ledger's own
    /// rules allow, or it refuses every order. The longest way and the slack fit into it.
    pub max_hold_life: Moment,
    /// After how long the ledger is asked again where the lane was full, in milliseconds; a second
    /// to a quarter of the slack. Where it was asked and couldn't, the time doubles with each
    /// failure, up to that quarter.
    pub retry_interval: Moment,
    /// How long listings and orders are kept after their end, in milliseconds; a minute to ten
    /// years. So long both sides can rate, and keys are remembered.
    pub retention: Moment,
    /// How far ahead a listing may expire, in milliseconds; a minute to two years.
    pub max_listing_life: Moment,
    /// Most listings of one owner that are stored, ended ones included; at least 1.
    pub max_listings: u32,
    /// Most orders that one party has placed and that haven't ended; at least 1.
    pub max_orders: u32,
    /// What a completed order gives each side; zero or more.
    pub completion_reputation: Score,
    /// What a lost dispute gives: zero or less.
    pub dispute_reputation: Score,
}

impl MarketplaceParameters {
    /// Whether they are within their bounds.
    pub fn are_valid(&self) -> bool {
        let year = 365 * DAY;
        let life = self.hold_life();
        self.timeouts.all().iter().all(|wait| (SECOND..=year).contains(wait))
            && self.hold_slack >= HOUR
            && self.max_hold_life <= LONGEST_HOLD
            && life.is_some_and(|life| life <= self.max_hold_life)
            && (SECOND..=self.hold_slack / 4).contains(&self.retry_interval)
            && (MINUTE..=10 * year).contains(&self.retention)
            && (MINUTE..=2 * year).contains(&self.max_listing_life)
            && self.max_listings >= 1
            && self.max_orders >= 1
            && self.completion_reputation >= Score::ZERO
            && self.dispute_reputation <= Score::ZERO
    }

    /// After how long the ledger is asked again that couldn't do it so often.
    pub fn retry_after(&self, failures: u8) -> Moment {
        let longest = self.hold_slack / 4;
        let factor = 1u64.checked_shl(failures.into()).unwrap_or(Moment::MAX);
        self.retry_interval.saturating_mul(factor).min(longest)
    }

    /// How long the hold of an order lasts that is placed under these rules.
    pub fn hold_life(&self) -> Option<Moment> {
        self.timeouts.longest_hold()?.checked_add(self.hold_slack)
    }
}

/// A day for the ledger, a week to accept, a month to deliver, two weeks to complain, two months to
/// decide; with a month of slack that is less than the half year that a hold may last.
impl Default for MarketplaceParameters {
    fn default() -> Self {
        Self {
            timeouts: OrderTimeouts {
                consent: 7 * DAY,
                funding: DAY,
                acceptance: 7 * DAY,
                delivery: 30 * DAY,
                confirmation: 14 * DAY,
                dispute: 60 * DAY,
            },
            hold_slack: 30 * DAY,
            max_hold_life: 179 * DAY,
            retry_interval: 10 * MINUTE,
            retention: 90 * DAY,
            max_listing_life: 365 * DAY,
            max_listings: 1_000,
            max_orders: 200,
            completion_reputation: Score::points(1),
            dispute_reputation: Score::points(-2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_rules_begin_with_is_within_their_bounds() {
        let rules = MarketplaceParameters::default();
        assert!(rules.are_valid());
        assert_eq!(rules.hold_life(), Some(142 * DAY));
    }

    #[test]
    fn a_hold_must_outlive_every_way_of_an_order() {
        let rules = MarketplaceParameters::default();
        let longest = MarketplaceParameters { max_hold_life: 142 * DAY, ..rules };
        assert!(longest.are_valid());
        let shorter = MarketplaceParameters { max_hold_life: 142 * DAY - 1, ..rules };
        assert!(!shorter.are_valid());
        let endless = OrderTimeouts { dispute: Moment::MAX, ..rules.timeouts };
        assert!(!MarketplaceParameters { timeouts: endless, ..rules }.are_valid());
    }

    #[test]
    fn the_ledger_is_asked_less_often_the_more_it_fails() {
        let rules = MarketplaceParameters::default();
        let minutes = [0, 1, 2, 3].map(|failures| rules.retry_after(failures) / MINUTE);
        assert_eq!(minutes, [10, 20, 40, 80]);
        for failures in [20, 63, 64, u8::MAX] {
            assert_eq!(rules.retry_after(failures), rules.hold_slack / 4);
        }
    }

    #[test]
    fn reputation_is_given_for_a_completion_and_taken_for_a_dispute() {
        let rules = MarketplaceParameters::default();
        let completion_reputation = Score::points(-1);
        assert!(!MarketplaceParameters { completion_reputation, ..rules }.are_valid());
        let dispute_reputation = Score::points(1);
        assert!(!MarketplaceParameters { dispute_reputation, ..rules }.are_valid());
    }
}
