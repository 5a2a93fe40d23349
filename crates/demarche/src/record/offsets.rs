//! Bytes of the text that was read to characters of the text that was given.

use super::Stretch;
use crate::report::is_unseen;
use crate::span::Span;

/// Turns byte positions of a text into character positions.
pub(super) struct Offsets {
    /// For each byte, the number of characters that begin before it; empty where all are ASCII.
    before: Vec<usize>,
}

impl Offsets {
    /// Positions in `read`, the text as it was read, to those in `given`, the text as it was given, with the characters that
    /// nobody sees.
    pub(super) fn new(read: &str, given: &str) -> Self {
        if given.is_ascii() {
            return Offsets { before: Vec::new() };
        }
        let is_whole = read.len() == given.len();
        let mut before = Vec::with_capacity(read.len() + 1);
        for (number, character) in given.chars().enumerate().filter(|&(_, c)| is_whole || !is_unseen(c)) {
            before.resize(before.len() + character.len_utf8(), number);
        }
        before.push(given.chars().count());
        Offsets { before }
    }

    pub(super) fn at(&self, byte: usize) -> usize {
        self.before.get(byte).copied().unwrap_or(byte)
    }

    pub(super) fn stretch(&self, span: Span) -> Stretch {
        Stretch { start: self.at(span.start), end: self.at(span.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_and_not_bytes() {
        let text = "Élysée says “non”";
        let offsets = Offsets::new(text, text);
        let start = text.find("says").expect("it is there");
        assert_eq!(offsets.stretch(Span::new(start, start + 4)), Stretch { start: 7, end: 11 });
        assert_eq!(offsets.at(text.len()), text.chars().count());
    }

    #[test]
    fn characters_that_nobody_sees_count_in_the_text_as_given() {
        let (read, given) = ("expelled two", "ex\u{ad}pelled two");
        let offsets = Offsets::new(read, given);
        assert_eq!(offsets.stretch(Span::new(0, 8)), Stretch { start: 0, end: 9 });
        assert_eq!(offsets.stretch(Span::new(9, 12)), Stretch { start: 10, end: 13 });
    }
}
