//! Text to sentences and tokens.
//!
//! In: the text of a report. Out: [`Text`]: sentences and tokens with their spans, in order, none overlapping; tokens
//! are those of the English treebanks ("do" + "n't", "Putin" + "'s", "U.S." whole, hyphenated words apart). Together the
//! tokens cover every character that is not blank, whatever the text.
//!
//! Decided in three steps, each one pass over the text:
//! 1. [`blocks`]: empty lines end a paragraph; within one, lines that are list items or headlines stand for themselves,
//!    other line ends are blank space;
//! 2. [`tokens`]: each piece between blanks is cut at its signs, save where a sign belongs to the word (numbers,
//!    addresses, abbreviations, prefixes);
//! 3. [`sentences`]: a stop ends a sentence unless it is an abbreviation's, an enumerator's, or the text goes on in small
//!    letters.
//!
//! The words that decide are tables in `en/`.

mod blocks;
mod sentences;
mod stock;
mod tokens;
mod words;

pub use words::Words;

use crate::span::Span;
use std::ops::Range;

/// A report's text, cut up. Tokens are numbered through the whole report.
#[derive(Clone, Debug, Default)]
pub struct Text<'a> {
    /// What was cut up.
    pub source: &'a str,
    /// The sentences, in order.
    pub sentences: Vec<Sentence>,
    /// The tokens of all sentences, in order.
    pub tokens: Vec<Token>,
    /// The runs of tokens in which nothing happens and nobody says anything, in order: "did not respond to a request for comment".
    pub(crate) stock: Vec<Range<usize>>,
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, from its first token to its last.
    pub span: Span,
    /// The numbers of its tokens.
    pub tokens: Range<usize>,
    /// The paragraph it stands in, from 0.
    pub paragraph: usize,
    /// Whether it is the report's headline.
    pub is_title: bool,
}

impl<'a> Text<'a> {
    /// The token `i` as written.
    pub fn word(&self, i: usize) -> &'a str {
        self.tokens[i].span.of(self.source)
    }

    /// The span of a run of tokens; empty at 0 where the run is.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if tokens.start < tokens.end => first.span.join(last.span),
            _ => Span::default(),
        }
    }

    /// A run of tokens as written.
    pub fn words(&self, tokens: Range<usize>) -> &'a str {
        self.span(tokens).of(self.source)
    }

    /// The number of the sentence that holds token `i`.
    pub fn sentence_of(&self, i: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= i)
    }

    /// Whether token `i` belongs to a stock phrase.
    pub fn is_stock(&self, i: usize) -> bool {
        self.stock.iter().any(|run| run.contains(&i))
    }

    /// Whether blank space follows token `i` (or the text ends there).
    pub fn space_after(&self, i: usize) -> bool {
        self.source[self.tokens[i].span.end..].chars().next().is_none_or(char::is_whitespace)
    }
}

/// Cuts `source` into sentences and tokens. `title` is the headline, where the text begins with one.
pub fn split<'a>(source: &'a str, title: Option<&str>, words: &Words) -> Text<'a> {
    let mut text = Text { source, ..Text::default() };
    let title_end = title.and_then(|t| blocks::title_end(source, t));
    for block in blocks::of(source, title_end) {
        let first = text.tokens.len();
        tokens::cut(source, block.span, words, &mut text.tokens);
        let is_title = title_end.is_some_and(|end| block.span.end <= end);
        let within = first..text.tokens.len();
        let ranges = if is_title { vec![within] } else { sentences::cut(source, &text.tokens, within, words) };
        text.sentences.extend(ranges.into_iter().filter(|r| !r.is_empty()).map(|tokens| Sentence {
            span: text.tokens[tokens.start].span.join(text.tokens[tokens.end - 1].span),
            tokens,
            paragraph: block.paragraph,
            is_title,
        }));
    }
    text.stock = stock::find(&text, words);
    text
}

/// Whether a character is no part of any token: blank space, control characters and marks of no width.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens are in order, on character boundaries, and cover all that is not blank; sentences cover all tokens.
    fn laws(source: &str) {
        let words = Words::shipped().expect("the tables load");
        let text = split(source, source.lines().next(), &words);
        let mut at = 0;
        for token in &text.tokens {
            let gap = source.get(at..token.span.start).expect("in order, on boundaries");
            assert!(gap.chars().all(is_blank), "{gap:?} is in no token of {source:?}");
            assert!(!token.span.of(source).is_empty() && !token.span.of(source).chars().any(is_blank));
            at = token.span.end;
        }
        assert!(source[at..].chars().all(is_blank));
        let mut next = 0;
        for sentence in &text.sentences {
            assert_eq!(sentence.tokens.start, next);
            next = sentence.tokens.end;
            assert!(next > sentence.tokens.start);
        }
        assert_eq!(next, text.tokens.len());
    }

    /// A sequence of numbers that is the same in every run.
    fn numbers(mut seed: u32) -> impl FnMut(usize) -> usize {
        move |below| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as usize % below
        }
    }

    #[test]
    fn any_text_keeps_the_laws() {
        let pieces = [
            "a", "U", ".", "'", "’", "s", "n't", "@", "-", "/", "1", ",", " ", "\n", "\r\n", "\0", "\u{301}", "é", "$",
            "%", "\"", "…", "www.", "http://", ")", "[", "😀", "\u{200d}", "\u{feff}", "cannot", "Inc.", "!", "?", ":",
            "&", "_", "＃", "中", "\u{2029}", "`", "ß", "İ", "t", "am", "0", "*", "(s)", "\u{a0}", "\u{85}", "re", "#",
            "+",
        ];
        let mut next = numbers(7);
        for _ in 0..20_000 {
            let length = next(12);
            let source: String = (0..length).map(|_| pieces[next(pieces.len())]).collect();
            laws(&source);
        }
    }

    #[test]
    fn odd_texts_take_linear_time() {
        for piece in [
            "a", ".", "A/", "a.", "1,111", "'", "a'", "-", "a-", "@", "a@", "(", "http://", "\"", "A. ", "?\" ", "\n",
            "x\n", "www.a(", "[1]",
        ] {
            laws(&piece.repeat(200_000 / piece.len()));
        }
    }
}
