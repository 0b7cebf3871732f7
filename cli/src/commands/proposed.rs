//! What a proposal carries out: the acts that can be decided, and the calls that do them.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use icn_primitives::{
    governance::{DecisionKind, RuleMaker, MAX_TEXT, MAX_TEXT_NAME},
    ledger::{Key, LedgerAccount, Treasury},
    reputation::{Categories, Category},
    CooperativeId, Did, Hash,
};
use polkadot_sdk::sp_io::hashing::{blake2_256, sha2_256};
use serde_json::Value as Json;

use super::{
    elsewhere::{ensure_here, on_shard, Elsewhere},
    federation_acts::{self, FederationAct},
    ledger_acts::{CurrencyAct, Payment, Settlement},
    member::{role_fields, Member, RoleOf},
    parameter_acts::ParameterAct,
    trade_acts::{self, TradeAct},
};
use crate::{
    body::needed,
    chain::Chain,
    content::{content, read, Content},
    encoding::{self, bytes, hash, list, number, Fields},
    failure::{Failure, Result},
    money, parse,
    settings::{Changes, CATEGORY_RULES, GOVERNANCE_RULES},
    submission::Call,
};

/// What a proposal does if it passes.
#[derive(Subcommand, Debug)]
pub enum Act {
    /// Say something, and carry out nothing.
    Text,
    /// Adopt a text: a bylaw or, by a constitution decision, a constitution. It is kept on the
    /// chain, every version of it.
    AdoptText {
        /// The text's name.
        name: String,
        /// The file with the text, in UTF-8.
        file: PathBuf,
    },
    /// Set how the body decides: model, fallback, quorum, power, delegation, cosigners, vetoes,
    /// deliberation, voting, resolution, timelock. What isn't named stays.
    Rules(Changes),
    #[command(flatten)]
    Parameters(ParameterAct),
    /// Pay from the treasury of whoever decides.
    Pay {
        #[command(flatten)]
        payment: Payment,
        /// From which treasury: coop:N or federation; that of whoever decides if it isn't given.
        #[arg(long, value_name = "TREASURY", value_parser = treasury)]
        from: Option<Treasury>,
    },
    /// Issue a currency, set its limits, wind it down.
    #[command(subcommand)]
    Currency(CurrencyAct),
    /// Move what somebody who has left still has to the issuer's treasury.
    Settle(Settlement),
    #[command(flatten)]
    Federation(FederationAct),
    /// Take a role from a member of a cooperative.
    RevokeRole(RoleOf),
    /// Suspend a member of a cooperative.
    SuspendMember(Member),
    /// Restore a suspended member of a cooperative.
    RestoreMember(Member),
    /// Expel a member of a cooperative.
    ExpelMember(Member),
    #[command(flatten)]
    Trade(TradeAct),
    /// Set how a category of reputation counts: weight, decay_per_day, minimum, maximum.
    ReputationCategory {
        /// Which.
        #[arg(value_parser = parse::category)]
        category: Category,
        #[command(flatten)]
        changes: Changes,
    },
    /// Let somebody give reputation in these categories, and in no other.
    Attestor {
        /// Who.
        did: Did,
        /// In which categories.
        #[arg(value_parser = parse::category, required_unless_present = "none")]
        categories: Vec<Category>,
        /// In none: who is an attestor is one no longer.
        #[arg(long, conflicts_with = "categories")]
        none: bool,
    },
    /// Let whoever has this code upgrade the runtime, with "icn upgrade apply".
    Upgrade {
        #[command(flatten)]
        code: Code,
        /// A shard that is upgraded, this one included if it is named; once for each. This one
        /// alone if none is given.
        #[arg(long, value_name = "NUMBER")]
        shard: Vec<u32>,
    },
    /// Record that the federation lets this software be used.
    Evolution {
        /// The software: its hash, or its file, of which the SHA-256 hash is taken.
        #[arg(long, value_name = "HASH|FILE", value_parser = content)]
        artefact: Content,
        /// How risky it is: 0.2 or 20%.
        #[arg(long, value_parser = parse::share)]
        risk: u32,
        /// Hash of the credential by which an attestor attests its tests.
        #[arg(long, value_name = "HASH", value_parser = parse::hash)]
        evidence: Hash,
    },
    /// Any other call, encoded.
    Call {
        /// The call: 0x and hexadecimal digits, or a file that holds these.
        #[arg(value_name = "HEX|FILE")]
        call: String,
    },
}

