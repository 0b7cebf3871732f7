//! What each call costs in its worst case.
//!
//! Sentences are signed in the form in which wallets wrap them, which is tried second. Persons who
//! have other memberships have as many as they may, of cooperatives that have ended, so that the
//! search for a home walks past all of them.

use crate::*;
use alloc::{format, vec, vec::Vec};
use frame::{benchmarking::prelude::*, traits::Time};
use icn_primitives::{
    membership::{
        CooperativeStatus, Domain, FederationRole, LegalName, Role, Roles, Rules, Skill, Skills,
        MAX_LEGAL_NAME, MAX_MEMBERSHIPS, MAX_SKILL, MAX_SKILLS,
    },
    statement::{Signed, Statement},
    AccountId, CooperativeId, Did, SigningKey, HOUR,
};
use pallet_did::benchmarking::admitted;
use polkadot_sdk::{sp_core::crypto::KeyTypeId, sp_io};

/// Where the keys of these benchmarks are kept.
const KEYS: KeyTypeId = KeyTypeId(*b"coop");
/// Longest label of a domain.
const LABEL: usize = 63;

/// The key of `name`.
fn key(name: &str) -> SigningKey {
    let seed = format!("//{name}");
    SigningKey::Sr25519(sp_io::crypto::sr25519_generate(KEYS, Some(seed.into_bytes())).0)
}

/// `statement`, signed with `key` as a wallet does.
fn sign<T: Config>(key: &SigningKey, statement: &Statement) -> Signed {
    let now = <T as pallet_did::Config>::Time::now();
    let expires_at = now.saturating_add(HOUR);
    let text = statement.text(&pallet_did::Pallet::<T>::genesis_hash(), expires_at);
    let wrapped = format!("<Bytes>{text}</Bytes>");
    let public = (*key.bytes()).into();
    let signature = sp_io::crypto::sr25519_sign(KEYS, &public, wrapped.as_bytes())
        .expect("the key store has the key");
    Signed { signature: signature.into(), expires_at }
}

/// The consent of whoever has `key` to join for the first time.
fn joins<T: Config>(key: &SigningKey, cooperative: CooperativeId) -> Signed {
    sign::<T>(key, &Statement::Join { cooperative, did: Did::from_key(*key), term: 0 })
}

/// The longest domain that begins with `name`.
fn domain(name: &str) -> Domain {
    let filled = |label: &str| format!("{label:a<LABEL$}");
    let text = [filled(name), filled(""), filled(""), "a".repeat(61)].join(".");
    text.into_bytes().try_into().expect("the longest domain")
}

/// The longest legal name.
fn legal_name() -> LegalName {
    vec![b'a'; MAX_LEGAL_NAME as usize].try_into().expect("the longest name")
}

/// As many of the longest skills.
fn skills(count: u32) -> Skills {
    let skill = |number: u32| -> Skill {
        let tag = format!("{number:a>width$}", width = MAX_SKILL as usize);
        tag.into_bytes().try_into().expect("the longest tag")
    };
    (0..count).map(skill).collect::<Vec<_>>().try_into().expect("no more than may be")
}

fn rules() -> Rules {
    Rules { recovery_stewards: 3, recovery_delay: HOUR }
}

/// A cooperative with this status and one steward, whose key is returned.
fn cooperative<T: Config>(
    name: &str,
    status: CooperativeStatus,
) -> Result<(CooperativeId, SigningKey), DispatchError> {
    let (id, mut cooperative) =
        Pallet::<T>::register(legal_name(), domain(name), key(name), rules(), status)?;
    let steward = key(&format!("{name}-steward"));
    let roles = Roles::member().with(Role::Steward);
    Pallet::<T>::join(id, &mut cooperative, steward, roles, skills(MAX_SKILLS), None)?;
    Cooperatives::<T>::insert(id, cooperative);
    Ok((id, steward))
}

