//! A chain with this pallet and one that asks for decisions.

use icn_primitives::{
    governance::{JointBody, ProposalId},
    shard::MessageNonce,
    BlockNumber, CooperativeId, ShardId,
};
use polkadot_sdk::{
    frame_support::traits::EnsureOrigin,
    polkadot_sdk_frame::{self as frame, testing_prelude::*},
};

use crate as pallet_federation;
use crate::{Origin, SendDecision};

/// A register that only the federation writes.
#[frame::pallet]
pub mod register {
    use super::*;

    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config {
        type FederationOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        type CooperativesOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = JointBody>;
    }

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    #[pallet::storage]
    pub type Entry<T> = StorageValue<_, u32>;

    #[pallet::error]
    pub enum Error<T> {
        Spoiled,
    }

    /// What writing takes.
    pub const WRITE: Weight = Weight::from_parts(1_000, 10);
    /// What a write turns out to have taken.
    pub const USED: Weight = Weight::from_parts(400, 10);

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Writes the entry.
        #[pallet::call_index(0)]
        #[pallet::weight(WRITE)]
        pub fn write(origin: OriginFor<T>, entry: u32) -> DispatchResultWithPostInfo {
            T::FederationOrigin::ensure_origin(origin)?;
            Entry::<T>::put(entry);
            Ok(Some(USED).into())
        }

        /// Writes the entry, and fails after it.
        #[pallet::call_index(1)]
        #[pallet::weight(WRITE)]
        pub fn spoil(origin: OriginFor<T>, entry: u32) -> DispatchResult {
            T::FederationOrigin::ensure_origin(origin)?;
            Entry::<T>::put(entry);
            Err(Error::<T>::Spoiled.into())
        }

        /// Writes how many cooperatives decided so.
        #[pallet::call_index(2)]
        #[pallet::weight(WRITE)]
        pub fn count(origin: OriginFor<T>) -> DispatchResult {
            let cooperatives = T::CooperativesOrigin::ensure_origin(origin)?;
            Entry::<T>::put(cooperatives.len() as u32);
            Ok(())
        }
    }
}

#[frame_construct_runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask,
        RuntimeViewFunction
    )]
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Federation = pallet_federation;
    #[runtime::pallet_index(2)]
    pub type Register = register;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = MockBlock<Self>;
}

/// Who stands for the federation here.
pub const BODY: u64 = 3;

/// Who decides for [`joint`] cooperatives here.
pub const COOPERATIVES: u64 = 4;

/// A decision of two cooperatives.
pub fn joint() -> Origin {
    let cooperatives = JointBody::truncate_from(vec![CooperativeId(1), CooperativeId(2)]);
    Origin::Cooperatives { cooperatives, proposal: ProposalId(7) }
}

/// Who stands for which body.
pub struct Bodies;

impl EnsureOrigin<RuntimeOrigin> for Bodies {
    type Success = Origin;

    fn try_origin(origin: RuntimeOrigin) -> Result<Origin, RuntimeOrigin> {
        match origin.as_signer() {
            Some(&BODY) => Ok(Origin::Federation),
            Some(&COOPERATIVES) => Ok(joint()),
            _ => Err(origin),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        Ok(RuntimeOrigin::signed(BODY))
    }
}

impl pallet_federation::Config for Test {
    type DecisionOrigin = Bodies;
    type Lanes = Lanes;
    type WeightInfo = ();
}

impl register::Config for Test {
    type FederationOrigin = pallet_federation::EnsureDecision<Self>;
    type CooperativesOrigin = pallet_federation::EnsureCooperatives<Self>;
}

/// The one shard to which messages can be sent.
pub const MARKET: ShardId = ShardId(1);

/// What was sent, in order. In storage, so that it is undone with whatever fails.
#[storage_alias]
pub type Sent = StorageValue<Mock, Vec<(ShardId, Vec<u8>, Option<BlockNumber>)>, ValueQuery>;

/// A lane to [`MARKET`].
pub struct Lanes;

impl SendDecision for Lanes {
    fn send(
        destination: ShardId,
        payload: Vec<u8>,
        expires_at: Option<BlockNumber>,
    ) -> Result<MessageNonce, DispatchError> {
        ensure!(destination == MARKET, DispatchError::Other("no such shard"));
        Sent::append((destination, payload, expires_at));
        Ok(Sent::get().len() as MessageNonce)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_destination() -> ShardId {
        MARKET
    }
}

/// The account that brings decisions, in [`federation`].
pub const AUTHORITY: u64 = 1;
/// Somebody else.
pub const OTHER: u64 = 2;

/// A chain whose genesis names this authority, in its first block.
pub fn with_authority(authority: Option<u64>) -> TestState {
    let genesis = RuntimeGenesisConfig {
        federation: pallet_federation::GenesisConfig { authority },
        ..Default::default()
    };
    let mut state = TestState::new(genesis.build_storage().unwrap());
    state.execute_with(|| System::set_block_number(1));
    state
}

/// A chain with an authority.
pub fn federation() -> TestState {
    with_authority(Some(AUTHORITY))
}
