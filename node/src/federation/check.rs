//! The rules for a founders file. All that is wrong is found at once.

use icn_primitives::{
    ledger::CurrencyCode,
    membership::{
        is_domain, is_legal_name, Rules, MAX_DOMAIN, MAX_LEGAL_NAME, MAX_RECOVERY_DELAY,
        MAX_RECOVERY_STEWARDS,
    },
    seat::MAX_SEATS,
    shard::ShardRole,
    AccountId, Moment, SigningKey, HOUR,
};
use polkadot_sdk::{
    sc_network_types::PeerId,
    sp_core::{crypto::Pair, ed25519, sr25519, ByteArray},
};
use std::{collections::BTreeMap, net::IpAddr, ops::RangeInclusive};
use toml::Spanned;

use super::{
    founders::{
        CooperativeTable, Flag, FoundersFile, Number, ParametersTable, PortsTable, RulesTable,
        Session, SessionTable, Text, ValidatorTable,
    },
    keys::{self, Spelling, Wanted, MAKE},
    plan::{
        Founder, Host, Parameters, Place, Plan, Ports, SessionKeys, Shard, Validator, DEFAULT_RULES,
    },
    problem::{nearest, Problem, Problems},
};
use crate::shards::{port_of, DEFAULT_PORT, DEFAULT_RPC_PORT, FEDERATION, PORT_STEP};

/// With fewer validators, the failure of a single one stops finality.
pub const SAFE_FOUNDERS: usize = 4;
/// Most shards that a founders file names.
const MAX_SHARDS: usize = 16;
/// Most stewards of a founder, as of any cooperative that is put forward.
const MAX_STEWARDS: usize = 8;
/// Longest name of a federation, in bytes.
const MAX_NAME: usize = 64;
/// Longest id, development seed and shard's name, in bytes.
const MAX_ID: usize = 32;

/// Bounds of `session_length`, in blocks: the seats' least, and a day.
const SESSION_LENGTH: RangeInclusive<i64> = 5..=28_800;
/// Bounds of `missed_turns_limit`.
const MISSED_TURNS: RangeInclusive<i64> = 1..=1_000_000;
/// Bounds of `cooperative_blocks`.
const COOPERATIVE_BLOCKS: RangeInclusive<i64> = 1..=1_000;
/// Bounds of `own_share_percent`.
const OWN_SHARE: RangeInclusive<i64> = 1..=100;
/// Bounds of `own_refill_seconds`: up to a day.
const OWN_REFILL: RangeInclusive<i64> = 1..=86_400;
/// Bounds of a port.
const PORT: RangeInclusive<i64> = 1..=65_535;

/// The port for metrics where the file names none.
pub const DEFAULT_PROMETHEUS_PORT: u16 = 9_615;

/// What a look at a founders file gives.
pub struct Checked {
    /// All that there is to say about it, in the order of its lines.
    pub problems: Vec<Problem>,
    /// What it says, if there is no error among the problems.
    pub plan: Option<Plan>,
}

/// Checks the founders file `text`.
pub fn check(text: &str) -> Checked {
    let problems = Problems::new(text);
    let plan = FoundersFile::read(text, &problems).and_then(|file| {
        Checker::new(&problems, file.development_seed.is_some(), "keys").plan(&file)
    });
    let plan = plan.filter(|_| !problems.any_error());
    Checked { problems: problems.into_sorted(), plan }
}

/// Something that may stand in a file only once.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub enum Unique {
    /// A cooperative's legal name.
    LegalName(String),
    /// A cooperative's domain.
    Domain(String),
    /// A shard's name.
    Shard(String),
    /// The domain of a cooperative that begins a shard.
    Validator(String),
    /// A key's 32 bytes, whatever it is used for.
    Key([u8; 32]),
    /// A port of a machine.
    Port(Host, u16),
    /// A currency of the founder with this place.
    Currency(usize, CurrencyCode),
    /// Who gives reputation.
    Attestor(String),
}

