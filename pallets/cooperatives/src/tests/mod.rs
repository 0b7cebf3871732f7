//! Scenarios, by the path that they follow.

mod admission;
mod enrolment;
mod federation;
mod founders;
mod invariants;
mod members;
mod properties;
mod reads;
mod rebuilt;
mod recovery;
mod roles;
