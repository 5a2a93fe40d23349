//! The words that stand for somebody, and the names known by heart.

use super::Kind;
use crate::knowledge::{self, KnowledgeError};
use crate::text;
use crate::ways::Ways;
use std::collections::{HashMap, HashSet};

/// The words that stand for somebody.
#[derive(Clone, Debug, Default)]
pub struct Words {
    nouns: HashMap<String, Noun>,
    pronouns: HashMap<String, Pronoun>,
    known: HashMap<String, Vec<KnownName>>,
    bodies: Vec<Body>,
    /// Words that make a name that of a thing: "Convention".
    things: HashSet<String>,
    numbers: HashMap<String, usize>,
    /// Determiners of what is known: "the", "these".
    definite: HashSet<String>,
    /// For nouns that take each other up, the one that stands for all: "firm" is "company".
    kin: HashMap<String, String>,
    /// Surnames of leaders, of four letters and more: shorter ones are other words too often.
    surnames: HashSet<String>,
    /// How mentions are found and joined.
    pub ways: Ways,
}

/// A noun that stands for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Noun {
    pub kind: Kind,
    /// In the plural, or with "each", it stands for parties named before: "sides".
    pub set: bool,
    /// It is no title of its own but changes the one after it: "vice", "former".
    pub rank: bool,
    /// It stands for somebody even where it is singular and has no article: "police".
    pub bare: bool,
    /// In the singular, and with no definite article, it is an idea: "use force", "no authority".
    pub idea: bool,
    pub gender: Gender,
}

/// A pronoun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pronoun {
    pub person: u8,
    pub plural: bool,
    pub gender: Gender,
    pub bond: Bond,
}

/// What a pronoun tells of whom it stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Gender {
    #[default]
    Unknown,
    Female,
    Male,
    /// A thing or body.
    Neuter,
}

impl Gender {
    fn from_cell(cell: &str) -> Self {
        match cell {
            "f" => Gender::Female,
            "m" => Gender::Male,
            "n" => Gender::Neuter,
            _ => Gender::Unknown,
        }
    }
}

/// How a pronoun is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bond {
    Free,
    /// To the subject of its clause.
    Reflexive,
    /// To the subject of its clause, crosswise: "each other".
    Reciprocal,
    /// To parties named before: "both".
    Set,
}

/// A name in the tables, cut into words.
#[derive(Clone, Debug)]
struct KnownName {
    words: Vec<String>,
    body: usize,
}

/// Somebody whom the tables know by name.
#[derive(Clone, Debug)]
pub(super) struct Body {
    pub kind: Kind,
    /// The nouns it is called by once named: "the bloc".
    pub called: Vec<String>,
}

const NOUNS: &str = "entities/en/nouns.tsv";
const THINGS: &str = "entities/en/things.tsv";
const DEFINITE: &str = "entities/en/definite.tsv";
const KIN: &str = "entities/en/kin.tsv";
const NUMBERS: &str = "entities/en/numbers.tsv";
const PRONOUNS: &str = "entities/en/pronouns.tsv";
/// Who they are is the affair of the actors stage; that they are names is known here.
const ORGANIZATIONS: &str = "actors/en/organizations.tsv";
const LEADERS: &str = "actors/en/leaders.tsv";

