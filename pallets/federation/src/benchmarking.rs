//! Benchmarks of this pallet's calls.

use alloc::{boxed::Box, vec};
use codec::Encode;
use icn_primitives::shard::{MessageError, Outcome};
use polkadot_sdk::polkadot_sdk_frame::benchmarking::prelude::*;

use crate::{Authority, Call, Config, Event, Origin, Pallet, SendDecision, MAX_DECISION};

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

    #[benchmark]
    fn decide_on(l: Linear<0, MAX_DECISION>) {
        let authority: T::AccountId = whitelisted_caller();
        Authority::<T>::put(&authority);
        let shard = T::Lanes::make_destination();
        let call = BoundedVec::truncate_from(vec![7; l as usize]);
        let call_hash = T::Hashing::hash(&call);

        #[extrinsic_call]
        _(RawOrigin::Signed(authority.clone()), shard, call, None);

        let sent = Event::<T>::DecisionSent { shard, nonce: 1, call_hash };
        System::<T>::assert_last_event(sent.into());
    }

    #[benchmark]
    fn authorize_upgrade() {
        let code_hash = T::Hashing::hash(b"code");

        #[extrinsic_call]
        _(Origin::Federation, code_hash);

        assert!(System::<T>::authorized_upgrade().is_some());
    }

    /// `l` is the length of a remark, which is the longest call for what it does.
    #[benchmark]
    fn on_message(l: Linear<0, { MAX_DECISION - 16 }>) {
        let remark = vec![7; l as usize];
        let call: RuntimeCallFor<T> = frame_system::Call::<T>::remark { remark }.into();
        let (encoded, by) = (call.encode(), Origin::most_cooperatives());

        #[block]
        {
            Pallet::<T>::on_message(by.clone(), &encoded).expect("a remark can't fail");
        }

        let call_hash = T::Hashing::hash_of(&call);
        System::<T>::assert_last_event(Event::<T>::DecisionReceived { by, call_hash }.into());
    }

    /// With the longest name of an error.
    #[benchmark]
    fn on_answer() {
        let name = core::str::from_utf8(&[b'e'; 256]).expect("it is text");
        let outcome = Outcome::Failed(MessageError::refused(name));
        let (shard, nonce) = (T::Lanes::make_destination(), 1);

        #[block]
        {
            Pallet::<T>::on_answer(shard, nonce, &outcome);
        }

        let answered = Event::<T>::DecisionAnswered { shard, nonce, outcome };
        System::<T>::assert_last_event(answered.into());
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::federation(), crate::mock::Test);
}
