//! Whoever follows the events has all resources and bookings.

use crate::{mock::*, Booking, Resource};
use alloc::collections::BTreeMap;

/// Resources and bookings from events alone.
#[derive(Default, Debug, PartialEq)]
pub struct Rebuilt {
    resources: BTreeMap<ResourceId, Resource>,
    bookings: BTreeMap<BookingId, Booking>,
}

impl Rebuilt {
    /// Reads the events that have come since the last time.
    pub fn read(&mut self) {
        for event in events() {
            self.apply(event);
        }
        // How many of its bookings aren't over is seen from these.
        for (id, resource) in &mut self.resources {
            let open = self.bookings.values().filter(|one| one.resource == *id);
            let open = open.filter(|one| !one.status.is_final());
            resource.bookings = open.count() as u32;
        }
    }

    fn resource(&mut self, id: ResourceId) -> &mut Resource {
        self.resources.get_mut(&id).expect("it was registered")
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::ResourceRegistered { id, resource } => {
                assert_eq!(self.resources.insert(id, resource), None);
            }
            Event::ResourceUpdated { id, terms, version, .. } => {
                let resource = self.resource(id);
                (resource.terms, resource.version) = (terms, version);
            }
            Event::ClosuresSet { id, closures, version, .. } => {
                let resource = self.resource(id);
                (resource.closures, resource.version) = (closures, version);
            }
            Event::ResourceRetired { id, due, version, .. } => {
                let resource = self.resource(id);
                (resource.due, resource.version) = (Some(due), version);
            }
            Event::ResourceForgotten { id } => assert!(self.resources.remove(&id).is_some()),
            Event::Booked { id, booking } => {
                assert_eq!(self.bookings.insert(id, booking), None);
            }
            Event::Decided { id, cooperatives, approve } => {
                let booking = self.bookings.get_mut(&id).expect("it was booked");
                if approve {
                    let mut all = booking.approved.to_vec();
                    all.extend(cooperatives);
                    all.sort();
                    all.dedup();
                    booking.approved = body(&all);
                }
            }
            Event::BookingMoved { id, status, payment, due, .. } => {
                let booking = self.bookings.get_mut(&id).expect("it was booked");
                (booking.status, booking.payment, booking.due) = (status, payment, due);
            }
            Event::BookingForgotten { id } => assert!(self.bookings.remove(&id).is_some()),
            Event::Replayed { .. } | Event::ParametersSet { .. } => {}
            Event::__Ignore(..) => unreachable!(),
        }
    }

    /// What the chain has.
    pub fn of_chain() -> Self {
        Self {
            resources: Resources::<Test>::iter().collect(),
            bookings: Bookings::<Test>::iter().collect(),
        }
    }
}

#[test]
fn resources_and_bookings_are_rebuilt_until_they_are_forgotten() {
    scenario(|| {
        let mut rebuilt = Rebuilt::default();
        let van = dear_van();
        let id = ResourceId(van);
        let closures: Closures = vec![at(5_000, 30)].try_into().expect("it is one");
        BAKER.sends(Call::set_closures { id, version: 0, closures }).expect("it may");
        BOB.books(van, at(480, 60), PaidBy::Person).expect("it is free");
        BOB.books(van, at(600, 60), shares(&[(MILL, 1_000_000)])).expect("it is free");
        decide(&[MILL], 1, true).expect("it may");
        BAKER.sends(Call::retire { id }).expect("it may");
        for minute in [481, 541, 601, 661] {
            settle();
            be_at(minute);
            rebuilt.read();
            assert_eq!(rebuilt, Rebuilt::of_chain());
        }
        settle();
        pass(parameters().retention);
        pass(parameters().retention);
        rebuilt.read();
        assert_eq!(rebuilt, Rebuilt::of_chain());
        assert_eq!(rebuilt, Rebuilt::default());
    });
}
