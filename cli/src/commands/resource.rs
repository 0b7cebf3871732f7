//! Shared resources and their bookings.

use clap::{Args, Subcommand};
use icn_primitives::{
    resources::{Minute, Span},
    shard::ShardRole,
    CooperativeId,
};
use serde_json::{json, Value as Json};

use super::{
    act_name::{send_once, Number},
    booking::{NewBooking, Slot},
    coop,
    resource_terms::{Changed, Kind, NewResource},
    resource_view::{booking_fields, bookings_table, resource_fields, resources_table},
};
use crate::{
    chain::Chain,
    context::Context,
    encoding::{self, bytes, list, number, option},
    failure::{Failure, Result},
    known::{self, Party},
    report::{fields, Report},
    role::ensure_role,
    settings::{shown, RESOURCE_PARAMETERS},
    submission::{send, Call},
    time,
};

/// The events that say the numbers of resources and bookings.
const NUMBERS: &[Number] = &[
    ("Resources.ResourceRegistered", "id", "resource"),
    ("Resources.Booked", "id", "booking"),
    ("Resources.Replayed", "named", "made"),
];

/// Shared resources and their bookings. At a node of a marketplace shard.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// List a cooperative's resources, retired ones included.
    List {
        /// Whose; your home's if it isn't given.
        #[arg(value_parser = coop::id)]
        cooperative: Option<CooperativeId>,
        /// Begin after this resource.
        #[arg(long, value_name = "NUMBER")]
        after: Option<u32>,
        /// How many, at most.
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Search for resources that aren't retired.
    Search(Search),
    /// Show a resource.
    Show {
        /// Its number.
        resource: u32,
    },
    /// Share something of a cooperative, as its steward.
    Register(Box<NewResource>),
    /// Say something else of a resource, as a steward of its owner. What isn't named stays.
    Update(Box<Changed>),
    /// Close a resource at these times and at no others, as a steward of its owner. Bookings that
    /// stand are cancelled one by one, if they are.
    CloseTimes {
        /// Its number.
        resource: u32,
        /// A time, from a moment until another one: 2026-12-24T00:00Z/2026-12-27T00:00Z. Several
        /// can be given; without any it is open as its times of the week say.
        #[arg(value_name = "FROM/UNTIL", value_parser = closure)]
        times: Vec<Span>,
    },
    /// Share a resource no longer, as a steward of its owner. For good; bookings take place.
    Retire {
        /// Its number.
        resource: u32,
    },
    /// Show whether a resource can be used and isn't booked throughout a time.
    Free {
        /// Its number.
        resource: u32,
        #[command(flatten)]
        slot: Slot,
    },
    /// Book a resource. What costs something is confirmed when the money is held; what cooperatives
    /// pay, when each has decided so: "icn propose decide-booking".
    Book(NewBooking),
    /// Cancel a booking that hasn't begun, as the person or a steward of the resource's owner.
    Cancel {
        /// The booking's number.
        booking: u64,
    },
    /// Show bookings: one, those of somebody, of a resource, or that a cooperative pays.
    Bookings(Bookings),
    /// Show the rules of resources.
    Rules,
}

/// What is searched for.
#[derive(Args, Debug)]
pub struct Search {
    /// What it is.
    #[arg(long = "type", value_name = "TYPE", value_enum)]
    of_type: Option<Kind>,
    /// Of this cooperative.
    #[arg(long, value_name = "NUMBER", value_parser = coop::id)]
    owner: Option<CooperativeId>,
    /// Where a place begins so: de/berlin.
    #[arg(long)]
    place: Option<String>,
    /// That can be used and isn't booked from this moment on: 2026-11-24T08:00Z.
    #[arg(long, value_name = "MOMENT", value_parser = time::minute, requires = "free_until")]
    free_from: Option<Minute>,
    /// Until this moment.
    #[arg(long, value_name = "MOMENT", value_parser = time::minute, requires = "free_from")]
    free_until: Option<Minute>,
    /// That members of this cooperative may use.
    #[arg(long, value_name = "NUMBER", value_parser = coop::id)]
    usable_by: Option<CooperativeId>,
    /// Go on after this resource: a page says it at its end.
    #[arg(long, value_name = "NUMBER")]
    after: Option<u32>,
    /// How many, at most.
    #[arg(long, default_value_t = 100)]
    limit: u32,
}

