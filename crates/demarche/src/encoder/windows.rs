//! How a report is divided into windows; `encoder.py` of `demarche-forge` repeats it.
//!
//! 1. A word counts as many pieces as it is cut into, 8 at most.
//! 2. A sentence of more than 224 pieces is cut into parts: a part ends before the word with which it would have more
//!    than 224. From here on a part is a sentence.
//! 3. A window takes sentences as long as they have no more than 224 pieces together; the next window begins with the
//!    first that did not fit.
//! 4. Before the first sentence of each window but the first stand, as context, as many of the sentences right before it
//!    as have no more than 64 pieces together. Their vectors are those of the earlier window.

use std::ops::Range;

/// The most pieces of a window's own sentences.
const OWN: usize = 224;

/// The most pieces of the sentences before them.
const BEFORE: usize = 64;

/// Words of a report that are encoded together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// All of them, context first.
    pub words: Range<usize>,
    /// The first that is not context.
    pub own: usize,
}

impl Window {
    /// How many words are context.
    pub fn context(&self) -> usize {
        self.own - self.words.start
    }
}

/// The windows of a report, of whose words the numbers of pieces are given, and of whose sentences those of words.
pub fn divide(pieces: &[usize], sentences: &[usize]) -> Vec<Window> {
    let sentences = cut(pieces, sentences);
    let count = |words: &Range<usize>| pieces[words.clone()].iter().sum::<usize>();
    let mut windows = Vec::new();
    let mut next = 0;
    while next < sentences.len() {
        let own = sentences[next].start;
        let before = fitting(sentences[..next].iter().rev().map(count), BEFORE);
        let start = sentences[next - before].start;
        next += fitting(sentences[next..].iter().map(count), OWN);
        windows.push(Window { words: start..sentences[next - 1].end, own });
    }
    windows
}

/// How many of these, from the first, are no more than `most` together.
fn fitting(counts: impl Iterator<Item = usize>, most: usize) -> usize {
    counts.scan(0, |sum, count| Some(*sum + count).inspect(|&new| *sum = new)).take_while(|&sum| sum <= most).count()
}

/// The words of each sentence, long ones cut into parts.
fn cut(pieces: &[usize], sentences: &[usize]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for &length in sentences {
        let end = start + length;
        let mut sum = 0;
        let mut from = start;
        for (word, count) in pieces.iter().enumerate().take(end).skip(start) {
            if sum + count > OWN {
                parts.push(from..word);
                (from, sum) = (word, 0);
            }
            sum += count;
        }
        parts.push(from..end);
        start = end;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(pieces: &[usize], sentences: &[usize]) -> Vec<(Range<usize>, usize)> {
        divide(pieces, sentences).into_iter().map(|w| (w.words, w.own)).collect()
    }

    #[test]
    fn whole_sentences_share_windows_and_context_comes_before() {
        let ones = |n: usize| vec![1; n];
        assert_eq!(divided(&[], &[]), []);
        assert_eq!(divided(&ones(224), &[100, 124]), [(0..224, 0)]);
        assert_eq!(divided(&ones(225), &[100, 125]), [(0..100, 0), (100..225, 100)]);
        assert_eq!(divided(&ones(300), &[150, 30, 34, 86]), [(0..214, 0), (150..300, 214)]);
        assert_eq!(divided(&ones(300), &[150, 31, 34, 85]), [(0..215, 0), (181..300, 215)]);
        assert_eq!(divided(&ones(230), &[215, 0, 15]), [(0..215, 0), (215..230, 215)]);
    }

    #[test]
    fn a_long_sentence_is_cut_between_words() {
        assert_eq!(divided(&[8; 60], &[60]), [(0..28, 0), (28..56, 28), (56..60, 56)]);
        assert_eq!(divided(&[8; 62], &[30, 32]), [(0..28, 0), (28..30, 28), (28..58, 30), (58..62, 58)]);
    }
}
