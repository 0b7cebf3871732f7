//! What each call and hook costs in its worst case: stewards are found by the longest way, files have
//! the longest paths, and commitments end with what ends.

use alloc::vec::Vec;

use crate::{Task, *};
use frame::{
    benchmarking::prelude::*,
    traits::{Authorize, Time},
};
use icn_primitives::{
    content::{chunk_count, merkle, segment_count, Content, SegmentProof, MAX_LENGTH, MAX_PATH},
    membership::Role,
    parties::Parties,
    storage::{
        key_payload, Anchor, AnchorId, CommitmentId, Proofs, Stage, Tally, MAX_KEPT, MAX_SAMPLES,
        PROVIDER_KEY,
    },
    AccountId, CooperativeId, Did, Hash, Signature, SigningKey, DAY,
};
use polkadot_sdk::{
    sp_core::sr25519, sp_io::crypto, sp_runtime::transaction_validity::TransactionSource,
};

/// The one segment of which the longest file is made here.
const SEGMENT: [u8; 1024] = [7; 1024];

/// The longest file, all of whose segments are the same: so each level has one node, and a path holds
/// them in order.
fn longest_file() -> (Content, Vec<Hash>) {
    let mut node = merkle::leaf(&SEGMENT);
    let path = (0..MAX_PATH)
        .map(|_| {
            let below = node;
            node = merkle::node(&below, &below);
            below
        })
        .collect();
    let content = Content {
        length: MAX_LENGTH,
        chunks: chunk_count(MAX_LENGTH).unwrap_or_default(),
        content_root: Hash::repeat_byte(1),
        segment_root: node,
        s003_hash: Hash::repeat_byte(2),
    };
    (content, path)
}

/// A cooperative that can keep all that a benchmark needs.
struct Keeper {
    id: CooperativeId,
    steward: AccountId,
    key: sr25519::Public,
}

fn new_key<T: Config>(id: CooperativeId) -> (SigningKey, sr25519::Public, Signature) {
    let public = crypto::sr25519_generate(PROVIDER_KEY, None);
    let key = SigningKey::from(public);
    let payload = key_payload(&Pallet::<T>::genesis_hash(), id, &key);
    (key, public, sign(&public, &payload))
}

fn sign(key: &sr25519::Public, payload: &[u8]) -> Signature {
    crypto::sr25519_sign(PROVIDER_KEY, key, payload).expect("the key was just made").into()
}

/// A cooperative that takes part, and its steward; others for each number.
fn cooperative<T: Config>(number: u32) -> (CooperativeId, AccountId) {
    let id = CooperativeId(number.saturating_add(1_000));
    let (steward, _) = T::Parties::make_member(id, 0, Role::Steward);
    (id, steward)
}

fn keeper<T: Config>(number: u32) -> Result<Keeper, DispatchError> {
    let (id, steward) = cooperative::<T>(number);
    let (key, public, proof) = new_key::<T>(id);
    Pallet::<T>::do_register(id, u64::MAX, key, &proof)?;
    Ok(Keeper { id, steward, key: public })
}

/// A cooperative that owns anchors, and its steward.
fn owner<T: Config>() -> Result<(AccountId, Did), BenchmarkError> {
    let (id, steward) = cooperative::<T>(0);
    Ok((steward, T::Parties::did_of_cooperative(id).ok_or("a cooperative has a DID")?))
}

/// Rules by which nothing fails.
fn set_rules<T: Config>() {
    Parameters::<T>::put(StorageParameters {
        samples: MAX_SAMPLES,
        max_length: MAX_LENGTH,
        misses_to_lose: 1,
        ..Default::default()
    });
}

fn retention<T: Config>() -> u64 {
    T::Time::now().saturating_add(DAY)
}

fn anchor<T: Config>(owner: Did) -> Result<AnchorId, DispatchError> {
    set_rules::<T>();
    Pallet::<T>::do_anchor(owner, longest_file().0, Hash::zero(), retention::<T>(), 1)
}

/// The longest file of one cooperative, kept by another.
fn kept<T: Config>() -> Result<(Keeper, CommitmentId), BenchmarkError> {
    let (_, owner) = owner::<T>()?;
    let keeper = keeper::<T>(1)?;
    let (id, ..) = Pallet::<T>::do_commit(keeper.id, anchor::<T>(owner)?)?;
    Ok((keeper, id))
}

/// The same, challenged for so many samples.
fn challenged<T: Config>(samples: u32) -> Result<(Keeper, CommitmentId), BenchmarkError> {
    let (keeper, id) = kept::<T>()?;
    Parameters::<T>::mutate(|rules| rules.samples = samples);
    take_up::<T>(id);
    Pallet::<T>::issue(id)?;
    Ok((keeper, id))
}