/// Whose bookings.
#[derive(Args, Debug)]
pub struct Bookings {
    /// The booking with this number.
    #[arg(value_name = "BOOKING", conflicts_with_all = ["person", "resource", "paid_by"])]
    booking: Option<u64>,
    /// Those of this person; yours if nothing is said.
    #[arg(long, value_name = "DID", value_parser = known::party)]
    person: Option<Party>,
    /// Those of this resource, from now on.
    #[arg(long, value_name = "NUMBER", conflicts_with = "person")]
    resource: Option<u32>,
    /// Of a resource: from this moment on instead.
    #[arg(long, value_name = "MOMENT", value_parser = time::minute, requires = "resource")]
    from: Option<Minute>,
    /// Those that this cooperative pays, or is to pay.
    #[arg(
        long,
        value_name = "NUMBER",
        value_parser = coop::id,
        conflicts_with_all = ["person", "resource"]
    )]
    paid_by: Option<CooperativeId>,
    /// Begin after this booking; not of a resource, whose bookings are in the order of time.
    #[arg(long, value_name = "NUMBER", conflicts_with = "resource")]
    after: Option<u64>,
    /// How many, at most.
    #[arg(long, default_value_t = 100)]
    limit: u32,
}

/// A time in which something is closed.
fn closure(text: &str) -> std::result::Result<Span, String> {
    let wrong = || {
        format!("\"{text}\" is no time: they are written 2026-12-24T00:00Z/2026-12-27T00:00Z, the end after the beginning")
    };
    let (start, end) = text.split_once('/').ok_or_else(wrong)?;
    let span = Span { start: time::minute(start)?, end: time::minute(end)? };
    Some(span).filter(|span| span.start < span.end).ok_or_else(wrong)
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    ensure_role(&chain, ShardRole::Marketplace).await?;
    let chain = &chain;
    match command {
        Command::List { cooperative, after, limit } => {
            let owner = known::member_of(context, chain, cooperative, None).await?;
            let args = vec![encoding::cooperative(owner), option(after.map(number)), number(limit)];
            let found = chain.api("ResourcesApi", "resources_of", args).await?;
            let page = json!({ "found": found, "next": null });
            let text = resources_table(&page);
            Ok(Report::new(json!({ "cooperative": owner, "resources": found }), text))
        }
        Command::Search(search) => {
            let args = vec![search.query(), option(search.after.map(number)), number(search.limit)];
            let page = chain.api("ResourcesApi", "search_resources", args).await?;
            let text = resources_table(&page);
            Ok(Report::new(json!({ "resources": page["found"], "next": page["next"] }), text))
        }
        Command::Show { resource } => {
            let (view, _) = self::resource(chain, resource).await?;
            let text = fields(&resource_fields(&view));
            Ok(Report::new(view, text))
        }
        Command::Register(new) => {
            let named = new.call(context, chain).await?;
            send_once(context, chain, named, NUMBERS).await
        }
        Command::Update(changed) => {
            let (json, value) = self::resource(chain, changed.resource()).await?;
            send(context, chain, changed.call(&json, &value).await?).await
        }
        Command::CloseTimes { resource, times } => {
            let (json, _) = self::resource(chain, resource).await?;
            send(context, chain, close_times(resource, &json, &times)?).await
        }
        Command::Retire { resource } => {
            let fields = vec![("id", number(resource))];
            send(context, chain, Call::new("Resources", "retire", fields)).await
        }
        Command::Free { resource, slot } => {
            self::resource(chain, resource).await?;
            let args = vec![number(resource), encoding::span(&slot.span()?)];
            let free = chain.api("ResourcesApi", "is_free", args).await?;
            let text = match free.as_bool() {
                Some(true) => "free",
                _ => "not free: closed then, or booked",
            };
            Ok(Report::new(json!({ "resource": resource, "free": free }), text))
        }
        Command::Book(booking) => {
            let (json, _) = self::resource(chain, booking.resource()).await?;
            let cooperative = booking.cooperative(context, chain).await?;
            send_once(context, chain, booking.call(&json, cooperative)?, NUMBERS).await
        }
        Command::Cancel { booking } => {
            let fields = vec![("id", number(booking))];
            send(context, chain, Call::new("Resources", "cancel_booking", fields)).await
        }
        Command::Bookings(bookings) => bookings.run(context, chain).await,
        Command::Rules => {
            // The pallet has no runtime API for them.
            let rules = chain.setting("Resources", "Parameters").await?;
            let text = fields(&shown(RESOURCE_PARAMETERS, &rules));
            Ok(Report::new(rules, text))
        }
    }
}

impl Search {
    /// As the chain takes it.
    fn query(&self) -> subxt::dynamic::Value {
        let free = self.free_from.zip(self.free_until).map(|(start, end)| Span { start, end });
        subxt::dynamic::Value::named_composite([
            ("kind", option(self.of_type.map(Kind::value))),
            ("owner", option(self.owner.map(encoding::cooperative))),
            ("place", option(self.place.as_ref().map(bytes))),
            ("free", option(free.as_ref().map(encoding::span))),
            ("usable_by", option(self.usable_by.map(encoding::cooperative))),
        ])
    }
}

