//! Benchmarks of this pallet's hooks, and of what it does with messages.

use alloc::vec::Vec;
use icn_primitives::{
    directory::{
        DirectoryEntry, DirectoryMembership, DirectoryUpdate, Person, Record, Subject, MAX_RECORDS,
    },
    document::MAX_AUTHENTICATION,
    membership::{MemberStatus, Roles, MAX_MEMBERSHIPS},
    shard::{Outcome, MAX_SHARDS},
    CooperativeId, Did, ShardId, SigningKey,
};
use polkadot_sdk::polkadot_sdk_frame::benchmarking::prelude::*;

use crate::*;

/// A key that differs for every `kind`, `person` and `number`.
fn key(kind: u8, person: u32, number: u32) -> SigningKey {
    let seed = [&[kind], &person.to_be_bytes()[..], &number.to_be_bytes()[..]].concat();
    SigningKey::Sr25519(polkadot_sdk::sp_io::hashing::blake2_256(&seed))
}

fn did(number: u32) -> Did {
    Did::from_key(key(0, number, 0))
}

/// Somebody with as many keys, of this kind, and as many memberships as one may have.
fn person(kind: u8, number: u32) -> Person {
    let keys: Vec<_> = (0..MAX_AUTHENTICATION).map(|i| key(kind, number, i)).collect();
    let memberships: Vec<_> = (0..MAX_MEMBERSHIPS)
        .map(|cooperative| DirectoryMembership {
            cooperative: CooperativeId(cooperative),
            status: MemberStatus::Active,
            roles: Roles::member(),
        })
        .collect();
    Person {
        keys: BoundedVec::truncate_from(keys),
        memberships: BoundedVec::truncate_from(memberships),
    }
}

/// An update with `r` persons of these keys.
fn update(kind: u8, r: u32) -> DirectoryUpdate {
    let entries: Vec<DirectoryEntry> = (0..r)
        .map(|number| (Subject::Person(did(number)), Some(Record::Person(person(kind, number)))))
        .collect();
    DirectoryUpdate::V1(BoundedVec::truncate_from(entries))
}

/// Notes changes of `count` persons whose records are as costly as any.
fn touch_people<T: Config>(count: u32) {
    for number in 0..count {
        Pallet::<T>::touch(Subject::Person(T::Source::make_person(number)));
    }
}

/// Hub and follower are one chain here: whichever it isn't, its part is measured below its check.
#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn idle() {
        Awake::<T>::kill();
        let weight;
        #[block]
        {
            weight = Pallet::<T>::send_changes(1u32.into());
        }
        assert_eq!(weight, T::WeightInfo::idle());
    }

    /// `d` followers are behind, and each of them must wait.
    #[benchmark]
    fn look(d: Linear<0, MAX_SHARDS>) {
        touch_people::<T>(1);
        for number in 0..d {
            let shard = T::Lanes::make_destination(number);
            RetryAt::<T>::insert(shard, BlockNumberFor::<T>::from(1_000u32));
        }

        #[block]
        {
            Pallet::<T>::send_changes(1u32.into());
        }

        assert!(!Awake::<T>::get());
    }

    /// 16 records as long as any fit into a message.
    #[benchmark]
    fn send(r: Linear<1, 16>) {
        let shard = T::Lanes::make_destination(0);
        touch_people::<T>(r);
        SentTo::<T>::insert(shard, LastChange::<T>::get().saturating_sub(r.into()));

        let records;
        #[block]
        {
            records = Pallet::<T>::send_to(shard, r);
        }

        assert_eq!(records, r);
    }

    #[benchmark]
    fn apply(r: Linear<1, MAX_RECORDS>) {
        Pallet::<T>::apply_entries(update(1, r)).expect("persons can be known");
        let update = update(2, r);

        #[block]
        {
            Pallet::<T>::apply_entries(update).expect("persons can be known");
        }

        assert_eq!(Pallet::<T>::did_of(&key(2, 0, 0).account()), Some(did(0)));
    }

    #[benchmark]
    fn answer(r: Linear<1, MAX_RECORDS>) {
        for number in 0..r {
            Pallet::<T>::touch(Subject::Person(did(number)));
        }
        let (update, destination) = (update(1, r), ShardId(1));

        #[block]
        {
            Pallet::<T>::on_answer(destination, &update, &Outcome::Expired);
        }

        assert!(RetryAt::<T>::contains_key(destination));
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::hub(), crate::mock::Test);
}
