//! Weights of this pallet's calls and hooks.

use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet's calls and hooks cost. Unless it says otherwise persons and treasurers are
/// found by the longest way: past as many memberships as one may have.
pub trait WeightInfo {
    /// [`issue_currency`](crate::Pallet::issue_currency).
    fn issue_currency() -> Weight;
    /// [`set_default_limit`](crate::Pallet::set_default_limit).
    fn set_default_limit() -> Weight;
    /// [`set_credit_limit`](crate::Pallet::set_credit_limit).
    fn set_credit_limit() -> Weight;
    /// [`wind_down_currency`](crate::Pallet::wind_down_currency).
    fn wind_down_currency() -> Weight;
    /// [`reopen_currency`](crate::Pallet::reopen_currency).
    fn reopen_currency() -> Weight;
    /// [`close_currency`](crate::Pallet::close_currency).
    fn close_currency() -> Weight;
    /// [`transfer`](crate::Pallet::transfer) that looks at `m` memberships, with two keys forgotten.
    fn transfer(m: u32) -> Weight;
    /// [`place_hold`](crate::Pallet::place_hold), with two keys forgotten.
    fn place_hold() -> Weight;
    /// [`capture_hold`](crate::Pallet::capture_hold).
    fn capture_hold() -> Weight;
    /// [`release_hold`](crate::Pallet::release_hold).
    fn release_hold() -> Weight;
    /// [`pay_from_treasury`](crate::Pallet::pay_from_treasury), with two keys forgotten.
    fn pay_from_treasury() -> Weight;
    /// [`settle`](crate::Pallet::settle), with two keys forgotten.
    fn settle() -> Weight;
    /// [`set_parameters`](crate::Pallet::set_parameters).
    fn set_parameters() -> Weight;
    /// The beginning of a block in which `h` holds expire.
    fn on_initialize(h: u32) -> Weight;
    /// Forgetting `k` keys.
    fn forget(k: u32) -> Weight;
}

/// Finding a person's standing: sixteen memberships with their cooperatives, and the DID.
fn standing() -> Weight {
    Weight::from_parts(40_000_000, 60_000).saturating_add(RocksDbWeight::get().reads(35))
}

/// Finding one membership: the cooperative, the membership, and for a signer the DID.
fn membership() -> Weight {
    Weight::from_parts(10_000_000, 12_000).saturating_add(RocksDbWeight::get().reads(4))
}

/// Opening books and keeping their totals: the currency, the issuer, the totals.
fn books() -> Weight {
    Weight::from_parts(20_000_000, 10_000).saturating_add(RocksDbWeight::get().reads_writes(3, 1))
}

/// Changing an account: the account, its holder's list, membership of the issuer.
fn change() -> Weight {
    Weight::from_parts(20_000_000, 5_000)
        .saturating_add(RocksDbWeight::get().reads_writes(1, 2))
        .saturating_add(membership())
}

/// Remembering a key: the key, the count, the log and its ends, the parameters, two forgotten.
fn key() -> Weight {
    Weight::from_parts(30_000_000, 12_000)
        .saturating_add(RocksDbWeight::get().reads_writes(5, 4))
        .saturating_add(<() as WeightInfo>::forget(2))
}

/// Ending a hold: the hold, both lists, the expiry, the key.
fn hold_end() -> Weight {
    Weight::from_parts(30_000_000, 12_000).saturating_add(RocksDbWeight::get().reads_writes(3, 5))
}

/// Upper bounds by the storage that is touched.
impl WeightInfo for () {
    fn issue_currency() -> Weight {
        Weight::from_parts(40_000_000, 10_000)
            .saturating_add(RocksDbWeight::get().reads_writes(4, 2))
            .saturating_add(membership())
    }

    fn set_default_limit() -> Weight {
        books().saturating_add(membership()).saturating_add(RocksDbWeight::get().writes(1))
    }

    fn set_credit_limit() -> Weight {
        books().saturating_add(membership()).saturating_add(standing()).saturating_add(change())
    }

    fn wind_down_currency() -> Weight {
        Self::set_default_limit()
    }

    fn reopen_currency() -> Weight {
        Self::set_default_limit()
    }

    fn close_currency() -> Weight {
        Self::set_default_limit().saturating_add(RocksDbWeight::get().reads_writes(1, 1))
    }

    fn transfer(m: u32) -> Weight {
        let each =
            Weight::from_parts(3_000_000, 4_000).saturating_add(RocksDbWeight::get().reads(2));
        // The documents and the lists of memberships of both.
        books()
            .saturating_add(RocksDbWeight::get().reads(6))
            .saturating_add(each.saturating_mul(m.into()))
            .saturating_add(change().saturating_mul(2))
            .saturating_add(key())
            .saturating_add(RocksDbWeight::get().reads(2))
    }

    fn place_hold() -> Weight {
        // The number, the hold, both lists, the expiry.
        Self::transfer(crate::MAX_LOOKED_AT).saturating_add(RocksDbWeight::get().reads_writes(3, 6))
    }

    fn capture_hold() -> Weight {
        books()
            .saturating_add(standing().saturating_mul(2))
            .saturating_add(change().saturating_mul(2))
            .saturating_add(hold_end())
            .saturating_add(RocksDbWeight::get().reads(3))
    }

    fn release_hold() -> Weight {
        books()
            .saturating_add(membership())
            .saturating_add(change())
            .saturating_add(hold_end())
            .saturating_add(RocksDbWeight::get().reads(3))
    }

    fn pay_from_treasury() -> Weight {
        Self::transfer(crate::MAX_LOOKED_AT)
    }

    fn settle() -> Weight {
        Self::transfer(crate::MAX_LOOKED_AT).saturating_add(membership())
    }

    fn set_parameters() -> Weight {
        Weight::from_parts(15_000_000, 0).saturating_add(RocksDbWeight::get().writes(1))
    }

    fn on_initialize(h: u32) -> Weight {
        let hold = Self::release_hold().saturating_add(RocksDbWeight::get().reads(1));
        Weight::from_parts(10_000_000, 3_000)
            .saturating_add(RocksDbWeight::get().reads(2))
            .saturating_add(hold.saturating_mul(h.into()))
    }

    fn forget(k: u32) -> Weight {
        let each = Weight::from_parts(20_000_000, 8_000)
            .saturating_add(RocksDbWeight::get().reads_writes(3, 3));
        Weight::from_parts(10_000_000, 4_000)
            .saturating_add(RocksDbWeight::get().reads_writes(3, 1))
            .saturating_add(each.saturating_mul(k.into()))
    }
}
