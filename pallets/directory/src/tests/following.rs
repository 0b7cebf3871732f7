//! A follower keeps what the hub says.

use icn_primitives::{
    directory::{DirectoryUpdate, Record, Subject},
    membership::CooperativeStatus::{Active, Suspended, Withdrawn},
    CooperativeId,
};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;

use crate::{mock::*, AccountOwner, ActiveCooperatives, People, WeightInfo};

fn follower(test: impl FnOnce()) {
    Network::new(&[1]).on(1, test);
}

fn update(entries: &[(Subject, Option<Record>)]) -> DirectoryUpdate {
    DirectoryUpdate::V1(entries.to_vec().try_into().unwrap())
}

fn is(number: u8, keys: &[u8]) -> (Subject, Option<Record>) {
    (Subject::Person(did(number)), Some(Record::Person(person(keys, &[]))))
}

fn tell(entries: &[(Subject, Option<Record>)]) {
    assert_ok!(Directory::apply(update(entries)));
    Directory::ensure_invariants().unwrap();
}

#[test]
fn a_person_is_known_by_every_account_and_each_can_send_transactions() {
    follower(|| {
        tell(&[is(1, &[10, 11])]);
        assert_eq!(Directory::person(&did(1)), Some(person(&[10, 11], &[])));
        for number in [10, 11] {
            assert_eq!(Directory::did_of(&account(number)), Some(did(1)));
            assert_eq!(System::providers(&account(number)), 1);
        }
        let put = Event::PersonPut { did: did(1), person: person(&[10, 11], &[]) };
        assert_eq!(events(), [put]);

        // A key is lost and comes back: the account has its one reference all the time.
        tell(&[is(1, &[11])]);
        assert_eq!(Directory::did_of(&account(10)), None);
        tell(&[is(1, &[11, 10])]);
        assert_eq!(Directory::did_of(&account(10)), Some(did(1)));
        assert_eq!(System::providers(&account(10)), 1);
    });
}

#[test]
fn whoever_is_gone_acts_no_more() {
    follower(|| {
        tell(&[is(1, &[10])]);
        tell(&[(Subject::Person(did(1)), None)]);
        assert_eq!((Directory::person(&did(1)), Directory::did_of(&account(10))), (None, None));
        assert_eq!(events().last(), Some(&Event::PersonRemoved { did: did(1) }));
        // Nobody can go twice.
        assert_storage_noop!(tell(&[(Subject::Person(did(1)), None)]));
    });
}

#[test]
fn an_account_that_moved_acts_for_the_right_person_whichever_record_comes_first() {
    for records in [[is(1, &[]), is(2, &[20, 10])], [is(2, &[20, 10]), is(1, &[])]] {
        follower(|| {
            tell(&[is(1, &[10]), is(2, &[20])]);
            tell(&records);
            assert_eq!(Directory::did_of(&account(10)), Some(did(2)));
            // And back again.
            tell(&[is(1, &[10])]);
            assert_eq!(Directory::did_of(&account(10)), Some(did(1)));
            tell(&[is(2, &[20])]);
            assert_eq!(Directory::did_of(&account(10)), Some(did(1)));
            assert_eq!(AccountOwner::<Test>::iter().count(), 2);
        });
    }
}

#[test]
fn cooperatives_are_found_and_counted() {
    follower(|| {
        let put = |number, status| {
            let record = Record::Cooperative(cooperative(number, status));
            (Subject::Cooperative(CooperativeId(number)), Some(record))
        };
        tell(&[put(0, Active), put(1, Active), put(2, Suspended)]);
        assert_eq!(ActiveCooperatives::<Test>::get(), 2);
        tell(&[put(0, Suspended), put(1, Active), put(2, Active)]);
        assert_eq!(ActiveCooperatives::<Test>::get(), 2);
        tell(&[put(1, Withdrawn), (Subject::Cooperative(CooperativeId(2)), None)]);
        assert_eq!(ActiveCooperatives::<Test>::get(), 0);
        let owner = |number| Directory::cooperative_of_did(&cooperative(number, Active).did);
        assert_eq!((owner(1), owner(2)), (Some(CooperativeId(1)), None));
        let last: Vec<_> = events().into_iter().rev().take(2).collect();
        let removed = Event::CooperativeRemoved { id: CooperativeId(2) };
        let withdrawn = cooperative(1, Withdrawn);
        let put = Event::CooperativePut { id: CooperativeId(1), cooperative: withdrawn };
        assert_eq!(last, [removed, put]);
    });
}

#[test]
fn records_of_seats_go_to_whoever_keeps_seats() {
    follower(|| {
        let subject = Subject::Seat(CooperativeId(3));
        tell(&[(subject, Some(Record::Seat(seat(3, 10))))]);
        assert_eq!(SeatsThere::get(CooperativeId(3)), Some(seat(3, 10)));
        tell(&[(subject, None)]);
        assert_eq!(SeatsThere::get(CooperativeId(3)), None);
    });
}

#[test]
fn a_record_of_another_kind_spoils_the_whole_update() {
    follower(|| {
        let wrong = Some(Record::Cooperative(cooperative(0, Active)));
        let mixed = update(&[is(1, &[10]), (Subject::Person(did(2)), wrong)]);
        assert_noop!(Directory::apply(mixed), Error::RecordMismatch);
        assert_eq!(People::<Test>::iter().count(), 0);
    });
}

#[test]
fn the_hub_follows_nobody() {
    hub().execute_with(|| {
        assert_noop!(Directory::apply(update(&[is(1, &[10])])), Error::NotFollower);
    });
}

#[test]
fn an_update_weighs_what_its_records_weigh() {
    let seat = (Subject::Seat(CooperativeId(3)), None);
    let update = update(&[is(1, &[10]), seat]);
    let apply = <() as WeightInfo>::apply;
    assert_eq!(Directory::weight_of(&update), apply(2) + SEAT);
    assert_eq!(Directory::max_weight(), apply(PER_MESSAGE) + SEAT * u64::from(PER_MESSAGE));
}
