//! From a plan to a federation in which every key is there: given ones are taken over, wanted ones
//! are made.

use anyhow::{anyhow, Result};
use icn_primitives::{membership::Rules, AccountId, PublicKey, SigningKey};
use polkadot_sdk::{
    sc_network_types::PeerId,
    sp_core::{
        crypto::{key_types, KeyTypeId, Pair, SecretString},
        ed25519, sr25519,
    },
};

use super::{
    keys::{self, Made, Maker, Wanted},
    plan::{Founder, Parameters, Place, Plan, SessionKeys},
};

/// Whose name the development federation's authority has among the owners of keys.
const FEDERATION: &str = "federation";

/// What everybody may know of a federation; its genesis follows from this alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settled {
    /// What people call it.
    pub name: String,
    /// What machines call it.
    pub id: String,
    /// The account that decides alone, in a federation for development.
    pub authority: Option<AccountId>,
    /// Its parameters.
    pub parameters: Parameters,
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
    /// The account that sets session keys.
    pub operator: AccountId,
    /// The node's name in the network.
    pub peer_id: PeerId,
    /// Where the node is.
    pub place: Place,
    /// Makes blocks.
    pub aura: Proven<sr25519::Public>,
    /// Finalizes them.
    pub grandpa: Proven<ed25519::Public>,
}

impl SettledFounder {
    /// The address at which other nodes find this one.
    pub fn multiaddress(&self) -> String {
        let Place { host, port, .. } = &self.place;
        format!("{}/tcp/{port}/p2p/{}", host.multiaddress(), self.peer_id)
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
    /// The authority's secret, in a federation for development.
    pub authority: Option<SecretString>,
}

/// Takes over the keys that `plan` gives, and makes those that it wants.
pub fn settle(plan: Plan) -> Result<Founding> {
    let maker = plan.maker();
    let authority = match maker {
        Maker::Development(_) => Some(maker.for_person(FEDERATION, "authority")?),
        Maker::Random => None,
    };
    let mut founders = Vec::new();
    let mut secrets = Vec::new();
    for founder in plan.founders {
        let (founder, its_secrets) = settle_founder(founder, &maker)?;
        founders.push(founder);
        secrets.push(its_secrets);
    }
    let account = |made: &Made<sr25519::Pair>| SigningKey::from(made.pair.public()).account();
    Ok(Founding {
        settled: Settled {
            name: plan.name,
            id: plan.id,
            authority: authority.as_ref().map(account),
            parameters: plan.parameters,
            founders,
        },
        secrets,
        authority: authority.map(|made| made.secret),
    })
}

fn settle_founder(founder: Founder, maker: &Maker) -> Result<(SettledFounder, Secrets)> {
    let Founder { legal_name, domain, key, stewards, rules, validator } = founder;
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
    let SessionKeys { aura, grandpa, aura_proof, grandpa_proof } = validator.session;
    let text = keys::proof_text(&domain, &operator);
    let aura = match aura {
        Wanted::Given(key) => Proven { key, proof: given(aura_proof, &domain)? },
        Wanted::Make => {
            let made: Made<sr25519::Pair> = maker.for_machine(&domain, "aura")?;
            let key = made.pair.public();
            let session =
                SessionSecret { kind: key_types::AURA, public: key.0, secret: made.secret };
            secrets.session.push(session);
            Proven { key, proof: keys::proof(&made.pair, &text) }
        }
    };
    let grandpa = match grandpa {
        Wanted::Given(key) => Proven { key, proof: given(grandpa_proof, &domain)? },
        Wanted::Make => {
            let made: Made<ed25519::Pair> = maker.for_machine(&domain, "grandpa")?;
            let key = made.pair.public();
            let session =
                SessionSecret { kind: key_types::GRANDPA, public: key.0, secret: made.secret };
            secrets.session.push(session);
            Proven { key, proof: keys::proof(&made.pair, &text) }
        }
    };
    let founder = SettledFounder {
        legal_name,
        domain,
        key,
        stewards,
        rules,
        operator,
        peer_id,
        place: validator.place,
        aura,
        grandpa,
    };
    Ok((founder, secrets))
}

/// The proof of a given session key, which a checked plan has.
fn given(proof: Option<String>, domain: &str) -> Result<String> {
    proof.ok_or_else(|| anyhow!("{domain}'s session keys lack a proof"))
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
        for founder in &self.founders {
            toml += "\n";
            toml += &founder.to_toml();
        }
        toml
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
    pub fn to_toml(&self) -> String {
        let Place { host, listen, port, rpc_port, prometheus_port } = &self.place;
        let stewards: Vec<String> =
            self.stewards.iter().map(|key| quoted(&multibase(*key))).collect();
        let listen = listen.map_or(String::new(), |ip| format!("listen = \"{ip}\"\n"));
        format!(
            "[[cooperative]]\n\
             legal_name = {legal_name}\n\
             domain = {domain}\n\
             key = {key}\n\
             stewards = [{stewards}]\n\
             \n\
             [cooperative.rules]\n\
             recovery_stewards = {recovery_stewards}\n\
             recovery_delay_hours = {recovery_delay_hours}\n\
             \n\
             [cooperative.validator]\n\
             operator = \"{operator}\"\n\
             peer_id = \"{peer_id}\"\n\
             address = \"{host}\"\n\
             {listen}\
             port = {port}\n\
             rpc_port = {rpc_port}\n\
             prometheus_port = {prometheus_port}\n\
             \n\
             [cooperative.validator.session]\n\
             aura = \"{aura}\"\n\
             aura_proof = \"{aura_proof}\"\n\
             grandpa = \"{grandpa}\"\n\
             grandpa_proof = \"{grandpa_proof}\"\n",
            legal_name = quoted(&self.legal_name),
            domain = quoted(&self.domain),
            key = quoted(&multibase(self.key)),
            stewards = stewards.join(", "),
            recovery_stewards = self.rules.recovery_stewards,
            recovery_delay_hours = self.rules.recovery_delay / icn_primitives::HOUR,
            operator = keys::ss58(&self.operator),
            peer_id = self.peer_id,
            aura = multibase(self.aura.key.into()),
            aura_proof = self.aura.proof,
            grandpa = multibase(self.grandpa.key.into()),
            grandpa_proof = self.grandpa.proof,
        )
    }
}

/// `text` as a TOML string.
pub fn quoted(text: &str) -> String {
    toml::Value::String(text.into()).to_string()
}
