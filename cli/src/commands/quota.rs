//! What an account may still send.

use clap::Args;
use icn_primitives::AccountId;
use serde_json::{json, Value as Json};

use crate::{
    context::Context,
    encoding,
    failure::{Failure, Result},
    parse,
    report::{fields, word, Report},
};

/// What an account may still send.
#[derive(Args, Debug)]
pub struct Command {
    /// The account: SS58, 0x and 32 bytes, or a DID; your own if it isn't given.
    #[arg(value_parser = parse::account)]
    account: Option<AccountId>,
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let account = match command.account {
        Some(account) => account,
        None => context.signer()?.account(),
    };
    let chain = context.chain().await?;
    let answer = chain.api("AdmissionApi", "quota", vec![encoding::account(&account)]).await?;
    if let Some(code) = answer["Err"].as_u64() {
        return Err(Failure::custom(code.try_into().unwrap_or_default()));
    }
    let view = answer["Ok"].clone();
    let signer = &view["signer"];
    let left = |name: &str| {
        let (left, full) = (&view[format!("{name}_left")], &view[format!("{name}_full")]);
        format!(
            "{} of the time, {} of the bytes; empty to full in {} ms",
            share(&left["weight"], &full["weight"]),
            share(&left["bytes"], &full["bytes"]),
            view[format!("{name}_refill")]
        )
    };
    let text = fields(&[
        ("account", account.to_string()),
        ("standing", word(&signer["standing"])),
        ("cooperative", word(&signer["cooperative"])),
        ("own", left("own")),
        ("of the cooperative", left("cooperative")),
    ]);
    Ok(Report::new(json!({ "account": account.to_string(), "quota": view }), text))
}

/// How much of `full` is left, in whole per cent.
fn share(left: &Json, full: &Json) -> String {
    match (left.as_u64(), full.as_u64()) {
        (Some(left), Some(full)) if full > 0 => {
            format!("{} %", u128::from(left) * 100 / u128::from(full))
        }
        _ => "–".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_in_whole_per_cent() {
        assert_eq!(share(&json!(1), &json!(3)), "33 %");
        assert_eq!(share(&json!(u64::MAX), &json!(u64::MAX)), "100 %");
        assert_eq!(share(&json!(0), &json!(0)), "–");
    }
}
