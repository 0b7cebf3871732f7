//! Whatever is done, in whatever order, by whomever: a small ledger of this file's own, which knows
//! nothing of the pallet's, says for each act whether it succeeds and what is there then.

use super::rebuilt::Rebuilt;
use crate::{frame, mock::*, Escrow, Holds, LedgerParameters};
use alloc::collections::{BTreeMap, VecDeque};
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::{
        Account, Actor, Balance, CurrencyId, CurrencyStatus, Hold, HoldId, Key, LedgerAccount,
        Money, Outcome, Treasury,
    },
    membership::CooperativeStatus,
    Moment, DAY, MINUTE,
};
use polkadot_sdk::{sp_core::storage::StateVersion, sp_io};
use proptest::prelude::*;

/// The persons of these stories; the first is the bakery's treasurer, the fourth the mill's.
const PEOPLE: [Person; 5] = [TREASURER, ADA, BOB, MILLER, EVE];
/// The currencies.
const MONEY: [CurrencyId; 2] = [HOURS, FLOUR];

/// A party: a person, the bakery, the mill, the federation, nobody.
fn party(number: usize) -> LedgerAccount {
    match number {
        0..5 => PEOPLE[number].account(),
        5 => treasury(BAKERY),
        6 => treasury(MILL),
        7 => LedgerAccount::Treasury(Treasury::Federation),
        _ => STRANGER.account(),
    }
}

/// Something that is done. Persons, parties and currencies are numbers.
#[derive(Clone, Debug)]
enum Act {
    Transfer {
        by: usize,
        to: usize,
        currency: usize,
        amount: Balance,
        key: u64,
    },
    Hold {
        by: usize,
        to: Option<usize>,
        currency: usize,
        amount: Balance,
        life: Moment,
        key: u64,
    },
    MarketHolds {
        payer: usize,
        to: usize,
        currency: usize,
        amount: Balance,
        life: Moment,
        key: u64,
    },
    Capture {
        by: usize,
        hold: u64,
        to: Option<usize>,
        amount: Balance,
    },
    Release {
        by: usize,
        hold: u64,
    },
    MarketCaptures {
        key: u64,
        amount: Balance,
    },
    MarketReleases {
        key: u64,
    },
    Limit {
        by: usize,
        of: usize,
        currency: usize,
        limit: Option<Balance>,
    },
    Default {
        by: usize,
        currency: usize,
        limit: Balance,
    },
    Move {
        by: usize,
        currency: usize,
        to: CurrencyStatus,
    },
    Pay {
        from: usize,
        to: usize,
        currency: usize,
        amount: Balance,
        key: u64,
    },
    Settle {
        by: usize,
        of: usize,
        currency: usize,
        key: u64,
    },
    Membership {
        of: usize,
        bakery: u8,
        mill: u8,
    },
    Cooperative {
        mill: bool,
        status: CooperativeStatus,
    },
    Block(Moment),
}

