//! Actors as codes and names, and the voices that an event or a link stands in.

use demarche::Record;
use demarche::record::{Actor, Attribution, Source};
use std::collections::BTreeMap;

/// Where no country or sector is known.
pub const NOWHERE: &str = "NON";
/// Where no sector is known.
pub const UNKNOWN: &str = "UNK";

/// A party as it is written: country, primary sector, name, and which of the record's actors it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Voice {
    pub country: String,
    pub sector: String,
    pub name: String,
    pub actor: Option<usize>,
}

/// A record's actors and attributions by reference.
pub struct Cast<'a> {
    record: &'a Record,
    letters: Vec<char>,
    actors: BTreeMap<&'a str, usize>,
    attributions: BTreeMap<&'a str, &'a Attribution>,
}

impl<'a> Cast<'a> {
    /// Those of a record and its report's text.
    pub fn new(record: &'a Record, text: &str) -> Self {
        Cast {
            record,
            letters: text.chars().collect(),
            actors: record.actors.iter().enumerate().map(|(number, a)| (a.reference.as_str(), number)).collect(),
            attributions: record.attributions.iter().map(|a| (a.reference.as_str(), a)).collect(),
        }
    }

    /// The parties of these references; those that point nowhere are left out.
    pub fn parties(&self, references: &[String]) -> Vec<Voice> {
        let found = references.iter().filter_map(|r| self.actors.get(r.as_str()));
        found.map(|&number| voice(&self.record.actors[number], number)).collect()
    }

    /// Who an attribution's source is. One that is no actor has its words as its name.
    pub fn source(&self, source: &Source) -> Voice {
        let actor = source.actor.as_deref().and_then(|r| self.actors.get(r));
        if let Some(&number) = actor {
            return voice(&self.record.actors[number], number);
        }
        let words = match (source.start, source.end) {
            (Some(start), Some(end)) => self.words(start, end),
            _ => String::new(),
        };
        Voice { country: NOWHERE.to_string(), sector: UNKNOWN.to_string(), name: words, actor: None }
    }

    /// The sources that something stands in, innermost first.
    pub fn chain(&self, attribution: Option<&str>) -> Vec<Voice> {
        let mut voices = Vec::new();
        let mut at = attribution.and_then(|r| self.attributions.get(r));
        // No chain is longer than there are attributions, even where a record points in circles.
        while let Some(found) = at.filter(|_| voices.len() < self.attributions.len()) {
            voices.push(self.source(&found.source));
            at = found.within.as_deref().and_then(|r| self.attributions.get(r));
        }
        voices
    }

    fn words(&self, start: usize, end: usize) -> String {
        let end = end.min(self.letters.len());
        let words: String = self.letters[start.min(end)..end].iter().collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn voice(actor: &Actor, number: usize) -> Voice {
    Voice {
        country: actor.country.clone().unwrap_or_else(|| NOWHERE.to_string()),
        sector: actor.sectors.first().cloned().unwrap_or_else(|| UNKNOWN.to_string()),
        name: actor.name.clone(),
        actor: Some(number),
    }
}

/// `RUS.GOV;CHN.GOV`.
pub fn codes(voices: &[Voice]) -> String {
    voices.iter().map(|v| format!("{}.{}", v.country, v.sector)).collect::<Vec<_>>().join(";")
}

/// `Russia; China`.
pub fn names(voices: &[Voice]) -> String {
    voices.iter().map(|v| v.name.as_str()).collect::<Vec<_>>().join("; ")
}
