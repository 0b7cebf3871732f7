//! Money.

use serde_json::{json, Value};

use crate::rpc::errors::{INVALID_PARAMS, RUNTIME, UNKNOWN_BLOCK};

use super::{
    optional, param, schema::*, Method, Param, Shape, ACCOUNT_OF, AT, EXAMPLE_DID, EXAMPLE_HASH,
    LIMIT,
};

const EXAMPLE_CURRENCY: &str = r#"{ "issuer": 0, "code": "HOURS", "decimals": 2 }"#;
const CURRENCY: Param = param("currency", "CurrencyId", EXAMPLE_CURRENCY, "The currency.");

/// The methods, in the documentation's order.
pub const METHODS: &[Method] = &[
    Method {
        name: "icn_treasury",
        summary: "Shows all that a page about a treasury does: accounts, holds, issued currencies.",
        params: &[
            param(
                "of",
                "Name",
                "\"federation\"",
                "A cooperative's number or domain, or \"federation\".",
            ),
            AT,
        ],
        result: Shape::Maybe("TreasuryReport"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_currency",
        summary: "Shows a currency and what its books add up to.",
        params: &[CURRENCY, AT],
        result: Shape::Maybe("Currency"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_currencies",
        summary: "Lists the currencies that a cooperative issues, closed ones included.",
        params: &[
            param("cooperative", "Name", "0", "The cooperative's number or domain."),
            optional("after", "CurrencyCode", "\"EUR\"", "The last code of the page before."),
            LIMIT,
            AT,
        ],
        result: Shape::One("CurrencyPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_ledgerAccount",
        summary: "Shows a person's or a treasury's account in one currency.",
        params: &[ACCOUNT_OF, CURRENCY, AT],
        result: Shape::Maybe("LedgerAccount"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_ledgerAccounts",
        summary: "Lists what a person or a treasury has in each currency.",
        params: &[
            ACCOUNT_OF,
            optional(
                "after",
                "CurrencyId",
                EXAMPLE_CURRENCY,
                "The last currency of the page before.",
            ),
            LIMIT,
            AT,
        ],
        result: Shape::One("AccountPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_currencyAccounts",
        summary: "Lists the accounts of a currency.",
        params: &[
            CURRENCY,
            optional("after", "Name", EXAMPLE_DID, "The last account of the page before."),
            LIMIT,
            AT,
        ],
        result: Shape::One("HolderPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_hold",
        summary: "Shows a hold, while it is there.",
        params: &[param("id", "Number", "0", "The hold's number."), AT],
        result: Shape::Maybe("Hold"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_holds",
        summary: "Lists the holds of which a person or a treasury is payer or payee.",
        params: &[
            ACCOUNT_OF,
            optional("after", "Number", "0", "The last hold of the page before."),
            LIMIT,
            AT,
        ],
        result: Shape::One("HoldPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_ledgerAct",
        summary: "Shows what became of an act, by the key that its actor gave it.",
        params: &[
            param(
                "actor",
                "Actor",
                "{ \"decision\": \"federation\" }",
                "Who acted, as holds name it.",
            ),
            param("key", "Hash", EXAMPLE_HASH, "The act's key."),
            AT,
        ],
        result: Shape::Maybe("LedgerAct"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
];

/// The schemas that they name.
pub fn schemas() -> Vec<(&'static str, Value)> {
    let account = || {
        vec![
            ("balance", one("Amount")),
            ("limit", one("Amount")),
            ("held", one("Amount")),
            ("available", one("Amount")),
            ("ownLimit", flag()),
            ("holds", number()),
        ]
    };
    let with = |name: &'static str, schema: &str| {
        object([(name, one(schema))].into_iter().chain(account()).collect())
    };
    let held = |name: &'static str| object(vec![(name, object(vec![("hold", number())]))]);
    vec![
        (
            "CurrencyId",
            object(vec![
                ("issuer", number()),
                ("code", one("CurrencyCode")),
                ("decimals", number()),
            ]),
        ),
        ("CurrencyCode", json!({ "type": "string", "pattern": "^[A-Z][A-Z0-9]{1,7}$" })),
        ("Holder", json!({ "oneOf": [one("Did"), one("Number"), choice(&["federation"])] })),
        (
            "Currency",
            object(vec![
                ("id", one("CurrencyId")),
                ("status", choice(&["Open", "WindingDown", "Closed"])),
                ("defaultLimit", one("Amount")),
                ("givesCredit", flag()),
                ("positive", one("Amount")),
                ("accounts", number()),
                ("held", one("Amount")),
                ("holds", number()),
                ("entries", number()),
                ("head", one("Hash")),
            ]),
        ),
        (
            "CurrencyPage",
            object(vec![
                ("currencies", list(one("Currency"))),
                ("next", or_null(one("CurrencyCode"))),
            ]),
        ),
        ("LedgerAccount", object(account())),
        (
            "AccountPage",
            object(vec![
                ("accounts", list(with("currency", "CurrencyId"))),
                ("next", or_null(one("CurrencyId"))),
            ]),
        ),
        (
            "HolderPage",
            object(vec![
                ("accounts", list(with("account", "Holder"))),
                ("next", or_null(one("Holder"))),
            ]),
        ),
        (
            "Actor",
            json!({ "oneOf": [
                object(vec![("person", one("Did"))]),
                object(vec![("decision", one("Name"))]),
                object(vec![("shard", number())]),
                object(vec![("pallet", text())]),
                choice(&["genesis"]),
            ] }),
        ),
        (
            "Hold",
            object(vec![
                ("id", number()),
                ("payer", one("Holder")),
                ("payee", or_null(one("Holder"))),
                ("currency", one("CurrencyId")),
                ("amount", one("Amount")),
                ("expires", one("Moment")),
                ("actor", one("Actor")),
                ("key", one("Hash")),
                ("reference", or_null(one("Hash"))),
            ]),
        ),
        ("HoldPage", object(vec![("holds", list(one("Hold"))), ("next", or_null(number()))])),
        (
            "LedgerAct",
            object(vec![
                ("request", one("Hash")),
                (
                    "outcome",
                    json!({ "oneOf": [
                        object(vec![(
                            "recorded",
                            object(vec![("currency", one("CurrencyId")), ("entry", number())]),
                        )]),
                        held("held"),
                        object(vec![(
                            "captured",
                            object(vec![
                                ("hold", number()),
                                ("entry", number()),
                                ("payee", one("Holder")),
                                ("amount", one("Amount")),
                            ]),
                        )]),
                        held("released"),
                        held("expired"),
                    ] }),
                ),
                ("at", one("Moment")),
            ]),
        ),
        (
            "TreasuryReport",
            object(vec![
                ("treasury", one("Holder")),
                ("accounts", one("AccountPage")),
                ("holds", one("HoldPage")),
                ("issued", one("CurrencyPage")),
            ]),
        ),
    ]
}
