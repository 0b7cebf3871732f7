//! Who decides, of which kind a decision is, and which kind each call takes.

use clap::{Args, ValueEnum};
use icn_primitives::{
    governance::{Body, DecisionKind, JointBody, RuleMaker},
    CooperativeId,
};

/// Who decides.
#[derive(Args, Clone, Debug, Default)]
pub struct BodyOptions {
    /// Who decides: "own" (one cooperative), "federation", or several jointly: joint:0,2.
    #[arg(long, global = true, value_name = "BODY", value_parser = named_body)]
    body: Option<NamedBody>,
    /// The federation decides.
    #[arg(long, global = true, conflicts_with = "body")]
    federation: bool,
    /// These cooperatives decide jointly: 0,2.
    #[arg(
        long,
        global = true,
        value_name = "NUMBERS",
        value_parser = joint,
        conflicts_with_all = ["body", "federation"]
    )]
    joint: Option<JointBody>,
}

/// A body, before it is known which cooperative is one's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NamedBody {
    /// One's own cooperative.
    Own,
    /// Several cooperatives, each of them.
    Joint(JointBody),
    /// The federation.
    Federation,
}

impl BodyOptions {
    /// The body that is named; `None`: none is.
    pub fn named(&self) -> Option<NamedBody> {
        if self.federation {
            return Some(NamedBody::Federation);
        }
        self.joint.clone().map(NamedBody::Joint).or_else(|| self.body.clone())
    }
}

impl NamedBody {
    /// The body, for a member of `own`.
    pub fn of(self, own: CooperativeId) -> Body {
        match self {
            Self::Own => Body::Cooperative(own),
            Self::Joint(cooperatives) => Body::Joint(cooperatives),
            Self::Federation => Body::Federation,
        }
    }
}

/// A body as it is named: `own`, `federation`, `joint:0,2`.
fn named_body(text: &str) -> Result<NamedBody, String> {
    match text {
        "own" => Ok(NamedBody::Own),
        "federation" => Ok(NamedBody::Federation),
        text => match text.strip_prefix("joint:") {
            Some(numbers) => joint(numbers).map(NamedBody::Joint),
            None => Err("a body is \"own\", \"federation\" or \"joint:0,2\"".into()),
        },
    }
}

/// Several cooperatives, in whatever order.
fn joint(text: &str) -> Result<JointBody, String> {
    cooperatives(text)
        .ok()
        .filter(|joint| Body::Joint(joint.clone()).is_valid())
        .ok_or_else(|| "a joint body is two to 16 cooperatives, each once: 0,2".into())
}

/// One or several cooperatives, in whatever order, as a list in the chain's.
pub fn cooperatives(text: &str) -> Result<JointBody, String> {
    let wrong = || "these are one to 16 cooperatives, each once: 0,2".to_string();
    let numbers: Result<Vec<u32>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    let mut numbers = numbers.map_err(|_| wrong())?;
    numbers.sort_unstable();
    let cooperatives: Vec<CooperativeId> = numbers.into_iter().map(CooperativeId).collect();
    let each_once = cooperatives.windows(2).all(|pair| pair[0] != pair[1]);
    cooperatives.try_into().ok().filter(|_| each_once).ok_or_else(wrong)
}

/// Whose rules and texts: a cooperative's number, or `federation`.
pub fn rule_maker(text: &str) -> Result<RuleMaker, String> {
    match text {
        "federation" => Ok(RuleMaker::Federation),
        number => number
            .parse()
            .map(|id| RuleMaker::Cooperative(CooperativeId(id)))
            .map_err(|_| "this is a cooperative's number, or \"federation\"".into()),
    }
}

/// A kind of decisions, in the order of what it takes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, ValueEnum)]
pub enum Kind {
    /// Anything else.
    Standard,
    /// Spends money.
    Budget,
    /// Changes bylaws.
    Bylaw,
    /// Changes the constitution: rules and parameters of governance too.
    Constitution,
}

