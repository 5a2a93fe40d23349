//! The words that stand for somebody, and the names known by heart.

use super::Kind;
use crate::countries::Country;
use crate::knowledge::{self, KnowledgeError};
use crate::text;
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
    /// What bodies of states have and states do not: "members".
    organs: HashSet<String>,
    /// Prepositions before a gerund that the object above does: "accused Kabul of".
    controls: HashSet<String>,
    /// For nouns that take each other up, the one that stands for all: "firm" is "company".
    kin: HashMap<String, String>,
    /// The countries that a word or pair of words before "country", or a word for it, can mean: "kingdom", "west african".
    lands: HashMap<String, Vec<Country>>,
    /// Surnames of leaders, of four letters and more: shorter ones are other words too often.
    surnames: HashSet<String>,
}

/// A noun that stands for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Noun {
    pub kind: Kind,
    /// In the plural, or with "each", it stands for parties named before: "sides".
    pub set: bool,
    /// It fits every person: "the official".
    pub any: bool,
    /// It is no title of its own but changes the one after it: "vice", "former".
    pub rank: bool,
    /// States have it: "president".
    pub state: bool,
    /// It speaks or acts for a person: "lawyer".
    pub proxy: bool,
    /// In the plural and with nothing but an article it stands for the two persons named last: "the leaders".
    pub pair: bool,
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
    /// Its country; none where many have one of this name, or nobody said.
    pub country: Option<Country>,
}

const NOUNS: &str = "entities/en/nouns.tsv";
const THINGS: &str = "entities/en/things.tsv";
const ORGANS: &str = "entities/en/organs.tsv";
const DEFINITE: &str = "entities/en/definite.tsv";
const CONTROLS: &str = "entities/en/controls.tsv";
const LANDS: &str = "entities/en/lands.tsv";
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
        let (mut words, tokens) = (Words::default(), text::Words::shipped()?);
        words.read_nouns(NOUNS, knowledge::file(NOUNS)?)?;
        words.read_pronouns(PRONOUNS, knowledge::file(PRONOUNS)?)?;
        let things = knowledge::rows(THINGS, knowledge::file(THINGS)?)?;
        words.things = things.into_iter().map(|(_, cells)| cells[0].to_string()).collect();
        let definite = knowledge::rows(DEFINITE, knowledge::file(DEFINITE)?)?;
        words.definite = definite.into_iter().map(|(_, cells)| cells[0].to_string()).collect();
        let controls = knowledge::rows(CONTROLS, knowledge::file(CONTROLS)?)?;
        words.controls = controls.into_iter().map(|(_, cells)| cells[0].to_string()).collect();
        for (line, cells) in knowledge::rows(KIN, knowledge::file(KIN)?)? {
            let [word, kin, ..] = cells[..] else { return Err(too_few(KIN, line)) };
            words.kin.insert(word.to_string(), kin.to_string());
        }
        for (line, cells) in knowledge::rows(LANDS, knowledge::file(LANDS)?)? {
            let [word, codes, ..] = cells[..] else { return Err(too_few(LANDS, line)) };
            words.lands.insert(word.to_string(), codes.split(' ').filter_map(Country::from_code).collect());
        }
        let organs = knowledge::rows(ORGANS, knowledge::file(ORGANS)?)?;
        words.organs = organs.into_iter().map(|(_, cells)| cells[0].to_string()).collect();
        for (line, cells) in knowledge::rows(NUMBERS, knowledge::file(NUMBERS)?)? {
            let count = cells.get(1).and_then(|cell| cell.parse().ok());
            let count = count.ok_or_else(|| KnowledgeError::new(NUMBERS, line, "a word and the number it counts"))?;
            words.numbers.insert(cells[0].to_string(), count);
        }
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
                any: used("any"),
                rank: used("rank"),
                state: used("state"),
                proxy: used("proxy"),
                pair: used("pair"),
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
            let [name, aliases, kind, country, _, called, ..] = cells[..] else { return Err(too_few(file, line)) };
            let called = split(called).map(str::to_string).collect();
            self.bodies.push(Body { kind: kind_of(file, line, kind)?, called, country: Country::from_code(country) });
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
            self.bodies.push(Body { kind: Kind::Person, called: Vec::new(), country: None });
            seen.insert(name.to_string(), self.bodies.len() - 1);
            for name in std::iter::once(name).chain(split(aliases)).filter(|n| n.contains(' ')) {
                self.know(name, self.bodies.len() - 1, tokens);
            }
        }
        Ok(())
    }

    /// Adds a name of a user's own: what it names, and every way to write it.
    pub fn add(&mut self, names: &[String], kind: Kind, tokens: &text::Words) {
        self.bodies.push(Body { kind, called: Vec::new(), country: None });
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

    /// Whether a word, in lower case, is a title or what changes one: "minister", "vice".
    pub(super) fn is_of_title(&self, word: &str) -> bool {
        self.noun(word).is_some_and(|noun| noun.kind == Kind::Person)
    }

    /// Whether a determiner, in lower case, says that its noun is known.
    pub(super) fn is_definite(&self, word: &str) -> bool {
        self.definite.contains(word)
    }

    /// Whether a word names what bodies of states have and states do not.
    pub(super) fn is_organ(&self, word: &str) -> bool {
        self.organs.contains(word)
    }

    /// Whether the object above does what a gerund after this preposition says.
    pub(super) fn is_control(&self, word: &str) -> bool {
        self.controls.contains(word)
    }

    /// The noun that stands for all that take this one up.
    pub(super) fn kin<'w>(&'w self, noun: &'w str) -> &'w str {
        self.kin.get(noun).map_or(noun, String::as_str)
    }

    /// The countries that each of the words, or two of them together, says are meant: "the Andean country".
    pub(super) fn lands(&self, words: &[String]) -> Vec<&[Country]> {
        let pairs = words.windows(2).map(|pair| pair.join(" "));
        let paired: Vec<&[Country]> = pairs.filter_map(|pair| self.lands.get(&pair)).map(Vec::as_slice).collect();
        if !paired.is_empty() {
            return paired;
        }
        words.iter().filter_map(|word| self.lands.get(word)).map(Vec::as_slice).collect()
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

    /// All whose name stands at token `i` in so many words.
    pub(super) fn sharers<'w>(
        &'w self,
        text: &'w text::Text,
        i: usize,
        length: usize,
    ) -> impl Iterator<Item = usize> + 'w {
        let alike = move |name: &&KnownName| {
            name.words.len() == length && name.words.iter().enumerate().all(|(k, word)| text.word(i + k) == word)
        };
        self.known.get(text.word(i)).into_iter().flatten().filter(alike).map(|name| name.body)
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
