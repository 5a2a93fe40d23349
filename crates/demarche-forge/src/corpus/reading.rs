//! What is compared with the notes: a program's record, or another annotator's notes.

use super::gold::Gold;
use super::notation::{Item, Place};
use demarche::Record;
use demarche::record::{Source, Stretch};
use std::collections::HashMap;

/// A reading: actors, attributions and events that name each other by number.
#[derive(Default)]
pub struct Reading {
    pub actors: Vec<Actor>,
    pub attributions: Vec<Attribution>,
    pub events: Vec<Event>,
    pub instruments: Vec<Instrument>,
}

pub struct Actor {
    pub country: String,
    pub sector: String,
    pub mentions: Vec<Place>,
}

pub struct Attribution {
    pub kind: String,
    pub source: Option<usize>,
    pub cue: Place,
    pub content: Vec<Place>,
    pub within: Option<usize>,
}

pub struct Event {
    pub kind: String,
    pub mode: Option<String>,
    pub trigger: Place,
    pub words: String,
    pub actor: Vec<usize>,
    pub recipient: Vec<usize>,
    /// First and last day.
    pub date: Option<(String, String)>,
    pub factuality: String,
    pub attribution: Option<usize>,
}

pub struct Instrument {
    pub instrument: Option<String>,
    pub place: Place,
    pub relation: String,
    pub factuality: String,
}

/// What stands where nothing is known.
const UNKNOWN: &str = "UNK";

impl Reading {
    /// The reading that a record holds.
    pub fn of_record(record: &Record) -> Self {
        let actors = numbers(record.actors.iter().map(|a| &a.reference));
        let attributions = numbers(record.attributions.iter().map(|a| &a.reference));
        let of_actor = |name: &String| actors.get(name.as_str()).copied();
        let of_attribution = |name: &String| attributions.get(name.as_str()).copied();
        let source = |s: &Source| s.actor.as_ref().and_then(of_actor);
        Reading {
            actors: record.actors.iter().map(Actor::of_record).collect(),
            attributions: record
                .attributions
                .iter()
                .map(|a| Attribution {
                    kind: a.kind.clone(),
                    source: source(&a.source),
                    cue: (a.cue.start, a.cue.end),
                    content: a.content.iter().map(place).collect(),
                    within: a.within.as_ref().and_then(of_attribution),
                })
                .collect(),
            events: record
                .events
                .iter()
                .map(|e| Event {
                    kind: e.kind.clone(),
                    mode: e.mode.clone(),
                    trigger: (e.trigger.start, e.trigger.end),
                    words: e.trigger.text.clone(),
                    actor: e.actor.iter().filter_map(of_actor).collect(),
                    recipient: e.recipient.iter().filter_map(of_actor).collect(),
                    date: e.date.as_ref().map(|d| (d.start.clone(), d.end.clone())),
                    factuality: e.factuality.clone(),
                    attribution: e.attribution.as_ref().and_then(of_attribution),
                })
                .collect(),
            instruments: record
                .instruments
                .iter()
                .map(|i| Instrument {
                    instrument: i.instrument.clone(),
                    place: (i.start, i.end),
                    relation: i.relation.clone(),
                    factuality: i.factuality.clone(),
                })
                .collect(),
        }
    }

    /// Another annotator's notes: their events with their chains of sources, which the notation gives for each event.
    pub fn of_notes(item: &Item) -> Self {
        let gold = Gold::new(item);
        let nobody = item.actors.len();
        let number = |who: &Option<usize>| who.unwrap_or(nobody);
        let mut reading = Reading::default();
        let named = item.actors.iter().map(|a| Actor::of_code(&a.code, a.mentions.clone()));
        reading.actors = named.chain([Actor::of_code("NON UNK", Vec::new())]).collect();
        for event in &item.events {
            let mut above = None;
            for link in event.sources.iter().filter(|l| !l.is_empty()) {
                let source = Some(number(&link[0]));
                reading.attributions.push(Attribution::bare(source, above));
                above = Some(reading.attributions.len() - 1);
            }
            reading.events.push(Event {
                kind: event.kind.clone(),
                mode: event.mode.clone(),
                trigger: event.trigger,
                words: item.text.slice(gold.clipped(event.trigger)),
                actor: event.actor.iter().map(number).collect(),
                recipient: event.recipient.iter().map(number).collect(),
                date: event.date.as_deref().map(days),
                factuality: event.factuality.clone(),
                attribution: above,
            });
        }
        reading
    }

    /// The codes of actors, each once, sorted.
    pub fn codes(&self, actors: &[usize]) -> Vec<String> {
        let mut codes: Vec<String> = actors.iter().map(|&a| self.actors[a].code()).collect();
        codes.sort();
        codes.dedup();
        codes
    }

    /// The attributions that hold an event, outermost first.
    pub fn chain(&self, event: &Event) -> Vec<&Attribution> {
        let mut chain = Vec::new();
        let mut at = event.attribution;
        while let Some(number) = at.filter(|_| chain.len() <= self.attributions.len()) {
            chain.push(&self.attributions[number]);
            at = self.attributions[number].within;
        }
        chain.reverse();
        chain
    }

    /// The countries of an event's sources, outermost first; one who quotes himself is one source.
    pub fn source_countries(&self, event: &Event) -> Vec<String> {
        let country = |a: &&Attribution| a.source.map_or(UNKNOWN, |s| &self.actors[s].country).to_string();
        let mut countries: Vec<String> = self.chain(event).iter().map(country).collect();
        countries.dedup();
        countries
    }
}

impl Actor {
    fn of_record(actor: &demarche::record::Actor) -> Self {
        Actor {
            country: actor.country.clone().unwrap_or_else(|| UNKNOWN.to_string()),
            sector: actor.sectors.first().cloned().unwrap_or_else(|| UNKNOWN.to_string()),
            mentions: actor.mentions.iter().map(place).collect(),
        }
    }

    fn of_code(code: &str, mentions: Vec<Place>) -> Self {
        let (country, sector) = code.split_once(' ').unwrap_or((code, UNKNOWN));
        Actor { country: country.to_string(), sector: sector.to_string(), mentions }
    }

    pub fn code(&self) -> String {
        format!("{} {}", self.country, self.sector)
    }
}

impl Attribution {
    fn bare(source: Option<usize>, within: Option<usize>) -> Self {
        Attribution { kind: String::new(), source, cue: (0, 0), content: Vec::new(), within }
    }
}

/// First and last day of a date of the notes.
pub fn days(date: &str) -> (String, String) {
    let (start, end) = date.split_once('/').unwrap_or((date, date));
    (start.to_string(), end.to_string())
}

fn numbers<'a>(names: impl Iterator<Item = &'a String>) -> HashMap<&'a str, usize> {
    names.enumerate().map(|(number, name)| (name.as_str(), number)).collect()
}

fn place(stretch: &Stretch) -> Place {
    (stretch.start, stretch.end)
}