/// An active cooperative and its steward; another takes part besides it.
fn active<T: Config>() -> Result<(CooperativeId, SigningKey), DispatchError> {
    cooperative::<T>("second", CooperativeStatus::Active)?;
    cooperative::<T>("first", CooperativeStatus::Active)
}

/// Makes the persons of `keys` members with all roles of `id`.
fn add_members<T: Config>(id: CooperativeId, keys: &[SigningKey]) -> DispatchResult {
    let mut cooperative = Pallet::<T>::ensure_cooperative(id)?;
    for key in keys {
        let roles = Role::ALL.into_iter().fold(Roles::default(), Roles::with);
        Pallet::<T>::join(id, &mut cooperative, *key, roles, skills(MAX_SKILLS), None)?;
    }
    Cooperatives::<T>::insert(id, cooperative);
    Ok(())
}

/// Gives each of `keys` all memberships but one that a person may have, of cooperatives that have
/// ended.
fn give_memberships<T: Config>(keys: &[SigningKey]) -> DispatchResult {
    for number in 1..MAX_MEMBERSHIPS {
        let (id, _) = cooperative::<T>(&format!("old-{number}"), CooperativeStatus::Active)?;
        add_members::<T>(id, keys)?;
        Pallet::<T>::do_decide(id, status::Decision::Expel)?;
    }
    Ok(())
}

/// The keys of `count` persons.
fn people(count: u32) -> Vec<SigningKey> {
    (0..count).map(|number| key(&format!("person-{number}"))).collect()
}

/// The origin of whoever has `key`, who has been admitted.
fn by<T: Config>(key: &SigningKey) -> RawOrigin<AccountId> {
    admitted::<T>(key.account())
}

/// The federation.
fn federation<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
    T::FederationOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

/// Checks that the last event is the expected one.
fn assert_last<T: Config>(event: Event<T>) {
    let event: <T as frame_system::Config>::RuntimeEvent = event.into();
    frame_system::Pallet::<T>::assert_last_event(event);
}

#[benchmarks]
mod benchmarks {
    use super::*;

    /// The stewards of an application by `keys`, and the application's further arguments.
    #[allow(clippy::type_complexity)]
    fn application<T: Config>(
        keys: &[SigningKey],
    ) -> (SigningKey, Signed, BoundedVec<(SigningKey, Signed), ConstU32<MAX_FOUNDING_STEWARDS>>)
    {
        let organisation = key("applicant");
        let did = Did::from_key(organisation);
        let statement = Statement::AddKey { did, key: organisation, version: 0 };
        let id = NextId::<T>::get();
        let stewards: Vec<_> = keys.iter().map(|key| (*key, joins::<T>(key, id))).collect();
        (
            organisation,
            sign::<T>(&organisation, &statement),
            stewards.try_into().expect("as many as may be"),
        )
    }

    #[benchmark]
    fn put_forward(n: Linear<1, MAX_FOUNDING_STEWARDS>) -> Result<(), BenchmarkError> {
        let (sponsor, steward) = active::<T>()?;
        let id = NextId::<T>::get();
        let (key, proof, stewards) = application::<T>(&people(n));

        #[extrinsic_call]
        _(by::<T>(&steward), sponsor, legal_name(), domain("new"), key, proof, stewards, rules());

        assert_eq!(Cooperatives::<T>::get(id).map(|registered| registered.stewards), Some(n));
        Ok(())
    }

    #[benchmark]
    fn put_forward_known(n: Linear<1, MAX_FOUNDING_STEWARDS>) -> Result<(), BenchmarkError> {
        let (sponsor, steward) = active::<T>()?;
        let people = people(n);
        give_memberships::<T>(&people)?;
        let id = NextId::<T>::get();
        let (key, proof, stewards) = application::<T>(&people);

        #[extrinsic_call]
        put_forward(
            by::<T>(&steward),
            sponsor,
            legal_name(),
            domain("new"),
            key,
            proof,
            stewards,
            rules(),
        );

        assert_eq!(Cooperatives::<T>::get(id).map(|registered| registered.stewards), Some(n));
        Ok(())
    }

