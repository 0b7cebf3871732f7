//! Governance once more, as the domain tells it: slow, small, and with nothing of the pallet's but
//! its words. Everything is looked through whenever it is asked for.

use std::collections::{BTreeMap, BTreeSet};

use icn_primitives::{
    governance::{Choice, DecisionKind, Fallback, Model, Stage, VotingPower},
    Moment, HOUR,
};

/// The number of a cooperative, and of a person.
pub type Coop = u32;
pub type Person = u64;

/// How a cooperative decides. Quorums are percentages.
#[derive(Clone, Copy, Debug)]
pub struct Ways {
    pub model: Model,
    pub fallback: Fallback,
    pub quorum: u64,
    pub power: VotingPower,
    pub delegation: bool,
}

/// Who decides.
#[derive(Clone, Debug)]
pub enum Deciders {
    One(Coop),
    Several(Vec<Coop>),
    All,
}

/// A vote that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    pub choice: Choice,
    pub weight: u64,
    /// Who cast it.
    pub by: Person,
}

#[derive(Clone, Debug)]
pub struct Motion {
    pub deciders: Deciders,
    pub kind: DecisionKind,
    pub stage: Stage,
    pub next: Moment,
    pub opened: Moment,
    /// The cooperatives that vote, how they do, and how many members they had.
    pub polled: BTreeMap<Coop, (Ways, u64)>,
    pub counted: BTreeMap<(Coop, Person), Counted>,
    pub objecting: BTreeSet<(Coop, Person)>,
}

/// A federation.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    pub now: Moment,
    /// Since when somebody is a member.
    pub members: BTreeMap<(Coop, Person), Moment>,
    pub taking_part: BTreeSet<Coop>,
    pub ways: BTreeMap<Coop, Ways>,
    /// The mean of the twelve scores: squares, so that roots are whole.
    pub mean: BTreeMap<Person, i64>,
    pub delegated: BTreeMap<(Coop, DecisionKind, Person), (Person, Moment)>,
    pub motions: Vec<Motion>,
    /// Who earned something by voting on which motion.
    pub earned: BTreeSet<(usize, Person)>,
}

impl Reference {
    fn is_member(&self, coop: Coop, person: Person) -> bool {
        self.taking_part.contains(&coop) && self.members.contains_key(&(coop, person))
    }

    fn may_vote(&self, motion: &Motion, coop: Coop, person: Person) -> bool {
        self.is_member(coop, person) && self.members[&(coop, person)] < motion.opened
    }

    fn weight(&self, ways: &Ways, person: Person) -> u64 {
        match ways.power {
            VotingPower::Equal => 1,
            VotingPower::Reputation => {
                let mean = self.mean.get(&person).copied().unwrap_or(0).max(1);
                (1..).find(|root| root * root == mean).expect("a square") as u64
            }
        }
    }

    /// Everybody between `person` and the end of the delegations, the nearest first.
    fn way(&self, coop: Coop, kind: DecisionKind, person: Person) -> Vec<Person> {
        let mut way = Vec::new();
        let mut at = person;
        while let Some((to, _)) = self.delegated.get(&(coop, kind, at)) {
            at = *to;
            way.push(at);
            assert!(way.len() <= 3 && at != person, "neither long ways nor cycles");
        }
        way
    }

    /// Whose direct vote counts for somebody who doesn't vote.
    fn voice(&self, motion: &Motion, coop: Coop, person: Person) -> Option<Person> {
        let direct = |who: &Person| {
            motion.counted.get(&(coop, *who)).is_some_and(|counted| counted.by == *who)
        };
        if !self.may_vote(motion, coop, person) || direct(&person) {
            return None;
        }
        for who in self.way(coop, motion.kind, person) {
            if direct(&who) {
                return Some(who);
            }
            if !self.may_vote(motion, coop, who) {
                return None;
            }
        }
        None
    }

    fn count(&mut self, number: usize, coop: Coop, person: Person, choice: Choice, by: Person) {
        let ways = self.motions[number].polled[&coop].0;
        let fresh = self.weight(&ways, person);
        let counted = &mut self.motions[number].counted;
        let weight = counted.get(&(coop, person)).map_or(fresh, |counted| counted.weight);
        counted.insert((coop, person), Counted { choice, weight, by });
    }

