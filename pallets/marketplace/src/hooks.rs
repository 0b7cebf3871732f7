//! What the pallet asks of others.

use icn_primitives::{ledger::EscrowRequest, AccountId, CooperativeId, Did};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

/// Who is who, as this shard knows it.
pub trait Parties {
    /// The DID for which `account` may act.
    fn did_of(account: &AccountId) -> Option<Did>;

    /// Whether `actor` may act for `did`: itself, or a cooperative of which it is an active
    /// steward.
    fn acts_for(actor: &Did, did: &Did) -> bool;

    /// Whether the person is an active member of the cooperative, which takes part.
    fn is_member(cooperative: CooperativeId, person: &Did) -> bool;

    /// Whether such a member is a steward.
    fn is_steward(cooperative: CooperativeId, person: &Did) -> bool;

    /// Whether the cooperative takes part.
    fn takes_part(cooperative: CooperativeId) -> bool;

    /// The cooperative whose DID this is, also when it has ended.
    fn cooperative_of(did: &Did) -> Option<CooperativeId>;

    /// A cooperative that takes part, its DID and an active steward of it, who is found by the
    /// longest way; another one for each number.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_cooperative(number: u32) -> (CooperativeId, Did, AccountId);

    /// An active member of the cooperative, who is found by the longest way; another one for each
    /// number.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_member(cooperative: CooperativeId, number: u32) -> (AccountId, Did);
}

/// The way to the ledger, which is on the federation shard.
pub trait AskLedger {
    /// Sends a request. Its answer comes later, once, to
    /// [`Pallet::on_answer`](crate::Pallet::on_answer), and those of several come in the order of
    /// the requests. An error means that nothing was sent.
    fn ask(request: EscrowRequest) -> DispatchResult;
}
