//! Rules and parameters that a decision sets: what holds now, with what is to change.
//!
//! They are given as `--set NAME=VALUE`, or as a TOML file of the same names and values.

use std::path::PathBuf;

use clap::Args;
use icn_primitives::reputation::{Millionths, Score};
use serde_json::Value as Json;
use subxt::dynamic::Value;

use crate::{
    encoding::{number, option, signed_number, unit},
    failure::{Failure, Result},
    parse,
    report::{duration, share, word},
};

/// What is to change.
#[derive(Args, Clone, Debug)]
pub struct Changes {
    /// A TOML file with what is to change; the rest stays.
    #[arg(value_name = "FILE", required_unless_present = "set")]
    file: Option<PathBuf>,
    /// What is to change: NAME=VALUE. Can be given several times, and beside a file.
    #[arg(long, value_name = "NAME=VALUE", value_parser = name_and_value)]
    set: Vec<(String, String)>,
}

fn name_and_value(text: &str) -> std::result::Result<(String, String), String> {
    text.split_once('=')
        .map(|(name, value)| (name.trim().to_string(), value.trim().to_string()))
        .ok_or_else(|| "a change is NAME=VALUE: voting=3d".into())
}

/// How a setting is written.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// A whole number.
    Count,
    /// A part of the whole: `40%` or `0.4`. Millionths on the chain.
    Share,
    /// A stretch of time: `7d`. Milliseconds on the chain.
    Duration,
    /// `true` or `false`.
    Flag,
    /// One of these names, as `kebab-case` or as the chain has them.
    Choice(&'static [&'static str]),
    /// A number with up to six digits behind the point, not negative.
    Factor,
    /// Points of reputation.
    Points,
    /// Points of reputation, or `none`.
    PointsOrNone,
}

/// A setting: its name on the chain, with points between the parts of a nested one.
pub type Setting = (&'static str, Form);

const MODELS: &[&str] = &["Majority", "Supermajority", "Consensus", "ConsensusMinusOne", "Consent"];
const FALLBACKS: &[&str] = &["Reject", "Majority", "Supermajority", "ConsensusMinusOne"];

/// How a cooperative, or the federation, decides.
pub const GOVERNANCE_RULES: &[Setting] = &[
    ("model", Form::Choice(MODELS)),
    ("fallback", Form::Choice(FALLBACKS)),
    ("quorum", Form::Share),
    ("power", Form::Choice(&["Equal", "Reputation"])),
    ("delegation", Form::Flag),
    ("cosigners", Form::Count),
    ("vetoes", Form::Count),
    ("deliberation", Form::Duration),
    ("voting", Form::Duration),
    ("resolution", Form::Duration),
    ("timelock", Form::Duration),
];

/// What holds for all bodies.
pub const GOVERNANCE_PARAMETERS: &[Setting] = &[
    ("constitution", Form::Share),
    ("bylaw", Form::Share),
    ("budget", Form::Share),
    ("standard", Form::Share),
    ("supermajority", Form::Share),
    ("quorum", Form::Share),
    ("proposal_reputation", Form::Count),
    ("draft", Form::Duration),
    ("evolution_vetoes", Form::Count),
    ("evolution_timelock", Form::Duration),
    ("kept", Form::Duration),
    ("vote_points", Form::Count),
    ("accepted_points", Form::Count),
];

/// Sessions and turns of validators.
pub const SEAT_PARAMETERS: &[Setting] = &[
    ("session_length", Form::Count),
    ("missed_turns_limit", Form::Count),
    ("block_reputation", Form::Points),
    ("missed_turn_reputation", Form::Points),
    ("equivocation_reputation", Form::Points),
];

/// What quotas are made of.
pub const QUOTA_PARAMETERS: &[Setting] = &[
    ("cooperative_blocks", Form::Count),
    ("block.weight", Form::Count),
    ("block.bytes", Form::Count),
    ("block_time", Form::Duration),
    ("own_share", Form::Share),
    ("own_refill", Form::Duration),
    ("own_minimum.weight", Form::Count),
    ("own_minimum.bytes", Form::Count),
    ("federation.weight", Form::Count),
    ("federation.bytes", Form::Count),
];

/// The rules of the ledger.
pub const LEDGER_PARAMETERS: &[Setting] = &[
    ("key_retention", Form::Duration),
    ("max_keys", Form::Count),
    ("max_hold_life", Form::Duration),
    ("max_holds", Form::Count),
    ("max_currencies", Form::Count),
];

/// What sources of reputation may give.
pub const REPUTATION_PARAMETERS: &[Setting] = &[
    ("act_bound", Form::Points),
    ("attestor_bound", Form::Points),
    ("participation", Form::Factor),
];

/// How a category of reputation counts.
pub const CATEGORY_RULES: &[Setting] = &[
    ("weight", Form::Factor),
    ("decay_per_day", Form::Factor),
    ("minimum", Form::Points),
    ("maximum", Form::PointsOrNone),
];

impl Changes {
    /// Every change, those of the file first.
    fn all(&self) -> Result<Vec<(String, String)>> {
        let mut all = Vec::new();
        if let Some(file) = &self.file {
            let wrong = |why: &dyn std::fmt::Display| {
                Failure::usage(format!("{} holds no settings: {why}", file.display()))
            };
            let text = std::fs::read_to_string(file).map_err(|why| wrong(&why))?;
            let table: toml::Table = text.parse().map_err(|why| wrong(&why))?;
            flatten("", &table, &mut all);
        }
        all.extend(self.set.iter().cloned());
        Ok(all)
    }

    /// `now`, as it is decoded from the chain, with what is to change; as the chain takes it.
    pub fn applied(&self, settings: &[Setting], now: &Json) -> Result<Value> {
        let mut texts: Vec<(Setting, Option<String>)> =
            settings.iter().map(|setting| (*setting, None)).collect();
        for (name, value) in self.all()? {
            let known = texts.iter_mut().find(|((known, _), _)| *known == name.replace('-', "_"));
            let Some((_, text)) = known else {
                let names: Vec<&str> = settings.iter().map(|(name, _)| *name).collect();
                return Err(Failure::usage(format!(
                    "there is no setting \"{name}\"; there are {}",
                    names.join(", ")
                )));
            };
            *text = Some(value);
        }
        let mut values = Vec::new();
        for ((name, form), text) in texts {
            let value = match text {
                Some(text) => {
                    form.read(&text).map_err(|why| Failure::usage(format!("{name}: {why}")))?
                }
                None => form.kept(at(now, name)).ok_or_else(|| {
                    Failure::refused(format!("the chain doesn't say what {name} is now"))
                })?,
            };
            values.push((name, value));
        }
        Ok(composite(values))
    }
}

/// A TOML table's values by their names, nested ones with points between.
fn flatten(prefix: &str, table: &toml::Table, all: &mut Vec<(String, String)>) {
    for (name, value) in table {
        let name = format!("{prefix}{name}");
        match value {
            toml::Value::Table(inner) => flatten(&format!("{name}."), inner, all),
            toml::Value::String(text) => all.push((name, text.clone())),
            other => all.push((name, other.to_string())),
        }
    }
}

/// The member `name` of `json`, through its points.
fn at<'a>(json: &'a Json, name: &str) -> &'a Json {
    name.split('.').fold(json, |json, part| &json[part])
}

