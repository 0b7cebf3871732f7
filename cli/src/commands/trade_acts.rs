//! What bodies decide about trade and storage, to be carried out where those are.

use clap::{Args, Subcommand};
use icn_primitives::{shard::ShardRole, Hash};
use serde_json::Value as Json;
use subxt::dynamic::Value;

use super::{
    elsewhere::{needs_shard, Elsewhere},
    exchange, market,
    market_acts::units_of,
    resource, storage,
};
use crate::{
    encoding::{balance, hash, number},
    failure::{Failure, Result},
    parse,
    submission::Call,
};

/// What is decided about trade and storage. It needs --on-shard, with a node of that shard.
#[derive(Subcommand, Debug)]
pub enum TradeAct {
    /// Decide a dispute about an order, --on-shard 1=ws://…: by the federation, or by both sides'
    /// cooperatives together (--joint 0,2; --body own if it is the same one).
    ResolveDispute {
        /// The order's number.
        order: u64,
        /// What the seller gets, in the order's currency: 12.50. The rest goes back to the buyer.
        #[arg(long, value_name = "AMOUNT")]
        to_seller: String,
    },
    /// Decide an agreement of cooperatives, --on-shard 1=ws://…, as one or several of them. With the
    /// last of them it is paid.
    DecideExchange(Decided),
    /// Decide that cooperatives pay their shares of a booking, --on-shard 1=ws://…, as one or several
    /// of them.
    DecideBooking(Decided),
    /// Remove an anchor that must not be kept, --on-shard 2.
    RemoveAnchor {
        /// Its number.
        anchor: u64,
    },
}

/// What is decided, and how.
#[derive(Args, Debug)]
pub struct Decided {
    /// Its number.
    id: u64,
    /// Against it, which ends it.
    #[arg(long)]
    against: bool,
    /// The hash of what you have read, as "show" gives it; of what stands there now if it isn't
    /// given.
    #[arg(long, value_name = "HASH", value_parser = parse::hash)]
    content_hash: Option<Hash>,
}

/// The call that does `act`, for the shard `there`.
pub async fn call(act: TradeAct, there: Option<&Elsewhere>) -> Result<Call> {
    let on = |role| there.ok_or_else(|| needs_shard(role));
    match act {
        TradeAct::ResolveDispute { order, to_seller } => {
            let chain = on(ShardRole::Marketplace)?.connect("Marketplace").await?;
            resolution(order, &market::order(&chain, order).await?, &to_seller)
        }
        TradeAct::DecideExchange(decided) => {
            let there = on(ShardRole::Marketplace)?;
            let read = match decided.content_hash {
                Some(read) => read,
                None => {
                    let chain = there.connect("Exchange").await?;
                    content_hash(&exchange::exchange(&chain, decided.id).await?)?
                }
            };
            Ok(decision("Exchange", "decide", &decided, &read))
        }
        TradeAct::DecideBooking(decided) => {
            let there = on(ShardRole::Marketplace)?;
            let read = match decided.content_hash {
                Some(read) => read,
                None => {
                    let chain = there.connect("Resources").await?;
                    content_hash(&resource::booking(&chain, decided.id).await?)?
                }
            };
            Ok(decision("Resources", "decide_booking", &decided, &read))
        }
        TradeAct::RemoveAnchor { anchor } => {
            on(ShardRole::Storage)?;
            Ok(storage::remove(anchor))
        }
    }
}

/// How a dispute is decided; `order` as the chain has it.
fn resolution(id: u64, order: &Json, to_seller: &str) -> Result<Call> {
    let units = units_of(to_seller, &order["total"]["currency"])?;
    let total = crate::report::units(&order["total"]["amount"]).unwrap_or_default();
    if units > total {
        return Err(Failure::usage(format!(
            "the seller gets {} at most: that is what the order costs",
            crate::report::word(&order["total"])
        )));
    }
    let fields = vec![("order", number(id)), ("to_seller", balance(units))];
    Ok(Call::new("Marketplace", "resolve", fields))
}

/// What a decision names beside the number, of what the chain shows.
fn content_hash(view: &Json) -> Result<Hash> {
    let text = view["content_hash"].as_str().unwrap_or_default();
    parse::hash(text).map_err(|why| Failure::refused(format!("the chain says \"{text}\": {why}")))
}

fn decision(pallet: &str, name: &str, decided: &Decided, read: &Hash) -> Call {
    let fields = vec![
        ("id", number(decided.id)),
        ("content_hash", hash(read)),
        ("approve", Value::bool(!decided.against)),
    ];
    Call::new(pallet, name, fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        commands::elsewhere::encoded_on_shard,
        runtime_calls::{encoded, understood},
    };
    use codec::DecodeAll;
    use icn_primitives::{
        exchange::ExchangeId, marketplace::OrderId, resources::BookingId, storage::AnchorId,
    };
    use icn_runtime::RuntimeCall;
    use serde_json::json;

    fn order() -> Json {
        let hours = json!({ "issuer": 0, "code": "HOURS", "decimals": 2 });
        json!({ "total": { "currency": hours, "amount": 600 } })
    }

    #[test]
    fn the_runtime_reads_what_is_decided_elsewhere() {
        let read = Hash::repeat_byte(3);
        let decided = |against| Decided { id: 7, against, content_hash: None };
        for (call, expected) in [
            (
                resolution(7, &order(), "2.50").unwrap(),
                RuntimeCall::Marketplace(pallet_marketplace::Call::resolve {
                    order: OrderId(7),
                    to_seller: 250,
                }),
            ),
            (
                decision("Exchange", "decide", &decided(false), &read),
                RuntimeCall::Exchange(pallet_exchange::Call::decide {
                    id: ExchangeId(7),
                    content_hash: read,
                    approve: true,
                }),
            ),
            (
                decision("Resources", "decide_booking", &decided(true), &read),
                RuntimeCall::Resources(pallet_resources::Call::decide_booking {
                    id: BookingId(7),
                    content_hash: read,
                    approve: false,
                }),
            ),
            (
                storage::remove(7),
                RuntimeCall::Storage(pallet_storage::Call::remove_anchor { anchor: AnchorId(7) }),
            ),
        ] {
            // As it travels: encoded, in a decision for another shard.
            let RuntimeCall::Federation(pallet_federation::Call::decide_on { call, .. }) =
                understood(encoded_on_shard(1, &encoded(call), None))
            else {
                panic!("another call")
            };
            assert_eq!(RuntimeCall::decode_all(&mut &call[..]).unwrap(), expected);
        }
    }

    #[test]
    fn the_seller_gets_no_more_than_all_of_it() {
        assert!(resolution(7, &order(), "6.00").is_ok());
        for bad in ["6.01", "x", "1.234"] {
            assert!(resolution(7, &order(), bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_decision_names_what_was_read() {
        let read = Hash::repeat_byte(3);
        assert_eq!(content_hash(&json!({ "content_hash": format!("{read:?}") })), Ok(read));
        assert!(content_hash(&json!({})).is_err());
    }

    #[tokio::test]
    async fn without_a_shard_nothing_is_decided() {
        let failure = call(TradeAct::RemoveAnchor { anchor: 7 }, None).await.err().unwrap();
        assert!(failure.message.contains("--on-shard"), "{failure}");
    }
}
