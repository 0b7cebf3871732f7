//! Cooperatives.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use icn_primitives::{CooperativeId, Did, Moment, DAY};
use serde_json::{json, Value as Json};

use super::new_key::NewKey;
use crate::{
    chain::Chain,
    context::Context,
    encoding::{self, bytes, list, option, signed, signing_key},
    failure::{Failure, Result},
    parse,
    report::{fields, moment, table, word, Report},
    signing::{Content, StatementFile},
    submission::{send, Call},
};

/// Cooperatives.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// List the cooperatives.
    List {
        /// Begin with this number.
        #[arg(long, default_value_t = 0)]
        from: u32,
        /// How many, at most.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Show a cooperative.
    Show {
        /// Its number or its domain.
        cooperative: String,
    },
    /// Show the number that the next cooperative gets, which its stewards' consents must name.
    NextId,
    /// Put a new cooperative forward, as a steward of an active one. It takes part once the
    /// federation has admitted it.
    PutForward(PutForward),
    /// List a cooperative's members, former ones included.
    Members {
        /// Its number.
        #[arg(value_parser = id)]
        cooperative: CooperativeId,
        /// Begin after this DID.
        #[arg(long, value_name = "DID")]
        after: Option<Did>,
        /// How many, at most.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
}

/// A cooperative that is put forward.
#[derive(Args, Debug)]
pub struct PutForward {
    /// Number of the active cooperative that puts it forward, whose steward you are.
    #[arg(long, value_name = "NUMBER", value_parser = id)]
    sponsor: CooperativeId,
    /// Its legal name.
    #[arg(long, value_name = "NAME")]
    legal_name: String,
    /// Its DNS domain.
    #[arg(long)]
    domain: String,
    #[command(flatten)]
    organisation_key: NewKey,
    /// A steward's consent, as "icn member consent" makes it for the next number; once for each.
    #[arg(long = "steward", value_name = "FILE", required = true)]
    stewards: Vec<PathBuf>,
    /// How many stewards must approve the recovery of a member's lost keys.
    #[arg(long, value_name = "NUMBER", default_value_t = 2)]
    recovery_stewards: u8,
    /// How long such a recovery waits.
    #[arg(long, value_name = "DURATION", value_parser = parse::duration, default_value = "7d")]
    recovery_delay: Moment,
}

/// A cooperative's number.
pub fn id(text: &str) -> std::result::Result<CooperativeId, String> {
    text.parse().map(CooperativeId).map_err(|_| "a cooperative's number is a whole number".into())
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    match command {
        Command::List { from, limit } => {
            let args = vec![encoding::number(from), encoding::number(limit)];
            let answer = chain.api("CooperativesApi", "cooperatives", args).await?;
            let found: Vec<Json> =
                answer.as_array().into_iter().flatten().map(|e| with_id(&e[0], &e[1])).collect();
            let rows = found.iter().map(|one| {
                ["id", "legal_name", "domain", "status", "members", "stewards"]
                    .map(|name| word(&one[name]))
                    .to_vec()
            });
            let head = ["id", "name", "domain", "status", "members", "stewards"];
            let text = table(&head, &rows.collect::<Vec<_>>());
            Ok(Report::new(json!({ "cooperatives": found }), text))
        }
        Command::Show { cooperative } => {
            let id = find(&chain, &cooperative).await?;
            let one = with_id(&id.0.into(), &chain.cooperative(id).await?);
            let rules = &one["rules"];
            let text = fields(&[
                ("id", word(&one["id"])),
                ("name", word(&one["legal_name"])),
                ("domain", word(&one["domain"])),
                ("status", word(&one["status"])),
                ("did", word(&one["did"])),
                ("members", word(&one["members"])),
                ("stewards", word(&one["stewards"])),
                ("registered", format!("in block {}", word(&one["created"]))),
                (
                    "recovery",
                    format!(
                        "{} stewards, after {} days",
                        word(&rules["recovery_stewards"]),
                        rules["recovery_delay"].as_u64().unwrap_or_default() / DAY
                    ),
                ),
            ]);
            Ok(Report::new(one, text))
        }
        Command::NextId => {
            let id = next_id(&chain).await?;
            Ok(Report::new(json!({ "nextId": id }), id.to_string()))
        }
        Command::PutForward(command) => put_forward(context, &chain, command).await,
        Command::Members { cooperative, after, limit } => {
            let args = vec![
                encoding::cooperative(cooperative),
                option(after.as_ref().map(encoding::did)),
                encoding::number(limit),
            ];
            let answer = chain.api("CooperativesApi", "members", args).await?;
            let with_did = |entry: &Json| {
                let mut member = entry[1].clone();
                member["did"] = entry[0].clone();
                member
            };
            let found: Vec<Json> = answer.as_array().into_iter().flatten().map(with_did).collect();
            let rows = found.iter().map(|one| {
                vec![
                    word(&one["did"]),
                    word(&one["status"]),
                    word(&one["roles"]),
                    word(&one["skills"]),
                    moment(&one["joined"]),
                ]
            });
            let head = ["did", "status", "roles", "skills", "joined"];
            let text = table(&head, &rows.collect::<Vec<_>>());
            Ok(Report::new(json!({ "cooperative": cooperative, "members": found }), text))
        }
    }
}

fn with_id(id: &Json, cooperative: &Json) -> Json {
    let mut json = cooperative.clone();
    json["id"] = id.clone();
    json
}

/// The cooperative with this number or domain.
async fn find(chain: &Chain, text: &str) -> Result<CooperativeId> {
    if let Ok(id) = id(text) {
        return Ok(id);
    }
    let answer = chain.api("CooperativesApi", "cooperative_by_domain", vec![bytes(text)]).await?;
    answer
        .as_u64()
        .and_then(|id| id.try_into().ok())
        .map(CooperativeId)
        .ok_or_else(|| Failure::refused(format!("no cooperative has the domain {text}")))
}

/// The number that the next cooperative gets.
pub async fn next_id(chain: &Chain) -> Result<CooperativeId> {
    let next = chain.storage("Cooperatives", "NextId", Vec::new()).await?;
    // Nothing is stored before the first one was registered.
    let next = next.as_ref().and_then(Json::as_u64).unwrap_or_default();
    u32::try_from(next)
        .map(CooperativeId)
        .map_err(|_| Failure::refused("the next cooperative's number can't be read"))
}

async fn put_forward(context: &Context, chain: &Chain, command: PutForward) -> Result<Report> {
    let key = command.organisation_key.open(context, context.options.kind)?;
    let did = Did::from_key(key.signing()?);
    let proof = key.prove(chain, Content::AddKey { version: 0 }, did, DAY).await?;
    let next = next_id(chain).await?;
    let now = chain.now().await?;
    let mut stewards = Vec::new();
    for path in &command.stewards {
        let consent = StatementFile::read(path)?;
        consent.ensure_is("join")?;
        match consent.content {
            Content::Join { cooperative, .. } if cooperative == next => {}
            _ => {
                return Err(Failure::usage(format!(
                    "{} is no consent to join cooperative {next}, the next one",
                    path.display()
                )))
            }
        }
        let statement = consent.checked(chain.genesis(), now)?;
        stewards.push(list([signing_key(&consent.signing_key()?), signed(&statement)]));
    }
    let call = Call::new(
        "Cooperatives",
        "put_forward",
        vec![
            ("sponsor", encoding::cooperative(command.sponsor)),
            ("legal_name", bytes(command.legal_name)),
            ("domain", bytes(command.domain)),
            ("key", signing_key(&did.0)),
            ("proof", signed(&proof)),
            ("stewards", list(stewards)),
            ("rules", encoding::rules(command.recovery_stewards, command.recovery_delay)),
        ],
    );
    send(context, chain, call).await
}