/// A check under way.
pub struct Checker<'p> {
    /// What is wrong so far.
    pub problems: &'p Problems<'p>,
    /// Whether the federation is for development only.
    development: bool,
    /// Which command makes session keys with their proofs.
    keys_command: &'static str,
    /// The shards, in the order of their numbers.
    shards: Vec<Shard>,
    /// What has been used: what for, and where.
    taken: BTreeMap<Unique, (String, usize)>,
}

impl<'p> Checker<'p> {
    /// A check in which nothing is taken yet.
    pub fn new(problems: &'p Problems<'p>, development: bool, keys_command: &'static str) -> Self {
        let shards = vec![Shard::federation()];
        Self { problems, development, keys_command, shards, taken: BTreeMap::new() }
    }

    /// Whether the federation is for development only.
    pub fn is_development(&self) -> bool {
        self.development
    }

    /// Whether a key stands in for the federation's decisions: only where everybody knows all keys.
    fn development_authority(&self, flag: &Flag) -> bool {
        let Some(flag) = flag.as_ref().filter(|flag| *flag.get_ref()) else { return false };
        let at = flag.span().start;
        if self.development {
            let warning =
                "development_authority: one key, which everybody knows, decides alone for \
                           the whole federation";
            self.problems.warning(at, warning);
        } else {
            let wrong = "development_authority must not be true without a development_seed: a \
                         federation decides by its members' votes";
            self.problems.error(at, wrong);
        }
        self.development
    }

    /// The plan, as far as it can be read. It counts only if no error was reported.
    fn plan(mut self, file: &FoundersFile) -> Option<Plan> {
        let name = self.name(&file.name);
        let id = self.word("id", &file.id);
        let development_seed = self.word("development_seed", &file.development_seed);
        if let Some(seed) = &file.development_seed {
            let warning = "development_seed: whoever knows this word knows every key; for \
                           development only";
            self.problems.warning(seed.span().start, warning);
        }
        let development_authority = self.development_authority(&file.development_authority);
        let parameters = self.parameters(&file.parameters);
        self.read_shards(file);
        self.count(file);
        let rules = self.rules("[rules]", &file.rules, DEFAULT_RULES);
        let governance = self.governance(file);
        let founders: Vec<_> = file
            .cooperatives
            .iter()
            .enumerate()
            .map(|(number, table)| self.founder(number, table, &rules))
            .collect();
        let attestors = self.attestors(file);
        Some(Plan {
            name: name?,
            id: id?,
            development_seed,
            development_authority,
            parameters,
            governance,
            attestors,
            shards: self.shards,
            founders: founders.into_iter().collect::<Option<_>>()?,
        })
    }

    /// The shards beside the federation shard. One that is wrong is among them under its name, so
    /// that what belongs to it isn't called wrong as well.
    fn read_shards(&mut self, file: &FoundersFile) {
        if file.shards.is_empty() {
            self.shards.extend(Shard::DEFAULT.map(|(name, role)| Shard::new(name, role)));
        }
        if let Some(first_too_many) = file.shards.get(MAX_SHARDS) {
            let count = file.shards.len();
            let sentence = format!("{count} shards; a founders file has at most {MAX_SHARDS}");
            self.problems.error(first_too_many.at, sentence);
        }
        for table in &file.shards {
            let Some(name) = &table.name else { continue };
            let (at, text) = (name.span().start, name.get_ref());
            if text == FEDERATION {
                let sentence = format!(
                    "\"{FEDERATION}\" is the shard that every federation has: it needs no [[shard]]"
                );
                self.problems.error(at, sentence);
                continue;
            }
            check_shard_name(self.problems, name);
            self.take(Unique::Shard(text.clone()), format!("a shard's name {text:?}"), at);
            let role = table.role.as_ref().and_then(|role| self.role(role));
            self.shards.push(Shard::new(text, role.unwrap_or(ShardRole::Marketplace)));
        }
    }

