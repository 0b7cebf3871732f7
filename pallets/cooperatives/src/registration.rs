//! How a cooperative comes into the register, and what it may change there.

use alloc::vec::Vec;
use frame::prelude::*;
use icn_primitives::{
    membership::{
        Cooperative, CooperativeId, CooperativeStatus, Domain, LegalName, Role, Roles, Rules,
        Skills,
    },
    statement::{Signed, Statement},
    Did, SigningKey,
};
use polkadot_sdk::polkadot_sdk_frame as frame;

use crate::{
    enrolment::Enrolled, Config, CooperativeOfDid, Cooperatives, DomainOwner, Error, NextId,
    OnCooperativeStatus, OnMembershipChange, OngoingCooperatives, Pallet, MAX_FOUNDING_STEWARDS,
};

/// What is said of a cooperative that is put forward.
#[derive(Clone)]
pub(crate) struct Application {
    /// Its legal name.
    pub(crate) legal_name: LegalName,
    /// Its domain.
    pub(crate) domain: Domain,
    /// The key of which its DID is made.
    pub(crate) key: SigningKey,
    /// That key's consent.
    pub(crate) proof: Signed,
    /// A key of each first steward, and that person's consent.
    pub(crate) stewards: BoundedVec<(SigningKey, Signed), ConstU32<MAX_FOUNDING_STEWARDS>>,
    /// Its rules.
    pub(crate) rules: Rules,
}

/// A cooperative that was put forward.
pub(crate) struct Registered {
    /// Its number.
    pub(crate) id: CooperativeId,
    /// Its DID.
    pub(crate) did: Did,
    /// Its first stewards.
    pub(crate) stewards: Vec<Enrolled>,
}

impl<T: Config> Pallet<T> {
    /// Registers an applicant with its first stewards and tells [`Config::OnStatus`].
    pub(crate) fn do_put_forward(application: Application) -> Result<Registered, DispatchError> {
        let Application { legal_name, domain, key, proof, stewards, rules } = application;
        ensure!(!stewards.is_empty(), Error::<T>::InvalidStewards);
        let statement = Statement::AddKey { did: Did::from_key(key), key, version: 0 };
        pallet_did::Pallet::<T>::ensure_statement(&proof, &statement, &key)?;

        let status = CooperativeStatus::Applicant;
        let (id, mut cooperative) = Self::register(legal_name, domain, key, rules, status)?;
        let mut enrolled = Vec::with_capacity(stewards.len());
        for (key, consent) in &stewards {
            let roles = Roles::member().with(Role::Steward);
            let skills = Skills::default();
            enrolled.push(Self::join(id, &mut cooperative, *key, roles, skills, Some(consent))?);
        }
        Cooperatives::<T>::insert(id, &cooperative);
        T::OnStatus::status_changed(id, &cooperative);
        Ok(Registered { id, did: cooperative.did, stewards: enrolled })
    }

    /// Stores a cooperative without members, under the next number and with a new DID.
    pub(crate) fn register(
        legal_name: LegalName,
        domain: Domain,
        key: SigningKey,
        rules: Rules,
        status: CooperativeStatus,
    ) -> Result<(CooperativeId, Cooperative), DispatchError> {
        Self::ensure_legal_name(&legal_name)?;
        Self::ensure_domain(&domain, None)?;
        Self::ensure_rules(&rules)?;
        let ongoing = OngoingCooperatives::<T>::get();
        ensure!(ongoing < T::MaxCooperatives::get(), Error::<T>::CooperativesExceeded);
        OngoingCooperatives::<T>::put(ongoing.checked_add(1).ok_or(ArithmeticError::Overflow)?);
        let id = NextId::<T>::get();
        if status == CooperativeStatus::Active {
            Self::begin_taking_part(id)?;
        }
        NextId::<T>::put(CooperativeId(id.0.checked_add(1).ok_or(ArithmeticError::Overflow)?));
        let did = pallet_did::Pallet::<T>::do_create(key, None)?;
        DomainOwner::<T>::insert(&domain, id);
        CooperativeOfDid::<T>::insert(did, id);
        let created = frame_system::Pallet::<T>::block_number().saturated_into();
        let cooperative = Cooperative {
            did,
            legal_name,
            domain,
            status,
            rules,
            members: 0,
            stewards: 0,
            created,
        };
        Cooperatives::<T>::insert(id, &cooperative);
        <T as Config>::OnChange::cooperative_changed(id);
        Ok((id, cooperative))
    }

    /// Replaces the rules of `id`.
    pub(crate) fn do_set_rules(id: CooperativeId, rules: Rules) -> DispatchResult {
        let mut cooperative = Self::ensure_ongoing(id)?;
        Self::ensure_rules(&rules)?;
        cooperative.rules = rules;
        Cooperatives::<T>::insert(id, cooperative);
        Ok(())
    }

    /// Replaces the name and the domain of `id`.
    pub(crate) fn do_set_profile(
        id: CooperativeId,
        legal_name: LegalName,
        domain: Domain,
    ) -> DispatchResult {
        let mut cooperative = Self::ensure_ongoing(id)?;
        Self::ensure_legal_name(&legal_name)?;
        Self::ensure_domain(&domain, Some(id))?;
        DomainOwner::<T>::remove(&cooperative.domain);
        DomainOwner::<T>::insert(&domain, id);
        cooperative.legal_name = legal_name;
        cooperative.domain = domain;
        Cooperatives::<T>::insert(id, cooperative);
        Ok(())
    }
}
