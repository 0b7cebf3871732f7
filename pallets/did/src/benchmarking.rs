//! Benchmarks of every call, each in its worst case: a full document, a full set of guardians, a
//! new key that signs with Sr25519, the slower of the two.

use alloc::{format, vec::Vec};

use crate::{
    frame, AccountOwner, Call, Config, Documents, GuardianSet, Guardians, Pallet, Recoveries,
    Recovery, Route, MAX_GUARDIANS, MAX_RECOVERIES,
};
use frame::{benchmarking::prelude::*, traits::Time};
use icn_primitives::{
    document::{
        DidDocument, Relationships, Service, VerificationMethod, MAX_AUTHENTICATION, MAX_METHODS,
        MAX_SERVICES, MAX_SERVICE_ENDPOINT, MAX_SERVICE_ID, MAX_SERVICE_TYPE,
    },
    statement::{Signed, Statement},
    AccountId, Did, PublicKey, SigningKey,
};
use polkadot_sdk::{frame_benchmarking::benchmarking, sp_core::crypto::KeyTypeId, sp_io::crypto};

/// The keys of these benchmarks in the keystore.
const KEY_TYPE: KeyTypeId = KeyTypeId(*b"idbm");

/// A key whose private part nobody needs.
fn key(group: u8, number: u32) -> SigningKey {
    let mut bytes = [group; 32];
    bytes[..4].copy_from_slice(&number.to_le_bytes());
    SigningKey::Ed25519(bytes)
}

/// A key that signs `statement(key)`.
fn proven<T: Config>(statement: impl FnOnce(SigningKey) -> Statement) -> (SigningKey, Signed) {
    let public = crypto::sr25519_generate(KEY_TYPE, None);
    let expires_at = T::Time::now().saturating_add(T::MaxStatementLife::get());
    let text = statement(public.into()).text(&Pallet::<T>::genesis_hash(), expires_at);
    // As wallets sign it: found at the second attempt.
    let text = format!("<Bytes>{text}</Bytes>");
    let signature =
        crypto::sr25519_sign(KEY_TYPE, &public, text.as_bytes()).expect("the key was just made");
    (public.into(), Signed { signature: signature.into(), expires_at })
}

fn service(number: u32) -> Service {
    let mut id = [b'a'; MAX_SERVICE_ID as usize];
    id[0] = id[0].saturating_add(number as u8);
    let mut endpoint = [b'x'; MAX_SERVICE_ENDPOINT as usize];
    endpoint[..4].copy_from_slice(b"did:");
    Service {
        id: BoundedVec::truncate_from(id.to_vec()),
        kind: BoundedVec::truncate_from([b'k'; MAX_SERVICE_TYPE as usize].to_vec()),
        endpoint: BoundedVec::truncate_from(endpoint.to_vec()),
    }
}

/// A DID with `accounts` accounts, `methods` methods, and `services` services; its first account.
fn full<T: Config>(
    group: u8,
    accounts: u32,
    methods: u32,
    services: u32,
) -> Result<(Did, AccountId), BenchmarkError> {
    let did = Pallet::<T>::do_create(key(group, 0), None)?;
    Documents::<T>::try_mutate(did, |document| {
        let document = document.as_mut().ok_or("it was just made")?;
        for number in 1..methods {
            let acts = number < accounts;
            let relationships =
                if acts { Relationships::SIGNING } else { Relationships::ASSERTION_METHOD };
            let key = key(group, number);
            document
                .methods
                .try_push(VerificationMethod { key: key.into(), relationships })
                .map_err(|_| "too many methods")?;
            if acts {
                AccountOwner::<T>::insert(key.account(), did);
                frame_system::Pallet::<T>::inc_providers(&key.account());
            }
        }
        for number in 0..services {
            document.services.try_push(service(number)).map_err(|_| "too many services")?;
        }
        Ok::<_, BenchmarkError>(())
    })?;
    Ok((did, key(group, 0).account()))
}