    /// A member votes. Says whether the vote is taken.
    pub fn vote(
        &mut self,
        number: usize,
        coop: Coop,
        person: Person,
        choice: Choice,
        with_reason: bool,
    ) -> bool {
        let motion = &self.motions[number];
        let open = matches!(motion.stage, Stage::Voting | Stage::Resolution);
        let Some((ways, _)) = motion.polled.get(&coop).copied() else { return false };
        let consent = ways.model == Model::Consent;
        let fits = if consent { with_reason == (choice == Choice::Reject) } else { !with_reason };
        if !open || self.now >= motion.next || !self.may_vote(motion, coop, person) || !fits {
            return false;
        }
        self.count(number, coop, person, choice, person);
        let objecting = &mut self.motions[number].objecting;
        objecting.remove(&(coop, person));
        if with_reason {
            objecting.insert((coop, person));
        }
        if ways.delegation {
            let everybody: Vec<_> = self.members.keys().copied().collect();
            for (of, other) in everybody.into_iter().filter(|(of, _)| *of == coop) {
                if self.voice(&self.motions[number], of, other) == Some(person) {
                    self.count(number, coop, other, choice, person);
                }
            }
        }
        self.earned.insert((number, person));
        true
    }

    /// Somebody's vote is counted as the delegations are now. Says whether there is anything to do.
    pub fn recount(&mut self, number: usize, coop: Coop, person: Person) -> bool {
        let motion = &self.motions[number];
        let open = matches!(motion.stage, Stage::Voting | Stage::Resolution);
        if !open || self.now >= motion.next || !motion.polled.contains_key(&coop) {
            return false;
        }
        let present = motion.counted.get(&(coop, person));
        let direct = present.is_some_and(|counted| counted.by == person);
        if direct || !self.may_vote(motion, coop, person) {
            return false;
        }
        let voice = motion.polled[&coop].0.delegation.then(|| self.voice(motion, coop, person));
        match voice.flatten() {
            Some(by) => {
                let choice = motion.counted[&(coop, by)].choice;
                self.count(number, coop, person, choice, by);
                true
            }
            None => self.motions[number].counted.remove(&(coop, person)).is_some(),
        }
    }

    /// Somebody lets another vote. Says whether that is allowed.
    pub fn delegate(
        &mut self,
        coop: Coop,
        kind: Option<DecisionKind>,
        from: Person,
        to: Person,
        until: Moment,
    ) -> bool {
        let before = self.delegated.clone();
        let allowed = self.ways.get(&coop).is_some_and(|ways| ways.delegation);
        if !allowed || !self.is_member(coop, from) || !self.is_member(coop, to) || from == to {
            return false;
        }
        for kind in kind.map_or(DecisionKind::ALL.to_vec(), |kind| vec![kind]) {
            self.delegated.insert((coop, kind, from), (to, until));
            // Nobody's way leads back or further than three.
            for start in self.delegated.keys().filter(|(c, k, _)| (*c, *k) == (coop, kind)) {
                let (mut at, mut steps) = (start.2, 0);
                while let Some((next, _)) = self.delegated.get(&(coop, kind, at)) {
                    at = *next;
                    steps += 1;
                    if steps > 3 {
                        self.delegated = before;
                        return false;
                    }
                }
            }
        }
        true
    }

    /// Somebody's delegations end. Says whether there were any.
    pub fn revoke(&mut self, coop: Coop, kind: Option<DecisionKind>, from: Person) -> bool {
        let before = self.delegated.len();
        self.delegated.retain(|(c, k, who), _| {
            (*c, *who) != (coop, from) || kind.is_some_and(|kind| kind != *k)
        });
        self.delegated.len() < before
    }

