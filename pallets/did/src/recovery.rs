//! The way back to somebody whose keys are lost (domain §1).
//!
//! A recovery's states, and all that moves it from one to the next:
//!
//! | from | by | to |
//! |---|---|---|
//! | – | `start_recovery` | undecided, or decided if one approval is enough |
//! | undecided | `approve_recovery` that reaches the threshold | decided: the delay begins |
//! | decided | an approver loses the right to approve, and another one approves | decided anew, or undecided |
//! | undecided | its last approver turns to another recovery | gone |
//! | decided | `finish_recovery` after the delay | gone, the keys replaced; so are the others |
//! | any | `cancel_recovery`, `deactivate`; `set_guardians` if it is by guardians | gone |

use alloc::collections::BTreeSet;

use crate::{documents::push_method, frame, Config, Error, Guardians, Pallet, Recoveries};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::{prelude::*, traits::Time};
use icn_primitives::{
    document::Relationships,
    statement::{Signed, Statement},
    AccountId, Did, Moment, SigningKey,
};

/// Most guardians of one DID.
pub const MAX_GUARDIANS: u32 = 8;
/// Most approvals of one recovery.
pub const MAX_APPROVALS: u32 = 16;
/// Most recoveries of one DID at a time. A person stands behind one of them at most.
pub const MAX_RECOVERIES: u32 = 16;

/// What [`RecoveryStewards`] may read for one question: the subject's home, the membership and the
/// cooperative. Calls that ask it are charged for it on top of their benchmarked weight.
pub(crate) const STEWARD_READS: u64 = 6;
/// The same for every approval that is counted.
pub(crate) const APPROVAL_READS: u64 = STEWARD_READS * MAX_APPROVALS as u64;

/// Who recovers a DID when its guardians don't: the stewards of its subject's home cooperative.
///
/// Each function may read at most a handful of items; it is called once for every approval.
pub trait RecoveryStewards {
    /// How many stewards must approve, at least 1, and how long a decided recovery can be
    /// cancelled, in milliseconds. `None` if `subject` has no home, or nobody there can help.
    fn threshold_and_delay(subject: &Did) -> Option<(u8, Moment)>;

    /// Whether `by` is a steward of the home cooperative of `subject` at present.
    fn is_steward(subject: &Did, by: &Did) -> bool;
}

/// No stewards: only guardians recover.
impl RecoveryStewards for () {
    fn threshold_and_delay(_: &Did) -> Option<(u8, Moment)> {
        None
    }

    fn is_steward(_: &Did, _: &Did) -> bool {
        false
    }
}

/// Who may recover a DID, as its subject named them.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct GuardianSet {
    /// Who; at least one, each once, never the subject.
    pub guardians: BoundedVec<Did, ConstU32<MAX_GUARDIANS>>,
    /// How many of them must approve: from 1 to their number.
    pub threshold: u8,
}

/// Whose approvals decide a recovery.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Route {
    /// The guardians whom the subject named.
    Guardians,
    /// The stewards of the subject's home cooperative.
    Stewards,
}

/// A running recovery.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Recovery {
    /// The key that will take the place of all others.
    pub key: SigningKey,
    /// Who approved, each once; the first one started it. At least one.
    pub approvals: BoundedVec<Did, ConstU32<MAX_APPROVALS>>,
    /// Whose approvals decide.
    pub route: Route,
    /// From when on it can be finished; `None` as long as it is undecided.
    pub ready_at: Option<Moment>,
    /// When it was started.
    pub started: Moment,
}

/// The running recoveries of one DID.
type RecoveriesOf = BoundedVec<Recovery, ConstU32<MAX_RECOVERIES>>;

impl<T: Config> Pallet<T> {
    /// Replaces the guardians; see [`set_guardians`](Pallet::set_guardians).
    pub(crate) fn do_set_guardians(
        who: &AccountId,
        did: &Did,
        guardians: BoundedVec<Did, ConstU32<MAX_GUARDIANS>>,
        threshold: u8,
    ) -> DispatchResult {
        Self::ensure_actor(who, did)?;
        if guardians.is_empty() {
            ensure!(threshold == 0, Error::<T>::InvalidGuardians);
            Guardians::<T>::remove(did);
        } else {
            Self::ensure_guardians(did, &guardians, threshold)?;
            Guardians::<T>::insert(did, GuardianSet { guardians, threshold });
        }
        // What the guardians so far began is not what the new ones were named for.
        let mut recoveries = Recoveries::<T>::get(did);
        recoveries.retain(|recovery| recovery.route != Route::Guardians);
        Self::store_recoveries(did, recoveries);
        Ok(())
    }

