//! Mentions, and which of them are the same.
//!
//! In: [`Text`], [`Syntax`], the [`Countries`]. Out: [`Entities`]: every mention of somebody or something that acts
//! (names, noun phrases such as "the Japanese official" or "Tajik troops", pronouns), joined into entities.
//!
//! 1. [`names`] finds the names: those the tables know by heart, those of countries, those the name tagger marks,
//!    and those it misses ([`unmarked`]).
//! 2. [`phrases`] makes mentions: a name with its title and modifiers ("Japanese Chief Cabinet Secretary Yoshimasa
//!    Hayashi"), a noun that stands for somebody (`en/nouns.tsv`) with its own, a pronoun (`en/pronouns.tsv`).
//! 3. [`joining`] goes through them in text order and joins each to the entity it repeats, by sieves from sure to
//!    unsure: names, appositions, descriptions, sets, pronouns (the order of Raghunathan and others, "A multi-pass sieve
//!    for coreference resolution", EMNLP 2010). First and second persons stay alone: attribution knows who speaks.

mod chains;
mod descriptions;
mod joining;
mod names;
mod phrases;
mod proforms;
mod pronouns;
mod sets;
mod titles;
mod unmarked;
mod words;

pub use words::Words;

use crate::countries::{Countries, Country};
use crate::learned::Impressions;
use crate::span::Span;
use crate::syntax::{Syntax, Upos};
use crate::text::Text;
use crate::ways::Way;
use std::ops::Range;

/// The mentions and entities of a report.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    /// All mentions, in text order; of two that begin together the longer comes first.
    pub mentions: Vec<Mention>,
    /// All entities, by first mention.
    pub entities: Vec<Entity>,
    /// For each token, one more than the mention it heads; 0 for none.
    by_head: Vec<u32>,
    /// Coordinations: their mentions in text order.
    together: Vec<Vec<usize>>,
    /// For each mention, one more than its coordination; 0 for none.
    coordination: Vec<u32>,
    /// For each mention that is an object, the mention of who does it.
    doers: Vec<Option<usize>>,
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
    /// The tokens of the name proper, without titles and modifiers; empty where it is no name.
    pub name: Range<usize>,
    /// How it refers.
    pub form: Form,
    /// The country that its own words name: "Russia", "Russian troops", "Moscow", "Kyrgyzstan's Defence Ministry".
    pub country: Option<Country>,
    /// The number of its entity.
    pub entity: usize,
    /// By which way it was found.
    pub found: Way,
    /// By which way it was joined to what stands before it, where it was.
    pub joined: Option<Way>,
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

impl Mention {
    /// The ways by which it was found and joined, as rules are named.
    pub fn ways(&self) -> impl Iterator<Item = String> + use<> {
        let ways = std::iter::once(self.found).chain(self.joined);
        ways.map(|way| format!("entities/en/ways#{way}"))
    }
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

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [Kind::Person, Kind::Organization, Kind::Country, Kind::Group, Kind::Place];
        all.into_iter().find(|kind| kind.as_str() == name)
    }
}

impl Entities {
    /// Entities with an index of heads. Of mentions with one head the longest is found by it; where a tree breaks a
    /// mention up, so that several of its words hang outside it, it is found by each of them.
    pub(crate) fn new(
        mentions: Vec<Mention>,
        entities: Vec<Entity>,
        together: Vec<Vec<usize>>,
        doers: Vec<Option<usize>>,
        syntax: &Syntax,
    ) -> Self {
        let mut by_head = vec![0; syntax.words().len()];
        let mut put = |i: usize, number: usize, replace: &dyn Fn(u32) -> bool| {
            if let Some(slot) = by_head.get_mut(i)
                && (*slot == 0 || replace(*slot))
            {
                *slot = number as u32 + 1;
            }
        };
        for (number, mention) in mentions.iter().enumerate() {
            let shorter = |other: u32| mentions[other as usize - 1].tokens.len() < mention.tokens.len();
            put(mention.head, number, &shorter);
        }
        for (number, mention) in mentions.iter().enumerate() {
            let loose = |i: &usize| {
                let word = syntax.word(*i);
                let content = matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Adj);
                content && word.head.is_none_or(|head| !mention.tokens.contains(&head))
            };
            for i in mention.tokens.clone().filter(loose) {
                put(i, number, &|_| false);
            }
        }
        let mut coordination = vec![0; mentions.len()];
        for (number, members) in together.iter().enumerate() {
            for &mention in members {
                coordination[mention] = number as u32 + 1;
            }
        }
        Entities { mentions, entities, by_head, together, coordination, doers }
    }

    /// Who does what is done with a mention that is an object: "Lima" of "troops" in "Lima sent troops".
    pub(crate) fn doer(&self, mention: usize) -> Option<usize> {
        self.doers.get(mention).copied().flatten()
    }

    /// The mentions coordinated with a mention, itself among them, in text order ("Iran and Oman"); empty where it
    /// stands alone. Told by the words between them, which err less than trees.
    pub fn coordinated(&self, mention: usize) -> &[usize] {
        let number = self.coordination.get(mention).and_then(|&number| (number as usize).checked_sub(1));
        number.map_or(&[], |number| &self.together[number])
    }

    /// The ways by which mentions were found and joined, as rules are named.
    pub fn ways(&self) -> impl Iterator<Item = String> + '_ {
        self.mentions.iter().flat_map(Mention::ways)
    }

    /// The longest mention whose head word is token `i`.
    pub fn headed_by(&self, i: usize) -> Option<usize> {
        self.by_head.get(i).and_then(|&number| (number as usize).checked_sub(1))
    }
}

/// Finds the mentions of a report and joins them; each says by which ways. Whom pronouns stand for is weighed by the learned
/// reader where its `impressions` are given.
pub fn find(
    text: &Text,
    syntax: &Syntax,
    countries: &Countries,
    words: &Words,
    impressions: Option<&Impressions>,
) -> Entities {
    if syntax.words().len() != text.tokens.len() {
        return Entities::default();
    }
    let names = names::find(text, syntax, countries, words);
    let phrases = phrases::find(text, syntax, words, &names);
    joining::join(text, syntax, words, phrases, impressions)
}