/// A runtime's code.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub struct Code {
    /// The file with the new runtime.
    #[arg(long, value_name = "FILE")]
    code: Option<PathBuf>,
    /// BLAKE2b-256 hash of the new runtime.
    #[arg(long, value_name = "HASH", value_parser = parse::hash)]
    hash: Option<Hash>,
}

fn treasury(text: &str) -> std::result::Result<Treasury, String> {
    match money::account(text) {
        Ok(LedgerAccount::Treasury(treasury)) => Ok(treasury),
        _ => Err("a treasury is coop:N or federation".into()),
    }
}

/// What is proposed.
pub struct Proposed {
    /// What it carries out; `None`: nothing.
    pub call: Option<Call>,
    /// What it takes where it is known, if one's own cooperative decides it.
    pub own: Option<DecisionKind>,
    /// What it takes where it is known, if the federation does.
    pub federation: Option<DecisionKind>,
    /// The cooperative that it names, if it is about one.
    pub about: Option<CooperativeId>,
    /// Hash of what is written about it, where the act itself is a text.
    pub content: Option<Hash>,
    /// The name of a payment, so that it is made once.
    pub key: Option<Key>,
}

impl Proposed {
    fn of(call: Call) -> Self {
        let kinds = [false, true].map(|federation| {
            let (pallet, name) = call.names();
            needed(federation, pallet, name)
        });
        let [own, federation] = kinds;
        Self { call: Some(call), own, federation, about: None, content: None, key: None }
    }

    fn once((call, key): (Call, Key)) -> Self {
        Self { key: Some(key), ..Self::of(call) }
    }
}

/// For whom an act is proposed.
pub struct Proposing<'a> {
    /// The node where it is proposed.
    pub chain: &'a Chain,
    /// The proposer's cooperative.
    pub sponsor: CooperativeId,
    /// Whether the federation decides; `None`: whoever may.
    pub federation: Option<bool>,
    /// Where it is carried out, if elsewhere.
    pub elsewhere: Option<&'a Elsewhere>,
}

