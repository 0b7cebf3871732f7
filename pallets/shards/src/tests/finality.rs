//! Headers of other shards, and whose votes make them final.

use codec::Encode;
use icn_primitives::{seat::MAX_SEATS, shard::FinalizedHeader, Hash, Header};
use polkadot_sdk::{
    bp_test_utils::{
        make_justification_for_header, signed_precommit, JustificationGeneratorParams,
    },
    polkadot_sdk_frame::testing_prelude::*,
    sp_consensus_grandpa::{ConsensusLog, ScheduledChange, GRANDPA_ENGINE_ID},
    sp_runtime::{traits::Header as _, Digest, DigestItem},
};

use crate::{
    mock::*, AuthoritySets, Call, Event, RecentHeaders, Shards as AllShards, Update,
    MAX_HEADER_SIZE, MAX_JUSTIFICATION_SIZE, MAX_VOTES_ANCESTRIES,
};

fn empty_header(number: u32) -> Header {
    Header::new(number, Hash::zero(), Hash::zero(), Hash::zero(), Digest::default())
}

fn finalized(block: &Sealed) -> FinalizedHeader {
    FinalizedHeader {
        number: block.header.number,
        hash: block.hash(),
        state_root: block.header.state_root,
    }
}

#[test]
fn a_header_enters_with_the_votes_of_its_set() {
    let [mut hub, mut market, _] = Chain::three();
    market.seal();
    assert_ok!(hub.follow(&market, market.best()));
    let header = finalized(market.best());
    assert_eq!(hub.events(), [Event::HeaderFinalized { shard: MARKET, header }]);
    hub.run(|| {
        assert_eq!(AllShards::<Test>::get(MARKET).unwrap().best, Some(header));
        assert_eq!(Shards::finalized_header(MARKET, header.hash), Some(header));
        assert_eq!(Shards::finalized_header(STORE, header.hash), None);
    });
}

#[test]
fn headers_between_changes_may_be_left_out() {
    let [mut hub, mut market, _] = Chain::three();
    (0..9).for_each(|_| market.seal());
    assert_ok!(hub.follow(&market, &market.blocks[3]));
    assert_ok!(hub.follow(&market, &market.blocks[8]));
}

#[test]
fn an_update_is_authorized_by_what_it_proves_and_by_nothing_else() {
    let [mut hub, mut market, _] = Chain::three();
    market.seal();
    let finality = Some(market.best().finality());
    let update = Box::new(Update { finality, ..market.best().update(vec![]) });
    let call = Call::relay { shard: MARKET, update };
    assert_eq!(hub.decide(call.clone()), Err(BadOrigin.into()));
    assert_eq!(hub.sign(call), Err(BadOrigin.into()));
    let unknown = icn_primitives::ShardId(7);
    let votes = market.best().justification();
    assert_eq!(hub.submit(unknown, &market.best().header, votes, 0), Err(Error::NotFound.into()));
    assert_ok!(hub.follow(&market, market.best()));
}

#[test]
fn a_header_alone_must_be_worth_it() {
    RefreshInterval::set(5);
    let [mut hub, mut market, _] = Chain::three();
    (0..9).for_each(|_| market.seal());
    // The first is.
    assert_ok!(hub.follow(&market, &market.blocks[0]));
    assert_eq!(hub.follow(&market, &market.blocks[4]), Err(Error::NothingNew.into()));
    assert_ok!(hub.follow(&market, &market.blocks[5]));
    // One that changes the set is.
    market.rotate(keys(MARKET, 1, 4));
    assert_ok!(hub.follow(&market, market.best()));
    // One with a message is, and brings a proof with it.
    market.send(HUB, &[NOTE]);
    market.seal();
    assert_eq!(hub.follow(&market, market.best()), Err(Error::NothingNew.into()));
    assert_ok!(hub.relay(&market, market.best()));
    assert_eq!(hub.received(MARKET), [[NOTE]]);
    // A proof of nothing isn't.
    (0..5).for_each(|_| market.seal());
    let block = market.best();
    let padded = Update {
        finality: Some(block.finality()),
        ..block.update(block.prove_messages(HUB, 1, 1))
    };
    assert_eq!(hub.bring(MARKET, padded.clone()), Err(Error::RedundantProof.into()));
    let padded = Update { messages: nonces(1, 1), ..padded };
    assert_eq!(hub.bring(MARKET, padded), Err(Error::RedundantProof.into()));
    assert_ok!(hub.follow(&market, block));
}

