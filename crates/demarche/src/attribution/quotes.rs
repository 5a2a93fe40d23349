//! Quotations, found from their marks: straight and curly, guillemets, and apostrophes used as quotation marks.
//!
//! A quotation may run over sentences. One that is left open at the end of a paragraph goes on where the next
//! paragraph opens with a mark, as newspapers print long quotations.

use crate::text::Text;
use std::ops::Range;

/// A quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quote {
    /// The tokens between the marks.
    pub tokens: Range<usize>,
    /// Whether it goes on in the next quotation.
    pub goes_on: bool,
}

/// The quotations of a report, in text order, and which one holds each token.
#[derive(Clone, Debug, Default)]
pub(super) struct Quotes {
    pub all: Vec<Quote>,
    pub of_token: Vec<Option<usize>>,
}

/// What a mark may do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Opens or closes double quotation marks; `”` and `»` can only close.
    Double { opens: bool, closes: bool },
    /// The same for single ones.
    Single { opens: bool, closes: bool },
}

/// Finds the quotations of `text`.
pub(super) fn find(text: &Text) -> Quotes {
    let paragraphs = paragraphs(text);
    let mut all: Vec<Quote> = Vec::new();
    let mut left_open = false;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let mut scan = Scan { text, open: None, pending: None, found: Vec::new() };
        scan.run(paragraph);
        all.extend(scan.found.into_iter().filter_map(|bytes| quote(text, bytes, false)));
        let goes_on = paragraphs.get(number + 1).is_some_and(|next| opens_with_mark(text, next));
        match scan.open {
            Some((start, false)) if goes_on || left_open || at_sentence_start(text, start) => {
                all.extend(quote(text, start..paragraph.end, goes_on));
                left_open = goes_on;
            }
            _ => left_open = false,
        }
    }
    let mut of_token = vec![None; text.tokens.len()];
    for (number, quote) in all.iter().enumerate() {
        of_token[quote.tokens.clone()].fill(Some(number));
    }
    Quotes { all, of_token }
}

/// The byte ranges of the paragraphs, from first sentence to last.
fn paragraphs(text: &Text) -> Vec<Range<usize>> {
    let mut found: Vec<(usize, Range<usize>)> = Vec::new();
    for (number, sentence) in text.sentences.iter().enumerate() {
        match found.last_mut() {
            Some((paragraph, range)) if *paragraph == sentence.paragraph => range.end = sentence.span.end,
            _ => found.push((text.sentences[number].paragraph, sentence.span.range())),
        }
    }
    found.into_iter().map(|(_, range)| range).collect()
}

fn opens_with_mark(text: &Text, paragraph: &Range<usize>) -> bool {
    text.source[paragraph.clone()].chars().next().is_some_and(|c| "\"“«„‘'`".contains(c))
}

fn at_sentence_start(text: &Text, byte: usize) -> bool {
    let number = text.sentences.partition_point(|s| s.span.end <= byte);
    text.sentences.get(number).is_some_and(|s| byte <= s.span.start + '“'.len_utf8())
}

/// The quotation whose words fill these bytes; none where there are no words.
fn quote(text: &Text, bytes: Range<usize>, goes_on: bool) -> Option<Quote> {
    let start = text.tokens.partition_point(|t| t.span.end <= bytes.start);
    let end = text.tokens.partition_point(|t| t.span.start < bytes.end);
    (start < end).then_some(Quote { tokens: start..end, goes_on })
}

/// Reads the marks of one paragraph.
struct Scan<'a> {
    text: &'a Text<'a>,
    /// Where the open quotation's words begin, and whether its mark is single.
    open: Option<(usize, bool)>,
    /// A closing single mark that might be a plural's apostrophe ("the workers' pay"): the last one wins.
    pending: Option<usize>,
    found: Vec<Range<usize>>,
}

