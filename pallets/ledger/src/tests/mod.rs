//! What members, cooperatives and other pallets can rely on, one scenario each.

mod currencies;
mod genesis;
mod holds;
mod invariants;
mod keys;
mod leaving;
mod limits;
mod market;
mod payments;
mod properties;
mod reads;
mod rebuilt;
mod treasuries;
