//! Actors, voices and events in words, for pages, terminals and lists alike.

use super::words::{certainty, days};
use demarche::record::{Attribution, Event, Index};
use demarche::{Record, Report};

/// The longest excerpt of a source that is no actor, in characters.
const EXCERPT: usize = 60;

/// A record in words.
pub struct Phrases<'a> {
    /// What the words are taken from.
    pub index: Index<'a>,
    name: fn(&str) -> String,
}

impl<'a> Phrases<'a> {
    /// The phrases of a reading.
    pub fn new(report: &Report, record: &'a Record) -> Self {
        Phrases { index: Index::new(record, &report.text), name: str::to_string }
    }

    /// The same with names marked in this way.
    #[must_use]
    pub fn with_names(self, name: fn(&str) -> String) -> Self {
        Phrases { name, ..self }
    }

    /// An actor's name and code.
    pub fn actor(&self, reference: &str) -> String {
        match self.index.actor(reference) {
            None => reference.to_string(),
            Some(actor) if actor.is_nobody_known() => "somebody".to_string(),
            Some(actor) => format!("{} ({} {})", (self.name)(&actor.name), actor.country_code(), actor.sector()),
        }
    }

    /// Actors, joined by commas and "and".
    pub fn actors(&self, references: &[String]) -> String {
        let names: Vec<String> = references.iter().map(|reference| self.actor(reference)).collect();
        match names.split_last() {
            None => String::new(),
            Some((last, [])) => last.clone(),
            Some((last, first)) => format!("{} and {last}", first.join(", ")),
        }
    }

    /// Actors, and after an arrow those whom they act on.
    pub fn deed(&self, event: &Event) -> String {
        match event.recipient.is_empty() {
            true => self.actors(&event.actor),
            false => format!("{} → {}", self.actors(&event.actor), self.actors(&event.recipient)),
        }
    }

    /// Whose voice it is.
    pub fn source(&self, voice: &Attribution) -> String {
        match (&voice.source.actor, voice.source.start, voice.source.end) {
            (Some(actor), _, _) => self.actor(actor),
            (None, Some(start), Some(end)) => (self.name)(&self.excerpt(start, end)),
            _ => "unnamed sources".to_string(),
        }
    }

    /// "A, cited by B": the voices around a thing, innermost first; nothing where the report says it itself.
    pub fn says(&self, innermost: Option<&str>) -> Option<String> {
        let mut says: Vec<String> = self.index.chain(innermost).iter().map(|voice| self.source(voice)).collect();
        says.dedup();
        (!says.is_empty()).then(|| says.join(", cited by "))
    }

    /// How many voices a voice stands in, itself among them.
    pub fn depth(&self, voice: &Attribution) -> usize {
        self.index.chain(Some(&voice.reference)).len()
    }

    /// A stretch of the text on one line, cut in the middle where it is long.
    pub fn excerpt(&self, start: usize, end: usize) -> String {
        let text = self.index.words(start, end);
        let length = text.chars().count();
        if length <= EXCERPT {
            return text;
        }
        let beginning: String = text.chars().take(EXCERPT * 2 / 3).collect();
        let rest: String = text.chars().skip(length - EXCERPT / 3).collect();
        format!("{} … {}", beginning.trim_end(), rest.trim_start())
    }

    /// When and where an event was, how sure it is, and by whose account, in one line.
    pub fn circumstances(&self, event: &Event) -> String {
        let says = self.says(event.attribution.as_deref()).map(|says| format!("according to {says}"));
        let facts = [
            event.date.as_ref().map(days),
            place(event).map(|place| format!("in {place}")),
            Some(certainty(&event.factuality).to_string()),
            says,
        ];
        facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// The facts of an event: names and what they hold; those it has none of are left out.
    pub fn facts(&self, event: &Event) -> Vec<(&'static str, String)> {
        let facts = [
            ("who", self.actors(&event.actor)),
            ("to whom", self.actors(&event.recipient)),
            ("when", event.date.as_ref().map(days).unwrap_or_default()),
            ("where", place(event).unwrap_or_default()),
            ("how sure", format!("{} ({})", certainty(&event.factuality), event.factuality)),
            ("says", self.says(event.attribution.as_deref()).unwrap_or_default()),
            ("contexts", event.contexts.join(", ")),
            ("marks", event.auxiliary.join(", ")),
            ("confidence", format!("{:.2}", event.confidence)),
            ("rule", event.rule.clone()),
        ];
        facts.into_iter().filter(|(_, fact)| !fact.is_empty()).collect()
    }
}

fn place(event: &Event) -> Option<String> {
    event.place.as_ref().map(|place| match &place.country {
        Some(country) if *country != place.name => format!("{} ({country})", place.name),
        _ => place.name.clone(),
    })
}
