//! Bytes from peers: blobs that are missing, and chunks that are damaged.

use futures::channel::oneshot;
use icn_blobs::wire::{Answer, Request};
use icn_primitives::Hash;
use polkadot_sdk::sc_network::{config::IncomingRequest, PeerId};
use std::time::Duration;

use super::{
    file, hashed,
    world::{Manner, Others},
    Disk, CHUNK,
};
use crate::{
    blobs::{
        protocol,
        repair::{look_through, Outcome},
        transfer::{fetch, is_offered, NotFetched},
    },
    closed_network::ClosedNetwork,
};

/// How long a test waits for nothing.
const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_blob_is_fetched_from_several_although_one_lies_and_one_is_silent() {
    let file = file(1, 6 * CHUNK + 100);
    let (content, _) = hashed(&file);
    let (one, two, own) = (Disk::keeping(&file), Disk::keeping(&file), Disk::new());
    let manners =
        [Manner::Lying(one.store().clone()), Manner::Silent, Manner::Honest(two.store().clone())];
    let peers = Others::new(&manners);
    fetch(&*peers, own.store(), content, &own.metrics(), LONG).await.unwrap();
    assert_eq!(own.read(&content), file);
    // Again is nothing to do.
    fetch(&Others::default(), own.store(), content, &own.metrics(), SHORT).await.unwrap();
}

#[tokio::test]
async fn a_fetch_that_nobody_can_serve_ends_and_goes_on_with_what_it_has() {
    let file = file(1, 3 * CHUNK);
    let (content, _) = hashed(&file);
    let (half, own) = (Disk::keeping(&file), Disk::new());
    half.damage(&content, 1);
    let peers = Others::new(&[Manner::Honest(half.store().clone())]);
    let fetched = fetch(&*peers, own.store(), content, &own.metrics(), SHORT).await;
    assert!(matches!(fetched, Err(NotFetched::NobodyHasIt)), "{fetched:?}");
    let upload = own.store().upload(content).unwrap();
    assert_eq!((upload.present(), upload.has(1)), (2, false));
    drop(upload);

    let own = own.again();
    let whole = Disk::keeping(&file);
    peers.join(Manner::Honest(whole.store().clone()));
    fetch(&*peers, own.store(), content, &own.metrics(), LONG).await.unwrap();
    assert_eq!(own.read(&content), file);
}

#[tokio::test]
async fn a_file_that_was_anchored_with_a_false_hash_is_not_kept() {
    let file = file(1, 10);
    let (mut content, _) = hashed(&file);
    content.s003_hash = Hash::repeat_byte(1);
    let (honest, own) = (Disk::keeping(&file), Disk::new());
    let peers = Others::new(&[Manner::Honest(honest.store().clone())]);
    // It isn't even offered.
    assert!(!is_offered(&*peers, &content).await);
    let fetched = fetch(&*peers, own.store(), content, &own.metrics(), LONG).await;
    assert!(matches!(fetched, Err(NotFetched::FalseContent)), "{fetched:?}");
    assert_eq!(own.store().usage().used, 0);
    assert!(is_offered(&*peers, &hashed(&file).0).await);
}

#[tokio::test]
async fn damage_is_found_and_put_right_from_an_honest_peer() {
    let file = file(1, 3 * CHUNK + 7);
    let (content, _) = hashed(&file);
    let root = content.content_root;
    let (own, other) = (Disk::keeping(&file), Disk::keeping(&file));
    let alone = Others::default();
    let look = |peers: std::sync::Arc<Others>| {
        let (store, metrics) = (own.store().clone(), own.metrics());
        async move { look_through(&*peers, &store, root, &metrics).await }
    };
    assert_eq!(look_through(&alone, own.store(), root, &own.metrics()).await, Outcome::Whole);
    for index in [0, 3] {
        own.damage(&content, index);
    }
    assert_eq!(look(Others::new(&[Manner::Silent])).await, Outcome::Damaged(2));
    let liar = Manner::Lying(other.store().clone());
    assert_eq!(look(Others::new(std::slice::from_ref(&liar))).await, Outcome::Damaged(2));
    let honest = Manner::Honest(other.store().clone());
    assert_eq!(look(Others::new(&[liar, honest.clone()])).await, Outcome::Repaired);
    assert_eq!(own.read(&content), file);

    // Hashes are made anew from the bytes, without anybody.
    own.change(&content, "tree", 200);
    assert_eq!(look(Others::new(&[])).await, Outcome::Repaired);
    assert_eq!(look(Others::new(&[])).await, Outcome::Whole);
    assert_eq!(own.read(&content), file);

    // When neither can be told right from wrong, it goes, to be fetched anew.
    own.change(&content, "tree", 10);
    own.change(&content, "tree", 200);
    own.damage(&content, 1);
    assert_eq!(look(Others::new(&[honest])).await, Outcome::Deleted);
    assert!(!own.store().has(&root));
}

#[tokio::test]
async fn listed_peers_are_answered_and_nobody_else() {
    let file = file(1, 10);
    let (content, _) = hashed(&file);
    let own = Disk::keeping(&file);
    let (listed, guest) = (PeerId::random(), PeerId::random());
    let network = ClosedNetwork::new([], true);
    network.set_listed([listed].into());
    let (queue, requests) = async_channel::bounded(8);
    let mut asked = Vec::new();
    let request = Request::Chunk { root: content.content_root, index: 0 }.to_bytes();
    for (peer, payload) in [(listed, request.clone()), (guest, request), (listed, vec![9; 5])] {
        let (pending_response, response) = oneshot::channel();
        queue.send(IncomingRequest { peer, payload, pending_response }).await.unwrap();
        asked.push(response);
    }
    drop(queue);
    protocol::answer(requests, own.store().clone(), network, own.metrics()).await;
    let mut answers = Vec::new();
    for response in asked {
        let answer = response.await.ok().map(|response| response.result.unwrap());
        answers.push(answer.map(|bytes| Answer::from_bytes(&bytes).unwrap()));
    }
    assert_eq!(answers, [Some(Answer::Chunk(file)), None, Some(Answer::NotUnderstood)]);
}

#[test]
fn the_protocol_belongs_to_one_chain() {
    let name = |genesis, fork| protocol::name(&genesis, fork).to_string();
    let zeros = "00".repeat(32);
    assert_eq!(name(Hash::zero(), None), format!("/{zeros}/blobs/1"));
    assert_eq!(name(Hash::zero(), Some("x")), format!("/{zeros}/x/blobs/1"));
}
