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

use crate::{Config, Error, Event, Pallet, WeightInfo};

impl<T: Config> Pallet<T> {
    /// Suspends the seat of a cooperative whose key signed twice. Never fails: a seat that is
    /// closed or suspended as gravely stays so, and the last one stays in.
    pub fn note_equivocation(cooperative: CooperativeId) {
        let reason = SuspensionReason::Equivocation;
        match Self::do_suspend_seat(cooperative, reason) {
            Ok(()) => Self::deposit_event(Event::SeatSuspended { cooperative, reason }),
            Err(error) if error == Error::<T>::LastSeat.into() => {
                Self::deposit_event(Event::SeatKept { cooperative, reason })
            }
            Err(_) => {}
        }
    }
}

impl<T: Config> OnOffenceHandler<AccountId, IdentificationTuple<T>, Weight> for Pallet<T> {
    fn on_offence(
        offences: &[OffenceDetails<AccountId, IdentificationTuple<T>>],
        _fractions: &[Perbill],
        _session: SessionIndex,
    ) -> Weight {
        for offence in offences {
            let (_, cooperative) = &offence.offender;
            Self::note_equivocation(*cooperative);
        }
        <T as Config>::WeightInfo::suspend_seat().saturating_mul(offences.len() as u64)
    }
}
