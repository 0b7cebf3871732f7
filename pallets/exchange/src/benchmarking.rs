//! What each call and hook costs in its worst case: as many cooperatives and payments as there can
//! be, persons found by the longest way.

use crate::*;
use alloc::vec::Vec;
use frame::{benchmarking::prelude::*, traits::Time};
use icn_primitives::{
    due::Due,
    exchange::settlement::{Progress, Purpose},
    governance::{JointBody, MAX_JOINT},
    ledger::{CurrencyCode, CurrencyId, Key, Money, Treasury},
    membership::Role,
    parties::Parties,
    AccountId, CooperativeId, Did, Hash, Moment, DAY,
};
use pallet_settlement::{OnSettlement, Settle};

/// What a document hashes to.
const TERMS: Hash = Hash::repeat_byte(7);

fn name(number: u32) -> Key {
    let mut key = [0; 32];
    key[..4].copy_from_slice(&number.to_be_bytes());
    key
}

fn tomorrow<T: Config>() -> Moment {
    T::Time::now().saturating_add(DAY)
}

/// The most payments, of `payer`.
fn transfers(payer: CooperativeId) -> Transfers {
    let currency = CurrencyId { issuer: payer, code: CurrencyCode(*b"BENCH001"), decimals: 2 };
    let money = Money { currency, amount: 1 };
    let one = Transfer { payer, payee: Treasury::Federation, money };
    Transfers::truncate_from(alloc::vec![one; exchange_bound()])
}

fn exchange_bound() -> usize {
    icn_primitives::exchange::MAX_TRANSFERS as usize
}

/// Cooperatives that take part.
fn cooperatives<T: Config>(count: u32) -> JointBody {
    let all: Vec<_> = (0..count).map(CooperativeId).collect();
    for id in &all {
        T::Parties::make_cooperative(*id);
    }
    JointBody::truncate_from(all)
}

/// An investment of these cooperatives, proposed by a member of the first.
fn agreement<T: Config>(
    all: JointBody,
    transfers: Transfers,
    number: u32,
) -> Result<ExchangeId, DispatchError> {
    let first = all.first().copied().unwrap_or_default();
    let (_, proposer) = T::Parties::make_member(first, 1, Role::Steward);
    let id = NextExchange::<T>::get();
    let content =
        Content::Agreement { kind: AgreementKind::Investment, cooperatives: all, transfers };
    Pallet::<T>::do_propose(proposer, first, content, TERMS, tomorrow::<T>(), name(number))?;
    Ok(id)
}

fn content_hash<T: Config>(id: ExchangeId) -> Hash {
    Exchanges::<T>::get(id).map(|exchange| exchange.content_hash()).unwrap_or_default()
}

fn steward<T: Config>(number: u32) -> (AccountId, Did) {
    T::Parties::make_member(CooperativeId(0), number, Role::Steward)
}

