//! Proposals: where they stand, and what their makers, co-signers and stewards do with them.

use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};
use icn_primitives::{
    governance::{ProposalId, RuleMaker},
    CooperativeId, Did, Moment,
};
use serde_json::{json, Value as Json};
use subxt::dynamic::Value;

use super::{
    coop, sealed,
    subject::{cooperatives_of, member_of},
    tally,
    text::text_of,
};
use crate::{
    chain::{At, Chain},
    context::Context,
    encoding::{self, number, option},
    failure::{Failure, Result},
    parse::{self, to_hex},
    report::{self, duration, fields, moment, share, table, word, Report},
    submission::{send, Call, Wait},
};

/// How often a proposal is looked at that is waited for.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Picoseconds of weight in a millisecond.
const PICOSECONDS: u64 = 1_000_000_000;
/// What the storage proof of a step may take. Blocks of this chain have no limit for it.
const PROOF: u64 = 16 * 1024 * 1024;

/// Proposals.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// List proposals.
    List {
        /// Only those that aren't final.
        #[arg(long)]
        open: bool,
        /// Only those of this cooperative's internal matters.
        #[arg(long = "in", value_name = "NUMBER", value_parser = coop::id)]
        cooperative: Option<CooperativeId>,
        /// Only those of the federation, joint ones included.
        #[arg(long, conflicts_with = "cooperative")]
        federation: bool,
        /// Begin with this number.
        #[arg(long, default_value_t = 0)]
        from: u32,
        /// How many, at most.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Show a proposal: where it stands, how the votes are, what it does.
    Show(Numbered),
    /// List the ballots of one cooperative.
    Ballots {
        #[command(flatten)]
        proposal: Numbered,
        /// In which cooperative; yours, if it isn't given.
        #[arg(long = "in", value_name = "NUMBER", value_parser = coop::id)]
        cooperative: Option<CooperativeId>,
        /// Begin after this DID.
        #[arg(long, value_name = "DID")]
        after: Option<Did>,
        /// How many, at most.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Sign a draft of another member of your cooperative.
    Cosign(Numbered),
    /// Take your signature back.
    Unsign(Numbered),
    /// Take your proposal back, before the vote.
    Cancel(Numbered),
    /// Lay a veto against an approved proposal, as a steward.
    Veto {
        #[command(flatten)]
        proposal: Numbered,
        /// On behalf of which cooperative; yours that decides it, if it isn't given.
        #[arg(long = "in", value_name = "NUMBER", value_parser = coop::id)]
        cooperative: Option<CooperativeId>,
    },
    /// Take a proposal's next step, if it is due. The chain does it by itself, too.
    Advance {
        #[command(flatten)]
        proposal: Numbered,
        /// What the step may take of a block's time, in milliseconds.
        #[arg(long, value_name = "NUMBER", default_value_t = 20)]
        milliseconds: u64,
    },
    /// Wait until a proposal is final, and say what became of it. The exit code is 0 if it took
    /// effect, and 1 if not. With --wait inclusion the newest block is looked at, otherwise the
    /// newest that is final.
    Wait {
        #[command(flatten)]
        proposal: Numbered,
        /// Wait only until it has come so far, or is final.
        #[arg(long, value_name = "STAGE", value_enum)]
        until: Option<Stage>,
        /// Give up after so long; never if it isn't given.
        #[arg(long = "for", value_name = "DURATION", value_parser = parse::duration)]
        longest: Option<Moment>,
    },
}

/// A proposal.
#[derive(Args, Debug)]
pub struct Numbered {
    /// The proposal's number.
    #[arg(value_name = "PROPOSAL", value_parser = id)]
    proposal: ProposalId,
}

/// A proposal's number.
pub fn id(text: &str) -> std::result::Result<ProposalId, String> {
    text.parse().map(ProposalId).map_err(|_| "a proposal's number is a whole number".into())
}

/// How far a proposal can come, in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, ValueEnum)]
pub enum Stage {
    /// It is talked about.
    Deliberation,
    /// It is voted on.
    Voting,
    /// It passed.
    Approved,
    /// It took effect.
    Executed,
}

impl Stage {
    /// How far a proposal has come that stands at `stage`; `None`: it came to nothing.
    fn reached(stage: &str) -> Option<Option<Self>> {
        match stage {
            "Draft" => Some(None),
            "Deliberation" => Some(Some(Self::Deliberation)),
            "Voting" | "Resolution" => Some(Some(Self::Voting)),
            "Approved" => Some(Some(Self::Approved)),
            "Executed" => Some(Some(Self::Executed)),
            _ => None,
        }
    }
}

/// A proposal's number, as an argument.
pub fn value(id: ProposalId) -> Value {
    number(id.0)
}

/// All that the chain shows of a proposal.
pub async fn view(chain: &Chain, id: ProposalId) -> Result<Json> {
    match chain.api("GovernanceApi", "proposal", vec![value(id)]).await? {
        Json::Null => Err(Failure::refused(format!("there is no proposal {id}"))),
        view => Ok(readable(view)),
    }
}

/// `view` with its call in hexadecimal digits, also where these bytes could be text.
fn readable(mut view: Json) -> Json {
    let call = view["call"].as_str().filter(|call| !call.starts_with("0x"));
    if let Some(hex) = call.map(|call| to_hex(call.as_bytes())) {
        view["call"] = if hex == "0x" { Json::Null } else { hex.into() };
    }
    if view["call"] == "0x" {
        view["call"] = Json::Null;
    }
    view
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let mut chain = context.chain().await?;
    let (name, proposal) = match command {
        Command::List { open, cooperative, federation, from, limit } => {
            let maker = match (cooperative, federation) {
                (Some(id), _) => Some(RuleMaker::Cooperative(id)),
                (None, true) => Some(RuleMaker::Federation),
                (None, false) => None,
            };
            return list(&chain, open, maker, from, limit).await;
        }
        Command::Show(Numbered { proposal }) => return show(&chain, proposal).await,
        Command::Ballots { proposal: Numbered { proposal }, cooperative, after, limit } => {
            let view = view(&chain, proposal).await?;
            let body = cooperatives_of(&view["proposal"]["body"]);
            let cooperative = member_of(context, &chain, cooperative, body.as_deref()).await?;
            return ballots(&chain, proposal, cooperative, after, limit).await;
        }
        Command::Cosign(Numbered { proposal }) => ("cosign", proposal),
        Command::Unsign(Numbered { proposal }) => ("withdraw_signature", proposal),
        Command::Cancel(Numbered { proposal }) => ("cancel", proposal),
        Command::Veto { proposal: Numbered { proposal }, cooperative } => {
            let view = view(&chain, proposal).await?;
            let body = cooperatives_of(&view["proposal"]["body"]);
            let cooperative = member_of(context, &chain, cooperative, body.as_deref()).await?;
            let fields = vec![
                ("proposal", value(proposal)),
                ("cooperative", encoding::cooperative(cooperative)),
            ];
            return send(context, &chain, Call::new("Governance", "veto", fields)).await;
        }
        Command::Advance { proposal: Numbered { proposal }, milliseconds } => {
            let weight = Value::named_composite([
                ("ref_time", number(milliseconds.saturating_mul(PICOSECONDS))),
                ("proof_size", number(PROOF)),
            ]);
            let fields = vec![("proposal", value(proposal)), ("max_weight", weight)];
            return send(context, &chain, Call::new("Governance", "advance", fields)).await;
        }
        Command::Wait { proposal: Numbered { proposal }, until, longest } => {
            let waiting = wait(context, &mut chain, proposal, until);
            return match longest {
                None => waiting.await,
                Some(longest) => {
                    let waited = tokio::time::timeout(Duration::from_millis(longest), waiting);
                    waited.await.unwrap_or_else(|_| {
                        Err(Failure::refused(format!(
                            "proposal {proposal} did not come so far in {}",
                            duration(&longest.into())
                        )))
                    })
                }
            };
        }
    };
    send(context, &chain, Call::new("Governance", name, vec![("proposal", value(proposal))])).await
}

/// The numbers of the proposals that are asked for; `None`: all from `from` on.
async fn numbers(
    chain: &Chain,
    open: bool,
    maker: Option<RuleMaker>,
    from: u32,
    limit: u32,
) -> Result<Option<Vec<ProposalId>>> {
    let page = vec![number(from), number(limit)];
    let answer = match (&maker, open) {
        (None, false) => return Ok(None),
        (None, true) => chain.api("GovernanceApi", "open_proposals", page).await?,
        (Some(maker), _) => {
            let mut args = vec![encoding::rule_maker(maker)];
            args.extend(page);
            chain.api("GovernanceApi", "proposals_of", args).await?
        }
    };
    let ids = answer.as_array().into_iter().flatten();
    let id = |json: &Json| json.as_u64().and_then(|id| id.try_into().ok()).map(ProposalId);
    Ok(Some(ids.filter_map(id).collect()))
}

async fn list(
    chain: &Chain,
    open: bool,
    maker: Option<RuleMaker>,
    from: u32,
    limit: u32,
) -> Result<Report> {
    let mut found = Vec::new();
    match numbers(chain, open, maker, from, limit).await? {
        None => {
            let page = vec![number(from), number(limit)];
            let answer = chain.api("GovernanceApi", "proposals", page).await?;
            found.extend(answer.as_array().into_iter().flatten().cloned().map(readable));
        }
        Some(ids) => {
            for id in ids {
                found.push(view(chain, id).await?);
            }
        }
    }
    found.retain(|view| !open || !view["proposal"]["due"].is_null());
    let rows = found.iter().map(|view| {
        let proposal = &view["proposal"];
        vec![
            word(&view["id"]),
            word(&proposal["stage"]),
            moment(&proposal["due"]),
            body_text(&proposal["body"]),
            word(&proposal["kind"]),
            word(&proposal["title"]),
        ]
    });
    let head = ["proposal", "stage", "until", "body", "kind", "title"];
    let text = table(&head, &rows.collect::<Vec<_>>());
    Ok(Report::new(json!({ "proposals": found }), text))
}

/// Who decides, in a word.
pub fn body_text(body: &Json) -> String {
    match cooperatives_of(body) {
        None => "federation".into(),
        Some(ids) => {
            let numbers: Vec<String> = ids.iter().map(ToString::to_string).collect();
            let before = if body["Joint"].is_null() { "coop" } else { "joint" };
            format!("{before}:{}", numbers.join(","))
        }
    }
}

async fn objections(chain: &Chain, proposal: ProposalId, view: &Json) -> Result<Vec<Json>> {
    let mut found = Vec::new();
    for entry in view["tallies"].as_array().into_iter().flatten() {
        if entry[1]["objections"].as_u64().unwrap_or_default() == 0 {
            continue;
        }
        let id = entry[0].as_u64().and_then(|id| id.try_into().ok()).unwrap_or_default();
        let cooperative = encoding::cooperative(CooperativeId(id));
        let args = vec![value(proposal), cooperative, option(None), number(100u8)];
        let answer = chain.api("GovernanceApi", "objections", args).await?;
        found.extend(answer.as_array().into_iter().flatten().map(
            |objection| json!({ "cooperative": id, "voter": objection[0], "reason": objection[1] }),
        ));
    }
    Ok(found)
}

async fn show(chain: &Chain, id: ProposalId) -> Result<Report> {
    let mut view = view(chain, id).await?;
    let objections = objections(chain, id, &view).await?;
    let call = view["call"].as_str().and_then(|call| parse::hex_bytes(call).ok());
    view["says"] = call.and_then(|call| chain.call_json(&call)).unwrap_or_default();
    sealed::unseal(&mut view["says"], &|call| chain.call_json(call));
    let adopted = view["says"].pointer_mut("/Governance/adopt_text/text");
    if let Some(text) = adopted {
        *text = text_of(text);
    }
    view["objections"] = objections.into();
    view["failure"] = match &view["error"] {
        Json::Null => Json::Null,
        error => chain.dispatch_failure(error).to_json()["error"].clone(),
    };
    let text = page(&view);
    Ok(Report::new(view, text))
}

/// A page about a proposal.
fn page(view: &Json) -> String {
    let (proposal, terms) = (&view["proposal"], &view["proposal"]["terms"]);
    let signed = format!(
        "{} of {}",
        view["cosigners"].as_array().map_or(0, Vec::len),
        word(&terms["cosigners"])
    );
    let failure = &view["failure"];
    let failed = match failure["name"].as_str() {
        Some(name) => format!("{name}: {}", word(&failure["message"])),
        None => word(&failure["message"]),
    };
    let vetoed =
        format!("{} of {}", view["vetoes"].as_array().map_or(0, Vec::len), word(&terms["vetoes"]));
    let stage = match proposal["due"].is_null() {
        true => word(&proposal["stage"]),
        false => format!("{}, until {}", word(&proposal["stage"]), moment(&proposal["due"])),
    };
    let periods = ["deliberation", "voting", "resolution", "timelock"]
        .map(|name| format!("{name} {}", duration(&terms[name])));
    let mut shown = vec![
        ("proposal", word(&view["id"])),
        ("title", word(&proposal["title"])),
        ("stage", stage),
        ("decided by", body_text(&proposal["body"])),
        ("kind", word(&proposal["kind"])),
        ("takes", format!("{} of the votes for or against", share(&terms["threshold"]))),
        (
            "proposed by",
            format!("{} in {}", word(&proposal["proposer"]), word(&proposal["sponsor"])),
        ),
        ("on", moment(&proposal["created"])),
        ("content", report::hash(&proposal["content"])),
        ("periods", periods.join(", ")),
    ];
    if terms["cosigners"] != 0 {
        shown.push(("signed by", signed));
    }
    if terms["vetoes"] != 0 {
        shown.push(("vetoes", vetoed));
    }
    shown.push(("does", report::call(&view["says"])));
    shown.push(("call", word(&view["call"])));
    if !failure.is_null() {
        shown.push(("failed", failed));
    }
    let mut parts = vec![fields(&shown)];
    if view["tallies"].as_array().is_some_and(|tallies| !tallies.is_empty()) {
        parts.push(tally::text(view));
    }
    let objections = view["objections"].as_array().into_iter().flatten().map(|objection| {
        vec![word(&objection["cooperative"]), word(&objection["voter"]), word(&objection["reason"])]
    });
    let objections: Vec<_> = objections.collect();
    if !objections.is_empty() {
        parts.push(table(&["cooperative", "objects", "because"], &objections));
    }
    parts.join("\n\n")
}

async fn ballots(
    chain: &Chain,
    proposal: ProposalId,
    cooperative: CooperativeId,
    after: Option<Did>,
    limit: u32,
) -> Result<Report> {
    let args = vec![
        value(proposal),
        encoding::cooperative(cooperative),
        option(after.as_ref().map(encoding::did)),
        number(limit),
    ];
    let answer = chain.api("GovernanceApi", "ballots", args).await?;
    let with_did = |entry: &Json| {
        let mut ballot = entry[1].clone();
        ballot["voter"] = entry[0].clone();
        ballot
    };
    let found: Vec<Json> = answer.as_array().into_iter().flatten().map(with_did).collect();
    let rows = found.iter().map(|ballot| {
        vec![
            word(&ballot["voter"]),
            word(&ballot["choice"]),
            tally::votes(&ballot["power"]),
            word(&ballot["via"]),
        ]
    });
    let text = table(&["voter", "choice", "weighs", "cast by"], &rows.collect::<Vec<_>>());
    let json = json!({ "proposal": proposal, "cooperative": cooperative, "ballots": found });
    Ok(Report::new(json, text))
}

/// Waits until a proposal is final, or has come so far.
async fn wait(
    context: &Context,
    chain: &mut Chain,
    id: ProposalId,
    until: Option<Stage>,
) -> Result<Report> {
    let looked_at = match context.options.wait {
        Wait::Inclusion => At::Best,
        Wait::Finality => At::Finalized,
    };
    // It may be in a block that isn't final yet.
    view(chain, id).await?;
    let mut last = String::new();
    loop {
        chain.go_to(looked_at).await?;
        let view = chain.api("GovernanceApi", "proposal", vec![value(id)]).await?;
        let proposal = &view["proposal"];
        let stage = proposal["stage"].as_str().unwrap_or_default();
        if stage != last && !view.is_null() {
            let until = match proposal["due"].is_null() {
                true => String::new(),
                false => format!(", until {}", moment(&proposal["due"])),
            };
            context.progress(&format!("proposal {id}: {stage}{until}"));
            last = stage.to_string();
        }
        match Stage::reached(stage) {
            _ if view.is_null() => {}
            Some(reached) if reached < Some(until.unwrap_or(Stage::Executed)) => {}
            Some(_) => return Ok(outcome(readable(view), None)),
            None => {
                let failure = ended(
                    stage,
                    match &view["error"] {
                        Json::Null => None,
                        error => Some(chain.dispatch_failure(error)),
                    },
                );
                return Ok(outcome(readable(view), Some(failure)));
            }
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Why a proposal came to nothing.
fn ended(stage: &str, error: Option<Failure>) -> Failure {
    let sentence = match (stage, error) {
        (_, Some(error)) => return error,
        ("Rejected", _) => "the proposal did not pass",
        ("Failed", _) => "too few took part in the vote, or nobody was for or against it",
        ("Cancelled", _) => "the proposal was taken back, or signed by too few",
        ("Vetoed", _) => "the proposal was stopped by a veto",
        _ => "the proposal came to nothing",
    };
    Failure::named(format!("Governance.Proposal{stage}"), sentence)
}

/// What became of a proposal.
fn outcome(view: Json, failure: Option<Failure>) -> Report {
    let stage = word(&view["proposal"]["stage"]);
    let text = format!("proposal {}: {stage}", word(&view["id"]));
    let mut json = json!({ "proposal": view["id"], "stage": stage, "view": view });
    match failure {
        None => Report::new(json, text),
        Some(failure) => {
            json["error"] = failure.to_json()["error"].clone();
            Report::new(json, text).with_failure(failure)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_waited_for_is_reached_in_order() {
        assert_eq!(Stage::reached("Draft"), Some(None));
        assert!(Stage::reached("Resolution") < Stage::reached("Approved"));
        for ended in ["Rejected", "Failed", "Cancelled", "Vetoed", "ExecutionFailed"] {
            assert_eq!(Stage::reached(ended), None, "{ended}");
        }
        let stages = icn_primitives::governance::Stage::ALL;
        let open = stages.iter().filter(|stage| Stage::reached(&format!("{stage:?}")).is_some());
        assert_eq!(open.count(), 6, "five open stages and the one that was meant");
    }

    #[test]
    fn an_end_is_told_with_the_chains_name_for_it() {
        let failure = ended("Rejected", None);
        assert_eq!(failure.name.as_deref(), Some("Governance.ProposalRejected"));
        let view = json!({ "id": 3, "proposal": { "stage": "Rejected" } });
        let report = outcome(view, Some(failure));
        assert_eq!(report.json["error"]["exitCode"], 1);
        assert_eq!(report.json["proposal"], 3);
        let cause = Failure::named("Ledger.CreditLimitExceeded", "The payer …");
        assert_eq!(ended("ExecutionFailed", Some(cause.clone())), cause);
    }

    #[test]
    fn a_body_is_a_word() {
        assert_eq!(body_text(&json!("Federation")), "federation");
        assert_eq!(body_text(&json!({ "Cooperative": 3 })), "coop:3");
        assert_eq!(body_text(&json!({ "Joint": [0, 2] })), "joint:0,2");
    }

    #[test]
    fn a_call_is_hexadecimal_whatever_its_bytes_are() {
        assert_eq!(readable(json!({ "call": "ab" }))["call"], "0x6162");
        assert_eq!(readable(json!({ "call": "0x00" }))["call"], "0x00");
        assert_eq!(readable(json!({ "call": "" }))["call"], Json::Null);
    }

    #[test]
    fn a_page_tells_what_stands_where() {
        let view = json!({
            "id": 4,
            "proposal": {
                "title": "A roof", "stage": "Voting", "due": 1000, "body": { "Cooperative": 0 },
                "kind": "Budget", "proposer": "did:icn:z1", "sponsor": 0, "created": 0,
                "content": "0x00",
                "terms": {
                    "threshold": 600_000, "cosigners": 0, "vetoes": 0, "deliberation": 0,
                    "voting": 10_000, "resolution": 10_000, "timelock": 0,
                },
            },
            "cosigners": [], "vetoes": [], "call": null, "says": null, "failure": null,
            "objections": [{ "cooperative": 0, "voter": "did:icn:z2", "reason": "Too dear" }],
            "tallies": [],
        });
        let page = page(&view);
        assert!(page.contains("Voting, until 1970-01-01T00:00:01Z"), "{page}");
        assert!(page.contains("60 % of the votes"), "{page}");
        assert!(page.contains("Too dear"), "{page}");
        assert!(!page.contains("vetoes"), "{page}");
    }
}
