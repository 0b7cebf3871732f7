//! Resources and bookings for people.

use icn_primitives::resources::Window;
use serde_json::Value as Json;

use super::market_view::in_words;
use crate::{
    report::{duration, hash, minute, moment, share, table, word},
    time::window_text,
};

/// Resources, and how to go on.
pub fn resources_table(page: &Json) -> String {
    let rows = page["found"].as_array().into_iter().flatten().map(|view| {
        let terms = &view["resource"]["terms"];
        vec![
            word(&view["id"]),
            word(&terms["name"]),
            word(&terms["kind"]).to_lowercase(),
            word(&terms["place"]),
            word(&view["resource"]["owner"]),
            access(&terms["access"]),
            cost(&terms["cost"]),
            if view["resource"]["due"].is_null() { "shared" } else { "retired" }.into(),
        ]
    });
    let head = ["resource", "name", "type", "place", "owner", "used by", "an hour", "state"];
    let text = table(&head, &rows.collect::<Vec<_>>());
    match page["next"].as_u64() {
        Some(next) => format!("{text}\n\nmore: --after {next}"),
        None => text,
    }
}

/// Who may use a resource.
fn access(access: &Json) -> String {
    match access.get("Cooperatives") {
        Some(named) => format!("owner, {}", word(named)),
        None => word(access).to_lowercase(),
    }
}

/// What an hour costs.
fn cost(cost: &Json) -> String {
    match cost.get("PerHour") {
        Some(hour) => word(&hour["price"]),
        None => "nothing".into(),
    }
}

/// A resource, line by line.
pub fn resource_fields(view: &Json) -> Vec<(&'static str, String)> {
    let resource = &view["resource"];
    let terms = &resource["terms"];
    let hour = &terms["cost"]["PerHour"];
    vec![
        ("resource", word(&view["id"])),
        ("name", word(&terms["name"])),
        ("type", word(&terms["kind"]).to_lowercase()),
        ("place", word(&terms["place"])),
        ("owner", word(&resource["owner"])),
        ("used by members of", access(&terms["access"])),
        ("an hour costs", cost(&terms["cost"])),
        ("paid by", word(&hour["bearer"]).to_lowercase()),
        ("cancelled free until", minutes(&hour["cancellation"])),
        ("takes the role", word(&terms["requirements"]["role"]).to_lowercase()),
        ("its rules", word(&terms["requirements"]["rules"])),
        ("open (UTC)", windows(&terms["windows"])),
        ("closed", spans(&resource["closures"])),
        ("description", hash(&terms["description"])),
        ("open bookings", word(&resource["bookings"])),
        ("version", word(&resource["version"])),
        ("retired, kept until", moment(&resource["due"])),
    ]
}

/// Minutes before something, as a stretch of time.
fn minutes(value: &Json) -> String {
    match value.as_u64() {
        Some(minutes) => {
            format!("{} before", duration(&minutes.saturating_mul(icn_primitives::MINUTE).into()))
        }
        None => word(value),
    }
}

fn windows(value: &Json) -> String {
    let number = |json: &Json| json.as_u64().and_then(|number| u16::try_from(number).ok());
    let texts = value.as_array().into_iter().flatten().map(|window| {
        match (number(&window["from"]), number(&window["to"])) {
            (Some(from), Some(to)) => window_text(&Window { from, to }),
            _ => word(window),
        }
    });
    texts.collect::<Vec<_>>().join("\n")
}

fn spans(value: &Json) -> String {
    let all = value.as_array().into_iter().flatten();
    let texts: Vec<String> = all.map(span).collect();
    if texts.is_empty() {
        word(&Json::Null)
    } else {
        texts.join("\n")
    }
}

/// A time as it is written.
fn span(value: &Json) -> String {
    format!("{}/{}", minute(&value["start"]), minute(&value["end"]))
}

/// Bookings.
pub fn bookings_table(found: &Json) -> String {
    let rows = found.as_array().into_iter().flatten().map(|view| {
        let booking = &view["booking"];
        vec![
            word(&view["id"]),
            word(&booking["resource"]),
            minute(&booking["span"]["start"]),
            minute(&booking["span"]["end"]),
            word(&booking["cost"]),
            in_words(&word(&booking["status"])),
            in_words(&word(&booking["payment"])),
            word(&booking["cooperative"]),
        ]
    });
    let head = ["booking", "resource", "from", "until", "cost", "state", "money", "for coop"];
    table(&head, &rows.collect::<Vec<_>>())
}

