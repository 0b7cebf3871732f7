//! Anchors: what is to be kept, until when, and what stays of it.

use icn_primitives::{
    content::Content,
    storage::{Anchor, AnchorId, EndReason, Removal, StorageParameters, Tombstone, MAX_WANTED},
    Did, Hash, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};

use crate::{
    AnchorCount, AnchorOf, Anchors, Commitments, Config, Error, Event, NextAnchor, OwnersOf,
    Pallet, Parameters, Rank, Replicas, Task, Tombstones, TombstonesOf, Wanting,
};

impl<T: Config> Pallet<T> {
    /// Anchors a file for `owner`, and gives the anchor's number.
    pub(crate) fn do_anchor(
        owner: Did,
        content: Content,
        media_type: Hash,
        retain_until: Moment,
        wanted: u32,
    ) -> Result<AnchorId, DispatchError> {
        let rules = Parameters::<T>::get();
        // Of a file without bytes nothing can be shown.
        ensure!(content.length > 0 && content.is_well_formed(), Error::<T>::InvalidContent);
        ensure!(content.length <= rules.max_length, Error::<T>::LengthExceeded);
        let root = content.content_root;
        ensure!(!AnchorOf::<T>::contains_key(owner, root), Error::<T>::AlreadyExists);
        let now = T::Time::now();
        Self::ensure_retention(&rules, now, now, retain_until)?;
        Self::ensure_wanted(wanted)?;
        let count = AnchorCount::<T>::get(owner);
        ensure!(count < rules.max_anchors, Error::<T>::AnchorsExceeded);

        let id = NextAnchor::<T>::get();
        NextAnchor::<T>::put(AnchorId(id.0.checked_add(1).ok_or(ArithmeticError::Overflow)?));
        AnchorCount::<T>::insert(owner, count.saturating_add(1));
        AnchorOf::<T>::insert(owner, root, id);
        OwnersOf::<T>::insert(root, owner, id);
        Self::schedule(Rank::Terms, retain_until, Task::Expire(id));
        let anchored_at = now;
        let (standing, kept) = (0, 0);
        let anchor = Anchor {
            owner,
            content,
            media_type,
            anchored_at,
            retain_until,
            wanted,
            standing,
            kept,
        };
        Self::put_anchor(id, &anchor);
        Ok(id)
    }

    /// That a retention may end at `until`, which is after `after`.
    fn ensure_retention(
        rules: &StorageParameters,
        now: Moment,
        after: Moment,
        until: Moment,
    ) -> DispatchResult {
        let latest = now.saturating_add(rules.max_retention);
        ensure!(after < until && until <= latest, Error::<T>::InvalidRetention);
        Ok(())
    }

    fn ensure_wanted(wanted: u32) -> DispatchResult {
        ensure!((1..=MAX_WANTED).contains(&wanted), Error::<T>::InvalidReplicas);
        Ok(())
    }

    /// That the anchor's retention hasn't ended.
    pub(crate) fn ensure_retained(anchor: &Anchor) -> DispatchResult {
        ensure!(T::Time::now() < anchor.retain_until, Error::<T>::RetentionEnded);
        Ok(())
    }

    /// Stores an anchor, and lists it where replicas are wanting.
    pub(crate) fn put_anchor(id: AnchorId, anchor: &Anchor) {
        Anchors::<T>::insert(id, anchor);
        if anchor.is_wanting() {
            Wanting::<T>::insert(id, ());
        } else {
            Wanting::<T>::remove(id);
        }
    }

    /// Keeps an anchor for longer.
    pub(crate) fn do_extend_retention(id: AnchorId, until: Moment) -> DispatchResult {
        let mut anchor = Anchors::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        Self::ensure_retained(&anchor)?;
        let (rules, now) = (Parameters::<T>::get(), T::Time::now());
        Self::ensure_retention(&rules, now, anchor.retain_until, until)?;
        Self::unschedule(Rank::Terms, anchor.retain_until, Task::Expire(id));
        Self::schedule(Rank::Terms, until, Task::Expire(id));
        anchor.retain_until = until;
        Anchors::<T>::insert(id, anchor);
        Ok(())
    }

    /// Sets how many replicas are wanted.
    pub(crate) fn do_set_wanted(id: AnchorId, wanted: u32) -> DispatchResult {
        Self::ensure_wanted(wanted)?;
        let mut anchor = Anchors::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        anchor.wanted = wanted;
        Self::put_anchor(id, &anchor);
        Ok(())
    }

    /// Ends an anchor whose retention has ended.
    pub(crate) fn expire(id: AnchorId) -> DispatchResult {
        let by = Removal::Expiry;
        Self::do_remove(id, by)?;
        Self::deposit_event(Event::AnchorRemoved { anchor: id, by });
        Ok(())
    }

    /// Removes an anchor with its commitments, and leaves a tombstone. Gives how many commitments
    /// there were.
    pub(crate) fn do_remove(id: AnchorId, by: Removal) -> Result<u32, DispatchError> {
        let mut anchor = Anchors::<T>::get(id).ok_or(Error::<T>::NotFound)?;
        let commitments = anchor.kept;
        // As many as one anchor may have.
        let replicas: alloc::vec::Vec<_> = Replicas::<T>::iter_prefix_values(id).collect();
        for replica in replicas {
            if let Some(commitment) = Commitments::<T>::get(replica) {
                Self::end(replica, &commitment, &mut anchor, EndReason::AnchorRemoved);
            }
        }
        let Anchor { owner, content, media_type, anchored_at, retain_until, .. } = anchor;
        let root = content.content_root;
        Self::unschedule(Rank::Terms, retain_until, Task::Expire(id));
        Anchors::<T>::remove(id);
        Wanting::<T>::remove(id);
        AnchorOf::<T>::remove(owner, root);
        OwnersOf::<T>::remove(root, owner);
        match AnchorCount::<T>::get(owner).saturating_sub(1) {
            0 => AnchorCount::<T>::remove(owner),
            count => AnchorCount::<T>::insert(owner, count),
        }
        let removed_at = T::Time::now();
        let tombstone = Tombstone { owner, content, media_type, anchored_at, removed_at, by };
        Tombstones::<T>::insert(id, tombstone);
        TombstonesOf::<T>::insert(root, id, ());
        Ok(commitments)
    }

    /// Sets the rules of storage.
    pub(crate) fn do_set_parameters(parameters: StorageParameters) -> DispatchResult {
        ensure!(parameters.are_valid(), Error::<T>::InvalidParameters);
        Parameters::<T>::put(parameters);
        Ok(())
    }
}
