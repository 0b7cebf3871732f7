//! The transaction extension.

use codec::{Decode, DecodeWithMemTracking, Encode};
use core::{fmt, marker::PhantomData};
use icn_primitives::{membership::MAX_MEMBERSHIPS, AccountId, Refusal};
use polkadot_sdk::{
    frame_support::{
        dispatch::{DispatchInfo, PostDispatchInfo},
        ensure,
        weights::Weight,
    },
    sp_runtime::{
        traits::{
            AsSystemOriginSigner, DispatchOriginOf, Implication, TransactionExtension,
            ValidateResult,
        },
        transaction_validity::{
            InvalidTransaction, TransactionSource, TransactionValidityError, ValidTransaction,
        },
        DispatchResult,
    },
};
use scale_info::TypeInfo;

use crate::{
    buckets::{self, Charge, Warmth},
    policy::{self, Contents},
    Config, Pallet, RuntimeCallOf, SignerSource,
};

/// Admits a signed transaction if its signer may send its call and has room for it, and takes it
/// out of the signer's quota and the cooperative's.
///
/// Transactions that no account signed pass through untouched. It belongs before `CheckNonce`:
/// that refuses accounts which nobody enrolled, but can't say why.
#[derive(Encode, Decode, DecodeWithMemTracking, Clone, PartialEq, Eq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct Admit<T>(PhantomData<T>);

impl<T> Admit<T> {
    /// The extension: it has no data.
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Default for Admit<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> fmt::Debug for Admit<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Admit")
    }
}

/// What was found when a transaction was looked at, and admitted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Val {
    /// What will be taken out of the quotas; nothing if no account signed it.
    pub charge: Option<Charge>,
    /// What was counted for memberships that the signer doesn't have, and for the database where
    /// the block knows the signer already; if no account signed it, all that was counted.
    pub unspent: Weight,
}

fn refused(refusal: Refusal) -> TransactionValidityError {
    InvalidTransaction::Custom(refusal.code()).into()
}

impl<T: Config> Admit<T> {
    /// What was found of a transaction that `account` signed, and its priority.
    fn ensure_admitted(
        account: &AccountId,
        call: &RuntimeCallOf<T>,
        info: &DispatchInfo,
        length: usize,
        source: TransactionSource,
    ) -> Result<(Val, u64), TransactionValidityError> {
        let (signer, memberships) = T::Signers::look_up(account).map_err(refused)?;
        policy::ensure_allowed::<T>(&signer, call).map_err(refused)?;
        let buckets = Pallet::<T>::buckets(&signer, account);
        let warmth = match source {
            TransactionSource::InBlock => buckets.warmth,
            // The pool looks at it on top of a block, and it will be in another one.
            _ => Warmth::Cold,
        };
        let unspent = Contents::of::<T>(call).unspent::<T>(memberships, warmth);
        let cost = buckets::cost::<T>(info, unspent, length);
        ensure!(buckets.could_hold(cost), refused(Refusal::LargerThanQuota));
        ensure!(
            buckets.own.has_room(cost),
            match source {
                // The author of a block: whatever the pool took in stays there for a later block.
                TransactionSource::InBlock => InvalidTransaction::ExhaustsResources.into(),
                _ => refused(Refusal::MemberQuotaExceeded),
            }
        );
        // The cooperative's bucket may be empty here: a transaction that waits for others of its
        // cooperative waits in the pool, behind those of cooperatives that have used less.
        let charge = Charge { account: account.clone(), holder: signer.holder, buckets, cost };
        Ok((Val { charge: Some(charge), unspent }, buckets.priority()))
    }
}

impl<T: Config> TransactionExtension<RuntimeCallOf<T>> for Admit<T> {
    const IDENTIFIER: &'static str = "Admit";
    type Implicit = ();
    type Val = Val;
    type Pre = Val;

    /// Grows with the calls that `call` holds, which are counted without touching storage. It is for
    /// a signer with as many memberships as there can be, of whom the block has read nothing yet;
    /// what others don't need is given back.
    fn weight(&self, call: &RuntimeCallOf<T>) -> Weight {
        Contents::of::<T>(call).weight::<T>(MAX_MEMBERSHIPS, Warmth::Cold)
    }

    fn validate(
        &self,
        origin: DispatchOriginOf<RuntimeCallOf<T>>,
        call: &RuntimeCallOf<T>,
        info: &DispatchInfo,
        length: usize,
        _implicit: Self::Implicit,
        _inherited_implication: &impl Implication,
        source: TransactionSource,
    ) -> ValidateResult<Self::Val, RuntimeCallOf<T>> {
        let Some(account) = origin.as_system_origin_signer() else {
            let val = Val { charge: None, unspent: self.weight(call) };
            return Ok((ValidTransaction::default(), val, origin));
        };
        let (val, priority) = Self::ensure_admitted(account, call, info, length, source)?;
        let validity = ValidTransaction { priority, ..Default::default() };
        Ok((validity, val, origin))
    }

    fn prepare(
        self,
        val: Self::Val,
        _origin: &DispatchOriginOf<RuntimeCallOf<T>>,
        _call: &RuntimeCallOf<T>,
        _info: &DispatchInfo,
        _length: usize,
    ) -> Result<Self::Pre, TransactionValidityError> {
        if let Some(charge) = &val.charge {
            // The block's author leaves the transaction for a later block.
            let room = charge.buckets.have_room(charge.cost);
            ensure!(room, InvalidTransaction::ExhaustsResources);
        }
        Ok(val)
    }

    /// Takes out of the quotas what the block counts for the transaction in the end, whether its
    /// call failed or not.
    fn post_dispatch_details(
        pre: Self::Pre,
        info: &DispatchInfo,
        post_info: &PostDispatchInfo,
        _length: usize,
        _result: &DispatchResult,
    ) -> Result<Weight, TransactionValidityError> {
        if let Some(charge) = pre.charge {
            Pallet::<T>::do_charge(charge, post_info.calc_unspent(info));
        }
        Ok(pre.unspent)
    }
}
