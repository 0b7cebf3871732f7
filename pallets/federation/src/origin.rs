//! The check that other pallets make.

use core::marker::PhantomData;
use polkadot_sdk::polkadot_sdk_frame::traits::EnsureOrigin;

use crate::{Config, Origin};

/// Accepts [`Origin::Decision`] and nothing else: no account, and not root either.
pub struct EnsureDecision<T>(PhantomData<T>);

impl<T: Config> EnsureOrigin<T::RuntimeOrigin> for EnsureDecision<T> {
    type Success = ();

    fn try_origin(origin: T::RuntimeOrigin) -> Result<Self::Success, T::RuntimeOrigin> {
        let decision: Result<Origin, T::RuntimeOrigin> = origin.into();
        decision.map(|Origin::Decision| ())
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<T::RuntimeOrigin, ()> {
        Ok(Origin::Decision.into())
    }
}
