//! DIDs.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use icn_primitives::{
    did::DID_KEY_PREFIX, document::Relationships, resolution, Did, Hash, Moment, PublicKey,
    SigningKey, DAY,
};
use serde_json::{json, Value as Json};
use subxt::dynamic::Value;

use super::{
    member::{local_time, written},
    new_key::{NewKey, Source},
    subject::subject,
};
use crate::{
    chain::Chain,
    context::Context,
    encoding::{self, bytes, list, number, option, public_key, signed, signing_key, Fields},
    failure::{Failure, Kind, Result},
    parse,
    report::{fields, moment, word, Report},
    signing::{Content, StatementFile},
    submission::{send, Call},
};

/// DIDs.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Show a document.
    Show {
        /// Whose; yours, if it isn't given.
        did: Option<Did>,
    },
    /// Resolve a DID of this chain or a did:key to a W3C DID Resolution result.
    Resolve {
        /// The DID.
        did: String,
    },
    /// Make a DID for an organisation or a working group. You become its controller.
    Create {
        #[command(flatten)]
        key: NewKey,
    },
    /// Sign that this key is held, for somebody who gives it to a DID or recovers one with it.
    Prove(Prove),
    /// Add a key.
    AddKey {
        #[command(flatten)]
        change: Change,
        #[command(flatten)]
        key: NewKey,
        /// What it may be used for; once for each. All that suits the key if it isn't given.
        #[arg(long = "for", value_enum, value_name = "RELATIONSHIP")]
        relationships: Vec<Relationship>,
    },
    /// Remove a key.
    RemoveKey {
        #[command(flatten)]
        change: Change,
        /// The key, in multibase.
        #[arg(value_name = "KEY", value_parser = parse::public_key)]
        method: PublicKey,
    },
    /// Say what a key may be used for; what was said before is replaced.
    SetRelationships {
        #[command(flatten)]
        change: Change,
        /// The key, in multibase.
        #[arg(value_name = "KEY", value_parser = parse::public_key)]
        method: PublicKey,
        /// What it may be used for.
        #[arg(value_enum, required = true)]
        relationships: Vec<Relationship>,
        /// The key's own statement that it is held, if it shall authenticate from now on.
        #[arg(long, value_name = "FILE")]
        proof: Option<PathBuf>,
    },
    /// Replace a key by another one, for the same uses.
    RotateKey {
        #[command(flatten)]
        change: Change,
        /// The key that goes, in multibase; the one that signs if it isn't given.
        #[arg(long, value_name = "KEY", value_parser = parse::public_key)]
        old: Option<PublicKey>,
        #[command(flatten)]
        key: NewKey,
    },
    /// Add a service or replace the one with this id.
    PutService {
        #[command(flatten)]
        change: Change,
        /// Its id: letters, digits, "-", "_" and ".".
        id: String,
        /// Its type.
        #[arg(value_name = "TYPE")]
        service_type: String,
        /// Its endpoint, a URI. Never somebody's own address: it is public for ever.
        endpoint: String,
    },
    /// Remove a service.
    RemoveService {
        #[command(flatten)]
        change: Change,
        /// Its id.
        id: String,
    },
    /// Name another DID that may change this document, or none.
    SetController {
        #[command(flatten)]
        change: Change,
        /// The controller; without one, nobody but the DID itself may change it.
        controller: Option<Did>,
    },
    /// End a DID, for good: its keys lose it, and the name is never given out again.
    Deactivate {
        #[command(flatten)]
        change: Change,
        /// Say the DID once more, so that the wrong one isn't ended.
        #[arg(long, value_name = "DID")]
        yes_end: Did,
    },
    /// Show, name or remove the people who may help when all keys are lost.
    #[command(subcommand)]
    Guardians(Guardians),
    /// Give a DID whose keys are lost a new key.
    #[command(subcommand)]
    Recover(Recover),
}

/// The document that is changed.
#[derive(Args, Debug)]
pub struct Change {
    /// The DID; yours, if it isn't given.
    #[arg(long)]
    did: Option<Did>,
    /// The version that is changed; the present one if it isn't given.
    #[arg(long, value_name = "NUMBER")]
    expected_version: Option<u32>,
}

