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
    quota::{OwnUse, Usage},
    Admit, Call, Config, CooperativeUsage, Event, OwnUsage, Pallet, Parameters, RuntimeCallOf,
    SignerSource,
};

/// How many more signers are measured in one block, so that what each adds stands out.
const MORE: u32 = 64;

/// What the runtime gives the benchmarks.
pub trait BenchmarkHelper<Call> {
    /// Makes a signer, a different one for each `index`, with `memberships`, whom to look up is as
    /// dear as it gets with so many, and who may send all of the calls below. The chain's time is
    /// later than 0 then.
    fn signer(index: u32, memberships: u32) -> AccountId;
    /// So many other signers with one membership, all of the cooperative of `signer(0, 1)`.
    fn colleagues(number: u32) -> Vec<AccountId>;
    /// A call that holds no other.
    fn leaf() -> Call;
    /// A call that holds `calls`, which run as the same signer.
    fn batch(calls: Vec<Call>) -> Call;
    /// A call that holds `call`, which runs as `real`.
    fn proxied(real: AccountId, call: Call) -> Call;
}

/// Admits `call` of `account`.
fn admitted<T: Config>(account: AccountId, call: &RuntimeCallOf<T>) -> Result<(), BenchmarkError> {
    let info = DispatchInfo::default();
    Admit::<T>::new()
        .test_run(RawOrigin::Signed(account).into(), call, &info, 100, 0, |_| Ok(().into()))
        .map_err(|_| BenchmarkError::Stop("the transaction is not admitted"))?
        .map_err(|_| BenchmarkError::Stop("nothing was to be dispatched"))?;
    Ok(())
}

/// A signer with `memberships`, whose quotas are both in use, but not since this block.
fn prepared<T: Config>(memberships: u32) -> Result<(AccountId, QuotaHolder), BenchmarkError> {
    let account = T::BenchmarkHelper::signer(0, memberships);
    let holder = in_use::<T>(&account)?;
    Parameters::<T>::put(Parameters::<T>::get());
    Ok((account, holder))
}

/// Puts both quotas of `account` in use. Whose own it is.
fn in_use<T: Config>(account: &AccountId) -> Result<QuotaHolder, BenchmarkError> {
    let signer = T::Signers::signer(account)
        .map_err(|_| BenchmarkError::Stop("the signer is not admitted"))?;
    OwnUsage::<T>::insert(signer.holder, OwnUse { usage: USED, account: account.clone() });
    if let Some(cooperative) = signer.cooperative {
        CooperativeUsage::<T>::insert(cooperative, USED);
    }
    Ok(signer.holder)
}

/// What is in use before.
const USED: Usage = Usage { used: Amount { weight: 1, bytes: 1 }, at: 0 };

/// Whether something was taken out of the own quota of `holder`.
fn charged<T: Config>(holder: QuotaHolder) -> bool {
    OwnUsage::<T>::get(holder).is_some_and(|own| own.usage.used.bytes > USED.used.bytes)
}

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

        assert!(charged::<T>(holder));
        Ok(())
    }

    /// A call of a signer with one membership, then one of each of `n` others of the cooperative.
    #[benchmark]
    fn admit_beside(n: Linear<0, MORE>) -> Result<(), BenchmarkError> {
        let (account, _) = prepared::<T>(1)?;
        let mut accounts = T::BenchmarkHelper::colleagues(n);
        accounts.insert(0, account);
        let holders =
            accounts.iter().map(in_use::<T>).collect::<Result<Vec<_>, BenchmarkError>>()?;
        let call = T::BenchmarkHelper::leaf();

        #[block]
        {
            for account in accounts {
                admitted::<T>(account, &call)?;
            }
        }

        assert!(holders.into_iter().all(charged::<T>));
        Ok(())
    }

    /// A call of a signer with one membership, then `n` more of the same account.
    #[benchmark]
    fn admit_again(n: Linear<0, MORE>) -> Result<(), BenchmarkError> {
        let (account, holder) = prepared::<T>(1)?;
        let call = T::BenchmarkHelper::leaf();

        #[block]
        {
            for _ in 0..=n {
                admitted::<T>(account.clone(), &call)?;
            }
        }

        assert!(charged::<T>(holder));
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

        assert!(charged::<T>(holder));
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

        assert!(charged::<T>(holder));
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