fn amount() -> impl Strategy<Value = Balance> {
    prop_oneof![
        8 => 1..60i128,
        1 => Just(0),
        1 => -5..0i128,
        1 => Just(i128::MAX),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let person = || 0..5usize;
    let party = || 0..9usize;
    let currency = || 0..2usize;
    let key = || 0..12u64;
    let life = || prop_oneof![4 => 1..3 * MINUTE, 2 => MINUTE..2 * DAY, 1 => Just(0)];
    let status = || {
        prop_oneof![
            6 => Just(CooperativeStatus::Active),
            2 => Just(CooperativeStatus::Suspended),
            1 => Just(CooperativeStatus::Expelled),
        ]
    };
    let moved = || {
        prop_oneof![
            3 => Just(CurrencyStatus::Open),
            2 => Just(CurrencyStatus::WindingDown),
            1 => Just(CurrencyStatus::Closed),
        ]
    };
    prop_oneof![
        12 => (person(), party(), currency(), amount(), key()).prop_map(
            |(by, to, currency, amount, key)| Act::Transfer { by, to, currency, amount, key }),
        6 => (person(), prop::option::of(party()), currency(), amount(), life(), key()).prop_map(
            |(by, to, currency, amount, life, key)| {
                Act::Hold { by, to, currency, amount, life, key }
            }),
        6 => (person(), party(), currency(), amount(), life(), key()).prop_map(
            |(payer, to, currency, amount, life, key)| {
                Act::MarketHolds { payer, to, currency, amount, life, key }
            }),
        4 => (person(), 0..9u64, prop::option::of(party()), amount()).prop_map(
            |(by, hold, to, amount)| Act::Capture { by, hold, to, amount }),
        3 => (person(), 0..9u64).prop_map(|(by, hold)| Act::Release { by, hold }),
        4 => (key(), amount()).prop_map(|(key, amount)| Act::MarketCaptures { key, amount }),
        3 => key().prop_map(|key| Act::MarketReleases { key }),
        4 => (0..7usize, party(), currency(), prop::option::of(amount())).prop_map(
            |(by, of, currency, limit)| Act::Limit { by, of, currency, limit }),
        3 => (0..7usize, currency(), amount()).prop_map(
            |(by, currency, limit)| Act::Default { by, currency, limit }),
        2 => (0..7usize, currency(), moved()).prop_map(
            |(by, currency, to)| Act::Move { by, currency, to }),
        4 => (5..8usize, party(), currency(), amount(), key()).prop_map(
            |(from, to, currency, amount, key)| Act::Pay { from, to, currency, amount, key }),
        3 => (0..7usize, person(), currency(), key()).prop_map(
            |(by, of, currency, key)| Act::Settle { by, of, currency, key }),
        3 => (person(), 0..3u8, 0..3u8).prop_map(
            |(of, bakery, mill)| Act::Membership { of, bakery, mill }),
        2 => (any::<bool>(), status()).prop_map(|(mill, status)| Act::Cooperative { mill, status }),
        8 => prop_oneof![4 => Just(3_000), 2 => MINUTE..5 * MINUTE, 1 => Just(DAY), 1 => Just(4 * DAY)]
            .prop_map(Act::Block),
    ]
}

/// What the model knows of a hold, or of how it ended.
#[derive(Clone, Debug)]
struct Held {
    by: Actor,
    payer: LedgerAccount,
    payee: Option<LedgerAccount>,
    currency: usize,
    amount: Balance,
    until: Moment,
    ended: Option<Ended>,
}

#[derive(Clone, Debug, PartialEq)]
enum Ended {
    Captured(Balance),
    Returned,
}

/// The other ledger: slow, unbounded, and as the documentation says.
#[derive(Default, Debug)]
struct Model {
    balances: BTreeMap<(usize, LedgerAccount), Balance>,
    limits: BTreeMap<(usize, LedgerAccount), Balance>,
    defaults: [Balance; 2],
    status: Vec<CurrencyStatus>,
    holds: Vec<Held>,
    /// What was asked for under each key, when its time to be remembered began, and the hold.
    keys: BTreeMap<(Actor, Key), (String, Moment, Option<usize>)>,
}

/// What the model says of an act.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    Done,
    Replayed,
    Refused,
}
use Verdict::{Done, Refused, Replayed};

fn issuer(currency: usize) -> icn_primitives::CooperativeId {
    MONEY[currency].issuer
}

fn active(cooperative: icn_primitives::CooperativeId) -> bool {
    Cooperatives::get(cooperative) == Some(CooperativeStatus::Active)
}

fn ended(cooperative: icn_primitives::CooperativeId) -> bool {
    Cooperatives::get(cooperative) == Some(CooperativeStatus::Expelled)
}

fn memberships(account: &LedgerAccount) -> Vec<Membership> {
    account.person().and_then(People::get).unwrap_or_default()
}

fn may_spend(account: &LedgerAccount) -> bool {
    memberships(account).iter().any(|(id, suspended, _)| active(*id) && !suspended)
}

/// `None`: never there; otherwise whether it has left.
fn left(account: &LedgerAccount) -> Option<bool> {
    match account {
        LedgerAccount::Person(did) => {
            People::get(did).map(|all| !all.iter().any(|(id, ..)| !ended(*id)))
        }
        LedgerAccount::Treasury(Treasury::Cooperative(id)) => Some(ended(*id)),
        LedgerAccount::Treasury(Treasury::Federation) => Some(false),
    }
}

fn is_treasurer(account: &LedgerAccount, of: icn_primitives::CooperativeId) -> bool {
    active(of)
        && memberships(account).iter().any(|(id, suspended, is)| *id == of && !suspended && *is)
}

