//! Weights of this pallet's calls and of what it does by itself.

use icn_primitives::marketplace::text::MAX_WORDS;
use polkadot_sdk::polkadot_sdk_frame::weights_prelude::*;

/// What this pallet's calls and hooks cost. Titles have as many words as are kept; parties are
/// found by the longest way; what is asked of the ledger is sent.
pub trait WeightInfo {
    /// [`create_listing`](crate::Pallet::create_listing) for a cooperative.
    fn create_listing() -> Weight;
    /// [`update_listing`](crate::Pallet::update_listing) with nothing as it was.
    fn update_listing() -> Weight;
    /// [`withdraw_listing`](crate::Pallet::withdraw_listing).
    fn withdraw_listing() -> Weight;
    /// [`place_order`](crate::Pallet::place_order) of an offer.
    fn place_order() -> Weight;
    /// [`consent`](crate::Pallet::consent).
    fn consent() -> Weight;
    /// [`accept_order`](crate::Pallet::accept_order).
    fn accept_order() -> Weight;
    /// [`deliver_order`](crate::Pallet::deliver_order).
    fn deliver_order() -> Weight;
    /// [`complete_order`](crate::Pallet::complete_order).
    fn complete_order() -> Weight;
    /// [`cancel_order`](crate::Pallet::cancel_order) of a funded one.
    fn cancel_order() -> Weight;
    /// [`dispute`](crate::Pallet::dispute).
    fn dispute() -> Weight;
    /// [`resolve`](crate::Pallet::resolve), without what giving reputation costs.
    fn resolve() -> Weight;
    /// [`rate`](crate::Pallet::rate).
    fn rate() -> Weight;
    /// [`set_parameters`](crate::Pallet::set_parameters).
    fn set_parameters() -> Weight;
    /// Looking at the agenda when nothing is due.
    fn look() -> Weight;
    /// A wait of an order ends, and the ledger is asked.
    fn time_out() -> Weight;
    /// A listing expires.
    fn expire_listing() -> Weight;
    /// An order is forgotten, and its listing with it.
    fn forget_order() -> Weight;
    /// A listing is forgotten.
    fn forget_listing() -> Weight;
    /// An answer of the ledger, without what giving reputation costs.
    fn on_answer() -> Weight;
}

fn storage(computation: u64, reads: u64, writes: u64) -> Weight {
    Weight::from_parts(computation, reads.saturating_add(1).saturating_mul(4_000))
        .saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

/// Finding who signed and for whom: the account, the cooperative's DID, its status, the membership.
fn party() -> Weight {
    storage(20_000_000, 6, 0)
}

/// Sending to the ledger: the lane, the view of the other shard, the message.
fn sending() -> Weight {
    storage(40_000_000, 4, 3)
}

/// Changing an order: the order, the rules, the agenda twice, the list of disputes.
fn order() -> Weight {
    storage(40_000_000, 3, 4)
}

/// Changing a listing's stock.
fn stock() -> Weight {
    storage(20_000_000, 1, 1)
}

/// Taking a listing into all lists, or out of them.
fn lists() -> Weight {
    storage(40_000_000, 0, MAX_WORDS as u64).saturating_add(storage(20_000_000, 0, 5))
}

/// Upper bounds by the storage that is touched.
impl WeightInfo for () {
    fn create_listing() -> Weight {
        // The key, the count, the number, the rules, the agenda, the listing.
        party().saturating_add(lists()).saturating_add(storage(50_000_000, 5, 5))
    }

    fn update_listing() -> Weight {
        party().saturating_add(lists().saturating_mul(2)).saturating_add(storage(50_000_000, 2, 3))
    }

    fn withdraw_listing() -> Weight {
        party().saturating_mul(2).saturating_add(lists()).saturating_add(storage(40_000_000, 2, 3))
    }

    fn place_order() -> Weight {
        // The key, the number, the count, both lists of orders.
        party()
            .saturating_mul(3)
            .saturating_add(stock())
            .saturating_add(order())
            .saturating_add(sending())
            .saturating_add(storage(50_000_000, 4, 5))
    }

    fn consent() -> Weight {
        party()
            .saturating_mul(3)
            .saturating_add(stock())
            .saturating_add(order())
            .saturating_add(sending())
    }

    fn accept_order() -> Weight {
        party().saturating_mul(2).saturating_add(order())
    }

    fn deliver_order() -> Weight {
        Self::accept_order()
    }

    fn complete_order() -> Weight {
        party().saturating_mul(2).saturating_add(Self::time_out())
    }

    fn cancel_order() -> Weight {
        Self::complete_order()
    }

    fn dispute() -> Weight {
        Self::accept_order()
    }

    fn resolve() -> Weight {
        Self::time_out().saturating_add(storage(20_000_000, 1, 0))
    }

    fn rate() -> Weight {
        party().saturating_add(storage(30_000_000, 2, 2))
    }

    fn set_parameters() -> Weight {
        storage(15_000_000, 0, 1)
    }

    fn look() -> Weight {
        storage(20_000_000, 5, 0)
    }

    fn time_out() -> Weight {
        // How many orders of the party haven't ended.
        order()
            .saturating_add(stock())
            .saturating_add(sending())
            .saturating_add(storage(20_000_000, 2, 2))
    }

    fn expire_listing() -> Weight {
        lists().saturating_add(storage(40_000_000, 3, 4))
    }

    fn forget_order() -> Weight {
        // The order, both lists, the key, the agenda.
        storage(40_000_000, 2, 6).saturating_add(Self::forget_listing())
    }

    fn forget_listing() -> Weight {
        // The listing, its owner's list and count, the key, the agenda.
        storage(30_000_000, 3, 6)
    }

    fn on_answer() -> Weight {
        Self::time_out().saturating_add(storage(10_000_000, 1, 0))
    }
}
