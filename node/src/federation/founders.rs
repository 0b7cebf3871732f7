//! The founders file as it is written: TOML with the place of every value.
//!
//! Nothing here judges a value beyond its type; [`super::check`] does. A field that is missing or
//! of the wrong type is reported and then absent, so that the rest is still looked at.

use std::collections::BTreeSet;

use toml::{
    de::{DeTable, DeValue},
    Spanned,
};

use super::problem::{nearest, Problems};

/// A text with its place, if there is one.
pub type Text = Option<Spanned<String>>;
/// A whole number with its place, if there is one.
pub type Number = Option<Spanned<i64>>;
/// `true` or `false` with its place, if there is one.
pub type Flag = Option<Spanned<bool>>;
/// Texts with their places and that of their list, if there is one.
pub type Texts = Option<Spanned<Vec<Spanned<String>>>>;

/// The whole file.
#[derive(Debug, Default)]
pub struct FoundersFile {
    /// `name`: what people call the federation.
    pub name: Text,
    /// `id`: what machines call it; a directory is named after it.
    pub id: Text,
    /// `development_seed`: all keys come from this word, which everybody knows.
    pub development_seed: Text,
    /// `development_authority`: whether one of these keys may stand in for the federation's decisions.
    pub development_authority: Flag,
    /// `[parameters]`.
    pub parameters: ParametersTable,
    /// `[rules]`: for cooperatives that have none of their own.
    pub rules: RulesTable,
    /// `[governance]`: how the federation decides.
    pub governance: GovernanceTable,
    /// `[governance.parameters]`: what holds for all bodies.
    pub governance_parameters: GovernanceParametersTable,
    /// `[[attestor]]`: who gives reputation, beside the founders' stewards.
    pub attestors: Vec<AttestorTable>,
    /// `[[shard]]`, in the order of their future numbers, from 1 on.
    pub shards: Vec<ShardTable>,
    /// `[[cooperative]]`, in the order of their future numbers.
    pub cooperatives: Vec<CooperativeTable>,
}

/// `[parameters]`: what is left out has the runtime's default.
#[derive(Debug, Default)]
pub struct ParametersTable {
    /// Length of a session, in blocks.
    pub session_length: Number,
    /// Turns that a validator may miss in a row.
    pub missed_turns_limit: Number,
    /// `[parameters.quota]`.
    pub quota: QuotaTable,
}

/// `[parameters.quota]`: how much may be written.
#[derive(Debug, Default)]
pub struct QuotaTable {
    /// How many blocks' worth of its share a cooperative may use at once.
    pub cooperative_blocks: Number,
    /// A member's quota, in per cent of the cooperative's.
    pub own_share_percent: Number,
    /// How long a member's quota takes to fill from nothing, in seconds.
    pub own_refill_seconds: Number,
}

/// `[rules]` and `[cooperative.rules]`.
#[derive(Debug, Default)]
pub struct RulesTable {
    /// How many stewards must approve a recovery.
    pub recovery_stewards: Number,
    /// How long a recovery waits, in hours.
    pub recovery_delay_hours: Number,
}

/// `[governance]` and `[cooperative.governance]`: what is left out has the runtime's default.
#[derive(Debug, Default)]
pub struct GovernanceTable {
    /// Where its header stands; `None`: it isn't there.
    pub at: Option<usize>,
    /// How it is decided.
    pub model: Text,
    /// How objections end. The federation has none.
    pub fallback: Text,
    /// What part of the members, or of the cooperatives, takes part.
    pub quorum_percent: Number,
    /// What votes weigh.
    pub power: Text,
    /// Whether members may let others vote for them.
    pub delegation: Flag,
    /// How many members sign a proposal.
    pub cosigners: Number,
    /// How many vetoes stop a decision.
    pub vetoes: Number,
    /// How long a proposal is deliberated.
    pub deliberation: Period,
    /// How long the vote is open.
    pub voting: Period,
    /// How long objections may be resolved.
    pub resolution: Period,
    /// How long a decision waits.
    pub timelock: Period,
}

