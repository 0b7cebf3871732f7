//! What part of a block light clients and messages cost: computed from the runtime's weights, not
//! measured.

use icn_runtime::{
    limits::SLOT,
    weights::{overhead::ExtrinsicBaseWeight, pallet_directory},
    Runtime,
};
use pallet_directory::WeightInfo as Directory;
use pallet_shards::WeightInfo as _;
use polkadot_sdk::{
    frame_support::{traits::Get, weights::Weight},
    frame_system,
};