#[test]
fn a_header_that_came_meanwhile_is_passed_over() {
    let [mut hub, mut market, _] = Chain::three();
    market.send(HUB, &[NOTE]);
    market.rotate(keys(MARKET, 1, 4));
    let update = hub.fetch(MARKET, market.best()).unwrap();
    assert!(update.finality.is_some() && update.messages.is_some());
    assert_ok!(hub.follow(&market, market.best()));
    // Its set says nothing any more, and needn't.
    assert_ok!(hub.bring(MARKET, update.clone()));
    assert_eq!(hub.received(MARKET), [[NOTE]]);
    assert_eq!(hub.bring(MARKET, update), Err(Error::NothingNew.into()));
}

#[test]
fn changes_of_authorities_are_followed() {
    let [mut hub, mut market, _] = Chain::three();
    for generation in 1..=30u16 {
        // Sets of all sizes, that share keys with the ones before or don't.
        let size = 1 + (generation * 7) % 13;
        let next = keys(MARKET, generation / 3, size);
        market.rotate(next.clone());
        assert_ok!(hub.follow(&market, market.best()));
        assert_eq!(hub.run(|| AuthoritySets::<Test>::get(MARKET)), ids(&next));
        let set_id = u64::from(generation);
        let changed = Event::AuthoritiesChanged { shard: MARKET, set_id, authorities: ids(&next) };
        assert_eq!(hub.events().last(), Some(&changed));
        // Some sets finalize blocks between, of which some are left out.
        for block in 0..generation % 4 {
            market.seal();
            if block == 1 {
                assert_ok!(hub.follow(&market, market.best()));
            }
        }
    }
    assert_eq!(hub.run(|| AllShards::<Test>::get(MARKET).unwrap().set_id), 30);
}

#[test]
fn a_mandatory_header_can_not_be_skipped() {
    let [mut hub, mut market, _] = Chain::three();
    let old = market.keys.clone();
    let new = keys(MARKET, 1, 4);
    market.rotate(new.clone());
    market.seal();
    let beyond = &market.blocks[1];
    assert_eq!(hub.follow(&market, beyond), Err(Error::FutureSet.into()));
    // Nor under the old set's number, with the new votes under either number.
    for set_id in [0, 1] {
        let votes = justify(&beyond.header, &new, set_id);
        assert_eq!(hub.submit(MARKET, &beyond.header, votes, 0), Err(Error::UnknownVoter.into()));
    }
    // When the keys are the same, the set's number in what they sign still tells them apart.
    let votes = justify(&beyond.header, &old, 1);
    assert_eq!(hub.submit(MARKET, &beyond.header, votes, 0), Err(Error::InvalidSignature.into()));

    assert_ok!(hub.follow(&market, &market.blocks[0]));
    assert_ok!(hub.follow(&market, &market.blocks[1]));
}

#[test]
fn the_old_set_says_nothing_after_a_change() {
    let [mut hub, mut market, _] = Chain::three();
    let old = market.keys.clone();
    market.rotate(keys(MARKET, 1, 4));
    assert_ok!(hub.follow(&market, market.best()));
    market.seal();
    let header = market.best().header.clone();
    let late = justify(&header, &old, 0);
    assert_eq!(hub.submit(MARKET, &header, late.clone(), 0), Err(Error::StaleSet.into()));
    assert_eq!(hub.submit(MARKET, &header, late, 1), Err(Error::UnknownVoter.into()));
    let late = justify(&header, &old, 1);
    assert_eq!(hub.submit(MARKET, &header, late, 1), Err(Error::UnknownVoter.into()));
}

#[test]
fn old_headers_and_known_ones_are_refused() {
    let [mut hub, mut market, _] = Chain::three();
    (0..3).for_each(|_| market.seal());
    assert_ok!(hub.follow(&market, &market.blocks[1]));
    assert_eq!(hub.follow(&market, &market.blocks[1]), Err(Error::NothingNew.into()));
    assert_eq!(hub.follow(&market, &market.blocks[0]), Err(Error::StaleHeader.into()));
    // Another block of the same height, with all the votes it needs.
    let mut fork = market.blocks[1].header.clone();
    fork.state_root = Hash::repeat_byte(9);
    let votes = justify(&fork, &market.keys, 0);
    assert_eq!(hub.submit(MARKET, &fork, votes, 0), Err(Error::StaleHeader.into()));
    // And the genesis block, of which nobody needs a proof.
    let genesis = empty_header(0);
    let votes = justify(&genesis, &keys(STORE, 0, 4), 0);
    assert_eq!(hub.submit(STORE, &genesis, votes, 0), Err(Error::StaleHeader.into()));
}

