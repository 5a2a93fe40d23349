//! Who each mention is.
//!
//! In: [`Text`], [`Syntax`], [`Entities`], [`Places`], the day of publication, the [`Countries`]. Out: [`Actors`]: for
//! each entity that can act its country, PLOVER sectors and office.
//!
//! An entity is told by all its mentions together. A name in the tables decides (`en/organizations.tsv`,
//! `en/leaders.tsv`); then the words of its description (`en/roles.tsv`: "spokesman", "border guards"), which may hand the
//! question on to those it speaks or acts for ("a spokesman for the rebels"). The country is that of its own words,
//! of its owner ("Kyrgyzstan's Defence Ministry", "its navy"), of its seat ("the Foreign Ministry in Moscow"), or else
//! that of the scene ([`scene`]). Countries, their governments and their capitals and seats are one actor: the state.

mod bodies;
mod described;
mod evidence;
mod holders;
pub mod own;
mod resolving;
mod scene;
mod sectors;
mod sharing;
mod tables;

pub use tables::Tables;

use crate::countries::{Countries, Country};
use crate::entities::{Entities, Kind};
use crate::learned::Impressions;
use crate::places::Places;
use crate::syntax::Syntax;
use crate::text::Text;
use crate::ways::{LEARNED, Way};
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
    /// By which ways its country and its sector were found.
    pub by: By,
}

/// By which ways of `en/ways.tsv` an actor's country and sector were found; empty where the report gives none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct By {
    pub country: Way,
    pub sector: Way,
}

impl By {
    /// Each slot with its way.
    pub fn slots(&self) -> [(&'static str, Way); 2] {
        [("country", self.country), ("sector", self.sector)]
    }

    /// Both by one way.
    fn both(way: Way) -> Self {
        By { country: way, sector: way }
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
    /// What the learned reader sees, where it is asked.
    pub impressions: Option<&'a Impressions<'a>>,
}

/// Resolves the entities of a report to actors.
pub fn resolve(input: Input, countries: &Countries, tables: &Tables) -> Actors {
    let mut actors = resolving::resolve(input, countries, tables);
    if let Some(impressions) = input.impressions.filter(|_| tables.ways.is_on(LEARNED)) {
        sectors::weigh(&mut actors, input.entities, impressions);
    }
    actors
}
