//! Where sentences end.

use super::Token;
use super::words::{Abbreviation, Words, lower};
use std::ops::Range;

/// The most tokens of a sentence: longer ones (tables, texts without a stop) are cut, which keeps later stages linear.
const LONGEST: usize = 400;

/// Cuts the tokens `within` one block into sentences.
pub(super) fn cut(source: &str, tokens: &[Token], within: Range<usize>, words: &Words) -> Vec<Range<usize>> {
    let small = !within.clone().any(|i| tokens[i].span.of(source).starts_with(char::is_uppercase));
    let block = Block { source, tokens, within: within.clone(), words, small };
    let mut found = Vec::new();
    let (mut start, mut at) = (within.start, within.start);
    while at < within.end {
        let end = block.end_at(start, at).unwrap_or(at + 1);
        if end < within.end && (block.end_at(start, at).is_some() || end - start >= LONGEST) {
            found.push(start..end);
            start = end;
        }
        at = end;
    }
    found.push(start..within.end);
    found
}

struct Block<'b> {
    source: &'b str,
    tokens: &'b [Token],
    within: Range<usize>,
    words: &'b Words,
    /// Whether the block has no capital letter.
    small: bool,
}

/// How a token may end a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// A full stop.
    Full,
    /// A question or exclamation mark.
    Mark,
    /// Dots that may only trail off.
    Dots,
    /// The stop of an abbreviation or an initial.
    Abbreviation,
}