    /// The role of a shard other than the federation shard.
    pub fn role(&self, role: &Spanned<String>) -> Option<ShardRole> {
        let known = Shard::role_called(role.get_ref());
        if known.is_none() {
            let sentence = format!(
                "a shard's role {:?} must be \"marketplace\" or \"storage\"",
                role.get_ref()
            );
            self.problems.error(role.span().start, sentence);
        }
        known
    }

    fn count(&self, file: &FoundersFile) {
        let count = file.cooperatives.len();
        let last = file.cooperatives.last().map_or(0, |table| table.at);
        if count == 0 {
            let sentence = "there is no [[cooperative]]; a federation has at least one founder";
            self.problems.error(0, sentence);
        } else if let Some(first_too_many) = file.cooperatives.get(MAX_SEATS as usize) {
            let sentence = format!("{count} cooperatives; a federation has at most {MAX_SEATS}");
            self.problems.error(first_too_many.at, sentence);
        } else if count < SAFE_FOUNDERS {
            let sentence = format!(
                "{count} of the {SAFE_FOUNDERS} cooperatives that a federation needs to survive \
                 the failure of one: as soon as one validator is away, nothing is final any more"
            );
            self.problems.warning(last, sentence);
        }
    }

    fn name(&self, name: &Text) -> Option<String> {
        let name = name.as_ref()?;
        let text = name.get_ref();
        if text.len() > MAX_NAME || !is_legal_name(text.as_bytes()) {
            let sentence = format!(
                "name {text:?} must have 1 to {MAX_NAME} bytes, no space at its ends and no \
                 control characters"
            );
            self.problems.error(name.span().start, sentence);
        }
        Some(text.clone())
    }

    /// A word that can be a directory's name and a part of a secret URI.
    fn word(&self, label: &str, word: &Text) -> Option<String> {
        let word = word.as_ref()?;
        let text = word.get_ref();
        let is_word = (1..=MAX_ID).contains(&text.len())
            && text.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-');
        if !is_word {
            let sentence = format!(
                "{label} {text:?} must be 1 to {MAX_ID} lower-case letters, digits and hyphens"
            );
            self.problems.error(word.span().start, sentence);
        }
        Some(text.clone())
    }

    fn parameters(&self, table: &ParametersTable) -> Parameters {
        let quota = &table.quota;
        Parameters {
            session_length: self.number(
                "session_length",
                &table.session_length,
                SESSION_LENGTH,
                "blocks",
            ),
            missed_turns_limit: self.number(
                "missed_turns_limit",
                &table.missed_turns_limit,
                MISSED_TURNS,
                "turns",
            ),
            cooperative_blocks: self.number(
                "cooperative_blocks",
                &quota.cooperative_blocks,
                COOPERATIVE_BLOCKS,
                "blocks",
            ),
            own_share_percent: self.number(
                "own_share_percent",
                &quota.own_share_percent,
                OWN_SHARE,
                "per cent",
            ),
            own_refill: self
                .number::<Moment>(
                    "own_refill_seconds",
                    &quota.own_refill_seconds,
                    OWN_REFILL,
                    "seconds",
                )
                .map(|seconds| seconds.saturating_mul(1_000)),
        }
    }

    /// A number within its bounds; an absent one is `None` and no error.
    pub fn number<N: TryFrom<i64>>(
        &self,
        label: &str,
        number: &Number,
        bounds: RangeInclusive<i64>,
        unit: &str,
    ) -> Option<N> {
        let number = number.as_ref()?;
        let value = *number.get_ref();
        if !bounds.contains(&value) {
            let (least, most) = bounds.into_inner();
            let sentence = format!("{label} is {value}; it must be {least} to {most} {unit}");
            self.problems.error(number.span().start, sentence.trim_end());
        }
        N::try_from(value).ok()
    }

