//! Decisions of the federation, by the authority of a development chain.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use icn_primitives::{AccountId, CooperativeId, Did, Hash, Moment};
use serde::Deserialize;
use subxt::{
    dynamic::Value,
    ext::scale_value::{self, Composite, ValueDef},
};

use super::{coop, member::Role};
use crate::{
    chain::Chain,
    context::Context,
    encoding::{self, bytes, number, unit, Fields},
    failure::{Failure, Result},
    parse,
    report::Report,
    submission::{send, Call},
};

/// Decisions of the federation. They take effect as a whole or not at all.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Admit a cooperative that was put forward.
    Admit(Cooperative),
    /// Decline a cooperative that was put forward.
    Decline(Cooperative),
    /// Suspend a cooperative.
    Suspend(Cooperative),
    /// Restore a suspended cooperative.
    Restore(Cooperative),
    /// Expel a cooperative, for good.
    Expel(Cooperative),
    /// Let a cooperative go, for good.
    Withdraw(Cooperative),
    /// Set a cooperative's rules.
    SetRules {
        #[command(flatten)]
        cooperative: Cooperative,
        /// How many stewards must approve the recovery of a member's lost keys.
        #[arg(long, value_name = "NUMBER")]
        recovery_stewards: u8,
        /// How long such a recovery waits.
        #[arg(long, value_name = "DURATION", value_parser = parse::duration)]
        recovery_delay: Moment,
    },
    /// Set a cooperative's name and domain.
    SetProfile {
        #[command(flatten)]
        cooperative: Cooperative,
        /// Its legal name.
        #[arg(long, value_name = "NAME")]
        legal_name: String,
        /// Its DNS domain.
        #[arg(long)]
        domain: String,
    },
    /// Give a member a role in a cooperative that has nobody left to give it.
    GrantRole {
        #[command(flatten)]
        cooperative: Cooperative,
        /// The member.
        did: Did,
        /// The role.
        #[arg(value_enum)]
        role: Role,
    },
    /// Give somebody a role in the federation.
    GrantFederationRole {
        /// Who.
        did: Did,
        /// The role.
        #[arg(value_enum)]
        role: FederationRole,
    },
    /// Take a role in the federation from somebody.
    RevokeFederationRole {
        /// Who.
        did: Did,
        /// The role.
        #[arg(value_enum)]
        role: FederationRole,
    },
    /// List a node of a cooperative, so that it may connect.
    ListNode {
        #[command(flatten)]
        cooperative: Cooperative,
        /// Its peer id.
        #[arg(value_parser = parse::peer_id)]
        peer: PeerId,
    },
    /// Take a node off the list.
    UnlistNode {
        /// Its peer id.
        #[arg(value_parser = parse::peer_id)]
        peer: PeerId,
    },
    /// Suspend a seat.
    SuspendSeat(Cooperative),
    /// Restore a suspended seat.
    RestoreSeat(Cooperative),
    /// Let finality start anew after more than a third of the validators were lost.
    NoteStalled {
        /// After how many blocks the new set takes over.
        #[arg(long, value_name = "BLOCKS")]
        delay: u32,
        /// The last block that is known to be final.
        #[arg(long, value_name = "NUMBER")]
        best_finalized: u32,
    },
    /// Let this shard and a new one follow each other; the file is the one that "icn-node federation
    /// add-shard" has written.
    RegisterShard {
        /// The new shard's registration.
        file: PathBuf,
    },
    /// A call to be carried out on another shard, with its arguments as a value in text. Its result
    /// comes back with the answer.
    DecideOn {
        /// The shard's number.
        shard: u32,
        /// The pallet.
        pallet: String,
        /// The call.
        call: String,
        /// Its arguments by name: { cooperative: 1 }.
        #[arg(default_value = "{}")]
        arguments: String,
        /// The last block of that shard in which it may be carried out.
        #[arg(long, value_name = "BLOCK")]
        expires_at: Option<u32>,
    },
    /// Any other call, with its arguments as a value in text: Admission set_parameters
    /// '{ parameters: { … } }'.
    Decide {
        /// The pallet.
        pallet: String,
        /// The call.
        call: String,
        /// Its arguments by name: { cooperative: 1 }.
        #[arg(default_value = "{}")]
        arguments: String,
    },
}

/// Bytes of an argument. Named, because a plain list would be many arguments.
type PeerId = std::vec::Vec<u8>;

/// A cooperative.
#[derive(Args, Debug)]
pub struct Cooperative {
    /// The cooperative's number.
    #[arg(value_parser = coop::id)]
    cooperative: CooperativeId,
}

/// A role in the federation.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FederationRole {
    /// Reads the federation's books.
    Auditor,
    /// Settles disputes between cooperatives.
    Mediator,
    /// Confirms facts about persons and organisations.
    Attestor,
}

impl FederationRole {
    fn name(self) -> &'static str {
        match self {
            Self::Auditor => "Auditor",
            Self::Mediator => "Mediator",
            Self::Attestor => "Attestor",
        }
    }
}

impl Cooperative {
    /// As the argument `name`.
    fn named(&self, name: &'static str, further: Fields) -> Fields {
        let mut fields = vec![(name, encoding::cooperative(self.cooperative))];
        fields.extend(further);
        fields
    }
}