/// `number` DIDs, each the controller of the one before; the lowest.
fn ladder<T: Config>(number: u32) -> Result<(Did, AccountId), BenchmarkError> {
    let mut above = None;
    for step in (0..number).rev() {
        above = Some(Pallet::<T>::do_create(key(b'l', step), above)?);
    }
    Ok((above.ok_or("at least one")?, key(b'l', 0).account()))
}

/// As many guardians of `did` as there can be, all of whom must approve; their accounts.
fn guarded<T: Config>(did: Did) -> Result<Vec<AccountId>, BenchmarkError> {
    let mut guardians = BoundedVec::new();
    let mut accounts = Vec::new();
    for group in 0..MAX_GUARDIANS as u8 {
        let (guardian, account) =
            full::<T>(b'A'.saturating_add(group), MAX_AUTHENTICATION, MAX_METHODS, MAX_SERVICES)?;
        guardians.try_push(guardian).map_err(|_| "too many guardians")?;
        accounts.push(account);
    }
    let threshold = MAX_GUARDIANS as u8;
    Guardians::<T>::insert(did, GuardianSet { guardians, threshold });
    Ok(accounts)
}

/// Recoveries of `did`, one for each of `starters`, for keys of nobody.
fn started<T: Config>(did: Did, starters: &[AccountId]) -> Result<(), BenchmarkError> {
    for (number, account) in (0u32..).zip(starters) {
        let by = Pallet::<T>::did_of(account).ok_or("guardians have DIDs")?;
        let recovery = Recovery {
            key: key(b'r', number),
            approvals: BoundedVec::truncate_from([by].to_vec()),
            route: Route::Guardians,
            ready_at: None,
            started: T::Time::now(),
        };
        Recoveries::<T>::try_mutate(did, |recoveries| recoveries.try_push(recovery))
            .map_err(|_| "too many recoveries")?;
    }
    Ok(())
}

/// The origin of `who`, who has been admitted: whose the account is was read, and counted, there.
/// Not for calls that change that: their write counts.
pub fn admitted<T: Config>(who: AccountId) -> RawOrigin<AccountId> {
    benchmarking::add_to_whitelist(AccountOwner::<T>::hashed_key_for(&who).into());
    RawOrigin::Signed(who)
}

fn version<T: Config>(did: &Did) -> u32 {
    Documents::<T>::get(did).map_or(0, |document: DidDocument| document.version)
}

#[benchmarks]
mod benchmarks {
    use super::*;

    /// Below three controllers; the caller's is the fourth.
    #[benchmark]
    fn create() -> Result<(), BenchmarkError> {
        let (_, who) = ladder::<T>(4)?;
        let (key, proof) =
            proven::<T>(|key| Statement::AddKey { did: Did::from_key(key), key, version: 0 });
        let origin = admitted::<T>(who);

        #[extrinsic_call]
        _(origin, key, proof);

        assert_eq!(Pallet::<T>::did_of(&key.account()), Some(Did::from_key(key)));
        Ok(())
    }

    #[benchmark]
    fn add_method() -> Result<(), BenchmarkError> {
        let (did, who) = full::<T>(b'a', MAX_AUTHENTICATION - 1, MAX_METHODS - 1, MAX_SERVICES)?;
        let (key, proof) = proven::<T>(|key| Statement::AddKey { did, key, version: 1 });
        let origin = admitted::<T>(who);

        #[extrinsic_call]
        _(origin, did, 1, key.into(), Relationships::SIGNING, Some(proof));

        assert_eq!(Pallet::<T>::did_of(&key.account()), Some(did));
        Ok(())
    }

    #[benchmark]
    fn remove_method() -> Result<(), BenchmarkError> {
        let (did, who) = full::<T>(b'a', MAX_AUTHENTICATION, MAX_METHODS, MAX_SERVICES)?;
        let removed = key(b'a', MAX_AUTHENTICATION - 1);
        let origin = admitted::<T>(who);

        #[extrinsic_call]
        _(origin, did, 1, removed.into());

        assert_eq!(Pallet::<T>::did_of(&removed.account()), None);
        Ok(())
    }

