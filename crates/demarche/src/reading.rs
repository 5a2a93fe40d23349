//! What the stages found in one report.

use crate::learned::Impressions;
use crate::{actors, attribution, dates, entities, events, instruments, places, syntax, text};
use serde::{Deserialize, Serialize};

/// Everything that the stages found in a report, for those who want more than the record.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Reading<'a> {
    pub text: text::Text<'a>,
    pub syntax: syntax::Syntax,
    pub entities: entities::Entities,
    pub dates: dates::Dates,
    pub places: places::Places,
    pub actors: actors::Actors,
    pub attributions: attribution::Attributions,
    pub events: events::Events,
    pub instruments: instruments::Instruments,
    pub language: String,
    pub made_by: MadeBy,
}

impl<'a> Reading<'a> {
    /// What the events stage reads, for those who ask it again; without a day of publication.
    pub fn for_events(&'a self, impressions: Option<&'a Impressions<'a>>) -> events::Input<'a> {
        events::Input {
            text: &self.text,
            syntax: &self.syntax,
            entities: &self.entities,
            dates: &self.dates,
            places: &self.places,
            actors: &self.actors,
            attributions: &self.attributions,
            published: None,
            impressions,
        }
    }
}

/// The versions of what made a reading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeBy {
    /// The program.
    pub version: String,
    /// The models.
    pub models: String,
    /// The code book.
    pub codebook: String,
    /// The register of instruments.
    #[serde(default)]
    pub register: String,
}
