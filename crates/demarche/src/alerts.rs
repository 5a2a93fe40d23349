//! Rules that say of which readings one wants to hear: `ACCUSE by JPN against RUS`, `any new instrument of PRK`.
//!
//! ```text
//! rule    = subject { clause }
//! subject = "any" ["new"] "event" | ["new"] TYPE { "or" TYPE } | ["any" | RELATION { "or" RELATION }] ["new"] "instrument"
//! clause  = "by" who | "against" who | "with" who | "involving" who | "said" "by" who | "in" country | "certain"   (events)
//!         | "of" who | "called" name                                                                        (instruments)
//! who     = party { "or" party };  party = code or name of a country, with or without a sector: JPN, Japan, JPN.GOV
//! ```
//!
//! A *new* event or instrument is told of once: [`Match::told`] is the same for all tellings of it.
//!
//! [`Rule::parse`] reads a rule, [`find`] what of a record it fits. Neither keeps anything.

mod parsing;

use crate::record::{Actor, Event, Index, Instrument, Record};
use std::collections::BTreeSet;
use thiserror::Error;

/// What one wants to hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// As it was written.
    pub written: String,
    /// Whether the same event or instrument is told of once only.
    pub only_new: bool,
    subject: Subject,
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

#[derive(Clone, Debug, PartialEq, Eq)]
enum Subject {
    Events(Events),
    Instruments(Instruments),
}

/// Conditions on events; an empty list is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Events {
    types: Vec<String>,
    by: Vec<Party>,
    against: Vec<Party>,
    with: Vec<Party>,
    involving: Vec<Party>,
    said_by: Vec<Party>,
    countries: Vec<String>,
    certain: bool,
}

/// Conditions on instruments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Instruments {
    relations: Vec<String>,
    parties: Vec<Party>,
    called: Option<String>,
}

/// A country with or without a sector.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Party {
    country: String,
    sector: Option<String>,
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
    // Whoever is named only by the words of the text is no actor of a country.
    let index = Index::new(record, "");
    match &rule.subject {
        Subject::Events(wanted) => {
            let fitting = record.events.iter().filter(|event| wanted.fit(event, &index));
            fitting.map(|event| of_event(event, &index)).collect()
        }
        Subject::Instruments(wanted) => {
            let fitting = record.instruments.iter().filter(|link| wanted.fit(link, &index));
            fitting.map(|link| of_instrument(link, &index)).collect()
        }
    }
}

impl Events {
    fn fit(&self, event: &Event, index: &Index) -> bool {
        let both = || event.actor.iter().chain(&event.recipient);
        // Acts that several do with one another name them all as actors.
        let others = if event.recipient.is_empty() { &event.actor } else { &event.recipient };
        (self.types.is_empty() || self.types.contains(&event.kind))
            && any(&self.by, event.actor.iter(), index)
            && any(&self.against, event.recipient.iter(), index)
            && any(&self.with, others.iter(), index)
            && any(&self.involving, both(), index)
            && any(&self.said_by, sources(event, index), index)
            && (self.countries.is_empty() || self.countries.iter().any(|c| happened_in(event, c)))
            && (!self.certain || event.factuality.starts_with("CT"))
    }
}

impl Instruments {
    fn fit(&self, link: &Instrument, index: &Index) -> bool {
        let named = |name: &String| {
            let name = name.to_lowercase();
            let is = |own: &str| own.to_lowercase() == name;
            link.instrument.as_deref().is_some_and(is) || link.name.to_lowercase().contains(&name)
        };
        (self.relations.is_empty() || self.relations.contains(&link.relation))
            && any(&self.parties, link.parties.iter(), index)
            && self.called.as_ref().is_none_or(named)
    }
}

/// Whether one of the actors is one of the parties; true where no party is asked for.
fn any<'a>(parties: &[Party], references: impl Iterator<Item = &'a String>, index: &Index) -> bool {
    if parties.is_empty() {
        return true;
    }
    let mut actors = references.filter_map(|reference| index.actor(reference));
    actors.any(|actor| parties.iter().any(|party| party.is(actor)))
}

impl Party {
    fn is(&self, actor: &Actor) -> bool {
        actor.country.as_ref() == Some(&self.country) && self.sector.as_ref().is_none_or(|s| actor.sectors.contains(s))
    }
}

/// Those by whose account an event is told.
fn sources<'a>(event: &Event, index: &Index<'a>) -> impl Iterator<Item = &'a String> {
    index.chain(event.attribution.as_deref()).into_iter().filter_map(|voice| voice.source.actor.as_ref())
}

fn happened_in(event: &Event, country: &str) -> bool {
    event.place.as_ref().and_then(|p| p.country.as_deref()) == Some(country)
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
