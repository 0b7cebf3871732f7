//! `icn_*`: listings and orders, at a node that runs a marketplace.

use codec::DecodeAll;
use icn_primitives::{
    ledger::{Balance, CurrencyId, MAX_AMOUNT},
    marketplace::{
        search::MarketplaceApi, text, Availability, ListingId, ListingKind, Order, OrderId,
        PriceRange, SearchCursor, SearchQuery, MAX_CATEGORY, MAX_TITLE,
    },
    shard::ShardRole,
    CooperativeId, Did, Hash,
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc, types::ErrorObjectOwned};
use polkadot_sdk::sp_core::Bytes;
use serde::Deserialize;
use std::sync::Arc;

use super::{
    did::parse,
    errors,
    names::Snapshot,
    views::marketplace::{ListingPage, ListingReport, OrderOverview, OrderPage},
    ChainReader,
};

/// Most cooperatives for whose members one looks at the same time.
pub const MAX_VIEWERS: usize = 64;

/// What is searched for: listings to which everything applies that is named.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ListingQuery {
    /// Offers or wants.
    kind: Option<ListingKind>,
    /// In this category, however its letters are written.
    category: Option<String>,
    /// Of members of this cooperative.
    cooperative: Option<CooperativeId>,
    /// Of this owner.
    owner: Option<Did>,
    /// Of these prices.
    price: Option<PriceQuery>,
    /// With which each of these words begins a word of the title.
    text: Option<String>,
    /// Where they stand.
    availability: Option<Availability>,
}

/// Prices in one currency.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PriceQuery {
    currency: CurrencyId,
    /// The lowest, in smallest units; 0 if left out.
    #[serde(default)]
    min: Option<String>,
    /// The highest; no limit if left out.
    #[serde(default)]
    max: Option<String>,
}

/// An amount of smallest units, as text.
fn amount(text: &str) -> Result<Balance, ErrorObjectOwned> {
    text.parse().map_err(|_| {
        errors::invalid("an amount is the number of a currency's smallest units, as text: \"250\"")
    })
}

impl TryFrom<PriceQuery> for PriceRange {
    type Error = ErrorObjectOwned;

    fn try_from(PriceQuery { currency, min, max }: PriceQuery) -> Result<Self, Self::Error> {
        let bound = |text: Option<String>, otherwise| text.as_deref().map_or(Ok(otherwise), amount);
        Ok(Self { currency, min: bound(min, 0)?, max: bound(max, MAX_AMOUNT)? })
    }
}

impl TryFrom<ListingQuery> for SearchQuery {
    type Error = ErrorObjectOwned;

    fn try_from(query: ListingQuery) -> Result<Self, Self::Error> {
        let ListingQuery { kind, cooperative, owner, availability, .. } = query;
        let category = query.category.map(|name| {
            text::category(name.as_bytes()).ok_or_else(|| {
                errors::invalid(format!(
                    "a category is words of letters, digits and \"-\", at most {MAX_CATEGORY} bytes"
                ))
            })
        });
        let text = query.text.unwrap_or_default();
        if text::prefixes(text.as_bytes()).is_none() {
            return Err(errors::invalid(format!(
                "at most {} words are searched for, in at most {MAX_TITLE} bytes",
                text::MAX_WORDS
            )));
        }
        let text = text.into_bytes().try_into().unwrap_or_default();
        let price = query.price.map(PriceRange::try_from).transpose()?;
        let category = category.transpose()?;
        Ok(Self { kind, category, cooperative, owner, price, text, availability })
    }
}

/// Listings and orders.
#[rpc(server)]
pub trait MarketplaceRpc {
    /// Shows a listing.
    #[method(name = "icn_listing", blocking)]
    fn listing(
        &self,
        id: ListingId,
        viewer: Option<Vec<CooperativeId>>,
        at: Option<Hash>,
    ) -> RpcResult<Option<ListingReport>>;

