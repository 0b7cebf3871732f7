//! What owners, providers and other pallets can rely on, one scenario each.

mod agenda;
mod anchors;
mod answers;
mod awards;
mod challenges;
mod commitments;
mod invariants;
mod parameters;
mod properties;
mod providers;
mod reads;
mod rebuilt;
mod reference;
mod sampling;
