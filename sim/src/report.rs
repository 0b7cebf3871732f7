//! Findings for the terminal.

use std::fmt::Write;

use icn_primitives::governance::{Body, Model};

use crate::{
    ending::{Ending, Endings},
    trial::{ByModel, Findings, Trial},
};

/// How long bars are.
const BAR: usize = 50;

/// What a bar is drawn with, for endings that are alike.
const FILLS: [(char, &str, &[Ending]); 4] = [
    ('█', "approved", &[Ending::Approved]),
    ('▓', "rejected", &[Ending::Rejected]),
    (
        '▒',
        "fallback, blocked, no answer",
        &[Ending::FallbackApproved, Ending::FallbackRejected, Ending::Blocked, Ending::NoAnswer],
    ),
    ('░', "no quorum", &[Ending::NoQuorum]),
];

/// Everything, as tables and bars.
pub fn text(findings: &Findings) -> String {
    let Findings { trial, models, sweep } = findings;
    let mut text = heading(trial);

    // What no vote came to is left out, but for what everybody looks for.
    let always = [Ending::Approved, Ending::Rejected, Ending::NoQuorum];
    let shown: Vec<Ending> = Ending::ALL
        .into_iter()
        .filter(|ending| {
            always.contains(ending) || models.iter().any(|model| model.endings.of(*ending) > 0)
        })
        .collect();
    let mut headings = vec!["model"];
    headings.extend(shown.iter().map(|ending| ending.name()));
    headings.extend(["deadlocks", "took part"]);
    let rows = models.iter().map(|ByModel { model, endings, deadlocks, participation }| {
        let mut row = vec![model.to_string()];
        let counts = shown.iter().map(|ending| endings.of(*ending)).chain([*deadlocks]);
        row.extend(counts.map(|count| percent(endings.part(count))));
        row.push(percent(*participation));
        row
    });
    text += &table(&headings, rows);
    let margin = 196.0 * (0.25 / f64::from(trial.runs)).sqrt();
    let _ = writeln!(
        text,
        "\n{} votes by each model, on the same electorates: 19 in 20 of these shares\n\
         are off by {margin:.1} points at most.\n",
        trial.runs
    );
    for model in models {
        let _ = writeln!(text, "{:<19}  {}", model.model, stacked(&model.endings));
    }
    let legend = FILLS.map(|(fill, name, _)| format!("{fill} {name}"));
    let _ = writeln!(text, "{:<19}  {}\n", "", legend.join("  "));

    let mut headings = vec!["turnout", "no quorum", ""];
    headings.extend(models.iter().map(|model| model.model));
    let rows = sweep.iter().map(|at| {
        let failures = at.quorum_failures();
        let mut row = vec![at.turnout.to_string(), percent(failures), bar(failures)];
        row.extend(
            at.models.iter().map(|model| percent(model.endings.part(model.endings.approved))),
        );
        row
    });
    text += "Quorum failures by turnout, and what each model approves on the merits:\n\n";
    text += &table(&headings, rows);
    text
}

/// Who decides what, and how they behave.
fn heading(trial: &Trial) -> String {
    let Trial { seed, rules, behaviour, .. } = trial;
    let body = match rules.body() {
        Body::Cooperative(_) => "one cooperative decides".to_string(),
        Body::Joint(_) => format!("{} cooperatives decide jointly", rules.cooperatives),
        Body::Federation => format!("a federation of {} cooperatives decides", rules.cooperatives),
    };
    let in_percent = |millionths: u32| f64::from(millionths) / 10_000.0;
    let threshold = in_percent(rules.parameters().threshold(rules.kind).deconstruct());
    let quorum = in_percent(rules.members_quorum().deconstruct());
    let fallback = format!("{:?}", rules.of_cooperative(Model::Consent).fallback);
    format!(
        "Seed {seed}: {body}, {} members each; approval {threshold} %, quorum {quorum} %, \
         fallback {}.\n\
         Turnout {}, apathy {}, collusion {}, delegation {}; support {}, abstention {},\n\
         objection {}, resolution {}, spread {} points.\n\n",
        rules.members,
        fallback.to_lowercase(),
        behaviour.turnout,
        behaviour.apathy,
        behaviour.collusion,
        behaviour.delegation,
        behaviour.support,
        behaviour.abstention,
        behaviour.objection,
        behaviour.resolution,
        behaviour.spread.part() * 100.0,
    )
}

/// Rows under their headings, every column as wide as it must be, numbers to the right.
fn table(headings: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let first = headings.iter().map(|heading| heading.to_string()).collect();
    let lines: Vec<Vec<String>> = std::iter::once(first).chain(rows).collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
    let widths: Vec<usize> = (0..headings.len()).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for line in &lines {
        let cells = line.iter().zip(&widths).zip(headings);
        let cells: Vec<String> = cells
            .enumerate()
            .map(|(column, ((cell, width), heading))| match column {
                0 => format!("{cell:<width$}"),
                // A bar begins at the left.
                _ if heading.is_empty() => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            })
            .collect();
        text += cells.join("  ").trim_end();
        text.push('\n');
    }
    text
}

fn percent(part: f64) -> String {
    format!("{:.1} %", part * 100.0)
}

/// A part of a bar of half the length.
fn bar(part: f64) -> String {
    "█".repeat((part * BAR as f64 / 2.0).round() as usize)
}

/// All endings as one bar. Where each fill ends is rounded, so that all bars are as long.
fn stacked(endings: &Endings) -> String {
    let (mut bar, mut before) = (String::new(), 0);
    for (fill, _, alike) in FILLS {
        before += alike.iter().map(|ending| endings.of(*ending)).sum::<u32>();
        let end = (endings.part(before) * BAR as f64).round() as usize;
        let length = end - bar.chars().count();
        bar.extend(std::iter::repeat_n(fill, length));
    }
    bar
}
