//! Shards in memory, a hub and those that follow it, with lanes that take as much as a test says.

use std::collections::BTreeMap;

use codec::{Decode, Encode};
use icn_primitives::{
    directory::{
        DirectoryCooperative, DirectoryMembership, DirectorySeat, DirectoryUpdate, Person, Subject,
    },
    membership::{CooperativeStatus, MemberStatus, Role, Roles},
    message::ShardMessage,
    shard::{MessageError, MessageNonce, Outcome},
    AccountId, CooperativeId, Did, ShardId, SigningKey,
};
use polkadot_sdk::polkadot_sdk_frame::{runtime::prelude::*, testing_prelude::*};

use crate::{self as pallet_directory, Lanes, OnSeat, RecordSource};

#[frame_construct_runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask,
        RuntimeViewFunction
    )]
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Directory = pallet_directory;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = MockBlockU32<Self>;
    type AccountId = AccountId;
    type Lookup = IdentityLookup<AccountId>;
}

/// Records of one block.
pub const PER_BLOCK: u32 = 8;
/// Records of one message.
pub const PER_MESSAGE: u32 = 3;
/// Blocks for which a shard that failed must wait.
pub const RETRY: u32 = 7;

impl pallet_directory::Config for Test {
    type IsHub = IsHub;
    type Source = Registers;
    type Lanes = Wires;
    type OnSeat = SeatsHere;
    type RecordsPerBlock = ConstU32<PER_BLOCK>;
    type RecordsPerMessage = ConstU32<PER_MESSAGE>;
    type RetryDelay = ConstU32<RETRY>;
    type WeightInfo = ();
}

/// Whether this shard follows another.
#[storage_alias]
pub type Follows = StorageValue<Mock, bool, ValueQuery>;

pub struct IsHub;

impl Get<bool> for IsHub {
    fn get() -> bool {
        !Follows::get()
    }
}

/// The hub's registers.
#[storage_alias]
pub type Persons = StorageMap<Mock, Twox64Concat, Did, Person>;
#[storage_alias]
pub type Coops = StorageMap<Mock, Twox64Concat, CooperativeId, DirectoryCooperative>;
#[storage_alias]
pub type HubSeats = StorageMap<Mock, Twox64Concat, CooperativeId, DirectorySeat>;

pub struct Registers;

impl RecordSource for Registers {
    fn person(did: &Did) -> Option<Person> {
        Persons::get(did)
    }

    fn cooperative(id: CooperativeId) -> Option<DirectoryCooperative> {
        Coops::get(id)
    }

    fn seat(id: CooperativeId, shard: ShardId) -> Option<DirectorySeat> {
        let keys = Some(shard.encode().try_into().expect("they are short"));
        HubSeats::get(id).map(|seat| DirectorySeat { keys, ..seat })
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_person(number: u32) -> Did {
        let (did, keys) = (did(number as u8), vec![key(number as u8); 8]);
        let membership = member(0);
        let memberships = vec![membership; 16].try_into().expect("as many as there may be");
        Persons::insert(did, Person { keys: keys.try_into().expect("as many"), memberships });
        did
    }
}

/// The hub's ends of lanes: how many messages each takes, how many it took, and those that wait.
#[derive(Clone, Default, Encode, Decode, TypeInfo)]
pub struct Wire {
    pub room: u32,
    pub sent: MessageNonce,
    pub messages: Vec<Vec<u8>>,
    /// Whether it takes nothing, whatever it says of its room.
    pub refuses: bool,
}

#[storage_alias]
pub type Wired = StorageValue<Mock, BTreeMap<ShardId, Wire>, ValueQuery>;

pub struct Wires;

impl Lanes for Wires {
    fn destinations() -> Vec<ShardId> {
        Wired::get().into_keys().collect()
    }

    fn room(destination: ShardId) -> u32 {
        Wired::get().get(&destination).map_or(0, |wire| wire.room)
    }

    fn send(destination: ShardId, payload: Vec<u8>) -> Result<MessageNonce, DispatchError> {
        assert!(payload.len() <= icn_primitives::shard::MAX_PAYLOAD as usize);
        Wired::mutate(|wires| {
            let wire = wires.get_mut(&destination).ok_or(DispatchError::CannotLookup)?;
            ensure!(!wire.refuses, DispatchError::Exhausted);
            wire.room = wire.room.checked_sub(1).ok_or(DispatchError::Exhausted)?;
            wire.sent += 1;
            wire.messages.push(payload);
            Ok(wire.sent)
        })
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_destination(number: u32) -> ShardId {
        let shard = ShardId(number + 1);
        Wired::mutate(|wires| wires.insert(shard, Wire { room: 1, ..Default::default() }));
        shard
    }
}

/// A follower's seats.
#[storage_alias]
pub type SeatsThere = StorageMap<Mock, Twox64Concat, CooperativeId, DirectorySeat>;

/// What a seat's record costs.
pub const SEAT: Weight = Weight::from_parts(1_000_000_000, 1_000);

pub struct SeatsHere;

impl OnSeat for SeatsHere {
    fn max_weight() -> Weight {
        SEAT
    }

