//! Whatever is booked, decided, cancelled and paid, and however late the ledger hears of it: a list
//! of this file's own says who has which time, and nobody has a minute that another one has.

use super::rebuilt::Rebuilt;
use crate::{frame, mock::*};
use alloc::collections::BTreeMap;
use frame::testing_prelude::*;
use icn_primitives::{CooperativeId, Moment, DAY, HOUR, MINUTE};
use pallet_settlement::testing::{FakeLedger, HoldState, Holds, Poor, Room};
use proptest::prelude::*;

const PEOPLE: [Person; 5] = [BAKER, MILLER, ADA, BOB, EVE];
const COOPERATIVES: [CooperativeId; 3] = [BAKERY, MILL, GARDEN];

/// Something that happens. Persons and cooperatives are numbers.
#[derive(Clone, Debug)]
enum Act {
    Book { by: usize, resource: u32, start: u32, minutes: u32, paid_by: Option<Vec<u32>> },
    Decide { by: Vec<usize>, id: u64, approve: bool },
    Cancel { by: usize, id: u64 },
    Reprice { resource: u32, price: i128 },
    Poor { who: usize, poor: bool },
    Room(Option<u32>),
    Take(u8),
    Lose,
    Answer(u8),
    Block(Moment),
}

fn act() -> impl Strategy<Value = Act> {
    let person = || 0..PEOPLE.len();
    let id = || 0..1_000u64;
    let several = || {
        prop_oneof![
            Just(vec![0, 1, 2]),
            prop::collection::btree_set(0..COOPERATIVES.len(), 1..4)
                .prop_map(|set| set.into_iter().collect::<Vec<_>>()),
        ]
    };
    prop_oneof![
        14 => (
            person(),
            0..2u32,
            0..400u32,
            1..120u32,
            prop::option::of(prop::collection::vec(1..1_000u32, 3)),
        ).prop_map(|(by, resource, start, minutes, paid_by)| {
            Act::Book { by, resource, start, minutes, paid_by }
        }),
        8 => (several(), id(), prop::bool::weighted(0.9)).prop_map(
            |(by, id, approve)| Act::Decide { by, id, approve }),
        3 => (person(), id()).prop_map(|(by, id)| Act::Cancel { by, id }),
        1 => (0..2u32, 0..50i128).prop_map(|(resource, price)| Act::Reprice { resource, price }),
        2 => (0..8usize, prop::bool::weighted(0.3)).prop_map(
            |(who, poor)| Act::Poor { who, poor }),
        1 => prop::option::of(0..4u32).prop_map(Act::Room),
        8 => (1..6u8).prop_map(Act::Take),
        1 => Just(Act::Lose),
        8 => (1..6u8).prop_map(Act::Answer),
        8 => prop_oneof![
            40 => Just(3_000),
            10 => MINUTE..30 * MINUTE,
            4 => Just(HOUR),
            1 => Just(DAY),
            1 => Just(4 * DAY),
        ].prop_map(Act::Block),
    ]
}

/// What the model knows: whose which time is, by resource. A plain list.
#[derive(Default)]
struct Model {
    taken: Vec<(u32, Span, u64)>,
    decided: BTreeMap<u64, Vec<CooperativeId>>,
    ended: BTreeMap<u64, BookingStatus>,
}

impl Model {
    fn is_taken(&self, resource: u32, span: &Span) -> bool {
        let mut minutes = span.start..span.end;
        minutes.any(|minute| {
            self.taken
                .iter()
                .any(|(of, other, _)| *of == resource && (other.start..other.end).contains(&minute))
        })
    }

