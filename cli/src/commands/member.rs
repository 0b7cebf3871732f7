//! Memberships.

use std::{
    fs,
    path::PathBuf,
    time::{SystemTime, UNIX_EPOCH},
};

use clap::{Args, Subcommand, ValueEnum};
use icn_primitives::{CooperativeId, Did, Hash, Moment};
use serde_json::{json, Value as Json};

use super::{coop, subject::subject};
use crate::{
    chain::Chain,
    context::Context,
    encoding::{self, bytes, list, signed, signing_key, unit, Fields},
    failure::{Failure, Result},
    parse,
    report::{moment, table, word, Report},
    signing::{Content, StatementFile},
    submission::{send, Call},
};

/// Memberships.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Consent to join a cooperative, with your key: a steward needs it to enrol you.
    Consent(Consent),
    /// Enrol somebody with their consent, as a steward. Who has no DID gets one.
    Enroll {
        /// The cooperative's number.
        #[arg(value_parser = coop::id)]
        cooperative: CooperativeId,
        /// The person's consent, as "icn member consent" makes it; "-" reads it from stdin.
        #[arg(long, value_name = "FILE")]
        consent: PathBuf,
        /// A skill of theirs; once for each.
        #[arg(long = "skill", value_name = "SKILL", value_parser = parse::skill)]
        skills: Vec<String>,
    },
    /// Give a member a role, as a steward.
    Grant(RoleOf),
    /// Take a role from a member, as a steward.
    Revoke(RoleOf),
    /// Suspend a member, as a steward.
    Suspend(Member),
    /// Restore a suspended member, as a steward.
    Restore(Member),
    /// Expel a member, as a steward.
    Expel(Member),
    /// Leave a cooperative.
    Leave {
        /// The cooperative's number.
        #[arg(value_parser = coop::id)]
        cooperative: CooperativeId,
    },
    /// Say what you can do; what was said before is replaced.
    Skills {
        /// The cooperative's number.
        #[arg(value_parser = coop::id)]
        cooperative: CooperativeId,
        /// Your skills.
        #[arg(value_parser = parse::skill)]
        skills: Vec<String>,
    },
    /// Show somebody's memberships; the first is their home.
    Show {
        /// Whose; yours, if it isn't given.
        did: Option<Did>,
        /// Their membership of this cooperative, also when it has ended.
        #[arg(long, value_name = "NUMBER", value_parser = coop::id)]
        cooperative: Option<CooperativeId>,
    },
}

/// A consent.
#[derive(Args, Debug)]
pub struct Consent {
    /// The cooperative's number; "next" for the one that is put forward next.
    cooperative: String,
    /// How long the consent holds.
    #[arg(long, value_name = "DURATION", value_parser = parse::duration, default_value = "7d")]
    valid_for: Moment,
    /// Make it without a node: the chain's genesis hash. The cooperative must be a number then.
    #[arg(long, value_name = "HASH", value_parser = parse::hash)]
    genesis: Option<Hash>,
    /// How often you had joined this cooperative before; the chain is asked if it isn't given,
    /// and it is 0 if there is no node to ask.
    #[arg(long, value_name = "NUMBER")]
    term: Option<u32>,
    /// Your DID, if the key isn't its first; the chain is asked if it isn't given.
    #[arg(long)]
    did: Option<Did>,
    /// Write it here instead of showing it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// A member and a role.
#[derive(Args, Debug)]
pub struct RoleOf {
    #[command(flatten)]
    member: Member,
    /// The role.
    #[arg(value_enum)]
    role: Role,
}

/// A member of a cooperative.
#[derive(Args, Debug)]
pub struct Member {
    /// The cooperative's number.
    #[arg(value_parser = coop::id)]
    cooperative: CooperativeId,
    /// The member.
    did: Did,
}

/// A role that stewards give.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Role {
    /// Registers, suspends and expels members; gives roles.
    Steward,
    /// Keeps the cooperative's money.
    Treasurer,
    /// Reads the books.
    Auditor,
}

impl Role {
    /// Its name on the chain.
    pub fn name(self) -> &'static str {
        match self {
            Self::Steward => "Steward",
            Self::Treasurer => "Treasurer",
            Self::Auditor => "Auditor",
        }
    }
}

impl Member {
    /// As arguments.
    pub fn fields(&self) -> Fields {
        vec![
            ("cooperative", encoding::cooperative(self.cooperative)),
            ("did", encoding::did(&self.did)),
        ]
    }
}

