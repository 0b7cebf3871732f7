//! Two blocks of one slot, made by one seat: whether a report of them is right and new, and what it
//! says. Two votes of one round are reported to GRANDPA's pallet; Aura's has no such report.

use alloc::{vec, vec::Vec};
use codec::Encode;
use polkadot_sdk::{
    frame_support::{pallet_prelude::*, traits::KeyOwnerProofSystem},
    frame_system::pallet_prelude::HeaderFor,
    pallet_aura,
    pallet_session::historical::{self, IdentificationTuple},
    sp_consensus_aura::digests::CompatibleDigestItem,
    sp_consensus_slots::{EquivocationProof, Slot},
    sp_runtime::{traits::Header, DigestItem, Perbill, RuntimeAppPublic},
    sp_session::MembershipProof,
    sp_staking::{
        offence::{Kind, Offence, ReportOffence},
        SessionIndex,
    },
};

use crate::{Config, Error, Pallet};

/// Most bytes of a report. Two headers that each name a whole set of authorities take half of it,
/// and the proof whose key it is some kilobytes.
pub const MAX_REPORT: u32 = 32 * 1024;
/// How long a report waits for a block, in blocks: a day of three seconds each.
const LONGEVITY: TransactionLongevity = 24 * 60 * 60 / 3;

/// Two headers of one slot with their seals, and the key that made both.
pub type BlockEquivocation<T> =
    EquivocationProof<HeaderFor<T>, <T as pallet_aura::Config>::AuthorityId>;
type SealOf<T> = <<T as pallet_aura::Config>::AuthorityId as RuntimeAppPublic>::Signature;

/// That a seat made two blocks in one slot. However often it is reported, it is one offence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EquivocationOffence<Offender> {
    offender: Offender,
    slot: Slot,
    session: SessionIndex,
    validators: u32,
}

impl<Offender: Clone> Offence<Offender> for EquivocationOffence<Offender> {
    const ID: Kind = *b"aura:equivocatio";
    type Slot = Slot;

    fn offenders(&self) -> Vec<Offender> {
        vec![self.offender.clone()]
    }

    fn session_index(&self) -> SessionIndex {
        self.session
    }

    fn validator_set_count(&self) -> u32 {
        self.validators
    }

    fn slot(&self) -> Slot {
        self.slot
    }

    fn slash_fraction(&self, _offenders: u32) -> Perbill {
        // Nothing is at stake but the seat.
        Perbill::zero()
    }
}

impl<T: Config> Pallet<T> {
    /// Reports two blocks of one slot, as [`Config::Offences`] takes it.
    pub(crate) fn do_report(
        equivocation: &BlockEquivocation<T>,
        ownership: &MembershipProof,
    ) -> DispatchResult {
        let offence = Self::offence(equivocation, ownership)?;
        T::Offences::report_offence(vec![], offence).map_err(|_| Error::<T>::AlreadyReported.into())
    }

    /// Does all that the call does, but for writing it down.
    pub(crate) fn authorize_report_equivocation(
        equivocation: &BlockEquivocation<T>,
        ownership: &MembershipProof,
    ) -> TransactionValidityWithRefund {
        Self::offence(equivocation, ownership).map_err(|error| match error {
            Error::AlreadyReported => InvalidTransaction::Stale,
            _ => InvalidTransaction::BadProof,
        })?;
        ValidTransaction::with_tag_prefix("BlockEquivocation")
            .priority(TransactionPriority::MAX)
            .and_provides((&equivocation.offender, equivocation.slot))
            .longevity(LONGEVITY)
            .propagate(true)
            .build()
            .map(|valid| (valid, Weight::zero()))
    }

    /// What the two headers prove, if it isn't known yet.
    fn offence(
        equivocation: &BlockEquivocation<T>,
        ownership: &MembershipProof,
    ) -> Result<EquivocationOffence<IdentificationTuple<T>>, Error<T>> {
        let EquivocationProof { offender, slot, first_header, second_header } = equivocation;
        let length = equivocation.encoded_size().saturating_add(ownership.encoded_size());
        ensure!(length <= MAX_REPORT as usize, Error::<T>::InvalidEquivocation);
        ensure!(first_header.hash() != second_header.hash(), Error::<T>::InvalidEquivocation);
        for header in [first_header, second_header] {
            ensure!(Self::is_sealed(header, *slot, offender), Error::<T>::InvalidEquivocation);
        }
        let key = (<T::AuthorityId as RuntimeAppPublic>::ID, offender.to_raw_vec());
        let offender = historical::Pallet::<T>::check_proof(key, ownership.clone())
            .ok_or(Error::<T>::InvalidProof)?;
        let offence = EquivocationOffence {
            offender,
            slot: *slot,
            session: ownership.session,
            validators: ownership.validator_count,
        };
        ensure!(
            !T::Offences::is_known_offence(&offence.offenders(), slot),
            Error::<T>::AlreadyReported
        );
        Ok(offence)
    }

    /// Whether this header is of this slot, and sealed with this key.
    fn is_sealed(header: &HeaderFor<T>, slot: Slot, key: &T::AuthorityId) -> bool {
        let mut unsealed = header.clone();
        let seal: Option<SealOf<T>> =
            unsealed.digest_mut().pop().and_then(|last| last.as_aura_seal());
        let said = unsealed
            .digest()
            .logs()
            .iter()
            .find_map(<DigestItem as CompatibleDigestItem<SealOf<T>>>::as_aura_pre_digest);
        said == Some(slot) && seal.is_some_and(|seal| key.verify(&unsealed.hash(), &seal))
    }

    /// What proves, for as long as it can be proven, that a key makes blocks in this session; `None`
    /// if it makes none.
    pub fn prove_ownership(key: &T::AuthorityId) -> Option<MembershipProof> {
        let key = (<T::AuthorityId as RuntimeAppPublic>::ID, key.to_raw_vec());
        // That a key is not there is proven as well.
        historical::Pallet::<T>::prove(key.clone()).filter(|proof| {
            historical::Pallet::<T>::check_proof(key.clone(), proof.clone()).is_some()
        })
    }
}
