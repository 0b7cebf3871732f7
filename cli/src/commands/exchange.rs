//! What cooperatives exchange: resources, investment, labour, mutual aid.

use clap::{Subcommand, ValueEnum};
use icn_primitives::{ledger::Key, shard::ShardRole, CooperativeId, Did, Hash, Moment, MINUTE};
use serde_json::{json, Value as Json};
use subxt::dynamic::Value;

use super::{
    act_name::{send_once, ActName, Number},
    agreement::NewAgreement,
    coop,
    exchange_view::{exchange_fields, exchanges_table},
};
use crate::{
    chain::Chain,
    content::{content, Content},
    context::Context,
    encoding::{self, bytes, hash, number, option, unit, Fields},
    failure::{Failure, Result},
    known::{self, Party},
    parse,
    report::{fields, Report},
    role::ensure_role,
    settings::{shown, EXCHANGE_PARAMETERS},
    submission::{send, Call},
    time::{when, When},
};

/// The events that say an exchange's number.
const NUMBERS: &[Number] =
    &[("Exchange.Recorded", "id", "exchange"), ("Exchange.Replayed", "id", "exchange")];

/// What cooperatives exchange: resources, investment, labour, mutual aid. At a node of a marketplace
/// shard.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Propose an agreement of cooperatives. Each of them decides it, "icn propose decide-exchange",
    /// and then it is paid.
    Propose(NewAgreement),
    /// Show an exchange.
    Show {
        /// Its number.
        exchange: u64,
    },
    /// List exchanges: by number, or some of them.
    List {
        /// Those of this kind that aren't final.
        #[arg(long, value_name = "KIND", value_enum)]
        open: Option<Kind>,
        /// Those that touch this cooperative.
        #[arg(long, value_name = "NUMBER", value_parser = coop::id, conflicts_with = "open")]
        cooperative: Option<CooperativeId>,
        /// Those that this person has proposed, or offers help for.
        #[arg(
            long,
            value_name = "DID",
            value_parser = known::party,
            conflicts_with_all = ["open", "cooperative"]
        )]
        person: Option<Party>,
        /// Begin after this exchange.
        #[arg(long, value_name = "NUMBER")]
        after: Option<u64>,
        /// How many, at most.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Withdraw what you have proposed, recorded or asked for.
    Withdraw {
        /// Its number.
        exchange: u64,
    },
    /// Record that you have worked for a cooperative. One of its stewards confirms it.
    Labour {
        /// For which.
        #[arg(value_parser = coop::id)]
        cooperative: CooperativeId,
        /// How long: 90min, 8h.
        #[arg(long, value_name = "DURATION", value_parser = parse::duration)]
        time: Moment,
        #[command(flatten)]
        said: Said,
    },
    /// Confirm labour for your cooperative, as its steward.
    ConfirmLabour {
        /// Its number.
        exchange: u64,
        /// Decline it instead.
        #[arg(long)]
        decline: bool,
    },
    /// Ask for help.
    RequestAid {
        /// For this cooperative; for yourself if it isn't given.
        #[arg(long, value_name = "NUMBER", value_parser = coop::id)]
        cooperative: Option<CooperativeId>,
        #[command(flatten)]
        said: Said,
    },
    /// Offer help that somebody has asked for.
    OfferAid {
        /// The request's number.
        exchange: u64,
        /// What you offer: a hash, or a file of which the SHA-256 hash is taken.
        #[arg(long, value_name = "HASH|FILE", value_parser = content)]
        terms: Content,
    },
    /// End an offer of help, so that others can offer it: as the helper, as who has asked, or as a
    /// steward of the cooperative for which it was.
    EndOffer {
        /// The request's number.
        exchange: u64,
    },
    /// Confirm that somebody has helped, as who has asked or a steward of the cooperative for which
    /// it was.
    ConfirmAid {
        /// The request's number.
        exchange: u64,
        /// Who has helped.
        helper: Did,
    },
    /// Show the rules of exchange.
    Rules,
}

/// Kinds of exchange.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Kind {
    /// Cooperatives give each other what they have.
    Resources,
    /// Cooperatives build something for all of them.
    Investment,
    /// Labour for a cooperative.
    Labour,
    /// Mutual aid.
    Aid,
}

