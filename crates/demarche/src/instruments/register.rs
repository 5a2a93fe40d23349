//! The register of instruments, and the words that say what is done with them.

use super::tables;
use crate::knowledge::KnowledgeError;
use crate::text;
use std::collections::{BTreeMap, HashSet};

/// The register of instruments.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// Identifier to what is known of it.
    pub(super) instruments: BTreeMap<String, Instrument>,
    /// First word of a name, lowercase, to the names that begin with it, longest first.
    pub(super) names: BTreeMap<String, Vec<Entry>>,
    /// Head noun to what kind of thing it is.
    pub(super) kinds: BTreeMap<String, Kind>,
    /// Numbered acts.
    pub(super) series: Vec<Series>,
    /// A word of an agreement's name to what such agreements are about.
    pub(super) subjects: BTreeMap<String, String>,
    /// Lemma to what it does.
    pub(super) relations: BTreeMap<String, Vec<Relation>>,
}

/// What is known of an instrument.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Instrument {
    /// Its official name; of a resolution, its subject.
    pub title: String,
    /// What it is about: `arms control`, `peace`, `resolution`.
    pub kind: String,
    /// When it was signed or adopted: a day, a month or a year (ISO 8601).
    pub signed: Option<String>,
    /// When it entered into force, in the same forms.
    pub in_force: Option<String>,
    /// Its parties where they are few, else the depositary or the organization under which it was made; of a
    /// resolution, the states that it concerns: ISO codes and acronyms.
    pub parties: Vec<String>,
    /// The row that says so: `instruments/en/register#NPT`.
    pub rule: String,
}

/// A name of registered instruments.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its words, lowercase.
    pub words: Vec<String>,
    /// A name of one word is one only as written: "start" is no treaty.
    pub written: Option<String>,
    /// What it may mean.
    pub meanings: Vec<Meaning>,
}

/// What a name may mean.
#[derive(Clone, Debug)]
pub(super) struct Meaning {
    /// The words of a report that point to it, lowercase; none where it is meant anyway.
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
    /// One who belongs to it ("a party to the treaty"), or a rule in it: stands for the whole where it does not act
    /// itself, and is never meant alone.
    Member,
    /// A ceasefire: it is kept, broken, renewed or left; agreeing on one makes no text.
    Truce,
    /// A pronoun for one that the report has just named ("abandoned it").
    Pronoun,
}

/// Acts that are numbered ("Resolution 1718").
#[derive(Clone, Debug)]
pub(super) struct Series {
    pub noun: String,
    pub prefix: String,
    /// Whether the number has a session before it ("68/262").
    pub has_session: bool,
    /// Words of which one names the issuer; `*` where no other series is meant.
    pub issuers: Vec<String>,
}

/// What a word does to an instrument that stands in a role beside it.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    pub part: char,
    /// `object`, `subject`, or a preposition.
    pub role: String,
    pub relation: String,
    /// Whether the relation fails to come about: a vetoed draft is not adopted.
    pub failed: bool,
    /// A lemma that must stand by the word; empty for none.
    pub with: String,
    /// The sector of those who do it; empty for any.
    pub by: String,
}

impl Entry {
    /// What the name means in a report with these words.
    pub(super) fn meant(&self, words: &HashSet<String>) -> Option<&str> {
        let mut best: Option<(usize, &str)> = None;
        for meaning in &self.meanings {
            let shown = meaning.words.iter().filter(|word| words.contains(*word)).count();
            if (shown > 0 || meaning.words.is_empty()) && best.is_none_or(|(most, _)| shown > most) {
                best = Some((shown, &meaning.id));
            }
        }
        best.map(|(_, id)| id)
    }
}

impl Register {
    /// The shipped register. `words` cut its names as they cut a report.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped(words: &text::Words) -> Result<Self, KnowledgeError> {
        tables::shipped(words)
    }

    /// The same with the instruments of a user's file, a table of the form of `instruments/en/register.tsv`. One that
    /// has a shipped identifier or name takes its place.
    ///
    /// # Errors
    /// Every row that cannot be read, with its line and what was expected.
    pub fn with_own(mut self, file: &str, text: &str, words: &text::Words) -> Result<Self, Vec<KnowledgeError>> {
        tables::add_own(&mut self, file, text, words)?;
        Ok(self)
    }

    /// What is known of the instrument with this identifier.
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.instruments.get(id)
    }

    /// How many instruments it holds.
    pub fn len(&self) -> usize {
        self.instruments.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.instruments.is_empty()
    }

    /// The names that begin with this word, longest first.
    pub(super) fn beginning(&self, word: &str) -> &[Entry] {
        self.names.get(word).map_or(&[], Vec::as_slice)
    }

    pub(super) fn kind(&self, noun: &str) -> Option<Kind> {
        self.kinds.get(noun).copied()
    }

    /// What an agreement is about that has this word in its name.
    pub(super) fn subject(&self, word: &str) -> Option<&str> {
        self.subjects.get(word).map(String::as_str)
    }

    /// The series of acts with this noun and this form of number that a phrase names: by an issuer in it, else the usual one.
    pub(super) fn series(&self, noun: &str, phrase: &str, has_session: bool) -> Option<&Series> {
        let fits = |s: &&Series| s.noun == noun && s.has_session == has_session;
        self.series
            .iter()
            .filter(fits)
            .find(|s| s.is_issued_in(phrase))
            .or_else(|| self.series.iter().filter(fits).find(|s| s.issuers.iter().any(|issuer| issuer == "*")))
    }

    /// Whether acts with this noun have numbers.
    pub(super) fn is_series(&self, noun: &str) -> bool {
        self.series.iter().any(|series| series.noun == noun)
    }

    /// The series with this noun whose issuer stands in a phrase.
    pub(super) fn series_issued(&self, noun: &str, phrase: &str) -> Option<&Series> {
        let issued = self.series.iter().filter(|s| s.noun == noun && s.is_issued_in(phrase));
        // Of "Security Council" and "Council" the longer tells more.
        issued.max_by_key(|s| s.issuers.iter().filter(|i| phrase.contains(i.as_str())).map(String::len).max())
    }

    pub(super) fn relations(&self, lemma: &str) -> &[Relation] {
        self.relations.get(lemma).map_or(&[], Vec::as_slice)
    }
}

impl Series {
    fn is_issued_in(&self, phrase: &str) -> bool {
        self.issuers.iter().any(|issuer| phrase.contains(issuer.as_str()))
    }
}
