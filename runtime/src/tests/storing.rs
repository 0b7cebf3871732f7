//! Files that cooperatives keep: anchored and challenged on the storage shard, known on the hub.

use codec::DecodeAll;
use icn_primitives::{
    content::{Content, SegmentProof},
    governance::{Body, DecisionKind, Stage},
    reputation::Category,
    storage::{
        key_payload, AnchorId, Commitment, CommitmentId, DueChallenge, Proofs, Removal,
        StorageParameters,
    },
    Hash, Signature, DAY,
};
use pallet_storage::Call;
use polkadot_sdk::sp_core::Pair;

use super::{
    chain::Person,
    founders::{all, decide_there, decided, elsewhere, steward, CARE, FOOD},
    joined::{member, organisation, Joined, STORE},
};
use crate::{
    shards::HUB, storage::answer_transaction, Executive, Runtime, Storage, Timestamp,
    UncheckedExtrinsic,
};

const ANCHOR: AnchorId = AnchorId(0);
const COMMITMENT: CommitmentId = CommitmentId(0);

/// Challenges often enough for a test.
fn quick() -> StorageParameters {
    StorageParameters {
        challenge_period: 20,
        answer_window: 10,
        misses_to_lose: 2,
        ..StorageParameters::default()
    }
}

/// A file of a chunk and a bit.
fn file() -> Vec<u8> {
    (0..1_100_000u32).map(|index| (index % 251) as u8).collect()
}

/// The key of the node of the care cooperative.
fn node() -> Person {
    Person::named("care node")
}

/// Where the care cooperative has promised to keep ada's file, of which this is known.
fn promised(bytes: &[u8]) -> Joined {
    let mut joined = Joined::new();
    joined.on(HUB, || {
        let rules = elsewhere(STORE, Call::set_parameters { parameters: quick() });
        let stage = decided(FOOD, Body::Federation, DecisionKind::Bylaw, Some(rules), &all());
        assert_eq!(stage, Stage::Executed);
    });
    joined.settle();
    joined.on(STORE, || {
        let ada = member(FOOD);
        let anchor = Call::anchor_content {
            owner: ada.did(),
            content: Content::of(bytes).expect("not too long"),
            media_type: Hash::repeat_byte(1),
            retain_until: Timestamp::get() + 365 * DAY,
            wanted: 1,
        };
        ada.dispatch(anchor).expect("it is anchored");
        let genesis = pallet_storage::Pallet::<Runtime>::genesis_hash();
        let proof = node().0.sign(&key_payload(&genesis, CARE, &node().key()));
        let (capacity, key) = (1 << 30, node().key());
        let offer = Call::register_provider { provider: CARE, capacity, key, proof: proof.into() };
        steward(CARE).dispatch(offer).expect("it is a provider");
        let commit = Call::commit { provider: CARE, anchor: ANCHOR };
        node().dispatch(commit).expect("it has promised");
    });
    joined
}

fn commitment(joined: &mut Joined) -> Option<Commitment> {
    joined.on(STORE, || Storage::commitment(COMMITMENT))
}

/// Blocks until there is a challenge to answer.
fn challenged(joined: &mut Joined) -> DueChallenge {
    for _ in 0..100 {
        joined.run_on(&[STORE], 1);
        let due = joined.on(STORE, || Storage::due_challenges(&node().account(), None, 10));
        if let Some(due) = due.into_iter().next() {
            return due;
        }
    }
    panic!("nobody asks")
}

/// The transaction with which the node shows what is asked for, out of these bytes.
fn answer(due: &DueChallenge, bytes: &[u8]) -> Result<UncheckedExtrinsic, Vec<u8>> {
    let (id, number) = (due.commitment, due.challenge.number);
    let shown = due.challenge.segments.iter().filter_map(|index| SegmentProof::of(bytes, *index));
    let proofs = Proofs::truncate_from(shown.collect());
    let payload = pallet_storage::Pallet::<Runtime>::payload(id, number, &proofs);
    let signature = Signature::from(node().0.sign(&payload));
    let transaction = answer_transaction(id, number, proofs, signature)?;
    Ok(UncheckedExtrinsic::decode_all(&mut &transaction[..]).expect("a transaction"))
}

