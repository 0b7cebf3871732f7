//! Whatever is called, in whatever order, by whomever.

use super::rebuilt::Rebuilt;
use crate::{frame, mock::*, NextId};
use alloc::collections::BTreeMap;
use frame::{hashing::H256, testing_prelude::*};
use icn_primitives::{
    document::DidDocument,
    membership::{CooperativeStatus, FederationRole, MemberStatus, Role, Roles, Rules, Skills},
    CooperativeId, Did, SigningKey,
};
use polkadot_sdk::sp_io;
use proptest::prelude::*;

/// The persons of these stories; the first two found the federation.
const PEOPLE: [&str; 6] = ["ada", "max", "bob", "eve", "zoe", "yan"];
/// The organisations that may be put forward.
const ORGANISATIONS: [&str; 3] = ["bakery", "dairy", "garage"];

/// Who calls.
#[derive(Clone, Copy, Debug)]
enum By {
    /// Somebody who may make such a call, if there is anybody; which of them.
    Whose(usize),
    Person(usize),
    Organisation,
    Stranger,
    Federation,
}

impl By {
    /// The origin of `step` when it is sent by this caller.
    fn origin(self, step: &Step) -> RuntimeOrigin {
        match self {
            Self::Whose(which) => step.whose(which),
            Self::Person(who) => Keys::of(PEOPLE[who]).origin(),
            Self::Organisation => Keys::of("harvest").origin(),
            Self::Stranger => Keys::of("nobody").origin(),
            Self::Federation => federation(),
        }
    }
}

/// What is called. Numbers are cooperatives and persons; the subjects of roles and sanctions are
/// numbers among the members, if there are any.
#[derive(Clone, Debug)]
enum Step {
    PutForward { organisation: usize, sponsor: u32, stewards: Vec<usize> },
    Decide(u8, u32),
    Enroll { id: u32, who: usize, consenting: usize },
    Role { id: u32, who: usize, role: Role, grant: bool },
    Member(u8, u32, usize),
    Leave(u32),
    Skills { id: u32, repeated: bool },
    Rules { id: u32, recovery_stewards: u8 },
    Profile { id: u32, organisation: usize },
    FederationRole { who: usize, role: FederationRole, grant: bool },
    Deactivate(usize),
}

/// One of the current members of `id`; anybody if there are none.
fn member(id: u32, which: usize) -> Did {
    let current = |did: &Did| {
        Cooperatives::membership(CooperativeId(id), did)
            .is_some_and(|membership| membership.status.is_current())
    };
    let people = PEOPLE.map(|name| Keys::of(name).did());
    let members: Vec<_> = people.iter().filter(|did| current(did)).collect();
    members.get(which % members.len().max(1)).map_or(people[which], |did| **did)
}

impl Step {
    /// Somebody who may make this call as things stand.
    fn whose(&self, which: usize) -> RuntimeOrigin {
        let one_of = |may: &dyn Fn(Did) -> bool| {
            let able: Vec<_> = PEOPLE.map(Keys::of).into_iter().filter(|k| may(k.did())).collect();
            let who = able.get(which % able.len().max(1)).cloned();
            who.unwrap_or_else(|| Keys::of(PEOPLE[which])).origin()
        };
        match *self {
            Self::PutForward { sponsor: id, .. }
            | Self::Enroll { id, .. }
            | Self::Role { id, .. }
            | Self::Member(_, id, _) => {
                one_of(&|did| Cooperatives::is_steward(CooperativeId(id), &did))
            }
            Self::Leave(id) | Self::Skills { id, .. } => one_of(&|did| {
                Cooperatives::membership(CooperativeId(id), &did)
                    .is_some_and(|membership| membership.status.is_current())
            }),
            Self::Deactivate(who) => Keys::of(PEOPLE[who]).origin(),
            Self::Decide(..)
            | Self::Rules { .. }
            | Self::Profile { .. }
            | Self::FederationRole { .. } => federation(),
        }
    }