impl Words {
    /// The shipped words.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        let tokens = text::Words::shipped()?;
        let mut words = Words { ways: Ways::shipped("entities")?, ..Words::default() };
        words.read_nouns(NOUNS, knowledge::file(NOUNS)?)?;
        words.read_pronouns(PRONOUNS, knowledge::file(PRONOUNS)?)?;
        words.things = list(THINGS)?;
        words.definite = list(DEFINITE)?;
        words.kin = pairs(KIN, |kin| Some(kin.to_string()))?;
        words.numbers = pairs(NUMBERS, |count| count.parse().ok())?;
        words.read_organizations(ORGANIZATIONS, knowledge::file(ORGANIZATIONS)?, &tokens)?;
        words.read_leaders(LEADERS, knowledge::file(LEADERS)?, &tokens)?;
        Ok(words)
    }

    fn read_nouns(&mut self, file: &str, text: &str) -> Result<(), KnowledgeError> {
        for (line, cells) in knowledge::rows(file, text)? {
            let [word, kind, usage, gender, ..] = cells[..] else { return Err(too_few(file, line)) };
            let used = |use_: &str| usage.split(' ').any(|word| word == use_);
            let noun = Noun {
                kind: kind_of(file, line, kind)?,
                set: used("set"),
                rank: used("rank"),
                bare: used("bare"),
                idea: used("idea"),
                gender: Gender::from_cell(gender),
            };
            self.nouns.insert(word.to_string(), noun);
        }
        Ok(())
    }

    fn read_pronouns(&mut self, file: &str, text: &str) -> Result<(), KnowledgeError> {
        for (line, cells) in knowledge::rows(file, text)? {
            let [word, person, plural, gender, usage, ..] = cells[..] else { return Err(too_few(file, line)) };
            let person = person.parse().map_err(|_| KnowledgeError::new(file, line, "a person: 1, 2 or 3"))?;
            let gender = Gender::from_cell(gender);
            let bond = match usage {
                "reflexive" => Bond::Reflexive,
                "reciprocal" => Bond::Reciprocal,
                "set" => Bond::Set,
                _ => Bond::Free,
            };
            self.pronouns.insert(word.to_string(), Pronoun { person, plural: plural == "yes", gender, bond });
        }
        Ok(())
    }

    fn read_organizations(&mut self, file: &str, text: &str, tokens: &text::Words) -> Result<(), KnowledgeError> {
        for (line, cells) in knowledge::rows(file, text)? {
            let [name, aliases, kind, _, _, called, ..] = cells[..] else { return Err(too_few(file, line)) };
            let called = split(called).map(str::to_string).collect();
            self.bodies.push(Body { kind: kind_of(file, line, kind)?, called });
            for name in std::iter::once(name).chain(split(aliases)) {
                self.know(name, self.bodies.len() - 1, tokens);
            }
        }
        Ok(())
    }

    /// Full names only: a surname alone may be a word or another's ("May", "Bush").
    fn read_leaders(&mut self, file: &str, text: &str, tokens: &text::Words) -> Result<(), KnowledgeError> {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (line, cells) in knowledge::rows(file, text)? {
            let [name, aliases, ..] = cells[..] else { return Err(too_few(file, line)) };
            let surnames = split(aliases).filter(|alias| !alias.contains(' ') && alias.chars().count() > 3);
            self.surnames.extend(surnames.map(str::to_string));
            if seen.contains_key(name) {
                continue;
            }
            self.bodies.push(Body { kind: Kind::Person, called: Vec::new() });
            seen.insert(name.to_string(), self.bodies.len() - 1);
            for name in std::iter::once(name).chain(split(aliases)).filter(|n| n.contains(' ')) {
                self.know(name, self.bodies.len() - 1, tokens);
            }
        }
        Ok(())
    }

    /// Adds a name of a user's own: what it names, and every way to write it.
    pub fn add(&mut self, names: &[String], kind: Kind, tokens: &text::Words) {
        self.bodies.push(Body { kind, called: Vec::new() });
        names.iter().for_each(|name| self.know(name, self.bodies.len() - 1, tokens));
    }

    fn know(&mut self, name: &str, body: usize, tokens: &text::Words) {
        let text = text::split(name, None, tokens);
        let words: Vec<String> = (0..text.tokens.len()).map(|i| text.word(i).to_string()).collect();
        let Some(first) = words.first() else { return };
        let names = self.known.entry(first.clone()).or_default();
        // Of two alike the one known last goes first.
        let at = names.partition_point(|other| other.words.len() > words.len());
        names.insert(at, KnownName { words, body });
    }

    /// The noun with this lemma.
    pub(super) fn noun(&self, lemma: &str) -> Option<Noun> {
        self.nouns.get(lemma).copied()
    }

    /// Whether a determiner, in lower case, says that its noun is known.
    pub(super) fn is_definite(&self, word: &str) -> bool {
        self.definite.contains(word)
    }

    /// The noun that stands for all that take this one up.
    pub(super) fn kin<'w>(&'w self, noun: &'w str) -> &'w str {
        self.kin.get(noun).map_or(noun, String::as_str)
    }

    /// How many a word counts: "two"; "both" counts two.
    pub(super) fn number(&self, word: &str) -> Option<usize> {
        self.numbers.get(word).copied()
    }

    /// The pronoun written so, in lower case.
    pub(super) fn pronoun(&self, word: &str) -> Option<Pronoun> {
        self.pronouns.get(word).copied()
    }

    /// The longest known name that begins at token `i`: its length and whose it is.
    pub(super) fn known_at(&self, text: &text::Text, i: usize, end: usize) -> Option<(usize, usize)> {
        let names = self.known.get(text.word(i))?;
        let fits = |name: &&KnownName| {
            let words = &name.words;
            i + words.len() <= end && words.iter().enumerate().all(|(k, word)| text.word(i + k) == word)
        };
        names.iter().find(fits).map(|name| (name.words.len(), name.body))
    }

    /// Whether a word makes a name that of a thing.
    pub(super) fn is_thing(&self, word: &str) -> bool {
        self.things.contains(word)
    }

    /// Whether a word is the surname of a leader.
    pub(super) fn is_surname(&self, word: &str) -> bool {
        self.surnames.contains(word)
    }

    /// Whom a known name stands for.
    pub(super) fn body(&self, number: usize) -> &Body {
        &self.bodies[number]
    }
}

/// The first cells of a table.
fn list(file: &str) -> Result<HashSet<String>, KnowledgeError> {
    let rows = knowledge::rows(file, knowledge::file(file)?)?;
    Ok(rows.into_iter().map(|(_, cells)| cells[0].to_string()).collect())
}

/// The first cells of a table, each with what the second says.
fn pairs<T>(file: &str, read: impl Fn(&str) -> Option<T>) -> Result<HashMap<String, T>, KnowledgeError> {
    let rows = knowledge::rows(file, knowledge::file(file)?)?;
    let pair = |(line, cells): (usize, Vec<&str>)| match (cells.first(), cells.get(1).and_then(|cell| read(cell))) {
        (Some(word), Some(value)) => Ok((word.to_string(), value)),
        _ => Err(KnowledgeError::new(file, line, "a word and what it counts or stands for")),
    };
    rows.into_iter().map(pair).collect()
}

/// The entries of a cell, parted by `|`.
fn split(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|entry| !entry.is_empty())
}

fn kind_of(file: &str, line: usize, name: &str) -> Result<Kind, KnowledgeError> {
    let expected = || KnowledgeError::new(file, line, format!("{name:?} where a kind was expected"));
    Kind::from_name(name).ok_or_else(expected)
}

fn too_few(file: &str, line: usize) -> KnowledgeError {
    KnowledgeError::new(file, line, "a heading with too few columns")
}
