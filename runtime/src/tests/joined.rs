//! The hub, a marketplace and a storage shard in one process, and the lanes between them, which a
//! test carries: how far each is behind, which shard stands still, and for how long.
//!
//! What a shard has sent is taken where it goes, and answered, by what the runtime does with it.
//! What pallet-shards does around that, proofs and budgets, has tests of its own.

use std::collections::{BTreeMap, VecDeque};

use icn_primitives::{
    ledger::{AccountView, Balance, CurrencyId, LedgerAccount},
    reputation::{Category, ReadReputation, Score},
    shard::{Message, MessageError, Outcome, ShardId},
    CooperativeId, Did, Moment,
};
use pallet_ledger::GenesisCurrency;
use pallet_shards::{InboundLanes, OnAnswer, OnMessage, OutboundLanes, Outbox};
use polkadot_sdk::{
    frame_support::{storage::with_storage_layer, weights::Weight},
    pallet_aura::CurrentSlot,
    sp_io::TestExternalities,
    sp_keyring::Ed25519Keyring,
};
use serde_json::{json, Value};

use super::{
    chain::{chain_with, merge, next_block_in, Person},
    founders::{enrol, federation_with, CARE, ENERGY, FOOD, HOUSING, MARKET},
    shards::registered,
};
use crate::{
    limits::SLOT,
    shards::{Messages, HUB},
    Cooperatives, Ledger, Reports, Reputation, Runtime, RuntimeCall, RuntimeEvent, System,
};

/// Where they store.
pub const STORE: ShardId = ShardId(2);
/// All shards.
pub const SHARDS: [ShardId; 3] = [HUB, MARKET, STORE];
/// Every lane, by its two ends.
pub const LANES: [(ShardId, ShardId); 4] =
    [(HUB, MARKET), (MARKET, HUB), (HUB, STORE), (STORE, HUB)];
/// How much a member of the cooperative that issues the hours may owe.
pub const CREDIT: Balance = 10_000;

/// The currency in which everybody pays.
pub fn hours() -> CurrencyId {
    CurrencyId { issuer: FOOD, code: "HOURS".parse().expect("a code"), decimals: 2 }
}

/// A member of a founder who isn't its steward.
pub fn member(cooperative: CooperativeId) -> Person {
    Person::named(["ada", "ben", "eve", "joe"][cooperative.0 as usize])
}

/// Somebody's account.
pub fn person(who: &Person) -> LedgerAccount {
    LedgerAccount::Person(who.did())
}

/// The DID of a founder.
pub fn organisation(cooperative: CooperativeId) -> Did {
    Cooperatives::cooperative(cooperative).expect("a founder").did
}

/// Shards and what is on its way between them.
pub struct Joined {
    chains: BTreeMap<ShardId, TestExternalities>,
    /// What became of messages of which the answer is on its way, by the lane's ends.
    outcomes: BTreeMap<(ShardId, ShardId), VecDeque<Outcome>>,
    /// What was refused, and where.
    refused: Vec<(ShardId, MessageError)>,
    /// What the ledger told, block by block.
    told: Vec<LedgerEvent>,
    /// The latest slot of any shard.
    slot: u64,
}

/// What the ledger tells.
pub type LedgerEvent = pallet_ledger::Event<Runtime>;

impl Joined {
    /// Where every founder has a steward and a member, whom all shards know. Members of the food
    /// cooperative have credit, and so have its treasury and the care cooperative's; nobody else.
    pub fn new() -> Self {
        Self::with(json!({}))
    }

    /// [`Joined::new`], with these changes of the marketplace's genesis.
    pub fn with(market: Value) -> Self {
        let limits = [FOOD, CARE].map(|id| (LedgerAccount::cooperative(id), CREDIT)).to_vec();
        let currency =
            GenesisCurrency { id: hours(), default_limit: CREDIT, limits, entries: vec![] };
        let hub = federation_with(json!({
            "shards": { "shards": [
                registered(MARKET, "Marketplace", Ed25519Keyring::Ferdie.public()),
                registered(STORE, "Storage", Ed25519Keyring::Eve.public()),
            ] },
            "ledger": { "currencies": [currency] },
        }));
        let chains = [
            (HUB, hub),
            (MARKET, follower(MARKET, "Marketplace", market)),
            (STORE, follower(STORE, "Storage", json!({}))),
        ];
        let mut joined = Self {
            chains: chains.into(),
            outcomes: BTreeMap::new(),
            refused: Vec::new(),
            told: Vec::new(),
            slot: 0,
        };
        joined.on(HUB, || {
            for cooperative in [FOOD, CARE, ENERGY, HOUSING] {
                enrol(cooperative, &member(cooperative));
            }
        });
        joined.settle();
        joined
    }

