//! What a founders file that passed its check says: typed, complete, and without contradictions.

use icn_primitives::{
    governance::GovernanceRules, membership::Rules, reputation::Category, shard::ShardRole,
    AccountId, BlockNumber, Moment, SigningKey, DAY,
};
use polkadot_sdk::{
    sc_network_types::PeerId,
    sp_core::{ed25519, sr25519},
};
use std::{fmt, net::IpAddr};

use super::{
    constitution::{Attestor, Currency, Governance},
    keys::{Maker, Wanted},
};
use crate::shards::FEDERATION;

/// The rules of a cooperative for which the founders file has none.
pub const DEFAULT_RULES: Rules = Rules { recovery_stewards: 2, recovery_delay: 3 * DAY };

/// A federation to be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// What people call it.
    pub name: String,
    /// What machines call it.
    pub id: String,
    /// The word that all keys come from. `None` in a federation for real use.
    pub development_seed: Option<String>,
    /// Whether one of those keys may stand in for the federation's decisions.
    pub development_authority: bool,
    /// Its parameters.
    pub parameters: Parameters,
    /// How it decides.
    pub governance: Governance,
    /// Who gives reputation, and in which categories.
    pub attestors: Vec<(Attestor, Vec<Category>)>,
    /// Its shards, in the order of their numbers: the federation shard first.
    pub shards: Vec<Shard>,
    /// The cooperatives, in the order of their numbers.
    pub founders: Vec<Founder>,
}

impl Plan {
    /// Where the keys that are to be made come from.
    pub fn maker(&self) -> Maker {
        match &self.development_seed {
            Some(word) => Maker::Development(word.clone()),
            None => Maker::Random,
        }
    }

    /// Whether any key is to be made.
    pub fn makes_keys(&self) -> bool {
        self.development_seed.is_some() || self.founders.iter().any(Founder::makes_keys)
    }
}

/// One of the federation's chains. Its number is its place among them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shard {
    /// What it is called: in names of files and options.
    pub name: String,
    /// What it is for.
    pub role: ShardRole,
}

impl Shard {
    /// The shards of a federation whose founders name none, without the federation shard.
    pub const DEFAULT: [(&str, ShardRole); 2] =
        [("marketplace", ShardRole::Marketplace), ("storage", ShardRole::Storage)];

    /// A shard with this name.
    pub fn new(name: impl Into<String>, role: ShardRole) -> Self {
        Self { name: name.into(), role }
    }

    /// The shard that every federation has.
    pub fn federation() -> Self {
        Self::new(FEDERATION, ShardRole::Federation)
    }

    /// Its role as it is written in founders files.
    pub fn role_name(&self) -> &'static str {
        match self.role {
            ShardRole::Federation => FEDERATION,
            ShardRole::Marketplace => "marketplace",
            ShardRole::Storage => "storage",
        }
    }

    /// The role that a founders file may give to a shard.
    pub fn role_called(name: &str) -> Option<ShardRole> {
        match name {
            "marketplace" => Some(ShardRole::Marketplace),
            "storage" => Some(ShardRole::Storage),
            _ => None,
        }
    }
}

/// The federation's parameters; `None` is the runtime's default.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parameters {
    /// Length of a session, in blocks.
    pub session_length: Option<BlockNumber>,
    /// Turns that a validator may miss in a row.
    pub missed_turns_limit: Option<u32>,
    /// How many blocks' worth of its share a cooperative may use at once.
    pub cooperative_blocks: Option<u32>,
    /// A member's quota, in per cent of the cooperative's.
    pub own_share_percent: Option<u32>,
    /// How long a member's quota takes to fill from nothing, in milliseconds.
    pub own_refill: Option<Moment>,
}

/// A founding cooperative.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Founder {
    /// Its legal name.
    pub legal_name: String,
    /// Its domain.
    pub domain: String,
    /// The organisation's own key, which gives its DID.
    pub key: Wanted<SigningKey>,
    /// The stewards' keys; at least one.
    pub stewards: Vec<Wanted<SigningKey>>,
    /// Its rules.
    pub rules: Rules,
    /// How it decides; `None`: the runtime's default.
    pub governance: Option<GovernanceRules>,
    /// Its currencies.
    pub currencies: Vec<Currency>,
    /// Its seat.
    pub validator: Validator,
}