impl Proposing<'_> {
    /// What `act` is as a proposal.
    pub async fn act(&self, act: Act) -> Result<Proposed> {
        let chain = self.chain;
        Ok(match act {
            Act::Text => {
                let own = Some(DecisionKind::Standard);
                Proposed { call: None, own, federation: own, about: None, content: None, key: None }
            }
            Act::AdoptText { name, file } => {
                let text = read(&file)?;
                let content = Some(Hash::from(sha2_256(&text)));
                Proposed { content, ..Proposed::of(adoption(&name, text, &file)?) }
            }
            Act::Rules(changes) => {
                let maker = match self.federation {
                    Some(true) => RuleMaker::Federation,
                    _ => RuleMaker::Cooperative(self.sponsor),
                };
                let args = vec![encoding::rule_maker(&maker)];
                let now = chain.api("GovernanceApi", "rules", args).await?;
                let rules = changes.applied(GOVERNANCE_RULES, &now)?;
                Proposed::of(Call::new("Governance", "set_rules", vec![("rules", rules)]))
            }
            Act::Parameters(act) => Proposed::of(self.parameters(act).await?),
            Act::Trade(act) => Proposed::of(trade_acts::call(act, self.elsewhere).await?),
            Act::ReputationCategory { category, changes } => {
                let all = chain.api("ReputationApi", "reputation_categories", Vec::new()).await?;
                let mut all = all.as_array().into_iter().flatten();
                let now = all.find(|entry| entry[0] == category.name());
                let rules = changes.applied(CATEGORY_RULES, now.map_or(&Json::Null, |e| &e[1]))?;
                let fields = vec![("category", encoding::category(category)), ("rules", rules)];
                Proposed::of(Call::new("Reputation", "set_category", fields))
            }
            Act::Pay { payment, from } => {
                let of_body = match self.federation {
                    Some(true) => Treasury::Federation,
                    _ => Treasury::Cooperative(self.sponsor),
                };
                let from = from.unwrap_or(of_body);
                Proposed::once(payment.call(chain, Some(from)).await?)
            }
            Act::Currency(act) => Proposed::of(act.call(chain).await?),
            Act::Settle(settlement) => Proposed::once(settlement.call(chain).await?),
            Act::Federation(act) => {
                Proposed { about: act.about(), ..Proposed::of(federation_acts::call(act)?) }
            }
            Act::RevokeRole(role) => Proposed::of(members("revoke_role", role_fields(&role))),
            Act::SuspendMember(member) => Proposed::of(members("suspend_member", member.fields())),
            Act::RestoreMember(member) => Proposed::of(members("restore_member", member.fields())),
            Act::ExpelMember(member) => Proposed::of(members("expel_member", member.fields())),
            Act::Attestor { did, categories, none: _ } => Proposed::of(attestor(&did, categories)),
            Act::Upgrade { code, shard } => self.upgrade(&code, shard).await?,
            Act::Evolution { artefact, risk, evidence } => {
                Proposed::of(evolution(&artefact.hash()?, risk, &evidence))
            }
            Act::Call { call } => self.encoded(&call)?,
        })
    }

    /// The call that sets a pallet's parameters: those of where it is carried out, with what is to
    /// change.
    async fn parameters(&self, act: ParameterAct) -> Result<Call> {
        let (pallet, settings, changes) = act.of_pallet();
        let now = match self.elsewhere {
            None => {
                ensure_here(pallet)?;
                self.chain.setting(pallet, "Parameters").await?
            }
            Some(there) => there.connect(pallet).await?.setting(pallet, "Parameters").await?,
        };
        let parameters = changes.applied(settings, &now)?;
        Ok(Call::new(pallet, "set_parameters", vec![("parameters", parameters)]))
    }

    async fn upgrade(&self, code: &Code, shards: Vec<u32>) -> Result<Proposed> {
        let code_hash = match (&code.hash, &code.code) {
            (Some(hash), _) => *hash,
            (None, Some(file)) => Hash::from(blake2_256(&read(file)?)),
            (None, None) => return Err(Failure::usage("a runtime's file or hash is needed")),
        };
        let this = self.chain.this_shard().await?;
        let mut calls = Vec::new();
        for shard in if shards.is_empty() { vec![this] } else { shards } {
            calls.push(match shard == this {
                true => authorization(&code_hash),
                false => on_shard(self.chain, shard, authorization(&code_hash), None)?,
            });
        }
        let call = match calls.len() {
            1 => calls.remove(0),
            _ => {
                let calls = list(calls.into_iter().map(Call::into_value));
                Call::new("Utility", "batch_all", vec![("calls", calls)])
            }
        };
        let federation = needed(true, "Federation", "authorize_upgrade");
        Ok(Proposed {
            call: Some(call),
            own: None,
            federation,
            about: None,
            content: None,
            key: None,
        })
    }

    /// A call that is given encoded, as a word or in a file.
    fn encoded(&self, given: &str) -> Result<Proposed> {
        let text = match given.starts_with("0x") {
            true => given.to_string(),
            false => String::from_utf8_lossy(&read(Path::new(given))?).trim().to_string(),
        };
        let encoded = parse::hex_bytes(&text).map_err(Failure::usage)?;
        let call = Call::from_value(self.chain.decoded_call(&encoded)?)?;
        let json = self.chain.call_json(&encoded).unwrap_or_default();
        let kinds = [false, true].map(|federation| needed_by(federation, &json));
        let [own, federation] = kinds;
        Ok(Proposed { call: Some(call), own, federation, about: None, content: None, key: None })
    }
}

