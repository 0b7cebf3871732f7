//! What members and cooperatives can rely on, one scenario each.

mod disputes;
mod escrow;
mod forgetting;
pub mod hub;
mod invariants;
mod listings;
mod model;
mod orders;
mod properties;
mod ratings;
mod rebuilt;
mod search;
mod waits;
mod wants;
