//! Identity, cooperatives, credentials, seats and admission, and how those pallets know each other.

use icn_primitives::{
    admission::{QuotaHolder, Signer, Standing},
    credential::Credential,
    membership::{Cooperative, CooperativeStatus},
    seat::MAX_SEATS,
    AccountId, CooperativeId, Did, Hash, Moment, Refusal, DAY,
};
use codec::Encode;
use polkadot_sdk::{
    frame_support::traits::{ConstU32, ConstU64},
    sp_core::hashing::blake2_256,
};

use crate::{
    consensus::Finality, policy::Policy, Cooperatives, Credentials, Did as Dids, Federation,
    Runtime, RuntimeCall, Seats, Timestamp,
};

/// Where a decision of the federation comes from.
pub type FederationDecision = pallet_federation::EnsureDecision<Runtime>;

impl pallet_federation::Config for Runtime {
    type RuntimeCall = RuntimeCall;
    type WeightInfo = ();
}

impl pallet_did::Config for Runtime {
    type Time = Timestamp;
    type Stewards = Cooperatives;
    type MaxStatementLife = ConstU64<{ 30 * DAY }>;
    type GuardianRecoveryDelay = ConstU64<{ 2 * DAY }>;
    type WeightInfo = ();
}

impl pallet_cooperatives::Config for Runtime {
    type FederationOrigin = FederationDecision;
    type Credentials = MembershipCredentials;
    type OnStatus = SeatOfCooperative;
    type MaxCooperatives = ConstU32<MAX_SEATS>;
    type WeightInfo = ();
}

impl pallet_credentials::Config for Runtime {
    type Time = Timestamp;
    type Authority = Issuers;
    type WeightInfo = ();
}

impl pallet_seats::Config for Runtime {
    type FederationOrigin = FederationDecision;
    type Stewards = Stewards;
    type Finality = Finality;
    type WeightInfo = ();
}

impl pallet_admission::Config for Runtime {
    type Time = Timestamp;
    type Signers = Signers;
    type Policy = Policy;
    type FederationOrigin = FederationDecision;
    type MaxDepth = ConstU32<4>;
    type MaxCalls = ConstU32<128>;
    type WeightInfo = ();
}

/// Who may issue credentials in whose name: a DID for itself and for what it controls, and a
/// cooperative's stewards for the cooperative.
pub struct Issuers;

impl pallet_credentials::IssuerAuthority for Issuers {
    fn did_of(account: &AccountId) -> Option<Did> {
        Dids::did_of(account)
    }

    fn may_issue_as(account: &AccountId, issuer: &Did) -> bool {
        Dids::ensure_actor(account, issuer).is_ok()
            || Dids::did_of(account)
                .zip(pallet_cooperatives::CooperativeOfDid::<Runtime>::get(issuer))
                .is_some_and(|(did, cooperative)| Cooperatives::is_steward(cooperative, &did))
    }

    fn is_active(did: &Did) -> bool {
        Dids::is_active(did)
    }
}

/// A membership is issued as a credential too: by the cooperative, about the member.
pub struct MembershipCredentials;

impl pallet_cooperatives::MembershipCredentials for MembershipCredentials {
    fn issue(issuer: &Did, subject: &Did, cooperative: CooperativeId, term: u32) {}

    fn revoke(issuer: &Did, subject: &Did, cooperative: CooperativeId, term: u32) {}
}

/// A cooperative's status decides whether its seat takes part.
pub struct SeatOfCooperative;

/// Who a cooperative's stewards are, by account.
pub struct Stewards;

impl pallet_seats::EnsureSteward for Stewards {
    fn is_steward(cooperative: CooperativeId, account: &AccountId) -> bool {
        Dids::did_of(account).is_some_and(|did| Cooperatives::is_steward(cooperative, &did))
    }
}

/// Who may write at all, and whose quota that uses.
pub struct Signers;

impl pallet_admission::SignerSource for Signers {
    fn signer(account: &AccountId) -> Result<Signer, Refusal> {
        if pallet_federation::Authority::<Runtime>::get().as_ref() == Some(account) {
            return Ok(Signer {
                standing: Standing::Federation,
                holder: QuotaHolder::Federation,
                cooperative: None,
            });
        }
        let as_did = match Dids::did_of(account) {
            Some(did) => match pallet_cooperatives::CooperativeOfDid::<Runtime>::get(did) {
                Some(cooperative) => organisation(did, cooperative),
                None => person(did),
            },
            None => Err(Refusal::UnknownAccount),
        };
        as_did.or_else(|refusal| operator(account).unwrap_or(Err(refusal)))
    }

    fn active_cooperatives() -> u32 {
        pallet_cooperatives::ActiveCooperatives::<Runtime>::get()
    }
}

/// A cooperative's own DID, as a signer.
fn organisation(did: Did, cooperative: CooperativeId) -> Result<Signer, Refusal> {
    ensure_active(cooperative)?;
    Ok(Signer {
        standing: Standing::Organisation,
        holder: QuotaHolder::Did(did),
        cooperative: Some(cooperative),
    })
}

/// A member or a steward, as a signer.
fn person(did: Did) -> Result<Signer, Refusal> {
    let (cooperative, steward) = Cooperatives::membership_for_admission(&did)?;
    Ok(Signer {
        standing: if steward { Standing::Steward } else { Standing::Member },
        holder: QuotaHolder::Did(did),
        cooperative: Some(cooperative),
    })
}

/// The operator of a seat, as a signer; `None` if the account operates none.
fn operator(account: &AccountId) -> Option<Result<Signer, Refusal>> {
    let cooperative = Seats::operator_cooperative(account)?;
    Some(ensure_active(cooperative).map(|()| Signer {
        standing: Standing::Operator,
        holder: QuotaHolder::Operator(cooperative),
        cooperative: Some(cooperative),
    }))
}

fn ensure_active(cooperative: CooperativeId) -> Result<(), Refusal> {
    match pallet_cooperatives::Cooperatives::<Runtime>::get(cooperative) {
        Some(Cooperative { status: CooperativeStatus::Active, .. }) => Ok(()),
        _ => Err(Refusal::CooperativeNotActive),
    }
}
