//! Which shard says what, and who may write on which.

use codec::Encode;
use icn_primitives::{
    directory::{
        DirectoryCooperative, DirectoryEntry, DirectoryMembership, DirectoryUpdate,
        Person as Known, Record, Subject,
    },
    membership::{CooperativeStatus, MemberStatus, Roles, Skills},
    message::ShardMessage,
    shard::{MessageError, Outcome, ShardId, ShardRole},
    CooperativeId, Did, Refusal, SigningKey,
};
use pallet_directory::RecordSource;
use pallet_seats::KeysForShard;
use pallet_shards::OnMessage;
use polkadot_sdk::{
    frame_system, pallet_session, pallet_utility,
    sp_application_crypto::RuntimeAppPublic,
    sp_core::ed25519,
    sp_io::TestExternalities,
    sp_keyring::{Ed25519Keyring, Sr25519Keyring},
    sp_keystore::{testing::MemoryKeystore, KeystoreExt},
    sp_runtime::DispatchError,
};
use serde_json::{json, Value};

use super::{
    chain::{chain, chain_with, next_block, refused, Person},
    founders::MARKET,
    members::{enrol, suspend},
};
use crate::{
    shards::{Messages, Records, HUB},
    Directory, Federation, Runtime, RuntimeCall, RuntimeEvent, SessionKeys, Shards, System,
};

const HOME: CooperativeId = CooperativeId(0);

/// Another shard in the registry, whose one authority has this key.
pub fn registered(id: ShardId, role: &str, authority: ed25519::Public) -> Value {
    use polkadot_sdk::sp_core::crypto::Ss58Codec;
    let authorities = [authority.to_ss58check()];
    let genesis = Option::<String>::None;
    json!({ "id": id, "role": role, "genesis": genesis, "authorities": authorities, "setId": 0 })
}

/// What the genesis of a shard that follows the federation shard says of shards.
pub fn market_shards() -> Value {
    json!({
        "thisShard": MARKET,
        "thisRole": "Marketplace",
        "shards": [registered(HUB, "Federation", Ed25519Keyring::Ferdie.public())],
    })
}

/// A shard that follows the federation shard.
fn market() -> TestExternalities {
    chain_with(json!({ "shards": market_shards() }))
}

/// The federation shard, which follows the market.
fn hub() -> TestExternalities {
    chain_with(json!({ "shards": {
        "shards": [registered(MARKET, "Marketplace", Ed25519Keyring::Ferdie.public())],
    } }))
}

pub fn tell(source: ShardId, message: ShardMessage) -> Result<(), MessageError> {
    Messages::on_message(source, &message.encode())
}

fn update(entries: Vec<DirectoryEntry>) -> ShardMessage {
    ShardMessage::Directory(DirectoryUpdate::V1(entries.try_into().unwrap()))
}

/// The federation's cooperative, and `who` as its member.
pub fn membership(who: &Person, status: MemberStatus) -> ShardMessage {
    let organisation = Did::from_key(SigningKey::Sr25519([7; 32]));
    let cooperative = DirectoryCooperative { did: organisation, status: CooperativeStatus::Active };
    let membership = DirectoryMembership { cooperative: HOME, status, roles: Roles::member() };
    let known = Known {
        keys: vec![who.key()].try_into().unwrap(),
        memberships: vec![membership].try_into().unwrap(),
    };
    update(vec![
        (Subject::Cooperative(HOME), Some(Record::Cooperative(cooperative))),
        (Subject::Person(who.did()), Some(Record::Person(known))),
    ])
}

fn nothing() -> RuntimeCall {
    RuntimeCall::Utility(pallet_utility::Call::batch { calls: vec![] })
}

