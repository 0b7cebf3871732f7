//! # The ledger
//!
//! Money between members, cooperatives and the federation: mutual credit in the currencies that
//! cooperatives issue, by double entry (domain §5; S000 §3.1, S002 §4.2).
//!
//! ## Terms
//!
//! - **Currency**: a cooperative issues it under a code of its own. Nobody creates an amount of it:
//!   every balance begins at zero, and what one has, others owe. The balances of a currency always
//!   add up to zero.
//! - **Account**: of a person, by DID, or a **treasury**, a cooperative's or the federation's. New
//!   keys change nothing about it.
//! - **Credit limit**: how much an account may owe. An active member of the issuer has the
//!   currency's default, everybody else none, unless treasurers of the issuer have set another. It
//!   is zero while the currency is being wound down or its issuer takes no part.
//! - **Held**: what holds keep of an account. Balance less that is its **position**; what it can
//!   spend is the position and the limit together.
//! - **Floor**: the lowest position that an account may have: minus its limit, or, where the limit
//!   was lowered past what was owed already, what was owed. No account is below its floor.
//! - **Entry**: one amount that leaves one account and comes into another, with who acted
//!   (**actor**), what for (**action**), a **key** and a **reference**, the hash of a document.
//! - **Key**: what an actor calls an act. The same act under the same key is done once.
//! - **Hold** (escrow): money that nobody spends until it is captured, released or has expired: one
//!   of the three, once.
//! - **Treasurer**: a member with that role in the issuing cooperative. **Decision**: what a body's
//!   members have voted for ([`Config::TreasuryOrigin`], [`Config::IssuerOrigin`]).
//!
//! ## Scenarios
//!
//! A cooperative has a currency:
//! 1. A treasurer of the bakery [`issue`](Pallet::issue_currency)s `HOUR` with two decimals; each
//!    member may owe 20.00.
//! 2. Ada, a member with nothing, [`pay`](Pallet::transfer)s Bob 5.00 for a day's help. She owes
//!    5.00, he has 5.00.
//! 3. A treasurer lets the mill, which delivers much, owe 500.00
//!    ([`set_credit_limit`](Pallet::set_credit_limit)): by a decision, because the account is a
//!    treasury. Nobody raises the own limit either.
//!
//! Somebody isn't sure whether a payment went through: the same call with the same key is sent
//! again. If it did, [`Event::Replayed`] says so and nothing changes; a key that was used for
//! something else is refused.
//!
//! Money waits for a delivery:
//! 1. Ada [`place`](Pallet::place_hold)s a hold of 8.00 for Bob until Friday. She can't spend it.
//! 2. Bob delivers. Ada [`capture`](Pallet::capture_hold)s 8.00, or 6.00 if part was missing: the
//!    rest is hers again.
//! 3. Or Bob can't deliver, and [`release`](Pallet::release_hold)s it. Ada can't take it back by
//!    herself; on Friday it goes back to her.
//!
//! The marketplace, on another shard, does the same by messages ([`Pallet::on_request`]), pallets
//! of this shard with [`Escrow`]. Each ends only what it has placed. For a cooperative that has
//! decided there to pay, the marketplace has money of its treasury held.
//!
//! A cooperative spends: its members vote for a budget, and the decision
//! [`pay`](Pallet::pay_from_treasury)s from the treasury. No treasurer can.
//!
//! A member leaves:
//! 1. The account stays as it is, with nobody who may spend it. It can get what it owes, and no
//!    more.
//! 2. If it has something, a treasurer [`settle`](Pallet::settle)s: it goes to the issuer's
//!    treasury, and the cooperative pays the person out.
//! 3. If it owes something, somebody pays for it: the cooperative, by a decision, bears the loss.
//!
//! A limit is lowered past what is owed: the account stays below the new limit. It can only
//! receive, and every payment in counts, until it is within the limit again.
//!
//! A currency ends: treasurers [`wind it down`](Pallet::wind_down_currency). Whoever owes can't owe
//! more; whoever has something can pay with it. When all balances are zero and nothing is held, it
//! is [`closed`](Pallet::close_currency) for ever. Its code is not given out again.
//!
//! ## When effects start
//!
//! With the transaction that makes them. An expired hold can't be captured from the moment of its
//! expiry on; its money is free at the beginning of the next block, or, if more expire than
//! [`Config::ExpiriesPerBlock`], of one of those after it. A new default limit counts at once
//! for all accounts that have none of their own.
//!
//! ## What may fail, and what then holds
//!
//! - A call that fails changes nothing, and its key is as unused as before.
//! - A capture never fails for a limit, nor because payer or payee have left: the money was kept
//!   for it.
//! - A suspended member can receive and not spend. A suspended cooperative gives no new credit;
//!   balances in its currency can still be spent. When it takes no part, the federation decides in
//!   matters of its currencies; when it has ended, also over its treasury.
//! - Keys are remembered for [`LedgerParameters::key_retention`] at least, and no longer than blocks
//!   need to forget them; a person who uses more keys than
//!   [`LedgerParameters::max_keys`] within it has to wait.
//!
//! ## What is stored, and what is told
//!
//! Stored are currencies, accounts, holds and keys. Entries are told: [`Event::EntryRecorded`]. Who
//! follows the events from the genesis on has all books; that none was missed is seen by the head
//! in [`CurrencyTotals`], a hash over all entries.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod books;
mod currencies;
mod escrow;
mod expiry;
mod genesis;
mod holds;
mod keys;
#[cfg(test)]
mod mock;
mod parameters;
mod parties;
mod payments;
mod reads;
#[cfg(test)]
mod tests;
#[cfg(any(test, feature = "try-runtime"))]
mod try_state;
pub mod weights;

