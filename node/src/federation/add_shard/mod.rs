//! A shard that joins a running federation: `icn-node federation shard-keys` and `add-shard`.
//!
//! A person writes a small file: the shard's name, number and role, and which cooperatives begin it
//! where. `add-shard` asks a node of the federation shard how the federation stands, and makes the
//! new shard's specification, keys and start scripts, and the registration, which one decision of
//! the federation carries out. No other shard's process is touched. docs/sharding.md tells it step
//! by step.
//!
//! | module | what it does |
//! |---|---|
//! | [`file`] | reads the person's file with the place of every value |
//! | [`hub`] | reads the federation as it stands in a final block, and checks who finalizes it |
//! | [`check`] | the rules for the file, against the federation |
//! | [`genesis`] | the chain specification |
//! | [`write`] | what is written to disk |

mod check;
mod file;
mod genesis;
mod hub;
mod write;

use anyhow::{anyhow, bail, ensure, Context, Result};
use codec::Encode;
use icn_primitives::{membership::is_domain, shard::ShardRole, AccountId, BlockNumber};
use polkadot_sdk::sp_core::{
    crypto::{key_types, ExposeSecret, KeyTypeId},
    ed25519,
    proof_of_possession::ProofOfPossessionGenerator,
    sr25519,
};
use std::path::{Path, PathBuf};
use toml::Spanned;

use self::{
    check::{Checked, Plan, Validator},
    hub::Hub,
};
use super::{
    check::check_shard_name,
    files::{Access, NewDirectory},
    genesis::{Runtime, Specification},
    init::{self, for_the_phone, table, write_secrets, CHAIN},
    keys::{self, Maker},
    plan::{Ports, SessionKeys, Shard},
    problem::Problems,
    refusal,
    settle::{quoted, settle_session, Secrets, Session, SessionSecret},
};
use crate::{cli::websocket, executor::CompiledRuntimes, relay::Endpoint};

/// Make what a further shard needs to join the running federation.
#[derive(Debug, clap::Args)]
pub struct AddShardCmd {
    /// The new shard's file.
    #[arg(value_name = "SHARD.TOML")]
    file: PathBuf,

    /// The JSON-RPC of a node of the federation shard; one that you trust.
    #[arg(long, value_name = "WS URL", value_parser = websocket)]
    hub: String,

    /// The final block of the federation shard in which to see how the federation stands; the last
    /// one, if not given. With the same block and given keys, everybody makes the same.
    #[arg(long, value_name = "NUMBER")]
    at: Option<BlockNumber>,

    /// The directory to make; must not be there yet.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// The runtime to begin with, as a WASM file; the one that the federation shard runs, if not
    /// given.
    #[arg(long, value_name = "FILE")]
    runtime: Option<PathBuf>,

    #[command(flatten)]
    compiled: CompiledRuntimes,
}

/// Make a cooperative's session keys for a shard that is to join, and the public fragment for its
/// file.
#[derive(Debug, clap::Args)]
pub struct ShardKeysCmd {
    /// The new shard's name.
    #[arg(long, value_name = "NAME")]
    shard: String,

    /// The new shard's number.
    #[arg(long)]
    number: u32,

    /// The cooperative's domain.
    #[arg(long)]
    domain: String,

    /// The account that operates the cooperative's seat, multibase or SS58.
    #[arg(long, value_name = "KEY", value_parser = keys::account)]
    operator: AccountId,

    /// Where the other nodes reach this one: IP address or host name, without port. The domain, if
    /// not given.
    #[arg(long)]
    address: Option<String>,

    /// The directory for the keys and the fragment; must not be there yet.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// A validator of the new shard with its keys.
pub struct Settled {
    /// What the file and the hub say of it.
    validator: Validator,
    /// Its session keys.
    session: Session,
    /// The secret parts of those that were made here.
    secrets: Secrets,
    /// What shows to the federation shard that its operator holds them; only if they were made
    /// here.
    ownership: Option<Vec<u8>>,
}

impl Settled {
    /// The address at which other nodes find this one.
    fn multiaddress(&self) -> String {
        let Validator { place, peer_id, .. } = &self.validator;
        format!("{}/tcp/{}/p2p/{peer_id}", place.host.multiaddress(), place.ports.port)
    }
}

impl AddShardCmd {
    /// Makes the directory, and says what is in it.
    pub fn run(&self) -> Result<()> {
        let text = super::read(&self.file)?;
        let endpoint = Endpoint::remote(self.hub.clone());
        let hub = polkadot_sdk::sc_cli::build_runtime()?
            .block_on(Hub::read(&endpoint, &self.hub, self.at))?;
        let name = self.file.display().to_string();
        let Checked { problems, plan } = check::check(&text, &hub);
        for problem in &problems {
            eprintln!("{}", problem.in_file(&name));
        }
        let plan = plan.ok_or_else(|| refusal(&name, &problems))?;
        let wasm = init::runtime(self.runtime.as_deref(), Some(&hub.runtime))?;
        let runtime = Runtime::new(&wasm, self.compiled.executor_alone());
        print!("{}", add(&plan, &hub, &runtime, &self.out)?);
        Ok(())
    }
}

impl ShardKeysCmd {
    /// Makes the directory, and shows the fragment.
    pub fn run(&self) -> Result<()> {
        let fragment = self.make()?;
        print!("{fragment}");
        eprintln!(
            "\nThe keys are in {out}/keystore: keep them to yourself, and put them into the keystore \
             that the node of {domain} uses. What stands above is {out}/validator.toml: send it to \
             whoever writes the shard's file. When the shard is registered, the operator sends \
             {out}/set-keys.json to the federation shard (icn seat set-keys --from).",
            out = self.out.display(),
            domain = self.domain,
        );
        Ok(())
    }

