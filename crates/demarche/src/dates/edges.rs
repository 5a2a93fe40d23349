//! Words at the edges of an expression that belong to it: "early", "nearly", "or so".

use super::Kind;
use crate::knowledge::{self, KnowledgeError};
use crate::text::Text;
use std::ops::Range;

/// A phrase of `en/edges.tsv`.
#[derive(Clone, Debug)]
struct Edge {
    words: Vec<&'static str>,
    date: bool,
    duration: bool,
    time: bool,
    ago: bool,
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Edges {
    before: Vec<Edge>,
    after: Vec<Edge>,
}

impl Edges {
    /// Reads the table.
    pub(super) fn read(path: &str, text: &'static str) -> Result<Self, KnowledgeError> {
        let mut edges = Edges::default();
        for (line, cells) in knowledge::rows(path, text)? {
            let of = |kind: &str| cells[2].split(',').any(|k| k == kind);
            let words = cells[0].split(' ').collect();
            let edge = Edge { words, date: of("date"), duration: of("duration"), time: of("time"), ago: of("ago") };
            match cells[1] {
                "before" => edges.before.push(edge),
                "after" => edges.after.push(edge),
                other => {
                    return Err(KnowledgeError::new(
                        path,
                        line,
                        format!("{other:?} where before or after is expected"),
                    ));
                }
            }
        }
        let longest_first = |edge: &Edge| usize::MAX - edge.words.len();
        edges.before.sort_by_key(longest_first);
        edges.after.sort_by_key(longest_first);
        Ok(edges)
    }

    /// `tokens` with the words at its edges, no further than `limits`.
    pub(super) fn widen(
        &self,
        tokens: Range<usize>,
        limits: Range<usize>,
        text: &Text,
        kind: Kind,
        ago: bool,
    ) -> Range<usize> {
        let holds = |edge: &Edge| match kind {
            Kind::Date => edge.date || ago && edge.ago,
            Kind::Duration => edge.duration,
            Kind::Time => edge.time,
            Kind::Set => false,
        };
        let same = |at: usize, edge: &Edge| {
            edge.words
                .iter()
                .enumerate()
                .all(|(i, word)| at + i < limits.end && text.word(at + i).eq_ignore_ascii_case(word))
        };
        let (mut start, mut end) = (tokens.start, tokens.end);
        // "over the next days" is no length of about so many.
        let definite = kind == Kind::Duration && text.word(start).eq_ignore_ascii_case("the");
        while let Some(edge) = self
            .before
            .iter()
            .filter(|e| holds(e) && start >= limits.start + e.words.len() && !(definite && e.words.len() == 1))
            .find(|e| same(start - e.words.len(), e))
        {
            start -= edge.words.len();
        }
        if let Some(edge) = self.after.iter().filter(|e| holds(e)).find(|e| same(end, e)) {
            end += edge.words.len();
        }
        start..end
    }
}
