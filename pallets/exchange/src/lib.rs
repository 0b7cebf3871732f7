//! # Exchange between cooperatives
//!
//! What cooperatives and their members give each other: resources, labour, mutual aid, investment
//! in what all of them use (domain §6; S000 §4).
//!
//! ## Terms
//!
//! - **Exchange**: one of these, with a number, the hash of a document that says in words what it
//!   is (**terms**), a **deadline**, and a **key**: what its proposer calls it. The same proposed
//!   again under the same key is not done twice.
//! - **Agreement**: an exchange of cooperatives: of resources between two or more, or an investment
//!   of one or more. Each of them has to decide it. What they pay when they have (**transfers**)
//!   comes from their treasuries.
//! - **Decision**: what a cooperative's members have voted for on the hub
//!   ([`Config::DecisionOrigin`]), of one cooperative or jointly of several. It names the exchange
//!   and its **content hash**: so nothing is carried out but what was voted for. What an exchange
//!   consists of never changes.
//! - **Labour**: what a person has worked for a cooperative. **Aid**: help that a person asks for,
//!   for itself or its cooperative, and another one gives.
//! - **Steward**: a member with that role in a cooperative that takes part.
//!
//! ## Scenarios
//!
//! The bakery and the mill exchange resources:
//! 1. Ada, of the bakery, [`propose`](Pallet::propose)s: flour for the use of the oven, and the
//!    bakery pays the difference, 50.00. Anybody can read the document that the hash is of.
//! 2. Both cooperatives vote on the hub. The decision of each is brought here, and
//!    [`decide`](Pallet::decide)s; or a joint decision of both does at once.
//! 3. With the last of them the agreement is approved. The ledger is asked for holds on what each
//!    of them pays ([`Config::Settle`]); when all of them stand, all are paid, and the agreement is
//!    executed. An agreement without transfers is executed as soon as it is approved.
//! 4. Each cooperative gets reputation, once.
//!
//! The mill doesn't want to: its decision [`decide`](Pallet::decide)s against it, and that is its
//! end. Nobody has to decide: at the deadline it expires. Ada can
//! [`withdraw`](Pallet::withdraw) it until it is approved.
//!
//! Bob has worked a day for the mill: he [`record`](Pallet::record_labour)s it, and a steward of
//! the mill [`confirm`](Pallet::confirm_labour)s, or declines. Nobody confirms the own labour.
//!
//! Eve needs help in her garden:
//! 1. She [`request`](Pallet::request_aid)s it. Bob [`offer`](Pallet::offer_aid)s four hours.
//! 2. When it is done, Eve [`confirm`](Pallet::confirm_aid)s that he helped, and he gets reputation.
//! 3. Or one of them ends the offer ([`end_offer`](Pallet::end_offer)), and others can offer.
//!
//! ## When effects start
//!
//! With the transaction, or the decision, that makes them. Payments take as long as the hub takes to
//! answer. From its deadline on nothing can be done with what isn't approved; it is marked as
//! expired at the beginning of the next block, or, if more is due than [`Config::TasksPerBlock`], of
//! one of those after it. What is final is forgotten after [`ExchangeParameters::retention`]; its
//! events stay.
//!
//! ## What may fail, and what then holds
//!
//! - A call that fails changes nothing. A decision that comes too late, for other content or from
//!   cooperatives that the exchange doesn't touch is refused with the error that says so.
//! - One cooperative can't pay: what was held of the others goes back to them, and the agreement
//!   has failed. They may propose it anew.
//! - The hub is away: holds expire by themselves. Only if it is away for longer than
//!   pallet-settlement's `capture_time` can some of the payments fail after others were made; then
//!   the agreement is [`PartlyExecuted`](ExchangeStatus::PartlyExecuted), and gives no reputation.
//! - A cooperative that takes part no longer can't decide; an agreement with it is not approved.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod agenda;
mod agreeing;
mod aid;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod invariants;
mod labour;
#[cfg(test)]
mod mock;
mod parameters;
mod reads;
mod recording;
mod rewards;
#[cfg(test)]
mod tests;
mod transitions;
pub mod weights;

use polkadot_sdk::polkadot_sdk_frame as frame;

pub use icn_primitives::exchange::{
    AgreementKind, Content, Exchange, ExchangeId, ExchangeKind, ExchangeStatus, ExchangeView,
    Offer, Transfer, Transfers,
};
pub use pallet::*;
pub use parameters::ExchangeParameters;
pub use weights::WeightInfo;