fn skills_value(skills: &[String]) -> subxt::dynamic::Value {
    list(skills.iter().map(bytes))
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let (name, fields) = match command {
        Command::Consent(command) => return consent(context, command).await,
        Command::Enroll { cooperative, consent, skills } => {
            let chain = context.chain().await?;
            let consent = StatementFile::read(&consent)?;
            consent.ensure_is("join")?;
            let statement = consent.checked(chain.genesis(), chain.now().await?)?;
            match consent.content {
                Content::Join { cooperative: named, .. } if named != cooperative => {
                    return Err(Failure::usage(format!(
                        "this is a consent to join cooperative {named}, not {cooperative}"
                    )));
                }
                _ => {}
            }
            let call = Call::new(
                "Cooperatives",
                "enroll",
                vec![
                    ("cooperative", encoding::cooperative(cooperative)),
                    ("key", signing_key(&consent.signing_key()?)),
                    ("skills", skills_value(&skills)),
                    ("consent", signed(&statement)),
                ],
            );
            return send(context, &chain, call).await;
        }
        Command::Show { did, cooperative } => return show(context, did, cooperative).await,
        Command::Grant(command) => ("grant_role", role_fields(&command)),
        Command::Revoke(command) => ("revoke_role", role_fields(&command)),
        Command::Suspend(member) => ("suspend_member", member.fields()),
        Command::Restore(member) => ("restore_member", member.fields()),
        Command::Expel(member) => ("expel_member", member.fields()),
        Command::Leave { cooperative } => {
            ("leave", vec![("cooperative", encoding::cooperative(cooperative))])
        }
        Command::Skills { cooperative, skills } => (
            "set_skills",
            vec![
                ("cooperative", encoding::cooperative(cooperative)),
                ("skills", skills_value(&skills)),
            ],
        ),
    };
    let chain = context.chain().await?;
    send(context, &chain, Call::new("Cooperatives", name, fields)).await
}

/// A member and a role, as arguments.
pub fn role_fields(command: &RoleOf) -> Fields {
    let mut fields = command.member.fields();
    fields.push(("role", unit(command.role.name())));
    fields
}

async fn consent(context: &Context, command: Consent) -> Result<Report> {
    let signer = context.signer()?;
    let (genesis, now, cooperative, did, term) = match command.genesis {
        Some(genesis) => {
            let cooperative = coop::id(&command.cooperative).map_err(Failure::usage)?;
            let did = command.did.unwrap_or_else(|| signer.did());
            (genesis, local_time()?, cooperative, did, command.term.unwrap_or_default())
        }
        None => {
            let chain = context.chain().await?;
            let cooperative = match command.cooperative.as_str() {
                "next" => coop::next_id(&chain).await?,
                number => coop::id(number).map_err(Failure::usage)?,
            };
            let did = subject(context, &chain, command.did).await?;
            let term = match command.term {
                Some(term) => term,
                None => next_term(&chain, cooperative, &did).await?,
            };
            (chain.genesis(), chain.now().await?, cooperative, did, term)
        }
    };
    let content = Content::Join { cooperative, term };
    let expires_at = now.saturating_add(command.valid_for);
    let statement = StatementFile::sign(signer, content, did, genesis, expires_at);
    written(&statement, command.out)
}

/// `statement` as a file, or as an answer.
pub fn written(statement: &StatementFile, out: Option<PathBuf>) -> Result<Report> {
    let json = json!(statement);
    match out {
        Some(path) => {
            fs::write(&path, format!("{json:#}\n")).map_err(|why| {
                Failure::usage(format!("{} can't be written: {why}", path.display()))
            })?;
            Ok(Report::new(json, format!("{}\n\nis in {}", statement.text, path.display())))
        }
        None => Ok(Report::new(json.clone(), format!("{json:#}"))),
    }
}

/// This machine's time, for statements that are made without a node.
pub fn local_time() -> Result<Moment> {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|time| time.as_millis().try_into().ok())
        .ok_or_else(|| Failure::usage("this machine's clock is wrong"))
}

/// The term that a new consent of `did` must name.
async fn next_term(chain: &Chain, cooperative: CooperativeId, did: &Did) -> Result<u32> {
    let membership = membership(chain, cooperative, did).await?;
    let term = match membership["term"].as_u64() {
        Some(term) => term.saturating_add(1),
        None => 0,
    };
    term.try_into().map_err(|_| Failure::refused("the term can't be read"))
}

async fn membership(chain: &Chain, cooperative: CooperativeId, did: &Did) -> Result<Json> {
    let args = vec![encoding::cooperative(cooperative), encoding::did(did)];
    chain.api("CooperativesApi", "membership", args).await
}

async fn show(
    context: &Context,
    named: Option<Did>,
    cooperative: Option<CooperativeId>,
) -> Result<Report> {
    let chain = context.chain().await?;
    let did = subject(context, &chain, named).await?;
    let mut found = Vec::new();
    match cooperative {
        Some(cooperative) => {
            let membership = membership(&chain, cooperative, &did).await?;
            if membership.is_null() {
                let message = format!("{did} was never a member of cooperative {cooperative}");
                return Err(Failure::refused(message));
            }
            found.push(with_cooperative(&json!(cooperative), &membership));
        }
        None => {
            let answer =
                chain.api("CooperativesApi", "memberships", vec![encoding::did(&did)]).await?;
            let entries = answer.as_array().cloned().unwrap_or_default();
            found.extend(entries.iter().map(|entry| with_cooperative(&entry[0], &entry[1])));
        }
    }
    let rows = found.iter().map(|one| {
        vec![
            word(&one["cooperative"]),
            word(&one["status"]),
            word(&one["roles"]),
            word(&one["skills"]),
            word(&one["term"]),
            moment(&one["joined"]),
        ]
    });
    let head = ["cooperative", "status", "roles", "skills", "term", "joined"];
    let text = format!("{did}\n\n{}", table(&head, &rows.collect::<Vec<_>>()));
    Ok(Report::new(json!({ "did": did, "memberships": found }), text))
}

fn with_cooperative(cooperative: &Json, membership: &Json) -> Json {
    let mut json = membership.clone();
    json["cooperative"] = cooperative.clone();
    json
}
