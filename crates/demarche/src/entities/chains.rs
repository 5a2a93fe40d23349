//! Entities while they are being joined.

use super::Kind;
use super::phrases::Phrase;
use super::words::Gender;
use crate::countries::Country;
use crate::text::Text;
use std::collections::HashMap;

/// An entity in the making.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    pub kind: Kind,
    pub plural: bool,
    pub gender: Gender,
    pub country: Option<Country>,
    pub body: Option<usize>,
    /// The fullest name so far: its phrase.
    pub named_by: Option<usize>,
    /// The words of that name.
    pub name: Vec<String>,
    /// The nouns it was described by.
    pub nouns: Vec<String>,
    /// The numbers of its phrases.
    pub phrases: Vec<usize>,
    /// Of a set, the entities it holds.
    pub members: Vec<usize>,
}

/// The entities so far, and how they can be found.
#[derive(Default)]
pub(super) struct Chains {
    pub all: Vec<Chain>,
    /// The latest entity with each key: a country's code, a name, a word of a person's name.
    keys: HashMap<Key, usize>,
    /// For each phrase, its entity.
    pub of_phrase: Vec<Option<usize>>,
}

/// What an entity is found by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Country(Country),
    Body(usize),
    Name(String),
    /// A word of a person's name.
    Person(String),
}

impl Chains {
    pub fn new(phrases: usize) -> Self {
        Chains { of_phrase: vec![None; phrases], ..Chains::default() }
    }

    pub fn found(&self, key: &Key) -> Option<usize> {
        self.keys.get(key).copied()
    }

    fn index(&mut self, key: Key, chain: usize) {
        self.keys.insert(key, chain);
    }

    /// A new entity with this phrase.
    pub fn open(&mut self, number: usize, phrase: &Phrase, text: &Text) -> usize {
        self.all.push(Chain {
            kind: phrase.kind,
            plural: phrase.plural,
            gender: phrase.gender,
            country: None,
            body: None,
            named_by: None,
            name: Vec::new(),
            nouns: Vec::new(),
            phrases: Vec::new(),
            members: Vec::new(),
        });
        let chain = self.all.len() - 1;
        self.add(chain, number, phrase, text);
        chain
    }

    /// Adds a phrase to an entity, with all that it tells.
    pub fn add(&mut self, number: usize, phrase_number: usize, phrase: &Phrase, text: &Text) {
        self.of_phrase[phrase_number] = Some(number);
        let chain = &mut self.all[number];
        chain.phrases.push(phrase_number);
        if phrase.pronoun.is_some() {
            if chain.gender == Gender::Unknown && chain.kind == Kind::Person {
                chain.gender = phrase.gender;
            }
            return;
        }
        chain.country = chain.country.or(phrase.country);
        chain.body = chain.body.or(phrase.body);
        if chain.gender == Gender::Unknown {
            chain.gender = phrase.gender;
        }
        for noun in &phrase.nouns {
            if !chain.nouns.contains(noun) {
                chain.nouns.push(noun.clone());
            }
        }
        if phrase.name.len() > chain.name.len() {
            chain.named_by = Some(phrase_number);
            chain.name = phrase.name.clone().map(|i| text.word(i).to_string()).collect();
            if phrase.kind == Kind::Person {
                chain.kind = Kind::Person;
            }
        }
        self.index_phrase(number, phrase, text);
    }

    fn index_phrase(&mut self, number: usize, phrase: &Phrase, text: &Text) {
        if let Some(body) = phrase.body {
            self.index(Key::Body(body), number);
        }
        if phrase.name.is_empty() {
            return;
        }
        match (phrase.kind, phrase.country) {
            (Kind::Country, Some(country)) => self.index(Key::Country(country), number),
            (Kind::Person, _) => {
                for i in phrase.name.clone() {
                    self.index(Key::Person(text.word(i).to_string()), number);
                }
            }
            _ => self.index(Key::Name(text.words(phrase.name.clone()).to_string()), number),
        }
    }
}
