//! How a person becomes a member: never unasked (S000 §7).

use frame::{prelude::*, traits::Time};
use icn_primitives::{
    membership::{Cooperative, CooperativeId, MemberStatus, Membership, Roles, Skills},
    statement::{Signed, Statement},
    Did, Moment, SigningKey,
};
use polkadot_sdk::polkadot_sdk_frame as frame;

use crate::{
    checks::is_active_steward, Config, CooperativeOfDid, Cooperatives, Error,
    MembershipCredentials, Memberships, MembershipsOf, Pallet,
};

/// A membership that has begun.
pub(crate) struct Enrolled {
    /// Whose.
    pub(crate) did: Did,
    /// How often the person had joined before.
    pub(crate) term: u32,
    /// Whether the cooperative is the person's home.
    pub(crate) home: bool,
    /// When it began.
    pub(crate) joined: Moment,
}

impl<T: Config> Pallet<T> {
    /// Makes the person who has `key` a member of `id`.
    pub(crate) fn do_enroll(
        id: CooperativeId,
        key: SigningKey,
        skills: Skills,
        consent: &Signed,
    ) -> Result<Enrolled, DispatchError> {
        let mut cooperative = Self::ensure_taking_part(id)?;
        Self::ensure_skills(&skills)?;
        let roles = Roles::member();
        let enrolled = Self::join(id, &mut cooperative, key, roles, skills, Some(consent))?;
        Cooperatives::<T>::insert(id, cooperative);
        Ok(enrolled)
    }

    /// Begins a membership and counts it in `cooperative`, which the caller stores.
    ///
    /// `consent` is `None` for founders alone: who agrees to the genesis agrees to them.
    pub(crate) fn join(
        id: CooperativeId,
        cooperative: &mut Cooperative,
        key: SigningKey,
        roles: Roles,
        skills: Skills,
        consent: Option<&Signed>,
    ) -> Result<Enrolled, DispatchError> {
        let known = Self::person_of(&key)?;
        let did = known.unwrap_or(Did::from_key(key));
        ensure!(!CooperativeOfDid::<T>::contains_key(did), Error::<T>::InvalidMember);
        let term = Self::next_term(id, &did)?;
        if let Some(consent) = consent {
            let statement = Statement::Join { cooperative: id, did, term };
            pallet_did::Pallet::<T>::ensure_statement(consent, &statement, &key)?;
        }
        if known.is_none() {
            pallet_did::Pallet::<T>::do_create(key, None)?;
        }

        let home = Self::home(&did).is_none();
        MembershipsOf::<T>::try_append(did, id).map_err(|()| Error::<T>::MembershipsExceeded)?;
        let joined = <T as pallet_did::Config>::Time::now();
        let (status, suspension) = (MemberStatus::Active, None);
        let membership = Membership { status, roles, skills, term, joined, suspension };
        cooperative.members =
            cooperative.members.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        if is_active_steward(&membership) {
            cooperative.stewards =
                cooperative.stewards.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        }
        Self::store_membership(id, &did, membership);
        T::Credentials::issue(&cooperative.did, &did, id, term)?;
        Ok(Enrolled { did, term, home, joined })
    }

    /// The person for whom `key` may act already; `None`: the key is nobody's.
    fn person_of(key: &SigningKey) -> Result<Option<Did>, DispatchError> {
        let account = key.account();
        let Some(did) = pallet_did::Pallet::<T>::did_of(&account) else { return Ok(None) };
        // An account has 32 bytes that could be a key of either kind; the document says which.
        let own = pallet_did::Pallet::<T>::authentication_key(&did, &account);
        ensure!(own.as_ref() == Some(key), Error::<T>::InvalidKey);
        Ok(Some(did))
    }

    /// The number of the term that `did` may begin in `id`.
    fn next_term(id: CooperativeId, did: &Did) -> Result<u32, DispatchError> {
        let Some(previous) = Memberships::<T>::get(id, did) else { return Ok(0) };
        ensure!(!previous.status.is_current(), Error::<T>::AlreadyExists);
        Ok(previous.term.checked_add(1).ok_or(ArithmeticError::Overflow)?)
    }
}
