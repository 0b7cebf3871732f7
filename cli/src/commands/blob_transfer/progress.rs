//! How far a transfer is, on one line of the terminal.

use std::{
    cell::Cell,
    io::{self, IsTerminal, Read, Write},
    time::{Duration, Instant},
};

use crate::context::Context;

/// How often the line is written, at most.
const EVERY: Duration = Duration::from_millis(200);
/// How wide the bar is, in characters.
const WIDTH: u64 = 30;

/// A line that says how far it is. Where nobody looks, it says nothing.
pub struct Progress {
    what: &'static str,
    length: u64,
    done: Cell<u64>,
    shown: bool,
    written: Cell<Option<Instant>>,
}

impl Progress {
    /// Of `length` bytes that are to be `what`.
    pub fn new(context: &Context, what: &'static str, length: u64) -> Self {
        let shown = !context.options.json && std::io::stderr().is_terminal();
        Self { what, length, done: Cell::new(0), shown, written: Cell::new(None) }
    }

    /// One that says nothing.
    #[cfg(test)]
    pub fn silent() -> Self {
        Self { what: "", length: 0, done: Cell::new(0), shown: false, written: Cell::new(None) }
    }

    /// So many bytes more.
    pub fn add(&self, bytes: u64) {
        self.done.set(self.done.get().saturating_add(bytes));
        if self.shown && self.written.get().is_none_or(|at| at.elapsed() >= EVERY) {
            self.write();
            self.written.set(Some(Instant::now()));
        }
    }

    fn write(&self) {
        // A terminal that went away is no error.
        let _ = write!(std::io::stderr(), "\r{}", line(self.what, self.done.get(), self.length));
        let _ = std::io::stderr().flush();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.written.get().is_some() {
            self.write();
            let _ = writeln!(std::io::stderr());
        }
    }
}

/// Reads, and says how much.
pub struct Told<R>(pub R, pub Progress);

impl<R: Read> Read for Told<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1.add(read as u64);
        Ok(read)
    }
}

fn line(what: &str, done: u64, length: u64) -> String {
    let part = |of: u64| u128::from(done) * u128::from(of) / u128::from(length.max(1));
    let full = usize::try_from(part(WIDTH)).unwrap_or_default().min(WIDTH as usize);
    format!(
        "[{:<width$}] {:>3} %  {} of {} MiB {what}",
        "#".repeat(full),
        part(100).min(100),
        done >> 20,
        length.div_ceil(1 << 20),
        width = WIDTH as usize,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_full_as_the_part_that_is_done() {
        assert_eq!(
            line("sent", 5 << 20, 10 << 20),
            "[###############               ]  50 %  5 of 10 MiB sent"
        );
        assert!(line("sent", 0, 0).contains("  0 %"));
        assert!(line("sent", 7, 7).contains("100 %  0 of 1 MiB"));
        assert!(line("sent", u64::MAX, 1 << 40).contains("100 %"));
    }
}
