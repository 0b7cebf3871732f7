//! What treasurers do with currencies, and what bodies decide about money: as `icn ledger` sends it,
//! and as `icn propose` puts it to the vote.

use clap::{Args, Subcommand};
use icn_primitives::{
    ledger::{CurrencyId, Key, LedgerAccount, Money, Treasury},
    Did,
};

use super::act_name::ActName;
use crate::{
    chain::Chain,
    content::{content, Content},
    encoding::{self, balance, bytes, hash, option},
    failure::{Failure, Result},
    money::{self, CurrencyName},
    submission::Call,
};

/// What is done with a currency, by a treasurer of its issuer or by decision.
#[derive(Subcommand, Debug)]
pub enum CurrencyAct {
    /// Issue a currency.
    Issue {
        /// Its issuer, code and digits behind the point: 0:HOURS:2.
        #[arg(value_parser = money::new_currency)]
        currency: CurrencyId,
        /// What active members of the issuer may owe, for whom nothing else is set.
        #[arg(long, value_name = "AMOUNT")]
        default_limit: String,
    },
    /// Set what one account may owe. A treasury's limit, and a treasurer's own, take a decision.
    Limit {
        /// The currency: 0:HOURS.
        #[arg(value_parser = money::currency)]
        currency: CurrencyName,
        /// Whose: a DID, coop:N or federation.
        #[arg(value_parser = money::account)]
        account: LedgerAccount,
        /// How much; "default" for what the currency allows by itself.
        amount: String,
    },
    /// Set what active members of the issuer may owe, for whom nothing else is set.
    DefaultLimit {
        /// The currency: 0:HOURS.
        #[arg(value_parser = money::currency)]
        currency: CurrencyName,
        /// How much.
        amount: String,
    },
    /// Let debts grow no longer; what is owed can be paid back.
    WindDown(Named),
    /// Let debts grow again in a currency that is wound down.
    Reopen(Named),
    /// End a currency that was wound down, in which nobody has or owes anything. For good.
    Close(Named),
}

/// A currency.
#[derive(Args, Debug)]
pub struct Named {
    /// The currency: 0:HOURS.
    #[arg(value_parser = money::currency)]
    currency: CurrencyName,
}

impl CurrencyAct {
    /// The call that does it.
    pub async fn call(self, chain: &Chain) -> Result<Call> {
        let currency = match &self {
            Self::Issue { currency, .. } => *currency,
            Self::Limit { currency, .. } | Self::DefaultLimit { currency, .. } => {
                currency.find(chain).await?
            }
            Self::WindDown(named) | Self::Reopen(named) | Self::Close(named) => {
                named.currency.find(chain).await?
            }
        };
        self.call_in(currency)
    }

    /// The call that does it in this currency.
    fn call_in(self, currency: CurrencyId) -> Result<Call> {
        let limit = |text: &str| {
            let units = money::amount(text, currency.decimals).map_err(Failure::usage)?;
            Ok::<_, Failure>(balance(units))
        };
        let mut fields = vec![("currency", encoding::currency(&currency))];
        let name = match self {
            Self::Issue { default_limit, .. } => {
                fields.push(("default_limit", limit(&default_limit)?));
                "issue_currency"
            }
            Self::Limit { account, amount, .. } => {
                let own = match amount.as_str() {
                    "default" => None,
                    text => Some(limit(text)?),
                };
                fields.push(("account", encoding::ledger_account(&account)));
                fields.push(("limit", option(own)));
                "set_credit_limit"
            }
            Self::DefaultLimit { amount, .. } => {
                fields.push(("limit", limit(&amount)?));
                "set_default_limit"
            }
            Self::WindDown(_) => "wind_down_currency",
            Self::Reopen(_) => "reopen_currency",
            Self::Close(_) => "close_currency",
        };
        Ok(Call::new("Ledger", name, fields))
    }
}

/// How an act is called, so that it is done once, and what it is for.
#[derive(Args, Clone, Debug)]
pub struct Once {
    #[command(flatten)]
    name: ActName,
    /// What it is for: a hash, or a file of which the SHA-256 hash is taken.
    #[arg(long, value_name = "HASH|FILE", value_parser = content)]
    reference: Option<Content>,
}

impl Once {
    /// The act's name.
    pub fn key(&self) -> Key {
        self.name.key()
    }

    /// The arguments `key` and `reference`.
    pub fn fields(&self, key: &Key) -> Result<encoding::Fields> {
        let reference = self.reference.as_ref().map(Content::hash).transpose()?;
        Ok(vec![("key", bytes(key)), ("reference", option(reference.as_ref().map(hash)))])
    }
}

/// A payment.
#[derive(Args, Clone, Debug)]
pub struct Payment {
    /// Who gets it: a DID, coop:N for a cooperative's treasury, or federation.
    #[arg(long, value_name = "ACCOUNT", value_parser = money::account)]
    to: LedgerAccount,
    #[command(flatten)]
    sum: Sum,
    #[command(flatten)]
    once: Once,
}

/// An amount of a currency.
#[derive(Args, Clone, Debug)]
pub struct Sum {
    /// How much: 12.50.
    #[arg(long)]
    amount: String,
    /// Of which currency: 0:HOURS.
    #[arg(long, value_parser = money::currency)]
    currency: CurrencyName,
}

impl Sum {
    /// The money.
    pub async fn money(&self, chain: &Chain) -> Result<Money> {
        self.currency.money(chain, &self.amount).await
    }
}