fn members(name: &str, fields: Fields) -> Call {
    Call::new("Cooperatives", name, fields)
}

fn adoption(name: &str, text: Vec<u8>, file: &Path) -> Result<Call> {
    parse::line(name, MAX_TEXT_NAME).map_err(Failure::usage)?;
    if text.len() > MAX_TEXT as usize || std::str::from_utf8(&text).is_err() {
        return Err(Failure::usage(format!(
            "{} is no text in UTF-8 of {MAX_TEXT} bytes at most",
            file.display()
        )));
    }
    let fields = vec![("name", bytes(name)), ("text", bytes(text))];
    Ok(Call::new("Governance", "adopt_text", fields))
}

fn attestor(did: &Did, categories: Vec<Category>) -> Call {
    let set: Categories = categories.into_iter().collect();
    let fields = vec![("attestor", encoding::did(did)), ("categories", number(set.0))];
    Call::new("Reputation", "set_attestor", fields)
}

fn evolution(artefact: &Hash, risk: u32, evidence: &Hash) -> Call {
    let fields =
        vec![("artefact", hash(artefact)), ("risk", number(risk)), ("evidence", hash(evidence))];
    Call::new("Governance", "record_evolution", fields)
}

fn authorization(code_hash: &Hash) -> Call {
    Call::new("Federation", "authorize_upgrade", vec![("code_hash", hash(code_hash))])
}

