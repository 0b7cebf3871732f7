//! The policy covers every call there is.

use codec::Decode;
use icn_primitives::admission::Standing;
use pallet_admission::CallPolicy;
use polkadot_sdk::{
    frame_support::traits::{GetCallMetadata, GetCallName},
    sp_runtime::traits::TrailingZeroInput,
};
use std::collections::BTreeMap;

use crate::{policy::Policy, RuntimeCall};

const STANDINGS: [Standing; 5] = [
    Standing::Member,
    Standing::Steward,
    Standing::Operator,
    Standing::Organisation,
    Standing::Federation,
];

/// Every call, with arguments of zeros.
fn calls() -> BTreeMap<String, RuntimeCall> {
    let mut calls = BTreeMap::new();
    for pallet in 0..=u8::MAX {
        for index in 0..=u8::MAX {
            let bytes = [&[pallet, index][..], &[0; 4096]].concat();
            if let Ok(call) = RuntimeCall::decode(&mut TrailingZeroInput::new(&bytes)) {
                let name = call.get_call_metadata();
                calls.insert(format!("{}.{}", name.pallet_name, name.function_name), call);
            }
        }
    }
    calls
}

#[test]
fn every_call_of_our_pallets_is_looked_at() {
    let calls = calls();
    for (pallet, names) in [
        ("Did", pallet_did::Call::<crate::Runtime>::get_call_names()),
        ("Cooperatives", pallet_cooperatives::Call::<crate::Runtime>::get_call_names()),
        ("Credentials", pallet_credentials::Call::<crate::Runtime>::get_call_names()),
        ("Seats", pallet_seats::Call::<crate::Runtime>::get_call_names()),
    ] {
        for name in names {
            assert!(calls.contains_key(&format!("{pallet}.{name}")), "{pallet}.{name}");
        }
    }
}

#[test]
fn nobody_sends_by_hand_what_only_a_decision_may_do() {
    for (name, call) in calls() {
        let by_decision = [
            "Cooperatives.admit",
            "Cooperatives.decline",
            "Cooperatives.expel",
            "Cooperatives.suspend",
            "Cooperatives.restore",
            "Cooperatives.withdraw",
            "Cooperatives.set_rules",
            "Cooperatives.set_profile",
            "Cooperatives.grant_federation_role",
            "Cooperatives.revoke_federation_role",
            "Seats.list_node",
            "Seats.unlist_node",
            "Seats.suspend_seat",
            "Seats.restore_seat",
            "Seats.set_parameters",
            "Seats.note_stalled",
            "Admission.set_parameters",
            "System.set_code",
            "System.set_storage",
            "System.kill_storage",
            "System.authorize_upgrade",
            "Grandpa.note_stalled",
            "Utility.dispatch_as",
            "Proxy.create_pure",
            "Timestamp.set",
        ]
        .contains(&name.as_str());
        let allowed = STANDINGS.iter().any(|standing| Policy::allows(*standing, &call));
        assert!(!(by_decision && allowed), "{name}");
    }
}
