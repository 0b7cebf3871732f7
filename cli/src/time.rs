//! Moments, and hours of a week, as people write them. All in UTC, as the chain has them.

use chrono::DateTime;
use icn_primitives::{
    resources::{Minute, Window, WEEK},
    Moment, MINUTE,
};

use crate::{chain::Chain, failure::Result, parse};

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// Days as they are written, in the order of a week.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// How a week without end is written.
const ALWAYS: &str = "always";
/// Length of a moment up to its minutes: `2026-11-24T08:00`.
const TO_MINUTES: usize = 16;

/// A moment as RFC 3339 has it, to the second or to the minute: `2026-11-24T08:00Z`,
/// `2026-11-24T09:00:00+01:00`. Not before 1970.
pub fn moment(text: &str) -> std::result::Result<Moment, String> {
    let with_seconds = || {
        let (minutes, offset) = text.split_at_checked(TO_MINUTES)?;
        DateTime::parse_from_rfc3339(&format!("{minutes}:00{offset}")).ok()
    };
    DateTime::parse_from_rfc3339(text)
        .ok()
        .or_else(with_seconds)
        .and_then(|moment| moment.timestamp_millis().try_into().ok())
        .ok_or_else(|| {
            format!("\"{text}\" is no moment: they are written 2026-11-24T08:00Z, or with another offset, 2026-11-24T09:00+01:00")
        })
}

/// A moment that is a whole minute.
pub fn minute(text: &str) -> std::result::Result<Minute, String> {
    let moment = moment(text)?;
    let minute = moment.is_multiple_of(MINUTE).then(|| Minute::try_from(moment / MINUTE).ok());
    minute.flatten().ok_or_else(|| format!("\"{text}\" is no whole minute"))
}

/// A moment, or how far it is away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// This moment.
    At(Moment),
    /// So many milliseconds from now on.
    In(Moment),
}

/// A moment, or a stretch of time from now on: `30d`.
pub fn when(text: &str) -> std::result::Result<When, String> {
    parse::duration(text).map(When::In).or_else(|_| moment(text).map(When::At)).map_err(|_| {
        format!("\"{text}\" is neither a stretch of time, 30d, nor a moment, 2026-11-24T08:00Z")
    })
}

impl When {
    /// The moment, by the chain's time.
    pub async fn moment(self, chain: &Chain) -> Result<Moment> {
        match self {
            Self::At(moment) => Ok(moment),
            Self::In(period) => Ok(chain.now().await?.saturating_add(period)),
        }
    }
}

/// Times of a week: `mon-fri 08:00-18:00`, `sat 22:00-02:00`, `fri 18:00-sun 22:00`, `always`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Times(pub Vec<Window>);

/// Times of a week. What goes past Sunday goes on on Monday.
pub fn times(text: &str) -> std::result::Result<Times, String> {
    let wrong = || {
        format!(
            "\"{text}\" is no time of a week: mon-fri 08:00-18:00, fri 18:00-sun 22:00 or {ALWAYS}"
        )
    };
    if text.trim() == ALWAYS {
        return Ok(Times(vec![Window::ALWAYS]));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let windows = match words.as_slice() {
        // Each of these days.
        [days, hours] => {
            let (from, to) = hours.split_once('-').ok_or_else(wrong)?;
            let (from, to) = (hour(from).ok_or_else(wrong)?, hour(to).ok_or_else(wrong)?);
            // Past midnight.
            let to = if to <= from { to + DAY } else { to };
            days_of(days).ok_or_else(wrong)?.flat_map(|day| around(day + from, day + to)).collect()
        }
        // From a day on until another one.
        [first, middle, last] => {
            let (from, day) = middle.split_once('-').ok_or_else(wrong)?;
            let at = |day: &str, time: &str| Some(day_of(day)? + hour(time)?);
            let (from, to) = (at(first, from).ok_or_else(wrong)?, at(day, last).ok_or_else(wrong)?);
            around(from, if to <= from { to + WEEK } else { to })
        }
        _ => return Err(wrong()),
    };
    Ok(Times(windows))
}

/// All of these times, in their order.
pub fn week(times: &[Times]) -> Vec<Window> {
    let mut windows: Vec<Window> = times.iter().flat_map(|times| times.0.clone()).collect();
    windows.sort_by_key(|window| window.from);
    windows
}

/// Minutes of two weeks as minutes of one.
fn around(from: u16, to: u16) -> Vec<Window> {
    match (from >= WEEK, to > WEEK) {
        (true, _) => vec![Window { from: from - WEEK, to: to - WEEK }],
        (false, false) => vec![Window { from, to }],
        (false, true) => vec![Window { from, to: WEEK }, Window { from: 0, to: to - WEEK }],
    }
}

/// The first minute of a day.
fn day_of(name: &str) -> Option<u16> {
    let place = DAYS.iter().position(|day| *day == name.to_lowercase())?;
    u16::try_from(place).ok().map(|place| place * DAY)
}

/// The first minutes of a day, or of some days one after the other.
fn days_of(text: &str) -> Option<impl Iterator<Item = u16>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (day_of(first)?, day_of(last)?);
    let last = if last < first { last + WEEK } else { last };
    Some((first..=last).step_by(DAY.into()).map(|day| day % WEEK))
}

