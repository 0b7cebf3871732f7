//! The people and cooperatives that the pallets' benchmarks ask for, each as dear to look up as the
//! chain's rules allow.

use alloc::{boxed::Box, vec, vec::Vec};
use codec::Encode;
use icn_primitives::{
    directory::{self, DirectoryCooperative, DirectoryMembership},
    membership::{
        Cooperative, CooperativeStatus, MemberStatus, Membership, Role, Roles, Rules, MAX_DOMAIN,
        MAX_LEGAL_NAME, MAX_MEMBERSHIPS, MAX_SKILL, MAX_SKILLS,
    },
    reputation::{Categories, Category},
    shard::{ShardId, ShardRole},
    AccountId, CooperativeId, Did, Hash, SigningKey, HOUR,
};
use polkadot_sdk::{
    frame_benchmarking::benchmarking, frame_support::BoundedVec, pallet_proxy, pallet_timestamp,
    pallet_utility, sp_consensus_grandpa::AuthorityId as GrandpaId, sp_core::ed25519,
    sp_io::hashing::blake2_256,
};

use crate::{
    limits::SLOT,
    people::{Issuers, Stewards},
    shards::HUB,
    Cooperatives, Did as Dids, Runtime, RuntimeCall, SessionKeys,
};

/// Numbers of the cooperatives that are made here begin beyond those of any genesis.
const FIRST: u32 = 2_000_000;

fn key(kind: u8, number: u32) -> SigningKey {
    SigningKey::Sr25519(blake2_256(&(kind, number).encode()))
}

/// A DID of `key`, if there is none yet.
fn did(key: SigningKey) -> Did {
    if let Some(did) = Dids::did_of(&key.account()) {
        return did;
    }
    Dids::do_create(key, None).expect("the key is new")
}

/// Somebody whose transaction has been admitted. Whose an account is, admission reads before a call
/// runs, and counts: the benchmarks of calls don't count it again.
fn admitted(key: SigningKey) -> (AccountId, Did) {
    let account = key.account();
    for read in [
        pallet_did::AccountOwner::<Runtime>::hashed_key_for(&account),
        pallet_directory::AccountOwner::<Runtime>::hashed_key_for(&account),
    ] {
        benchmarking::add_to_whitelist(read.into());
    }
    (account, did(key))
}

/// An active cooperative with texts as long as they may be.
fn cooperative(number: u32) -> CooperativeId {
    let id = CooperativeId(FIRST + number);
    activate(id, did(key(b'c', number)));
    id
}

/// Makes `id` an active cooperative with this DID.
fn activate(id: CooperativeId, did: Did) {
    pallet_cooperatives::CooperativeOfDid::<Runtime>::insert(did, id);
    let cooperative = Cooperative {
        did,
        legal_name: BoundedVec::truncate_from(vec![b'a'; MAX_LEGAL_NAME as usize]),
        domain: BoundedVec::truncate_from(vec![b'a'; MAX_DOMAIN as usize]),
        status: CooperativeStatus::Active,
        rules: Rules { recovery_stewards: 3, recovery_delay: HOUR },
        members: 1,
        stewards: 1,
        created: 0,
    };
    pallet_cooperatives::Cooperatives::<Runtime>::insert(id, cooperative);
    // More of them are made here than can take part; that many are listed.
    let _ = pallet_cooperatives::ActiveCooperatives::<Runtime>::try_append(id);
    pallet_cooperatives::ActiveMembers::<Runtime>::insert(id, 1);
}

/// Makes the person an active steward of `id`.
fn join(id: CooperativeId, person: Did) {
    join_as(id, person, MemberStatus::Active, Roles::member().with(Role::Steward));
}

