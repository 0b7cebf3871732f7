//! How a body decides, and how its decisions went.

use clap::Subcommand;
use icn_primitives::governance::{RuleMaker, Stage};
use serde_json::{json, Value as Json};

use super::text::{whose, whose_text};
use crate::{
    body::rule_maker,
    context::Context,
    encoding::{self, option},
    failure::Result,
    report::{fields, share, table, word, Report},
    settings::{shown, GOVERNANCE_PARAMETERS, GOVERNANCE_RULES},
};

/// How bodies decide.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Show a body's rules, what holds for all bodies, and how its proposals went.
    Show {
        /// Whose: a cooperative's number, or "federation"; your home's if it isn't given.
        #[arg(value_parser = rule_maker)]
        maker: Option<RuleMaker>,
    },
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let Command::Show { maker } = command;
    let chain = context.chain().await?;
    let maker = whose(context, &chain, maker).await?;
    let api = "GovernanceApi";
    let rules = chain.api(api, "rules", vec![encoding::rule_maker(&maker)]).await?;
    let parameters = chain.api(api, "parameters", Vec::new()).await?;
    // The federation's are those of all proposals.
    let cooperative = match maker {
        RuleMaker::Cooperative(id) => Some(encoding::cooperative(id)),
        RuleMaker::Federation => None,
    };
    let metrics = chain.api(api, "metrics", vec![option(cooperative)]).await?;
    let whose = whose_text(&maker);
    let text = [
        format!("Rules of {whose}"),
        fields(&shown(GOVERNANCE_RULES, &rules)),
        "\nParameters of the federation".into(),
        fields(&shown(GOVERNANCE_PARAMETERS, &parameters)),
        "\nProposals".into(),
        stages(&metrics),
        String::new(),
        rates(&metrics),
    ];
    let json = json!({ "of": whose, "rules": rules, "parameters": parameters, "metrics": metrics });
    Ok(Report::new(json, text.join("\n")))
}

/// How many proposals stand where.
fn stages(metrics: &Json) -> String {
    let counts = Stage::ALL.iter().enumerate();
    let rows = counts.map(|(at, stage)| vec![format!("{stage:?}"), word(&metrics["stages"][at])]);
    table(&["stage", "proposals"], &rows.collect::<Vec<_>>())
}

/// How votes went.
fn rates(metrics: &Json) -> String {
    let number = |name: &str| metrics[name].as_u64().unwrap_or_default();
    let closed = number("closed");
    let rate = |part: u64| match part.checked_div(closed) {
        Some(rate) => share(&rate.into()),
        None => "–".into(),
    };
    let of_closed = |name: &str| rate(number(name).saturating_mul(1_000_000));
    fields(&[
        ("voted on", closed.to_string()),
        ("participation", rate(number("participation"))),
        ("quorate", of_closed("quorate")),
        ("rejected", of_closed("rejected")),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_of_what_was_voted_on() {
        let metrics =
            json!({ "closed": 4, "quorate": 3, "rejected": 1, "participation": 2_000_000 });
        let text = rates(&metrics);
        for part in ["voted on       4", "participation  50 %", "quorate        75 %", "25 %"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(rates(&json!({ "closed": 0 })).contains('–'));
    }
}
