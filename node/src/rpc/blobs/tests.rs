//! Uploads and downloads over JSON-RPC, with a chain that answers from memory.

use icn_blobs::{hash, permit_text, wire::HashPage};
use icn_primitives::{
    admission::{Amount, QuotaHolder, QuotaView, Signer},
    seat::{PeerId as NodeKey, Seat, SeatStatus, SeatView},
    AccountId, Did, Header, Refusal, SigningKey, MINUTE,
};
use jsonrpsee::RpcModule;
use polkadot_sdk::{
    sp_api::{self, ApiRef},
    sp_blockchain::{self, BlockStatus, Info},
    sp_core::crypto::Ss58Codec,
    sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave},
};
use serde_json::{json, Value};
use tempfile::TempDir;

use super::*;
use crate::rpc::{openrpc, tests::misfits};

const GENESIS: Hash = Hash::repeat_byte(3);
const CHUNK_BYTES: usize = CHUNK as usize;

/// The chain: Alice is a member of this node's cooperative, Charlie of another one, Dave operates
/// the seat, and Bob is nobody.
#[derive(Clone)]
struct Chain {
    node: PeerId,
    /// Whether the seat lists the node.
    listed: bool,
}

impl ProvideRuntimeApi<Block> for Chain {
    type Api = Self;
    fn runtime_api(&self) -> ApiRef<'_, Self> {
        self.clone().into()
    }
}

impl HeaderBackend<Block> for Chain {
    fn header(&self, _: Hash) -> sp_blockchain::Result<Option<Header>> {
        Ok(None)
    }
    fn info(&self) -> Info<Block> {
        Info {
            best_hash: Hash::zero(),
            best_number: 0,
            genesis_hash: GENESIS,
            finalized_hash: Hash::zero(),
            finalized_number: 0,
            finalized_state: None,
            number_leaves: 1,
            block_gap: None,
        }
    }
    fn status(&self, _: Hash) -> sp_blockchain::Result<BlockStatus> {
        Ok(BlockStatus::InChain)
    }
    fn number(&self, _: Hash) -> sp_blockchain::Result<Option<u32>> {
        Ok(None)
    }
    fn hash(&self, _: u32) -> sp_blockchain::Result<Option<Hash>> {
        Ok(None)
    }
}

sp_api::mock_impl_runtime_apis! {
    impl AdmissionApi<Block> for Chain {
        fn quota(account: AccountId) -> Result<QuotaView, u8> {
            let of = |standing, cooperative| {
                let holder = QuotaHolder::Did(Did(SigningKey::Sr25519([1; 32])));
                let signer =
                    Signer { standing, holder, cooperative: Some(CooperativeId(cooperative)) };
                let (amount, refill) = (Amount::default(), 0);
                Ok(QuotaView {
                    signer,
                    own_left: amount,
                    own_full: amount,
                    own_refill: refill,
                    cooperative_left: amount,
                    cooperative_full: amount,
                    cooperative_refill: refill,
                })
            };
            match Sr25519Keyring::from_account_id(&account) {
                Some(Alice) => of(Standing::Member, 4),
                Some(Charlie) => of(Standing::Steward, 5),
                Some(Dave) => of(Standing::Operator, 4),
                _ => Err(Refusal::MemberSuspended.code()),
            }
        }
    }

    impl SeatsApi<Block> for Chain {
        fn seats(&self) -> Vec<SeatView> {
            let account = AccountId::new([0; 32]);
            let key: NodeKey = self.node.to_bytes().try_into().unwrap();
            let keys = if self.listed { vec![key] } else { vec![] };
            vec![SeatView {
                cooperative: CooperativeId(4),
                seat: Seat {
                    validator: account.clone(),
                    operator: account,
                    status: SeatStatus::Ready,
                    missed_turns: 0,
                    blocks: 0,
                },
                active: true,
                has_keys: true,
                node_keys: keys,
                keys_hash: None,
            }]
        }
        fn node_keys() -> Vec<NodeKey> {
            vec![]
        }
    }
}

struct Node {
    module: RpcModule<()>,
    _directory: TempDir,
}

impl Node {
    fn new(capacity: u64, listed: bool) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let kept = Kept::open(directory.path(), capacity, None).unwrap();
        let node = PeerId::random();
        let chain = Arc::new(Chain { node, listed });
        let mut module = RpcModule::new(());
        module.merge(Blobs::new(chain, Some(kept), node).into_rpc()).unwrap();
        Self { module, _directory: directory }
    }

    /// The answer to a call, which must be as the document says, or the error's code and message.
    async fn call(&self, method: &str, params: Value) -> Result<Value, (i64, String)> {
        let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let (answer, _) = self.module.raw_json_request(&request.to_string(), 1).await.unwrap();
        let mut answer: Value = serde_json::from_str(&answer).unwrap();
        if let Some(error) = answer.get("error") {
            let listed = openrpc::methods().find(|known| known.name == method).unwrap().errors;
            let code = error["code"].as_i64().unwrap();
            assert!(listed.contains(&(code as i32)), "{method} doesn't list {error}");
            return Err((code, error["message"].as_str().unwrap().into()));
        }
        let result = answer["result"].take();
        let document = openrpc::document();
        let methods = document["methods"].as_array().unwrap();
        let described = methods.iter().find(|known| known["name"] == method).unwrap();
        let schema = &described["result"]["schema"];
        assert_eq!(misfits(&document, schema, &result, method), Vec::<String>::new());
        Ok(result)
    }
}