    fn seat_changed(cooperative: CooperativeId, seat: Option<DirectorySeat>) {
        SeatsThere::set(cooperative, seat);
    }
}

/// An error of the pallet.
pub type Error = crate::Error<Test>;
/// An event of the pallet.
pub type Event = crate::Event<Test>;

/// Key number `number`.
pub fn key(number: u8) -> SigningKey {
    SigningKey::Ed25519([number; 32])
}

/// The account of key number `number`.
pub fn account(number: u8) -> AccountId {
    key(number).account()
}

/// The DID of person number `number`, whatever keys that person has.
pub fn did(number: u8) -> Did {
    Did::from_key(SigningKey::Sr25519([number; 32]))
}

/// An active membership of this cooperative.
pub fn member(cooperative: u32) -> DirectoryMembership {
    DirectoryMembership {
        cooperative: CooperativeId(cooperative),
        status: MemberStatus::Active,
        roles: Roles::member(),
    }
}

/// The same as a steward.
pub fn steward(cooperative: u32) -> DirectoryMembership {
    DirectoryMembership { roles: Roles::member().with(Role::Steward), ..member(cooperative) }
}

/// The same, suspended.
pub fn suspended(cooperative: u32) -> DirectoryMembership {
    DirectoryMembership { status: MemberStatus::Suspended, ..member(cooperative) }
}

/// Somebody with these keys and memberships.
pub fn person(keys: &[u8], memberships: &[DirectoryMembership]) -> Person {
    let keys: Vec<_> = keys.iter().map(|number| key(*number)).collect();
    Person {
        keys: keys.try_into().expect("few keys"),
        memberships: memberships.to_vec().try_into().expect("few memberships"),
    }
}

/// A cooperative with this status.
pub fn cooperative(number: u32, status: CooperativeStatus) -> DirectoryCooperative {
    DirectoryCooperative { did: did(100 + number as u8), status }
}

/// A seat of the hub, operated with this key.
pub fn seat(number: u32, operator: u8) -> DirectorySeat {
    DirectorySeat {
        validator: AccountId::new([200 + number as u8; 32]),
        operator: account(operator),
        active: true,
        suspended: None,
        keys: None,
        node_keys: Default::default(),
    }
}

/// The state of a hub, in its first block.
pub fn hub() -> TestState {
    let mut state = TestState::new(Default::default());
    state.execute_with(|| System::set_block_number(1));
    state
}

/// The hub has this to tell of a person from now on.
pub fn set_person(number: u8, person: Option<Person>) {
    Persons::set(did(number), person);
    Directory::touch(Subject::Person(did(number)));
}

/// The hub has this to tell of a cooperative from now on.
pub fn set_cooperative(number: u32, cooperative: Option<DirectoryCooperative>) {
    Coops::set(CooperativeId(number), cooperative);
    Directory::touch(Subject::Cooperative(CooperativeId(number)));
}

/// The hub has this to tell of a seat from now on.
pub fn set_seat(number: u32, seat: Option<DirectorySeat>) {
    HubSeats::set(CooperativeId(number), seat);
    Directory::touch(Subject::Seat(CooperativeId(number)));
}

/// A hub and its followers.
pub struct Network {
    pub hub: TestState,
    pub followers: BTreeMap<ShardId, TestState>,
}

impl Network {
    /// With followers of these numbers, whose lanes have room for anything.
    pub fn new(followers: &[u32]) -> Self {
        let mut network = Self { hub: hub(), followers: BTreeMap::new() };
        for number in followers {
            network.join(*number);
        }
        network
    }

    /// Another shard follows the hub from now on.
    pub fn join(&mut self, number: u32) {
        let mut state = hub();
        state.execute_with(|| Follows::put(true));
        self.followers.insert(ShardId(number), state);
        self.on_hub(|| Wired::mutate(|wires| wires.insert(ShardId(number), Wire::default())));
        self.set_room(number, 1_000);
    }

    pub fn on_hub<R>(&mut self, act: impl FnOnce() -> R) -> R {
        self.hub.execute_with(|| {
            let result = act();
            Directory::ensure_invariants().expect("every invariant holds");
            result
        })
    }

