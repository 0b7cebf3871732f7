//! Quotas as leaky buckets: what was used runs out again at a steady rate.
//!
//! Whole numbers only. A bucket that holds `full` and refills in `refill` milliseconds has, `t`
//! milliseconds after `used` was noted, `max(0, used − ⌊full · t / refill⌋)` in use. So whatever is
//! sent, no span of `t` milliseconds ever takes more than `full + full · t / refill` out of it.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use icn_primitives::{
    admission::{Amount, QuotaHolder},
    AccountId, Moment, DAY,
};
use polkadot_sdk::sp_runtime::Permill;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The priority of a signer who has used nothing. The scale is this pallet's own: nothing else
/// gives transactions a priority.
pub const MAX_PRIORITY: u64 = 1_000_000;

/// The least that [`QuotaParameters::own_minimum`] may be: no parameters may shut everybody out,
/// so whatever a quota is made of, it holds a transaction of 5 ms and 4 KiB.
pub const SMALLEST_MINIMUM: Amount = Amount { weight: 5_000_000_000, bytes: 4 * 1024 };
/// The most that [`QuotaParameters::cooperative_blocks`] may be.
pub const MAX_COOPERATIVE_BLOCKS: u32 = 1_000;
/// The longest that [`QuotaParameters::block_time`] and [`QuotaParameters::own_refill`] may be, in
/// milliseconds.
pub const MAX_REFILL: Moment = DAY;

/// Both parts of an amount, put through `f` one by one.
fn each(left: Amount, right: Amount, f: impl Fn(u64, u64) -> u64) -> Amount {
    Amount { weight: f(left.weight, right.weight), bytes: f(left.bytes, right.bytes) }
}

/// `value · numerator / denominator`, rounded down; `u64::MAX` where that is too much, or where
/// the denominator is 0.
fn scaled(value: u64, numerator: u64, denominator: u64) -> u64 {
    // The product of two u64 fits a u128.
    u128::from(value)
        .saturating_mul(numerator.into())
        .checked_div(denominator.into())
        .and_then(|scaled| scaled.try_into().ok())
        .unwrap_or(u64::MAX)
}

/// Whether `amount` is no more than `limit`, in weight and in bytes.
pub fn is_within(amount: Amount, limit: Amount) -> bool {
    amount.weight <= limit.weight && amount.bytes <= limit.bytes
}

/// How large a bucket is, and how fast it refills.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit {
    /// What it holds.
    pub full: Amount,
    /// How long it takes to refill from nothing, in milliseconds.
    pub refill: Moment,
}

/// What is in use of a bucket, as it was at a moment.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Usage {
    /// In use.
    pub used: Amount,
    /// When.
    pub at: Moment,
}

impl Usage {
    /// Whether something was taken at this moment. Each block has a moment of its own, so that is
    /// whether something was taken in the block of this moment.
    pub fn is_of(&self, moment: Moment) -> bool {
        self.at == moment && self.used != Amount::default()
    }
}

/// What is in use of a holder's own bucket.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct OwnUse {
    /// How much, and when.
    pub usage: Usage,
    /// Which of the holder's accounts took something last.
    pub account: AccountId,
}

/// A bucket as it is now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bucket {
    limit: Limit,
    usage: Usage,
}

impl Bucket {
    /// The bucket that `usage` has become by `now`.
    pub fn new(limit: Limit, usage: Usage, now: Moment) -> Self {
        let elapsed = now.saturating_sub(usage.at);
        let back = each(limit.full, limit.full, |full, _| scaled(full, elapsed, limit.refill));
        let used = each(usage.used, back, u64::saturating_sub);
        Self { limit, usage: Usage { used, at: usage.at.max(now) } }
    }

    /// How large it is and how fast it refills.
    pub fn limit(&self) -> Limit {
        self.limit
    }

    /// What is in use, as it is to be stored.
    pub fn usage(&self) -> Usage {
        self.usage
    }

