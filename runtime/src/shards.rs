//! Shards: which one this is, what it learns from the others, and which messages mean what.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use icn_primitives::{
    apis::RelayLimits,
    directory::{DirectoryCooperative, DirectoryMembership, DirectorySeat, Person, Subject},
    message::{CooperativesDecision, ReputationReports, ShardMessage},
    shard::{Message, MessageError, MessageNonce, Outcome, ShardId, ShardRole, MAX_UNCONFIRMED},
    BlockNumber, CooperativeId, Did as DidName, Hash, Header,
};
use pallet_federation::Origin;
use pallet_reputation::WeightInfo as _;
use pallet_seats::WeightInfo as _;
use pallet_shards::{OnAnswer, OnMessage, SendMessage};
use polkadot_sdk::{
    bp_header_chain::justification::GrandpaJustification,
    frame_metadata_hash_extension::CheckMetadataHash,
    frame_support::{
        parameter_types,
        traits::{ConstU32, Contains, Get},
        weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight},
    },
    frame_system,
    sp_consensus_grandpa::{AuthorityId as GrandpaId, SetId},
    sp_runtime::{generic::Era, DispatchError, DispatchResult},
};

use crate::{
    decisions::FederationDecision, trade::Escrow, weights, Cooperatives, Did, Directory,
    Federation, Grandpa, Ledger, Reputation, Runtime, Seats, Shards, Timestamp, TxExtension,
    UncheckedExtrinsic,
};

/// The federation shard, which all others follow.
pub const HUB: ShardId = ShardId(0);

parameter_types! {
    /// Execution time that the effect of one message may take: a fifth of a block, so that the
    /// fullest update of the directory fits.
    pub const MaxEffect: Weight = Weight::from_parts(250 * WEIGHT_REF_TIME_PER_MILLIS, u64::MAX / 4);
    /// Execution time that all effects of an update may take together: two fifths of a block;
    /// members' transactions get the rest.
    pub const EffectsPerUpdate: Weight =
        Weight::from_parts(500 * WEIGHT_REF_TIME_PER_MILLIS, u64::MAX / 2);
}

impl pallet_shards::Config for Runtime {
    type FederationOrigin = FederationDecision;
    type Time = Timestamp;
    type OnMessage = Messages;
    type OnAnswer = Messages;
    type KeptHeaders = ConstU32<64>;
    // Five minutes.
    type RefreshInterval = ConstU32<100>;
    type ProofSize = ConstU32<{ 1024 * 1024 }>;
    type MessagesPerUpdate = ConstU32<2048>;
    type MessagesPerBlock = ConstU32<4096>;
    type MaxEffect = MaxEffect;
    type EffectsPerUpdate = EffectsPerUpdate;
    type OwnAuthorities = OwnAuthorities;
    type WeightInfo = weights::pallet_shards::WeightInfo<Runtime>;
}

impl pallet_directory::Config for Runtime {
    type IsHub = IsHub;
    type Source = Records;
    type Lanes = Messages;
    type OnSeat = FollowedSeats;
    type RecordsPerBlock = ConstU32<64>;
    type RecordsPerMessage = ConstU32<16>;
    type RetryDelay = ConstU32<100>;
    type WeightInfo = weights::pallet_directory::WeightInfo<Runtime>;
}

/// Whether this is the federation shard.
pub fn is_hub() -> bool {
    Shards::this_role() == ShardRole::Federation
}

/// [`is_hub`], as a parameter.
pub struct IsHub;

/// The role of a shard that this one follows.
fn role_of(shard: ShardId) -> Option<ShardRole> {
    pallet_shards::Shards::<Runtime>::get(shard).map(|shard| shard.role)
}

impl Get<bool> for IsHub {
    fn get() -> bool {
        is_hub()
    }
}

/// Which shard this is, as a parameter.
pub struct ThisShard;

impl Get<ShardId> for ThisShard {
    fn get() -> ShardId {
        Shards::this_shard()
    }
}

/// The shards that this one follows.
pub struct FollowedShards;

impl Contains<ShardId> for FollowedShards {
    fn contains(shard: &ShardId) -> bool {
        pallet_shards::Shards::<Runtime>::contains_key(shard)
    }
}

/// Whose votes make this shard's blocks final.
pub struct OwnAuthorities;

impl Get<Vec<GrandpaId>> for OwnAuthorities {
    fn get() -> Vec<GrandpaId> {
        Grandpa::grandpa_authorities().into_iter().map(|(key, _)| key).collect()
    }
}

/// Which pallet takes which message, and gives the answer to which.
pub struct Messages;

