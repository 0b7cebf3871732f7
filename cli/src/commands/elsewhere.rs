//! What is carried out on another shard than the one that decides it.

use icn_primitives::shard::ShardRole;

use crate::{
    chain::{At, Chain},
    encoding::{self, bytes, number},
    failure::{Failure, Result},
    role::{ensure_shard, kept_elsewhere, role_name},
    submission::Call,
};

/// Another shard on which something is carried out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Elsewhere {
    /// Its number.
    pub shard: u32,
    /// Where one of its nodes is, to be asked what is set there now.
    pub url: Option<String>,
}

/// A shard's number, or with the address of a node: `1=ws://127.0.0.1:10044`.
pub fn elsewhere(text: &str) -> std::result::Result<Elsewhere, String> {
    let (shard, url) = match text.split_once('=') {
        Some((shard, url)) => (shard, Some(url.to_string())),
        None => (text, None),
    };
    let shard = shard.parse().map_err(|_| "a shard is its number, or 1=ws://127.0.0.1:10044")?;
    Ok(Elsewhere { shard, url })
}

impl Elsewhere {
    /// A connection to its node, which has to have `pallet`.
    pub async fn connect(&self, pallet: &str) -> Result<Chain> {
        let Self { shard, url } = self;
        let url = url.as_ref().ok_or_else(|| {
            Failure::usage(format!(
                "what stands on shard {shard} has to be read there: name a node of it too, --on-shard {shard}=ws://…"
            ))
        })?;
        let chain = Chain::connect(url, At::Best).await?;
        if let Some(role) = kept_elsewhere(pallet) {
            ensure_shard(&chain, *shard, role, url).await?;
        }
        Ok(chain)
    }
}

/// That the federation shard has `pallet` itself.
pub fn ensure_here(pallet: &str) -> Result<()> {
    kept_elsewhere(pallet).map_or(Ok(()), |role| Err(needs_shard(role)))
}

/// The federation shard decides it, and another one carries it out, which isn't named.
pub fn needs_shard(role: ShardRole) -> Failure {
    Failure::usage(format!(
        "this is decided here and carried out on {}: say which one and name a node of it, --on-shard 1=ws://…; \"icn shard list\" shows the shards",
        role_name(role)
    ))
}

/// `call`, to be carried out on `shard`. All shards run the same runtime: it is encoded as this one
/// knows it.
pub fn on_shard(chain: &Chain, shard: u32, call: Call, expires_at: Option<u32>) -> Result<Call> {
    Ok(encoded_on_shard(shard, &chain.encode(call)?, expires_at))
}

/// An encoded call, to be carried out on `shard`.
pub fn encoded_on_shard(shard: u32, call: &[u8], expires_at: Option<u32>) -> Call {
    let fields = vec![
        ("shard", encoding::shard(shard)),
        ("call", bytes(call)),
        ("expires_at", encoding::option(expires_at.map(number))),
    ];
    Call::new("Federation", "decide_on", fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_named_alone_or_with_a_node() {
        assert_eq!(elsewhere("1"), Ok(Elsewhere { shard: 1, url: None }));
        let url = Some("ws://[::1]:9".to_string());
        assert_eq!(elsewhere("2=ws://[::1]:9"), Ok(Elsewhere { shard: 2, url }));
        assert!(elsewhere("ws://a").is_err());
    }

    #[test]
    fn what_another_shard_has_is_not_carried_out_here() {
        assert!(ensure_here("Ledger").is_ok());
        let failure = ensure_here("Storage").unwrap_err();
        assert_eq!(failure.kind.code(), 2);
        assert!(failure.message.contains("a storage shard"), "{failure}");
    }
}
