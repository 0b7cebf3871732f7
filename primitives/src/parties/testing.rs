//! Persons, cooperatives and their reputation for the tests of pallets that ask about them. All is in
//! the test's own storage, so that what a failed call did is undone.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use polkadot_sdk::{
    sp_io::storage,
    sp_runtime::{DispatchError, DispatchResult, Weight},
};

use super::Parties;
use crate::{
    membership::{Role, Roles},
    reputation::{Act, Category, GiveReputation, Score, Source},
    AccountId, CooperativeId, Did, Hash, SigningKey,
};

/// What a member may do.
pub const MEMBER: Roles = Roles(Role::Member.bit());
/// What a steward may do.
pub const STEWARD: Roles = Roles(Role::Member.bit() | Role::Steward.bit());

/// An active membership: where, and with which roles.
pub type Membership = (CooperativeId, Roles);

/// The first byte of a cooperative's key: no person's is like that.
const COOPERATIVE: u8 = 0xc0;

/// Who is who, as the test says.
pub struct Registers;

impl Registers {
    /// Lets the person have these memberships from now on; it is known also without any.
    pub fn put_person(person: &Did, memberships: &[Membership]) {
        put(&("person", person), &memberships);
    }

    /// The person's memberships; `None` for somebody unknown.
    pub fn memberships(person: &Did) -> Option<Vec<Membership>> {
        get(&("person", person))
    }

    /// Lets the cooperative take part from now on, or not.
    pub fn put_cooperative(cooperative: CooperativeId, takes_part: bool) {
        put(&("cooperative", cooperative), &takes_part);
    }
}

/// The DID of a cooperative.
pub fn did_of(cooperative: CooperativeId) -> Did {
    let mut key = [0; 32];
    key[0] = COOPERATIVE;
    key[28..].copy_from_slice(&cooperative.0.to_be_bytes());
    Did::from_key(SigningKey::Sr25519(key))
}

impl Parties for Registers {
    fn did_of(account: &AccountId) -> Option<Did> {
        let did = Did::from_key(SigningKey::Sr25519(*account.as_ref()));
        Self::memberships(&did).map(|_| did)
    }

    fn roles(cooperative: CooperativeId, person: &Did) -> Option<Roles> {
        let memberships = Self::memberships(person).unwrap_or_default();
        let membership = memberships.into_iter().find(|(id, _)| *id == cooperative);
        membership.filter(|_| Self::takes_part(cooperative)).map(|(_, roles)| roles)
    }

    fn is_active(person: &Did) -> bool {
        let memberships = Self::memberships(person).unwrap_or_default();
        memberships.into_iter().any(|(id, _)| Self::takes_part(id))
    }

    fn takes_part(cooperative: CooperativeId) -> bool {
        get(&("cooperative", cooperative)) == Some(true)
    }

    fn cooperative_of(did: &Did) -> Option<CooperativeId> {
        let number = <[u8; 4]>::try_from(&did.0.bytes()[28..]).ok()?;
        let cooperative = CooperativeId(u32::from_be_bytes(number));
        (self::did_of(cooperative) == *did).then_some(cooperative)
    }

    fn did_of_cooperative(cooperative: CooperativeId) -> Option<Did> {
        Some(self::did_of(cooperative))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_cooperative(cooperative: CooperativeId) -> Did {
        Self::put_cooperative(cooperative, true);
        self::did_of(cooperative)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_member(cooperative: CooperativeId, number: u32, role: Role) -> (AccountId, Did) {
        Self::put_cooperative(cooperative, true);
        let mut key = [0xbe; 32];
        key[..4].copy_from_slice(&number.to_be_bytes());
        let did = Did::from_key(SigningKey::Sr25519(key));
        Self::put_person(&did, &[(cooperative, Roles::member().with(role))]);
        (did.0.account(), did)
    }
}

/// Reputation that was given or taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Award {
    /// For what.
    pub act: Act,
    /// To whom.
    pub subject: Did,
    /// In which category.
    pub category: Category,
    /// How much.
    pub score: Score,
    /// The hash of what shows why.
    pub evidence: Hash,
}

/// Notes what is given and taken. It panics on what no pallet may give.
pub struct Awards;

impl Awards {
    /// All, in their order.
    pub fn get() -> Vec<Award> {
        get(&"awards").unwrap_or_default()
    }

    /// For what, to whom and how much, of each.
    pub fn given() -> Vec<(Act, Did, Score)> {
        Self::get().into_iter().map(|award| (award.act, award.subject, award.score)).collect()
    }

    /// How often this was given or taken.
    pub fn count(act: Act, to: &Did) -> usize {
        Self::get().iter().filter(|award| award.act == act && award.subject == *to).count()
    }

    /// Forgets all.
    pub fn kill() {
        put(&"awards", &Vec::<Award>::new());
    }

    /// From now on, or no longer, nothing can be given, as when the hub can't be reached.
    pub fn refuse(refuse: bool) {
        put(&"refuses awards", &refuse);
    }
}

impl GiveReputation for Awards {
    fn award(
        source: Source,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
    ) -> DispatchResult {
        let Source::Act(act) = source else { panic!("pallets give for acts") };
        assert!(act.gives_in(category), "{act:?} gives nothing in {category:?}");
        assert!(score != Score::ZERO && evidence != Hash::zero());
        if get(&"refuses awards") == Some(true) {
            return Err(DispatchError::Exhausted);
        }
        let mut all = Self::get();
        all.push(Award { act, subject: *subject, category, score, evidence });
        put(&"awards", &all);
        Ok(())
    }

    fn award_or_note(
        source: Source,
        subject: &Did,
        category: Category,
        score: Score,
        evidence: Hash,
    ) {
        if let Err(why) = Self::award(source, subject, category, score, evidence) {
            panic!("an award that can't be made must not be forgotten: {why:?}");
        }
    }

    fn award_weight() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
}

fn put(key: &impl Encode, value: &impl Encode) {
    storage::set(&("parties", key).encode(), &value.encode());
}

fn get<V: Decode>(key: &impl Encode) -> Option<V> {
    let bytes = storage::get(&("parties", key).encode())?;
    V::decode(&mut &bytes[..]).ok()
}
