//! What each call and hook costs in its worst case.
//!
//! A cooperative sells, for which a steward acts, to a member who is found by the longest way.
//! Titles have as many words as are kept. What is asked of the ledger is sent.

use crate::{agenda::Task, orders::Placement, *};
use alloc::vec::Vec;
use frame::{
    benchmarking::prelude::*,
    traits::{EnsureOrigin, Time},
};
use icn_primitives::{
    ledger::{CurrencyCode, CurrencyId, EscrowRequest, Key, Money},
    marketplace::{
        order::hold_key, text::MAX_WORDS, HoldState, ListingCategory, ListingId, ListingKind,
        ListingStatus, ListingTerms, MarketplaceParameters, OrderId, Stage, Title, Visibility,
        MAX_CATEGORY,
    },
    membership::Role,
    parties::Parties,
    shard::Outcome,
    AccountId, CooperativeId, Did, Hash, HOUR,
};

const KEY: Key = [7; 32];
const LISTING: ListingId = ListingId(0);
const ORDER: OrderId = OrderId(0);
const QUANTITY: u64 = 5;

/// Who trades.
struct Cast {
    cooperative: CooperativeId,
    seller: Did,
    steward: AccountId,
    buyer: AccountId,
    person: Did,
}

fn cast<T: Config>() -> Cast {
    Parameters::<T>::put(MarketplaceParameters::default());
    let cooperative = CooperativeId(1_000);
    let seller = T::Parties::make_cooperative(cooperative);
    let (steward, _) = T::Parties::make_member(cooperative, 0, Role::Steward);
    let (buyer, person) = T::Parties::make_member(cooperative, 1, Role::Member);
    Cast { cooperative, seller, steward, buyer, person }
}

/// Terms with as many words as are kept; each number has other ones.
fn terms<T: Config>(number: u8) -> ListingTerms {
    let mut title = Vec::new();
    for word in 0..MAX_WORDS as u8 {
        title.extend([b'a'.saturating_add(number), b'a'.saturating_add(word)]);
        title.extend(b"length ");
    }
    title.extend(b"!");
    let mut category = [b'c'; MAX_CATEGORY as usize];
    category[0] = b'a'.saturating_add(number);
    let issuer = CooperativeId(number.into());
    ListingTerms {
        title: Title::truncate_from(title),
        description: Hash::repeat_byte(1),
        category: ListingCategory::truncate_from(category.to_vec()),
        price: Money {
            currency: CurrencyId { issuer, code: CurrencyCode(*b"BENCH001"), decimals: 2 },
            amount: 1_000,
        },
        visibility: Visibility::Federation,
        expires_at: T::Time::now().saturating_add(HOUR.saturating_mul(u64::from(number).max(1))),
    }
}

impl Cast {
    fn person_of_steward<T: Config>(&self) -> Result<Did, BenchmarkError> {
        T::Parties::did_of(&self.steward).ok_or(BenchmarkError::Stop("nobody has this account"))
    }

    /// The cooperative offers.
    fn offers<T: Config>(&self) -> Result<(), BenchmarkError> {
        let steward = self.person_of_steward::<T>()?;
        let kind = ListingKind::Offer;
        let (id, owner) = (self.cooperative, self.seller);
        Pallet::<T>::do_create(steward, owner, id, kind, terms::<T>(1), 100, KEY)?;
        Ok(())
    }

    fn placement(&self, party: Did) -> Placement {
        let cooperative = self.cooperative;
        let quantity = QUANTITY;
        Placement { listing: LISTING, version: 0, quantity, party, cooperative, key: KEY }
    }

    /// The person orders.
    fn orders<T: Config>(&self) -> Result<(), BenchmarkError> {
        self.offers::<T>()?;
        Pallet::<T>::do_place(self.person, self.placement(self.person))?;
        Ok(())
    }

    /// And the order goes on to this stage.
    fn reaches<T: Config>(&self, stage: Stage) -> Result<(), BenchmarkError> {
        self.orders::<T>()?;
        granted::<T>()?;
        let steward = self.person_of_steward::<T>()?;
        for next in [Stage::Accepted, Stage::Delivered, Stage::Disputed] {
            if Orders::<T>::get(ORDER).is_some_and(|order| order.stage == stage) {
                break;
            }
            match next {
                Stage::Accepted => Pallet::<T>::do_accept(steward, ORDER)?,
                Stage::Delivered => Pallet::<T>::do_deliver(steward, ORDER)?,
                _ => Pallet::<T>::do_dispute(self.person, ORDER, Hash::zero())?,
            }
        }
        reached::<T>(stage)
    }
}

