//! What those who have something paid can rely on, one scenario each.

mod bounds;
mod failing;
mod paying;
mod properties;
mod rebuilt;
