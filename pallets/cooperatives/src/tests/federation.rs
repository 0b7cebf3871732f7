//! How cooperatives come, stand and go.

use crate::{
    frame,
    mock::{domain as domain_of, legal_name as name_of, *},
    status::Decision,
    CooperativeOfDid, DomainOwner, OngoingCooperatives,
};
use frame::testing_prelude::*;
use icn_primitives::{
    membership::{
        CooperativeStatus, MemberStatus, Role, Rules, MAX_RECOVERY_DELAY, MAX_RECOVERY_STEWARDS,
    },
    CooperativeId,
};
use CooperativeStatus::{Active, Applicant, Expelled, Suspended, Withdrawn};

/// The call that carries a decision.
fn call(decision: Decision, id: CooperativeId) -> Call {
    match decision {
        Decision::Admit => Call::admit { id },
        Decision::Decline => Call::decline { id },
        Decision::Suspend => Call::suspend { id },
        Decision::Restore => Call::restore { id },
        Decision::Expel => Call::expel { id },
        Decision::Withdraw => Call::withdraw { id },
    }
}

const DECISIONS: [Decision; 6] = [
    Decision::Admit,
    Decision::Decline,
    Decision::Suspend,
    Decision::Restore,
    Decision::Expel,
    Decision::Withdraw,
];

#[test]
fn a_cooperative_is_put_forward_and_admitted() {
    scenario(|| {
        next_block();
        let id = put_forward("bakery", &["zoe", "max"]);
        let bakery = cooperative(id);
        assert_eq!(id, NEXT);
        assert_eq!(bakery.status, Applicant);
        assert_eq!(bakery.did, Keys::of("bakery").did());
        assert_eq!((bakery.members, bakery.stewards, bakery.created), (2, 2, 2));
        assert_eq!(Cooperatives::cooperative_by_domain(b"bakery.coop".to_vec()), Some(id));
        assert_eq!(CooperativeOfDid::<Test>::get(bakery.did), Some(id));
        assert_eq!(Dids::did_of(&Keys::of("bakery").key().account()), Some(bakery.did));

        let (zoe, max) = (Keys::of("zoe"), Keys::of("max"));
        assert!(membership(id, &zoe).roles.has(Role::Steward));
        assert!(!Cooperatives::is_steward(id, &zoe.did()), "an applicant takes no part");
        assert_eq!(Cooperatives::home(&zoe.did()), Some(id));
        assert_eq!(Cooperatives::home(&max.did()), Some(MILL));

        assert_ok!(send(federation(), Call::admit { id }));
        System::assert_last_event(Event::CooperativeAdmitted { id }.into());
        assert_eq!(cooperative(id).status, Active);
        assert!(Cooperatives::is_steward(id, &zoe.did()));
        assert_eq!(Cooperatives::active_cooperatives(), 3);
        assert_eq!(Told::get(), [(id, Applicant), (id, Active)]);
    });
}

#[test]
fn only_a_steward_of_an_active_cooperative_puts_another_forward() {
    scenario(|| {
        let call = || application("bakery", NEXT, &["zoe"]);
        for who in ["max", "zoe", "bakery"] {
            assert_noop!(send(Keys::of(who).origin(), call()), Error::NotAuthorized);
        }
        assert_noop!(send(federation(), call()), DispatchError::BadOrigin);
        assert_ok!(send(federation(), Call::suspend { id: HARVEST }));
        assert_noop!(send(Keys::of("ada").origin(), call()), Error::NotActive);
    });
}