    /// Does something in the present block of a shard.
    pub fn on<R>(&mut self, shard: ShardId, act: impl FnOnce() -> R) -> R {
        let chain = self.chains.get_mut(&shard).expect("one of the shards");
        let (result, slot) = chain.execute_with(|| (act(), *CurrentSlot::<Runtime>::get()));
        self.slot = self.slot.max(slot);
        result
    }

    /// Has somebody send what is admitted on a shard, and what has to succeed there.
    pub fn send(&mut self, shard: ShardId, who: &Person, call: impl Into<RuntimeCall>) {
        self.on(shard, || who.dispatch(call)).expect("it succeeds");
    }

    /// Blocks of all shards, one in each slot.
    pub fn run(&mut self, blocks: u32) {
        self.run_on(&SHARDS, blocks);
    }

    /// Blocks of these shards; the others stand still.
    pub fn run_on(&mut self, shards: &[ShardId], blocks: u32) {
        for _ in 0..blocks {
            self.next_on(shards, SLOT);
        }
    }

    /// All shards stand still for `time`, and go on.
    pub fn pass(&mut self, time: Moment) {
        self.pass_on(&SHARDS, time);
    }

    /// After `time` these shards go on; the others stand still.
    pub fn pass_on(&mut self, shards: &[ShardId], time: Moment) {
        self.next_on(shards, time);
        // What a block does by itself goes by the time of the one before.
        self.next_on(shards, SLOT);
    }

    fn next_on(&mut self, shards: &[ShardId], time: Moment) {
        let slot = self.slot + time.div_ceil(SLOT);
        for shard in shards {
            self.next(*shard, slot);
        }
    }

    /// The next block of a shard.
    fn next(&mut self, shard: ShardId, slot: u64) {
        let told = self.on(shard, || {
            let told = ledger_events();
            next_block_in(slot);
            told
        });
        self.told.extend(told);
        // Or the next root would be computed from all changes since the genesis.
        let chain = self.chains.get_mut(&shard).expect("one of the shards");
        chain.commit_all().expect("no storage transaction is open");
    }

    /// A shard that stood still makes a block, before something happens there.
    pub fn awake(&mut self, shard: ShardId) {
        let slot = self.slot;
        if self.on(shard, || *CurrentSlot::<Runtime>::get()) < slot {
            self.next(shard, slot);
        }
    }

