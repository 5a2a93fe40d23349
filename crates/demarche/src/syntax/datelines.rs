//! Datelines, which are parsed apart from the sentence that they open: "LIMA, May 4 (Agency) - Miners blocked the road."

use super::{Relation, Word};
use crate::text::Text;
use std::ops::Range;

/// The most tokens of a dateline.
const LONGEST: usize = 14;

/// The fewest tokens of what it opens.
const SHORTEST: usize = 3;

/// The datelines at the beginning of paragraphs: for each sentence the tokens that it opens with before its own.
pub(super) fn find(text: &Text) -> Vec<Range<usize>> {
    let mut paragraph = None;
    let mut found = Vec::with_capacity(text.sentences.len());
    for sentence in &text.sentences {
        let opens = paragraph.replace(sentence.paragraph) != Some(sentence.paragraph);
        let start = sentence.tokens.start;
        let end = if opens && !sentence.is_title { end_of(text, sentence.tokens.clone()) } else { start };
        found.push(start..end);
    }
    found
}

/// Where the sentence itself begins after the dateline that opens it; its first token where there is none.
fn end_of(text: &Text, sentence: Range<usize>) -> usize {
    let start = sentence.start;
    let capitals = |word: &str| word.chars().count() > 2 && word.chars().all(char::is_uppercase);
    if sentence.is_empty() || !capitals(text.word(start)) {
        return start;
    }
    let last = sentence.end.saturating_sub(SHORTEST).min(start + LONGEST);
    for i in start + 1..last {
        let word = text.word(i);
        let apart = text.space_after(i) && text.space_after(i - 1);
        if matches!(word, "—" | "–" | "--")
            || word == "-" && apart
            || word == ":" && (start..i).all(|k| capitals(text.word(k)))
        {
            return i + 1;
        }
        if word.starts_with(char::is_lowercase) {
            return start;
        }
    }
    start
}

/// Hangs each dateline's root on that of its sentence, so that a sentence has one.
pub(super) fn join(words: &mut [Word], datelines: &[Range<usize>], ends: &[usize]) {
    for (dateline, &end) in datelines.iter().zip(ends).filter(|(dateline, _)| !dateline.is_empty()) {
        let root = |range: Range<usize>| range.clone().find(|&i| words.get(i).is_some_and(|w| w.head.is_none()));
        let (own, above) = (root(dateline.clone()), root(dateline.end..end));
        if let (Some(own), Some(above)) = (own, above) {
            words[own].head = Some(above);
            words[own].relation = Relation::Parataxis;
        }
    }
}
