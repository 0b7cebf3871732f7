//! How an act is called, so that it is done once however often it is sent.

use aes_gcm::aead::{rand_core::RngCore, OsRng};
use clap::Args;
use icn_primitives::{ledger::Key, Hash};

use crate::{
    chain::Chain,
    content::act_key,
    context::Context,
    failure::Result,
    parse::to_hex,
    report::{word, Report},
    submission::{send, Call},
};

/// How an act is called.
#[derive(Args, Clone, Debug, Default)]
pub struct ActName {
    /// What you call this act: sent again under the same name, it changes nothing. 32 bytes as
    /// 0x…, or any text, of which the SHA-256 hash is taken; a random one if it isn't given.
    #[arg(long, value_name = "KEY", value_parser = act_key)]
    act: Option<Hash>,
}

impl ActName {
    /// The name: the given one, or a new one.
    pub fn key(&self) -> Key {
        let random = || {
            let mut key = Key::default();
            OsRng.fill_bytes(&mut key);
            key
        };
        self.act.map_or_else(random, |act| act.0)
    }
}

/// A number that an act gives out: the event and its field that say it, and what it is called.
pub type Number = (&'static str, &'static str, &'static str);

/// Sends what has a name, and tells it, with the `numbers` that it was given.
pub async fn send_once(
    context: &Context,
    chain: &Chain,
    (call, key): (Call, Key),
    numbers: &[Number],
) -> Result<Report> {
    let key = to_hex(&key);
    context.progress(&format!("this act is called {key}"));
    let mut sent = with_numbers(send(context, chain, call).await?, numbers);
    sent.text = format!("the act is called {key}\n{}", sent.text);
    sent.json["act"] = key.into();
    Ok(sent)
}

/// `sent`, beginning with the numbers that its events say.
pub fn with_numbers(mut sent: Report, numbers: &[Number]) -> Report {
    for (event, field, name) in numbers {
        if let Some(number) = sent.field(event, field) {
            sent.text = format!("{name} {}\n{}", word(&number), sent.text);
            sent.json[*name] = number;
        }
    }
    sent
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_act_has_its_name_or_a_new_one() {
        let named = |act| ActName { act }.key();
        assert_eq!(named(Some(Hash::repeat_byte(7))), [7; 32]);
        assert_ne!(named(None), named(None));
    }

    #[test]
    fn a_number_that_was_given_out_comes_first() {
        let events = json!([{ "event": "Ledger.HoldPlaced", "fields": { "hold": 3 } }]);
        let sent = Report::new(json!({ "events": events }), "finalized");
        let told = with_numbers(sent, &[("Ledger.HoldPlaced", "hold", "hold"), ("A.B", "c", "d")]);
        assert_eq!(told.text, "hold 3\nfinalized");
        assert_eq!(told.json["hold"], 3);
        assert!(told.json.get("d").is_none());
    }
}