    #[benchmark]
    fn set_relationships() -> Result<(), BenchmarkError> {
        let (did, who) = full::<T>(b'a', MAX_AUTHENTICATION - 1, MAX_METHODS - 1, MAX_SERVICES)?;
        let (key, proof) = proven::<T>(|key| Statement::AddKey { did, key, version: 2 });
        let idle = Relationships::ASSERTION_METHOD;
        Pallet::<T>::do_add_method(&who, &did, 1, key.into(), idle, None)?;
        let origin = admitted::<T>(who);

        #[extrinsic_call]
        _(origin, did, 2, key.into(), Relationships::SIGNING, Some(proof));

        assert_eq!(Pallet::<T>::did_of(&key.account()), Some(did));
        Ok(())
    }

    #[benchmark]
    fn rotate_key() -> Result<(), BenchmarkError> {
        let (did, who) = full::<T>(b'a', MAX_AUTHENTICATION, MAX_METHODS, MAX_SERVICES)?;
        let old = key(b'a', MAX_AUTHENTICATION - 1);
        let (new, proof) = proven::<T>(|key| Statement::AddKey { did, key, version: 1 });
        let origin = admitted::<T>(who);

        #[extrinsic_call]
        _(origin, did, 1, old.into(), new.into(), Some(proof));

        assert_eq!(Pallet::<T>::did_of(&new.account()), Some(did));
        Ok(())
    }

    /// The `s`th service of a document with `m` methods, of which as many as may are keys.
    #[benchmark]
    fn put_service(
        m: Linear<1, MAX_METHODS>,
        s: Linear<1, MAX_SERVICES>,
    ) -> Result<(), BenchmarkError> {
        let (did, who) = full::<T>(b'a', m.min(MAX_AUTHENTICATION), m, s - 1)?;
        let origin = admitted::<T>(who);

        #[extrinsic_call]
        _(origin, did, 1, service(MAX_SERVICES));

        assert_eq!(version::<T>(&did), 2);
        Ok(())
    }

    /// The last of `s` services of a document with `m` methods, of which as many as may are keys.
    #[benchmark]
    fn remove_service(
        m: Linear<1, MAX_METHODS>,
        s: Linear<1, MAX_SERVICES>,
    ) -> Result<(), BenchmarkError> {
        let (did, who) = full::<T>(b'a', m.min(MAX_AUTHENTICATION), m, s)?;
        let origin = admitted::<T>(who);

        #[extrinsic_call]
        _(origin, did, 1, service(s - 1).id);

        assert_eq!(version::<T>(&did), 2);
        Ok(())
    }

    #[benchmark]
    fn set_controller() -> Result<(), BenchmarkError> {
        let (did, who) = full::<T>(b'a', MAX_AUTHENTICATION, MAX_METHODS, MAX_SERVICES)?;
        let (controller, _) = ladder::<T>(4)?;
        let origin = admitted::<T>(who);

        #[extrinsic_call]
        _(origin, did, 1, Some(controller));

        assert_eq!(version::<T>(&did), 2);
        Ok(())
    }

    #[benchmark]
    fn deactivate() -> Result<(), BenchmarkError> {
        let (did, who) = full::<T>(b'a', MAX_AUTHENTICATION, MAX_METHODS, MAX_SERVICES)?;
        let guardians = guarded::<T>(did)?;
        started::<T>(did, &guardians)?;

        #[extrinsic_call]
        _(RawOrigin::Signed(who), did, 1);

        assert!(!Pallet::<T>::is_active(&did));
        Ok(())
    }

