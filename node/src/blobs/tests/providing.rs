//! What a provider's node does by itself.

use icn_primitives::{storage::AnchorId, Hash};
use polkadot_sdk::{sc_keystore::LocalKeystore, sp_keystore::KeystorePtr};
use std::{sync::Arc, time::Instant};

use super::{
    file, hashed,
    world::{Chain, Manner, Others, Pool, OWN},
    Disk, CHUNK,
};
use crate::blobs::{
    chain::{keys, sign, Reader},
    challenges::Challenges,
    commit::commit_transaction,
    provider::{Keeper, Suspects},
    unanchored::{Unanchored, GRACE},
};

fn challenges(
    chain: &Arc<Chain>,
    keystore: &KeystorePtr,
    pool: &Pool,
    disk: &Disk,
) -> (Challenges<Chain>, Suspects) {
    let suspects = Suspects::default();
    let reader = Reader(chain.clone());
    let pool = Arc::new(pool.clone());
    let store = disk.store().clone();
    (Challenges::new(reader, keystore.clone(), pool, store, suspects.clone()), suspects)
}

#[tokio::test]
async fn what_was_promised_is_fetched_and_challenges_are_answered() {
    let (one, two) = (file(1, 2 * CHUNK + 5), file(2, 10));
    let contents = [hashed(&one).0, hashed(&two).0];
    let (chain, keystore) = Chain::with_provider(&contents);
    let (own, other, pool) = (Disk::new(), Disk::new(), Pool::default());
    for file in [&one, &two] {
        other.store().put(&file[..]).unwrap();
    }
    let (mut challenges, suspects) = challenges(&chain, &keystore, &pool, &own);
    let peers = Others::new(&[Manner::Honest(other.store().clone())]);
    let mut keeper = Keeper::new(chain.clone(), keystore, peers, own.blobs.clone(), suspects, None);

    chain.challenge(0, 1, &[2_048, 0, 17]);
    // There is nothing here yet to answer with, and it isn't given up.
    assert_eq!(challenges.answer_due().await.unwrap(), 0);
    keeper.keep().await.unwrap();
    assert_eq!(own.read(&contents[0]), one);
    assert_eq!(own.read(&contents[1]), two);
    assert_eq!(challenges.answer_due().await.unwrap(), 1);
    assert_eq!(pool.taken(), [[0, 1]]);

    // An answer waits for its block; when it doesn't get there it is sent again.
    chain.challenge(1, 5, &[0]);
    assert_eq!(challenges.answer_due().await.unwrap(), 1);
    chain.state().block = 7;
    assert_eq!(challenges.answer_due().await.unwrap(), 0);
    chain.state().block = 8;
    assert_eq!(challenges.answer_due().await.unwrap(), 2);
    chain.state().due.clear();
    assert_eq!(challenges.answer_due().await.unwrap(), 0);
    assert_eq!(pool.taken().len(), 4);
}

#[tokio::test]
async fn a_challenge_finds_damage_which_is_put_right_before_it_is_answered() {
    let file = file(1, 2 * CHUNK);
    let (content, _) = hashed(&file);
    let (chain, keystore) = Chain::with_provider(&[content]);
    let (own, other, pool) = (Disk::keeping(&file), Disk::keeping(&file), Pool::default());
    let (mut challenges, suspects) = challenges(&chain, &keystore, &pool, &own);
    let peers = Others::new(&[]);
    let blobs = own.blobs.clone();
    let mut keeper =
        Keeper::new(chain.clone(), keystore, peers.clone(), blobs, suspects.clone(), None);
    keeper.keep().await.unwrap();
    own.damage(&content, 1);
    chain.challenge(0, 1, &[1_030]);
    assert_eq!(challenges.answer_due().await.unwrap(), 0);
    assert!(suspects.has(&content.content_root));
    peers.join(Manner::Honest(other.store().clone()));
    keeper.keep().await.unwrap();
    assert!(!suspects.has(&content.content_root));
    assert_eq!(challenges.answer_due().await.unwrap(), 1);
    assert_eq!(own.read(&content), file);
}