    /// Searches the listings.
    #[method(name = "icn_listings", blocking)]
    fn listings(
        &self,
        query: Option<ListingQuery>,
        viewer: Option<Vec<CooperativeId>>,
        after: Option<Bytes>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<ListingPage>;

    /// Shows an order.
    #[method(name = "icn_order", blocking)]
    fn order(&self, id: OrderId, at: Option<Hash>) -> RpcResult<Option<OrderOverview>>;

    /// Lists somebody's orders.
    #[method(name = "icn_orders", blocking)]
    fn orders(
        &self,
        party: String,
        before: Option<OrderId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<OrderPage>;

    /// Lists the orders about which a decision is waited for.
    #[method(name = "icn_disputes", blocking)]
    fn disputes(
        &self,
        after: Option<OrderId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<OrderPage>;
}

/// Answers from the chain.
pub struct Marketplace<C> {
    client: Arc<C>,
}

impl<C: ChainReader> Marketplace<C> {
    pub fn new(client: Arc<C>) -> Self {
        Self { client }
    }

    fn at(&self, at: Option<Hash>) -> Result<Snapshot<'_, C>, ErrorObjectOwned> {
        Snapshot::of_role(&self.client, at, ShardRole::Marketplace)
    }
}

/// For members of which cooperatives somebody looks.
fn viewers(named: Option<Vec<CooperativeId>>) -> Result<Vec<CooperativeId>, ErrorObjectOwned> {
    let named = named.unwrap_or_default();
    match named.len() {
        0..=MAX_VIEWERS => Ok(named),
        _ => Err(errors::invalid(format!("viewer names at most {MAX_VIEWERS} cooperatives"))),
    }
}

/// What a page about an order shows.
fn overview<C: ChainReader>(
    Snapshot { api, block }: Snapshot<'_, C>,
    id: OrderId,
    order: Order,
) -> Result<OrderOverview, ErrorObjectOwned> {
    // The order tells of its listing anyway, whoever may see that.
    let viewer = vec![order.seller_cooperative, order.buyer_cooperative];
    let listing = api.listing(block, order.listing, viewer).map_err(errors::runtime)?;
    let buyer_rating = api.rating(block, order.buyer).map_err(errors::runtime)?;
    let seller_rating = api.rating(block, order.seller).map_err(errors::runtime)?;
    Ok(OrderOverview {
        order: (id, order).into(),
        listing: listing.map(ListingReport::from),
        buyer_rating,
        seller_rating,
    })
}

impl<C: ChainReader> MarketplaceRpcServer for Marketplace<C> {
    fn listing(
        &self,
        id: ListingId,
        viewer: Option<Vec<CooperativeId>>,
        at: Option<Hash>,
    ) -> RpcResult<Option<ListingReport>> {
        let viewer = viewers(viewer)?;
        let Snapshot { api, block } = self.at(at)?;
        let found = api.listing(block, id, viewer).map_err(errors::runtime)?;
        Ok(found.map(ListingReport::from))
    }

    fn listings(
        &self,
        query: Option<ListingQuery>,
        viewer: Option<Vec<CooperativeId>>,
        after: Option<Bytes>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<ListingPage> {
        let (limit, viewer) = (errors::page(limit)?, viewers(viewer)?);
        let query = SearchQuery::try_from(query.unwrap_or_default())?;
        let cursor = after.map(|cursor| SearchCursor::decode_all(&mut &cursor[..]));
        let cursor = cursor.transpose().map_err(|_| {
            errors::invalid("\"after\" is what \"next\" of the page before was, and this isn't")
        })?;
        let Snapshot { api, block } = self.at(at)?;
        let page = api.search(block, query, viewer, cursor, limit).map_err(errors::runtime)?;
        Ok(page.into())
    }

    fn order(&self, id: OrderId, at: Option<Hash>) -> RpcResult<Option<OrderOverview>> {
        let chain = self.at(at)?;
        let found = chain.api.order(chain.block, id).map_err(errors::runtime)?;
        found.map(|order| overview(chain, id, order)).transpose()
    }

    fn orders(
        &self,
        party: String,
        before: Option<OrderId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<OrderPage> {
        let (limit, party) = (errors::page(limit)?, parse(&party)?);
        let Snapshot { api, block } = self.at(at)?;
        let found = api.orders_of(block, party, before, limit).map_err(errors::runtime)?;
        Ok(OrderPage::new(found, limit))
    }

    fn disputes(
        &self,
        after: Option<OrderId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<OrderPage> {
        let limit = errors::page(limit)?;
        let Snapshot { api, block } = self.at(at)?;
        let found = api.disputes(block, after, limit).map_err(errors::runtime)?;
        Ok(OrderPage::new(found, limit))
    }
}
