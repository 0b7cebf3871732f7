//! What refusals mean.

use clap::Args;
use icn_primitives::Refusal;
use serde_json::json;

use crate::{
    failure::{Failure, Result},
    report::{table, Report},
};

/// What the number of a refusal means.
#[derive(Args, Debug)]
pub struct Command {
    /// The N of "Custom error: N"; every refusal if it isn't given.
    code: Option<u8>,
}

/// Runs `command`.
pub fn run(command: Command) -> Result<Report> {
    let to_json = |refusal: &Refusal| json!({ "code": refusal.code(), "name": refusal, "sentence": refusal.sentence() });
    match command.code {
        Some(code) => {
            let refusal = Refusal::from_code(code)
                .ok_or_else(|| Failure::refused(format!("no refusal has the number {code}")))?;
            Ok(Report::new(to_json(&refusal), format!("{refusal:?}: {refusal}")))
        }
        None => {
            let rows = Refusal::ALL.iter().map(|refusal| {
                vec![refusal.code().to_string(), format!("{refusal:?}"), refusal.to_string()]
            });
            Ok(Report::new(
                Refusal::ALL.iter().map(to_json).collect(),
                table(&["code", "name", "sentence"], &rows.collect::<Vec<_>>()),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_is_explained() {
        for refusal in Refusal::ALL {
            let report = run(Command { code: Some(refusal.code()) }).unwrap();
            assert_eq!(report.json["sentence"], refusal.sentence());
            assert!(report.text.contains(refusal.sentence()));
        }
        assert_eq!(run(Command { code: None }).unwrap().json.as_array().unwrap().len(), 10);
        assert_eq!(run(Command { code: Some(0) }).unwrap_err().kind.code(), 1);
    }
}
