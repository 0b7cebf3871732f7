//! What holds whatever happens.

use std::collections::BTreeMap;

use icn_primitives::{
    membership::CooperativeStatus::{Active, Expelled, Suspended},
    AccountId, CooperativeId, Did,
};
use proptest::prelude::*;

use crate::{mock::*, AccountOwner, ActiveCooperatives, ChangeOf, WeightInfo, LOOK_EVERY};

/// Something that happens.
#[derive(Clone, Debug)]
enum Act {
    /// An account moves to another person; which of the two is told first.
    Move { account: u8, to: u8, first: bool },
    /// A person's membership of a cooperative changes.
    Join { person: u8, cooperative: u32, how: u8 },
    /// A person ends, with all accounts.
    End(u8),
    /// A cooperative's status changes.
    Status(u32, u8),
    /// A seat opens, closes, or gets another operator.
    Seat(u32, Option<u8>),
    /// Nothing, but the subject is told again.
    Touch(u8),
    /// The lane to a shard takes so many messages more.
    Room(u32, u32),
    /// The hub makes a block.
    Block,
    /// A shard takes so many messages, or fails to.
    Deliver(u32, u8, bool),
    /// Another shard joins.
    Late,
}

/// The shard that joins later.
const LATE: u32 = 3;

fn act() -> impl Strategy<Value = Act> {
    let shard = || 1..=LATE;
    prop_oneof![
        4 => (0u8..6, 0u8..4, any::<bool>())
            .prop_map(|(account, to, first)| Act::Move { account, to, first }),
        3 => (0u8..4, 0u32..3, 0u8..4)
            .prop_map(|(person, cooperative, how)| Act::Join { person, cooperative, how }),
        1 => (0u8..4).prop_map(Act::End),
        2 => (0u32..3, 0u8..4).prop_map(|(id, status)| Act::Status(id, status)),
        2 => (0u32..3, prop::option::of(0u8..6)).prop_map(|(id, by)| Act::Seat(id, by)),
        1 => (0u8..4).prop_map(Act::Touch),
        2 => (shard(), 0u32..4).prop_map(|(shard, room)| Act::Room(shard, room)),
        6 => Just(Act::Block),
        6 => (shard(), 1u8..4, prop::bool::weighted(0.15))
            .prop_map(|(shard, count, fails)| Act::Deliver(shard, count, fails)),
        1 => Just(Act::Late),
    ]
}

/// Changes somebody's record, or makes one; who has nothing left is gone.
fn change(number: u8, edit: impl FnOnce(&mut icn_primitives::directory::Person)) {
    let mut present = Persons::get(did(number)).unwrap_or_default();
    edit(&mut present);
    let empty = present.keys.is_empty() && present.memberships.is_empty();
    set_person(number, (!empty).then_some(present));
}

impl Act {
    fn run(&self, network: &mut Network) {
        match *self {
            Self::Move { account, to, first } => network.on_hub(|| {
                let moved = key(account);
                let holds = |number: &u8| {
                    Persons::get(did(*number)).is_some_and(|person| person.keys.contains(&moved))
                };
                let from = (0..4u8).find(holds);
                let take = || {
                    if let Some(from) = from {
                        change(from, |person| person.keys.retain(|key| *key != moved));
                    }
                };
                let give = || change(to, |person| person.keys.force_push(moved));
                take();
                give();
                // The change is one on the hub, whoever is told of first.
                if first {
                    if let Some(from) = from {
                        Directory::touch(icn_primitives::directory::Subject::Person(did(from)));
                    }
                }
            }),
            Self::Join { person, cooperative, how } => network.on_hub(|| {
                change(person, |person| {
                    let id = CooperativeId(cooperative);
                    person.memberships.retain(|membership| membership.cooperative != id);
                    match how {
                        0 => {}
                        1 => person.memberships.force_push(member(cooperative)),
                        2 => person.memberships.force_push(suspended(cooperative)),
                        _ => person.memberships.force_push(steward(cooperative)),
                    }
                });
            }),
            Self::End(person) => network.on_hub(|| set_person(person, None)),
            Self::Status(id, status) => network.on_hub(|| {
                let status = [Some(Active), Some(Suspended), Some(Expelled), None][status as usize];
                set_cooperative(id, status.map(|status| cooperative(id, status)));
            }),
            Self::Seat(id, operator) => {
                network.on_hub(|| set_seat(id, operator.map(|operator| seat(id, operator))))
            }
            Self::Touch(person) => network.on_hub(|| {
                Directory::touch(icn_primitives::directory::Subject::Person(did(person)))
            }),
            Self::Room(shard, room) => network.set_room(shard, room),
            Self::Block => {
                network.block();
            }
            Self::Deliver(shard, count, fails) => {
                for _ in 0..count {
                    if network.followers.contains_key(&icn_primitives::ShardId(shard)) {
                        network.deliver(shard, fails);
                    }
                }
            }
            Self::Late => {
                if !network.followers.contains_key(&icn_primitives::ShardId(LATE)) {
                    network.join(LATE);
                }
            }
        }
    }
}