#[test]
fn an_application_must_hold_what_it_needs() {
    scenario(|| {
        let ada = Keys::of("ada");
        let refused = |change: &dyn Fn(&mut Call), error: DispatchError| {
            let mut call = application("bakery", NEXT, &["zoe"]);
            change(&mut call);
            assert_noop!(send(ada.origin(), call), error);
        };
        refused(
            &|call| {
                if let Call::put_forward { domain, .. } = call {
                    *domain = domain_of("harvest.coop");
                }
            },
            Error::AlreadyExists.into(),
        );
        refused(
            &|call| {
                if let Call::put_forward { domain, .. } = call {
                    *domain = domain_of("Bakery.coop");
                }
            },
            Error::InvalidDomain.into(),
        );
        refused(
            &|call| {
                if let Call::put_forward { legal_name, .. } = call {
                    *legal_name = name_of(" ");
                }
            },
            Error::InvalidName.into(),
        );
        refused(
            &|call| {
                if let Call::put_forward { stewards, .. } = call {
                    stewards.clear();
                }
            },
            Error::InvalidStewards.into(),
        );
        refused(
            &|call| {
                if let Call::put_forward { stewards, .. } = call {
                    let twice = stewards[0].clone();
                    stewards.try_push(twice).expect("there is room");
                }
            },
            Error::AlreadyExists.into(),
        );
        refused(
            &|call| {
                if let Call::put_forward { proof, .. } = call {
                    *proof = Keys::of("zoe").may_act_for(Keys::of("bakery").did(), 0);
                }
            },
            pallet_did::Error::<Test>::InvalidProof.into(),
        );
        refused(
            &|call| {
                if let Call::put_forward { stewards, .. } = call {
                    stewards[0].1 = Keys::of("zoe").joins(MILL, 0);
                }
            },
            pallet_did::Error::<Test>::InvalidProof.into(),
        );
        refused(
            &|call| {
                if let Call::put_forward { key, proof, .. } = call {
                    let harvest = Keys::of("harvest");
                    *key = harvest.key();
                    *proof = harvest.may_act_for(harvest.did(), 0);
                }
            },
            pallet_did::Error::<Test>::AlreadyExists.into(),
        );
        let bakery = Keys::of("bakery");
        refused(
            &|call| {
                if let Call::put_forward { stewards, .. } = call {
                    stewards[0] = (bakery.key(), bakery.joins(NEXT, 0));
                }
            },
            Error::InvalidMember.into(),
        );
        assert_ok!(send(ada.origin(), application("bakery", NEXT, &["zoe"])));
    });
}

#[test]
fn declining_an_applicant_ends_it_and_leaves_no_trace_on_its_stewards() {
    scenario(|| {
        let (zoe, max) = (Keys::of("zoe"), Keys::of("max"));
        let id = put_forward("bakery", &["zoe", "max"]);
        System::reset_events();
        assert_ok!(send(federation(), Call::decline { id }));

        let bakery = cooperative(id);
        assert_eq!((bakery.status, bakery.members, bakery.stewards), (Withdrawn, 0, 0));
        assert_eq!(membership(id, &zoe).status, MemberStatus::Left);
        assert_eq!(Cooperatives::home(&zoe.did()), None);
        assert_eq!(Cooperatives::home(&max.did()), Some(MILL));
        assert!(!Issued::contains_key((id, zoe.did(), 0)));
        System::assert_has_event(Event::HomeChanged { did: zoe.did(), home: None }.into());
        let moved = System::events().into_iter().filter(|record| {
            matches!(record.event, RuntimeEvent::Cooperatives(Event::HomeChanged { .. }))
        });
        assert_eq!(moved.count(), 1, "Max stays at home");

        // The domain is free; the organisation's DID is not given out again.
        assert_eq!(Cooperatives::cooperative_by_domain(b"bakery.coop".to_vec()), None);
        assert_eq!(OngoingCooperatives::<Test>::get(), 2);
        let mut call = application("bread", CooperativeId(3), &["zoe"]);
        if let Call::put_forward { domain, .. } = &mut call {
            *domain = domain_of("bakery.coop");
        }
        assert_ok!(send(Keys::of("ada").origin(), call));
        assert_eq!(DomainOwner::<Test>::get(domain_of("bakery.coop")), Some(CooperativeId(3)));
    });
}

#[test]
fn an_applicants_steward_may_leave_but_not_the_last() {
    scenario(|| {
        let (zoe, yan) = (Keys::of("zoe"), Keys::of("yan"));
        let id = put_forward("bakery", &["zoe", "yan"]);
        assert_ok!(send(zoe.origin(), Call::leave { cooperative: id }));
        assert_noop!(send(yan.origin(), Call::leave { cooperative: id }), Error::LastSteward);
        assert_ok!(send(federation(), Call::decline { id }));
        assert_eq!(membership(id, &yan).status, MemberStatus::Left);
    });
}

