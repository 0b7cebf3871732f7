//! A small ledger as it stands on the hub: what it answers is what pallet-ledger answers. It
//! asserts by itself that each hold ends once.

use crate::mock::LIMIT;
use alloc::collections::BTreeMap;
use icn_primitives::{
    ledger::{Balance, EscrowRequest, Key, LedgerAccount},
    shard::{MessageError, Outcome},
    Moment,
};

/// How a hold stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Kept {
    Held,
    Captured(Balance),
    Released,
    Expired,
}

/// A hold.
#[derive(Clone, Debug)]
pub struct Hold {
    pub payer: LedgerAccount,
    pub payee: LedgerAccount,
    pub amount: Balance,
    pub expires_at: Moment,
    pub kept: Kept,
}

/// The ledger. All amounts are of one currency.
#[derive(Clone, Default, Debug)]
pub struct Hub {
    pub holds: BTreeMap<Key, Hold>,
    balances: BTreeMap<LedgerAccount, Balance>,
    /// How often any hold has ended.
    pub ends: usize,
}

fn refused(name: &str) -> Outcome {
    Outcome::Failed(MessageError::refused(name))
}

impl Hub {
    pub fn balance(&self, account: LedgerAccount) -> Balance {
        self.balances.get(&account).copied().unwrap_or_default()
    }

    pub fn held(&self, account: LedgerAccount) -> Balance {
        let open = self.holds.values().filter(|hold| hold.kept == Kept::Held);
        open.filter(|hold| hold.payer == account).map(|hold| hold.amount).sum()
    }

    fn end(&mut self, key: &Key, kept: Kept) {
        let hold = self.holds.get_mut(key).unwrap();
        assert_eq!(core::mem::replace(&mut hold.kept, kept), Kept::Held, "a hold ends once");
        self.ends += 1;
    }

    /// Takes a message.
    pub fn take(&mut self, request: &EscrowRequest, now: Moment) -> Outcome {
        self.expire(now);
        if let EscrowRequest::HoldV1 { payer, payee, money, expires_at, key, .. } = *request {
            let (payer, payee) = (LedgerAccount::Person(payer), payee.expect("it is for somebody"));
            assert!(payer != payee && money.amount > 0 && !self.holds.contains_key(&key));
            if expires_at <= now {
                return refused("InvalidExpiry");
            }
            if self.balance(payer) - self.held(payer) + LIMIT < money.amount {
                return refused("CreditLimitExceeded");
            }
            let hold = Hold { payer, payee, amount: money.amount, expires_at, kept: Kept::Held };
            self.holds.insert(key, hold);
        } else if let EscrowRequest::CaptureV1 { key, payee, amount } = *request {
            let Some(hold) = self.holds.get(&key).cloned() else { return refused("NotFound") };
            assert!(payee.is_none() && (1..=hold.amount).contains(&amount));
            match hold.kept {
                Kept::Held => {
                    *self.balances.entry(hold.payer).or_default() -= amount;
                    *self.balances.entry(hold.payee).or_default() += amount;
                    self.end(&key, Kept::Captured(amount));
                }
                Kept::Captured(before) if before == amount => {}
                _ => return refused("HoldEnded"),
            }
        } else if let EscrowRequest::ReleaseV1 { key } = *request {
            match self.holds.get(&key).map(|hold| hold.kept) {
                None => return refused("NotFound"),
                Some(Kept::Held) => self.end(&key, Kept::Released),
                Some(Kept::Captured(_)) => return refused("HoldEnded"),
                Some(Kept::Released | Kept::Expired) => {}
            }
        } else {
            panic!("the marketplace asks for nothing else")
        }
        Outcome::Delivered
    }

    /// Gives back what nobody ended in time.
    pub fn expire(&mut self, now: Moment) {
        let due: Vec<Key> = self
            .holds
            .iter()
            .filter(|(_, hold)| hold.kept == Kept::Held && hold.expires_at <= now)
            .map(|(key, _)| *key)
            .collect();
        due.iter().for_each(|key| self.end(key, Kept::Expired));
    }

    /// Gives one back, though its time hasn't passed.
    pub fn expire_one(&mut self, key: &Key) {
        if self.holds.get(key).is_some_and(|hold| hold.kept == Kept::Held) {
            self.end(key, Kept::Expired);
        }
    }

    /// That the books balance.
    pub fn check(&self) {
        assert_eq!(self.balances.values().sum::<Balance>(), 0);
        let ended = self.holds.values().filter(|hold| hold.kept != Kept::Held).count();
        assert_eq!(ended, self.ends);
    }
}
