//! Whose turn it is to relay, so that validators don't all bring the same.
//!
//! The validators take turns by the destination's blocks. Whoever is next in line steps in one
//! block later, so that one that is down costs a block and no message.

use anyhow::Result;
use icn_primitives::BlockNumber;
use polkadot_sdk::{
    sp_application_crypto::AppCrypto, sp_consensus_aura::sr25519::AuthorityId as AuraId,
    sp_core::crypto::ByteArray, sp_keystore::KeystorePtr,
};

use super::endpoint::Endpoint;

/// Where this node stands in the line of relays of one shard.
#[derive(Clone)]
pub struct Turn {
    /// A shard of this process: its validators are the line.
    pub shard: Endpoint,
    /// This node's keys for it.
    pub keystore: KeystorePtr,
}

impl Turn {
    /// How many blocks this node leaves to others, for what waits since block `since`.
    pub async fn rank(&self, since: BlockNumber) -> Result<BlockNumber> {
        let line: Vec<AuraId> = self.shard.runtime("AuraApi_authorities", &(), None).await?;
        let own = line.iter().position(|key| {
            self.keystore.has_keys(&[(key.to_raw_vec(), <AuraId as AppCrypto>::ID)])
        });
        Ok(rank(line.len() as u32, own.map(|own| own as u32), since))
    }
}

/// Who isn't in the line stands behind it.
fn rank(line: u32, own: Option<u32>, since: BlockNumber) -> BlockNumber {
    let (Some(own), Some(first)) = (own, since.checked_rem(line)) else { return line };
    let ahead = own.checked_sub(first);
    ahead.unwrap_or_else(|| own.saturating_add(line).saturating_sub(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_block_has_another_first_and_everybody_a_place() {
        for since in 0..9 {
            let mut ranks: Vec<_> = (0..4).map(|own| rank(4, Some(own), since)).collect();
            assert_eq!(ranks[since as usize % 4], 0);
            ranks.sort();
            assert_eq!(ranks, [0, 1, 2, 3]);
        }
    }

    #[test]
    fn a_node_that_is_no_validator_comes_last() {
        assert_eq!(rank(4, None, 7), 4);
        assert_eq!(rank(0, None, 7), 0);
    }
}
