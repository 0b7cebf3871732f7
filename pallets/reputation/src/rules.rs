//! How categories count, what they have decayed, and who attests.

use codec::{Decode, Encode, MaxEncodedLen};
use icn_primitives::{
    reputation::{
        ByCategory, Categories, Category, CategoryRules, Millionths, ReputationParameters,
        MAX_ATTESTORS,
    },
    Did, Moment,
};
use polkadot_sdk::polkadot_sdk_frame::{prelude::*, traits::Time};
use scale_info::TypeInfo;

use crate::{Attestors, Config, Error, Identities, Pallet, Parameters, Rules};

/// What a category has decayed: the integral of its λ over time, exactly, in millionths of λ for a
/// millisecond.
///
/// A new λ goes on from where the old one has come to, so that nothing that was accumulated needs
/// to be touched: events have decayed by the λ of each day until now, and do so by the new one from
/// now on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct DecayClock {
    /// Since when the present λ holds; 0, the Unix epoch, for the first.
    since: Moment,
    /// The integral until then.
    decayed: u128,
}

/// A category's rules and its clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct CategoryState {
    /// How it counts.
    pub rules: CategoryRules,
    /// What it has decayed.
    pub clock: DecayClock,
}

impl CategoryState {
    /// With a λ that has always been the same.
    pub fn new(rules: CategoryRules) -> Self {
        Self { rules, clock: DecayClock::default() }
    }

    /// The integral of λ until `now`.
    pub fn decayed(&self, now: Moment) -> u128 {
        let Millionths(rate) = self.rules.decay_per_day;
        let passed = now.saturating_sub(self.clock.since);
        // 32 bits by 64 bits: never too large.
        self.clock.decayed.saturating_add(u128::from(rate) * u128::from(passed))
    }

    /// The same with other rules from `now` on.
    pub fn with_rules(&self, rules: CategoryRules, now: Moment) -> Self {
        if rules.decay_per_day == self.rules.decay_per_day {
            return Self { rules, ..*self };
        }
        Self { rules, clock: DecayClock { since: now, decayed: self.decayed(now) } }
    }

    /// Whether its rules are within their bounds, and its λ began in the past.
    #[cfg(any(test, feature = "try-runtime"))]
    pub(crate) fn is_sound(&self, now: Moment) -> bool {
        self.rules.are_valid() && self.clock.since <= now
    }
}

/// S003's rules for every category.
pub struct OfS003;

impl Get<ByCategory<CategoryState>> for OfS003 {
    fn get() -> ByCategory<CategoryState> {
        ByCategory::new(|category| CategoryState::new(CategoryRules::of_s003(category)))
    }
}

impl<T: Config> Pallet<T> {
    /// Lets `attestor` give in `categories` and in no other; in none: it is an attestor no longer.
    pub(crate) fn do_set_attestor(attestor: &Did, categories: Categories) -> DispatchResult {
        ensure!(categories.is_valid(), Error::<T>::InvalidCategories);
        let is_attestor = Attestors::<T>::contains_key(attestor);
        if categories.is_empty() {
            ensure!(is_attestor, Error::<T>::NotFound);
            Attestors::<T>::remove(attestor);
            return Ok(());
        }
        ensure!(T::Identities::is_active(attestor), Error::<T>::NotFound);
        ensure!(
            is_attestor || Attestors::<T>::count() < MAX_ATTESTORS,
            Error::<T>::AttestorsExceeded
        );
        Attestors::<T>::insert(attestor, categories);
        Ok(())
    }

    /// Makes `category` count by `rules` from now on.
    pub(crate) fn do_set_category(category: Category, rules: CategoryRules) -> DispatchResult {
        ensure!(rules.are_valid(), Error::<T>::InvalidRules);
        Rules::<T>::mutate(|states| {
            states[category] = states[category].with_rules(rules, T::Time::now());
        });
        Ok(())
    }

    /// Makes these the parameters from now on.
    pub(crate) fn do_set_parameters(parameters: ReputationParameters) -> DispatchResult {
        ensure!(parameters.are_valid(), Error::<T>::InvalidParameters);
        Parameters::<T>::put(parameters);
        Ok(())
    }

    /// The rules at genesis. A chain with wrong ones must not start.
    pub(crate) fn build_genesis(
        categories: &[(Category, CategoryRules)],
        parameters: ReputationParameters,
        attestors: &[(Did, alloc::vec::Vec<Category>)],
    ) {
        let mut states = OfS003::get();
        for (category, rules) in categories {
            assert!(rules.are_valid(), "the rules of {category} are out of their bounds");
            states[*category] = CategoryState::new(*rules);
        }
        Rules::<T>::put(states);
        assert!(parameters.are_valid(), "the parameters of reputation are out of their bounds");
        Parameters::<T>::put(parameters);
        for (attestor, categories) in attestors {
            let categories: Categories = categories.iter().copied().collect();
            assert!(!categories.is_empty(), "{attestor} attests nothing");
            assert!(!Attestors::<T>::contains_key(attestor), "{attestor} attests twice");
            Attestors::<T>::insert(attestor, categories);
        }
        assert!(Attestors::<T>::count() <= MAX_ATTESTORS, "there are too many attestors");
    }
}
