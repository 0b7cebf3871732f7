//! How a federation decides when it begins, who gives reputation, and the founders' currencies: from
//! the founders file to the genesis, and back to a founders file.

use icn_primitives::{
    governance::{
        Fallback, GovernanceParameters, GovernanceRules, Model, RuleMaker, VotingPower,
        MAX_COSIGNERS, MAX_KEPT, MAX_PERIOD, MAX_POINTS, MAX_VETOES, MIN_KEPT, MIN_WINDOW,
    },
    ledger::{CurrencyCode, MAX_DECIMALS},
    reputation::{Category, MAX_ATTESTORS},
    CooperativeId, Did, Moment, HOUR, SECOND,
};
use polkadot_sdk::sp_runtime::Permill;
use serde_json::{json, Map, Value};
use std::ops::RangeInclusive;
use toml::Spanned;

use super::{
    check::{Checker, Unique},
    founders::{
        CooperativeTable, CurrencyTable, FoundersFile, GovernanceParametersTable, GovernanceTable,
        Number, Period, Text, Texts,
    },
    problem::nearest,
    settle::{quoted, Settled, SettledFounder},
};

/// Most currencies of one founder: the ledger's default for cooperatives.
const MAX_CURRENCIES: usize = 8;
/// Bounds of an approval, in per cent.
const APPROVAL: RangeInclusive<i64> = 50..=100;
/// Bounds of a quorum, in per cent.
const QUORUM: RangeInclusive<i64> = 1..=100;

/// Models by their names in founders files.
const MODELS: [(&str, Model); 5] = [
    ("majority", Model::Majority),
    ("supermajority", Model::Supermajority),
    ("consensus", Model::Consensus),
    ("consensus-minus-one", Model::ConsensusMinusOne),
    ("consent", Model::Consent),
];
/// Fallbacks by their names in founders files.
const FALLBACKS: [(&str, Fallback); 4] = [
    ("reject", Fallback::Reject),
    ("majority", Fallback::Majority),
    ("supermajority", Fallback::Supermajority),
    ("consensus-minus-one", Fallback::ConsensusMinusOne),
];
/// Voting powers by their names in founders files.
const POWERS: [(&str, VotingPower); 2] =
    [("equal", VotingPower::Equal), ("reputation", VotingPower::Reputation)];

/// How the federation decides when it begins.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Governance {
    /// Its rules; `None`: the runtime's default.
    pub rules: Option<GovernanceRules>,
    /// What holds for all bodies; `None`: the runtime's default.
    pub parameters: Option<GovernanceParameters>,
}

/// A currency of a founder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Currency {
    /// What it is called there.
    pub code: CurrencyCode,
    /// Digits behind the point.
    pub decimals: u8,
    /// How much each member may owe, in the smallest units.
    pub default_limit: i64,
}

/// Who gives reputation, as the founders file names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Attestor {
    /// By its DID.
    Did(Did),
    /// A founder's steward, each by its place among its like.
    Steward {
        /// Which founder.
        founder: usize,
        /// Which of its stewards.
        steward: usize,
    },
}

/// A time in which something lasts: at least, at most.
type Lasts = RangeInclusive<Moment>;
/// What may be skipped.
const MAY_BE_NOTHING: Lasts = 0..=MAX_PERIOD;
/// What people need time for.
const WINDOW: Lasts = MIN_WINDOW..=MAX_PERIOD;