impl Kind {
    fn value(self) -> Value {
        unit(&format!("{self:?}"))
    }
}

/// What is said of an exchange, and until when it has to be confirmed or given.
#[derive(clap::Args, Clone, Debug)]
pub struct Said {
    /// What it is about: a hash, or a file of which the SHA-256 hash is taken.
    #[arg(long, value_name = "HASH|FILE", value_parser = content)]
    pub terms: Content,
    /// Until when: 30d, or 2026-12-24T18:00Z.
    #[arg(long, value_name = "WHEN", value_parser = when, default_value = "30d")]
    pub deadline: When,
    #[command(flatten)]
    pub name: ActName,
}

impl Said {
    /// The arguments `terms`, `deadline` and `key`, and the key.
    pub fn fields(&self, deadline: Moment) -> Result<(Fields, Key)> {
        let key = self.name.key();
        let fields = vec![
            ("terms", hash(&self.terms.hash()?)),
            ("deadline", number(deadline)),
            ("key", bytes(key)),
        ];
        Ok((fields, key))
    }
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    ensure_role(&chain, ShardRole::Marketplace).await?;
    let chain = &chain;
    match command {
        Command::Propose(new) => {
            let named = new.call(context, chain).await?;
            send_once(context, chain, named, NUMBERS).await
        }
        Command::Show { exchange } => {
            let view = self::exchange(chain, exchange).await?;
            let text = fields(&exchange_fields(&view));
            Ok(Report::new(view, text))
        }
        Command::List { open, cooperative, person, after, limit } => {
            let cursor = || option(after.map(number));
            let (method, args) = if let Some(kind) = open {
                ("open_exchanges", vec![kind.value(), cursor(), number(limit)])
            } else if let Some(id) = cooperative {
                let args = vec![encoding::cooperative(id), cursor(), number(limit)];
                ("exchanges_of_cooperative", args)
            } else if let Some(person) = person {
                let person = encoding::did(&person.did(chain).await?);
                ("exchanges_of", vec![person, cursor(), number(limit)])
            } else {
                let from = after.map_or(0, |after| after.saturating_add(1));
                ("exchanges", vec![number(from), number(limit)])
            };
            let found = chain.api("ExchangeApi", method, args).await?;
            let text = exchanges_table(&found);
            Ok(Report::new(json!({ "exchanges": found }), text))
        }
        Command::Labour { cooperative, time, said } => {
            let deadline = said.deadline.moment(chain).await?;
            let named = labour(cooperative, time, &said, deadline)?;
            send_once(context, chain, named, NUMBERS).await
        }
        Command::RequestAid { cooperative, said } => {
            let deadline = said.deadline.moment(chain).await?;
            let named = request(cooperative, &said, deadline)?;
            send_once(context, chain, named, NUMBERS).await
        }
        Command::Withdraw { exchange } => send(context, chain, act("withdraw", exchange)).await,
        Command::EndOffer { exchange } => send(context, chain, act("end_offer", exchange)).await,
        Command::ConfirmLabour { exchange, decline } => {
            send(context, chain, confirm_labour(exchange, !decline)).await
        }
        Command::OfferAid { exchange, terms } => {
            send(context, chain, offer_aid(exchange, &terms.hash()?)).await
        }
        Command::ConfirmAid { exchange, helper } => {
            send(context, chain, confirm_aid(exchange, &helper)).await
        }
        Command::Rules => {
            // The pallet has no runtime API for them.
            let rules = chain.setting("Exchange", "Parameters").await?;
            let text = fields(&shown(EXCHANGE_PARAMETERS, &rules));
            Ok(Report::new(rules, text))
        }
    }
}

/// What is done with an exchange that has to be named alone.
fn act(name: &str, id: u64) -> Call {
    Call::new("Exchange", name, vec![("id", number(id))])
}

fn confirm_labour(id: u64, confirm: bool) -> Call {
    let fields = vec![("id", number(id)), ("confirm", Value::bool(confirm))];
    Call::new("Exchange", "confirm_labour", fields)
}