    fn rules(&self, label: &str, table: &RulesTable, otherwise: Rules) -> Rules {
        let most_hours = i64::try_from(MAX_RECOVERY_DELAY / HOUR).unwrap_or(i64::MAX);
        let stewards = self.number(
            &format!("{label} recovery_stewards"),
            &table.recovery_stewards,
            1..=i64::from(MAX_RECOVERY_STEWARDS),
            "stewards",
        );
        let hours: Option<Moment> = self.number(
            &format!("{label} recovery_delay_hours"),
            &table.recovery_delay_hours,
            1..=most_hours,
            "hours",
        );
        Rules {
            recovery_stewards: stewards.unwrap_or(otherwise.recovery_stewards),
            recovery_delay: hours
                .map_or(otherwise.recovery_delay, |hours| hours.saturating_mul(HOUR)),
        }
    }

    fn founder(
        &mut self,
        number: usize,
        table: &CooperativeTable,
        rules: &Rules,
    ) -> Option<Founder> {
        let legal_name = self.legal_name(&table.legal_name);
        let domain = self.domain(&table.domain);
        let owner = domain.clone().unwrap_or_else(|| format!("cooperative {}", number + 1));
        let key = self.signing_key(&format!("{owner}'s own key"), table.key.as_ref());
        let stewards = self.stewards(&owner, table);
        let rules = self.rules(&format!("{owner}'s rules:"), &table.rules, rules.clone());
        let governance = self.cooperative_governance(&owner, number, &table.governance);
        let currencies = self.currencies(&owner, number, table);
        let validator =
            table.validator.as_ref().and_then(|v| self.validator(&owner, domain.as_deref(), v));
        Some(Founder {
            legal_name: legal_name?,
            domain: domain?,
            key: key?,
            stewards: stewards?,
            rules,
            governance,
            currencies,
            validator: validator?,
        })
    }

    fn legal_name(&mut self, name: &Text) -> Option<String> {
        let name = name.as_ref()?;
        let (at, text) = (name.span().start, name.get_ref());
        if text.len() > MAX_LEGAL_NAME as usize || !is_legal_name(text.as_bytes()) {
            let sentence = format!(
                "legal_name {text:?} must have 1 to {MAX_LEGAL_NAME} bytes, no space at its ends \
                 and no control characters"
            );
            self.problems.error(at, sentence);
        }
        self.take(Unique::LegalName(text.clone()), format!("legal_name {text:?}"), at);
        Some(text.clone())
    }

    /// The domain, if it is one: it is used in names of files.
    fn domain(&mut self, domain: &Text) -> Option<String> {
        let domain = domain.as_ref()?;
        let (at, text) = (domain.span().start, domain.get_ref());
        if !is_domain(text.as_bytes()) {
            let lower = text.to_lowercase();
            let hint = match is_domain(lower.as_bytes()) {
                true => format!("; write {lower:?}"),
                false => String::new(),
            };
            let sentence = format!(
                "domain {text:?} must be lower-case labels of letters, digits and inner hyphens \
                 with dots between them, at least two labels, at most {MAX_DOMAIN} characters{hint}"
            );
            self.problems.error(at, sentence);
            return None;
        }
        self.take(Unique::Domain(text.clone()), format!("domain {text:?}"), at);
        Some(text.clone())
    }

    fn stewards(
        &mut self,
        owner: &str,
        table: &CooperativeTable,
    ) -> Option<Vec<Wanted<SigningKey>>> {
        let stewards = table.stewards.as_ref()?;
        let count = stewards.get_ref().len();
        if !(1..=MAX_STEWARDS).contains(&count) {
            let sentence =
                format!("{owner} has {count} stewards; a founder has 1 to {MAX_STEWARDS}");
            self.problems.error(stewards.span().start, sentence);
        }
        let keys: Vec<_> = (1..)
            .zip(stewards.get_ref())
            .map(|(n, key)| self.signing_key(&format!("{owner}'s steward {n}"), Some(key)))
            .collect();
        keys.into_iter().collect()
    }

