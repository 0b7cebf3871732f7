//! Cooperatives, members, credentials.

use serde_json::Value;

use crate::rpc::errors::{INVALID_PARAMS, RUNTIME, UNKNOWN_BLOCK};

use super::{
    optional, param, schema::*, Method, Shape, AT, COOPERATIVE, DID, EXAMPLE_DID, EXAMPLE_HASH,
    LIMIT,
};

/// The methods, in the documentation's order.
pub const METHODS: &[Method] = &[
    Method {
        name: "icn_cooperatives",
        summary: "Lists cooperatives by number.",
        params: &[
            optional("from", "Number", "0", "The number to begin with; 0 if left out."),
            LIMIT,
        ],
        result: Shape::One("CooperativePage"),
        errors: &[INVALID_PARAMS, RUNTIME],
    },
    Method {
        name: "icn_cooperative",
        summary: "Shows a cooperative.",
        params: &[COOPERATIVE],
        result: Shape::Maybe("Cooperative"),
        errors: &[INVALID_PARAMS, RUNTIME],
    },
    Method {
        name: "icn_members",
        summary: "Lists a cooperative's members, also those who left, in the order of their DIDs' bytes.",
        params: &[
            COOPERATIVE,
            optional("after", "Did", EXAMPLE_DID, "The last member of the page before."),
            LIMIT,
        ],
        result: Shape::One("MemberPage"),
        errors: &[INVALID_PARAMS, RUNTIME],
    },
    Method {
        name: "icn_memberships",
        summary: "Lists a person's current memberships, the home first.",
        params: &[DID],
        result: Shape::List("Membership"),
        errors: &[INVALID_PARAMS, RUNTIME],
    },
    Method {
        name: "icn_credential",
        summary: "Shows what the chain knows of a credential, and whether it holds.",
        params: &[param("hash", "Hash", EXAMPLE_HASH, "The credential's hash.")],
        result: Shape::Maybe("Credential"),
        errors: &[INVALID_PARAMS, RUNTIME],
    },
    Method {
        name: "icn_credentials",
        summary: "Lists the credentials about somebody.",
        params: &[
            param("subject", "Did", EXAMPLE_DID, "Whom they are about."),
            optional("after", "Hash", EXAMPLE_HASH, "The last credential of the page before."),
            LIMIT,
        ],
        result: Shape::One("CredentialPage"),
        errors: &[INVALID_PARAMS, RUNTIME],
    },
    Method {
        name: "icn_cooperativeOverview",
        summary: "Shows all that a page about a cooperative does: record, seat, treasury, rules, open proposals.",
        params: &[COOPERATIVE, AT],
        result: Shape::Maybe("CooperativeOverview"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_member",
        summary: "Shows all that a page about a member does: memberships, reputation, money, delegations, credentials.",
        params: &[DID, AT],
        result: Shape::Maybe("MemberReport"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
];

/// The schemas that they name.
pub fn schemas() -> Vec<(&'static str, Value)> {
    let membership = || {
        vec![
            ("status", choice(&["Active", "Suspended", "Left", "Expelled"])),
            ("roles", list(choice(&["Member", "Steward", "Treasurer", "Auditor"]))),
            ("skills", list(text())),
            ("term", number()),
            ("joined", one("Moment")),
        ]
    };
    let with = |first: Vec<(&'static str, Value)>, then: Vec<(&'static str, Value)>| {
        object(first.into_iter().chain(then).collect())
    };
    vec![
        (
            "Cooperative",
            object(vec![
                ("id", number()),
                ("did", one("Did")),
                ("legalName", text()),
                ("domain", text()),
                ("status", choice(&["Applicant", "Active", "Suspended", "Withdrawn", "Expelled"])),
                (
                    "rules",
                    object(vec![("recoveryStewards", number()), ("recoveryDelayMs", number())]),
                ),
                ("members", number()),
                ("stewards", number()),
                ("created", number()),
            ]),
        ),
        (
            "CooperativePage",
            object(vec![("cooperatives", list(one("Cooperative"))), ("next", or_null(number()))]),
        ),
        ("Member", with(vec![("did", one("Did"))], membership())),
        (
            "MemberPage",
            object(vec![("members", list(one("Member"))), ("next", or_null(one("Did")))]),
        ),
        ("Membership", with(vec![("cooperative", number()), ("home", flag())], membership())),
        (
            "Credential",
            object(vec![
                ("hash", one("Hash")),
                ("schema", one("Hash")),
                ("issuer", one("Did")),
                ("subject", one("Did")),
                ("issued", one("Moment")),
                ("expires", or_null(one("Moment"))),
                (
                    "revoked",
                    or_null(object(vec![("at", one("Moment")), ("reason", or_null(one("Hash")))])),
                ),
                ("status", choice(&["Valid", "Expired", "Revoked", "IssuerDeactivated"])),
            ]),
        ),
        (
            "CredentialPage",
            object(vec![("credentials", list(one("Credential"))), ("next", or_null(one("Hash")))]),
        ),
        (
            "CooperativeOverview",
            object(vec![
                ("cooperative", one("Cooperative")),
                ("seat", or_null(one("Seat"))),
                ("treasury", one("TreasuryReport")),
                ("governance", one("Governance")),
                ("openProposals", list(one("ProposalSummary"))),
                ("nextProposal", or_null(number())),
            ]),
        ),
        (
            "MemberReport",
            object(vec![
                ("did", one("Did")),
                ("deactivated", flag()),
                ("memberships", list(one("Membership"))),
                ("reputation", or_null(one("Reputation"))),
                ("accounts", one("AccountPage")),
                ("holds", one("HoldPage")),
                ("delegations", list(one("Delegations"))),
                ("credentials", one("CredentialPage")),
            ]),
        ),
    ]
}
