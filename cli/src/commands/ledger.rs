//! Money: currencies, payments, holds and accounts.

use clap::{Args, Subcommand};
use icn_primitives::{
    ledger::{Actor, CurrencyId, HoldId, Key, LedgerAccount},
    CooperativeId, Hash, Moment,
};
use serde_json::{json, Value as Json};

use super::{
    act_name::send_once,
    coop,
    ledger_acts::{CurrencyAct, Once, Payment, Settlement, Sum},
    subject::{sponsor, subject},
};
use crate::{
    chain::Chain,
    content::act_key,
    context::Context,
    encoding::{self, balance, bytes, number, option},
    failure::{Failure, Result},
    money::{self, account_text, amount_text, CurrencyName},
    parse,
    report::{fields, moment, table, units, word, Report},
    submission::{send, Call},
};

/// Money: currencies, payments, holds and accounts.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Currencies.
    #[command(subcommand)]
    Currency(Currency),
    /// Pay from your account.
    Pay(Payment),
    /// Keep some of your money for somebody, until you capture it or its time has passed.
    Hold {
        #[command(flatten)]
        sum: Sum,
        /// For whom: a DID, coop:N or federation; the capture says it if it isn't given.
        #[arg(long, value_name = "ACCOUNT", value_parser = money::account)]
        to: Option<LedgerAccount>,
        /// How long.
        #[arg(
            long = "for",
            value_name = "DURATION",
            value_parser = parse::duration,
            default_value = "30d"
        )]
        period: Moment,
        #[command(flatten)]
        once: Once,
    },
    /// Pay what a hold of yours keeps, or a part of it. The rest comes back.
    Capture {
        /// The hold's number.
        hold: HoldId,
        /// How much; all of it if it isn't given.
        #[arg(long)]
        amount: Option<String>,
        /// To whom, if the hold doesn't say.
        #[arg(long, value_name = "ACCOUNT", value_parser = money::account)]
        to: Option<LedgerAccount>,
    },
    /// Give a hold back to its payer, as its payee; as its payer if it is for nobody yet.
    Release {
        /// The hold's number.
        hold: HoldId,
    },
    /// List the holds of which somebody is payer or payee.
    Holds {
        #[command(flatten)]
        whose: Whose,
        /// Begin after this hold.
        #[arg(long, value_name = "NUMBER")]
        after: Option<HoldId>,
        /// How many, at most.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Show what a person or a treasury has, owes and may owe, in each currency.
    Account {
        #[command(flatten)]
        whose: Whose,
        /// In this currency alone: 0:HOURS.
        #[arg(long, value_parser = money::currency)]
        currency: Option<CurrencyName>,
    },
    /// Move what somebody who has left still has to the issuer's treasury, as its treasurer.
    Settle(Settlement),
    /// Show what became of an act, by the name that its actor gave it.
    Act {
        /// The act's name: 32 bytes as 0x…, or the text that was given.
        #[arg(value_parser = act_key)]
        act: Hash,
        /// Whose act: a DID; coop:N or federation for its decisions; yours if it isn't given.
        #[arg(long, value_name = "ACCOUNT", value_parser = money::account)]
        by: Option<LedgerAccount>,
    },
}

