//! The settings of each pallet: names as on the chain, and how each is written.

use super::{Form, Setting};

const MODELS: &[&str] = &["Majority", "Supermajority", "Consensus", "ConsensusMinusOne", "Consent"];
const FALLBACKS: &[&str] = &["Reject", "Majority", "Supermajority", "ConsensusMinusOne"];

/// How a cooperative, or the federation, decides.
pub const GOVERNANCE_RULES: &[Setting] = &[
    ("model", Form::Choice(MODELS)),
    ("fallback", Form::Choice(FALLBACKS)),
    ("quorum", Form::Share),
    ("power", Form::Choice(&["Equal", "Reputation"])),
    ("delegation", Form::Flag),
    ("cosigners", Form::Count),
    ("vetoes", Form::Count),
    ("deliberation", Form::Duration),
    ("voting", Form::Duration),
    ("resolution", Form::Duration),
    ("timelock", Form::Duration),
];

/// What holds for all bodies.
pub const GOVERNANCE_PARAMETERS: &[Setting] = &[
    ("constitution", Form::Share),
    ("bylaw", Form::Share),
    ("budget", Form::Share),
    ("standard", Form::Share),
    ("supermajority", Form::Share),
    ("quorum", Form::Share),
    ("proposal_reputation", Form::Count),
    ("draft", Form::Duration),
    ("evolution_vetoes", Form::Count),
    ("evolution_timelock", Form::Duration),
    ("kept", Form::Duration),
    ("vote_points", Form::Count),
    ("accepted_points", Form::Count),
];

/// Sessions and turns of validators.
pub const SEAT_PARAMETERS: &[Setting] = &[
    ("session_length", Form::Count),
    ("missed_turns_limit", Form::Count),
    ("block_reputation", Form::Points),
    ("missed_turn_reputation", Form::Points),
    ("equivocation_reputation", Form::Points),
];

/// What quotas are made of.
pub const QUOTA_PARAMETERS: &[Setting] = &[
    ("cooperative_blocks", Form::Count),
    ("block.weight", Form::Count),
    ("block.bytes", Form::Count),
    ("block_time", Form::Duration),
    ("own_share", Form::Share),
    ("own_refill", Form::Duration),
    ("own_minimum.weight", Form::Count),
    ("own_minimum.bytes", Form::Count),
    ("federation.weight", Form::Count),
    ("federation.bytes", Form::Count),
];

/// The rules of the ledger.
pub const LEDGER_PARAMETERS: &[Setting] = &[
    ("key_retention", Form::Duration),
    ("max_keys", Form::Count),
    ("max_hold_life", Form::Duration),
    ("max_holds", Form::Count),
    ("max_currencies", Form::Count),
];

/// What sources of reputation may give.
pub const REPUTATION_PARAMETERS: &[Setting] = &[
    ("act_bound", Form::Points),
    ("attestor_bound", Form::Points),
    ("participation", Form::Factor),
];

/// How a category of reputation counts.
pub const CATEGORY_RULES: &[Setting] = &[
    ("weight", Form::Factor),
    ("decay_per_day", Form::Factor),
    ("minimum", Form::Points),
    ("maximum", Form::PointsOrNone),
];

/// The rules of the marketplace.
pub const MARKETPLACE_PARAMETERS: &[Setting] = &[
    ("timeouts.consent", Form::Duration),
    ("timeouts.funding", Form::Duration),
    ("timeouts.acceptance", Form::Duration),
    ("timeouts.delivery", Form::Duration),
    ("timeouts.confirmation", Form::Duration),
    ("timeouts.dispute", Form::Duration),
    ("hold_slack", Form::Duration),
    ("max_hold_life", Form::Duration),
    ("retry_interval", Form::Duration),
    ("retention", Form::Duration),
    ("max_listing_life", Form::Duration),
    ("max_listings", Form::Count),
    ("max_orders", Form::Count),
    ("completion_reputation", Form::Points),
    ("dispute_reputation", Form::Points),
];

/// The rules of settlements.
pub const SETTLEMENT_PARAMETERS: &[Setting] = &[
    ("capture_time", Form::Duration),
    ("retry_delay", Form::Duration),
    ("max_waiting", Form::Count),
];

/// The rules of exchange.
pub const EXCHANGE_PARAMETERS: &[Setting] = &[
    ("max_life", Form::Duration),
    ("hold_time", Form::Duration),
    ("retention", Form::Duration),
    ("max_open", Form::Count),
    ("agreement_reputation", Form::Points),
    ("labour_reputation", Form::Points),
    ("aid_reputation", Form::Points),
];

/// The rules of resources.
pub const RESOURCE_PARAMETERS: &[Setting] = &[
    ("horizon", Form::Minutes),
    ("max_minutes", Form::Minutes),
    ("decision_time", Form::Duration),
    ("hold_time", Form::Duration),
    ("retention", Form::Duration),
    ("max_resources", Form::Count),
    ("max_bookings", Form::Count),
    ("sharing_reputation", Form::Points),
];

/// The rules of storage.
pub const STORAGE_PARAMETERS: &[Setting] = &[
    ("challenge_period", Form::Count),
    ("samples", Form::Count),
    ("answer_window", Form::Count),
    ("challenges_per_block", Form::Count),
    ("misses_to_lose", Form::Count),
    ("withdrawal_notice", Form::Duration),
    ("max_retention", Form::Duration),
    ("max_length", Form::Size),
    ("max_anchors", Form::Count),
    ("max_commitments", Form::Count),
    ("award_period", Form::Duration),
    ("answer_reputation", Form::Points),
    ("miss_reputation", Form::Points),
    ("award_bound", Form::Points),
];
