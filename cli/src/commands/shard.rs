//! The shards of the federation, as the one that is asked knows them.

use clap::Subcommand;
use serde_json::{json, Value as Json};

use crate::{
    context::Context,
    encoding,
    failure::{Failure, Result},
    report::{fields, table, word, Report},
};

/// The shards of the federation.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// List the shards that this one follows, and how fresh its view of each is.
    List,
    /// Show what this shard knows of another.
    Show {
        /// The shard's number.
        shard: u32,
    },
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    match command {
        Command::List => {
            let this = chain.api("ShardsApi", "this_shard", Vec::new()).await?;
            let shards = chain.api("ShardsApi", "shards", Vec::new()).await?;
            let rows = shards.as_array().into_iter().flatten().map(|shard| {
                vec![
                    word(&shard["id"]),
                    word(&shard["role"]),
                    word(&shard["best"]["number"]),
                    age(shard),
                    waiting(shard).to_string(),
                    word(&shard["inbound"]["taken"]),
                ]
            });
            let head = ["shard", "role", "known block", "age", "messages waiting", "taken"];
            let text = format!(
                "this is shard {} ({})\n{}",
                word(&this[0]),
                word(&this[1]),
                table(&head, &rows.collect::<Vec<_>>())
            );
            Ok(Report::new(json!({ "this": this, "shards": shards }), text))
        }
        Command::Show { shard } => {
            let id = encoding::shard(shard);
            let view = chain.api("ShardsApi", "shard", vec![id]).await?;
            if view.is_null() {
                return Err(Failure::refused(format!(
                    "this shard doesn't follow shard {shard}: \"icn shard list\" shows whom it follows"
                )));
            }
            let lane = |end: &str, numbers: [&str; 2]| {
                let [first, second] = numbers.map(|name| word(&view[end][name]));
                format!("{} {first}, {} {second}", numbers[0], numbers[1])
            };
            let text = fields(&[
                ("shard", word(&view["id"])),
                ("role", word(&view["role"])),
                ("genesis", word(&view["genesis"])),
                ("authority set", word(&view["set_id"])),
                ("known block", word(&view["best"]["number"])),
                ("its hash", word(&view["best"]["hash"])),
                ("age", age(&view)),
                ("messages to it", lane("outbound", ["sent", "confirmed"])),
                ("messages from it", lane("inbound", ["taken", "confirmed"])),
            ]);
            Ok(Report::new(view, text))
        }
    }
}

/// How old a view is, in blocks and milliseconds of the shard that is asked.
fn age(view: &Json) -> String {
    format!("{} blocks, {} ms", word(&view["age_blocks"]), word(&view["age"]))
}

/// Messages without an answer.
fn waiting(view: &Json) -> u64 {
    let number = |name: &str| view["outbound"][name].as_u64().unwrap_or_default();
    number("sent").saturating_sub(number("confirmed"))
}
