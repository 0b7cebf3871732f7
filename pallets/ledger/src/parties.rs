//! Who may do what with money.

use icn_primitives::{
    ledger::{Account, Actor, Balance, CurrencyId, LedgerAccount, Treasury},
    membership::CooperativeStatus,
    AccountId, CooperativeId, Did,
};
use polkadot_sdk::polkadot_sdk_frame::{
    prelude::*,
    traits::{BadOrigin, EnsureOriginWithArg},
};

use crate::{Config, Error, Pallet};

/// Where a person stands in the federation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PersonStanding {
    /// An active member of a cooperative that takes part.
    Active,
    /// A member, but suspended, or only of cooperatives that are.
    Suspended,
    /// A member no longer, or of nothing that goes on, or the DID has ended.
    Ended,
    /// Nobody, or no person: an organisation has a treasury instead.
    Unknown,
}

/// What the ledger asks about persons and cooperatives.
pub trait Parties {
    /// The DID for which `account` may act.
    fn person(account: &AccountId) -> Option<Did>;

    /// Where the person stands, and how many of its memberships were looked at; all at most.
    fn standing(person: &Did) -> (PersonStanding, u32);

    /// Where the cooperative stands.
    fn status(cooperative: CooperativeId) -> Option<CooperativeStatus>;

    /// Whether the person is an active member of the cooperative, which takes part.
    fn is_member(cooperative: CooperativeId, person: &Did) -> bool;

    /// Whether such a member is a treasurer.
    fn is_treasurer(cooperative: CooperativeId, person: &Did) -> bool;

    /// A cooperative that takes part, and an active treasurer of it, who is found by the longest
    /// way; another cooperative for each number.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_treasurer(number: u32) -> (CooperativeId, AccountId, Did);

    /// An active member of a cooperative that takes part, who is found as such after looking at
    /// so many memberships, at least one; another one for each number.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_member(cooperative: CooperativeId, number: u32, memberships: u32) -> (AccountId, Did);

    /// Ends all memberships of the person.
    #[cfg(feature = "runtime-benchmarks")]
    fn end_memberships(person: &Did);
}

/// Whether it takes part.
pub(crate) fn takes_part<T: Config>(cooperative: CooperativeId) -> bool {
    T::Parties::status(cooperative) == Some(CooperativeStatus::Active)
}

impl<T: Config> Pallet<T> {
    /// The person for whom a signed origin acts.
    pub(crate) fn ensure_person(origin: OriginFor<T>) -> Result<Did, DispatchError> {
        let account = ensure_signed(origin)?;
        Ok(T::Parties::person(&account).ok_or(Error::<T>::NotAuthorized)?)
    }

    /// That the person may spend: an active member of a cooperative that takes part. Gives how many
    /// memberships were looked at.
    pub(crate) fn ensure_may_spend(person: &Did) -> Result<u32, DispatchError> {
        let (standing, memberships) = T::Parties::standing(person);
        ensure!(standing == PersonStanding::Active, Error::<T>::PayerNotActive);
        Ok(memberships)
    }

    /// Who acts in matters of a currency of `issuer`: one of its active treasurers, or its decision.
    /// Where it takes no part, a decision of the federation.
    pub(crate) fn ensure_issuer(
        origin: OriginFor<T>,
        issuer: CooperativeId,
    ) -> Result<Actor, DispatchError> {
        let origin = match Self::try_decision::<T::IssuerOrigin>(origin, issuer) {
            Ok(actor) => return Ok(actor),
            Err(origin) => origin,
        };
        let account = ensure_signed(origin)?;
        let person = T::Parties::person(&account).ok_or(Error::<T>::NotAuthorized)?;
        ensure!(T::Parties::is_treasurer(issuer, &person), Error::<T>::NotAuthorized);
        Ok(Actor::Person(person))
    }

