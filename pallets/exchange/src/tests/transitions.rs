//! Which status comes after which.

use crate::{transitions::Happening, ExchangeStatus};

const ALL: [ExchangeStatus; 13] = [
    ExchangeStatus::Proposed,
    ExchangeStatus::Approved,
    ExchangeStatus::Executed,
    ExchangeStatus::PartlyExecuted,
    ExchangeStatus::Failed,
    ExchangeStatus::Recorded,
    ExchangeStatus::Confirmed,
    ExchangeStatus::Requested,
    ExchangeStatus::Offered,
    ExchangeStatus::Fulfilled,
    ExchangeStatus::Declined,
    ExchangeStatus::Withdrawn,
    ExchangeStatus::Expired,
];

#[test]
fn what_is_final_stays_and_what_is_open_can_end() {
    for status in ALL {
        let after: Vec<_> =
            Happening::ALL.into_iter().filter_map(|happening| happening.after(status)).collect();
        assert_eq!(after.is_empty(), status.is_final(), "{status:?}");
        assert!(status.is_final() || after.iter().any(|status| status.is_final()));
    }
    let transitions = ALL.iter().flat_map(|status| {
        Happening::ALL.iter().filter_map(move |happening| happening.after(*status))
    });
    assert_eq!(transitions.count(), 18);
}