    /// What is left.
    pub fn left(&self) -> Amount {
        each(self.limit.full, self.usage.used, u64::saturating_sub)
    }

    /// Whether it could ever hold `cost`.
    pub fn could_hold(&self, cost: Amount) -> bool {
        is_within(cost, self.limit.full)
    }

    /// Whether there is room for `cost` now.
    pub fn has_room(&self, cost: Amount) -> bool {
        is_within(cost, self.left())
    }

    /// The bucket after `cost` was taken out of it, for which it [has room](Self::has_room).
    pub fn charge(self, cost: Amount) -> Self {
        let used = each(self.usage.used, cost, u64::saturating_add);
        Self { usage: Usage { used, ..self.usage }, ..self }
    }

    /// From 0, for a signer who has used up everything, to [`MAX_PRIORITY`], for one who has used
    /// nothing; of weight and bytes, whichever is scarcer.
    pub fn priority(&self) -> u64 {
        let share = each(self.left(), self.limit.full, |left, full| match full {
            0 => 0,
            full => scaled(left, MAX_PRIORITY, full),
        });
        share.weight.min(share.bytes)
    }
}

/// What quotas are made of.
///
/// With N active cooperatives, a cooperative's bucket holds `cooperative_blocks` blocks' worth of
/// its Nth share and refills in the time of as many blocks. So the cooperatives' buckets together
/// refill no faster than blocks hold, and however much one cooperative sends, the others find their
/// share of each block free.
#[derive(
    Clone,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuotaParameters {
    /// Of how many blocks a cooperative's bucket holds its share; 1 to
    /// [`MAX_COOPERATIVE_BLOCKS`]. More than 1 lets a cooperative borrow from the next blocks.
    pub cooperative_blocks: u32,
    /// What one block holds of these transactions. Not less than `own_minimum`.
    pub block: Amount,
    /// Time between two blocks, in milliseconds; 1 to [`MAX_REFILL`].
    pub block_time: Moment,
    /// What part of its cooperative's bucket one signer's own bucket holds.
    pub own_share: Permill,
    /// How long a signer's own bucket takes to refill from nothing, in milliseconds; 1 to
    /// [`MAX_REFILL`].
    pub own_refill: Moment,
    /// What every bucket holds at least, however many cooperatives there are, so that an ordinary
    /// transaction always fits. Not less than [`SMALLEST_MINIMUM`].
    pub own_minimum: Amount,
    /// What the bucket holds of whoever brings the federation's decisions. Not less than
    /// `own_minimum`, so that the federation can always change these parameters.
    pub federation: Amount,
}

impl QuotaParameters {
    /// The defaults, for blocks that hold `block`: a share of one block, 3-second blocks, a tenth
    /// of that for each signer, refilled in half a minute, at least 10 ms and 16 KiB; a whole block
    /// for the federation.
    pub fn for_block(block: Amount) -> Self {
        Self {
            cooperative_blocks: 1,
            block,
            block_time: 3_000,
            own_share: Permill::from_percent(10),
            own_refill: 30_000,
            own_minimum: Amount { weight: 10_000_000_000, bytes: 16 * 1024 },
            federation: block,
        }
    }

    /// Whether every field is within its bounds.
    pub fn is_valid(&self) -> bool {
        (1..=MAX_COOPERATIVE_BLOCKS).contains(&self.cooperative_blocks)
            && (1..=MAX_REFILL).contains(&self.block_time)
            && (1..=MAX_REFILL).contains(&self.own_refill)
            // Decoding doesn't check it.
            && self.own_share <= Permill::one()
            && is_within(SMALLEST_MINIMUM, self.own_minimum)
            && is_within(self.own_minimum, self.block)
            && is_within(self.own_minimum, self.federation)
    }

    /// A cooperative's bucket, where `active` cooperatives are active.
    pub fn cooperative(&self, active: u32) -> Limit {
        let share = |block| scaled(block, self.cooperative_blocks.into(), active.max(1).into());
        Limit {
            full: each(self.block, self.own_minimum, |block, least| share(block).max(least)),
            refill: self.block_time.saturating_mul(self.cooperative_blocks.into()),
        }
    }

