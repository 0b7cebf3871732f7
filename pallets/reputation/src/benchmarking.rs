//! Benchmarks of this pallet's calls, and of what it does for others.

use icn_primitives::{
    reputation::{
        Act, Categories, Category, CategoryRules, GiveReputation, Millionths, ReadReputation,
        ReputationParameters, Score, Source, HISTORY_DAYS, MAX_ATTESTORS,
    },
    Did, Hash, SigningKey,
};
use polkadot_sdk::{
    polkadot_sdk_frame::{benchmarking::prelude::*, traits::Time},
    sp_io::hashing::blake2_256,
};

use crate::{
    accumulator::Accumulator,
    exponential::exp,
    history::{slot_of, today},
    *,
};

fn evidence() -> Hash {
    Hash::repeat_byte(1)
}

/// A DID of nobody.
fn stranger(number: u32) -> Did {
    Did::from_key(SigningKey::Sr25519(blake2_256(&number.to_be_bytes())))
}

/// A day as full as any, on which the last attestor has room still.
fn full_day<T: Config>(day: u32) -> Day {
    let mut full = Day::new(day);
    let growth = exp(Rules::<T>::get()[Category::Voting].decayed(T::Time::now()));
    let event = Accumulator::of_event(Score(1), growth);
    let acts = Act::ALL.into_iter().map(Source::Act);
    let attestors = (1..MAX_ATTESTORS).map(|number| Source::Attestor(stranger(number)));
    for source in acts.chain(attestors) {
        let counted = full.count(&source, Score(1), Score(1));
        assert!(counted.is_ok(), "there is room for all but one");
        full.add(Category::Voting, Score(1), event);
    }
    // Each category counts an event, participation one that no source gave.
    for category in Category::ALL {
        full.sums.try_insert(category, full.sums[&Category::Voting]).expect("there is room");
    }
    full
}

/// Somebody with points in every category, all of which decayed, and with a full day.
fn subject<T: Config>() -> Did {
    let (_, subject) = T::Identities::make_person(0);
    let event = Accumulator::of_event(Score::points(7), exp(0));
    let tally = Tally { sum: event, events: 1_000 };
    Reputations::<T>::insert(subject, Tallies::new(|_| tally));
    let today = today(T::Time::now());
    Days::<T>::insert(subject, slot_of(today), full_day::<T>(today));
    subject
}

/// The last attestor that there can be, and its account.
fn attestor<T: Config>() -> (icn_primitives::AccountId, Did) {
    let (account, attestor) = T::Identities::make_person(1);
    let all: Categories = Category::ALL.into_iter().collect();
    Attestors::<T>::insert(attestor, all);
    (account, attestor)
}

fn decision<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
    T::FederationOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn attest() {
        let subject = subject::<T>();
        let (account, _) = attestor::<T>();
        let origin = frame_system::RawOrigin::Signed(account);

        #[extrinsic_call]
        _(origin, subject, Category::Innovation, Score::points(1), evidence());

        let tallies = Reputations::<T>::get(subject).expect("a subject");
        assert_eq!(tallies[Category::Innovation].events, 1_001);
    }

    #[benchmark]
    fn set_attestor() -> Result<(), BenchmarkError> {
        let origin = decision::<T>()?;
        let (_, attestor) = T::Identities::make_person(1);
        let categories = Categories::NONE.with(Category::Voting);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, attestor, categories);

        assert_eq!(Attestors::<T>::get(attestor), Some(categories));
        Ok(())
    }

    #[benchmark]
    fn set_category() -> Result<(), BenchmarkError> {
        let origin = decision::<T>()?;
        let category = Category::Marketplace;
        let rules =
            CategoryRules { decay_per_day: Millionths(1), ..CategoryRules::of_s003(category) };

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, category, rules);

        assert_eq!(Rules::<T>::get()[category].rules, rules);
        Ok(())
    }

    #[benchmark]
    fn set_parameters() -> Result<(), BenchmarkError> {
        let origin = decision::<T>()?;
        let parameters =
            ReputationParameters { participation: Millionths(1), ..Default::default() };

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, parameters);

        assert_eq!(Parameters::<T>::get(), parameters);
        Ok(())
    }

    /// From an attestor: it reads more than an act.
    #[benchmark]
    fn award() {
        let subject = subject::<T>();
        let (_, attestor) = attestor::<T>();
        let source = Source::Attestor(attestor);

        #[block]
        {
            Pallet::<T>::award_or_note(
                source,
                &subject,
                Category::Innovation,
                Score::points(1),
                evidence(),
            );
        }

        let tallies = Reputations::<T>::get(subject).expect("a subject");
        assert_eq!(tallies[Category::Innovation].events, 1_001);
    }

    #[benchmark]
    fn voting_power() {
        let subject = subject::<T>();
        let power;
        #[block]
        {
            power = <Pallet<T> as ReadReputation>::voting_power(&subject);
        }
        assert!(power >= icn_primitives::reputation::VotingPower::ONE);
    }

    /// Of a DID that has ended, with as many days as there can be.
    #[benchmark]
    fn subject_changed() {
        let subject = stranger(0);
        Reputations::<T>::insert(subject, Tallies::default());
        for day in 0..HISTORY_DAYS {
            Days::<T>::insert(subject, slot_of(day), full_day::<T>(day));
        }

        #[block]
        {
            Pallet::<T>::subject_changed(&subject);
        }

        assert!(!Reputations::<T>::contains_key(subject));
        assert_eq!(Days::<T>::iter_prefix(subject).count(), 0);
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
