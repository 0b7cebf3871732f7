//! The hub sends what changed, as fast as lanes take it.

use icn_primitives::{
    directory::{DirectoryEntry, DirectoryUpdate, Subject},
    membership::CooperativeStatus::Active,
    shard::{MessageError, Outcome, MAX_PAYLOAD},
    ShardId,
};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;

use crate::{mock::*, Awake, ChangeOf, RetryAt, SentTo, WeightInfo, LOOK_EVERY};

/// Whom the updates that wait for this shard are about.
fn subjects(network: &mut Network, shard: u32) -> Vec<Vec<Subject>> {
    let of = |update: &DirectoryUpdate| -> Vec<_> {
        update.entries().iter().map(|(subject, _): &DirectoryEntry| *subject).collect()
    };
    network.waiting(shard).iter().map(of).collect()
}

fn people(numbers: impl IntoIterator<Item = u8>) -> Vec<Subject> {
    numbers.into_iter().map(|number| Subject::Person(did(number))).collect()
}

fn enrol(numbers: impl IntoIterator<Item = u8>) {
    for number in numbers {
        set_person(number, Some(person(&[number], &[member(0)])));
    }
}

#[test]
fn a_member_of_the_hub_may_write_on_every_shard_without_doing_anything() {
    let mut network = Network::new(&[1, 2]);
    network.on_hub(|| {
        set_cooperative(0, Some(cooperative(0, Active)));
        enrol([1]);
    });
    network.block();
    for shard in [1, 2] {
        assert!(network.deliver(shard, false));
        network.on(shard, || {
            let did = Directory::did_of(&account(1)).unwrap();
            assert!(Directory::membership_for_admission(&did).is_ok());
        });
    }
    // A suspension reaches every shard the same way.
    network.on_hub(|| set_person(1, Some(person(&[1], &[suspended(0)]))));
    network.block();
    for shard in [1, 2] {
        assert!(network.deliver(shard, false));
        network.on(shard, || assert!(Directory::membership_for_admission(&did(1)).is_err()));
    }
}

#[test]
fn changes_go_in_their_order_and_whatever_changed_twice_goes_once() {
    let mut network = Network::new(&[1]);
    network.on_hub(|| enrol([1, 2, 3, 1, 2]));
    network.block();
    assert_eq!(subjects(&mut network, 1), [people([3, 1, 2])]);
    network.on_hub(|| {
        assert_eq!(ChangeOf::<Test>::iter().count(), 3);
        let (destination, nonce, records, through) = (ShardId(1), 1, 3, 5);
        assert_eq!(
            events().last(),
            Some(&Event::UpdateSent { destination, nonce, records, through })
        );
    });
}

#[test]
fn an_idle_block_looks_at_nobody() {
    let mut network = Network::new(&[1, 2]);
    let idle = <() as WeightInfo>::idle();
    network.blocks();
    network.on_hub(|| enrol([1]));
    assert_ne!(network.block(), idle);
    for _ in 0..LOOK_EVERY * 3 {
        let weight = network.block();
        let looks = network.on_hub(|| System::block_number().is_multiple_of(LOOK_EVERY));
        assert_eq!(weight, if looks { <() as WeightInfo>::look(2) } else { idle });
    }
    // A follower never sends anything, whatever it does.
    network.on(1, || {
        enrol([1]);
        assert!(!Awake::<Test>::get());
        assert_eq!(ChangeOf::<Test>::iter().count(), 0);
        assert_eq!(Directory::send_changes(LOOK_EVERY), idle);
    });
}

#[test]
fn a_block_sends_only_so_many_records_and_every_follower_gets_its_share() {
    let mut network = Network::new(&[1, 2, 3]);
    network.on_hub(|| enrol(0..12));
    let mut sent = vec![];
    for _ in 0..6 {
        network.block();
        sent.push([1, 2, 3].map(|shard| {
            subjects(&mut network, shard).iter().map(|update| update.len() as u32).sum::<u32>()
        }));
    }
    let mut before = 0;
    for counts in &sent {
        let total: u32 = counts.iter().sum();
        assert!(total - before <= PER_BLOCK);
        before = total;
        // Nobody is more than two messages ahead of anybody.
        let (min, max) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
        assert!(max - min <= 2 * PER_MESSAGE, "{sent:?}");
    }
    assert_eq!(sent.last(), Some(&[12; 3]), "{sent:?}");
}

