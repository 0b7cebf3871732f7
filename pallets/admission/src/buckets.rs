//! The buckets of a signer: read, looked at, charged.

use icn_primitives::{
    admission::{Amount, QuotaView, Signer},
    AccountId, CooperativeId, Moment,
};
use polkadot_sdk::{
    frame_support::{dispatch::DispatchInfo, traits::Time, weights::Weight},
    sp_runtime::{traits::Get, transaction_validity::InvalidTransaction},
};

use crate::{quota::Bucket, Config, CooperativeUsage, OwnUsage, Pallet, Parameters, SignerSource};

/// The buckets that a signer's transactions are taken out of, as they are now.
#[derive(Clone, Copy, Debug)]
pub struct Buckets {
    /// The signer's own.
    pub own: Bucket,
    /// The cooperative's; the federation has none.
    pub cooperative: Option<(CooperativeId, Bucket)>,
}

impl Buckets {
    /// Whether both could ever hold `cost`.
    pub fn could_hold(&self, cost: Amount) -> bool {
        self.own.could_hold(cost)
            && self.cooperative.is_none_or(|(_, bucket)| bucket.could_hold(cost))
    }

    /// Whoever has used least goes first: of the two buckets, the scarcer counts.
    pub fn priority(&self) -> u64 {
        let own = self.own.priority();
        self.cooperative.map_or(own, |(_, bucket)| own.min(bucket.priority()))
    }
}

/// What a transaction takes out of the buckets: its length, and the weight that a block counts for
/// it before it runs, less what admission leaves `unspent`. What it turns out to have used besides
/// is not looked at, so that a sender can know beforehand what a transaction takes.
pub fn cost<T: Config>(info: &DispatchInfo, unspent: Weight, length: usize) -> Amount {
    let base = T::BlockWeights::get().get(info.class).base_extrinsic;
    Amount {
        weight: info.total_weight().saturating_add(base).saturating_sub(unspent).ref_time(),
        bytes: u64::try_from(length).unwrap_or(u64::MAX),
    }
}

impl<T: Config> Pallet<T> {
    /// The buckets of `signer`.
    pub fn buckets(signer: &Signer) -> Buckets {
        let parameters = Parameters::<T>::get();
        let active = T::Signers::active_cooperatives();
        let now: Moment = T::Time::now();
        Buckets {
            own: Bucket::new(
                parameters.own(&signer.holder, active),
                OwnUsage::<T>::get(signer.holder),
                now,
            ),
            cooperative: signer.cooperative.map(|id| {
                let limit = parameters.cooperative(active);
                (id, Bucket::new(limit, CooperativeUsage::<T>::get(id), now))
            }),
        }
    }

    /// Takes `cost` out of the buckets of `signer`, or out of none.
    ///
    /// Errors: [`InvalidTransaction::ExhaustsResources`] if either has no room: the block's author
    /// leaves the transaction for a later block.
    pub fn do_charge(signer: &Signer, cost: Amount) -> Result<(), InvalidTransaction> {
        let charge =
            |bucket: Bucket| bucket.charge(cost).ok_or(InvalidTransaction::ExhaustsResources);
        let Buckets { own, cooperative } = Self::buckets(signer);
        let own = charge(own)?;
        if let Some((id, bucket)) = cooperative {
            CooperativeUsage::<T>::insert(id, charge(bucket)?.usage());
        }
        OwnUsage::<T>::insert(signer.holder, own.usage());
        Ok(())
    }

    /// What `account` may still send now, or the number of the
    /// [`Refusal`](icn_primitives::Refusal).
    ///
    /// The federation has no cooperative: there the cooperative's numbers are its own once more.
    pub fn quota(account: AccountId) -> Result<QuotaView, u8> {
        let signer = T::Signers::signer(&account).map_err(|refusal| refusal.code())?;
        let Buckets { own, cooperative } = Self::buckets(&signer);
        let cooperative = cooperative.map_or(own, |(_, bucket)| bucket);
        Ok(QuotaView {
            signer,
            own_left: own.left(),
            own_full: own.limit().full,
            own_refill: own.limit().refill,
            cooperative_left: cooperative.left(),
            cooperative_full: cooperative.limit().full,
            cooperative_refill: cooperative.limit().refill,
        })
    }
}