impl Checker<'_> {
    /// How the federation decides.
    pub fn governance(&self, file: &FoundersFile) -> Governance {
        let label = "[governance]";
        Governance {
            rules: self.governance_rules(label, &file.governance, RuleMaker::Federation),
            parameters: self.governance_parameters(&file.governance_parameters),
        }
    }

    /// How one cooperative decides.
    pub fn cooperative_governance(
        &self,
        owner: &str,
        number: usize,
        table: &GovernanceTable,
    ) -> Option<GovernanceRules> {
        let maker = RuleMaker::Cooperative(id(number));
        self.governance_rules(&format!("{owner}'s governance:"), table, maker)
    }

    fn governance_rules(
        &self,
        label: &str,
        table: &GovernanceTable,
        maker: RuleMaker,
    ) -> Option<GovernanceRules> {
        let at = table.at?;
        let mut rules = match maker {
            RuleMaker::Cooperative(_) => GovernanceRules::for_cooperative(),
            RuleMaker::Federation => GovernanceRules::for_federation(),
        };
        let before = self.problems.errors();
        let field = |name: &str| format!("{label} {name}");
        set(&mut rules.model, self.named(&field("model"), &table.model, &MODELS));
        set(&mut rules.fallback, self.named(&field("fallback"), &table.fallback, &FALLBACKS));
        set(&mut rules.power, self.named(&field("power"), &table.power, &POWERS));
        let quorum = self.percent(&field("quorum_percent"), &table.quorum_percent, QUORUM);
        set(&mut rules.quorum, quorum);
        set(&mut rules.delegation, table.delegation.as_ref().map(|flag| *flag.get_ref()));
        let cosigners = 1..=i64::from(MAX_COSIGNERS);
        let cosigners = self.number(&field("cosigners"), &table.cosigners, cosigners, "members");
        set(&mut rules.cosigners, cosigners);
        let vetoes = 0..=i64::from(MAX_VETOES);
        set(&mut rules.vetoes, self.number(&field("vetoes"), &table.vetoes, vetoes, "vetoes"));
        for (name, period, lasts, place) in [
            ("deliberation", &table.deliberation, MAY_BE_NOTHING, &mut rules.deliberation),
            ("voting", &table.voting, WINDOW, &mut rules.voting),
            ("resolution", &table.resolution, WINDOW, &mut rules.resolution),
            ("timelock", &table.timelock, MAY_BE_NOTHING, &mut rules.timelock),
        ] {
            set(place, self.period(&field(name), period, lasts));
        }
        if self.problems.errors() > before {
            // What follows from a wrong value isn't said on top of it.
            return Some(rules);
        }
        if maker == RuleMaker::Federation && rules.model == Model::Consent {
            let at = table.model.as_ref().map_or(at, |model| model.span().start);
            let sentence = format!(
                "{label} model can't be \"consent\": cooperatives vote in federation decisions, and \
                 don't object"
            );
            self.problems.error(at, sentence);
        }
        if rules.vetoes > 0 && rules.timelock < MIN_WINDOW {
            let at = table.vetoes.as_ref().map_or(at, |vetoes| vetoes.span().start);
            let sentence = format!(
                "{label} vetoes need a timelock of {} seconds at least, in which they are laid",
                MIN_WINDOW / SECOND
            );
            self.problems.error(at, sentence);
        }
        if !rules.are_valid(maker) && self.problems.errors() == before {
            self.problems.error(at, format!("{label} the runtime doesn't take these rules"));
        }
        Some(rules)
    }

    fn governance_parameters(
        &self,
        table: &GovernanceParametersTable,
    ) -> Option<GovernanceParameters> {
        let at = table.at?;
        let mut parameters = GovernanceParameters::default();
        let before = self.problems.errors();
        let label = "[governance.parameters]";
        let field = |name: &str| format!("{label} {name}");
        for (name, number, place) in [
            ("standard_percent", &table.standard_percent, &mut parameters.standard),
            ("budget_percent", &table.budget_percent, &mut parameters.budget),
            ("bylaw_percent", &table.bylaw_percent, &mut parameters.bylaw),
            ("constitution_percent", &table.constitution_percent, &mut parameters.constitution),
        ] {
            set(place, self.percent(&field(name), number, APPROVAL));
        }
        let supermajority =
            self.percent(&field("supermajority_percent"), &table.supermajority_percent, APPROVAL);
        set(&mut parameters.supermajority, supermajority);
        let quorum = self.percent(&field("quorum_percent"), &table.quorum_percent, QUORUM);
        set(&mut parameters.quorum, quorum);
        let reputation = self.number(
            &field("proposal_reputation"),
            &table.proposal_reputation,
            0..=i64::from(u32::MAX),
            "points",
        );
        set(&mut parameters.proposal_reputation, reputation);
        set(&mut parameters.draft, self.period(&field("draft"), &table.draft, HOUR..=MAX_PERIOD));
        let vetoes = self.number(
            &field("evolution_vetoes"),
            &table.evolution_vetoes,
            1..=i64::from(MAX_VETOES),
            "vetoes",
        );
        set(&mut parameters.evolution_vetoes, vetoes);
        let timelock = self.period(&field("evolution_timelock"), &table.evolution_timelock, WINDOW);
        set(&mut parameters.evolution_timelock, timelock);
        let kept = self.period(&field("kept"), &table.kept, MIN_KEPT..=MAX_KEPT);
        set(&mut parameters.kept, kept);
        for (name, number, place) in [
            ("vote_points", &table.vote_points, &mut parameters.vote_points),
            ("accepted_points", &table.accepted_points, &mut parameters.accepted_points),
        ] {
            set(place, self.number(&field(name), number, 0..=i64::from(MAX_POINTS), "points"));
        }
        if self.problems.errors() == before {
            self.ascending(label, at, table, &parameters);
        }
        if !parameters.are_valid() && self.problems.errors() == before {
            self.problems.error(at, format!("{label} the runtime doesn't take these parameters"));
        }
        Some(parameters)
    }

    /// Each kind of decisions takes as much as the one before it, at least.
    fn ascending(
        &self,
        label: &str,
        at: usize,
        table: &GovernanceParametersTable,
        parameters: &GovernanceParameters,
    ) {
        let approvals = [
            ("standard_percent", &table.standard_percent, parameters.standard),
            ("budget_percent", &table.budget_percent, parameters.budget),
            ("bylaw_percent", &table.bylaw_percent, parameters.bylaw),
            ("constitution_percent", &table.constitution_percent, parameters.constitution),
        ];
        for (less, more) in approvals.iter().zip(approvals.iter().skip(1)) {
            let ((before, given_before, least), (name, given, approval)) = (less, more);
            if approval < least {
                let given = given.as_ref().or(given_before.as_ref());
                let at = given.map_or(at, |number| number.span().start);
                let sentence = format!(
                    "{label} {name} is {}, less than {before}, which is {}; a weightier kind of \
                     decisions takes as much at least",
                    percent(*approval),
                    percent(*least)
                );
                self.problems.error(at, sentence);
            }
        }
    }

    /// A founder's currencies.
    pub fn currencies(
        &mut self,
        owner: &str,
        number: usize,
        table: &CooperativeTable,
    ) -> Vec<Currency> {
        let tables = &table.currencies;
        if let Some(code) = tables.get(MAX_CURRENCIES).and_then(|table| table.code.as_ref()) {
            let count = tables.len();
            let sentence =
                format!("{owner} has {count} currencies; a founder has at most {MAX_CURRENCIES}");
            self.problems.error(code.span().start, sentence);
        }
        tables.iter().filter_map(|table| self.currency(owner, number, table)).collect()
    }

    fn currency(&mut self, owner: &str, number: usize, table: &CurrencyTable) -> Option<Currency> {
        let (text, label) = (table.code.as_ref()?, format!("{owner}'s currency"));
        let code = match text.get_ref().parse::<CurrencyCode>() {
            Ok(code) => {
                let unique = Unique::Currency(number, code);
                self.take(unique, format!("{label} {:?}", text.get_ref()), text.span().start);
                Some(code)
            }
            Err(why) => {
                let sentence = format!("{label} {:?}: {why}", text.get_ref());
                self.problems.error(text.span().start, sentence);
                None
            }
        };
        let label = format!("{label} {:?}:", text.get_ref());
        let digits = 0..=i64::from(MAX_DECIMALS);
        let decimals = self.number(&format!("{label} decimals"), &table.decimals, digits, "digits");
        let default_limit = self.number(
            &format!("{label} default_limit"),
            &table.default_limit,
            0..=i64::MAX,
            "of its smallest units",
        );
        Some(Currency { code: code?, decimals: decimals?, default_limit: default_limit? })
    }

    /// Who gives reputation: the founders' stewards, and others.
    pub fn attestors(&mut self, file: &FoundersFile) -> Vec<(Attestor, Vec<Category>)> {
        let stewards = file.cooperatives.iter().flat_map(|founder| &founder.attestors);
        let places = stewards.map(|table| table.at).chain(file.attestors.iter().map(|t| t.at));
        let places: Vec<usize> = places.collect();
        if let Some(first_too_many) = places.get(MAX_ATTESTORS as usize) {
            let count = places.len();
            let sentence = format!("{count} attestors; a federation has at most {MAX_ATTESTORS}");
            self.problems.error(*first_too_many, sentence);
        }
        let mut attestors = Vec::new();
        for (founder, cooperative) in file.cooperatives.iter().enumerate() {
            for table in &cooperative.attestors {
                let categories = self.categories(&table.categories);
                let steward = self.attesting_steward(founder, cooperative, &table.steward);
                attestors.extend(steward.map(|steward| (steward, categories)));
            }
        }
        for table in &file.attestors {
            let categories = self.categories(&table.categories);
            attestors.extend(self.attestor(&table.did).map(|did| (did, categories)));
        }
        attestors
    }

    fn categories(&self, list: &Texts) -> Vec<Category> {
        let Some(list) = list else { return Vec::new() };
        if list.get_ref().is_empty() {
            let sentence = "an attestor has no category; name those in which it gives reputation";
            self.problems.error(list.span().start, sentence);
        }
        let mut known = Vec::new();
        for name in list.get_ref() {
            match Category::from_name(name.get_ref()) {
                Some(category) if known.contains(&category) => {
                    let sentence = format!("the category {category} is there already");
                    self.problems.error(name.span().start, sentence);
                }
                Some(category) => known.push(category),
                None => {
                    let names = Category::ALL.map(Category::name);
                    self.unknown("an attestor's category", name, &names);
                }
            }
        }
        known
    }

    fn attestor(&mut self, did: &Text) -> Option<Attestor> {
        let text = did.as_ref()?;
        let at = text.span().start;
        if self.is_development() {
            let sentence = "a federation with a development_seed is no place for somebody's own \
                            keys: name a founder's steward in [[cooperative.attestor]]";
            self.problems.error(at, sentence);
            return None;
        }
        match text.get_ref().parse::<Did>() {
            Ok(did) => {
                self.take(Unique::Attestor(did.to_string()), format!("attestor {did}"), at);
                Some(Attestor::Did(did))
            }
            Err(why) => {
                self.problems.error(at, format!("attestor {:?}: {why}", text.get_ref()));
                None
            }
        }
    }

    fn attesting_steward(
        &mut self,
        founder: usize,
        table: &CooperativeTable,
        steward: &Number,
    ) -> Option<Attestor> {
        // That there are none has been reported.
        let stewards = table.stewards.as_ref().map(|list| list.get_ref().len());
        let stewards = stewards.filter(|count| *count > 0)?;
        let bounds = 1..=i64::try_from(stewards).unwrap_or(i64::MAX);
        let label = "[[cooperative.attestor]] steward";
        let which: usize = self.number(label, steward, bounds, "of its stewards")?;
        let at = steward.as_ref().map_or(0, |steward| steward.span().start);
        let label = format!("attesting steward {which}");
        self.take(Unique::Attestor(format!("{founder} {which}")), label, at);
        Some(Attestor::Steward { founder, steward: which.checked_sub(1)? })
    }

    /// What is called so among `all`.
    fn named<T: Copy>(&self, label: &str, text: &Text, all: &[(&str, T)]) -> Option<T> {
        let text = text.as_ref()?;
        let known = all.iter().find(|(name, _)| name == text.get_ref());
        if known.is_none() {
            let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
            self.unknown(label, text, &names);
        }
        known.map(|(_, what)| *what)
    }

    /// Reports a word that isn't among those that can stand there.
    fn unknown(&self, label: &str, word: &Spanned<String>, known: &[&str]) {
        let hint = match nearest(word.get_ref(), known) {
            Some(meant) => format!("did you mean \"{meant}\"?"),
            None => format!("it is one of {}", known.join(", ")),
        };
        self.problems
            .error(word.span().start, format!("{label} can't be {:?}; {hint}", word.get_ref()));
    }

    fn percent(
        &self,
        label: &str,
        number: &Number,
        bounds: RangeInclusive<i64>,
    ) -> Option<Permill> {
        self.number(label, number, bounds, "per cent").map(Permill::from_percent)
    }

    /// A time within its bounds, in milliseconds.
    fn period(&self, label: &str, period: &Period, lasts: Lasts) -> Option<Moment> {
        if let (Some(_), Some(seconds)) = (&period.hours, &period.seconds) {
            let sentence = format!("{label} is given in hours and in seconds; keep one of them");
            self.problems.error(seconds.span().start, sentence);
        }
        let (number, name, unit) = match &period.seconds {
            Some(_) => (&period.seconds, "seconds", SECOND),
            None => (&period.hours, "hours", HOUR),
        };
        let (least, most) = lasts.into_inner();
        let whole = |time: Moment| i64::try_from(time).unwrap_or(i64::MAX);
        let bounds = whole(least.div_ceil(unit))..=whole(most / unit);
        let time: Option<Moment> = self.number(&format!("{label}_{name}"), number, bounds, name);
        time.map(|time| time.saturating_mul(unit))
    }
}

