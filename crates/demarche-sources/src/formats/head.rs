//! The head of a text: lines such as `Title: …` and `Published: 2024-06-20`, up to the first empty one.

use crate::fields;

/// The longest line of a head; a longer one is prose with a colon in it.
const LONGEST: usize = 400;

/// The parts of a report that a head names, in the order of the fields; the text among them is the body.
pub(crate) type Parts = [Option<String>; 7];

/// A text cut into its head and body, if it begins with a head.
pub(crate) fn split(text: &str) -> Option<(Parts, &str)> {
    let start = text.trim_start_matches(['\u{feff}', '\n', '\r']);
    let (head, body) = cut(start);
    let mut parts = Parts::default();
    for (number, line) in head.lines().enumerate() {
        let (key, value) = pair(line)?;
        match fields::part(key) {
            Some(part) if part > 0 => parts[part] = Some(value.to_string()),
            // Other keys may stand in a head, but not begin it: "Chad: envoy recalled" is a headline.
            _ if number == 0 => return None,
            _ => {}
        }
    }
    Some((parts, body))
}

/// `Key: value`, or none.
pub(crate) fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':').filter(|_| line.len() <= LONGEST)?;
    let named = !key.is_empty() && key.len() <= 24 && key.chars().all(|c| c.is_ascii_alphabetic() || "-_ ".contains(c));
    named.then_some((key.trim(), value.trim()))
}

fn cut(text: &str) -> (&str, &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            return (&text[..at], &text[at + line.len()..]);
        }
        at += line.len();
    }
    (text, "")
}
