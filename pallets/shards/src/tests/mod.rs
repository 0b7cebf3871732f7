//! Scenarios on shards in memory, with real votes and real proofs.

mod finality;
mod lanes;
mod properties;
mod rebuilt;
mod registry;
