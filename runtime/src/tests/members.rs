//! How people come in, act and go.

use icn_primitives::{
    membership::{MemberStatus, Role, Skills},
    statement::Statement,
    CooperativeId, Refusal,
};
use polkadot_sdk::sp_core::H256;

use super::chain::{chain, next_block, refused, Person};
use crate::{people::membership_credential, Cooperatives, Credentials, Did, RuntimeCall};

const HOME: CooperativeId = CooperativeId(0);

/// Enrols `who` in the development cooperative for the `term`th time.
pub fn enrol(who: &Person, term: u32) {
    let consent = who.state(&Statement::Join { cooperative: HOME, did: who.did(), term });
    let call = pallet_cooperatives::Call::enroll {
        cooperative: HOME,
        key: who.key(),
        skills: Skills::default(),
        consent,
    };
    Person::steward().dispatch(RuntimeCall::Cooperatives(call)).expect("they are enrolled");
}

pub fn suspend(who: &Person) {
    let call = pallet_cooperatives::Call::suspend_member { cooperative: HOME, did: who.did() };
    Person::steward().dispatch(RuntimeCall::Cooperatives(call)).expect("they are suspended");
}

#[test]
fn somebody_who_has_nothing_but_a_key_becomes_a_member_and_acts() {
    chain().execute_with(|| {
        let ada = Person::named("ada");
        enrol(&ada, 0);
        assert_eq!(Did::did_of(&ada.account()), Some(ada.did()));
        assert_eq!(Cooperatives::home(&ada.did()), Some(HOME));
        next_block();
        let skills = pallet_cooperatives::Call::set_skills {
            cooperative: HOME,
            skills: vec![b"baking".to_vec().try_into().unwrap()].try_into().unwrap(),
        };
        ada.dispatch(RuntimeCall::Cooperatives(skills)).unwrap();
    });
}

#[test]
fn a_membership_is_a_credential_that_ends_with_it() {
    chain().execute_with(|| {
        let ada = Person::named("ada");
        enrol(&ada, 0);
        let issuer = Cooperatives::cooperative(HOME).unwrap().did;
        let hash = membership_credential(&issuer, &ada.did(), HOME, 0);
        let valid = |hash: H256| {
            let (credential, _) = Credentials::credential(hash).expect("it is anchored");
            credential.revoked.is_none()
        };
        assert!(valid(hash));
        let leave = pallet_cooperatives::Call::leave { cooperative: HOME };
        ada.dispatch(RuntimeCall::Cooperatives(leave)).unwrap();
        assert!(!valid(hash));
        assert_eq!(Cooperatives::membership(HOME, &ada.did()).unwrap().status, MemberStatus::Left);
        let skills =
            pallet_cooperatives::Call::set_skills { cooperative: HOME, skills: Skills::default() };
        assert_eq!(ada.send(RuntimeCall::Cooperatives(skills)), Err(refused(Refusal::NotMember)));
        // A further term is a further credential.
        enrol(&ada, 1);
        assert!(valid(membership_credential(&issuer, &ada.did(), HOME, 1)));
    });
}

#[test]
fn a_founder_s_membership_credential_is_found_and_can_be_revoked() {
    chain().execute_with(|| {
        let (ada, founder) = (Person::named("ada"), Person::steward());
        let issuer = Cooperatives::cooperative(HOME).unwrap().did;
        let hash = membership_credential(&issuer, &founder.did(), HOME, 0);
        assert!(Credentials::credential(hash).is_some());
        enrol(&ada, 0);
        let grant = pallet_cooperatives::Call::grant_role {
            cooperative: HOME,
            did: ada.did(),
            role: Role::Steward,
        };
        founder.dispatch(RuntimeCall::Cooperatives(grant)).unwrap();
        next_block();
        let expel =
            pallet_cooperatives::Call::expel_member { cooperative: HOME, did: founder.did() };
        ada.dispatch(RuntimeCall::Cooperatives(expel)).unwrap();
        assert!(Credentials::credential(hash).unwrap().0.revoked.is_some());
    });
}