#[test]
fn the_first_block_stands_on_the_genesis_that_was_registered() {
    let [mut hub, mut market, _] = Chain::three();
    market.seal();
    let mut other = market.best().header.clone();
    other.parent_hash = Hash::repeat_byte(9);
    let votes = justify(&other, &market.keys, 0);
    assert_eq!(hub.submit(MARKET, &other, votes, 0), Err(Error::WrongGenesis.into()));
}

#[test]
fn a_header_of_one_shard_is_none_of_another() {
    let [mut hub, mut market, _] = Chain::three();
    market.seal();
    let block = market.best();
    assert_eq!(
        hub.submit(STORE, &block.header, block.justification(), 0),
        Err(Error::UnknownVoter.into())
    );
}

#[test]
fn bad_justifications_are_refused_each_with_its_name() {
    let [mut hub, mut market, _] = Chain::three();
    market.seal();
    market.seal();
    let header = market.best().header.clone();
    let good = market.best().justification();
    let all = market.keys.clone();
    let vote =
        |key: usize| signed_precommit::<Header>(&all[key], (header.hash(), header.number), 1, 0);
    let with_ancestry = || {
        make_justification_for_header(JustificationGeneratorParams {
            header: header.clone(),
            round: 1,
            set_id: 0,
            authorities: all[..3].iter().map(|key| (*key, 1)).collect(),
            ancestors: 4,
            forks: 2,
        })
    };

    let mut wrong: Vec<(Justification, Error)> = vec![];
    let mut case = |mut bad: Justification, error, spoil: &dyn Fn(&mut Justification)| {
        spoil(&mut bad);
        wrong.push((bad, error));
    };
    case(good.clone(), Error::QuorumNotMet, &|bad| {
        bad.commit.precommits.pop();
    });
    case(good.clone(), Error::QuorumNotMet, &|bad| bad.commit.precommits.clear());
    case(good.clone(), Error::WrongTarget, &|bad| bad.commit.target_number += 1);
    case(good.clone(), Error::WrongTarget, &|bad| bad.commit.target_hash = Hash::zero());
    case(market.blocks[0].justification(), Error::WrongTarget, &|_| ());
    case(good.clone(), Error::RedundantVote, &|bad| bad.commit.precommits.push(vote(3)));
    case(good.clone(), Error::DuplicateVote, &|bad| bad.commit.precommits[1] = vote(0));
    case(good.clone(), Error::InvalidSignature, &|bad| bad.round += 1);
    case(good.clone(), Error::InvalidSignature, &|bad| {
        bad.commit.precommits[1].signature = vote(2).signature;
    });
    case(good.clone(), Error::InvalidSignature, &|bad| {
        bad.commit.precommits[0].id = all[3].into();
    });
    case(justify(&header, &all, 1), Error::InvalidSignature, &|_| ());
    case(justify(&header, &keys(MARKET, 9, 4), 0), Error::UnknownVoter, &|_| ());
    case(good.clone(), Error::UnrelatedVote, &|bad| {
        let other = (Hash::repeat_byte(7), header.number + 1);
        bad.commit.precommits[2] = signed_precommit::<Header>(&all[2], other, 1, 0);
    });
    case(with_ancestry(), Error::UnrelatedVote, &|bad| drop(bad.votes_ancestries.pop()));
    case(with_ancestry(), Error::DuplicateAncestry, &|bad| {
        bad.votes_ancestries.push(bad.votes_ancestries[0].clone());
    });
    case(good.clone(), Error::RedundantAncestry, &|bad| {
        bad.votes_ancestries.push(empty_header(77));
    });
    case(good.clone(), Error::JustificationSizeExceeded, &|bad| {
        let headers = (0..=MAX_VOTES_ANCESTRIES).map(empty_header);
        bad.votes_ancestries.extend(headers);
    });
    case(good.clone(), Error::JustificationSizeExceeded, &|bad| {
        let mut long = empty_header(77);
        long.digest.push(DigestItem::Other(vec![0; MAX_JUSTIFICATION_SIZE as usize]));
        bad.votes_ancestries.push(long);
    });

    for (bad, error) in wrong {
        assert_eq!(hub.submit(MARKET, &header, bad, 0), Err(error.into()));
    }
    // Votes for another number of the set than the one that is named.
    assert_eq!(hub.submit(MARKET, &header, good.clone(), 1), Err(Error::FutureSet.into()));
    // A header that nobody voted for.
    let mut forged = header.clone();
    forged.state_root = Hash::repeat_byte(9);
    assert_eq!(hub.submit(MARKET, &forged, good, 0), Err(Error::WrongTarget.into()));
    // And what is right is right, also when the votes are for descendants.
    assert_ok!(hub.submit(MARKET, &header, with_ancestry(), 0));
}

