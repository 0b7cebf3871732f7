//! Rules and parameters that a decision sets: what holds now, with what is to change.
//!
//! They are given as `--set NAME=VALUE`, or as a TOML file of the same names and values.

use std::path::PathBuf;

use clap::Args;
use icn_primitives::{
    reputation::{Millionths, Score},
    MINUTE,
};
use serde_json::Value as Json;
use subxt::dynamic::Value;

use crate::{
    encoding::{number, option, signed_number, unit},
    failure::{Failure, Result},
    parse,
    report::{duration, share, size, word},
};

mod tables;

pub use tables::*;

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
    /// A stretch of time in whole minutes: `2h`. Minutes on the chain.
    Minutes,
    /// A number of bytes: `64GiB`.
    Size,
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
            Self::Minutes => {
                let time = parse::duration(text)?;
                let minutes = time.is_multiple_of(MINUTE).then_some(time / MINUTE);
                minutes.map(number).ok_or_else(|| "it is whole minutes: 2h".into())
            }
            Self::Size => parse::size(text).map(number),
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
            Self::Count | Self::Share | Self::Duration | Self::Minutes | Self::Size => {
                json.as_u64().map(number)
            }
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
            Self::Minutes => match json.as_u64() {
                Some(minutes) => duration(&minutes.saturating_mul(MINUTE).into()),
                None => word(json),
            },
            Self::Size => size(json),
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
        marketplace::{MarketplaceParameters, OrderTimeouts},
        reputation::{Category, CategoryRules, ReputationParameters},
        storage::StorageParameters,
        DAY,
    };
    use pallet_exchange::ExchangeParameters;
    use pallet_resources::ResourceParameters;
    use pallet_settlement::SettlementParameters;
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
        let market = MarketplaceParameters::default();
        assert_eq!(applied(MARKETPLACE_PARAMETERS, &market, &none).unwrap(), market);
        let settlement = SettlementParameters::default();
        assert_eq!(applied(SETTLEMENT_PARAMETERS, &settlement, &none).unwrap(), settlement);
        let exchange = ExchangeParameters::default();
        assert_eq!(applied(EXCHANGE_PARAMETERS, &exchange, &none).unwrap(), exchange);
        let resources = ResourceParameters::default();
        assert_eq!(applied(RESOURCE_PARAMETERS, &resources, &none).unwrap(), resources);
        let storage = StorageParameters::default();
        assert_eq!(applied(STORAGE_PARAMETERS, &storage, &none).unwrap(), storage);
        use icn_primitives::admission::Amount;
        use pallet_admission::QuotaParameters;
        let quota = QuotaParameters::for_block(Amount { weight: 10, bytes: 20 });
        let then = applied(QUOTA_PARAMETERS, &quota, &changes(&["block.bytes=5_000"])).unwrap();
        let block = Amount { weight: 10, bytes: 5_000 };
        assert_eq!(then, QuotaParameters { block, ..quota });
    }

    #[test]
    fn settings_of_trade_and_storage_are_written_as_people_write_them() {
        let market = MarketplaceParameters::default();
        let set = changes(&["timeouts.delivery=14d", "dispute_reputation=-3", "max_orders=9"]);
        let then = applied(MARKETPLACE_PARAMETERS, &market, &set).unwrap();
        let timeouts = OrderTimeouts { delivery: 14 * DAY, ..market.timeouts };
        let dispute_reputation = Score::points(-3);
        let expected =
            MarketplaceParameters { timeouts, dispute_reputation, max_orders: 9, ..market };
        assert_eq!(then, expected);
        let resources = ResourceParameters::default();
        let then = applied(RESOURCE_PARAMETERS, &resources, &changes(&["horizon=2d"])).unwrap();
        assert_eq!(then, ResourceParameters { horizon: 2 * 24 * 60, ..resources });
        assert!(applied(RESOURCE_PARAMETERS, &resources, &changes(&["horizon=90s"])).is_err());
        let storage = StorageParameters::default();
        let then = applied(STORAGE_PARAMETERS, &storage, &changes(&["max_length=1GiB"])).unwrap();
        assert_eq!(then, StorageParameters { max_length: 1 << 30, ..storage });
        let text = |form: Form, json: u64| form.text(&json.into());
        assert_eq!(text(Form::Minutes, 129_600), "90d");
        assert_eq!(text(Form::Size, 64 << 30), "64GiB");
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
