//! Voting, objecting, and letting others vote.

use clap::{Args, Subcommand, ValueEnum};
use icn_primitives::{
    governance::{DecisionKind, ProposalId, MAX_REASON},
    CooperativeId, Did, Moment,
};
use serde_json::{json, Value as Json};

use super::{
    coop, proposal,
    subject::{cooperatives_of, member_of, memberships, sponsor, subject},
};
use crate::{
    body::Kind,
    chain::Chain,
    context::Context,
    encoding::{self, bytes, number, option, unit, Fields},
    failure::{Failure, Result},
    parse,
    report::{moment, table, word, Report},
    submission::{send, Call},
};

/// Vote on a proposal, or change your vote. Whoever delegated to you is counted with it.
#[derive(Args, Debug)]
#[command(subcommand_negates_reqs = true)]
pub struct Command {
    /// The proposal's number.
    #[arg(required = true, value_parser = proposal::id)]
    proposal: Option<ProposalId>,
    /// What you vote.
    #[arg(required = true, value_enum)]
    choice: Option<Choice>,
    /// In which cooperative; yours that votes on it, your home first, if it isn't given.
    #[arg(long = "in", value_name = "NUMBER", value_parser = coop::id)]
    cooperative: Option<CooperativeId>,
    #[command(subcommand)]
    other: Option<Other>,
}

/// What else is done with votes.
#[derive(Subcommand, Debug)]
pub enum Other {
    /// Count for a member who doesn't vote directly the vote to which the member's delegations lead
    /// now. Anybody may.
    CountDelegated {
        /// The proposal's number.
        #[arg(value_parser = proposal::id)]
        proposal: ProposalId,
        /// The member.
        member: Did,
        /// In which cooperative; yours that votes on it if it isn't given.
        #[arg(long = "in", value_name = "NUMBER", value_parser = coop::id)]
        cooperative: Option<CooperativeId>,
    },
}

/// What a member votes.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Choice {
    /// For it.
    Approve,
    /// Against it.
    Reject,
    /// Neither: counts for the quorum alone.
    Abstain,
}

/// Vote against a proposal, with a reason, where a cooperative decides by consent.
#[derive(Args, Debug)]
pub struct Objection {
    /// The proposal's number.
    #[arg(value_parser = proposal::id)]
    proposal: ProposalId,
    /// Why.
    #[arg(long)]
    reason: String,
    /// In which cooperative; yours that votes on it, your home first, if it isn't given.
    #[arg(long = "in", value_name = "NUMBER", value_parser = coop::id)]
    cooperative: Option<CooperativeId>,
}

/// Let another member vote for you.
#[derive(Args, Debug)]
#[command(subcommand_negates_reqs = true)]
pub struct Delegation {
    /// Whom.
    #[arg(required_unless_present = "revoke")]
    did: Option<Did>,
    /// In which cooperative; in your home if it isn't given.
    #[arg(long = "in", value_name = "NUMBER", value_parser = coop::id)]
    cooperative: Option<CooperativeId>,
    /// On which kind of decisions; on all if it isn't given.
    #[arg(long, value_name = "KIND", value_enum)]
    decision: Option<Kind>,
    /// How long.
    #[arg(
        long = "for",
        value_name = "DURATION",
        value_parser = parse::duration,
        default_value = "30d"
    )]
    period: Moment,
    /// Vote yourself again.
    #[arg(long, conflicts_with = "did")]
    revoke: bool,
    #[command(subcommand)]
    other: Option<Delegations>,
}

/// What is shown of delegations.
#[derive(Subcommand, Debug)]
pub enum Delegations {
    /// Show whom somebody lets vote, and how many stand behind them.
    List {
        /// Who; you, if it isn't given.
        did: Option<Did>,
        /// In which cooperative; in all of theirs if it isn't given.
        #[arg(long = "in", value_name = "NUMBER", value_parser = coop::id)]
        cooperative: Option<CooperativeId>,
    },
}

