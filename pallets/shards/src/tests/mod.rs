//! Scenarios on shards in memory, with real votes and real proofs.

mod effects;
mod finality;
mod key_reuse;
mod lanes;
mod properties;
mod rebuilt;
mod registry;
mod relays;
