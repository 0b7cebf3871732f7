//! Scenarios on a hub and the shards that follow it.

mod following;
mod properties;
mod reads;
mod sending;
