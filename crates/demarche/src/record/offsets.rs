//! Bytes to characters.

use super::Stretch;
use crate::span::Span;

/// Turns byte positions of a text into character positions.
pub(super) struct Offsets {
    /// For each byte, the number of characters that begin before it; empty where all are ASCII.
    before: Vec<usize>,
}

impl Offsets {
    pub(super) fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Offsets { before: Vec::new() };
        }
        let mut before = Vec::with_capacity(text.len() + 1);
        for (number, (_, character)) in text.char_indices().enumerate() {
            before.resize(before.len() + character.len_utf8(), number);
        }
        before.push(text.chars().count());
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
        let offsets = Offsets::new(text);
        let start = text.find("says").expect("it is there");
        assert_eq!(offsets.stretch(Span::new(start, start + 4)), Stretch { start: 7, end: 11 });
        assert_eq!(offsets.at(text.len()), text.chars().count());
    }
}
