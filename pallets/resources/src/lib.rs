//! # Shared resources
//!
//! What cooperatives share: rooms, vans, tools, machines. Who may use them, when, and what it costs;
//! bookings of which no two overlap; costs that a person pays, or several cooperatives by shares
//! (domain §6; S000 §4, §7).
//!
//! ## Terms
//!
//! - **Resource**: something of a cooperative, its **owner**, whose stewards say what it is, where,
//!   when it can be used, who may, and what that costs. Every change gives it a new **version**:
//!   who books names the one that it has seen, so nobody is bound to terms that it hasn't read.
//! - **Window**: minutes of a week (UTC) in which it can be used. **Closure**: a time in which it
//!   can't, whatever the windows say.
//! - **Booking**: a person, as a member of a cooperative, has the resource from one minute on until
//!   before another one. Two bookings of one resource never have a minute in common.
//! - **Shares**: millionths of a cost that several cooperatives carry. A cost is split to the last
//!   unit ([`split`](icn_primitives::resources::split)).
//! - **Decision**: what a cooperative's members have voted for on the hub
//!   ([`Config::DecisionOrigin`]). It names the booking and its **content hash**: so nobody pays for
//!   anything but what was voted for.
//! - **Key**: what a person calls an act. The same act under the same key is done once.
//!
//! ## Scenarios
//!
//! The bakery shares its van:
//! 1. A steward [`register`](Pallet::register)s it: at `de/berlin/mitte`, on working days, for
//!    members of all cooperatives, 5.00 an hour, paid by the person, cancelled for nothing until a
//!    day before.
//! 2. Bob, of the mill, [`book`](Pallet::book)s it for Tuesday from 8:00 to 10:00. From now on
//!    nobody else gets this time. The ledger is asked to hold 10.00 of his
//!    ([`Config::Settle`]); when it does, the booking is confirmed.
//! 3. On Tuesday at 8:00 the booking runs, and the money is paid to the bakery. At 10:00 it is over,
//!    and the bakery gets reputation, because somebody else used it.
//!
//! Bob can't pay, or the hub doesn't answer in time: the booking lapses, and the time is free again.
//!
//! Bob [`cancel`](Pallet::cancel_booking)s. Until a day before, he gets his money back. Later he
//! pays, and others can book the time nevertheless. A steward of the bakery can cancel until it
//! begins; then he always gets it back.
//!
//! Three cooperatives share the cost of a hall:
//! 1. Eve books it with shares of half, a third and the rest. Her own cooperative is one of them.
//!    The booking is proposed; the time is hers for [`ResourceParameters::decision_time`].
//! 2. Each of the three [`decide`](Pallet::decide_booking)s, or all by a joint decision.
//! 3. With the last of them, what each carries is held of its treasury. When everything is, the
//!    booking is confirmed; if one can't pay, the others get theirs back.
//!
//! What the owner carries of its own resource is decided like the rest, and nothing is paid for it.
//!
//! A resource that costs nothing is booked and confirmed at once.
//!
//! ## When effects start
//!
//! With the transaction, or the decision, that makes them. Changes of a resource count for bookings
//! that are made from then on; bookings that stand keep their price, and stand also in what is
//! closed or retired then. What has its time begins, ends or lapses at the beginning of the next
//! block after it, or, if more is due than [`Config::TasksPerBlock`], of one of those after it.
//! Bookings are forgotten [`ResourceParameters::retention`] after their end, retired resources after
//! that of their last booking.
//!
//! ## What may fail, and what then holds
//!
//! - A call that fails changes nothing.
//! - The hub is away: bookings that cost something can't be confirmed, and lapse. What is confirmed
//!   is held already, and takes place. If the hub is away for longer than pallet-settlement's
//!   `capture_time`, a payment can be lost for the owner, and the booking says so
//!   ([`BookingPayment`]).
//! - Members who book much and don't come: a person has at most
//!   [`ResourceParameters::max_bookings`] open bookings.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod agenda;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod booking;
mod cancelling;
mod indexes;
mod invariants;
#[cfg(test)]
mod mock;
mod moving;
mod parameters;
mod paying;
mod reads;
mod registry;
mod search;
#[cfg(test)]
mod tests;
mod transitions;
pub mod weights;

