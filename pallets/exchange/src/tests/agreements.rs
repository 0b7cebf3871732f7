//! Agreements: proposed, decided, declined, expired.

use crate::{frame, mock::*, NextExchange};
use frame::testing_prelude::*;
use icn_primitives::{ledger::Treasury, reputation::Category, Hash, DAY};

#[test]
fn two_cooperatives_exchange_what_they_have() {
    scenario(|| {
        assert_ok!(ADA.sends(proposal(&[BAKERY, MILL], vec![], 1)));
        assert_eq!(status(0), ExchangeStatus::Proposed);
        assert_ok!(decide(&[BAKERY], 0, true));
        assert_eq!(status(0), ExchangeStatus::Proposed);
        let view = Exchanging::exchange(ExchangeId(0)).unwrap();
        assert_eq!(view.undecided, body(&[MILL]));
        assert_ok!(decide(&[MILL], 0, true));
        assert_eq!(status(0), ExchangeStatus::Executed);

        // Both get reputation, once, and it is seen what for.
        let awards = Awards::get();
        let subjects: Vec<_> = awards.iter().map(|award| award.subject).collect();
        assert_eq!(subjects, [did_of(BAKERY), did_of(MILL)]);
        let shown = icn_primitives::exchange::evidence(
            icn_primitives::ShardId(1),
            ExchangeId(0),
            view.content_hash,
        );
        for award in awards {
            assert_eq!((award.category, award.evidence), (Category::ResourceSharing, shown));
            assert_eq!(award.score, parameters().agreement_reputation);
        }
        assert_noop!(decide(&[MILL], 0, true), Error::InvalidTransition);
    });
}

#[test]
fn a_joint_decision_is_that_of_each() {
    scenario(|| {
        proposed();
        // The garden has joined the decision and has no say in it.
        assert_ok!(decide(&[BAKERY, MILL, GARDEN], 0, true));
        assert_eq!(status(0), ExchangeStatus::Approved);
        let decided = events().into_iter().find_map(|event| match event {
            Event::Decided { cooperatives, .. } => Some(cooperatives),
            _ => None,
        });
        assert_eq!(decided, Some(body(&[BAKERY, MILL])));
    });
}

#[test]
fn nobody_but_cooperatives_decides() {
    scenario(|| {
        let id = proposed();
        let hash = Exchanging::exchange(ExchangeId(id)).unwrap().content_hash;
        let call = || Call::decide { id: ExchangeId(id), content_hash: hash, approve: true };
        for person in [ADA, BAKER, MILLER] {
            assert_noop!(person.sends(call()), DispatchError::BadOrigin);
        }
        assert_noop!(send(RuntimeOrigin::root(), call()), DispatchError::BadOrigin);
        assert_noop!(decide(&[GARDEN], id, true), Error::NotAffected);
        assert_noop!(decide(&[], id, true), Error::NotAffected);
        assert_ok!(decide(&[BAKERY], id, true));
        assert_noop!(decide(&[BAKERY], id, true), Error::AlreadyDecided);
        assert_eq!(status(id), ExchangeStatus::Proposed);
    });
}

#[test]
fn what_was_voted_for_cannot_be_swapped() {
    scenario(|| {
        let (first, other) = (proposed(), proposed());
        let hash = Exchanging::exchange(ExchangeId(first)).unwrap().content_hash;
        // The same document and payments under another key are another exchange.
        assert_noop!(decide_what(&[BAKERY], other, hash, true), Error::ContentMismatch);
        assert_noop!(decide_what(&[BAKERY], first, Hash::zero(), true), Error::ContentMismatch);
        assert_noop!(decide(&[BAKERY], 77, true), Error::NotFound);
    });
}

#[test]
fn a_cooperative_declines_also_what_it_was_for() {
    scenario(|| {
        let id = proposed();
        assert_ok!(decide(&[MILL], id, true));
        assert_ok!(decide(&[MILL], id, false));
        assert_eq!(status(id), ExchangeStatus::Declined);
        assert_noop!(decide(&[BAKERY], id, true), Error::InvalidTransition);
        assert!(Awards::get().is_empty());
    });
}

#[test]
fn the_proposer_withdraws_until_it_is_approved() {
    scenario(|| {
        let (first, other) = (proposed(), proposed());
        let withdraw = |id| Call::withdraw { id: ExchangeId(id) };
        assert_noop!(BAKER.sends(withdraw(first)), Error::NotAuthorized);
        assert_noop!(ADA.sends(withdraw(77)), Error::NotFound);
        assert_ok!(ADA.sends(withdraw(first)));
        assert_eq!(status(first), ExchangeStatus::Withdrawn);
        assert_noop!(ADA.sends(withdraw(first)), Error::InvalidTransition);
        assert_ok!(decide(&[BAKERY, MILL], other, true));
        assert_noop!(ADA.sends(withdraw(other)), Error::InvalidTransition);
    });
}

