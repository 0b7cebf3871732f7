//! The rules of storage.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::storage::StorageParameters;

#[test]
fn the_federation_sets_the_rules() {
    scenario(|| {
        let parameters = StorageParameters { samples: 7, ..rules() };
        let call = Call::set_parameters { parameters };
        assert_noop!(send(ADA.origin(), call.clone()), DispatchError::BadOrigin);
        assert_ok!(send(RuntimeOrigin::root(), call));
        assert_eq!(events(), [Event::ParametersSet { parameters }]);
        assert_eq!(Keep::rules(), parameters);
        let wrong = StorageParameters { samples: 0, ..rules() };
        let call = Call::set_parameters { parameters: wrong };
        assert_noop!(send(RuntimeOrigin::root(), call), Error::InvalidParameters);
    });
}

#[test]
#[should_panic(expected = "the genesis can't have these rules of storage")]
fn a_chain_with_wrong_rules_does_not_start() {
    let genesis = crate::GenesisConfig::<Test> {
        parameters: StorageParameters { samples: 0, ..rules() },
        ..Default::default()
    };
    TestState::new(Default::default()).execute_with(|| genesis.build());
}

#[test]
fn rules_are_written_in_text_formats() {
    let json = serde_json::to_string(&StorageParameters::default()).unwrap();
    assert!(json.contains(r#""challengePeriod":28800"#), "{json}");
    assert!(json.contains(r#""answerReputation":"0.02""#), "{json}");
    let back: StorageParameters = serde_json::from_str(&json).unwrap();
    assert_eq!(back, StorageParameters::default());
}
