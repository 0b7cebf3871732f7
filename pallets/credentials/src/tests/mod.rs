//! What issuers, subjects and verifiers can rely on, one scenario each.

mod anchoring;
mod invariants;
mod reading;