impl Block<'_> {
    fn word(&self, i: usize) -> &str {
        if self.within.contains(&i) { self.tokens[i].span.of(self.source) } else { "" }
    }

    fn touches(&self, i: usize) -> bool {
        i > self.within.start && self.within.contains(&i) && self.tokens[i - 1].span.end == self.tokens[i].span.start
    }

    /// The token after the sentence that token `i` ends, with the quotes and brackets that close it.
    fn end_at(&self, start: usize, i: usize) -> Option<usize> {
        if is_item(self.word(i + 1)) {
            return Some(i + 1);
        }
        let stop = self.stop(start, i)?;
        let mut end = i + 1;
        while self.within.contains(&end) && (self.closes(end) || self.reference(end) > 0) {
            end += self.reference(end).max(1);
        }
        let closed = end > i + 1;
        (end >= self.within.end || self.begins(stop, i, end, closed)).then_some(end)
    }

    fn stop(&self, start: usize, i: usize) -> Option<Stop> {
        let word = self.word(i);
        if !word.ends_with(['.', '!', '?', '…']) {
            return None;
        }
        match word.trim_end_matches(['.', '!', '?', '…']) {
            "" if word == "." => (!self.enumerates(start, i)).then_some(Stop::Full),
            "" if word.ends_with(['!', '?']) => Some(Stop::Mark),
            "" => Some(Stop::Dots),
            _ => Some(Stop::Abbreviation),
        }
    }

    /// Whether the stop at `i` is that of "1." at a sentence's beginning.
    fn enumerates(&self, start: usize, i: usize) -> bool {
        let word = self.word(start);
        i == start + 1 && word.len() <= 3 && self.touches(i) && word.bytes().all(|b| b.is_ascii_digit())
    }

    /// Whether token `i` closes what the sentence opened.
    fn closes(&self, i: usize) -> bool {
        match self.word(i) {
            "\"" | "'" | "''" => self.touches(i),
            "”" | "’" | "»" | ")" | "]" | "’’" => true,
            _ => false,
        }
    }

    /// How many tokens a reference in brackets has that touches the stop before token `i` ("[17]").
    fn reference(&self, i: usize) -> usize {
        let number = self.word(i + 1);
        let bracketed = self.word(i) == "[" && self.word(i + 2) == "]" && self.touches(i) && self.touches(i + 1);
        if bracketed && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) { 3 } else { 0 }
    }

    /// Whether a sentence begins at `next` after a stop at `i`.
    fn begins(&self, stop: Stop, i: usize, next: usize, closed: bool) -> bool {
        let first = self.first_word(next);
        let word = self.word(first);
        let letter = word.chars().next().unwrap_or(' ');
        let apart = !self.touches(next);
        let capital = letter.is_uppercase() || letter.is_numeric() || is_caseless(letter);
        match stop {
            Stop::Abbreviation => apart && self.begins_after_abbreviation(i, next, first),
            Stop::Full if !apart => letter.is_uppercase() && (closed || !self.is_code(i)),
            Stop::Mark | Stop::Dots if !apart && !closed => letter.is_uppercase() && word.len() > 1,
            Stop::Dots | Stop::Mark if closed && self.is_asked(next) => false,
            Stop::Dots => capital,
            Stop::Full | Stop::Mark => {
                capital || self.small && apart && letter.is_alphabetic() || is_bullet(self.word(next))
            }
        }
    }

    /// Whether the words from `next` on say who asked or cried what was quoted; a word like "Nobody" begins anew.
    fn is_asked(&self, next: usize) -> bool {
        !self.opens(self.word(next))
            && (next..self.within.end.min(next + 5))
                .map_while(|i| self.word(i).starts_with(char::is_alphabetic).then(|| self.word(i)))
                .any(|word| self.words.asking.contains(word))
    }

    /// Whether a word has a capital that only a sentence's beginning gives it.
    fn opens(&self, word: &str) -> bool {
        word.starts_with(char::is_uppercase) && lower(word).is_some_and(|w| self.words.openers.contains(w.as_str()))
    }

    /// Whether the stop at `i` stands between parts of a code ("1.A").
    fn is_code(&self, i: usize) -> bool {
        i > self.within.start && self.word(i - 1).bytes().all(|b| b.is_ascii_digit())
    }

    /// The first token from `i` on that is not an opening quote, bracket or dash.
    fn first_word(&self, i: usize) -> usize {
        let opens = |i: &usize| {
            matches!(
                self.word(*i),
                "\"" | "“" | "‘" | "'" | "``" | "«" | "(" | "[" | "-" | "--" | "–" | "—" | "*" | "•" | "..."
            )
        };
        (i..self.within.end.min(i + 4)).find(|i| !opens(i)).unwrap_or(i)
    }

    fn begins_after_abbreviation(&self, i: usize, next: usize, first: usize) -> bool {
        let written = self.word(i).trim_end_matches(['.', '!', '?']);
        if self.word(i).ends_with(['!', '?']) {
            return self.word(first).starts_with(char::is_uppercase);
        }
        let word = self.word(first);
        let capital = word.starts_with(char::is_uppercase);
        let opener = self.opens(word);
        let quoted = first > next && capital && !matches!(self.word(next), "(" | "[" | "-" | "–" | "—" | "--");
        match self.words.abbreviation(written).map(|(kind, _)| kind) {
            Some(Abbreviation::Title | Abbreviation::Inner | Abbreviation::Number) => false,
            Some(Abbreviation::Month) => opener || quoted,
            Some(Abbreviation::Weekday) => opener || quoted,
            Some(Abbreviation::End) => opener || quoted,
            // An initial, or letters with stops ("U.A.E.").
            None if written.contains('.') => opener || quoted,
            None => opener && !matches!(word, "A" | "I") && !self.is_name(i),
        }
    }

    /// Whether the initial at `i` stands within a name.
    fn is_name(&self, i: usize) -> bool {
        i > self.within.start && self.word(i - 1).starts_with(char::is_uppercase) || i == self.within.start
    }
}

fn is_bullet(word: &str) -> bool {
    is_item(word) || word == "*"
}

/// Signs that begin an item wherever they stand.
fn is_item(word: &str) -> bool {
    matches!(word, "•" | "▪" | "●" | "■")
}

/// Letters of scripts that have no capitals.
fn is_caseless(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}
