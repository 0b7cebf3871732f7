//! Proposing something to a body.

use clap::Args;
use icn_primitives::{
    governance::{Body, DecisionKind, MAX_TITLE},
    CooperativeId, Hash,
};
use polkadot_sdk::sp_io::hashing::blake2_256;
use serde_json::json;

use super::{
    coop,
    elsewhere::{elsewhere, ensure_here, on_shard, Elsewhere},
    proposed::{Act, Proposed, Proposing},
    subject::sponsor,
};
use crate::{
    body::{BodyOptions, Kind, NamedBody},
    chain::Chain,
    content::{content, Content},
    context::Context,
    encoding::{self, bytes, hash, option},
    failure::{Failure, Result},
    parse::{self, to_hex},
    report::{self, fields, word, Report},
    submission::{send, Call},
};

/// Propose something to your cooperative, to several jointly, or to the federation. The chain
/// carries it out by itself once it was approved.
#[derive(Args, Debug)]
pub struct Command {
    #[command(flatten)]
    options: Options,
    /// What it does.
    #[command(subcommand)]
    act: Act,
}

/// Who proposes what to whom.
#[derive(Args, Debug)]
#[command(next_help_heading = "Options of every proposal")]
pub struct Options {
    /// What it is called.
    #[arg(long, global = true)]
    title: Option<String>,
    /// As a member of which cooperative; of your home if it isn't given.
    #[arg(long = "in", global = true, value_name = "NUMBER", value_parser = coop::id)]
    sponsor: Option<CooperativeId>,
    #[command(flatten)]
    body: BodyOptions,
    /// Of which kind the decision is; what the act takes at least if it isn't given.
    #[arg(long, global = true, value_name = "KIND", value_enum)]
    decision: Option<Kind>,
    /// What is written about it elsewhere: a hash, or a file of which the SHA-256 hash is taken.
    #[arg(long, global = true, value_name = "HASH|FILE", value_parser = content)]
    content: Option<Content>,
    /// Carry it out on another shard: its number, or with the address of one of its nodes, which
    /// parameters need: 1=ws://127.0.0.1:10044.
    #[arg(long, global = true, value_name = "SHARD", value_parser = elsewhere)]
    on_shard: Option<Elsewhere>,
    /// The last block of that shard in which it may be carried out.
    #[arg(long, global = true, value_name = "BLOCK", requires = "on_shard")]
    expires_at: Option<u32>,
    /// Show the call that would be decided, encoded, and send nothing.
    #[arg(long, global = true)]
    show_call: bool,
}

/// Who decides, and of which kind the decision is.
fn decider(
    named: Option<NamedBody>,
    kind: Option<Kind>,
    proposed: &Proposed,
    own: CooperativeId,
    elsewhere: bool,
) -> Result<(Body, DecisionKind)> {
    // What a cooperative can't decide, or is another's, the federation does.
    let others = elsewhere || proposed.about.is_some_and(|cooperative| cooperative != own);
    let by_default = match (others, proposed.own, proposed.federation) {
        (false, Some(_), _) | (_, _, None) => NamedBody::Own,
        _ => NamedBody::Federation,
    };
    let body = named.unwrap_or(by_default);
    let known = match body {
        NamedBody::Federation => proposed.federation,
        NamedBody::Own | NamedBody::Joint(_) => proposed.own,
    };
    let kind = kind.map(DecisionKind::from).or(known).ok_or_else(|| {
        Failure::usage("it isn't known what this takes from this body: say it with --decision, or name another body with --body")
    })?;
    Ok((body.of(own), kind))
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let Command { options, act } = command;
    let chain = context.chain().await?;
    let sponsor = sponsor(context, &chain, options.sponsor).await?;
    let named = options.body.named();
    let federation = named.as_ref().map(|body| *body == NamedBody::Federation);
    let proposing =
        Proposing { chain: &chain, sponsor, federation, elsewhere: options.on_shard.as_ref() };
    let mut proposed = proposing.act(act).await?;
    let (body, kind) =
        decider(named, options.decision, &proposed, sponsor, options.on_shard.is_some())?;
    if let (None, Some(call)) = (&options.on_shard, &proposed.call) {
        ensure_here(call.names().0)?;
    }
    if let Some(there) = &options.on_shard {
        let call = proposed.call.take();
        let call = call.ok_or_else(|| Failure::usage("a text does nothing on another shard"))?;
        proposed.call = Some(on_shard(&chain, there.shard, call, options.expires_at)?);
    }
    if options.show_call {
        return shown(&chain, proposed.call, &body, kind);
    }
    let title = options.title.ok_or_else(|| {
        Failure::usage("a proposal needs a title: say with --title what it is called")
    })?;
    parse::line(&title, MAX_TITLE).map_err(Failure::usage)?;
    let content = match options.content {
        Some(content) => content.hash()?,
        None => proposed.content.unwrap_or_default(),
    };
    let call = Call::new(
        "Governance",
        "propose",
        vec![
            ("sponsor", encoding::cooperative(sponsor)),
            ("body", encoding::body(&body)),
            ("kind", encoding::decision_kind(kind)),
            ("title", bytes(title)),
            ("content", hash(&content)),
            ("call", option(proposed.call.map(Call::into_value))),
        ],
    );
    let sent = send(context, &chain, call).await?;
    Ok(told(sent, proposed.key))
}