#[test]
fn a_member_of_whom_the_hub_has_told_writes_and_a_suspended_one_does_not() {
    market().execute_with(|| {
        let ada = Person::named("ada");
        assert_eq!(ada.send(nothing()), Err(refused(Refusal::UnknownAccount)));
        tell(HUB, membership(&ada, MemberStatus::Active)).unwrap();
        ada.dispatch(nothing()).unwrap();
        tell(HUB, membership(&ada, MemberStatus::Suspended)).unwrap();
        assert_eq!(ada.send(nothing()), Err(refused(Refusal::MemberSuspended)));
        tell(HUB, membership(&ada, MemberStatus::Active)).unwrap();
        ada.dispatch(nothing()).unwrap();
    });
}

#[test]
fn who_is_who_is_kept_on_the_hub_alone() {
    market().execute_with(|| {
        let ada = Person::named("ada");
        tell(HUB, membership(&ada, MemberStatus::Active)).unwrap();
        let skills = RuntimeCall::Cooperatives(pallet_cooperatives::Call::set_skills {
            cooperative: HOME,
            skills: Skills::default(),
        });
        assert_eq!(ada.send(skills), Err(refused(Refusal::CallNotAllowed)));
        let guardians =
            RuntimeCall::Did(pallet_did::Call::deactivate { did: ada.did(), expected_version: 1 });
        assert_eq!(ada.send(guardians), Err(refused(Refusal::CallNotAllowed)));
    });
}

#[test]
fn nobody_but_the_hub_is_listened_to() {
    hub().execute_with(|| {
        let decision = ShardMessage::Decision { call: nothing().encode() };
        let no = Err(MessageError::refused("NotAuthorized"));
        assert_eq!(tell(MARKET, decision), no);
        let ada = Person::named("ada");
        assert_eq!(tell(MARKET, membership(&ada, MemberStatus::Active)), no);
        assert_eq!(ada.send(nothing()), Err(refused(Refusal::UnknownAccount)));
    });
}

#[test]
fn a_decision_from_the_hub_is_carried_out_as_one() {
    market().execute_with(|| {
        next_block();
        let remark = RuntimeCall::Seats(pallet_seats::Call::set_parameters {
            parameters: pallet_seats::SeatParameters {
                session_length: 77,
                ..pallet_seats::Parameters::<Runtime>::get()
            },
        });
        tell(HUB, ShardMessage::Decision { call: remark.encode() }).unwrap();
        assert_eq!(pallet_seats::Parameters::<Runtime>::get().session_length, 77);
        let root = RuntimeCall::System(frame_system::Call::set_heap_pages { pages: 9 });
        assert_eq!(
            tell(HUB, ShardMessage::Decision { call: root.encode() }),
            Err(DispatchError::BadOrigin.into()),
        );
        let none = ShardMessage::Decision { call: vec![255; 3] };
        assert_eq!(tell(HUB, none), Err(MessageError::UnknownPayload));
    });
}

#[test]
fn the_authority_s_decision_goes_out_and_its_answer_is_told() {
    hub().execute_with(|| {
        next_block();
        let call = nothing().encode().try_into().unwrap();
        let decide = pallet_federation::Call::decide_on { shard: MARKET, call, expires_at: None };
        Person::authority().dispatch(RuntimeCall::Federation(decide)).unwrap();
        let nonce = Shards::shard(MARKET).unwrap().outbound.sent;
        assert!(nonce > 0);
        Federation::on_answer(MARKET, nonce, &Outcome::Delivered);
        let answered = pallet_federation::Event::DecisionAnswered {
            shard: MARKET,
            nonce,
            outcome: Outcome::Delivered,
        };
        System::assert_last_event(RuntimeEvent::Federation(answered));
    });
}

#[test]
fn what_changes_on_the_hub_is_sent_as_it_stands_then() {
    hub().execute_with(|| {
        let ada = Person::named("ada");
        let sent = || Shards::shard(MARKET).unwrap().outbound.sent;
        // The founders.
        next_block();
        let first = sent();
        assert!(first > 0, "the founders are told of");
        next_block();
        next_block();
        assert_eq!(sent(), first, "nothing happened");
        enrol(&ada, 0);
        suspend(&ada);
        next_block();
        next_block();
        assert!(sent() > first);
        let record = Records::person(&ada.did()).unwrap();
        assert_eq!(record.memberships[0].status, MemberStatus::Suspended);
        assert_eq!(record.keys.to_vec(), vec![ada.key()]);
    });
}