#[test]
fn a_decision_leads_only_where_the_table_says() {
    let places = [Applicant, Active, Suspended, Withdrawn, Expelled];
    let ways: [(Decision, CooperativeStatus, CooperativeStatus); 8] = [
        (Decision::Admit, Applicant, Active),
        (Decision::Decline, Applicant, Withdrawn),
        (Decision::Suspend, Active, Suspended),
        (Decision::Restore, Suspended, Active),
        (Decision::Expel, Active, Expelled),
        (Decision::Expel, Suspended, Expelled),
        (Decision::Withdraw, Active, Withdrawn),
        (Decision::Withdraw, Suspended, Withdrawn),
    ];
    let path = |place| -> &[Decision] {
        match place {
            Applicant => &[],
            Active => &[Decision::Admit],
            Suspended => &[Decision::Admit, Decision::Suspend],
            Withdrawn => &[Decision::Admit, Decision::Withdraw],
            Expelled => &[Decision::Admit, Decision::Expel],
        }
    };
    for from in places {
        for decision in DECISIONS {
            scenario(|| {
                let id = put_forward("bakery", &["zoe"]);
                for step in path(from) {
                    assert_ok!(send(federation(), call(*step, id)));
                }
                let way = ways.iter().find(|(by, at, _)| (*by, *at) == (decision, from));
                match way {
                    Some((_, _, to)) => {
                        assert_ok!(send(federation(), call(decision, id)));
                        assert_eq!(cooperative(id).status, *to);
                        assert_eq!(Told::get().last(), Some(&(id, *to)));
                    }
                    None => {
                        let refused = send(federation(), call(decision, id));
                        assert_eq!(refused, Err(Error::InvalidTransition.into()));
                    }
                }
            });
        }
    }
}

#[test]
fn only_the_federation_decides_about_cooperatives_and_federation_roles() {
    scenario(|| {
        let ada = Keys::of("ada");
        let id = put_forward("bakery", &["zoe"]);
        let role = icn_primitives::membership::FederationRole::Auditor;
        let profile = Call::set_profile {
            cooperative: HARVEST,
            legal_name: legal_name("Harvest"),
            domain: domain("harvest.example"),
        };
        let others = [
            Call::set_rules { cooperative: HARVEST, rules: rules() },
            profile,
            Call::grant_federation_role { did: ada.did(), role },
            Call::revoke_federation_role { did: ada.did(), role },
        ];
        for call in DECISIONS.map(|decision| call(decision, id)).into_iter().chain(others) {
            assert_noop!(send(ada.origin(), call), DispatchError::BadOrigin);
        }
        for decision in DECISIONS {
            let nobody = call(decision, CooperativeId(9));
            assert_noop!(send(federation(), nobody), Error::NotFound);
        }
    });
}

#[test]
fn the_last_active_cooperative_stays() {
    scenario(|| {
        assert_ok!(send(federation(), Call::suspend { id: MILL }));
        for decision in [Decision::Suspend, Decision::Expel, Decision::Withdraw] {
            assert_noop!(send(federation(), call(decision, HARVEST)), Error::LastCooperative);
        }
        assert_ok!(send(federation(), Call::restore { id: MILL }));
        assert_ok!(send(federation(), Call::withdraw { id: HARVEST }));
        assert_noop!(send(federation(), Call::withdraw { id: MILL }), Error::LastCooperative);
    });
}

