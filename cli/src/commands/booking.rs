//! Booking a resource: when, and who pays.

use clap::Args;
use icn_primitives::{
    ledger::Key,
    resources::{shares_are_valid, Minute, Share, Span},
    CooperativeId, Moment, MINUTE,
};
use serde_json::Value as Json;
use subxt::dynamic::Value;

use super::{act_name::ActName, coop};
use crate::{
    chain::Chain,
    context::Context,
    encoding::{self, bytes, list, number, unit},
    failure::{Failure, Result},
    known, parse,
    submission::Call,
    time,
};

/// A stretch of time.
#[derive(Args, Clone, Debug)]
pub struct Slot {
    /// From this moment on: 2026-11-24T08:00Z.
    #[arg(long, value_name = "MOMENT", value_parser = time::minute)]
    from: Minute,
    /// Until this moment.
    #[arg(
        long,
        value_name = "MOMENT",
        value_parser = time::minute,
        required_unless_present = "period"
    )]
    until: Option<Minute>,
    /// For so long: 2h.
    #[arg(
        long = "for",
        value_name = "DURATION",
        value_parser = parse::duration,
        conflicts_with = "until"
    )]
    period: Option<Moment>,
}

impl Slot {
    /// Its minutes.
    pub fn span(&self) -> Result<Span> {
        let minutes = self.period.map(|period| {
            let whole = period.is_multiple_of(MINUTE).then_some(period / MINUTE);
            whole
                .and_then(|minutes| Minute::try_from(minutes).ok())
                .ok_or_else(|| Failure::usage("a booking lasts whole minutes: 90min"))
        });
        let end = match minutes {
            Some(minutes) => self.from.saturating_add(minutes?),
            None => self.until.unwrap_or_default(),
        };
        let span = Span { start: self.from, end };
        Some(span)
            .filter(|span| span.minutes() > 0)
            .ok_or_else(|| Failure::usage("the end comes after the beginning"))
    }
}

/// Who pays how much of a cost: `0=60%,1=40%`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shares(Vec<Share>);

/// Shares of cooperatives in a cost.
fn shares(text: &str) -> std::result::Result<Shares, String> {
    let wrong = || {
        format!("\"{text}\" are no shares: a part for each cooperative, 100% in all: 0=60%,1=40%")
    };
    let share = |part: &str| {
        let (cooperative, parts) = part.split_once('=').ok_or_else(wrong)?;
        let cooperative = coop::id(cooperative.trim())?;
        Ok::<_, String>(Share { cooperative, parts: parse::share(parts.trim())? })
    };
    let mut shares = text.split(',').map(share).collect::<std::result::Result<Vec<_>, _>>()?;
    shares.sort_by_key(|share| share.cooperative);
    match shares_are_valid(&shares) {
        true => Ok(Shares(shares)),
        false => Err(wrong()),
    }
}

/// A new booking.
#[derive(Args, Debug)]
pub struct NewBooking {
    /// The resource's number.
    resource: u32,
    #[command(flatten)]
    slot: Slot,
    /// As a member of which cooperative; of your home if it isn't given.
    #[arg(long = "in", value_name = "NUMBER", value_parser = coop::id)]
    member_of: Option<CooperativeId>,
    /// Who pays, if it isn't you: cooperatives by shares, 0=60%,1=40%. Each has to decide it.
    #[arg(long, value_name = "SHARES", value_parser = shares)]
    shares: Option<Shares>,
    /// The version of the resource that you have read; the one that stands there now if it isn't
    /// given.
    #[arg(long, value_name = "NUMBER")]
    expected_version: Option<u32>,
    #[command(flatten)]
    name: ActName,
}

impl NewBooking {
    /// The resource's number.
    pub fn resource(&self) -> u32 {
        self.resource
    }

    /// The cooperative as a member of which it is booked.
    pub async fn cooperative(&self, context: &Context, chain: &Chain) -> Result<CooperativeId> {
        known::member_of(context, chain, self.member_of, None).await
    }

    /// The call that books it, and its name; `view` is the resource now.
    pub fn call(self, view: &Json, cooperative: CooperativeId) -> Result<(Call, Key)> {
        let seen = self.expected_version.map(u64::from);
        let version = seen
            .or_else(|| view["resource"]["version"].as_u64())
            .ok_or_else(|| Failure::refused("the resource has no version"))?;
        let key = self.name.key();
        let paid_by = match &self.shares {
            None => unit("Person"),
            Some(Shares(shares)) => Value::unnamed_variant(
                "Cooperatives",
                [list(shares.iter().map(|share| {
                    Value::named_composite([
                        ("cooperative", encoding::cooperative(share.cooperative)),
                        ("parts", number(share.parts)),
                    ])
                }))],
            ),
        };
        let fields = vec![
            ("resource", number(self.resource)),
            ("version", number(version)),
            ("cooperative", encoding::cooperative(cooperative)),
            ("span", encoding::span(&self.slot.span()?)),
            ("paid_by", paid_by),
            ("key", bytes(key)),
        ];
        Ok((Call::new("Resources", "book", fields), key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime_calls::understood;
    use clap::Parser;
    use icn_primitives::resources::{PaidBy, ResourceId};
    use icn_runtime::RuntimeCall;
    use pallet_resources::Call as Resources;
    use serde_json::json;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        booking: NewBooking,
    }

    fn booking(text: &str) -> NewBooking {
        Line::try_parse_from(std::iter::once("icn").chain(text.split(' '))).unwrap().booking
    }

    #[test]
    fn the_runtime_reads_a_booking() {
        let view = json!({ "resource": { "version": 3 } });
        let shares = vec![
            Share { cooperative: CooperativeId(0), parts: 600_000 },
            Share { cooperative: CooperativeId(1), parts: 400_000 },
        ];
        let by_shares = PaidBy::Cooperatives(shares.try_into().unwrap());
        for (text, paid_by) in [
            ("7 --from 1970-01-01T01:00Z --for 90min", PaidBy::Person),
            (
                "7 --from 1970-01-01T01:00Z --until 1970-01-01T02:30Z --shares 1=40%,0=0.6",
                by_shares,
            ),
        ] {
            let (call, key) = booking(text).call(&view, CooperativeId(2)).unwrap();
            let expected = Resources::book {
                resource: ResourceId(7),
                version: 3,
                cooperative: CooperativeId(2),
                span: Span { start: 60, end: 150 },
                paid_by,
                key,
            };
            assert_eq!(understood(call), RuntimeCall::Resources(expected));
        }
    }

    #[test]
    fn a_time_has_a_beginning_and_a_later_end() {
        for bad in [
            "7 --from 1970-01-01T01:00Z --until 1970-01-01T01:00Z",
            "7 --from 1970-01-01T01:00Z --for 90s",
            "7 --from 1970-01-01T01:00Z --for 0min",
        ] {
            assert!(booking(bad).slot.span().is_err(), "{bad}");
        }
    }

    #[test]
    fn shares_are_of_all_of_it() {
        for bad in ["", "0", "0=60%", "0=60%,1=41%", "0=60%,0=40%", "x=100%", "0=0%,1=100%"] {
            assert!(shares(bad).is_err(), "{bad}");
        }
        assert!(shares("3=100%").is_ok());
    }
}
