//! Federations of running nodes, for the development network and the end-to-end tests.
//!
//! | module | what it is for |
//! |---|---|
//! | [`federation`] | a federation: made from a founders file, started, watched, ended |
//! | [`node`] | one of its nodes: started, killed, started again |
//! | [`people`] | people and cooperatives with their keys, and what they sign |
//! | [`chain`] | calls made from the shared types, sent and followed until they are final |
//! | [`blobs`] | the bytes of anchored files on nodes' disks |
//! | [`cli`] | the `icn` command line, as a program uses it |
//! | [`devnet`] | the development network: what happens in it, and how it is shown |
//! | [`rpc`] | a node's JSON-RPC, one question at a time |
//! | [`sides`] | a network of two sides, and the wire between them that can be cut |
//! | [`process`], [`ports`], [`wait`] | running programs, free ports, waiting with a limit |

pub mod blobs;
pub mod chain;
pub mod cli;
pub mod devnet;
pub mod federation;
pub mod node;
pub mod people;
pub mod ports;
pub mod process;
pub mod rpc;
pub mod sides;
pub mod wait;