#[test]
fn the_end_of_a_cooperative_moves_its_members_homes_without_visiting_them() {
    scenario(|| {
        let (ada, max, bob) = (Keys::of("ada"), Keys::of("max"), Keys::of("bob"));
        assert_ok!(enroll(&ada, HARVEST, &bob));
        assert_ok!(enroll(&max, MILL, &bob));
        assert_ok!(send(federation(), Call::expel { id: HARVEST }));
        System::assert_last_event(Event::CooperativeExpelled { id: HARVEST }.into());

        assert_eq!(Cooperatives::home(&bob.did()), Some(MILL));
        assert_eq!(Cooperatives::home(&ada.did()), None);
        assert_eq!(membership(HARVEST, &bob).status, MemberStatus::Active);
        assert!(!Cooperatives::is_active_member(HARVEST, &bob.did()));
        assert!(!Cooperatives::is_steward(HARVEST, &ada.did()));
        assert_eq!(cooperative(HARVEST).members, 2);
        assert_eq!(Cooperatives::cooperative_by_domain(b"harvest.coop".to_vec()), None);

        // Leaving makes room, and moves a home no second time. Even the last steward may go.
        System::reset_events();
        assert_ok!(send(bob.origin(), Call::leave { cooperative: HARVEST }));
        assert_ok!(send(ada.origin(), Call::leave { cooperative: HARVEST }));
        assert_eq!(System::events().len(), 2);
        assert_eq!(cooperative(HARVEST).members, 0);
    });
}

#[test]
fn a_person_whose_only_cooperative_ended_finds_a_home_in_the_next() {
    scenario(|| {
        let (ada, max) = (Keys::of("ada"), Keys::of("max"));
        assert_ok!(send(federation(), Call::withdraw { id: HARVEST }));
        assert_ok!(enroll(&max, MILL, &ada));
        assert_eq!(Cooperatives::home(&ada.did()), Some(MILL));
        let told = System::events().into_iter().any(|record| {
            matches!(
                record.event,
                RuntimeEvent::Cooperatives(Event::MemberEnrolled { home: true, .. })
            )
        });
        assert!(told);
    });
}

#[test]
fn there_are_only_so_many_cooperatives_at_a_time() {
    scenario(|| {
        for number in 2..MAX_COOPERATIVES {
            put_forward(&format!("coop-{number}"), &[&format!("steward-{number}")]);
        }
        let next = CooperativeId(MAX_COOPERATIVES);
        let ada = Keys::of("ada");
        assert_noop!(
            send(ada.origin(), application("bakery", next, &["zoe"])),
            Error::CooperativesExceeded
        );
        assert_ok!(send(federation(), Call::decline { id: NEXT }));
        assert_ok!(send(ada.origin(), application("bakery", next, &["zoe"])));
    });
}

#[test]
fn rules_and_profile_change_while_a_cooperative_has_not_ended() {
    scenario(|| {
        let id = put_forward("bakery", &["zoe"]);
        let new = Rules { recovery_stewards: 1, recovery_delay: MAX_RECOVERY_DELAY };
        let set_rules = |rules| Call::set_rules { cooperative: id, rules };
        let set_profile = |text: &str| Call::set_profile {
            cooperative: id,
            legal_name: legal_name("The Bakery"),
            domain: domain(text),
        };
        assert_ok!(send(federation(), set_rules(new.clone())));
        assert_eq!(cooperative(id).rules, new);
        for (recovery_stewards, recovery_delay) in
            [(0, 1), (1, 0), (MAX_RECOVERY_STEWARDS + 1, 1), (1, MAX_RECOVERY_DELAY + 1)]
        {
            let bad = Rules { recovery_stewards, recovery_delay };
            assert_noop!(send(federation(), set_rules(bad)), Error::InvalidRules);
        }

        assert_ok!(send(federation(), set_profile("bakery.example")));
        assert_eq!(Cooperatives::cooperative_by_domain(b"bakery.coop".to_vec()), None);
        assert_eq!(Cooperatives::cooperative_by_domain(b"bakery.example".to_vec()), Some(id));
        assert_ok!(send(federation(), set_profile("bakery.example")));
        assert_noop!(send(federation(), set_profile("mill.coop")), Error::AlreadyExists);
        assert_noop!(send(federation(), set_profile("mill")), Error::InvalidDomain);

        assert_ok!(send(federation(), Call::decline { id }));
        assert_noop!(send(federation(), set_rules(rules())), Error::NotActive);
        assert_noop!(send(federation(), set_profile("bakery.coop")), Error::NotActive);
    });
}