fn offer_aid(id: u64, terms: &Hash) -> Call {
    Call::new("Exchange", "offer_aid", vec![("id", number(id)), ("terms", hash(terms))])
}

fn confirm_aid(id: u64, helper: &Did) -> Call {
    let fields = vec![("id", number(id)), ("helper", encoding::did(helper))];
    Call::new("Exchange", "confirm_aid", fields)
}

fn labour(
    cooperative: CooperativeId,
    time: Moment,
    said: &Said,
    deadline: Moment,
) -> Result<(Call, Key)> {
    let minutes = time
        .is_multiple_of(MINUTE)
        .then_some(time / MINUTE)
        .ok_or_else(|| Failure::usage("labour is recorded in whole minutes: 90min"))?;
    let (further, key) = said.fields(deadline)?;
    let mut fields =
        vec![("cooperative", encoding::cooperative(cooperative)), ("minutes", number(minutes))];
    fields.extend(further);
    Ok((Call::new("Exchange", "record_labour", fields), key))
}

fn request(
    cooperative: Option<CooperativeId>,
    said: &Said,
    deadline: Moment,
) -> Result<(Call, Key)> {
    let (further, key) = said.fields(deadline)?;
    let mut fields = vec![("cooperative", option(cooperative.map(encoding::cooperative)))];
    fields.extend(further);
    Ok((Call::new("Exchange", "request_aid", fields), key))
}

/// An exchange, as the chain has it.
pub async fn exchange(chain: &Chain, id: u64) -> Result<Json> {
    match chain.api("ExchangeApi", "exchange", vec![number(id)]).await? {
        Json::Null => Err(Failure::refused(format!(
            "there is no exchange {id}, or it is so long over that it was forgotten"
        ))),
        view => Ok(view),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime_calls::{read_back, understood};
    use icn_primitives::{
        exchange::{ExchangeId, ExchangeKind},
        HOUR,
    };
    use icn_runtime::RuntimeCall;
    use pallet_exchange::Call as Exchange;

    fn said() -> Said {
        Said {
            terms: Content::Hash(Hash::repeat_byte(2)),
            deadline: When::At(9),
            name: ActName::default(),
        }
    }

    #[test]
    fn the_runtime_reads_what_is_done_with_exchanges() {
        let id = ExchangeId(7);
        let terms = Hash::repeat_byte(2);
        let helper: Did =
            "did:icn:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK".parse().unwrap();
        for (call, expected) in [
            (act("withdraw", 7), Exchange::withdraw { id }),
            (act("end_offer", 7), Exchange::end_offer { id }),
            (confirm_labour(7, true), Exchange::confirm_labour { id, confirm: true }),
            (confirm_labour(7, false), Exchange::confirm_labour { id, confirm: false }),
            (offer_aid(7, &terms), Exchange::offer_aid { id, terms }),
            (confirm_aid(7, &helper), Exchange::confirm_aid { id, helper }),
        ] {
            assert_eq!(understood(call), RuntimeCall::Exchange(expected));
        }
    }

    #[test]
    fn the_runtime_reads_labour_and_requests() {
        let cooperative = CooperativeId(3);
        let terms = Hash::repeat_byte(2);
        let (call, key) = labour(cooperative, 2 * HOUR, &said(), 9).unwrap();
        let expected =
            Exchange::record_labour { cooperative, minutes: 120, terms, deadline: 9, key };
        assert_eq!(understood(call), RuntimeCall::Exchange(expected));
        assert!(labour(cooperative, 1_500, &said(), 9).is_err());
        for cooperative in [None, Some(cooperative)] {
            let (call, key) = request(cooperative, &said(), 9).unwrap();
            let expected = Exchange::request_aid { cooperative, terms, deadline: 9, key };
            assert_eq!(understood(call), RuntimeCall::Exchange(expected));
        }
        for (kind, expected) in [
            (Kind::Resources, ExchangeKind::Resources),
            (Kind::Investment, ExchangeKind::Investment),
            (Kind::Labour, ExchangeKind::Labour),
            (Kind::Aid, ExchangeKind::Aid),
        ] {
            assert_eq!(read_back::<ExchangeKind>(&kind.value()), expected);
        }
    }
}
