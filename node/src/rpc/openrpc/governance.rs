//! How cooperatives and the federation decide.

use icn_primitives::governance::Stage;
use serde_json::{json, Value};

use crate::rpc::errors::{INVALID_PARAMS, RUNTIME, UNKNOWN_BLOCK};

use super::{optional, param, schema::*, Method, Param, Shape, AT, BODY, DID, EXAMPLE_DID, LIMIT};

const PROPOSAL: Param = param("proposal", "Number", "0", "The proposal's number.");
const IN: Param = param("cooperative", "Name", "0", "The cooperative's number or domain.");
const FROM: Param = optional("from", "Number", "0", "The number to begin with; 0 if left out.");
const AFTER_DID: Param =
    optional("after", "Did", EXAMPLE_DID, "The last member of the page before.");
const EXAMPLE_TEXT: &str = "\"bylaws\"";

/// The methods, in the documentation's order.
pub const METHODS: &[Method] = &[
    Method {
        name: "icn_proposal",
        summary: "Shows all that a page about a proposal does: stage, terms, tallies and what they come to.",
        params: &[param("id", "Number", "0", "The proposal's number."), AT],
        result: Shape::Maybe("Proposal"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_proposals",
        summary: "Lists proposals by number.",
        params: &[
            optional(
                "filter",
                "Name",
                "\"open\"",
                "\"open\": those that aren't final; \"federation\": the federation's and joint ones; \
                 a cooperative's number or domain: its internal ones; \"all\" if left out.",
            ),
            FROM,
            LIMIT,
            AT,
        ],
        result: Shape::One("ProposalPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_ballot",
        summary: "Shows how a member's vote counts in a cooperative.",
        params: &[PROPOSAL, IN, DID, AT],
        result: Shape::Maybe("Ballot"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_ballots",
        summary: "Lists the ballots of a cooperative's members, with their objections.",
        params: &[PROPOSAL, IN, AFTER_DID, LIMIT, AT],
        result: Shape::One("BallotPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_objections",
        summary: "Lists the objections that stand in a cooperative.",
        params: &[PROPOSAL, IN, AFTER_DID, LIMIT, AT],
        result: Shape::One("ObjectionPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_governance",
        summary: "Shows how a cooperative or the federation decides: rules, parameters, metrics.",
        params: &[BODY, AT],
        result: Shape::Maybe("Governance"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_delegations",
        summary: "Shows whom a member lets vote, and for how many the member votes.",
        params: &[IN, DID, AT],
        result: Shape::Maybe("Delegations"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_texts",
        summary: "Lists the texts that a cooperative or the federation has adopted.",
        params: &[
            BODY,
            optional("after", "Text", EXAMPLE_TEXT, "The last name of the page before."),
            LIMIT,
            AT,
        ],
        result: Shape::One("TextPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_textVersions",
        summary: "Shows the versions of an adopted text, the newest first; at most 16 at a time.",
        params: &[
            param(
                "body",
                "Name",
                "\"federation\"",
                "A cooperative's number or domain, or \"federation\".",
            ),
            param("name", "Text", EXAMPLE_TEXT, "The text's name."),
            optional("from", "Number", "3", "The version to begin with; the newest if left out."),
            LIMIT,
            AT,
        ],
        result: Shape::One("TextVersionPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
    Method {
        name: "icn_polls",
        summary: "Lists polls by number.",
        params: &[FROM, LIMIT, AT],
        result: Shape::One("PollPage"),
        errors: &[INVALID_PARAMS, UNKNOWN_BLOCK, RUNTIME],
    },
];

/// The fields of a proposal in a list.
fn summary() -> Vec<(&'static str, Value)> {
    vec![
        ("id", number()),
        ("title", text()),
        ("body", one("Body")),
        ("kind", one("DecisionKind")),
        ("stage", one("Stage")),
        ("proposer", one("Did")),
        ("sponsor", number()),
        ("created", one("Moment")),
        ("opened", or_null(one("Moment"))),
        ("due", or_null(one("Moment"))),
        ("pruned", flag()),
        ("callName", or_null(text())),
    ]
}

/// The fields of a proposal on its own page.
fn proposal() -> Vec<(&'static str, Value)> {
    let own = vec![
        ("content", one("Hash")),
        ("terms", one("Terms")),
        ("cosigners", list(one("Did"))),
        ("tallies", list(one("Tally"))),
        ("count", or_null(one("Count"))),
        ("vetoes", list(object(vec![("cooperative", number()), ("did", one("Did"))]))),
        ("call", or_null(object(vec![("hash", one("Hash")), ("bytes", one("Bytes"))]))),
        ("error", or_null(text())),
    ];
    summary().into_iter().chain(own).collect()
}

/// How long each stage lasts.
fn periods() -> Vec<(&'static str, Value)> {
    vec![
        ("deliberationMs", number()),
        ("votingMs", number()),
        ("resolutionMs", number()),
        ("timelockMs", number()),
    ]
}

/// The schemas that they name.
pub fn schemas() -> Vec<(&'static str, Value)> {
    let page = |name: &'static str, schema: &str, next: Value| {
        object(vec![(name, list(one(schema))), ("next", or_null(next))])
    };
    vec![
        ("Text", json!({ "type": "string", "maxLength": 64 })),
        ("Stage", json!({ "enum": Stage::ALL })),
        ("DecisionKind", choice(&["Standard", "Budget", "Bylaw", "Constitution"])),
        (
            "Model",
            choice(&["Majority", "Supermajority", "Consensus", "ConsensusMinusOne", "Consent"]),
        ),
        ("Fallback", choice(&["Reject", "Majority", "Supermajority", "ConsensusMinusOne"])),
        ("VotingPower", choice(&["Equal", "Reputation"])),
        (
            "Body",
            json!({ "oneOf": [
                object(vec![("cooperative", number())]),
                object(vec![("joint", list(number()))]),
                choice(&["federation"]),
            ] }),
        ),
        ("ProposalSummary", object(summary())),
        ("ProposalPage", page("proposals", "ProposalSummary", number())),
        ("Proposal", object(proposal())),
        (
            "Terms",
            object(
                vec![
                    ("threshold", one("Share")),
                    ("supermajority", one("Share")),
                    ("membersQuorum", one("Share")),
                    ("cooperativesQuorum", one("Share")),
                    ("cooperativesModel", one("Model")),
                    ("cosigners", number()),
                    ("vetoes", number()),
                ]
                .into_iter()
                .chain(periods())
                .collect(),
            ),
        ),
        (
            "Tally",
            object(vec![
                ("cooperative", number()),
                ("takesPart", flag()),
                ("model", one("Model")),
                ("fallback", one("Fallback")),
                ("power", one("VotingPower")),
                ("delegation", flag()),
                ("electorate", number()),
                ("approving", number()),
                ("rejecting", number()),
                ("abstaining", number()),
                ("objections", number()),
                ("approve", one("Decimal")),
                ("reject", one("Decimal")),
                ("abstain", one("Decimal")),
                ("voted", number()),
                ("participation", or_null(one("Share"))),
                ("quorum", one("Share")),
                ("quorumHeads", number()),
                ("quorate", flag()),
                ("approval", or_null(one("Share"))),
                ("approvalNeeded", one("Share")),
                ("verdict", choice(&["For", "Against", "Neither", "Absent", "Objected"])),
            ]),
        ),
        (
            "Count",
            object(vec![
                ("result", choice(&["Passed", "Refused", "TooFew", "Objected"])),
                ("quorate", flag()),
                ("participation", one("Share")),
                ("for", number()),
                ("against", number()),
                ("neither", number()),
                ("absent", number()),
                ("objected", number()),
                ("quorumCooperatives", number()),
            ]),
        ),
        (
            "Ballot",
            object(vec![
                ("did", one("Did")),
                ("choice", choice(&["Approve", "Reject", "Abstain"])),
                ("power", one("Decimal")),
                ("via", or_null(one("Did"))),
                ("objection", or_null(text())),
            ]),
        ),
        ("BallotPage", page("ballots", "Ballot", one("Did"))),
        ("Objection", object(vec![("did", one("Did")), ("reason", text())])),
        ("ObjectionPage", page("objections", "Objection", one("Did"))),
        (
            "Governance",
            object(vec![
                ("body", json!({ "oneOf": [one("Number"), choice(&["federation"])] })),
                ("rules", one("GovernanceRules")),
                ("parameters", one("GovernanceParameters")),
                ("metrics", one("GovernanceMetrics")),
            ]),
        ),
        (
            "GovernanceRules",
            object(
                vec![
                    ("model", one("Model")),
                    ("fallback", one("Fallback")),
                    ("quorum", one("Share")),
                    ("power", one("VotingPower")),
                    ("delegation", flag()),
                    ("cosigners", number()),
                    ("vetoes", number()),
                ]
                .into_iter()
                .chain(periods())
                .collect(),
            ),
        ),
        (
            "GovernanceParameters",
            object(vec![
                ("constitution", one("Share")),
                ("bylaw", one("Share")),
                ("budget", one("Share")),
                ("standard", one("Share")),
                ("supermajority", one("Share")),
                ("quorum", one("Share")),
                ("proposalReputation", number()),
                ("draftMs", number()),
                ("evolutionVetoes", number()),
                ("evolutionTimelockMs", number()),
            ]),
        ),
        (
            "GovernanceMetrics",
            object(vec![
                ("total", number()),
                ("stages", list(object(vec![("stage", one("Stage")), ("proposals", number())]))),
                ("closed", number()),
                ("quorate", number()),
                ("rejected", number()),
                ("averageParticipation", one("Share")),
                ("quorumRate", one("Share")),
                ("rejectionRate", one("Share")),
            ]),
        ),
        (
            "Delegations",
            object(vec![
                ("cooperative", number()),
                (
                    "given",
                    list(object(vec![
                        ("kind", one("DecisionKind")),
                        ("delegate", one("Did")),
                        ("until", one("Moment")),
                    ])),
                ),
                (
                    "delegators",
                    object(vec![
                        ("Standard", number()),
                        ("Budget", number()),
                        ("Bylaw", number()),
                        ("Constitution", number()),
                    ]),
                ),
            ]),
        ),
        ("TextName", object(vec![("name", text()), ("version", number())])),
        ("TextPage", page("texts", "TextName", text())),
        (
            "TextVersion",
            object(vec![
                ("version", number()),
                ("proposal", number()),
                ("kind", one("DecisionKind")),
                ("adopted", one("Moment")),
                ("hash", one("Hash")),
                ("text", text()),
            ]),
        ),
        ("TextVersionPage", page("versions", "TextVersion", number())),
        (
            "Poll",
            object(vec![
                ("id", number()),
                ("title", text()),
                ("body", one("Body")),
                ("opener", one("Did")),
                ("sponsor", number()),
                ("options", list(object(vec![("option", text()), ("members", number())]))),
                ("opened", one("Moment")),
                ("until", one("Moment")),
                ("closed", flag()),
            ]),
        ),
        ("PollPage", page("polls", "Poll", number())),
    ]
}
