//! Runtime APIs: what clients read in one call, without touching storage.

use alloc::vec::Vec;

use crate::{
    admission::QuotaView,
    credential::{Credential, CredentialStatus},
    document::{DidDocument, Relationships},
    membership::{Cooperative, Membership},
    seat::{PeerId, SeatView},
    AccountId, CooperativeId, Did, Hash, PublicKey, Signature,
};

/// The most entries that a paged call returns, whatever was asked for.
pub const MAX_PAGE: u32 = 200;

polkadot_sdk::sp_api::decl_runtime_apis! {
    /// Identity.
    pub trait DidApi {
        /// The document of `did`, also when it is deactivated; `None` if there is no such DID.
        fn did_document(did: Did) -> Option<DidDocument>;
        /// The DID for which `account` may act.
        fn did_of(account: AccountId) -> Option<Did>;
        /// The key of `did` in one of `relationships` that made `signature` on `message`; `None` if
        /// none did, the DID doesn't exist or is deactivated.
        fn verify_signature(
            did: Did,
            relationships: Relationships,
            message: Vec<u8>,
            signature: Signature,
        ) -> Option<PublicKey>;
    }

    /// Cooperatives and members.
    pub trait CooperativesApi {
        /// One cooperative.
        fn cooperative(id: CooperativeId) -> Option<Cooperative>;
        /// Cooperatives by number, from `from` on; at most [`MAX_PAGE`].
        fn cooperatives(from: CooperativeId, limit: u32) -> Vec<(CooperativeId, Cooperative)>;
        /// The cooperative that has this domain.
        fn cooperative_by_domain(domain: Vec<u8>) -> Option<CooperativeId>;
        /// One person's current memberships; the first is the home.
        fn memberships(did: Did) -> Vec<(CooperativeId, Membership)>;
        /// One membership, also when it has ended.
        fn membership(cooperative: CooperativeId, did: Did) -> Option<Membership>;
        /// Memberships of a cooperative after `after`, ended ones included; at most [`MAX_PAGE`].
        fn members(cooperative: CooperativeId, after: Option<Did>, limit: u32) -> Vec<(Did, Membership)>;
    }

    /// Credentials.
    pub trait CredentialsApi {
        /// One credential and whether it holds now.
        fn credential(hash: Hash) -> Option<(Credential, CredentialStatus)>;
        /// Credentials about `subject` after `after`; at most [`MAX_PAGE`].
        fn credentials_of(subject: Did, after: Option<Hash>, limit: u32) -> Vec<(Hash, Credential, CredentialStatus)>;
    }

    /// Validator seats.
    pub trait SeatsApi {
        /// Every seat, by cooperative; at most as many as there can be.
        fn seats() -> Vec<SeatView>;
        /// The peer ids that may connect to validators' nodes.
        fn node_keys() -> Vec<PeerId>;
    }

    /// Admission.
    pub trait AdmissionApi {
        /// What `account` may still send, or the number of the [`Refusal`](crate::Refusal).
        fn quota(account: AccountId) -> Result<QuotaView, u8>;
    }
}