/// `[governance.parameters]`: what is left out has the runtime's default.
#[derive(Debug, Default)]
pub struct GovernanceParametersTable {
    /// Where its header stands; `None`: it isn't there.
    pub at: Option<usize>,
    /// Approval that a constitution decision takes.
    pub constitution_percent: Number,
    /// Approval that a bylaw decision takes.
    pub bylaw_percent: Number,
    /// Approval that a budget decision takes.
    pub budget_percent: Number,
    /// Approval that any other decision takes.
    pub standard_percent: Number,
    /// Approval that a supermajority is.
    pub supermajority_percent: Number,
    /// What part of a cooperative's members takes part in joint and federation decisions.
    pub quorum_percent: Number,
    /// Score with which a member proposes alone.
    pub proposal_reputation: Number,
    /// How long a proposal waits for its co-signers.
    pub draft: Period,
    /// How many cooperatives' vetoes stop an evolution of software.
    pub evolution_vetoes: Number,
    /// How long an evolution waits at least.
    pub evolution_timelock: Period,
    /// How long it is kept who did what in a decision that is over.
    pub kept: Period,
    /// Points for a member's first vote on a proposal.
    pub vote_points: Number,
    /// Points for a proposal that passed.
    pub accepted_points: Number,
}

/// A time, as `…_hours` or as `…_seconds`.
#[derive(Debug, Default)]
pub struct Period {
    /// In hours.
    pub hours: Number,
    /// In seconds.
    pub seconds: Number,
}

/// `[[attestor]]`.
#[derive(Debug)]
pub struct AttestorTable {
    /// Where its header stands.
    pub at: usize,
    /// Its DID.
    pub did: Text,
    /// In which categories it gives.
    pub categories: Texts,
}

/// `[[cooperative.attestor]]`: one of the cooperative's stewards.
#[derive(Debug)]
pub struct AttestingStewardTable {
    /// Where its header stands.
    pub at: usize,
    /// Which steward; the first is 1.
    pub steward: Number,
    /// In which categories it gives.
    pub categories: Texts,
}

/// `[[cooperative.currency]]`.
#[derive(Debug)]
pub struct CurrencyTable {
    /// What it is called there.
    pub code: Text,
    /// Digits behind the point.
    pub decimals: Number,
    /// How much each member may owe.
    pub default_limit: Number,
}

/// `[[shard]]`.
#[derive(Debug)]
pub struct ShardTable {
    /// Where its header stands.
    pub at: usize,
    /// What it is called.
    pub name: Text,
    /// What it is for.
    pub role: Text,
}

/// `[[cooperative]]`.
#[derive(Debug)]
pub struct CooperativeTable {
    /// Where its header stands.
    pub at: usize,
    /// Its legal name.
    pub legal_name: Text,
    /// Its domain.
    pub domain: Text,
    /// The organisation's own key.
    pub key: Text,
    /// Where the list of stewards stands, and the stewards' keys.
    pub stewards: Texts,
    /// `[cooperative.rules]`.
    pub rules: RulesTable,
    /// `[cooperative.governance]`.
    pub governance: GovernanceTable,
    /// `[[cooperative.attestor]]`: which of its stewards give reputation.
    pub attestors: Vec<AttestingStewardTable>,
    /// `[[cooperative.currency]]`.
    pub currencies: Vec<CurrencyTable>,
    /// `[cooperative.validator]`.
    pub validator: Option<ValidatorTable>,
}

/// `[cooperative.validator]`.
#[derive(Debug)]
pub struct ValidatorTable {
    /// The account that sets session keys.
    pub operator: Text,
    /// The node's name in the network.
    pub peer_id: Text,
    /// Where the other nodes reach it.
    pub address: Text,
    /// At which of its machine's addresses it listens.
    pub listen: Text,
    /// Port for other nodes.
    pub port: Number,
    /// Port for clients.
    pub rpc_port: Number,
    /// Port for metrics.
    pub prometheus_port: Number,
    /// `[cooperative.validator.ports.<shard>]`.
    pub ports: Vec<(Spanned<String>, PortsTable)>,
    /// `session = "make"`, or `[cooperative.validator.session.<shard>]`.
    pub session: Option<Session>,
}

