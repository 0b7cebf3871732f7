//! How much.

use icn_primitives::{
    admission::{Amount, QuotaHolder, QuotaView},
    AccountId, CooperativeId, Refusal,
};
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;

use super::{later, own_use, refused};
use crate::{
    cost, mock::*, quota::MAX_PRIORITY, Contents, CooperativeUsage, Pallet, SignerSource, Warmth,
};

/// A block holds 1,500 ms here; a third of it is 500 ms for each cooperative, a tenth of that 50 ms
/// for each member.
fn large() -> RuntimeCall {
    write(1, 20 * MS)
}

fn quota(who: AccountId) -> QuotaView {
    Admission::quota(who).unwrap()
}

fn priority(who: &AccountId) -> u64 {
    look_at(who, &note()).unwrap().priority
}

/// Takes everything out of a cooperative's bucket.
fn exhaust_cooperative(id: u32) {
    let view = quota(ada());
    CooperativeUsage::<Test>::insert(
        CooperativeId(id),
        crate::Usage { used: view.cooperative_full, at: Timestamp::get() },
    );
}

/// What a signer with one membership, as all have here, leaves of the weight counted for `call`
/// where the block has accessed nothing of the signer.
fn unspent(call: &RuntimeCall) -> Weight {
    Contents::of::<Test>(call).unspent::<Test>(1, Warmth::Cold)
}

/// What a transaction of `who` took out of the own quota and out of the cooperative's, and what the
/// block counted for it.
fn taken(who: &AccountId, call: &RuntimeCall) -> [u64; 3] {
    let numbers = || {
        let view = quota(who.clone());
        let block = System::block_weight().total().ref_time();
        [view.own_left.weight, view.cooperative_left.weight, block]
    };
    let before = numbers();
    done(who, call);
    let after = numbers();
    [before[0] - after[0], before[1] - after[1], after[2] - before[2]]
}

#[test]
fn a_quota_is_a_share_of_a_block_and_a_tenth_of_that() {
    federation().execute_with(|| {
        let view = quota(ada());
        assert_eq!(view.signer, People::signer(&ada()).unwrap());
        let block = 4 * 1024 * 1024 / 4 * 3;
        assert_eq!(view.cooperative_full, Amount { weight: 500 * MS, bytes: block / 3 });
        assert_eq!(view.cooperative_refill, 3_000);
        assert_eq!(view.own_full, Amount { weight: 50 * MS, bytes: block / 30 });
        assert_eq!(view.own_refill, 30_000);
        assert_eq!((view.own_left, view.cooperative_left), (view.own_full, view.cooperative_full));
    });
}

#[test]
fn a_transaction_takes_its_cost_out_of_both_quotas() {
    federation().execute_with(|| {
        let call = large();
        let cost = cost::<Test>(&info(&ada(), &call), unspent(&call), LENGTH);
        assert!(cost.weight > 20 * MS && cost.weight < 25 * MS);
        assert_eq!(cost.bytes, LENGTH as u64);
        let before = quota(ada());
        done(&ada(), &call);
        let after = quota(ada());
        assert_eq!(after.own_left.weight, before.own_left.weight - cost.weight);
        assert_eq!(after.own_left.bytes, before.own_left.bytes - cost.bytes);
        assert_eq!(after.cooperative_left.weight, before.cooperative_left.weight - cost.weight);
        assert_eq!(after.cooperative_left.bytes, before.cooperative_left.bytes - cost.bytes);
        // Ben has his own; the cooperative's is shared.
        assert_eq!(quota(ben()).own_left, before.own_left);
        assert_eq!(quota(ben()).cooperative_left, after.cooperative_left);
        // Another cooperative notices nothing.
        assert_eq!(quota(cleo()).cooperative_left, before.cooperative_left);
    });
}

#[test]
fn the_cost_is_what_a_block_counts() {
    federation().execute_with(|| {
        let call = note();
        let cost = cost::<Test>(&info(&ada(), &call), unspent(&call), LENGTH);
        assert_eq!(taken(&ada(), &call), [cost.weight; 3]);
    });
}

