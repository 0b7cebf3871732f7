//! Making, changing and ending documents.

use crate::{
    frame,
    mock::{Identity, *},
    weights::WeightInfo,
    AccountOwner, Call, Error, Event,
};
use frame::{deps::frame_support::dispatch::GetDispatchInfo, testing_prelude::*};
use icn_primitives::{
    document::{Relationships, Service, MAX_METHODS, MAX_SERVICES},
    Did,
};

/// A service that says how to reach somebody.
pub fn service(id: &str, endpoint: &str) -> Service {
    let bounded = |text: &str| text.as_bytes().to_vec();
    Service {
        id: bounded(id).try_into().expect("short"),
        kind: bounded("LinkedDomains").try_into().expect("short"),
        endpoint: bounded(endpoint).try_into().expect("short"),
    }
}

#[test]
fn a_new_person_has_one_key_that_may_act_at_once() {
    scenario(|| {
        let ada = person("ada");
        let document = Identity::document(&ada.did()).expect("it was made");
        assert_eq!(document.version, 1);
        assert_eq!((document.created, document.updated), (START, START));
        assert_eq!(document.controller, None);
        assert_eq!(document.methods.len(), 1);
        assert_eq!(document.methods[0].key, ada.public());
        assert_eq!(document.methods[0].relationships, Relationships::SIGNING);
        assert_eq!(Identity::did_of(&ada.account()), Some(ada.did()));
        assert!(System::providers(&ada.account()) > 0);
        System::assert_last_event(Event::DidCreated { did: ada.did(), controller: None }.into());
    });
}

#[test]
fn nobody_is_made_twice() {
    scenario(|| {
        let ada = person("ada");
        assert_noop!(Identity::do_create(ada.key(), None), Error::<Test>::AlreadyExists);
    });
}

#[test]
fn a_name_is_never_given_out_again() {
    scenario(|| {
        let ada = person("ada");
        assert_ok!(Identity::deactivate(ada.origin(), ada.did(), 1));
        assert_noop!(Identity::do_create(ada.key(), None), Error::<Test>::AlreadyExists);
    });
}

#[test]
fn a_key_that_acts_for_somebody_names_nobody_else() {
    scenario(|| {
        let ada = person("ada");
        let phone = Keys::ed("phone");
        assert_ok!(Identity::add_method(
            ada.origin(),
            ada.did(),
            1,
            phone.public(),
            Relationships::AUTHENTICATION,
            Some(phone.may_act_for(ada.did(), 1)),
        ));
        assert_noop!(Identity::do_create(phone.key(), None), Error::<Test>::AlreadyExists);
    });
}

#[test]
fn whoever_makes_a_working_group_controls_it() {
    scenario(|| {
        let (ada, group) = (person("ada"), Keys::ed("group"));
        let proof = group.may_act_for(group.did(), 0);
        assert_ok!(Identity::create(ada.origin(), group.key(), proof));
        let document = Identity::document(&group.did()).expect("it was made");
        assert_eq!(document.controller, Some(ada.did()));
        assert_eq!(Identity::did_of(&group.account()), Some(group.did()));

        // Both the group's key and its controller's may change it.
        let site = service("site", "https://group.example");
        assert_ok!(Identity::put_service(ada.origin(), group.did(), 1, site));
        assert_ok!(Identity::remove_service(
            group.origin(),
            group.did(),
            2,
            b"site".to_vec().try_into().expect("short"),
        ));
    });
}

#[test]
fn nobody_is_made_with_a_key_that_did_not_agree() {
    scenario(|| {
        let (ada, group, other) = (person("ada"), Keys::sr("group"), Keys::sr("other"));
        let by_another = other.may_act_for(other.did(), 0);
        assert_noop!(
            Identity::create(ada.origin(), group.key(), by_another),
            Error::<Test>::InvalidProof
        );
        let for_another = group.may_act_for(ada.did(), 0);
        assert_noop!(
            Identity::create(ada.origin(), group.key(), for_another),
            Error::<Test>::InvalidProof
        );
    });
}

