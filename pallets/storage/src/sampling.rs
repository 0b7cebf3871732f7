//! Which segments a challenge asks for, and when the next one comes: see "Where the samples come
//! from" on the crate's page.

use alloc::collections::BTreeSet;
use codec::Encode;
use icn_primitives::{
    storage::{CommitmentId, ENTROPY_BLOCKS, MAX_SAMPLES},
    BlockNumber, Hash,
};
use polkadot_sdk::{
    polkadot_sdk_frame::prelude::*, sp_io::hashing::blake2_256,
    sp_runtime::traits::SaturatedConversion,
};

use crate::{Config, Pallet, Parameters};

/// The hashes of the last blocks, the newest first.
#[derive(Clone, Copy, Debug)]
pub struct Entropy(pub [Hash; ENTROPY_BLOCKS as usize]);

impl Entropy {
    /// Before the present block.
    pub(crate) fn read<T: Config>() -> Self {
        let mut number = frame_system::Pallet::<T>::block_number();
        Self([(); ENTROPY_BLOCKS as usize].map(|()| {
            number = number.saturating_sub(One::one());
            frame_system::Pallet::<T>::block_hash(number)
        }))
    }

    /// A number for the `place`th draw, evenly distributed over 128 bits.
    fn draw(&self, what: &str, commitment: CommitmentId, number: u32, place: u32) -> u128 {
        let block = place.checked_rem(ENTROPY_BLOCKS).unwrap_or_default() as usize;
        let hash = self.0.get(block).copied().unwrap_or_default();
        let seed = blake2_256(&(what, hash, commitment, number, place).encode());
        seed.iter().take(16).fold(0, |drawn, byte| drawn << 8 | u128::from(*byte))
    }

    /// The segments that challenge `number` of a commitment asks for, in order, each once: `samples`
    /// draws out of a file of so many `segments`. What 128 bits favour of 2³⁰ is below one in 2⁹⁸.
    pub fn segments(
        &self,
        commitment: CommitmentId,
        number: u32,
        samples: u32,
        segments: u32,
    ) -> BoundedVec<u32, ConstU32<MAX_SAMPLES>> {
        let drawn: BTreeSet<u32> = (0..samples.min(MAX_SAMPLES))
            .filter_map(|place| {
                let drawn = self.draw("icn storage sample 1", commitment, number, place);
                drawn.checked_rem(segments.into())?.try_into().ok()
            })
            .collect();
        BoundedVec::truncate_from(drawn.into_iter().collect())
    }

    /// Blocks from challenge `number` to the next one, or from the commitment to the first one: half
    /// a period to one and a half.
    pub fn delay(&self, commitment: CommitmentId, number: u32, period: BlockNumber) -> BlockNumber {
        let drawn = self.draw("icn storage delay 1", commitment, number, 0);
        let more = drawn.checked_rem(period.into()).unwrap_or_default();
        let half = period.div_ceil(2);
        half.saturating_add(more.saturated_into())
    }
}

impl<T: Config> Pallet<T> {
    /// The present block.
    pub(crate) fn block() -> BlockNumber {
        frame_system::Pallet::<T>::block_number().saturated_into()
    }

    /// The block of the challenge after this one, or of a commitment's first one. Its window has
    /// passed by then, and none of the blocks whose hashes the next takes is made yet: half a period
    /// is at least a window, and that no less than these blocks.
    pub(crate) fn next_due(commitment: CommitmentId, number: u32) -> BlockNumber {
        let period = Parameters::<T>::get().challenge_period;
        let delay = Entropy::read::<T>().delay(commitment, number, period);
        Self::block().saturating_add(delay).saturating_add(1)
    }
}