/// `[cooperative.validator.ports.<shard>]`.
#[derive(Debug)]
pub struct PortsTable {
    /// Port for other nodes.
    pub port: Number,
    /// Port for clients.
    pub rpc_port: Number,
}

/// The session keys of one validator.
#[derive(Debug)]
pub enum Session {
    /// One word for all shards.
    Word(Spanned<String>),
    /// Keys of each shard.
    Shards {
        /// Where they begin.
        at: usize,
        /// By the shard's name.
        tables: Vec<(Spanned<String>, SessionTable)>,
    },
}

/// `[cooperative.validator.session.<shard>]`.
#[derive(Debug)]
pub struct SessionTable {
    /// Where its header stands.
    pub at: usize,
    /// Makes blocks (Sr25519).
    pub aura: Text,
    /// Finalizes them (Ed25519).
    pub grandpa: Text,
    /// Signature of `aura` that shows that its owner holds it.
    pub aura_proof: Text,
    /// Signature of `grandpa` that shows that its owner holds it.
    pub grandpa_proof: Text,
}

impl FoundersFile {
    /// Reads `text`. `None` if it isn't TOML at all.
    pub fn read(text: &str, problems: &Problems) -> Option<Self> {
        read_file(text, problems, Self::from_root)
    }

    fn from_root(root: &mut Table) -> Self {
        let (governance, governance_parameters) =
            root.table("governance", "[governance]").map(federation_governance).unwrap_or_default();
        Self {
            name: root.needed_text("name"),
            id: root.needed_text("id"),
            development_seed: root.text("development_seed"),
            development_authority: root.flag("development_authority"),
            parameters: root
                .table("parameters", "[parameters]")
                .map(parameters)
                .unwrap_or_default(),
            rules: root.table("rules", "[rules]").map(rules).unwrap_or_default(),
            governance,
            governance_parameters,
            attestors: root.tables("attestor", "[[attestor]]").into_iter().map(attestor).collect(),
            shards: root.tables("shard", "[[shard]]").into_iter().map(shard).collect(),
            cooperatives: root
                .tables("cooperative", "[[cooperative]]")
                .into_iter()
                .map(cooperative)
                .collect(),
        }
    }
}

/// Reads the outermost table of `text`. `None` if it isn't TOML at all.
pub fn read_file<T>(
    text: &str,
    problems: &Problems,
    read: impl FnOnce(&mut Table) -> T,
) -> Option<T> {
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        problems.error(at, format!("this is not TOML: {}", error.message().trim()));
    }
    if !errors.is_empty() {
        // What could be recovered would bring errors that nobody has made.
        return None;
    }
    let mut root = Table::new("the file", 0, root.get_ref(), problems);
    let file = read(&mut root);
    root.finish();
    Some(file)
}

fn parameters(mut table: Table) -> ParametersTable {
    let read = ParametersTable {
        session_length: table.number("session_length"),
        missed_turns_limit: table.number("missed_turns_limit"),
        quota: table.table("quota", "[parameters.quota]").map(quota).unwrap_or_default(),
    };
    table.finish();
    read
}

fn quota(mut table: Table) -> QuotaTable {
    let read = QuotaTable {
        cooperative_blocks: table.number("cooperative_blocks"),
        own_share_percent: table.number("own_share_percent"),
        own_refill_seconds: table.number("own_refill_seconds"),
    };
    table.finish();
    read
}

fn rules(mut table: Table) -> RulesTable {
    let read = RulesTable {
        recovery_stewards: table.number("recovery_stewards"),
        recovery_delay_hours: table.number("recovery_delay_hours"),
    };
    table.finish();
    read
}