    /// Who acts on `treasury`: its body's decision, or the federation's when the body is a
    /// cooperative that has ended.
    pub(crate) fn ensure_treasury(
        origin: OriginFor<T>,
        treasury: Treasury,
    ) -> Result<Actor, DispatchError> {
        let origin = match T::TreasuryOrigin::try_origin(origin, &treasury) {
            Ok(_) => return Ok(Actor::Decision(treasury)),
            Err(origin) => origin,
        };
        let Treasury::Cooperative(id) = treasury else { return Err(BadOrigin.into()) };
        let ended = T::Parties::status(id).is_some_and(CooperativeStatus::has_ended);
        ensure!(ended, BadOrigin);
        T::TreasuryOrigin::ensure_origin(origin, &Treasury::Federation)?;
        Ok(Actor::Decision(Treasury::Federation))
    }

    /// The decision that `origin` is in matters of `cooperative`, or the origin again.
    fn try_decision<O: EnsureOriginWithArg<OriginFor<T>, Treasury>>(
        origin: OriginFor<T>,
        cooperative: CooperativeId,
    ) -> Result<Actor, OriginFor<T>> {
        let own = Treasury::Cooperative(cooperative);
        let origin = match O::try_origin(origin, &own) {
            Ok(_) => return Ok(Actor::Decision(own)),
            Err(origin) => origin,
        };
        if takes_part::<T>(cooperative) {
            return Err(origin);
        }
        O::try_origin(origin, &Treasury::Federation).map(|_| Actor::Decision(Treasury::Federation))
    }

    /// That `amount` may come into `payee`, which has `account`: somebody who has left may only get
    /// what it owes, so that nothing is lost with it. Gives how many memberships were looked at.
    pub(crate) fn ensure_payee(
        payee: &LedgerAccount,
        account: &Account,
        amount: Balance,
    ) -> Result<u32, DispatchError> {
        let (left, memberships) = Self::has_left(payee)?;
        if left {
            let owed = account.balance.checked_neg().ok_or(ArithmeticError::Overflow)?;
            ensure!(amount <= owed, Error::<T>::PayeeEnded);
        }
        Ok(memberships)
    }

    /// Whether somebody has left for good, and how many memberships were looked at;
    /// [`Error::UnknownAccount`] if it never was there.
    pub(crate) fn has_left(account: &LedgerAccount) -> Result<(bool, u32), DispatchError> {
        match account {
            LedgerAccount::Person(person) => {
                let (standing, memberships) = T::Parties::standing(person);
                ensure!(standing != PersonStanding::Unknown, Error::<T>::UnknownAccount);
                Ok((standing == PersonStanding::Ended, memberships))
            }
            LedgerAccount::Treasury(Treasury::Cooperative(id)) => {
                let status = T::Parties::status(*id).ok_or(Error::<T>::UnknownAccount)?;
                Ok((status.has_ended(), 0))
            }
            LedgerAccount::Treasury(Treasury::Federation) => Ok((false, 0)),
        }
    }

    /// That `actor` may set the limit of `account` in a currency: a treasury's, and the actor's
    /// own, take a decision.
    pub(crate) fn ensure_may_limit(actor: &Actor, account: &LedgerAccount) -> DispatchResult {
        if let Actor::Person(treasurer) = actor {
            let other = account.person().is_some_and(|person| person != treasurer);
            ensure!(other, Error::<T>::DecisionRequired);
        }
        Ok(())
    }

    /// That a currency of this name can be issued by this cooperative.
    pub(crate) fn ensure_issuable(currency: &CurrencyId) -> DispatchResult {
        ensure!(takes_part::<T>(currency.issuer), Error::<T>::IssuerNotActive);
        ensure!(currency.code.is_valid(), Error::<T>::InvalidCode);
        let decimals = currency.decimals <= icn_primitives::ledger::MAX_DECIMALS;
        ensure!(decimals, Error::<T>::InvalidDecimals);
        Ok(())
    }
}