impl Payment {
    /// The call that pays, from a treasury or from the signer's own account, and its key.
    pub async fn call(self, chain: &Chain, from: Option<Treasury>) -> Result<(Call, Key)> {
        let money = self.sum.money(chain).await?;
        self.call_with(&money, from)
    }

    /// The call that pays this money.
    fn call_with(self, money: &Money, from: Option<Treasury>) -> Result<(Call, Key)> {
        let mut fields =
            vec![("payee", encoding::ledger_account(&self.to)), ("money", encoding::money(money))];
        let key = self.once.key();
        fields.extend(self.once.fields(&key)?);
        let name = match from {
            None => "transfer",
            Some(treasury) => {
                fields.push(("treasury", encoding::treasury(&treasury)));
                "pay_from_treasury"
            }
        };
        Ok((Call::new("Ledger", name, fields), key))
    }
}

/// What somebody who has left still has goes to the issuer's treasury.
#[derive(Args, Clone, Debug)]
pub struct Settlement {
    /// Who has left.
    person: Did,
    /// In which currency: 0:HOURS.
    #[arg(long, value_parser = money::currency)]
    currency: CurrencyName,
    #[command(flatten)]
    once: Once,
}

impl Settlement {
    /// The call that settles, and its key.
    pub async fn call(self, chain: &Chain) -> Result<(Call, Key)> {
        let currency = self.currency.find(chain).await?;
        self.call_in(&currency)
    }

    /// The call that settles in this currency.
    fn call_in(self, currency: &CurrencyId) -> Result<(Call, Key)> {
        let mut fields = vec![
            ("currency", encoding::currency(currency)),
            ("person", encoding::did(&self.person)),
        ];
        let key = self.once.key();
        fields.extend(self.once.fields(&key)?);
        Ok((Call::new("Ledger", "settle", fields), key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{content::act_key, runtime_calls::understood};
    use clap::Parser;
    use icn_primitives::{CooperativeId, Hash};
    use icn_runtime::RuntimeCall;
    use pallet_ledger::Call as Ledger;

    const ADA: &str = "did:icn:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

    #[derive(Parser)]
    enum Line {
        #[command(flatten)]
        Currency(CurrencyAct),
        Pay(Payment),
        Settle(Settlement),
    }

    /// The call of a command line, as the runtime reads it.
    fn call(line: &str, from: Option<Treasury>) -> RuntimeCall {
        let words = line.split(' ').map(|word| if word == "ADA" { ADA } else { word });
        let money =
            |text: &str| Money { currency: hours(), amount: money::amount(text, 2).unwrap() };
        understood(match Line::try_parse_from(std::iter::once("icn").chain(words)).unwrap() {
            Line::Currency(act) => act.call_in(hours()).unwrap(),
            Line::Pay(payment) => {
                let money = money(&payment.sum.amount);
                payment.call_with(&money, from).unwrap().0
            }
            Line::Settle(settlement) => settlement.call_in(&hours()).unwrap().0,
        })
    }

    fn hours() -> CurrencyId {
        CurrencyId { issuer: CooperativeId(0), code: "HOURS".parse().unwrap(), decimals: 2 }
    }

    #[test]
    fn the_runtime_reads_what_is_done_with_currencies() {
        let currency = hours();
        let coop = LedgerAccount::cooperative(CooperativeId(1));
        for (line, expected) in [
            (
                "issue 0:HOURS:2 --default-limit 50",
                Ledger::issue_currency { currency, default_limit: 5_000 },
            ),
            (
                "limit 0:HOURS coop:1 12.50",
                Ledger::set_credit_limit { currency, account: coop, limit: Some(1_250) },
            ),
            (
                "limit 0:HOURS coop:1 default",
                Ledger::set_credit_limit { currency, account: coop, limit: None },
            ),
            ("default-limit 0:HOURS 0.01", Ledger::set_default_limit { currency, limit: 1 }),
            ("wind-down 0:HOURS", Ledger::wind_down_currency { currency }),
            ("reopen 0:HOURS", Ledger::reopen_currency { currency }),
            ("close 0:HOURS", Ledger::close_currency { currency }),
        ] {
            assert_eq!(call(line, None), RuntimeCall::Ledger(expected), "{line}");
        }
    }

    #[test]
    fn the_runtime_reads_payments() {
        let key = act_key("order 7").unwrap().0;
        let money = Money { currency: hours(), amount: 1_250 };
        let person: Did = ADA.parse().unwrap();
        let payee = LedgerAccount::Person(person);
        let reference = Some(Hash::repeat_byte(1));
        let named = format!("--act 0x{} --reference {:?}", hex(&key), Hash::repeat_byte(1));
        let line = format!("pay --to ADA --amount 12.50 --currency 0:HOURS {named}");
        let expected = Ledger::transfer { payee, money, key, reference };
        assert_eq!(call(&line, None), RuntimeCall::Ledger(expected));
        let treasury = Treasury::Federation;
        let expected = Ledger::pay_from_treasury { treasury, payee, money, key, reference };
        assert_eq!(call(&line, Some(treasury)), RuntimeCall::Ledger(expected));
        let line = format!("settle ADA --currency 0:HOURS {named}");
        let expected = Ledger::settle { currency: hours(), person, key, reference };
        assert_eq!(call(&line, None), RuntimeCall::Ledger(expected));
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
