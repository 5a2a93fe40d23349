//! What the parts of a page share: pieces of the text, and how actors, days and certainties are put in words.

use super::{WHO, paint};
use demarche::record::{Actor, Attribution};
use demarche::{Record, Report};
use std::collections::BTreeMap;

/// The longest excerpt that is shown of a stretch, in characters.
const EXCERPT: usize = 60;

/// A reading with its text at hand.
pub struct Wording<'a> {
    pub record: &'a Record,
    pub width: usize,
    letters: Vec<char>,
    actors: BTreeMap<&'a str, &'a Actor>,
    attributions: BTreeMap<&'a str, &'a Attribution>,
}

impl<'a> Wording<'a> {
    pub fn new(report: &Report, record: &'a Record, width: usize) -> Self {
        Wording {
            record,
            width,
            letters: report.text.chars().collect(),
            actors: record.actors.iter().map(|a| (a.reference.as_str(), a)).collect(),
            attributions: record.attributions.iter().map(|a| (a.reference.as_str(), a)).collect(),
        }
    }

    /// The text from one character to another, on one line.
    pub fn text(&self, start: usize, end: usize) -> String {
        let end = end.min(self.letters.len());
        let piece: String = self.letters[start.min(end)..end].iter().collect();
        piece.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether the character there is blank space.
    pub fn is_blank(&self, at: usize) -> bool {
        self.letters.get(at).is_some_and(|c| c.is_whitespace())
    }

    /// A stretch of the text, cut in the middle where it is long.
    pub fn excerpt(&self, start: usize, end: usize) -> String {
        let text = self.text(start, end);
        let length = text.chars().count();
        if length <= EXCERPT {
            return text;
        }
        let beginning: String = text.chars().take(EXCERPT * 2 / 3).collect();
        let rest: String = text.chars().skip(length - EXCERPT / 3).collect();
        format!("{} … {}", beginning.trim_end(), rest.trim_start())
    }

    /// Actors by name with their codes, joined by commas and "and".
    pub fn actors(&self, refs: &[String]) -> String {
        let names: Vec<String> = refs.iter().map(|r| self.actor(r)).collect();
        match names.split_last() {
            None => String::new(),
            Some((last, [])) => last.clone(),
            Some((last, first)) => format!("{} and {last}", first.join(", ")),
        }
    }

    /// One actor: its name and code.
    pub fn actor(&self, reference: &str) -> String {
        let Some(actor) = self.actors.get(reference) else { return reference.to_string() };
        let country = actor.country.as_deref().unwrap_or("NON");
        let sector = actor.sectors.first().map_or("UNK", String::as_str);
        if country == "NON" && sector == "UNK" && actor.mentions.is_empty() {
            return "somebody".to_string();
        }
        format!("{} ({country} {sector})", paint(WHO, &actor.name))
    }

    /// "according to A, cited by B": the voices that an attribution stands in, innermost first.
    pub fn according_to(&self, attribution: Option<&str>) -> Option<String> {
        let mut voices: Vec<String> = Vec::new();
        let mut at = attribution.and_then(|r| self.attributions.get(r));
        while let Some(voice) = at {
            let name = self.source(voice);
            if voices.last() != Some(&name) {
                voices.push(name);
            }
            at = voice.within.as_deref().and_then(|r| self.attributions.get(r));
        }
        (!voices.is_empty()).then(|| format!("according to {}", voices.join(", cited by ")))
    }

    /// Who an attribution's source is.
    pub fn source(&self, voice: &Attribution) -> String {
        match (&voice.source.actor, voice.source.start, voice.source.end) {
            (Some(actor), _, _) => self.actor(actor),
            (None, Some(start), Some(end)) => paint(WHO, &self.excerpt(start, end)),
            _ => "unnamed sources".to_string(),
        }
    }
}