/// A proof.
#[derive(Args, Debug)]
pub struct Prove {
    /// What for.
    #[arg(value_enum)]
    purpose: Purpose,
    /// The DID that gets the key; the one that the key itself gives if it isn't given.
    did: Option<Did>,
    /// How long the proof holds.
    #[arg(long, value_name = "DURATION", value_parser = parse::duration, default_value = "1d")]
    valid_for: Moment,
    /// Make it without a node: the chain's genesis hash.
    #[arg(long, value_name = "HASH", value_parser = parse::hash, requires = "version")]
    genesis: Option<Hash>,
    /// The version of the document, 0 for a DID that is yet to be made; the chain is asked if it
    /// isn't given.
    #[arg(long, value_name = "NUMBER")]
    version: Option<u32>,
    /// Write it here instead of showing it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What a proof is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Purpose {
    /// The key is added to a document, or a DID is made with it.
    AddKey,
    /// The key replaces lost ones.
    Recover,
}

/// A verification relationship.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Relationship {
    /// Acts for the DID on the chain.
    Authentication,
    /// Issues credentials.
    AssertionMethod,
    /// Agrees on keys for encryption: X25519 keys alone.
    KeyAgreement,
    /// Invokes capabilities.
    CapabilityInvocation,
    /// Delegates capabilities.
    CapabilityDelegation,
}

impl Relationship {
    fn bits(self) -> Relationships {
        match self {
            Self::Authentication => Relationships::AUTHENTICATION,
            Self::AssertionMethod => Relationships::ASSERTION_METHOD,
            Self::KeyAgreement => Relationships::KEY_AGREEMENT,
            Self::CapabilityInvocation => Relationships::CAPABILITY_INVOCATION,
            Self::CapabilityDelegation => Relationships::CAPABILITY_DELEGATION,
        }
    }
}

/// `relationships` as a set; what suits `key` if there are none.
fn set(relationships: &[Relationship], key: &PublicKey) -> Relationships {
    match (relationships, key) {
        ([], PublicKey::X25519(_)) => Relationships::KEY_AGREEMENT,
        ([], _) => Relationships::SIGNING,
        (some, _) => Relationships(some.iter().fold(0, |bits, one| bits | one.bits().0)),
    }
}

/// Guardians.
#[derive(Subcommand, Debug)]
pub enum Guardians {
    /// Show the guardians.
    Show {
        /// Whose; yours, if it isn't given.
        did: Option<Did>,
    },
    /// Name the guardians; who was named before isn't any more.
    Set {
        /// The guardians.
        #[arg(required = true)]
        guardians: Vec<Did>,
        /// How many of them must agree.
        #[arg(long, value_name = "NUMBER")]
        threshold: u8,
        /// The DID; yours, if it isn't given.
        #[arg(long)]
        did: Option<Did>,
    },
    /// Have no guardians.
    Remove {
        /// The DID; yours, if it isn't given.
        #[arg(long)]
        did: Option<Did>,
    },
}

/// Recoveries.
#[derive(Subcommand, Debug)]
pub enum Recover {
    /// Show the running recoveries.
    Show {
        /// Whose; yours, if it isn't given.
        did: Option<Did>,
    },
    /// Start a recovery, as a guardian or a steward of the home cooperative.
    Start {
        /// The DID whose keys are lost.
        did: Did,
        #[command(flatten)]
        key: NewKey,
    },
    /// Approve a recovery.
    Approve(Recovery),
    /// Finish a recovery whose time has come. Anybody may.
    Finish(Recovery),
    /// Cancel all recoveries, with a key that is left or as the controller.
    Cancel {
        /// The DID; yours, if it isn't given.
        did: Option<Did>,
    },
}