#[test]
fn changes_that_no_light_client_can_follow_are_refused() {
    let next = keys(MARKET, 1, 4);
    let forced = || {
        let next_authorities = next.iter().map(|key| ((*key).into(), 1)).collect();
        let change = ScheduledChange { next_authorities, delay: 0u32 };
        DigestItem::Consensus(GRANDPA_ENGINE_ID, ConsensusLog::ForcedChange(0u32, change).encode())
    };
    let many = keys(MARKET, 1, MAX_SEATS as u16 + 1);
    let cases = [
        (vec![forced()], Error::ForcedChange),
        // Also behind a scheduled one.
        (vec![change(&next, 1, 0), forced()], Error::ForcedChange),
        (vec![change(&next, 1, 1)], Error::DelayedChange),
        (vec![change(&next, 2, 0)], Error::InvalidAuthorities),
        (vec![change(&[], 1, 0)], Error::InvalidAuthorities),
        (vec![change(&[next[0], next[0]], 1, 0)], Error::InvalidAuthorities),
        (vec![change(&many, 1, 0)], Error::InvalidAuthorities),
        (vec![DigestItem::Other(vec![0; MAX_HEADER_SIZE as usize])], Error::HeaderSizeExceeded),
    ];
    for (logs, error) in cases {
        let [mut hub, mut market, _] = Chain::three();
        market.seal_with(logs);
        assert_eq!(hub.follow(&market, market.best()), Err(error.into()));
    }
}

#[test]
fn other_logs_change_nothing() {
    let [mut hub, mut market, _] = Chain::three();
    market.seal_with(vec![
        DigestItem::Other(vec![1, 2, 3]),
        DigestItem::Consensus(GRANDPA_ENGINE_ID, ConsensusLog::<u32>::OnDisabled(0).encode()),
        DigestItem::Consensus(GRANDPA_ENGINE_ID, vec![0xff; 9]),
        DigestItem::Consensus(*b"aura", change(&keys(MARKET, 1, 1), 1, 0).encode()),
    ]);
    assert_ok!(hub.follow(&market, market.best()));
    assert_eq!(hub.run(|| AllShards::<Test>::get(MARKET).unwrap().set_id), 0);
}

#[test]
fn a_set_may_be_as_large_as_there_are_seats() {
    let [mut hub, mut market, _] = Chain::three();
    let most = MAX_SEATS as u16;
    market.rotate(keys(MARKET, 1, most));
    assert_ok!(hub.follow(&market, market.best()));
    market.rotate(keys(MARKET, 2, most));
    assert_ok!(hub.follow(&market, market.best()));
    assert_eq!(hub.run(|| AuthoritySets::<Test>::get(MARKET).len()), MAX_SEATS as usize);
    // A relay has all their votes, and leaves out a third.
    market.send(HUB, &[NOTE]);
    market.seal();
    assert_ok!(hub.relay(&market, market.best()));
}

#[test]
fn the_last_headers_are_kept_and_no_more() {
    let [mut hub, mut market, _] = Chain::three();
    for _ in 0..KEPT + 5 {
        market.seal();
        assert_ok!(hub.follow(&market, market.best()));
    }
    let kept: Vec<_> = market.blocks[5..].iter().map(finalized).collect();
    hub.run(|| {
        assert_eq!(RecentHeaders::<Test>::get(MARKET).into_inner(), kept);
        assert_eq!(Shards::finalized_header(MARKET, market.blocks[4].hash()), None);
    });
}

#[test]
fn a_view_says_how_old_it_is() {
    let [mut hub, mut market, _] = Chain::three();
    let before = hub.run(|| Shards::shard(MARKET)).unwrap();
    assert_eq!((before.best, before.genesis), (None, Some(genesis_hash())));
    market.seal();
    hub.seal();
    assert_ok!(hub.follow(&market, market.best()));
    (0..4).for_each(|_| hub.seal());
    let view = hub.run(|| Shards::shard(MARKET)).unwrap();
    assert_eq!((view.id, view.role, view.set_id), (MARKET, role(MARKET), 0));
    assert_eq!(view.best, Some(finalized(market.best())));
    assert_eq!((view.age_blocks, view.age), (4, 4 * BLOCK));
    let all: Vec<_> = hub.run(Shards::shards).into_iter().map(|view| view.id).collect();
    assert_eq!(all, [MARKET, STORE]);
    assert_eq!(hub.run(|| Shards::shard(HUB)), None);
}
