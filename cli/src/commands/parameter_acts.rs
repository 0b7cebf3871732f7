//! The parameters that the federation sets, pallet by pallet.

use clap::Subcommand;

use crate::settings::{
    Changes, Setting, EXCHANGE_PARAMETERS, GOVERNANCE_PARAMETERS, LEDGER_PARAMETERS,
    MARKETPLACE_PARAMETERS, QUOTA_PARAMETERS, REPUTATION_PARAMETERS, RESOURCE_PARAMETERS,
    SEAT_PARAMETERS, SETTLEMENT_PARAMETERS, STORAGE_PARAMETERS,
};

/// Parameters that are set. What isn't named stays.
#[derive(Subcommand, Debug)]
pub enum ParameterAct {
    /// Set what holds for all bodies: constitution, bylaw, budget, standard, supermajority, quorum,
    /// proposal_reputation, draft, evolution_vetoes, evolution_timelock, kept, vote_points,
    /// accepted_points.
    Parameters(Changes),
    /// Set the rules of sessions and turns: session_length, missed_turns_limit, block_reputation,
    /// missed_turn_reputation, equivocation_reputation.
    SeatParameters(Changes),
    /// Set what quotas are made of: cooperative_blocks, block.weight, block.bytes, block_time,
    /// own_share, own_refill, own_minimum.weight, own_minimum.bytes, federation.weight,
    /// federation.bytes.
    QuotaParameters(Changes),
    /// Set the rules of the ledger: key_retention, max_keys, max_hold_life, max_holds,
    /// max_currencies.
    LedgerParameters(Changes),
    /// Set what sources of reputation may give: act_bound, attestor_bound, participation.
    ReputationParameters(Changes),
    /// Set the rules of a marketplace, --on-shard 1=ws://…: timeouts.consent, timeouts.funding,
    /// timeouts.acceptance, timeouts.delivery, timeouts.confirmation, timeouts.dispute, hold_slack,
    /// max_hold_life, retry_interval, retention, max_listing_life, max_listings, max_orders,
    /// completion_reputation, dispute_reputation.
    MarketplaceParameters(Changes),
    /// Set the rules of settlements on a marketplace, --on-shard 1=ws://…: capture_time,
    /// retry_delay, max_waiting.
    SettlementParameters(Changes),
    /// Set the rules of exchange on a marketplace, --on-shard 1=ws://…: max_life, hold_time,
    /// retention, max_open, agreement_reputation, labour_reputation, aid_reputation.
    ExchangeParameters(Changes),
    /// Set the rules of resources on a marketplace, --on-shard 1=ws://…: horizon, max_minutes,
    /// decision_time, hold_time, retention, max_resources, max_bookings, sharing_reputation.
    ResourceParameters(Changes),
    /// Set the rules of storage, --on-shard 2=ws://…: challenge_period, samples, answer_window,
    /// challenges_per_block, misses_to_lose, withdrawal_notice, max_retention, max_length,
    /// max_anchors, max_commitments, award_period, answer_reputation, miss_reputation, award_bound.
    StorageParameters(Changes),
}

impl ParameterAct {
    /// The pallet, its settings, and what is to change of them.
    pub fn of_pallet(self) -> (&'static str, &'static [Setting], Changes) {
        match self {
            Self::Parameters(changes) => ("Governance", GOVERNANCE_PARAMETERS, changes),
            Self::SeatParameters(changes) => ("Seats", SEAT_PARAMETERS, changes),
            Self::QuotaParameters(changes) => ("Admission", QUOTA_PARAMETERS, changes),
            Self::LedgerParameters(changes) => ("Ledger", LEDGER_PARAMETERS, changes),
            Self::ReputationParameters(changes) => ("Reputation", REPUTATION_PARAMETERS, changes),
            Self::MarketplaceParameters(changes) => {
                ("Marketplace", MARKETPLACE_PARAMETERS, changes)
            }
            Self::SettlementParameters(changes) => ("Settlement", SETTLEMENT_PARAMETERS, changes),
            Self::ExchangeParameters(changes) => ("Exchange", EXCHANGE_PARAMETERS, changes),
            Self::ResourceParameters(changes) => ("Resources", RESOURCE_PARAMETERS, changes),
            Self::StorageParameters(changes) => ("Storage", STORAGE_PARAMETERS, changes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[derive(clap::Parser)]
    struct Line {
        #[command(subcommand)]
        _act: ParameterAct,
    }

    #[test]
    fn the_help_names_every_setting() {
        use clap::Parser;
        for command in Line::command().get_subcommands() {
            let words = ["icn", command.get_name(), "--set", "a=b"];
            let (pallet, settings, _) = Line::parse_from(words)._act.of_pallet();
            let help = command.get_about().map(ToString::to_string).unwrap_or_default();
            for (name, _) in settings {
                assert!(help.contains(name), "{pallet}: {name}");
            }
        }
    }
}
