//! Rules that say of which readings one wants to hear: `ACCUSE by JPN against RUS`, `any new instrument of PRK`.
//!
//! ```text
//! rule    = subject { clause }
//! subject = "any" ["new"] "event" | ["new"] TYPE { "or" TYPE } | ["any" | RELATION { "or" RELATION }] ["new"] "instrument"
//! clause  = "said" "by" who | "certain"
//!         | ("by" | "against" | "to" | "with" | "involving") who | "in" where | "confidence" number | "touching" name  (events)
//!         | ("of" | "by") who | "called" name                                                               (instruments)
//! who     = party { "or" party };  party = a country by code or name, with or without a sector (JPN, Japan, JPN.GOV, *.MIL),
//!           an identifier (Q159), `author` (the report's own voice), or in quotation marks words of a name
//! ```
//!
//! Clauses are terms of a [`Filter`]; archives ask the same ones. A *new* event or instrument is told of once:
//! [`Match::told`] is the same for all tellings of it.
//!
//! [`Rule::parse`] reads a rule, [`find`] what of a record it fits. Neither keeps anything.

mod parsing;

use crate::filter::Filter;
use crate::record::{Actor, Event, Index, Instrument, Record};
use std::collections::BTreeSet;
use thiserror::Error;

/// What one wants to hear of.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// As it was written.
    pub written: String,
    /// Whether the same event or instrument is told of once only.
    pub only_new: bool,
    /// Whether it is of events or of instruments.
    pub subject: Subject,
    /// Which of them.
    pub filter: Filter,
}

/// What a rule is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Events.
    Events,
    /// What is done to treaties and resolutions.
    Instruments,
}

/// A rule that cannot be read, and the way out.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("rule \"{rule}\": {fault}")]
pub struct RuleError {
    /// The rule as it was written.
    pub rule: String,
    /// What is wrong, and what is expected.
    pub fault: String,
}

/// What of a record a rule fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The event or the instrument, as the record names it: `e3`, `i1`.
    pub reference: String,
    /// The characters of the text that tell of it.
    pub start: usize,
    /// Their end.
    pub end: usize,
    /// The same for all tellings of one event (type, parties, day) or one instrument (what, how, parties).
    pub told: String,
}

/// What of a record fits the rule, in the order of the text.
pub fn find(rule: &Rule, record: &Record) -> Vec<Match> {
    // Only actors are parties: nobody's words are looked up in the text.
    let index = Index::new(record, "");
    match rule.subject {
        Subject::Events => {
            let fitting = record.events.iter().filter(|event| rule.filter.fits_event(event, &index));
            fitting.map(|event| of_event(event, &index)).collect()
        }
        Subject::Instruments => {
            let fitting = record.instruments.iter().filter(|link| rule.filter.fits_link(link, &index));
            fitting.map(|link| of_instrument(link, &index)).collect()
        }
    }
}

fn of_event(event: &Event, index: &Index) -> Match {
    let day = event.date.as_ref().map_or("", |d| d.start.as_str());
    let told = format!("{} {} > {} {day}", event.kind, codes(&event.actor, index), codes(&event.recipient, index));
    Match { reference: event.reference.clone(), start: event.trigger.start, end: event.trigger.end, told }
}

fn of_instrument(link: &Instrument, index: &Index) -> Match {
    let what = link.instrument.clone().unwrap_or_else(|| link.name.to_lowercase());
    let told = format!("{} {what} {}", link.relation, codes(&link.parties, index));
    Match { reference: link.reference.clone(), start: link.start, end: link.end, told }
}

/// The countries of actors, each once, in order.
fn codes(references: &[String], index: &Index) -> String {
    index.actors(references).map(Actor::country_code).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("+")
}
