//! URIs (RFC 3986): whether a text is one, and its normal form, which DID Core 1.0 §5.4 asks of a
//! service's endpoint.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

/// Whether `text` is an absolute URI: a scheme, a colon, and what may follow it.
pub fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let scheme_char = |c: u8| c.is_ascii_alphanumeric() || b"+-.".contains(&c);
    let uri_char = |c: u8| c.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&c);
    let (authority, after) = match rest.strip_prefix("//") {
        Some(after) => after.split_at(end_of(after, "/?#")),
        None => ("", rest),
    };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(scheme_char)
        && rest.bytes().all(uri_char)
        && rest.matches('#').count() <= 1
        && split_authority(authority).is_some()
        && !after.contains(['[', ']'])
        && has_whole_escapes(rest)
}

/// Whether each `%` in `text` is followed by two hexadecimal digits.
pub fn has_whole_escapes(text: &str) -> bool {
    text.split('%').skip(1).all(|after| {
        let digits = after.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

/// The normal form of the URI `text`: scheme and host in lower case, escapes in upper case and
/// only where they are needed, no dot segments (RFC 3986 §6.2.2); for the schemes of HTTP and
/// WebSocket also no default port and no empty path (RFC 9110 §4.2.3, RFC 6455 §3).
///
/// What is no URI is returned as it is.
pub fn normal(text: &str) -> String {
    if !is_uri(text) {
        return text.to_string();
    }
    let (scheme, rest) = text.split_at(end_of(text, ":"));
    let scheme = scheme.to_ascii_lowercase();
    let rest = &rest[1..];
    let (authority, after) = match rest.strip_prefix("//") {
        Some(after) => {
            let (authority, after) = after.split_at(end_of(after, "/?#"));
            (Some(normal_authority(authority, default_port(&scheme))), after)
        }
        None => (None, rest),
    };
    let (path, query_and_fragment) = after.split_at(end_of(after, "?#"));
    let mut path = normal_escapes(path);
    if path.starts_with('/') {
        path = without_dot_segments(&path);
    }
    // Without an authority a path must not begin with what announces one.
    if authority.is_none() && path.starts_with("//") {
        path.insert_str(0, "/.");
    }
    if path.is_empty() && authority.is_some() && default_port(&scheme).is_some() {
        path.push('/');
    }
    let authority = authority.map(|authority| format!("//{authority}")).unwrap_or_default();
    format!("{scheme}:{authority}{path}{}", normal_escapes(query_and_fragment))
}

/// Where the first of `delimiters` stands in `text`, or its end.
fn end_of(text: &str, delimiters: &str) -> usize {
    text.find(|c| delimiters.contains(c)).unwrap_or(text.len())
}

fn default_port(scheme: &str) -> Option<&'static str> {
    match scheme {
        "http" | "ws" => Some("80"),
        "https" | "wss" => Some("443"),
        _ => None,
    }
}

/// The user, host and port of an `authority` (RFC 3986 §3.2), if it is one.
fn split_authority(authority: &str) -> Option<(Option<&str>, &str, &str)> {
    let (user, host_and_port) = match authority.split_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    let end_of_host = match host_and_port.strip_prefix('[') {
        Some(literal) => literal.find(']')? + 2,
        None => end_of(host_and_port, ":"),
    };
    let (host, port) = host_and_port.split_at(end_of_host);
    let (name, port) = match port.strip_prefix(':') {
        Some(port) => (host, port),
        None if port.is_empty() => (host, ""),
        None => return None,
    };
    let literal = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let literal_char = |c: char| c.is_ascii_alphanumeric() || ":.".contains(c);
    let good_host = match literal {
        Some(address) => !address.is_empty() && address.chars().all(literal_char),
        None => !name.contains(['[', ']', '@']),
    };
    let good_user = !user.unwrap_or_default().contains(['[', ']']);
    let good_port = port.bytes().all(|c| c.is_ascii_digit());
    (good_user && good_host && good_port).then_some((user, host, port))
}

fn normal_authority(authority: &str, default_port: Option<&str>) -> String {
    let Some((user, host, port)) = split_authority(authority) else { return authority.to_string() };
    let user = user.map(|user| format!("{}@", normal_escapes(user))).unwrap_or_default();
    // Twice, since lower case is wrong for what remains escaped.
    let host = normal_escapes(&normal_escapes(host).to_ascii_lowercase());
    if port.is_empty() || Some(port) == default_port {
        format!("{user}{host}")
    } else {
        format!("{user}{host}:{port}")
    }
}

/// `text` with escapes in upper case, and none for characters that need none.
fn normal_escapes(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut normal = pieces.next().unwrap_or_default().to_string();
    for piece in pieces {
        // Each `%` is followed by two digits: `is_uri` has seen to it.
        let (digits, after) = piece.split_at(2.min(piece.len()));
        match u8::from_str_radix(digits, 16) {
            Ok(c) if c.is_ascii_alphanumeric() || b"-._~".contains(&c) => normal.push(c.into()),
            _ => {
                normal.push('%');
                normal.push_str(&digits.to_ascii_uppercase());
            }
        }
        normal.push_str(after);
    }
    normal
}

/// An absolute `path` without `.` and `..` segments (RFC 3986 §5.2.4).
fn without_dot_segments(path: &str) -> String {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let mut kept: Vec<&str> = Vec::new();
    let last = segments.len().saturating_sub(1);
    for (place, segment) in segments.into_iter().enumerate() {
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                // A dot segment at the end leaves a directory.
                if place == last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_normal_form_is_the_one_of_the_rfcs() {
        for (text, expected) in [
            ("https://food.coop/didcomm", "https://food.coop/didcomm"),
            ("HTTPS://Food.Coop:443", "https://food.coop/"),
            ("https://food.coop:8443", "https://food.coop:8443/"),
            ("wss://a.coop:?x", "wss://a.coop/?x"),
            ("http://Ada@[2001:DB8::1]:80/a", "http://Ada@[2001:db8::1]/a"),
            ("eXAMPLE://a/./b/../b/%63/%7bfoo%7d", "example://a/b/c/%7Bfoo%7D"),
            ("https://a.coop/x/..", "https://a.coop/"),
            ("https://a.coop/x/.", "https://a.coop/x/"),
            ("mailto:Ada@Food.Coop", "mailto:Ada@Food.Coop"),
            ("did:icn:z6Mk#agent", "did:icn:z6Mk#agent"),
            ("urn:%41", "urn:A"),
            ("x:/..//a", "x:/.//a"),
            ("no uri", "no uri"),
        ] {
            assert_eq!(normal(text), expected);
        }
    }

    #[test]
    fn what_is_no_uri_is_told_apart() {
        for bad in [
            "", "a", ":a", "1a:b", "a:b c", "a:%", "a:%4", "a:%zz", "a:#b#c", "a:[b]", "a:é",
            "a://b:c", "a://[b", "a://b]", "a://[]",
        ] {
            assert!(!is_uri(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn the_normal_form_stays_as_it_is(
            text in "[a-zA-Z]{1,3}:(//)?[a-zA-Z0-9@:/?#.%\\[\\]-]{0,40}",
        ) {
            let once = normal(&text);
            prop_assert_eq!(is_uri(&once), is_uri(&text));
            prop_assert_eq!(normal(&once), once);
        }
    }
}