impl From<Kind> for DecisionKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Standard => Self::Standard,
            Kind::Budget => Self::Budget,
            Kind::Bylaw => Self::Bylaw,
            Kind::Constitution => Self::Constitution,
        }
    }
}

/// Of which kind at least a decision is that carries out `pallet.call`, on the federation shard or,
/// where that has nothing of the pallet, on another one; `None`: such a body can't decide that, or
/// this program doesn't know. The chain has the last word; a test compares.
pub fn needed(federation: bool, pallet: &str, call: &str) -> Option<DecisionKind> {
    use DecisionKind::{Budget, Bylaw, Constitution, Standard};
    match (pallet, call) {
        ("Governance", "set_rules") => Some(Constitution),
        ("Governance", "set_parameters") => federation.then_some(Constitution),
        ("Governance", "adopt_text") => Some(Bylaw),
        ("Governance", "record_evolution") => federation.then_some(Standard),
        ("Ledger", "set_parameters") => federation.then_some(Bylaw),
        (
            "Ledger",
            "pay_from_treasury" | "issue_currency" | "set_default_limit" | "set_credit_limit"
            | "wind_down_currency" | "reopen_currency" | "close_currency" | "settle",
        ) => Some(Budget),
        ("Cooperatives", "grant_role") | ("Marketplace", "resolve") => Some(Standard),
        ("Exchange", "decide") | ("Resources", "decide_booking") => (!federation).then_some(Budget),
        ("Cooperatives", call) if !federation => match call {
            "revoke_role" | "restore_member" => Some(Standard),
            "suspend_member" | "expel_member" => Some(Bylaw),
            "set_rules" | "set_profile" => Some(Constitution),
            _ => None,
        },
        _ if !federation => None,
        (
            "Cooperatives",
            "admit"
            | "decline"
            | "restore"
            | "set_profile"
            | "grant_federation_role"
            | "revoke_federation_role",
        ) => Some(Standard),
        ("Cooperatives", "suspend" | "expel" | "withdraw" | "set_rules") => Some(Bylaw),
        (
            "Seats",
            "suspend_seat" | "restore_seat" | "list_node" | "unlist_node" | "note_stalled",
        ) => Some(Standard),
        ("Storage", "remove_anchor") => Some(Standard),
        (
            "Seats" | "Admission" | "Marketplace" | "Settlement" | "Exchange" | "Resources"
            | "Storage",
            "set_parameters",
        ) => Some(Bylaw),
        ("Shards", "register_shard" | "set_authorities") => Some(Bylaw),
        ("Reputation", "set_attestor") => Some(Standard),
        ("Reputation", "set_category" | "set_parameters") => Some(Constitution),
        ("Federation", "authorize_upgrade") => Some(Constitution),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_named_in_a_word() {
        let two = || joint("2,0").unwrap();
        assert_eq!(two().into_inner(), [CooperativeId(0), CooperativeId(2)]);
        assert_eq!(named_body("joint:0,2"), Ok(NamedBody::Joint(two())));
        assert_eq!(named_body("own").unwrap().of(CooperativeId(5)).named().unwrap().len(), 1);
        assert_eq!(named_body("federation"), Ok(NamedBody::Federation));
        let many: Vec<String> = (0..17).map(|id| id.to_string()).collect();
        for bad in ["", "5", "joint:", "joint:1", "joint:1,1", "joint:1,x", &many.join(",")] {
            assert!(named_body(bad).is_err(), "{bad}");
        }
        assert!(joint(&many.join(",")).is_err());
        assert_eq!(cooperatives("5").unwrap().into_inner(), [CooperativeId(5)]);
        for bad in ["", "1,1", "x", &many.join(",")] {
            assert!(cooperatives(bad).is_err(), "{bad}");
        }
        assert_eq!(rule_maker("3"), Ok(RuleMaker::Cooperative(CooperativeId(3))));
        assert!(rule_maker("own").is_err());
    }
}
