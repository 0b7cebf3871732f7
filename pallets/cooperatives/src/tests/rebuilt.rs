//! Cooperatives and memberships from genesis and events alone, without a look at storage.

use crate::{
    frame, mock::*, CooperativeOfDid, Cooperatives as Stored, FederationRoles, GenesisCooperative,
    Memberships, MembershipsOf,
};
use alloc::collections::BTreeMap;
use frame::testing_prelude::*;
use icn_primitives::{
    membership::{
        Cooperative, CooperativeStatus, Domain, FederationRole, LegalName, MemberStatus,
        Membership, Role, Roles, Rules, Skills, Suspension,
    },
    BlockNumber, CooperativeId, Did, Moment,
};

/// What somebody knows who has the genesis and reads every event.
#[derive(Default, Debug, PartialEq)]
pub struct Rebuilt {
    cooperatives: BTreeMap<CooperativeId, Cooperative>,
    memberships: BTreeMap<(CooperativeId, Did), Membership>,
    current: BTreeMap<Did, Vec<CooperativeId>>,
    federation_roles: BTreeMap<Did, Vec<FederationRole>>,
}

impl Rebuilt {
    /// From the genesis.
    pub fn from_founders(founders: &[GenesisCooperative]) -> Self {
        let mut rebuilt = Self::default();
        for (number, founder) in founders.iter().enumerate() {
            let id = CooperativeId(number as u32);
            rebuilt.register(
                id,
                Did::from_key(founder.key),
                legal_name(&founder.legal_name),
                domain(&founder.domain),
                founder.rules.clone(),
                CooperativeStatus::Active,
                0,
            );
            for steward in &founder.stewards {
                let did = Did::from_key(*steward);
                rebuilt.enroll(id, did, 0, Skills::default(), 0);
                rebuilt.role(id, did, Role::Steward, true);
            }
        }
        rebuilt
    }

    /// Reads the events of a block that have come since the last time.
    pub fn read(&mut self) {
        let block = System::block_number();
        for record in System::events() {
            if let RuntimeEvent::Cooperatives(event) = record.event {
                self.apply(block, event);
            }
        }
        System::reset_events();
    }

    fn apply(&mut self, block: BlockNumber, event: Event) {
        use CooperativeStatus::{Active, Applicant, Expelled, Suspended, Withdrawn};
        match event {
            Event::CooperativePutForward { id, sponsor, did, legal_name, domain, rules } => {
                assert!(self.cooperatives.contains_key(&sponsor));
                self.register(id, did, legal_name, domain, rules, Applicant, block);
            }
            Event::CooperativeAdmitted { id } => self.cooperative(id).status = Active,
            Event::CooperativeDeclined { id } => self.cooperative(id).status = Withdrawn,
            Event::CooperativeSuspended { id } => self.cooperative(id).status = Suspended,
            Event::CooperativeRestored { id } => self.cooperative(id).status = Active,
            Event::CooperativeExpelled { id } => self.cooperative(id).status = Expelled,
            Event::CooperativeWithdrawn { id } => self.cooperative(id).status = Withdrawn,
            Event::MemberEnrolled { cooperative, did, term, home, skills, joined } => {
                self.enroll(cooperative, did, term, skills, joined);
                assert_eq!(home, self.home(&did) == Some(cooperative));
            }
            Event::RoleGranted { cooperative, did, role } => {
                self.role(cooperative, did, role, true)
            }
            Event::RoleRevoked { cooperative, did, role } => {
                self.role(cooperative, did, role, false)
            }
            Event::SkillsSet { cooperative, did, skills } => {
                self.membership(cooperative, did).skills = skills
            }
            Event::MemberSuspended { cooperative, did, at } => {
                let membership = self.membership(cooperative, did);
                membership.status = MemberStatus::Suspended;
                membership.suspension = Some(Suspension { from: at, until: None });
            }
            Event::MemberRestored { cooperative, did, at } => {
                let membership = self.membership(cooperative, did);
                membership.status = MemberStatus::Active;
                membership.suspension.as_mut().expect("it was suspended").until = Some(at);
            }
            Event::MemberExpelled { cooperative, did } => {
                self.end(cooperative, did, MemberStatus::Expelled)
            }
            Event::MemberLeft { cooperative, did } => {
                self.end(cooperative, did, MemberStatus::Left)
            }
            Event::HomeChanged { did, home } => assert_eq!(self.home(&did), home),
            Event::RulesSet { cooperative, rules } => self.cooperative(cooperative).rules = rules,
            Event::ProfileSet { cooperative, legal_name, domain } => {
                let cooperative = self.cooperative(cooperative);
                cooperative.legal_name = legal_name;
                cooperative.domain = domain;
            }
            Event::FederationRoleGranted { did, role } => {
                self.federation_roles.entry(did).or_default().push(role)
            }
            Event::FederationRoleRevoked { did, role } => {
                let roles = self.federation_roles.get_mut(&did).expect("a holder");
                roles.retain(|held| *held != role);
                if roles.is_empty() {
                    self.federation_roles.remove(&did);
                }
            }
            Event::__Ignore(..) => unreachable!("nobody deposits this"),
        }
    }

    fn cooperative(&mut self, id: CooperativeId) -> &mut Cooperative {
        self.cooperatives.get_mut(&id).expect("an event told of it before")
    }

    fn membership(&mut self, id: CooperativeId, did: Did) -> &mut Membership {
        self.memberships.get_mut(&(id, did)).expect("an event told of it before")
    }

    fn home(&self, did: &Did) -> Option<CooperativeId> {
        let current = self.current.get(did)?;
        current.iter().copied().find(|id| !self.cooperatives[id].status.has_ended())
    }

