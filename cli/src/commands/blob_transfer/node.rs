//! A node that keeps blobs, as these commands ask it.

use std::time::Duration;

use serde_json::Value as Json;

use crate::{
    chain::Chain,
    failure::{Failure, Result},
};

/// What a node says while it has too much to do, or reads what it has of an upload.
pub const BUSY: &str = "Blob.Busy";
/// How often a busy node is asked again, and how long to wait before: a node reads ten gigabytes
/// meanwhile.
const TRIES: u32 = 120;
const WAIT: Duration = Duration::from_secs(1);

/// Answers questions.
pub trait Node {
    /// The answer to one question.
    async fn ask_once(&self, method: &str, params: &[Json]) -> Result<Json>;

    /// The answer to a question, which is asked again while the node is busy.
    async fn ask(&self, method: &str, params: &[Json]) -> Result<Json> {
        for _ in 0..TRIES {
            match self.ask_once(method, params).await {
                Err(Failure { name: Some(name), .. }) if name == BUSY => {
                    tokio::time::sleep(WAIT).await;
                }
                answered => return answered,
            }
        }
        self.ask_once(method, params).await
    }
}

impl Node for Chain {
    async fn ask_once(&self, method: &str, params: &[Json]) -> Result<Json> {
        self.request(method, params).await
    }
}
