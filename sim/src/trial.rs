//! Many votes, by every model, with one turnout after another.

use std::thread;

use anyhow::{anyhow, Result};
use clap::Args;
use serde::Serialize;

use crate::{
    behaviour::Behaviour,
    chain, electorate,
    ending::Endings,
    rules::{name, Rules, MODELS},
    share::Share,
};

/// What is tried out.
#[derive(Args, Clone, Debug, Serialize)]
pub struct Trial {
    /// The same seed, and the same other options, give the same output
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many votes by each model, and as many with each turnout of the sweep
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub runs: u32,
    #[command(flatten)]
    #[serde(flatten)]
    pub rules: Rules,
    #[command(flatten)]
    #[serde(flatten)]
    pub behaviour: Behaviour,
}

/// How votes ended by one model.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct ByModel {
    pub model: &'static str,
    #[serde(flatten)]
    pub endings: Endings,
    pub deadlocks: u32,
    /// The mean part of the electorate that took part.
    pub participation: f64,
}

/// How votes ended with one turnout.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct AtTurnout {
    pub turnout: Share,
    pub models: Vec<ByModel>,
}

/// What came of it.
#[derive(Clone, Debug, Serialize)]
pub struct Findings {
    pub trial: Trial,
    /// With the turnout that was asked for.
    pub models: Vec<ByModel>,
    /// With turnouts from 10 to 90 per cent.
    pub sweep: Vec<AtTurnout>,
}

impl AtTurnout {
    /// What part of all votes failed for want of a quorum.
    pub fn quorum_failures(&self) -> f64 {
        let mut all = Endings::default();
        self.models.iter().for_each(|model| all.join(&model.endings));
        all.part(all.no_quorum)
    }
}

impl Trial {
    /// Holds all votes.
    pub fn run(&self) -> Result<Findings> {
        let turnouts = (1..=9).map(|tens| Share::percent(f64::from(tens) * 10.0));
        let sweep = turnouts.map(|turnout| {
            let behaviour = Behaviour { turnout, ..self.behaviour.clone() };
            Ok(AtTurnout { turnout, models: self.votes(&behaviour)? })
        });
        Ok(Findings {
            trial: self.clone(),
            models: self.votes(&self.behaviour)?,
            sweep: sweep.collect::<Result<_>>()?,
        })
    }

    /// Every run's vote by every model.
    pub fn votes(&self, behaviour: &Behaviour) -> Result<Vec<ByModel>> {
        let threads = thread::available_parallelism().map_or(1, |count| count.get() as u32);
        // Each run depends on its number alone, and sums don't depend on their order.
        let mut sums = [Endings::default(); MODELS.len()];
        let parts = thread::scope(|scope| {
            let started: Vec<_> = (0..threads)
                .map(|first| scope.spawn(move || self.some_votes(behaviour, first, threads)))
                .collect();
            let joined = started.into_iter().map(|part| part.join());
            joined
                .map(|part| part.map_err(|_| anyhow!("a vote broke off"))?)
                .collect::<Result<Vec<_>>>()
        })?;
        for part in parts {
            sums.iter_mut().zip(&part).for_each(|(sum, part)| sum.join(part));
        }
        let named = MODELS.into_iter().zip(sums).map(|(model, endings)| ByModel {
            model: name(model),
            endings,
            deadlocks: endings.deadlocks(),
            participation: endings.participation(),
        });
        Ok(named.collect())
    }

    /// Every `step`th run from `first` on.
    fn some_votes(
        &self,
        behaviour: &Behaviour,
        first: u32,
        step: u32,
    ) -> Result<[Endings; MODELS.len()]> {
        let mut sums = [Endings::default(); MODELS.len()];
        let Rules { cooperatives, members, .. } = self.rules;
        for run in (first..self.runs).step_by(step as usize) {
            let electorate = electorate::draw(behaviour, cooperatives, members, self.seed, run);
            for (model, sum) in MODELS.into_iter().zip(&mut sums) {
                let (ending, participation) = chain::vote(&electorate, &self.rules, model)?;
                sum.add(ending, participation.into());
            }
        }
        Ok(sums)
    }
}
