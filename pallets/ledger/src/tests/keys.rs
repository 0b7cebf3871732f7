//! Once under one key.

use crate::{frame, mock::*, Escrow, KeyLog, Keys, KeysOf, LedgerParameters, WeightInfo};
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::{Actor, Outcome, Treasury},
    Hash, DAY, HOUR,
};

#[test]
fn the_same_again_changes_nothing_and_says_so() {
    scenario(|| {
        assert_ok!(ADA.pays_with(key(1), BOB, hours(5)));
        let (before, record) = (totals(), Ledger::act(ADA.actor(), key(1)).unwrap());
        events();
        next_block();
        assert_ok!(ADA.pays_with(key(1), BOB, hours(5)));
        assert_eq!(totals(), before);
        assert_eq!(Ledger::act(ADA.actor(), key(1)), Some(record));
        let outcome = Outcome::Recorded { currency: HOURS, entry: 0 };
        assert_eq!(record.outcome, outcome);
        assert_eq!(events(), [Event::Replayed { actor: ADA.actor(), key: key(1), outcome }]);
        // Also when it could not be done any more.
        assert_ok!(ADA.pays(BOB, 1_995));
        ADA.is(&[(BAKERY, true, false)]);
        assert_ok!(ADA.pays_with(key(1), BOB, hours(5)));
    });
}

#[test]
fn something_else_under_a_used_key_is_refused() {
    scenario(|| {
        assert_ok!(ADA.pays_with(key(1), BOB, hours(5)));
        assert_noop!(ADA.pays_with(key(1), BOB, hours(6)), Error::KeyReused);
        assert_noop!(ADA.pays_with(key(1), EVE, hours(5)), Error::KeyReused);
        let reference = Some(Hash::zero());
        let money = hours(5);
        let call = Call::transfer { payee: BOB.account(), money, key: key(1), reference };
        assert_noop!(send(ADA.origin(), call), Error::KeyReused);
        let hold = Call::place_hold {
            payee: Some(BOB.account()),
            money: hours(5),
            expires_at: Timestamp::get() + HOUR,
            key: key(1),
            reference: None,
        };
        assert_noop!(send(ADA.origin(), hold), Error::KeyReused);
    });
}

#[test]
fn everybody_has_keys_of_their_own() {
    scenario(|| {
        assert_ok!(ADA.pays_with(key(1), BOB, hours(5)));
        assert_ok!(BOB.pays_with(key(1), ADA, hours(5)));
        assert_eq!(totals().entries, 2);
    });
}

#[test]
fn a_hold_is_placed_once_and_its_key_tells_how_it_ended() {
    scenario(|| {
        let call = || Call::place_hold {
            payee: Some(BOB.account()),
            money: hours(5),
            expires_at: START + HOUR,
            key: key(1),
            reference: None,
        };
        let outcome = || Ledger::act(ADA.actor(), key(1)).unwrap().outcome;
        assert_ok!(send(ADA.origin(), call()));
        assert_ok!(send(ADA.origin(), call()));
        assert_eq!((ADA.books().holds, outcome()), (1, Outcome::Held(0)));
        let capture = Call::capture_hold { hold: 0, payee: None, amount: 4 };
        assert_ok!(send(ADA.origin(), capture));
        let captured = Outcome::Captured { hold: 0, entry: 0, payee: BOB.account(), amount: 4 };
        assert_eq!(outcome(), captured);
        // Placing it again is still the same act.
        assert_ok!(send(ADA.origin(), call()));
        assert_eq!(ADA.books().holds, 0);
    });
}

#[test]
fn keys_are_kept_as_long_as_promised_and_then_forgotten() {
    scenario(|| {
        let retention = parameters().key_retention;
        assert_ok!(ADA.pays_with(key(1), BOB, hours(5)));
        next_block_after(retention - 1);
        next_block_after(0);
        assert_ok!(ADA.pays_with(key(1), BOB, hours(5)));
        assert_eq!(totals().entries, 1);
        next_block_after(1);
        next_block();
        assert_eq!((Keys::<Test>::iter().count(), KeyLog::<Test>::iter().count()), (0, 0));
        assert_eq!(KeysOf::<Test>::iter().count(), 0);
        // It is a key like any other now.
        assert_ok!(ADA.pays_with(key(1), BOB, hours(6)));
        assert_eq!(totals().entries, 2);
    });
}

