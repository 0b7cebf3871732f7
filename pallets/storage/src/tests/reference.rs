//! A small model of storage, made from the rules and not from the pallet: it counts nothing, but
//! looks through all there is each time, and has no agenda.

use icn_primitives::{
    reputation::{Act, Score},
    storage::StorageParameters,
    Moment,
};
use std::collections::BTreeMap;

use crate::mock::{Coop, File, Person, ADA, BOB, MILL};

#[derive(Clone, Debug)]
pub struct Promise {
    pub provider: Coop,
    pub anchor: u64,
    pub ends_at: Option<Moment>,
    /// The deadline of what is open.
    pub open: Option<u32>,
    /// The block of what comes next.
    pub next: u32,
    pub closed: Vec<bool>,
}

#[derive(Clone, Debug)]
pub struct Wish {
    pub owner: Person,
    pub file: File,
    pub until: Moment,
    pub wanted: u32,
}

#[derive(Default, Debug)]
pub struct Reference {
    pub now: Moment,
    pub block: u32,
    pub wishes: BTreeMap<u64, Wish>,
    pub anchored: u64,
    pub promises: BTreeMap<u64, Promise>,
    pub promised: u64,
    pub offers: BTreeMap<Coop, u64>,
    /// What every provider has to get and to lose yet, and when.
    pub due: BTreeMap<Coop, (u32, u32, Moment)>,
    pub awards: Vec<(Coop, Act, Score)>,
    pub hub_away: bool,
}

type Said = Result<(), &'static str>;

impl Reference {
    fn of(&self, anchor: u64) -> impl Iterator<Item = &Promise> {
        self.promises.values().filter(move |promise| promise.anchor == anchor)
    }

    fn by(&self, provider: Coop) -> impl Iterator<Item = &Promise> {
        self.promises.values().filter(move |promise| promise.provider == provider)
    }

    pub fn standing(&self, anchor: u64) -> usize {
        self.of(anchor).filter(|promise| promise.ends_at.is_none()).count()
    }

    pub fn used(&self, provider: Coop) -> u64 {
        self.by(provider).map(|promise| self.wishes[&promise.anchor].file.length()).sum()
    }

    pub fn anchor(
        &mut self,
        rules: &StorageParameters,
        owner: Person,
        file: File,
        until: Moment,
        wanted: u32,
    ) -> Said {
        let mut own = self.wishes.values().filter(|wish| wish.owner == owner);
        if own.clone().any(|wish| wish.file == file) {
            return Err("AlreadyExists");
        }
        if until <= self.now || until > self.now + rules.max_retention {
            return Err("InvalidRetention");
        }
        if own.by_ref().count() >= rules.max_anchors as usize {
            return Err("AnchorsExceeded");
        }
        self.wishes.insert(self.anchored, Wish { owner, file, until, wanted });
        self.anchored += 1;
        Ok(())
    }

    pub fn remove(&mut self, who: Person, anchor: u64) -> Said {
        let wish = self.wishes.get(&anchor).ok_or("NotFound")?;
        if wish.owner != who {
            return Err("NotAuthorized");
        }
        self.forget(anchor);
        Ok(())
    }

    fn forget(&mut self, anchor: u64) {
        self.promises.retain(|_, promise| promise.anchor != anchor);
        self.wishes.remove(&anchor);
    }

    pub fn want(&mut self, who: Person, anchor: u64, wanted: u32) -> Said {
        let wish = self.wishes.get_mut(&anchor).ok_or("NotFound")?;
        if wish.owner != who {
            return Err("NotAuthorized");
        }
        wish.wanted = wanted;
        Ok(())
    }

    pub fn extend(
        &mut self,
        rules: &StorageParameters,
        who: Person,
        anchor: u64,
        until: Moment,
    ) -> Said {
        let wish = self.wishes.get_mut(&anchor).ok_or("NotFound")?;
        if wish.owner != who {
            return Err("NotAuthorized");
        }
        if until <= wish.until || until > self.now + rules.max_retention {
            return Err("InvalidRetention");
        }
        wish.until = until;
        Ok(())
    }

    pub fn offer(&mut self, provider: Coop, capacity: u64) -> Said {
        if self.offers.contains_key(&provider) && self.used(provider) > capacity {
            return Err("CapacityInUse");
        }
        self.offers.insert(provider, capacity);
        Ok(())
    }

    pub fn close(&mut self, rules: &StorageParameters, provider: Coop) -> Said {
        if !self.offers.contains_key(&provider) {
            return Err("NotFound");
        }
        if self.by(provider).count() > 0 {
            return Err("CommitmentsLeft");
        }
        if self.due.contains_key(&provider) {
            if self.hub_away {
                return Err("AwardPending");
            }
            self.award(rules, provider);
        }
        self.offers.remove(&provider);
        Ok(())
    }

