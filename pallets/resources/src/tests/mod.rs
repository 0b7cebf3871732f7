//! What cooperatives and their members can rely on, one scenario each.

mod booking;
mod bounds;
mod cancelling;
mod paying;
mod properties;
mod rebuilt;
mod registry;
mod searching;
mod sharing;
mod transitions;
