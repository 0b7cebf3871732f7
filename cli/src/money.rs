//! Amounts, currencies and accounts of the ledger, as people write them.
//!
//! Amounts are whole numbers of a currency's smallest unit on the chain, and decimals here; never
//! floats.

use clap::Args;
use icn_primitives::{
    ledger::{
        Balance, CurrencyCode, CurrencyId, LedgerAccount, Money, Treasury, MAX_AMOUNT, MAX_DECIMALS,
    },
    CooperativeId,
};

use crate::{
    chain::{At, Chain},
    encoding,
    failure::{Failure, Result},
};

/// How the account of a cooperative is written, before its number.
const COOPERATIVE: &str = "coop:";
/// How the account of the federation is written.
const FEDERATION: &str = "federation";

/// A currency as it is named: `0:HOURS`, or with its digits behind the point, `0:HOURS:2`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CurrencyName {
    /// The cooperative that issues it.
    pub issuer: CooperativeId,
    /// Its code.
    pub code: CurrencyCode,
    /// Digits behind the point; the chain is asked if it isn't given.
    pub decimals: Option<u8>,
}

/// A currency as it is named.
pub fn currency(text: &str) -> std::result::Result<CurrencyName, String> {
    let wrong = || {
        "a currency is its issuer's number and its code, 0:HOURS, or with the digits behind the point, 0:HOURS:2"
            .to_string()
    };
    let mut parts = text.split(':');
    let issuer = parts.next().and_then(|part| part.parse().ok()).ok_or_else(wrong)?;
    let code: CurrencyCode =
        parts.next().ok_or_else(wrong)?.parse().map_err(|why| format!("{why}"))?;
    let decimals = match parts.next() {
        None => None,
        Some(digits) => {
            Some(digits.parse().ok().filter(|digits| *digits <= MAX_DECIMALS).ok_or_else(|| {
                format!("a currency has {MAX_DECIMALS} digits behind the point at most")
            })?)
        }
    };
    match parts.next() {
        None => Ok(CurrencyName { issuer: CooperativeId(issuer), code, decimals }),
        Some(_) => Err(wrong()),
    }
}

/// A new currency: its digits have to be named.
pub fn new_currency(text: &str) -> std::result::Result<CurrencyId, String> {
    let CurrencyName { issuer, code, decimals } = currency(text)?;
    let decimals = decimals.ok_or("a new currency needs its digits behind the point: 0:HOURS:2")?;
    Ok(CurrencyId { issuer, code, decimals })
}

impl CurrencyName {
    /// The currency, with its digits as the chain has them.
    pub async fn find(self, chain: &Chain) -> Result<CurrencyId> {
        let Self { issuer, code, .. } = self;
        let keys = vec![encoding::cooperative(issuer), encoding::currency_code(&code)];
        let stored = chain.storage("Ledger", "Currencies", keys).await?;
        let decimals = stored
            .as_ref()
            .and_then(|currency| currency["decimals"].as_u64())
            .and_then(|decimals| u8::try_from(decimals).ok())
            .ok_or_else(|| Failure::refused(format!("there is no currency {issuer}:{code}")))?;
        match self.decimals.filter(|named| *named != decimals) {
            None => Ok(CurrencyId { issuer, code, decimals }),
            Some(named) => Err(Failure::usage(format!(
                "the currency {issuer}:{code} has {decimals} digits behind the point, not {named}"
            ))),
        }
    }

    /// `text` as an amount of this currency.
    pub async fn money(self, chain: &Chain, text: &str) -> Result<Money> {
        let currency = self.find(chain).await?;
        let amount = amount(text, currency.decimals).map_err(Failure::usage)?;
        Ok(Money { currency, amount })
    }
}

/// A node of the federation shard, where currencies are.
#[derive(Args, Clone, Debug, Default)]
pub struct Hub {
    /// A node of the federation shard, which says how many digits a currency has behind the point;
    /// it isn't asked where they are given, 0:HOURS:2.
    #[arg(long, value_name = "URL", env = "ICN_HUB_URL", hide_env_values = true)]
    hub: Option<String>,
}

impl Hub {
    /// The currency, whose digits another shard than the hub doesn't know.
    pub async fn find(&self, named: CurrencyName) -> Result<CurrencyId> {
        let CurrencyName { issuer, code, decimals } = named;
        match (&self.hub, decimals) {
            (_, Some(decimals)) => Ok(CurrencyId { issuer, code, decimals }),
            (Some(hub), None) => named.find(&Chain::connect(hub, At::Best).await?).await,
            (None, None) => Err(Failure::usage(format!(
                "this shard doesn't know how many digits {issuer}:{code} has behind the point: write them, {issuer}:{code}:2, or name a node of the federation shard with --hub or ICN_HUB_URL"
            ))),
        }
    }

    /// `text` as an amount of this currency.
    pub async fn money(&self, named: CurrencyName, text: &str) -> Result<Money> {
        let currency = self.find(named).await?;
        let amount = amount(text, currency.decimals).map_err(Failure::usage)?;
        Ok(Money { currency, amount })
    }
}