#[test]
fn a_shard_that_is_down_hinders_nobody_and_gets_each_record_once_when_it_is_back() {
    let mut network = Network::new(&[1, 2]);
    network.set_room(1, 1);
    for round in 0..50u8 {
        network.on_hub(|| enrol([round % 5, (round + 1) % 5]));
        network.block();
        while network.deliver(2, false) {}
    }
    assert_eq!(subjects(&mut network, 1).len(), 1, "the lane took no more");
    network.on_hub(|| assert_eq!(ChangeOf::<Test>::iter().count(), 5));
    assert_eq!(network.known(2).people.len(), 5);
    // While nothing changes, nobody looks at it in every block.
    network.blocks();
    network.on_hub(|| assert!(!Awake::<Test>::get()));

    // It answers: there is room for one message after the other.
    let mut records = 0;
    loop {
        let next = subjects(&mut network, 1);
        let Some(update) = next.first() else { break };
        records += update.len();
        network.deliver(1, false);
        network.block();
    }
    assert_eq!(records, 2 + 5);
    assert_eq!(network.known(1), network.told());
}

#[test]
fn a_shard_that_joins_years_later_gets_everything() {
    let mut network = Network::new(&[1]);
    network.on_hub(|| {
        set_cooperative(0, Some(cooperative(0, Active)));
        set_seat(0, Some(seat(0, 1)));
        enrol(0..20);
        set_person(7, None);
    });
    network.settle();
    network.join(2);
    network.settle();
    assert_eq!(network.known(2), network.told());
    assert_eq!(network.known(1), network.told());
}

#[test]
fn what_a_shard_could_not_apply_is_sent_again_after_a_while() {
    let mut network = Network::new(&[1, 2]);
    network.on_hub(|| enrol([1, 2]));
    network.block();
    network.on_hub(|| enrol([2, 3]));
    assert!(network.deliver(1, true));
    network.on_hub(|| {
        let outcome = Outcome::Failed(MessageError::UnknownPayload);
        let failed = Event::UpdateFailed { destination: ShardId(1), records: 2, outcome };
        assert_eq!(events().last(), Some(&failed));
        assert!(RetryAt::<Test>::contains_key(ShardId(1)));
    });
    // It has to wait; the other doesn't.
    for _ in 1..RETRY {
        network.block();
        assert!(subjects(&mut network, 1).is_empty());
    }
    assert_eq!(subjects(&mut network, 2), [people([1, 2]), people([3, 1, 2])]);
    network.blocks();
    assert_eq!(subjects(&mut network, 1), [people([3, 1, 2])]);
    network.on_hub(|| assert!(!RetryAt::<Test>::contains_key(ShardId(1))));
    network.settle();
    assert_eq!(network.known(1), network.told());
}

#[test]
fn a_lane_that_refuses_is_tried_again() {
    let mut network = Network::new(&[1]);
    network.on_hub(|| {
        enrol([1]);
        // There is room, they say, and then there is none.
        Wired::mutate(|wires| wires.get_mut(&ShardId(1)).unwrap().refuses = true);
    });
    network.block();
    network.on_hub(|| {
        let error = DispatchError::Exhausted;
        assert_eq!(events(), [Event::UpdateNotSent { destination: ShardId(1), error }]);
        assert_eq!(SentTo::<Test>::get(ShardId(1)), 0);
        Wired::mutate(|wires| wires.get_mut(&ShardId(1)).unwrap().refuses = false);
    });
    network.settle();
    assert_eq!(network.known(1), network.told());
}

#[test]
fn the_longest_records_fit() {
    // As many as the smallest bound on records lets into one message.
    let longest = icn_primitives::directory::DirectoryEntry::max_encoded_len();
    assert!(longest * PER_MESSAGE as usize <= MAX_PAYLOAD as usize - 16);
}
