//! Moments as XML Schema writes them.

use crate::Moment;

const SECONDS_PER_DAY: u64 = 86_400;
/// Days from 0000-03-01 to 1970-01-01 in the proleptic Gregorian calendar.
const EPOCH_FROM_MARCH_OF_YEAR_0: u64 = 719_468;
/// Days in 400 years, after which the calendar repeats itself.
const DAYS_PER_ERA: u64 = 146_097;

/// `moment` as XML Schema `dateTime`, in UTC and without parts of a second, as DID Core 1.0 §7.1.3
/// asks: `2020-12-20T19:17:47Z`. Parts of a second are cut off.
pub fn xml_datetime(moment: Moment) -> String {
    let seconds = moment / 1000;
    let (year, month, day) = civil_date(seconds / SECONDS_PER_DAY);
    let of_day = seconds % SECONDS_PER_DAY;
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        of_day / 3600,
        of_day / 60 % 60,
        of_day % 60
    )
}

/// Year, month and day, `days` days after 1970-01-01. Years are counted from March on, so that the
/// leap day comes last and months follow one formula (H. Hinnant, "chrono-compatible low-level
/// date algorithms").
fn civil_date(days: u64) -> (u64, u64, u64) {
    let days = days + EPOCH_FROM_MARCH_OF_YEAR_0;
    let (era, day_of_era) = (days / DAYS_PER_ERA, days % DAYS_PER_ERA);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let (month, next_year) = match month_from_march {
        0..=9 => (month_from_march + 3, 0),
        _ => (month_from_march - 9, 1),
    };
    (400 * era + year_of_era + next_year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_the_calendar_has_them() {
        for (moment, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399_999, "2000-02-28T23:59:59Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (951_868_800_000, "2000-03-01T00:00:00Z"),
            (1_608_491_867_001, "2020-12-20T19:17:47Z"),
            (1_735_689_599_000, "2024-12-31T23:59:59Z"),
            (1_735_689_600_000, "2025-01-01T00:00:00Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00Z"),
            (253_402_300_799_000, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(xml_datetime(moment), text);
        }
    }

    #[test]
    fn every_day_of_four_centuries_follows_the_one_before() {
        let is_leap =
            |y: u64| y.is_multiple_of(4) && (!y.is_multiple_of(100) || y.is_multiple_of(400));
        let mut expected = (1970, 1, 1);
        for days in 0..DAYS_PER_ERA {
            assert_eq!(civil_date(days), expected);
            let (year, month, day) = expected;
            let length = match month {
                2 => 28 + u64::from(is_leap(year)),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            expected = if day < length {
                (year, month, day + 1)
            } else if month < 12 {
                (year, month + 1, 1)
            } else {
                (year + 1, 1, 1)
            };
        }
    }

    #[test]
    fn the_last_moment_of_all_has_a_date_too() {
        assert!(xml_datetime(Moment::MAX).ends_with('Z'));
    }
}
