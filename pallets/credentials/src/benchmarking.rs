//! Benchmarks of every call, by the longest way that the runtime's authority takes.

use crate::{frame, Call, Config, Credentials, CredentialsBySubject, IssuerAuthority, Pallet};
use frame::{benchmarking::prelude::*, traits::Time};
use icn_primitives::{AccountId, Did, Hash, SigningKey};

/// The credential of these benchmarks.
const HASH: Hash = Hash::repeat_byte(1);
/// Its schema.
const SCHEMA: Hash = Hash::repeat_byte(2);

fn subject() -> Did {
    Did::from_key(SigningKey::Sr25519([3; 32]))
}

fn prepare<T: Config>() -> (AccountId, Did) {
    T::Authority::prepare()
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn anchor() {
        let (who, issuer) = prepare::<T>();
        let expires = T::Time::now().saturating_add(1);

        #[extrinsic_call]
        _(RawOrigin::Signed(who), issuer, HASH, SCHEMA, subject(), Some(expires));

        assert!(CredentialsBySubject::<T>::contains_key(subject(), HASH));
    }

    #[benchmark]
    fn revoke() -> Result<(), BenchmarkError> {
        let (who, issuer) = prepare::<T>();
        Pallet::<T>::do_anchor(issuer, HASH, SCHEMA, subject(), None)?;

        #[extrinsic_call]
        _(RawOrigin::Signed(who), HASH, Some(SCHEMA));

        assert!(Credentials::<T>::get(HASH).is_some_and(|found| found.revoked.is_some()));
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
