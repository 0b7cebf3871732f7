//! Whatever is proposed, decided and paid, in whatever order and however late: a small model of this
//! file's own says what may come of it. Nothing is executed without each cooperative's decision, and
//! money moves for all of an agreement or for nothing of it.

use super::rebuilt::Rebuilt;
use crate::{frame, mock::*, NextExchange, Parameters};
use alloc::collections::{BTreeMap, BTreeSet};
use frame::testing_prelude::*;
use icn_primitives::{CooperativeId, Moment, DAY, HOUR};
use pallet_settlement::testing::{FakeLedger, HoldState, Holds, Poor, Room};
use proptest::prelude::*;

const PEOPLE: [Person; 6] = [BAKER, MILLER, ADA, BOB, EVE, FORMER];
const COOPERATIVES: [CooperativeId; 4] = [BAKERY, MILL, GARDEN, CLOSED];

/// Something that happens. Persons and cooperatives are numbers.
#[derive(Clone, Debug)]
enum Act {
    Propose {
        by: usize,
        who: Vec<usize>,
        pays: Vec<(usize, usize)>,
        key: u64,
    },
    Labour {
        by: usize,
        cooperative: usize,
        key: u64,
    },
    Request {
        by: usize,
        cooperative: Option<usize>,
        key: u64,
    },
    /// By these, or jointly by all that it touches.
    Decide {
        by: Option<Vec<usize>>,
        id: u64,
        approve: bool,
        right: bool,
    },
    Withdraw {
        by: usize,
        id: u64,
    },
    Confirm {
        by: usize,
        id: u64,
        confirm: bool,
    },
    Offer {
        by: usize,
        id: u64,
    },
    EndOffer {
        by: usize,
        id: u64,
    },
    ConfirmAid {
        by: usize,
        id: u64,
        helper: usize,
    },
    Poor {
        who: usize,
        poor: bool,
    },
    TakesPart {
        who: usize,
        takes_part: bool,
    },
    Room(Option<u32>),
    Take(u8),
    Answer(u8),
    Block(Moment),
}

fn act() -> impl Strategy<Value = Act> {
    let person = || 0..PEOPLE.len();
    let cooperative = || 0..COOPERATIVES.len();
    let several = || {
        prop::collection::btree_set(0..COOPERATIVES.len(), 0..4)
            .prop_map(|set| set.into_iter().collect::<Vec<_>>())
    };
    let pair = || (0..3usize, 0..3usize);
    let id = || 0..1_000u64;
    let key = || 0..40u64;
    prop_oneof![
        8 => (person(), several(), prop::collection::vec(pair(), 0..4), key()).prop_map(
            |(by, who, pays, key)| Act::Propose { by, who, pays, key }),
        3 => (person(), cooperative(), key()).prop_map(
            |(by, cooperative, key)| Act::Labour { by, cooperative, key }),
        3 => (person(), prop::option::of(cooperative()), key()).prop_map(
            |(by, cooperative, key)| Act::Request { by, cooperative, key }),
        20 => (
            prop::option::of(several()),
            id(),
            prop::bool::weighted(0.9),
            prop::bool::weighted(0.9),
        ).prop_map(
            |(by, id, approve, right)| Act::Decide { by, id, approve, right }),
        1 => (person(), id()).prop_map(|(by, id)| Act::Withdraw { by, id }),
        3 => (person(), id(), any::<bool>()).prop_map(
            |(by, id, confirm)| Act::Confirm { by, id, confirm }),
        3 => (person(), id()).prop_map(|(by, id)| Act::Offer { by, id }),
        1 => (person(), id()).prop_map(|(by, id)| Act::EndOffer { by, id }),
        3 => (person(), id(), person()).prop_map(
            |(by, id, helper)| Act::ConfirmAid { by, id, helper }),
        2 => (0..3usize, prop::bool::weighted(0.3)).prop_map(
            |(who, poor)| Act::Poor { who, poor }),
        1 => (cooperative(), prop::bool::weighted(0.85)).prop_map(
            |(who, takes_part)| Act::TakesPart { who, takes_part }),
        1 => prop::option::of(0..6u32).prop_map(Act::Room),
        8 => (1..6u8).prop_map(Act::Take),
        8 => (1..6u8).prop_map(Act::Answer),
        8 => prop_oneof![40 => Just(3_000), 8 => Just(HOUR), 2 => Just(DAY), 1 => Just(8 * DAY)]
            .prop_map(Act::Block),
    ]
}

/// What the model knows of an agreement: who it is of, who has said yes, and whether somebody said
/// no.
#[derive(Default)]
struct Model {
    agreements: BTreeMap<u64, (BTreeSet<CooperativeId>, BTreeSet<CooperativeId>, bool)>,
    /// Who gave the last yes, so that the money was asked for.
    approved: BTreeSet<u64>,
    active: BTreeSet<CooperativeId>,
    ended: BTreeMap<u64, ExchangeStatus>,
}