/// Takes a commitment's next challenge out of the agenda.
fn take_up<T: Config>(id: CommitmentId) {
    if let Some(Stage::Waiting { due }) = Commitments::<T>::get(id).map(|found| found.stage) {
        Pallet::<T>::unschedule(Rank::Challenges, due.into(), Task::Challenge(id));
    }
}

/// The notice of a commitment has passed.
fn give_notice<T: Config>(id: CommitmentId) -> DispatchResult {
    let ends_at = Pallet::<T>::do_withdraw(id)?;
    Pallet::<T>::unschedule(Rank::Terms, ends_at, Task::Leave(id));
    Commitments::<T>::mutate_extant(id, |commitment| commitment.ends_at = Some(0));
    Pallet::<T>::schedule(Rank::Terms, 0, Task::Leave(id));
    Ok(())
}

/// The answer to the challenge of a commitment.
fn answer<T: Config>(
    keeper: &Keeper,
    id: CommitmentId,
) -> Result<(u32, Proofs, Signature), BenchmarkError> {
    let commitment = Commitments::<T>::get(id).ok_or("it was made")?;
    let challenge = commitment.challenge().ok_or("it was challenged")?;
    let path: BoundedVec<_, _> = longest_file().1.try_into().map_err(|_| "the path is right")?;
    let prove = |index: &u32| SegmentProof {
        index: *index,
        segment: BoundedVec::truncate_from(SEGMENT.to_vec()),
        path: path.clone(),
    };
    let proofs = Proofs::truncate_from(challenge.segments.iter().map(prove).collect());
    let signature = sign(&keeper.key, &Pallet::<T>::payload(id, challenge.number, &proofs));
    Ok((challenge.number, proofs, signature))
}

