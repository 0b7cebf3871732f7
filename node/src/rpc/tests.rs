//! Our own methods against a chain that answers from memory.

use super::{icn::Node, own, ChainReader};
use crate::{closed_network::ClosedNetwork, finality::FinalityLag};
use icn_primitives::{
    admission::QuotaView,
    apis::{
        AdmissionApi, CooperativesApi, CredentialsApi, DidApi, RelayLimits, SeatsApi, ShardsApi,
    },
    credential::{Credential, CredentialStatus},
    document::{DidDocument, Relationships, VerificationMethod},
    membership::{
        Cooperative, CooperativeId, CooperativeStatus, MemberStatus, Membership, Role, Roles, Rules,
    },
    seat::{PeerId as NodeKey, Seat, SeatStatus, SeatView, SuspensionReason},
    shard::{FinalizedHeader, InboundLane, OutboundLane, ShardId, ShardRole, ShardView},
    AccountId, Did, Hash, Header, OpaqueBlock as Block, PublicKey, Refusal, Signature, SigningKey,
};
use jsonrpsee::RpcModule;
use polkadot_sdk::{
    sc_network::PeerId,
    sp_api::{self, ApiRef, ProvideRuntimeApi},
    sp_blockchain::{self, BlockStatus, HeaderBackend, Info},
    sp_runtime::{
        traits::Block as BlockT,
        transaction_validity::{
            InvalidTransaction, TransactionSource, TransactionValidity, ValidTransaction,
        },
    },
    sp_transaction_pool::runtime_api::TaggedTransactionQueue,
};
use serde_json::{json, Value};
use std::sync::Arc;

const KEY: SigningKey = SigningKey::Sr25519([7; 32]);
const DID: Did = Did(KEY);
const BEST: Hash = Hash::repeat_byte(9);
/// What is known of a shard.
fn shard() -> ShardView {
    ShardView {
        id: ShardId(1),
        role: ShardRole::Marketplace,
        genesis: None,
        set_id: 3,
        best: Some(FinalizedHeader { number: 7, hash: BEST, state_root: BEST }),
        age_blocks: 2,
        age: 6_000,
        outbound: OutboundLane { sent: 5, confirmed: 4 },
        inbound: InboundLane { taken: 2, confirmed: 1 },
        room: 8_192,
    }
}

/// A transaction whose one byte is the number of its refusal; 0 is admitted.
fn transaction(code: u8) -> String {
    format!("0x04{code:02x}")
}

/// The chain.
struct Chain;
/// Its runtime.
struct Api;

impl ProvideRuntimeApi<Block> for Chain {
    type Api = Api;
    fn runtime_api(&self) -> ApiRef<'_, Api> {
        Api.into()
    }
}

impl HeaderBackend<Block> for Chain {
    fn header(&self, _: Hash) -> sp_blockchain::Result<Option<Header>> {
        Ok(None)
    }
    fn info(&self) -> Info<Block> {
        Info {
            best_hash: BEST,
            best_number: 12,
            genesis_hash: Hash::zero(),
            finalized_hash: Hash::repeat_byte(8),
            finalized_number: 11,
            finalized_state: None,
            number_leaves: 1,
            block_gap: None,
        }
    }
    fn status(&self, _: Hash) -> sp_blockchain::Result<BlockStatus> {
        Ok(BlockStatus::InChain)
    }
    fn number(&self, hash: Hash) -> sp_blockchain::Result<Option<u32>> {
        Ok([(BEST, 12), (Hash::zero(), 0)].into_iter().find(|(of, _)| *of == hash).map(|(_, n)| n))
    }
    fn hash(&self, _: u32) -> sp_blockchain::Result<Option<Hash>> {
        Ok(None)
    }
}

fn document() -> DidDocument {
    let method = VerificationMethod { key: KEY.into(), relationships: Relationships::SIGNING };
    DidDocument {
        controller: None,
        methods: vec![method].try_into().unwrap(),
        services: Default::default(),
        created: 1_000,
        updated: 2_000,
        version: 1,
        deactivated: false,
    }
}

fn cooperative() -> Cooperative {
    Cooperative {
        did: DID,
        legal_name: "Bäckerei eG".as_bytes().to_vec().try_into().unwrap(),
        domain: b"brot.coop".to_vec().try_into().unwrap(),
        status: CooperativeStatus::Active,
        rules: Rules { recovery_stewards: 2, recovery_delay: 5 },
        members: 3,
        stewards: 1,
        created: 0,
    }
}

