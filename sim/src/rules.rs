//! The rules that are tried out.

use clap::{builder::PossibleValuesParser, builder::TypedValueParser, Args};
use icn_primitives::{
    governance::{
        Body, DecisionKind, Fallback, GovernanceParameters, GovernanceRules, JointBody, Model,
        MAX_JOINT,
    },
    seat::MAX_SEATS,
    CooperativeId,
};
use polkadot_sdk::sp_runtime::Permill;
use serde::Serialize;

use crate::share::Share;

/// Every model, in the order in which they are shown.
pub const MODELS: [Model; 5] = [
    Model::Majority,
    Model::Supermajority,
    Model::ConsensusMinusOne,
    Model::Consensus,
    Model::Consent,
];

/// What a model is called.
pub fn name(model: Model) -> &'static str {
    match model {
        Model::Majority => "majority",
        Model::Supermajority => "supermajority",
        Model::Consensus => "consensus",
        Model::ConsensusMinusOne => "consensus minus one",
        Model::Consent => "consent",
    }
}

/// Who decides, and by which rules. What isn't set is as on the chain.
#[derive(Args, Clone, Debug, Serialize)]
pub struct Rules {
    /// How many cooperatives. One decides for itself, several as a federation
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_SEATS)))]
    pub cooperatives: u32,
    /// All cooperatives decide jointly, not as a federation
    #[arg(long)]
    pub joint: bool,
    /// How many members each cooperative has
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub members: u32,
    /// What kind of decision it is: how much approval it takes
    #[arg(long, default_value = "standard", value_parser = kind())]
    pub kind: DecisionKind,
    /// How many members take part in a cooperative, at least [default: as on the chain]
    #[arg(long, value_name = "PERCENT")]
    pub quorum: Option<Share>,
    /// How objections end under consent that stand when their window closes
    #[arg(long, default_value = "reject", value_parser = fallback())]
    pub fallback: Fallback,
}

fn kind() -> impl TypedValueParser<Value = DecisionKind> {
    PossibleValuesParser::new(["standard", "budget", "bylaw", "constitution"]).map(
        |name| match name.as_str() {
            "budget" => DecisionKind::Budget,
            "bylaw" => DecisionKind::Bylaw,
            "constitution" => DecisionKind::Constitution,
            _ => DecisionKind::Standard,
        },
    )
}

fn fallback() -> impl TypedValueParser<Value = Fallback> {
    let names = ["reject", "majority", "supermajority", "consensus-minus-one"];
    PossibleValuesParser::new(names).map(|name| match name.as_str() {
        "majority" => Fallback::Majority,
        "supermajority" => Fallback::Supermajority,
        "consensus-minus-one" => Fallback::ConsensusMinusOne,
        _ => Fallback::Reject,
    })
}

impl Rules {
    /// Why these can't be the rules of anybody.
    pub fn check(&self) -> Result<(), String> {
        if self.joint && !(2..=MAX_JOINT).contains(&self.cooperatives) {
            let given = self.cooperatives;
            return Err(format!("--joint: {given} can't decide jointly, 2 to {MAX_JOINT} can"));
        }
        if self.quorum.is_some_and(|quorum| share(quorum).is_zero()) {
            return Err("--quorum: nobody would have to take part; 0.0001 is the least".into());
        }
        Ok(())
    }

    /// Who decides.
    pub fn body(&self) -> Body {
        let ids = (0..self.cooperatives).map(CooperativeId).collect::<Vec<_>>();
        match ids[..] {
            [one] => Body::Cooperative(one),
            _ if self.joint => Body::Joint(JointBody::truncate_from(ids)),
            _ => Body::Federation,
        }
    }

    /// What holds for all bodies.
    pub fn parameters(&self) -> GovernanceParameters {
        let chain = GovernanceParameters::default();
        GovernanceParameters { quorum: self.quorum.map_or(chain.quorum, share), ..chain }
    }

    /// The rules of a cooperative that decides by `model`.
    pub fn of_cooperative(&self, model: Model) -> GovernanceRules {
        let chain = GovernanceRules::for_cooperative();
        GovernanceRules {
            model,
            fallback: self.fallback,
            quorum: self.quorum.map_or(chain.quorum, share),
            delegation: true,
            ..chain
        }
    }

    /// The federation's rules: it counts its cooperatives by the same model. Cooperatives don't
    /// object, so that theirs is the majority where members decide by consent.
    pub fn of_federation(&self, model: Model) -> GovernanceRules {
        let model = if model == Model::Consent { Model::Majority } else { model };
        GovernanceRules { model, ..GovernanceRules::for_federation() }
    }

    /// What part of a cooperative's members takes part, at least.
    pub fn members_quorum(&self) -> Permill {
        match self.body() {
            Body::Cooperative(_) => self.of_cooperative(Model::Majority).quorum,
            Body::Joint(_) | Body::Federation => self.parameters().quorum,
        }
    }
}

fn share(share: Share) -> Permill {
    Permill::from_parts(share.millionths())
}