    pub fn on<R>(&mut self, number: u32, act: impl FnOnce() -> R) -> R {
        let state = self.followers.get_mut(&ShardId(number)).expect("it has joined");
        state.execute_with(|| {
            let result = act();
            Directory::ensure_invariants().expect("every invariant holds");
            result
        })
    }

    /// How many messages more the lane to this shard takes.
    pub fn set_room(&mut self, number: u32, room: u32) {
        self.on_hub(|| {
            Wired::mutate(|wires| {
                if let Some(wire) = wires.get_mut(&ShardId(number)) {
                    wire.room = room;
                }
            })
        });
    }

    /// The hub makes a block; gives what this pallet took of it.
    pub fn block(&mut self) -> Weight {
        self.on_hub(|| {
            let number = System::block_number() + 1;
            System::set_block_number(number);
            <Directory as Hooks<_>>::on_initialize(number)
        })
    }

    /// The hub makes blocks until it has looked at every follower and has nothing more to send.
    pub fn blocks(&mut self) {
        for _ in 0..2 * crate::LOOK_EVERY {
            self.block();
        }
    }

    /// Messages that wait for this shard.
    pub fn waiting(&mut self, number: u32) -> Vec<DirectoryUpdate> {
        let messages = self.on_hub(|| Wired::get()[&ShardId(number)].messages.clone());
        messages.iter().map(|payload| read(payload)).collect()
    }

    /// The shard takes the message that came first, and the hub gets the answer; `false` if there
    /// is none. If it is to fail, nothing is applied.
    pub fn deliver(&mut self, number: u32, fails: bool) -> bool {
        let next = self.on_hub(|| {
            Wired::mutate(|wires| {
                let wire = wires.get_mut(&ShardId(number))?;
                (!wire.messages.is_empty()).then(|| wire.messages.remove(0))
            })
        });
        let Some(payload) = next else { return false };
        let update = read(&payload);
        let outcome = if fails {
            Outcome::Failed(MessageError::UnknownPayload)
        } else {
            let taken = update.clone();
            assert_ok!(self.on(number, || Directory::apply(taken)));
            Outcome::Delivered
        };
        self.on_hub(|| {
            Wired::mutate(|wires| {
                if let Some(wire) = wires.get_mut(&ShardId(number)) {
                    wire.room += 1;
                }
            });
            Directory::on_answer(ShardId(number), &update, &outcome);
        });
        true
    }

    /// Blocks and messages, until nothing happens any more.
    pub fn settle(&mut self) {
        let shards: Vec<_> = self.followers.keys().map(|shard| shard.0).collect();
        for shard in &shards {
            self.set_room(*shard, 1_000);
        }
        let mut idle = 0;
        while idle < crate::LOOK_EVERY + RETRY {
            self.block();
            idle += 1;
            for shard in &shards {
                while self.deliver(*shard, false) {
                    idle = 0;
                }
            }
        }
    }

    /// Everything that the hub has to tell, by what it tells it of.
    pub fn told(&mut self) -> Known {
        self.on_hub(|| Known {
            people: Persons::iter().collect(),
            cooperatives: Coops::iter().collect(),
            seats: HubSeats::iter().collect(),
        })
    }

    /// Everything that this shard knows.
    pub fn known(&mut self, number: u32) -> Known {
        self.on(number, || Known {
            people: crate::People::<Test>::iter().collect(),
            cooperatives: crate::Cooperatives::<Test>::iter().collect(),
            seats: SeatsThere::iter()
                .map(|(id, seat)| {
                    assert_eq!(seat.keys.map(|keys| keys.to_vec()), Some(ShardId(number).encode()));
                    (id, DirectorySeat { keys: None, ..seat })
                })
                .collect(),
        })
    }
}

/// What is known of everybody.
#[derive(Clone, PartialEq, Debug)]
pub struct Known {
    pub people: BTreeMap<Did, Person>,
    pub cooperatives: BTreeMap<CooperativeId, DirectoryCooperative>,
    pub seats: BTreeMap<CooperativeId, DirectorySeat>,
}

impl Known {
    /// Who acts with which account.
    pub fn accounts(&self) -> BTreeMap<AccountId, Did> {
        let of = |(did, person): (&Did, &Person)| -> Vec<_> {
            person.accounts().map(|account| (account, *did)).collect()
        };
        self.people.iter().flat_map(of).collect()
    }
}

fn read(payload: &[u8]) -> DirectoryUpdate {
    match ShardMessage::from_payload(payload) {
        Ok(ShardMessage::Directory(update)) => update,
        other => panic!("{other:?} is no update"),
    }
}

/// This pallet's events of the present state.
pub fn events() -> Vec<Event> {
    System::events()
        .into_iter()
        .filter_map(|record| match record.event {
            RuntimeEvent::Directory(event) => Some(event),
            _ => None,
        })
        .collect()
}
