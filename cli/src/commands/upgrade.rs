//! Bringing a runtime that was decided on.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Subcommand;
use codec::Encode;
use icn_primitives::Hash;
use polkadot_sdk::sp_io::hashing::blake2_256;
use serde_json::{json, Value as Json};

use super::seat::{shard_at, ShardAt};
use crate::{
    chain::{At, Chain},
    content::read,
    context::Context,
    encoding::bytes,
    failure::{Failure, Result},
    parse::to_hex,
    report::{fields, word, Report},
    submission::{Call, Wait},
};

/// How often it is looked whether the code has come.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Upgrades of the runtime.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Bring the code of a runtime that was decided on. Anybody may, nobody signs. It runs from the
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
        let (version, number) = bring(context, chain, &code).await?;
        lines.push(format!("shard {shard} runs icn {version} after block {number}"));
        sent.push(json!({ "shard": shard, "specVersion": version, "number": number }));
    }
    let number = sent.first().map(|sent| sent["number"].clone());
    let json = json!({ "hash": hash, "sent": sent, "number": number });
    Ok(Report::new(json, lines.join("\n")))
}

/// Brings the code in a transaction that nobody signs: its hash was decided, so it takes nobody's
/// quota. Gives the version that runs now, and the block in which it came.
async fn bring(context: &Context, chain: &Chain, code: &[u8]) -> Result<(u32, u64)> {
    let call = Call::new("System", "apply_authorized_upgrade", vec![("code", bytes(code))]);
    // Version 4, without a signature.
    let transaction = [vec![4], chain.encode(call)?].concat().encode();
    let _: Json = chain.request("author_submitExtrinsic", &[to_hex(&transaction).into()]).await?;
    let looked_at = match context.options.wait {
        Wait::Inclusion => At::Best,
        Wait::Finality => At::Finalized,
    };
    let before = chain.block().spec_version();
    // The block that is looked at may be older than the decision.
    let mut decided = false;
    loop {
        let block = chain.at(looked_at).await?;
        let version = block.spec_version();
        if version != before {
            return Ok((version, block.block_number()));
        }
        let waits = chain.storage_at(&block, "System", "AuthorizedUpgrade", Vec::new()).await?;
        if decided && waits.is_none() {
            return Err(Failure::refused("the runtime's version is not above the one that runs"));
        }
        decided |= waits.is_some();
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}
