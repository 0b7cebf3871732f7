//! What each call and hook costs in its worst case.
//!
//! Persons and treasurers are found by the longest way. Accounts are new and have no limit of their
//! own, so that lists grow and memberships are asked for. Each new key forgets two old ones.

use crate::*;
use frame::{
    benchmarking::prelude::*,
    traits::{EnsureOriginWithArg, Time},
};
use icn_primitives::{
    due::Due,
    ledger::{
        Actor, CurrencyCode, CurrencyId, CurrencyStatus, Hold, HoldId, Key, KeyRecord,
        LedgerAccount, Money, Outcome, Treasury,
    },
    membership::MAX_MEMBERSHIPS,
    AccountId, Did, Hash, SigningKey, HOUR,
};

/// What is moved.
const AMOUNT: i128 = 1_000;
/// What a document hashes to.
const REFERENCE: Option<Hash> = Some(Hash::repeat_byte(7));

/// A currency with its issuer's treasurer, and two members.
struct Stage {
    currency: CurrencyId,
    treasurer: AccountId,
    payer: (AccountId, Did),
    payee: LedgerAccount,
}

fn unissued<T: Config>(of_payer: u32, of_payee: u32) -> Stage {
    let (issuer, treasurer, _) = T::Parties::make_treasurer(0);
    let currency = CurrencyId { issuer, code: CurrencyCode(*b"BENCH001"), decimals: 2 };
    let payer = T::Parties::make_member(issuer, 1, of_payer);
    let payee = LedgerAccount::Person(T::Parties::make_member(issuer, 2, of_payee).1);
    Stage { currency, treasurer, payer, payee }
}

fn stage<T: Config>() -> Result<Stage, DispatchError> {
    stage_with::<T>(MAX_MEMBERSHIPS, MAX_MEMBERSHIPS)
}

/// Payer and payee are found after looking at so many memberships.
fn stage_with<T: Config>(of_payer: u32, of_payee: u32) -> Result<Stage, DispatchError> {
    let stage = unissued::<T>(of_payer, of_payee);
    Pallet::<T>::do_issue(stage.currency, AMOUNT)?;
    make_old_keys::<T>(2);
    Ok(stage)
}

impl Stage {
    fn money(&self) -> Money {
        Money { currency: self.currency, amount: AMOUNT }
    }

    fn hold<T: Config>(&self, payee: Option<LedgerAccount>, key: Key) -> Hold {
        let payer = self.payer.1;
        Hold {
            payer: LedgerAccount::Person(payer),
            payee,
            money: self.money(),
            expires_at: T::Time::now().saturating_add(HOUR),
            actor: Actor::Person(payer),
            key,
            reference: REFERENCE,
        }
    }
}

fn name(number: u32) -> Key {
    let mut key = [0; 32];
    key[..4].copy_from_slice(&number.to_be_bytes());
    key
}

