//! Answers, for people and for programs.

use std::io::Write;

use icn_primitives::{DAY, HOUR, MINUTE};
use serde_json::Value;

use crate::{failure::Failure, money::amount_text, parse::SIZES};

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

    /// What an event of a transaction says in one of its fields.
    pub fn field(&self, event: &str, field: &str) -> Option<Value> {
        let mut events = self.json["events"].as_array()?.iter();
        let found = events.find(|one| one["event"] == event)?;
        found["fields"].get(field).cloned()
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

/// Entries of pairs: their second parts, with the first ones inside under `name`.
pub fn entries(answer: &Value, name: &str) -> Vec<Value> {
    let pairs = answer.as_array().into_iter().flatten();
    pairs
        .map(|pair| {
            let mut entry = pair[1].clone();
            entry[name] = pair[0].clone();
            entry
        })
        .collect()
}

/// A JSON value as a word in a table.
pub fn word(value: &Value) -> String {
    match value {
        Value::Null => "–".into(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "–".into(),
        Value::Array(items) => items.iter().map(word).collect::<Vec<_>>().join(", "),
        Value::Object(members) => {
            if let Some(text) = money(value).or_else(|| account(value)) {
                return text;
            }
            let pairs = members.iter().map(|(name, value)| format!("{name}={}", word(value)));
            pairs.collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}

/// A currency, `0:HOURS`, or an amount of one, `12.50 0:HOURS`.
fn money(value: &Value) -> Option<String> {
    match value.get("currency") {
        Some(currency) => {
            let decimals = currency["decimals"].as_u64()?.try_into().ok()?;
            let amount = amount_text(units(value.get("amount")?)?, decimals);
            Some(format!("{amount} {}", money(currency)?))
        }
        None => {
            value.get("decimals")?;
            Some(format!("{}:{}", value.get("issuer")?.as_u64()?, value.get("code")?.as_str()?))
        }
    }
}

/// A number of smallest units, which is a string where JSON's numbers end.
pub fn units(value: &Value) -> Option<i128> {
    match value {
        Value::Number(number) => number.as_i64().map(i128::from),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// An account of the ledger, `did:icn:…`, `coop:0` or `federation`.
fn account(value: &Value) -> Option<String> {
    let members = value.as_object().filter(|members| members.len() == 1)?;
    if let Some(did) = members.get("Person").and_then(Value::as_str) {
        return Some(did.into());
    }
    match members.get("Treasury")? {
        Value::String(federation) => Some(federation.to_lowercase()),
        treasury => Some(format!("coop:{}", treasury["Cooperative"].as_u64()?)),
    }
}

/// A call in words: `Ledger.settle person=did:icn:…`.
pub fn call(value: &Value) -> String {
    let named = value.as_object().and_then(|pallet| pallet.iter().next());
    let Some((pallet, inner)) = named else { return word(value) };
    match inner.as_object().and_then(|call| call.iter().next()) {
        None => format!("{pallet}.{}", word(inner)),
        Some((name, arguments)) => {
            let elsewhere = arguments.get("call").filter(|inner| inner.is_object());
            let arguments = match (arguments.get("calls").and_then(Value::as_array), elsewhere) {
                (Some(calls), _) => calls.iter().map(call).collect::<Vec<_>>().join("; "),
                (None, Some(inner)) if name == "decide_on" => {
                    format!("shard {}: {}", word(&arguments["shard"]), call(inner))
                }
                (None, _) => word(arguments),
            };
            format!("{pallet}.{name} {arguments}")
        }
    }
}

/// A hash; nothing where it is zero, which says that there is none.
pub fn hash(value: &Value) -> String {
    let text = word(value);
    match text.strip_prefix("0x").is_some_and(|digits| digits.bytes().all(|digit| digit == b'0')) {
        true => word(&Value::Null),
        false => text,
    }
}

/// A part of the whole, given in millionths.
pub fn share(value: &Value) -> String {
    match value.as_u64() {
        Some(parts) => {
            let percent = format!("{}.{:04}", parts / 10_000, parts % 10_000);
            format!("{} %", percent.trim_end_matches('0').trim_end_matches('.'))
        }
        None => word(value),
    }
}

/// A stretch of time in milliseconds, as it can be written.
pub fn duration(value: &Value) -> String {
    let Some(time) = value.as_u64() else { return word(value) };
    let units = [(DAY, "d"), (HOUR, "h"), (MINUTE, "min"), (1000, "s"), (1, "ms")];
    let whole = units.into_iter().find(|(unit, _)| time > 0 && time % unit == 0);
    whole.map_or("0s".into(), |(unit, name)| format!("{}{name}", time / unit))
}

/// A number of bytes, in the largest unit that makes it a whole number.
pub fn size(value: &Value) -> String {
    let Some(bytes) = value.as_u64() else { return word(value) };
    let whole = SIZES.iter().find(|(_, unit)| bytes > 0 && bytes.is_multiple_of(*unit));
    whole.map_or_else(|| bytes.to_string(), |(name, unit)| format!("{}{name}", bytes / unit))
}

/// Minutes since 1970 as the moment that people read.
pub fn minute(value: &Value) -> String {
    match value.as_u64() {
        Some(minute) => moment(&Value::from(minute.saturating_mul(MINUTE))),
        None => word(value),
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
        let numbered = entries(&json!([[3, { "a": 1 }]]), "id");
        assert_eq!(numbered, [json!({ "id": 3, "a": 1 })]);
    }

    #[test]
    fn a_call_is_told_in_words() {
        let pay = json!({ "Ledger": { "settle": { "person": "did:icn:z1", "reference": null } } });
        assert_eq!(call(&pay), "Ledger.settle person=did:icn:z1 reference=–");
        let both = json!({ "Utility": { "batch_all": { "calls": [pay, { "A": "b" }] } } });
        let expected = "Utility.batch_all Ledger.settle person=did:icn:z1 reference=–; A.b";
        assert_eq!(call(&both), expected);
        let there = json!({ "shard": 1, "call": { "Exchange": { "decide": { "id": 3 } } } });
        let elsewhere = json!({ "Federation": { "decide_on": there } });
        assert_eq!(call(&elsewhere), "Federation.decide_on shard 1: Exchange.decide id=3");
        assert_eq!(call(&json!(null)), "–");
        assert_eq!(hash(&json!("0x0000")), "–");
        assert_eq!(hash(&json!("0x0001")), "0x0001");
    }

    #[test]
    fn money_times_and_shares_are_written_as_they_can_be_read() {
        let hours = json!({ "issuer": 0, "code": "HOURS", "decimals": 2 });
        assert_eq!(word(&hours), "0:HOURS");
        assert_eq!(word(&json!({ "currency": hours, "amount": -1250 })), "-12.50 0:HOURS");
        let many = json!({ "currency": hours, "amount": "100000000000000000000" });
        assert_eq!(word(&many), "1000000000000000000.00 0:HOURS");
        assert_eq!(word(&json!({ "Treasury": { "Cooperative": 3 } })), "coop:3");
        assert_eq!(word(&json!({ "Treasury": "Federation" })), "federation");
        assert_eq!(word(&json!({ "Person": "did:icn:z1" })), "did:icn:z1");
        for (bytes, text) in [(0, "0"), (1_025, "1025"), (3_000, "3kB"), (64 << 30, "64GiB")] {
            assert_eq!(size(&json!(bytes)), text);
            assert_eq!(crate::parse::size(text), Ok(bytes));
        }
        assert_eq!(minute(&json!(61)), "1970-01-01T01:01:00Z");
        for (time, text) in
            [(0, "0s"), (90_000, "90s"), (120_000, "2min"), (2 * DAY, "2d"), (1, "1ms")]
        {
            assert_eq!(duration(&json!(time)), text);
            assert_eq!(crate::parse::duration(text), Ok(time));
        }
        for (parts, text) in
            [(400_000, "40 %"), (333_333, "33.3333 %"), (0, "0 %"), (5, "0.0005 %")]
        {
            assert_eq!(share(&json!(parts)), text);
            assert_eq!(crate::parse::share(text), Ok(parts));
        }
    }
}