    /// Brings up to `most` messages from one shard to another, and gives how many there were.
    pub fn deliver(&mut self, from: ShardId, to: ShardId, most: usize) -> usize {
        self.awake(to);
        let taken = self.on(to, || InboundLanes::<Runtime>::get(from).taken);
        let messages: Vec<_> = self.on(from, || {
            let sent = (taken + 1..).map_while(|nonce| Outbox::<Runtime>::get(to, nonce));
            sent.take(most).collect()
        });
        let outcomes: Vec<_> =
            self.on(to, || messages.iter().map(|message| take(from, message)).collect());
        self.refused.extend(outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Failed(error) => Some((to, error.clone())),
            _ => None,
        }));
        self.outcomes.entry((from, to)).or_default().extend(outcomes);
        messages.len()
    }

    /// Brings up to `most` answers back to the shard that has sent, and gives how many there were.
    pub fn answer(&mut self, from: ShardId, to: ShardId, most: usize) -> usize {
        self.awake(from);
        let waiting = self.outcomes.entry((from, to)).or_default();
        let outcomes: Vec<_> = waiting.drain(..most.min(waiting.len())).collect();
        self.on(from, || outcomes.iter().for_each(|outcome| hand_over(to, outcome)));
        outcomes.len()
    }

    /// Blocks and messages until nothing is on its way.
    pub fn settle(&mut self) {
        for _ in 0..200 {
            self.run(1);
            for (from, to) in LANES {
                self.deliver(from, to, usize::MAX);
                self.answer(from, to, usize::MAX);
            }
            if self.is_quiet() {
                return;
            }
        }
        panic!("something goes to and fro for ever");
    }

    /// Whether nothing is sent that isn't answered, and nothing waits to be sent.
    fn is_quiet(&mut self) -> bool {
        let lanes = LANES
            .iter()
            .all(|(from, to)| self.on(*from, || OutboundLanes::<Runtime>::get(to).waiting()) == 0);
        let nothing_waits = |joined: &mut Self, shard| {
            joined.on(shard, || {
                Reports::waiting() == 0
                    && !pallet_directory::Awake::<Runtime>::get()
                    && pallet_settlement::Waiting::<Runtime>::get() == 0
            })
        };
        lanes && SHARDS.into_iter().all(|shard| nothing_waits(self, shard))
    }

    /// Somebody's account in hours.
    pub fn account(&mut self, holder: LedgerAccount) -> AccountView {
        self.on(HUB, || Ledger::account(&holder, hours()).expect("there are hours"))
    }

    /// What somebody has, and what of it is kept.
    pub fn money(&mut self, holder: LedgerAccount) -> (Balance, Balance) {
        let account = self.account(holder);
        (account.balance, account.held)
    }

    /// What somebody is known for on the hub.
    pub fn score(&mut self, subject: Did, category: Category) -> Score {
        self.on(HUB, || <Reputation as ReadReputation>::score(&subject, category))
    }

    /// How often somebody was given or taken something on the hub.
    pub fn events(&mut self, subject: Did, category: Category) -> u32 {
        self.on(HUB, || {
            let known = pallet_reputation::Reputations::<Runtime>::get(subject);
            known.map_or(0, |tallies| tallies[category].events)
        })
    }

    /// What the ledger has told since the genesis.
    pub fn ledger_told(&mut self) -> Vec<LedgerEvent> {
        let present = self.on(HUB, ledger_events);
        self.told.iter().cloned().chain(present).collect()
    }

    /// What was refused where it went, since this was asked last.
    pub fn refusals(&mut self) -> Vec<(ShardId, MessageError)> {
        std::mem::take(&mut self.refused)
    }
}

/// A shard that follows the hub, from which it learns who is who.
fn follower(id: ShardId, role: &str, changes: Value) -> TestExternalities {
    let mut genesis = json!({
        "shards": {
            "thisShard": id,
            "thisRole": role,
            "shards": [registered(HUB, "Federation", Ed25519Keyring::Dave.public())],
        },
        "cooperatives": { "cooperatives": [] },
        "federation": { "authority": null },
        "seats": { "seats": [] },
        "session": { "keys": [] },
    });
    merge(&mut genesis, changes);
    chain_with(genesis)
}

/// What the ledger has told in the present block.
fn ledger_events() -> Vec<LedgerEvent> {
    let of_ledger = |event| match event {
        RuntimeEvent::Ledger(event) => Some(event),
        _ => None,
    };
    System::events().into_iter().filter_map(|record| of_ledger(record.event)).collect()
}

/// A shard takes a message, as pallet-shards has it.
fn take(source: ShardId, message: &Message) -> Outcome {
    bearable(<Messages as OnMessage>::weight(source, &message.payload));
    let late = message.expires_at.is_some_and(|last| last < System::block_number());
    let outcome = if late {
        Outcome::Expired
    } else {
        match with_storage_layer(|| Messages::on_message(source, &message.payload)) {
            Ok(()) => Outcome::Delivered,
            Err(error) => Outcome::Failed(error),
        }
    };
    InboundLanes::<Runtime>::mutate(source, |lane| lane.taken = message.nonce);
    outcome
}

/// A shard hears what became of the first of its messages that waits, as pallet-shards has it.
fn hand_over(destination: ShardId, outcome: &Outcome) {
    let nonce = OutboundLanes::<Runtime>::mutate(destination, |lane| {
        lane.confirmed += 1;
        lane.confirmed
    });
    let message = Outbox::<Runtime>::take(destination, nonce).expect("it waits for its answer");
    bearable(<Messages as OnAnswer>::weight(destination, &message));
    with_storage_layer(|| Messages::on_answer(destination, &message, outcome))
        .expect("answers are always taken");
}

/// What is heavier would have no effect.
fn bearable(weight: Weight) {
    let most = <Runtime as pallet_shards::Config>::MaxEffect::get();
    assert!(weight.all_lte(most), "{weight:?} is more than {most:?}");
}
