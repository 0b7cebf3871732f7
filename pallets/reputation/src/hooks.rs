//! What the runtime connects.

use icn_primitives::{AccountId, Did};

/// Who is who.
pub trait Identities {
    /// The most storage entries that [`Self::acts_for`] reads.
    const ACTS_FOR_READS: u64;

    /// The DID for which `account` acts.
    fn did_of(account: &AccountId) -> Option<Did>;

    /// Whether `did` exists and has not ended.
    fn is_active(did: &Did) -> bool;

    /// Whether whoever acts for `actor` can act for `did` as well: because it is the same, or stands
    /// somewhere above it as a controller. In a bounded number of reads.
    fn acts_for(actor: &Did, did: &Did) -> bool;

    /// Makes a person, another one for each number, and an account that acts for it.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_person(number: u32) -> (AccountId, Did);
}
