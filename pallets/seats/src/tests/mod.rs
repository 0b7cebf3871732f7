//! Scenarios, each from a named genesis.

mod decisions;
mod equivocations;
mod following;
mod nodes;
mod offences;
mod opening;
mod operators;
mod properties;
mod reputation;
mod sessions;
mod shard_keys;
mod turns;
