//! Whoever follows the events from the genesis on has all books.

use crate::{frame, mock::*, Accounts, Currencies, CurrenciesOf, Event as AnyEvent, Holds, Totals};
use alloc::collections::BTreeMap;
use frame::testing_prelude::*;
use icn_primitives::{
    ledger::{
        Account, Balance, Currency, CurrencyId, CurrencyStatus, CurrencyTotals, Entry, Hold,
        HoldId, LedgerAccount, Treasury,
    },
    HOUR,
};
use polkadot_sdk::sp_io::hashing::blake2_256;

/// The books, from events alone.
#[derive(Default, Debug)]
pub struct Rebuilt {
    currencies: BTreeMap<CurrencyId, Currency>,
    accounts: BTreeMap<(CurrencyId, LedgerAccount), Account>,
    holds: BTreeMap<HoldId, Hold>,
    entries: BTreeMap<CurrencyId, Vec<Entry>>,
}

impl Rebuilt {
    /// The bakery's currency, as the genesis has it.
    pub fn from_genesis() -> Self {
        let mut rebuilt = Self::default();
        rebuilt.issue(HOURS, DEFAULT_LIMIT);
        rebuilt
    }

    /// Reads the events that have come since the last time.
    pub fn read(&mut self) {
        for event in events() {
            self.apply(event);
        }
    }

    fn issue(&mut self, id: CurrencyId, default_limit: Balance) {
        let status = CurrencyStatus::Open;
        let currency = Currency { decimals: id.decimals, status, default_limit };
        assert_eq!(self.currencies.insert(id, currency), None);
    }

    fn account(&mut self, currency: CurrencyId, holder: LedgerAccount) -> &mut Account {
        self.accounts.entry((currency, holder)).or_default()
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::CurrencyIssued { currency, default_limit, .. } => {
                self.issue(currency, default_limit)
            }
            Event::DefaultLimitSet { currency, limit, .. } => {
                self.currencies.get_mut(&currency).unwrap().default_limit = limit
            }
            Event::CreditLimitSet { currency, account, limit, .. } => {
                self.account(currency, account).limit = limit
            }
            Event::CurrencyMoved { currency, status, .. } => {
                self.currencies.get_mut(&currency).unwrap().status = status
            }
            Event::EntryRecorded { number, entry } => {
                let currency = entry.money.currency;
                self.account(currency, entry.from).balance -= entry.money.amount;
                self.account(currency, entry.to).balance += entry.money.amount;
                let entries = self.entries.entry(currency).or_default();
                assert_eq!(entries.len() as u64, number);
                entries.push(entry);
            }
            Event::HoldPlaced { hold, terms } => {
                let account = self.account(terms.money.currency, terms.payer);
                account.held += terms.money.amount;
                account.holds += 1;
                assert_eq!(self.holds.insert(hold, terms), None);
            }
            Event::HoldCaptured { hold, entry, captured, returned } => {
                let terms = self.end(hold);
                assert_eq!(captured + returned, terms.money.amount);
                let entries = &self.entries[&terms.money.currency];
                assert_eq!(entries[entry as usize].money.amount, captured);
            }
            Event::HoldReleased { hold } | Event::HoldExpired { hold } => {
                self.end(hold);
            }
            Event::Replayed { .. } | Event::ParametersSet { .. } => {}
            AnyEvent::HoldNotExpired { .. } => panic!("every hold expires"),
            AnyEvent::__Ignore(..) => unreachable!("nobody deposits this"),
        }
    }

    /// A hold ends: it must be there, so it does so once.
    fn end(&mut self, hold: HoldId) -> Hold {
        let terms = self.holds.remove(&hold).expect("a hold ends once");
        let account = self.account(terms.money.currency, terms.payer);
        account.held -= terms.money.amount;
        account.holds -= 1;
        terms
    }

    /// Compares with what the chain stores. Floors are not told: they follow from limits and
    /// memberships.
    pub fn assert_equals_storage(&mut self) {
        let stored = Currencies::<Test>::iter().map(|(issuer, code, currency)| {
            (CurrencyId { issuer, code, decimals: currency.decimals }, currency)
        });
        assert_eq!(self.currencies, stored.collect());
        self.accounts.retain(|_, account| *account != Account::default());
        let stored: BTreeMap<_, _> = Accounts::<Test>::iter()
            .map(|(currency, holder, account)| {
                ((currency, holder), Account { floor: 0, ..account })
            })
            .collect();
        assert_eq!(self.accounts, stored);
        for (currency, holder) in self.accounts.keys() {
            assert!(CurrenciesOf::<Test>::contains_key(holder, currency));
        }
        assert_eq!(self.holds, Holds::<Test>::iter().collect());
        for id in self.currencies.keys() {
            assert_eq!(self.totals(id), Totals::<Test>::get(id));
        }
    }

    fn totals(&self, id: &CurrencyId) -> CurrencyTotals {
        let accounts = || self.accounts.iter().filter(|((of, _), _)| of == id).map(|(_, a)| a);
        let no_entries = Vec::new();
        let entries = self.entries.get(id).unwrap_or(&no_entries);
        let link = |head: icn_primitives::Hash, entry: &Entry| {
            (head, entry).using_encoded(blake2_256).into()
        };
        CurrencyTotals {
            positive: accounts().map(|account| account.balance.max(0)).sum(),
            accounts: accounts().count() as u32,
            held: accounts().map(|account| account.held).sum(),
            holds: accounts().map(|account| account.holds).sum(),
            entries: entries.len() as u64,
            head: entries.iter().fold(Default::default(), link),
        }
    }
}