fn membership() -> Membership {
    Membership {
        status: MemberStatus::Active,
        roles: Roles::member().with(Role::Steward),
        skills: vec![b"baking".to_vec().try_into().unwrap()].try_into().unwrap(),
        term: 0,
        joined: 3_000,
    }
}

fn credential() -> (Credential, CredentialStatus) {
    let credential = Credential {
        schema: Hash::zero(),
        issuer: DID,
        subject: DID,
        issued: 4_000,
        expires: None,
        revoked: None,
    };
    (credential, CredentialStatus::Valid)
}

sp_api::mock_impl_runtime_apis! {
    impl DidApi<Block> for Api {
        fn did_document(did: Did) -> Option<DidDocument> {
            (did == DID).then(document)
        }
        fn did_of(account: AccountId) -> Option<Did> {
            (account == KEY.account()).then_some(DID)
        }
        fn verify_signature(
            did: Did,
            relationships: Relationships,
            _message: Vec<u8>,
            _signature: Signature,
        ) -> Option<PublicKey> {
            (did == DID && relationships == Relationships::AUTHENTICATION).then_some(KEY.into())
        }
    }

    impl CooperativesApi<Block> for Api {
        fn cooperative(id: CooperativeId) -> Option<Cooperative> {
            (id.0 < 3).then(cooperative)
        }
        fn cooperatives(from: CooperativeId, limit: u32) -> Vec<(CooperativeId, Cooperative)> {
            (from.0..3).take(limit as usize).map(|id| (CooperativeId(id), cooperative())).collect()
        }
        fn cooperative_by_domain(domain: Vec<u8>) -> Option<CooperativeId> {
            (domain == b"brot.coop").then_some(CooperativeId(0))
        }
        fn memberships(did: Did) -> Vec<(CooperativeId, Membership)> {
            if did != DID { return vec![] }
            vec![(CooperativeId(1), membership()), (CooperativeId(0), membership())]
        }
        fn membership(_cooperative: CooperativeId, did: Did) -> Option<Membership> {
            (did == DID).then(membership)
        }
        fn members(
            _cooperative: CooperativeId,
            after: Option<Did>,
            _limit: u32,
        ) -> Vec<(Did, Membership)> {
            if after.is_some() { vec![] } else { vec![(DID, membership())] }
        }
    }

    impl CredentialsApi<Block> for Api {
        fn credential(hash: Hash) -> Option<(Credential, CredentialStatus)> {
            (hash == BEST).then(credential)
        }
        fn credentials_of(
            subject: Did,
            _after: Option<Hash>,
            _limit: u32,
        ) -> Vec<(Hash, Credential, CredentialStatus)> {
            let (credential, status) = credential();
            if subject == DID { vec![(BEST, credential, status)] } else { vec![] }
        }
    }

    impl SeatsApi<Block> for Api {
        fn seats() -> Vec<SeatView> {
            let seat = Seat {
                validator: KEY.account(),
                operator: KEY.account(),
                status: SeatStatus::Suspended { reason: SuspensionReason::MissedTurns, since: 7 },
                missed_turns: 300,
                blocks: 5,
            };
            vec![SeatView {
                cooperative: CooperativeId(0),
                seat,
                active: false,
                has_keys: true,
                node_keys: vec![PeerId::random().to_bytes().try_into().unwrap()],
                keys_hash: Some(BEST),
            }]
        }
        fn node_keys() -> Vec<NodeKey> {
            vec![]
        }
    }

    impl ShardsApi<Block> for Api {
        fn this_shard() -> (ShardId, ShardRole) {
            (ShardId(0), ShardRole::Federation)
        }
        fn shard(id: ShardId) -> Option<ShardView> {
            (id == ShardId(1)).then(shard)
        }
        fn shards() -> Vec<ShardView> {
            vec![shard()]
        }
        fn relay_limits() -> RelayLimits {
            RelayLimits { messages: 1, proof_size: 1, refresh_interval: 1 }
        }
        fn relay_transaction(
            _source: ShardId,
            _finality: Option<(Header, Vec<u8>, u64)>,
            _at: Hash,
            _proof: Vec<Vec<u8>>,
        ) -> Result<Vec<u8>, Vec<u8>> {
            Err(b"NothingNew".to_vec())
        }
    }

    impl AdmissionApi<Block> for Api {
        fn quota(_account: AccountId) -> Result<QuotaView, u8> {
            Err(Refusal::NotMember.code())
        }
    }

    impl TaggedTransactionQueue<Block> for Api {
        fn validate_transaction(
            _source: TransactionSource,
            transaction: <Block as BlockT>::Extrinsic,
            _at: Hash,
        ) -> TransactionValidity {
            match codec::Encode::encode(&transaction).last() {
                Some(0) => Ok(ValidTransaction::default()),
                Some(255) => Err(InvalidTransaction::BadProof.into()),
                code => Err(InvalidTransaction::Custom(*code.unwrap()).into()),
            }
        }
    }
}

