//! What the chain does by itself: bookings lapse, begin, end, and are forgotten; retired resources
//! are forgotten.
//!
//! Everything that moves by itself has one place in [`Agenda`], whose keys are in the order of the
//! moments: the first one tells whether any is due, however many wait.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::{
    reputation::GiveReputation,
    resources::{Booking, BookingId, BookingStatus, Resource, ResourceId},
    Moment,
};
use pallet_settlement::Settle;
use polkadot_sdk::{
    frame_support::storage::with_storage_layer,
    polkadot_sdk_frame::{prelude::*, traits::Time},
};
use scale_info::TypeInfo;

use crate::{
    transitions::Happening, Agenda, Bookings, Config, Event, Pallet, Parameters, Resources,
    WeightInfo,
};

/// What moves by itself.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Task {
    /// A booking.
    Booking(BookingId),
    /// A retired resource.
    Resource(ResourceId),
}

/// When, and what: big-endian, so that the order of the bytes is that of the moments.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Due {
    moment: [u8; 8],
    what: u8,
    number: [u8; 8],
}

impl Due {
    /// Of this, at this moment.
    pub fn new(moment: Moment, task: Task) -> Self {
        let (what, number) = match task {
            Task::Booking(id) => (0, id.0),
            Task::Resource(id) => (1, id.0.into()),
        };
        Self { moment: moment.to_be_bytes(), what, number: number.to_be_bytes() }
    }

    /// When.
    pub fn moment(&self) -> Moment {
        Moment::from_be_bytes(self.moment)
    }
}

impl<T: Config> Pallet<T> {
    /// Lets a booking move by itself at `due`, and at no other moment.
    pub(crate) fn schedule_booking(id: BookingId, booking: &mut Booking, due: Option<Moment>) {
        Self::reschedule(Task::Booking(id), booking.due, due);
        booking.due = due;
    }

    /// Lets a retired resource be forgotten at `due`, and at no other moment.
    pub(crate) fn schedule_resource(id: ResourceId, resource: &mut Resource, due: Moment) {
        Self::reschedule(Task::Resource(id), resource.due, Some(due));
        resource.due = Some(due);
    }

    fn reschedule(task: Task, before: Option<Moment>, due: Option<Moment>) {
        if let Some(before) = before {
            Agenda::<T>::remove(Due::new(before, task));
        }
        if let Some(due) = due {
            Agenda::<T>::insert(Due::new(due, task), task);
        }
    }

    /// Does what is due: at most [`Config::TasksPerBlock`] things.
    pub(crate) fn run_agenda() -> Weight {
        let now = T::Time::now();
        let due: Vec<(Due, Task)> = Agenda::<T>::iter()
            .take_while(|(due, _)| due.moment() <= now)
            .take(T::TasksPerBlock::get() as usize)
            .collect();
        for (due, task) in &due {
            let known = match task {
                Task::Booking(id) => {
                    Bookings::<T>::get(id).map(|booking| Self::move_booking(*id, booking)).is_some()
                }
                Task::Resource(id) => Resources::<T>::get(id)
                    .map(|resource| Self::forget_resource(*id, resource))
                    .is_some(),
            };
            if !known {
                defensive!("what is due isn't there");
                Agenda::<T>::remove(due);
            }
        }
        let each = T::Settle::call_weight().saturating_add(T::Reputation::award_weight());
        T::WeightInfo::run_agenda(due.len() as u32)
            .saturating_add(each.saturating_mul(due.len() as u64))
    }

    fn move_booking(id: BookingId, booking: Booking) {
        let moved = match booking.status {
            BookingStatus::Proposed => Self::take_on(id, booking, Happening::Lapsed, None),
            BookingStatus::Confirmed => Self::begin(id, booking),
            BookingStatus::Running => {
                let done = Self::take_on(id, booking.clone(), Happening::Ended, None);
                Self::reward(id, &booking);
                done
            }
            // Its settlement moves it, and nothing is due.
            BookingStatus::Reserved => Ok(()),
            _ => {
                Self::forget_booking(id, booking);
                Ok(())
            }
        };
        defensive_assert!(moved.is_ok(), "what is due can be done");
    }

    /// Its time has come: it is paid for. If it is too late for that, because the chain stood still,
    /// it takes place all the same, and the settlement gives the money back.
    fn begin(id: BookingId, mut booking: Booking) -> DispatchResult {
        let paid = with_storage_layer(|| Self::pay(id, &mut booking));
        if paid.is_err() {
            Self::give_back(id, &mut booking)?;
        }
        Self::take_on(id, booking, Happening::Begun, None)
    }

    /// Forgets a booking that is over, if the ledger has nothing to do for it any more.
    fn forget_booking(id: BookingId, mut booking: Booking) {
        if booking.payment.is_open() {
            let later = T::Time::now().saturating_add(Parameters::<T>::get().retention);
            Self::schedule_booking(id, &mut booking, Some(later));
            Self::keep(id, booking, None);
            return;
        }
        Self::schedule_booking(id, &mut booking, None);
        Self::unlist_booking(id, &booking);
        Bookings::<T>::remove(id);
        Self::deposit_event(Event::BookingForgotten { id });
    }

    /// Forgets a retired resource, when its bookings are over.
    fn forget_resource(id: ResourceId, mut resource: Resource) {
        if resource.bookings > 0 {
            let later = T::Time::now().saturating_add(Parameters::<T>::get().retention);
            Self::schedule_resource(id, &mut resource, later);
            let (version, by) = (resource.version, resource.registrar);
            Resources::<T>::insert(id, resource);
            Self::deposit_event(Event::ResourceRetired { id, due: later, version, by });
            return;
        }
        if let Some(due) = resource.due {
            Agenda::<T>::remove(Due::new(due, Task::Resource(id)));
        }
        Self::unlist_forgotten(id, &resource);
        Resources::<T>::remove(id);
        Self::deposit_event(Event::ResourceForgotten { id });
    }
}