    /// Starts a recovery; see [`start_recovery`](Pallet::start_recovery). Gives who started it,
    /// on which route, and when it can be finished if it is decided already.
    pub(crate) fn do_start_recovery(
        who: &AccountId,
        did: &Did,
        key: SigningKey,
        proof: &Signed,
    ) -> Result<(Did, Route, Option<Moment>), DispatchError> {
        let by = Self::did_of(who).ok_or(Error::<T>::NotAuthorized)?;
        let document = Self::active_document(did)?;
        let route = [Route::Guardians, Route::Stewards]
            .into_iter()
            .find(|route| Self::may_approve(did, *route, &by))
            .ok_or(Error::<T>::NotAuthorized)?;
        Self::ensure_free(&key.account())?;
        let statement = Statement::Recover { did: *did, key, version: document.version };
        Self::ensure_statement(proof, &statement, &key)?;

        let mut recoveries = Recoveries::<T>::get(did);
        ensure!(recoveries.iter().all(|recovery| recovery.key != key), Error::<T>::AlreadyExists);
        Self::step_back(&mut recoveries, &by)?;
        let mut recovery = Recovery {
            key,
            approvals: BoundedVec::new(),
            route,
            ready_at: None,
            started: T::Time::now(),
        };
        let ready_at = Self::approve(did, &mut recovery, by)?;
        recoveries.try_push(recovery).map_err(|_| Error::<T>::RecoveriesExceeded)?;
        Self::store_recoveries(did, recoveries);
        Ok((by, route, ready_at))
    }

    /// Approves a recovery; see [`approve_recovery`](Pallet::approve_recovery). Gives who approved
    /// it, and when it can be finished if it is decided.
    pub(crate) fn do_approve_recovery(
        who: &AccountId,
        did: &Did,
        key: SigningKey,
    ) -> Result<(Did, Option<Moment>), DispatchError> {
        let by = Self::did_of(who).ok_or(Error::<T>::NotAuthorized)?;
        let mut recoveries = Recoveries::<T>::get(did);
        let recovery = recoveries.iter().find(|r| r.key == key).ok_or(Error::<T>::NotFound)?;
        ensure!(Self::may_approve(did, recovery.route, &by), Error::<T>::NotAuthorized);
        ensure!(!recovery.approvals.contains(&by), Error::<T>::AlreadyApproved);
        Self::step_back(&mut recoveries, &by)?;
        let recovery = recoveries.iter_mut().find(|r| r.key == key).ok_or(Error::<T>::NotFound)?;
        let ready_at = Self::approve(did, recovery, by)?;
        Self::store_recoveries(did, recoveries);
        Ok((by, ready_at))
    }

    /// Ends every recovery; see [`cancel_recovery`](Pallet::cancel_recovery). Gives the document's
    /// new version.
    pub(crate) fn do_cancel_recovery(who: &AccountId, did: &Did) -> Result<u32, DispatchError> {
        let document = Self::active_document(did)?;
        Self::actor_on(who, did, &document)?;
        ensure!(!Recoveries::<T>::get(did).is_empty(), Error::<T>::NotFound);
        Recoveries::<T>::remove(did);
        let accounts = document.accounts().collect();
        Self::store(did, document, &accounts)
    }

    /// Replaces the keys; see [`finish_recovery`](Pallet::finish_recovery). Gives the document's
    /// new version.
    pub(crate) fn do_finish_recovery(did: &Did, key: SigningKey) -> Result<u32, DispatchError> {
        let recoveries = Recoveries::<T>::get(did);
        let recovery = recoveries.iter().find(|r| r.key == key).ok_or(Error::<T>::NotFound)?;
        let ready_at = recovery.ready_at.ok_or(Error::<T>::ApprovalsMissing)?;
        ensure!(ready_at <= T::Time::now(), Error::<T>::TooEarly);
        ensure!(Self::is_approved(did, recovery), Error::<T>::ApprovalsMissing);

        let mut document = Self::active_document(did)?;
        let accounts = document.accounts().collect();
        document.methods = BoundedVec::new();
        push_method::<T>(&mut document, key.into(), Relationships::SIGNING)?;
        let version = Self::store(did, document, &accounts)?;
        Recoveries::<T>::remove(did);
        Ok(version)
    }