/// Gives the person a membership of `id`, if there is room and it has none.
fn join_as(id: CooperativeId, person: Did, status: MemberStatus, roles: Roles) {
    let skill = BoundedVec::truncate_from(vec![b's'; MAX_SKILL as usize]);
    let membership = Membership {
        status,
        roles,
        skills: BoundedVec::truncate_from(vec![skill; MAX_SKILLS as usize]),
        term: 0,
        joined: 0,
        suspension: None,
    };
    pallet_cooperatives::Memberships::<Runtime>::insert(id, person, membership);
    if !pallet_cooperatives::MembershipsOf::<Runtime>::get(person).contains(&id) {
        pallet_cooperatives::MembershipsOf::<Runtime>::try_append(person, id)
            .expect("there is room for one more");
    }
}

/// Makes `id` an active cooperative, if it isn't one.
fn ensure_active(id: CooperativeId) {
    if !Cooperatives::takes_part(id) {
        activate(id, did(key(b'c', id.0)));
    }
}

/// Somebody, another one for each number.
pub fn person(number: u32) -> (AccountId, Did) {
    admitted(key(b'p', FIRST + number))
}

/// An active member of `id`, which takes part, another one for each number.
pub fn member(id: CooperativeId, number: u32, steward: bool) -> (AccountId, Did) {
    ensure_active(id);
    // Each cooperative has members of its own: nobody can be one of all.
    let (account, did) = person(id.0.saturating_mul(10_000).saturating_add(number));
    let roles = if steward { Roles::member().with(Role::Steward) } else { Roles::member() };
    if !Cooperatives::is_active_member(id, &did) {
        pallet_cooperatives::ActiveMembers::<Runtime>::mutate(id, |count| *count += 1);
    }
    join_as(id, did, MemberStatus::Active, roles);
    (account, did)
}

/// An active treasurer of an active cooperative, another one for each number.
pub fn treasurer(number: u32) -> (CooperativeId, AccountId, Did) {
    let id = cooperative(FIRST + number);
    let (account, did) = person(FIRST + number);
    join_as(id, did, MemberStatus::Active, Roles::member().with(Role::Treasurer));
    (id, account, did)
}

/// An active member of `id` who is found after looking at so many memberships.
pub fn member_after(id: CooperativeId, number: u32, memberships: u32) -> (AccountId, Did) {
    let (account, did) = person(number);
    pallet_cooperatives::MembershipsOf::<Runtime>::remove(did);
    for other in 1..memberships {
        let other = cooperative((number + 1) * MAX_MEMBERSHIPS + other);
        join_as(other, did, MemberStatus::Suspended, Roles::member());
    }
    join_as(id, did, MemberStatus::Active, Roles::member());
    (account, did)
}

/// Makes this a cooperative that takes part, as the directory has it. Gives its DID.
pub fn known_as(id: CooperativeId) -> Did {
    // Whom the directory knows, the hub has told of.
    follow_hub();
    let organisation = did(key(b'c', id.0));
    let status = CooperativeStatus::Active;
    pallet_directory::Cooperatives::<Runtime>::insert(
        id,
        DirectoryCooperative { did: organisation, status },
    );
    pallet_directory::CooperativeOfDid::<Runtime>::insert(organisation, id);
    organisation
}

/// An active member of `id`, as the directory has it, who is found after as many memberships as one
/// may have; another one for each number.
pub fn known_member(id: CooperativeId, number: u32, role: Role) -> (AccountId, Did) {
    known_as(id);
    let key = SigningKey::Sr25519(blake2_256(&(b'm', id, number).encode()));
    let (account, did) = admitted(key);
    let membership = |cooperative, status| DirectoryMembership {
        cooperative,
        status,
        roles: Roles::member().with(role),
    };
    let others = (1..MAX_MEMBERSHIPS).map(|other| {
        let other = CooperativeId(u32::MAX - other);
        known_as(other);
        membership(other, MemberStatus::Suspended)
    });
    let memberships: Vec<_> = others.chain([membership(id, MemberStatus::Active)]).collect();
    let person = directory::Person {
        keys: BoundedVec::truncate_from(vec![key]),
        memberships: BoundedVec::truncate_from(memberships),
    };
    pallet_directory::People::<Runtime>::insert(did, person);
    pallet_directory::AccountOwner::<Runtime>::insert(&account, did);
    (account, did)
}