    #[allow(clippy::too_many_arguments)]
    fn register(
        &mut self,
        id: CooperativeId,
        did: Did,
        legal_name: LegalName,
        domain: Domain,
        rules: Rules,
        status: CooperativeStatus,
        created: BlockNumber,
    ) {
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
        assert_eq!(self.cooperatives.insert(id, cooperative), None);
    }

    fn enroll(&mut self, id: CooperativeId, did: Did, term: u32, skills: Skills, joined: Moment) {
        let status = MemberStatus::Active;
        let roles = Roles::member();
        let membership = Membership { status, roles, skills, term, joined, suspension: None };
        self.memberships.insert((id, did), membership);
        self.current.entry(did).or_default().push(id);
    }

    fn role(&mut self, id: CooperativeId, did: Did, role: Role, held: bool) {
        let membership = self.membership(id, did);
        let roles = membership.roles;
        membership.roles = if held { roles.with(role) } else { roles.without(role) };
    }

    fn end(&mut self, id: CooperativeId, did: Did, status: MemberStatus) {
        let membership = self.membership(id, did);
        membership.status = status;
        membership.roles = Roles::default();
        let current = self.current.get_mut(&did).expect("a member");
        current.retain(|other| *other != id);
        if current.is_empty() {
            self.current.remove(&did);
        }
    }

    /// Compares with what the chain stores.
    pub fn assert_equals_storage(&self) {
        let mut rebuilt = self.cooperatives.clone();
        for (id, cooperative) in &mut rebuilt {
            let of_this = self.memberships.iter().filter(|((of, _), _)| of == id);
            let current: Vec<_> = of_this
                .map(|(_, membership)| membership)
                .filter(|m| m.status.is_current())
                .collect();
            let steward =
                |m: &&&Membership| m.status == MemberStatus::Active && m.roles.has(Role::Steward);
            cooperative.members = current.len() as u32;
            cooperative.stewards = current.iter().filter(steward).count() as u32;
            assert_eq!(CooperativeOfDid::<Test>::get(cooperative.did), Some(*id));
        }
        assert_eq!(rebuilt, Stored::<Test>::iter().collect());
        let memberships = Memberships::<Test>::iter().map(|(id, did, m)| ((id, did), m)).collect();
        assert_eq!(self.memberships, memberships);
        let current: BTreeMap<_, Vec<_>> =
            MembershipsOf::<Test>::iter().map(|(did, list)| (did, list.into_inner())).collect();
        assert_eq!(self.current, current);
        for did in current.keys() {
            assert_eq!(Cooperatives::home(did), self.home(did));
        }
        let roles: BTreeMap<_, Vec<_>> =
            FederationRoles::<Test>::iter().map(|(did, list)| (did, list.into_inner())).collect();
        assert_eq!(self.federation_roles, roles);
    }
}

#[test]
fn everything_can_be_rebuilt_from_events() {
    scenario(|| {
        let [ada, max, bob, eve, zoe] = ["ada", "max", "bob", "eve", "zoe"].map(Keys::of);
        let mut rebuilt = Rebuilt::from_founders(&founders());
        rebuilt.assert_equals_storage();
        let mut then = |result: DispatchResult| {
            assert_ok!(result);
            rebuilt.read();
            rebuilt.assert_equals_storage();
            next_block();
        };
        let of = |cooperative, who: &Keys| (cooperative, who.did());

        then(enroll(&ada, HARVEST, &bob));
        then(enroll(&max, MILL, &bob));
        then(enroll(&ada, HARVEST, &eve));
        let (cooperative, did) = of(HARVEST, &bob);
        for role in [Role::Steward, Role::Treasurer] {
            then(send(ada.origin(), Call::grant_role { cooperative, did, role }));
        }
        let role = Role::Treasurer;
        then(send(ada.origin(), Call::revoke_role { cooperative, did, role }));
        then(send(ada.origin(), Call::suspend_member { cooperative, did }));
        then(send(ada.origin(), Call::restore_member { cooperative, did }));
        let tags = skills(&["baking"]);
        then(send(bob.origin(), Call::set_skills { cooperative, skills: tags }));
        then(send(bob.origin(), Call::leave { cooperative }));
        then(enroll(&ada, HARVEST, &bob));
        let (cooperative, did) = of(HARVEST, &eve);
        then(send(ada.origin(), Call::expel_member { cooperative, did }));

        then(send(ada.origin(), application("bakery", NEXT, &["zoe", "max"])));
        then(send(federation(), Call::admit { id: NEXT }));
        then(enroll(&zoe, NEXT, &eve));
        let name = legal_name("The Bakery");
        let home_page = domain("bakery.example");
        let profile = Call::set_profile { cooperative: NEXT, legal_name: name, domain: home_page };
        then(send(federation(), profile));
        let new = Rules { recovery_stewards: 1, recovery_delay: 1 };
        then(send(federation(), Call::set_rules { cooperative: NEXT, rules: new }));
        then(send(federation(), Call::suspend { id: NEXT }));
        then(send(federation(), Call::restore { id: NEXT }));
        then(send(federation(), Call::withdraw { id: NEXT }));
        then(send(zoe.origin(), Call::leave { cooperative: NEXT }));

        let declined = CooperativeId(3);
        then(send(ada.origin(), application("dairy", declined, &["yan", "eve"])));
        then(send(federation(), Call::decline { id: declined }));
        then(send(federation(), Call::expel { id: HARVEST }));
        then(send(bob.origin(), Call::leave { cooperative: HARVEST }));

        let did = max.did();
        for role in FederationRole::ALL {
            then(send(federation(), Call::grant_federation_role { did, role }));
        }
        let role = FederationRole::Mediator;
        then(send(federation(), Call::revoke_federation_role { did, role }));
    });
}