/// The request for the order's hold, as the answer brings it.
fn request<T: Config>() -> Result<EscrowRequest, BenchmarkError> {
    let order = Pallet::<T>::ensure_order(ORDER)?;
    Ok(EscrowRequest::HoldV1 {
        payer: order.buyer,
        payee: Some(order.payee),
        money: order.total,
        expires_at: order.hold_expires_at.unwrap_or_default(),
        key: hold_key(ORDER),
        reference: None,
    })
}

fn granted<T: Config>() -> Result<(), BenchmarkError> {
    Pallet::<T>::on_answer(&request::<T>()?, &Outcome::Delivered);
    reached::<T>(Stage::Funded)
}

fn reached<T: Config>(stage: Stage) -> Result<(), BenchmarkError> {
    let there = Pallet::<T>::ensure_order(ORDER)?.stage;
    ensure!(there == stage, BenchmarkError::Stop("the order is elsewhere"));
    Ok(())
}

/// What comes next of the order is due.
fn make_due<T: Config>() -> Result<(), BenchmarkError> {
    let before = Pallet::<T>::ensure_order(ORDER)?;
    let mut order = before.clone();
    order.due = Some(0);
    Pallet::<T>::put(ORDER, Some(&before), &order);
    Ok(())
}

/// What comes next of the listing is due.
fn make_listing_due<T: Config>() -> Result<(), BenchmarkError> {
    let mut listing = Pallet::<T>::ensure_listing(LISTING)?;
    let task = if listing.status == ListingStatus::Open { Task::expiry } else { Task::old_listing };
    Pallet::<T>::reschedule(task(LISTING, listing.due), task(LISTING, 0));
    listing.due = 0;
    Listings::<T>::insert(LISTING, listing);
    Ok(())
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn create_listing() {
        let cast = cast::<T>();
        let steward = RawOrigin::Signed(cast.steward);
        let kind = ListingKind::Offer;

        #[extrinsic_call]
        _(steward, cast.seller, cast.cooperative, kind, terms::<T>(1), 100, KEY);

        assert!(Listings::<T>::contains_key(LISTING));
    }

    #[benchmark]
    fn update_listing() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        cast.offers::<T>()?;

        #[extrinsic_call]
        _(RawOrigin::Signed(cast.steward), LISTING, 0, terms::<T>(2), 50);

        assert_eq!(Listings::<T>::get(LISTING).map(|listing| listing.version), Some(1));
        Ok(())
    }

    #[benchmark]
    fn withdraw_listing() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        cast.offers::<T>()?;

        #[extrinsic_call]
        _(RawOrigin::Signed(cast.steward), LISTING);

        let status = Listings::<T>::get(LISTING).map(|listing| listing.status);
        assert_eq!(status, Some(ListingStatus::Withdrawn));
        Ok(())
    }

    #[benchmark]
    fn place_order() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        cast.offers::<T>()?;
        let buyer = RawOrigin::Signed(cast.buyer.clone());

        #[extrinsic_call]
        _(buyer, LISTING, 0, QUANTITY, cast.person, cast.cooperative, KEY);

        reached::<T>(Stage::Placed)
    }

    #[benchmark]
    fn consent() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        let (person, id, kind) = (cast.person, cast.cooperative, ListingKind::Want);
        Pallet::<T>::do_create(person, person, id, kind, terms::<T>(1), 100, KEY)?;
        let steward = cast.person_of_steward::<T>()?;
        Pallet::<T>::do_place(steward, cast.placement(cast.seller))?;

        #[extrinsic_call]
        _(RawOrigin::Signed(cast.buyer), ORDER);

        reached::<T>(Stage::Placed)
    }

    #[benchmark]
    fn accept_order() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        cast.reaches::<T>(Stage::Funded)?;

        #[extrinsic_call]
        _(RawOrigin::Signed(cast.steward), ORDER);

        reached::<T>(Stage::Accepted)
    }

    #[benchmark]
    fn deliver_order() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        cast.reaches::<T>(Stage::Accepted)?;

        #[extrinsic_call]
        _(RawOrigin::Signed(cast.steward), ORDER);

        reached::<T>(Stage::Delivered)
    }

    #[benchmark]
    fn complete_order() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        cast.reaches::<T>(Stage::Disputed)?;

        #[extrinsic_call]
        _(RawOrigin::Signed(cast.buyer), ORDER);

        reached::<T>(Stage::Completed)
    }

    #[benchmark]
    fn cancel_order() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        cast.reaches::<T>(Stage::Disputed)?;

        #[extrinsic_call]
        _(RawOrigin::Signed(cast.steward), ORDER);

        let hold = Pallet::<T>::ensure_order(ORDER)?.hold;
        assert!(matches!(hold, HoldState::Ending { asked: true, .. }));
        Ok(())
    }

    #[benchmark]
    fn dispute() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        cast.reaches::<T>(Stage::Delivered)?;

        #[extrinsic_call]
        _(RawOrigin::Signed(cast.steward), ORDER, Hash::zero());

        reached::<T>(Stage::Disputed)
    }

    #[benchmark]
    fn resolve() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        cast.reaches::<T>(Stage::Disputed)?;
        let origin = T::FederationOrigin::try_successful_origin()
            .map_err(|()| BenchmarkError::Weightless)?;

        #[extrinsic_call]
        _(origin as OriginFor<T>, ORDER, 1);

        reached::<T>(Stage::Resolved { to_seller: 1 })
    }

    #[benchmark]
    fn rate() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        cast.reaches::<T>(Stage::Delivered)?;
        Pallet::<T>::do_complete(cast.person, ORDER)?;

        #[extrinsic_call]
        _(RawOrigin::Signed(cast.steward), ORDER, 5, Some(Hash::zero()));

        assert_eq!(Ratings::<T>::get(cast.person).count, 1);
        Ok(())
    }

    #[benchmark]
    fn set_parameters() -> Result<(), BenchmarkError> {
        let origin = T::FederationOrigin::try_successful_origin()
            .map_err(|()| BenchmarkError::Weightless)?;

        #[extrinsic_call]
        _(origin as OriginFor<T>, MarketplaceParameters::default());

        Ok(())
    }

    #[benchmark]
    fn look() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        cast.reaches::<T>(Stage::Delivered)?;

        #[block]
        {
            Pallet::<T>::run_agenda();
        }

        reached::<T>(Stage::Delivered)
    }

    #[benchmark]
    fn time_out() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        cast.reaches::<T>(Stage::Disputed)?;
        make_due::<T>()?;

        #[block]
        {
            Pallet::<T>::run_agenda();
        }

        let order = Pallet::<T>::ensure_order(ORDER)?;
        assert!(matches!(order.hold, HoldState::Ending { asked: true, .. }));
        Ok(())
    }

    #[benchmark]
    fn expire_listing() -> Result<(), BenchmarkError> {
        cast::<T>().offers::<T>()?;
        make_listing_due::<T>()?;

        #[block]
        {
            Pallet::<T>::run_agenda();
        }

        let status = Listings::<T>::get(LISTING).map(|listing| listing.status);
        assert_eq!(status, Some(ListingStatus::Expired));
        Ok(())
    }

    #[benchmark]
    fn forget_order() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        cast.orders::<T>()?;
        let refused = Outcome::Expired;
        Pallet::<T>::on_answer(&request::<T>()?, &refused);
        Pallet::<T>::do_withdraw(cast.person_of_steward::<T>()?, LISTING)?;
        make_listing_due::<T>()?;
        make_due::<T>()?;

        #[block]
        {
            Pallet::<T>::forget_order(ORDER, T::Time::now());
        }

        assert!(!Orders::<T>::contains_key(ORDER) && !Listings::<T>::contains_key(LISTING));
        Ok(())
    }

    #[benchmark]
    fn forget_listing() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        cast.offers::<T>()?;
        Pallet::<T>::do_withdraw(cast.person_of_steward::<T>()?, LISTING)?;
        make_listing_due::<T>()?;

        #[block]
        {
            Pallet::<T>::run_agenda();
        }

        assert!(!Listings::<T>::contains_key(LISTING));
        Ok(())
    }

    #[benchmark]
    fn on_answer() -> Result<(), BenchmarkError> {
        let cast = cast::<T>();
        cast.orders::<T>()?;
        let request = request::<T>()?;
        // Too late: the order ends, and what was granted is given back.
        make_due::<T>()?;

        #[block]
        {
            Pallet::<T>::on_answer(&request, &Outcome::Delivered);
        }

        let order = Pallet::<T>::ensure_order(ORDER)?;
        assert!(matches!(order.hold, HoldState::Ending { asked: true, .. }));
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
