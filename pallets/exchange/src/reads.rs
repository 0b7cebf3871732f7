//! What clients read.

use alloc::vec::Vec;
use icn_primitives::{apis::MAX_PAGE, ledger::Key, CooperativeId, Did};

use crate::{
    Config, ExchangeId, ExchangeKind, ExchangeView, Exchanges, Keys, NextExchange, OfCooperative,
    OfPerson, Open, Pallet,
};

/// How many entries a page has.
fn page(limit: u32) -> usize {
    limit.min(MAX_PAGE) as usize
}

impl<T: Config> Pallet<T> {
    /// One exchange, with what a decision names and who has yet to decide.
    pub fn exchange(id: ExchangeId) -> Option<ExchangeView> {
        let exchange = Exchanges::<T>::get(id)?;
        let (content_hash, undecided) = (exchange.content_hash(), exchange.undecided());
        Some(ExchangeView { id, exchange, content_hash, undecided })
    }

    fn views(numbers: impl Iterator<Item = [u8; 8]>, limit: u32) -> Vec<ExchangeView> {
        let ids = numbers.map(|number| ExchangeId(u64::from_be_bytes(number)));
        ids.take(page(limit)).filter_map(Self::exchange).collect()
    }

    /// Exchanges with the numbers from `from` on, as far as they are remembered; at most `limit`
    /// numbers and at most [`MAX_PAGE`].
    pub fn exchanges(from: ExchangeId, limit: u32) -> Vec<ExchangeView> {
        let end = NextExchange::<T>::get().0.min(from.0.saturating_add(page(limit) as u64));
        (from.0..end).filter_map(|id| Self::exchange(ExchangeId(id))).collect()
    }

    /// The exchanges of a kind that aren't final, after `after`, by number; at most `limit` and at
    /// most [`MAX_PAGE`].
    pub fn open_exchanges(
        kind: ExchangeKind,
        after: Option<ExchangeId>,
        limit: u32,
    ) -> Vec<ExchangeView> {
        match after {
            Some(after) => {
                let from = Open::<T>::hashed_key_for(kind, after.0.to_be_bytes());
                Self::views(Open::<T>::iter_key_prefix_from(kind, from), limit)
            }
            None => Self::views(Open::<T>::iter_key_prefix(kind), limit),
        }
    }

    /// The exchanges that touch a cooperative, after `after`, by number; at most `limit` and at most
    /// [`MAX_PAGE`].
    pub fn exchanges_of_cooperative(
        id: CooperativeId,
        after: Option<ExchangeId>,
        limit: u32,
    ) -> Vec<ExchangeView> {
        match after {
            Some(after) => {
                let from = OfCooperative::<T>::hashed_key_for(id, after.0.to_be_bytes());
                Self::views(OfCooperative::<T>::iter_key_prefix_from(id, from), limit)
            }
            None => Self::views(OfCooperative::<T>::iter_key_prefix(id), limit),
        }
    }

    /// The exchanges that somebody has proposed, or offers or gave help for, after `after`, by
    /// number; at most `limit` and at most [`MAX_PAGE`].
    pub fn exchanges_of(person: &Did, after: Option<ExchangeId>, limit: u32) -> Vec<ExchangeView> {
        match after {
            Some(after) => {
                let from = OfPerson::<T>::hashed_key_for(person, after.0.to_be_bytes());
                Self::views(OfPerson::<T>::iter_key_prefix_from(person, from), limit)
            }
            None => Self::views(OfPerson::<T>::iter_key_prefix(person), limit),
        }
    }

    /// What somebody has proposed under this key, while it is remembered.
    pub fn exchange_by_key(person: &Did, key: &Key) -> Option<ExchangeId> {
        Keys::<T>::get(person, key)
    }
}