    /// A signer's own bucket, where `active` cooperatives are active. It is never larger than a
    /// cooperative's, but for the federation's.
    pub fn own(&self, holder: &QuotaHolder, active: u32) -> Limit {
        let full = match holder {
            QuotaHolder::Federation => self.federation,
            QuotaHolder::Did(_) | QuotaHolder::Operator(_) => {
                let full = self.cooperative(active).full;
                each(full, self.own_minimum, |full, least| {
                    self.own_share.mul_floor(full).max(least)
                })
            }
        };
        Limit { full, refill: self.own_refill }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use icn_primitives::CooperativeId;
    use proptest::prelude::*;

    const MS: u64 = 1_000_000_000;
    const BLOCK: Amount = Amount { weight: 1_200 * MS, bytes: 4_800_000 };

    fn limit(weight: u64, bytes: u64, refill: Moment) -> Limit {
        Limit { full: Amount { weight, bytes }, refill }
    }

    fn used(weight: u64, bytes: u64, at: Moment) -> Usage {
        Usage { used: Amount { weight, bytes }, at }
    }

    #[test]
    fn a_bucket_that_nobody_used_is_full() {
        let bucket = Bucket::new(limit(100, 10, 1_000), Usage::default(), 5);
        assert_eq!(bucket.left(), Amount { weight: 100, bytes: 10 });
        assert_eq!(bucket.priority(), MAX_PRIORITY);
    }

    #[test]
    fn half_the_time_gives_half_back() {
        let bucket = Bucket::new(limit(100, 10, 1_000), used(100, 10, 2_000), 2_500);
        assert_eq!(bucket.left(), Amount { weight: 50, bytes: 5 });
        assert_eq!(bucket.priority(), MAX_PRIORITY / 2);
    }

    #[test]
    fn weight_and_bytes_each_need_room() {
        let bucket = Bucket::new(limit(100, 10, 1_000), used(0, 8, 0), 0);
        assert!(bucket.has_room(Amount { weight: 100, bytes: 2 }));
        assert!(!bucket.has_room(Amount { weight: 1, bytes: 3 }));
        assert!(!bucket.has_room(Amount { weight: 101, bytes: 0 }));
        assert_eq!(bucket.priority(), MAX_PRIORITY / 5);
    }

    #[test]
    fn a_clock_that_stands_still_or_goes_back_gives_nothing() {
        for now in [0, 999, 1_000] {
            let bucket = Bucket::new(limit(100, 10, 1_000), used(60, 6, 1_000), now);
            assert_eq!(bucket.usage(), used(60, 6, 1_000));
        }
    }

    #[test]
    fn a_bucket_that_shrank_is_empty_until_enough_came_back() {
        let smaller = limit(50, 5, 1_000);
        assert_eq!(Bucket::new(smaller, used(100, 10, 0), 0).left(), Amount::default());
        assert_eq!(Bucket::new(smaller, used(100, 10, 0), 1_000).left(), Amount::default());
        assert_eq!(Bucket::new(smaller, used(100, 10, 0), 1_500).left().weight, 25);
        assert_eq!(Bucket::new(smaller, used(100, 10, 0), 2_000).left().weight, 50);
    }

    #[test]
    fn the_defaults_share_one_block_between_the_cooperatives() {
        let parameters = QuotaParameters::for_block(BLOCK);
        assert!(parameters.is_valid());
        let cooperative = parameters.cooperative(4);
        assert_eq!(cooperative.full, Amount { weight: 300 * MS, bytes: 1_200_000 });
        assert_eq!(cooperative.refill, 3_000);
        let own = parameters.own(&QuotaHolder::Operator(CooperativeId(0)), 4);
        assert_eq!(own.full, Amount { weight: 30 * MS, bytes: 120_000 });
        assert_eq!(own.refill, 30_000);
        assert_eq!(parameters.own(&QuotaHolder::Federation, 4).full, BLOCK);
    }

    #[test]
    fn without_active_cooperatives_the_share_is_a_block() {
        let parameters = QuotaParameters::for_block(BLOCK);
        assert_eq!(parameters.cooperative(0), parameters.cooperative(1));
    }

    #[test]
    fn with_very_many_cooperatives_an_ordinary_transaction_still_fits() {
        let parameters = QuotaParameters::for_block(BLOCK);
        let own = parameters.own(&QuotaHolder::Operator(CooperativeId(0)), u32::MAX);
        assert_eq!(own.full, parameters.own_minimum);
        assert_eq!(parameters.cooperative(u32::MAX).full, parameters.own_minimum);
    }

    #[test]
    fn parameters_out_of_bounds_are_invalid() {
        let valid = QuotaParameters::for_block(BLOCK);
        let less = |amount: Amount| Amount { bytes: amount.bytes - 1, ..amount };
        for invalid in [
            QuotaParameters { cooperative_blocks: 0, ..valid.clone() },
            QuotaParameters { cooperative_blocks: MAX_COOPERATIVE_BLOCKS + 1, ..valid.clone() },
            QuotaParameters { block_time: 0, ..valid.clone() },
            QuotaParameters { block_time: MAX_REFILL + 1, ..valid.clone() },
            QuotaParameters { own_refill: 0, ..valid.clone() },
            QuotaParameters { own_refill: MAX_REFILL + 1, ..valid.clone() },
            QuotaParameters { own_minimum: less(SMALLEST_MINIMUM), ..valid.clone() },
            QuotaParameters { block: less(valid.own_minimum), ..valid.clone() },
            QuotaParameters { federation: less(valid.own_minimum), ..valid.clone() },
        ] {
            assert!(!invalid.is_valid(), "{invalid:?}");
        }
        let encoded = 1_000_001u32.encode();
        if let Ok(own_share) = Permill::decode(&mut &encoded[..]) {
            assert!(!QuotaParameters { own_share, ..valid }.is_valid());
        }
    }

    fn any_limit() -> impl Strategy<Value = Limit> {
        (any::<u64>(), any::<u64>(), any::<u64>())
            .prop_map(|(weight, bytes, refill)| limit(weight, bytes, refill))
    }

    fn any_usage() -> impl Strategy<Value = Usage> {
        (any::<u64>(), any::<u64>(), any::<u64>())
            .prop_map(|(weight, bytes, at)| used(weight, bytes, at))
    }

    fn any_parameters() -> impl Strategy<Value = QuotaParameters> {
        (
            1..=MAX_COOPERATIVE_BLOCKS,
            1..=MAX_REFILL,
            1..=MAX_REFILL,
            0..=1_000_000u32,
            (SMALLEST_MINIMUM.weight..=u64::MAX, SMALLEST_MINIMUM.bytes..=u64::MAX),
            (any::<u64>(), any::<u64>()),
        )
            .prop_map(
                |(cooperative_blocks, block_time, own_refill, share, least, more)| {
                    let own_minimum = Amount { weight: least.0, bytes: least.1 };
                    let block = each(
                        own_minimum,
                        Amount { weight: more.0, bytes: more.1 },
                        u64::saturating_add,
                    );
                    QuotaParameters {
                        cooperative_blocks,
                        block,
                        block_time,
                        own_share: Permill::from_parts(share),
                        own_refill,
                        own_minimum,
                        federation: block,
                    }
                },
            )
    }

    proptest! {
        #[test]
        fn no_numbers_make_a_bucket_overflow(
            limit in any_limit(), usage in any_usage(), now: Moment, weight: u64, bytes: u64,
        ) {
            let bucket = Bucket::new(limit, usage, now);
            prop_assert!(is_within(bucket.left(), limit.full));
            prop_assert!(bucket.priority() <= MAX_PRIORITY);
            let cost = Amount { weight, bytes };
            prop_assert_eq!(bucket.has_room(cost), is_within(cost, bucket.left()));
            let charged = bucket.charge(cost);
            prop_assert!(charged.priority() <= bucket.priority());
            prop_assert_eq!(
                charged.left(),
                each(bucket.left(), cost, |left, cost| left.saturating_sub(cost)),
            );
        }

        #[test]
        fn refill_is_linear(full in 1..=u64::MAX, refill in 1..=MAX_REFILL, part in 0..=1_000u64) {
            let elapsed = scaled(refill, part, 1_000);
            let bucket = Bucket::new(limit(full, full, refill), used(full, full, 7), 7 + elapsed);
            let exact = u128::from(full) * u128::from(elapsed) / u128::from(refill);
            prop_assert_eq!(u128::from(bucket.left().weight), exact);
            prop_assert_eq!(bucket.left().weight, bucket.left().bytes);
        }

        #[test]
        fn refilling_in_steps_gives_what_refilling_at_once_gives(
            full in 1..1_000_000_000_000u64,
            refill in 1..=MAX_REFILL,
            steps in prop::collection::vec(1..60_000u64, 1..20),
        ) {
            let limit = limit(full, full, refill);
            let mut usage = used(full, full, 0);
            let mut now = 0;
            for step in &steps {
                now += step;
                usage = Bucket::new(limit, usage, now).usage();
            }
            let at_once = Bucket::new(limit, used(full, full, 0), now).usage();
            // Each step rounds down by less than one unit, in the chain's favour.
            prop_assert!(usage.used.weight >= at_once.used.weight);
            prop_assert!(usage.used.weight - at_once.used.weight <= steps.len() as u64);
        }

        #[test]
        fn no_span_of_time_takes_more_than_a_full_bucket_and_what_refilled(
            full in 1..1_000_000u64,
            refill in 1..100_000u64,
            sent in prop::collection::vec((0..5_000u64, 0..1_000_000u64), 1..60),
        ) {
            let limit = limit(full, full, refill);
            let mut usage = Usage::default();
            let mut now = 0;
            let mut taken = Vec::new();
            for (wait, cost) in sent {
                now += wait;
                let cost = Amount { weight: cost, bytes: cost };
                let bucket = Bucket::new(limit, usage, now);
                if bucket.has_room(cost) {
                    usage = bucket.charge(cost).usage();
                    taken.push((now, u128::from(cost.weight)));
                }
            }
            for (first, (since, _)) in taken.iter().enumerate() {
                let mut sum = 0;
                for (until, cost) in &taken[first..] {
                    sum += cost;
                    let refilled =
                        u128::from(full) * u128::from(until - since) / u128::from(refill);
                    prop_assert!(sum <= u128::from(full) + refilled);
                }
            }
        }

        #[test]
        fn whatever_the_parameters_every_bucket_holds_an_ordinary_transaction(
            parameters in any_parameters(), active: u32,
        ) {
            prop_assert!(parameters.is_valid());
            let cooperative = parameters.cooperative(active);
            let own = parameters.own(&QuotaHolder::Operator(CooperativeId(0)), active);
            prop_assert!(is_within(SMALLEST_MINIMUM, own.full));
            prop_assert!(is_within(own.full, cooperative.full));
            prop_assert!(
                is_within(SMALLEST_MINIMUM, parameters.own(&QuotaHolder::Federation, active).full)
            );
            prop_assert!(own.refill > 0 && cooperative.refill > 0);
        }

        #[test]
        fn the_cooperatives_together_refill_no_faster_than_blocks_hold(
            blocks in 1..=MAX_COOPERATIVE_BLOCKS, active in 1..=100u32,
        ) {
            let parameters =
                QuotaParameters { cooperative_blocks: blocks, ..QuotaParameters::for_block(BLOCK) };
            let cooperative = parameters.cooperative(active);
            prop_assert_eq!(cooperative.refill, 3_000 * u64::from(blocks));
            prop_assert!(
                cooperative.full.weight * u64::from(active) <= BLOCK.weight * u64::from(blocks)
            );
        }
    }
}