#[test]
fn the_block_counts_once_what_it_reads_once() {
    federation().execute_with(|| {
        let first = taken(&ada(), &note());
        // Ben's cooperative was read with Ada, her account not with another of her keys.
        let colleague = taken(&ben(), &note());
        assert_eq!(taken(&adas_phone(), &note()), colleague);
        let again = taken(&adas_phone(), &note());
        assert!(again < colleague && colleague < first, "{again:?} {colleague:?} {first:?}");
        // Her other key was not the last of hers.
        assert_eq!(taken(&ada(), &note()), colleague);
        assert_eq!(taken(&ada(), &note()), again);
        // Nobody of Cleo's cooperative wrote in this block.
        assert_eq!(taken(&cleo(), &note()), first);
        for counted in [first, colleague, again] {
            assert_eq!(counted, [counted[0]; 3]);
        }
        next_block(3_000);
        assert_eq!(taken(&ada(), &note()), first);
    });
}

#[test]
fn a_pool_looks_at_each_transaction_as_the_first_of_its_block() {
    federation().execute_with(|| {
        // Room for one more, if it is the first of its block.
        let first = taken(&ada(), &large())[0];
        let again = taken(&ada(), &write(1, MS))[0];
        let left = quota(ada()).own_left.weight;
        assert!(again < first);
        let counted = |weight: u64| {
            let call = write(1, weight);
            cost::<Test>(&info(&ada(), &call), unspent(&call), LENGTH).weight
        };
        let most = left - counted(0);
        assert_ok!(look_at(&ada(), &write(1, most)));
        let too_much = look_at(&ada(), &write(1, most + 1));
        assert_eq!(too_much, Err(refused(Refusal::MemberQuotaExceeded)));
        // In this block it isn't the first.
        done(&ada(), &write(1, most + 1));
    });
}

#[test]
fn weight_that_a_call_gives_back_is_not_taken() {
    federation().execute_with(|| {
        let spare: RuntimeCall = board::Call::spare { weight: 20 * MS }.into();
        let counted = taken(&ada(), &spare);
        assert!(counted[0] < 2 * MS, "{counted:?}");
        assert_eq!(counted, [counted[0]; 3]);
        // There has to be room for all of it beforehand.
        let more = board::Call::spare { weight: 49 * MS }.into();
        assert_eq!(look_at(&ada(), &more), Err(refused(Refusal::MemberQuotaExceeded)));
    });
}

#[test]
fn a_member_who_used_up_the_quota_waits_and_writes_again() {
    federation().execute_with(|| {
        done(&ada(), &large());
        done(&ada(), &large());
        // For the pool it's a refusal, for a block's author a matter of a later block.
        assert_eq!(look_at(&ada(), &large()), Err(refused(Refusal::MemberQuotaExceeded)));
        assert_eq!(send(&ada(), &large()), Err(later()));
        // Something smaller still fits.
        assert_ok!(look_at(&ada(), &write(1, MS)));
        // Some 6 ms are left, and 20 ms come back in 12 seconds.
        next_block(6_000);
        assert_eq!(look_at(&ada(), &large()), Err(refused(Refusal::MemberQuotaExceeded)));
        next_block(6_000);
        done(&ada(), &large());
        assert_eq!(notes().len(), 3);
        assert_ok!(Pallet::<Test>::do_try_state());
    });
}

#[test]
fn all_keys_of_a_person_use_one_quota() {
    federation().execute_with(|| {
        done(&ada(), &large());
        done(&adas_phone(), &large());
        for key in [ada(), adas_phone()] {
            assert_eq!(look_at(&key, &large()), Err(refused(Refusal::MemberQuotaExceeded)));
        }
    });
}