/// A running recovery.
#[derive(Args, Debug)]
pub struct Recovery {
    /// The DID whose keys are lost.
    did: Did,
    /// The new key, in multibase; needed only if several recoveries run.
    #[arg(long, value_name = "KEY", value_parser = parse::public_key)]
    new_key: Option<PublicKey>,
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    if let Command::Resolve { did } = &command {
        if did.starts_with(DID_KEY_PREFIX) {
            return Ok(resolved(resolution::resolve(did, |_| None)));
        }
    }
    if let Command::Prove(prove) = command {
        return self::prove(context, prove).await;
    }
    let chain = &context.chain().await?;
    match command {
        Command::Show { did } => show(context, chain, did).await,
        Command::Resolve { did } => {
            let at = format!("{:?}", chain.block().block_hash());
            Ok(resolved(chain.request("did_resolve", &[did.into(), at.into()]).await?))
        }
        Command::Create { key } => {
            let key = key.open(context, context.options.kind)?;
            let did = Did::from_key(key.signing()?);
            let proof = key.prove(chain, Content::AddKey { version: 0 }, did, DAY).await?;
            let fields = vec![("key", signing_key(&did.0)), ("proof", signed(&proof))];
            send(context, chain, Call::new("Did", "create", fields)).await
        }
        // Answered above.
        Command::Prove(_) => Err(Failure::usage("nothing to prove")),
        Command::AddKey { change, key, relationships } => {
            let (did, version) = changed(context, chain, change).await?;
            let key = key.open(context, context.options.kind)?;
            let public = key.public()?;
            let set = set(&relationships, &public);
            let authenticates = set.contains(Relationships::AUTHENTICATION);
            let proof = proof_if(authenticates, &key, chain, did, version).await?;
            let further = vec![
                ("key", public_key(&public)),
                ("relationships", number(set.0)),
                ("proof", proof),
            ];
            send_change(context, chain, "add_method", did, version, further).await
        }
        Command::RemoveKey { change, method } => {
            let (did, version) = changed(context, chain, change).await?;
            let further = vec![("key", public_key(&method))];
            send_change(context, chain, "remove_method", did, version, further).await
        }
        Command::SetRelationships { change, method, relationships, proof } => {
            let (did, version) = changed(context, chain, change).await?;
            let set = set(&relationships, &method);
            let proof = match proof {
                Some(path) => {
                    let source = Source::Proof(Box::new(StatementFile::read(&path)?));
                    proof_if(true, &source, chain, did, version).await?
                }
                None => option(None),
            };
            let further = vec![
                ("key", public_key(&method)),
                ("relationships", number(set.0)),
                ("proof", proof),
            ];
            send_change(context, chain, "set_relationships", did, version, further).await
        }
        Command::RotateKey { change, old, key } => {
            let old = match old {
                Some(old) => old,
                None => context.signer()?.public().into(),
            };
            let (did, version) = changed(context, chain, change).await?;
            let key = key.open(context, context.options.kind)?;
            let authenticates = authenticates(&chain.document(&did).await?, &old);
            let proof = proof_if(authenticates, &key, chain, did, version).await?;
            let further = vec![
                ("old", public_key(&old)),
                ("new", public_key(&key.public()?)),
                ("proof", proof),
            ];
            send_change(context, chain, "rotate_key", did, version, further).await
        }
        Command::PutService { change, id, service_type, endpoint } => {
            let (did, version) = changed(context, chain, change).await?;
            let service = Value::named_composite([
                ("id", bytes(id)),
                ("kind", bytes(service_type)),
                ("endpoint", bytes(endpoint)),
            ]);
            let further = vec![("service", service)];
            send_change(context, chain, "put_service", did, version, further).await
        }
        Command::RemoveService { change, id } => {
            let (did, version) = changed(context, chain, change).await?;
            let further = vec![("id", bytes(id))];
            send_change(context, chain, "remove_service", did, version, further).await
        }
        Command::SetController { change, controller } => {
            let (did, version) = changed(context, chain, change).await?;
            let controller = option(controller.as_ref().map(encoding::did));
            let further = vec![("controller", controller)];
            send_change(context, chain, "set_controller", did, version, further).await
        }
        Command::Deactivate { change, yes_end } => {
            let (did, version) = changed(context, chain, change).await?;
            if did != yes_end {
                return Err(Failure::usage(format!(
                    "this would end {did}, and --yes-end says {yes_end}"
                )));
            }
            send_change(context, chain, "deactivate", did, version, Vec::new()).await
        }
        Command::Guardians(command) => guardians(context, chain, command).await,
        Command::Recover(command) => recover(context, chain, command).await,
    }
}

/// A resolution result. An error in it is a failure, and the result is told all the same.
fn resolved(result: Json) -> Report {
    let about = &result["didResolutionMetadata"];
    let failure = about["error"].as_str().map(|error| Failure {
        kind: Kind::Refused,
        name: Some(error.to_string()),
        message: about["errorMessage"].as_str().unwrap_or("it doesn't resolve").to_string(),
    });
    let report = Report::new(result.clone(), format!("{result:#}"));
    match failure {
        Some(failure) => report.with_failure(failure),
        None => report,
    }
}

/// The DID and the version that a change is about.
async fn changed(context: &Context, chain: &Chain, change: Change) -> Result<(Did, u32)> {
    let did = subject(context, chain, change.did).await?;
    let version = match change.expected_version {
        Some(version) => version,
        None => chain.version(&did).await?,
    };
    Ok((did, version))
}

