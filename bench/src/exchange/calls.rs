//! What members send.

use anyhow::{anyhow, Result};
use icn_primitives::{
    content::Content,
    ledger::{Key, Money},
    marketplace::{ListingId, ListingKind, ListingTerms, OrderId, Visibility, MAX_QUANTITY},
    resources::{
        Access, Cost, PaidBy, Requirements, ResourceKind, ResourceTerms, ResourceView, Span, Window,
    },
    CooperativeId, Did, Hash, Moment, DAY, MINUTE,
};
use icn_runtime::{Runtime, RuntimeCall};

/// Minutes of a booking.
const HOUR_MINUTES: u32 = 60;

/// The key of the act with this number.
pub fn key(number: u64) -> Key {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&number.to_be_bytes());
    key
}

/// An offer to everybody that never runs out, for a day.
pub fn offer(title: &str, category: &str, price: Money, now: Moment) -> Result<ListingTerms> {
    let bytes = |text: &str| text.as_bytes().to_vec();
    Ok(ListingTerms {
        title: bytes(title).try_into().map_err(|_| anyhow!("the title is too long"))?,
        description: Hash::repeat_byte(1),
        category: bytes(category).try_into().map_err(|_| anyhow!("the category is too long"))?,
        price,
        visibility: Visibility::Federation,
        expires_at: now.saturating_add(DAY),
    })
}

/// Creates a listing of the owner's, in the cooperative of which it is a member.
pub fn create_listing(
    owner: Did,
    cooperative: CooperativeId,
    kind: ListingKind,
    terms: ListingTerms,
    key: Key,
) -> RuntimeCall {
    let quantity = MAX_QUANTITY;
    let create =
        pallet_marketplace::Call::create_listing { owner, cooperative, kind, terms, quantity, key };
    RuntimeCall::Marketplace(create)
}

/// Orders one of a listing whose terms were never changed.
pub fn place(listing: ListingId, party: Did, cooperative: CooperativeId, key: Key) -> RuntimeCall {
    let (version, quantity) = (0, 1);
    let place = pallet_marketplace::Call::place_order {
        listing,
        version,
        quantity,
        party,
        cooperative,
        key,
    };
    RuntimeCall::Marketplace(place)
}

/// What the seller sends when the money is kept.
pub fn accept_and_deliver(order: OrderId) -> [RuntimeCall; 2] {
    let accept = pallet_marketplace::Call::<Runtime>::accept_order { order };
    let deliver = pallet_marketplace::Call::<Runtime>::deliver_order { order };
    [accept, deliver].map(RuntimeCall::Marketplace)
}

/// What the buyer sends when it is delivered.
pub fn complete(order: OrderId) -> RuntimeCall {
    RuntimeCall::Marketplace(pallet_marketplace::Call::complete_order { order })
}

/// Registers so many rooms that cost nothing and are always open, to everybody.
pub fn register_rooms(owner: CooperativeId, rooms: usize) -> RuntimeCall {
    let terms = ResourceTerms {
        kind: ResourceKind::Space,
        name: b"Room".to_vec().try_into().unwrap_or_default(),
        description: Hash::repeat_byte(1),
        place: b"de/berlin".to_vec().try_into().unwrap_or_default(),
        access: Access::Federation,
        cost: Cost::Free,
        requirements: Requirements { role: None, rules: None },
        windows: vec![Window::ALWAYS].try_into().unwrap_or_default(),
    };
    let register = |number| {
        let (terms, key) = (terms.clone(), key(number));
        RuntimeCall::Resources(pallet_resources::Call::register { owner, terms, key })
    };
    let calls = (0..rooms as u64).map(register).collect();
    RuntimeCall::Utility(polkadot_sdk::pallet_utility::Call::batch_all { calls })
}

/// Books the hour with this number, of those that begin tomorrow.
pub fn book(
    room: &ResourceView,
    cooperative: CooperativeId,
    hour: usize,
    now: Moment,
    key: Key,
) -> Result<RuntimeCall> {
    let tomorrow = u32::try_from(now.saturating_add(DAY) / MINUTE)?;
    let first = tomorrow.next_multiple_of(HOUR_MINUTES);
    let start = first.saturating_add(u32::try_from(hour)?.saturating_mul(HOUR_MINUTES));
    Ok(RuntimeCall::Resources(pallet_resources::Call::book {
        resource: room.id,
        version: room.resource.version,
        cooperative,
        span: Span::of(start, HOUR_MINUTES),
        paid_by: PaidBy::Person,
        key,
    }))
}

/// Anchors a file that nobody else has, for a month, with three replicas.
pub fn anchor(owner: Did, number: u64, now: Moment) -> Result<RuntimeCall> {
    let content = Content::of(format!("{number} of {owner}").as_bytes());
    Ok(RuntimeCall::Storage(pallet_storage::Call::anchor_content {
        owner,
        content: content.map_err(|error| anyhow!("{error}"))?,
        media_type: Hash::repeat_byte(1),
        retain_until: now.saturating_add(30 * DAY),
        wanted: 3,
    }))
}