/// Somebody's permit to upload this, which holds for so long.
fn permit(who: Sr25519Keyring, content: &Content, holds_for: Moment) -> Value {
    let expires_at = now() + holds_for;
    let text = permit_text(&GENESIS, &content.content_root, content.length, expires_at);
    let signature = who.sign(text.as_bytes());
    json!({
        "account": who.to_account_id().to_ss58check(),
        "signature": Bytes([&[1], &signature.0[..]].concat()),
        "expiresAt": expires_at,
    })
}

fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

#[tokio::test]
async fn a_member_uploads_a_file_and_anybody_reads_it() {
    let node = Node::new(1 << 30, true);
    let file: Vec<u8> = (0..CHUNK_BYTES + 5).map(|at| (at / 1_000) as u8).collect();
    let (content, hashes) = hash(&file[..]).unwrap();
    let root = content.content_root;
    assert_eq!(node.call("icn_blob", json!([root])).await.unwrap(), Value::Null);
    let begin = json!([content, permit(Alice, &content, MINUTE)]);
    let state = node.call("icn_blobUpload", begin.clone()).await.unwrap();
    assert_eq!(state["missing"], json!([{ "from": 0, "to": 2 }]));
    assert_eq!((&state["unknown"], &state["stored"]), (&json!(0), &json!(false)));

    let page = HashPage::of(&hashes, 13, 0).unwrap();
    let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.0).collect();
    node.call("icn_blobPutHashes", json!([root, 13, 0, base64(&bytes), page.path])).await.unwrap();
    for (index, chunk) in file.chunks(CHUNK_BYTES).enumerate() {
        let (code, message) = node.call("icn_blobFinish", json!([root])).await.unwrap_err();
        assert_eq!(code, 9009, "{message}");
        let put = json!([root, index, base64(chunk)]);
        assert_eq!(node.call("icn_blobPutChunk", put).await.unwrap(), json!(true));
    }
    let state = node.call("icn_blobUploadState", json!([root])).await.unwrap();
    assert_eq!((&state["present"], &state["missing"]), (&json!(2), &json!([])));
    assert_eq!(node.call("icn_blobFinish", json!([root])).await.unwrap(), json!(content));
    assert_eq!(node.call("icn_blobUpload", begin).await.unwrap()["stored"], true);

    assert_eq!(node.call("icn_blob", json!([root])).await.unwrap(), json!(content));
    let listed = node.call("icn_blobs", json!([null, 1])).await.unwrap();
    assert_eq!((&listed["blobs"][0]["root"], &listed["next"]), (&json!(root), &json!(root)));
    assert_eq!(node.call("icn_blobs", json!([root])).await.unwrap()["blobs"], json!([]));
    let usage = node.call("icn_blobUsage", json!([])).await.unwrap();
    assert_eq!((&usage["blobs"], &usage["uploads"]), (&json!(1), &json!(0)));
    let given = node.call("icn_blobHashes", json!([root, 13, 0])).await.unwrap();
    assert_eq!(given["hashes"], base64(&bytes));
    let chunk = node.call("icn_blobChunk", json!([root, 1])).await.unwrap();
    assert_eq!(chunk["bytes"], base64(&file[CHUNK_BYTES..]));
    let path: Vec<Hash> = serde_json::from_value(chunk["path"].clone()).unwrap();
    let proof = icn_blobs::ChunkProof { index: 1, hash: hashes[1], path: path.try_into().unwrap() };
    assert!(proof.verify(&root, content.length));
    let (code, _) = node.call("icn_blobChunk", json!([root, 2])).await.unwrap_err();
    assert_eq!(code, 9004);
}

