//! From a plan to a federation in which every key is there: given ones are taken over, wanted ones
//! are made.

use anyhow::{anyhow, bail, Context, Result};
use icn_primitives::{
    governance::GovernanceRules, membership::Rules, reputation::Category, shard::ShardRole,
    AccountId, Did, PublicKey, SigningKey,
};
use polkadot_sdk::{
    sc_network_types::PeerId,
    sp_core::{
        crypto::{key_types, KeyTypeId, Pair, SecretString},
        ed25519, sr25519, ByteArray,
    },
};

use super::{
    constitution::{Attestor, Currency, Governance},
    keys::{self, Made, Maker, Wanted},
    plan::{Founder, Parameters, Place, Plan, Ports, SessionKeys, Shard},
};
use crate::shards::{port_of, FEDERATION};

/// What everybody may know of a federation; its genesis follows from this alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settled {
    /// What people call it.
    pub name: String,
    /// What machines call it.
    pub id: String,
    /// Whether everybody knows its keys.
    pub development: bool,
    /// The account that stands in for decisions, in a federation for development that has one.
    pub authority: Option<AccountId>,
    /// Its parameters.
    pub parameters: Parameters,
    /// How it decides.
    pub governance: Governance,
    /// Who gives reputation, and in which categories.
    pub attestors: Vec<(Did, Vec<Category>)>,
    /// Its shards, in the order of their numbers: the federation shard first.
    pub shards: Vec<Shard>,
    /// The cooperatives, in the order of their numbers.
    pub founders: Vec<SettledFounder>,
}

/// A founding cooperative with all its public keys.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SettledFounder {
    /// Its legal name.
    pub legal_name: String,
    /// Its domain.
    pub domain: String,
    /// The organisation's own key.
    pub key: SigningKey,
    /// The stewards' keys.
    pub stewards: Vec<SigningKey>,
    /// Its rules.
    pub rules: Rules,
    /// How it decides; `None`: the runtime's default.
    pub governance: Option<GovernanceRules>,
    /// Its currencies.
    pub currencies: Vec<Currency>,
    /// The account that sets session keys.
    pub operator: AccountId,
    /// The node's name in the network.
    pub peer_id: PeerId,
    /// Where the node is.
    pub place: Place,
    /// What it signs blocks and votes with, for each shard.
    pub sessions: Vec<Session>,
}

impl SettledFounder {
    /// The address at which other nodes find this one, at one shard's ports.
    pub fn multiaddress(&self, ports: &Ports) -> String {
        format!("{}/tcp/{}/p2p/{}", self.place.host.multiaddress(), ports.port, self.peer_id)
    }
}

/// The session keys of one founder for one shard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// Makes blocks.
    pub aura: Proven<sr25519::Public>,
    /// Finalizes them.
    pub grandpa: Proven<ed25519::Public>,
}

impl Session {
    /// As four fields of a table.
    pub fn to_toml(&self) -> String {
        let Self { aura, grandpa } = self;
        format!(
            "aura = \"{}\"\n\
             aura_proof = \"{}\"\n\
             grandpa = \"{}\"\n\
             grandpa_proof = \"{}\"\n",
            multibase(aura.key.into()),
            aura.proof,
            multibase(grandpa.key.into()),
            grandpa.proof,
        )
    }
}

/// A session key, and what shows that its owner holds it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proven<Key> {
    /// The key.
    pub key: Key,
    /// Its signature on [`keys::proof_text`].
    pub proof: String,
}

/// The secret parts of what was made for one owner.
#[derive(Default)]
pub struct Secrets {
    /// The node's key.
    pub node: Option<[u8; 32]>,
    /// Session keys, as a keystore holds them.
    pub session: Vec<SessionSecret>,
    /// What people keep: role and secret.
    pub people: Vec<(String, SecretString)>,
}

/// One session key's secret part.
pub struct SessionSecret {
    /// For which shard.
    pub shard: String,
    /// What the key does.
    pub kind: KeyTypeId,
    /// The public part.
    pub public: [u8; 32],
    /// The secret part.
    pub secret: SecretString,
}

/// A federation and the secrets of the keys that were made for it.
pub struct Founding {
    /// What everybody may know.
    pub settled: Settled,
    /// One for each founder, in the same order.
    pub secrets: Vec<Secrets>,
    /// The authority's secret, if there is one.
    pub authority: Option<SecretString>,
}

/// Takes over the keys that `plan` gives, and makes those that it wants.
pub fn settle(plan: Plan) -> Result<Founding> {
    let maker = plan.maker();
    let authority = match plan.development_authority {
        // The federation itself is the owner of this one.
        true => Some(maker.for_person(FEDERATION, "authority")?),
        false => None,
    };
    let mut founders = Vec::new();
    let mut secrets = Vec::new();
    for founder in plan.founders {
        let (founder, its_secrets) = settle_founder(founder, &plan.shards, &maker)?;
        founders.push(founder);
        secrets.push(its_secrets);
    }
    let attestors = settle_attestors(plan.attestors, &founders)?;
    let account = |made: &Made<sr25519::Pair>| SigningKey::from(made.pair.public()).account();
    Ok(Founding {
        settled: Settled {
            name: plan.name,
            id: plan.id,
            development: matches!(maker, Maker::Development(_)),
            authority: authority.as_ref().map(account),
            parameters: plan.parameters,
            governance: plan.governance,
            attestors,
            shards: plan.shards,
            founders,
        },
        secrets,
        authority: authority.map(|made| made.secret),
    })
}

