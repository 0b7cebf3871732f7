//! Polls: questions that bind nobody.

use clap::{Args, Subcommand};
use icn_primitives::{
    governance::{MAX_OPTION, MAX_OPTIONS, MAX_TITLE},
    CooperativeId, Moment,
};
use serde_json::{json, Value as Json};

use super::{
    coop,
    proposal::body_text,
    subject::{cooperatives_of, member_of, sponsor},
};
use crate::{
    body::{BodyOptions, NamedBody},
    chain::Chain,
    context::Context,
    encoding::{self, bytes, list, number},
    failure::{Failure, Result},
    parse,
    report::{moment, table, word, Report},
    submission::{send, Call},
};

/// Polls: questions that bind nobody.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Ask the members of your cooperative, of several, or of all.
    Open(Question),
    /// Answer a poll, or change your answer.
    Answer {
        /// The poll's number.
        poll: u32,
        /// The option's number, as "icn poll list" shows it; the first is 0.
        option: u8,
        /// As a member of which cooperative; of yours that is asked, your home first, if it isn't
        /// given.
        #[arg(long = "in", value_name = "NUMBER", value_parser = coop::id)]
        cooperative: Option<CooperativeId>,
    },
    /// List polls with their answers.
    List {
        /// Begin with this number.
        #[arg(long, default_value_t = 0)]
        from: u32,
        /// How many, at most.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
}

/// A question.
#[derive(Args, Debug)]
pub struct Question {
    /// The question.
    title: String,
    /// An answer that can be given; once for each, two at least.
    #[arg(long = "option", value_name = "TEXT", required = true)]
    options: Vec<String>,
    /// How long it is asked.
    #[arg(long = "for", value_name = "DURATION", value_parser = parse::duration, default_value = "7d")]
    period: Moment,
    /// As a member of which cooperative; of your home if it isn't given.
    #[arg(long = "in", value_name = "NUMBER", value_parser = coop::id)]
    sponsor: Option<CooperativeId>,
    #[command(flatten)]
    body: BodyOptions,
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    match command {
        Command::Open(question) => open(context, &chain, question).await,
        Command::Answer { poll, option, cooperative } => {
            let polls = polls(&chain, poll, 1).await?;
            let found = polls.first().filter(|found| found["id"] == poll).ok_or_else(|| {
                Failure::refused(format!("there is no poll {poll}: \"icn poll list\" shows them"))
            })?;
            let body = cooperatives_of(&found["body"]);
            let cooperative = member_of(context, &chain, cooperative, body.as_deref()).await?;
            let fields = vec![
                ("poll", number(poll)),
                ("cooperative", encoding::cooperative(cooperative)),
                ("option", number(option)),
            ];
            send(context, &chain, Call::new("Governance", "answer_poll", fields)).await
        }
        Command::List { from, limit } => {
            let found = polls(&chain, from, limit).await?;
            let rows = found.iter().map(|poll| {
                vec![
                    word(&poll["id"]),
                    body_text(&poll["body"]),
                    if poll["closed"] == true { "closed".into() } else { moment(&poll["until"]) },
                    word(&poll["title"]),
                    answers(poll),
                ]
            });
            let head = ["poll", "asked", "until", "question", "answers"];
            let text = table(&head, &rows.collect::<Vec<_>>());
            Ok(Report::new(json!({ "polls": found }), text))
        }
    }
}

async fn polls(chain: &Chain, from: u32, limit: u32) -> Result<Vec<Json>> {
    let page = vec![number(from), number(limit)];
    let answer = chain.api("GovernanceApi", "polls", page).await?;
    let with_id = |entry: &Json| {
        let mut poll = entry[1].clone();
        poll["id"] = entry[0].clone();
        poll
    };
    Ok(answer.as_array().into_iter().flatten().map(with_id).collect())
}

/// The options with their numbers and how many chose each.
fn answers(poll: &Json) -> String {
    let (options, counts) = (&poll["options"], &poll["counts"]);
    let each = options.as_array().into_iter().flatten().enumerate();
    let each = each.map(|(at, option)| format!("{at} {}: {}", word(option), word(&counts[at])));
    each.collect::<Vec<_>>().join(", ")
}

async fn open(context: &Context, chain: &Chain, question: Question) -> Result<Report> {
    parse::line(&question.title, MAX_TITLE).map_err(Failure::usage)?;
    if !(2..=MAX_OPTIONS as usize).contains(&question.options.len()) {
        return Err(Failure::usage(format!("a poll has 2 to {MAX_OPTIONS} options")));
    }
    for option in &question.options {
        parse::line(option, MAX_OPTION).map_err(Failure::usage)?;
    }
    let sponsor = sponsor(context, chain, question.sponsor).await?;
    let body = question.body.named().unwrap_or(NamedBody::Own).of(sponsor);
    let fields = vec![
        ("sponsor", encoding::cooperative(sponsor)),
        ("body", encoding::body(&body)),
        ("title", bytes(question.title)),
        ("options", list(question.options.iter().map(bytes))),
        ("period", number(question.period)),
    ];
    let mut sent = send(context, chain, Call::new("Governance", "open_poll", fields)).await?;
    if let Some(poll) = sent.field("Governance.PollOpened", "poll") {
        sent.text = format!("poll {}\n{}", word(&poll), sent.text);
        sent.json["poll"] = poll;
    }
    Ok(sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_with_their_numbers() {
        let poll = json!({ "options": ["Tea", "Coffee"], "counts": [3, 0] });
        assert_eq!(answers(&poll), "0 Tea: 3, 1 Coffee: 0");
    }
}
