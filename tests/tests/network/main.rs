//! Tests on running federations: real nodes, each test with a network of its own.
//!
//! They start in the order of their names: what takes longest is called so that it comes first.

mod a_development_network;
mod admission;
mod clients;
mod closed_network;
mod finality;
mod identity;
mod new_shard;
mod sagas;
mod seats;
mod shard_faults;
mod shards;
mod storage;
mod trade;
mod transfers;