/// An artefact, and a credential that attests its tests.
pub fn attested() -> [Hash; 2] {
    let (artefact, evidence) = (Hash::repeat_byte(1), Hash::repeat_byte(2));
    let (_, attestor) = person(0);
    let categories: Categories = [Category::Development].into_iter().collect();
    pallet_reputation::Attestors::<Runtime>::insert(attestor, categories);
    let schema = icn_primitives::credential::attestation_schema(&artefact);
    crate::Credentials::do_anchor(attestor, evidence, schema, attestor, None)
        .expect("there is none of this hash");
    [artefact, evidence]
}

impl pallet_admission::BenchmarkHelper<RuntimeCall> for crate::people::Signers {
    fn signer(index: u32, memberships: u32) -> AccountId {
        pallet_timestamp::Now::<Runtime>::put(SLOT);
        let key = key(b'p', index);
        let person = did(key);
        for number in 0..memberships {
            join(cooperative(index * MAX_MEMBERSHIPS + number), person);
        }
        key.account()
    }

    fn colleagues(number: u32) -> Vec<AccountId> {
        let join = |index| {
            let key = key(b'q', index);
            join(CooperativeId(FIRST), did(key));
            key.account()
        };
        (0..number).map(join).collect()
    }

    fn leaf() -> RuntimeCall {
        pallet_cooperatives::Call::leave { cooperative: CooperativeId(FIRST) }.into()
    }

    fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
        pallet_utility::Call::batch { calls }.into()
    }

    fn proxied(real: AccountId, call: RuntimeCall) -> RuntimeCall {
        let call = Box::new(call);
        pallet_proxy::Call::proxy { real: real.into(), force_proxy_type: None, call }.into()
    }
}

/// Somebody with as many memberships as there can be.
pub fn dear_person(number: u32) -> Did {
    use pallet_admission::BenchmarkHelper;
    let account = <crate::people::Signers as BenchmarkHelper<RuntimeCall>>::signer(
        FIRST + number,
        MAX_MEMBERSHIPS,
    );
    Dids::did_of(&account).expect("it was made a moment ago")
}

/// A shard that this one follows, another one for each number.
pub fn follow_shard(number: u32) -> ShardId {
    follow(ShardId(FIRST + number), ShardRole::Marketplace)
}

/// Follows the hub, to which the lane is empty.
pub fn follow_hub() {
    follow(HUB, ShardRole::Federation);
}

fn follow(id: ShardId, role: ShardRole) -> ShardId {
    let learned = pallet_shards::Learned { block: 0, time: 0 };
    let shard = pallet_shards::Shard { role, genesis: None, set_id: 0, best: None, learned };
    pallet_shards::Shards::<Runtime>::insert(id, shard);
    let authority = GrandpaId::from(ed25519::Public::from_raw(blake2_256(&id.encode())));
    let authorities = vec![authority].try_into().expect("one is not too many");
    pallet_shards::AuthoritySets::<Runtime>::insert::<_, pallet_shards::Authorities>(
        id,
        authorities,
    );
    id
}

impl pallet_seats::BenchmarkHelper<SessionKeys> for Stewards {
    fn make_shard(number: u32) -> ShardId {
        follow_shard(number)
    }

    fn make_keys(owner: &AccountId, number: u32) -> (SessionKeys, Vec<u8>) {
        let seed = alloc::format!("//benchmark//{number}").into_bytes();
        let made = SessionKeys::generate(&owner.encode(), Some(seed));
        (made.keys, made.proof.encode())
    }
}

impl Issuers {
    /// A steward and the DID of the cooperative.
    pub fn steward_and_cooperative() -> (AccountId, Did) {
        let (steward, person) = admitted(key(b'p', 0));
        join(cooperative(0), person);
        (steward, did(key(b'c', 0)))
    }
}

impl Stewards {
    /// Makes `account` a steward of `id`, which becomes active.
    pub fn appoint(id: CooperativeId, account: &AccountId) {
        activate(id, did(key(b's', id.0)));
        join(id, did(SigningKey::Sr25519(account.clone().into())));
    }
}