/// Help that somebody has asked for, and somebody else offers.
fn offered<T: Config>() -> Result<(ExchangeId, AccountId, (AccountId, Did)), DispatchError> {
    let (account, person) = steward::<T>(1);
    let helper = steward::<T>(2);
    let id = NextExchange::<T>::get();
    let cooperative = Some(CooperativeId(0));
    Pallet::<T>::do_request_aid(person, cooperative, TERMS, tomorrow::<T>(), name(1))?;
    Pallet::<T>::do_offer_aid(helper.1, id, TERMS)?;
    Ok((id, account, helper))
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn propose(c: Linear<1, MAX_JOINT>) {
        let all = cooperatives::<T>(c);
        let (account, _) = steward::<T>(1);
        let (kind, transfers) = (AgreementKind::Investment, transfers(CooperativeId(0)));
        let deadline = tomorrow::<T>();

        #[extrinsic_call]
        _(
            RawOrigin::Signed(account),
            CooperativeId(0),
            kind,
            all,
            transfers,
            TERMS,
            deadline,
            name(1),
        );

        assert_eq!(NextExchange::<T>::get(), ExchangeId(1));
    }

    #[benchmark]
    fn decide() -> Result<(), BenchmarkError> {
        let origin =
            T::DecisionOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
        let all = T::DecisionOrigin::try_origin(origin.clone())
            .map_err(|_| BenchmarkError::Stop("it is a decision"))?;
        for id in &all {
            T::Parties::make_cooperative(*id);
        }
        let payer = all.first().copied().unwrap_or_default();
        let id = agreement::<T>(all, transfers(payer), 1)?;
        let hash = content_hash::<T>(id);

        #[extrinsic_call]
        _(origin as frame::prelude::OriginFor<T>, id, hash, true);

        let status = Exchanges::<T>::get(id).map(|exchange| exchange.status);
        assert_eq!(status, Some(ExchangeStatus::Approved));
        Ok(())
    }

    #[benchmark]
    fn withdraw() -> Result<(), BenchmarkError> {
        let id = agreement::<T>(cooperatives::<T>(MAX_JOINT), Transfers::default(), 1)?;
        let (account, _) = steward::<T>(1);

        #[extrinsic_call]
        _(RawOrigin::Signed(account), id);

        Ok(())
    }

    #[benchmark]
    fn record_labour() {
        let (account, _) = steward::<T>(1);
        let deadline = tomorrow::<T>();

        #[extrinsic_call]
        _(RawOrigin::Signed(account), CooperativeId(0), 60, TERMS, deadline, name(1));

        assert_eq!(NextExchange::<T>::get(), ExchangeId(1));
    }

    #[benchmark]
    fn confirm_labour() -> Result<(), BenchmarkError> {
        let (_, person) = steward::<T>(1);
        let cooperative = CooperativeId(0);
        let id = NextExchange::<T>::get();
        let deadline = tomorrow::<T>();
        Pallet::<T>::do_record_labour(person, cooperative, 60, TERMS, deadline, name(1))?;
        let (account, _) = steward::<T>(2);

        #[extrinsic_call]
        _(RawOrigin::Signed(account), id, true);

        Ok(())
    }

    #[benchmark]
    fn request_aid() {
        let (account, _) = steward::<T>(1);
        let deadline = tomorrow::<T>();

        #[extrinsic_call]
        _(RawOrigin::Signed(account), Some(CooperativeId(0)), TERMS, deadline, name(1));

        assert_eq!(NextExchange::<T>::get(), ExchangeId(1));
    }

    #[benchmark]
    fn offer_aid() -> Result<(), BenchmarkError> {
        let (_, person) = steward::<T>(1);
        let (account, _) = steward::<T>(2);
        let id = NextExchange::<T>::get();
        Pallet::<T>::do_request_aid(person, None, TERMS, tomorrow::<T>(), name(1))?;

        #[extrinsic_call]
        _(RawOrigin::Signed(account), id, TERMS);

        Ok(())
    }

    #[benchmark]
    fn end_offer() -> Result<(), BenchmarkError> {
        let (id, _, (helper, _)) = offered::<T>()?;

        #[extrinsic_call]
        _(RawOrigin::Signed(helper), id);

        Ok(())
    }

    #[benchmark]
    fn confirm_aid() -> Result<(), BenchmarkError> {
        let (id, _, (_, helper)) = offered::<T>()?;
        // By another steward of the cooperative.
        let (account, _) = steward::<T>(3);

        #[extrinsic_call]
        _(RawOrigin::Signed(account), id, helper);

        Ok(())
    }

    #[benchmark]
    fn set_parameters() -> Result<(), BenchmarkError> {
        let origin = T::FederationOrigin::try_successful_origin()
            .map_err(|()| BenchmarkError::Weightless)?;

        #[extrinsic_call]
        _(origin as frame::prelude::OriginFor<T>, ExchangeParameters::default());

        Ok(())
    }

    #[benchmark]
    fn run_agenda(e: Linear<0, 50>) -> Result<(), BenchmarkError> {
        Parameters::<T>::mutate(|rules| rules.max_open = 1_000);
        let all = cooperatives::<T>(MAX_JOINT);
        for number in 0..e {
            let id = agreement::<T>(all.clone(), Transfers::default(), number)?;
            let (_, person) = steward::<T>(1);
            Pallet::<T>::do_withdraw(person, id)?;
            // It may be forgotten.
            Exchanges::<T>::mutate(id, |exchange| {
                if let Some(exchange) = exchange {
                    Pallet::<T>::schedule(id, exchange, Some(0));
                }
            });
        }

        #[block]
        {
            while Agenda::<T>::iter_keys().next().is_some_and(|due: Due| due.moment() == 0) {
                Pallet::<T>::run_agenda();
            }
        }

        assert_eq!(Exchanges::<T>::iter_keys().count(), 0);
        Ok(())
    }

    /// The most that comes of it: all is held, and has to be captured.
    #[benchmark]
    fn settled() -> Result<(), BenchmarkError> {
        let origin =
            T::DecisionOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
        let all = T::DecisionOrigin::try_origin(origin)
            .map_err(|_| BenchmarkError::Stop("it is a decision"))?;
        for id in &all {
            T::Parties::make_cooperative(*id);
        }
        let payer = all.first().copied().unwrap_or_default();
        let id = agreement::<T>(all.clone(), transfers(payer), 1)?;
        Pallet::<T>::do_decide(&all, id, content_hash::<T>(id), true)?;
        T::Settle::make_held(Purpose::Exchange(id));

        #[block]
        {
            Pallet::<T>::on_settlement(Purpose::Exchange(id), Progress::Held);
        }

        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