    /// The first challenge comes at `next`, which the model doesn't know.
    pub fn commit(
        &mut self,
        rules: &StorageParameters,
        provider: Coop,
        anchor: u64,
        next: u32,
    ) -> Said {
        let capacity = *self.offers.get(&provider).ok_or("NotFound")?;
        let wish = self.wishes.get(&anchor).ok_or("NotFound")?;
        if self.of(anchor).any(|promise| promise.provider == provider) {
            return Err("AlreadyExists");
        }
        if self.standing(anchor) >= wish.wanted as usize {
            return Err("ReplicasExceeded");
        }
        if self.by(provider).count() >= rules.max_commitments as usize {
            return Err("CommitmentsExceeded");
        }
        if self.used(provider) + wish.file.length() > capacity {
            return Err("CapacityExceeded");
        }
        let (ends_at, open, closed) = (None, None, Vec::new());
        let promise = Promise { provider, anchor, ends_at, open, next, closed };
        self.promises.insert(self.promised, promise);
        self.promised += 1;
        Ok(())
    }

    pub fn withdraw(&mut self, rules: &StorageParameters, id: u64) -> Said {
        let promise = self.promises.get_mut(&id).ok_or("NotFound")?;
        if promise.ends_at.is_some() {
            return Err("AlreadyLeaving");
        }
        promise.ends_at = Some(self.now + rules.withdrawal_notice);
        Ok(())
    }

    /// A challenge is closed. What ends with it ends.
    pub fn closed(&mut self, rules: &StorageParameters, id: u64, answered: bool) {
        let now = self.now;
        let promise = self.promises.get_mut(&id).expect("what is closed is there");
        let deadline = promise.open.take().expect("what is closed was open");
        assert_eq!(answered, self.block <= deadline, "an answer is late, or a miss is early");
        promise.closed.push(answered);
        let row = promise.closed.iter().rev().take_while(|answered| !**answered).count();
        let left = promise.ends_at.is_some_and(|at| at <= now);
        let ends = row >= rules.misses_to_lose as usize || left;
        let Promise { provider, anchor, .. } = *promise;
        if !is_own(provider, self.wishes[&anchor].owner) {
            let fresh = (0, 0, now + rules.award_period);
            let (kept, lost, _) = self.due.entry(provider).or_insert(fresh);
            *(if answered { kept } else { lost }) += 1;
        }
        if ends {
            self.promises.remove(&id);
        }
    }

    pub fn expired(&mut self, anchor: u64) {
        assert!(self.wishes[&anchor].until <= self.now, "an anchor ends early");
        self.forget(anchor);
    }

    pub fn left(&mut self, id: u64) {
        let promise = self.promises.remove(&id).expect("who leaves was there");
        assert!(promise.ends_at.expect("who leaves said so") <= self.now);
        assert!(promise.open.is_none(), "a challenge is escaped");
    }

    /// What a period gives and takes; what can't be awarded stays.
    pub fn award(&mut self, rules: &StorageParameters, provider: Coop) {
        let (kept, lost, _) = self.due[&provider];
        let bounded =
            |each: Score, times: u32| Score((each.0 * i128::from(times)).min(rules.award_bound.0));
        let given = bounded(rules.answer_reputation, kept);
        let taken = bounded(rules.miss_reputation, lost);
        if self.hub_away {
            self.due.insert(provider, (kept, lost, self.now + rules.award_period));
            return;
        }
        if kept > 0 {
            self.awards.push((provider, Act::BytesKept, given));
        }
        if lost > 0 {
            self.awards.push((provider, Act::BytesLost, Score(-taken.0)));
        }
        self.due.remove(&provider);
    }

    /// That nothing is left to be done in this block.
    pub fn assert_done(&self) {
        for (id, wish) in &self.wishes {
            assert!(wish.until > self.now, "anchor {id} should have ended");
        }
        for (id, promise) in &self.promises {
            match promise.open {
                Some(deadline) => assert!(deadline >= self.block, "{id} should have been missed"),
                None => {
                    assert!(promise.next > self.block, "{id} should have been challenged");
                    assert!(promise.ends_at.is_none_or(|at| at > self.now), "{id} should be gone");
                }
            }
        }
        for (provider, (.., at)) in &self.due {
            assert!(*at > self.now, "{provider:?} should have been awarded");
        }
    }
}

/// Bob is a member of the mill, and Ada of none that provides.
fn is_own(provider: Coop, owner: Person) -> bool {
    assert!([ADA, BOB].contains(&owner));
    provider == MILL && owner == BOB
}