impl Choice {
    fn name(self) -> &'static str {
        match self {
            Self::Approve => "Approve",
            Self::Reject => "Reject",
            Self::Abstain => "Abstain",
        }
    }
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    if let Some(Other::CountDelegated { proposal, member, cooperative }) = command.other {
        let view = proposal::view(&chain, proposal).await?;
        let body = cooperatives_of(&view["proposal"]["body"]);
        let cooperative = member_of(context, &chain, cooperative, body.as_deref()).await?;
        let fields = vec![
            ("proposal", proposal::value(proposal)),
            ("cooperative", encoding::cooperative(cooperative)),
            ("member", encoding::did(&member)),
        ];
        return send(context, &chain, Call::new("Governance", "count_delegated", fields)).await;
    }
    let (Some(id), Some(choice)) = (command.proposal, command.choice) else {
        return Err(Failure::usage("a proposal's number and a choice are needed"));
    };
    let mut fields = ballot(context, &chain, id, command.cooperative).await?;
    fields.push(("choice", unit(choice.name())));
    send(context, &chain, Call::new("Governance", "cast_vote", fields)).await
}

/// Runs "object".
pub async fn object(objection: Objection, context: &Context) -> Result<Report> {
    let Objection { proposal, reason, cooperative } = objection;
    parse::line(&reason, MAX_REASON).map_err(Failure::usage)?;
    let chain = context.chain().await?;
    let mut fields = ballot(context, &chain, proposal, cooperative).await?;
    fields.push(("reason", bytes(reason)));
    send(context, &chain, Call::new("Governance", "object", fields)).await
}

/// What every vote says: on what, where, and for how many.
async fn ballot(
    context: &Context,
    chain: &Chain,
    id: ProposalId,
    named: Option<CooperativeId>,
) -> Result<Fields> {
    let view = proposal::view(chain, id).await?;
    let body = cooperatives_of(&view["proposal"]["body"]);
    let cooperative = member_of(context, chain, named, body.as_deref()).await?;
    let voter = subject(context, chain, None).await?;
    let kind = view["proposal"]["kind"].as_str().unwrap_or_default();
    let args = vec![encoding::cooperative(cooperative), unit(kind), encoding::did(&voter)];
    let delegators = chain.api("GovernanceApi", "delegators", args).await?;
    Ok(vec![
        ("proposal", proposal::value(id)),
        ("cooperative", encoding::cooperative(cooperative)),
        ("delegators", number(delegators.as_u64().unwrap_or_default())),
    ])
}

/// Runs "delegate".
pub async fn delegate(delegation: Delegation, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    if let Some(Delegations::List { did, cooperative }) = delegation.other {
        return list(context, &chain, did, cooperative).await;
    }
    let cooperative = sponsor(context, &chain, delegation.cooperative).await?;
    let kind = delegation.decision.map(|kind| encoding::decision_kind(kind.into()));
    let mut fields =
        vec![("cooperative", encoding::cooperative(cooperative)), ("kind", option(kind))];
    let name = match delegation.did {
        None => "revoke_delegation",
        Some(delegate) => {
            let until = chain.now().await?.saturating_add(delegation.period);
            fields.extend([("delegate", encoding::did(&delegate)), ("until", number(until))]);
            "delegate"
        }
    };
    send(context, &chain, Call::new("Governance", name, fields)).await
}

async fn list(
    context: &Context,
    chain: &Chain,
    did: Option<Did>,
    cooperative: Option<CooperativeId>,
) -> Result<Report> {
    let did = subject(context, chain, did).await?;
    let cooperatives = match cooperative {
        Some(cooperative) => vec![cooperative],
        None => memberships(chain, &did).await?,
    };
    let mut found = Vec::new();
    for cooperative in cooperatives {
        let of = || vec![encoding::cooperative(cooperative), encoding::did(&did)];
        let to = chain.api("GovernanceApi", "delegations", of()).await?;
        for kind in DecisionKind::ALL {
            let name = format!("{kind:?}");
            let args = vec![
                encoding::cooperative(cooperative),
                encoding::decision_kind(kind),
                encoding::did(&did),
            ];
            let behind = chain.api("GovernanceApi", "delegators", args).await?;
            let to = to.as_array().into_iter().flatten().find(|entry| entry[0] == name.as_str());
            let to = to.map_or(&Json::Null, |entry| &entry[1]);
            found.push(json!({
                "cooperative": cooperative,
                "kind": name,
                "delegate": to.get("delegate"),
                "until": to.get("until"),
                "delegators": behind,
            }));
        }
    }
    let rows = found.iter().map(|one| {
        vec![
            word(&one["cooperative"]),
            word(&one["kind"]),
            word(&one["delegate"]),
            moment(&one["until"]),
            word(&one["delegators"]),
        ]
    });
    let head = ["cooperative", "kind", "delegate", "until", "stand behind"];
    let text = format!("{did}\n\n{}", table(&head, &rows.collect::<Vec<_>>()));
    Ok(Report::new(json!({ "did": did, "delegations": found }), text))
}
