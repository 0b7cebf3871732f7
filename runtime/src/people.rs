//! Identity, cooperatives, credentials, seats and admission, and how those pallets know each other.

use codec::Encode;
use icn_primitives::{
    admission::{QuotaHolder, Signer, Standing},
    membership::{Cooperative, CooperativeStatus, MAX_MEMBERSHIPS},
    seat::MAX_SEATS,
    AccountId, CooperativeId, Did, Hash, Refusal, DAY,
};
use pallet_cooperatives::Admissible;
use polkadot_sdk::{
    frame_support::traits::{ConstU32, ConstU64},
    sp_io::hashing::blake2_256,
    sp_runtime::{traits::Convert, DispatchResult},
};

use crate::{
    consensus::{Finality, PROVABLE_SESSIONS},
    decisions::{Bodies, FederationDecision, OwnDecision},
    policy::Policy,
    shards::{is_hub, Changed, FollowedShards, Messages, ThisShard},
    standing::ReputationOfActs,
    weights, Cooperatives, Credentials, Did as Dids, Directory, Runtime, Seats, Storage, Timestamp,
};

impl pallet_federation::Config for Runtime {
    type DecisionOrigin = Bodies;
    type Lanes = Messages;
    type WeightInfo = weights::pallet_federation::WeightInfo<Runtime>;
}

impl pallet_did::Config for Runtime {
    type Time = Timestamp;
    type Stewards = Cooperatives;
    type MaxStatementLife = ConstU64<{ 30 * DAY }>;
    type GuardianRecoveryDelay = ConstU64<{ 2 * DAY }>;
    type OnChange = Changed;
    type WeightInfo = weights::pallet_did::WeightInfo<Runtime>;
}

impl pallet_cooperatives::Config for Runtime {
    type FederationOrigin = FederationDecision;
    type CooperativeOrigin = OwnDecision;
    type Credentials = MembershipCredentials;
    type OnStatus = SeatOfCooperative;
    type OnChange = Changed;
    type MaxCooperatives = ConstU32<MAX_SEATS>;
    type WeightInfo = weights::pallet_cooperatives::WeightInfo<Runtime>;
}

impl pallet_credentials::Config for Runtime {
    type Time = Timestamp;
    type Authority = Issuers;
    type WeightInfo = weights::pallet_credentials::WeightInfo<Runtime>;
}

impl pallet_seats::Config for Runtime {
    type FederationOrigin = FederationDecision;
    type Stewards = Stewards;
    type Finality = Finality;
    type ProvableSessions = ConstU32<PROVABLE_SESSIONS>;
    type Offences = crate::Offences;
    type ThisShard = ThisShard;
    type KnownShards = FollowedShards;
    type OnChange = Changed;
    type CooperativeDid = CooperativeDid;
    type Reputation = ReputationOfActs;
    type WeightInfo = weights::pallet_seats::WeightInfo<Runtime>;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = Stewards;
}

impl pallet_admission::Config for Runtime {
    type Time = Timestamp;
    type Signers = Signers;
    type Policy = Policy;
    type FederationOrigin = FederationDecision;
    type MaxDepth = ConstU32<4>;
    type MaxCalls = ConstU32<128>;
    type WeightInfo = weights::pallet_admission::WeightInfo<Runtime>;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = Signers;
}

/// Who may issue credentials in whose name: a DID for itself and for what it controls, and a
/// cooperative's stewards for the cooperative.
pub struct Issuers;

impl pallet_credentials::IssuerAuthority for Issuers {
    fn may_issue_as(account: &AccountId, issuer: &Did) -> bool {
        Dids::ensure_actor(account, issuer).is_ok()
            || Dids::did_of(account)
                .zip(pallet_cooperatives::CooperativeOfDid::<Runtime>::get(issuer))
                .is_some_and(|(did, cooperative)| Cooperatives::is_steward(cooperative, &did))
    }

    fn is_active(did: &Did) -> bool {
        Dids::is_active(did)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn prepare() -> (AccountId, Did) {
        Self::steward_and_cooperative()
    }
}

/// A membership is issued as a credential too: by the cooperative, about the member.
pub struct MembershipCredentials;

/// Schema of a membership credential: Blake2-256 of this text.
pub const MEMBERSHIP_SCHEMA: &[u8] = b"icn membership 1";

/// The hash under which a membership is anchored: Blake2-256 of the SCALE encoding of schema text,
/// issuer, subject, cooperative and term, so that whoever knows these can look it up.
pub fn membership_credential(
    issuer: &Did,
    subject: &Did,
    cooperative: CooperativeId,
    term: u32,
) -> Hash {
    let content = (MEMBERSHIP_SCHEMA, issuer, subject, cooperative, term);
    blake2_256(&content.encode()).into()
}

impl pallet_cooperatives::MembershipCredentials for MembershipCredentials {
    fn issue(issuer: &Did, subject: &Did, id: CooperativeId, term: u32) -> DispatchResult {
        let hash = membership_credential(issuer, subject, id, term);
        let schema = blake2_256(MEMBERSHIP_SCHEMA).into();
        Credentials::do_anchor(*issuer, hash, schema, *subject, None)
    }

