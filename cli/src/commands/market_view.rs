//! Listings and orders for people.

use serde_json::Value as Json;

use crate::report::{hash, moment, table, word};

/// A page of listings, and how to go on.
pub fn listings_table(page: &Json) -> String {
    let rows = page["listings"].as_array().into_iter().flatten().map(|view| {
        let listing = &view["listing"];
        let terms = &listing["terms"];
        vec![
            word(&view["id"]),
            word(&listing["kind"]).to_lowercase(),
            word(&terms["title"]),
            word(&terms["price"]),
            word(&listing["available"]),
            state(view),
            word(&terms["category"]),
            word(&listing["cooperative"]),
            rating_text(&view["rating"]),
            moment(&terms["expires_at"]),
        ]
    });
    let head = [
        "listing", "kind", "title", "price", "left", "state", "category", "coop", "rating", "until",
    ];
    let text = table(&head, &rows.collect::<Vec<_>>());
    match page["next"].as_str() {
        Some(next) => format!("{text}\n\nmore: --after {next}"),
        None => text,
    }
}

/// Whether a listing can be ordered.
fn state(view: &Json) -> String {
    let state = match view["availability"].as_str() {
        Some("Available") => "available",
        Some("SoldOut") => "sold out",
        Some("Withdrawn") => "withdrawn",
        Some("Expired") => "expired",
        _ => return word(&view["availability"]),
    };
    match view["owner_active"].as_bool() {
        Some(false) => format!("{state}, its owner has left"),
        _ => state.into(),
    }
}

/// A listing, line by line.
pub fn listing_fields(view: &Json) -> Vec<(&'static str, String)> {
    let listing = &view["listing"];
    let terms = &listing["terms"];
    vec![
        ("listing", word(&view["id"])),
        ("title", word(&terms["title"])),
        ("kind", word(&listing["kind"]).to_lowercase()),
        ("state", state(view)),
        ("price of one", word(&terms["price"])),
        ("can be ordered", word(&listing["available"])),
        ("kept for orders", word(&listing["reserved"])),
        ("delivered", word(&listing["traded"])),
        ("category", word(&terms["category"])),
        ("description", hash(&terms["description"])),
        ("for members of", word(&terms["visibility"]).to_lowercase()),
        ("until", moment(&terms["expires_at"])),
        ("owner", word(&listing["owner"])),
        ("of cooperative", word(&listing["cooperative"])),
        ("rating", rating_text(&view["rating"])),
        ("version", word(&listing["version"])),
        ("created", moment(&listing["created_at"])),
    ]
}

/// The average of somebody's stars: `4.5 of 5 (12)`.
pub fn rating_text(rating: &Json) -> String {
    let (stars, count) = (rating["stars"].as_u64(), rating["count"].as_u64());
    match (stars, count) {
        (Some(stars), Some(count)) if count > 0 => {
            let tenths = (u128::from(stars) * 20 / u128::from(count)).div_ceil(2);
            format!("{}.{} of 5 ({count})", tenths / 10, tenths % 10)
        }
        _ => "–".into(),
    }
}

/// Orders; `who` is the party whose side is told.
pub fn orders_table(orders: &[Json], who: Option<&str>) -> String {
    let rows = orders.iter().map(|order| {
        let mut row = vec![word(&order["id"]), word(&order["listing"])];
        if let Some(who) = who {
            row.push(if order["buyer"] == who { "buys" } else { "sells" }.into());
        }
        row.extend([
            word(&order["quantity"]),
            word(&order["total"]),
            stage(order),
            money_state(&order["hold"]),
            moment(&order["due"]),
        ]);
        row
    });
    let mut head = vec!["order", "listing", "quantity", "total", "stage", "money", "due"];
    if who.is_some() {
        head.insert(2, "side");
    }
    table(&head, &rows.collect::<Vec<_>>())
}

/// Where an order stands.
fn stage(order: &Json) -> String {
    let stage = &order["stage"];
    if let Some(reason) = stage.get("Cancelled") {
        return format!("cancelled: {}", in_words(&word(reason)));
    }
    match stage.get("Resolved") {
        Some(resolved) => {
            let mut part = order["total"].clone();
            part["amount"] = match resolved.get("to_seller") {
                Some(units) => units.clone(),
                None => resolved.clone(),
            };
            format!("resolved: {} to the seller", word(&part))
        }
        None => in_words(&word(stage)),
    }
}

/// Where the money of an order is.
fn money_state(hold: &Json) -> String {
    match hold.as_object().and_then(|one| one.iter().next()) {
        None => in_words(&word(hold)),
        Some((name, what)) => match name.as_str() {
            "Refused" => format!("refused: {}", word(what)),
            "Captured" => "paid".into(),
            "Ending" => "on its way".into(),
            name => in_words(name),
        },
    }
}