/// A time of a day, `08:00` to `24:00`, as its minute.
fn hour(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |digits: &str| digits.parse::<u16>().ok().filter(|_| digits.len() == 2);
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours < 24 && minutes < 60 || hours == 24 && minutes == 0).then(|| hours * 60 + minutes)
}

/// Times of a week as [`times`] reads them.
pub fn window_text(window: &Window) -> String {
    if *window == Window::ALWAYS {
        return ALWAYS.into();
    }
    let day = |minute: u16| DAYS[usize::from(minute / DAY) % DAYS.len()];
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let Window { from, to } = *window;
    let midnight = from - from % DAY;
    match to - midnight {
        until if until <= DAY => {
            format!("{} {}-{}", day(from), time(from - midnight), time(until))
        }
        _ => format!("{} {}-{} {}", day(from), time(from % DAY), day(to), time(to % DAY)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use icn_primitives::{resources::windows_are_valid, HOUR};

    #[test]
    fn a_moment_is_written_as_rfc_3339_has_it() {
        let eight = 1_795_507_200_000;
        for text in [
            "2026-11-24T08:00Z",
            "2026-11-24T08:00:00Z",
            "2026-11-24T09:00+01:00",
            "2026-11-24T03:00:00-05:00",
        ] {
            assert_eq!(moment(text), Ok(eight), "{text}");
        }
        assert_eq!(moment("2026-11-24T08:00:00.250Z"), Ok(eight + 250));
        assert_eq!(icn_primitives::resolution::xml_datetime(eight), "2026-11-24T08:00:00Z");
        for bad in
            ["", "2026-11-24", "2026-11-24T08:00", "2026-02-30T08:00Z", "1969-12-31T23:59Z", "ä"]
        {
            assert!(moment(bad).is_err(), "{bad}");
        }
        assert_eq!(minute("2026-11-24T08:00Z"), Ok((eight / MINUTE) as u32));
        assert!(minute("2026-11-24T08:00:01Z").is_err());
    }

    #[test]
    fn a_moment_can_be_named_by_how_far_it_is_away() {
        assert_eq!(when("2h"), Ok(When::In(2 * HOUR)));
        assert_eq!(when("1970-01-01T01:00Z"), Ok(When::At(HOUR)));
        assert!(when("tomorrow").is_err());
    }

    #[test]
    fn times_of_a_week_are_read_and_written() {
        let window = |from, to| Window { from, to };
        for (text, windows) in [
            ("always", vec![Window::ALWAYS]),
            ("mon 08:00-18:00", vec![window(480, 1_080)]),
            ("Mon-Tue 00:00-24:00", vec![window(0, DAY), window(DAY, 2 * DAY)]),
            ("tue 22:00-02:00", vec![window(DAY + 1_320, 2 * DAY + 120)]),
            ("sun 22:00-02:00", vec![window(WEEK - 120, WEEK), window(0, 120)]),
            ("fri 18:00-sun 22:00", vec![window(4 * DAY + 1_080, 6 * DAY + 1_320)]),
            ("sun 18:00-mon 06:00", vec![window(6 * DAY + 1_080, WEEK), window(0, 360)]),
            ("sun-mon 10:00-11:00", vec![window(6 * DAY + 600, 6 * DAY + 660), window(600, 660)]),
        ] {
            assert_eq!(times(text), Ok(Times(windows.clone())), "{text}");
            assert!(windows_are_valid(&week(&[Times(windows.clone())])), "{text}");
            for one in windows {
                assert_eq!(times(&window_text(&one)), Ok(Times(vec![one])), "{text}");
            }
        }
        for bad in ["", "mon", "mon 8-18", "mon 25:00-26:00", "day 08:00-09:00", "mon 08:00"] {
            assert!(times(bad).is_err(), "{bad}");
        }
    }
}