#[test]
fn somebody_without_a_did_makes_none() {
    scenario(|| {
        let (stranger, group) = (Keys::sr("stranger"), Keys::sr("group"));
        let proof = group.may_act_for(group.did(), 0);
        assert_noop!(
            Identity::create(stranger.origin(), group.key(), proof),
            Error::<Test>::NotAuthorized
        );
    });
}

#[test]
fn a_change_names_the_version_that_it_expects() {
    scenario(|| {
        let ada = person("ada");
        let site = service("site", "https://ada.example");
        for stale in [0, 2, u32::MAX] {
            assert_noop!(
                Identity::put_service(ada.origin(), ada.did(), stale, site.clone()),
                Error::<Test>::StaleVersion
            );
        }
        pass(5);
        assert_ok!(Identity::put_service(ada.origin(), ada.did(), 1, site.clone()));
        let document = Identity::document(&ada.did()).expect("it was made");
        assert_eq!(document.version, 2);
        assert_eq!((document.created, document.updated), (START, START + 5));
        assert_noop!(
            Identity::put_service(ada.origin(), ada.did(), 1, site),
            Error::<Test>::StaleVersion
        );
    });
}

#[test]
fn strangers_change_nothing() {
    scenario(|| {
        let (ada, mallory) = (person("ada"), person("mallory"));
        let site = service("site", "https://mallory.example");
        let did = ada.did();
        assert_noop!(
            Identity::put_service(mallory.origin(), did, 1, site.clone()),
            Error::<Test>::NotAuthorized
        );
        assert_noop!(Identity::deactivate(mallory.origin(), did, 1), Error::<Test>::NotAuthorized);
        assert_noop!(
            Identity::set_controller(mallory.origin(), did, 1, Some(mallory.did())),
            Error::<Test>::NotAuthorized
        );
        assert_noop!(
            Identity::set_guardians(
                mallory.origin(),
                did,
                vec![mallory.did()].try_into().expect("short"),
                1
            ),
            Error::<Test>::NotAuthorized
        );
        assert_noop!(
            Identity::put_service(Keys::sr("nobody").origin(), did, 1, site.clone()),
            Error::<Test>::NotAuthorized
        );
        assert_noop!(
            Identity::put_service(ada.origin(), Keys::sr("nobody").did(), 1, site.clone()),
            Error::<Test>::NotFound
        );
        assert_noop!(
            Identity::put_service(RuntimeOrigin::root(), did, 1, site),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn a_service_is_added_replaced_and_removed_by_its_id() {
    scenario(|| {
        let ada = person("ada");
        let services = || Identity::document(&ada.did()).expect("it was made").services;
        let (old, new) = (service("a", "https://old.example"), service("a", "https://new.example"));
        let other = service("b", "mailto:ada@example.org");
        assert_ok!(Identity::put_service(ada.origin(), ada.did(), 1, old));
        assert_ok!(Identity::put_service(ada.origin(), ada.did(), 2, other.clone()));
        assert_ok!(Identity::put_service(ada.origin(), ada.did(), 3, new.clone()));
        assert_eq!(services(), vec![new.clone(), other.clone()]);
        assert_ok!(Identity::remove_service(ada.origin(), ada.did(), 4, new.id.clone()));
        assert_eq!(services(), vec![other]);
        assert_noop!(
            Identity::remove_service(ada.origin(), ada.did(), 5, new.id),
            Error::<Test>::NotFound
        );
    });
}

#[test]
fn a_service_weighs_what_its_document_holds() {
    scenario(|| {
        let ada = person("ada");
        let weight = |result: DispatchResultWithPostInfo| {
            result.expect("it is allowed").actual_weight.expect("it is told")
        };
        let put = <() as WeightInfo>::put_service;
        let remove = <() as WeightInfo>::remove_service;
        let (shop, blog) =
            (service("shop", "https://a.example"), service("blog", "https://b.example"));
        let (who, did) = (ada.origin(), ada.did());
        assert_eq!(weight(Identity::put_service(who.clone(), did, 1, shop.clone())), put(1, 1));
        assert_eq!(weight(Identity::put_service(who.clone(), did, 2, blog)), put(1, 2));
        // Replaced: as many as before.
        assert_eq!(weight(Identity::put_service(who.clone(), did, 3, shop.clone())), put(1, 2));
        assert_eq!(weight(Identity::remove_service(who, did, 4, shop.id)), remove(1, 2));
        let call = Call::<Test>::put_service {
            did,
            expected_version: 5,
            service: service("x", "https://x.example"),
        };
        let most = put(MAX_METHODS, MAX_SERVICES);
        assert_eq!(call.get_dispatch_info().call_weight, most);
        assert!(put(1, 1).ref_time() < most.ref_time());
    });
}

#[test]
fn services_are_well_formed_and_bounded() {
    scenario(|| {
        let ada = person("ada");
        for wrong in [
            service("", "https://a.example"),
            service("a b", "https://a.example"),
            service("a", "nowhere"),
        ] {
            assert_noop!(
                Identity::put_service(ada.origin(), ada.did(), 1, wrong),
                Error::<Test>::InvalidService
            );
        }
        for number in 0..MAX_SERVICES {
            let site = service(&format!("s{number}"), "https://a.example");
            assert_ok!(Identity::put_service(ada.origin(), ada.did(), number + 1, site));
        }
        let version = version(&ada.did());
        assert_noop!(
            Identity::put_service(
                ada.origin(),
                ada.did(),
                version,
                service("more", "https://a.example")
            ),
            Error::<Test>::ServicesExceeded
        );
        let replaced = service("s0", "https://b.example");
        assert_ok!(Identity::put_service(ada.origin(), ada.did(), version, replaced));
    });
}

#[test]
fn a_did_that_has_ended_acts_for_nobody_and_stays_ended() {
    scenario(|| {
        let (ada, group) = (person("ada"), Keys::sr("group"));
        let proof = group.may_act_for(group.did(), 0);
        assert_ok!(Identity::create(ada.origin(), group.key(), proof));
        let site = service("site", "https://group.example");
        assert_ok!(Identity::put_service(ada.origin(), group.did(), 1, site.clone()));
        pass(7);
        assert_ok!(Identity::deactivate(ada.origin(), group.did(), 2));

        let document = Identity::document(&group.did()).expect("it is remembered");
        assert!(
            document.deactivated && document.methods.is_empty() && document.services.is_empty()
        );
        assert_eq!((document.version, document.controller, document.updated), (3, None, START + 7));
        assert!(!Identity::is_active(&group.did()));
        assert_eq!(Identity::did_of(&group.account()), None);
        // The account stays one, so that its nonce stays too.
        assert!(System::providers(&group.account()) > 0);
        System::assert_last_event(Event::Deactivated { did: group.did(), version: 3 }.into());

        for who in [&ada, &group] {
            assert_noop!(
                Identity::put_service(who.origin(), group.did(), 3, site.clone()),
                Error::<Test>::Deactivated
            );
        }
        assert_eq!(AccountOwner::<Test>::iter().count(), 1);
    });
}

#[test]
fn a_document_that_was_changed_too_often_stays_as_it_is() {
    scenario(|| {
        let ada = person("ada");
        crate::Documents::<Test>::mutate(ada.did(), |document| {
            document.as_mut().expect("it was made").version = u32::MAX;
        });
        assert_noop!(
            Identity::put_service(
                ada.origin(),
                ada.did(),
                u32::MAX,
                service("a", "https://a.example")
            ),
            Error::<Test>::VersionExceeded
        );
    });
}

#[test]
fn an_account_that_exists_already_gets_no_second_provider() {
    scenario(|| {
        let ada = Keys::sr("ada");
        System::inc_providers(&ada.account());
        assert_ok!(Identity::do_create(ada.key(), None));
        assert_eq!(System::providers(&ada.account()), 1);
        let unknown: Did = Keys::sr("unknown").did();
        assert_eq!(Identity::document(&unknown), None);
    });
}
