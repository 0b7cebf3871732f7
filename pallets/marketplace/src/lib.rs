//! # The marketplace
//!
//! What members and cooperatives offer and want, and orders whose money the ledger on the
//! federation shard keeps until they are fulfilled (domain §7; S003 marketplace).
//!
//! ## Terms
//!
//! - **Listing**: an **offer** or a **want** of its **owner**, a person or a cooperative by its own
//!   DID, as a member of one **cooperative**. Its **terms** can change; each change is a new
//!   **version**. It is **visible** to its cooperative or to the federation: that is who may order.
//!   What a chain stores is public; what only some should read is hashed here and kept elsewhere.
//! - **Order**: of some of a listing. The **buyer** is a person; a cooperative spends by decisions
//!   over its treasury, not by orders. The **seller** is a person or a cooperative, for which its
//!   stewards act.
//! - **Hold**: what the ledger keeps of the buyer for the seller until the order ends. It is
//!   **captured** or **released** once, or **lapses**: the ledger gives it back by itself.
//! - **Stage**: where an order stands; [`stages`] has all transitions. A **wait** is the time that
//!   an order stays there at most.
//! - **Dispute**: one side isn't content, and the federation or the cooperatives of both sides
//!   decide how much the seller gets.
//! - **Key**: what a party calls an act. The same act under the same key is done once.
//!
//! ## Scenarios
//!
//! An offer:
//! 1. Ada [`creates a listing`](Pallet::create_listing): ten loaves at 3.00 each, for everybody,
//!    until Friday.
//! 2. Eve [`orders`](Pallet::place_order) two. They are kept for her, and the ledger is asked to
//!    keep 6.00 of hers for Ada. When it says that it does, the order is funded; when it refuses,
//!    the order is cancelled and says why.
//! 3. Ada [`accepts`](Pallet::accept_order) and [`delivers`](Pallet::deliver_order).
//! 4. Eve [`completes`](Pallet::complete_order) it. Ada is paid, and when the ledger says so, both
//!    have marketplace reputation. They [`rate`](Pallet::rate) each other.
//!
//! A want: Eve wants flour. Bob [`answers`](Pallet::place_order), as may others. Eve
//! [`consents`](Pallet::consent) to Bob: now it is reserved, the ledger is asked, and it goes on as
//! above. The owner of a want is the buyer.
//!
//! Somebody steps back: the buyer [`cancels`](Pallet::cancel_order) before the seller has accepted,
//! the seller at any time before the delivery. The buyer has everything back, and others can order
//! what was reserved.
//!
//! Somebody isn't content: from the acceptance until the completion each side can open a
//! [`dispute`](Pallet::dispute). The buyer may give in and complete, the seller may give in and
//! cancel; otherwise a decision of the federation, or one that both sides' cooperatives make
//! together, [`resolves`](Pallet::resolve) it: so much to the seller, the rest to the buyer. Who
//! gets less than half has lost, and loses reputation; at an even split nobody does.
//!
//! ## What happens by itself
//!
//! | stage | wait | what happens |
//! |---|---|---|
//! | proposed | `consent` | cancelled; nothing was kept |
//! | placed | `funding` | cancelled; what the ledger still grants is given back |
//! | funded | `acceptance` | cancelled, all back to the buyer |
//! | accepted | `delivery` | cancelled, all back to the buyer |
//! | delivered | `confirmation` | **completed**: a buyer who is silent pays, who disputes in time doesn't |
//! | disputed | `dispute` | cancelled, **all back to the buyer**: nobody has decided |
//!
//! The waits are [`OrderTimeouts`](icn_primitives::marketplace::OrderTimeouts); an order keeps those
//! with which it was placed. Listings expire. Orders and listings that are over are kept for the
//! rules' retention, and then forgotten, with their keys; averages of ratings stay.
//!
//! ## When effects start
//!
//! With the transaction, with the ledger's answer, or when a wait ends. From that moment on a call
//! is too late ([`Error::DeadlinePassed`]), and an expired listing can't be ordered, though the
//! chain writes it down at the beginning of the next block, or of a later one if more is due than
//! [`Config::TasksPerBlock`].
//!
//! ## What may fail, and what then holds
//!
//! - A call that fails changes nothing. Placing and consenting fail when the lane to the ledger is
//!   full; nothing else does: ends are asked for again until the ledger has the request.
//! - The ledger may answer late. Nobody waits for it: an order that isn't funded in time is
//!   cancelled, and what is granted later is given back.
//! - A hold outlives the longest way of its order by the rules' slack. If a seller can't be paid
//!   even so because the ledger had given the money back, the order is
//!   [`Unpaid`](icn_primitives::marketplace::Stage::Unpaid), and says so.
//! - Who has left can't be ordered from, nor order or accept. Orders that were accepted go on: what
//!   was agreed upon is delivered and paid.
//! - Nobody stands on both sides of an order: not with themself, and not as the steward who acts
//!   for the other side.
//! - Reputation that can't be given is noted by whoever keeps it; the order ends all the same.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod agenda;
mod awards;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod disputes;
mod escrow;
mod hooks;
mod index;
mod keys;
mod listings;
#[cfg(test)]
mod mock;
mod orders;
mod parties;
mod ratings;
mod reads;
mod search;
pub mod stages;
#[cfg(test)]
mod tests;
#[cfg(any(test, feature = "try-runtime"))]
mod try_state;
pub mod weights;

