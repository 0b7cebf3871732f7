//! The checks that other pallets make.

use core::marker::PhantomData;
use icn_primitives::governance::JointBody;
use polkadot_sdk::polkadot_sdk_frame::traits::EnsureOrigin;

use crate::{Config, Origin};

/// Accepts [`Origin::Federation`] and nothing else: no account, and not root either.
pub struct EnsureDecision<T>(PhantomData<T>);

impl<T: Config> EnsureOrigin<T::RuntimeOrigin> for EnsureDecision<T> {
    type Success = ();

    fn try_origin(origin: T::RuntimeOrigin) -> Result<Self::Success, T::RuntimeOrigin> {
        let decision: Result<Origin, T::RuntimeOrigin> = origin.into();
        match decision? {
            Origin::Federation => Ok(()),
            other => Err(other.into()),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<T::RuntimeOrigin, ()> {
        Ok(Origin::Federation.into())
    }
}

/// Accepts [`Origin::Cooperatives`] and nothing else, and says which cooperatives decided.
pub struct EnsureCooperatives<T>(PhantomData<T>);

impl<T: Config> EnsureOrigin<T::RuntimeOrigin> for EnsureCooperatives<T> {
    type Success = JointBody;

    fn try_origin(origin: T::RuntimeOrigin) -> Result<Self::Success, T::RuntimeOrigin> {
        let decision: Result<Origin, T::RuntimeOrigin> = origin.into();
        match decision? {
            Origin::Cooperatives { cooperatives, .. } => Ok(cooperatives),
            other => Err(other.into()),
        }
    }

    /// As many as can decide jointly.
    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<T::RuntimeOrigin, ()> {
        Ok(Origin::most_cooperatives().into())
    }
}

#[cfg(feature = "runtime-benchmarks")]
impl Origin {
    /// The longest of these origins.
    pub(crate) fn most_cooperatives() -> Self {
        use icn_primitives::{governance::MAX_JOINT, CooperativeId};
        Self::Cooperatives {
            cooperatives: JointBody::truncate_from((0..MAX_JOINT).map(CooperativeId).collect()),
            proposal: Default::default(),
        }
    }
}