/// Values by their names, those with the same first part as one value.
fn composite(values: Vec<(&'static str, Value)>) -> Value {
    let mut groups: Vec<(&'static str, Vec<(&'static str, Value)>)> = Vec::new();
    for (name, value) in values {
        let (first, rest) = name.split_once('.').unwrap_or((name, ""));
        match groups.iter_mut().find(|(group, _)| *group == first) {
            Some((_, members)) => members.push((rest, value)),
            None => groups.push((first, vec![(rest, value)])),
        }
    }
    Value::named_composite(groups.into_iter().map(|(name, mut members)| {
        let value = match members.as_slice() {
            [("", _)] => members.remove(0).1,
            _ => Value::named_composite(members),
        };
        (name, value)
    }))
}

impl Form {
    /// A value that somebody wrote.
    fn read(self, text: &str) -> std::result::Result<Value, String> {
        match self {
            Self::Count => {
                let digits = text.replace('_', "");
                let count: u64 = digits.parse().map_err(|_| "it is a whole number".to_string())?;
                Ok(number(count))
            }
            Self::Share => parse::share(text).map(number),
            Self::Duration => parse::duration(text).map(number),
            Self::Flag => {
                text.parse().map(Value::bool).map_err(|_| "it is true or false".to_string())
            }
            Self::Choice(names) => {
                let plain = |name: &str| name.replace(['-', '_', ' '], "").to_ascii_lowercase();
                let found = names.iter().find(|name| plain(name) == plain(text));
                found.map(|name| unit(name)).ok_or_else(|| format!("it is {}", names.join(", ")))
            }
            Self::Factor => {
                let factor: Millionths = text.parse().map_err(|why| format!("{why}"))?;
                Ok(number(factor.0))
            }
            Self::Points => points(text),
            Self::PointsOrNone => match text {
                "none" => Ok(option(None)),
                text => points(text).map(|points| option(Some(points))),
            },
        }
    }

    /// A value that stays as it is.
    fn kept(self, json: &Json) -> Option<Value> {
        match self {
            Self::Count | Self::Share | Self::Duration => json.as_u64().map(number),
            Self::Flag => json.as_bool().map(Value::bool),
            Self::Choice(_) => json.as_str().map(unit),
            Self::Factor | Self::Points => self.read(json.as_str()?).ok(),
            Self::PointsOrNone if json.is_null() => Some(option(None)),
            Self::PointsOrNone => self.read(json.as_str()?).ok(),
        }
    }

    /// A value for people, as it can be written again.
    fn text(self, json: &Json) -> String {
        match self {
            Self::Share => share(json),
            Self::Duration => duration(json),
            Self::PointsOrNone if json.is_null() => "none".into(),
            _ => word(json),
        }
    }
}

fn points(text: &str) -> std::result::Result<Value, String> {
    let score: Score = text.parse().map_err(|why| format!("{why}"))?;
    Ok(signed_number(score.0))
}