/// A name of the chain in words: `NotDelivered` as `not delivered`.
pub fn in_words(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

/// An order, line by line.
pub fn order_fields(order: &Json) -> Vec<(&'static str, String)> {
    let side = |name: &str| {
        let cooperative = word(&order[format!("{name}_cooperative")]);
        format!("{} (cooperative {cooperative})", word(&order[name]))
    };
    let stars = |name: &str| word(&order[name]["stars"]);
    vec![
        ("order", word(&order["id"])),
        ("stage", stage(order)),
        ("money", money_state(&order["hold"])),
        ("listing", format!("{} (version {})", word(&order["listing"]), word(&order["version"]))),
        ("quantity", word(&order["quantity"])),
        ("total", word(&order["total"])),
        ("buyer", side("buyer")),
        ("seller", side("seller")),
        ("paid to", word(&order["payee"])),
        ("placed", moment(&order["placed_at"])),
        ("due", moment(&order["due"])),
        ("kept until", moment(&order["hold_expires_at"])),
        ("dispute by", word(&order["dispute"]["by"]).to_lowercase()),
        ("its reasons", word(&order["dispute"]["reasons"])),
        ("stars for the seller", stars("rating_of_seller")),
        ("stars for the buyer", stars("rating_of_buyer")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{report::fields, runtime_calls::decoded_value};
    use icn_primitives::{
        ledger::{CurrencyId, LedgerAccount, Money},
        marketplace::{
            Dispute, HoldState, ListingId, ListingKind, Order, OrderTimeouts, Reason, Side, Stage,
        },
        CooperativeId, Did, Hash, SigningKey,
    };
    use serde_json::json;

    fn order(stage: Stage, hold: HoldState) -> Json {
        let currency =
            CurrencyId { issuer: CooperativeId(0), code: "HOURS".parse().unwrap(), decimals: 2 };
        let seller = Did::from_key(SigningKey::Sr25519([2; 32]));
        let order = Order {
            listing: ListingId(3),
            version: 1,
            kind: ListingKind::Offer,
            buyer: Did::from_key(SigningKey::Sr25519([1; 32])),
            buyer_cooperative: CooperativeId(0),
            seller,
            seller_cooperative: CooperativeId(1),
            payee: LedgerAccount::Person(seller),
            quantity: 2,
            total: Money { currency, amount: 600 },
            key: [0; 32],
            placed_at: 1_000,
            timeouts: OrderTimeouts {
                consent: 1,
                funding: 1,
                acceptance: 1,
                delivery: 1,
                confirmation: 1,
                dispute: 1,
            },
            stage,
            hold,
            hold_expires_at: None,
            due: Some(60_000),
            reserved: true,
            accepted: true,
            delivered: false,
            dispute: Some(Dispute { by: Side::Buyer, reasons: Hash::repeat_byte(1) }),
            rating_of_seller: None,
            rating_of_buyer: None,
        };
        let (mut json, _) = decoded_value(&order);
        json["id"] = 7.into();
        json
    }

    #[test]
    fn an_order_says_where_it_stands_and_where_its_money_is() {
        let refused = HoldState::Refused(b"LimitExceeded".to_vec().try_into().unwrap());
        for (stage, hold, of_stage, of_money) in [
            (Stage::Funded, HoldState::Held, "funded", "held"),
            (
                Stage::Cancelled(Reason::FundsRefused),
                refused,
                "cancelled: funds refused",
                "refused: LimitExceeded",
            ),
            (
                Stage::Resolved { to_seller: 250 },
                HoldState::Captured(250),
                "resolved: 2.50 0:HOURS to the seller",
                "paid",
            ),
            (Stage::Unpaid, HoldState::Lapsed, "unpaid", "lapsed"),
        ] {
            let order = order(stage, hold);
            let text = fields(&order_fields(&order));
            assert!(text.contains(&format!("stage                 {of_stage}\n")), "{text}");
            assert!(text.contains(&format!("money                 {of_money}\n")), "{text}");
            let who = word(&order["buyer"]);
            let table = orders_table(&[order], Some(&who));
            for part in ["SIDE", "buys", "6.00 0:HOURS", of_stage, "1970-01-01T00:01:00Z"] {
                assert!(table.contains(part), "{table}");
            }
        }
        assert!(!orders_table(&[order(Stage::Placed, HoldState::Asked)], None).contains("SIDE"));
    }

    #[test]
    fn a_page_of_listings_says_how_to_go_on() {
        let hours = json!({ "issuer": 0, "code": "HOURS", "decimals": 2 });
        let view = json!({
            "id": 3,
            "listing": {
                "kind": "Offer", "available": 10, "cooperative": 2,
                "terms": {
                    "title": "Ten loaves", "category": "bread", "expires_at": 0,
                    "price": { "currency": hours, "amount": 300 },
                },
            },
            "availability": "SoldOut",
            "owner_active": false,
            "rating": { "stars": 9, "count": 2 },
        });
        let text = listings_table(&json!({ "listings": [view], "next": "newest:3" }));
        for part in ["Ten loaves", "3.00 0:HOURS", "sold out, its owner has left", "4.5 of 5 (2)"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(text.ends_with("more: --after newest:3"));
        assert!(!listings_table(&json!({ "listings": [], "next": null })).contains("more"));
    }

    #[test]
    fn an_average_has_one_digit_behind_the_point() {
        for (stars, count, text) in
            [(0, 0, "–"), (5, 1, "5.0 of 5 (1)"), (14, 3, "4.7 of 5 (3)"), (13, 3, "4.3 of 5 (3)")]
        {
            assert_eq!(rating_text(&json!({ "stars": stars, "count": count })), text);
        }
    }
}
