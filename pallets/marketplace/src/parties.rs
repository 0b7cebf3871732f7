//! Who may do what, and for whom.

use icn_primitives::{
    ledger::LedgerAccount,
    marketplace::{Listing, Order, Side, Visibility},
    parties::Parties,
    CooperativeId, Did,
};
use polkadot_sdk::polkadot_sdk_frame::prelude::*;

use crate::{Config, Error, Pallet};

impl<T: Config> Pallet<T> {
    /// The person who signed.
    pub(crate) fn ensure_person(origin: OriginFor<T>) -> Result<Did, DispatchError> {
        let account = ensure_signed(origin)?;
        Ok(T::Parties::did_of(&account).ok_or(Error::<T>::NotAuthorized)?)
    }

    /// That `actor` may act for `party`.
    pub(crate) fn ensure_acts_for(actor: &Did, party: &Did) -> DispatchResult {
        ensure!(T::Parties::acts_for(actor, party), Error::<T>::NotAuthorized);
        Ok(())
    }

    /// Whether `party` may trade in this cooperative: as an active member, or because it is the
    /// cooperative; and the cooperative takes part.
    pub(crate) fn stands_in(party: &Did, cooperative: CooperativeId) -> bool {
        match T::Parties::cooperative_of(party) {
            Some(own) => own == cooperative && T::Parties::takes_part(own),
            None => T::Parties::is_member(cooperative, party),
        }
    }

    /// That `party` may pay: a treasury pays by a decision of its body, never by an order.
    pub(crate) fn ensure_can_buy(party: &Did) -> DispatchResult {
        ensure!(T::Parties::cooperative_of(party).is_none(), Error::<T>::BuyerNotPerson);
        Ok(())
    }

    /// That `listing` can be ordered as a member of `cooperative`.
    pub(crate) fn ensure_visible(listing: &Listing, cooperative: CooperativeId) -> DispatchResult {
        let visible = match listing.terms.visibility {
            Visibility::Cooperative => listing.cooperative == cooperative,
            Visibility::Federation => true,
        };
        ensure!(visible, Error::<T>::NotVisible);
        Ok(())
    }

    /// That both sides of an order may still trade in their cooperatives.
    pub(crate) fn ensure_both_stand(order: &Order) -> DispatchResult {
        let buyer = Self::stands_in(&order.buyer, order.buyer_cooperative);
        ensure!(buyer, Error::<T>::BuyerNotActive);
        let seller = Self::stands_in(&order.seller, order.seller_cooperative);
        ensure!(seller, Error::<T>::SellerNotActive);
        Ok(())
    }

    /// The side of an order for which `actor` acts. A steward who buys from the own cooperative is
    /// the buyer, and acts for that side alone.
    pub(crate) fn side_of(order: &Order, actor: &Did) -> Result<Side, DispatchError> {
        if *actor == order.buyer {
            Ok(Side::Buyer)
        } else if T::Parties::acts_for(actor, &order.seller) {
            Ok(Side::Seller)
        } else {
            Err(Error::<T>::NotAuthorized.into())
        }
    }

    /// That `actor` acts for this side of an order.
    pub(crate) fn ensure_side(order: &Order, actor: &Did, side: Side) -> DispatchResult {
        ensure!(Self::side_of(order, actor)? == side, Error::<T>::NotAuthorized);
        Ok(())
    }

    /// The account in the ledger of whoever has this DID.
    pub(crate) fn account_of(party: &Did) -> LedgerAccount {
        match T::Parties::cooperative_of(party) {
            Some(cooperative) => LedgerAccount::cooperative(cooperative),
            None => LedgerAccount::Person(*party),
        }
    }

    /// That these cooperatives may decide a dispute together: both sides' are among them.
    pub(crate) fn ensure_decide(order: &Order, cooperatives: &[CooperativeId]) -> DispatchResult {
        let both = [order.buyer_cooperative, order.seller_cooperative];
        let all = both.iter().all(|cooperative| cooperatives.contains(cooperative));
        ensure!(all, Error::<T>::NotAuthorized);
        Ok(())
    }
}