#[tokio::test]
async fn only_active_members_of_the_nodes_cooperative_upload() {
    let (content, _) = hash(&b"tea"[..]).unwrap();
    let (other, _) = hash(&b"coffee"[..]).unwrap();
    let (own, any) = (Node::new(1 << 30, true), Node::new(1 << 30, false));
    for (node, permit, hint) in [
        (&own, permit(Bob, &content, MINUTE), "suspended"),
        (&own, permit(Charlie, &content, MINUTE), "cooperative 4"),
        (&own, permit(Dave, &content, MINUTE), "no member's"),
        (&any, permit(Bob, &content, MINUTE), "suspended"),
        (&own, permit(Alice, &other, MINUTE), "signature"),
        (&own, permit(Alice, &content, 25 * 60 * MINUTE), "a day"),
    ] {
        let begun = node.call("icn_blobUpload", json!([content, permit])).await;
        let (code, message) = begun.unwrap_err();
        assert_eq!(code, 9005, "{message}");
        assert!(message.contains(hint), "{message}");
    }
    // Where it isn't known whose node it is, any cooperative's members may.
    for (node, who) in [(&own, Alice), (&any, Alice), (&any, Charlie)] {
        let begin = json!([content, permit(who, &content, MINUTE)]);
        assert!(node.call("icn_blobUpload", begin).await.is_ok(), "{who:?}");
    }
}

#[tokio::test]
async fn garbage_is_refused_with_what_would_be_right() {
    let node = Node::new(2 << 20, true);
    let (content, hashes) = hash(&b"tea"[..]).unwrap();
    let root = content.content_root;
    let may = permit(Alice, &content, MINUTE);
    node.call("icn_blobUpload", json!([content, may])).await.unwrap();
    let page = json!([root, 13, 0, base64(&hashes[0].0), []]);
    node.call("icn_blobPutHashes", page).await.unwrap();

    let nothing = Hash::repeat_byte(8);
    let otherwise = Content { chunks: 2, ..content };
    let impossible = Content { content_root: nothing, ..otherwise };
    let its_permit = permit(Alice, &impossible, MINUTE);
    let (large, _) = hash(&vec![0; 3 << 20][..]).unwrap();
    let long = "A".repeat(CHUNK_BYTES / 3 * 4 + 8);
    let with = |account: &str, signature: &str| json!([content, { "account": account, "signature": signature, "expiresAt": 1 }]);
    let nobody = Bob.to_account_id().to_ss58check();
    for (method, params, code, hint) in [
        ("icn_blob", json!(["tea"]), -32602, ""),
        ("icn_blob", json!(["0x00"]), -32602, ""),
        ("icn_blobs", json!([null, 0]), -32602, "1 to 200"),
        ("icn_blobHashes", json!([root, 14, 0]), -32602, "at most 13"),
        ("icn_blobHashes", json!([root, 0, 1]), 9004, "not in this store"),
        ("icn_blobHashes", json!([nothing, 0, 0]), 9004, "not in this store"),
        ("icn_blobChunk", json!([nothing, 0]), 9004, "not in this store"),
        ("icn_blobChunk", json!([root, -1]), -32602, ""),
        ("icn_blobUpload", json!([{ "length": 3 }, may]), -32602, ""),
        ("icn_blobUpload", with("x", "0x00"), -32602, "SS58"),
        ("icn_blobUpload", with(&nobody, "0x0100"), -32602, "64 bytes"),
        ("icn_blobUpload", json!([otherwise, may]), 9009, "declared otherwise"),
        ("icn_blobUpload", json!([impossible, its_permit]), 9009, "no file can"),
        ("icn_blobUpload", json!([large, permit(Alice, &large, MINUTE)]), 9006, "capacity"),
        ("icn_blobUploadState", json!([nothing]), 9004, ""),
        ("icn_blobPutHashes", json!([root, 99, 0, "", []]), -32602, "at most 13"),
        ("icn_blobPutHashes", json!([root, 0, 0, "AAAA", []]), -32602, "32 bytes each"),
        ("icn_blobPutHashes", json!([root, 0, 0, base64(&[1; 32]), []]), 9009, "do not lead"),
        ("icn_blobPutHashes", json!([root, 0, 0, base64(&[1; 64]), []]), -32602, "at most 32"),
        ("icn_blobPutHashes", json!([root, 0, 0, "", vec![root; 99]]), -32602, "a path has"),
        ("icn_blobPutChunk", json!([root, 0, "te a"]), -32602, "base64"),
        ("icn_blobPutChunk", json!([root, 0, long]), -32602, "at most 1048576"),
        ("icn_blobPutChunk", json!([root, 0, base64(b"tee")]), 9009, "another hash"),
        ("icn_blobPutChunk", json!([root, 1, base64(b"tea")]), 9004, "ends before"),
        ("icn_blobPutChunk", json!([nothing, 0, ""]), 9004, ""),
        ("icn_blobFinish", json!([root]), 9009, "1 chunks are missing"),
        ("icn_blobFinish", json!([nothing]), 9004, ""),
    ] {
        let (got, message) = node.call(method, params.clone()).await.unwrap_err();
        assert_eq!(got, code, "{method} {message}");
        assert!(message.contains(hint), "{method}: {message}");
    }
    // None of it has done any harm.
    node.call("icn_blobPutChunk", json!([root, 0, base64(b"tea")])).await.unwrap();
    node.call("icn_blobFinish", json!([root])).await.unwrap();
}
