//! The members of one run: who is apathetic, colludes, delegates, comes, and thinks what.

use rand_chacha::{
    rand_core::{RngCore, SeedableRng},
    ChaCha8Rng,
};

use crate::{
    behaviour::{Behaviour, Bloc, Opinion},
    share::Share,
};

/// Whom a member asks to vote, one after another, before voting alone.
const ASKED: usize = 4;

/// What a member does from one vote to the next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Habit {
    /// Nothing.
    Apathetic,
    /// Votes as the others who collude.
    Colluding,
    /// Lets one of these members of the cooperative vote, the first with whom it can be; votes
    /// alone if it can't.
    Delegating(Vec<usize>),
    /// Votes, or doesn't.
    Voting,
}

/// A member, as far as one vote goes.
#[derive(Clone, Debug)]
pub struct Member {
    pub habit: Habit,
    /// Comes to vote.
    pub comes: bool,
    pub opinion: Opinion,
    /// Says no where others stand aside.
    pub insists: bool,
    /// Is convinced when an objection is talked about.
    pub yields: bool,
}

/// Everybody who may vote, by cooperative.
pub type Electorate = Vec<Vec<Member>>;

/// Draws the electorate of a run. Every run has random numbers of its own, and takes the same ones
/// however members behave: what differs between two models, or two turnouts, is their doing.
pub fn draw(
    behaviour: &Behaviour,
    cooperatives: u32,
    members: u32,
    seed: u64,
    run: u32,
) -> Electorate {
    let mut dice = Dice::new(seed, run);
    let spread = behaviour.spread.part();
    let support = behaviour.support.varied(spread * dice.normal());
    let coin = dice.below(support);
    let bloc = match behaviour.bloc {
        Bloc::For => Opinion::For,
        Bloc::Either if coin => Opinion::For,
        Bloc::Against | Bloc::Either => Opinion::Against,
    };
    (0..cooperatives)
        .map(|_| {
            let turnout = behaviour.turnout.varied(spread * dice.normal());
            let mut drawn: Vec<Member> = (0..members)
                .map(|_| dice.member(behaviour, turnout, support, bloc, members))
                .collect();
            let apathetic: Vec<bool> =
                drawn.iter().map(|member| member.habit == Habit::Apathetic).collect();
            for (own, member) in drawn.iter_mut().enumerate() {
                if let Habit::Delegating(asked) = &mut member.habit {
                    asked.retain(|other| *other != own && !apathetic[*other]);
                }
            }
            drawn
        })
        .collect()
}

/// The random numbers of a run.
struct Dice(ChaCha8Rng);

impl Dice {
    fn new(seed: u64, run: u32) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(run.into());
        Self(random)
    }

    /// From 0 to 1, without 1: the 53 bits that a float holds.
    fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// About normal, by the sum of twelve: the same on every machine, as a logarithm may not be.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    /// True for this share of throws.
    fn below(&mut self, share: Share) -> bool {
        self.uniform() < share.part()
    }

    /// A member. Takes as many numbers whatever they say.
    fn member(
        &mut self,
        behaviour: &Behaviour,
        turnout: Share,
        support: Share,
        bloc: Opinion,
        members: u32,
    ) -> Member {
        let apathetic = self.below(behaviour.apathy);
        let colludes = self.below(behaviour.collusion);
        let delegates = self.below(behaviour.delegation);
        let asked: [usize; ASKED] =
            std::array::from_fn(|_| (self.uniform() * f64::from(members)) as usize);
        let comes = self.below(turnout);
        let neutral = self.below(behaviour.abstention);
        let for_it = self.below(support);
        let insists = self.below(behaviour.objection);
        let yields = self.below(behaviour.resolution);
        if colludes && !apathetic {
            let habit = Habit::Colluding;
            return Member { habit, comes: true, opinion: bloc, insists: true, yields: false };
        }
        let habit = match (apathetic, delegates) {
            (true, _) => Habit::Apathetic,
            (false, true) => Habit::Delegating(asked.to_vec()),
            (false, false) => Habit::Voting,
        };
        let opinion = match (neutral, for_it) {
            (true, _) => Opinion::Neutral,
            (false, true) => Opinion::For,
            (false, false) => Opinion::Against,
        };
        Member { comes: comes && !apathetic, habit, opinion, insists, yields }
    }
}