    #[benchmark]
    fn admit() -> Result<(), BenchmarkError> {
        let (id, _) = cooperative::<T>("applicant", CooperativeStatus::Applicant)?;
        let origin = federation::<T>()?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id);

        assert_last::<T>(Event::CooperativeAdmitted { id });
        Ok(())
    }

    #[benchmark]
    fn decline() -> Result<(), BenchmarkError> {
        let people = people(MAX_FOUNDING_STEWARDS.saturating_sub(1));
        active::<T>()?;
        give_memberships::<T>(&people)?;
        let (id, _) = cooperative::<T>("applicant", CooperativeStatus::Applicant)?;
        add_members::<T>(id, &people)?;
        let origin = federation::<T>()?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id);

        assert_eq!(Pallet::<T>::status(id), Some(CooperativeStatus::Withdrawn));
        assert_eq!(Cooperatives::<T>::get(id).map(|declined| declined.members), Some(0));
        Ok(())
    }

    #[benchmark]
    fn suspend() -> Result<(), BenchmarkError> {
        let (id, _) = active::<T>()?;
        let origin = federation::<T>()?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id);

        assert_last::<T>(Event::CooperativeSuspended { id });
        Ok(())
    }

    #[benchmark]
    fn restore() -> Result<(), BenchmarkError> {
        let (id, _) = active::<T>()?;
        Pallet::<T>::do_decide(id, status::Decision::Suspend)?;
        let origin = federation::<T>()?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id);

        assert_last::<T>(Event::CooperativeRestored { id });
        Ok(())
    }

    #[benchmark]
    fn expel() -> Result<(), BenchmarkError> {
        let (id, _) = active::<T>()?;
        let origin = federation::<T>()?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id);

        assert_last::<T>(Event::CooperativeExpelled { id });
        Ok(())
    }

    #[benchmark]
    fn withdraw() -> Result<(), BenchmarkError> {
        let (id, _) = active::<T>()?;
        let origin = federation::<T>()?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, id);

        assert_last::<T>(Event::CooperativeWithdrawn { id });
        Ok(())
    }

    #[benchmark]
    fn enroll() -> Result<(), BenchmarkError> {
        let (id, steward) = active::<T>()?;
        let person = key("person");
        let consent = joins::<T>(&person, id);

        #[extrinsic_call]
        _(by::<T>(&steward), id, person, skills(MAX_SKILLS), consent);

        assert!(Pallet::<T>::is_active_member(id, &Did::from_key(person)));
        Ok(())
    }

    #[benchmark]
    fn enroll_known() -> Result<(), BenchmarkError> {
        let (id, steward) = active::<T>()?;
        let person = key("person");
        give_memberships::<T>(&[person])?;
        let consent = joins::<T>(&person, id);

        #[extrinsic_call]
        enroll(by::<T>(&steward), id, person, skills(MAX_SKILLS), consent);

        assert!(Pallet::<T>::is_active_member(id, &Did::from_key(person)));
        Ok(())
    }

    #[benchmark]
    fn grant_role() -> Result<(), BenchmarkError> {
        let (id, steward) = active::<T>()?;
        let did = Did::from_key(key("person"));
        add_members::<T>(id, &[did.0])?;
        Pallet::<T>::do_revoke_role(id, &did, Role::Steward)?;

        #[extrinsic_call]
        _(by::<T>(&steward), id, did, Role::Steward);

        assert_last::<T>(Event::RoleGranted { cooperative: id, did, role: Role::Steward });
        Ok(())
    }

    #[benchmark]
    fn revoke_role() -> Result<(), BenchmarkError> {
        let (id, steward) = active::<T>()?;
        let did = Did::from_key(key("person"));
        add_members::<T>(id, &[did.0])?;

        #[extrinsic_call]
        _(by::<T>(&steward), id, did, Role::Steward);

        assert_last::<T>(Event::RoleRevoked { cooperative: id, did, role: Role::Steward });
        Ok(())
    }

    #[benchmark]
    fn set_skills(s: Linear<0, MAX_SKILLS>) -> Result<(), BenchmarkError> {
        let (id, steward) = active::<T>()?;
        let did = Did::from_key(steward);

        #[extrinsic_call]
        _(by::<T>(&steward), id, skills(s));

        assert_last::<T>(Event::SkillsSet { cooperative: id, did, skills: skills(s) });
        Ok(())
    }

    #[benchmark]
    fn suspend_member() -> Result<(), BenchmarkError> {
        let (id, steward) = active::<T>()?;
        let did = Did::from_key(key("person"));
        add_members::<T>(id, &[did.0])?;

        #[extrinsic_call]
        _(by::<T>(&steward), id, did);

        let at = <T as pallet_did::Config>::Time::now();
        assert_last::<T>(Event::MemberSuspended { cooperative: id, did, at });
        Ok(())
    }

    #[benchmark]
    fn restore_member() -> Result<(), BenchmarkError> {
        let (id, steward) = active::<T>()?;
        let did = Did::from_key(key("person"));
        add_members::<T>(id, &[did.0])?;
        Pallet::<T>::do_suspend_member(id, &did)?;

        #[extrinsic_call]
        _(by::<T>(&steward), id, did);

        let at = <T as pallet_did::Config>::Time::now();
        assert_last::<T>(Event::MemberRestored { cooperative: id, did, at });
        Ok(())
    }

    #[benchmark]
    fn expel_member() -> Result<(), BenchmarkError> {
        let (id, steward) = active::<T>()?;
        let did = Did::from_key(key("person"));
        give_memberships::<T>(&[did.0])?;
        add_members::<T>(id, &[did.0])?;

        #[extrinsic_call]
        _(by::<T>(&steward), id, did);

        assert_last::<T>(Event::HomeChanged { did, home: None });
        Ok(())
    }

    #[benchmark]
    fn leave() -> Result<(), BenchmarkError> {
        let (id, _) = active::<T>()?;
        let did = Did::from_key(key("person"));
        give_memberships::<T>(&[did.0])?;
        add_members::<T>(id, &[did.0])?;

        #[extrinsic_call]
        _(by::<T>(&did.0), id);

        assert_last::<T>(Event::HomeChanged { did, home: None });
        Ok(())
    }

    #[benchmark]
    fn set_rules() -> Result<(), BenchmarkError> {
        let (cooperative, _) = active::<T>()?;
        let rules = Rules { recovery_stewards: 1, recovery_delay: 1 };
        let origin = federation::<T>()?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, cooperative, rules.clone());

        assert_last::<T>(Event::RulesSet { cooperative, rules });
        Ok(())
    }

    #[benchmark]
    fn set_profile() -> Result<(), BenchmarkError> {
        let (cooperative, _) = active::<T>()?;
        let (legal_name, domain) = (legal_name(), domain("new"));
        let origin = federation::<T>()?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, cooperative, legal_name.clone(), domain.clone());

        assert_last::<T>(Event::ProfileSet { cooperative, legal_name, domain });
        Ok(())
    }

    #[benchmark]
    fn grant_federation_role() -> Result<(), BenchmarkError> {
        let (_, steward) = active::<T>()?;
        let (did, role) = (Did::from_key(steward), FederationRole::Mediator);
        let origin = federation::<T>()?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, did, role);

        assert_last::<T>(Event::FederationRoleGranted { did, role });
        Ok(())
    }

    #[benchmark]
    fn revoke_federation_role() -> Result<(), BenchmarkError> {
        let (_, steward) = active::<T>()?;
        let (did, role) = (Did::from_key(steward), FederationRole::Mediator);
        for role in FederationRole::ALL {
            Pallet::<T>::do_grant_federation_role(&did, role)?;
        }
        let origin = federation::<T>()?;

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, did, role);

        assert_last::<T>(Event::FederationRoleRevoked { did, role });
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
