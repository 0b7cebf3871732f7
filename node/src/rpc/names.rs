//! How callers name cooperatives, bodies and accounts, and the block at which they are looked up.

use icn_primitives::{
    apis::{CooperativesApi, ShardsApi},
    governance::RuleMaker,
    ledger::{LedgerAccount, Treasury},
    shard::ShardRole,
    CooperativeId, Did, Hash,
};
use jsonrpsee::types::ErrorObjectOwned;
use polkadot_sdk::sp_api::ApiRef;
use serde::{Deserialize, Serialize};

use super::{did::parse, errors, ChainReader};
use crate::shards::FEDERATION;

/// Longest domain that is looked at, in bytes.
const MAX_DOMAIN: usize = icn_primitives::membership::MAX_DOMAIN as usize;

/// How a caller names a cooperative, a body or an account. Every domain has a dot and every DID a
/// colon, so one text means one thing.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Name {
    /// A cooperative by its number.
    Number(u32),
    /// A cooperative by its domain, "federation", or for accounts a person's DID.
    Text(String),
}

impl Name {
    /// Whether the federation is meant.
    fn is_federation(&self) -> bool {
        matches!(self, Self::Text(text) if text == FEDERATION)
    }
}

/// An account or a body as it is named: a DID, a cooperative's number, or "federation".
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Named {
    /// A person.
    Did(icn_primitives::Did),
    /// A cooperative.
    Cooperative(CooperativeId),
    /// The federation.
    Federation(&'static str),
}

impl From<LedgerAccount> for Named {
    fn from(account: LedgerAccount) -> Self {
        match account {
            LedgerAccount::Person(did) => Self::Did(did),
            LedgerAccount::Treasury(treasury) => treasury.into(),
        }
    }
}

impl From<Treasury> for Named {
    fn from(treasury: Treasury) -> Self {
        match treasury {
            Treasury::Cooperative(id) => Self::Cooperative(id),
            Treasury::Federation => Self::Federation(FEDERATION),
        }
    }
}

impl From<RuleMaker> for Named {
    fn from(maker: RuleMaker) -> Self {
        treasury_of(maker).into()
    }
}

/// Whose treasury belongs to whoever has rules of its own.
pub fn treasury_of(maker: RuleMaker) -> Treasury {
    match maker {
        RuleMaker::Cooperative(id) => Treasury::Cooperative(id),
        RuleMaker::Federation => Treasury::Federation,
    }
}

/// Who is named on a shard other than the federation's: those know cooperatives by number alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// A person, or a cooperative by its own DID.
    Did(Did),
    /// A cooperative.
    Cooperative(CooperativeId),
}

impl Name {
    /// The party that is named so.
    pub fn party(&self) -> Result<Party, ErrorObjectOwned> {
        match self {
            Self::Number(number) => Ok(Party::Cooperative(CooperativeId(*number))),
            Self::Text(text) if text.contains(':') => parse(text).map(Party::Did),
            Self::Text(_) => Err(errors::invalid(
                "on this shard somebody is named by a DID, and a cooperative by its number",
            )),
        }
    }
}

/// The chain at one block: what one request reads belongs together.
pub struct Snapshot<'c, C: ChainReader> {
    /// Reads.
    pub api: ApiRef<'c, C::Api>,
    /// At this block.
    pub block: Hash,
}

impl<'c, C: ChainReader> Snapshot<'c, C> {
    /// At the block `at`, or at the best one.
    pub fn new(client: &'c C, at: Option<Hash>) -> Result<Self, ErrorObjectOwned> {
        let block = errors::block(client, at)?;
        Ok(Self { api: client.runtime_api(), block })
    }

    /// The same, on a shard with this role: the others have nothing of what is asked for.
    pub fn of_role(
        client: &'c C,
        at: Option<Hash>,
        role: ShardRole,
    ) -> Result<Self, ErrorObjectOwned> {
        let chain = Self::new(client, at)?;
        let this = chain.api.this_shard(chain.block).map_err(errors::runtime)?;
        if this.1 == role {
            return Ok(chain);
        }
        let others = chain.api.shards(chain.block).map_err(errors::runtime)?;
        let known: Vec<_> =
            others.iter().filter(|other| other.role == role).map(|other| other.id).collect();
        Err(errors::wrong_shard(this, role, &known))
    }

    /// The number of the cooperative that is named so; `None` if no cooperative has this domain.
    pub fn number(&self, name: Name) -> Result<Option<CooperativeId>, ErrorObjectOwned> {
        match name {
            Name::Number(number) => Ok(Some(CooperativeId(number))),
            Name::Text(domain) if domain.len() > MAX_DOMAIN => {
                Err(errors::invalid("a domain has at most 253 characters"))
            }
            Name::Text(domain) => self
                .api
                .cooperative_by_domain(self.block, domain.into_bytes())
                .map_err(errors::runtime),
        }
    }

    /// The cooperative that is named so, or the federation; `None` if there is no such
    /// cooperative.
    pub fn body(&self, name: Name) -> Result<Option<RuleMaker>, ErrorObjectOwned> {
        if name.is_federation() {
            return Ok(Some(RuleMaker::Federation));
        }
        let Some(id) = self.number(name)? else { return Ok(None) };
        let found = self.api.cooperative(self.block, id).map_err(errors::runtime)?;
        Ok(found.map(|_| RuleMaker::Cooperative(id)))
    }

    /// The account that is named so: a person's, or a treasury.
    pub fn account(&self, name: Name) -> Result<Option<LedgerAccount>, ErrorObjectOwned> {
        match name {
            Name::Text(text) if text.contains(':') => {
                parse(&text).map(|did| Some(LedgerAccount::Person(did)))
            }
            name => Ok(self.body(name)?.map(|maker| LedgerAccount::Treasury(treasury_of(maker)))),
        }
    }
}
