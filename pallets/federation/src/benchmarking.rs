//! Benchmarks of this pallet's calls.

use alloc::{boxed::Box, vec};
use polkadot_sdk::polkadot_sdk_frame::benchmarking::prelude::*;

use crate::{Authority, Call, Config, Event, Pallet};

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn decide() {
        let authority: T::AccountId = whitelisted_caller();
        Authority::<T>::put(&authority);
        // A remark does nothing, so that what is measured is this pallet's part alone.
        let call: RuntimeCallFor<T> = frame_system::Call::<T>::remark { remark: vec![] }.into();
        let hash = T::Hashing::hash_of(&call);

        #[extrinsic_call]
        _(RawOrigin::Signed(authority.clone()), Box::new(call));

        System::<T>::assert_last_event(Event::<T>::Decided { authority, call: hash }.into());
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::federation(), crate::mock::Test);
}