impl Model {
    fn new() -> Self {
        Self {
            defaults: [DEFAULT_LIMIT, 30],
            status: vec![CurrencyStatus::Open; 2],
            ..Default::default()
        }
    }

    fn balance(&self, currency: usize, account: &LedgerAccount) -> Balance {
        self.balances.get(&(currency, *account)).copied().unwrap_or_default()
    }

    fn open_holds(&self, currency: usize, payer: &LedgerAccount) -> impl Iterator<Item = &Held> {
        let of = *payer;
        self.holds.iter().filter(move |held| {
            held.payer == of && held.currency == currency && held.ended.is_none()
        })
    }

    fn held(&self, currency: usize, account: &LedgerAccount) -> Balance {
        self.open_holds(currency, account).map(|held| held.amount).sum()
    }

    /// How much more can be spent.
    fn available(&self, currency: usize, account: &LedgerAccount) -> Balance {
        let member = memberships(account)
            .iter()
            .any(|(id, suspended, _)| *id == issuer(currency) && !suspended);
        let default = if member { self.defaults[currency] } else { 0 };
        let credit = self.status[currency] == CurrencyStatus::Open && active(issuer(currency));
        let own = self.limits.get(&(currency, *account)).copied().unwrap_or(default);
        let limit = if credit { own } else { 0 };
        self.balance(currency, account) - self.held(currency, account) + limit
    }

    fn can_get(&self, currency: usize, account: &LedgerAccount, amount: Balance) -> bool {
        match left(account) {
            None => false,
            Some(false) => true,
            Some(true) => amount <= -self.balance(currency, account),
        }
    }

    fn payable(
        &self,
        currency: usize,
        from: &LedgerAccount,
        to: &LedgerAccount,
        amount: Balance,
    ) -> bool {
        (1..=icn_primitives::ledger::MAX_AMOUNT).contains(&amount)
            && self.status[currency] != CurrencyStatus::Closed
            && from != to
            && self.can_get(currency, to, amount)
            && amount <= self.available(currency, from)
    }

    fn shift(&mut self, currency: usize, from: LedgerAccount, to: LedgerAccount, amount: Balance) {
        *self.balances.entry((currency, from)).or_default() -= amount;
        *self.balances.entry((currency, to)).or_default() += amount;
    }

    /// What is remembered under a key, if it must be; `None` too where it may be forgotten.
    fn remembered(&self, actor: Actor, key: Key) -> Option<(String, Option<usize>)> {
        let (asked, _, hold) = self.keys.get(&(actor, key))?;
        Some((asked.clone(), *hold))
    }

    /// Forgets what the pallet has forgotten, which it may not do before its time.
    fn follow_forgetting(&mut self) {
        let now = Timestamp::get();
        let Self { keys, holds, .. } = self;
        keys.retain(|(actor, key), (_, since, hold)| {
            let there = Ledger::act(*actor, *key).is_some();
            let open = hold.is_some_and(|hold| holds[hold].ended.is_none());
            assert!(
                there || (!open && *since + rules().key_retention <= now),
                "forgotten too early"
            );
            there
        });
    }

    fn once(
        &mut self,
        actor: Actor,
        key: Key,
        asked: String,
        act: impl FnOnce(&mut Self) -> Option<Option<usize>>,
    ) -> Verdict {
        match self.remembered(actor, key) {
            Some((before, _)) if before == asked => Replayed,
            Some(_) => Refused,
            None => match act(self) {
                None => Refused,
                Some(hold) => {
                    self.keys.insert((actor, key), (asked, Timestamp::get(), hold));
                    Done
                }
            },
        }
    }

    fn hold(
        &mut self,
        by: Actor,
        payer: LedgerAccount,
        payee: Option<LedgerAccount>,
        currency: usize,
        amount: Balance,
        life: Moment,
    ) -> Option<Option<usize>> {
        let other = STRANGER.account();
        let possible = may_spend(&payer)
            && life > 0
            && self.open_holds(currency, &payer).count() < rules().max_holds as usize
            && match payee {
                Some(payee) => self.payable(currency, &payer, &payee, amount),
                // To nobody yet: as if to somebody who may get it.
                None => {
                    (1..=icn_primitives::ledger::MAX_AMOUNT).contains(&amount)
                        && self.status[currency] != CurrencyStatus::Closed
                        && payer != other
                        && amount <= self.available(currency, &payer)
                }
            };
        let until = Timestamp::get() + life;
        possible.then(|| {
            self.holds.push(Held { by, payer, payee, currency, amount, until, ended: None });
            Some(self.holds.len() - 1)
        })
    }

