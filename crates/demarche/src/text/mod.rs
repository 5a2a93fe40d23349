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
    text
}

/// Whether a character is no part of any token: blank space, control characters and marks of no width.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}')
}
