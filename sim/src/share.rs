//! Parts of a whole, as people say them: in per cent.

use std::{fmt, str::FromStr};

use serde::Serialize;

/// From 0 to 100 per cent.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[serde(transparent)]
pub struct Share(f64);

impl Share {
    /// So many per cent, within the bounds.
    pub fn percent(percent: f64) -> Self {
        Self(percent.clamp(0.0, 100.0))
    }

    /// The part of 1.
    pub fn part(self) -> f64 {
        self.0 / 100.0
    }

    /// The nearest number of millionths.
    pub fn millionths(self) -> u32 {
        (self.0 * 10_000.0).round() as u32
    }

    /// This share on one occasion: away from it by `deviation` at a half, by less towards nothing
    /// and all, where there is no way to go.
    pub fn varied(self, deviation: f64) -> Self {
        let part = self.part();
        Self::percent(100.0 * (part + 4.0 * part * (1.0 - part) * deviation))
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = text.strip_suffix('%').unwrap_or(text).trim();
        let percent = number.parse().ok().filter(|percent| (0.0..=100.0).contains(percent));
        percent.map(Self).ok_or_else(|| "expected per cent, from 0 to 100".into())
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.0)
    }
}
