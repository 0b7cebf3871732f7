//! `icn_*`: shared resources and their bookings, at a node that runs a marketplace.

use icn_primitives::{
    exchange::settlement::Purpose,
    resources::{
        place_is_valid, BookingId, Minute, ResourceId, ResourceQuery as Query, ResourcesApi, Span,
        MAX_PLACE,
    },
    shard::ShardRole,
    CooperativeId, Hash, Moment, MINUTE,
};
use jsonrpsee::{core::RpcResult, proc_macros::rpc, types::ErrorObjectOwned};
use serde::Deserialize;
use std::sync::Arc;

use super::{
    errors,
    exchange::settlement,
    names::{Name, Party, Snapshot},
    views::resources::{
        BookingOverview, BookingPage, KindParam, ResourceOverview, ResourcePage, ResourceReport,
        SpanView,
    },
    ChainReader,
};

/// Bookings on a resource's page; `icn_resourceBookings` gives the rest.
const SHOWN: u32 = 200;

/// What is searched for: resources to which everything applies that is named.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct ResourceQuery {
    kind: Option<KindParam>,
    owner: Option<CooperativeId>,
    /// How the place begins.
    place: Option<String>,
    /// Usable and not booked throughout this time.
    free: Option<SpanView>,
    /// By members of this cooperative.
    usable_by: Option<CooperativeId>,
}

/// The minute in which a moment is.
fn minute(moment: Moment) -> Minute {
    Minute::try_from(moment / MINUTE).unwrap_or(Minute::MAX)
}

/// Whole minutes.
fn span(SpanView { from, to }: SpanView) -> Result<Span, ErrorObjectOwned> {
    let span = Span { start: minute(from), end: minute(to) };
    if SpanView::from(span).from != from || SpanView::from(span).to != to || from >= to {
        return Err(errors::invalid(
            "a time is {\"from\", \"to\"} in whole minutes, in milliseconds since the Unix epoch, \
             and ends after it begins",
        ));
    }
    Ok(span)
}

impl TryFrom<ResourceQuery> for Query {
    type Error = ErrorObjectOwned;

    fn try_from(query: ResourceQuery) -> Result<Self, Self::Error> {
        let place = query.place.map(|place| {
            let place = Some(place.into_bytes()).filter(|place| place_is_valid(place));
            place.and_then(|place| place.try_into().ok()).ok_or_else(|| {
                errors::invalid(format!(
                    "a place is small letters, digits, \"/\" and \"-\", at most {MAX_PLACE} of them"
                ))
            })
        });
        Ok(Self {
            kind: query.kind.map(|KindParam(kind)| kind),
            owner: query.owner,
            place: place.transpose()?,
            free: query.free.map(span).transpose()?,
            usable_by: query.usable_by,
        })
    }
}

/// Resources and bookings.
#[rpc(server)]
pub trait ResourcesRpc {
    /// Shows a resource.
    #[method(name = "icn_resource", blocking)]
    fn resource(
        &self,
        id: ResourceId,
        from: Option<Moment>,
        at: Option<Hash>,
    ) -> RpcResult<Option<ResourceOverview>>;

    /// Searches the resources.
    #[method(name = "icn_resources", blocking)]
    fn resources(
        &self,
        query: Option<ResourceQuery>,
        after: Option<ResourceId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<ResourcePage>;

    /// Lists the bookings of a resource.
    #[method(name = "icn_resourceBookings", blocking)]
    fn resource_bookings(
        &self,
        resource: ResourceId,
        from: Option<Moment>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<BookingPage<Moment>>;

    /// Shows a booking.
    #[method(name = "icn_booking", blocking)]
    fn booking(&self, id: BookingId, at: Option<Hash>) -> RpcResult<Option<BookingOverview>>;

    /// Lists what somebody has booked, or what a cooperative pays.
    #[method(name = "icn_bookings", blocking)]
    fn bookings(
        &self,
        of: Name,
        after: Option<BookingId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<BookingPage<BookingId>>;
}

/// Answers from the chain.
pub struct Resources<C> {
    client: Arc<C>,
}

impl<C: ChainReader> Resources<C> {
    pub fn new(client: Arc<C>) -> Self {
        Self { client }
    }

    fn at(&self, at: Option<Hash>) -> Result<Snapshot<'_, C>, ErrorObjectOwned> {
        Snapshot::of_role(&self.client, at, ShardRole::Marketplace)
    }
}

/// When a resource is booked: what ends after `from`, at most `limit`.
fn booked<C: ChainReader>(
    Snapshot { api, block }: &Snapshot<'_, C>,
    id: ResourceId,
    from: Option<Moment>,
    limit: u32,
) -> Result<BookingPage<Moment>, ErrorObjectOwned> {
    let from = minute(from.unwrap_or_default());
    let found = api.bookings_in(*block, id, from, limit).map_err(errors::runtime)?;
    Ok(BookingPage::in_time(found, limit))
}

impl<C: ChainReader> ResourcesRpcServer for Resources<C> {
    fn resource(
        &self,
        id: ResourceId,
        from: Option<Moment>,
        at: Option<Hash>,
    ) -> RpcResult<Option<ResourceOverview>> {
        let chain = self.at(at)?;
        let found = chain.api.resource(chain.block, id).map_err(errors::runtime)?;
        let Some(view) = found else { return Ok(None) };
        let bookings = booked(&chain, id, from, SHOWN)?;
        Ok(Some(ResourceOverview { resource: view.into(), bookings }))
    }

    fn resources(
        &self,
        query: Option<ResourceQuery>,
        after: Option<ResourceId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<ResourcePage> {
        let limit = errors::page(limit)?;
        let query = Query::try_from(query.unwrap_or_default())?;
        let Snapshot { api, block } = self.at(at)?;
        let page = api.search_resources(block, query, after, limit).map_err(errors::runtime)?;
        Ok(page.into())
    }

    fn resource_bookings(
        &self,
        resource: ResourceId,
        from: Option<Moment>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<BookingPage<Moment>> {
        let limit = errors::page(limit)?;
        booked(&self.at(at)?, resource, from, limit)
    }

    fn booking(&self, id: BookingId, at: Option<Hash>) -> RpcResult<Option<BookingOverview>> {
        let chain = self.at(at)?;
        let found = chain.api.booking(chain.block, id).map_err(errors::runtime)?;
        let Some(view) = found else { return Ok(None) };
        let of = view.booking.resource;
        let resource = chain.api.resource(chain.block, of).map_err(errors::runtime)?;
        let settlement = settlement(&chain, Purpose::Booking(id))?;
        let resource = resource.map(ResourceReport::from);
        Ok(Some(BookingOverview { booking: view.into(), resource, settlement }))
    }

    fn bookings(
        &self,
        of: Name,
        after: Option<BookingId>,
        limit: Option<u32>,
        at: Option<Hash>,
    ) -> RpcResult<BookingPage<BookingId>> {
        let (limit, of) = (errors::page(limit)?, of.party()?);
        let Snapshot { api, block } = self.at(at)?;
        let found = match of {
            Party::Did(did) => api.bookings_of(block, did, after, limit),
            Party::Cooperative(id) => api.bookings_paid_by(block, id, after, limit),
        };
        Ok(BookingPage::new(found.map_err(errors::runtime)?, limit))
    }
}
