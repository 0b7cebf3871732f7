//! Bringing a runtime that was decided on.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use icn_primitives::Hash;
use polkadot_sdk::sp_io::hashing::blake2_256;
use serde_json::{json, Value as Json};

use super::seat::{shard_at, ShardAt};
use crate::{
    chain::Chain,
    content::read,
    context::Context,
    encoding::bytes,
    failure::{Failure, Result},
    report::{fields, word, Report},
    submission::{send, Call},
};

/// Upgrades of the runtime.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Bring the code of a runtime that was decided on. Anybody may who may write. It runs from the
    /// next block on.
    Apply {
        /// The file with the new runtime.
        #[arg(long, value_name = "FILE")]
        code: PathBuf,
        /// Another shard's number, and its node's address: 1=ws://127.0.0.1:10044. The code is
        /// brought there too. Can be given several times.
        #[arg(long, value_name = "SHARD=URL", value_parser = shard_at)]
        also: Vec<ShardAt>,
    },
    /// Show which runtime may be brought, and the hash of a file.
    Show {
        /// A file with a runtime.
        #[arg(long, value_name = "FILE")]
        code: Option<PathBuf>,
    },
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    match command {
        Command::Apply { code, also } => apply(context, &chain, &code, also).await,
        Command::Show { code } => {
            let authorized = authorized(&chain).await?;
            let file = match &code {
                Some(code) => Some(format!("{:?}", Hash::from(blake2_256(&read(code)?)))),
                None => None,
            };
            let version = chain.block().spec_version();
            let text = fields(&[
                ("runtime", format!("icn {version}")),
                ("may be brought", word(&authorized)),
                ("the file", file.clone().unwrap_or_else(|| word(&Json::Null))),
            ]);
            let json = json!({ "specVersion": version, "authorized": authorized, "file": file });
            Ok(Report::new(json, text))
        }
    }
}

/// Hash of the runtime that may be brought; null if none may.
async fn authorized(chain: &Chain) -> Result<Json> {
    let stored = chain.storage("System", "AuthorizedUpgrade", Vec::new()).await?;
    Ok(stored.map_or(Json::Null, |stored| stored["code_hash"].clone()))
}

async fn apply(
    context: &Context,
    chain: &Chain,
    file: &Path,
    also: Vec<ShardAt>,
) -> Result<Report> {
    let code = read(file)?;
    let hash = format!("{:?}", Hash::from(blake2_256(&code)));
    let mut others = Vec::new();
    for ShardAt { shard, url } in also {
        others.push((shard, Chain::connect(&url, context.options.at).await?));
    }
    let this = chain.this_shard().await?;
    let all = [(this, chain)].into_iter().chain(others.iter().map(|(id, chain)| (*id, chain)));
    let all: Vec<(u32, &Chain)> = all.collect();
    // None is brought before it is known that each may be.
    for (shard, chain) in &all {
        let authorized = authorized(chain).await?;
        if authorized != hash.as_str() {
            return Err(Failure::refused(format!(
                "shard {shard} takes the runtime {}, and {} is {hash}",
                word(&authorized),
                file.display()
            )));
        }
    }
    let (mut lines, mut sent) = (Vec::new(), Vec::new());
    for (shard, chain) in all {
        let call = Call::new("System", "apply_authorized_upgrade", vec![("code", bytes(&code))]);
        let report = send(context, chain, call).await?;
        lines.push(format!("shard {shard}\n{}", report.text));
        let mut json = report.json;
        json["shard"] = shard.into();
        sent.push(json);
    }
    Ok(Report::new(json!({ "hash": hash, "sent": sent }), lines.join("\n")))
}
