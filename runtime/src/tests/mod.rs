//! The runtime as a whole: transactions through the executive, as blocks carry them.

mod admission;
mod chain;
mod decisions;
mod members;
mod policy;
mod reputation;
mod shards;
