//! What the ledger has to show afterwards, by the scenario file alone: who has paid whom, and what it
//! still keeps.

use std::collections::BTreeMap;

use anyhow::{ensure, Context, Result};
use serde_json::Value;

use super::{
    cast::{Cast, LIMIT},
    check::{amount, minutes},
    file::{Agreed, BookingEnd, ListingKind, OrderEnd, Trade, FEDERATION},
    number,
};
use crate::{
    devnet::act::{Stage, LOOK, NO_BLOCK},
    wait,
};

/// Millionths in a whole share.
const WHOLE: i128 = 1_000_000;

/// What an account has, and what of it is kept for others.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Account {
    /// In hundredths.
    balance: i128,
    /// In hundredths.
    held: i128,
}

/// Accounts, as the command line names them.
pub type Books = BTreeMap<String, Account>;

/// The books of a currency, which add up to nothing.
pub async fn read(stage: &Stage, currency: &str) -> Result<Books> {
    let accounts = ["ledger", "currency", "accounts", currency, "--limit", "1000"];
    let answer = stage.read(&accounts).await?;
    let mut books = Books::new();
    for one in answer["accounts"].as_array().context("no accounts")? {
        let units = |name: &str| number(&one[name]).with_context(|| format!("no {name}: {one}"));
        let name = name(&one["account"]).with_context(|| format!("whose account is {one}?"))?;
        let account = Account { balance: units("balance")?, held: units("held")? };
        books.insert(name, account);
    }
    let sum: i128 = books.values().map(|account| account.balance).sum();
    ensure!(sum == 0, "the balances add up to {sum}: {books:?}");
    Ok(books)
}

/// An account as the command line takes it.
fn name(account: &Value) -> Option<String> {
    let treasury = &account["Treasury"];
    match (account["Person"].as_str(), treasury["Cooperative"].as_u64()) {
        (Some(did), _) => Some(did.to_owned()),
        (None, Some(id)) => Some(format!("coop:{id}")),
        (None, None) => (treasury == "Federation").then(|| FEDERATION.to_owned()),
    }
}

/// What changes in the books by what the file says.
#[derive(Default)]
struct Changes(Books);

impl Changes {
    fn pays(&mut self, from: &str, to: &str, units: i128) {
        self.0.entry(from.into()).or_default().balance -= units;
        self.0.entry(to.into()).or_default().balance += units;
    }

    fn keeps(&mut self, of: &str, units: i128) {
        self.0.entry(of.into()).or_default().held += units;
    }

    fn orders(&mut self, cast: &Cast, trade: &Trade) -> Result<()> {
        for order in &trade.order {
            let listing = trade.listing(&order.listing)?;
            let (by, owner) = (cast.account(&order.by)?, cast.account(&listing.by)?);
            let (buyer, seller) = match listing.kind {
                ListingKind::Offer => (by, owner),
                ListingKind::Want => (owner, by),
            };
            let paid = match (order.ends, &order.dispute) {
                (OrderEnd::Completed, _) => amount(&listing.price)? * i128::from(order.quantity),
                (OrderEnd::Resolved, Some(dispute)) => amount(&dispute.to_seller)?,
                _ => 0,
            };
            self.pays(&buyer, &seller, paid);
        }
        Ok(())
    }

    fn agreements(&mut self, cast: &Cast, trade: &Trade) -> Result<()> {
        for agreement in &trade.agreement {
            if matches!(agreement.agreed, Agreed::Jointly | Agreed::Each) {
                for payment in &agreement.pays {
                    let (from, to) = (cast.account(&payment.from)?, cast.account(&payment.to)?);
                    self.pays(&from, &to, amount(&payment.amount)?);
                }
            }
        }
        Ok(())
    }

    fn bookings(&mut self, cast: &Cast, trade: &Trade) -> Result<()> {
        for booking in &trade.booking {
            let resource = trade.resource(&booking.resource)?;
            let Some(price) = &resource.price else { continue };
            let cost = amount(price)? * i128::from(minutes(&booking.lasts)?) / 60;
            let owner = cast.account(&resource.owner)?;
            let mut payers = Vec::new();
            for (domain, part) in &booking.shares {
                payers.push((cast.account(domain)?, cost * share(part)? / WHOLE));
            }
            if payers.is_empty() {
                payers.push((cast.account(&booking.by)?, cost));
            }
            // An owner pays itself nothing.
            for (payer, part) in payers.iter().filter(|(payer, _)| *payer != owner) {
                match booking.ends {
                    BookingEnd::Completed | BookingEnd::Running => {
                        self.pays(payer, &owner, *part);
                    }
                    BookingEnd::Confirmed => self.keeps(payer, *part),
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

/// A part of a cost, in millionths.
fn share(text: &str) -> Result<i128> {
    let wrong = || format!("\"{text}\" is no share: 60% or 0.6");
    match text.strip_suffix('%') {
        Some(percent) => Ok(percent.parse::<i128>().with_context(wrong)? * WHOLE / 100),
        None => {
            let digits = text.strip_prefix("0.").with_context(wrong)?;
            format!("{digits:0<6}").parse().with_context(wrong)
        }
    }
}

/// Waits until the ledger shows what it showed before and what the file says has changed since.
pub async fn agree(cast: &Cast, trade: &Trade, stage: &Stage, before: &Books) -> Result<()> {
    let mut expected = Changes(before.clone());
    expected.orders(cast, trade)?;
    expected.agreements(cast, trade)?;
    expected.bookings(cast, trade)?;
    let expected = expected.0;
    let what = "the ledger shows what was paid and is kept, and nothing else";
    let books = wait::every(LOOK, what, LIMIT, || async {
        let books = read(stage, &trade.currency).await?;
        let same = |name: &String| books.get(name).copied().unwrap_or_default();
        let wrong: Vec<_> =
            expected.iter().filter(|(name, account)| same(name) != **account).collect();
        ensure!(wrong.is_empty(), "{wrong:?} are expected, of {books:?}");
        Ok(Some(books))
    })
    .await?;
    let others = books.keys().filter(|name| !expected.contains_key(*name));
    let strangers: Vec<_> = others.collect();
    ensure!(strangers.is_empty(), "others have accounts as well: {strangers:?}");
    let held: i128 = books.values().map(|account| account.held).sum();
    let outcome =
        format!("{} accounts, {}.{:02} kept for later", books.len(), held / 100, held % 100);
    stage.has_happened(NO_BLOCK, "the books agree to the last unit, and add up to 0", &outcome);
    Ok(())
}

/// Who has credit has it.
pub async fn credit(cast: &Cast, trade: &Trade, stage: &Stage) -> Result<()> {
    for credit in &trade.credit {
        let (account, limit) = (cast.account(&credit.who)?, amount(&credit.amount)?);
        let show = ["ledger", "account", &account, "--currency", &trade.currency];
        let what = format!("{} may owe {}", credit.who, credit.amount);
        stage
            .read_until(&what, LIMIT, &show, |answer| {
                number(&answer["currencies"][0]["limit"]) == Some(limit)
            })
            .await?;
    }
    Ok(())
}
