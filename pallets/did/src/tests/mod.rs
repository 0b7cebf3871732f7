//! What people can rely on, one scenario each.

mod authority;
mod controllers;
mod documents;
mod events;
mod genesis;
mod invariants;
mod keys;
mod recovery;