    #[benchmark]
    fn set_guardians() -> Result<(), BenchmarkError> {
        let (did, who) = full::<T>(b'a', MAX_AUTHENTICATION, MAX_METHODS, MAX_SERVICES)?;
        let guardians = guarded::<T>(did)?;
        started::<T>(did, &guardians)?;
        let GuardianSet { guardians, threshold } = Guardians::<T>::take(did).ok_or("just set")?;
        let origin = admitted::<T>(who);

        #[extrinsic_call]
        _(origin, did, guardians, threshold);

        assert!(Guardians::<T>::contains_key(did) && !Recoveries::<T>::contains_key(did));
        Ok(())
    }

    /// Beside as many others as guardians can run; the starter turns from one of them.
    #[benchmark]
    fn start_recovery() -> Result<(), BenchmarkError> {
        let (did, _) = full::<T>(b'a', MAX_AUTHENTICATION, MAX_METHODS, MAX_SERVICES)?;
        let guardians = guarded::<T>(did)?;
        started::<T>(did, &guardians)?;
        let who = guardians.last().cloned().ok_or("there are guardians")?;
        let (key, proof) = proven::<T>(|key| Statement::Recover { did, key, version: 1 });
        let origin = admitted::<T>(who);

        #[extrinsic_call]
        _(origin, did, key, proof);

        assert!(Recoveries::<T>::get(did).iter().any(|recovery| recovery.key == key));
        Ok(())
    }

    /// The last approval that is needed, from somebody who turns from another recovery.
    #[benchmark]
    fn approve_recovery() -> Result<(), BenchmarkError> {
        let (did, _) = full::<T>(b'a', MAX_AUTHENTICATION, MAX_METHODS, MAX_SERVICES)?;
        let guardians = guarded::<T>(did)?;
        started::<T>(did, &guardians)?;
        let (who, others) = guardians.split_last().ok_or("there are guardians")?;
        let key = key(b'r', 0);
        for other in others.iter().skip(1) {
            Pallet::<T>::do_approve_recovery(other, &did, key)?;
        }
        let origin = admitted::<T>(who.clone());

        #[extrinsic_call]
        _(origin, did, key);

        let recoveries = Recoveries::<T>::get(did);
        assert!(recoveries.iter().all(|recovery| recovery.ready_at.is_some()));
        assert!((recoveries.len() as u32) < MAX_RECOVERIES);
        Ok(())
    }

    #[benchmark]
    fn cancel_recovery() -> Result<(), BenchmarkError> {
        let (did, who) = full::<T>(b'a', MAX_AUTHENTICATION, MAX_METHODS, MAX_SERVICES)?;
        let guardians = guarded::<T>(did)?;
        started::<T>(did, &guardians)?;
        let origin = admitted::<T>(who);

        #[extrinsic_call]
        _(origin, did);

        assert!(!Recoveries::<T>::contains_key(did));
        Ok(())
    }

    #[benchmark]
    fn finish_recovery() -> Result<(), BenchmarkError> {
        let (did, who) = full::<T>(b'a', MAX_AUTHENTICATION, MAX_METHODS, MAX_SERVICES)?;
        let guardians = guarded::<T>(did)?;
        let (first, others) = guardians.split_first().ok_or("there are guardians")?;
        started::<T>(did, core::slice::from_ref(first))?;
        let key = key(b'r', 0);
        for other in others {
            Pallet::<T>::do_approve_recovery(other, &did, key)?;
        }
        // The delay has passed.
        Recoveries::<T>::mutate(did, |recoveries| {
            recoveries.iter_mut().for_each(|recovery| recovery.ready_at = Some(T::Time::now()));
        });

        #[extrinsic_call]
        _(RawOrigin::Signed(who), did, key);

        assert_eq!(Pallet::<T>::did_of(&key.account()), Some(did));
        let only: Option<PublicKey> = Documents::<T>::get(did)
            .and_then(|document| document.methods.first().map(|method| method.key));
        assert_eq!(only, Some(key.into()));
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
