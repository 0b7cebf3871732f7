//! Carrying a decision out.

use polkadot_sdk::polkadot_sdk_frame::{
    deps::frame_support::storage::with_storage_layer, prelude::*,
};

use crate::{Authority, Config, Error, Origin, Pallet, WeightInfo};

impl<T: Config> Pallet<T> {
    /// Refuses everybody but the authority.
    pub(crate) fn ensure_authority(who: &T::AccountId) -> Result<(), Error<T>> {
        ensure!(Authority::<T>::get().as_ref() == Some(who), Error::<T>::NotAuthorized);
        Ok(())
    }

    /// Refuses everybody but the bodies that decide, and the authority, who stands in for the
    /// federation.
    pub(crate) fn ensure_body(origin: OriginFor<T>) -> Result<Origin, DispatchError> {
        match T::DecisionOrigin::try_origin(origin) {
            Ok(by) => Ok(by),
            Err(origin) => {
                Self::ensure_authority(&ensure_signed(origin)?)?;
                Ok(Origin::Federation)
            }
        }
    }

    /// Makes `authority` the account that brings decisions to the chain. At genesis alone.
    pub(crate) fn name_authority(authority: &T::AccountId) {
        // An account without a provider could send nothing: its nonce would not be kept.
        if frame_system::Pallet::<T>::providers(authority) == 0 {
            frame_system::Pallet::<T>::inc_providers(authority);
        }
        Authority::<T>::put(authority);
    }

    /// Runs `call` as a decision of the federation: all of it or nothing.
    ///
    /// Gives the hash of the encoded call and the weight that it used. When it fails, the error
    /// is the call's own, with its weight and this pallet's.
    pub fn do_decide(
        call: RuntimeCallFor<T>,
    ) -> Result<(T::Hash, Weight), DispatchErrorWithPostInfo<PostDispatchInfo>> {
        Self::do_decide_by(Origin::Federation, call)
    }

    /// [`Self::do_decide`], as a decision of this body.
    pub(crate) fn do_decide_by(
        by: Origin,
        call: RuntimeCallFor<T>,
    ) -> Result<(T::Hash, Weight), DispatchErrorWithPostInfo<PostDispatchInfo>> {
        let info = call.get_dispatch_info();
        let hash = T::Hashing::hash_of(&call);
        // Also for callers that don't run in a transaction of their own, as hooks.
        with_storage_layer(|| call.dispatch(by.into()))
            .map(|post| (hash, post.actual_weight.unwrap_or(info.call_weight)))
            .map_err(|mut failed| {
                let used = failed.post_info.actual_weight.unwrap_or(info.call_weight);
                failed.post_info.actual_weight = Some(T::WeightInfo::decide().saturating_add(used));
                failed
            })
    }
}