use polkadot_sdk::polkadot_sdk_frame as frame;

pub use escrow::{Escrow, TreasuryPayments};
pub use genesis::GenesisCurrency;
pub use icn_primitives::ledger::CurrencyTotals;
pub use keys::Done;
pub use pallet::*;
pub use parameters::LedgerParameters;
pub use parties::{Parties, PersonStanding};
pub use weights::WeightInfo;

/// Most memberships that a transfer looks at: of payer and payee, as many as one may have.
pub const MAX_LOOKED_AT: u32 = 2 * icn_primitives::membership::MAX_MEMBERSHIPS;

/// The pallet: see the crate's page.
#[frame::pallet]
pub mod pallet {
    use super::*;
    use alloc::vec::Vec;
    use frame::{
        prelude::*,
        traits::{EnsureOriginWithArg, Time},
    };
    use icn_primitives::{
        due::Due,
        ledger::{
            Account, AccountView, Actor, Balance, Currency, CurrencyCode, CurrencyId,
            CurrencyStatus, CurrencyTotals, CurrencyView, Entry, EntryNumber, Hold, HoldId, Key,
            KeyRecord, LedgerAccount, Money, Outcome, Treasury,
        },
        AccountId, CooperativeId, Did, Hash, Moment,
    };

    use crate::holds::Returned;

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
        /// A decision of the body that a treasury belongs to, to spend from it.
        type TreasuryOrigin: EnsureOriginWithArg<Self::RuntimeOrigin, Treasury>;
        /// A decision of the cooperative in matters of its currencies; of the federation in matters
        /// of this pallet's parameters, and of currencies whose issuer takes no part.
        type IssuerOrigin: EnsureOriginWithArg<Self::RuntimeOrigin, Treasury>;
        /// Most holds that expire in one block.
        #[pallet::constant]
        type ExpiriesPerBlock: Get<u32>;
        /// Weights of this pallet's calls and hooks.
        type WeightInfo: WeightInfo;
    }

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The rules of the ledger.
    #[pallet::storage]
    pub type Parameters<T: Config> = StorageValue<_, LedgerParameters, ValueQuery>;

    /// Every currency that ever was, by issuer and code.
    #[pallet::storage]
    pub type Currencies<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        CooperativeId,
        Blake2_128Concat,
        CurrencyCode,
        Currency,
        OptionQuery,
    >;

    /// How many currencies of a cooperative aren't closed.
    #[pallet::storage]
    pub type CurrencyCount<T: Config> = StorageMap<_, Twox64Concat, CooperativeId, u32, ValueQuery>;

    /// What the books of each currency add up to.
    #[pallet::storage]
    pub type Totals<T: Config> =
        StorageMap<_, Blake2_128Concat, CurrencyId, CurrencyTotals, ValueQuery>;

    /// Accounts that have a balance, a hold or a limit of their own.
    #[pallet::storage]
    pub type Accounts<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        CurrencyId,
        Blake2_128Concat,
        LedgerAccount,
        Account,
        OptionQuery,
    >;

    /// The currencies in which somebody has an account.
    #[pallet::storage]
    pub type CurrenciesOf<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        LedgerAccount,
        Blake2_128Concat,
        CurrencyId,
        (),
        OptionQuery,
    >;

    /// Holds that haven't ended.
    #[pallet::storage]
    pub type Holds<T: Config> = StorageMap<_, Twox64Concat, HoldId, Hold, OptionQuery>;

    /// The holds of which somebody is payer or named payee.
    #[pallet::storage]
    pub type HoldsOf<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, LedgerAccount, Twox64Concat, HoldId, (), OptionQuery>;

    /// The number that the next hold gets.
    #[pallet::storage]
    pub type NextHold<T: Config> = StorageValue<_, HoldId, ValueQuery>;

    /// The holds by the moments of their expiry, in their order. Keys of 16 bytes make a trie that
    /// is shallow enough however they are chosen.
    #[pallet::storage]
    pub type Expiring<T: Config> = StorageMap<_, Identity, Due, (), OptionQuery>;

    /// What is remembered of the acts of each actor.
    #[pallet::storage]
    pub type Keys<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Actor, Blake2_128Concat, Key, KeyRecord, OptionQuery>;

    /// How many keys are remembered of a person; at most [`LedgerParameters::max_keys`].
    #[pallet::storage]
    pub type KeysOf<T: Config> = StorageMap<_, Blake2_128Concat, Actor, u32, ValueQuery>;

    /// The keys in the order in which they may be forgotten, and from when on.
    #[pallet::storage]
    pub type KeyLog<T: Config> =
        StorageMap<_, Twox64Concat, u64, (Actor, Key, Moment), OptionQuery>;

    /// Numbers of the first entry of the log of keys, and of the one after its last.
    #[pallet::storage]
    pub type KeyLogEnds<T: Config> = StorageValue<_, (u64, u64), ValueQuery>;

    /// The state at genesis.
    #[pallet::genesis_config]
    #[derive(frame::derive::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The founders' currencies.
        pub currencies: Vec<GenesisCurrency>,
        /// The rules of the ledger.
        pub parameters: LedgerParameters,
        #[serde(skip)]
        #[doc(hidden)]
        pub _config: PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            // A chain with a wrong genesis must not start, and there is nobody to give an error to.
            if let Err(error) = Pallet::<T>::build_genesis(&self.currencies, self.parameters) {
                panic!("the genesis can't have these currencies: {error:?}");
            }
        }
    }

    /// What happened. All books can be rebuilt from genesis and these.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A cooperative has a new currency.
        CurrencyIssued {
            /// Which.
            currency: CurrencyId,
            /// How much its members may owe, for whom nothing else is set.
            default_limit: Balance,
            /// Who issued it.
            by: Actor,
        },
        /// What members of the issuer may owe, for whom nothing else is set.
        DefaultLimitSet {
            /// In which currency.
            currency: CurrencyId,
            /// How much.
            limit: Balance,
            /// Who set it.
            by: Actor,
        },
        /// What an account may owe.
        CreditLimitSet {
            /// In which currency.
            currency: CurrencyId,
            /// Whose account.
            account: LedgerAccount,
            /// How much; `None`: what the currency allows by itself.
            limit: Option<Balance>,
            /// Who set it.
            by: Actor,
        },
        /// A currency stands elsewhere now.
        CurrencyMoved {
            /// Which.
            currency: CurrencyId,
            /// Where.
            status: CurrencyStatus,
            /// Who moved it.
            by: Actor,
        },
        /// An amount left one account and came into another.
        EntryRecorded {
            /// The entry's number in the books of its currency.
            number: EntryNumber,
            /// The entry.
            entry: Entry,
        },
        /// Money is kept.
        HoldPlaced {
            /// The hold's number.
            hold: HoldId,
            /// Whose money, for whom, how much, until when.
            terms: Hold,
        },
        /// A hold was paid out, by an entry that stands before this.
        HoldCaptured {
            /// Which.
            hold: HoldId,
            /// Number of the entry.
            entry: EntryNumber,
            /// How much was paid.
            captured: Balance,
            /// How much the payer has back.
            returned: Balance,
        },
        /// The payer has all of a hold back.
        HoldReleased {
            /// Which.
            hold: HoldId,
        },
        /// A hold's time has passed; the payer has all of it back.
        HoldExpired {
            /// Which.
            hold: HoldId,
        },
        /// A hold's time has passed, and it can't be given back by itself. The payer can release
        /// it.
        HoldNotExpired {
            /// Which.
            hold: HoldId,
            /// Why.
            error: DispatchError,
        },
        /// This was done before, under the same key; nothing changed.
        Replayed {
            /// By whom.
            actor: Actor,
            /// Under which key.
            key: Key,
            /// What became of it then.
            outcome: Outcome,
        },
        /// The rules of the ledger are new.
        ParametersSet {
            /// All of them.
            parameters: LedgerParameters,
        },
    }

    /// Why a call is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no such currency, or no such hold.
        NotFound,
        /// The cooperative has or had a currency of this code.
        AlreadyExists,
        /// The signer is no treasurer of the cooperative, or may not end this hold.
        NotAuthorized,
        /// A treasury's limit, and a treasurer's own, take a decision of the cooperative.
        DecisionRequired,
        /// A code is 2 to 8 capital letters and digits, a letter first.
        InvalidCode,
        /// There are more digits behind the point than a currency may have.
        InvalidDecimals,
        /// A limit is zero or more, and not beyond what one entry may move.
        InvalidLimit,
        /// An amount is more than zero and not beyond what one entry may move; of a hold, not more
        /// than it keeps.
        InvalidAmount,
        /// The expiry has passed, or is further away than a hold may last.
        InvalidExpiry,
        /// The hold is for somebody else, or nobody is named for whom it is.
        InvalidPayee,
        /// The parameters are out of their bounds.
        InvalidParameters,
        /// The currency isn't where it would have to be for this.
        InvalidTransition,
        /// The cooperative takes no part in the federation, and can't give credit.
        IssuerNotActive,
        /// The cooperative has as many currencies as it may.
        CurrenciesExceeded,
        /// The currency is closed.
        CurrencyClosed,
        /// Somebody has or owes something in this currency, or something is held.
        NotSettled,
        /// Nobody has this DID or number, or the DID is an organisation's: it has a treasury.
        UnknownAccount,
        /// The payer is no active member of a cooperative that takes part, or a cooperative that
        /// takes none.
        PayerNotActive,
        /// The payee has left, and may only get what it owes.
        PayeeEnded,
        /// Payer and payee are the same.
        SameAccount,
        /// The payer would owe more than its credit limit, what its holds keep included.
        CreditLimitExceeded,
        /// The account has as many holds as it may.
        HoldsExceeded,
        /// The hold's time has passed.
        HoldExpired,
        /// The hold has ended before.
        HoldEnded,
        /// Something else was done under this key.
        KeyReused,
        /// The person has used as many keys as are remembered; the oldest must be forgotten first.
        KeysExceeded,
        /// The person is a member still, and acts for itself.
        PersonNotEnded,
        /// The account has nothing above zero that isn't held.
        NothingToSettle,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_now: BlockNumberFor<T>) -> Weight {
            Self::expire_holds()
        }

        fn on_idle(_now: BlockNumberFor<T>, remaining: Weight) -> Weight {
            Self::forget_in_spare_time(remaining)
        }

        fn integrity_test() {
            assert!(T::ExpiriesPerBlock::get() > 0, "holds must expire");
            assert!(LedgerParameters::default().are_valid(), "the rules must be within bounds");
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
        /// Issues a currency, in which each active member may owe up to `default_limit` for whom
        /// nothing else is set.
        ///
        /// For a treasurer of the issuer, or its decision.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::IssuerNotActive`], [`Error::InvalidCode`],
        /// [`Error::InvalidDecimals`], [`Error::InvalidLimit`], [`Error::AlreadyExists`],
        /// [`Error::CurrenciesExceeded`].
        #[pallet::call_index(0)]
        pub fn issue_currency(
            origin: OriginFor<T>,
            currency: CurrencyId,
            default_limit: Balance,
        ) -> DispatchResult {
            let by = Self::ensure_issuer(origin, currency.issuer)?;
            Self::do_issue(currency, default_limit)?;
            Self::deposit_event(Event::CurrencyIssued { currency, default_limit, by });
            Ok(())
        }

        /// Sets what active members of the issuer may owe, for whom nothing else is set.
        ///
        /// For a treasurer of the issuer, or its decision. Who owes more than that stays where it
        /// is, and can only receive until it is within the limit.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::NotFound`], [`Error::CurrencyClosed`],
        /// [`Error::InvalidLimit`].
        #[pallet::call_index(1)]
        pub fn set_default_limit(
            origin: OriginFor<T>,
            currency: CurrencyId,
            limit: Balance,
        ) -> DispatchResult {
            let by = Self::ensure_issuer(origin, currency.issuer)?;
            Self::do_set_default_limit(currency, limit)?;
            Self::deposit_event(Event::DefaultLimitSet { currency, limit, by });
            Ok(())
        }

        /// Sets what one account may owe; `None`: what the currency allows by itself.
        ///
        /// For a treasurer of the issuer, or its decision; a treasury's limit and the treasurer's
        /// own take the decision. An account that owes more stays where it is, and can only receive
        /// until it is within the limit.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::DecisionRequired`],
        /// [`Error::UnknownAccount`], [`Error::NotFound`], [`Error::CurrencyClosed`],
        /// [`Error::InvalidLimit`].
        #[pallet::call_index(2)]
        pub fn set_credit_limit(
            origin: OriginFor<T>,
            currency: CurrencyId,
            account: LedgerAccount,
            limit: Option<Balance>,
        ) -> DispatchResult {
            let by = Self::ensure_issuer(origin, currency.issuer)?;
            Self::ensure_may_limit(&by, &account)?;
            Self::do_set_credit_limit(currency, &account, limit)?;
            Self::deposit_event(Event::CreditLimitSet { currency, account, limit, by });
            Ok(())
        }

        /// Lets debts in a currency grow no longer; what is owed can be paid back.
        ///
        /// For a treasurer of the issuer, or its decision.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::NotFound`], [`Error::InvalidTransition`],
        /// [`Error::CurrencyClosed`].
        #[pallet::call_index(3)]
        pub fn wind_down_currency(origin: OriginFor<T>, currency: CurrencyId) -> DispatchResult {
            let by = Self::ensure_issuer(origin, currency.issuer)?;
            Self::do_wind_down(currency)?;
            let status = CurrencyStatus::WindingDown;
            Self::deposit_event(Event::CurrencyMoved { currency, status, by });
            Ok(())
        }

        /// Lets debts grow again in a currency that is being wound down.
        ///
        /// For a treasurer of the issuer, or its decision.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::NotFound`], [`Error::InvalidTransition`],
        /// [`Error::CurrencyClosed`], [`Error::IssuerNotActive`].
        #[pallet::call_index(4)]
        pub fn reopen_currency(origin: OriginFor<T>, currency: CurrencyId) -> DispatchResult {
            let by = Self::ensure_issuer(origin, currency.issuer)?;
            Self::do_reopen(currency)?;
            let status = CurrencyStatus::Open;
            Self::deposit_event(Event::CurrencyMoved { currency, status, by });
            Ok(())
        }

        /// Ends a currency that was wound down, in which nobody has or owes anything. Final: its
        /// code isn't given out again.
        ///
        /// For a treasurer of the issuer, or its decision.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::NotFound`], [`Error::InvalidTransition`],
        /// [`Error::CurrencyClosed`], [`Error::NotSettled`].
        #[pallet::call_index(5)]
        pub fn close_currency(origin: OriginFor<T>, currency: CurrencyId) -> DispatchResult {
            let by = Self::ensure_issuer(origin, currency.issuer)?;
            Self::do_close(currency)?;
            let status = CurrencyStatus::Closed;
            Self::deposit_event(Event::CurrencyMoved { currency, status, by });
            Ok(())
        }

        /// Pays `money` to `payee`, once under this key.
        ///
        /// Signed by an active member, whose account pays. `reference` is the hash of what it is
        /// for. Sent again with the same key, it changes nothing ([`Event::Replayed`]). Weighs for
        /// as many memberships as had to be looked at.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::PayerNotActive`], [`Error::InvalidAmount`],
        /// [`Error::NotFound`], [`Error::CurrencyClosed`], [`Error::UnknownAccount`],
        /// [`Error::PayeeEnded`], [`Error::SameAccount`], [`Error::CreditLimitExceeded`],
        /// [`Error::KeyReused`], [`Error::KeysExceeded`].
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::transfer(MAX_LOOKED_AT))]
        pub fn transfer(
            origin: OriginFor<T>,
            payee: LedgerAccount,
            money: Money,
            key: Key,
            reference: Option<Hash>,
        ) -> DispatchResultWithPostInfo {
            let payer = Self::ensure_person(origin)?;
            let (_, memberships) = Self::do_transfer(payer, payee, money, key, reference)?;
            Ok(Some(T::WeightInfo::transfer(memberships)).into())
        }

        /// Keeps `money` of the signer until `expires_at`, for `payee` or for whom the capture
        /// names, once under this key.
        ///
        /// Signed by an active member. The payer captures it, the payee releases it; without a
        /// payee the payer does both.
        ///
        /// Errors: those of [`transfer`](Self::transfer), [`Error::InvalidExpiry`],
        /// [`Error::HoldsExceeded`].
        #[pallet::call_index(7)]
        pub fn place_hold(
            origin: OriginFor<T>,
            payee: Option<LedgerAccount>,
            money: Money,
            expires_at: Moment,
            key: Key,
            reference: Option<Hash>,
        ) -> DispatchResult {
            let payer = Self::ensure_person(origin)?;
            let (actor, payer) = (Actor::Person(payer), LedgerAccount::Person(payer));
            Self::do_hold(Hold { payer, payee, money, expires_at, actor, key, reference })?;
            Ok(())
        }

        /// Pays `amount` of a hold to its payee, or to `payee` if it names none. The rest goes back
        /// to the payer, and the hold has ended.
        ///
        /// Signed by the active member who has placed it.
        ///
        /// Errors: [`Error::NotFound`], [`Error::HoldEnded`], [`Error::NotAuthorized`],
        /// [`Error::PayerNotActive`], [`Error::HoldExpired`], [`Error::InvalidAmount`],
        /// [`Error::InvalidPayee`], [`Error::UnknownAccount`], [`Error::SameAccount`].
        #[pallet::call_index(8)]
        pub fn capture_hold(
            origin: OriginFor<T>,
            hold: HoldId,
            payee: Option<LedgerAccount>,
            amount: Balance,
        ) -> DispatchResult {
            let person = Self::ensure_person(origin)?;
            Self::ensure_may_capture(&person, hold)?;
            Self::do_capture(hold, Actor::Person(person), payee, amount)?;
            Ok(())
        }

        /// Gives a hold back to its payer.
        ///
        /// Signed by the payee, or a treasurer of the payee, for which a person has placed it; by
        /// the payer if it is for nobody yet, or its time has passed.
        ///
        /// Errors: [`Error::NotFound`], [`Error::HoldEnded`], [`Error::NotAuthorized`].
        #[pallet::call_index(9)]
        pub fn release_hold(origin: OriginFor<T>, hold: HoldId) -> DispatchResult {
            let person = Self::ensure_person(origin)?;
            Self::ensure_may_release(&person, hold)?;
            Self::do_return(hold, Returned::Released)?;
            Ok(())
        }

        /// Pays `money` from a treasury to `payee`, once under this key.
        ///
        /// A decision of the treasury's body; of the federation, if it is that of a cooperative
        /// which has ended.
        ///
        /// Errors: those of [`transfer`](Self::transfer), but for the signer.
        #[pallet::call_index(10)]
        pub fn pay_from_treasury(
            origin: OriginFor<T>,
            treasury: Treasury,
            payee: LedgerAccount,
            money: Money,
            key: Key,
            reference: Option<Hash>,
        ) -> DispatchResult {
            let actor = Self::ensure_treasury(origin, treasury)?;
            Self::do_pay_from_treasury(actor, treasury, payee, money, key, reference)?;
            Ok(())
        }

        /// Moves what somebody who has left still has, and no hold keeps, to the issuer's treasury,
        /// once under this key. `reference` is the hash of how the person was paid out.
        ///
        /// For a treasurer of the issuer, or its decision.
        ///
        /// Errors: [`Error::NotAuthorized`], [`Error::PersonNotEnded`], [`Error::NotFound`],
        /// [`Error::CurrencyClosed`], [`Error::NothingToSettle`], [`Error::KeyReused`],
        /// [`Error::KeysExceeded`].
        #[pallet::call_index(11)]
        pub fn settle(
            origin: OriginFor<T>,
            currency: CurrencyId,
            person: Did,
            key: Key,
            reference: Option<Hash>,
        ) -> DispatchResult {
            let actor = Self::ensure_issuer(origin, currency.issuer)?;
            Self::do_settle(actor, currency, person, key, reference)?;
            Ok(())
        }

        /// Sets the rules of the ledger.
        ///
        /// A decision of the federation. A longer retention counts for all keys that are remembered,
        /// a shorter one for those that are used from now on.
        ///
        /// Errors: [`Error::InvalidParameters`].
        #[pallet::call_index(12)]
        pub fn set_parameters(
            origin: OriginFor<T>,
            parameters: LedgerParameters,
        ) -> DispatchResult {
            T::IssuerOrigin::ensure_origin(origin, &Treasury::Federation)?;
            Self::do_set_parameters(parameters)?;
            Self::deposit_event(Event::ParametersSet { parameters });
            Ok(())
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// One account in one currency; all zero if it has none; `None` without such a currency.
        pub fn account_of(holder: LedgerAccount, currency: CurrencyId) -> Option<AccountView> {
            Self::account(&holder, currency)
        }

        /// One currency and what its books add up to.
        pub fn currency_of(id: CurrencyId) -> Option<CurrencyView> {
            Self::currency(id)
        }

        /// One hold, while it is there.
        pub fn hold_of(id: HoldId) -> Option<Hold> {
            Self::hold_by_id(id)
        }
    }
}