use polkadot_sdk::polkadot_sdk_frame as frame;

pub use agenda::Rank;
pub use hooks::AskLedger;
pub use index::{Inverted, PricePlace, WordPlace};
pub use pallet::*;
pub use weights::WeightInfo;

/// The pallet: see the crate's page.
#[frame::pallet]
pub mod pallet {
    use super::*;
    use alloc::vec::Vec;
    use frame::{
        prelude::*,
        traits::{EnsureOrigin, Time},
    };
    use icn_primitives::{
        due::Due,
        ledger::{Balance, CurrencyId, Key},
        marketplace::{
            Decider, HoldState, KeyRecord, Listing, ListingCategory, ListingId, ListingKind,
            ListingStatus, ListingTerms, ListingView, Made, MarketplaceParameters, Order, OrderId,
            Quantity, Rating, RatingSum, Side, Stage,
        },
        parties::Parties,
        reputation::GiveReputation,
        shard::ErrorName,
        AccountId, CooperativeId, Did, Hash, Moment, ShardId,
    };

    use crate::orders::Placement;

    /// The format of this pallet's storage.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// What the runtime gives this pallet.
    #[pallet::config]
    pub trait Config:
        polkadot_sdk::frame_system::Config<AccountId = AccountId, RuntimeEvent: From<Event<Self>>>
    {
        /// The chain's clock, in milliseconds.
        type Time: Time<Moment = Moment>;
        /// Which shard this is.
        type ThisShard: Get<ShardId>;
        /// Who is who.
        type Parties: Parties;
        /// The way to the ledger. Its answers go to [`Pallet::on_answer`].
        type Ledger: AskLedger;
        /// Who gives and takes reputation.
        type Reputation: GiveReputation;
        /// A decision of the federation: on disputes, and on the rules of the marketplace.
        type FederationOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// A decision that these cooperatives have made together, or one of them: on disputes.
        type DecisionOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Vec<CooperativeId>>;
        /// Most tasks of each [`Rank`] that a block does by itself.
        #[pallet::constant]
        type TasksPerBlock: Get<u32>;
        /// Weights of this pallet's calls and of what it does by itself.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The rules of the marketplace.
    #[pallet::storage]
    pub type Parameters<T: Config> = StorageValue<_, MarketplaceParameters, ValueQuery>;

    /// Listings that aren't forgotten.
    #[pallet::storage]
    pub type Listings<T: Config> = StorageMap<_, Twox64Concat, ListingId, Listing, OptionQuery>;

    /// The number that the next listing gets.
    #[pallet::storage]
    pub type NextListing<T: Config> = StorageValue<_, ListingId, ValueQuery>;

    /// How many listings of an owner are stored; at most
    /// [`MarketplaceParameters::max_listings`].
    #[pallet::storage]
    pub type ListingsOf<T: Config> = StorageMap<_, Blake2_128Concat, Did, u32, ValueQuery>;

    /// Open listings, the newest first.
    #[pallet::storage]
    pub type Newest<T: Config> = StorageMap<_, Identity, Inverted, (), OptionQuery>;

    /// Listings of an owner, ended ones included, the newest first.
    #[pallet::storage]
    pub type ByOwner<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Did, Identity, Inverted, (), OptionQuery>;

    /// Open listings in a cooperative, the newest first.
    #[pallet::storage]
    pub type ByCooperative<T: Config> =
        StorageDoubleMap<_, Twox64Concat, CooperativeId, Identity, Inverted, (), OptionQuery>;

    /// Open listings of a category, the newest first.
    #[pallet::storage]
    pub type ByCategory<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, ListingCategory, Identity, Inverted, (), OptionQuery>;

    /// Open listings by the price of one, the lowest first.
    #[pallet::storage]
    pub type ByPrice<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, CurrencyId, Identity, PricePlace, (), OptionQuery>;

    /// Open listings by the words of their titles: a word's beginning is a prefix of the keys.
    #[pallet::storage]
    pub type ByWord<T: Config> = StorageMap<_, Identity, WordPlace, (), OptionQuery>;

    /// Orders that aren't forgotten.
    #[pallet::storage]
    pub type Orders<T: Config> = StorageMap<_, Twox64Concat, OrderId, Order, OptionQuery>;

    /// The number that the next order gets.
    #[pallet::storage]
    pub type NextOrder<T: Config> = StorageValue<_, OrderId, ValueQuery>;

    /// The orders in which somebody buys or sells, the newest first.
    #[pallet::storage]
    pub type OrdersOf<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Did, Identity, Inverted, Side, OptionQuery>;

    /// How many orders that a party has placed haven't ended; at most
    /// [`MarketplaceParameters::max_orders`].
    #[pallet::storage]
    pub type OpenOrders<T: Config> = StorageMap<_, Blake2_128Concat, Did, u32, ValueQuery>;

    /// Orders about which a decision is waited for, by their numbers, the first byte first.
    #[pallet::storage]
    pub type Disputes<T: Config> = StorageMap<_, Identity, [u8; 8], (), OptionQuery>;

    /// What is due when.
    #[pallet::storage]
    pub type Agenda<T: Config> =
        StorageDoubleMap<_, Identity, Rank, Identity, Due, (), OptionQuery>;

    /// What each party made under its keys.
    #[pallet::storage]
    pub type Keys<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Did, Blake2_128Concat, Key, KeyRecord, OptionQuery>;

    /// What others think of somebody.
    #[pallet::storage]
    pub type Ratings<T: Config> = StorageMap<_, Blake2_128Concat, Did, RatingSum, ValueQuery>;

    /// The state at genesis.
    #[pallet::genesis_config]
    #[derive(frame::derive::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The rules of the marketplace.
        pub parameters: MarketplaceParameters,
        #[serde(skip)]
        #[doc(hidden)]
        pub _config: PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            // A chain with a wrong genesis must not start, and there is nobody to give an error to.
            assert!(self.parameters.are_valid(), "the marketplace can't have these rules");
            Parameters::<T>::put(self.parameters);
        }
    }

    /// What happened. Listings, orders and ratings can be rebuilt from these.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    #[allow(clippy::large_enum_variant, reason = "each is encoded as soon as it is made")]
    pub enum Event<T: Config> {
        /// There is a new listing.
        ListingCreated {
            /// Its number.
            id: ListingId,
            /// All of it.
            listing: Listing,
            /// Who acted.
            by: Did,
        },
        /// A listing has new terms.
        ListingUpdated {
            /// Which.
            id: ListingId,
            /// How often its terms were changed.
            version: u32,
            /// All of them.
            terms: ListingTerms,
            /// How many can be ordered.
            available: Quantity,
            /// Who acted.
            by: Did,
        },
        /// Something was reserved, delivered or set free.
        StockChanged {
            /// Of which listing.
            listing: ListingId,
            /// How many can be ordered.
            available: Quantity,
            /// How many are kept for orders.
            reserved: Quantity,
            /// How many were delivered.
            traded: Quantity,
        },
        /// A listing was taken back, or its time has passed.
        ListingEnded {
            /// Which.
            id: ListingId,
            /// Which of both.
            status: ListingStatus,
            /// Until when it is kept at least.
            until: Moment,
            /// Who took it back.
            by: Option<Did>,
        },
        /// A listing is kept no longer, nor its key.
        ListingForgotten {
            /// Which.
            id: ListingId,
        },
        /// There is a new order, or an answer to a want.
        OrderPlaced {
            /// Its number.
            id: OrderId,
            /// All of it.
            order: Order,
            /// Who acted.
            by: Did,
        },
        /// An order stands elsewhere now.
        OrderMoved {
            /// Which.
            order: OrderId,
            /// Where.
            stage: Stage,
            /// When its wait ends, the ledger is asked again, or it may be forgotten.
            due: Option<Moment>,
            /// Who acted; nobody for answers of the ledger, decisions, and waits that have ended.
            by: Option<Did>,
        },
        /// The money of an order is elsewhere now.
        HoldMoved {
            /// Of which order.
            order: OrderId,
            /// Where.
            hold: HoldState,
            /// When the ledger gives it back by itself.
            expires_at: Option<Moment>,
            /// When the order's wait ends, the ledger is asked again, or it may be forgotten.
            due: Option<Moment>,
        },
        /// The ledger couldn't do what it was asked for, and will be asked again.
        LedgerRefused {
            /// For which order.
            order: OrderId,
            /// Why.
            error: ErrorName,
        },
        /// Somebody isn't content.
        DisputeOpened {
            /// With which order.
            order: OrderId,
            /// Who.
            by: Side,
            /// Hash of the reasons.
            reasons: Hash,
        },
        /// A dispute is decided.
        DisputeDecided {
            /// About which order.
            order: OrderId,
            /// What the seller gets; the rest is the buyer's.
            to_seller: Balance,
            /// Who has decided.
            by: Decider,
        },
        /// One side of an order has rated the other.
        PartyRated {
            /// Of which order.
            order: OrderId,
            /// Which side.
            by: Side,
            /// Who was rated.
            of: Did,
            /// How.
            rating: Rating,
        },
        /// An order is kept no longer, nor its key.
        OrderForgotten {
            /// Which.
            id: OrderId,
        },
        /// This was done before, under the same key; nothing changed.
        Replayed {
            /// By whom.
            party: Did,
            /// Under which key.
            key: Key,
            /// What was made then.
            made: Made,
        },
        /// The rules of the marketplace are new.
        ParametersSet {
            /// All of them.
            parameters: MarketplaceParameters,
        },
    }

    /// Why a call is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no such listing or order, or it is kept no longer.
        NotFound,
        /// The signer acts for nobody who may do this, or the decision isn't of those who may.
        NotAuthorized,
        /// Whoever orders is no active member of this cooperative, or it takes no part.
        NotMember,
        /// The listing's owner is no active member of its cooperative, or that takes no part.
        OwnerNotActive,
        /// The buyer is no longer an active member of the cooperative.
        BuyerNotActive,
        /// The seller is no longer an active member of the cooperative.
        SellerNotActive,
        /// The listing is for members of its cooperative alone.
        NotVisible,
        /// A cooperative pays by a decision over its treasury, not by an order.
        BuyerNotPerson,
        /// Nobody stands on both sides of an order.
        SelfDealing,
        /// The listing was changed meanwhile.
        StaleVersion,
        /// The listing was taken back, or its time has passed.
        ListingNotOpen,
        /// A title is a line of UTF-8 with a word in it and no space around it.
        InvalidTitle,
        /// A category is words of letters, digits and hyphens.
        InvalidCategory,
        /// A price is more than zero, not beyond what one entry may move, in a currency whose code
        /// can be one.
        InvalidPrice,
        /// A quantity is more than zero, and not more than a listing may have.
        InvalidQuantity,
        /// The expiry has passed, or is further away than it may be.
        InvalidExpiry,
        /// Stars are 1 to 5.
        InvalidStars,
        /// The seller gets nothing to all of it.
        InvalidSplit,
        /// The parameters are out of their bounds, or a hold wouldn't outlive its order.
        InvalidParameters,
        /// The order isn't where it would have to be for this.
        InvalidTransition,
        /// The wait in which this was possible has ended.
        DeadlinePassed,
        /// Fewer are left.
        QuantityExceeded,
        /// All of it costs more than one entry may move.
        AmountExceeded,
        /// The owner has as many listings as may be stored.
        ListingsExceeded,
        /// The party has as many orders that haven't ended as it may.
        OrdersExceeded,
        /// Something else was made under this key.
        KeyReused,
        /// Only orders that the seller had accepted and that have ended are rated.
        NotRateable,
        /// This side has rated.
        AlreadyRated,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_now: BlockNumberFor<T>) -> Weight {
            Self::run_agenda()
        }

        fn integrity_test() {
            assert!(T::TasksPerBlock::get() > 0, "waits must end");
            let rules = MarketplaceParameters::default();
            assert!(rules.are_valid(), "the rules must be within bounds");
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
        /// Creates a listing of `owner` as a member of `cooperative`, with `quantity` to be
        /// ordered, once under this key. The category is stored in lower case.
        ///
        /// Signed by the owner, an active member; or by a steward for the cooperative whose DID the
        /// owner is, which is `cooperative` then and only offers. Sent again with the same key, it
        /// changes nothing ([`Event::Replayed`]).
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::OwnerNotActive`], [`Error::BuyerNotPerson`],
        /// [`Error::InvalidTitle`], [`Error::InvalidCategory`], [`Error::InvalidPrice`],
        /// [`Error::InvalidExpiry`], [`Error::InvalidQuantity`], [`Error::ListingsExceeded`],
        /// [`Error::KeyReused`].
        #[pallet::call_index(0)]
        pub fn create_listing(
            origin: OriginFor<T>,
            owner: Did,
            cooperative: CooperativeId,
            kind: ListingKind,
            terms: ListingTerms,
            quantity: Quantity,
            key: Key,
        ) -> DispatchResult {
            let actor = Self::ensure_person(origin)?;
            Self::do_create(actor, owner, cooperative, kind, terms, quantity, key)
        }

        /// Gives a listing new terms, with `quantity` to be ordered beside what is reserved.
        /// Orders keep the price for which they were placed.
        ///
        /// Signed as for [`create_listing`](Self::create_listing); `version` is that of the terms
        /// that are replaced.
        ///
        /// Errors: [`Error::NotFound`], [`Error::ListingNotOpen`], [`Error::StaleVersion`], those
        /// of [`create_listing`](Self::create_listing).
        #[pallet::call_index(1)]
        pub fn update_listing(
            origin: OriginFor<T>,
            id: ListingId,
            version: u32,
            terms: ListingTerms,
            quantity: Quantity,
        ) -> DispatchResult {
            let actor = Self::ensure_person(origin)?;
            Self::do_update(actor, id, version, terms, quantity)
        }

        /// Takes a listing back. Orders of it go on.
        ///
        /// Signed by whoever acts for its owner, or by a steward of its cooperative.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::ListingNotOpen`].
        #[pallet::call_index(2)]
        pub fn withdraw_listing(origin: OriginFor<T>, id: ListingId) -> DispatchResult {
            let actor = Self::ensure_person(origin)?;
            Self::do_withdraw(actor, id)
        }

        /// Orders `quantity` of an offer, or answers to a want with it, for `party` as a member of
        /// `cooperative`, once under this key.
        ///
        /// Signed by the party, an active member; a want may also be answered by a steward for the
        /// cooperative whose DID the party is. `version` is that of the terms that were read. For
        /// an offer, the ledger is asked to keep the money.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::NotFound`], [`Error::ListingNotOpen`],
        /// [`Error::StaleVersion`], [`Error::OwnerNotActive`], [`Error::NotMember`],
        /// [`Error::NotVisible`], [`Error::SelfDealing`], [`Error::BuyerNotPerson`],
        /// [`Error::InvalidQuantity`], [`Error::QuantityExceeded`], [`Error::AmountExceeded`],
        /// [`Error::OrdersExceeded`], [`Error::KeyReused`]; that of the lane when it is full.
        #[pallet::call_index(3)]
        pub fn place_order(
            origin: OriginFor<T>,
            listing: ListingId,
            version: u32,
            quantity: Quantity,
            party: Did,
            cooperative: CooperativeId,
            key: Key,
        ) -> DispatchResult {
            let actor = Self::ensure_person(origin)?;
            let placement = Placement { listing, version, quantity, party, cooperative, key };
            Self::do_place(actor, placement)
        }

        /// Takes a seller who has answered to a want. The quantity is reserved, and the ledger is
        /// asked to keep the money.
        ///
        /// Signed by the buyer, who owns the want.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::DeadlinePassed`],
        /// [`Error::InvalidTransition`], [`Error::BuyerNotActive`], [`Error::SellerNotActive`],
        /// [`Error::ListingNotOpen`], [`Error::QuantityExceeded`]; that of the lane when it is
        /// full.
        #[pallet::call_index(4)]
        pub fn consent(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
            let actor = Self::ensure_person(origin)?;
            Self::do_consent(actor, order)
        }

        /// Accepts an order whose money is kept.
        ///
        /// Signed by the seller, or a steward for it who isn't the buyer.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::DeadlinePassed`],
        /// [`Error::SellerNotActive`], [`Error::InvalidTransition`].
        #[pallet::call_index(5)]
        pub fn accept_order(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
            let actor = Self::ensure_person(origin)?;
            Self::do_accept(actor, order)
        }

        /// Says that an accepted order is delivered.
        ///
        /// Signed as for [`accept_order`](Self::accept_order).
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::DeadlinePassed`],
        /// [`Error::InvalidTransition`].
        #[pallet::call_index(6)]
        pub fn deliver_order(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
            let actor = Self::ensure_person(origin)?;
            Self::do_deliver(actor, order)
        }

        /// Completes an order that is delivered, or about which there is a dispute: the seller is
        /// paid.
        ///
        /// Signed by the buyer.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::DeadlinePassed`],
        /// [`Error::InvalidTransition`].
        #[pallet::call_index(7)]
        pub fn complete_order(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
            let actor = Self::ensure_person(origin)?;
            Self::do_complete(actor, order)
        }

        /// Cancels an order: the buyer has everything back.
        ///
        /// Signed by the buyer before the seller has accepted; for the seller before the delivery,
        /// or in a dispute.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::DeadlinePassed`],
        /// [`Error::InvalidTransition`].
        #[pallet::call_index(8)]
        pub fn cancel_order(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
            let actor = Self::ensure_person(origin)?;
            Self::do_cancel(actor, order)
        }

        /// Opens a dispute about an order that is accepted or delivered; `reasons` is the hash of
        /// what is wrong.
        ///
        /// Signed by the buyer, or for the seller.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::DeadlinePassed`],
        /// [`Error::InvalidTransition`].
        #[pallet::call_index(9)]
        pub fn dispute(origin: OriginFor<T>, order: OrderId, reasons: Hash) -> DispatchResult {
            let actor = Self::ensure_person(origin)?;
            Self::do_dispute(actor, order, reasons)
        }

        /// Decides a dispute: `to_seller` of the order's total is the seller's, in the smallest
        /// units of its currency, the rest is the buyer's.
        ///
        /// A decision of the federation, or one that the cooperatives of both sides have made; of
        /// the one cooperative, if it is the same.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::DeadlinePassed`],
        /// [`Error::InvalidSplit`], [`Error::InvalidTransition`].
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::resolve().saturating_add(T::Reputation::award_weight()))]
        pub fn resolve(origin: OriginFor<T>, order: OrderId, to_seller: Balance) -> DispatchResult {
            Self::do_resolve(origin, order, to_seller)
        }

        /// Rates the other side of an order that has ended after the seller had accepted it, with 1
        /// to 5 stars and the hash of a comment; each side once.
        ///
        /// Signed by the buyer, or for the seller.
        ///
        /// Errors: [`Error::NotFound`], [`Error::NotAuthorized`], [`Error::InvalidStars`],
        /// [`Error::NotRateable`], [`Error::AlreadyRated`].
        #[pallet::call_index(11)]
        pub fn rate(
            origin: OriginFor<T>,
            order: OrderId,
            stars: u8,
            comment: Option<Hash>,
        ) -> DispatchResult {
            let actor = Self::ensure_person(origin)?;
            Self::do_rate(actor, order, stars, comment)
        }

        /// Sets the rules of the marketplace. Orders that were placed keep their waits.
        ///
        /// A decision of the federation.
        ///
        /// Errors: [`Error::InvalidParameters`].
        #[pallet::call_index(12)]
        pub fn set_parameters(
            origin: OriginFor<T>,
            parameters: MarketplaceParameters,
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
        /// One listing, also when it has ended, if a member of `viewer` may see it.
        pub fn listing_of(id: ListingId, viewer: Vec<CooperativeId>) -> Option<ListingView> {
            Self::listing(id, &viewer)
        }

        /// One order, as long as it is kept.
        pub fn order_of(id: OrderId) -> Option<Order> {
            Self::order(id)
        }

        /// What others think of somebody.
        pub fn rating_of(party: Did) -> RatingSum {
            Self::rating(&party)
        }

        /// The rules of the marketplace.
        pub fn rules() -> MarketplaceParameters {
            Self::parameters()
        }
    }
}
