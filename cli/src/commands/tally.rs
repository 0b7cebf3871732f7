//! How the votes on a proposal are.

use icn_primitives::governance::ONE_VOTE;
use serde_json::Value as Json;

use crate::report::{share, table, units, word};

/// What votes weigh, in whole votes.
pub fn votes(weight: &Json) -> String {
    let Some(weight) = units(weight).and_then(|weight| u128::try_from(weight).ok()) else {
        return word(weight);
    };
    let (whole, rest) = (weight / u128::from(ONE_VOTE), weight % u128::from(ONE_VOTE));
    let text = format!("{whole}.{rest:09}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// `part` of `whole`, in per cent.
fn part(part: u128, whole: u128) -> String {
    match part.saturating_mul(1_000_000).checked_div(whole) {
        Some(parts) => share(&u64::try_from(parts).unwrap_or(u64::MAX).into()),
        None => "–".into(),
    }
}

/// The tallies of a proposal, one line for each cooperative.
pub fn text(view: &Json) -> String {
    let threshold = share(&view["proposal"]["terms"]["threshold"]);
    let number = |json: &Json| units(json).and_then(|n| u128::try_from(n).ok()).unwrap_or_default();
    let rows = view["tallies"].as_array().into_iter().flatten().map(|entry| {
        let tally = &entry[1];
        let heads: u128 =
            ["approving", "rejecting", "abstaining"].iter().map(|name| number(&tally[*name])).sum();
        let (approve, reject) = (number(&tally["approve"]), number(&tally["reject"]));
        let counted = |heads: &str, weight: &str| match tally["power"] == "Equal" {
            true => word(&tally[heads]),
            false => format!("{} ({})", word(&tally[heads]), votes(&tally[weight])),
        };
        vec![
            word(&entry[0]),
            word(&tally["model"]),
            counted("approving", "approve"),
            counted("rejecting", "reject"),
            counted("abstaining", "abstain"),
            format!("{heads} of {}", word(&tally["electorate"])),
            format!("{} of {}", part(heads, number(&tally["electorate"])), share(&tally["quorum"])),
            format!("{} of {threshold}", part(approve, approve.saturating_add(reject))),
            word(&tally["objections"]),
        ]
    });
    let head = [
        "cooperative",
        "model",
        "approve",
        "reject",
        "abstain",
        "voted",
        "quorum",
        "approval",
        "objections",
    ];
    table(&head, &rows.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn votes_are_whole_where_each_weighs_the_same() {
        assert_eq!(votes(&json!(3_000_000_000u64)), "3");
        assert_eq!(votes(&json!(1_500_000_000u64)), "1.5");
        assert_eq!(votes(&json!("30000000000000000001")), "30000000000.000000001");
    }

    #[test]
    fn quorum_and_approval_are_told_for_each_cooperative() {
        let view = json!({
            "proposal": { "terms": { "threshold": 600_000 } },
            "tallies": [[0, {
                "model": "Majority", "quorum": 500_000, "power": "Equal", "electorate": 10,
                "approving": 2, "rejecting": 1, "abstaining": 1, "approve": 2_000_000_000u64,
                "reject": 1_000_000_000, "abstain": 1_000_000_000, "objections": 0,
            }], [1, {
                "model": "Consent", "quorum": 500_000, "power": "Reputation", "electorate": 0,
                "approving": 0, "rejecting": 0, "abstaining": 0, "approve": 0,
                "reject": 0, "abstain": 0, "objections": 0,
            }]],
        });
        let text = text(&view);
        let line = text.lines().nth(1).unwrap();
        let cells: Vec<&str> =
            line.split("  ").filter(|cell| !cell.is_empty()).map(str::trim).collect();
        assert_eq!(
            cells,
            ["0", "Majority", "2", "1", "1", "4 of 10", "40 % of 50 %", "66.6666 % of 60 %", "0"]
        );
        assert!(text.lines().nth(2).unwrap().contains("– of 60 %"), "{text}");
    }
}