#[test]
fn a_key_stays_while_its_hold_is_there_and_as_long_again() {
    scenario(|| {
        let retention = parameters().key_retention;
        assert_ok!(market_holds(ADA, BOB, 5, key(1)));
        let hold = Call::place_hold {
            payee: None,
            money: hours(5),
            expires_at: START + 10 * DAY,
            key: key(2),
            reference: None,
        };
        assert_ok!(send(ADA.origin(), hold));
        // The first expires at once, the second is there when both keys come due.
        pass(HOUR);
        pass(retention);
        assert!(Ledger::act(MARKET, key(1)).is_none());
        let record = Ledger::act(ADA.actor(), key(2)).unwrap();
        assert_eq!(record.outcome, Outcome::Held(1));
        pass(3 * DAY);
        let record = Ledger::act(ADA.actor(), key(2)).unwrap();
        assert_eq!(record.outcome, Outcome::Expired(1));
        // It ended not long before its key came due again, and is kept for that once more.
        pass(4 * DAY);
        assert!(Ledger::act(ADA.actor(), key(2)).is_some());
        pass(retention);
        assert!(Ledger::act(ADA.actor(), key(2)).is_none());
    });
}

#[test]
fn a_person_uses_so_many_keys_at_a_time() {
    scenario(|| {
        for number in 0..40 {
            assert_ok!(ADA.pays_with(key(number), BOB, hours(1)));
        }
        assert_noop!(ADA.pays_with(key(40), BOB, hours(1)), Error::KeysExceeded);
        // Whoever asks again is answered, and others have keys of their own.
        assert_ok!(ADA.pays_with(key(0), BOB, hours(1)));
        assert_ok!(BOB.pays_with(key(40), ADA, hours(1)));
        for number in 100..150 {
            assert_ok!(market_holds(BOB, ADA, 1, key(number)));
            assert_ok!(Ledger::release(MARKET, key(number)));
        }
        // When a week has passed the first new key makes room by itself.
        Timestamp::set_timestamp(Timestamp::get() + parameters().key_retention);
        assert_ok!(ADA.pays_with(key(40), BOB, hours(1)));
        assert_eq!(KeysOf::<Test>::get(ADA.actor()), 39);
    });
}

#[test]
fn spare_time_forgets_what_it_has_room_for() {
    scenario(|| {
        for number in 0..10 {
            assert_ok!(ADA.pays_with(key(number), BOB, hours(1)));
        }
        Timestamp::set_timestamp(Timestamp::get() + parameters().key_retention);
        let idle = |spare| {
            let used = Ledger::on_idle(1, spare);
            (used, Keys::<Test>::iter().count())
        };
        assert_eq!(idle(Weight::zero()), (Weight::zero(), 10));
        let almost = <() as WeightInfo>::forget(1).saturating_sub(Weight::from_parts(1, 0));
        assert_eq!(idle(almost), (Weight::zero(), 10));
        let three = <() as WeightInfo>::forget(3);
        assert_eq!(idle(three), (three, 7));
        let seven = <() as WeightInfo>::forget(7);
        assert_eq!(idle(Weight::MAX), (seven, 0));
    });
}

#[test]
fn the_federation_sets_the_rules() {
    scenario(|| {
        let rules = LedgerParameters { max_keys: 1, ..parameters() };
        let call = |parameters| Call::set_parameters { parameters };
        for other in [TREASURER.origin(), cooperative_decides(BAKERY), RuntimeOrigin::root()] {
            assert_noop!(send(other, call(rules)), DispatchError::BadOrigin);
        }
        assert_ok!(send(federation_decides(), call(rules)));
        assert_eq!(events(), [Event::ParametersSet { parameters: rules }]);
        assert_ok!(ADA.pays(BOB, 1));
        assert_noop!(ADA.pays(BOB, 1), Error::KeysExceeded);
        for bad in [
            LedgerParameters { key_retention: HOUR - 1, ..rules },
            LedgerParameters { key_retention: 366 * DAY, ..rules },
            LedgerParameters { max_keys: 0, ..rules },
            LedgerParameters { max_hold_life: HOUR - 1, ..rules },
            LedgerParameters { max_hold_life: 731 * DAY, ..rules },
            LedgerParameters { max_holds: 0, ..rules },
        ] {
            assert_noop!(send(federation_decides(), call(bad)), Error::InvalidParameters);
        }
    });
}

#[test]
fn decisions_have_keys_too() {
    scenario(|| {
        assert_ok!(ADA.pays(treasury(BAKERY), 100));
        let pay = |amount| {
            let call = Call::pay_from_treasury {
                treasury: Treasury::Cooperative(BAKERY),
                payee: BOB.account(),
                money: hours(amount),
                key: key(5),
                reference: None,
            };
            send(cooperative_decides(BAKERY), call)
        };
        assert_ok!(pay(60));
        events();
        assert_ok!(pay(60));
        let actor = Actor::Decision(Treasury::Cooperative(BAKERY));
        let outcome = Outcome::Recorded { currency: HOURS, entry: 1 };
        assert_eq!(events(), [Event::Replayed { actor, key: key(5), outcome }]);
        assert_eq!(pay(40), Err(Error::KeyReused.into()));
        assert_eq!(BOB.books().balance, 60);
    });
}
