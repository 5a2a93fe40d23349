//! The record of a reading: what is written out, field for field.
//!
//! Inside the library spans are byte ranges; here, once, they become offsets in Unicode characters.

mod index;
mod notes;
mod offsets;
mod write;

pub use crate::reading::MadeBy;
pub use index::{Index, Who, codes, names};
pub use write::write;

use crate::report;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the record's shape.
pub const SCHEMA: &str = "demarche/1";

/// What is written where no country is known, or no one country.
pub const NO_COUNTRY: &str = "NON";

/// What is written where no sector is known.
pub const NO_SECTOR: &str = "UNK";

/// The reading of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Record {
    pub schema: String,
    pub made_by: MadeBy,
    pub id: String,
    pub title: Option<String>,
    pub published: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    /// ISO 639-1, or `und` where it cannot be told.
    pub language: String,
    pub sentences: Vec<Stretch>,
    pub actors: Vec<Actor>,
    pub attributions: Vec<Attribution>,
    pub events: Vec<Event>,
    pub entities: Vec<Entity>,
    pub dates: Vec<TimeExpression>,
    pub places: Vec<PlaceName>,
    pub instruments: Vec<Instrument>,
    pub notes: Vec<Note>,
}

/// A stretch of the text, in characters, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Stretch {
    pub start: usize,
    pub end: usize,
}

/// A stretch of the text with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Words {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// A real-world actor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Actor {
    #[serde(rename = "ref")]
    pub reference: String,
    pub name: String,
    pub kind: String,
    pub country: Option<String>,
    pub sectors: Vec<String>,
    pub office: Option<String>,
    pub wikidata: Option<String>,
    pub mentions: Vec<Stretch>,
    /// What decided who it is.
    pub rule: String,
    /// By which ways its country and its sector were found.
    #[serde(default, skip_serializing_if = "By::is_empty")]
    pub by: By,
}

/// A stretch of content that is somebody's claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Attribution {
    #[serde(rename = "ref")]
    pub reference: String,
    pub sentence: usize,
    pub kind: String,
    pub source: Source,
    pub cue: Words,
    pub content: Vec<Stretch>,
    pub within: Option<String>,
    pub rule: String,
    /// By which ways its cue, its source and its content were found.
    #[serde(default, skip_serializing_if = "By::is_empty")]
    pub by: By,
}

/// Who says it. All fields are null where the report names no source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Source {
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub actor: Option<String>,
}

/// Something that somebody did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Event {
    #[serde(rename = "ref")]
    pub reference: String,
    pub sentence: usize,
    #[serde(rename = "type")]
    pub kind: String,
    pub mode: Option<String>,
    /// The code in CAMEO, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cameo: Option<String>,
    /// The type of the 15 that PLOVER's 16 are merged into, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plover15: Option<String>,
    pub contexts: Vec<String>,
    pub trigger: Words,
    pub actor: Vec<String>,
    pub recipient: Vec<String>,
    pub date: Option<EventDate>,
    pub place: Option<EventPlace>,
    pub factuality: String,
    pub auxiliary: Vec<String>,
    pub attribution: Option<String>,
    pub instruments: Vec<String>,
    pub rule: String,
    /// By which ways its slots were filled.
    #[serde(default, skip_serializing_if = "By::is_empty")]
    pub by: By,
    pub confidence: f64,
}

/// By which ways slots were filled: `{"recipient": "events/en/ways#counterpart"}`. Empty slots have none.
pub type By = BTreeMap<String, String>;

/// When an event happened; `text` is what says so, where something does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct EventDate {
    pub start: String,
    pub end: String,
    pub text: Option<String>,
}

/// Where an event happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct EventPlace {
    pub name: String,
    pub country: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub geonames: Option<u32>,
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Entity {
    pub start: usize,
    pub end: usize,
    pub kind: String,
    pub actor: Option<String>,
}

/// A temporal expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct TimeExpression {
    pub start: usize,
    pub end: usize,
    pub text: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub value: String,
}

/// A place name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PlaceName {
    pub start: usize,
    pub end: usize,
    pub name: String,
    pub country: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub geonames: Option<u32>,
}

/// A link between an act and a legal instrument.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Instrument {
    #[serde(rename = "ref")]
    pub reference: String,
    pub start: usize,
    pub end: usize,
    pub instrument: Option<String>,
    pub name: String,
    /// What is known of it: from the register; of a new one, what the report tells.
    #[serde(default)]
    pub about: AboutInstrument,
    pub relation: String,
    pub parties: Vec<String>,
    /// What it provides, imposes, extends or lifts.
    #[serde(default)]
    pub what: Option<Words>,
    pub event: Option<String>,
    pub factuality: String,
    pub attribution: Option<String>,
    pub rule: String,
}

/// What is known of an instrument. Days are as precise as known: 2015-12-12, 2015-12 or 2015.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutInstrument {
    /// Its official name; of a resolution, its subject; of a new one, its name as first written.
    pub title: Option<String>,
    /// What it is about: `arms control`, `peace`, `resolution`.
    pub kind: Option<String>,
    /// When it was signed or adopted.
    pub signed: Option<String>,
    /// When it entered into force.
    pub in_force: Option<String>,
    /// Its parties where they are few, else the depositary or the organization under which it was made; of a resolution, the
    /// states that it concerns.
    pub parties: Vec<String>,
    /// The row of the register; null for one that the register doesn't know.
    pub rule: Option<String>,
}

/// Something that the reader saw and could not settle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Note {
    pub kind: String,
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub message: String,
}

impl Record {
    /// The day of publication, where `published` begins with one.
    pub fn day(&self) -> Option<Date> {
        report::day(self.published.as_deref()?)
    }

    /// The ways that filled the slots of a record, as often as they did.
    pub fn ways(&self) -> impl Iterator<Item = &str> {
        let actors = self.actors.iter().map(|actor| &actor.by);
        let attributions = self.attributions.iter().map(|attribution| &attribution.by);
        let all = actors.chain(attributions).chain(self.events.iter().map(|event| &event.by));
        all.flat_map(BTreeMap::values).map(String::as_str)
    }
}

impl Actor {
    /// Its country's code.
    pub fn country_code(&self) -> &str {
        self.country.as_deref().unwrap_or(NO_COUNTRY)
    }

    /// Its primary sector.
    pub fn sector(&self) -> &str {
        self.sectors.first().map_or(NO_SECTOR, String::as_str)
    }

    /// Whether it is only known that there was somebody.
    pub fn is_nobody_known(&self) -> bool {
        self.country_code() == NO_COUNTRY && self.sector() == NO_SECTOR && self.mentions.is_empty()
    }
}

impl Attribution {
    /// From the first character of its content to the last; its cue's beginning where it has none.
    pub fn extent(&self) -> Stretch {
        let start = self.content.iter().map(|run| run.start).min().unwrap_or(self.cue.start);
        Stretch { start, end: self.content.iter().map(|run| run.end).max().unwrap_or(start) }
    }
}