/// Currencies.
#[derive(Subcommand, Debug)]
pub enum Currency {
    #[command(flatten)]
    Act(CurrencyAct),
    /// Show a currency: its limits, and what its books add up to.
    Show {
        /// The currency: 0:HOURS.
        #[arg(value_parser = money::currency)]
        currency: CurrencyName,
    },
    /// List the accounts in a currency.
    Accounts {
        /// The currency: 0:HOURS.
        #[arg(value_parser = money::currency)]
        currency: CurrencyName,
        /// Begin after this account.
        #[arg(long, value_name = "ACCOUNT", value_parser = money::account)]
        after: Option<LedgerAccount>,
        /// How many, at most.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// List the currencies of a cooperative.
    List {
        /// Whose; your home's if it isn't given.
        #[arg(value_parser = coop::id)]
        cooperative: Option<CooperativeId>,
    },
}

/// Whose account.
#[derive(Args, Debug)]
pub struct Whose {
    /// Whose: a DID, coop:N or federation; yours if it isn't given.
    #[arg(value_name = "ACCOUNT", value_parser = money::account)]
    account: Option<LedgerAccount>,
}

impl Whose {
    async fn account(&self, context: &Context, chain: &Chain) -> Result<LedgerAccount> {
        match self.account {
            Some(account) => Ok(account),
            None => Ok(LedgerAccount::Person(subject(context, chain, None).await?)),
        }
    }
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    match command {
        Command::Currency(Currency::Act(act)) => {
            let call = act.call(&chain).await?;
            send(context, &chain, call).await
        }
        Command::Currency(Currency::Show { currency }) => show(&chain, currency).await,
        Command::Currency(Currency::Accounts { currency, after, limit }) => {
            accounts_in(&chain, currency, after, limit).await
        }
        Command::Currency(Currency::List { cooperative }) => {
            let issuer = sponsor(context, &chain, cooperative).await?;
            currencies(&chain, issuer).await
        }
        Command::Pay(payment) => once(context, &chain, payment.call(&chain, None).await?).await,
        Command::Settle(settlement) => once(context, &chain, settlement.call(&chain).await?).await,
        Command::Hold { sum, to, period, once: named } => {
            let key = named.key();
            let mut fields = named.fields(&key)?;
            let until = chain.now().await?.saturating_add(period);
            fields.extend([
                ("payee", option(to.as_ref().map(encoding::ledger_account))),
                ("money", encoding::money(&sum.money(&chain).await?)),
                ("expires_at", number(until)),
            ]);
            once(context, &chain, (Call::new("Ledger", "place_hold", fields), key)).await
        }
        Command::Capture { hold, amount, to } => {
            let kept = chain.api("LedgerApi", "hold", vec![number(hold)]).await?;
            let money = &kept["money"];
            let units = match amount {
                None => units(&money["amount"]),
                Some(text) => {
                    let decimals = decimals(&money["currency"]);
                    Some(money::amount(&text, decimals).map_err(Failure::usage)?)
                }
            };
            let units = units.filter(|_| !kept.is_null()).ok_or_else(|| {
                Failure::refused(format!("there is no hold {hold}: it has ended, or never was"))
            })?;
            let fields = vec![
                ("hold", number(hold)),
                ("payee", option(to.as_ref().map(encoding::ledger_account))),
                ("amount", balance(units)),
            ];
            send(context, &chain, Call::new("Ledger", "capture_hold", fields)).await
        }
        Command::Release { hold } => {
            let fields = vec![("hold", number(hold))];
            send(context, &chain, Call::new("Ledger", "release_hold", fields)).await
        }
        Command::Holds { whose, after, limit } => {
            let account = whose.account(context, &chain).await?;
            holds(&chain, account, after, limit).await
        }
        Command::Account { whose, currency } => {
            let account = whose.account(context, &chain).await?;
            accounts(&chain, account, currency).await
        }
        Command::Act { act, by } => {
            let by = Whose { account: by }.account(context, &chain).await?;
            outcome(&chain, by, act).await
        }
    }
}

/// Sends what has a name, and tells it.
async fn once(context: &Context, chain: &Chain, named: (Call, Key)) -> Result<Report> {
    send_once(context, chain, named, &[("Ledger.HoldPlaced", "hold", "hold")]).await
}

/// The digits behind the point of a currency that was decoded.
fn decimals(currency: &Json) -> u8 {
    currency["decimals"].as_u64().and_then(|digits| digits.try_into().ok()).unwrap_or_default()
}

/// Smallest units of a currency that was decoded, as an amount.
fn amount(value: &Json, currency: &Json) -> String {
    units(value).map_or_else(|| word(value), |units| amount_text(units, decimals(currency)))
}

fn currency_json(currency: &CurrencyId) -> Json {
    json!(currency)
}

async fn show(chain: &Chain, currency: CurrencyName) -> Result<Report> {
    let id = currency.find(chain).await?;
    let view = chain.api("LedgerApi", "currency", vec![encoding::currency(&id)]).await?;
    let totals = &view["totals"];
    let of = |value: &Json| amount(value, &view["id"]);
    let text = fields(&[
        ("currency", word(&view["id"])),
        ("digits behind the point", word(&view["id"]["decimals"])),
        ("status", word(&view["status"])),
        ("default limit", of(&view["default_limit"])),
        ("debts may grow", word(&view["gives_credit"])),
        ("owed in all", of(&totals["positive"])),
        ("held in all", of(&totals["held"])),
        ("accounts", word(&totals["accounts"])),
        ("holds", word(&totals["holds"])),
        ("entries", word(&totals["entries"])),
        ("head of the books", word(&totals["head"])),
    ]);
    Ok(Report::new(view, text))
}

async fn currencies(chain: &Chain, issuer: CooperativeId) -> Result<Report> {
    let args =
        vec![encoding::cooperative(issuer), option(None), number(icn_primitives::apis::MAX_PAGE)];
    let found = chain.api("LedgerApi", "currencies", args).await?;
    let rows = found.as_array().into_iter().flatten().map(|view| {
        vec![
            word(&view["id"]),
            word(&view["status"]),
            amount(&view["default_limit"], &view["id"]),
            amount(&view["totals"]["positive"], &view["id"]),
            word(&view["totals"]["accounts"]),
        ]
    });
    let head = ["currency", "status", "default limit", "owed in all", "accounts"];
    let text = table(&head, &rows.collect::<Vec<_>>());
    Ok(Report::new(json!({ "cooperative": issuer, "currencies": found }), text))
}

/// A line about an account in a currency.
fn account_row(first: String, view: &Json, currency: &Json) -> Vec<String> {
    let of = |name: &str| amount(&view[name], currency);
    let own = if view["own_limit"] == true { " (its own)" } else { "" };
    vec![first, of("balance"), format!("{}{own}", of("limit")), of("held"), of("available")]
}

async fn accounts_in(
    chain: &Chain,
    currency: CurrencyName,
    after: Option<LedgerAccount>,
    limit: u32,
) -> Result<Report> {
    let id = currency.find(chain).await?;
    let args = vec![
        encoding::currency(&id),
        option(after.as_ref().map(encoding::ledger_account)),
        number(limit),
    ];
    let answer = chain.api("LedgerApi", "accounts_in", args).await?;
    let currency = currency_json(&id);
    let found: Vec<Json> =
        answer.as_array().into_iter().flatten().map(|entry| with(entry, "account", 1, 0)).collect();
    let rows = found.iter().map(|one| account_row(word(&one["account"]), one, &currency));
    let head = ["account", "balance", "limit", "held", "available"];
    let text = table(&head, &rows.collect::<Vec<_>>());
    Ok(Report::new(json!({ "currency": currency, "accounts": found }), text))
}

/// The part `value` of `entry` with the part `named` under `name`.
fn with(entry: &Json, name: &str, value: usize, named: usize) -> Json {
    let mut json = entry[value].clone();
    json[name] = entry[named].clone();
    json
}

async fn accounts(
    chain: &Chain,
    account: LedgerAccount,
    currency: Option<CurrencyName>,
) -> Result<Report> {
    let of = encoding::ledger_account(&account);
    let found: Vec<Json> = match currency {
        Some(currency) => {
            let id = currency.find(chain).await?;
            let args = vec![of, encoding::currency(&id)];
            let mut view = chain.api("LedgerApi", "ledger_account", args).await?;
            view["currency"] = currency_json(&id);
            vec![view]
        }
        None => {
            let args = vec![of, option(None), number(icn_primitives::apis::MAX_PAGE)];
            let answer = chain.api("LedgerApi", "ledger_accounts", args).await?;
            let entries = answer.as_array().into_iter().flatten();
            entries.map(|entry| with(entry, "currency", 1, 0)).collect()
        }
    };
    let rows = found.iter().map(|one| account_row(word(&one["currency"]), one, &one["currency"]));
    let head = ["currency", "balance", "limit", "held", "available"];
    let account = account_text(&account);
    let text = format!("{account}\n\n{}", table(&head, &rows.collect::<Vec<_>>()));
    Ok(Report::new(json!({ "account": account, "currencies": found }), text))
}

async fn holds(
    chain: &Chain,
    account: LedgerAccount,
    after: Option<HoldId>,
    limit: u32,
) -> Result<Report> {
    let args = vec![encoding::ledger_account(&account), option(after.map(number)), number(limit)];
    let answer = chain.api("LedgerApi", "holds", args).await?;
    let entries = answer.as_array().into_iter().flatten();
    let found: Vec<Json> = entries.map(|entry| with(entry, "id", 1, 0)).collect();
    let rows = found.iter().map(|hold| {
        vec![
            word(&hold["id"]),
            word(&hold["money"]),
            word(&hold["payer"]),
            word(&hold["payee"]),
            moment(&hold["expires_at"]),
            word(&hold["reference"]),
        ]
    });
    let head = ["hold", "amount", "from", "to", "until", "reference"];
    let text = table(&head, &rows.collect::<Vec<_>>());
    Ok(Report::new(json!({ "account": account_text(&account), "holds": found }), text))
}

/// What became of an act.
async fn outcome(chain: &Chain, by: LedgerAccount, key: Hash) -> Result<Report> {
    let actor = match by {
        LedgerAccount::Person(did) => Actor::Person(did),
        LedgerAccount::Treasury(treasury) => Actor::Decision(treasury),
    };
    let args = vec![encoding::actor(&actor), bytes(key)];
    let record = chain.api("LedgerApi", "ledger_act", args).await?;
    if record.is_null() {
        return Err(Failure::refused(format!(
            "no act {key:?} of {} is remembered",
            account_text(&by)
        )));
    }
    let text = fields(&[
        ("act", format!("{key:?}")),
        ("by", account_text(&by)),
        ("came to", word(&record["outcome"])),
        ("on", moment(&record["at"])),
        ("what was asked for", word(&record["request"])),
    ]);
    let mut json = record;
    json["act"] = format!("{key:?}").into();
    json["by"] = account_text(&by).into();
    Ok(Report::new(json, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_a_line_with_its_currencys_digits() {
        let hours = json!({ "issuer": 0, "code": "HOURS", "decimals": 2 });
        let view = json!({
            "balance": -1250, "limit": 5000, "held": 0, "available": "3750", "own_limit": true,
        });
        assert_eq!(
            account_row("a".into(), &view, &hours),
            ["a", "-12.50", "50.00 (its own)", "0.00", "37.50"]
        );
        let named =
            CurrencyId { issuer: CooperativeId(0), code: "HOURS".parse().unwrap(), decimals: 2 };
        assert_eq!(currency_json(&named), hours);
        let entry = json!([hours, view]);
        assert_eq!(with(&entry, "currency", 1, 0)["currency"], hours);
    }
}
