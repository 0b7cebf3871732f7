//! Who makes blocks and who finalizes them: Aura in turn, GRANDPA by two thirds, over the seats of
//! the active cooperatives.

use alloc::{boxed::Box, vec::Vec};
use codec::Encode;
use icn_primitives::{
    seat::{BlockEquivocation, MAX_SEATS},
    AccountId, BlockNumber, CooperativeId,
};
use polkadot_sdk::{
    frame_support::{
        parameter_types,
        traits::{ConstBool, ConstU32, ConstU64},
    },
    frame_system::{
        offchain::{CreateBare, CreateTransactionBase},
        RawOrigin,
    },
    pallet_aura, pallet_authorship, pallet_grandpa, pallet_offences, pallet_session,
    sp_consensus_aura::sr25519::AuthorityId as AuraId,
    sp_session::MembershipProof,
};

use crate::{
    limits, shards::unsigned, Aura, Grandpa, Historical, Offences, Runtime, RuntimeCall,
    RuntimeEvent, Seats, SessionKeys, UncheckedExtrinsic,
};

/// For how many sessions equivocations can still be proven.
pub const PROVABLE_SESSIONS: u32 = 6 * 24;

parameter_types! {
    /// How long a report of an equivocation stays in the pool, in blocks: a day.
    pub const ReportLongevity: u64 = 24 * 60 * 60 * 1000 / limits::SLOT;
}

impl pallet_aura::Config for Runtime {
    type AuthorityId = AuraId;
    type DisabledValidators = ();
    type MaxAuthorities = ConstU32<MAX_SEATS>;
    type AllowMultipleBlocksPerSlot = ConstBool<false>;
    type SlotDuration = limits::SlotDuration;
}

impl pallet_authorship::Config for Runtime {
    type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Aura>;
    type EventHandler = Seats;
}

impl pallet_session::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type ValidatorId = AccountId;
    type ValidatorIdOf = pallet_seats::OperatorToValidator<Self>;
    type ShouldEndSession = Seats;
    type NextSessionRotation = Seats;
    type SessionManager = pallet_session::historical::NoteHistoricalRoot<Self, Seats>;
    type SessionHandler =
        <SessionKeys as polkadot_sdk::sp_runtime::traits::OpaqueKeys>::KeyTypeIdProviders;
    type Keys = SessionKeys;
    // A suspended seat leaves at the session's end; until then GRANDPA's two thirds carry it.
    type DisablingStrategy = ();
    type WeightInfo = crate::weights::pallet_session::WeightInfo<Runtime>;
    // There is no token: nothing is at stake.
    type Currency = pallet_seats::NoCurrency<crate::RuntimeHoldReason>;
    type KeyDeposit = ConstU32<0>;
}

impl pallet_session::historical::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type FullIdentification = CooperativeId;
    type FullIdentificationOf = pallet_seats::SeatToCooperative<Self>;
}

impl pallet_offences::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type IdentificationTuple = pallet_session::historical::IdentificationTuple<Self>;
    type OnOffenceHandler = Seats;
}

impl pallet_grandpa::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = ();
    type MaxAuthorities = ConstU32<MAX_SEATS>;
    type MaxNominators = ConstU32<0>;
    type MaxSetIdSessionEntries = ConstU64<{ PROVABLE_SESSIONS as u64 }>;
    type KeyOwnerProof = MembershipProof;
    type EquivocationReportSystem =
        pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

impl<C> CreateTransactionBase<C> for Runtime
where
    RuntimeCall: From<C>,
{
    type Extrinsic = UncheckedExtrinsic;
    type RuntimeCall = RuntimeCall;
}

impl<C> CreateBare<C> for Runtime
where
    RuntimeCall: From<C>,
{
    fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
        polkadot_sdk::sp_runtime::generic::UncheckedExtrinsic::new_bare(call)
    }
}

/// The transaction that reports two blocks of one slot.
pub fn equivocation_report(equivocation: BlockEquivocation) -> Option<Vec<u8>> {
    let ownership = Seats::prove_ownership(&equivocation.offender)?;
    let equivocation = Box::new(equivocation);
    let call = pallet_seats::Call::<Runtime>::report_equivocation { equivocation, ownership };
    Some(unsigned(call.into()).encode())
}

/// GRANDPA, as the seats know it.
pub struct Finality;

impl pallet_seats::NoteStalled for Finality {
    fn note_stalled(delay: BlockNumber, best_finalized: BlockNumber) {
        // Only a missing root origin would be an error.
        let _ = Grandpa::note_stalled(RawOrigin::Root.into(), delay, best_finalized);
    }
}
