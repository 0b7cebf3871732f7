//! What cooperatives exchange, and payments that are made together.

use serde_json::{json, Value};

use crate::rpc::errors::{INVALID_PARAMS, RUNTIME, UNKNOWN_BLOCK};

use super::{optional, param, schema::*, Method, Shape, AT, LIMIT};

/// The methods, in the documentation's order.
pub const METHODS: &[Method] = &[
    Method {
        name: "icn_exchange",
        summary: "Shows all that a page about an exchange does: an agreement, labour or aid, who has decided, its payments.",
        params: &[param("id", "Number", "0", "The exchange's number."), AT],
        result: Shape::Maybe("ExchangeOverview"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_exchanges",
        summary: "Lists exchanges by number: all, those of a kind that aren't final, or somebody's.",
        params: &[
            optional(
                "filter",
                "ExchangeFilter",
                "\"aid\"",
                "A kind, for those of it that aren't final; a DID or a cooperative's number, for theirs; all if left out.",
            ),
            optional("after", "Number", "0", "The last exchange of the page before."),
            LIMIT,
            AT,
        ],
        result: Shape::One("ExchangePage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
];

/// The schemas that they name.
pub fn schemas() -> Vec<(&'static str, Value)> {
    let paid = |payer: Value| {
        vec![
            ("payer", payer),
            ("payee", one("Holder")),
            ("currency", one("CurrencyId")),
            ("amount", one("Amount")),
        ]
    };
    let payment_stages = [
        "waiting",
        "asked",
        "held",
        "refused",
        "capturing",
        "captured",
        "unpaid",
        "releasing",
        "released",
    ];
    let payment = [paid(one("Holder")), vec![("stage", choice(&payment_stages))]].concat();
    vec![
        ("ExchangeKind", choice(&["resources", "investment", "labour", "aid"])),
        ("ExchangeFilter", json!({ "oneOf": [one("ExchangeKind"), one("Did"), one("Number")] })),
        ("Exchange", exchange(object(paid(number())))),
        (
            "ExchangeOverview",
            object(vec![("exchange", one("Exchange")), ("settlement", or_null(one("Settlement")))]),
        ),
        (
            "ExchangePage",
            object(vec![("exchanges", list(one("Exchange"))), ("next", or_null(number()))]),
        ),
        (
            "Settlement",
            object(vec![
                ("number", number()),
                ("stage", choice(&["holding", "held", "capturing", "releasing"])),
                ("payments", list(object(payment))),
                ("holdBy", one("Moment")),
                ("captureBy", one("Moment")),
                ("expires", one("Moment")),
                ("reference", one("Hash")),
                ("due", or_null(one("Moment"))),
            ]),
        ),
    ]
}

fn exchange(transfer: Value) -> Value {
    object(vec![
        ("id", number()),
        ("kind", one("ExchangeKind")),
        ("proposer", one("Did")),
        ("key", one("Hash")),
        ("cooperatives", list(number())),
        ("transfers", list(transfer)),
        ("minutes", or_null(number())),
        ("terms", one("Hash")),
        ("recorded", one("Moment")),
        ("deadline", one("Moment")),
        (
            "status",
            choice(&[
                "proposed",
                "approved",
                "executed",
                "partlyExecuted",
                "failed",
                "recorded",
                "confirmed",
                "requested",
                "offered",
                "fulfilled",
                "declined",
                "withdrawn",
                "expired",
            ]),
        ),
        ("approved", list(number())),
        ("undecided", list(number())),
        ("offer", or_null(object(vec![("helper", one("Did")), ("terms", one("Hash"))]))),
        ("due", or_null(one("Moment"))),
        ("contentHash", one("Hash")),
    ])
}