impl Scan<'_> {
    fn run(&mut self, paragraph: &Range<usize>) {
        let mut before = None;
        let mut chars = self.text.source[paragraph.clone()].char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            // Two apostrophes, or two grave accents, are one mark of typewriters.
            if matches!(c, '\'' | '`') && chars.peek().is_some_and(|&(_, next)| next == c) {
                chars.next();
                let after = chars.peek().map(|&(_, c)| c);
                let opens = after.is_some_and(|a| !a.is_whitespace()) && (c == '`' || self.open.is_none());
                self.take(Mark::Double { opens, closes: c == '\'' }, paragraph.start + at, 2, before);
                before = Some(c);
                continue;
            }
            let after = chars.peek().map(|&(_, c)| c);
            if let Some(mark) = mark(before, c, after) {
                self.take(mark, paragraph.start + at, c.len_utf8(), before);
            }
            before = Some(c);
        }
        self.close_pending();
    }

    fn take(&mut self, mark: Mark, at: usize, width: usize, before: Option<char>) {
        match (mark, self.open) {
            (Mark::Double { closes: true, .. }, Some((start, false))) => self.close(start, at),
            (Mark::Double { opens: true, .. }, None) => self.open = Some((at + width, false)),
            (Mark::Double { opens: true, .. }, Some((_, true))) => {
                self.close_pending();
                self.open = Some((at + width, false));
            }
            (Mark::Single { closes: true, .. }, Some((start, true))) => {
                if before.is_some_and(|c| c == 's') {
                    self.pending = Some(at);
                } else {
                    self.close(start, at);
                }
            }
            (Mark::Single { opens: true, .. }, None) => self.open = Some((at + width, true)),
            (Mark::Single { opens: true, .. }, Some((_, true))) => {
                self.close_pending();
                self.open = Some((at + width, true));
            }
            _ => {}
        }
    }

    fn close(&mut self, start: usize, end: usize) {
        self.found.push(start..end);
        self.open = None;
        self.pending = None;
    }

    fn close_pending(&mut self) {
        if let (Some(end), Some((start, true))) = (self.pending, self.open) {
            self.close(start, end);
        } else if let Some((_, true)) = self.open {
            self.open = None;
        }
    }
}

/// What the character `c` between `before` and `after` may do as a quotation mark.
fn mark(before: Option<char>, c: char, after: Option<char>) -> Option<Mark> {
    let free_before = before.is_none_or(|b| b.is_whitespace() || "([{—–-―\"“«:".contains(b));
    let word_after = after.is_some_and(|a| a.is_alphanumeric() || "\"“$€£(.…[".contains(a));
    let word_before = before.is_some_and(|b| !b.is_whitespace());
    let free_after = after.is_none_or(|a| !a.is_alphanumeric());
    match c {
        '"' => Some(Mark::Double { opens: true, closes: true }),
        '“' | '«' | '„' => Some(Mark::Double { opens: true, closes: false }),
        '”' | '»' => Some(Mark::Double { opens: false, closes: true }),
        '‘' => Some(Mark::Single { opens: word_after && free_before, closes: false }),
        // "'90s" has lost its century, not opened a quotation.
        '\'' => Some(Mark::Single {
            opens: free_before && word_after && !after.is_some_and(|a| a.is_ascii_digit()),
            closes: word_before && free_after,
        }),
        '’' => Some(Mark::Single { opens: false, closes: word_before && free_after }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<String> {
        let text = crate::text::split(source, None, &crate::text::Words::shipped().unwrap());
        find(&text).all.iter().map(|q| text.words(q.tokens.clone()).to_string()).collect()
    }

    #[test]
    fn marks_of_every_kind() {
        for source in [
            "He said \"no deal\" twice.",
            "He said “no deal” twice.",
            "He said «no deal» twice.",
            "He said 'no deal' twice.",
            "He said ‘no deal’ twice.",
        ] {
            assert_eq!(found(source), ["no deal"], "{source}");
        }
    }

    #[test]
    fn apostrophes_are_no_quotations() {
        assert!(found("The ministers' plane didn't leave in the '90s.").is_empty());
        assert_eq!(found("'The ministers' plane is late,' he said."), ["The ministers' plane is late,"]);
    }

    #[test]
    fn a_quotation_goes_on_in_the_next_paragraph() {
        let text = crate::text::split(
            "She said: “We waited.\n\n“Nobody came.”",
            None,
            &crate::text::Words::shipped().unwrap(),
        );
        let quotes = find(&text);
        assert_eq!(quotes.all.len(), 2);
        assert!(quotes.all[0].goes_on && !quotes.all[1].goes_on);
    }
}
