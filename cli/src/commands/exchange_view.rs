//! Exchanges for people.

use serde_json::Value as Json;

use super::market_view::in_words;
use crate::report::{duration, moment, table, word};

/// Exchanges.
pub fn exchanges_table(found: &Json) -> String {
    let rows = found.as_array().into_iter().flatten().map(|view| {
        let exchange = &view["exchange"];
        vec![
            word(&view["id"]),
            kind(&exchange["content"]),
            cooperatives(&exchange["content"]),
            in_words(&word(&exchange["status"])),
            word(&view["undecided"]),
            moment(&exchange["deadline"]),
            word(&exchange["proposer"]),
        ]
    });
    let head = ["exchange", "kind", "coops", "state", "undecided", "deadline", "by"];
    table(&head, &rows.collect::<Vec<_>>())
}

/// Of which kind an exchange is.
fn kind(content: &Json) -> String {
    match content.as_object().and_then(|one| one.keys().next()).map(String::as_str) {
        Some("Agreement") => word(&content["Agreement"]["kind"]).to_lowercase(),
        Some(name) => in_words(name),
        None => in_words(&word(content)),
    }
}

/// The cooperatives that it touches.
fn cooperatives(content: &Json) -> String {
    let one = |name: &str| {
        let held = content.get(name)?;
        Some(word(held.get("cooperative").unwrap_or(held)))
    };
    let several = content["Agreement"].get("cooperatives").map(word);
    several.or_else(|| one("Labour")).or_else(|| one("Aid")).unwrap_or_else(|| word(&Json::Null))
}

/// An exchange, line by line.
pub fn exchange_fields(view: &Json) -> Vec<(&'static str, String)> {
    let exchange = &view["exchange"];
    let content = &exchange["content"];
    let mut lines = vec![
        ("exchange", word(&view["id"])),
        ("kind", kind(content)),
        ("state", in_words(&word(&exchange["status"]))),
        ("cooperatives", cooperatives(content)),
    ];
    if let Some(transfers) = content["Agreement"]["transfers"].as_array() {
        let texts = transfers.iter().map(|transfer| {
            let payee = match transfer["payee"].get("Cooperative") {
                Some(id) => format!("coop:{}", word(id)),
                None => word(&transfer["payee"]).to_lowercase(),
            };
            format!("coop:{} pays {payee} {}", word(&transfer["payer"]), word(&transfer["money"]))
        });
        lines.push(("payments", texts.collect::<Vec<_>>().join("\n")));
        lines.push(("have decided", word(&exchange["approved"])));
        lines.push(("have yet to decide", word(&view["undecided"])));
    }
    if let Some(minutes) = content["Labour"]["minutes"].as_u64() {
        let time = minutes.saturating_mul(icn_primitives::MINUTE);
        lines.push(("worked", duration(&time.into())));
    }
    if !exchange["offer"].is_null() {
        lines.push(("helper", word(&exchange["offer"]["helper"])));
        lines.push(("what is offered", word(&exchange["offer"]["terms"])));
    }
    lines.extend([
        ("terms", word(&exchange["terms"])),
        ("by", word(&exchange["proposer"])),
        ("recorded", moment(&exchange["recorded_at"])),
        ("deadline", moment(&exchange["deadline"])),
        ("next", moment(&exchange["due"])),
        ("content hash", word(&view["content_hash"])),
    ]);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{report::fields, runtime_calls::decoded_value};
    use icn_primitives::{
        exchange::{
            AgreementKind, Content, Exchange, ExchangeId, ExchangeStatus, ExchangeView, Transfer,
        },
        ledger::{CurrencyId, Money, Treasury},
        CooperativeId, Did, Hash, SigningKey,
    };
    use serde_json::json;

    fn view(content: Content, status: ExchangeStatus) -> Json {
        let exchange = Exchange {
            proposer: Did::from_key(SigningKey::Sr25519([1; 32])),
            key: [0; 32],
            content,
            terms: Hash::repeat_byte(3),
            recorded_at: 0,
            deadline: 60_000,
            status,
            approved: Default::default(),
            offer: None,
            due: None,
        };
        let (content_hash, undecided) = (exchange.content_hash(), exchange.undecided());
        decoded_value(&ExchangeView { id: ExchangeId(7), exchange, content_hash, undecided }).0
    }

    #[test]
    fn an_exchange_says_who_pays_and_who_has_yet_to_decide() {
        let currency =
            CurrencyId { issuer: CooperativeId(0), code: "HOURS".parse().unwrap(), decimals: 2 };
        let transfer = Transfer {
            payer: CooperativeId(0),
            payee: Treasury::Cooperative(CooperativeId(2)),
            money: Money { currency, amount: 1_250 },
        };
        let agreement = Content::Agreement {
            kind: AgreementKind::Resources,
            cooperatives: vec![CooperativeId(0), CooperativeId(2)].try_into().unwrap(),
            transfers: vec![transfer].try_into().unwrap(),
        };
        let view = view(agreement, ExchangeStatus::Proposed);
        let text = fields(&exchange_fields(&view));
        for part in ["coop:0 pays coop:2 12.50 0:HOURS", "have yet to decide  0, 2", "resources"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let table = exchanges_table(&json!([view]));
        assert!(table.contains("proposed") && table.contains("1970-01-01T00:01:00Z"), "{table}");
    }

    #[test]
    fn labour_and_aid_say_for_whom() {
        let labour = Content::Labour { cooperative: CooperativeId(5), minutes: 90 };
        let text = fields(&exchange_fields(&view(labour, ExchangeStatus::Recorded)));
        assert!(text.contains("worked        90min"), "{text}");
        assert!(text.contains("cooperatives  5"), "{text}");
        for (cooperative, shown) in [(None, "–"), (Some(CooperativeId(5)), "5")] {
            let view = view(Content::Aid { cooperative }, ExchangeStatus::Requested);
            assert_eq!(cooperatives(&view["exchange"]["content"]), shown);
            assert_eq!(kind(&view["exchange"]["content"]), "aid");
        }
    }
}