/// Keys whose time has passed, of as many persons.
fn make_old_keys<T: Config>(count: u32) {
    Parameters::<T>::mutate(|rules| rules.key_retention = 0);
    let (_, first) = KeyLogEnds::<T>::get();
    for number in 0..count {
        let mut seed = name(number);
        seed[31] = 1;
        let actor = Actor::Person(Did::from_key(SigningKey::Sr25519(seed)));
        let (key, outcome) = (name(number), Outcome::Released(HoldId::MAX));
        Keys::<T>::insert(actor, key, KeyRecord { request: Hash::zero(), outcome, at: 0 });
        KeysOf::<T>::insert(actor, 1);
        KeyLog::<T>::insert(first.saturating_add(number.into()), (actor, key, 0));
    }
    KeyLogEnds::<T>::put((0, first.saturating_add(count.into())));
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn issue_currency() {
        let Stage { currency, treasurer, .. } = unissued::<T>(1, 1);

        #[extrinsic_call]
        _(RawOrigin::Signed(treasurer), currency, AMOUNT);

        assert!(Currencies::<T>::contains_key(currency.issuer, currency.code));
    }

    #[benchmark]
    fn set_default_limit() -> Result<(), BenchmarkError> {
        let Stage { currency, treasurer, .. } = stage::<T>()?;

        #[extrinsic_call]
        _(RawOrigin::Signed(treasurer), currency, 1);

        Ok(())
    }

    #[benchmark]
    fn set_credit_limit() -> Result<(), BenchmarkError> {
        let Stage { currency, treasurer, payee, .. } = stage::<T>()?;

        #[extrinsic_call]
        _(RawOrigin::Signed(treasurer), currency, payee, Some(1));

        assert_eq!(Accounts::<T>::get(currency, payee).and_then(|account| account.limit), Some(1));
        Ok(())
    }

    #[benchmark]
    fn wind_down_currency() -> Result<(), BenchmarkError> {
        let Stage { currency, treasurer, .. } = stage::<T>()?;

        #[extrinsic_call]
        _(RawOrigin::Signed(treasurer), currency);

        Ok(())
    }

    #[benchmark]
    fn reopen_currency() -> Result<(), BenchmarkError> {
        let Stage { currency, treasurer, .. } = stage::<T>()?;
        Pallet::<T>::do_wind_down(currency)?;

        #[extrinsic_call]
        _(RawOrigin::Signed(treasurer), currency);

        Ok(())
    }

    #[benchmark]
    fn close_currency() -> Result<(), BenchmarkError> {
        let Stage { currency, treasurer, .. } = stage::<T>()?;
        Pallet::<T>::do_wind_down(currency)?;

        #[extrinsic_call]
        _(RawOrigin::Signed(treasurer), currency);

        let status = Currencies::<T>::get(currency.issuer, currency.code).map(|found| found.status);
        assert_eq!(status, Some(CurrencyStatus::Closed));
        Ok(())
    }

    #[benchmark]
    fn transfer(m: Linear<2, MAX_LOOKED_AT>) -> Result<(), BenchmarkError> {
        let of_payer = m.div_euclid(2);
        let stage = stage_with::<T>(of_payer, m.saturating_sub(of_payer))?;
        let payer = RawOrigin::Signed(stage.payer.0.clone());

        #[extrinsic_call]
        _(payer, stage.payee, stage.money(), name(9), REFERENCE);

        let payee = Accounts::<T>::get(stage.currency, stage.payee);
        assert_eq!(payee.map(|account| account.balance), Some(AMOUNT));
        assert_eq!(KeyLogEnds::<T>::get().0, 2);
        Ok(())
    }

    #[benchmark]
    fn place_hold() -> Result<(), BenchmarkError> {
        let stage = stage::<T>()?;
        let payer = RawOrigin::Signed(stage.payer.0.clone());
        let until = T::Time::now().saturating_add(HOUR);

        #[extrinsic_call]
        _(payer, Some(stage.payee), stage.money(), until, name(9), REFERENCE);

        assert!(Holds::<T>::contains_key(0));
        assert_eq!(KeyLogEnds::<T>::get().0, 2);
        Ok(())
    }

    #[benchmark]
    fn capture_hold() -> Result<(), BenchmarkError> {
        let stage = stage::<T>()?;
        Pallet::<T>::do_hold(stage.hold::<T>(None, name(9)))?;
        let payer = RawOrigin::Signed(stage.payer.0.clone());

        #[extrinsic_call]
        _(payer, 0, Some(stage.payee), AMOUNT.saturating_sub(1));

        assert!(Holds::<T>::get(0).is_none());
        Ok(())
    }

    #[benchmark]
    fn release_hold() -> Result<(), BenchmarkError> {
        let stage = stage::<T>()?;
        let payee = LedgerAccount::cooperative(stage.currency.issuer);
        Pallet::<T>::do_hold(stage.hold::<T>(Some(payee), name(9)))?;

        #[extrinsic_call]
        _(RawOrigin::Signed(stage.treasurer), 0);

        assert!(Holds::<T>::get(0).is_none());
        Ok(())
    }

    #[benchmark]
    fn pay_from_treasury() -> Result<(), BenchmarkError> {
        let stage = stage::<T>()?;
        let treasury = Treasury::Cooperative(stage.currency.issuer);
        let limit = Some(AMOUNT);
        let holder = LedgerAccount::Treasury(treasury);
        Pallet::<T>::do_set_credit_limit(stage.currency, &holder, limit)?;
        let origin = T::TreasuryOrigin::try_successful_origin(&treasury)
            .map_err(|()| BenchmarkError::Weightless)?;

        #[extrinsic_call]
        _(origin as OriginFor<T>, treasury, stage.payee, stage.money(), name(9), REFERENCE);

        assert_eq!(Totals::<T>::get(stage.currency).entries, 1);
        Ok(())
    }

    #[benchmark]
    fn settle() -> Result<(), BenchmarkError> {
        let stage = stage::<T>()?;
        let (_, person) = T::Parties::make_member(stage.currency.issuer, 3, MAX_MEMBERSHIPS);
        let to = LedgerAccount::Person(person);
        Pallet::<T>::do_transfer(stage.payer.1, to, stage.money(), name(9), None)?;
        T::Parties::end_memberships(&person);
        make_old_keys::<T>(2);

        #[extrinsic_call]
        _(RawOrigin::Signed(stage.treasurer), stage.currency, person, name(10), REFERENCE);

        assert!(Accounts::<T>::get(stage.currency, to).is_none());
        Ok(())
    }

    #[benchmark]
    fn set_parameters() -> Result<(), BenchmarkError> {
        let origin = T::IssuerOrigin::try_successful_origin(&Treasury::Federation)
            .map_err(|()| BenchmarkError::Weightless)?;

        #[extrinsic_call]
        _(origin as OriginFor<T>, LedgerParameters::default());

        Ok(())
    }

    #[benchmark]
    fn on_initialize(h: Linear<0, 50>) -> Result<(), BenchmarkError> {
        let stage = stage::<T>()?;
        // Of as many payers, each with an account of its own, as far as there are other accounts.
        for number in 0..h {
            let (_, payer) = T::Parties::make_member(stage.currency.issuer, number % 16, 1);
            let mut hold =
                stage.hold::<T>(Some(LedgerAccount::Treasury(Treasury::Federation)), name(number));
            hold.payer = LedgerAccount::Person(payer);
            hold.actor = Actor::Person(payer);
            hold.money.amount = 1;
            Pallet::<T>::do_hold(hold)?;
            // Its time has passed.
            let id = HoldId::from(number);
            Expiring::<T>::remove(Due::new(hold.expires_at, id));
            hold.expires_at = 0;
            Holds::<T>::insert(id, hold);
            Expiring::<T>::insert(Due::new(0, id), ());
        }

        #[block]
        {
            while Expiring::<T>::iter_keys().next().is_some() {
                Pallet::<T>::expire_holds();
            }
        }

        assert_eq!(Holds::<T>::iter_keys().count(), 0);
        Ok(())
    }

    #[benchmark]
    fn forget(k: Linear<0, 200>) {
        make_old_keys::<T>(k);

        #[block]
        {
            Pallet::<T>::forget_keys(k);
        }

        assert_eq!(Keys::<T>::iter_keys().count(), 0);
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
