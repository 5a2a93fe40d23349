//! What is asked about: one filter for every question.
//!
//! An empty field asks nothing. Several values of a field are alternatives; fields restrict each other.

mod clauses;
mod parse;

pub(crate) use clauses::{Clauses, hits, like};
pub use parse::{first_day, last_day};

use jiff::civil::Date;
use std::str::FromStr;

/// Which events, claims, links or actors are meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Who acts; of a claim, who says it; of a link to an instrument, any party.
    pub actors: Vec<Party>,
    /// Who is acted on. Mutual events have actors only.
    pub recipients: Vec<Party>,
    /// Who takes part in either role.
    pub parties: Vec<Party>,
    /// Whose account it is: any voice of the chain. [`Party::Author`] stands for the report's own.
    pub said_by: Vec<Party>,
    /// Types of the code book.
    pub types: Vec<String>,
    /// Modes of the code book.
    pub modes: Vec<String>,
    /// Contexts of the code book.
    pub contexts: Vec<String>,
    /// FactBank's values: `CT+`, `PS-`, …
    pub certainty: Vec<String>,
    /// The first day; things without a day are then left out.
    pub since: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// A country's code, or a place's name.
    pub place: Option<String>,
    /// Words that the sentence must have, in full-text syntax: `border AND post*`, `"border post"`.
    pub text: Option<String>,
    /// The least confidence of an event.
    pub min_confidence: Option<f64>,
    /// Publishers, as the reports have them.
    pub publishers: Vec<String>,
    /// Instruments: identifiers of the register, or words of the name as written.
    pub instruments: Vec<String>,
    /// Relations to an instrument: `violates`, `signs`, …
    pub relations: Vec<String>,
    /// Kinds of actors, or of claims.
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

impl FromStr for Party {
    type Err = String;

    /// Three capitals are a country, after a point a sector; `Q` and digits an identifier; `author` the report's own voice;
    /// anything else is part of a name.
    fn from_str(written: &str) -> Result<Self, String> {
        parse::party(written.trim())
    }
}