    fn capture(&mut self, hold: usize, to: Option<LedgerAccount>, amount: Balance) -> bool {
        let held = self.holds[hold].clone();
        let payee = match (held.payee, to) {
            (Some(payee), None) => payee,
            (Some(payee), Some(to)) if payee == to => payee,
            (None, Some(to)) if left(&to).is_some() && to != held.payer => to,
            _ => return false,
        };
        let possible = held.ended.is_none()
            && Timestamp::get() < held.until
            && (1..=held.amount).contains(&amount);
        if possible {
            self.shift(held.currency, held.payer, payee, amount);
            self.end(hold, Ended::Captured(amount));
        }
        possible
    }

    fn end(&mut self, hold: usize, how: Ended) {
        self.end_at(hold, how, Timestamp::get());
    }

    fn end_at(&mut self, hold: usize, how: Ended, now: Moment) {
        assert_eq!(self.holds[hold].ended.replace(how), None, "a hold ends once");
        let of_hold = |(_, _, of): &&mut (String, Moment, Option<usize>)| *of == Some(hold);
        if let Some((_, since, _)) = self.keys.values_mut().find(of_hold) {
            *since = now;
        }
    }

    /// Who acts as number `by` in matters of a currency, if it may: persons, then the decisions of
    /// the issuer and of the federation.
    fn issuer_acts(&self, by: usize, currency: usize) -> bool {
        match by {
            0..5 => is_treasurer(&PEOPLE[by].account(), issuer(currency)),
            5 => true,
            _ => !active(issuer(currency)),
        }
    }
}

/// The rules of these stories: keys come due while they are told.
fn rules() -> LedgerParameters {
    LedgerParameters {
        key_retention: 3 * DAY,
        max_holds: 3,
        max_keys: 1_000,
        max_hold_life: 2 * DAY,
        max_currencies: 8,
    }
}

/// The origin of number `by` in matters of a currency.
fn issuer_origin(by: usize, currency: usize) -> RuntimeOrigin {
    match by {
        0..5 => PEOPLE[by].origin(),
        5 => cooperative_decides(issuer(currency)),
        _ => federation_decides(),
    }
}

fn person_of(number: usize) -> LedgerAccount {
    PEOPLE[number].account()
}

/// What the chain did.
fn verdict(result: DispatchResult) -> Verdict {
    let replayed = System::events()
        .last()
        .is_some_and(|last| matches!(last.event, RuntimeEvent::Ledger(Event::Replayed { .. })));
    match result {
        Err(_) => Refused,
        Ok(()) if replayed => Replayed,
        Ok(()) => Done,
    }
}

fn of_done(done: Result<crate::Done, DispatchError>) -> Verdict {
    match done {
        Err(_) => Refused,
        Ok(done) if done.replayed => Replayed,
        Ok(_) => Done,
    }
}

