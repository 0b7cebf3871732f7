//! Scenarios, each from a named genesis.

mod decisions;
mod nodes;
mod offences;
mod opening;
mod operators;
mod properties;
mod sessions;
mod turns;
