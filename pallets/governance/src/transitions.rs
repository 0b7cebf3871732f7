//! The stages of a proposal, and every way from one to another.
//!
//! What isn't in [`next`] can't happen. The diagram in `docs/governance.md` is written from it.

use icn_primitives::governance::Stage;

/// What happens to a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Happening {
    /// It has the signatures that it needs, or needs none.
    Supported,
    /// Too few signed it in time.
    Lapsed,
    /// Whoever made it took it back, or those who signed it did.
    TakenBack,
    /// It was deliberated for its time.
    Deliberated,
    /// The vote is over, and objections stand.
    Objected,
    /// The vote is over, and it passed.
    Passed,
    /// The vote is over, and it did not pass.
    Refused,
    /// The vote is over, and too few took part.
    TooFew,
    /// It was vetoed often enough.
    Stopped,
    /// It took effect.
    TookEffect,
    /// What it was to do failed.
    CouldNot,
}

impl Happening {
    /// Everything that happens.
    pub const ALL: [Self; 11] = [
        Self::Supported,
        Self::Lapsed,
        Self::TakenBack,
        Self::Deliberated,
        Self::Objected,
        Self::Passed,
        Self::Refused,
        Self::TooFew,
        Self::Stopped,
        Self::TookEffect,
        Self::CouldNot,
    ];
}

/// Where a proposal begins.
pub const FIRST: Stage = Stage::Draft;

/// Where a proposal stands after `happening`; `None`: it can't happen there.
pub fn next(stage: Stage, happening: Happening) -> Option<Stage> {
    use Happening::*;
    use Stage::*;
    match (stage, happening) {
        (Draft, Supported) => Some(Deliberation),
        (Draft, Lapsed) => Some(Cancelled),
        (Draft | Deliberation, TakenBack) => Some(Cancelled),
        (Deliberation, Deliberated) => Some(Voting),
        // The window of objections opens once.
        (Voting, Objected) => Some(Resolution),
        (Voting | Resolution, Passed) => Some(Approved),
        (Voting | Resolution, Refused) => Some(Rejected),
        (Voting | Resolution, TooFew) => Some(Failed),
        (Approved, Stopped) => Some(Vetoed),
        (Approved, TookEffect) => Some(Executed),
        (Approved, CouldNot) => Some(ExecutionFailed),
        _ => None,
    }
}

/// The state diagram of [`next`], for Mermaid.
#[cfg(test)]
pub fn diagram() -> String {
    let mut lines = vec!["stateDiagram-v2".into(), format!("    [*] --> {FIRST:?}")];
    for stage in Stage::ALL {
        for happening in Happening::ALL {
            if let Some(then) = next(stage, happening) {
                lines.push(format!("    {stage:?} --> {then:?}: {happening:?}"));
            }
        }
        if stage.is_final() {
            lines.push(format!("    {stage:?} --> [*]"));
        }
    }
    lines.join("\n")
}
