//! Carrying out what was decided.

use codec::DecodeLimit;
use icn_primitives::governance::{Proposal, ProposalId};
use polkadot_sdk::{
    frame_support::{storage::with_storage_layer, MAX_EXTRINSIC_DEPTH},
    polkadot_sdk_frame::prelude::*,
};

use crate::{
    transitions::Happening, Calls, Config, Error, Event, ExecutionErrors, Members, Origin, Pallet,
    WeightInfo,
};

impl<T: Config> Pallet<T> {
    /// Carries out an approved proposal: all of its call takes effect, or nothing.
    pub(crate) fn execute(id: ProposalId, mut proposal: Proposal) -> DispatchResult {
        match with_storage_layer(|| Self::carry_out(id, &proposal)) {
            Ok(()) => Self::take_on(id, &mut proposal, Happening::TookEffect),
            Err(error) => {
                ExecutionErrors::<T>::insert(id, error);
                Self::take_on(id, &mut proposal, Happening::CouldNot)?;
                Self::deposit_event(Event::ProposalExecutionFailed { proposal: id, error });
                Ok(())
            }
        }
    }

    fn carry_out(id: ProposalId, proposal: &Proposal) -> DispatchResult {
        let Some((call, length)) = Self::call_of(id)? else { return Ok(()) };
        let step =
            T::WeightInfo::execute(length).saturating_add(call.get_dispatch_info().call_weight);
        ensure!(Self::fits_agenda(step), Error::<T>::CallTooHeavy);
        let (body, kind) = (&proposal.body, proposal.kind);
        let there = body.named().is_none_or(|named| {
            named.iter().all(|cooperative| T::Members::takes_part(*cooperative))
        });
        ensure!(there, Error::<T>::InvalidBody);
        ensure!(Self::may_decide(body, kind, &call), Error::<T>::CallNotAllowed);
        let origin = Origin::of(body.clone(), kind, id);
        call.dispatch(origin.into()).map(|_| ()).map_err(|failed| failed.error)
    }

    /// What proposal `id` carries out, and how long it is encoded; `None`: nothing.
    ///
    /// Errors: [`Error::CallOutdated`] if an upgrade of the runtime changed how calls are encoded,
    /// so that these bytes may say something else than was decided.
    pub(crate) fn call_of(id: ProposalId) -> Result<Option<(RuntimeCallFor<T>, u32)>, Error<T>> {
        let Some((version, encoded)) = Calls::<T>::get(id) else { return Ok(None) };
        ensure!(version == Self::transaction_version(), Error::<T>::CallOutdated);
        RuntimeCallFor::<T>::decode_all_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut &encoded[..])
            .map(|call| Some((call, encoded.len() as u32)))
            .map_err(|_| Error::<T>::CallOutdated)
    }

    /// The version of how calls are encoded.
    pub(crate) fn transaction_version() -> u32 {
        <T as frame_system::Config>::Version::get().transaction_version
    }
}