    fn validator(
        &mut self,
        owner: &str,
        domain: Option<&str>,
        table: &ValidatorTable,
    ) -> Option<Validator> {
        let operator = self.key(
            &format!("{owner}'s operator"),
            table.operator.as_ref(),
            keys::account,
            |account: &AccountId| *account.as_ref(),
        );
        let peer_id = self.key(
            &format!("{owner}'s peer_id"),
            table.peer_id.as_ref(),
            keys::peer_id,
            |peer_id: &PeerId| peer_id.into_ed25519().unwrap_or_default(),
        );
        let place = self.place(owner, table);
        let sessions = table
            .session
            .as_ref()
            .and_then(|session| self.sessions(owner, domain, operator.as_ref(), session));
        Some(Validator {
            operator: operator?,
            peer_id: peer_id?,
            place: place?,
            sessions: sessions?,
        })
    }

    /// The session keys of every shard.
    fn sessions(
        &mut self,
        owner: &str,
        domain: Option<&str>,
        operator: Option<&Wanted<AccountId>>,
        session: &Session,
    ) -> Option<Vec<SessionKeys>> {
        let (at, tables) = match session {
            Session::Word(word) if word.get_ref() == MAKE => {
                return Some(vec![SessionKeys::MAKE; self.shards.len()]);
            }
            Session::Word(word) => {
                let sentence = format!(
                    "{owner}'s session {:?} must be \"{MAKE}\", or a table for each shard: \
                     [cooperative.validator.session.{FEDERATION}] and so on",
                    word.get_ref()
                );
                self.problems.error(word.span().start, sentence);
                return None;
            }
            Session::Shards { at, tables } => (*at, tables),
        };
        self.refuse_unknown(&format!("{owner}'s session"), tables);
        let names: Vec<String> = self.shards.iter().map(|shard| shard.name.clone()).collect();
        let sessions: Vec<_> = names
            .iter()
            .map(|shard| match named(tables, shard) {
                Some(table) => {
                    let seat = Seat { owner, domain, operator, shard, at: table.at };
                    self.session(&seat, table)
                }
                None => {
                    let sentence = format!(
                        "{owner} has no session keys for the shard {shard}: add \
                         [cooperative.validator.session.{shard}], or write session = \"{MAKE}\" to \
                         have those of all shards made"
                    );
                    self.problems.error(at, sentence);
                    None
                }
            })
            .collect();
        sessions.into_iter().collect()
    }

    /// Reports the tables that bear the name of no shard.
    fn refuse_unknown<T>(&self, label: &str, tables: &[(Spanned<String>, T)]) {
        let known: Vec<&str> = self.shards.iter().map(|shard| shard.name.as_str()).collect();
        for (name, _) in tables.iter().filter(|(name, _)| !known.contains(&name.get_ref().as_str()))
        {
            let hint = match nearest(name.get_ref(), &known) {
                Some(meant) => format!("did you mean \"{meant}\"?"),
                None => format!("there are {}", known.join(", ")),
            };
            let sentence = format!("{label}: there is no shard \"{}\"; {hint}", name.get_ref());
            self.problems.error(name.span().start, sentence);
        }
    }

    /// The session keys of a seat on one shard.
    pub fn session(&mut self, seat: &Seat, table: &SessionTable) -> Option<SessionKeys> {
        let Seat { owner, shard, .. } = seat;
        let label = |role: &str| format!("{owner}'s {role} key of the shard {shard}");
        let aura = self.key(&label("aura"), table.aura.as_ref(), keys::aura, |key| key.0);
        let grandpa =
            self.key(&label("grandpa"), table.grandpa.as_ref(), keys::grandpa, |key| key.0);
        if let Some(aura) = &aura {
            self.proof::<sr25519::Pair>("aura", aura, &table.aura_proof, seat);
        }
        if let Some(grandpa) = &grandpa {
            self.proof::<ed25519::Pair>("grandpa", grandpa, &table.grandpa_proof, seat);
        }
        let text = |text: &Text| text.as_ref().map(|text| text.get_ref().clone());
        Some(SessionKeys {
            aura: aura?,
            grandpa: grandpa?,
            aura_proof: text(&table.aura_proof),
            grandpa_proof: text(&table.grandpa_proof),
        })
    }

