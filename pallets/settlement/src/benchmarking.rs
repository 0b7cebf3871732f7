//! What each call and hook costs in its worst case: settlements of as many legs as there can be.

use crate::*;
use alloc::vec::Vec;
use frame::{benchmarking::prelude::*, traits::Time};
use icn_primitives::{
    exchange::ExchangeId,
    ledger::{CurrencyCode, CurrencyId, EscrowRequest, LedgerAccount, Money},
    shard::{MessageError, Outcome},
    CooperativeId, Hash, DAY,
};

use crate::asking::key_of;

fn purpose(number: u32) -> Purpose {
    Purpose::Exchange(ExchangeId(number.into()))
}

fn terms<T: Config>(legs: u32) -> SettlementTerms {
    let code = CurrencyCode(*b"BENCH001");
    let currency = CurrencyId { issuer: CooperativeId(0), code, decimals: 2 };
    let leg = |number| Leg {
        payer: LedgerAccount::cooperative(CooperativeId(number)),
        payee: LedgerAccount::cooperative(CooperativeId::from_number(number)),
        money: Money { currency, amount: 1 },
    };
    let now = T::Time::now();
    SettlementTerms {
        legs: (0..legs).map(leg).collect(),
        hold_by: now.saturating_add(DAY),
        capture_by: now.saturating_add(DAY),
        reference: Hash::repeat_byte(7),
        may_wait: true,
    }
}

/// Somebody else than the payer.
trait Other {
    fn from_number(number: u32) -> Self;
}

impl Other for CooperativeId {
    fn from_number(number: u32) -> Self {
        Self(number.saturating_add(1_000))
    }
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn set_parameters() -> Result<(), BenchmarkError> {
        let origin = T::FederationOrigin::try_successful_origin()
            .map_err(|()| BenchmarkError::Weightless)?;

        #[extrinsic_call]
        _(origin as frame::prelude::OriginFor<T>, SettlementParameters::default());

        Ok(())
    }

    #[benchmark]
    fn begin(l: Linear<1, MAX_LEGS>) -> Result<(), BenchmarkError> {
        #[block]
        {
            <Pallet<T> as Settle>::begin(purpose(0), terms::<T>(l))?;
        }

        assert!(Settlements::<T>::contains_key(purpose(0)));
        Ok(())
    }

    #[benchmark]
    fn look_at_due(s: Linear<0, 32>) -> Result<(), BenchmarkError> {
        for number in 0..s {
            <Pallet<T> as Settle>::begin(purpose(number), terms::<T>(MAX_LEGS))?;
        }
        let due: Vec<_> = Settlements::<T>::iter().collect();

        #[block]
        {
            for (purpose, settlement) in due {
                Pallet::<T>::fail(purpose, settlement);
            }
        }

        assert_eq!(Deadlines::<T>::iter_keys().count(), 0);
        Ok(())
    }

    #[benchmark]
    fn ask(s: Linear<0, 16>, l: Linear<16, 64>) -> Result<(), BenchmarkError> {
        T::Ledger::make_lane();
        let each = l.checked_div(s).unwrap_or_default().clamp(1, MAX_LEGS);
        for number in 0..s {
            <Pallet<T> as Settle>::begin(purpose(number), terms::<T>(each))?;
        }
        let all: Vec<_> = Settlements::<T>::iter().collect();

        #[block]
        {
            for (purpose, settlement) in all {
                Pallet::<T>::ask(purpose, settlement)?;
            }
        }

        assert_eq!(ToAsk::<T>::iter_keys().count(), 0);
        Ok(())
    }

    #[benchmark]
    fn answer() -> Result<(), BenchmarkError> {
        <Pallet<T> as Settle>::begin(purpose(0), terms::<T>(MAX_LEGS))?;
        // The last answer of many, which gives the last hold back.
        let mut settlement =
            Settlements::<T>::get(purpose(0)).ok_or(BenchmarkError::Stop("it has begun"))?;
        settlement.stage = SettlementStage::Releasing;
        for (index, (_, leg)) in settlement.legs.iter_mut().enumerate() {
            *leg = if index == 0 { LegStage::Releasing } else { LegStage::Released };
        }
        Pallet::<T>::keep(purpose(0), settlement);
        let request = EscrowRequest::ReleaseV1 { key: key_of(0, 0) };
        let outcome = Outcome::Failed(MessageError::refused(&"x".repeat(32)));

        #[block]
        {
            Pallet::<T>::on_answer(&request, &outcome);
        }

        assert!(!Settlements::<T>::contains_key(purpose(0)));
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