    fn call(&self) -> RuntimeCall {
        let did = |who: usize| Keys::of(PEOPLE[who]).did();
        match *self {
            Self::PutForward { organisation, sponsor: by, ref stewards } => {
                let names: Vec<_> = stewards.iter().map(|who| PEOPLE[*who]).collect();
                let id = NextId::<Test>::get();
                let mut call = application(ORGANISATIONS[organisation], id, &names);
                if let Call::put_forward { sponsor, .. } = &mut call {
                    *sponsor = CooperativeId(by);
                }
                call.into()
            }
            Self::Decide(decision, id) => {
                let id = CooperativeId(id);
                match decision {
                    0 => Call::admit { id },
                    1 => Call::decline { id },
                    2 => Call::suspend { id },
                    3 => Call::restore { id },
                    4 => Call::expel { id },
                    _ => Call::withdraw { id },
                }
                .into()
            }
            Self::Enroll { id, who, consenting } => {
                let cooperative = CooperativeId(id);
                let term = Cooperatives::membership(cooperative, &did(who))
                    .map_or(0, |membership| membership.term + 1);
                Call::enroll {
                    cooperative,
                    key: Keys::of(PEOPLE[who]).key(),
                    skills: Skills::default(),
                    consent: Keys::of(PEOPLE[consenting]).joins(cooperative, term),
                }
                .into()
            }
            Self::Role { id, who, role, grant } => {
                let (cooperative, did) = (CooperativeId(id), member(id, who));
                if grant {
                    Call::grant_role { cooperative, did, role }
                } else {
                    Call::revoke_role { cooperative, did, role }
                }
                .into()
            }
            Self::Member(what, id, who) => {
                let (cooperative, did) = (CooperativeId(id), member(id, who));
                match what {
                    0 => Call::suspend_member { cooperative, did },
                    1 => Call::restore_member { cooperative, did },
                    _ => Call::expel_member { cooperative, did },
                }
                .into()
            }
            Self::Leave(id) => Call::leave { cooperative: CooperativeId(id) }.into(),
            Self::Skills { id, repeated } => {
                let tags = if repeated { &["a", "a"][..] } else { &["a", "b"] };
                Call::set_skills { cooperative: CooperativeId(id), skills: skills(tags) }.into()
            }
            Self::Rules { id, recovery_stewards } => {
                let rules = Rules { recovery_stewards, recovery_delay: RECOVERY_DELAY };
                Call::set_rules { cooperative: CooperativeId(id), rules }.into()
            }
            Self::Profile { id, organisation } => {
                let name = ORGANISATIONS[organisation];
                Call::set_profile {
                    cooperative: CooperativeId(id),
                    legal_name: legal_name(name),
                    domain: domain(&format!("{name}.coop")),
                }
                .into()
            }
            Self::FederationRole { who, role, grant } => {
                let did = did(who);
                if grant {
                    Call::grant_federation_role { did, role }
                } else {
                    Call::revoke_federation_role { did, role }
                }
                .into()
            }
            Self::Deactivate(who) => {
                pallet_did::Call::<Test>::deactivate { did: did(who), expected_version: 1 }.into()
            }
        }
    }
}

