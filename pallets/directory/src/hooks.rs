//! What the runtime connects to both ends.

use alloc::vec::Vec;
use icn_primitives::{
    directory::{DirectoryCooperative, DirectorySeat, Person},
    shard::MessageNonce,
    CooperativeId, Did, ShardId,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

/// What there is to tell of each subject, as it is on the hub now. Reads a bounded number of
/// entries.
pub trait RecordSource {
    /// Whoever has `did`: `None` when it has ended or has neither keys nor memberships.
    fn person(did: &Did) -> Option<Person>;

    /// Cooperative `id`.
    fn cooperative(id: CooperativeId) -> Option<DirectoryCooperative>;

    /// The seat of cooperative `id`, with its session keys for `shard`.
    fn seat(id: CooperativeId, shard: ShardId) -> Option<DirectorySeat>;

    /// Makes a person whose record is as costly as any, another one for each number.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_person(number: u32) -> Did;
}

/// The way to the followers.
pub trait Lanes {
    /// All followers; at most [`MAX_SHARDS`](icn_primitives::shard::MAX_SHARDS).
    fn destinations() -> Vec<ShardId>;

    /// How many updates may be sent to this shard now. Less than the lane holds, where others must
    /// find room as well.
    fn room(destination: ShardId) -> u32;

    /// Puts a message at the end of the lane there, and gives its number.
    fn send(destination: ShardId, payload: Vec<u8>) -> Result<MessageNonce, DispatchError>;

    /// Makes a follower whose lane is empty, another one for each number.
    #[cfg(feature = "runtime-benchmarks")]
    fn make_destination(number: u32) -> ShardId;
}

/// Takes the records of seats, on followers.
pub trait OnSeat {
    /// The most that one record may cost.
    fn max_weight() -> Weight;

    /// The seat of this cooperative is as the record says on the hub; `None`: there is none.
    /// Records and doesn't fail: the hub's word stands.
    fn seat_changed(cooperative: CooperativeId, seat: Option<DirectorySeat>);
}

impl OnSeat for () {
    fn max_weight() -> Weight {
        Weight::zero()
    }

    fn seat_changed(_cooperative: CooperativeId, _seat: Option<DirectorySeat>) {}
}
