//! What always holds.

use polkadot_sdk::{
    frame_support::{ensure, traits::Time},
    sp_runtime::TryRuntimeError,
};

use crate::{
    quota::{is_within, Usage},
    Config, CooperativeUsage, OwnUsage, Pallet, Parameters,
};
use icn_primitives::admission::Amount;

impl<T: Config> Pallet<T> {
    /// The parameters are within their bounds. A stored usage was charged for something, and not
    /// later than now.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        ensure!(Parameters::<T>::get().is_valid(), "the quotas' parameters are out of bounds");
        OwnUsage::<T>::iter_values().map(|own| own.usage).try_for_each(Self::ensure_charged)?;
        CooperativeUsage::<T>::iter_values().try_for_each(Self::ensure_charged)
    }

    fn ensure_charged(usage: Usage) -> Result<(), TryRuntimeError> {
        ensure!(usage.at <= T::Time::now(), "a quota was used later than now");
        ensure!(
            !is_within(usage.used, Amount::default()),
            "a quota is stored that nothing was taken from"
        );
        Ok(())
    }
}
