//! Which calls a signer may send, looked at through the wrappers that hold other calls.

use alloc::vec::Vec;
use icn_primitives::{
    admission::{Signer, Standing},
    membership::MAX_MEMBERSHIPS,
    AccountId, Refusal,
};
use polkadot_sdk::{
    frame_support::{ensure, weights::Weight},
    sp_runtime::traits::Get,
};

use crate::{buckets::Warmth, Config, RuntimeCallOf, WeightInfo};

/// Tells who an account is. The runtime answers from identity, memberships, seats and the
/// federation's authority.
pub trait SignerSource {
    /// The signer that `account` is, or why it is none, and in how many cooperatives' records that
    /// was looked up: at least 1, at most [`MAX_MEMBERSHIPS`].
    fn look_up(account: &AccountId) -> Result<(Signer, u32), Refusal>;
    /// The signer that `account` is, or why it is none.
    fn signer(account: &AccountId) -> Result<Signer, Refusal> {
        Self::look_up(account).map(|(signer, _)| signer)
    }
    /// How many cooperatives share a block.
    fn active_cooperatives() -> u32;
}

/// Tells which calls each kind of signer may send. It decides what reaches the pallets at all; they
/// check again what only they know.
pub trait CallPolicy<Call> {
    /// Whether a signer of this standing may send `call`. Of a wrapper this answers for the wrapper
    /// alone: what it holds is asked about one by one.
    fn allows(standing: Standing, call: &Call) -> bool;
    /// The calls that `call` holds, and who they run as.
    fn nested(call: &Call) -> Nested<'_, Call>;
}

/// The calls inside a call, by who they run as.
pub enum Nested<'a, Call> {
    /// None.
    Leaf,
    /// These, as the same signer: a batch.
    Same(Vec<&'a Call>),
    /// This one, as another account: a proxy. That account must be admitted itself, and the call
    /// allowed to it.
    As(AccountId, &'a Call),
    /// This one, as an account that nobody owns: a multisig. The call must be allowed to the
    /// signer.
    Foreign(&'a Call),
}

/// How many calls a call holds, at any depth: what walking through it costs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Contents {
    /// The calls inside, wrappers among them; at most `MaxCalls`.
    pub calls: u32,
    /// How many of the wrappers, the outermost included, run a call as another account, who has to
    /// be looked up; at most `MaxCalls` and one.
    pub proxied: u32,
}

impl Contents {
    /// Counts what is in `call`. Reads no storage, and stops at `MaxCalls` and `MaxDepth`: a call
    /// that holds more is refused anyway.
    pub fn of<T: Config>(call: &RuntimeCallOf<T>) -> Self {
        let mut contents = Self::default();
        contents.count::<T>(call, 0);
        contents
    }

    /// What admitting a call with these contents costs if its signer has `memberships` and the
    /// block has accessed so much of the signer. Whoever else has to be looked up counts with the
    /// most memberships that there can be.
    pub fn weight<T: Config>(&self, memberships: u32, warmth: Warmth) -> Weight {
        let more = |weight: fn(u32) -> Weight, count| weight(count).saturating_sub(weight(0));
        let one = match warmth {
            Warmth::Cold => T::WeightInfo::admit(1),
            Warmth::Cooperative => more(T::WeightInfo::admit_beside, 1),
            Warmth::Account => more(T::WeightInfo::admit_again, 1),
        };
        let memberships = T::WeightInfo::admit(memberships.min(MAX_MEMBERSHIPS))
            .saturating_sub(T::WeightInfo::admit(1));
        one.saturating_add(memberships)
            .saturating_add(more(T::WeightInfo::admit_calls, self.calls))
            .saturating_add(more(T::WeightInfo::admit_proxied, self.proxied))
    }

    /// The part of what is counted before the signer is known that a signer with `memberships`
    /// doesn't need. Of an account that wrote in this block, the nonce is counted with the first
    /// of its transactions: one read and one write.
    pub fn unspent<T: Config>(&self, memberships: u32, warmth: Warmth) -> Weight {
        let nonce = match warmth {
            Warmth::Account => T::DbWeight::get().reads_writes(1, 1),
            Warmth::Cold | Warmth::Cooperative => Weight::zero(),
        };
        self.weight::<T>(MAX_MEMBERSHIPS, Warmth::Cold)
            .saturating_sub(self.weight::<T>(memberships, warmth))
            .saturating_add(nonce)
    }

    fn count<T: Config>(&mut self, call: &RuntimeCallOf<T>, depth: u32) {
        match T::Policy::nested(call) {
            Nested::Leaf => {}
            Nested::Same(calls) => {
                for call in calls {
                    if !self.enter::<T>(call, depth) {
                        break;
                    }
                }
            }
            Nested::As(_, call) => {
                self.proxied = self.proxied.saturating_add(1);
                self.enter::<T>(call, depth);
            }
            Nested::Foreign(call) => {
                self.enter::<T>(call, depth);
            }
        }
    }

    /// Counts `call`, which a call at `depth` holds; `false` if it is beyond the bounds.
    fn enter<T: Config>(&mut self, call: &RuntimeCallOf<T>, depth: u32) -> bool {
        let within = depth < T::MaxDepth::get() && self.calls < T::MaxCalls::get();
        if within {
            self.calls = self.calls.saturating_add(1);
            self.count::<T>(call, depth.saturating_add(1));
        }
        within
    }
}

/// Whether `signer` may send `call` with everything in it.
///
/// Errors: [`Refusal::CallNotAllowed`], [`Refusal::NestingExceeded`],
/// [`Refusal::ProxiedNotAdmitted`], whichever the walk meets first.
pub fn ensure_allowed<T: Config>(signer: &Signer, call: &RuntimeCallOf<T>) -> Result<(), Refusal> {
    let mut left = T::MaxCalls::get();
    walk::<T>(signer.standing, call, 0, &mut left)
}

/// Walks through `call`, which is inside `depth` others and may hold `left` more.
fn walk<T: Config>(
    standing: Standing,
    call: &RuntimeCallOf<T>,
    depth: u32,
    left: &mut u32,
) -> Result<(), Refusal> {
    ensure!(T::Policy::allows(standing, call), Refusal::CallNotAllowed);
    let inside = depth.saturating_add(1);
    match T::Policy::nested(call) {
        Nested::Leaf => Ok(()),
        Nested::Same(calls) => calls.into_iter().try_for_each(|call| {
            ensure_room::<T>(inside, left)?;
            walk::<T>(standing, call, inside, left)
        }),
        Nested::As(real, call) => {
            // Before the look-up, so that the bounds bound the look-ups too.
            ensure_room::<T>(inside, left)?;
            let real = T::Signers::signer(&real).map_err(|_| Refusal::ProxiedNotAdmitted)?;
            walk::<T>(real.standing, call, inside, left)
        }
        Nested::Foreign(call) => {
            ensure_room::<T>(inside, left)?;
            walk::<T>(standing, call, inside, left)
        }
    }
}

/// Takes one of the calls that are `left`, if `depth` isn't too deep.
fn ensure_room<T: Config>(depth: u32, left: &mut u32) -> Result<(), Refusal> {
    ensure!(depth <= T::MaxDepth::get(), Refusal::NestingExceeded);
    *left = left.checked_sub(1).ok_or(Refusal::NestingExceeded)?;
    Ok(())
}
