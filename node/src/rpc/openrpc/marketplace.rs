//! Listings and orders.

use serde_json::{json, Value};

use crate::rpc::{
    errors::{INVALID_PARAMS, RUNTIME, UNKNOWN_BLOCK},
    marketplace::MAX_VIEWERS,
};

use super::{optional, param, schema::*, Method, Param, Shape, AT, DID, LIMIT};

const VIEWER: Param = optional(
    "viewer",
    "Viewer",
    "[0, 1]",
    "The cooperatives for whose members one looks: what is for theirs alone is shown with it.",
);

/// The methods, in the documentation's order.
pub const METHODS: &[Method] = &[
    Method {
        name: "icn_listing",
        summary: "Shows all that a page about a listing does: terms, what is left, its owner's rating.",
        params: &[param("id", "Number", "0", "The listing's number."), VIEWER, AT],
        result: Shape::Maybe("Listing"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_listings",
        summary: "Searches the listings: by words of the title, kind, category, cooperative, owner, price, availability.",
        params: &[
            optional(
                "query",
                "ListingQuery",
                "{ \"text\": \"rye br\", \"kind\": \"offer\", \"price\": { \"currency\": { \"issuer\": 0, \"code\": \"HOURS\", \"decimals\": 2 }, \"max\": \"500\" } }",
                "What is searched for; every listing, the newest first, if left out.",
            ),
            VIEWER,
            optional(
                "after",
                "Bytes",
                "\"0x000000000000000000\"",
                "What \"next\" of the page before said, for the same query.",
            ),
            LIMIT,
            AT,
        ],
        result: Shape::One("ListingPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_order",
        summary: "Shows all that a page about an order does: stage, money, listing, ratings.",
        params: &[param("id", "Number", "0", "The order's number."), AT],
        result: Shape::Maybe("OrderOverview"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_orders",
        summary: "Lists the orders in which somebody buys or sells, the newest first.",
        params: &[
            Param { name: "party", ..DID },
            optional("before", "Number", "0", "The last order of the page before."),
            LIMIT,
            AT,
        ],
        result: Shape::One("OrderPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_disputes",
        summary: "Lists the orders about which a decision is waited for, the oldest first.",
        params: &[
            optional("after", "Number", "0", "The last order of the page before."),
            LIMIT,
            AT,
        ],
        result: Shape::One("OrderPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
];

/// The schemas that they name.
pub fn schemas() -> Vec<(&'static str, Value)> {
    let amount = || or_null(one("Amount"));
    vec![
        ("Viewer", json!({ "type": "array", "items": number(), "maxItems": MAX_VIEWERS })),
        ("ListingKind", choice(&["offer", "want"])),
        ("ListingAvailability", choice(&["available", "soldOut", "withdrawn", "expired"])),
        (
            "ListingQuery",
            partly(
                &[],
                object(vec![
                    ("kind", one("ListingKind")),
                    ("category", text()),
                    ("cooperative", number()),
                    ("owner", one("Did")),
                    (
                        "price",
                        partly(
                            &["currency"],
                            object(vec![
                                ("currency", one("CurrencyId")),
                                ("min", one("Amount")),
                                ("max", one("Amount")),
                            ]),
                        ),
                    ),
                    ("text", text()),
                    ("availability", one("ListingAvailability")),
                ]),
            ),
        ),
        ("RatingSum", object(vec![("stars", number()), ("count", number())])),
        ("Listing", listing()),
        (
            "ListingPage",
            object(vec![("listings", list(one("Listing"))), ("next", or_null(one("Bytes")))]),
        ),
        (
            "HoldOfOrder",
            object(vec![
                (
                    "state",
                    choice(&[
                        "none", "asked", "held", "refused", "ending", "captured", "released",
                        "lapsed",
                    ]),
                ),
                ("error", or_null(text())),
                ("toSeller", amount()),
                ("failures", number()),
                ("expires", or_null(one("Moment"))),
            ]),
        ),
        ("Rating", object(vec![("stars", number()), ("comment", or_null(one("Hash")))])),
        ("MarketOrder", order()),
        (
            "OrderOverview",
            object(vec![
                ("order", one("MarketOrder")),
                ("listing", or_null(one("Listing"))),
                ("buyerRating", one("RatingSum")),
                ("sellerRating", one("RatingSum")),
            ]),
        ),
        (
            "OrderPage",
            object(vec![("orders", list(one("MarketOrder"))), ("next", or_null(number()))]),
        ),
    ]
}

fn listing() -> Value {
    object(vec![
        ("id", number()),
        ("owner", one("Did")),
        ("cooperative", number()),
        ("kind", one("ListingKind")),
        ("title", text()),
        ("description", one("Hash")),
        ("category", text()),
        ("price", one("Money")),
        ("visibility", choice(&["cooperative", "federation"])),
        ("expires", one("Moment")),
        ("version", number()),
        ("status", choice(&["open", "withdrawn", "expired"])),
        ("availability", one("ListingAvailability")),
        ("ownerActive", flag()),
        ("available", number()),
        ("reserved", number()),
        ("traded", number()),
        ("orders", number()),
        ("created", one("Moment")),
        ("due", one("Moment")),
        ("key", one("Hash")),
        ("rating", one("RatingSum")),
    ])
}

fn order() -> Value {
    let side = || choice(&["buyer", "seller"]);
    let waits = ["consent", "funding", "acceptance", "delivery", "confirmation", "dispute"];
    object(vec![
        ("id", number()),
        ("listing", number()),
        ("version", number()),
        ("kind", one("ListingKind")),
        ("buyer", one("Did")),
        ("buyerCooperative", number()),
        ("seller", one("Did")),
        ("sellerCooperative", number()),
        ("payee", one("Holder")),
        ("quantity", number()),
        ("total", one("Money")),
        ("key", one("Hash")),
        ("placed", one("Moment")),
        ("timeouts", object(waits.map(|wait| (wait, number())).to_vec())),
        (
            "stage",
            choice(&[
                "proposed",
                "placed",
                "funded",
                "accepted",
                "delivered",
                "disputed",
                "completed",
                "cancelled",
                "resolved",
                "unpaid",
            ]),
        ),
        (
            "reason",
            or_null(choice(&[
                "byBuyer",
                "bySeller",
                "notConsented",
                "fundsRefused",
                "notFunded",
                "notAccepted",
                "notDelivered",
                "undecided",
            ])),
        ),
        ("resolvedToSeller", or_null(one("Amount"))),
        ("hold", one("HoldOfOrder")),
        ("due", or_null(one("Moment"))),
        ("reserved", flag()),
        ("accepted", flag()),
        ("delivered", flag()),
        ("dispute", or_null(object(vec![("by", side()), ("reasons", one("Hash"))]))),
        ("ratingOfSeller", or_null(one("Rating"))),
        ("ratingOfBuyer", or_null(one("Rating"))),
    ])
}