/// The pallet: see the crate's page.
#[frame::pallet]
pub mod pallet {
    use super::*;
    use alloc::boxed::Box;
    use frame::{prelude::*, traits::Time};
    use icn_primitives::{
        due::Due, governance::JointBody, ledger::Key, parties::Parties, reputation::GiveReputation,
        AccountId, CooperativeId, Did, Hash, Moment, ShardId,
    };
    use pallet_settlement::Settle;

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
        /// Reputation for what was carried out.
        type Reputation: GiveReputation;
        /// A decision of cooperatives: it says of which. Each of them has decided the call.
        type DecisionOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = JointBody>;
        /// A decision of the federation.
        type FederationOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// Which shard this is.
        type ThisShard: Get<ShardId>;
        /// Most exchanges that expire or are forgotten in one block.
        #[pallet::constant]
        type TasksPerBlock: Get<u32>;
        /// Weights of this pallet's calls and hooks.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The rules of exchange.
    #[pallet::storage]
    pub type Parameters<T: Config> = StorageValue<_, ExchangeParameters, ValueQuery>;

    /// Exchanges, until they are forgotten.
    #[pallet::storage]
    pub type Exchanges<T: Config> = StorageMap<_, Twox64Concat, ExchangeId, Exchange, OptionQuery>;

    /// The number that the next exchange gets.
    #[pallet::storage]
    pub type NextExchange<T: Config> = StorageValue<_, ExchangeId, ValueQuery>;

    /// What each person has proposed under which key.
    #[pallet::storage]
    pub type Keys<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Did, Blake2_128Concat, Key, ExchangeId, OptionQuery>;

    /// How many exchanges a person has proposed, or offers help for, that aren't final.
    #[pallet::storage]
    pub type OpenOf<T: Config> = StorageMap<_, Blake2_128Concat, Did, u32, ValueQuery>;

    /// The exchanges that aren't final, by kind, in the order of their numbers.
    #[pallet::storage]
    pub type Open<T: Config> =
        StorageDoubleMap<_, Twox64Concat, ExchangeKind, Identity, [u8; 8], (), OptionQuery>;

    /// The exchanges that touch a cooperative, in the order of their numbers.
    #[pallet::storage]
    pub type OfCooperative<T: Config> =
        StorageDoubleMap<_, Twox64Concat, CooperativeId, Identity, [u8; 8], (), OptionQuery>;

    /// The exchanges that a person has proposed, or offers or gave help for, in the order of their
    /// numbers.
    #[pallet::storage]
    pub type OfPerson<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Did, Identity, [u8; 8], (), OptionQuery>;

    /// The exchanges in the order in which they expire or are forgotten.
    #[pallet::storage]
    pub type Agenda<T: Config> = StorageMap<_, Identity, Due, (), OptionQuery>;

