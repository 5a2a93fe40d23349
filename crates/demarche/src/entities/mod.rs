//! Mentions, and which of them are the same.
//!
//! In: [`Text`], [`Syntax`], the [`Countries`]. Out: [`Entities`]: every mention of somebody or something that acts
//! (names, noun phrases such as "the Japanese official" or "Tajik troops", pronouns), joined into entities.

use crate::countries::Countries;
use crate::knowledge::KnowledgeError;
use crate::span::Span;
use crate::syntax::Syntax;
use crate::text::Text;
use std::ops::Range;

/// The mentions and entities of a report.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    /// All mentions, in text order; of two that begin together the longer comes first.
    pub mentions: Vec<Mention>,
    /// All entities, by first mention.
    pub entities: Vec<Entity>,
}

/// A stretch of text that stands for an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Where it stands.
    pub span: Span,
    /// Its head word.
    pub head: usize,
    /// How it refers.
    pub form: Form,
    /// The number of its entity.
    pub entity: usize,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// By name.
    Name,
    /// By description.
    Nominal,
    /// By a pronoun.
    Pronoun(Person),
}

/// The grammatical person of a pronoun, and whether it means one or many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// First, second or third.
    pub person: u8,
    /// Whether it is plural.
    pub plural: bool,
}

/// Someone or something that mentions stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// What it is.
    pub kind: Kind,
    /// The best name or description of it.
    pub name: String,
    /// Its mentions, in text order.
    pub mentions: Vec<usize>,
    /// Where it is a set ("both sides", "the two leaders"), the entities it holds.
    pub members: Vec<usize>,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A human being.
    Person,
    /// A body with members: a ministry, a party, a company.
    Organization,
    /// A state.
    Country,
    /// People without a body: troops, protesters, residents.
    Group,
    /// A place.
    Place,
}

impl Kind {
    /// The kind's name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Organization => "organization",
            Kind::Country => "country",
            Kind::Group => "group",
            Kind::Place => "place",
        }
    }
}

impl Entities {
    /// The longest mention whose head word is token `i`.
    pub fn headed_by(&self, i: usize) -> Option<usize> {
        self.mentions.iter().position(|m| m.head == i)
    }
}

/// The words that stand for somebody.
#[derive(Clone, Debug, Default)]
pub struct Words {}

impl Words {
    /// The shipped words.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        Ok(Words {})
    }
}

/// Finds the mentions of a report and joins them.
pub fn find(text: &Text, syntax: &Syntax, countries: &Countries, words: &Words) -> Entities {
    let _ = (text, syntax, countries, words);
    Entities::default()
}