impl Model {
    fn perform(&mut self, act: Act) {
        let now = Timestamp::get();
        let number = NextExchange::<Test>::get().0;
        // One that is there, if any is.
        let of = |id: u64| id % number.max(1);
        match act {
            Act::Propose { by, who, pays: paid, key: number_of_key } => {
                let who: Vec<_> = who.into_iter().map(|id| COOPERATIVES[id]).collect();
                // Among those that agree, as far as there are any.
                let of = |number: usize| who.get(number % who.len().max(1)).copied();
                let paid = paid.into_iter().filter(|(payer, payee)| payer != payee);
                let paid = paid.map(|(payer, payee)| {
                    let (payer, payee) = (of(payer), of(payee));
                    pays(payer.unwrap_or(BAKERY), payee.unwrap_or(MILL), 1 + number as i128)
                });
                let deadline = now + 5 * DAY;
                let call = Call::propose {
                    cooperative: who.first().copied().unwrap_or_default(),
                    kind: AgreementKind::Resources,
                    cooperatives: body(&who),
                    transfers: Transfers::truncate_from(paid.collect()),
                    terms: TERMS,
                    deadline,
                    key: key(number_of_key),
                };
                // By a member of the first one, if there is any; else by anybody.
                let member = PEOPLE.iter().find(|person| {
                    who.first().is_some_and(|id| Registers::is_member(*id, &person.did()))
                });
                let _ = member.unwrap_or(&PEOPLE[by]).sends(call);
                if NextExchange::<Test>::get().0 > number {
                    assert!(who.len() >= 2 && who.iter().all(|id| self.active.contains(id)));
                    let new = (who.into_iter().collect(), BTreeSet::new(), false);
                    self.agreements.insert(number, new);
                }
            }
            Act::Labour { by, cooperative, key: number } => {
                let _ = PEOPLE[by].sends(Call::record_labour {
                    cooperative: COOPERATIVES[cooperative],
                    minutes: 60,
                    terms: TERMS,
                    deadline: now + 2 * DAY,
                    key: key(number),
                });
            }
            Act::Request { by, cooperative, key: number } => {
                let _ = PEOPLE[by].sends(Call::request_aid {
                    cooperative: cooperative.map(|id| COOPERATIVES[id]),
                    terms: TERMS,
                    deadline: now + 2 * DAY,
                    key: key(number),
                });
            }
            Act::Decide { by, id, approve, right } => {
                let id = of(id);
                let touched = || self.agreements.get(&id).map(|agreement| agreement.0.clone());
                let by: Vec<_> = match by {
                    Some(by) => by.into_iter().map(|id| COOPERATIVES[id]).collect(),
                    None => touched().unwrap_or_default().into_iter().collect(),
                };
                let before = Exchanges::<Test>::get(ExchangeId(id));
                let done = if right {
                    decide(&by, id, approve)
                } else {
                    decide_what(&by, id, TERMS, approve)
                };
                self.decided(&by, id, approve, right, before, done);
            }
            Act::Withdraw { by, id } => {
                let _ = PEOPLE[by].sends(Call::withdraw { id: ExchangeId(of(id)) });
            }
            Act::Confirm { by, id, confirm } => {
                let _ = PEOPLE[by].sends(Call::confirm_labour { id: ExchangeId(of(id)), confirm });
            }
            Act::Offer { by, id } => {
                let _ = PEOPLE[by].sends(Call::offer_aid { id: ExchangeId(of(id)), terms: TERMS });
            }
            Act::EndOffer { by, id } => {
                let _ = PEOPLE[by].sends(Call::end_offer { id: ExchangeId(of(id)) });
            }
            Act::ConfirmAid { by, id, helper } => {
                let helper = PEOPLE[helper].did();
                let _ = PEOPLE[by].sends(Call::confirm_aid { id: ExchangeId(of(id)), helper });
            }
            Act::Poor { who, poor } => {
                let treasury = treasury(COOPERATIVES[who]);
                if poor {
                    Poor::insert(treasury, ());
                } else {
                    Poor::remove(treasury);
                }
            }
            Act::TakesPart { who, takes_part } => {
                let id = COOPERATIVES[who];
                if takes_part {
                    Registers::put_cooperative(id, true);
                    self.active.insert(id);
                } else {
                    Registers::put_cooperative(id, false);
                    self.active.remove(&id);
                }
            }
            Act::Room(room) => Room::set(room),
            Act::Take(count) => {
                for _ in 0..count {
                    FakeLedger::take(Timestamp::get(), false);
                }
            }
            Act::Answer(count) => {
                for _ in 0..count {
                    FakeLedger::answer::<Test>();
                }
            }
            Act::Block(time) => next_block_after(time),
        }
        self.compare();
    }