/// A resource, and as it can be encoded again.
async fn resource(chain: &Chain, id: u32) -> Result<(Json, subxt::dynamic::Value)> {
    let (json, value) = chain.api_value("ResourcesApi", "resource", vec![number(id)]).await?;
    match json {
        Json::Null => Err(Failure::refused(format!("there is no resource {id}"))),
        view => Ok((view, value)),
    }
}

fn close_times(id: u32, view: &Json, times: &[Span]) -> Result<Call> {
    let version = view["resource"]["version"].as_u64();
    let version = version.ok_or_else(|| Failure::refused("the resource has no version"))?;
    let fields = vec![
        ("id", number(id)),
        ("version", number(version)),
        ("closures", list(times.iter().map(encoding::span))),
    ];
    Ok(Call::new("Resources", "set_closures", fields))
}

/// A booking, as the chain has it.
pub async fn booking(chain: &Chain, id: u64) -> Result<Json> {
    match chain.api("ResourcesApi", "booking", vec![number(id)]).await? {
        Json::Null => Err(Failure::refused(format!(
            "there is no booking {id}, or it is so long over that it was forgotten"
        ))),
        view => Ok(view),
    }
}

impl Bookings {
    async fn run(self, context: &Context, chain: &Chain) -> Result<Report> {
        let api = "ResourcesApi";
        if let Some(id) = self.booking {
            let view = booking(chain, id).await?;
            let text = fields(&booking_fields(&view));
            return Ok(Report::new(view, text));
        }
        let after = || option(self.after.map(number));
        let found = if let Some(resource) = self.resource {
            let now = match self.from {
                Some(from) => from,
                None => {
                    let minutes = chain.now().await? / icn_primitives::MINUTE;
                    Minute::try_from(minutes).unwrap_or(Minute::MAX)
                }
            };
            let args = vec![number(resource), number(now), number(self.limit)];
            chain.api(api, "bookings_in", args).await?
        } else if let Some(cooperative) = self.paid_by {
            let args = vec![encoding::cooperative(cooperative), after(), number(self.limit)];
            chain.api(api, "bookings_paid_by", args).await?
        } else {
            let person = Party::or_signer(self.person, context, chain).await?;
            let args = vec![encoding::did(&person), after(), number(self.limit)];
            chain.api(api, "bookings_of", args).await?
        };
        let text = bookings_table(&found);
        Ok(Report::new(json!({ "bookings": found }), text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime_calls::{read_back, understood};
    use clap::Parser;
    use icn_primitives::resources::{ResourceId, ResourceKind, ResourceQuery};
    use icn_runtime::RuntimeCall;
    use pallet_resources::Call as Resources;

    #[derive(Parser)]
    struct Line {
        #[command(subcommand)]
        command: Command,
    }

    fn line(text: &str) -> Command {
        Line::try_parse_from(std::iter::once("icn").chain(text.split(' '))).unwrap().command
    }

    #[test]
    fn the_runtime_reads_what_is_searched_for() {
        let text = "search --type vehicle --owner 2 --place de/berlin --free-from 1970-01-05T08:00Z --free-until 1970-01-05T10:00Z --usable-by 1";
        let Command::Search(search) = line(text) else { panic!("another command") };
        let monday = 4 * 24 * 60;
        let expected = ResourceQuery {
            kind: Some(ResourceKind::Vehicle),
            owner: Some(CooperativeId(2)),
            place: Some(b"de/berlin".to_vec().try_into().unwrap()),
            free: Some(Span { start: monday + 480, end: monday + 600 }),
            usable_by: Some(CooperativeId(1)),
        };
        assert_eq!(read_back::<ResourceQuery>(&search.query()), expected);
    }

    #[test]
    fn the_runtime_reads_when_something_is_closed() {
        let text = "close-times 7 1970-01-05T08:00Z/1970-01-05T10:00Z";
        let Command::CloseTimes { resource, times } = line(text) else { panic!("another command") };
        let view = json!({ "resource": { "version": 3 } });
        let monday = 4 * 24 * 60;
        let expected = Resources::set_closures {
            id: ResourceId(7),
            version: 3,
            closures: vec![Span { start: monday + 480, end: monday + 600 }].try_into().unwrap(),
        };
        let call = close_times(resource, &view, &times).unwrap();
        assert_eq!(understood(call), RuntimeCall::Resources(expected));
        for bad in ["1970-01-05T08:00Z", "1970-01-05T08:00Z/1970-01-05T08:00Z", "a/b"] {
            assert!(closure(bad).is_err(), "{bad}");
        }
    }
}
