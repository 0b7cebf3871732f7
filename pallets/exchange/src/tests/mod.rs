//! What cooperatives and their members can rely on, one scenario each.

mod agreements;
mod aid;
mod bounds;
mod labour;
mod payments;
mod properties;
mod reads;
mod rebuilt;
mod transitions;
