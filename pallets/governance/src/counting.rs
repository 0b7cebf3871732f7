//! What votes come to: pure functions of tallies and rules (domain §4).

use icn_primitives::governance::{Body, Fallback, Model, Tally, Terms};
use polkadot_sdk::sp_runtime::Permill;

use crate::transitions::Happening;

/// What a cooperative's tally says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It passes here.
    For,
    /// It doesn't pass here.
    Against,
    /// Enough took part, and none was for or against.
    Neither,
    /// Too few took part.
    Absent,
    /// Enough took part, and objections stand that may still be resolved.
    Objected,
}

/// What a vote came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// [`Happening::Passed`], `Refused`, `TooFew` or `Objected`.
    pub happening: Happening,
    /// Whether enough took part.
    pub quorate: bool,
    /// What part of those who might vote did; in joint and federation decisions, of all members.
    pub participation: Permill,
}

/// Whether `part` is at least `share` of `whole`, which isn't nothing.
fn reaches(part: u128, whole: u128, share: Permill) -> bool {
    whole > 0 && part.saturating_mul(1_000_000) >= whole.saturating_mul(share.deconstruct().into())
}

/// Whether a count of those for and against it is enough, by the higher of `threshold` and what the
/// model asks for. `rejecting` are those against it by heads.
fn passes(
    (approve, reject, rejecting): (u128, u128, u32),
    threshold: Permill,
    supermajority: Permill,
    model: Model,
) -> bool {
    let model_agrees = match model {
        Model::Majority | Model::Consent => true,
        Model::Supermajority => reaches(approve, approve.saturating_add(reject), supermajority),
        Model::Consensus => rejecting == 0,
        Model::ConsensusMinusOne => rejecting <= 1,
    };
    model_agrees && reaches(approve, approve.saturating_add(reject), threshold)
}

/// What a cooperative's tally says. `resolved`: the time to resolve objections is over.
pub fn verdict(tally: &Tally, terms: &Terms, resolved: bool) -> Verdict {
    if tally.heads() == 0 || !reaches(tally.heads().into(), tally.electorate.into(), tally.quorum) {
        return Verdict::Absent;
    }
    let objected = tally.model == Model::Consent && tally.objections > 0;
    let model = match (objected, tally.fallback) {
        (false, _) => tally.model,
        (true, _) if !resolved => return Verdict::Objected,
        (true, Fallback::Reject) => return Verdict::Against,
        (true, Fallback::Majority) => Model::Majority,
        (true, Fallback::Supermajority) => Model::Supermajority,
        (true, Fallback::ConsensusMinusOne) => Model::ConsensusMinusOne,
    };
    let votes = (tally.approve, tally.reject, tally.rejecting);
    if tally.approve == 0 && tally.reject == 0 {
        Verdict::Neither
    } else if passes(votes, terms.threshold, terms.supermajority, model) {
        Verdict::For
    } else {
        Verdict::Against
    }
}

/// What the vote of `body` came to, by the tallies of the cooperatives that still take part.
/// `missing` of those that voted take part no longer.
pub fn outcome(
    body: &Body,
    tallies: &[Tally],
    missing: u32,
    terms: &Terms,
    resolved: bool,
) -> Outcome {
    let count = |verdict: Verdict| {
        let alike = tallies.iter().filter(|tally| self::verdict(tally, terms, resolved) == verdict);
        alike.count() as u32
    };
    let (for_it, against, absent, objected) = (
        count(Verdict::For),
        count(Verdict::Against),
        count(Verdict::Absent),
        count(Verdict::Objected),
    );
    let total = tallies.len() as u32;
    let present = total.saturating_sub(absent);
    let quorate = match body {
        Body::Federation => {
            present > 0 && reaches(present.into(), total.into(), terms.cooperatives_quorum)
        }
        Body::Cooperative(_) | Body::Joint(_) => total > 0 && present == total && missing == 0,
    };
    let happening = if objected > 0 && (quorate || !matches!(body, Body::Federation)) {
        Happening::Objected
    } else {
        match body {
            // A cooperative that refused it decides for all, whoever else stayed away.
            Body::Cooperative(_) | Body::Joint(_) if against > 0 => Happening::Refused,
            Body::Cooperative(_) | Body::Joint(_) if for_it == total && quorate => {
                Happening::Passed
            }
            Body::Cooperative(_) | Body::Joint(_) => Happening::TooFew,
            Body::Federation if !quorate || (for_it == 0 && against == 0) => Happening::TooFew,
            Body::Federation => {
                let votes = (for_it.into(), against.into(), against);
                let model = terms.cooperatives_model;
                if passes(votes, terms.threshold, terms.supermajority, model) {
                    Happening::Passed
                } else {
                    Happening::Refused
                }
            }
        }
    };
    let heads = tallies.iter().fold(0u32, |sum, tally| sum.saturating_add(tally.heads()));
    let electorate = tallies.iter().fold(0u32, |sum, tally| sum.saturating_add(tally.electorate));
    let participation = if electorate == 0 {
        Permill::zero()
    } else {
        Permill::from_rational(heads.min(electorate), electorate)
    };
    Outcome { happening, quorate, participation }
}