#[test]
fn everything_can_be_rebuilt_from_events() {
    scenario(|| {
        let mut rebuilt = Rebuilt::from_genesis();
        rebuilt.assert_equals_storage();
        let mut then = |result: DispatchResult| {
            assert_ok!(result);
            rebuilt.read();
            rebuilt.assert_equals_storage();
            next_block();
        };
        let by_treasurer = |call: Call| send(TREASURER.origin(), call);

        then(send(MILLER.origin(), Call::issue_currency { currency: FLOUR, default_limit: 7 }));
        then(send(MILLER.origin(), Call::set_default_limit { currency: FLOUR, limit: 9 }));
        then(EVE.pays_with(
            key(1),
            ADA,
            icn_primitives::ledger::Money { currency: FLOUR, amount: 9 },
        ));
        then(ADA.pays(BOB, 700));
        let limit =
            Call::set_credit_limit { currency: HOURS, account: EVE.account(), limit: Some(50) };
        then(by_treasurer(limit));
        then(EVE.pays(treasury(BAKERY), 50));
        then(ADA.pays_with(key(3), BOB, hours(3)));
        then(ADA.pays_with(key(3), BOB, hours(3)));
        then(ADA.holds(Some(BOB), 100, Timestamp::get() + HOUR).map(|_| ()));
        then(send(ADA.origin(), Call::capture_hold { hold: 0, payee: None, amount: 60 }));
        then(ADA.holds(Some(BOB), 100, Timestamp::get() + HOUR).map(|_| ()));
        then(send(BOB.origin(), Call::release_hold { hold: 1 }));
        then(market_holds(BOB, ADA, 5, key(4)).map(|_| ()));
        pass(HOUR);
        then(Ok(()));
        let pay = Call::pay_from_treasury {
            treasury: Treasury::Cooperative(BAKERY),
            payee: EVE.account(),
            money: hours(50),
            key: key(5),
            reference: None,
        };
        then(send(cooperative_decides(BAKERY), pay));
        let account = EVE.account();
        then(by_treasurer(Call::set_credit_limit { currency: HOURS, account, limit: None }));
        BOB.is(&[]);
        let settle =
            Call::settle { currency: HOURS, person: BOB.did(), key: key(6), reference: None };
        then(by_treasurer(settle));
        then(by_treasurer(Call::wind_down_currency { currency: HOURS }));
        then(by_treasurer(Call::reopen_currency { currency: HOURS }));
        then(send(federation_decides(), Call::set_parameters { parameters: parameters() }));
    });
}