fn module() -> RpcModule<()> {
    fn of<C: ChainReader>(client: C) -> RpcModule<()> {
        let node = Node {
            chain: "Test".into(),
            network: ClosedNetwork::new([], false),
            local_peer: PeerId::random(),
            connected: Arc::new(|| 4),
            finality_lag: FinalityLag::default(),
        };
        own(Arc::new(client), node).unwrap()
    }
    of(Chain)
}

/// The answer to a call, or the error's code and message.
async fn call(method: &str, params: Value) -> Result<Value, (i64, String)> {
    let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let (answer, _) = module().raw_json_request(&request.to_string(), 1).await.unwrap();
    let mut answer: Value = serde_json::from_str(&answer).unwrap();
    match answer.get("error") {
        None => Ok(answer["result"].take()),
        Some(error) => {
            Err((error["code"].as_i64().unwrap(), error["message"].as_str().unwrap().to_string()))
        }
    }
}

#[test]
fn the_table_and_the_registered_methods_agree() {
    let mut registered: Vec<_> = module().method_names().collect();
    let mut listed: Vec<_> = super::openrpc::METHODS.iter().map(|method| method.name).collect();
    registered.sort_unstable();
    listed.sort_unstable();
    assert_eq!(registered, listed);
}

#[tokio::test]
async fn every_method_can_be_called_by_name_and_by_position_as_the_table_says() {
    for method in super::openrpc::METHODS {
        let examples = method.params.iter().map(|param| {
            let example: Value = serde_json::from_str(param.example).unwrap();
            (param.name.to_string(), example)
        });
        let by_name: serde_json::Map<_, _> = examples.clone().collect();
        let by_position: Vec<_> = examples.map(|(_, example)| example).collect();
        let named = call(method.name, by_name.into()).await;
        let placed = call(method.name, by_position.into()).await;
        assert!(named.is_ok(), "{}: {named:?}", method.name);
        if method.name != "icn_status" && method.name != "icn_seats" {
            assert_eq!(named, placed, "{}", method.name);
        }
        let required: Vec<Value> = method
            .params
            .iter()
            .filter(|param| !param.optional)
            .map(|param| serde_json::from_str(param.example).unwrap())
            .collect();
        assert!(call(method.name, required.into()).await.is_ok(), "{}", method.name);
    }
}

