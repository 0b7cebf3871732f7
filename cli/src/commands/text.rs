//! The texts that bodies have adopted: bylaws and constitutions.

use clap::Subcommand;
use icn_primitives::governance::RuleMaker;
use serde_json::{json, Value as Json};

use super::subject::sponsor;
use crate::{
    body::rule_maker,
    chain::Chain,
    context::Context,
    encoding::{self, bytes, number, option},
    failure::{Failure, Result},
    report::{fields, moment, table, word, Report},
};

/// The texts that bodies have adopted: bylaws and constitutions.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// List the texts of a cooperative or of the federation.
    List {
        /// Whose: a cooperative's number, or "federation"; your home's if it isn't given.
        #[arg(value_parser = rule_maker)]
        maker: Option<RuleMaker>,
        /// Begin after this name.
        #[arg(long, value_name = "NAME")]
        after: Option<String>,
        /// How many, at most.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Show a text, and which versions there are of it.
    Show {
        /// The text's name.
        name: String,
        /// Whose: a cooperative's number, or "federation"; your home's if it isn't given.
        #[arg(value_parser = rule_maker)]
        maker: Option<RuleMaker>,
        /// The version; the newest if it isn't given.
        #[arg(long, value_name = "NUMBER")]
        version: Option<u32>,
    },
}

/// `named`, or the home of whoever signs.
pub async fn whose(
    context: &Context,
    chain: &Chain,
    named: Option<RuleMaker>,
) -> Result<RuleMaker> {
    match named {
        Some(maker) => Ok(maker),
        None => Ok(RuleMaker::Cooperative(sponsor(context, chain, None).await?)),
    }
}

/// A rule maker in a word.
pub fn whose_text(maker: &RuleMaker) -> String {
    match maker {
        RuleMaker::Cooperative(id) => format!("coop:{id}"),
        RuleMaker::Federation => "federation".into(),
    }
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    match command {
        Command::List { maker, after, limit } => {
            let maker = whose(context, &chain, maker).await?;
            let args = vec![encoding::rule_maker(&maker), option(after.map(bytes)), number(limit)];
            let answer = chain.api("GovernanceApi", "texts", args).await?;
            let named = |entry: &Json| json!({ "name": entry[0], "version": entry[1] });
            let found: Vec<Json> = answer.as_array().into_iter().flatten().map(named).collect();
            let rows = found.iter().map(|one| vec![word(&one["name"]), word(&one["version"])]);
            let text = table(&["text", "version"], &rows.collect::<Vec<_>>());
            Ok(Report::new(json!({ "of": whose_text(&maker), "texts": found }), text))
        }
        Command::Show { name, maker, version } => {
            let maker = whose(context, &chain, maker).await?;
            show(&chain, &maker, name, version).await
        }
    }
}

async fn versions(
    chain: &Chain,
    maker: &RuleMaker,
    name: &str,
    from: Option<u32>,
) -> Result<Vec<Json>> {
    let args = vec![
        encoding::rule_maker(maker),
        bytes(name),
        option(from.map(number)),
        number(icn_primitives::apis::MAX_PAGE),
    ];
    let answer = chain.api("GovernanceApi", "text_versions", args).await?;
    let with_version = |entry: &Json| {
        let mut text = entry[1].clone();
        text["version"] = entry[0].clone();
        text["text"] = text_of(&text["text"]);
        text
    };
    Ok(answer.as_array().into_iter().flatten().map(with_version).collect())
}

/// A text that was decoded as bytes because it has several lines.
pub fn text_of(json: &Json) -> Json {
    let bytes = json.as_str().and_then(|text| crate::parse::hex_bytes(text).ok());
    match bytes.map(String::from_utf8) {
        Some(Ok(text)) => text.into(),
        _ => json.clone(),
    }
}

async fn show(
    chain: &Chain,
    maker: &RuleMaker,
    name: String,
    version: Option<u32>,
) -> Result<Report> {
    let newest = versions(chain, maker, &name, None).await?;
    let wanted = match version {
        None => newest.clone(),
        Some(version) => versions(chain, maker, &name, Some(version)).await?,
    };
    let whose = whose_text(maker);
    let shown = wanted
        .first()
        .filter(|shown| version.is_none_or(|version| shown["version"] == version))
        .ok_or_else(|| Failure::refused(format!("{whose} has no such text or version")))?;
    let rows = newest.iter().map(|one| {
        vec![
            word(&one["version"]),
            moment(&one["adopted"]),
            word(&one["proposal"]),
            word(&one["kind"]),
            word(&one["hash"]),
        ]
    });
    let history =
        table(&["version", "adopted", "proposal", "kind", "hash"], &rows.collect::<Vec<_>>());
    let head = fields(&[
        ("text", name.clone()),
        ("of", whose.clone()),
        ("version", word(&shown["version"])),
        ("adopted", moment(&shown["adopted"])),
        ("by proposal", word(&shown["proposal"])),
        ("hash", word(&shown["hash"])),
    ]);
    let text = format!("{head}\n\n{}\n\n{history}", word(&shown["text"]).trim_end());
    let history: Vec<Json> = newest
        .iter()
        .map(|one| {
            let mut one = one.clone();
            one.as_object_mut().map(|members| members.remove("text"));
            one
        })
        .collect();
    let json = json!({ "of": whose, "name": name, "shown": shown, "history": history });
    Ok(Report::new(json, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_several_lines_is_a_text() {
        assert_eq!(text_of(&json!("0x610a62")), "a\nb");
        assert_eq!(text_of(&json!("one line")), "one line");
        assert_eq!(text_of(&json!("0xff")), "0xff");
    }
}