    fn perform(&mut self, act: Act) {
        match act {
            Act::Book { by, resource, start, minutes, paid_by } => {
                let now = (Timestamp::get() / MINUTE) as u32;
                let span = Span::of(now + start, minutes);
                let taken = self.is_taken(resource, &span);
                let unbooked = Sharing::is_unbooked(ResourceId(resource), &span);
                assert_eq!(unbooked, !taken, "the index finds what the list finds");
                let paid_by = paid_by.map_or(PaidBy::Person, |parts| whole(&parts));
                let done = PEOPLE[by].books(resource, span, paid_by);
                if done == Err(Error::AlreadyBooked.into()) {
                    assert!(taken);
                }
                if let Ok(id) = done {
                    assert!(!taken);
                    self.taken.push((resource, span, id));
                    self.decided.insert(id, vec![]);
                }
            }
            Act::Decide { by, id, approve } => {
                let by: Vec<_> = by.into_iter().map(|id| COOPERATIVES[id]).collect();
                let id = id % NextBooking::<Test>::get().0.max(1);
                let done = decide(&by, id, approve);
                if done.is_ok() && approve {
                    self.decided.get_mut(&id).expect("it is there").extend(by);
                }
            }
            Act::Cancel { by, id } => {
                let id = id % NextBooking::<Test>::get().0.max(1);
                let _ = PEOPLE[by].cancels(id);
            }
            Act::Reprice { resource, price } => {
                let id = ResourceId(resource);
                let version = Resources::<Test>::get(id).expect("it is there").version;
                let cost = if price == 0 { Cost::Free } else { per_hour(price, Bearer::Either) };
                assert_ok!(BAKER.sends(Call::update { id, version, terms: van(cost) }));
            }
            Act::Poor { who, poor } => {
                let account = match who {
                    0..3 => treasury(COOPERATIVES[who]),
                    who => PEOPLE[who - 3].account(),
                };
                if poor {
                    Poor::insert(account, ());
                } else {
                    Poor::remove(account);
                }
            }
            Act::Room(room) => Room::set(room),
            Act::Take(count) => {
                for _ in 0..count {
                    FakeLedger::take(Timestamp::get(), false);
                }
            }
            Act::Lose => {
                FakeLedger::take(Timestamp::get(), true);
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

    fn compare(&mut self) {
        check();
        // What came to nothing, or was forgotten, is nobody's time any more.
        self.taken.retain(|(_, _, id)| {
            Bookings::<Test>::get(BookingId(*id)).is_some_and(|one| one.status.takes_time())
        });
        for (id, booking) in Bookings::<Test>::iter() {
            if let Some(ended) = self.ended.get(&id.0) {
                assert_eq!(*ended, booking.status, "what is final stays");
            } else if booking.status.is_final() {
                self.ended.insert(id.0, booking.status);
            }
            if booking.payment != BookingPayment::None {
                let decided = &self.decided[&id.0];
                let all = booking.paid_by.cooperatives().all(|payer| decided.contains(&payer));
                assert!(all, "nobody pays who hasn't decided");
            }
        }
        for (number, (resource, span, _)) in self.taken.iter().enumerate() {
            for (other, other_span, _) in self.taken.iter().skip(number + 1) {
                assert!(resource != other || !span.overlaps(other_span));
            }
        }
    }
}

/// Shares of all three cooperatives, by these weights.
fn whole(parts: &[u32]) -> PaidBy {
    let sum: u32 = parts.iter().sum();
    let mut all: Vec<_> = COOPERATIVES
        .into_iter()
        .zip(parts)
        .map(|(id, part)| (id, (u64::from(*part) * 1_000_000 / u64::from(sum)) as u32))
        .collect();
    let given: u32 = all.iter().map(|(_, part)| part).sum();
    all[0].1 += 1_000_000 - given;
    shares(&all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn nobody_has_a_minute_that_another_one_has(acts in prop::collection::vec(act(), 1..120)) {
        new_test_ext().execute_with(|| {
            // Rules that don't stop the stories early, and forget nothing before their end.
            crate::Parameters::<Test>::mutate(|rules| {
                (rules.max_bookings, rules.retention) = (100, 3_000 * DAY);
            });
            dear_van();
            free_van();
            let mut model = Model::default();
            let mut rebuilt = Rebuilt::default();
            for act in acts {
                model.perform(act);
                rebuilt.read();
                assert_eq!(rebuilt, Rebuilt::of_chain());
            }
            Room::kill();
            for _ in 0..6 {
                pass(DAY);
                settle();
                for _ in 0..40 {
                    next_block();
                }
                model.compare();
            }
            // Everything is over, each hold ended once, and what was paid is what bookings say.
            assert_eq!(FakeLedger::count(HoldState::Held), 0);
            let (mut due, mut partly) = (0i128, false);
            for (_, booking) in Bookings::<Test>::iter() {
                assert!(booking.status.is_final() && !booking.payment.is_open(), "{booking:?}");
                partly |= booking.payment == BookingPayment::PaidInPart;
                if booking.payment == BookingPayment::Paid {
                    let amount = booking.cost.expect("it costs something").amount;
                    // The owner doesn't pay itself.
                    let own = match &booking.paid_by {
                        PaidBy::Person => 0,
                        PaidBy::Cooperatives(shares) => {
                            let split = icn_primitives::resources::split(amount, shares).unwrap();
                            let own = |(payer, _): &&(CooperativeId, i128)| *payer == BAKERY;
                            split.iter().find(own).map_or(0, |(_, amount)| *amount)
                        }
                    };
                    due += amount - own;
                }
            }
            let paid: i128 = Holds::iter_values()
                .filter(|hold| hold.state == HoldState::Captured)
                .map(|hold| hold.money.amount)
                .sum();
            assert!(paid == due || partly, "{paid} of {due}");
        });
    }
}
