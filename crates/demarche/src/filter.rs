//! What is asked of readings: one set of terms for the rules of alerts and for archives.
//!
//! In: terms as people write them, `RUS.GOV`, `accuse`, `2024-01`. Out: a [`Filter`]. An empty field asks nothing; several
//! values of a field are alternatives; fields restrict each other. An archive asks a filter in SQL, [`crate::alerts`] ask
//! it of records.

mod matching;
mod terms;

pub use terms::Terms;
pub(crate) use terms::meant;

use jiff::civil::Date;

/// Which events, claims, links or actors are meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Who acts; of a claim, who says it; of a link to an instrument, any party.
    pub actors: Vec<Party>,
    /// Who is acted on. The parties of a mutual event are each other's.
    pub recipients: Vec<Party>,
    /// Who takes part in either role.
    pub parties: Vec<Party>,
    /// Whose account it is: any voice of the chain. [`Party::Author`] stands for the report's own.
    pub said_by: Vec<Party>,
    /// Types of the code book.
    pub types: Vec<String>,
    /// Modes of the code book.
    pub modes: Vec<String>,
    /// Contexts of the code book: all of these.
    pub contexts: Vec<String>,
    /// FactBank's values: `CT+`, `PS-`, …
    pub certainty: Vec<String>,
    /// The first day; things without a day are then left out.
    pub since: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// Where.
    pub places: Vec<Place>,
    /// Words that the sentence must have, in full-text syntax: `border AND post*`, `"border post"`. Only an archive can
    /// ask this.
    pub text: Option<String>,
    /// The least confidence of an event.
    pub min_confidence: Option<f64>,
    /// Publishers, as the reports have them.
    pub publishers: Vec<String>,
    /// Instruments: identifiers of the register, or words of the name as written.
    pub instruments: Vec<String>,
    /// Relations to an instrument: `violates`, `signs`, …
    pub relations: Vec<String>,
    /// Kinds of actors, or of claims. Only an archive can ask this.
    pub kinds: Vec<String>,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    /// `RUS.GOV`, `RUS`, or `*.MIL`.
    Code {
        /// ISO 3166-1 alpha-3, or `IGO`, `NGO`, …; any where none.
        country: Option<String>,
        /// PLOVER's primary sector; any where none.
        sector: Option<String>,
    },
    /// A Wikidata identifier: `Q159`.
    Identifier(String),
    /// Words of a name: `Hayashi`.
    Name(String),
    /// The report's author; only for [`Filter::said_by`].
    Author,
}

/// Somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A country's code.
    Country(String),
    /// A place's name.
    Name(String),
}
