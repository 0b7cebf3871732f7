//! Answers, for people and for programs.

use std::io::Write;

use serde_json::Value;

use crate::failure::Failure;

/// A command's answer.
#[derive(Clone, Debug)]
pub struct Report {
    /// For programs (`--json`).
    pub json: Value,
    /// For people.
    pub text: String,
    /// What is wrong all the same: the answer is told, and the exit code is the failure's.
    pub failure: Option<Failure>,
}

impl Report {
    /// An answer in both forms.
    pub fn new(json: Value, text: impl Into<String>) -> Self {
        Self { json, text: text.into(), failure: None }
    }

    /// This answer, although something is wrong.
    pub fn with_failure(self, failure: Failure) -> Self {
        Self { failure: Some(failure), ..self }
    }

    /// Writes it to stdout.
    pub fn print(&self, json: bool) {
        if json {
            print_line(&self.json.to_string());
        } else {
            print_line(self.text.trim_end());
        }
    }
}

/// Writes `line` to stdout. A reader who has gone (`| head`) is no error.
pub fn print_line(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// A table: its columns as wide as they must be.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain([head.get(column).map_or(0, |name| name.len())]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_string()
    };
    let heads: Vec<String> = head.iter().map(|name| name.to_uppercase()).collect();
    let mut lines = vec![line(heads.iter().map(String::as_str).collect())];
    lines.extend(rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
    lines.join("\n")
}

/// Names and values, one under the other.
pub fn fields(fields: &[(&str, String)]) -> String {
    let width = fields.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let lines = fields.iter().map(|(name, value)| {
        let indented = value.replace('\n', &format!("\n{:width$}  ", ""));
        format!("{name:<width$}  {indented}").trim_end().to_string()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A JSON value as a word in a table.
pub fn word(value: &Value) -> String {
    match value {
        Value::Null => "–".into(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "–".into(),
        Value::Array(items) => items.iter().map(word).collect::<Vec<_>>().join(", "),
        Value::Object(members) => {
            let pairs = members.iter().map(|(name, value)| format!("{name}={}", word(value)));
            pairs.collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}

/// A moment in milliseconds as people read it.
pub fn moment(value: &Value) -> String {
    match value.as_u64() {
        Some(moment) => icn_primitives::resolution::xml_datetime(moment),
        None => word(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_table_is_as_wide_as_it_must_be() {
        let rows = vec![vec!["0".into(), "Föd".into(), "x".into()], vec!["10".into(), "a".into()]];
        assert_eq!(table(&["id", "name", "y"], &rows), "ID  NAME  Y\n0   Föd   x\n10  a");
    }

    #[test]
    fn values_become_words() {
        assert_eq!(word(&json!(null)), "–");
        assert_eq!(word(&json!(["a", 1])), "a, 1");
        assert_eq!(word(&json!({ "a": true })), "a=true");
        assert_eq!(moment(&json!(5_000)), "1970-01-01T00:00:05Z");
        assert_eq!(moment(&json!(null)), "–");
    }
}