/// Settings for people: each with its value as it can be written.
pub fn shown(settings: &[Setting], now: &Json) -> Vec<(&'static str, String)> {
    settings.iter().map(|(name, form)| (*name, form.text(at(now, name)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;
    use icn_primitives::{
        governance::{Fallback, GovernanceParameters, GovernanceRules, Model, VotingPower},
        reputation::{Category, CategoryRules, ReputationParameters},
    };
    use scale_info::{MetaType, PortableRegistry, Registry, TypeInfo};
    use subxt::ext::scale_encode::EncodeAsType;

    fn changes(set: &[&str]) -> Changes {
        Changes { file: None, set: set.iter().map(|one| name_and_value(one).unwrap()).collect() }
    }

    /// What `changes` make of `now`, as the chain decodes it.
    fn applied<T: Encode + codec::Decode + TypeInfo + 'static>(
        settings: &[Setting],
        now: &T,
        changes: &Changes,
    ) -> Result<T> {
        let mut registry = Registry::new();
        let id = registry.register_type(&MetaType::new::<T>()).id;
        let types: PortableRegistry = registry.into();
        let bytes = now.encode();
        let json = crate::decoding::decode(&mut bytes.as_slice(), id, &types).unwrap();
        let value = changes.applied(settings, &json)?;
        let bytes = value.encode_as_type(id, &types).unwrap();
        Ok(T::decode(&mut bytes.as_slice()).unwrap())
    }

    #[test]
    fn nothing_changes_but_what_is_named() {
        let now = GovernanceRules::for_cooperative();
        assert_eq!(applied(GOVERNANCE_RULES, &now, &changes(&[])).unwrap(), now);
        let set = changes(&[
            "model=consensus-minus-one",
            "quorum=12.5%",
            "voting=10s",
            "power = Reputation",
            "delegation=true",
        ]);
        let then = applied(GOVERNANCE_RULES, &now, &set).unwrap();
        let quorum = codec::Decode::decode(&mut 125_000u32.encode().as_slice()).unwrap();
        let expected = GovernanceRules {
            model: Model::ConsensusMinusOne,
            quorum,
            voting: 10_000,
            power: VotingPower::Reputation,
            delegation: true,
            ..now
        };
        assert_eq!(then, expected);
    }

    #[test]
    fn every_parameter_is_kept_as_it_is() {
        let none = changes(&[]);
        let governance = GovernanceParameters::default();
        assert_eq!(applied(GOVERNANCE_PARAMETERS, &governance, &none).unwrap(), governance);
        let reputation = ReputationParameters::default();
        assert_eq!(applied(REPUTATION_PARAMETERS, &reputation, &none).unwrap(), reputation);
        for maximum in [None, Some(Score(-5))] {
            let rules = CategoryRules { maximum, ..CategoryRules::of_s003(Category::Voting) };
            assert_eq!(applied(CATEGORY_RULES, &rules, &none).unwrap(), rules);
        }
        let set = changes(&["maximum=12.5", "minimum=-1", "weight=0.25"]);
        let rules = CategoryRules::of_s003(Category::Voting);
        let rules = applied(CATEGORY_RULES, &rules, &set).unwrap();
        assert_eq!(rules.maximum, Some(Score::points(25).times(Millionths(500_000))));
        assert_eq!((rules.minimum, rules.weight), (Score::points(-1), Millionths(250_000)));
        use icn_primitives::admission::Amount;
        use pallet_admission::QuotaParameters;
        let quota = QuotaParameters::for_block(Amount { weight: 10, bytes: 20 });
        let then = applied(QUOTA_PARAMETERS, &quota, &changes(&["block.bytes=5_000"])).unwrap();
        let block = Amount { weight: 10, bytes: 5_000 };
        assert_eq!(then, QuotaParameters { block, ..quota });
    }

    #[test]
    fn a_file_says_the_same_and_what_is_named_beside_it_wins() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("rules.toml");
        std::fs::write(
            &file,
            "model = \"consent\"\nfallback = \"majority\"\nvetoes = 2\nquorum = 0.3\n",
        )
        .unwrap();
        let set = Changes { file: Some(file), set: vec![("vetoes".into(), "3".into())] };
        let now = GovernanceRules::for_cooperative();
        let then = applied(GOVERNANCE_RULES, &now, &set).unwrap();
        assert_eq!(
            (then.model, then.fallback, then.vetoes),
            (Model::Consent, Fallback::Majority, 3)
        );
        assert_eq!(share(&serde_json::json!(300_000)), "30 %");
    }

    #[test]
    fn what_is_no_setting_is_refused() {
        let now = GovernanceRules::for_cooperative();
        for bad in [
            "nothing=1",
            "model=monarchy",
            "quorum=101%",
            "quorum=1.5",
            "voting=5",
            "delegation=maybe",
            "cosigners=-1",
        ] {
            let failure = applied(GOVERNANCE_RULES, &now, &changes(&[bad])).unwrap_err();
            assert_eq!(failure.kind.code(), 2, "{bad}");
        }
        assert!(name_and_value("voting").is_err());
    }
}
