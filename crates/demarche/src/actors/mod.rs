//! Who each mention is.
//!
//! In: [`Text`], [`Syntax`], [`Entities`], [`Places`], the day of publication, the [`Countries`]. Out: [`Actors`]: for
//! each entity that can act its country, PLOVER sectors and office.

use crate::countries::{Countries, Country};
use crate::entities::{Entities, Kind};
use crate::knowledge::KnowledgeError;
use crate::places::Places;
use crate::syntax::Syntax;
use crate::text::Text;
use jiff::civil::Date;

/// The actors of a report.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    /// All actors, by first mention.
    pub actors: Vec<Actor>,
    /// For each mention of [`Entities`], the actors it stands for: none, one, or several for a set.
    pub of_mention: Vec<Vec<usize>>,
}

/// A real-world actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Its fullest name in the report, or its usual name where the report has none.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its country; [`Country::NONE`] where the report gives none.
    pub country: Country,
    /// Its PLOVER sectors, the primary one first; `UNK` where the report gives none.
    pub sectors: Vec<String>,
    /// The office it holds.
    pub office: Option<String>,
    /// Its Wikidata id.
    pub wikidata: Option<String>,
    /// What decided it.
    pub rule: String,
}

/// The tables of actors.
#[derive(Clone, Debug, Default)]
pub struct Tables {}

impl Tables {
    /// The shipped tables.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        Ok(Tables {})
    }
}

/// What [`resolve`] reads.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The text.
    pub text: &'a Text<'a>,
    /// Its trees.
    pub syntax: &'a Syntax,
    /// Its entities.
    pub entities: &'a Entities,
    /// Its places.
    pub places: &'a Places,
    /// The day of publication.
    pub published: Option<Date>,
}

/// Resolves the entities of a report to actors.
pub fn resolve(input: Input, countries: &Countries, tables: &Tables) -> Actors {
    let _ = (countries, tables);
    Actors { actors: Vec::new(), of_mention: vec![Vec::new(); input.entities.mentions.len()] }
}
