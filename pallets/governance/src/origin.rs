//! The origin of decisions, and the checks that other pallets make.

use core::marker::PhantomData;
use icn_primitives::{
    governance::{Body, DecisionKind, JointBody, ProposalId, RuleMaker},
    CooperativeId,
};
use polkadot_sdk::polkadot_sdk_frame::traits::EnsureOrigin;

use crate::{Config, Origin};

impl Origin {
    /// The origin of a decision of `body`.
    pub(crate) fn of(body: Body, kind: DecisionKind, proposal: ProposalId) -> Self {
        match body {
            Body::Cooperative(cooperative) => Self::Cooperative { cooperative, kind, proposal },
            Body::Joint(cooperatives) => Self::Joint { cooperatives, kind, proposal },
            Body::Federation => Self::Federation { kind, proposal },
        }
    }

    /// Of which kind the decision is.
    pub fn kind(&self) -> DecisionKind {
        match self {
            Self::Cooperative { kind, .. }
            | Self::Joint { kind, .. }
            | Self::Federation { kind, .. } => *kind,
        }
    }

    /// The proposal that was decided.
    pub fn proposal(&self) -> ProposalId {
        match self {
            Self::Cooperative { proposal, .. }
            | Self::Joint { proposal, .. }
            | Self::Federation { proposal, .. } => *proposal,
        }
    }

    /// Whose rules and texts this may change; nobody's if it is a joint decision.
    pub(crate) fn rule_maker(&self) -> Option<RuleMaker> {
        match self {
            Self::Cooperative { cooperative, .. } => Some(RuleMaker::Cooperative(*cooperative)),
            Self::Joint { .. } => None,
            Self::Federation { .. } => Some(RuleMaker::Federation),
        }
    }
}

/// Accepts a decision of the federation of any kind, and nothing else.
pub struct EnsureFederation<T>(PhantomData<T>);

impl<T: Config> EnsureOrigin<T::RuntimeOrigin> for EnsureFederation<T> {
    type Success = (DecisionKind, ProposalId);

    fn try_origin(origin: T::RuntimeOrigin) -> Result<Self::Success, T::RuntimeOrigin> {
        let decided: Result<Origin, T::RuntimeOrigin> = origin.into();
        match decided? {
            Origin::Federation { kind, proposal } => Ok((kind, proposal)),
            other => Err(other.into()),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<T::RuntimeOrigin, ()> {
        let kind = DecisionKind::Constitution;
        Ok(Origin::Federation { kind, proposal: ProposalId::default() }.into())
    }
}

/// Accepts a decision of one cooperative of any kind, and says which one's.
pub struct EnsureCooperative<T>(PhantomData<T>);

impl<T: Config> EnsureOrigin<T::RuntimeOrigin> for EnsureCooperative<T> {
    type Success = (CooperativeId, DecisionKind, ProposalId);

    fn try_origin(origin: T::RuntimeOrigin) -> Result<Self::Success, T::RuntimeOrigin> {
        let decided: Result<Origin, T::RuntimeOrigin> = origin.into();
        match decided? {
            Origin::Cooperative { cooperative, kind, proposal } => {
                Ok((cooperative, kind, proposal))
            }
            other => Err(other.into()),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<T::RuntimeOrigin, ()> {
        let (cooperative, proposal) = (CooperativeId::default(), ProposalId::default());
        Ok(Origin::Cooperative { cooperative, kind: DecisionKind::Constitution, proposal }.into())
    }
}

/// Accepts a joint decision of any kind, and says whose.
pub struct EnsureJoint<T>(PhantomData<T>);

impl<T: Config> EnsureOrigin<T::RuntimeOrigin> for EnsureJoint<T> {
    type Success = (JointBody, DecisionKind, ProposalId);

    fn try_origin(origin: T::RuntimeOrigin) -> Result<Self::Success, T::RuntimeOrigin> {
        let decided: Result<Origin, T::RuntimeOrigin> = origin.into();
        match decided? {
            Origin::Joint { cooperatives, kind, proposal } => Ok((cooperatives, kind, proposal)),
            other => Err(other.into()),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<T::RuntimeOrigin, ()> {
        let cooperatives =
            JointBody::truncate_from(alloc::vec![CooperativeId(0), CooperativeId(1)]);
        let (kind, proposal) = (DecisionKind::Constitution, ProposalId::default());
        Ok(Origin::Joint { cooperatives, kind, proposal }.into())
    }
}