#[test]
fn bytes_are_counted_beside_weight() {
    federation().execute_with(|| {
        done_long(&ada(), &note(), 100_000);
        assert_eq!(
            look_at_long(&ada(), &note(), 100_000),
            Err(refused(Refusal::MemberQuotaExceeded)),
        );
        assert_ok!(look_at_long(&ada(), &note(), 1_000));
    });
}

#[test]
fn what_no_full_quota_holds_is_refused_for_good() {
    federation().execute_with(|| {
        let why = refused(Refusal::LargerThanQuota);
        assert_eq!(look_at(&ada(), &write(1, 50 * MS)), Err(why));
        assert_eq!(look_at_long(&ada(), &note(), 200_000), Err(why));
        assert_eq!(send(&ada(), &write(1, 50 * MS)), Err(why));
    });
}

#[test]
fn a_cooperative_that_used_up_its_share_waits_for_the_next_block_and_loses_nothing() {
    federation().execute_with(|| {
        exhaust_cooperative(0);
        // The pool keeps it, last in the queue; the author leaves it there.
        assert_eq!(priority(&ben()), 0);
        assert_eq!(send(&ben(), &note()), Err(later()));
        assert_eq!(notes(), []);
        // The others' turn comes as ever.
        assert_eq!(priority(&cleo()), MAX_PRIORITY);
        done(&cleo(), &note());
        next_block(3_000);
        done(&ben(), &note());
    });
}

#[test]
fn whoever_has_used_least_goes_first() {
    federation().execute_with(|| {
        done(&ada(), &large());
        // Ben has used nothing himself, but Ada used some of their cooperative's.
        assert!(priority(&ada()) < priority(&ben()));
        assert!(priority(&ben()) < priority(&cleo()));
        assert_eq!(priority(&cleo()), MAX_PRIORITY);
    });
}

#[test]
fn quotas_refill_by_the_clock_and_not_by_blocks() {
    federation().execute_with(|| {
        done(&ada(), &large());
        let left = quota(ada()).own_left;
        next_block(0);
        assert_eq!(quota(ada()).own_left, left);
        // Nobody made a block for an hour.
        next_block(3_600_000);
        assert_eq!(quota(ada()).own_left, quota(ada()).own_full);
    });
}

#[test]
fn a_cooperative_that_joins_makes_the_others_shares_smaller_at_once() {
    federation().execute_with(|| {
        assert_eq!(quota(ada()).cooperative_full.weight, 500 * MS);
        people::Cooperatives::<Test>::put(4);
        assert_eq!(quota(ada()).cooperative_full.weight, 375 * MS);
        assert_eq!(quota(ada()).own_full.weight, 37 * MS + MS / 2);
    });
}

#[test]
fn the_federation_has_a_block_of_its_own_and_no_cooperative() {
    federation().execute_with(|| {
        let view = quota(frida());
        assert_eq!(view.signer.holder, QuotaHolder::Federation);
        assert_eq!(view.own_full.weight, 1_500 * MS);
        assert_eq!(view.cooperative_left, view.own_left);
        for id in 0..COOPERATIVES {
            exhaust_cooperative(id);
        }
        done(&frida(), &board::Call::decree {}.into());
        assert!(own_use(&QuotaHolder::Federation).used.weight > 0);
    });
}

#[test]
fn an_operators_quota_is_not_the_members() {
    federation().execute_with(|| {
        let operate: RuntimeCall = board::Call::operate {}.into();
        let before = quota(cleo()).own_left;
        done(&olga(), &operate);
        assert_eq!(quota(cleo()).own_left, before);
        assert!(quota(olga()).own_left.weight < before.weight);
        assert!(quota(cleo()).cooperative_left.weight < quota(ada()).cooperative_left.weight);
    });
}

#[test]
fn whoever_is_not_admitted_has_no_quota_and_learns_why() {
    federation().execute_with(|| {
        assert_eq!(Admission::quota(mallory()), Err(Refusal::UnknownAccount.code()));
        assert_eq!(Admission::quota(sven()), Err(Refusal::MemberSuspended.code()));
    });
}