/// A booking, line by line.
pub fn booking_fields(view: &Json) -> Vec<(&'static str, String)> {
    let booking = &view["booking"];
    vec![
        ("booking", word(&view["id"])),
        ("state", in_words(&word(&booking["status"]))),
        ("resource", word(&booking["resource"])),
        ("from", minute(&booking["span"]["start"])),
        ("until", minute(&booking["span"]["end"])),
        ("by", word(&booking["person"])),
        ("for cooperative", word(&booking["cooperative"])),
        ("cost", word(&booking["cost"])),
        ("paid by", paid_by(&booking["paid_by"])),
        ("have decided", word(&booking["approved"])),
        ("money", in_words(&word(&booking["payment"]))),
        ("cancelled free until", moment(&booking["free_until"])),
        ("next", moment(&booking["due"])),
        ("content hash", word(&view["content_hash"])),
    ]
}

/// Who pays: `person`, or shares as they are written.
fn paid_by(value: &Json) -> String {
    match value["Cooperatives"].as_array() {
        Some(shares) => {
            let texts = shares.iter().map(|one| {
                format!("{}={}", word(&one["cooperative"]), share(&one["parts"]).replace(' ', ""))
            });
            texts.collect::<Vec<_>>().join(",")
        }
        None => word(value).to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{report::fields, runtime_calls::decoded_value};
    use icn_primitives::{
        ledger::{CurrencyId, Money},
        resources::{
            Access, Bearer, Booking, BookingId, BookingPayment, BookingStatus, BookingView, Cost,
            PaidBy, Requirements, Resource, ResourceId, ResourceKind, ResourceTerms, ResourceView,
            Share, Span,
        },
        CooperativeId, Did, Hash, SigningKey,
    };
    use serde_json::json;

    fn money() -> Money {
        let currency =
            CurrencyId { issuer: CooperativeId(0), code: "HOURS".parse().unwrap(), decimals: 2 };
        Money { currency, amount: 500 }
    }

    fn ada() -> Did {
        Did::from_key(SigningKey::Sr25519([1; 32]))
    }

    #[test]
    fn a_resource_says_who_when_and_for_how_much() {
        let coops = vec![CooperativeId(0), CooperativeId(2)].try_into().unwrap();
        let bearer = Bearer::Either;
        let terms = ResourceTerms {
            kind: ResourceKind::Vehicle,
            name: b"Van".to_vec().try_into().unwrap(),
            description: Hash::zero(),
            place: b"de/berlin".to_vec().try_into().unwrap(),
            access: Access::Cooperatives(coops),
            cost: Cost::PerHour { price: money(), bearer, cancellation: 1_440 },
            requirements: Requirements { role: None, rules: None },
            windows: vec![Window { from: 480, to: 1_080 }].try_into().unwrap(),
        };
        let resource = Resource {
            owner: CooperativeId(1),
            registrar: ada(),
            key: [0; 32],
            terms,
            closures: vec![Span { start: 60, end: 120 }].try_into().unwrap(),
            version: 0,
            bookings: 0,
            due: None,
        };
        let (view, _) = decoded_value(&ResourceView { id: ResourceId(7), resource });
        let text = fields(&resource_fields(&view));
        for part in [
            "5.00 0:HOURS",
            "owner, 0, 2",
            "1d before",
            "mon 08:00-18:00",
            "1970-01-01T01:00:00Z/1970-01-01T02:00:00Z",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let table = resources_table(&json!({ "found": [view], "next": 7 }));
        assert!(table.contains("Van") && table.contains("shared"), "{table}");
        assert!(table.ends_with("more: --after 7"));
    }

    #[test]
    fn a_booking_says_who_pays_and_what_a_decision_names() {
        let shares = vec![
            Share { cooperative: CooperativeId(0), parts: 600_000 },
            Share { cooperative: CooperativeId(1), parts: 400_000 },
        ];
        let booking = Booking {
            resource: ResourceId(7),
            person: ada(),
            cooperative: CooperativeId(1),
            span: Span { start: 60, end: 120 },
            cost: Some(money()),
            owner: CooperativeId(0),
            paid_by: PaidBy::Cooperatives(shares.try_into().unwrap()),
            free_until: 0,
            key: [0; 32],
            approved: vec![CooperativeId(1)].try_into().unwrap(),
            status: BookingStatus::Proposed,
            payment: BookingPayment::PaidInPart,
            due: None,
        };
        let content_hash = booking.content_hash();
        let id = BookingId(3);
        let (view, _) = decoded_value(&BookingView { id, booking, content_hash });
        let text = fields(&booking_fields(&view));
        for part in
            ["0=60%,1=40%", "paid in part", "1970-01-01T01:00:00Z", &format!("{content_hash:?}")]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(bookings_table(&json!([view])).contains("proposed"));
    }
}
