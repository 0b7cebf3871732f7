//! What people and organisations are known for.

use clap::{Args, Subcommand};
use icn_primitives::{
    reputation::{Category, Score},
    resolution::xml_datetime,
    Did, DAY,
};
use serde_json::{json, Value as Json};

use super::subject::subject;
use crate::{
    chain::Chain,
    content::{content, Content},
    context::Context,
    encoding::{self, hash, number, option},
    failure::{Failure, Result},
    parse,
    report::{fields, table, word, Report},
    submission::{send, Call},
};

/// The API that is asked.
const API: &str = "ReputationApi";

/// What people and organisations are known for.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Show somebody's scores.
    Show {
        /// Whose; yours, if it isn't given.
        did: Option<Did>,
    },
    /// List who is known most.
    Ranking {
        /// In which category; in all of them by their weights if it isn't given.
        #[arg(value_parser = parse::category)]
        category: Option<Category>,
        /// Begin after this DID.
        #[arg(long, value_name = "DID")]
        after: Option<Did>,
        /// How many, at most.
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// List the last days on which somebody got or lost reputation.
    History {
        /// Whose; yours, if it isn't given.
        did: Option<Did>,
        /// In this category alone.
        #[arg(long, value_parser = parse::category)]
        category: Option<Category>,
        /// How many days back.
        #[arg(long, value_name = "NUMBER", default_value_t = 30)]
        days: u32,
    },
    /// Show the federation's reputation as a whole.
    Statistics,
    /// Give somebody reputation, or take it, as an attestor.
    #[command(allow_negative_numbers = true)]
    Attest(Attestation),
    /// List the attestors, and the categories in which they give.
    Attestors,
    /// List the categories, and how each counts.
    Categories,
}

/// Points that an attestor gives.
#[derive(Args, Debug)]
pub struct Attestation {
    /// Whom.
    did: Did,
    /// In which category.
    #[arg(value_parser = parse::category)]
    category: Category,
    /// How many points: 2.5; negative ones are taken.
    score: Score,
    /// What shows why: a hash, or a file of which the SHA-256 hash is taken.
    #[arg(long, value_name = "HASH|FILE", value_parser = content)]
    evidence: Content,
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    match command {
        Command::Show { did } => {
            let did = subject(context, &chain, did).await?;
            show(&chain, did).await
        }
        Command::Ranking { category, after, limit } => {
            ranking(&chain, category, after, limit).await
        }
        Command::History { did, category, days } => {
            let did = subject(context, &chain, did).await?;
            history(&chain, did, category, days).await
        }
        Command::Statistics => statistics(&chain).await,
        Command::Attest(Attestation { did, category, score, evidence }) => {
            let fields = vec![
                ("subject", encoding::did(&did)),
                ("category", encoding::category(category)),
                ("score", encoding::score(score)),
                ("evidence", hash(&evidence.hash()?)),
            ];
            send(context, &chain, Call::new("Reputation", "attest", fields)).await
        }
        Command::Attestors => {
            let answer = chain.api(API, "reputation_attestors", Vec::new()).await?;
            let named = |entry: &Json| json!({ "attestor": entry[0], "categories": entry[1] });
            let found: Vec<Json> = answer.as_array().into_iter().flatten().map(named).collect();
            let rows =
                found.iter().map(|one| vec![word(&one["attestor"]), word(&one["categories"])]);
            let text = table(&["attestor", "categories"], &rows.collect::<Vec<_>>());
            Ok(Report::new(json!({ "attestors": found }), text))
        }
        Command::Categories => categories(&chain).await,
    }
}

async fn show(chain: &Chain, did: Did) -> Result<Report> {
    let mut view = chain.api(API, "reputation", vec![encoding::did(&did)]).await?;
    if view.is_null() {
        return Err(Failure::refused(format!("nobody here is known as {did}")));
    }
    let rows = Category::ALL.map(|category| {
        let name = category.name();
        vec![name.into(), word(&view["scores"][name]), word(&view["events"][name])]
    });
    let head = fields(&[
        ("did", did.to_string()),
        ("total", word(&view["total"])),
        ("a vote weighs", word(&view["voting_power"])),
    ]);
    let text = format!("{head}\n\n{}", table(&["category", "score", "events"], &rows));
    view["did"] = json!(did);
    Ok(Report::new(view, text))
}