    fn revoke(issuer: &Did, subject: &Did, id: CooperativeId, term: u32) {
        let hash = membership_credential(issuer, subject, id, term);
        // What a cooperative has revoked itself stays revoked.
        let _ = Credentials::do_revoke(hash, None);
    }
}

/// A cooperative's status decides whether its seat takes part.
pub struct SeatOfCooperative;

impl pallet_cooperatives::OnCooperativeStatus for SeatOfCooperative {
    fn status_changed(id: CooperativeId, cooperative: &Cooperative) {
        match cooperative.status {
            CooperativeStatus::Applicant => {}
            CooperativeStatus::Active => {
                // An error tells that the seat is there already. There are as many seats as active
                // cooperatives, so there is always room for one more.
                let _ = Seats::open_seat(id, cooperative.did.0.account());
                Seats::set_cooperative_active(id, true);
            }
            CooperativeStatus::Suspended => Seats::set_cooperative_active(id, false),
            CooperativeStatus::Withdrawn | CooperativeStatus::Expelled => Seats::close_seat(id),
        }
    }
}

/// Who a cooperative's stewards are, by account.
pub struct Stewards;

impl pallet_seats::EnsureSteward for Stewards {
    fn is_steward(cooperative: CooperativeId, account: &AccountId) -> bool {
        Dids::did_of(account).is_some_and(|did| Cooperatives::is_steward(cooperative, &did))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_steward(cooperative: CooperativeId, account: &AccountId) {
        Self::appoint(cooperative, account);
    }
}

/// The DID of a cooperative, also of one that has left: on the hub from the cooperatives, elsewhere
/// from the directory.
pub struct CooperativeDid;

impl Convert<CooperativeId, Option<Did>> for CooperativeDid {
    fn convert(id: CooperativeId) -> Option<Did> {
        if is_hub() {
            Cooperatives::cooperative(id).map(|cooperative| cooperative.did)
        } else {
            Directory::cooperative(id).map(|cooperative| cooperative.did)
        }
    }
}

/// Who may write at all, and whose quota that uses.
pub struct Signers;

impl pallet_admission::SignerSource for Signers {
    fn look_up(account: &AccountId) -> Result<(Signer, u32), Refusal> {
        if pallet_federation::Authority::<Runtime>::get().as_ref() == Some(account) {
            return Ok((
                Signer {
                    standing: Standing::Federation,
                    holder: QuotaHolder::Federation,
                    cooperative: None,
                },
                1,
            ));
        }
        let hub = is_hub();
        let did = if hub { Dids::did_of(account) } else { Directory::did_of(account) };
        let as_did = match did {
            Some(did) => match cooperative_of(&did, hub) {
                Some(cooperative) => organisation(did, cooperative).map(|signer| (signer, 1)),
                None => person(did, hub),
            },
            None => Err(Refusal::UnknownAccount),
        };
        // Before an operator was found, all memberships may have been looked at in vain.
        as_did.or_else(|refusal| {
            operator(account).unwrap_or(Err(refusal)).map(|signer| (signer, MAX_MEMBERSHIPS))
        })
    }

    fn active_cooperatives() -> u32 {
        if is_hub() {
            Cooperatives::active_cooperatives()
        } else {
            pallet_directory::ActiveCooperatives::<Runtime>::get()
        }
    }
}

/// The cooperative whose own DID this is: on the hub from the cooperatives, elsewhere from the
/// directory.
fn cooperative_of(did: &Did, hub: bool) -> Option<CooperativeId> {
    if hub {
        pallet_cooperatives::CooperativeOfDid::<Runtime>::get(did)
    } else {
        Directory::cooperative_of_did(did)
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

/// A member or a steward, as a signer, and how many memberships were looked at.
fn person(did: Did, hub: bool) -> Result<(Signer, u32), Refusal> {
    let (cooperative, steward, memberships) = if hub {
        let Admissible { cooperative, steward, memberships } =
            Cooperatives::membership_for_admission(&did)?;
        (cooperative, steward, memberships)
    } else {
        Directory::membership_for_admission(&did)?
    };
    let signer = Signer {
        standing: if steward { Standing::Steward } else { Standing::Member },
        holder: QuotaHolder::Did(did),
        cooperative: Some(cooperative),
    };
    Ok((signer, memberships))
}

/// The operator of a seat or the node of a provider, as a signer; `None` if the account is neither.
fn operator(account: &AccountId) -> Option<Result<Signer, Refusal>> {
    let cooperative =
        Seats::operator_cooperative(account).or_else(|| Storage::provider_of(account))?;
    Some(ensure_active(cooperative).map(|()| Signer {
        standing: Standing::Operator,
        holder: QuotaHolder::Operator(cooperative),
        cooperative: Some(cooperative),
    }))
}

fn ensure_active(cooperative: CooperativeId) -> Result<(), Refusal> {
    let status =
        if is_hub() { Cooperatives::status(cooperative) } else { Directory::status(cooperative) };
    match status {
        Some(CooperativeStatus::Active) => Ok(()),
        _ => Err(Refusal::CooperativeNotActive),
    }
}