impl Founder {
    fn makes_keys(&self) -> bool {
        let Validator { operator, peer_id, sessions, .. } = &self.validator;
        self.key.is_make()
            || self.stewards.iter().any(Wanted::is_make)
            || operator.is_make()
            || peer_id.is_make()
            || sessions.iter().any(|keys| keys.aura.is_make() || keys.grandpa.is_make())
    }
}

/// A founder's validator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Validator {
    /// The account that sets session keys.
    pub operator: Wanted<AccountId>,
    /// The node's name in the network.
    pub peer_id: Wanted<PeerId>,
    /// Where it is reached.
    pub place: Place,
    /// What it signs blocks and votes with, for each shard.
    pub sessions: Vec<SessionKeys>,
}

/// The keys with which a validator works on one chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionKeys {
    /// Makes blocks.
    pub aura: Wanted<sr25519::Public>,
    /// Finalizes them.
    pub grandpa: Wanted<ed25519::Public>,
    /// Shows that whoever gave `aura` holds it.
    pub aura_proof: Option<String>,
    /// Shows that whoever gave `grandpa` holds it.
    pub grandpa_proof: Option<String>,
}

impl SessionKeys {
    /// Both to be made.
    pub const MAKE: Self =
        Self { aura: Wanted::Make, grandpa: Wanted::Make, aura_proof: None, grandpa_proof: None };
}

/// Where a validator's node is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// Where the others reach it.
    pub host: Host,
    /// At which of its machine's addresses it listens; `None` is all of them.
    pub listen: Option<IpAddr>,
    /// Its ports for each shard.
    pub ports: Vec<Ports>,
    /// Port for metrics, of all shards.
    pub prometheus_port: u16,
}

/// The ports at which a validator runs one shard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ports {
    /// For other nodes.
    pub port: u16,
    /// For clients.
    pub rpc_port: u16,
}

/// A machine in a network.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Host {
    /// By its address.
    Ip(IpAddr),
    /// By its name.
    Name(String),
}

impl Host {
    /// This machine, or a network that the Internet doesn't reach (RFC 1918, 3927, 4193, 4291, 6761,
    /// 6762, 9476).
    pub fn is_private(&self) -> bool {
        match self {
            Self::Ip(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
            Self::Ip(IpAddr::V6(ip)) => {
                ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local()
            }
            Self::Name(name) => {
                !name.contains('.')
                    || [".localhost", ".local", ".test", ".internal"]
                        .iter()
                        .any(|end| name.ends_with(end))
            }
        }
    }

    /// How a multiaddress begins that leads here.
    pub fn multiaddress(&self) -> String {
        match self {
            Self::Ip(ip) => ip_multiaddress(ip),
            Self::Name(name) => format!("/dns/{name}"),
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(ip) => ip.fmt(f),
            Self::Name(name) => name.fmt(f),
        }
    }
}

/// How a multiaddress begins that leads to `ip`.
pub fn ip_multiaddress(ip: &IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => format!("/ip4/{ip}"),
        IpAddr::V6(ip) => format!("/ip6/{ip}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_places_are_told_from_public_ones() {
        let host = |text: &str| match text.parse() {
            Ok(ip) => Host::Ip(ip),
            Err(_) => Host::Name(text.into()),
        };
        for private in
            ["127.0.0.1", "::1", "10.1.2.3", "192.168.1.9", "fd00::1", "node-1", "a.test"]
        {
            assert!(host(private).is_private(), "{private}");
        }
        for public in ["203.0.113.7", "2001:db8::1", "node.food.coop", "local.coop"] {
            assert!(!host(public).is_private(), "{public}");
        }
    }

    #[test]
    fn the_default_rules_are_valid() {
        assert!(DEFAULT_RULES.are_valid());
    }
}
