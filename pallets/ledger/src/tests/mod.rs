//! What members, cooperatives and other pallets can rely on, one scenario each.
