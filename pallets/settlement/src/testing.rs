//! A ledger of another shard, for the tests of what is settled. What it was asked waits in the order
//! in which it was sent, and so do its answers; the test says when either goes on. It panics on what
//! a ledger must never be asked.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use icn_primitives::{
    ledger::{EscrowRequest, Key, LedgerAccount, Money},
    shard::{MessageError, Outcome},
    Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{deps::frame_support::storage_alias, prelude::*};

use crate::{AskLedger, Config, Pallet};

/// What became of a hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum HoldState {
    /// It stands.
    Held,
    /// It was paid.
    Captured,
    /// It was given back.
    Released,
    /// Its time passed.
    Expired,
}

/// A hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct FakeHold {
    /// Whose.
    pub payer: LedgerAccount,
    /// For whom.
    pub payee: LedgerAccount,
    /// How much.
    pub money: Money,
    /// Until when.
    pub expires_at: Moment,
    /// What became of it.
    pub state: HoldState,
}

/// What was sent and hasn't arrived.
#[storage_alias]
pub type Outbox = StorageValue<FakeLedger, Vec<EscrowRequest>, ValueQuery>;
/// What was done and whose answers haven't arrived.
#[storage_alias]
pub type Answers = StorageValue<FakeLedger, Vec<(EscrowRequest, Outcome)>, ValueQuery>;
/// How many messages the lane takes beside those that wait; `None`: any number.
#[storage_alias]
pub type Room = StorageValue<FakeLedger, u32, OptionQuery>;
/// Who can't pay.
#[storage_alias]
pub type Poor = StorageMap<FakeLedger, Blake2_128Concat, LedgerAccount, (), OptionQuery>;
/// Every hold that ever stood.
#[storage_alias]
pub type Holds = StorageMap<FakeLedger, Blake2_128Concat, Key, FakeHold, OptionQuery>;

/// The ledger, and the lane to it.
pub struct FakeLedger;

impl AskLedger for FakeLedger {
    fn ask(request: EscrowRequest) -> DispatchResult {
        let full = Room::get().is_some_and(|room| Outbox::get().len() as u32 >= room);
        ensure!(!full, DispatchError::Exhausted);
        Outbox::append(request);
        Ok(())
    }
}

fn refused(name: &str) -> Outcome {
    Outcome::Failed(MessageError::refused(name))
}

impl FakeLedger {
    /// The ledger does what it was asked first, at `now` by its clock, if it was asked anything;
    /// or, where `lost`, doesn't look at it.
    pub fn take(now: Moment, lost: bool) -> Option<(EscrowRequest, Outcome)> {
        Self::expire(now);
        let mut outbox = Outbox::get();
        if outbox.is_empty() {
            return None;
        }
        let request = outbox.remove(0);
        Outbox::put(outbox);
        let outcome = if lost { Outcome::Expired } else { Self::perform(&request, now) };
        Answers::append((request, outcome.clone()));
        Some((request, outcome))
    }

    /// The first answer arrives, if there is one.
    pub fn answer<T: Config>() -> Option<(EscrowRequest, Outcome)> {
        let mut answers = Answers::get();
        if answers.is_empty() {
            return None;
        }
        let (request, outcome) = answers.remove(0);
        Answers::put(answers);
        assert!(Pallet::<T>::on_answer(&request, &outcome), "somebody waits for it");
        Some((request, outcome))
    }

    /// Everything arrives and is answered.
    pub fn settle_all<T: Config>(now: Moment) {
        while Self::take(now, false).is_some() {}
        while Self::answer::<T>().is_some() {}
    }

    /// Holds whose time has passed by `now` go back.
    pub fn expire(now: Moment) {
        for (key, hold) in Holds::iter().collect::<Vec<_>>() {
            if hold.state == HoldState::Held && hold.expires_at <= now {
                Holds::insert(key, FakeHold { state: HoldState::Expired, ..hold });
            }
        }
    }

    /// How many holds are so.
    pub fn count(state: HoldState) -> usize {
        Holds::iter_values().filter(|hold| hold.state == state).count()
    }

    /// What `payer` has paid.
    pub fn paid(payer: LedgerAccount) -> i128 {
        let paid = |hold: &FakeHold| hold.payer == payer && hold.state == HoldState::Captured;
        Holds::iter_values().filter(paid).map(|hold| hold.money.amount).sum()
    }

    fn perform(request: &EscrowRequest, now: Moment) -> Outcome {
        match *request {
            EscrowRequest::HoldV1 { payer, payee, money, expires_at, key, .. } => {
                let payer = LedgerAccount::Person(payer);
                Self::hold(payer, payee, money, expires_at, key, now)
            }
            EscrowRequest::HoldV2 { payer, payee, money, expires_at, key, .. } => {
                Self::hold(payer, payee, money, expires_at, key, now)
            }
            EscrowRequest::CaptureV1 { key, payee, amount } => {
                let Some(hold) = Holds::get(key) else { return refused("NotFound") };
                assert_eq!((payee, amount), (None, hold.money.amount), "all of it to its payee");
                match hold.state {
                    HoldState::Held => {
                        Holds::insert(key, FakeHold { state: HoldState::Captured, ..hold });
                        Outcome::Delivered
                    }
                    HoldState::Expired => refused("HoldExpired"),
                    HoldState::Captured | HoldState::Released => panic!("it was asked twice"),
                }
            }
            EscrowRequest::ReleaseV1 { key } => {
                let Some(hold) = Holds::get(key) else { panic!("nothing stands to release") };
                match hold.state {
                    HoldState::Held => {
                        Holds::insert(key, FakeHold { state: HoldState::Released, ..hold });
                        Outcome::Delivered
                    }
                    HoldState::Expired => Outcome::Delivered,
                    HoldState::Captured | HoldState::Released => panic!("it was asked twice"),
                }
            }
        }
    }

    fn hold(
        payer: LedgerAccount,
        payee: Option<LedgerAccount>,
        money: Money,
        expires_at: Moment,
        key: Key,
        now: Moment,
    ) -> Outcome {
        assert!(Holds::get(key).is_none(), "no hold is asked for twice");
        let payee = payee.expect("it is known who gets it");
        assert!(payer != payee && money.amount > 0);
        if expires_at <= now {
            return refused("InvalidExpiry");
        }
        if Poor::contains_key(payer) {
            return refused("CreditLimitExceeded");
        }
        let state = HoldState::Held;
        Holds::insert(key, FakeHold { payer, payee, money, expires_at, state });
        Outcome::Delivered
    }
}