/// Puts something to award into a provider's tally.
fn fill_tally<T: Config>(id: CooperativeId) {
    Providers::<T>::mutate_extant(id, |provider| {
        provider.tally = Tally { answered: 1, missed: 1, due: Some(0) };
    });
    Pallet::<T>::schedule(Rank::Terms, 0, Task::Award(id));
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn anchor_content() -> Result<(), BenchmarkError> {
        let (steward, owner) = owner::<T>()?;
        set_rules::<T>();

        #[extrinsic_call]
        _(RawOrigin::Signed(steward), owner, longest_file().0, Hash::zero(), retention::<T>(), 1);

        assert_eq!(AnchorCount::<T>::get(owner), 1);
        Ok(())
    }

    #[benchmark]
    fn extend_retention() -> Result<(), BenchmarkError> {
        let (steward, owner) = owner::<T>()?;
        let id = anchor::<T>(owner)?;

        #[extrinsic_call]
        _(RawOrigin::Signed(steward), id, retention::<T>().saturating_add(DAY));

        Ok(())
    }

    #[benchmark]
    fn set_wanted_replicas() -> Result<(), BenchmarkError> {
        let (steward, owner) = owner::<T>()?;
        let id = anchor::<T>(owner)?;

        #[extrinsic_call]
        _(RawOrigin::Signed(steward), id, 2);

        Ok(())
    }

    #[benchmark]
    fn remove_anchor(c: Linear<0, MAX_KEPT>) -> Result<(), BenchmarkError> {
        let (steward, owner) = owner::<T>()?;
        let id = anchor::<T>(owner)?;
        for number in 0..c {
            let keeper = keeper::<T>(number.saturating_add(1))?;
            let (commitment, ..) = Pallet::<T>::do_commit(keeper.id, id)?;
            take_up::<T>(commitment);
            Pallet::<T>::issue(commitment)?;
            // Leaving, so that there is room for the next.
            give_notice::<T>(commitment)?;
        }

        #[extrinsic_call]
        _(RawOrigin::Signed(steward), id);

        assert!(Tombstones::<T>::contains_key(id));
        assert_eq!(Commitments::<T>::iter_keys().count(), 0);
        Ok(())
    }

    #[benchmark]
    fn register_provider() {
        let (id, steward) = cooperative::<T>(0);
        let (key, _, proof) = new_key::<T>(id);

        #[extrinsic_call]
        _(RawOrigin::Signed(steward), id, 1, key, proof);

        assert!(Providers::<T>::contains_key(id));
    }

    #[benchmark]
    fn set_capacity() -> Result<(), BenchmarkError> {
        let keeper = keeper::<T>(0)?;

        #[extrinsic_call]
        _(RawOrigin::Signed(keeper.steward), keeper.id, 1);

        Ok(())
    }

    #[benchmark]
    fn set_provider_key() -> Result<(), BenchmarkError> {
        let keeper = keeper::<T>(0)?;
        let (key, _, proof) = new_key::<T>(keeper.id);

        #[extrinsic_call]
        _(RawOrigin::Signed(keeper.steward), keeper.id, key, proof);

        assert_eq!(ProviderOf::<T>::get(key.account()), Some(keeper.id));
        Ok(())
    }

    #[benchmark]
    fn close_provider() -> Result<(), BenchmarkError> {
        let keeper = keeper::<T>(0)?;
        fill_tally::<T>(keeper.id);

        #[extrinsic_call]
        _(RawOrigin::Signed(keeper.steward), keeper.id);

        assert!(!Providers::<T>::contains_key(keeper.id));
        Ok(())
    }

    #[benchmark]
    fn commit() -> Result<(), BenchmarkError> {
        let (_, owner) = owner::<T>()?;
        let keeper = keeper::<T>(1)?;
        let id = anchor::<T>(owner)?;

        #[extrinsic_call]
        _(RawOrigin::Signed(keeper.steward), keeper.id, id);

        assert!(Replicas::<T>::contains_key(id, keeper.id));
        Ok(())
    }

    #[benchmark]
    fn withdraw() -> Result<(), BenchmarkError> {
        let (keeper, id) = kept::<T>()?;

        #[extrinsic_call]
        _(RawOrigin::Signed(keeper.steward), id);

        Ok(())
    }

    #[benchmark]
    fn answer_challenge(s: Linear<1, MAX_SAMPLES>) -> Result<(), BenchmarkError> {
        let (keeper, id) = challenged::<T>(s)?;
        give_notice::<T>(id)?;
        let (number, proofs, signature) = answer::<T>(&keeper, id)?;

        #[extrinsic_call]
        _(RawOrigin::Authorized, id, number, proofs, signature);

        assert!(!Commitments::<T>::contains_key(id));
        Ok(())
    }

    #[benchmark]
    fn authorize_answer(s: Linear<1, MAX_SAMPLES>) -> Result<(), BenchmarkError> {
        let (keeper, id) = challenged::<T>(s)?;
        let (number, proofs, signature) = answer::<T>(&keeper, id)?;
        let call = Call::<T>::answer_challenge { commitment: id, number, proofs, signature };

        #[block]
        {
            call.authorize(TransactionSource::External).ok_or("it is authorized so")??;
        }

        Ok(())
    }

    #[benchmark]
    fn set_parameters() -> Result<(), BenchmarkError> {
        let origin = T::FederationOrigin::try_successful_origin()
            .map_err(|()| BenchmarkError::Weightless)?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, StorageParameters::default());

        Ok(())
    }

    #[benchmark]
    fn peek() -> Result<(), BenchmarkError> {
        kept::<T>()?;
        let first;

        #[block]
        {
            first = Agenda::<T>::iter_key_prefix(Rank::Terms).next();
            Parameters::<T>::get();
        }

        let Some((_, Task::Expire(id))) = first else {
            return Err("an anchor waits for its end".into());
        };
        assert!(Anchors::<T>::get(id).is_some_and(|Anchor { kept, .. }| kept == 1));
        Ok(())
    }

    #[benchmark]
    fn issue_challenge(s: Linear<1, MAX_SAMPLES>) -> Result<(), BenchmarkError> {
        let (_, id) = kept::<T>()?;
        Parameters::<T>::mutate(|rules| rules.samples = s);
        take_up::<T>(id);

        #[block]
        {
            Pallet::<T>::issue(id)?;
        }

        let segments = Commitments::<T>::get(id)
            .and_then(|commitment| Some(commitment.challenge()?.segments.len()));
        assert_eq!(segments, Some(s as usize));
        assert!(segment_count(MAX_LENGTH).is_some());
        Ok(())
    }

    #[benchmark]
    fn close_challenge() -> Result<(), BenchmarkError> {
        let (_, id) = challenged::<T>(MAX_SAMPLES)?;

        #[block]
        {
            Pallet::<T>::close(id)?;
        }

        assert!(!Commitments::<T>::contains_key(id));
        Ok(())
    }

    #[benchmark]
    fn leave() -> Result<(), BenchmarkError> {
        let (_, id) = kept::<T>()?;
        give_notice::<T>(id)?;

        #[block]
        {
            Pallet::<T>::leave(id)?;
        }

        assert!(!Commitments::<T>::contains_key(id));
        Ok(())
    }

    #[benchmark]
    fn award() -> Result<(), BenchmarkError> {
        let keeper = keeper::<T>(0)?;
        fill_tally::<T>(keeper.id);

        #[block]
        {
            Pallet::<T>::award(keeper.id)?;
        }

        assert!(Providers::<T>::get(keeper.id).is_some_and(|found| found.tally.is_empty()));
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
