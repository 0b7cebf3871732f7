//! The rules of sessions and turns.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::{reputation::Score, BlockNumber};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Shortest session, in blocks: a change of keys must be able to spread before it takes effect.
pub const MIN_SESSION_LENGTH: BlockNumber = 5;
/// The most that one turn gives or takes.
pub const MAX_TURN_REPUTATION: Score = Score::points(1);
/// The most that an equivocation takes.
pub const MAX_EQUIVOCATION_REPUTATION: Score = Score::points(1_000);

/// The rules of sessions and turns, set by the federation. In JSON, what isn't named has its
/// default.
///
/// Points are of validation, and of the cooperative's DID. What a session gives and what it takes
/// are one award each, and an award that goes beyond the act's bound of the day
/// ([`ReputationParameters`](icn_primitives::reputation::ReputationParameters), 100 points at
/// first) is refused as a whole: whoever raises the points raises that too.
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
#[serde(default, deny_unknown_fields)]
pub struct SeatParameters {
    /// Length of a session in blocks; at least [`MIN_SESSION_LENGTH`].
    pub session_length: BlockNumber,
    /// How many turns in a row a seat may miss before it is suspended; at least 1.
    pub missed_turns_limit: u32,
    /// What a block gives; from 0 to [`MAX_TURN_REPUTATION`].
    pub block_reputation: Score,
    /// What a missed turn takes: negative or 0, and in size at most [`MAX_TURN_REPUTATION`].
    pub missed_turn_reputation: Score,
    /// What the equivocations of a session take together: negative or 0, and in size at most
    /// [`MAX_EQUIVOCATION_REPUTATION`].
    pub equivocation_reputation: Score,
}

impl SeatParameters {
    /// Whether they are within their bounds.
    pub fn are_valid(&self) -> bool {
        let takes = |score: Score, most: Score| (Score(-most.0)..=Score::ZERO).contains(&score);
        self.session_length >= MIN_SESSION_LENGTH
            && self.missed_turns_limit >= 1
            && (Score::ZERO..=MAX_TURN_REPUTATION).contains(&self.block_reputation)
            && takes(self.missed_turn_reputation, MAX_TURN_REPUTATION)
            && takes(self.equivocation_reputation, MAX_EQUIVOCATION_REPUTATION)
    }
}

/// At 3-second blocks: sessions of ten minutes, and with ten seats two and a half hours of absence.
///
/// A validator of four has 7,200 turns a day: 7.2 points if it makes every block, 14.4 lost if it
/// makes none; one that is alone has 28,800, for 28.8. That is well within the 100 points a day that
/// an act may give and take. With validation's λ of 0.1, one of four comes to 72 points in the end,
/// of which an equivocation takes more than a quarter.
impl Default for SeatParameters {
    fn default() -> Self {
        Self {
            session_length: 200,
            missed_turns_limit: 300,
            block_reputation: Score(Score::UNITS / 1_000),
            missed_turn_reputation: Score(-2 * Score::UNITS / 1_000),
            equivocation_reputation: Score::points(-20),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_genesis_that_names_no_points_has_the_defaults() {
        let rules = r#"{ "session_length": 20, "missed_turns_limit": 7 }"#;
        let rules: SeatParameters = serde_json::from_str(rules).unwrap();
        let expected =
            SeatParameters { session_length: 20, missed_turns_limit: 7, ..Default::default() };
        assert_eq!(rules, expected);
        assert!(serde_json::from_str::<SeatParameters>(r#"{ "session": 20 }"#).is_err());
    }

    #[test]
    fn points_are_written_as_decimals() {
        let rules = serde_json::to_value(SeatParameters::default()).unwrap();
        assert_eq!(rules["block_reputation"], "0.001");
        assert_eq!(rules["missed_turn_reputation"], "-0.002");
        assert_eq!(rules["equivocation_reputation"], "-20");
        assert_eq!(serde_json::from_value(rules).ok(), Some(SeatParameters::default()));
    }

    #[test]
    fn a_day_of_defaults_stays_within_an_acts_bound() {
        let bound = icn_primitives::reputation::ReputationParameters::default().act_bound;
        let rules = SeatParameters::default();
        // Every slot of a day.
        for turn in [rules.block_reputation, rules.missed_turn_reputation] {
            assert!(turn.abs().0 * 28_800 < bound.0);
        }
        assert!(rules.equivocation_reputation.abs() < bound);
    }
}
