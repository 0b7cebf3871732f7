//! Benchmarks of this pallet's hooks.

use icn_primitives::{
    reputation::{Act, Category, GiveReputation, Score, Source, MAX_REPORTS},
    Did, Hash, SigningKey,
};
use polkadot_sdk::polkadot_sdk_frame::benchmarking::prelude::*;

use crate::{Config, Ends, Pallet, SendReports};

/// Gives somebody something.
fn report<T: Config>() {
    let subject = Did::from_key(SigningKey::Sr25519([7; 32]));
    let (source, category) = (Source::Act(Act::BlockProduced), Category::Validation);
    Pallet::<T>::award(source, &subject, category, Score(1), Hash::repeat_byte(1))
        .expect("there is room");
}

#[benchmarks(where BlockNumberFor<T>: Into<u64>)]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn report() {
        #[block]
        {
            super::report::<T>();
        }

        assert_eq!(Pallet::<T>::waiting(), 1);
    }

    /// Something waits, but its time hasn't come.
    #[benchmark]
    fn idle() {
        super::report::<T>();

        #[block]
        {
            Pallet::<T>::send_due(u64::MAX);
        }
    }

    #[benchmark]
    fn send(r: Linear<1, MAX_REPORTS>) {
        (0..r).for_each(|_| super::report::<T>());
        T::Hub::make_room();

        #[block]
        {
            Pallet::<T>::send_due(0);
        }

        assert_eq!(Ends::<T>::get(), (r.into(), r.into()));
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::shard(), crate::mock::Test);
}
