//! What is there from the first block on.

use crate::{frame, mock::*, GenesisCurrency, LedgerParameters};
use alloc::vec;
use frame::testing_prelude::*;
use icn_primitives::ledger::{Action, Actor};

fn founders_currency() -> GenesisCurrency {
    GenesisCurrency {
        limits: vec![(EVE.account(), 300), (treasury(BAKERY), 1_000)],
        entries: vec![
            (ADA.account(), BOB.account(), 500),
            (treasury(BAKERY), EVE.account(), 1_000),
        ],
        ..hours_at_genesis()
    }
}

#[test]
fn the_founders_begin_with_their_books() {
    chain_with(vec![founders_currency()]).execute_with(|| {
        assert_eq!((ADA.books().balance, BOB.books().balance), (-500, 500));
        assert_eq!(books_of(treasury(BAKERY)).balance, -1_000);
        assert_eq!(totals().entries, 2);
        let act = Ledger::act(Actor::Genesis, genesis_key(1));
        assert!(act.is_none(), "nobody sends a genesis twice, so its keys aren't remembered");
        assert_ok!(EVE.pays(ADA, 1_300));
        assert_eq!(Action::Opening.encode(), [4]);
        Ledger::do_try_state().expect("every invariant holds");
    });
}

fn genesis_key(number: u8) -> [u8; 32] {
    let mut key = [0; 32];
    key[31] = number;
    key
}

#[test]
fn a_genesis_is_read_from_json() {
    let did = ADA.did();
    let json = format!(
        r#"{{
            "currencies": [{{
                "id": {{ "issuer": 0, "code": "HOUR", "decimals": 2 }},
                "defaultLimit": 2000,
                "limits": [[{{ "treasury": {{ "cooperative": 0 }} }}, 7]],
                "entries": [[{{ "person": "{did}" }}, {{ "treasury": "federation" }}, 5]]
            }}],
            "parameters": {{
                "keyRetention": 604800000,
                "maxKeys": 5000,
                "maxHoldLife": 15552000000,
                "maxHolds": 500,
                "maxCurrencies": 8
            }}
        }}"#
    );
    let config: crate::GenesisConfig<Test> = serde_json::from_str(&json).expect("it is a genesis");
    assert_eq!(config.parameters, LedgerParameters::default());
    assert_eq!(config.currencies[0].id, HOURS);
    let again = serde_json::to_string(&config).expect("it can be written");
    assert!(again.contains(r#""code":"HOUR""#));
}

#[test]
#[should_panic(expected = "the genesis can't have these currencies")]
fn a_genesis_follows_the_limits() {
    let entries = vec![(ADA.account(), BOB.account(), DEFAULT_LIMIT + 1)];
    chain_with(vec![GenesisCurrency { entries, ..hours_at_genesis() }]);
}

#[test]
#[should_panic(expected = "the genesis can't have these currencies")]
fn a_genesis_knows_who_pays() {
    let limits = vec![(STRANGER.account(), 5)];
    chain_with(vec![GenesisCurrency { limits, ..hours_at_genesis() }]);
}

#[test]
#[should_panic(expected = "the genesis can't have these currencies")]
fn a_genesis_has_a_currency_once() {
    chain_with(vec![hours_at_genesis(), hours_at_genesis()]);
}
