//! The marketplace: what members offer and want, and their orders.

use clap::Subcommand;
use icn_primitives::{shard::ShardRole, CooperativeId, Hash};
use serde_json::{json, Value as Json};

use super::{
    act_name::send_once,
    coop,
    market_acts::{order_act, NewListing, NewOrder, NewTerms},
    market_search::Search,
    market_view::{listing_fields, listings_table, order_fields, orders_table, rating_text},
};
use crate::{
    chain::Chain,
    content::{content, Content},
    context::Context,
    encoding::{self, hash, list, number, option},
    failure::{Failure, Result},
    known::{self, memberships, person, Party},
    report::{entries, fields, Report},
    role::ensure_role,
    settings::{shown, MARKETPLACE_PARAMETERS},
    submission::{send, Call},
};

/// The events that say the numbers of listings and orders.
const NUMBERS: &[super::act_name::Number] = &[
    ("Marketplace.ListingCreated", "id", "listing"),
    ("Marketplace.OrderPlaced", "id", "order"),
    ("Marketplace.Replayed", "made", "made"),
];

/// The marketplace: what members offer and want, and their orders. At a node of a marketplace shard.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// List what somebody offers and wants, ended listings included, the newest first.
    List {
        /// Whose: a DID, or coop:N for a cooperative itself; yours if it isn't given.
        #[arg(value_parser = known::party)]
        owner: Option<Party>,
        #[command(flatten)]
        search: Box<super::market_search::Page>,
    },
    /// Search for listings: those to which all applies that is said.
    Search(Box<Search>),
    /// Show a listing.
    Show {
        /// Its number.
        listing: u64,
        /// As a member of this cooperative, to see what is for its members; once for each.
        #[arg(long = "in", value_name = "NUMBER", value_parser = coop::id)]
        viewer: Vec<CooperativeId>,
    },
    /// Offer something, or say what you want.
    Create(Box<NewListing>),
    /// Change a listing. What isn't named stays; orders keep their prices.
    Update(Box<NewTerms>),
    /// Take a listing back. Orders of it go on.
    Withdraw {
        /// Its number.
        listing: u64,
    },
    /// Order some of an offer, or answer to a want with it. Of an offer, the ledger keeps the money
    /// until the order ends.
    Order(NewOrder),
    /// Take a seller who has answered to your want. The ledger is asked to keep the money.
    Consent {
        /// The order's number.
        order: u64,
    },
    /// Accept an order whose money is kept, as the seller.
    Accept {
        /// The order's number.
        order: u64,
    },
    /// Say that an order is delivered, as the seller.
    Deliver {
        /// The order's number.
        order: u64,
    },
    /// Complete an order, as the buyer: the seller is paid.
    Complete {
        /// The order's number.
        order: u64,
    },
    /// Cancel an order: as the buyer before it was accepted, as the seller before it is delivered or
    /// in a dispute. The buyer has everything back.
    Cancel {
        /// The order's number.
        order: u64,
    },
    /// Say that you aren't content with an order that is accepted or delivered. The federation, or
    /// both sides' cooperatives together, decide who gets what: "icn propose resolve-dispute".
    Dispute {
        /// The order's number.
        order: u64,
        /// What is wrong: a hash, or a file of which the SHA-256 hash is taken.
        #[arg(long, value_name = "HASH|FILE", value_parser = content)]
        reasons: Content,
    },
    /// Rate the other side of an order that has ended.
    Rate {
        /// The order's number.
        order: u64,
        /// 1, the worst, to 5, the best.
        #[arg(value_parser = clap::value_parser!(u8).range(1..=5))]
        stars: u8,
        /// A comment: a hash, or a file of which the SHA-256 hash is taken.
        #[arg(long, value_name = "HASH|FILE", value_parser = content)]
        comment: Option<Content>,
    },
    /// Show where an order stands, and where its money is.
    Status {
        /// The order's number.
        order: u64,
    },
    /// List the orders in which somebody buys or sells, the newest first.
    Orders {
        /// Who: a DID, or coop:N for a cooperative itself; you if it isn't given.
        #[arg(value_parser = known::party)]
        party: Option<Party>,
        /// Older than this order.
        #[arg(long, value_name = "NUMBER")]
        before: Option<u64>,
        /// How many, at most.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// List the orders about which a decision is waited for, the oldest first.
    Disputes {
        /// After this order.
        #[arg(long, value_name = "NUMBER")]
        after: Option<u64>,
        /// How many, at most.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Show what others think of somebody.
    Rating {
        /// Of whom: a DID, or coop:N for a cooperative itself; you if it isn't given.
        #[arg(value_parser = known::party)]
        party: Option<Party>,
    },
    /// Show the rules of the marketplace.
    Rules,
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    ensure_role(&chain, ShardRole::Marketplace).await?;
    let chain = &chain;
    match command {
        Command::List { owner, search } => {
            let owner = Party::or_signer(owner, context, chain).await?;
            found(search.of_owner(chain, &owner).await?)
        }
        Command::Search(search) => found(search.run(chain).await?),
        Command::Show { listing, viewer } => {
            let (view, _) = self::listing(chain, listing, &viewer).await?;
            let text = fields(&listing_fields(&view));
            Ok(Report::new(view, text))
        }
        Command::Create(new) => {
            send_once(context, chain, new.call(context, chain).await?, NUMBERS).await
        }
        Command::Update(terms) => {
            let viewer = memberships(chain, &person(context, chain).await?).await?;
            let (json, value) = self::listing(chain, terms.listing(), &viewer).await?;
            send(context, chain, terms.call(chain, &json, &value).await?).await
        }
        Command::Withdraw { listing } => {
            let fields = vec![("id", number(listing))];
            send(context, chain, Call::new("Marketplace", "withdraw_listing", fields)).await
        }
        Command::Order(order) => {
            let (party, cooperative) = order.party(context, chain).await?;
            let (view, _) = self::listing(chain, order.listing(), &[cooperative]).await?;
            let named = order.call(&view, &party, cooperative)?;
            send_once(context, chain, named, NUMBERS).await
        }
        Command::Consent { order } => send(context, chain, order_act("consent", order)).await,
        Command::Accept { order } => send(context, chain, order_act("accept_order", order)).await,
        Command::Deliver { order } => send(context, chain, order_act("deliver_order", order)).await,
        Command::Complete { order } => {
            send(context, chain, order_act("complete_order", order)).await
        }
        Command::Cancel { order } => send(context, chain, order_act("cancel_order", order)).await,
        Command::Dispute { order, reasons } => {
            send(context, chain, dispute(order, &reasons.hash()?)).await
        }
        Command::Rate { order, stars, comment } => {
            let comment = comment.as_ref().map(Content::hash).transpose()?;
            send(context, chain, rate(order, stars, comment)).await
        }
        Command::Status { order } => status(chain, order).await,
        Command::Orders { party, before, limit } => {
            let party = Party::or_signer(party, context, chain).await?;
            let args = vec![encoding::did(&party), option(before.map(number)), number(limit)];
            let found = entries(&chain.api("MarketplaceApi", "orders_of", args).await?, "id");
            let text = orders_table(&found, Some(&party.to_string()));
            Ok(Report::new(json!({ "party": party.to_string(), "orders": found }), text))
        }
        Command::Disputes { after, limit } => {
            let args = vec![option(after.map(number)), number(limit)];
            let found = entries(&chain.api("MarketplaceApi", "disputes", args).await?, "id");
            let text = orders_table(&found, None);
            Ok(Report::new(json!({ "disputes": found }), text))
        }
        Command::Rating { party } => {
            let party = Party::or_signer(party, context, chain).await?;
            let rating = chain.api("MarketplaceApi", "rating", vec![encoding::did(&party)]).await?;
            let text = format!("{party}  {}", rating_text(&rating));
            Ok(Report::new(json!({ "party": party.to_string(), "rating": rating }), text))
        }
        Command::Rules => {
            let rules = chain.api("MarketplaceApi", "marketplace_parameters", Vec::new()).await?;
            let text = fields(&shown(MARKETPLACE_PARAMETERS, &rules));
            Ok(Report::new(rules, text))
        }
    }
}

/// A page of listings.
fn found(page: Json) -> Result<Report> {
    let text = listings_table(&page);
    Ok(Report::new(page, text))
}

/// A listing as members of these cooperatives see it, and as it can be encoded again.
async fn listing(
    chain: &Chain,
    id: u64,
    viewer: &[CooperativeId],
) -> Result<(Json, subxt::dynamic::Value)> {
    let viewer = list(viewer.iter().map(|id| encoding::cooperative(*id)));
    let args = vec![number(id), viewer];
    let (json, value) = chain.api_value("MarketplaceApi", "listing", args).await?;
    match json {
        Json::Null => Err(Failure::refused(format!(
            "there is no listing {id}, or it is for members of its cooperative alone: \"--in NUMBER\" shows those of yours"
        ))),
        view => Ok((view, value)),
    }
}

fn dispute(order: u64, reasons: &Hash) -> Call {
    let fields = vec![("order", number(order)), ("reasons", hash(reasons))];
    Call::new("Marketplace", "dispute", fields)
}

fn rate(order: u64, stars: u8, comment: Option<Hash>) -> Call {
    let fields = vec![
        ("order", number(order)),
        ("stars", number(stars)),
        ("comment", option(comment.as_ref().map(hash))),
    ];
    Call::new("Marketplace", "rate", fields)
}

/// An order, as the chain has it.
pub async fn order(chain: &Chain, id: u64) -> Result<Json> {
    match chain.api("MarketplaceApi", "order", vec![number(id)]).await? {
        Json::Null => Err(Failure::refused(format!(
            "there is no order {id}, or it is so long over that it was forgotten"
        ))),
        order => Ok(order),
    }
}

async fn status(chain: &Chain, id: u64) -> Result<Report> {
    let mut order = order(chain, id).await?;
    order["id"] = id.into();
    let text = fields(&order_fields(&order));
    Ok(Report::new(order, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime_calls::understood;
    use icn_primitives::marketplace::{ListingId, OrderId};
    use icn_runtime::RuntimeCall;
    use pallet_marketplace::Call as Marketplace;

    #[test]
    fn the_runtime_reads_what_is_done_with_orders() {
        let order = OrderId(7);
        let reasons = Hash::repeat_byte(1);
        for (call, expected) in [
            (order_act("consent", 7), Marketplace::consent { order }),
            (order_act("accept_order", 7), Marketplace::accept_order { order }),
            (order_act("deliver_order", 7), Marketplace::deliver_order { order }),
            (order_act("complete_order", 7), Marketplace::complete_order { order }),
            (order_act("cancel_order", 7), Marketplace::cancel_order { order }),
            (dispute(7, &reasons), Marketplace::dispute { order, reasons }),
            (rate(7, 5, None), Marketplace::rate { order, stars: 5, comment: None }),
            (
                rate(7, 1, Some(reasons)),
                Marketplace::rate { order, stars: 1, comment: Some(reasons) },
            ),
            (
                Call::new("Marketplace", "withdraw_listing", vec![("id", number(7u64))]),
                Marketplace::withdraw_listing { id: ListingId(7) },
            ),
        ] {
            assert_eq!(understood(call), RuntimeCall::Marketplace(expected));
        }
    }
}
