//! Actors, voices and events in words, for texts and lists alike.

use super::text::{Marks, marks};
use super::words::{certainty, days};
use demarche::record::{Actor, Attribution, Event};
use demarche::{Record, Report};
use std::collections::BTreeMap;

/// A record with its letters and references at hand.
pub struct Phrases<'a> {
    pub(crate) letters: Vec<char>,
    pub(crate) marks: Marks,
    actors: BTreeMap<&'a str, &'a Actor>,
    voices: BTreeMap<&'a str, &'a Attribution>,
}

impl<'a> Phrases<'a> {
    /// The phrases of a reading.
    pub fn new(report: &Report, record: &'a Record) -> Self {
        let letters: Vec<char> = report.text.chars().collect();
        Phrases {
            marks: marks(record, letters.len()),
            letters,
            actors: record.actors.iter().map(|a| (a.reference.as_str(), a)).collect(),
            voices: record.attributions.iter().map(|a| (a.reference.as_str(), a)).collect(),
        }
    }

    /// The text from one character to another.
    pub fn piece(&self, start: usize, end: usize) -> String {
        let end = end.min(self.letters.len());
        self.letters[start.min(end)..end].iter().collect()
    }

    /// An actor's name and code.
    pub fn actor(&self, reference: &str) -> String {
        let Some(actor) = self.actors.get(reference) else { return reference.to_string() };
        let code = (actor.country.as_deref().unwrap_or("NON"), actor.sectors.first().map_or("UNK", String::as_str));
        if code == ("NON", "UNK") && actor.mentions.is_empty() {
            return "somebody".to_string();
        }
        format!("{} ({} {})", actor.name, code.0, code.1)
    }

    fn actors(&self, references: &[String]) -> String {
        references.iter().map(|r| self.actor(r)).collect::<Vec<_>>().join(", ")
    }

    /// Whose voice it is.
    pub fn source(&self, voice: &Attribution) -> String {
        match (&voice.source.actor, voice.source.start, voice.source.end) {
            (Some(actor), _, _) => self.actor(actor),
            (None, Some(start), Some(end)) => self.piece(start, end),
            _ => "unnamed sources".to_string(),
        }
    }

    /// The voices around a thing, innermost first.
    pub fn chain(&self, innermost: Option<&str>) -> Vec<&'a Attribution> {
        let mut chain: Vec<&Attribution> = Vec::new();
        let mut at = innermost.and_then(|r| self.voices.get(r)).copied();
        while let Some(voice) = at.filter(|_| chain.len() < self.voices.len()) {
            chain.push(voice);
            at = voice.within.as_deref().and_then(|r| self.voices.get(r)).copied();
        }
        chain
    }

    /// How many voices a voice stands in, itself among them.
    pub fn depth(&self, voice: &Attribution) -> usize {
        1 + self.chain(voice.within.as_deref()).len()
    }

    /// An event in one line: who to whom, when and where, how sure, who says so.
    pub fn line(&self, event: &Event) -> String {
        let whom =
            if event.recipient.is_empty() { String::new() } else { format!(" → {}", self.actors(&event.recipient)) };
        let says = self.says(event);
        let facts = [
            format!("{}{whom}", self.actors(&event.actor)),
            event.date.as_ref().map(days).unwrap_or_default(),
            place(event),
            certainty(&event.factuality).to_string(),
            if says.is_empty() { says } else { format!("according to {says}") },
        ];
        facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    fn says(&self, event: &Event) -> String {
        let mut says: Vec<String> = self.chain(event.attribution.as_deref()).iter().map(|v| self.source(v)).collect();
        says.dedup();
        says.join(", cited by ")
    }

    /// The facts of an event: names and what they hold; those it has none of are left out.
    pub fn facts(&self, event: &Event) -> Vec<(&'static str, String)> {
        let facts = [
            ("who", self.actors(&event.actor)),
            ("to whom", self.actors(&event.recipient)),
            ("when", event.date.as_ref().map(days).unwrap_or_default()),
            ("where", place(event)),
            ("how sure", format!("{} ({})", certainty(&event.factuality), event.factuality)),
            ("says", self.says(event)),
            ("contexts", event.contexts.join(", ")),
            ("marks", event.auxiliary.join(", ")),
            ("confidence", format!("{:.2}", event.confidence)),
            ("rule", event.rule.clone()),
        ];
        facts.into_iter().filter(|(_, fact)| !fact.is_empty()).collect()
    }
}

fn place(event: &Event) -> String {
    event.place.as_ref().map_or(String::new(), |p| match &p.country {
        Some(country) if *country != p.name => format!("{} ({country})", p.name),
        _ => p.name.clone(),
    })
}
