//! What the pallet tells others.

use icn_primitives::Did;
use polkadot_sdk::polkadot_sdk_frame::prelude::Weight;

/// Hears of changed documents, to pass them on.
pub trait OnDidChange {
    /// Other accounts than before act for `did`, and its document is stored. Also told of the
    /// genesis. Must cost little, and records at most: a change stands.
    fn accounts_changed(did: &Did);

    /// What it costs more to hear that a DID has ended, whatever it has done.
    fn ended_weight() -> Weight {
        Weight::zero()
    }
}

impl OnDidChange for () {
    fn accounts_changed(_did: &Did) {}
}