#[tokio::test]
async fn results_have_the_fields_that_the_document_requires() {
    let document = super::openrpc::document();
    let required = |schema: &str| {
        let pointer = format!("/components/schemas/{schema}/required");
        let mut names: Vec<String> =
            serde_json::from_value(document.pointer(&pointer).unwrap().clone()).unwrap();
        names.sort();
        names
    };
    let fields = |value: &Value| {
        let mut names: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    let did = DID.to_string();
    let cooperatives = call("icn_cooperatives", json!([0, 1])).await.unwrap();
    assert_eq!(fields(&cooperatives), required("CooperativePage"));
    assert_eq!(fields(&cooperatives["cooperatives"][0]), required("Cooperative"));
    assert_eq!(cooperatives["next"], 1);
    let members = call("icn_members", json!(["brot.coop"])).await.unwrap();
    assert_eq!(fields(&members["members"][0]), required("Member"));
    assert_eq!(members["members"][0]["roles"], json!(["Member", "Steward"]));
    let memberships = call("icn_memberships", json!([did])).await.unwrap();
    assert_eq!(fields(&memberships[0]), required("Membership"));
    assert_eq!((&memberships[0]["home"], &memberships[1]["home"]), (&json!(true), &json!(false)));
    let credential = call("icn_credential", json!([BEST])).await.unwrap();
    assert_eq!(fields(&credential), required("Credential"));
    let seats = call("icn_seats", json!([])).await.unwrap();
    assert_eq!(fields(&seats[0]), required("Seat"));
    assert_eq!(seats[0]["suspended"]["reason"], "MissedTurns");
    let shards = call("icn_shards", json!([])).await.unwrap();
    assert_eq!(fields(&shards), required("Shards"));
    assert_eq!(fields(&shards["others"][0]), required("Shard"));
    let status = call("icn_status", json!([])).await.unwrap();
    assert_eq!(fields(&status), required("Status"));
    assert_eq!((&status["best"]["number"], &status["peers"]), (&json!(12), &json!(4)));
    let resolved = call("did_resolve", json!([did])).await.unwrap();
    assert_eq!(resolved["didDocument"]["id"], did);
    let verified =
        call("did_verify", json!([did, "0x00", format!("0x01{}", "00".repeat(64))])).await;
    let method = format!("{did}#{}", PublicKey::from(KEY).to_multibase());
    assert_eq!(verified.unwrap(), json!({ "verified": true, "method": method }));
}

#[tokio::test]
async fn a_name_in_utf_8_comes_out_as_it_went_in() {
    let cooperative = call("icn_cooperative", json!(["brot.coop"])).await.unwrap();
    assert_eq!(cooperative["legalName"], "Bäckerei eG");
    assert_eq!(call("icn_cooperative", json!(["nobody.coop"])).await.unwrap(), Value::Null);
}

#[tokio::test]
async fn a_refused_transaction_is_told_why_in_a_sentence() {
    assert_eq!(
        call("icn_checkTransaction", json!([transaction(0)])).await.unwrap(),
        json!({ "admitted": true })
    );
    for refusal in Refusal::ALL {
        let checked = call("icn_checkTransaction", json!([transaction(refusal.code())])).await;
        let expected = json!({
            "admitted": false,
            "refusal": refusal.code(),
            "name": refusal,
            "sentence": refusal.sentence(),
        });
        assert_eq!(checked.unwrap(), expected);
        let told = call("icn_refusal", json!([refusal.code()])).await.unwrap();
        assert_eq!(told["sentence"], refusal.sentence());
    }
    let checked = call("icn_checkTransaction", json!([transaction(255)])).await.unwrap();
    assert_eq!(checked["admitted"], false);
    assert_eq!(checked.get("refusal"), None);
    assert!(checked["sentence"].as_str().unwrap().contains("signature"));
    let checked = call("icn_checkTransaction", json!([transaction(200)])).await.unwrap();
    assert!(checked["sentence"].as_str().unwrap().contains("200"));
}

#[tokio::test]
async fn an_account_that_may_send_nothing_is_told_why() {
    let quota = call("icn_quota", json!([KEY.account().to_string()])).await.unwrap();
    assert_eq!(quota["admitted"], false);
    assert_eq!(quota["refusal"]["sentence"], Refusal::NotMember.sentence());
}

#[tokio::test]
async fn an_account_is_its_address_or_its_bytes() {
    let account = KEY.account();
    let bytes = format!("0x{}", "07".repeat(32));
    for account in [account.to_string(), bytes] {
        let did = call("did_ofAccount", json!([account])).await;
        assert_eq!(did.unwrap(), json!(DID.to_string()));
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_what_would_be_right() {
    let did = DID.to_string();
    let long = format!("0x{}", "00".repeat((1 << 20) + 1));
    let signature = format!("0x01{}", "00".repeat(64));
    for (method, params, code, hint) in [
        ("icn_members", json!([0, "did:key:z6Mk"]), -32602, "did:icn:"),
        ("icn_members", json!([0, null, 0]), -32602, "1 to 200"),
        ("icn_cooperatives", json!([0, 201]), -32602, "1 to 200"),
        ("icn_cooperative", json!(["a".repeat(254)]), -32602, "253"),
        ("icn_quota", json!(["0x00"]), -32602, "SS58"),
        ("icn_refusal", json!([99]), -32602, "from 1 to"),
        ("icn_checkTransaction", json!(["0x"]), -32602, "no transaction"),
        ("did_verify", json!([did, "0x00", "0x0100"]), -32602, "64 bytes"),
        ("did_verify", json!([did, long, signature]), -32602, "1 MiB"),
        ("did_verify", json!([did, "0x00", signature, "friend"]), -32602, "keyAgreement"),
        ("did_resolve", json!([did, Hash::repeat_byte(1)]), 9001, "knows no block"),
    ] {
        let (got, message) = call(method, params.clone()).await.unwrap_err();
        assert_eq!(got, code, "{method} {message}");
        assert!(message.contains(hint), "{method}: {message}");
    }
}
