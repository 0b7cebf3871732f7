//! Scenarios of cooperatives that decide.

mod agenda;
mod bodies;
mod consent;
mod delegation;
mod doc;
mod documents;
mod invariants;
mod lifecycle;
mod models;
mod polls;
mod properties;
mod proposing;
mod pruning;
mod rebuilt;
mod reference;
mod transitions;
mod veto;
mod voting;
