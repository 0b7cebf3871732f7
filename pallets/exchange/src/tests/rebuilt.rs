//! Whoever follows the events has all exchanges.

use crate::mock::*;
use alloc::collections::BTreeMap;

/// Exchanges from events alone.
#[derive(Default, Debug, PartialEq)]
pub struct Rebuilt(pub BTreeMap<ExchangeId, Exchange>);

impl Rebuilt {
    /// Reads the events that have come since the last time.
    pub fn read(&mut self) {
        for event in events() {
            match event {
                Event::Recorded { id, exchange } => {
                    assert_eq!(self.0.insert(id, *exchange), None);
                }
                Event::Decided { id, cooperatives, approve } => {
                    let exchange = self.0.get_mut(&id).unwrap();
                    if approve {
                        let mut all: Vec<_> = exchange.approved.to_vec();
                        all.extend(cooperatives);
                        all.sort();
                        all.dedup();
                        exchange.approved = body(&all);
                    }
                }
                Event::AidOffered { id, offer } => self.0.get_mut(&id).unwrap().offer = Some(offer),
                Event::OfferEnded { id, .. } => self.0.get_mut(&id).unwrap().offer = None,
                Event::Moved { id, status, due, .. } => {
                    let exchange = self.0.get_mut(&id).unwrap();
                    (exchange.status, exchange.due) = (status, due);
                }
                Event::Forgotten { id } => assert!(self.0.remove(&id).is_some()),
                Event::Replayed { .. } | Event::ParametersSet { .. } => {}
                Event::__Ignore(..) => unreachable!(),
            }
        }
    }

    /// What the chain has.
    pub fn of_chain() -> Self {
        Self(Exchanges::<Test>::iter().collect())
    }
}
