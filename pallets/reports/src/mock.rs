//! A shard with this pallet, and a lane to the hub.

use icn_primitives::shard::MessageNonce;
use polkadot_sdk::polkadot_sdk_frame::testing_prelude::*;

use crate as pallet_reports;
use crate::SendReports;

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
    pub type Reports = pallet_reports;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = MockBlock<Self>;
}

/// Most reports that wait here.
pub const MAX_WAITING: u32 = 100;
/// After how many blocks they are sent.
pub const INTERVAL: u32 = 5;

impl pallet_reports::Config for Test {
    type Hub = Lane;
    type MaxWaiting = ConstU32<MAX_WAITING>;
    type Interval = ConstU32<INTERVAL>;
    type WeightInfo = ();
}

/// What was sent, in order.
#[storage_alias]
pub type Sent = StorageValue<Mock, Vec<Vec<u8>>, ValueQuery>;
/// How many more messages the lane holds.
#[storage_alias]
pub type Room = StorageValue<Mock, u32, ValueQuery>;
/// Whether the lane refuses whatever it is given.
#[storage_alias]
pub type Closed = StorageValue<Mock, bool, ValueQuery>;

/// A lane to the hub.
pub struct Lane;

impl SendReports for Lane {
    fn room() -> u32 {
        Room::get()
    }

    fn send(payload: Vec<u8>) -> Result<MessageNonce, DispatchError> {
        ensure!(!Closed::get(), DispatchError::Unavailable);
        Room::mutate(|room| *room = room.saturating_sub(1));
        Sent::append(payload);
        Ok(Sent::get().len() as MessageNonce)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn make_room() {
        Room::put(1);
    }
}

/// A shard with an empty lane, in its first block.
pub fn shard() -> TestState {
    let mut state = TestState::new(RuntimeGenesisConfig::default().build_storage().unwrap());
    state.execute_with(|| {
        System::set_block_number(1);
        Room::put(100);
    });
    state
}

/// Runs `blocks` more blocks' beginnings.
pub fn run(blocks: u64) {
    for _ in 0..blocks {
        let now = System::block_number() + 1;
        System::set_block_number(now);
        Reports::on_initialize(now);
    }
}
