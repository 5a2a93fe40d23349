//! Actors, voices and events in words, for texts and lists alike.

use crate::pretty::{certainty, days};
use demarche::record::{Actor, Attribution, Event};
use demarche::{Record, Report};
use std::collections::BTreeMap;

/// A record with its letters and references at hand.
pub struct Phrases<'a> {
    pub letters: Vec<char>,
    actors: BTreeMap<&'a str, &'a Actor>,
    voices: BTreeMap<&'a str, &'a Attribution>,
}

impl<'a> Phrases<'a> {
    pub fn new(report: &Report, record: &'a Record) -> Self {
        Phrases {
            letters: report.text.chars().collect(),
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

    /// The facts of an event: names and what they hold; those it has none of are left out.
    pub fn facts(&self, event: &Event) -> Vec<(&'static str, String)> {
        let mut says: Vec<String> = self.chain(event.attribution.as_deref()).iter().map(|v| self.source(v)).collect();
        says.dedup();
        let place = event.place.as_ref().map(|p| match &p.country {
            Some(country) if *country != p.name => format!("{} ({country})", p.name),
            _ => p.name.clone(),
        });
        let facts = [
            ("who", self.actors(&event.actor)),
            ("to whom", self.actors(&event.recipient)),
            ("when", event.date.as_ref().map(days).unwrap_or_default()),
            ("where", place.unwrap_or_default()),
            ("how sure", format!("{} ({})", certainty(&event.factuality), event.factuality)),
            ("says", says.join(", cited by ")),
            ("contexts", event.contexts.join(", ")),
            ("marks", event.auxiliary.join(", ")),
            ("confidence", format!("{:.2}", event.confidence)),
            ("rule", event.rule.clone()),
        ];
        facts.into_iter().filter(|(_, fact)| !fact.is_empty()).collect()
    }
}
