//! Anchors of verifiable credentials.

use std::{fs, path::PathBuf};

use clap::{Args, Subcommand};
use icn_primitives::{Did, Hash, Moment};
use polkadot_sdk::sp_core::{Blake2Hasher, Hasher};
use serde_json::{json, Value as Json};

use super::subject::subject;
use crate::{
    context::Context,
    encoding::{self, hash, option},
    failure::{Failure, Result},
    parse,
    report::{fields, moment, table, word, Report},
    submission::{send, Call},
};

/// Anchors of verifiable credentials.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Anchor a credential: its hash, never what it says.
    Anchor(Anchor),
    /// Show a credential, and whether it holds.
    Show {
        /// Its hash.
        #[command(flatten)]
        content: Content,
    },
    /// Take a credential back, for good.
    Revoke {
        /// Its hash.
        #[command(flatten)]
        content: Content,
        /// The hash of the reason.
        #[arg(long, value_name = "HASH", value_parser = parse::hash)]
        reason: Option<Hash>,
    },
    /// List the credentials about somebody.
    List {
        /// Whom they are about; you, if it isn't given.
        subject: Option<Did>,
        /// Begin after this hash.
        #[arg(long, value_name = "HASH", value_parser = parse::hash)]
        after: Option<Hash>,
        /// How many, at most.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
}

/// A new anchor.
#[derive(Args, Debug)]
pub struct Anchor {
    #[command(flatten)]
    content: Content,
    /// Whom the credential is about.
    #[arg(long, value_name = "DID")]
    subject: Did,
    /// The hash of its schema.
    #[arg(long, value_name = "HASH", value_parser = parse::hash)]
    schema: Hash,
    /// Who issues it, if you may do so for another DID; you, if it isn't given.
    #[arg(long, value_name = "DID")]
    issuer: Option<Did>,
    /// How long it holds; without an end if it isn't given.
    #[arg(long, value_name = "DURATION", value_parser = parse::duration)]
    expires_in: Option<Moment>,
}

/// A credential, by its hash or its file.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub struct Content {
    /// The credential's hash.
    #[arg(value_parser = parse::hash)]
    hash: Option<Hash>,
    /// The credential's file, whose BLAKE2b-256 hash is taken. It isn't sent anywhere.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Content {
    fn hash(&self) -> Result<Hash> {
        match (&self.hash, &self.file) {
            (Some(hash), _) => Ok(*hash),
            (None, Some(file)) => {
                let content = fs::read(file).map_err(|why| {
                    Failure::usage(format!("{} can't be read: {why}", file.display()))
                })?;
                Ok(Blake2Hasher::hash(&content))
            }
            (None, None) => Err(Failure::usage("a credential's hash or file is needed")),
        }
    }
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    match command {
        Command::Anchor(anchor) => {
            let content = anchor.content.hash()?;
            let chain = context.chain().await?;
            let issuer = subject(context, &chain, anchor.issuer).await?;
            let expires = match anchor.expires_in {
                Some(life) => Some(chain.now().await?.saturating_add(life)),
                None => None,
            };
            let call = Call::new(
                "Credentials",
                "anchor",
                vec![
                    ("issuer", encoding::did(&issuer)),
                    ("hash", hash(&content)),
                    ("schema", hash(&anchor.schema)),
                    ("subject", encoding::did(&anchor.subject)),
                    ("expires", option(expires.map(encoding::number))),
                ],
            );
            send(context, &chain, call).await
        }
        Command::Show { content } => {
            let wanted = content.hash()?;
            let chain = context.chain().await?;
            let answer = chain.api("CredentialsApi", "credential", vec![hash(&wanted)]).await?;
            if answer.is_null() {
                return Err(Failure::refused(format!("no credential {wanted:?} is anchored")));
            }
            let json = credential_json(&format!("{wanted:?}").into(), &answer[0], &answer[1]);
            let text = fields(&[
                ("hash", word(&json["hash"])),
                ("status", word(&json["status"])),
                ("issuer", word(&json["issuer"])),
                ("subject", word(&json["subject"])),
                ("schema", word(&json["schema"])),
                ("issued", moment(&json["issued"])),
                ("expires", moment(&json["expires"])),
                ("revoked", moment(&json["revoked"]["at"])),
                ("reason", word(&json["revoked"]["reason"])),
            ]);
            Ok(Report::new(json, text))
        }
        Command::Revoke { content, reason } => {
            let content = content.hash()?;
            let chain = context.chain().await?;
            let call = Call::new(
                "Credentials",
                "revoke",
                vec![("hash", hash(&content)), ("reason", option(reason.as_ref().map(hash)))],
            );
            send(context, &chain, call).await
        }
        Command::List { subject: named, after, limit } => {
            let chain = context.chain().await?;
            let about = subject(context, &chain, named).await?;
            let args = vec![
                encoding::did(&about),
                option(after.as_ref().map(hash)),
                encoding::number(limit),
            ];
            let answer = chain.api("CredentialsApi", "credentials_of", args).await?;
            let found = answer.as_array().cloned().unwrap_or_default();
            let found: Vec<Json> = found
                .iter()
                .map(|entry| credential_json(&entry[0], &entry[1], &entry[2]))
                .collect();
            let rows = found.iter().map(|one| {
                vec![
                    word(&one["hash"]),
                    word(&one["status"]),
                    moment(&one["issued"]),
                    moment(&one["expires"]),
                    word(&one["issuer"]),
                ]
            });
            let head = ["hash", "status", "issued", "expires", "issuer"];
            let text = table(&head, &rows.collect::<Vec<_>>());
            Ok(Report::new(json!({ "subject": about, "credentials": found }), text))
        }
    }
}

/// What the chain knows of a credential, with its hash and status.
fn credential_json(hash: &Json, credential: &Json, status: &Json) -> Json {
    let mut json = credential.clone();
    json["hash"] = hash.clone();
    json["status"] = status.clone();
    json
}
