//! What people and organisations are known for.

use icn_primitives::reputation::{Act, Category};
use serde_json::{json, Value};

use crate::rpc::errors::{INVALID_PARAMS, RUNTIME, UNKNOWN_BLOCK};

use super::{optional, schema::*, Method, Param, Shape, AT, DID, EXAMPLE_DID, LIMIT};

const CATEGORY: Param = optional(
    "category",
    "Category",
    "\"voting\"",
    "The category; if left out or null, all of them, and in rankings the total.",
);

/// The methods, in the documentation's order.
pub const METHODS: &[Method] = &[
    Method {
        name: "icn_reputation",
        summary: "Shows somebody's scores in all categories, the total and the voting power.",
        params: &[DID, AT],
        result: Shape::Maybe("Reputation"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_reputationRanking",
        summary: "Ranks by a category or by the total, the highest score first.",
        params: &[
            CATEGORY,
            optional("after", "Did", EXAMPLE_DID, "The last one of the page before."),
            LIMIT,
            AT,
        ],
        result: Shape::One("Ranking"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_reputationHistory",
        summary: "Lists somebody's days with events, the oldest first; the last 90 days are kept.",
        params: &[
            DID,
            CATEGORY,
            optional("from", "Number", "0", "The day to begin with, since the Unix epoch."),
            LIMIT,
            AT,
        ],
        result: Shape::One("ReputationHistory"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_reputationStatistics",
        summary: "Shows the federation's reputation as a whole, with the ten highest totals.",
        params: &[AT],
        result: Shape::One("ReputationStatistics"),
        errors: &[UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_reputationRules",
        summary: "Shows weight, decay and limits of each category, and what sources may give.",
        params: &[AT],
        result: Shape::One("ReputationRules"),
        errors: &[UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_attestors",
        summary: "Lists the attestors with the categories in which they give.",
        params: &[AT],
        result: Shape::List("Attestor"),
        errors: &[UNKNOWN_BLOCK, RUNTIME],
    },
];

/// The schemas that they name.
pub fn schemas() -> Vec<(&'static str, Value)> {
    let ranked =
        || list(object(vec![("place", number()), ("did", one("Did")), ("score", one("Decimal"))]));
    let source = json!({ "oneOf": [
        object(vec![("act", json!({ "enum": Act::ALL }))]),
        object(vec![("attestor", one("Did"))]),
    ] });
    vec![
        ("Category", choice(&Category::ALL.map(Category::name))),
        (
            "Reputation",
            object(vec![
                ("did", one("Did")),
                (
                    "categories",
                    list(object(vec![
                        ("category", one("Category")),
                        ("score", one("Decimal")),
                        ("events", number()),
                    ])),
                ),
                ("total", one("Decimal")),
                ("votingPower", one("Decimal")),
            ]),
        ),
        (
            "Ranking",
            object(vec![
                ("subjects", number()),
                ("entries", ranked()),
                ("next", or_null(one("Did"))),
            ]),
        ),
        (
            "ReputationHistory",
            object(vec![
                (
                    "days",
                    list(object(vec![
                        ("day", number()),
                        ("began", one("Moment")),
                        (
                            "categories",
                            list(object(vec![
                                ("category", one("Category")),
                                ("given", one("Decimal")),
                                ("taken", one("Decimal")),
                                ("events", number()),
                                ("value", one("Decimal")),
                            ])),
                        ),
                        (
                            "sources",
                            list(object(vec![("source", source), ("score", one("Decimal"))])),
                        ),
                    ])),
                ),
                ("next", or_null(number())),
            ]),
        ),
        (
            "ReputationStatistics",
            object(vec![
                ("subjects", number()),
                ("events", number()),
                (
                    "categories",
                    list(object(vec![
                        ("category", one("Category")),
                        ("events", number()),
                        ("average", one("Decimal")),
                    ])),
                ),
                ("top", ranked()),
            ]),
        ),
        (
            "ReputationRules",
            object(vec![
                (
                    "categories",
                    list(object(vec![
                        ("category", one("Category")),
                        ("weight", one("Decimal")),
                        ("decayPerDay", one("Decimal")),
                        ("minimum", one("Decimal")),
                        ("maximum", or_null(one("Decimal"))),
                    ])),
                ),
                ("actBound", one("Decimal")),
                ("attestorBound", one("Decimal")),
                ("participation", one("Decimal")),
            ]),
        ),
        ("Attestor", object(vec![("did", one("Did")), ("categories", list(one("Category")))])),
    ]
}