use polkadot_sdk::polkadot_sdk_frame as frame;

pub use booking::BookingRequest;
pub use icn_primitives::resources::{
    Access, Bearer, Booking, BookingId, BookingPayment, BookingStatus, BookingView, Closures, Cost,
    PaidBy, Requirements, Resource, ResourceId, ResourceKind, ResourcePage, ResourceQuery,
    ResourceTerms, ResourceView, Share, Shares, Span, Window,
};
pub use indexes::{Named, PlaceKey};
pub use pallet::*;
pub use parameters::ResourceParameters;
pub use weights::WeightInfo;

/// The pallet: see the crate's page.
#[frame::pallet]
pub mod pallet {
    use super::*;
    use frame::{prelude::*, traits::Time};
    use icn_primitives::{
        governance::JointBody, ledger::Key, parties::Parties, reputation::GiveReputation,
        AccountId, CooperativeId, Did, Hash, Moment, ShardId,
    };
    use pallet_settlement::Settle;

    use crate::agenda::{Due, Task};

    /// The format of this pallet's storage.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// What the runtime gives this pallet.
    #[pallet::config]
    pub trait Config:
        polkadot_sdk::frame_system::Config<AccountId = AccountId, RuntimeEvent: From<Event<Self>>>
    {
        /// The chain's clock, in milliseconds.
        type Time: Time<Moment = Moment>;
        /// Who is who.
        type Parties: Parties;
        /// Payments of which all are made or none.
        type Settle: Settle;
        /// Reputation for what is shared.
        type Reputation: GiveReputation;
        /// A decision of cooperatives: it says of which. Each of them has decided the call.
        type DecisionOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = JointBody>;
        /// A decision of the federation.
        type FederationOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// Which shard this is.
        type ThisShard: Get<ShardId>;
        /// Most bookings and resources that move by themselves in one block.
        #[pallet::constant]
        type TasksPerBlock: Get<u32>;
        /// Weights of this pallet's calls and hooks.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The rules of resources.
    #[pallet::storage]
    pub type Parameters<T: Config> = StorageValue<_, ResourceParameters, ValueQuery>;

    /// Resources, retired ones until they are forgotten.
    #[pallet::storage]
    pub type Resources<T: Config> = StorageMap<_, Twox64Concat, ResourceId, Resource, OptionQuery>;

    /// The number that the next resource gets.
    #[pallet::storage]
    pub type NextResource<T: Config> = StorageValue<_, ResourceId, ValueQuery>;

    /// How many resources of a cooperative aren't retired.
    #[pallet::storage]
    pub type ResourceCount<T: Config> = StorageMap<_, Twox64Concat, CooperativeId, u32, ValueQuery>;

    /// A cooperative's resources, retired ones included, in the order of their numbers.
    #[pallet::storage]
    pub type OfOwner<T: Config> =
        StorageDoubleMap<_, Twox64Concat, CooperativeId, Identity, [u8; 4], (), OptionQuery>;

    /// The resources of a kind that aren't retired, in the order of their numbers.
    #[pallet::storage]
    pub type OfKind<T: Config> =
        StorageDoubleMap<_, Twox64Concat, ResourceKind, Identity, [u8; 4], (), OptionQuery>;

    /// The resources that aren't retired, in the order of their places.
    #[pallet::storage]
    pub type AtPlace<T: Config> =
        StorageDoubleMap<_, Identity, PlaceKey, Identity, [u8; 4], (), OptionQuery>;

    /// Bookings, until they are forgotten.
    #[pallet::storage]
    pub type Bookings<T: Config> = StorageMap<_, Twox64Concat, BookingId, Booking, OptionQuery>;

    /// The number that the next booking gets.
    #[pallet::storage]
    pub type NextBooking<T: Config> = StorageValue<_, BookingId, ValueQuery>;

    /// The times of a resource that are, or were, somebody's: by the minute after the last one,
    /// big-endian; with the first one. No two of a resource have a minute in common, so the first
    /// one that ends after a time begins is the only one that can overlap with it.
    #[pallet::storage]
    pub type Slots<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        ResourceId,
        Identity,
        [u8; 4],
        (u32, BookingId),
        OptionQuery,
    >;

    /// A person's bookings, in the order of their numbers.
    #[pallet::storage]
    pub type OfPerson<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Did, Identity, [u8; 8], (), OptionQuery>;

    /// The bookings that a cooperative pays or is to pay, in the order of their numbers.
    #[pallet::storage]
    pub type PaidByCooperative<T: Config> =
        StorageDoubleMap<_, Twox64Concat, CooperativeId, Identity, [u8; 8], (), OptionQuery>;

    /// How many bookings of a person aren't over.
    #[pallet::storage]
    pub type OpenOf<T: Config> = StorageMap<_, Blake2_128Concat, Did, u32, ValueQuery>;

    /// What each person has done under which key.
    #[pallet::storage]
    pub type Keys<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Did, Blake2_128Concat, Key, Named, OptionQuery>;

    /// What moves by itself, in the order of the moments.
    #[pallet::storage]
    pub type Agenda<T: Config> = StorageMap<_, Identity, Due, Task, OptionQuery>;

    /// What happened. All resources and bookings can be rebuilt from these.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A cooperative shares something.
        ResourceRegistered {
            /// Its number.
            id: ResourceId,
            /// What.
            resource: Resource,
        },
        /// The owner says something else of it.
        ResourceUpdated {
            /// Of which.
            id: ResourceId,
            /// What.
            terms: ResourceTerms,
            /// Its version from now on.
            version: u32,
            /// Who changed it.
            by: Did,
        },
        /// It is closed at these times, and no others.
        ClosuresSet {
            /// Which.
            id: ResourceId,
            /// When.
            closures: Closures,
            /// Its version from now on.
            version: u32,
            /// Who set it.
            by: Did,
        },
        /// It can't be booked any more.
        ResourceRetired {
            /// Which.
            id: ResourceId,
            /// From when on it may be forgotten.
            due: Moment,
            /// Its version from now on.
            version: u32,
            /// Who retired it.
            by: Did,
        },
        /// It was retired for long, and is remembered no longer.
        ResourceForgotten {
            /// Which.
            id: ResourceId,
        },
        /// Somebody has a resource for a time, or is to have it.
        Booked {
            /// The booking's number.
            id: BookingId,
            /// The booking.
            booking: Booking,
        },
        /// Somebody did again what was done under this key. Nothing changed.
        Replayed {
            /// What was done.
            named: Named,
            /// Who did.
            by: Did,
        },
        /// Cooperatives have decided whether they pay.
        Decided {
            /// For which booking.
            id: BookingId,
            /// Those that are to pay, in ascending order.
            cooperatives: JointBody,
            /// Whether they do.
            approve: bool,
        },
        /// A booking stands elsewhere now, or its money does.
        BookingMoved {
            /// Which.
            id: BookingId,
            /// Where.
            status: BookingStatus,
            /// Where its money stands.
            payment: BookingPayment,
            /// Who moved it, if a person did.
            by: Option<Did>,
            /// When it moves by itself, or is forgotten.
            due: Option<Moment>,
        },
        /// A booking was over for long, and is remembered no longer.
        BookingForgotten {
            /// Which.
            id: BookingId,
        },
        /// The rules of resources are these.
        ParametersSet {
            /// Which.
            parameters: ResourceParameters,
        },
    }