/// Puts `value` there, if there is one.
fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

/// The cooperative with this place in the founders file.
fn id(number: usize) -> CooperativeId {
    CooperativeId(u32::try_from(number).unwrap_or(u32::MAX))
}

/// A share as founders files have it, in whole per cent.
fn percent(share: Permill) -> u32 {
    share.deconstruct() / 10_000
}

/// The name of `what` in founders files.
fn name_of<T: PartialEq>(what: T, all: &[(&'static str, T)]) -> &'static str {
    all.iter().find(|(_, one)| *one == what).map_or("", |(name, _)| name)
}

/// A time as a line of a founders file.
fn period_line(name: &str, time: Moment) -> String {
    match time % HOUR {
        0 => format!("{name}_hours = {}\n", time / HOUR),
        _ => format!("{name}_seconds = {}\n", time / SECOND),
    }
}

/// Rules as a table of a founders file.
fn rules_table(header: &str, rules: &GovernanceRules, maker: RuleMaker) -> String {
    let mut table = format!("\n[{header}]\nmodel = \"{}\"\n", name_of(rules.model, &MODELS));
    if maker != RuleMaker::Federation {
        table += &format!("fallback = \"{}\"\n", name_of(rules.fallback, &FALLBACKS));
    }
    table += &format!(
        "quorum_percent = {}\npower = \"{}\"\ndelegation = {}\ncosigners = {}\nvetoes = {}\n",
        percent(rules.quorum),
        name_of(rules.power, &POWERS),
        rules.delegation,
        rules.cosigners,
        rules.vetoes,
    );
    for (name, time) in [
        ("deliberation", rules.deliberation),
        ("voting", rules.voting),
        ("resolution", rules.resolution),
        ("timelock", rules.timelock),
    ] {
        table += &period_line(name, time);
    }
    table
}

fn parameters_table(parameters: &GovernanceParameters) -> String {
    let mut table = "\n[governance.parameters]\n".to_owned();
    for (name, share) in [
        ("constitution", parameters.constitution),
        ("bylaw", parameters.bylaw),
        ("budget", parameters.budget),
        ("standard", parameters.standard),
        ("supermajority", parameters.supermajority),
        ("quorum", parameters.quorum),
    ] {
        table += &format!("{name}_percent = {}\n", percent(share));
    }
    table += &format!("proposal_reputation = {}\n", parameters.proposal_reputation);
    table += &period_line("draft", parameters.draft);
    table += &format!("evolution_vetoes = {}\n", parameters.evolution_vetoes);
    table += &period_line("evolution_timelock", parameters.evolution_timelock);
    table += &period_line("kept", parameters.kept);
    table += &format!("vote_points = {}\n", parameters.vote_points);
    table += &format!("accepted_points = {}\n", parameters.accepted_points);
    table
}

impl Settled {
    /// `[governance]` and `[[attestor]]`; empty if all is the runtime's default.
    pub fn constitution_to_toml(&self) -> String {
        let Governance { rules, parameters } = &self.governance;
        let rules = rules.map(|rules| rules_table("governance", &rules, RuleMaker::Federation));
        let mut toml = rules.unwrap_or_default();
        toml += &parameters.as_ref().map(parameters_table).unwrap_or_default();
        for (did, categories) in &self.attestors {
            let names: Vec<String> =
                categories.iter().map(|category| quoted(category.name())).collect();
            toml +=
                &format!("\n[[attestor]]\ndid = \"{did}\"\ncategories = [{}]\n", names.join(", "));
        }
        toml
    }

    /// What the genesis of the federation shard has beside its defaults: how is decided, who gives
    /// reputation, and which currencies there are.
    pub fn constitution(&self) -> Vec<(&'static str, Value)> {
        let numbered = || self.founders.iter().enumerate();
        let mut governance = Map::new();
        if let Some(rules) = &self.governance.rules {
            governance.insert("federation".into(), json!(rules));
        }
        if let Some(parameters) = &self.governance.parameters {
            governance.insert("parameters".into(), json!(parameters));
        }
        let rules: Vec<Value> = numbered()
            .filter_map(|(number, founder)| Some(json!([id(number), founder.governance?])))
            .collect();
        if !rules.is_empty() {
            governance.insert("cooperatives".into(), rules.into());
        }
        let currencies: Vec<Value> = numbered()
            .flat_map(|(number, founder)| {
                founder.currencies.iter().map(move |currency| currency.genesis(id(number)))
            })
            .collect();
        let mut parts = Vec::new();
        if !governance.is_empty() {
            parts.push(("governance", governance.into()));
        }
        if !self.attestors.is_empty() {
            parts.push(("reputation", json!({ "attestors": self.attestors })));
        }
        if !currencies.is_empty() {
            parts.push(("ledger", json!({ "currencies": currencies })));
        }
        parts
    }
}

impl SettledFounder {
    /// `[cooperative.governance]` and `[[cooperative.currency]]`; empty if all is the runtime's
    /// default.
    pub fn constitution_to_toml(&self) -> String {
        let maker = RuleMaker::Cooperative(CooperativeId::default());
        let rules =
            self.governance.map(|rules| rules_table("cooperative.governance", &rules, maker));
        let currencies =
            self.currencies.iter().map(|Currency { code, decimals, default_limit }| {
                format!(
                    "\n[[cooperative.currency]]\n\
                 code = \"{code}\"\n\
                 decimals = {decimals}\n\
                 default_limit = {default_limit}\n"
                )
            });
        rules.into_iter().chain(currencies).collect()
    }
}

impl Currency {
    fn genesis(&self, issuer: CooperativeId) -> Value {
        let Self { code, decimals, default_limit } = self;
        let id = json!({ "issuer": issuer, "code": code, "decimals": decimals });
        json!({ "id": id, "defaultLimit": default_limit })
    }
}
