//! What follows from a proven equivocation.

use icn_primitives::{seat::SuspensionReason, AccountId, CooperativeId};
use polkadot_sdk::{
    pallet_session::historical::IdentificationTuple,
    polkadot_sdk_frame::prelude::*,
    sp_runtime::Perbill,
    sp_staking::{
        offence::{OffenceDetails, OnOffenceHandler},
        SessionIndex,
    },
};

use crate::{Config, Pallet, WeightInfo};

impl<T: Config> Pallet<T> {
    /// Suspends the seat of a cooperative whose key signed twice in `session`, and takes its
    /// reputation for it. Never fails: a seat that is closed or suspended as gravely stays so, and
    /// the last one stays in.
    pub fn note_equivocation(cooperative: CooperativeId, session: SessionIndex) {
        Self::take_for_equivocation(cooperative, session);
        Self::suspend_or_keep(cooperative, SuspensionReason::Equivocation);
    }
}

impl<T: Config> OnOffenceHandler<AccountId, IdentificationTuple<T>, Weight> for Pallet<T> {
    fn on_offence(
        offences: &[OffenceDetails<AccountId, IdentificationTuple<T>>],
        _fractions: &[Perbill],
        session: SessionIndex,
    ) -> Weight {
        for offence in offences {
            let (_, cooperative) = &offence.offender;
            Self::note_equivocation(*cooperative, session);
        }
        <T as Config>::WeightInfo::note_equivocation().saturating_mul(offences.len() as u64)
    }
}
