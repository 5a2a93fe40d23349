//! Word pieces by one plain rule that `pieces.py` of `demarche-forge` repeats: fold, then longest match.

use super::weights::{File, WeightsError};
use std::collections::HashMap;

/// The vocabulary of pieces, and what signs are folded to.
#[derive(Clone, Debug)]
pub struct Pieces {
    vocabulary: HashMap<&'static str, usize>,
    unknown: usize,
    folds: HashMap<char, String>,
}

impl Pieces {
    pub fn load(file: &File) -> Result<Self, WeightsError> {
        let vocabulary: HashMap<_, _> = file.lines("vocabulary")?.enumerate().map(|(i, piece)| (piece, i)).collect();
        Ok(Pieces {
            unknown: *vocabulary.get("[UNK]").ok_or_else(|| WeightsError::new("no piece for the unknown"))?,
            vocabulary,
            folds: file
                .list("folds")?
                .iter()
                .filter_map(|l| Some((l.chars().next()?, l.chars().skip(1).collect())))
                .collect(),
        })
    }

    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.vocabulary.len()
    }

    /// The number of the piece that is written so.
    pub fn number(&self, piece: &str) -> Option<usize> {
        self.vocabulary.get(piece).copied()
    }

    /// Lower case without accents, plain quotation marks and dashes.
    pub fn fold(&self, word: &str) -> String {
        let mut out = String::with_capacity(word.len());
        for c in word.to_lowercase().chars() {
            match self.folds.get(&c) {
                Some(plain) => out.push_str(plain),
                None => out.push(c),
            }
        }
        out
    }

    /// The pieces of a word by longest match; pieces inside a run of letters and digits are marked `##`.
    pub fn cut(&self, folded: &str) -> Vec<usize> {
        let chars: Vec<char> = folded.chars().collect();
        let mut out = Vec::new();
        let mut start = 0;
        let mut piece = String::new();
        while start < chars.len() && out.len() < 12 {
            let inside = start > 0 && chars[start].is_alphanumeric() && chars[start - 1].is_alphanumeric();
            let mut end = chars.len().min(start + 24);
            let mut found = self.unknown;
            while end > start {
                piece.clear();
                if inside {
                    piece.push_str("##");
                }
                piece.extend(&chars[start..end]);
                if let Some(&id) = self.vocabulary.get(piece.as_str()) {
                    found = id;
                    break;
                }
                end -= 1;
            }
            out.push(found);
            start = end.max(start + 1);
        }
        if out.is_empty() {
            out.push(self.unknown);
        }
        out
    }
}

/// The capitals and kinds of signs of a word, runs shortened to two, the first six.
pub fn shape(word: &str) -> String {
    let mut out = String::new();
    let mut run = (' ', 0);
    for c in word.chars() {
        let kind = match c {
            '0'..='9' => 'd',
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ => '.',
        };
        run = if kind == run.0 { (kind, run.1 + 1) } else { (kind, 1) };
        if run.1 <= 2 {
            out.push(kind);
        }
    }
    out.chars().take(6).collect()
}