/// The answer to a proposal that was sent: its number, and the name of a payment.
fn told(sent: Report, key: Option<[u8; 32]>) -> Report {
    let number = sent.field("Governance.ProposalCreated", "proposal");
    let mut lines = Vec::new();
    let mut report = sent;
    if let Some(number) = number {
        lines.push(format!("proposal {}", word(&number)));
        report.json["proposal"] = number;
    }
    if let Some(key) = key.map(|key| to_hex(&key)) {
        lines.push(format!("the payment is called {key}"));
        report.json["act"] = key.into();
    }
    lines.push(report.text);
    report.text = lines.join("\n");
    report
}

/// The call that would be decided.
fn shown(chain: &Chain, call: Option<Call>, body: &Body, kind: DecisionKind) -> Result<Report> {
    let call = call.ok_or_else(|| Failure::usage("a text carries out no call"))?;
    let encoded = chain.encode(call)?;
    let call_hash = Hash::from(blake2_256(&encoded));
    let says = chain.call_json(&encoded).unwrap_or_default();
    let hex = to_hex(&encoded);
    let body = match body {
        Body::Cooperative(id) => json!({ "Cooperative": id }),
        Body::Joint(joint) => json!({ "Joint": joint.iter().collect::<Vec<_>>() }),
        Body::Federation => json!("Federation"),
    };
    let text = fields(&[
        ("call", hex.clone()),
        ("hash", format!("{call_hash:?}")),
        ("says", report::call(&says)),
        ("decided by", word(&body)),
        ("kind", format!("{kind:?}")),
    ]);
    let json = json!({
        "call": hex,
        "hash": format!("{call_hash:?}"),
        "says": says,
        "body": body,
        "kind": format!("{kind:?}"),
    });
    Ok(Report::new(json, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposed(own: Option<DecisionKind>, federation: Option<DecisionKind>) -> Proposed {
        Proposed { call: None, own, federation, about: None, content: None, key: None }
    }

    #[test]
    fn who_decides_follows_from_what_is_decided() {
        use DecisionKind::{Bylaw, Constitution, Standard};
        let own = CooperativeId(3);
        let both = proposed(Some(Constitution), Some(Bylaw));
        let by = |named, kind, proposed: &Proposed, elsewhere| {
            decider(named, kind, proposed, own, elsewhere)
        };
        let cooperative = Body::Cooperative(own);
        assert_eq!(by(None, None, &both, false), Ok((cooperative.clone(), Constitution)));
        let federation = Some(NamedBody::Federation);
        assert_eq!(by(federation.clone(), None, &both, false), Ok((Body::Federation, Bylaw)));
        assert_eq!(by(None, None, &both, true), Ok((Body::Federation, Bylaw)));
        let theirs = Proposed { about: Some(CooperativeId(4)), ..both };
        assert_eq!(by(None, None, &theirs, false), Ok((Body::Federation, Bylaw)));
        let ours = Proposed { about: Some(own), ..theirs };
        assert_eq!(by(None, Some(Kind::Standard), &ours, false), Ok((cooperative, Standard)));
        let admission = proposed(None, Some(Standard));
        assert_eq!(by(None, None, &admission, false), Ok((Body::Federation, Standard)));
        assert!(by(Some(NamedBody::Own), None, &admission, false).is_err());
        assert!(by(None, None, &proposed(None, None), false).is_err());
    }
}
