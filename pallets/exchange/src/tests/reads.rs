//! What clients read, page by page.

use crate::{frame, mock::*};
use frame::testing_prelude::*;
use icn_primitives::DAY;

fn ids(views: Vec<ExchangeView>) -> Vec<u64> {
    views.into_iter().map(|view| view.id.0).collect()
}

#[test]
fn exchanges_are_found_by_number_kind_cooperative_person_and_key() {
    scenario(|| {
        for _ in 0..3 {
            proposed();
        }
        let deadline = START + DAY;
        let request = Call::request_aid { cooperative: None, terms: TERMS, deadline, key: key(1) };
        assert_ok!(EVE.sends(request));
        assert_ok!(ADA.sends(Call::offer_aid { id: ExchangeId(3), terms: TERMS }));
        assert_ok!(ADA.sends(Call::withdraw { id: ExchangeId(1) }));

        assert_eq!(ids(Exchanging::exchanges(ExchangeId(0), 2)), [0, 1]);
        assert_eq!(ids(Exchanging::exchanges(ExchangeId(2), 200)), [2, 3]);
        let kind = ExchangeKind::Resources;
        assert_eq!(ids(Exchanging::open_exchanges(kind, None, 1)), [0]);
        assert_eq!(ids(Exchanging::open_exchanges(kind, Some(ExchangeId(0)), 9)), [2]);
        assert_eq!(ids(Exchanging::open_exchanges(ExchangeKind::Aid, None, 9)), [3]);
        assert_eq!(ids(Exchanging::exchanges_of_cooperative(MILL, None, 9)), [0, 1, 2]);
        let after = Some(ExchangeId(0));
        assert_eq!(ids(Exchanging::exchanges_of_cooperative(MILL, after, 1)), [1]);
        assert!(Exchanging::exchanges_of_cooperative(GARDEN, None, 9).is_empty());
        assert_eq!(ids(Exchanging::exchanges_of(&ADA.did(), None, 9)), [0, 1, 2, 3]);
        let after = Some(ExchangeId(2));
        assert_eq!(ids(Exchanging::exchanges_of(&ADA.did(), after, 9)), [3]);
        assert_eq!(Exchanging::exchange_by_key(&EVE.did(), &key(1)), Some(ExchangeId(3)));
        assert_eq!(Exchanging::exchange_by_key(&EVE.did(), &key(2)), None);
        assert_eq!(Exchanging::exchange_of(ExchangeId(9)), None);
    });
}
