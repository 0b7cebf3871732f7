//! What the effects of messages and answers may weigh.

use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{Config, Error};

/// The weight that an update has left for effects, and what it has used of it.
pub(crate) struct Budget {
    most: Weight,
    pub(crate) used: Weight,
}

impl Budget {
    pub(crate) fn new(most: Weight) -> Self {
        Self { most, used: Weight::zero() }
    }

    /// Error: [`Error::EffectsExceeded`].
    pub(crate) fn use_up<T: Config>(&mut self, weight: Weight) -> Result<(), Error<T>> {
        let used = self.used.saturating_add(weight);
        ensure!(used.all_lte(self.most), Error::<T>::EffectsExceeded);
        self.used = used;
        Ok(())
    }
}

/// The weight, unless it is more than one effect may have.
pub(crate) fn bearable<T: Config>(weight: Weight) -> Option<Weight> {
    weight.all_lte(T::MaxEffect::get()).then_some(weight)
}
