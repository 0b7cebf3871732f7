//! Titles, categories and the words in them.
//!
//! Letters are compared in lower case. Different encodings of one letter (`é` as one character or
//! as two) are different here: clients send NFC.

use alloc::{string::String, vec::Vec};

use super::{ListingCategory, MAX_TITLE};

/// How much of a word is kept to search for, in bytes of UTF-8.
pub const WORD: usize = 16;
/// Most words of a title that are kept to search for: the first ones, each once.
pub const MAX_WORDS: usize = 12;

/// The beginning of a word in lower case; shorter ones end with zeros.
pub type Word = [u8; WORD];

/// The words of a text in lower case: what letters and digits stand between.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().flat_map(char::to_lowercase).collect())
}

/// Cuts to what is kept of a word. It may end in the middle of a letter; so does then what is
/// searched for.
fn cut(word: &str) -> &[u8] {
    let bytes = word.as_bytes();
    bytes.get(..WORD).unwrap_or(bytes)
}

/// What is kept of the words of a title, in the order of their bytes.
pub fn title_words(title: &[u8]) -> Vec<Word> {
    let mut kept = Vec::new();
    for word in words(core::str::from_utf8(title).unwrap_or_default()) {
        let part = cut(&word);
        let mut padded = [0; WORD];
        if let Some(place) = padded.get_mut(..part.len()) {
            place.copy_from_slice(part);
        }
        if !kept.contains(&padded) {
            kept.push(padded);
        }
        if kept.len() == MAX_WORDS {
            break;
        }
    }
    kept.sort_unstable();
    kept
}

/// The words of a text that is searched for, as beginnings of words of a title; `None` if there are
/// more than a title may have, or it is too long or no text.
pub fn prefixes(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    if text.len() > MAX_TITLE as usize {
        return None;
    }
    let mut found: Vec<Vec<u8>> = Vec::new();
    for word in words(core::str::from_utf8(text).ok()?) {
        let part = cut(&word);
        if !found.iter().any(|other| other == part) {
            found.push(part.to_vec());
        }
        if found.len() > MAX_WORDS {
            return None;
        }
    }
    Some(found)
}

/// Whether `title` can be one: UTF-8 with a word in it, no space around it, no control characters.
pub fn is_title(title: &[u8]) -> bool {
    core::str::from_utf8(title).is_ok_and(|title| {
        title.trim() == title
            && !title.chars().any(char::is_control)
            && title.chars().any(char::is_alphanumeric)
    })
}

/// A category in the form in which it is stored: its words of letters, digits and `-` in lower
/// case, with one space between them. `None` if there is nothing else than that in it, something
/// else, or it is too long.
pub fn category(text: &[u8]) -> Option<ListingCategory> {
    let mut name = String::new();
    for word in core::str::from_utf8(text).ok()?.split_whitespace() {
        if !word.chars().all(|c| c.is_alphanumeric() || c == '-') {
            return None;
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.extend(word.chars().flat_map(char::to_lowercase));
    }
    if !name.chars().any(char::is_alphanumeric) {
        return None;
    }
    name.into_bytes().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{vec, vec::Vec};

    fn shown(title: &str) -> Vec<String> {
        title_words(title.as_bytes())
            .into_iter()
            .map(|word| String::from_utf8_lossy(&word).trim_end_matches('\0').into())
            .collect()
    }

    #[test]
    fn a_title_has_the_words_that_one_would_search_for() {
        assert_eq!(shown("Rye bread, fresh: RYE!"), ["bread", "fresh", "rye"]);
        assert_eq!(shown("Äpfel & Öl (2 kg)"), ["2", "kg", "äpfel", "öl"]);
        assert_eq!(shown("Straßenbahnfahrkarte"), ["straßenbahnfahr"]);
        assert_eq!(shown("— !"), Vec::<String>::new());
    }

    #[test]
    fn words_of_a_title_are_few_and_each_is_kept_once() {
        let long: String = (0..60).map(|number| alloc::format!("{number} ")).collect();
        assert_eq!(title_words(long.as_bytes()).len(), MAX_WORDS);
        assert_eq!(title_words(&[0xff, 0xfe]), Vec::<Word>::new());
    }

    #[test]
    fn what_is_searched_for_is_cut_like_what_is_kept() {
        assert_eq!(prefixes(b"Rye br"), Some(vec![b"rye".to_vec(), b"br".to_vec()]));
        let long = "straßenbahnfahrkarte".as_bytes();
        let [word] = title_words(long)[..] else { panic!("it is one word") };
        let [prefix] = &prefixes(long).unwrap()[..] else { panic!("it is one word") };
        assert!(word.starts_with(prefix));
        assert_eq!(prefixes(b""), Some(vec![]));
        assert_eq!(prefixes(&[0xff]), None);
        assert_eq!(prefixes(&[b'a'; MAX_TITLE as usize + 1]), None);
        let many: String = (0..13).map(|number| alloc::format!("{number} ")).collect();
        assert_eq!(prefixes(many.as_bytes()), None);
    }

    #[test]
    fn titles_that_nobody_could_search_for_are_none() {
        for good in ["Rye bread", "2 kg Mehl", "面包"] {
            assert!(is_title(good.as_bytes()), "{good}");
        }
        for bad in ["", " Rye", "Rye\n", "—", "a\u{7}b"] {
            assert!(!is_title(bad.as_bytes()), "{bad}");
        }
        assert!(!is_title(&[0xff]));
    }

    #[test]
    fn a_category_has_one_form() {
        for (text, stored) in [
            ("Food", "food"),
            ("  Bread  and ROLLS ", "bread and rolls"),
            ("Möbel", "möbel"),
            ("do-it-yourself", "do-it-yourself"),
        ] {
            let name = category(text.as_bytes()).unwrap();
            assert_eq!(name.to_vec(), stored.as_bytes());
            assert_eq!(category(&name), Some(name.clone()), "it stays as it is");
        }
        let long = "a".repeat(33);
        for bad in ["", "  ", "-", "food/bread", "food\u{7}", long.as_str()] {
            assert_eq!(category(bad.as_bytes()), None, "{bad}");
        }
        // In lower case this is longer than before.
        assert_eq!(category("İ".repeat(16).as_bytes()), None);
    }
}