    /// Whether these can be the guardians of `did`.
    fn ensure_guardians(did: &Did, guardians: &[Did], threshold: u8) -> DispatchResult {
        let distinct: BTreeSet<&Did> = guardians.iter().collect();
        ensure!(
            distinct.len() == guardians.len()
                && !distinct.contains(did)
                && (1..=guardians.len()).contains(&usize::from(threshold))
                && guardians.iter().all(Self::is_active),
            Error::<T>::InvalidGuardians
        );
        Ok(())
    }

    /// Whether `by` may approve recoveries of `did` on this route at present.
    fn may_approve(did: &Did, route: Route, by: &Did) -> bool {
        did != by
            && Self::is_active(by)
            && match route {
                Route::Guardians => {
                    Guardians::<T>::get(did).is_some_and(|set| set.guardians.contains(by))
                }
                Route::Stewards => {
                    T::Stewards::is_steward(did, by)
                        && T::Stewards::threshold_and_delay(did).is_some()
                }
            }
    }

    /// How many must approve on this route at present, at least 1, and how long a decided recovery
    /// can be cancelled.
    fn terms(did: &Did, route: Route) -> Option<(usize, Moment)> {
        let (threshold, delay) = match route {
            Route::Guardians => {
                (Guardians::<T>::get(did)?.threshold, T::GuardianRecoveryDelay::get())
            }
            Route::Stewards => T::Stewards::threshold_and_delay(did)?,
        };
        Some((usize::from(threshold).max(1), delay))
    }

    /// Whether those who may still approve suffice at present.
    fn is_approved(did: &Did, recovery: &Recovery) -> bool {
        let Some((threshold, _)) = Self::terms(did, recovery.route) else { return false };
        let approvals =
            recovery.approvals.iter().filter(|by| Self::may_approve(did, recovery.route, by));
        approvals.count() >= threshold
    }

    /// Adds the approval of `by`, without those who may no longer approve, and decides. Gives when
    /// the recovery can be finished.
    fn approve(
        did: &Did,
        recovery: &mut Recovery,
        by: Did,
    ) -> Result<Option<Moment>, DispatchError> {
        let (threshold, delay) =
            Self::terms(did, recovery.route).ok_or(Error::<T>::NotAuthorized)?;
        let route = recovery.route;
        recovery.approvals.retain(|by| Self::may_approve(did, route, by));
        if recovery.approvals.len() < threshold {
            // Undecided, perhaps again: then whatever delay had passed doesn't count.
            recovery.ready_at = None;
        }
        recovery.approvals.try_push(by).map_err(|_| Error::<T>::ApprovalsExceeded)?;
        if recovery.approvals.len() >= threshold && recovery.ready_at.is_none() {
            recovery.ready_at = Some(T::Time::now().saturating_add(delay));
        }
        Ok(recovery.ready_at)
    }

    /// Takes `by` from the undecided recovery that it stands behind, so that a person counts for
    /// one at a time; `AlreadyApproved` if that one is decided.
    fn step_back(recoveries: &mut RecoveriesOf, by: &Did) -> DispatchResult {
        for recovery in recoveries.iter_mut().filter(|r| r.approvals.contains(by)) {
            ensure!(recovery.ready_at.is_none(), Error::<T>::AlreadyApproved);
            recovery.approvals.retain(|approval| approval != by);
        }
        recoveries.retain(|recovery| !recovery.approvals.is_empty());
        Ok(())
    }

    /// Stores what is left of the recoveries, and nothing if that is none.
    fn store_recoveries(did: &Did, recoveries: RecoveriesOf) {
        if recoveries.is_empty() {
            Recoveries::<T>::remove(did);
        } else {
            Recoveries::<T>::insert(did, recoveries);
        }
    }
}
