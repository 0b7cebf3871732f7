//! What is wrong with a founders file, and in which line.

use serde::Serialize;
use std::{cell::RefCell, fmt};

/// How bad a problem is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// No federation can be made from this file.
    Error,
    /// A federation can be made, but not one to rely on.
    Warning,
    /// How something was read that could have been meant otherwise.
    Note,
}

/// One problem.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Problem {
    /// Line in the file; the first is 1.
    pub line: usize,
    /// Column in that line, in characters; the first is 1.
    pub column: usize,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, and what would be right.
    pub sentence: String,
}

impl Problem {
    /// As `file:line: sentence`, which editors and terminals turn into a link.
    pub fn in_file<'a>(&'a self, file: &'a str) -> impl fmt::Display + 'a {
        InFile { file, problem: self }
    }
}

struct InFile<'a> {
    file: &'a str,
    problem: &'a Problem,
}

impl fmt::Display for InFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { line, severity, sentence, .. } = self.problem;
        let severity = match severity {
            Severity::Error => "",
            Severity::Warning => "warning: ",
            Severity::Note => "note: ",
        };
        write!(f, "{}:{line}: {severity}{sentence}", self.file)
    }
}

/// The problems found so far in one text.
///
/// Takes `&self` everywhere, so that nested tables can report while their parents are still read.
pub struct Problems<'t> {
    text: &'t str,
    list: RefCell<Vec<Problem>>,
}

impl<'t> Problems<'t> {
    /// None so far, in `text`.
    pub fn new(text: &'t str) -> Self {
        Self { text, list: RefCell::default() }
    }

    /// An error at the byte `at` of the text.
    pub fn error(&self, at: usize, sentence: impl Into<String>) {
        self.add(at, Severity::Error, sentence.into());
    }

    /// A warning at the byte `at` of the text.
    pub fn warning(&self, at: usize, sentence: impl Into<String>) {
        self.add(at, Severity::Warning, sentence.into());
    }

    /// A note at the byte `at` of the text.
    pub fn note(&self, at: usize, sentence: impl Into<String>) {
        self.add(at, Severity::Note, sentence.into());
    }

    /// The line in which the byte `at` stands.
    pub fn line(&self, at: usize) -> usize {
        self.before(at).matches('\n').count() + 1
    }

    /// How many errors are among them.
    pub fn errors(&self) -> usize {
        let list = self.list.borrow();
        list.iter().filter(|problem| problem.severity == Severity::Error).count()
    }

    /// Whether an error is among them.
    pub fn any_error(&self) -> bool {
        self.errors() > 0
    }

    /// All of them, in the order of the file.
    pub fn into_sorted(self) -> Vec<Problem> {
        let mut list = self.list.into_inner();
        list.sort_by_key(|problem| (problem.line, problem.column, problem.severity));
        list.dedup();
        list
    }

    fn add(&self, at: usize, severity: Severity, sentence: String) {
        let line_start = self.before(at).rfind('\n').map_or(0, |newline| newline + 1);
        let column = self.before(at)[line_start..].chars().count() + 1;
        let problem = Problem { line: self.line(at), column, severity, sentence };
        self.list.borrow_mut().push(problem);
    }

    /// The text before the byte `at`; all of it if `at` is no place in the text.
    fn before(&self, at: usize) -> &'t str {
        self.text.get(..at).unwrap_or(self.text)
    }
}

/// The one of `known` that was most likely meant by `word`, if any is near enough.
pub fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    known
        .iter()
        .map(|candidate| (distance(word, candidate), *candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 3).max(2))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many characters must be put in, taken out or replaced to make `a` into `b` (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.to_lowercase().chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_its_line_and_column() {
        let problems = Problems::new("a\nbé c\n");
        problems.error(6, "here");
        problems.warning(0, "there");
        problems.error(999, "behind the end");
        let list = problems.into_sorted();
        let places: Vec<_> = list.iter().map(|p| (p.line, p.column, p.sentence.as_str())).collect();
        assert_eq!(places, [(1, 1, "there"), (2, 4, "here"), (3, 1, "behind the end")]);
        assert_eq!(list[0].in_file("f.toml").to_string(), "f.toml:1: warning: there");
        assert_eq!(list[1].in_file("f.toml").to_string(), "f.toml:2: here");
    }

    #[test]
    fn a_slip_of_the_pen_is_recognised_and_a_new_word_is_not() {
        let known = ["legal_name", "domain", "stewards", "rpc_port"];
        assert_eq!(nearest("steward", &known), Some("stewards"));
        assert_eq!(nearest("legalName", &known), Some("legal_name"));
        assert_eq!(nearest("rpc-port", &known), Some("rpc_port"));
        assert_eq!(nearest("colour", &known), None);
    }
}