async fn ranking(
    chain: &Chain,
    category: Option<Category>,
    after: Option<Did>,
    limit: u32,
) -> Result<Report> {
    let args = vec![
        option(category.map(encoding::category)),
        option(after.as_ref().map(encoding::did)),
        number(limit),
    ];
    let page = chain.api(API, "reputation_ranking", args).await?;
    let first = page["first_place"].as_u64().unwrap_or_default();
    let entries = page["entries"].as_array().into_iter().flatten().zip(first..);
    let rows = entries.map(|(entry, place)| {
        vec![place.to_string(), word(&entry["score"]), word(&entry["subject"])]
    });
    let text = format!(
        "{}\n\n{} are ranked",
        table(&["place", "score", "did"], &rows.collect::<Vec<_>>()),
        word(&page["subjects"])
    );
    let mut json = page;
    json["category"] = json!(category);
    Ok(Report::new(json, text))
}

/// A day since the Unix epoch, as people write it.
fn date(day: &Json) -> String {
    match day.as_u64().and_then(|day| day.checked_mul(DAY)) {
        Some(moment) => xml_datetime(moment).chars().take_while(|c| *c != 'T').collect(),
        None => word(day),
    }
}

async fn history(chain: &Chain, did: Did, category: Option<Category>, days: u32) -> Result<Report> {
    let today = chain.now().await? / DAY;
    let from = today.saturating_add(1).saturating_sub(days.into());
    let args = vec![
        encoding::did(&did),
        option(category.map(encoding::category)),
        number(from),
        number(icn_primitives::apis::MAX_PAGE),
    ];
    let found = chain.api(API, "reputation_history", args).await?;
    let rows = found.as_array().into_iter().flatten().flat_map(|day| {
        day["categories"].as_array().into_iter().flatten().map(|entry| {
            let names = ["category", "given", "taken", "events", "value"];
            let mut row = vec![date(&day["day"])];
            row.extend(names.map(|name| word(&entry[name])));
            row
        })
    });
    let head = ["day", "category", "given", "taken", "events", "left of it"];
    let text = format!("{did}\n\n{}", table(&head, &rows.collect::<Vec<_>>()));
    Ok(Report::new(json!({ "did": did, "days": found }), text))
}

async fn statistics(chain: &Chain) -> Result<Report> {
    let view = chain.api(API, "reputation_statistics", Vec::new()).await?;
    let rows = Category::ALL.map(|category| {
        let one = &view["categories"][category.name()];
        vec![category.name().into(), word(&one["events"]), word(&one["average"])]
    });
    let top = view["top"].as_array().into_iter().flatten();
    let top = top.map(|one| vec![word(&one["score"]), word(&one["subject"])]);
    let head = fields(&[("subjects", word(&view["subjects"])), ("events", word(&view["events"]))]);
    let text = [
        head,
        table(&["category", "events", "average score"], &rows),
        table(&["total", "did"], &top.collect::<Vec<_>>()),
    ];
    Ok(Report::new(view, text.join("\n\n")))
}

async fn categories(chain: &Chain) -> Result<Report> {
    let answer = chain.api(API, "reputation_categories", Vec::new()).await?;
    let parameters = chain.api(API, "reputation_parameters", Vec::new()).await?;
    let named = |entry: &Json| {
        let mut rules = entry[1].clone();
        rules["category"] = entry[0].clone();
        rules
    };
    let found: Vec<Json> = answer.as_array().into_iter().flatten().map(named).collect();
    let names = ["category", "weight", "decay_per_day", "minimum", "maximum"];
    let rows = found.iter().map(|one| names.map(|name| word(&one[name])).to_vec());
    let head = ["category", "weight", "decay per day", "minimum", "maximum"];
    let bounds = fields(&[
        ("one act gives one subject a day", word(&parameters["act_bound"])),
        ("one attestor", word(&parameters["attestor_bound"])),
        ("participation gets of each event", word(&parameters["participation"])),
    ]);
    let text = format!("{}\n\n{bounds}", table(&head, &rows.collect::<Vec<_>>()));
    Ok(Report::new(json!({ "categories": found, "parameters": parameters }), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_date() {
        assert_eq!(date(&json!(0)), "1970-01-01");
        assert_eq!(date(&json!(20_000)), "2024-10-04");
        assert_eq!(date(&json!(null)), "–");
    }
}