    /// What a cooperative says: for, against, neither, absent, objected.
    fn says(&self, motion: &Motion, coop: Coop, last: bool) -> &'static str {
        let (ways, electorate) = motion.polled[&coop];
        let votes: Vec<_> =
            motion.counted.iter().filter(|((of, _), _)| *of == coop).map(|(_, v)| *v).collect();
        let quorum = if matches!(motion.deciders, Deciders::One(_)) { ways.quorum } else { 40 };
        if votes.is_empty() || (votes.len() as u64) * 100 < quorum * electorate {
            return "absent";
        }
        let mut model = ways.model;
        if motion.objecting.iter().any(|(of, _)| *of == coop) {
            if !last {
                return "objected";
            }
            model = match ways.fallback {
                Fallback::Reject => return "against",
                Fallback::Majority => Model::Majority,
                Fallback::Supermajority => Model::Supermajority,
                Fallback::ConsensusMinusOne => Model::ConsensusMinusOne,
            };
        }
        let sum = |choice| -> u64 {
            votes.iter().filter(|vote| vote.choice == choice).map(|vote| vote.weight).sum()
        };
        let (approve, reject) = (sum(Choice::Approve), sum(Choice::Reject));
        if approve + reject == 0 {
            return "neither";
        }
        let kinds = match motion.kind {
            DecisionKind::Constitution => 75,
            DecisionKind::Bylaw => 66,
            DecisionKind::Budget => 60,
            DecisionKind::Standard => 51,
        };
        let against = votes.iter().filter(|vote| vote.choice == Choice::Reject).count();
        let (models, agreed) = match model {
            Model::Majority | Model::Consent => (0, true),
            Model::Supermajority => (66, true),
            Model::Consensus => (0, against == 0),
            Model::ConsensusMinusOne => (0, against <= 1),
        };
        let threshold = models.max(kinds);
        if agreed && approve * 100 >= threshold * (approve + reject) {
            "for"
        } else {
            "against"
        }
    }

    /// Where the vote on a motion leads.
    fn result(&self, motion: &Motion) -> Stage {
        let last = motion.stage == Stage::Resolution;
        let there: Vec<_> =
            motion.polled.keys().filter(|coop| self.taking_part.contains(coop)).collect();
        let said: Vec<_> = there.iter().map(|coop| self.says(motion, **coop, last)).collect();
        let count = |what| said.iter().filter(|said| **said == what).count();
        match &motion.deciders {
            Deciders::One(_) | Deciders::Several(_) => {
                if count("objected") > 0 {
                    Stage::Resolution
                } else if count("against") > 0 {
                    Stage::Rejected
                } else if count("for") == motion.polled.len() {
                    Stage::Approved
                } else {
                    Stage::Failed
                }
            }
            Deciders::All => {
                let present = said.len() - count("absent");
                let (yes, no) = (count("for"), count("against"));
                if present == 0 || present * 100 < 40 * said.len() {
                    Stage::Failed
                } else if count("objected") > 0 {
                    Stage::Resolution
                } else if yes + no == 0 {
                    Stage::Failed
                } else {
                    let threshold = match motion.kind {
                        DecisionKind::Constitution => 75,
                        DecisionKind::Bylaw => 66,
                        DecisionKind::Budget => 60,
                        DecisionKind::Standard => 51,
                    };
                    if yes * 100 >= threshold * (yes + no) {
                        Stage::Approved
                    } else {
                        Stage::Rejected
                    }
                }
            }
        }
    }

    /// Time passes, and what is due happens. Every period is an hour.
    pub fn pass(&mut self, time: Moment) {
        self.now += time;
        let now = self.now;
        self.delegated.retain(|_, (_, until)| *until > now);
        for number in 0..self.motions.len() {
            let motion = self.motions[number].clone();
            if motion.stage.is_final() || motion.next > now {
                continue;
            }
            let stage = match motion.stage {
                Stage::Deliberation => Stage::Voting,
                Stage::Voting | Stage::Resolution => self.result(&motion),
                _ => Stage::Executed,
            };
            if stage == Stage::Voting {
                let polled = match &motion.deciders {
                    Deciders::One(coop) => vec![*coop],
                    Deciders::Several(list) => list.clone(),
                    Deciders::All => self.taking_part.iter().copied().collect(),
                };
                let with = |coop: Coop| {
                    let heads = self.members.keys().filter(|(of, _)| *of == coop).count();
                    (coop, (self.ways[&coop], heads as u64))
                };
                let polled = polled.into_iter().map(with).collect();
                self.motions[number].polled = polled;
                self.motions[number].opened = now;
            }
            self.motions[number].stage = stage;
            self.motions[number].next = now + HOUR;
        }
    }
}