    /// Whether a decision had to be taken, and what it means.
    fn decided(
        &mut self,
        by: &[CooperativeId],
        id: u64,
        approve: bool,
        right: bool,
        before: Option<Exchange>,
        done: DispatchResult,
    ) {
        let Some((who, yes, no)) = self.agreements.get_mut(&id) else {
            assert!(done.is_err());
            return;
        };
        let touched: BTreeSet<_> =
            who.intersection(&by.iter().copied().collect()).copied().collect();
        let all: BTreeSet<_> = yes.union(&touched).copied().collect();
        let active = &self.active;
        let open = before.is_some_and(|exchange| {
            exchange.status == ExchangeStatus::Proposed && Timestamp::get() < exchange.deadline
        });
        let last = all == *who;
        let expected = open
            && right
            && !touched.is_empty()
            && touched.is_subset(active)
            && (!approve || (all.len() > yes.len() && (!last || who.is_subset(active))));
        assert_eq!(done.is_ok(), expected, "{done:?}");
        if done.is_ok() {
            if approve {
                *yes = all;
                if last {
                    self.approved.insert(id);
                }
            } else {
                *no = true;
            }
        }
    }

    /// What must be true of every exchange, whatever has happened.
    fn compare(&mut self) {
        check();
        for (id, exchange) in Exchanges::<Test>::iter() {
            if let Some(ended) = self.ended.get(&id.0) {
                assert_eq!(*ended, exchange.status, "what is final stays");
            } else if exchange.status.is_final() {
                self.ended.insert(id.0, exchange.status);
            }
            let Some((who, yes, no)) = self.agreements.get(&id.0) else { continue };
            let decided: BTreeSet<_> = exchange.approved.iter().copied().collect();
            assert_eq!(decided, *yes);
            use ExchangeStatus::*;
            match exchange.status {
                Approved | Executed | PartlyExecuted | Failed => {
                    assert!(yes == who && self.approved.contains(&id.0) && !no);
                }
                Declined => assert!(no),
                Proposed | Withdrawn | Expired => {
                    assert!(yes != who && !no && !self.approved.contains(&id.0));
                }
                other => panic!("{other:?} is no agreement's"),
            }
        }
        // Money is asked for on behalf of nobody whose decision isn't there.
        for (_, hold) in Holds::iter() {
            let payer = COOPERATIVES.iter().find(|id| treasury(**id) == hold.payer);
            let payer = payer.expect("a cooperative pays");
            assert!(self.approved.iter().any(|id| self.agreements[id].1.contains(payer)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn nothing_is_carried_out_that_not_all_have_decided(
        acts in prop::collection::vec(act(), 1..120),
    ) {
        new_test_ext().execute_with(|| {
            let mut model = Model::default();
            let mut rebuilt = Rebuilt::default();
            model.active = [BAKERY, MILL, GARDEN].into();
            // Rules that don't stop the stories early, and forget nothing before their end.
            Parameters::<Test>::mutate(|rules| {
                (rules.max_open, rules.retention) = (50, 3_000 * DAY);
            });
            for act in acts {
                model.perform(act);
                rebuilt.read();
                assert_eq!(rebuilt, Rebuilt::of_chain());
            }
            Room::kill();
            for _ in 0..4 {
                pass(DAY);
                settle();
                model.compare();
            }
            // Money moved for every payment of what is executed, and for nothing else.
            let mut due = 0i128;
            let mut partly = false;
            for (_, exchange) in Exchanges::<Test>::iter() {
                assert_ne!(exchange.status, ExchangeStatus::Approved, "its money is settled");
                let Content::Agreement { transfers, .. } = &exchange.content else { continue };
                if exchange.status == ExchangeStatus::Executed {
                    due += transfers.iter().map(|one| one.money.amount).sum::<i128>();
                }
                partly |= exchange.status == ExchangeStatus::PartlyExecuted;
            }
            let paid: i128 = Holds::iter_values()
                .filter(|hold| hold.state == HoldState::Captured)
                .map(|hold| hold.money.amount)
                .sum();
            assert!(paid == due || partly, "{paid} of {due}");
            assert_eq!(FakeLedger::count(HoldState::Held), 0);
            let awards = Awards::get().into_iter();
            let mut subjects: Vec<_> = awards.map(|one| (one.subject, one.evidence)).collect();
            subjects.sort();
            let all = subjects.len();
            subjects.dedup();
            assert_eq!(subjects.len(), all, "nobody gets twice for one thing");
        });
    }
}