impl Messages {
    /// Whether shard `source` may send such a message to this one.
    fn may_say(source: ShardId, message: &ShardMessage) -> bool {
        match message {
            ShardMessage::Directory(_)
            | ShardMessage::Decision { .. }
            | ShardMessage::CooperativesDecision(_) => source == HUB,
            ShardMessage::Escrow(_) => is_hub() && role_of(source) == Some(ShardRole::Marketplace),
            // Which acts it may speak of, its role says.
            ShardMessage::Reputation(_) => is_hub(),
        }
    }

    /// What can't be read costs what reading it takes.
    fn unreadable(payload: &[u8]) -> Weight {
        Weight::from_parts(1_000, 0).saturating_mul(payload.len() as u64)
    }
}

impl OnMessage for Messages {
    fn weight(_source: ShardId, payload: &[u8]) -> Weight {
        match ShardMessage::from_payload(payload) {
            Ok(ShardMessage::Directory(update)) => Directory::weight_of(&update),
            Ok(
                ShardMessage::Decision { call }
                | ShardMessage::CooperativesDecision(CooperativesDecision::V1 { call, .. }),
            ) => Federation::weight_of(&call),
            Ok(ShardMessage::Escrow(request)) => Ledger::weight_of(&request),
            Ok(ShardMessage::Reputation(ReputationReports::V1 { reports })) => {
                Reputation::reports_weight(&reports)
            }
            Err(_) => Self::unreadable(payload),
        }
    }

    fn on_message(source: ShardId, payload: &[u8]) -> Result<(), MessageError> {
        let message = ShardMessage::from_payload(payload)?;
        if !Self::may_say(source, &message) {
            return Err(MessageError::refused("NotAuthorized"));
        }
        match message {
            ShardMessage::Directory(update) => Ok(Directory::apply(update)?),
            ShardMessage::Decision { call } => Federation::on_message(Origin::Federation, &call),
            ShardMessage::CooperativesDecision(CooperativesDecision::V1 {
                cooperatives,
                proposal,
                call,
            }) => Federation::on_message(Origin::Cooperatives { cooperatives, proposal }, &call),
            ShardMessage::Escrow(request) => Ok(Ledger::on_request(source, &request)?),
            ShardMessage::Reputation(ReputationReports::V1 { reports }) => {
                let role = role_of(source).ok_or(MessageError::refused("NotAuthorized"))?;
                Reputation::on_reports(role, &reports);
                Ok(())
            }
        }
    }
}

impl OnAnswer for Messages {
    fn weight(_destination: ShardId, message: &Message) -> Weight {
        match ShardMessage::from_payload(&message.payload) {
            Ok(ShardMessage::Directory(_)) => Directory::max_answer_weight(),
            Ok(ShardMessage::Decision { .. } | ShardMessage::CooperativesDecision(_)) => {
                Federation::answer_weight()
            }
            Ok(ShardMessage::Escrow(_)) => Escrow::answer_weight(),
            // What became of each report, the hub tells.
            Ok(ShardMessage::Reputation(_)) => Weight::zero(),
            Err(_) => Self::unreadable(&message.payload),
        }
    }

    fn on_answer(destination: ShardId, message: &Message, outcome: &Outcome) -> DispatchResult {
        match ShardMessage::from_payload(&message.payload) {
            Ok(ShardMessage::Directory(update)) => {
                Directory::on_answer(destination, &update, outcome)
            }
            Ok(ShardMessage::Decision { .. } | ShardMessage::CooperativesDecision(_)) => {
                Federation::on_answer(destination, message.nonce, outcome)
            }
            Ok(ShardMessage::Escrow(request)) => Escrow::on_answer(&request, outcome),
            // It needs no answer, or was sent by a runtime that this one no longer understands:
            // nobody waits for it.
            Ok(ShardMessage::Reputation(_)) | Err(_) => {}
        }
        Ok(())
    }
}

impl pallet_directory::Lanes for Messages {
    fn destinations() -> Vec<ShardId> {
        Shards::destinations()
    }

    /// Half of the lane is kept for decisions.
    fn room(destination: ShardId) -> u32 {
        Shards::room(destination).saturating_sub(MAX_UNCONFIRMED / 2)
    }

    fn send(destination: ShardId, payload: Vec<u8>) -> Result<MessageNonce, DispatchError> {
        Shards::send(destination, payload, None)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_destination(number: u32) -> ShardId {
        crate::benchmarking::follow_shard(number)
    }
}

impl pallet_federation::SendDecision for Messages {
    fn send(
        destination: ShardId,
        payload: Vec<u8>,
        expires_at: Option<BlockNumber>,
    ) -> Result<MessageNonce, DispatchError> {
        Shards::send(destination, payload, expires_at)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_destination() -> ShardId {
        crate::benchmarking::follow_shard(0)
    }
}

impl pallet_reports::SendReports for Messages {
    /// Half of the lane is kept for what somebody waits for.
    fn room() -> u32 {
        Shards::room(HUB).saturating_sub(MAX_UNCONFIRMED / 2)
    }

