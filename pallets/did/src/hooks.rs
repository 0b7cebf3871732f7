//! What the pallet tells others.

use icn_primitives::Did;

/// Hears of changed documents.
pub trait OnDidChange {
    /// The document of `did` is new or changed, and stored. Also told of the genesis. Must cost
    /// little, and records at most: a change stands.
    fn did_changed(did: &Did);
}

impl OnDidChange for () {
    fn did_changed(_did: &Did) {}
}
