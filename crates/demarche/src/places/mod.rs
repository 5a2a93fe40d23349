//! Place names to points on the map.
//!
//! In: [`Text`], [`Syntax`], [`Entities`], the [`Countries`]. Out: [`Places`]: every place name with country, point
//! and GeoNames id, chosen among the places of that name by what else the report mentions.

use crate::countries::{Countries, Country};
use crate::entities::Entities;
use crate::knowledge::KnowledgeError;
use crate::span::Span;
use crate::syntax::Syntax;
use crate::text::Text;
use std::ops::Range;

/// The place names of a report, in text order.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// All of them.
    pub places: Vec<Place>,
}

/// A place name and the place it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Where it stands.
    pub span: Span,
    /// The place's usual name.
    pub name: String,
    /// The country it lies in.
    pub country: Option<Country>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// Its number in GeoNames.
    pub geonames: Option<u32>,
    /// What decided it.
    pub rule: String,
}

/// The gazetteer.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {}

impl Gazetteer {
    /// The shipped gazetteer.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        Ok(Gazetteer {})
    }
}

/// Resolves the place names of a report.
pub fn resolve(
    text: &Text,
    syntax: &Syntax,
    entities: &Entities,
    countries: &Countries,
    gazetteer: &Gazetteer,
) -> Places {
    let _ = (text, syntax, entities, countries, gazetteer);
    Places::default()
}