/// An amount of a currency with so many digits behind the point, in its smallest units: not
/// negative, and not more than one entry may move.
pub fn amount(text: &str, decimals: u8) -> std::result::Result<Balance, String> {
    let wrong = || format!("{text} is no amount: digits, with a point among them at most: 12.50");
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) || text.ends_with('.') {
        return Err(wrong());
    }
    let missing = usize::from(decimals).checked_sub(fraction.len()).ok_or_else(|| {
        format!("{text} has more than {decimals} digits behind the point, as the currency has")
    })?;
    let digits = whole.bytes().chain(fraction.bytes()).chain(std::iter::repeat_n(b'0', missing));
    let units = digits.into_iter().try_fold(0i128, |units, digit| {
        units.checked_mul(10)?.checked_add(Balance::from(digit.wrapping_sub(b'0')))
    });
    units
        .filter(|units| *units <= MAX_AMOUNT)
        .ok_or_else(|| format!("{text} is more than one entry may move"))
}

/// Smallest units as an amount, with all digits behind the point.
pub fn amount_text(units: Balance, decimals: u8) -> String {
    let decimals = usize::from(decimals.min(MAX_DECIMALS));
    let digits = format!("{:0>width$}", units.unsigned_abs(), width = decimals.saturating_add(1));
    let (whole, fraction) = digits.split_at(digits.len().saturating_sub(decimals));
    let sign = if units < 0 { "-" } else { "" };
    match fraction {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

/// An account: a person's DID, `coop:N` for a cooperative's treasury, `federation` for the
/// federation's.
pub fn account(text: &str) -> std::result::Result<LedgerAccount, String> {
    if text == FEDERATION {
        return Ok(LedgerAccount::Treasury(Treasury::Federation));
    }
    if let Some(number) = text.strip_prefix(COOPERATIVE) {
        let number = number.parse().map_err(|_| "after coop: comes a cooperative's number")?;
        return Ok(LedgerAccount::cooperative(CooperativeId(number)));
    }
    text.parse().map(LedgerAccount::Person).map_err(|_| {
        "an account is a person's DID, coop:N for a cooperative's treasury, or federation".into()
    })
}

/// An account as [`account`] reads it.
pub fn account_text(account: &LedgerAccount) -> String {
    match account {
        LedgerAccount::Person(did) => did.to_string(),
        LedgerAccount::Treasury(Treasury::Cooperative(id)) => format!("{COOPERATIVE}{id}"),
        LedgerAccount::Treasury(Treasury::Federation) => FEDERATION.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_without_a_float() {
        for (text, decimals, units) in [
            ("12.50", 2, 1250),
            ("12.5", 2, 1250),
            ("12", 2, 1200),
            ("0.01", 2, 1),
            ("0", 0, 0),
            ("007", 0, 7),
            ("0.000000000000000001", 18, 1),
            ("1000000000000000000000000000000", 0, MAX_AMOUNT),
            ("1000000000000", 18, MAX_AMOUNT),
        ] {
            assert_eq!(amount(text, decimals), Ok(units), "{text}");
        }
        for (text, decimals) in [
            ("", 2),
            (".5", 2),
            ("5.", 2),
            ("-1", 2),
            ("+1", 2),
            ("1e3", 2),
            ("1,5", 2),
            ("1.234", 2),
            ("1.5", 0),
            ("1.2.3", 2),
            ("1000000000000.000000000000000001", 18),
            ("999999999999999999999999999999999999999999999", 0),
        ] {
            assert!(amount(text, decimals).is_err(), "{text}");
        }
    }

    #[test]
    fn amounts_are_written_as_they_are_read() {
        for (units, decimals, text) in [
            (1250, 2, "12.50"),
            (-1250, 2, "-12.50"),
            (5, 2, "0.05"),
            (0, 2, "0.00"),
            (7, 0, "7"),
            (1, 18, "0.000000000000000001"),
        ] {
            assert_eq!(amount_text(units, decimals), text);
            if units >= 0 {
                assert_eq!(amount(text, decimals), Ok(units));
            }
        }
        assert_eq!(amount_text(i128::MIN, 0), i128::MIN.to_string());
    }

    #[test]
    fn a_currency_is_named_by_issuer_and_code() {
        let code: CurrencyCode = "HOURS".parse().unwrap();
        let named = |decimals| CurrencyName { issuer: CooperativeId(3), code, decimals };
        assert_eq!(currency("3:HOURS"), Ok(named(None)));
        assert_eq!(currency("3:HOURS:2"), Ok(named(Some(2))));
        assert!(new_currency("3:HOURS").is_err());
        assert_eq!(new_currency("3:HOURS:0").unwrap().decimals, 0);
        for bad in ["HOURS", "3", "3:hours", "3:HOURS:19", "3:HOURS:2:1", "x:HOURS", "3:HOURS:"] {
            assert!(currency(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_account_is_written_in_three_ways() {
        let did = "did:icn:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
        for text in [did, "coop:7", "federation"] {
            assert_eq!(account_text(&account(text).unwrap()), text);
        }
        for bad in ["coop:", "coop:x", "7", "Federation", "did:web:a.b"] {
            assert!(account(bad).is_err(), "{bad}");
        }
    }
}