/// What an observer of a follower knows who sees nothing but events.
#[derive(Default)]
struct Observer {
    known: Option<Known>,
    accounts: BTreeMap<AccountId, Did>,
}

impl Observer {
    fn see(&mut self, event: Event) {
        let known = self.known.get_or_insert_with(|| Known {
            people: BTreeMap::new(),
            cooperatives: BTreeMap::new(),
            seats: BTreeMap::new(),
        });
        match event {
            Event::PersonPut { did, person } => {
                self.accounts.retain(|account, owner| {
                    *owner != did || person.accounts().any(|own| own == *account)
                });
                self.accounts.extend(person.accounts().map(|account| (account, did)));
                known.people.insert(did, person);
            }
            Event::PersonRemoved { did } => {
                self.accounts.retain(|_, owner| *owner != did);
                known.people.remove(&did);
            }
            Event::CooperativePut { id, cooperative } => {
                known.cooperatives.insert(id, cooperative);
            }
            Event::CooperativeRemoved { id } => {
                known.cooperatives.remove(&id);
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever changes, however lanes fill and messages fail: in the end every follower knows what
    /// the hub has to tell, also one that joined late; the log has an entry for each subject; and
    /// then nothing is done any more.
    #[test]
    fn every_follower_ends_up_with_what_the_hub_tells(
        acts in prop::collection::vec(act(), 0..150),
    ) {
        let mut network = Network::new(&[1, 2]);
        for act in &acts {
            act.run(&mut network);
        }
        Act::Late.run(&mut network);
        network.settle();

        let told = network.told();
        for shard in 1..=LATE {
            prop_assert_eq!(&network.known(shard), &told);
            let (accounts, active) = network.on(shard, || {
                let accounts: BTreeMap<_, _> = AccountOwner::<Test>::iter().collect();
                (accounts, ActiveCooperatives::<Test>::get() as usize)
            });
            prop_assert_eq!(&accounts, &told.accounts());
            let status = told.cooperatives.values();
            prop_assert_eq!(active, status.filter(|known| known.status == Active).count());

            let mut observer = Observer::default();
            let events = network.on(shard, events);
            events.into_iter().for_each(|event| observer.see(event));
            prop_assert_eq!(observer.accounts, accounts);
            if let Some(known) = observer.known {
                prop_assert_eq!(&known.people, &told.people);
                prop_assert_eq!(&known.cooperatives, &told.cooperatives);
            }
        }
        let entries = network.on_hub(|| ChangeOf::<Test>::iter().count());
        prop_assert!(entries <= 4 + 3 + 3);
        for _ in 0..LOOK_EVERY {
            let weight = network.block();
            let (idle, look) = (<() as WeightInfo>::idle(), <() as WeightInfo>::look(LATE));
            prop_assert!(weight == idle || weight == look);
        }
    }
}
