//! The buckets of a signer: read, looked at, charged.

use icn_primitives::{
    admission::{Amount, QuotaHolder, QuotaView, Signer},
    AccountId, CooperativeId, Moment,
};
use polkadot_sdk::{
    frame_support::{dispatch::DispatchInfo, traits::Time, weights::Weight},
    sp_runtime::traits::Get,
};

use crate::{
    quota::{Bucket, OwnUse},
    Config, CooperativeUsage, OwnUsage, Pallet, Parameters, SignerSource,
};

/// What this block has accessed already of what belongs to a signer. A warm access costs no trip to
/// the database, and what is written twice reaches it once (the terms are Ethereum's, EIP-2929).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Warmth {
    /// Nothing.
    #[default]
    Cold,
    /// The cooperative and its bucket: another signer of it wrote in this block.
    Cooperative,
    /// All that admission looks at, and the nonce: the same account wrote in this block.
    Account,
}

/// The buckets that a signer's transactions are taken out of, as they are now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Buckets {
    /// The signer's own.
    pub own: Bucket,
    /// The cooperative's; the federation has none.
    pub cooperative: Option<(CooperativeId, Bucket)>,
    /// What of the signer this block has accessed.
    pub warmth: Warmth,
}

impl Buckets {
    /// Whether both could ever hold `cost`.
    pub fn could_hold(&self, cost: Amount) -> bool {
        self.own.could_hold(cost)
            && self.cooperative.is_none_or(|(_, bucket)| bucket.could_hold(cost))
    }

    /// Whether both have room for `cost` now.
    pub fn have_room(&self, cost: Amount) -> bool {
        self.own.has_room(cost) && self.cooperative.is_none_or(|(_, bucket)| bucket.has_room(cost))
    }

    /// Whoever has used least goes first: of the two buckets, the scarcer counts.
    pub fn priority(&self) -> u64 {
        let own = self.own.priority();
        self.cooperative.map_or(own, |(_, bucket)| own.min(bucket.priority()))
    }
}

/// What a transaction takes out of the buckets at most: its length, and the weight that a block
/// counts for it before it runs, less what admission leaves `unspent`.
pub fn cost<T: Config>(info: &DispatchInfo, unspent: Weight, length: usize) -> Amount {
    let base = T::BlockWeights::get().get(info.class).base_extrinsic;
    Amount {
        weight: info.total_weight().saturating_add(base).saturating_sub(unspent).ref_time(),
        bytes: u64::try_from(length).unwrap_or(u64::MAX),
    }
}

/// What is taken out of a signer's buckets when a transaction has run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Charge {
    /// Who signed it.
    pub account: AccountId,
    /// Whose own bucket it is.
    pub holder: QuotaHolder,
    /// The buckets before.
    pub buckets: Buckets,
    /// What it takes at most.
    pub cost: Amount,
}

impl<T: Config> Pallet<T> {
    /// The buckets of `signer`, which `account` is.
    pub fn buckets(signer: &Signer, account: &AccountId) -> Buckets {
        let parameters = Parameters::<T>::get();
        let active = T::Signers::active_cooperatives();
        let now: Moment = T::Time::now();
        let own = OwnUsage::<T>::get(signer.holder);
        let mut warmth = Warmth::Cold;
        let cooperative = signer.cooperative.map(|id| {
            let usage = CooperativeUsage::<T>::get(id);
            if usage.is_of(now) {
                warmth = Warmth::Cooperative;
            }
            (id, Bucket::new(parameters.cooperative(active), usage, now))
        });
        if own.as_ref().is_some_and(|own| own.usage.is_of(now) && own.account == *account) {
            warmth = Warmth::Account;
        }
        let usage = own.map(|own| own.usage).unwrap_or_default();
        let own = Bucket::new(parameters.own(&signer.holder, active), usage, now);
        Buckets { own, cooperative, warmth }
    }

    /// Takes the cost of `charge` out of both buckets, less the weight that was `spared`: what the
    /// transaction turned out not to need.
    pub fn do_charge(charge: Charge, spared: Weight) {
        let Charge { account, holder, buckets, cost } = charge;
        let cost = Amount { weight: cost.weight.saturating_sub(spared.ref_time()), ..cost };
        if let Some((id, bucket)) = buckets.cooperative {
            CooperativeUsage::<T>::insert(id, bucket.charge(cost).usage());
        }
        let usage = buckets.own.charge(cost).usage();
        OwnUsage::<T>::insert(holder, OwnUse { usage, account });
    }

    /// What `account` may still send now, or the number of the
    /// [`Refusal`](icn_primitives::Refusal).
    ///
    /// The federation has no cooperative: there the cooperative's numbers are its own once more.
    pub fn quota(account: AccountId) -> Result<QuotaView, u8> {
        let signer = T::Signers::signer(&account).map_err(|refusal| refusal.code())?;
        let Buckets { own, cooperative, .. } = Self::buckets(&signer, &account);
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
