//! The tables of instruments and of what is done with them.

use crate::knowledge::{self, KnowledgeError};
use crate::text;
use std::collections::BTreeMap;

/// The register of instruments.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// First word of a name, lowercase, to the names that begin with it, longest first.
    names: BTreeMap<String, Vec<Entry>>,
    /// Head noun to what kind of thing it is.
    kinds: BTreeMap<String, Kind>,
    /// Numbered acts: head noun to issuers' words and the identifier's beginning.
    series: Vec<Series>,
    /// Lemma to what it does.
    relations: BTreeMap<String, Vec<Relation>>,
}

/// A name of a registered instrument.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its words, lowercase.
    pub words: Vec<String>,
    /// The identifier.
    pub id: String,
}

/// What a noun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An instrument.
    Instrument,
    /// An instrument only where another word of the report has named one ("text", "terms").
    Anaphor,
    /// An instrument that is not in force yet: a bill, a draft. Only what it would provide or violate counts.
    Draft,
    /// A part of one, which stands for the whole ("provisions", "limits").
    Part,
}

/// Acts that are numbered ("Resolution 1718").
#[derive(Clone, Debug)]
pub(super) struct Series {
    pub noun: String,
    pub prefix: String,
    /// Words of which one names the issuer.
    pub issuers: Vec<String>,
}

/// What a word does to an instrument that stands in a role beside it.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    pub part: char,
    /// `object`, `subject`, or a preposition.
    pub role: String,
    pub relation: String,
}

const REGISTER: &str = "instruments/en/register.tsv";
const KINDS: &str = "instruments/en/kinds.tsv";
const SERIES: &str = "instruments/en/series.tsv";
const RELATIONS: &str = "instruments/en/relations.tsv";

/// The relations of the record.
const KNOWN_RELATIONS: &[&str] =
    &["violates", "complies", "signs", "ratifies", "withdraws", "invokes", "imposes", "extends", "lifts", "provides"];

impl Register {
    /// The shipped register. `words` cut its names as they cut a report.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped(words: &text::Words) -> Result<Self, KnowledgeError> {
        Ok(Register { names: names(words)?, kinds: kinds()?, series: series()?, relations: relations()? })
    }

    /// The names that begin with this word, longest first.
    pub(super) fn beginning(&self, word: &str) -> &[Entry] {
        self.names.get(word).map_or(&[], Vec::as_slice)
    }

    pub(super) fn kind(&self, noun: &str) -> Option<Kind> {
        self.kinds.get(noun).copied()
    }

    pub(super) fn series(&self, noun: &str) -> Option<&Series> {
        self.series.iter().find(|s| s.noun == noun)
    }

    pub(super) fn relations(&self, lemma: &str) -> &[Relation] {
        self.relations.get(lemma).map_or(&[], Vec::as_slice)
    }
}

fn names(words: &text::Words) -> Result<BTreeMap<String, Vec<Entry>>, KnowledgeError> {
    let mut names: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for (_, cells) in knowledge::rows(REGISTER, knowledge::file(REGISTER)?)? {
        let all = std::iter::once(cells[1]).chain(cells[2].split(';')).chain(std::iter::once(cells[0]));
        for name in all.map(str::trim).filter(|name| !name.is_empty()) {
            // Cut as reports are, so that commas and hyphens are words of their own.
            let cut = text::split(name, None, words);
            let words: Vec<String> = (0..cut.tokens.len()).map(|i| cut.word(i).to_lowercase()).collect();
            names.entry(words[0].clone()).or_default().push(Entry { words, id: cells[0].to_string() });
        }
    }
    names.values_mut().for_each(|entries| entries.sort_by_key(|e| std::cmp::Reverse(e.words.len())));
    Ok(names)
}

fn kinds() -> Result<BTreeMap<String, Kind>, KnowledgeError> {
    let mut kinds = BTreeMap::new();
    for (line, cells) in knowledge::rows(KINDS, knowledge::file(KINDS)?)? {
        let kind = match cells[1] {
            "instrument" => Kind::Instrument,
            "anaphor" => Kind::Anaphor,
            "draft" => Kind::Draft,
            "part" => Kind::Part,
            other => {
                let message = format!("{other:?} where instrument, draft, anaphor or part was expected");
                return Err(KnowledgeError::new(KINDS, line, message));
            }
        };
        kinds.insert(cells[0].to_string(), kind);
    }
    Ok(kinds)
}

fn series() -> Result<Vec<Series>, KnowledgeError> {
    let rows = knowledge::rows(SERIES, knowledge::file(SERIES)?)?;
    let read = |cells: &Vec<&str>| Series {
        noun: cells[0].to_string(),
        prefix: cells[1].to_string(),
        issuers: cells[2].split(';').map(|w| w.trim().to_lowercase()).collect(),
    };
    Ok(rows.iter().map(|(_, cells)| read(cells)).collect())
}

fn relations() -> Result<BTreeMap<String, Vec<Relation>>, KnowledgeError> {
    let mut relations: BTreeMap<String, Vec<Relation>> = BTreeMap::new();
    for (line, cells) in knowledge::rows(RELATIONS, knowledge::file(RELATIONS)?)? {
        if !KNOWN_RELATIONS.contains(&cells[3]) {
            let message = format!("{:?} is none of {}", cells[3], KNOWN_RELATIONS.join(", "));
            return Err(KnowledgeError::new(RELATIONS, line, message));
        }
        let part = cells[1].chars().next().unwrap_or('v');
        let relation = Relation { part, role: cells[2].to_string(), relation: cells[3].to_string() };
        relations.entry(cells[0].to_string()).or_default().push(relation);
    }
    Ok(relations)
}