    /// A given session key needs the proof that its owner holds it; one that is made needs none.
    fn proof<P: Pair>(&self, role: &str, key: &Wanted<P::Public>, proof: &Text, seat: &Seat)
    where
        P::Signature: ByteArray,
    {
        let Seat { owner, shard, .. } = seat;
        match (key, proof) {
            (Wanted::Make, None) => {}
            (Wanted::Make, Some(proof)) => {
                let sentence = format!(
                    "{owner}'s {role}_proof for the shard {shard} proves nothing: its {role} key \
                     is yet to be made"
                );
                self.problems.error(proof.span().start, sentence);
            }
            (Wanted::Given(_), None) => {
                let sentence = format!(
                    "{owner} has no {role}_proof for the shard {shard}, which shows that it holds \
                     its {role} key; \"icn-node federation {}\" makes both",
                    self.keys_command
                );
                self.problems.error(seat.at, sentence);
            }
            (Wanted::Given(key), Some(proof)) => {
                // Errors of the domain and the operator have been reported where they stand.
                let (Some(domain), Some(operator)) = (seat.domain, seat.operator) else { return };
                let at = proof.span().start;
                let Wanted::Given(operator) = operator else {
                    let sentence = format!(
                        "{owner}'s {role}_proof for the shard {shard} names an operator, so its \
                         operator can't be \"{MAKE}\""
                    );
                    self.problems.error(at, sentence);
                    return;
                };
                let text = keys::proof_text(domain, operator, shard);
                if !keys::is_proof::<P>(proof.get_ref(), &text, key) {
                    let sentence = format!(
                        "{owner}'s {role}_proof for the shard {shard} is not the signature of its \
                         {role} key on {text:?}"
                    );
                    self.problems.error(at, sentence);
                }
            }
        }
    }

    fn place(&mut self, owner: &str, table: &ValidatorTable) -> Option<Place> {
        let host = table.address.as_ref().and_then(|address| self.host(owner, address));
        let listen = self.listens(owner, &table.listen, host.as_ref());
        let at = table.address.as_ref().map_or(0, |address| address.span().start);
        let mut port = |name: String, field: &Number, default: Option<u16>| {
            self.port(format!("{owner}'s {name}"), field, default, at, host.as_ref())
        };
        let first = Ports {
            port: port("port".into(), &table.port, Some(DEFAULT_PORT)),
            rpc_port: port("rpc_port".into(), &table.rpc_port, Some(DEFAULT_RPC_PORT)),
        };
        let prometheus_port =
            port("prometheus_port".into(), &table.prometheus_port, Some(DEFAULT_PROMETHEUS_PORT));
        let ports = self.ports(owner, table, first, host.as_ref());
        Some(Place { host: host?, listen, ports, prometheus_port })
    }