async fn send_change(
    context: &Context,
    chain: &Chain,
    call: &str,
    did: Did,
    version: u32,
    further: Fields,
) -> Result<Report> {
    let mut fields = vec![("did", encoding::did(&did)), ("expected_version", number(version))];
    fields.extend(further);
    send(context, chain, Call::new("Did", call, fields)).await
}

/// The optional proof of a key that is added to version `version` of `did`.
async fn proof_if(
    needed: bool,
    key: &Source,
    chain: &Chain,
    did: Did,
    version: u32,
) -> Result<Value> {
    Ok(match needed {
        true => {
            let proof = key.prove(chain, Content::AddKey { version }, did, DAY).await?;
            option(Some(signed(&proof)))
        }
        false => option(None),
    })
}

/// Whether `key` stands in the document's `authentication`.
fn authenticates(document: &Json, key: &PublicKey) -> bool {
    let methods = document["methods"].as_array().into_iter().flatten();
    methods.filter(|method| method["key"] == key.to_multibase()).any(|method| {
        let relationships = method["relationships"].as_array().into_iter().flatten();
        relationships.into_iter().any(|one| one == "authentication")
    })
}

async fn show(context: &Context, chain: &Chain, did: Option<Did>) -> Result<Report> {
    let did = subject(context, chain, did).await?;
    let mut document = chain.document(&did).await?;
    let lines = |list: &Json, line: &dyn Fn(&Json) -> String| {
        let lines: Vec<String> = list.as_array().into_iter().flatten().map(line).collect();
        if lines.is_empty() {
            "–".to_string()
        } else {
            lines.join("\n")
        }
    };
    let key_line =
        |method: &Json| format!("{}  {}", word(&method["key"]), word(&method["relationships"]));
    let service_line = |service: &Json| {
        format!(
            "#{}  {}  {}",
            word(&service["id"]),
            word(&service["kind"]),
            word(&service["endpoint"])
        )
    };
    let text = fields(&[
        ("did", did.to_string()),
        ("version", word(&document["version"])),
        ("deactivated", word(&document["deactivated"])),
        ("controller", word(&document["controller"])),
        ("keys", lines(&document["methods"], &key_line)),
        ("services", lines(&document["services"], &service_line)),
        ("created", moment(&document["created"])),
        ("updated", moment(&document["updated"])),
    ]);
    document["did"] = json!(did);
    Ok(Report::new(document, text))
}

async fn prove(context: &Context, command: Prove) -> Result<Report> {
    let secret = context.signer()?;
    let did = command.did.unwrap_or_else(|| secret.did());
    let (genesis, now, version) = match (command.genesis, command.version) {
        (Some(genesis), Some(version)) => (genesis, local_time()?, version),
        (_, version) => {
            let chain = context.chain().await?;
            let version = match version {
                Some(version) => version,
                // A DID that this very key would make needs no document.
                None if did == secret.did() && command.purpose == Purpose::AddKey => 0,
                None => chain.version(&did).await?,
            };
            (chain.genesis(), chain.now().await?, version)
        }
    };
    let content = match command.purpose {
        Purpose::AddKey => Content::AddKey { version },
        Purpose::Recover => Content::Recover { version },
    };
    let expires_at = now.saturating_add(command.valid_for);
    written(&StatementFile::sign(secret, content, did, genesis, expires_at), command.out)
}

async fn guardians(context: &Context, chain: &Chain, command: Guardians) -> Result<Report> {
    let (did, named, threshold) = match command {
        Guardians::Show { did } => {
            let did = subject(context, chain, did).await?;
            let keys = vec![encoding::did(&did)];
            let set = chain.storage("Did", "Guardians", keys).await?;
            let set = set.unwrap_or_else(|| json!({ "guardians": [], "threshold": 0 }));
            let lines: Vec<String> =
                set["guardians"].as_array().into_iter().flatten().map(word).collect();
            let text = if lines.is_empty() {
                "no guardians".to_string()
            } else {
                format!("{}\n{} of them must agree", lines.join("\n"), word(&set["threshold"]))
            };
            let mut json = set;
            json["did"] = json!(did);
            return Ok(Report::new(json, text));
        }
        Guardians::Set { guardians, threshold, did } => (did, guardians, threshold),
        Guardians::Remove { did } => (did, Vec::new(), 0),
    };
    let did = subject(context, chain, did).await?;
    let fields = vec![
        ("did", encoding::did(&did)),
        ("guardians", list(named.iter().map(encoding::did))),
        ("threshold", number(threshold)),
    ];
    send(context, chain, Call::new("Did", "set_guardians", fields)).await
}

