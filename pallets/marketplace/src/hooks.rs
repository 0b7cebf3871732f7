//! What the pallet asks of others.

use icn_primitives::ledger::EscrowRequest;
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

/// The way to the ledger, which is on the federation shard.
pub trait AskLedger {
    /// Sends a request. Its answer comes later, once, to
    /// [`Pallet::on_answer`](crate::Pallet::on_answer), and those of several come in the order of
    /// the requests. An error means that nothing was sent.
    fn ask(request: EscrowRequest) -> DispatchResult;
}