    fn make(&self) -> Result<String> {
        ensure!(
            is_domain(self.domain.as_bytes()),
            "domain {:?} must be lower-case labels of letters, digits and inner hyphens with dots \
             between them",
            self.domain
        );
        let problems = Problems::new(&self.shard);
        check_shard_name(&problems, &Spanned::new(0..0, self.shard.clone()));
        if let Some(problem) = problems.into_sorted().first() {
            bail!("{}", problem.sentence);
        }
        // What the shard is for makes no difference to its keys.
        let shard = Shard::new(&self.shard, ShardRole::Marketplace);
        let (session, secrets, ownership) =
            keys_of(&self.domain, &self.operator, &shard, SessionKeys::MAKE)?;
        let ownership = ownership.context("no keys were made")?;
        let fragment = self.fragment(&session);
        let directory = NewDirectory::begin(&self.out)?;
        write_secrets(&directory, Path::new(""), &secrets)?;
        directory.write("validator.toml", fragment.as_bytes(), Access::Public)?;
        let set_keys = write::pretty(&write::set_keys(self.number, &session, &ownership))?;
        directory.write("set-keys.json", &set_keys, Access::Public)?;
        directory.finish()?;
        Ok(fragment)
    }

    /// The cooperative's part of the shard's file.
    fn fragment(&self, session: &Session) -> String {
        format!(
            "[[validator]]\ncooperative = {domain}\naddress = {address}\n\n[validator.session]\n{keys}",
            domain = quoted(&self.domain),
            address = quoted(self.address.as_ref().unwrap_or(&self.domain)),
            keys = session.to_toml(),
        )
    }
}

/// Makes the directory `out` for the shard in `plan`; gives what a person reads after that.
fn add(plan: &Plan, hub: &Hub, runtime: &Runtime, out: &Path) -> Result<String> {
    let settled = settle(plan)?;
    let specification = genesis::specification(plan, &settled, hub, runtime)?;
    write::write(plan, &settled, &specification, out)?;
    Ok(summary(plan, &settled, hub, &specification, out))
}

/// Takes over the keys that `plan` gives, and makes those that it wants.
fn settle(plan: &Plan) -> Result<Vec<Settled>> {
    let settled = plan.validators.iter().map(|validator| {
        let operator = &validator.seat.seat.operator;
        let made = keys_of(&validator.domain, operator, &plan.shard, validator.session.clone())?;
        let (session, secrets, ownership) = made;
        Ok(Settled { validator: validator.clone(), session, secrets, ownership })
    });
    settled.collect()
}

/// The session keys of one cooperative: public, secret, and the proof for the federation shard.
fn keys_of(
    domain: &str,
    operator: &AccountId,
    shard: &Shard,
    wanted: SessionKeys,
) -> Result<(Session, Secrets, Option<Vec<u8>>)> {
    let (session, made) = settle_session(domain, operator, shard, &Maker::Random, wanted)?;
    let aura = held::<sr25519::Pair>(&made, key_types::AURA, operator)?;
    let grandpa = held::<ed25519::Pair>(&made, key_types::GRANDPA, operator)?;
    let ownership = aura.zip(grandpa).map(|signatures| signatures.encode());
    Ok((session, Secrets { session: made, ..Secrets::default() }, ownership))
}

/// The signature by which a key that was made here shows that `operator` holds it.
fn held<P: ProofOfPossessionGenerator>(
    made: &[SessionSecret],
    kind: KeyTypeId,
    operator: &AccountId,
) -> Result<Option<P::ProofOfPossession>> {
    let Some(secret) = made.iter().find(|secret| secret.kind == kind) else { return Ok(None) };
    let mut pair = P::from_string(secret.secret.expose_secret(), None)
        .map_err(|error| anyhow!("a session key that was made is none: {error:?}"))?;
    Ok(Some(pair.generate_proof_of_possession(&operator.encode())))
}

/// What a person reads after the directory was made.
fn summary(
    plan: &Plan,
    settled: &[Settled],
    hub: &Hub,
    specification: &Specification,
    out: &Path,
) -> String {
    let mut rows =
        vec![["cooperative".to_owned(), "node".into(), "rpc".into(), "keys made here".into()]];
    for settled in settled {
        let Validator { domain, place, .. } = &settled.validator;
        let Ports { port, rpc_port } = place.ports;
        rows.push([
            domain.clone(),
            format!("{}:{port}", init::bracketed(&place.host.to_string())),
            rpc_port.to_string(),
            if settled.secrets.session.is_empty() { "none" } else { "session" }.to_owned(),
        ]);
    }
    let (out, shard) = (out.display(), &plan.shard.name);
    format!(
        "{validators}\n\
         shard    {number} {shard}, genesis {genesis:?}\n\
         follows  {hub} from its block {block} on: set {set_id} of {authorities} authorities\n\
         SHA-256  {sha256}   (of {out}/{CHAIN}/{shard}.json)\n\
         compare  {compare}   (the first half of it, to be read over the phone)\n\
         start    {out}/start/<domain>.sh\n\
         then     icn federation register-shard {out}/{registration}   (a decision)\n",
        validators = table(&rows),
        number = plan.number,
        genesis = specification.genesis,
        hub = hub.name,
        block = hub.block,
        set_id = hub.set_id,
        authorities = hub.authorities.len(),
        sha256 = specification.raw_sha256,
        compare = for_the_phone(&specification.raw_sha256),
        registration = write::REGISTRATION,
    )
}

#[cfg(test)]
mod tests;
