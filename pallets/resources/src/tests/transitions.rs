//! Which status of a booking comes after which.

use crate::{transitions::Happening, BookingStatus};

const ALL: [BookingStatus; 8] = [
    BookingStatus::Proposed,
    BookingStatus::Reserved,
    BookingStatus::Confirmed,
    BookingStatus::Running,
    BookingStatus::Completed,
    BookingStatus::Cancelled,
    BookingStatus::Declined,
    BookingStatus::Lapsed,
];

#[test]
fn what_is_final_stays_and_what_is_open_can_end() {
    for status in ALL {
        let after: Vec<_> =
            Happening::ALL.into_iter().filter_map(|happening| happening.after(status)).collect();
        assert_eq!(after.is_empty(), status.is_final(), "{status:?}");
        assert!(status.is_final() || status.takes_time());
    }
    let transitions = ALL.iter().flat_map(|status| {
        Happening::ALL.iter().filter_map(move |happening| happening.after(*status))
    });
    assert_eq!(transitions.count(), 12);
}