#[test]
fn what_is_not_decided_in_time_expires() {
    scenario(|| {
        let id = proposed();
        assert_ok!(decide(&[BAKERY], id, true));
        Timestamp::set_timestamp(START + 10 * DAY);
        // Not even before it is marked.
        assert_noop!(decide(&[MILL], id, true), Error::InvalidDeadline);
        next_block();
        assert_eq!(status(id), ExchangeStatus::Expired);
    });
}

#[test]
fn an_investment_takes_one_cooperative_or_more() {
    scenario(|| {
        let invest = |cooperatives: &[_], number| Call::propose {
            cooperative: GARDEN,
            kind: AgreementKind::Investment,
            cooperatives: body(cooperatives),
            transfers: Transfers::truncate_from(vec![Transfer {
                payer: GARDEN,
                payee: Treasury::Federation,
                money: money(5),
            }]),
            terms: TERMS,
            deadline: START + DAY,
            key: key(number),
        };
        assert_ok!(EVE.sends(invest(&[GARDEN], 1)));
        assert_noop!(EVE.sends(invest(&[], 2)), Error::InvalidCooperatives);
        assert_ok!(decide(&[GARDEN], 0, true));
        settle();
        assert_eq!(status(0), ExchangeStatus::Executed);
        assert_eq!(Awards::get()[0].category, Category::CooperativeGrowth);
    });
}

#[test]
fn what_cannot_be_agreed_is_not_proposed() {
    scenario(|| {
        let refused = |person: Person, call: Call, error: Error| {
            assert_noop!(person.sends(call), error);
        };
        let plain = |cooperatives: &[_]| proposal(cooperatives, vec![], 1);
        refused(STRANGER, plain(&[BAKERY, MILL]), Error::NotAuthorized);
        refused(BOB, plain(&[BAKERY, MILL]), Error::NotMember);
        refused(FORMER, plain(&[BAKERY, MILL]), Error::NotMember);
        refused(ADA, plain(&[BAKERY]), Error::InvalidCooperatives);
        refused(ADA, plain(&[MILL, BAKERY]), Error::InvalidCooperatives);
        refused(ADA, plain(&[BAKERY, BAKERY]), Error::InvalidCooperatives);
        refused(ADA, plain(&[BAKERY, CLOSED]), Error::CooperativeNotActive);
        for transfer in [
            pays(BAKERY, GARDEN, 5),
            pays(GARDEN, BAKERY, 5),
            pays(BAKERY, BAKERY, 5),
            pays(BAKERY, MILL, 0),
            pays(BAKERY, MILL, -5),
            pays(BAKERY, MILL, icn_primitives::ledger::MAX_AMOUNT + 1),
        ] {
            refused(ADA, proposal(&[BAKERY, MILL], vec![transfer], 1), Error::InvalidTransfer);
        }
        let Call::propose { cooperatives, terms, key, .. } = plain(&[BAKERY, MILL]) else {
            panic!("it is one")
        };
        for deadline in [0, START, START + 30 * DAY + 1] {
            let (cooperative, kind) = (BAKERY, AgreementKind::Resources);
            let (transfers, cooperatives) = (Transfers::default(), cooperatives.clone());
            let call =
                Call::propose { cooperative, kind, cooperatives, transfers, terms, deadline, key };
            refused(ADA, call, Error::InvalidDeadline);
        }
    });
}

#[test]
fn who_takes_no_part_any_more_does_not_decide_nor_is_anything_approved_without_it() {
    scenario(|| {
        let id = proposed();
        assert_ok!(decide(&[MILL], id, true));
        Registers::put_cooperative(MILL, false);
        assert_noop!(decide(&[BAKERY], id, true), Error::CooperativeNotActive);
        assert_noop!(decide(&[MILL], id, false), Error::CooperativeNotActive);
        Registers::put_cooperative(MILL, true);
        assert_ok!(decide(&[BAKERY], id, true));
        assert_eq!(status(id), ExchangeStatus::Approved);
    });
}

#[test]
fn the_same_is_proposed_once() {
    scenario(|| {
        assert_ok!(ADA.sends(proposal(&[BAKERY, MILL], vec![], 1)));
        events();
        assert_ok!(ADA.sends(proposal(&[BAKERY, MILL], vec![], 1)));
        assert_eq!(events(), [Event::Replayed { id: ExchangeId(0), by: ADA.did() }]);
        assert_eq!(NextExchange::<Test>::get(), ExchangeId(1));
        let other = proposal(&[BAKERY, MILL], vec![pays(BAKERY, MILL, 1)], 1);
        assert_noop!(ADA.sends(other), Error::KeyReused);
        // Another person's keys are its own.
        assert_ok!(BAKER.sends(proposal(&[BAKERY, MILL], vec![], 1)));
        assert_eq!(NextExchange::<Test>::get(), ExchangeId(2));
    });
}