    /// The ports of every shard: those of the federation shard, and the others' from them.
    fn ports(
        &mut self,
        owner: &str,
        table: &ValidatorTable,
        first: Ports,
        host: Option<&Host>,
    ) -> Vec<Ports> {
        self.refuse_unknown(&format!("{owner}'s ports"), &table.ports);
        if let Some((name, _)) = table.ports.iter().find(|(name, _)| name.get_ref() == FEDERATION) {
            let sentence = format!(
                "{owner}'s ports for the shard {FEDERATION} are the validator's own port and rpc_port"
            );
            self.problems.error(name.span().start, sentence);
        }
        let address_at = table.address.as_ref().map_or(0, |address| address.span().start);
        let place = |field: &Number| field.as_ref().map_or(address_at, |port| port.span().start);
        let (port_at, rpc_port_at) = (place(&table.port), place(&table.rpc_port));
        let none = PortsTable { port: None, rpc_port: None };
        let mut ports = vec![first];
        let names: Vec<String> = self.shards.iter().map(|shard| shard.name.clone()).collect();
        for (number, shard) in (0..).zip(names).skip(1) {
            let given = named(&table.ports, &shard).unwrap_or(&none);
            let mut port = |name: &str, field: &Number, base: u16, at: usize| {
                let label = format!("{owner}'s {name} for the shard {shard}");
                // What is wrong with the base has been reported.
                if field.is_none() && base == 0 {
                    return 0;
                }
                self.port(label, field, port_of(base, number), at, host)
            };
            ports.push(Ports {
                port: port("port", &given.port, first.port, port_at),
                rpc_port: port("rpc_port", &given.rpc_port, first.rpc_port, rpc_port_at),
            });
        }
        ports
    }

    /// A port that nothing else on its host uses; 0 after an error. Where none is given, `default`
    /// counts, which comes from what stands at `at`.
    pub fn port(
        &mut self,
        label: String,
        field: &Number,
        default: Option<u16>,
        at: usize,
        host: Option<&Host>,
    ) -> u16 {
        let at = field.as_ref().map_or(at, |number| number.span().start);
        let port = match (field, default) {
            (Some(_), _) => self.number(&label, field, PORT, "").unwrap_or(0),
            (None, Some(port)) => port,
            (None, None) => {
                let sentence = format!(
                    "{label} would be more than 65535: each shard's is {PORT_STEP} above the one \
                     before it; choose a lower one here, or give that shard its own in \
                     [cooperative.validator.ports.<shard>]"
                );
                self.problems.error(at, sentence);
                0
            }
        };
        if let (Some(host), 1..) = (host, port) {
            self.take(Unique::Port(host.clone(), port), label, at);
        }
        port
    }

    /// The machine that the others reach there.
    pub fn host(&self, owner: &str, address: &Spanned<String>) -> Option<Host> {
        let (at, text) = (address.span().start, address.get_ref());
        let host = match text.parse::<IpAddr>() {
            Ok(ip) if ip.is_unspecified() => {
                let sentence =
                    format!("{owner}'s address {text:?} is no place that others can reach");
                self.problems.error(at, sentence);
                return None;
            }
            Ok(ip) => Host::Ip(ip),
            // A single label is a name in a private network.
            Err(_) if is_domain(text.as_bytes()) || is_domain(format!("{text}.a").as_bytes()) => {
                Host::Name(text.clone())
            }
            Err(_) => {
                let sentence = format!(
                    "{owner}'s address {text:?} must be an IP address or a host name in lower \
                     case, without a port"
                );
                self.problems.error(at, sentence);
                return None;
            }
        };
        if self.development && !host.is_private() {
            let sentence = format!(
                "{owner}'s address {text:?} is in the Internet, where a federation with a \
                 development_seed must not be: everybody knows its keys"
            );
            self.problems.error(at, sentence);
        }
        Some(host)
    }

    /// At which of its machine's addresses a node listens.
    pub fn listens(&self, owner: &str, listen: &Text, host: Option<&Host>) -> Option<IpAddr> {
        match (listen, host) {
            (Some(listen), _) => self.listen(owner, listen),
            // Nobody outside can reach it there, so nobody needs to find an open port.
            (None, Some(Host::Ip(ip))) if ip.is_loopback() => Some(*ip),
            (None, _) => None,
        }
    }

    fn listen(&self, owner: &str, listen: &Spanned<String>) -> Option<IpAddr> {
        let ip = listen.get_ref().parse().ok();
        if ip.is_none() {
            let sentence = format!("{owner}'s listen {:?} must be an IP address", listen.get_ref());
            self.problems.error(listen.span().start, sentence);
        }
        ip
    }