/// The attestors' DIDs; whoever is named in two ways is refused.
fn settle_attestors(
    planned: Vec<(Attestor, Vec<Category>)>,
    founders: &[SettledFounder],
) -> Result<Vec<(Did, Vec<Category>)>> {
    let mut attestors: Vec<(Did, Vec<Category>)> = Vec::new();
    for (attestor, categories) in planned {
        let did = match attestor {
            Attestor::Did(did) => did,
            Attestor::Steward { founder, steward } => {
                let founder = founders.get(founder).context("an attestor's cooperative is gone")?;
                Did(*founder.stewards.get(steward).context("an attesting steward is gone")?)
            }
        };
        if attestors.iter().any(|(known, _)| *known == did) {
            bail!("{did} is an attestor twice: by its DID, and as a founder's steward");
        }
        attestors.push((did, categories));
    }
    Ok(attestors)
}

fn settle_founder(
    founder: Founder,
    shards: &[Shard],
    maker: &Maker,
) -> Result<(SettledFounder, Secrets)> {
    let Founder { legal_name, domain, key, stewards, rules, governance, currencies, validator } =
        founder;
    let mut secrets = Secrets::default();
    let mut person = |wanted: Wanted<SigningKey>, role: String| match wanted {
        Wanted::Given(key) => anyhow::Ok(key),
        Wanted::Make => {
            let made = maker.for_person(&domain, &role)?;
            secrets.people.push((role, made.secret));
            Ok(made.pair.public().into())
        }
    };
    let key = person(key, "organisation".into())?;
    let stewards = (1..)
        .zip(stewards)
        .map(|(number, steward)| person(steward, format!("steward-{number}")))
        .collect::<Result<_>>()?;
    let operator = match validator.operator {
        Wanted::Given(account) => account,
        Wanted::Make => person(Wanted::Make, "operator".into())?.account(),
    };
    let peer_id = match validator.peer_id {
        Wanted::Given(peer_id) => peer_id,
        Wanted::Make => {
            let made: Made<ed25519::Pair> = maker.for_machine(&domain, "node")?;
            secrets.node = Some(made.seed);
            PeerId::from_ed25519(&made.pair.public().0)
                .ok_or_else(|| anyhow!("{domain}'s new node key has no peer id"))?
        }
    };
    let mut sessions = Vec::new();
    for (shard, keys) in shards.iter().zip(validator.sessions) {
        let (session, mut made) = settle_session(&domain, &operator, shard, maker, keys)?;
        secrets.session.append(&mut made);
        sessions.push(session);
    }
    let founder = SettledFounder {
        legal_name,
        domain,
        key,
        stewards,
        rules,
        governance,
        currencies,
        operator,
        peer_id,
        place: validator.place,
        sessions,
    };
    Ok((founder, secrets))
}

/// Takes over or makes the session keys of one cooperative for one shard; what was made, too.
pub fn settle_session(
    domain: &str,
    operator: &AccountId,
    shard: &Shard,
    maker: &Maker,
    keys: SessionKeys,
) -> Result<(Session, Vec<SessionSecret>)> {
    let SessionKeys { aura, grandpa, aura_proof, grandpa_proof } = keys;
    let mut key_of = KeyOf { domain, operator, shard, maker, made: vec![] };
    let aura = key_of.settle::<sr25519::Pair>(key_types::AURA, "aura", aura, aura_proof)?;
    let grandpa =
        key_of.settle::<ed25519::Pair>(key_types::GRANDPA, "grandpa", grandpa, grandpa_proof)?;
    Ok((Session { aura, grandpa }, key_of.made))
}

/// Whose session keys on which shard are settled.
struct KeyOf<'a> {
    domain: &'a str,
    operator: &'a AccountId,
    shard: &'a Shard,
    maker: &'a Maker,
    made: Vec<SessionSecret>,
}

impl KeyOf<'_> {
    /// Takes over the key with its proof, which a checked plan has, or makes both.
    fn settle<P>(
        &mut self,
        kind: KeyTypeId,
        role: &str,
        wanted: Wanted<P::Public>,
        proof: Option<String>,
    ) -> Result<Proven<P::Public>>
    where
        P: Pair<Seed = [u8; 32], Public: Into<[u8; 32]>, Signature: ByteArray>,
    {
        let Self { domain, operator, shard, maker, .. } = *self;
        if let Wanted::Given(key) = wanted {
            let proof = proof.ok_or_else(|| anyhow!("{domain}'s {role} key lacks a proof"))?;
            return Ok(Proven { key, proof });
        }
        // Those of the federation shard have been there before the others.
        let made: Made<P> = match shard.role {
            ShardRole::Federation => maker.for_machine(domain, role)?,
            _ => maker.for_machine(domain, &format!("{}//{role}", shard.name))?,
        };
        let key = made.pair.public();
        let text = keys::proof_text(domain, operator, &shard.name);
        let proof = keys::proof(&made.pair, &text);
        self.made.push(SessionSecret {
            shard: shard.name.clone(),
            kind,
            public: key.clone().into(),
            secret: made.secret,
        });
        Ok(Proven { key, proof })
    }
}