/// `[governance]`, and the parameters in it.
fn federation_governance(mut table: Table) -> (GovernanceTable, GovernanceParametersTable) {
    let parameters = table
        .table("parameters", "[governance.parameters]")
        .map(governance_parameters)
        .unwrap_or_default();
    // Cooperatives don't object, so there is no fallback.
    let read = governance_rules(&mut table);
    table.finish();
    (read, parameters)
}

fn cooperative_governance(mut table: Table) -> GovernanceTable {
    let fallback = table.text("fallback");
    let read = GovernanceTable { fallback, ..governance_rules(&mut table) };
    table.finish();
    read
}

/// What the rules of the federation and of cooperatives have in common.
fn governance_rules(table: &mut Table) -> GovernanceTable {
    GovernanceTable {
        at: Some(table.at),
        model: table.text("model"),
        fallback: None,
        quorum_percent: table.number("quorum_percent"),
        power: table.text("power"),
        delegation: table.flag("delegation"),
        cosigners: table.number("cosigners"),
        vetoes: table.number("vetoes"),
        deliberation: table.period("deliberation_hours", "deliberation_seconds"),
        voting: table.period("voting_hours", "voting_seconds"),
        resolution: table.period("resolution_hours", "resolution_seconds"),
        timelock: table.period("timelock_hours", "timelock_seconds"),
    }
}

fn governance_parameters(mut table: Table) -> GovernanceParametersTable {
    let read = GovernanceParametersTable {
        at: Some(table.at),
        constitution_percent: table.number("constitution_percent"),
        bylaw_percent: table.number("bylaw_percent"),
        budget_percent: table.number("budget_percent"),
        standard_percent: table.number("standard_percent"),
        supermajority_percent: table.number("supermajority_percent"),
        quorum_percent: table.number("quorum_percent"),
        proposal_reputation: table.number("proposal_reputation"),
        draft: table.period("draft_hours", "draft_seconds"),
        evolution_vetoes: table.number("evolution_vetoes"),
        evolution_timelock: table.period("evolution_timelock_hours", "evolution_timelock_seconds"),
        kept: table.period("kept_hours", "kept_seconds"),
        vote_points: table.number("vote_points"),
        accepted_points: table.number("accepted_points"),
    };
    table.finish();
    read
}

fn attestor(mut table: Table) -> AttestorTable {
    let read = AttestorTable {
        at: table.at,
        did: table.needed_text("did"),
        categories: table.needed_texts("categories"),
    };
    table.finish();
    read
}

fn attesting_steward(mut table: Table) -> AttestingStewardTable {
    let read = AttestingStewardTable {
        at: table.at,
        steward: table.needed_number("steward"),
        categories: table.needed_texts("categories"),
    };
    table.finish();
    read
}

fn currency(mut table: Table) -> CurrencyTable {
    let read = CurrencyTable {
        code: table.needed_text("code"),
        decimals: table.needed_number("decimals"),
        default_limit: table.needed_number("default_limit"),
    };
    table.finish();
    read
}

fn shard(mut table: Table) -> ShardTable {
    let read = ShardTable {
        at: table.at,
        name: table.needed_text("name"),
        role: table.needed_text("role"),
    };
    table.finish();
    read
}

fn cooperative(mut table: Table) -> CooperativeTable {
    let read = CooperativeTable {
        at: table.at,
        legal_name: table.needed_text("legal_name"),
        domain: table.needed_text("domain"),
        key: table.needed_text("key"),
        stewards: table.needed_texts("stewards"),
        rules: table.table("rules", "[cooperative.rules]").map(rules).unwrap_or_default(),
        governance: table
            .table("governance", "[cooperative.governance]")
            .map(cooperative_governance)
            .unwrap_or_default(),
        attestors: table
            .tables("attestor", "[[cooperative.attestor]]")
            .into_iter()
            .map(attesting_steward)
            .collect(),
        currencies: table
            .tables("currency", "[[cooperative.currency]]")
            .into_iter()
            .map(currency)
            .collect(),
        validator: table.needed_table("validator", "[cooperative.validator]").map(validator),
    };
    table.finish();
    read
}