#[tokio::test]
async fn damage_found_while_nobody_is_connected_is_put_right_as_soon_as_somebody_is() {
    let file = file(1, CHUNK);
    let (content, _) = hashed(&file);
    let (chain, keystore) = Chain::with_provider(&[content]);
    let (own, other) = (Disk::keeping(&file), Disk::keeping(&file));
    own.damage(&content, 0);
    let (peers, suspects) = (Others::new(&[]), Suspects::default());
    let blobs = own.blobs.clone();
    let mut keeper = Keeper::new(chain, keystore, peers.clone(), blobs, suspects.clone(), None);
    keeper.keep().await.unwrap();
    assert!(suspects.has(&content.content_root));
    peers.join(Manner::Honest(other.store().clone()));
    keeper.keep().await.unwrap();
    assert_eq!(own.read(&content), file);
}

#[tokio::test]
async fn a_node_without_the_key_answers_nothing_and_still_looks_for_damage() {
    let file = file(1, CHUNK);
    let (content, _) = hashed(&file);
    let (chain, _) = Chain::with_provider(&[content]);
    let (own, other, pool) = (Disk::keeping(&file), Disk::keeping(&file), Pool::default());
    let keystore: KeystorePtr = LocalKeystore::in_memory().into();
    let (mut challenges, suspects) = challenges(&chain, &keystore, &pool, &own);
    own.damage(&content, 0);
    chain.challenge(0, 1, &[0]);
    assert_eq!(challenges.answer_due().await.unwrap(), 0);
    let peers = Others::new(&[Manner::Honest(other.store().clone())]);
    let blobs = own.blobs.clone();
    Keeper::new(chain, keystore, peers, blobs, suspects, None).keep().await.unwrap();
    assert_eq!(own.read(&content), file);
}

#[test]
fn what_nobody_anchors_is_deleted_a_day_later() {
    let (kept, dropped) = (file(1, 10), file(2, 10));
    let (chain, _) = Chain::with_provider(&[hashed(&kept).0]);
    let own = Disk::keeping(&kept);
    own.store().put(&dropped[..]).unwrap();
    let (reader, mut unanchored) = (Reader(chain.clone()), Unanchored::default());
    let begin = Instant::now();
    let mut deleted = |now| unanchored.delete(&reader, Hash::zero(), own.store(), now).unwrap();
    assert_eq!(deleted(begin), 0);
    // It is anchored in between, and the day begins anew.
    chain.state().anchors.push(hashed(&dropped).0);
    assert_eq!(deleted(begin + GRACE / 2), 0);
    chain.state().anchors.pop();
    assert_eq!(deleted(begin + GRACE), 0);
    assert_eq!(deleted(begin + GRACE * 2), 1);
    assert_eq!(own.store().list(None, 10).len(), 1);
    assert!(own.store().has(&hashed(&kept).0.content_root));
}

#[test]
fn a_commitment_is_a_transaction_that_the_runtime_reads() {
    use codec::DecodeAll;
    use icn_runtime::{RuntimeCall, UncheckedExtrinsic, VERSION};

    let (_, keystore) = Chain::with_provider(&[]);
    let key = keys(&keystore)[0];
    let (genesis, versions) =
        (Hash::repeat_byte(1), (VERSION.spec_version, VERSION.transaction_version));
    let made = commit_transaction(OWN, AnchorId(3), key.account(), 4, genesis, versions, |text| {
        sign(&keystore, &key, text)
    });
    let transaction = UncheckedExtrinsic::decode_all(&mut &made.unwrap()[..]).unwrap();
    let expected: RuntimeCall =
        pallet_storage::Call::commit { provider: OWN, anchor: AnchorId(3) }.into();
    assert_eq!(transaction.function, expected);
}