async fn recover(context: &Context, chain: &Chain, command: Recover) -> Result<Report> {
    let (call, fields) = match command {
        Recover::Show { did } => {
            let did = subject(context, chain, did).await?;
            let running = recoveries(chain, &did).await?;
            let parts = running.iter().map(|one| {
                fields(&[
                    ("new key", word(&one["key"])),
                    ("by", word(&one["route"])),
                    ("approved by", word(&one["approvals"]).replace(", ", "\n")),
                    ("started", moment(&one["started"])),
                    ("takes effect", moment(&one["ready_at"])),
                ])
            });
            let text = parts.collect::<Vec<_>>().join("\n\n");
            let text = if text.is_empty() { "no recovery runs".into() } else { text };
            return Ok(Report::new(json!({ "did": did, "recoveries": running }), text));
        }
        Recover::Start { did, key } => {
            let key = key.open(context, context.options.kind)?;
            let version = chain.version(&did).await?;
            let proof = key.prove(chain, Content::Recover { version }, did, DAY).await?;
            let fields = vec![
                ("did", encoding::did(&did)),
                ("key", signing_key(&key.signing()?)),
                ("proof", signed(&proof)),
            ];
            ("start_recovery", fields)
        }
        Recover::Approve(recovery) => ("approve_recovery", of(chain, recovery).await?),
        Recover::Finish(recovery) => ("finish_recovery", of(chain, recovery).await?),
        Recover::Cancel { did } => {
            let did = subject(context, chain, did).await?;
            ("cancel_recovery", vec![("did", encoding::did(&did))])
        }
    };
    send(context, chain, Call::new("Did", call, fields)).await
}

async fn recoveries(chain: &Chain, did: &Did) -> Result<Vec<Json>> {
    let running = chain.storage("Did", "Recoveries", vec![encoding::did(did)]).await?;
    Ok(running.and_then(|running| running.as_array().cloned()).unwrap_or_default())
}

/// The arguments that name a recovery.
async fn of(chain: &Chain, recovery: Recovery) -> Result<Fields> {
    let key: SigningKey = match recovery.new_key {
        Some(key) => {
            key.signing().ok_or_else(|| Failure::usage("an X25519 key recovers nothing"))?
        }
        None => {
            let running = recoveries(chain, &recovery.did).await?;
            let key = match running.as_slice() {
                [one] => one["key"].as_str().and_then(|key| parse::public_key(key).ok()),
                [] => return Err(Failure::refused("no recovery of this DID runs")),
                _ => {
                    return Err(Failure::usage(
                        "several recoveries of this DID run: say with --new-key which one",
                    ))
                }
            };
            key.and_then(|key| key.signing())
                .ok_or_else(|| Failure::refused("the recovery's key can't be read"))?
        }
    };
    Ok(vec![("did", encoding::did(&recovery.did)), ("key", signing_key(&key))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_isnt_said_is_all_that_suits_the_key() {
        let ed25519 = PublicKey::Ed25519([1; 32]);
        assert_eq!(set(&[], &ed25519), Relationships::SIGNING);
        assert_eq!(set(&[], &PublicKey::X25519([1; 32])), Relationships::KEY_AGREEMENT);
        let some = [Relationship::Authentication, Relationship::CapabilityInvocation];
        assert_eq!(set(&some, &ed25519), Relationships(0b1001));
    }

    #[test]
    fn what_does_not_resolve_has_the_keyword_as_its_name() {
        let report = resolved(resolution::resolve("did:key:x", |_| None));
        assert_eq!(report.json["didDocument"], Json::Null);
        let failure = report.failure.unwrap();
        assert_eq!(failure.name.as_deref(), Some("invalidDid"));
        assert_eq!(failure.kind.code(), 1);
    }

    #[test]
    fn a_document_says_which_keys_authenticate() {
        let (one, two) = (PublicKey::Ed25519([1; 32]), PublicKey::Ed25519([2; 32]));
        let document = json!({
            "methods": [
                { "key": one.to_multibase(), "relationships": ["authentication"] },
                { "key": two.to_multibase(), "relationships": ["assertionMethod"] },
            ],
        });
        assert!(authenticates(&document, &one));
        assert!(!authenticates(&document, &two));
    }
}
