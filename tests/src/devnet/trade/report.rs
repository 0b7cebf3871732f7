//! What came of it, in numbers: all of them read from the chain.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::devnet::table::Table;

/// How many of each kind stand where.
pub struct Counts {
    columns: Vec<(&'static str, &'static [&'static str])>,
    rows: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Counts {
    /// Counts under these headings, each with what stands there.
    pub fn new(columns: &[(&'static str, &'static [&'static str])]) -> Self {
        Self { columns: columns.to_vec(), rows: BTreeMap::new() }
    }

    /// One more of this kind, which stands so.
    pub fn count(&mut self, kind: &str, status: &str) -> Result<()> {
        let known = self.columns.iter().any(|(_, held)| held.contains(&status));
        known.then_some(()).with_context(|| format!("{kind}: nobody expects {status}"))?;
        *self.rows.entry(kind.into()).or_default().entry(status.into()).or_default() += 1;
        Ok(())
    }

    /// How many there are in all.
    pub fn total(&self) -> usize {
        self.rows.values().flat_map(BTreeMap::values).sum()
    }

    /// As a table; `first` and `all` are the headings of the kinds and of how many there are.
    pub fn table(&self, first: &str, all: &str) -> Table {
        let headings: Vec<_> =
            [first, all].into_iter().chain(self.columns.iter().map(|(name, _)| *name)).collect();
        let mut table = Table::new(&headings);
        let mut sums = vec![0; self.columns.len()];
        for (kind, counts) in &self.rows {
            let in_column = |held: &[&str]| -> usize {
                held.iter().filter_map(|status| counts.get(*status)).sum()
            };
            let cells: Vec<usize> = self.columns.iter().map(|(_, held)| in_column(held)).collect();
            for (sum, cell) in sums.iter_mut().zip(&cells) {
                *sum += cell;
            }
            let total = counts.values().sum::<usize>();
            table.row(row(kind, total, &cells));
        }
        table.row(row("all", self.total(), &sums));
        table
    }
}

fn row(kind: &str, total: usize, cells: &[usize]) -> Vec<String> {
    let numbers = [total].into_iter().chain(cells.iter().copied());
    [kind.to_owned()].into_iter().chain(numbers.map(|number| number.to_string())).collect()
}

/// The name of a state, whether it holds something or not.
pub fn name(state: &Value) -> Result<String> {
    let name = match state {
        Value::String(name) => Some(name.clone()),
        Value::Object(held) => held.keys().next().cloned(),
        _ => None,
    };
    name.with_context(|| format!("no state: {state}"))
}

/// Of which kind an exchange is.
pub fn kind_of(exchange: &Value) -> Result<&'static str> {
    let content = &exchange["content"];
    let kinds = [("Labour", "labour"), ("Aid", "mutual aid")];
    if let Some((_, kind)) = kinds.iter().find(|(name, _)| content.get(name).is_some()) {
        return Ok(kind);
    }
    match content["Agreement"]["kind"].as_str() {
        Some("Resources") => Ok("resource exchange"),
        Some("Investment") => Ok("infrastructure investment"),
        _ => anyhow::bail!("no kind of exchange: {content}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_adds_up() -> Result<()> {
        let mut counts =
            Counts::new(&[("done", &["Executed", "Confirmed"]), ("not", &["Declined"])]);
        for (kind, status) in [("labour", "Confirmed"), ("labour", "Declined"), ("aid", "Executed")]
        {
            counts.count(kind, status)?;
        }
        assert!(counts.count("aid", "Lost").is_err());
        assert_eq!(counts.total(), 3);
        let table = counts.table("kind", "begun").to_string();
        let lines: Vec<Vec<&str>> =
            table.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines[0], ["kind", "begun", "done", "not"]);
        assert_eq!(lines[1], ["aid", "1", "1", "0"]);
        assert_eq!(lines[2], ["labour", "2", "1", "1"]);
        assert_eq!(lines[3], ["all", "3", "2", "1"]);
        Ok(())
    }
}