fn by() -> impl Strategy<Value = By> {
    prop_oneof![
        12 => (0..PEOPLE.len()).prop_map(By::Whose),
        2 => (0..PEOPLE.len()).prop_map(By::Person),
        1 => Just(By::Federation),
        1 => Just(By::Organisation),
        1 => Just(By::Stranger),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let id = || prop_oneof![4 => 0..2u32, 2 => 2..4u32, 1 => 4..7u32];
    let who = || 0..PEOPLE.len();
    let organisation = || 0..ORGANISATIONS.len();
    let role = proptest::sample::select(&Role::ALL[..]);
    let federation_role = proptest::sample::select(&FederationRole::ALL[..]);
    prop_oneof![
        3 => (organisation(), 0..2u32, proptest::collection::vec(who(), 0..4)).prop_map(
            |(organisation, sponsor, stewards)| {
                Step::PutForward { organisation, sponsor, stewards }
            }
        ),
        3 => (2..4u32).prop_map(|id| Step::Decide(0, id)),
        3 => (0..6u8, 2..6u32).prop_map(|(decision, id)| Step::Decide(decision, id)),
        1 => (0..6u8, id()).prop_map(|(decision, id)| Step::Decide(decision, id)),
        9 => (id(), who()).prop_map(|(id, who)| Step::Enroll { id, who, consenting: who }),
        1 => (id(), who(), who())
            .prop_map(|(id, who, consenting)| Step::Enroll { id, who, consenting }),
        4 => (id(), who(), role, any::<bool>())
            .prop_map(|(id, who, role, grant)| Step::Role { id, who, role, grant }),
        5 => (0..3u8, id(), who()).prop_map(|(what, id, who)| Step::Member(what, id, who)),
        2 => id().prop_map(Step::Leave),
        1 => (id(), any::<bool>()).prop_map(|(id, repeated)| Step::Skills { id, repeated }),
        1 => (id(), 0..3u8)
            .prop_map(|(id, recovery_stewards)| Step::Rules { id, recovery_stewards }),
        1 => (id(), organisation())
            .prop_map(|(id, organisation)| Step::Profile { id, organisation }),
        1 => (who(), federation_role, any::<bool>())
            .prop_map(|(who, role, grant)| Step::FederationRole { who, role, grant }),
        // Not the founders, without whom little else could happen.
        1 => (2..PEOPLE.len()).prop_map(Step::Deactivate),
    ]
}

fn root() -> H256 {
    H256::from_slice(&sp_io::storage::root(StateVersion::V1))
}

/// Who acts with which keys and is a member of what.
type People = BTreeMap<Did, (Vec<SigningKey>, Vec<(CooperativeId, MemberStatus, Roles)>)>;
/// Where cooperatives stand.
type Standing = BTreeMap<CooperativeId, CooperativeStatus>;

/// What other shards are to know of.
fn known() -> (People, Standing) {
    let person = |(did, document): (Did, DidDocument)| {
        let memberships = Cooperatives::memberships(&did).into_iter();
        let memberships = memberships.map(|(id, held)| (id, held.status, held.roles)).collect();
        (did, (document.authentication().collect(), memberships))
    };
    let cooperatives = crate::Cooperatives::<Test>::iter().map(|(id, held)| (id, held.status));
    (pallet_did::Documents::<Test>::iter().map(person).collect(), cooperatives.collect())
}

/// Checks that whoever passes changes on has heard of all that differ from `before`, and of nobody
/// else.
fn assert_heard_since(before: &(People, Standing)) {
    let (people, cooperatives) = Heard::take();
    let now = known();
    for (did, person) in &now.0 {
        let changed = before.0.get(did) != Some(person);
        assert_eq!(people.contains(did), changed, "{did} has changed: {changed}");
    }
    for (id, status) in &now.1 {
        let told = before.1.get(id) == Some(status) || cooperatives.contains(id);
        assert!(told, "cooperative {id} was not told of");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// After any sequence of calls every invariant holds, events tell all, each call that failed
    /// changed nothing, and whoever passes changes on has heard of each.
    #[test]
    fn no_sequence_of_calls_breaks_an_invariant(
        steps in proptest::collection::vec((by(), step()), 1..80)
    ) {
        new_test_ext().execute_with(|| {
            let mut rebuilt = Rebuilt::from_founders(&founders());
            assert_heard_since(&Default::default());
            for (by, step) in steps {
                let before_step = known();
                let call = step.call();
                let before = root();
                if send(by.origin(&step), call).is_err() {
                    prop_assert_eq!(root(), before, "a failed call left something behind");
                    continue;
                }
                if let Err(broken) = Cooperatives::do_try_state() {
                    return Err(TestCaseError::fail(format!("{by:?} {step:?}: {broken:?}")));
                }
                assert_heard_since(&before_step);
                rebuilt.read();
                next_block();
            }
            rebuilt.assert_equals_storage();
            Ok(())
        })?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Neither a stranger nor a cooperative's own key changes anything here.
    #[test]
    fn outsiders_change_nothing(
        steps in proptest::collection::vec(step(), 1..30)
    ) {
        new_test_ext().execute_with(|| {
            for step in steps {
                for by in [By::Stranger, By::Organisation] {
                    let call = step.call();
                    let before = root();
                    prop_assert!(send(by.origin(&step), call).is_err(), "{:?} could {:?}", by, step);
                    prop_assert_eq!(root(), before);
                }
            }
            Ok(())
        })?;
    }
}
