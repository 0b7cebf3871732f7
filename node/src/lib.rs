//! The ICN chain's node.
//!
//! | module | what it does |
//! |---|---|
//! | [`cli`], [`command`] | what the node can be told on the command line, and doing it |
//! | [`chain_spec`] | which chain: a spec file, or one of the two made for development |
//! | [`shards`] | which of a federation's chains run here, and at which ports |
//! | [`node`] | all chains of this process: their start, their end, their metrics' endpoint |
//! | [`service`] | one chain's tasks, from one configuration |
//! | [`executor`] | what executes the runtime, and where it is kept compiled |
//! | [`network`] | one chain's sync and its protocols |
//! | [`closed_network`] | who may connect: the peers that the chain lists, and nobody else |
//! | [`gateway`] | the exception: what a gateway takes from peers that nobody has listed |
//! | [`blobs`] | on a storage shard: the bytes of anchored files |
//! | [`equivocations`] | reports whoever makes two blocks in one slot |
//! | [`finality`] | how long blocks wait for their finality |
//! | [`metrics`] | the metrics of all chains as one |
//! | [`rpc`] | JSON-RPC |
//! | [`hardware`] | whether the machine is as fast as weights take for granted |
//! | [`sockets`] | how what this process accepts connections on behaves |
//! | [`federation`] | making a new federation's genesis |

// The SDK's own errors are large; each is returned once, when the process is about to end.
#![allow(clippy::result_large_err)]

mod blobs;
mod chain_spec;
mod cli;
mod closed_network;
mod command;
mod equivocations;
mod executor;
mod federation;
mod finality;
mod gateway;
mod hardware;
mod metrics;
mod network;
mod node;
mod pool;
mod relay;
mod rpc;
mod service;
mod shards;
mod sockets;

pub use command::run;
