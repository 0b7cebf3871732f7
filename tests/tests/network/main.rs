//! Tests on running federations: real nodes, each test with a network of its own.

mod admission;
mod clients;
mod closed_network;
mod devnet;
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
