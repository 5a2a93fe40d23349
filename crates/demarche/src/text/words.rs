//! The tables that decide where tokens and sentences end.

use super::stock::{self, Phrase};
use crate::knowledge::{self, KnowledgeError};
use std::collections::{HashMap, HashSet};

/// What an abbreviation is for, which says what may follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// A name follows: "Gen."
    Title,
    /// A month: "Dec."
    Month,
    /// A day of the week: "Mon."
    Weekday,
    /// A number follows: "No."
    Number,
    /// The sentence goes on: "i.e."
    Inner,
    /// A sentence may end with it: "Inc."
    End,
}

/// When a word is the abbreviation that it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Only {
    Always,
    Capital,
    Digit,
}

/// The tables of `text/en/`.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub(super) abbreviations: HashMap<&'static str, (Abbreviation, Only)>,
    pub(super) asking: HashSet<&'static str>,
    pub(super) contractions: HashMap<&'static str, usize>,
    pub(super) openers: HashSet<&'static str>,
    pub(super) prefixes: HashSet<&'static str>,
    pub(super) stock: Vec<Phrase>,
    pub(super) suffixes: HashSet<&'static str>,
    pub(super) units: HashSet<&'static str>,
    pub(super) wholes: HashSet<&'static str>,
}

impl Words {
    /// The shipped tables.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        Ok(Words {
            abbreviations: table("text/en/abbreviations.tsv", abbreviation)?,
            asking: list("text/en/asking.tsv")?,
            contractions: table("text/en/contractions.tsv", contraction)?,
            openers: list("text/en/openers.tsv")?,
            prefixes: list("text/en/prefixes.tsv")?,
            stock: stock::table()?,
            suffixes: list("text/en/suffixes.tsv")?,
            units: list("text/en/units.tsv")?,
            wholes: list("text/en/wholes.tsv")?,
        })
    }

    /// What the abbreviation `word`, written without its last stop, is for.
    pub(super) fn abbreviation(&self, word: &str) -> Option<(Abbreviation, Only)> {
        self.abbreviations.get(lower(word)?.as_str()).copied()
    }
}

/// `word` in small letters, where it is short enough to be in a table.
pub(super) fn lower(word: &str) -> Option<String> {
    (word.len() <= 24).then(|| word.to_lowercase())
}

fn table<V>(
    path: &'static str,
    value: fn(&[&'static str]) -> Result<V, &'static str>,
) -> Result<HashMap<&'static str, V>, KnowledgeError> {
    knowledge::rows(path, knowledge::file(path)?)?
        .into_iter()
        .map(|(line, cells)| match value(&cells) {
            Ok(value) => Ok((cells[0], value)),
            Err(message) => Err(KnowledgeError::new(path, line, message)),
        })
        .collect()
}

fn list(path: &'static str) -> Result<HashSet<&'static str>, KnowledgeError> {
    Ok(table(path, |_| Ok(()))?.into_keys().collect())
}

fn abbreviation(cells: &[&str]) -> Result<(Abbreviation, Only), &'static str> {
    let kind = match cells[1] {
        "title" => Abbreviation::Title,
        "month" => Abbreviation::Month,
        "weekday" => Abbreviation::Weekday,
        "number" => Abbreviation::Number,
        "inner" => Abbreviation::Inner,
        "end" => Abbreviation::End,
        _ => return Err("expected title, month, weekday, number, inner or end in the second cell"),
    };
    let only = match cells[2] {
        "" => Only::Always,
        "capital" => Only::Capital,
        "digit" => Only::Digit,
        _ => return Err("expected nothing, capital or digit in the third cell"),
    };
    Ok((kind, only))
}

fn contraction(cells: &[&str]) -> Result<usize, &'static str> {
    let first = cells[1].parse().map_err(|_| "expected a number of letters in the second cell")?;
    if cells[0].is_char_boundary(first) { Ok(first) } else { Err("the word is shorter than its first part") }
}
