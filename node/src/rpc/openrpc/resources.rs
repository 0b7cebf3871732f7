//! Shared resources and their bookings.

use serde_json::{json, Value};

use crate::rpc::errors::{INVALID_PARAMS, RUNTIME, UNKNOWN_BLOCK};

use super::{optional, param, schema::*, Method, Param, Shape, AT, EXAMPLE_DID, LIMIT};

const RESOURCE: Param = param("id", "Number", "0", "The resource's number.");
const FROM: Param = optional(
    "from",
    "Moment",
    "0",
    "Bookings that end after this moment; all that are remembered if left out.",
);

/// The methods, in the documentation's order.
pub const METHODS: &[Method] = &[
    Method {
        name: "icn_resource",
        summary: "Shows all that a page about a resource does: terms, when it can be used, when it is booked.",
        params: &[RESOURCE, FROM, AT],
        result: Shape::Maybe("ResourceOverview"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_resources",
        summary: "Searches the resources that aren't retired: by kind, owner, place, a free time, who may use them.",
        params: &[
            optional(
                "query",
                "ResourceQuery",
                "{ \"kind\": \"machine\", \"place\": \"de/berlin\", \"free\": { \"from\": 1800000000000, \"to\": 1800003600000 } }",
                "What is searched for; every resource if left out.",
            ),
            optional("after", "Number", "0", "What \"next\" of the page before said."),
            LIMIT,
            AT,
        ],
        result: Shape::One("ResourcePage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_resourceBookings",
        summary: "Lists the bookings of a resource by time, without those that came to nothing.",
        params: &[Param { name: "resource", ..RESOURCE }, FROM, LIMIT, AT],
        result: Shape::One("BookingPageByTime"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_booking",
        summary: "Shows all that a page about a booking does: time, cost, who pays, who has decided, its resource, its payments.",
        params: &[param("id", "Number", "0", "The booking's number."), AT],
        result: Shape::Maybe("BookingOverview"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_bookings",
        summary: "Lists what a person has booked, or what a cooperative pays, by number.",
        params: &[
            param("of", "PartyName", EXAMPLE_DID, "A DID, or a cooperative's number."),
            optional("after", "Number", "0", "The last booking of the page before."),
            LIMIT,
            AT,
        ],
        result: Shape::One("BookingPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
];

/// The schemas that they name.
pub fn schemas() -> Vec<(&'static str, Value)> {
    let page = |next: Value| object(vec![("bookings", list(one("Booking"))), ("next", next)]);
    vec![
        ("PartyName", json!({ "oneOf": [one("Did"), one("Number")] })),
        (
            "ResourceKind",
            choice(&["space", "vehicle", "tool", "machine", "land", "computing", "other"]),
        ),
        ("Span", object(vec![("from", one("Moment")), ("to", one("Moment"))])),
        (
            "ResourceQuery",
            partly(
                &[],
                object(vec![
                    ("kind", one("ResourceKind")),
                    ("owner", number()),
                    ("place", text()),
                    ("free", one("Span")),
                    ("usableBy", number()),
                ]),
            ),
        ),
        ("Resource", resource()),
        (
            "ResourceOverview",
            object(vec![("resource", one("Resource")), ("bookings", one("BookingPageByTime"))]),
        ),
        (
            "ResourcePage",
            object(vec![("resources", list(one("Resource"))), ("next", or_null(number()))]),
        ),
        ("Booking", booking()),
        (
            "BookingOverview",
            object(vec![
                ("booking", one("Booking")),
                ("resource", or_null(one("Resource"))),
                ("settlement", or_null(one("Settlement"))),
            ]),
        ),
        ("BookingPage", page(or_null(number()))),
        ("BookingPageByTime", page(or_null(one("Moment")))),
    ]
}

fn resource() -> Value {
    let access = json!({ "oneOf": [
        choice(&["owner", "federation"]),
        object(vec![("cooperatives", list(number()))]),
    ] });
    let cost = object(vec![
        ("perHour", one("Money")),
        ("bearer", choice(&["person", "cooperatives", "either"])),
        ("cancellationMs", number()),
    ]);
    object(vec![
        ("id", number()),
        ("owner", number()),
        ("registrar", one("Did")),
        ("key", one("Hash")),
        ("kind", one("ResourceKind")),
        ("name", text()),
        ("description", one("Hash")),
        ("place", text()),
        ("access", access),
        ("cost", or_null(cost)),
        ("requirements", object(vec![("role", or_null(text())), ("rules", or_null(one("Hash")))])),
        (
            "windows",
            json!({
                "type": "array",
                "items": object(vec![("from", number()), ("to", number())]),
                "description": "In minutes of a week from Monday 0:00 UTC.",
            }),
        ),
        ("closures", list(one("Span"))),
        ("version", number()),
        ("bookings", number()),
        ("due", or_null(one("Moment"))),
    ])
}

fn booking() -> Value {
    object(vec![
        ("id", number()),
        ("resource", number()),
        ("person", one("Did")),
        ("cooperative", number()),
        ("from", one("Moment")),
        ("to", one("Moment")),
        ("cost", or_null(one("Money"))),
        ("owner", number()),
        ("shares", list(object(vec![("cooperative", number()), ("share", one("Share"))]))),
        ("freeUntil", one("Moment")),
        ("key", one("Hash")),
        ("approved", list(number())),
        (
            "status",
            choice(&[
                "proposed",
                "reserved",
                "confirmed",
                "running",
                "completed",
                "cancelled",
                "declined",
                "lapsed",
            ]),
        ),
        (
            "payment",
            choice(&[
                "none",
                "asked",
                "held",
                "paying",
                "paid",
                "paidInPart",
                "returning",
                "returned",
            ]),
        ),
        ("due", or_null(one("Moment"))),
        ("contentHash", one("Hash")),
    ])
}
