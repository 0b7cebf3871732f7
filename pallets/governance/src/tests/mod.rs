//! Scenarios of cooperatives that decide.

mod agenda;
mod bodies;
mod consent;
mod delegation;
mod doc;
mod documents;
mod lifecycle;
mod models;
mod polls;
mod properties;
mod proposing;
mod rebuilt;
mod reference;
mod transitions;
mod veto;
mod voting;