/// Does an act on the chain and in the model. Gives what each says of it.
fn run(act: &Act, model: &mut Model) -> (Verdict, Verdict) {
    let asked = format!("{act:?}");
    let money = |currency: usize, amount| Money { currency: MONEY[currency], amount };
    match *act {
        Act::Transfer { by, to, currency, amount, key: name } => {
            let (from, to) = (person_of(by), party(to));
            let call = Call::transfer {
                payee: to,
                money: money(currency, amount),
                key: key(name),
                reference: None,
            };
            let chain = verdict(send(PEOPLE[by].origin(), call));
            let expected = model.once(PEOPLE[by].actor(), key(name), asked, |model| {
                (may_spend(&from) && model.payable(currency, &from, &to, amount)).then(|| {
                    model.shift(currency, from, to, amount);
                    None
                })
            });
            (chain, expected)
        }
        Act::Hold { by, to, currency, amount, life, key: name } => {
            let expires_at = Timestamp::get() + life;
            let payee = to.map(party);
            let call = Call::place_hold {
                payee,
                money: money(currency, amount),
                expires_at,
                key: key(name),
                reference: None,
            };
            let chain = verdict(send(PEOPLE[by].origin(), call));
            let asked = format!("{:?} {expires_at}", (0, to, currency, amount));
            let expected = model.once(PEOPLE[by].actor(), key(name), asked, |model| {
                model.hold(PEOPLE[by].actor(), person_of(by), payee, currency, amount, life)
            });
            (chain, expected)
        }
        Act::MarketHolds { payer, to, currency, amount, life, key: name } => {
            let expires_at = Timestamp::get() + life;
            let (from, payee) = (person_of(payer), Some(party(to)));
            let chain = of_done(Ledger::hold(Hold {
                payer: from,
                payee,
                money: money(currency, amount),
                expires_at,
                actor: MARKET,
                key: key(name),
                reference: None,
            }));
            let asked = format!("{:?} {expires_at}", (payer, to, currency, amount));
            let expected = model.once(MARKET, key(name), asked, |model| {
                model.hold(MARKET, from, payee, currency, amount, life)
            });
            (chain, expected)
        }
        Act::Capture { by, hold, to, amount } => {
            let to = to.map(party);
            let call = Call::capture_hold { hold, payee: to, amount };
            let chain = verdict(send(PEOPLE[by].origin(), call));
            let known = model.holds.get(hold as usize);
            let may = may_spend(&person_of(by))
                && known.is_some_and(|held| held.by == PEOPLE[by].actor());
            let done = may && model.capture(hold as usize, to, amount);
            (chain, if done { Done } else { Refused })
        }
        Act::Release { by, hold } => {
            let chain = verdict(send(PEOPLE[by].origin(), Call::release_hold { hold }));
            let me = person_of(by);
            let may = model.holds.get(hold as usize).is_some_and(|held| {
                let over = held.payer == me && Timestamp::get() >= held.until;
                let given_up = held.by != MARKET
                    && match held.payee {
                        None => held.payer == me,
                        Some(LedgerAccount::Treasury(Treasury::Cooperative(id))) => {
                            is_treasurer(&me, id)
                        }
                        Some(payee) => payee == me,
                    };
                held.ended.is_none() && (over || given_up)
            });
            if may {
                model.end(hold as usize, Ended::Returned);
            }
            (chain, if may { Done } else { Refused })
        }
        Act::MarketCaptures { key: name, amount } => {
            let chain = of_done(Ledger::capture(MARKET, key(name), None, amount));
            let expected = match model.remembered(MARKET, key(name)) {
                Some((_, Some(hold))) => match model.holds[hold].ended.clone() {
                    Some(Ended::Captured(before)) if before == amount => Replayed,
                    Some(_) => Refused,
                    None if model.capture(hold, None, amount) => Done,
                    None => Refused,
                },
                _ => Refused,
            };
            (chain, expected)
        }
        Act::MarketReleases { key: name } => {
            let chain = of_done(Ledger::release(MARKET, key(name)));
            let expected = match model.remembered(MARKET, key(name)) {
                Some((_, Some(hold))) => match model.holds[hold].ended {
                    Some(Ended::Returned) => Replayed,
                    Some(_) => Refused,
                    None => {
                        model.end(hold, Ended::Returned);
                        Done
                    }
                },
                _ => Refused,
            };
            (chain, expected)
        }
        Act::Limit { by, of, currency, limit } => {
            let account = party(of);
            let call = Call::set_credit_limit { currency: MONEY[currency], account, limit };
            let chain = verdict(send(issuer_origin(by, currency), call));
            let decided = by >= 5 || (of < 5 && by != of) || of == 8;
            let may = model.issuer_acts(by, currency)
                && decided
                && left(&account).is_some()
                && limit.is_none_or(|limit| (0..1_000).contains(&limit))
                && model.status[currency] != CurrencyStatus::Closed;
            if may {
                model.limits.remove(&(currency, account));
                if let Some(limit) = limit {
                    model.limits.insert((currency, account), limit);
                }
            }
            (chain, if may { Done } else { Refused })
        }
        Act::Default { by, currency, limit } => {
            let call = Call::set_default_limit { currency: MONEY[currency], limit };
            let chain = verdict(send(issuer_origin(by, currency), call));
            let may = model.issuer_acts(by, currency)
                && (0..1_000).contains(&limit)
                && model.status[currency] != CurrencyStatus::Closed;
            if may {
                model.defaults[currency] = limit;
            }
            (chain, if may { Done } else { Refused })
        }
        Act::Move { by, currency, to } => {
            use CurrencyStatus::*;
            let id = MONEY[currency];
            let call = match to {
                Open => Call::reopen_currency { currency: id },
                WindingDown => Call::wind_down_currency { currency: id },
                Closed => Call::close_currency { currency: id },
            };
            let chain = verdict(send(issuer_origin(by, currency), call));
            let settled = model
                .balances
                .iter()
                .all(|((of, _), balance)| *of != currency || *balance == 0)
                && model.holds.iter().all(|held| held.currency != currency || held.ended.is_some());
            let may = model.issuer_acts(by, currency)
                && match (model.status[currency], to) {
                    (Open, WindingDown) => true,
                    (WindingDown, Open) => active(issuer(currency)),
                    (WindingDown, Closed) => settled,
                    _ => false,
                };
            if may {
                model.status[currency] = to;
            }
            (chain, if may { Done } else { Refused })
        }
        Act::Pay { from, to, currency, amount, key: name } => {
            let (body, origin) = match from {
                5 => (Treasury::Cooperative(BAKERY), cooperative_decides(BAKERY)),
                6 => (Treasury::Cooperative(MILL), cooperative_decides(MILL)),
                _ => (Treasury::Federation, federation_decides()),
            };
            let (payer, to) = (party(from), party(to));
            let call = Call::pay_from_treasury {
                treasury: body,
                payee: to,
                money: money(currency, amount),
                key: key(name),
                reference: None,
            };
            let chain = verdict(send(origin, call));
            let expected = model.once(Actor::Decision(body), key(name), asked, |model| {
                model.payable(currency, &payer, &to, amount).then(|| {
                    model.shift(currency, payer, to, amount);
                    None
                })
            });
            (chain, expected)
        }
        Act::Settle { by, of, currency, key: name } => {
            let (person, id) = (person_of(of), MONEY[currency]);
            let did = PEOPLE[of].did();
            let call = Call::settle { currency: id, person: did, key: key(name), reference: None };
            let chain = verdict(send(issuer_origin(by, currency), call));
            if !model.issuer_acts(by, currency) {
                return (chain, Refused);
            }
            let actor = match by {
                0..5 => PEOPLE[by].actor(),
                5 => Actor::Decision(Treasury::Cooperative(id.issuer)),
                _ => Actor::Decision(Treasury::Federation),
            };
            let asked = format!("settle {of} {currency}");
            let expected = model.once(actor, key(name), asked, |model| {
                let rest = model.balance(currency, &person) - model.held(currency, &person);
                let may = left(&person) == Some(true)
                    && rest > 0
                    && model.status[currency] != CurrencyStatus::Closed;
                may.then(|| {
                    model.shift(currency, person, treasury(id.issuer), rest);
                    None
                })
            });
            (chain, expected)
        }
        Act::Membership { of, bakery, mill } => {
            let treasurer = |of_mill: bool| (of_mill && of == 3) || (!of_mill && of == 0);
            let of_bakery = (bakery > 0).then(|| (BAKERY, bakery == 1, treasurer(false)));
            let of_mill = (mill > 0).then(|| (MILL, mill == 1, treasurer(true)));
            let all: Vec<_> = [of_bakery, of_mill].into_iter().flatten().collect();
            PEOPLE[of].is(&all);
            (Done, Done)
        }
        Act::Cooperative { mill, status } => {
            Cooperatives::insert(if mill { MILL } else { BAKERY }, status);
            (Done, Done)
        }
        Act::Block(time) => {
            next_block_after(time);
            (Done, Done)
        }
    }
}

