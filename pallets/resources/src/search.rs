//! Searching: by kind, owner, place, free time and access, page by page.
//!
//! One index brings the candidates, the rest is looked at for each: that of the owner if one is
//! named, else of the kind, else of places, else all by number. A page looks at
//! [`MAX_SEARCHED`] at most, and says after which one the next page goes on.

use alloc::boxed::Box;
use icn_primitives::resources::MAX_SEARCHED;
use polkadot_sdk::frame_support::storage::StoragePrefixedMap;

use crate::{
    indexes::place_key, reads::page, AtPlace, Config, NextResource, OfKind, Pallet, Resource,
    ResourceId, ResourceKind, ResourcePage, ResourceQuery, Resources,
};

impl<T: Config> Pallet<T> {
    /// The resources for which `query` asks, after `after`; at most `limit` and at most
    /// [`MAX_PAGE`](icn_primitives::apis::MAX_PAGE).
    pub fn search(query: &ResourceQuery, after: Option<ResourceId>, limit: u32) -> ResourcePage {
        let mut result = ResourcePage::default();
        let mut looked = 0u32;
        let mut last = after;
        for id in Self::candidates(query, after) {
            if result.found.len() >= page(limit) || looked >= MAX_SEARCHED {
                result.next = last;
                return result;
            }
            looked = looked.saturating_add(1);
            last = Some(id);
            if let Some(view) = Self::resource(id) {
                if Self::matches(query, id, &view.resource) {
                    result.found.push(view);
                }
            }
        }
        result
    }

    fn candidates(
        query: &ResourceQuery,
        after: Option<ResourceId>,
    ) -> Box<dyn Iterator<Item = ResourceId> + '_> {
        if let Some(owner) = query.owner {
            return Box::new(Self::ids_of_owner(owner, after));
        }
        if let Some(kind) = query.kind {
            return Box::new(Self::ids_of_kind(kind, after));
        }
        if let Some(place) = &query.place {
            return Box::new(Self::ids_at(place, after));
        }
        let first = after.map_or(0, |after| after.0.saturating_add(1));
        Box::new((first..NextResource::<T>::get().0).map(ResourceId))
    }

    fn ids_of_kind(
        kind: ResourceKind,
        after: Option<ResourceId>,
    ) -> impl Iterator<Item = ResourceId> {
        let keys = match after {
            Some(after) => {
                let from = OfKind::<T>::hashed_key_for(kind, after.0.to_be_bytes());
                OfKind::<T>::iter_key_prefix_from(kind, from)
            }
            None => OfKind::<T>::iter_key_prefix(kind),
        };
        keys.map(|number| ResourceId(u32::from_be_bytes(number)))
    }

    /// Numbers of what is at places that begin so, in the order of places; after `after`, which was
    /// at its place then. Where it was moved or forgotten since, nothing comes after it.
    fn ids_at(place: &[u8], after: Option<ResourceId>) -> impl Iterator<Item = ResourceId> + '_ {
        let from = match after {
            Some(after) => Resources::<T>::get(after).map(|resource| {
                let key = place_key(&resource.terms.place);
                AtPlace::<T>::hashed_key_for(key, after.0.to_be_bytes())
            }),
            // A beginning of a key comes before all keys that it begins.
            None => Some([&AtPlace::<T>::final_prefix()[..], place].concat()),
        };
        from.map(AtPlace::<T>::iter_keys_from)
            .into_iter()
            .flatten()
            .take_while(move |(key, _)| key.starts_with(place))
            .map(|(_, number)| ResourceId(u32::from_be_bytes(number)))
    }

    /// Whether a resource is what is asked for, and isn't retired.
    fn matches(query: &ResourceQuery, id: ResourceId, resource: &Resource) -> bool {
        let terms = &resource.terms;
        resource.due.is_none()
            && query.kind.is_none_or(|kind| terms.kind == kind)
            && query.owner.is_none_or(|owner| resource.owner == owner)
            && query.place.as_ref().is_none_or(|place| terms.place.starts_with(place))
            && query
                .usable_by
                .is_none_or(|cooperative| terms.access.admits(resource.owner, cooperative))
            && query.free.is_none_or(|span| Self::is_free(id, &span))
    }
}
