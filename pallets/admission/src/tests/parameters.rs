//! The federation changes the quotas.

use icn_primitives::admission::Amount;
use polkadot_sdk::{polkadot_sdk_frame::testing_prelude::*, sp_runtime::Permill};

use crate::{mock::*, Error, Event, Pallet, Parameters, QuotaParameters};

fn defaults() -> QuotaParameters {
    QuotaParameters::for_block(Amount { weight: 1_500 * MS, bytes: 3 * 1024 * 1024 })
}

#[test]
fn a_chain_starts_with_the_defaults_for_its_blocks() {
    federation().execute_with(|| assert_eq!(Parameters::<Test>::get(), defaults()));
    // So does one whose genesis says nothing about it.
    TestState::default().execute_with(|| assert_eq!(Parameters::<Test>::get(), defaults()));
}

#[test]
fn a_chain_starts_with_what_its_genesis_says() {
    let parameters = QuotaParameters { own_refill: 1_000, ..defaults() };
    let genesis = RuntimeGenesisConfig {
        admission: crate::GenesisConfig {
            parameters: parameters.clone(),
            _runtime: Default::default(),
        },
        ..Default::default()
    };
    TestState::new(genesis.build_storage().unwrap())
        .execute_with(|| assert_eq!(Parameters::<Test>::get(), parameters));
}

#[test]
#[should_panic(expected = "the quotas' parameters are out of bounds")]
fn a_genesis_with_parameters_out_of_bounds_is_refused() {
    let parameters = QuotaParameters { block_time: 0, ..defaults() };
    let genesis = crate::GenesisConfig::<Test> { parameters, _runtime: Default::default() };
    let _ = genesis.build_storage();
}

#[test]
fn new_parameters_hold_from_the_next_transaction_on_and_what_is_in_use_stays() {
    federation().execute_with(|| {
        done(&ada(), &write(1, 20 * MS));
        let before = Admission::quota(ada()).unwrap();
        let parameters = QuotaParameters { own_share: Permill::from_percent(20), ..defaults() };
        assert_ok!(Admission::set_parameters(RuntimeOrigin::root(), parameters.clone()));
        System::assert_last_event(Event::ParametersSet { parameters }.into());
        let after = Admission::quota(ada()).unwrap();
        assert_eq!(after.own_full.weight, 2 * before.own_full.weight);
        assert_eq!(
            after.own_full.weight - after.own_left.weight,
            before.own_full.weight - before.own_left.weight,
        );
        assert_ok!(Pallet::<Test>::do_try_state());
    });
}

#[test]
fn only_the_federation_sets_parameters() {
    federation().execute_with(|| {
        for origin in [RuntimeOrigin::none(), RuntimeOrigin::signed(stella())] {
            assert_noop!(Admission::set_parameters(origin, defaults()), BadOrigin);
        }
    });
}

#[test]
fn parameters_out_of_bounds_are_refused() {
    federation().execute_with(|| {
        for parameters in [
            QuotaParameters { cooperative_blocks: 0, ..defaults() },
            QuotaParameters { own_refill: 0, ..defaults() },
            QuotaParameters { federation: Amount::default(), ..defaults() },
        ] {
            assert_noop!(
                Admission::set_parameters(RuntimeOrigin::root(), parameters),
                Error::<Test>::InvalidParameters
            );
        }
    });
}

#[test]
fn parameters_read_like_this_in_a_chain_spec() {
    let json = serde_json::to_value(defaults()).unwrap();
    assert_eq!(json["ownShare"], 100_000);
    assert_eq!(json["block"]["weight"], 1_500 * MS);
    assert_eq!(serde_json::from_value::<QuotaParameters>(json).unwrap(), defaults());
}