/// New session keys of somebody, with the proof that `owner` holds them.
fn keys_of(owner: &Person) -> (SessionKeys, Vec<u8>) {
    let made = SessionKeys::generate(&owner.account().encode(), None);
    (made.keys, made.proof.encode())
}

/// The operator of the development cooperative's seat.
fn operator() -> Person {
    Person(Sr25519Keyring::AliceStash.pair())
}

fn set_keys(keys: Vec<(ShardId, SessionKeys, Vec<u8>)>) -> RuntimeCall {
    let keys: Vec<_> = keys
        .into_iter()
        .map(|(shard, keys, proof)| KeysForShard { shard, keys, proof: proof.try_into().unwrap() })
        .collect();
    RuntimeCall::Seats(pallet_seats::Call::set_keys { keys: keys.try_into().unwrap() })
}

#[test]
fn one_act_sets_the_keys_of_all_shards_and_none_serves_twice() {
    let mut chain = hub();
    chain.register_extension(KeystoreExt::new(MemoryKeystore::new()));
    chain.execute_with(|| {
        let operator = operator();
        let ((own, own_proof), (market, proof)) = (keys_of(&operator), keys_of(&operator));
        let act = set_keys(vec![
            (HUB, own.clone(), own_proof.clone()),
            (MARKET, market.clone(), proof.clone()),
        ]);
        operator.dispatch(act).unwrap();
        let organisation = operator.account();
        assert_eq!(pallet_session::NextKeys::<Runtime>::get(&organisation), Some(own.clone()));
        let told = Records::seat(HOME, MARKET).unwrap().keys.unwrap();
        assert_eq!(told.to_vec(), market.encode());
        // The keys of one shard on another, and the other way round.
        let reused = pallet_seats::Error::<Runtime>::KeyReused.into();
        for (shard, keys, proof) in [(HUB, &market, &proof), (MARKET, &own, &own_proof)] {
            let act = set_keys(vec![(shard, keys.clone(), proof.clone())]);
            assert_eq!(operator.dispatch(act), Err(reused));
        }
        assert_eq!(own.grandpa.to_raw_vec().len(), 32);
    });
}

#[test]
fn the_session_pallet_s_own_way_to_set_keys_is_closed() {
    let mut chain = chain();
    chain.register_extension(KeystoreExt::new(MemoryKeystore::new()));
    chain.execute_with(|| {
        let operator = operator();
        let (keys, proof) = keys_of(&operator);
        let by_hand = RuntimeCall::Session(pallet_session::Call::set_keys { keys, proof });
        assert_eq!(operator.send(by_hand), Err(refused(Refusal::CallNotAllowed)));
        let away = RuntimeCall::Session(pallet_session::Call::purge_keys {});
        assert_eq!(operator.send(away), Err(refused(Refusal::CallNotAllowed)));
    });
}

#[test]
#[should_panic(expected = "KeyReused")]
fn a_genesis_with_one_key_on_two_shards_does_not_start() {
    use polkadot_sdk::sp_core::crypto::Ss58Codec;
    let keys = json!({
        "aura": Sr25519Keyring::Bob.public().to_ss58check(),
        "grandpa": Ed25519Keyring::Bob.public().to_ss58check(),
    });
    chain_with(json!({ "seats": { "keys": [[HUB, HOME, keys], [MARKET, HOME, keys]] } }));
}

#[test]
fn a_shard_knows_what_it_is() {
    market().execute_with(|| {
        assert_eq!((Shards::this_shard(), Shards::this_role()), (MARKET, ShardRole::Marketplace));
        assert_eq!(pallet_directory::LastChange::<Runtime>::get(), 0, "only the hub keeps a log");
        assert_eq!(Directory::people(None, 10), vec![]);
    });
    chain().execute_with(|| {
        assert_eq!((Shards::this_shard(), Shards::this_role()), (HUB, ShardRole::Federation));
    });
}