    /// What happened. All exchanges can be rebuilt from these.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Something was proposed, recorded or requested.
        Recorded {
            /// Its number.
            id: ExchangeId,
            /// What.
            exchange: Box<Exchange>,
        },
        /// Somebody did again what was done under this key. Nothing changed.
        Replayed {
            /// What was done.
            id: ExchangeId,
            /// Who did.
            by: Did,
        },
        /// Cooperatives have decided an agreement.
        Decided {
            /// Which.
            id: ExchangeId,
            /// Those that it touches, in ascending order.
            cooperatives: JointBody,
            /// Whether they are for it.
            approve: bool,
        },
        /// Somebody offers help.
        AidOffered {
            /// With what.
            id: ExchangeId,
            /// Who, and what.
            offer: Offer,
        },
        /// An offer was ended.
        OfferEnded {
            /// Of help with what.
            id: ExchangeId,
            /// Who ended it: the helper, or who has asked for help.
            by: Did,
        },
        /// An exchange stands elsewhere now.
        Moved {
            /// Which.
            id: ExchangeId,
            /// Where.
            status: ExchangeStatus,
            /// Who moved it, if a person did.
            by: Option<Did>,
            /// When it moves by itself, or is forgotten.
            due: Option<Moment>,
        },
        /// An exchange was final for long, and is remembered no longer.
        Forgotten {
            /// Which.
            id: ExchangeId,
        },
        /// The rules of exchange are these.
        ParametersSet {
            /// Which.
            parameters: ExchangeParameters,
        },
    }

    /// Why a call is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no such exchange, or no longer.
        NotFound,
        /// The signer may not do this.
        NotAuthorized,
        /// The signer is no active member of the cooperative, or of any.
        NotMember,
        /// Nobody confirms, or is helped by, itself.
        SelfDealing,
        /// The cooperatives are too few, not in ascending order, or one of them twice.
        InvalidCooperatives,
        /// A cooperative takes no part in the federation.
        CooperativeNotActive,
        /// A payment isn't between cooperatives of the agreement, or to the federation; or not of
        /// more than nothing and no more than a hold may keep.
        InvalidTransfer,
        /// The deadline has passed, or is further away than it may be.
        InvalidDeadline,
        /// Labour is of a minute to a year.
        InvalidLabour,
        /// The exchange isn't of the kind, or isn't where it would have to be for this.
        InvalidTransition,
        /// The decision is about something else than what this exchange is.
        ContentMismatch,
        /// The exchange touches none of the cooperatives that have decided.
        NotAffected,
        /// These cooperatives have decided so before.
        AlreadyDecided,
        /// Somebody else offers this help now.
        OfferMismatch,
        /// Something else was proposed under this key.
        KeyReused,
        /// The person has as many open exchanges as it may.
        OpenExceeded,
        /// The parameters are out of their bounds.
        InvalidParameters,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_now: BlockNumberFor<T>) -> Weight {
            Self::run_agenda()
        }

        fn integrity_test() {
            assert!(T::TasksPerBlock::get() > 0, "exchanges must expire");
            assert!(ExchangeParameters::default().are_valid(), "the rules must be valid");
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
        /// Proposes an agreement of `cooperatives`, in ascending order, with what they pay when
        /// each of them has decided it; once under this key. `terms` is the hash of the document
        /// that says what they agree on.
        ///
        /// Signed by an active member of `cooperative`, which is one of them.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::NotMember`],
        /// [`Error::InvalidCooperatives`], [`Error::CooperativeNotActive`],
        /// [`Error::InvalidTransfer`], [`Error::InvalidDeadline`], [`Error::KeyReused`],
        /// [`Error::OpenExceeded`].
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::propose(cooperatives.len() as u32))]
        #[allow(clippy::too_many_arguments)]
        pub fn propose(
            origin: OriginFor<T>,
            cooperative: CooperativeId,
            kind: AgreementKind,
            cooperatives: JointBody,
            transfers: Transfers,
            terms: Hash,
            deadline: Moment,
            key: Key,
        ) -> DispatchResult {
            let proposer = Self::ensure_person(origin)?;
            let content = Content::Agreement { kind, cooperatives, transfers };
            Self::do_propose(proposer, cooperative, content, terms, deadline, key)
        }

        /// Decides an agreement: for it, or against it, which ends it. `content_hash` is that of
        /// the exchange ([`Exchange::content_hash`]). With the last cooperative it is approved, and
        /// paid.
        ///
        /// A decision of cooperatives that the agreement touches, one or several; others that take
        /// part in a joint decision have no say in it.
        ///
        /// Errors: [`Error::NotFound`], [`Error::InvalidTransition`], [`Error::InvalidDeadline`],
        /// [`Error::ContentMismatch`], [`Error::NotAffected`], [`Error::AlreadyDecided`],
        /// [`Error::CooperativeNotActive`].
        #[pallet::call_index(1)]
        #[pallet::weight(Pallet::<T>::weight_of_decide())]
        pub fn decide(
            origin: OriginFor<T>,
            id: ExchangeId,
            content_hash: Hash,
            approve: bool,
        ) -> DispatchResult {
            let by = T::DecisionOrigin::ensure_origin(origin)?;
            Self::do_decide(&by, id, content_hash, approve)
        }

        /// Withdraws what isn't approved, confirmed or fulfilled.
        ///
        /// Signed by who has proposed, recorded or requested it.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::NotFound`], [`Error::InvalidTransition`].
        #[pallet::call_index(2)]
        pub fn withdraw(origin: OriginFor<T>, id: ExchangeId) -> DispatchResult {
            let person = Self::ensure_person(origin)?;
            Self::do_withdraw(person, id)
        }

        /// Records that the signer has worked `minutes` for `cooperative`; once under this key.
        /// `terms` is the hash of what was done. The cooperative confirms it until `deadline`.
        ///
        /// Signed by an active member of any cooperative.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::NotMember`], [`Error::InvalidLabour`],
        /// [`Error::CooperativeNotActive`], [`Error::InvalidDeadline`], [`Error::KeyReused`],
        /// [`Error::OpenExceeded`].
        #[pallet::call_index(3)]
        pub fn record_labour(
            origin: OriginFor<T>,
            cooperative: CooperativeId,
            minutes: u32,
            terms: Hash,
            deadline: Moment,
            key: Key,
        ) -> DispatchResult {
            let person = Self::ensure_person(origin)?;
            Self::do_record_labour(person, cooperative, minutes, terms, deadline, key)
        }

        /// Confirms labour, or declines it.
        ///
        /// Signed by a steward of the cooperative for which it was, other than who has worked.
        ///
        /// Errors: [`Error::NotFound`], [`Error::InvalidTransition`], [`Error::InvalidDeadline`],
        /// [`Error::NotAuthorized`], [`Error::SelfDealing`].
        #[pallet::call_index(4)]
        pub fn confirm_labour(
            origin: OriginFor<T>,
            id: ExchangeId,
            confirm: bool,
        ) -> DispatchResult {
            let person = Self::ensure_person(origin)?;
            Self::do_confirm_labour(person, id, confirm)
        }

        /// Asks for help until `deadline`, for the signer or its `cooperative`; once under this
        /// key. `terms` is the hash of what is needed.
        ///
        /// Signed by an active member, of that cooperative if one is named.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::NotMember`], [`Error::InvalidDeadline`],
        /// [`Error::KeyReused`], [`Error::OpenExceeded`].
        #[pallet::call_index(5)]
        pub fn request_aid(
            origin: OriginFor<T>,
            cooperative: Option<CooperativeId>,
            terms: Hash,
            deadline: Moment,
            key: Key,
        ) -> DispatchResult {
            let person = Self::ensure_person(origin)?;
            Self::do_request_aid(person, cooperative, terms, deadline, key)
        }

        /// Offers help that nobody else offers. `terms` is the hash of what is offered.
        ///
        /// Signed by an active member of any cooperative, other than who has asked for it.
        ///
        /// Errors: [`Error::NotFound`], [`Error::InvalidTransition`], [`Error::InvalidDeadline`],
        /// [`Error::NotAuthorized`], [`Error::NotMember`], [`Error::SelfDealing`],
        /// [`Error::OpenExceeded`].
        #[pallet::call_index(6)]
        pub fn offer_aid(origin: OriginFor<T>, id: ExchangeId, terms: Hash) -> DispatchResult {
            let person = Self::ensure_person(origin)?;
            Self::do_offer_aid(person, id, terms)
        }

        /// Ends an offer of help, so that others can offer it.
        ///
        /// Signed by the helper, by who has asked for help, or by a steward of the cooperative for
        /// which it was.
        ///
        /// Errors: [`Error::NotFound`], [`Error::InvalidTransition`], [`Error::NotAuthorized`].
        #[pallet::call_index(7)]
        pub fn end_offer(origin: OriginFor<T>, id: ExchangeId) -> DispatchResult {
            let person = Self::ensure_person(origin)?;
            Self::do_end_offer(person, id)
        }

        /// Confirms that `helper` has helped.
        ///
        /// Signed by who has asked for help, or by a steward of the cooperative for which it was,
        /// other than the helper.
        ///
        /// Errors: [`Error::NotFound`], [`Error::InvalidTransition`], [`Error::InvalidDeadline`],
        /// [`Error::OfferMismatch`], [`Error::SelfDealing`], [`Error::NotAuthorized`].
        #[pallet::call_index(8)]
        pub fn confirm_aid(origin: OriginFor<T>, id: ExchangeId, helper: Did) -> DispatchResult {
            let person = Self::ensure_person(origin)?;
            Self::do_confirm_aid(person, id, helper)
        }

        /// Sets the rules of exchange, for what begins or becomes final from now on.
        ///
        /// A decision of the federation.
        ///
        /// Errors: [`Error::InvalidParameters`].
        #[pallet::call_index(9)]
        pub fn set_parameters(
            origin: OriginFor<T>,
            parameters: ExchangeParameters,
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
        /// One exchange, with what a decision names and who has yet to decide.
        pub fn exchange_of(id: ExchangeId) -> Option<ExchangeView> {
            Self::exchange(id)
        }

        /// The rules of exchange.
        pub fn rules() -> ExchangeParameters {
            Parameters::<T>::get()
        }
    }
}
