//! Our own methods against a chain that answers from memory.
//!
//! | module | what it holds |
//! |---|---|
//! | [`chain`] | the chain |
//! | [`records`], [`trade_records`] | what it knows |
//! | [`document`] | every method: as its document says, by name and by position |
//! | [`governance`], [`money`], [`people`], [`trade`] | what results show |
//! | [`refusals`] | what is refused, and what is said then |

mod chain;
mod document;
mod governance;
mod money;
mod people;
mod records;
mod refusals;
mod trade;
mod trade_records;

use super::{icn::Node, metadata::Names, openrpc, own, ChainReader};
use crate::{closed_network::ClosedNetwork, finality::FinalityLag};
use chain::Chain;
pub use document::misfits;
use icn_primitives::{shard::ShardRole, Did, Hash, SigningKey};
use jsonrpsee::RpcModule;
use polkadot_sdk::sc_network::PeerId;
use serde_json::{json, Value};
use std::sync::Arc;

const KEY: SigningKey = SigningKey::Sr25519([7; 32]);
const DID: Did = Did(KEY);
const BEST: Hash = Hash::repeat_byte(9);
/// One that the table's examples name.
const EXAMPLE_DID: &str = "did:icn:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

/// Names for the calls and errors above.
struct Named;

impl Names for Named {
    fn call(&self, _: Hash, call: &[u8]) -> Option<String> {
        call.starts_with(&[9, 4]).then(|| "Ledger.pay".into())
    }
    fn module_error(&self, _: Hash, pallet: u8, error: u8) -> Option<String> {
        ([pallet, error] == [9, 4]).then(|| "Ledger.Poor".into())
    }
}

/// The methods of a node of the shard with this role.
fn module(role: ShardRole) -> RpcModule<()> {
    fn of<C: ChainReader>(client: C) -> RpcModule<()> {
        let node = Node {
            chain: "Test".into(),
            network: ClosedNetwork::new([], false),
            local_peer: PeerId::random(),
            connected: Arc::new(|| 4),
            finality_lag: FinalityLag::default(),
        };
        own(Arc::new(client), node, Arc::new(Named), None).unwrap()
    }
    of(Chain(role))
}

/// The answer of the shard that is meant to be asked, or the error's code and message.
async fn call(method: &str, params: Value) -> Result<Value, (i64, String)> {
    call_on(openrpc::role_of(method).unwrap_or_default(), method, params).await
}

/// The answer of a shard with this role.
async fn call_on(role: ShardRole, method: &str, params: Value) -> Result<Value, (i64, String)> {
    let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let (answer, _) = module(role).raw_json_request(&request.to_string(), 1).await.unwrap();
    let mut answer: Value = serde_json::from_str(&answer).unwrap();
    match answer.get("error") {
        None => Ok(answer["result"].take()),
        Some(error) => {
            Err((error["code"].as_i64().unwrap(), error["message"].as_str().unwrap().to_string()))
        }
    }
}
