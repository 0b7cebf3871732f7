//! Scenarios, and what holds whatever happens.

mod attesting;
mod awarding;
mod genesis;
mod history;
mod invariants;
mod precision;
mod properties;
mod ranking;
mod rebuilt;
mod rules;
mod s003;
mod subjects;
mod voting_power;