/// The node answers with these bytes, and that counts.
fn answers(joined: &mut Joined, due: &DueChallenge, bytes: &[u8]) {
    joined.on(STORE, || {
        let transaction = answer(due, bytes).expect("it is an answer");
        Executive::apply_extrinsic(transaction).expect("it is admitted").expect("it counts");
    });
}

#[test]
fn who_keeps_what_it_has_promised_is_known_for_it_on_the_hub() {
    let bytes = file();
    let mut joined = promised(&bytes);
    let keeper = joined.on(HUB, || organisation(CARE));
    for number in 1..=3 {
        let due = challenged(&mut joined);
        assert_eq!(due.challenge.number, number);
        answers(&mut joined, &due, &bytes);
    }
    let record = commitment(&mut joined).expect("it goes on").record;
    assert_eq!((record.asked, record.answered), (3, 3));
    assert_eq!(joined.events(keeper, Category::ResourceSharing), 0, "not one by one");
    joined.pass_on(&[STORE], DAY);
    joined.settle();
    assert_eq!(joined.events(keeper, Category::ResourceSharing), 1);
    assert!(joined.score(keeper, Category::ResourceSharing).0 > 0);
}

#[test]
fn what_is_shown_has_to_be_what_was_anchored() {
    let bytes = file();
    let mut joined = promised(&bytes);
    let due = challenged(&mut joined);
    let mut other = bytes.clone();
    other.iter_mut().for_each(|byte| *byte ^= 1);
    let refused = joined.on(STORE, || answer(&due, &other).map(drop));
    assert_eq!(refused, Err(b"InvalidProof".to_vec()));
    answers(&mut joined, &due, &bytes);
    // Once.
    let again = joined.on(STORE, || answer(&due, &bytes).map(drop));
    assert_eq!(again, Err(b"NoChallenge".to_vec()));
}

#[test]
fn who_shows_nothing_loses_the_promise_and_what_it_was_known_for() {
    let bytes = file();
    let mut joined = promised(&bytes);
    let keeper = joined.on(HUB, || organisation(CARE));
    let due = challenged(&mut joined);
    answers(&mut joined, &due, &bytes);
    while commitment(&mut joined).is_some() {
        joined.run_on(&[STORE], 1);
    }
    let anchor = joined.on(STORE, || Storage::anchor(ANCHOR).expect("it is there"));
    assert!(anchor.is_wanting(), "others may promise it");
    joined.pass_on(&[STORE], DAY);
    joined.settle();
    // What was given for the answer, and what was taken for two misses.
    assert_eq!(joined.events(keeper, Category::ResourceSharing), 2);
    assert_eq!(joined.score(keeper, Category::ResourceSharing).0, 0, "never less than nothing");
}

#[test]
fn a_file_that_must_not_be_kept_is_removed_by_the_federation_alone() {
    let mut joined = promised(&file());
    let remove = Call::<Runtime>::remove_anchor { anchor: ANCHOR };
    joined.on(HUB, || {
        // A cooperative's own decision can't carry it.
        let kind = DecisionKind::Constitution;
        decide_there(&[CARE], kind, STORE, remove.clone());
    });
    joined.settle();
    assert_eq!(joined.refusals().len(), 1);
    joined.on(HUB, || {
        let decision = Some(elsewhere(STORE, remove));
        let stage = decided(FOOD, Body::Federation, DecisionKind::Standard, decision, &all());
        assert_eq!(stage, Stage::Executed);
    });
    joined.settle();
    assert_eq!(joined.refusals(), []);
    assert_eq!(commitment(&mut joined), None);
    let tombstone = joined.on(STORE, || Storage::tombstone(ANCHOR).expect("it stays"));
    assert_eq!(tombstone.by, Removal::Decision);
}