fn validator(mut table: Table) -> ValidatorTable {
    let read = ValidatorTable {
        operator: table.needed_text("operator"),
        peer_id: table.needed_text("peer_id"),
        address: table.needed_text("address"),
        listen: table.text("listen"),
        port: table.number("port"),
        rpc_port: table.number("rpc_port"),
        prometheus_port: table.number("prometheus_port"),
        ports: table
            .table("ports", "[cooperative.validator.ports]")
            .map(|ports| ports.by_name("[cooperative.validator.ports.<shard>]"))
            .unwrap_or_default()
            .into_iter()
            .map(|(shard, table)| (shard, ports(table)))
            .collect(),
        session: sessions(&mut table),
    };
    table.finish();
    read
}

fn ports(mut table: Table) -> PortsTable {
    let read = PortsTable { port: table.number("port"), rpc_port: table.number("rpc_port") };
    table.finish();
    read
}

fn sessions(validator: &mut Table) -> Option<Session> {
    let Some(value) = validator.value("session") else {
        validator.missing("session");
        return None;
    };
    if let Some(word) = value.get_ref().as_str() {
        return Some(Session::Word(Spanned::new(value.span(), word.to_owned())));
    }
    let table = validator.table("session", "[cooperative.validator.session.<shard>]")?;
    let (at, entries) = (table.at, table.entries.len());
    let tables = table.by_name("[cooperative.validator.session.<shard>]");
    if tables.len() < entries {
        // What isn't a table has been reported; that a shard has none would be said on top of it.
        return None;
    }
    Some(Session::Shards {
        at,
        tables: tables.into_iter().map(|(shard, table)| (shard, session(table))).collect(),
    })
}

/// The keys of one validator for one shard.
pub fn session(mut table: Table) -> SessionTable {
    let read = SessionTable {
        at: table.at,
        aura: table.needed_text("aura"),
        grandpa: table.needed_text("grandpa"),
        aura_proof: table.text("aura_proof"),
        grandpa_proof: table.text("grandpa_proof"),
    };
    table.finish();
    read
}

/// One table while it is read: remembers which fields were asked for, so that the others can be
/// called unknown.
pub struct Table<'a> {
    name: &'static str,
    /// Where it begins.
    pub at: usize,
    entries: &'a DeTable<'a>,
    problems: &'a Problems<'a>,
    known: BTreeSet<&'static str>,
}

impl<'a> Table<'a> {
    fn new(
        name: &'static str,
        at: usize,
        entries: &'a DeTable<'a>,
        problems: &'a Problems<'a>,
    ) -> Self {
        Self { name, at, entries, problems, known: BTreeSet::new() }
    }

    /// Whatever stands there.
    pub fn value(&mut self, field: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.known.insert(field);
        self.entries.get(field)
    }

    /// Reports that a field isn't there.
    pub fn missing(&self, field: &str) {
        self.problems.error(self.at, format!("{} has no \"{field}\"", self.name));
    }

    fn wrong_type(&self, field: &str, value: &Spanned<DeValue>, wanted: &str) {
        let (at, found) = (value.span().start, value.get_ref().type_str());
        self.problems.error(at, format!("\"{field}\" must be {wanted}, and this is {}", a(found)));
    }

    /// A text that may be left out.
    pub fn text(&mut self, field: &'static str) -> Text {
        let value = self.value(field)?;
        match value.get_ref().as_str() {
            Some(text) => Some(Spanned::new(value.span(), text.to_owned())),
            None => {
                self.wrong_type(field, value, "a text in quotation marks");
                None
            }
        }
    }

    /// A text.
    pub fn needed_text(&mut self, field: &'static str) -> Text {
        if self.value(field).is_none() {
            self.missing(field);
        }
        self.text(field)
    }

    fn needed_texts(&mut self, field: &'static str) -> Texts {
        if self.value(field).is_none() {
            self.missing(field);
        }
        self.texts(field)
    }