/// A key as founders files have it: with its kind.
pub fn multibase(key: SigningKey) -> String {
    PublicKey::from(key).to_multibase()
}

impl Settled {
    /// This federation as a founders file that has public keys only. Whoever makes a federation from
    /// it gets the same genesis.
    pub fn to_toml(&self) -> String {
        let mut toml = String::new();
        toml += &format!("name = {}\nid = {}\n", quoted(&self.name), quoted(&self.id));
        toml += &self.parameters.to_toml();
        toml += &self.constitution_to_toml();
        for shard in self.shards.iter().skip(1) {
            let (name, role) = (quoted(&shard.name), quoted(shard.role_name()));
            toml += &format!("\n[[shard]]\nname = {name}\nrole = {role}\n");
        }
        for founder in &self.founders {
            toml += "\n";
            toml += &founder.to_toml(&self.shards);
        }
        toml
    }

    /// Its shards with their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = (u32, &Shard)> {
        (0..).zip(&self.shards)
    }
}

impl Parameters {
    /// As `[parameters]`; empty if all are the runtime's defaults.
    fn to_toml(&self) -> String {
        let lines = |fields: &[(&str, Option<u64>)]| -> String {
            let given = fields.iter().filter_map(|(name, value)| Some((name, (*value)?)));
            given.map(|(name, value)| format!("{name} = {value}\n")).collect()
        };
        let own = lines(&[
            ("session_length", self.session_length.map(u64::from)),
            ("missed_turns_limit", self.missed_turns_limit.map(u64::from)),
        ]);
        let quota = lines(&[
            ("cooperative_blocks", self.cooperative_blocks.map(u64::from)),
            ("own_share_percent", self.own_share_percent.map(u64::from)),
            ("own_refill_seconds", self.own_refill.map(|refill| refill / 1_000)),
        ]);
        let table = |name: &str, lines: String| match lines.is_empty() {
            true => lines,
            false => format!("\n[{name}]\n{lines}"),
        };
        table("parameters", own) + &table("parameters.quota", quota)
    }
}

impl SettledFounder {
    /// As a `[[cooperative]]` with public keys only: the fragment that a founder sends to the others.
    pub fn to_toml(&self, shards: &[Shard]) -> String {
        let Place { host, listen, ports, prometheus_port } = &self.place;
        let stewards: Vec<String> =
            self.stewards.iter().map(|key| quoted(&multibase(*key))).collect();
        let listen = listen.map_or(String::new(), |ip| format!("listen = \"{ip}\"\n"));
        let Some(first) = ports.first() else { return String::new() };
        let mut toml = format!(
            "[[cooperative]]\n\
             legal_name = {legal_name}\n\
             domain = {domain}\n\
             key = {key}\n\
             stewards = [{stewards}]\n\
             \n\
             [cooperative.rules]\n\
             recovery_stewards = {recovery_stewards}\n\
             recovery_delay_hours = {recovery_delay_hours}\n\
             {constitution}\
             \n\
             [cooperative.validator]\n\
             operator = \"{operator}\"\n\
             peer_id = \"{peer_id}\"\n\
             address = \"{host}\"\n\
             {listen}\
             port = {port}\n\
             rpc_port = {rpc_port}\n\
             prometheus_port = {prometheus_port}\n",
            legal_name = quoted(&self.legal_name),
            domain = quoted(&self.domain),
            key = quoted(&multibase(self.key)),
            stewards = stewards.join(", "),
            recovery_stewards = self.rules.recovery_stewards,
            recovery_delay_hours = self.rules.recovery_delay / icn_primitives::HOUR,
            constitution = self.constitution_to_toml(),
            operator = keys::ss58(&self.operator),
            peer_id = self.peer_id,
            port = first.port,
            rpc_port = first.rpc_port,
        );
        for (number, (shard, Ports { port, rpc_port })) in (0..).zip(shards.iter().zip(ports)) {
            let usual = [port_of(first.port, number), port_of(first.rpc_port, number)];
            if usual != [Some(*port), Some(*rpc_port)] {
                toml += &format!(
                    "\n[cooperative.validator.ports.{}]\nport = {port}\nrpc_port = {rpc_port}\n",
                    shard.name
                );
            }
        }
        for (shard, session) in shards.iter().zip(&self.sessions) {
            toml += &format!("\n[cooperative.validator.session.{}]\n", shard.name);
            toml += &session.to_toml();
        }
        toml
    }
}

/// `text` as a TOML string.
pub fn quoted(text: &str) -> String {
    toml::Value::String(text.into()).to_string()
}