    fn send(payload: Vec<u8>) -> Result<MessageNonce, DispatchError> {
        Shards::send(HUB, payload, None)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_room() {
        crate::benchmarking::follow_hub();
    }
}

/// What the hub tells the other shards, as it stands now.
pub struct Records;

impl pallet_directory::RecordSource for Records {
    fn person(did: &DidName) -> Option<Person> {
        let document = Did::document(did).filter(|document| !document.deactivated);
        let keys: Vec<_> = document.iter().flat_map(|document| document.authentication()).collect();
        let memberships: Vec<_> = Cooperatives::memberships(did)
            .into_iter()
            .map(|(cooperative, membership)| DirectoryMembership {
                cooperative,
                status: membership.status,
                roles: membership.roles,
            })
            .collect();
        if keys.is_empty() && memberships.is_empty() {
            return None;
        }
        // Both are within these bounds where they come from.
        Some(Person { keys: keys.try_into().ok()?, memberships: memberships.try_into().ok()? })
    }

    fn cooperative(id: CooperativeId) -> Option<DirectoryCooperative> {
        let cooperative = Cooperatives::cooperative(id)?;
        Some(DirectoryCooperative { did: cooperative.did, status: cooperative.status })
    }

    fn seat(id: CooperativeId, shard: ShardId) -> Option<DirectorySeat> {
        Seats::directory_seat(id, shard)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_person(number: u32) -> DidName {
        crate::benchmarking::dear_person(number)
    }
}

/// Notes for the directory what changed.
pub struct Changed;

impl pallet_did::OnDidChange for Changed {
    fn accounts_changed(did: &DidName) {
        Directory::touch(Subject::Person(*did));
        Reputation::subject_changed(did);
    }

    fn ended_weight() -> Weight {
        weights::pallet_reputation::WeightInfo::<Runtime>::subject_changed()
    }
}

impl pallet_cooperatives::OnMembershipChange for Changed {
    fn membership_changed(did: &DidName) {
        Directory::touch(Subject::Person(*did));
    }

    fn cooperative_changed(id: CooperativeId) {
        Directory::touch(Subject::Cooperative(id));
    }
}

impl pallet_seats::OnSeatChange for Changed {
    fn seat_changed(id: CooperativeId) {
        Directory::touch(Subject::Seat(id));
    }
}

/// Seats on shards that follow the hub's.
pub struct FollowedSeats;

impl pallet_directory::OnSeat for FollowedSeats {
    fn max_weight() -> Weight {
        weights::pallet_seats::WeightInfo::<Runtime>::follow_seat()
    }

    fn seat_changed(id: CooperativeId, seat: Option<DirectorySeat>) {
        Seats::follow_seat(id, seat);
    }
}

/// What a relay may bring at once.
pub fn relay_limits() -> RelayLimits {
    RelayLimits {
        messages: <Runtime as pallet_shards::Config>::MessagesPerUpdate::get(),
        proof_size: <Runtime as pallet_shards::Config>::ProofSize::get(),
        refresh_interval: <Runtime as pallet_shards::Config>::RefreshInterval::get(),
    }
}

/// The transaction that brings what a relay has; an error's name if there is nothing to bring.
pub fn relay_transaction(
    source: ShardId,
    finality: Option<(Header, Vec<u8>, SetId)>,
    at: Hash,
    proof: Vec<Vec<u8>>,
) -> Result<Vec<u8>, Vec<u8>> {
    let finality = match finality {
        Some((header, votes, set_id)) => {
            let justification = GrandpaJustification::decode(&mut &votes[..])
                .map_err(|_| b"InvalidJustification".to_vec())?;
            Some((header, justification, set_id))
        }
        None => None,
    };
    let call = Shards::relay_call(source, finality, at, proof)
        .map_err(|error| <&'static str>::from(error).as_bytes().to_vec())?;
    Ok(unsigned(call.into()).encode())
}

/// A transaction that nobody signs, because what its call holds is proof enough.
pub(crate) fn unsigned(call: crate::RuntimeCall) -> UncheckedExtrinsic {
    let extension: TxExtension = (
        frame_system::AuthorizeCall::new(),
        frame_system::CheckNonZeroSender::new(),
        frame_system::CheckSpecVersion::new(),
        frame_system::CheckTxVersion::new(),
        frame_system::CheckGenesis::new(),
        frame_system::CheckMortality::from(Era::Immortal),
        pallet_admission::Admit::new(),
        frame_system::CheckNonce::from(0),
        frame_system::CheckWeight::new(),
        CheckMetadataHash::new(false),
        frame_system::WeightReclaim::new(),
    );
    UncheckedExtrinsic::new_transaction(call, extension)
}