    /// A person's or an organisation's key.
    fn signing_key(
        &mut self,
        label: &str,
        text: Option<&Spanned<String>>,
    ) -> Option<Wanted<SigningKey>> {
        let key =
            self.key(label, text, keys::signing_key, |(key, _): &(SigningKey, _)| *key.bytes())?;
        Some(match key {
            Wanted::Make => Wanted::Make,
            Wanted::Given((key, spelling)) => {
                if let (Spelling::Ss58, Some(text)) = (spelling, text) {
                    let note = format!(
                        "{label} is given as an SS58 address, which doesn't say the kind of key; \
                         taken as Sr25519 (multibase says it)"
                    );
                    self.problems.note(text.span().start, note);
                }
                Wanted::Given(key)
            }
        })
    }

    /// A key that nothing else uses, or the wish to have one made.
    fn key<Key>(
        &mut self,
        label: &str,
        text: Option<&Spanned<String>>,
        read: impl Fn(&str) -> Result<Key, String>,
        bytes: impl Fn(&Key) -> [u8; 32],
    ) -> Option<Wanted<Key>> {
        let text = text?;
        let at = text.span().start;
        if text.get_ref() == MAKE {
            return Some(Wanted::Make);
        }
        if self.development {
            let sentence = format!(
                "{label} must be \"{MAKE}\": a federation with a development_seed is no place for \
                 somebody's own keys"
            );
            self.problems.error(at, sentence);
            return None;
        }
        match read(text.get_ref()) {
            Ok(key) => {
                self.take(Unique::Key(bytes(&key)), label.to_owned(), at);
                Some(Wanted::Given(key))
            }
            Err(why) => {
                let sentence = format!(
                    "{label} {:?} {why} (or write \"{MAKE}\" to have one made)",
                    text.get_ref()
                );
                self.problems.error(at, sentence);
                None
            }
        }
    }

    /// Reports whatever was used before.
    pub fn take(&mut self, what: Unique, label: String, at: usize) {
        let Some((before, place)) = self.taken.get(&what) else {
            self.taken.insert(what, (label, at));
            return;
        };
        let line = self.problems.line(*place);
        let sentence = match &what {
            Unique::LegalName(_) => format!("{label} is another cooperative's, in line {line}"),
            Unique::Domain(_) => format!("{label} is another cooperative's, in line {line}"),
            Unique::Shard(_) => format!("{label} is another shard's, in line {line}"),
            Unique::Validator(_) | Unique::Currency(..) | Unique::Attestor(_) => {
                format!("{label} stands in line {line} already")
            }
            Unique::Key(_) => {
                format!("{label} is the same key as {before}, in line {line}; each key has one use")
            }
            Unique::Port(host, port) => {
                format!("{label} is taken: {port} of {host} is {before}, in line {line}")
            }
        };
        self.problems.error(at, sentence);
    }
}

/// Reports a name that no shard can have: it is used in names of files and options.
pub fn check_shard_name(problems: &Problems, name: &Spanned<String>) {
    let text = name.get_ref();
    let is_label = text.len() <= MAX_ID && is_domain(format!("{text}.a").as_bytes());
    if !is_label || text.contains('.') {
        let sentence = format!(
            "a shard's name {text:?} must be 1 to {MAX_ID} lower-case letters, digits and inner \
             hyphens"
        );
        problems.error(name.span().start, sentence);
    }
}

/// The table that bears this name.
fn named<'t, T>(tables: &'t [(Spanned<String>, T)], name: &str) -> Option<&'t T> {
    tables.iter().find(|(key, _)| key.get_ref() == name).map(|(_, table)| table)
}

/// Whose session keys are looked at.
pub struct Seat<'a> {
    /// What the owner is called.
    pub owner: &'a str,
    /// Its domain, if that is one.
    pub domain: Option<&'a str>,
    /// Its operator, if that is known.
    pub operator: Option<&'a Wanted<AccountId>>,
    /// For which shard.
    pub shard: &'a str,
    /// Where the table of session keys begins.
    pub at: usize,
}
