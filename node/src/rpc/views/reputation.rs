//! Reputation.

use icn_primitives::{
    reputation::{
        Act, Categories, Category, CategoryRules, HistoryDay, HistoryEntry, Millionths,
        RankingPage, ReputationParameters, ReputationStatistics, ReputationView, Score, Source,
        VotingPower,
    },
    Did, Moment, DAY,
};
use serde::Serialize;

use super::next;

/// Result of `icn_reputation`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReputationReport {
    did: Did,
    categories: Vec<CategoryScore>,
    total: Score,
    voting_power: VotingPower,
}

#[derive(Clone, Debug, Serialize)]
struct CategoryScore {
    category: Category,
    score: Score,
    events: u32,
}

impl ReputationReport {
    pub fn new(did: Did, view: ReputationView) -> Self {
        let categories = view.scores.iter().map(|(category, score)| CategoryScore {
            category,
            score: *score,
            events: view.events[category],
        });
        Self {
            did,
            categories: categories.collect(),
            total: view.total,
            voting_power: view.voting_power,
        }
    }
}

/// Result of `icn_reputationRanking`.
#[derive(Clone, Debug, Serialize)]
pub struct RankingReport {
    /// How many subjects the whole ranking has.
    subjects: u32,
    entries: Vec<RankedView>,
    /// After whom the next page begins.
    next: Option<Did>,
}

#[derive(Clone, Debug, Serialize)]
struct RankedView {
    /// The best has place 1.
    place: u32,
    did: Did,
    score: Score,
}

impl RankingReport {
    pub fn new(page: RankingPage, limit: u32) -> Self {
        let next = next(page.entries.last().map(|last| last.subject), page.entries.len(), limit);
        let entries = (page.first_place..).zip(page.entries).map(|(place, ranked)| RankedView {
            place,
            did: ranked.subject,
            score: ranked.score,
        });
        Self { subjects: page.subjects, entries: entries.collect(), next }
    }
}

/// Result of `icn_reputationHistory`.
#[derive(Clone, Debug, Serialize)]
pub struct HistoryReport {
    days: Vec<DayView>,
    /// The day with which the next page begins.
    next: Option<u32>,
}

#[derive(Clone, Debug, Serialize)]
struct DayView {
    /// Days since the Unix epoch.
    day: u32,
    /// When it began.
    began: Moment,
    categories: Vec<DayCategory>,
    sources: Vec<DaySource>,
}

#[derive(Clone, Debug, Serialize)]
struct DayCategory {
    category: Category,
    given: Score,
    taken: Score,
    events: u32,
    value: Score,
}

#[derive(Clone, Debug, Serialize)]
struct DaySource {
    source: SourceView,
    score: Score,
}

/// Where reputation came from.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum SourceView {
    Act(Act),
    Attestor(Did),
}

impl HistoryReport {
    pub fn new(days: Vec<HistoryDay>, limit: u32) -> Self {
        let next = next(days.last().and_then(|last| last.day.checked_add(1)), days.len(), limit);
        Self { days: days.into_iter().map(DayView::from).collect(), next }
    }
}

impl From<HistoryDay> for DayView {
    fn from(day: HistoryDay) -> Self {
        let category = |HistoryEntry { category, given, taken, events, value }| DayCategory {
            category,
            given,
            taken,
            events,
            value,
        };
        let source = |(source, score)| DaySource {
            source: match source {
                Source::Act(act) => SourceView::Act(act),
                Source::Attestor(did) => SourceView::Attestor(did),
            },
            score,
        };
        Self {
            day: day.day,
            began: Moment::from(day.day).saturating_mul(DAY),
            categories: day.categories.into_iter().map(category).collect(),
            sources: day.sources.into_iter().map(source).collect(),
        }
    }
}

/// Result of `icn_reputationStatistics`.
#[derive(Clone, Debug, Serialize)]
pub struct StatisticsReport {
    subjects: u32,
    events: u64,
    categories: Vec<CategoryAverage>,
    top: Vec<RankedView>,
}

#[derive(Clone, Debug, Serialize)]
struct CategoryAverage {
    category: Category,
    events: u64,
    average: Score,
}

impl From<ReputationStatistics> for StatisticsReport {
    fn from(statistics: ReputationStatistics) -> Self {
        let categories = statistics.categories.iter().map(|(category, one)| CategoryAverage {
            category,
            events: one.events,
            average: one.average,
        });
        let categories = categories.collect();
        let top = (1..).zip(statistics.top).map(|(place, ranked)| RankedView {
            place,
            did: ranked.subject,
            score: ranked.score,
        });
        Self {
            subjects: statistics.subjects,
            events: statistics.events,
            categories,
            top: top.collect(),
        }
    }
}

/// One of `icn_attestors`.
#[derive(Clone, Debug, Serialize)]
pub struct AttestorView {
    did: Did,
    categories: Vec<Category>,
}

impl From<(Did, Categories)> for AttestorView {
    fn from((did, categories): (Did, Categories)) -> Self {
        Self { did, categories: categories.iter().collect() }
    }
}

/// Result of `icn_reputationRules`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReputationRulesReport {
    categories: Vec<CategoryRulesView>,
    act_bound: Score,
    attestor_bound: Score,
    participation: Millionths,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CategoryRulesView {
    category: Category,
    weight: Millionths,
    decay_per_day: Millionths,
    minimum: Score,
    maximum: Option<Score>,
}

impl ReputationRulesReport {
    pub fn new(
        categories: Vec<(Category, CategoryRules)>,
        parameters: ReputationParameters,
    ) -> Self {
        let categories = categories.into_iter().map(|(category, rules)| CategoryRulesView {
            category,
            weight: rules.weight,
            decay_per_day: rules.decay_per_day,
            minimum: rules.minimum,
            maximum: rules.maximum,
        });
        let ReputationParameters { act_bound, attestor_bound, participation } = parameters;
        Self { categories: categories.collect(), act_bound, attestor_bound, participation }
    }
}