    /// Why a call is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no such resource or booking, or no longer.
        NotFound,
        /// The signer may not do this.
        NotAuthorized,
        /// The signer is no active member of the cooperative.
        NotMember,
        /// Members of this cooperative may not use it.
        AccessDenied,
        /// The signer doesn't have the role that it takes in the cooperative.
        RoleRequired,
        /// The resource has changed since.
        StaleVersion,
        /// The resource is retired.
        Retired,
        /// It has a name, and it is text.
        InvalidName,
        /// A place is of small letters, digits, `/` and `-`.
        InvalidPlace,
        /// Windows are in order, apart, and within a week.
        InvalidWindows,
        /// Closures are in order and apart, and end after they begin.
        InvalidClosures,
        /// The cooperatives that have access are in ascending order.
        InvalidAccess,
        /// An hour costs more than nothing and no more than a hold may keep; cancelling can't be
        /// too late before a booking can be made.
        InvalidCost,
        /// A booking is of at least a minute, and not longer than it may be.
        InvalidSpan,
        /// It begins before now, or further away than it may; or the time to decide is over.
        InvalidTime,
        /// The resource can't be used then.
        NotAvailable,
        /// Somebody else has the resource for a part of that time.
        AlreadyBooked,
        /// Who is to pay isn't who may pay for this resource.
        InvalidBearer,
        /// Shares are of cooperatives in ascending order that take part, the booking's own among
        /// them; of something each, and of everything in all.
        InvalidShares,
        /// It costs more than a hold may keep.
        CostExceeded,
        /// Something else was done under this key.
        KeyReused,
        /// The cooperative has as many resources as it may.
        ResourcesExceeded,
        /// The person has as many open bookings as it may.
        BookingsExceeded,
        /// The booking isn't where it would have to be for this.
        InvalidTransition,
        /// The booking has begun.
        AlreadyBegun,
        /// The decision is about something else than what this booking is.
        ContentMismatch,
        /// None of the cooperatives that have decided is to pay.
        NotAffected,
        /// These cooperatives have decided so before.
        AlreadyDecided,
        /// A cooperative takes no part in the federation.
        CooperativeNotActive,
        /// The parameters are out of their bounds.
        InvalidParameters,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_now: BlockNumberFor<T>) -> Weight {
            Self::run_agenda()
        }

        fn integrity_test() {
            assert!(T::TasksPerBlock::get() > 0, "bookings must begin and end");
            assert!(ResourceParameters::default().are_valid(), "the rules must be valid");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(
            _now: BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call(weight(<T as Config>::WeightInfo))]
    impl<T: Config> Pallet<T> {
        /// Shares a resource of `owner`, once under this key.
        ///
        /// Signed by a steward of the owner.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::InvalidName`], [`Error::InvalidPlace`],
        /// [`Error::InvalidWindows`], [`Error::InvalidAccess`], [`Error::InvalidCost`],
        /// [`Error::ResourcesExceeded`], [`Error::KeyReused`].
        #[pallet::call_index(0)]
        pub fn register(
            origin: OriginFor<T>,
            owner: CooperativeId,
            terms: ResourceTerms,
            key: Key,
        ) -> DispatchResult {
            let by = Self::ensure_person(origin)?;
            Self::do_register(by, owner, terms, key)
        }

        /// Says something else of a resource, of which the signer has seen `version`.
        ///
        /// Signed by a steward of the owner.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::Retired`],
        /// [`Error::StaleVersion`], [`Error::InvalidName`], [`Error::InvalidPlace`],
        /// [`Error::InvalidWindows`], [`Error::InvalidAccess`], [`Error::InvalidCost`].
        #[pallet::call_index(1)]
        pub fn update(
            origin: OriginFor<T>,
            id: ResourceId,
            version: u32,
            terms: ResourceTerms,
        ) -> DispatchResult {
            let by = Self::ensure_person(origin)?;
            Self::do_update(by, id, version, terms)
        }

        /// Closes a resource at these times, and at no others. Bookings that stand are cancelled
        /// one by one, if they are.
        ///
        /// Signed by a steward of the owner.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::Retired`],
        /// [`Error::StaleVersion`], [`Error::InvalidClosures`].
        #[pallet::call_index(2)]
        pub fn set_closures(
            origin: OriginFor<T>,
            id: ResourceId,
            version: u32,
            closures: Closures,
        ) -> DispatchResult {
            let by = Self::ensure_person(origin)?;
            Self::do_set_closures(by, id, version, closures)
        }

        /// Shares a resource no longer. Final. Bookings that stand take place, unless they are
        /// cancelled.
        ///
        /// Signed by a steward of the owner.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::Retired`].
        #[pallet::call_index(3)]
        pub fn retire(origin: OriginFor<T>, id: ResourceId) -> DispatchResult {
            let by = Self::ensure_person(origin)?;
            Self::do_retire(by, id)
        }

        /// Books a resource, of which the signer has seen `version`, as a member of `cooperative`;
        /// once under this key. What costs something is confirmed when the money is held.
        ///
        /// Signed by an active member of that cooperative.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::NotFound`], [`Error::Retired`],
        /// [`Error::StaleVersion`], [`Error::NotMember`], [`Error::AccessDenied`],
        /// [`Error::RoleRequired`], [`Error::CooperativeNotActive`], [`Error::InvalidSpan`],
        /// [`Error::InvalidTime`], [`Error::NotAvailable`], [`Error::AlreadyBooked`],
        /// [`Error::InvalidBearer`], [`Error::InvalidShares`], [`Error::CostExceeded`],
        /// [`Error::KeyReused`], [`Error::BookingsExceeded`]; `Busy` of pallet-settlement.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::book().saturating_add(T::Settle::call_weight()))]
        #[allow(clippy::too_many_arguments)]
        pub fn book(
            origin: OriginFor<T>,
            resource: ResourceId,
            version: u32,
            cooperative: CooperativeId,
            span: Span,
            paid_by: PaidBy,
            key: Key,
        ) -> DispatchResult {
            let person = Self::ensure_person(origin)?;
            let request = BookingRequest { resource, version, cooperative, span, paid_by, key };
            Self::do_book(person, request)
        }

        /// Decides whether cooperatives pay their shares of a booking; against it ends it.
        /// `content_hash` is that of the booking ([`Booking::content_hash`]).
        ///
        /// A decision of cooperatives that are to pay, one or several; others that take part in a
        /// joint decision have no say in it.
        ///
        /// Errors: [`Error::NotFound`], [`Error::InvalidTransition`], [`Error::InvalidTime`],
        /// [`Error::ContentMismatch`], [`Error::NotAffected`], [`Error::AlreadyDecided`],
        /// [`Error::CooperativeNotActive`].
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::decide_booking().saturating_add(T::Settle::call_weight()))]
        pub fn decide_booking(
            origin: OriginFor<T>,
            id: BookingId,
            content_hash: Hash,
            approve: bool,
        ) -> DispatchResult {
            let by = T::DecisionOrigin::ensure_origin(origin)?;
            Self::do_decide(&by, id, content_hash, approve)
        }

        /// Cancels a booking that hasn't begun. What was held goes back, unless the person cancels
        /// what is confirmed and it is too late for that.
        ///
        /// Signed by the person, or by a steward of the owner.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::InvalidTransition`],
        /// [`Error::AlreadyBegun`].
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::cancel_booking().saturating_add(T::Settle::call_weight()))]
        pub fn cancel_booking(origin: OriginFor<T>, id: BookingId) -> DispatchResult {
            let by = Self::ensure_person(origin)?;
            Self::do_cancel(by, id)
        }

        /// Sets the rules of resources, for what is registered, booked or over from now on.
        ///
        /// A decision of the federation.
        ///
        /// Errors: [`Error::InvalidParameters`].
        #[pallet::call_index(7)]
        pub fn set_parameters(
            origin: OriginFor<T>,
            parameters: ResourceParameters,
        ) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            ensure!(parameters.are_valid(), Error::<T>::InvalidParameters);
            Parameters::<T>::put(parameters);
            Self::deposit_event(Event::ParametersSet { parameters });
            Ok(())
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// One resource.
        pub fn resource_of(id: ResourceId) -> Option<ResourceView> {
            Self::resource(id)
        }

        /// One booking, with what a decision names.
        pub fn booking_of(id: BookingId) -> Option<BookingView> {
            Self::booking(id)
        }

        /// Whether a resource can be used and isn't booked throughout this time.
        pub fn free(id: ResourceId, span: Span) -> bool {
            Self::is_free(id, &span)
        }

        /// The rules of resources.
        pub fn rules() -> ResourceParameters {
            Parameters::<T>::get()
        }
    }
}