/// As many blocks as it takes to return all holds that there can be here.
fn settle_expiries() {
    for _ in 0..20 {
        Ledger::on_initialize(System::block_number());
    }
}

/// The holds that the chain has returned by themselves, in the model. Blocks begin with the clock
/// of the one before.
fn follow_expiries(model: &mut Model, clock: Moment) {
    for id in 0..model.holds.len() {
        if model.holds[id].ended.is_none() && Holds::<Test>::get(id as HoldId).is_none() {
            assert!(model.holds[id].until <= clock, "a hold was returned too early");
            model.end_at(id, Ended::Returned, clock);
        }
    }
}

/// That chain and model say the same of every account and hold.
fn compare(model: &Model) {
    for (currency, id) in MONEY.into_iter().enumerate() {
        let mut sum = 0;
        for number in 0..8 {
            let account = party(number);
            let stored: Account = crate::Accounts::<Test>::get(id, account).unwrap_or_default();
            assert_eq!(stored.balance, model.balance(currency, &account));
            assert_eq!(stored.held, model.held(currency, &account));
            let view = Ledger::account(&account, id).expect("the currency is there");
            assert_eq!(view.available, model.available(currency, &account).max(0));
            sum += stored.balance;
        }
        assert_eq!(sum, 0);
    }
    for (id, held) in model.holds.iter().enumerate() {
        assert_eq!(held.ended.is_none(), Holds::<Test>::contains_key(id as HoldId));
    }
    for ((actor, key), (_, _, hold)) in &model.keys {
        let outcome = Ledger::act(*actor, *key).expect("the key is remembered").outcome;
        let same = match hold.map(|hold| (hold as HoldId, &model.holds[hold].ended)) {
            None => matches!(outcome, Outcome::Recorded { .. }),
            Some((id, None)) => outcome == Outcome::Held(id),
            Some((id, Some(Ended::Captured(part)))) => {
                matches!(outcome, Outcome::Captured { hold, amount, .. } if hold == id && amount == *part)
            }
            Some((id, Some(Ended::Returned))) => {
                outcome == Outcome::Released(id) || outcome == Outcome::Expired(id)
            }
        };
        assert!(same, "a key tells another story: {outcome:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Each act is done, replayed or refused as the model says; what is refused changes nothing, what
    /// is replayed changes nothing but events; after every block each currency sums to zero, no
    /// account is below its limit, each hold has ended at most once, and the events tell everything.
    /// In the end every hold has ended.
    #[test]
    fn the_ledger_does_what_its_rules_say(acts in prop::collection::vec(act(), 1..120)) {
        new_test_ext().execute_with(|| {
            crate::Parameters::<Test>::put(rules());
            let issue = Call::issue_currency { currency: FLOUR, default_limit: 30 };
            assert_ok!(send(MILLER.origin(), issue));
            let mut rebuilt = Rebuilt::from_genesis();
            let mut model = Model::new();
            rebuilt.read();
            for act in &acts {
                let root = || sp_io::storage::root(StateVersion::V1);
                let (before, clock) = (root(), Timestamp::get());
                let (chain, expected) = run(act, &mut model);
                prop_assert_eq!(chain, expected, "{:?}", act);
                if chain == Refused {
                    prop_assert_eq!(before, root(), "{:?} failed and changed something", act);
                }
                rebuilt.read();
                follow_expiries(&mut model, clock);
                model.follow_forgetting();
                compare(&model);
                if matches!(act, Act::Block(_)) {
                    Ledger::do_try_state().expect("every invariant holds");
                    rebuilt.assert_equals_storage();
                }
            }
            let clock = Timestamp::get();
            next_block_after(rules().max_hold_life + MINUTE);
            follow_expiries(&mut model, clock);
            settle_expiries();
            follow_expiries(&mut model, Timestamp::get());
            model.follow_forgetting();
            rebuilt.read();
            prop_assert_eq!(Holds::<Test>::iter().count(), 0);
            prop_assert!(model.holds.iter().all(|held| held.ended.is_some()));
            compare(&model);
            Ledger::do_try_state().expect("every invariant holds");
            rebuilt.assert_equals_storage();
            Ok(())
        })?;
    }

    /// Each new key forgets the two oldest, if their time has passed, and none before.
    #[test]
    fn keys_dont_pile_up(pauses in prop::collection::vec(0..2 * DAY, 1..150)) {
        new_test_ext().execute_with(|| {
            crate::Parameters::<Test>::put(rules());
            let mut kept = VecDeque::new();
            for (number, pause) in pauses.iter().enumerate() {
                Timestamp::set_timestamp(Timestamp::get() + pause);
                let now = Timestamp::get();
                assert_ok!(ADA.pays_with(key(number as u64), BOB, hours(1)));
                for _ in 0..2 {
                    if kept.front().is_some_and(|at| at + rules().key_retention <= now) {
                        kept.pop_front();
                    }
                }
                kept.push_back(now);
                prop_assert_eq!(crate::Keys::<Test>::iter().count(), kept.len());
            }
            Ledger::do_try_state().expect("every invariant holds");
            Ok(())
        })?;
    }
}
