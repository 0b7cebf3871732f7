//! What other pallets and shards do with money.

use icn_primitives::{
    ledger::{Actor, Balance, EscrowRequest, Hold, Key, LedgerAccount, Money, Outcome, Treasury},
    Hash, ShardId,
};
use polkadot_sdk::{frame_support::storage::with_storage_layer, polkadot_sdk_frame::prelude::*};

use crate::{holds::Returned, keys::Done, Config, Error, Holds, Pallet, WeightInfo};

/// Keeps money until it is known who gets it. A hold is named by its actor's key. All of a call
/// takes effect or nothing does; asking again for what was done changes nothing and says so.
pub trait Escrow {
    /// Keeps money of the payer: of an active person, or of the treasury over which the actor
    /// decides.
    fn hold(terms: Hold) -> Result<Done, DispatchError>;

    /// Pays `amount` of a hold, and gives the rest back; `payee` if the hold names none. Paid also
    /// to somebody who has left meanwhile, and out of the money of somebody who may not spend any
    /// more.
    fn capture(
        actor: Actor,
        key: Key,
        payee: Option<LedgerAccount>,
        amount: Balance,
    ) -> Result<Done, DispatchError>;

    /// Gives all of a hold back to its payer.
    fn release(actor: Actor, key: Key) -> Result<Done, DispatchError>;

    /// A hold, while it is there.
    fn find(actor: Actor, key: Key) -> Option<Hold>;
}

/// Spends what a body has.
pub trait TreasuryPayments {
    /// Pays from `treasury`. For whoever has seen its body's decision.
    fn pay_from_treasury(
        treasury: Treasury,
        payee: LedgerAccount,
        money: Money,
        key: Key,
        reference: Option<Hash>,
    ) -> Result<Done, DispatchError>;
}

impl<T: Config> Escrow for Pallet<T> {
    fn hold(terms: Hold) -> Result<Done, DispatchError> {
        with_storage_layer(|| Self::do_hold(terms))
    }

    fn capture(
        actor: Actor,
        key: Key,
        payee: Option<LedgerAccount>,
        amount: Balance,
    ) -> Result<Done, DispatchError> {
        match Self::hold_of_key(actor, key)? {
            Ok(hold) => {
                let capture = || Self::do_capture(hold, actor, payee, amount);
                with_storage_layer(capture).map(|outcome| Done { outcome, replayed: false })
            }
            Err(ended) => {
                let same = matches!(ended, Outcome::Captured { payee: paid, amount: part, .. }
                    if part == amount && payee.is_none_or(|payee| payee == paid));
                ensure!(same, Error::<T>::HoldEnded);
                Ok(Self::replayed(actor, key, ended))
            }
        }
    }

    fn release(actor: Actor, key: Key) -> Result<Done, DispatchError> {
        match Self::hold_of_key(actor, key)? {
            Ok(hold) => {
                let release = || Self::do_return(hold, Returned::Released);
                with_storage_layer(release).map(|outcome| Done { outcome, replayed: false })
            }
            Err(ended) => {
                // It is where it was asked to be, though its time may have passed first.
                let same = matches!(ended, Outcome::Released(_) | Outcome::Expired(_));
                ensure!(same, Error::<T>::HoldEnded);
                Ok(Self::replayed(actor, key, ended))
            }
        }
    }

    fn find(actor: Actor, key: Key) -> Option<Hold> {
        Holds::<T>::get(Self::hold_of_key(actor, key).ok()?.ok()?)
    }
}

impl<T: Config> TreasuryPayments for Pallet<T> {
    fn pay_from_treasury(
        treasury: Treasury,
        payee: LedgerAccount,
        money: Money,
        key: Key,
        reference: Option<Hash>,
    ) -> Result<Done, DispatchError> {
        let actor = Actor::Decision(treasury);
        with_storage_layer(|| {
            Self::do_pay_from_treasury(actor, treasury, payee, money, key, reference)
        })
    }
}

impl<T: Config> Pallet<T> {
    /// Does what another shard asks for: all of it or, on an error, nothing. For messages that were
    /// proven, of shards that may hold money.
    pub fn on_request(source: ShardId, request: &EscrowRequest) -> DispatchResult {
        let actor = Actor::Shard(source);
        match *request {
            EscrowRequest::HoldV1 { payer, payee, money, expires_at, key, reference } => {
                let payer = LedgerAccount::Person(payer);
                Self::hold(Hold { payer, payee, money, expires_at, actor, key, reference })
            }
            EscrowRequest::HoldV2 { payer, payee, money, expires_at, key, reference } => {
                let terms = Hold { payer, payee, money, expires_at, actor, key, reference };
                with_storage_layer(|| Self::do_hold_for_shard(terms))
            }
            EscrowRequest::CaptureV1 { key, payee, amount } => {
                Self::capture(actor, key, payee, amount)
            }
            EscrowRequest::ReleaseV1 { key } => Self::release(actor, key),
        }
        .map(|_| ())
    }

    /// What [`Self::on_request`] costs with this request.
    pub fn weight_of(request: &EscrowRequest) -> Weight {
        match request {
            EscrowRequest::HoldV1 { .. } | EscrowRequest::HoldV2 { .. } => {
                T::WeightInfo::place_hold()
            }
            EscrowRequest::CaptureV1 { .. } => T::WeightInfo::capture_hold(),
            EscrowRequest::ReleaseV1 { .. } => T::WeightInfo::release_hold(),
        }
    }
}