/// The call that `command` sends: a decision, carried out here or on another shard.
fn decision(command: Command, chain: &Chain) -> Result<Call> {
    let status = |name: &str, cooperative: Cooperative| {
        Call::new("Cooperatives", name, cooperative.named("id", Vec::new()))
    };
    let federation_role = |name: &str, did: &Did, role: FederationRole| {
        let fields = vec![("did", encoding::did(did)), ("role", unit(role.name()))];
        Call::new("Cooperatives", name, fields)
    };
    let decided = match command {
        Command::Admit(cooperative) => status("admit", cooperative),
        Command::Decline(cooperative) => status("decline", cooperative),
        Command::Suspend(cooperative) => status("suspend", cooperative),
        Command::Restore(cooperative) => status("restore", cooperative),
        Command::Expel(cooperative) => status("expel", cooperative),
        Command::Withdraw(cooperative) => status("withdraw", cooperative),
        Command::SetRules { cooperative, recovery_stewards, recovery_delay } => {
            let rules = encoding::rules(recovery_stewards, recovery_delay);
            let fields = cooperative.named("cooperative", vec![("rules", rules)]);
            Call::new("Cooperatives", "set_rules", fields)
        }
        Command::SetProfile { cooperative, legal_name, domain } => {
            let profile = vec![("legal_name", bytes(legal_name)), ("domain", bytes(domain))];
            Call::new("Cooperatives", "set_profile", cooperative.named("cooperative", profile))
        }
        Command::GrantRole { cooperative, did, role } => {
            let fields = vec![("did", encoding::did(&did)), ("role", unit(role.name()))];
            Call::new("Cooperatives", "grant_role", cooperative.named("cooperative", fields))
        }
        Command::GrantFederationRole { did, role } => {
            federation_role("grant_federation_role", &did, role)
        }
        Command::RevokeFederationRole { did, role } => {
            federation_role("revoke_federation_role", &did, role)
        }
        Command::ListNode { cooperative, peer } => {
            let fields = cooperative.named("cooperative", vec![("peer", bytes(peer))]);
            Call::new("Seats", "list_node", fields)
        }
        Command::UnlistNode { peer } => {
            Call::new("Seats", "unlist_node", vec![("peer", bytes(peer))])
        }
        Command::SuspendSeat(cooperative) => {
            Call::new("Seats", "suspend_seat", cooperative.named("cooperative", Vec::new()))
        }
        Command::RestoreSeat(cooperative) => {
            Call::new("Seats", "restore_seat", cooperative.named("cooperative", Vec::new()))
        }
        Command::NoteStalled { delay, best_finalized } => Call::new(
            "Seats",
            "note_stalled",
            vec![("delay", number(delay)), ("best_finalized", number(best_finalized))],
        ),
        Command::RegisterShard { file } => registration(&file)?,
        Command::DecideOn { shard, pallet, call, arguments, expires_at } => {
            // All shards run the same runtime: the call is encoded as this one knows it.
            let encoded = chain.encode(Call::with(&pallet, &call, parsed(&arguments)?))?;
            let fields = vec![
                ("shard", encoding::shard(shard)),
                ("call", bytes(encoded)),
                ("expires_at", encoding::option(expires_at.map(number))),
            ];
            return Ok(Call::new("Federation", "decide_on", fields));
        }
        Command::Decide { pallet, call, arguments } => {
            Call::with(&pallet, &call, parsed(&arguments)?)
        }
    };
    Ok(Call::new("Federation", "decide", vec![("call", decided.into_value())]))
}

/// The registration of a shard, as "icn-node federation add-shard" writes it.
#[derive(Deserialize)]
struct Registration {
    shard: u32,
    role: String,
    genesis: Hash,
    /// GRANDPA's keys of the first set.
    authorities: Vec<AccountId>,
}

/// The call that registers the shard in `file`.
fn registration(file: &Path) -> Result<Call> {
    let wrong = |why: &dyn std::fmt::Display| {
        Failure::usage(format!("{} is no shard's registration: {why}", file.display()))
    };
    let text = std::fs::read_to_string(file).map_err(|why| wrong(&why))?;
    let shard: Registration = serde_json::from_str(&text).map_err(|why| wrong(&why))?;
    let authorities = shard.authorities.iter().map(encoding::account);
    let fields = vec![
        ("shard", encoding::shard(shard.shard)),
        ("role", unit(&shard.role)),
        ("genesis", encoding::option(Some(encoding::hash(&shard.genesis)))),
        ("authorities", encoding::list(authorities)),
        ("set_id", number(0u64)),
    ];
    Ok(Call::new("Shards", "register_shard", fields))
}

/// Arguments in scale-value's text form.
fn parsed(text: &str) -> Result<Composite<()>> {
    let wrong = |why: String| {
        Failure::usage(format!("the arguments must be a value like {{ cooperative: 1 }}: {why}"))
    };
    let (value, rest) = scale_value::stringify::from_str(text);
    let value: Value = value.map_err(|why| wrong(why.to_string()))?;
    if !rest.trim().is_empty() {
        return Err(wrong(format!("there is more after it: {rest}")));
    }
    match value.value {
        ValueDef::Composite(composite) => Ok(composite),
        _ => Err(wrong("it is no object".into())),
    }
}

/// Runs `command`.
pub async fn run(command: Command, context: &Context) -> Result<Report> {
    let chain = context.chain().await?;
    let decision = decision(command, &chain)?;
    send(context, &chain, decision).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_of_any_call_are_read_from_text() {
        let fields = parsed("{ parameters: { session_length: 5, on: true } }").unwrap();
        assert_eq!(fields.len(), 1);
        assert!(parsed("{}").unwrap().is_empty());
        for bad in ["", "5", "{ a: }", "{ a: 1 } x"] {
            assert!(parsed(bad).is_err(), "{bad}");
        }
    }
}
