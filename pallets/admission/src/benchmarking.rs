//! Benchmarks of this pallet's call and of its extension.

use alloc::vec::Vec;
use icn_primitives::{
    admission::{Amount, QuotaHolder},
    membership::MAX_MEMBERSHIPS,
    AccountId,
};
use polkadot_sdk::{
    frame_support::dispatch::DispatchInfo, polkadot_sdk_frame::benchmarking::prelude::*,
    sp_runtime::traits::DispatchTransaction,
};

use crate::{
    quota::Usage, Admit, Call, Config, CooperativeUsage, Event, OwnUsage, Pallet, Parameters,
    RuntimeCallOf, SignerSource,
};

/// What the runtime gives the benchmarks.
pub trait BenchmarkHelper<Call> {
    /// Makes a signer, a different one for each `index`, with `memberships`, whom to look up is as
    /// dear as it gets with so many, and who may send all of the calls below.
    fn signer(index: u32, memberships: u32) -> AccountId;
    /// A call that holds no other.
    fn leaf() -> Call;
    /// A call that holds `calls`, which run as the same signer.
    fn batch(calls: Vec<Call>) -> Call;
    /// A call that holds `call`, which runs as `real`.
    fn proxied(real: AccountId, call: Call) -> Call;
}

/// Admits `call` of `account`, whose quotas are both in use already.
fn admitted<T: Config>(account: AccountId, call: &RuntimeCallOf<T>) -> Result<(), BenchmarkError> {
    let info = DispatchInfo::default();
    Admit::<T>::new()
        .test_run(RawOrigin::Signed(account).into(), call, &info, 100, 0, |_| Ok(().into()))
        .map_err(|_| BenchmarkError::Stop("the transaction is not admitted"))?
        .map_err(|_| BenchmarkError::Stop("nothing was to be dispatched"))?;
    Ok(())
}

/// A signer with `memberships` who has used something.
fn prepared<T: Config>(memberships: u32) -> Result<(AccountId, QuotaHolder), BenchmarkError> {
    let account = T::BenchmarkHelper::signer(0, memberships);
    let signer = T::Signers::signer(&account)
        .map_err(|_| BenchmarkError::Stop("the first signer is not admitted"))?;
    let parameters = Parameters::<T>::get();
    Parameters::<T>::put(parameters);
    OwnUsage::<T>::insert(signer.holder, USED);
    if let Some(cooperative) = signer.cooperative {
        CooperativeUsage::<T>::insert(cooperative, USED);
    }
    Ok((account, signer.holder))
}

/// What is in use before.
const USED: Usage = Usage { used: Amount { weight: 1, bytes: 1 }, at: 0 };

#[benchmarks]
mod benchmarks {
    use super::*;

    /// A call that holds no other, by a signer with `m` memberships.
    #[benchmark]
    fn admit(m: Linear<1, MAX_MEMBERSHIPS>) -> Result<(), BenchmarkError> {
        let (account, holder) = prepared::<T>(m)?;
        let call = T::BenchmarkHelper::leaf();

        #[block]
        {
            admitted::<T>(account, &call)?;
        }

        assert_ne!(OwnUsage::<T>::get(holder), USED);
        Ok(())
    }

    /// A batch of `c` calls.
    #[benchmark]
    fn admit_calls(c: Linear<0, { T::MaxCalls::get() }>) -> Result<(), BenchmarkError> {
        let (account, holder) = prepared::<T>(1)?;
        let call = T::BenchmarkHelper::batch((0..c).map(|_| T::BenchmarkHelper::leaf()).collect());

        #[block]
        {
            admitted::<T>(account, &call)?;
        }

        assert_ne!(OwnUsage::<T>::get(holder), USED);
        Ok(())
    }

    /// A batch of `p` calls through proxies, each for another account with all memberships, so that
    /// nothing is looked up twice. A call through a proxy is two calls.
    #[benchmark]
    fn admit_proxied(p: Linear<0, { T::MaxCalls::get() / 2 }>) -> Result<(), BenchmarkError> {
        let (account, holder) = prepared::<T>(1)?;
        let calls = (1..=p).map(|index| {
            let real = T::BenchmarkHelper::signer(index, MAX_MEMBERSHIPS);
            T::BenchmarkHelper::proxied(real, T::BenchmarkHelper::leaf())
        });
        let call = T::BenchmarkHelper::batch(calls.collect());

        #[block]
        {
            admitted::<T>(account, &call)?;
        }

        assert_ne!(OwnUsage::<T>::get(holder), USED);
        Ok(())
    }

    #[benchmark]
    fn set_parameters() -> Result<(), BenchmarkError> {
        let origin =
            T::FederationOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        let parameters = Parameters::<T>::get();

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, parameters.clone());

        System::<T>::assert_last_event(Event::<T>::ParametersSet { parameters }.into());
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::federation(), crate::mock::Test);
}
