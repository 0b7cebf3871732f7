//! What the federation decides about cooperatives, seats and shards; as `icn federation` sends it
//! with an authority, and as `icn propose` puts it to the vote.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use icn_primitives::{AccountId, CooperativeId, Did, Hash, Moment};
use serde::Deserialize;

use super::{coop, member::Role};
use crate::{
    encoding::{self, bytes, number, unit, Fields},
    failure::{Failure, Result},
    parse,
    submission::Call,
};

/// What the federation decides about cooperatives, seats and shards.
#[derive(Subcommand, Debug)]
pub enum FederationAct {
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

impl FederationAct {
    /// The cooperative of which it sets something that a cooperative can set for itself as well.
    pub fn about(&self) -> Option<CooperativeId> {
        match self {
            Self::SetRules { cooperative, .. }
            | Self::SetProfile { cooperative, .. }
            | Self::GrantRole { cooperative, .. } => Some(cooperative.cooperative),
            _ => None,
        }
    }
}

/// The call that does `act`.
pub fn call(act: FederationAct) -> Result<Call> {
    let status = |name: &str, cooperative: Cooperative| {
        Call::new("Cooperatives", name, cooperative.named("id", Vec::new()))
    };
    let federation_role = |name: &str, did: &Did, role: FederationRole| {
        let fields = vec![("did", encoding::did(did)), ("role", unit(role.name()))];
        Call::new("Cooperatives", name, fields)
    };
    Ok(match act {
        FederationAct::Admit(cooperative) => status("admit", cooperative),
        FederationAct::Decline(cooperative) => status("decline", cooperative),
        FederationAct::Suspend(cooperative) => status("suspend", cooperative),
        FederationAct::Restore(cooperative) => status("restore", cooperative),
        FederationAct::Expel(cooperative) => status("expel", cooperative),
        FederationAct::Withdraw(cooperative) => status("withdraw", cooperative),
        FederationAct::SetRules { cooperative, recovery_stewards, recovery_delay } => {
            let rules = encoding::rules(recovery_stewards, recovery_delay);
            let fields = cooperative.named("cooperative", vec![("rules", rules)]);
            Call::new("Cooperatives", "set_rules", fields)
        }
        FederationAct::SetProfile { cooperative, legal_name, domain } => {
            let profile = vec![("legal_name", bytes(legal_name)), ("domain", bytes(domain))];
            Call::new("Cooperatives", "set_profile", cooperative.named("cooperative", profile))
        }
        FederationAct::GrantRole { cooperative, did, role } => {
            let fields = vec![("did", encoding::did(&did)), ("role", unit(role.name()))];
            Call::new("Cooperatives", "grant_role", cooperative.named("cooperative", fields))
        }
        FederationAct::GrantFederationRole { did, role } => {
            federation_role("grant_federation_role", &did, role)
        }
        FederationAct::RevokeFederationRole { did, role } => {
            federation_role("revoke_federation_role", &did, role)
        }
        FederationAct::ListNode { cooperative, peer } => {
            let fields = cooperative.named("cooperative", vec![("peer", bytes(peer))]);
            Call::new("Seats", "list_node", fields)
        }
        FederationAct::UnlistNode { peer } => {
            Call::new("Seats", "unlist_node", vec![("peer", bytes(peer))])
        }
        FederationAct::SuspendSeat(cooperative) => {
            Call::new("Seats", "suspend_seat", cooperative.named("cooperative", Vec::new()))
        }
        FederationAct::RestoreSeat(cooperative) => {
            Call::new("Seats", "restore_seat", cooperative.named("cooperative", Vec::new()))
        }
        FederationAct::NoteStalled { delay, best_finalized } => Call::new(
            "Seats",
            "note_stalled",
            vec![("delay", number(delay)), ("best_finalized", number(best_finalized))],
        ),
        FederationAct::RegisterShard { file } => registration(&file)?,
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime_calls::understood;
    use clap::Parser;
    use icn_primitives::{
        membership::{FederationRole as Federal, Role as Local, Rules},
        shard::ShardRole,
        ShardId,
    };
    use icn_runtime::RuntimeCall;
    use pallet_cooperatives::Call as Cooperatives;
    use pallet_seats::Call as Seats;

    #[derive(Parser)]
    struct Line {
        #[command(subcommand)]
        act: FederationAct,
    }

    #[test]
    fn the_runtime_reads_what_the_federation_decides() {
        let ada = "did:icn:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
        let peer = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
        let did: Did = ada.parse().unwrap();
        let (id, cooperative) = (CooperativeId(3), CooperativeId(3));
        let text = |text: &str| text.as_bytes().to_vec();
        let of = RuntimeCall::Cooperatives;
        let seats = RuntimeCall::Seats;
        let key: icn_primitives::seat::PeerId = parse::peer_id(peer).unwrap().try_into().unwrap();
        for (line, expected) in [
            ("admit 3", of(Cooperatives::admit { id })),
            ("decline 3", of(Cooperatives::decline { id })),
            ("suspend 3", of(Cooperatives::suspend { id })),
            ("restore 3", of(Cooperatives::restore { id })),
            ("expel 3", of(Cooperatives::expel { id })),
            ("withdraw 3", of(Cooperatives::withdraw { id })),
            (
                "set-rules 3 --recovery-stewards 2 --recovery-delay 9s",
                of(Cooperatives::set_rules {
                    cooperative,
                    rules: Rules { recovery_stewards: 2, recovery_delay: 9_000 },
                }),
            ),
            (
                "set-profile 3 --legal-name Food --domain a.coop",
                of(Cooperatives::set_profile {
                    cooperative,
                    legal_name: text("Food").try_into().unwrap(),
                    domain: text("a.coop").try_into().unwrap(),
                }),
            ),
            (
                "grant-role 3 ADA treasurer",
                of(Cooperatives::grant_role { cooperative, did, role: Local::Treasurer }),
            ),
            (
                "grant-federation-role ADA mediator",
                of(Cooperatives::grant_federation_role { did, role: Federal::Mediator }),
            ),
            (
                "revoke-federation-role ADA auditor",
                of(Cooperatives::revoke_federation_role { did, role: Federal::Auditor }),
            ),
            ("list-node 3 PEER", seats(Seats::list_node { cooperative, peer: key.clone() })),
            ("unlist-node PEER", seats(Seats::unlist_node { peer: key })),
            ("suspend-seat 3", seats(Seats::suspend_seat { cooperative })),
            ("restore-seat 3", seats(Seats::restore_seat { cooperative })),
            (
                "note-stalled --delay 5 --best-finalized 9",
                seats(Seats::note_stalled { delay: 5, best_finalized: 9 }),
            ),
        ] {
            let words = line.split(' ').map(|word| match word {
                "ADA" => ada,
                "PEER" => peer,
                word => word,
            });
            let line = Line::try_parse_from(std::iter::once("icn").chain(words)).unwrap();
            assert_eq!(understood(call(line.act).unwrap()), expected);
        }
    }

    #[test]
    fn the_runtime_reads_a_shards_registration() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("market2.json");
        let authority = AccountId::new([7; 32]);
        let genesis = Hash::repeat_byte(9);
        let text = format!(
            "{{ \"shard\": 3, \"role\": \"Marketplace\", \"genesis\": \"{genesis:?}\", \"authorities\": [\"{authority}\"] }}"
        );
        std::fs::write(&file, text).unwrap();
        let RuntimeCall::Shards(pallet_shards::Call::register_shard {
            shard,
            role,
            genesis: read,
            authorities,
            set_id,
        }) = understood(registration(&file).unwrap())
        else {
            panic!("another call")
        };
        assert_eq!(
            (shard, role, read, set_id),
            (ShardId(3), ShardRole::Marketplace, Some(genesis), 0)
        );
        assert_eq!(authorities.len(), 1);
        assert!(registration(Path::new("no/such/file")).is_err());
    }
}