    /// A list of texts that may be left out.
    pub fn texts(&mut self, field: &'static str) -> Texts {
        let value = self.value(field)?;
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(field, value, "a list of texts, in square brackets");
            return None;
        };
        let texts = items
            .iter()
            .filter_map(|item| match item.get_ref().as_str() {
                Some(text) => Some(Spanned::new(item.span(), text.to_owned())),
                None => {
                    self.wrong_type(field, item, "a list of texts in quotation marks");
                    None
                }
            })
            .collect();
        Some(Spanned::new(value.span(), texts))
    }

    /// A whole number.
    pub fn needed_number(&mut self, field: &'static str) -> Number {
        if self.value(field).is_none() {
            self.missing(field);
        }
        self.number(field)
    }

    /// A whole number that may be left out.
    pub fn number(&mut self, field: &'static str) -> Number {
        let value = self.value(field)?;
        let Some(number) = value.get_ref().as_integer() else {
            self.wrong_type(field, value, "a whole number without quotation marks");
            return None;
        };
        match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Some(Spanned::new(value.span(), number)),
            Err(_) => {
                self.problems.error(value.span().start, format!("\"{field}\" is too large"));
                None
            }
        }
    }

    /// `true` or `false`, which may be left out.
    fn flag(&mut self, field: &'static str) -> Flag {
        let value = self.value(field)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(field, value, "true or false, without quotation marks");
        }
        flag.map(|flag| Spanned::new(value.span(), flag))
    }

    /// A time that may be left out.
    fn period(&mut self, hours: &'static str, seconds: &'static str) -> Period {
        Period { hours: self.number(hours), seconds: self.number(seconds) }
    }

    /// A table that may be left out.
    pub fn table(&mut self, field: &'static str, name: &'static str) -> Option<Table<'a>> {
        let value = self.value(field)?;
        match value.get_ref().as_table() {
            Some(entries) => Some(Table::new(name, value.span().start, entries, self.problems)),
            None => {
                self.wrong_type(field, value, &format!("a table, {name}"));
                None
            }
        }
    }

    fn needed_table(&mut self, field: &'static str, name: &'static str) -> Option<Table<'a>> {
        if self.value(field).is_none() {
            self.problems.error(self.at, format!("{} has no {name}", self.name));
        }
        self.table(field, name)
    }

    /// A list of tables, each of which begins with `name`.
    pub fn tables(&mut self, field: &'static str, name: &'static str) -> Vec<Table<'a>> {
        let Some(value) = self.value(field) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(field, value, &format!("a list of tables: each begins with {name}"));
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| match item.get_ref().as_table() {
                Some(entries) => Some(Table::new(name, item.span().start, entries, self.problems)),
                None => {
                    self.wrong_type(field, item, &format!("a table, {name}"));
                    None
                }
            })
            .collect()
    }

    /// The tables in this one, whatever they are called.
    fn by_name(self, name: &'static str) -> Vec<(Spanned<String>, Table<'a>)> {
        let tables = self.entries.iter().filter_map(|(key, value)| {
            let word = key.get_ref().as_ref();
            match value.get_ref().as_table() {
                Some(entries) => {
                    let table = Table::new(name, value.span().start, entries, self.problems);
                    Some((Spanned::new(key.span(), word.to_owned()), table))
                }
                None => {
                    self.wrong_type(word, value, &format!("a table, {name}"));
                    None
                }
            }
        });
        tables.collect()
    }

    /// Reports the fields that nobody asked for.
    pub fn finish(self) {
        let known: Vec<&str> = self.known.iter().copied().collect();
        for key in self.entries.keys() {
            let word = key.get_ref().as_ref();
            if self.known.contains(word) {
                continue;
            }
            let hint = match nearest(word, &known) {
                Some(meant) => format!("did you mean \"{meant}\"?"),
                None => format!("it may have {}", known.join(", ")),
            };
            let sentence = format!("{} has no field \"{word}\"; {hint}", self.name);
            self.problems.error(key.span().start, sentence);
        }
    }
}

/// A TOML type's name with its article.
fn a(kind: &str) -> String {
    match kind {
        "integer" | "array" => format!("an {kind}"),
        _ => format!("a {kind}"),
    }
}