/// What a decision takes that carries out a decoded call; `None`: it isn't known, or can't be.
fn needed_by(federation: bool, call: &Json) -> Option<DecisionKind> {
    let (pallet, call) = call.as_object()?.iter().next()?;
    let (name, arguments) = match call {
        Json::String(name) => (name, &Json::Null),
        call => call.as_object()?.iter().next()?,
    };
    if (pallet.as_str(), name.as_str()) != ("Utility", "batch_all") {
        return needed(federation, pallet, name);
    }
    let calls = arguments.get("calls").unwrap_or(arguments).as_array()?;
    calls.iter().try_fold(DecisionKind::Standard, |most, call| {
        needed_by(federation, call).map(|kind| most.max(kind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        commands::elsewhere::encoded_on_shard,
        decoding::{decode, decoded_call},
        role::kept_elsewhere,
        runtime_calls::{encoded, every_call, metadata, understood},
    };
    use codec::Encode;
    use icn_primitives::{governance::Body, ShardId};
    use icn_runtime::{decisions::decision_for, RuntimeCall};

    #[test]
    fn the_runtime_reads_what_is_decided() {
        let name = Hash::repeat_byte(7);
        let ada: Did = "did:icn:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK".parse().unwrap();
        let text = |text: &str| text.as_bytes().to_vec();
        let categories: Categories = [Category::Voting, Category::Innovation].into_iter().collect();
        for (call, expected) in [
            (
                adoption("Bylaws", text("Article 1\n"), Path::new("bylaws.md")).unwrap(),
                RuntimeCall::Governance(pallet_governance::Call::adopt_text {
                    name: text("Bylaws").try_into().unwrap(),
                    text: text("Article 1\n").try_into().unwrap(),
                }),
            ),
            (
                attestor(&ada, vec![Category::Innovation, Category::Voting]),
                RuntimeCall::Reputation(pallet_reputation::Call::set_attestor {
                    attestor: ada,
                    categories,
                }),
            ),
            (
                evolution(&name, 200_000, &Hash::repeat_byte(8)),
                RuntimeCall::Governance(pallet_governance::Call::record_evolution {
                    artefact: name,
                    risk: codec::Decode::decode(&mut &200_000u32.to_le_bytes()[..]).unwrap(),
                    evidence: Hash::repeat_byte(8),
                }),
            ),
            (
                authorization(&name),
                RuntimeCall::Federation(pallet_federation::Call::authorize_upgrade {
                    code_hash: name,
                }),
            ),
            (
                encoded_on_shard(2, b"call", Some(9)),
                RuntimeCall::Federation(pallet_federation::Call::decide_on {
                    shard: ShardId(2),
                    call: text("call").try_into().unwrap(),
                    expires_at: Some(9),
                }),
            ),
        ] {
            assert_eq!(understood(call), expected);
        }
        assert!(adoption(" ", Vec::new(), Path::new("x")).is_err());
        assert!(adoption("x", vec![b'a'; 16_385], Path::new("x")).is_err());
        assert!(adoption("x", vec![0xff], Path::new("x")).is_err());
    }

    #[test]
    fn each_call_takes_what_the_runtime_says() {
        let own = Body::Cooperative(CooperativeId(0));
        let (mut decided, mut elsewhere) = (0, 0);
        for (pallet, name, call) in every_call() {
            // What these take depends on the calls that they hold.
            if [("Utility", "batch_all"), ("Federation", "decide_on")]
                .contains(&(pallet.as_str(), name.as_str()))
            {
                continue;
            }
            // Governance says itself which of its calls are the federation's alone.
            let ours = [("Governance", "set_parameters"), ("Governance", "record_evolution")]
                .contains(&(pallet.as_str(), name.as_str()));
            // What the federation shard has nothing of is decided there all the same.
            if kept_elsewhere(&pallet).is_some() {
                for (federation, body) in [(false, &own), (true, &Body::Federation)] {
                    assert_eq!(decision_for(body, &call), None, "{pallet}.{name}");
                    // It takes the most where it can't be decided at all.
                    let there = understood(encoded_on_shard(1, &call.encode(), None));
                    let expected = decision_for(body, &there);
                    let expected = expected.filter(|kind| *kind != DecisionKind::Constitution);
                    assert_eq!(needed(federation, &pallet, &name), expected, "{pallet}.{name}");
                    elsewhere += usize::from(expected.is_some());
                }
                continue;
            }
            if !ours {
                let expected = decision_for(&own, &call);
                assert_eq!(needed(false, &pallet, &name), expected, "{pallet}.{name}");
            }
            let expected = decision_for(&Body::Federation, &call);
            // A cooperative's money is no federation's: which treasury it is, the call says.
            assert_eq!(needed(true, &pallet, &name), expected, "{pallet}.{name}");
            decided += usize::from(expected.is_some());
        }
        assert!(decided > 30, "{decided}");
        assert_eq!(elsewhere, 10, "five parameters, two disputes, an anchor, two decisions");
    }

    #[test]
    fn a_batch_takes_what_most_of_it_takes() {
        let calls = || {
            let name = Hash::repeat_byte(7);
            list([authorization(&name), attestor_nobody()].map(Call::into_value))
        };
        let batch = Call::new("Utility", "batch_all", vec![("calls", calls())]);
        let bytes = encoded(batch);
        let metadata = metadata();
        let id = metadata.outer_enums().call_enum_ty();
        let json = decode(&mut bytes.as_slice(), id, metadata.types()).unwrap();
        assert_eq!(needed_by(true, &json), Some(DecisionKind::Constitution));
        assert_eq!(needed_by(false, &json), None);
        // And it comes out of its bytes as it went in.
        let again = Call::from_value(decoded_call(&metadata, &bytes).unwrap()).unwrap();
        assert_eq!(again.names(), ("Utility", "batch_all"));
        assert_eq!(encoded(again), bytes);
        for bad in [&bytes[..bytes.len() - 1], &[0xff, 0xff][..], &[&bytes[..], &[0]].concat()] {
            assert!(decoded_call(&metadata, bad).is_err());
        }
    }

    fn attestor_nobody() -> Call {
        let ada: Did = "did:icn:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK".parse().unwrap();
        attestor(&ada, Vec::new())
    }

    #[test]
    fn a_treasury_is_no_persons() {
        assert_eq!(treasury("coop:2"), Ok(Treasury::Cooperative(CooperativeId(2))));
        assert!(treasury("did:icn:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK").is_err());
    }
}
