//! The runtime as a whole: transactions through the executive, as blocks carry them.

mod admission;
mod agreeing;
mod chain;
mod decisions;
mod founders;
mod joined;
mod members;
mod policy;
mod reputation;
mod sagas;
mod shards;
mod storing;
mod trading;
