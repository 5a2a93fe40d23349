//! A record with its parts by reference and the letters of its text: who the parties of a thing are, and whose voices it
//! stands in.

use super::{Actor, Attribution, Event, Instrument, NO_COUNTRY, NO_SECTOR, Record, Source};
use std::borrow::Cow;
use std::collections::HashMap;

/// A view over a record.
pub struct Index<'a> {
    /// What it is a view of.
    pub record: &'a Record,
    letters: Vec<char>,
    /// The day of publication.
    day: Option<String>,
    actors: HashMap<&'a str, usize>,
    attributions: HashMap<&'a str, usize>,
    events: HashMap<&'a str, usize>,
    instruments: HashMap<&'a str, usize>,
}

/// A party as it is written: country, primary sector, name, and which of the record's actors it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Who<'a> {
    pub country: &'a str,
    pub sector: &'a str,
    pub name: Cow<'a, str>,
    pub actor: Option<usize>,
}

impl<'a> Index<'a> {
    /// That of a record and its report's text.
    pub fn new(record: &'a Record, text: &str) -> Self {
        Index {
            record,
            letters: text.chars().collect(),
            day: record.day().map(|day| day.to_string()),
            actors: numbers(&record.actors, |actor| &actor.reference),
            attributions: numbers(&record.attributions, |attribution| &attribution.reference),
            events: numbers(&record.events, |event| &event.reference),
            instruments: numbers(&record.instruments, |link| &link.reference),
        }
    }

    /// The actor of this reference.
    pub fn actor(&self, reference: &str) -> Option<&'a Actor> {
        self.actors.get(reference).map(|&number| &self.record.actors[number])
    }

    /// The attribution of this reference.
    pub fn attribution(&self, reference: &str) -> Option<&'a Attribution> {
        self.attributions.get(reference).map(|&number| &self.record.attributions[number])
    }

    /// The event of this reference.
    pub fn event(&self, reference: &str) -> Option<&'a Event> {
        self.events.get(reference).map(|&number| &self.record.events[number])
    }

    /// The link to an instrument of this reference.
    pub fn instrument(&self, reference: &str) -> Option<&'a Instrument> {
        self.instruments.get(reference).map(|&number| &self.record.instruments[number])
    }

    /// The place of an attribution in the record.
    pub fn number_of_attribution(&self, reference: &str) -> Option<usize> {
        self.attributions.get(reference).copied()
    }

    /// The actors of these references; those that point nowhere are left out.
    pub fn actors(&self, references: &[String]) -> impl Iterator<Item = &'a Actor> {
        references.iter().filter_map(|reference| self.actor(reference))
    }

    /// The parties of these references, as they are written.
    pub fn parties(&self, references: &[String]) -> Vec<Who<'a>> {
        references.iter().filter_map(|reference| self.actors.get(reference.as_str())).map(|&n| self.who(n)).collect()
    }

    /// Who an attribution's source is. One that is no actor has its words as its name.
    pub fn source(&self, source: &Source) -> Who<'a> {
        if let Some(&number) = source.actor.as_deref().and_then(|reference| self.actors.get(reference)) {
            return self.who(number);
        }
        let words = source.start.zip(source.end).map(|(start, end)| self.words(start, end));
        Who { country: NO_COUNTRY, sector: NO_SECTOR, name: words.unwrap_or_default().into(), actor: None }
    }

    fn who(&self, number: usize) -> Who<'a> {
        let actor = &self.record.actors[number];
        Who {
            country: actor.country_code(),
            sector: actor.sector(),
            name: actor.name.as_str().into(),
            actor: Some(number),
        }
    }

    /// The attributions that something stands in, innermost first.
    pub fn chain(&self, innermost: Option<&str>) -> Vec<&'a Attribution> {
        let mut chain = Vec::new();
        let mut at = innermost.and_then(|reference| self.attribution(reference));
        // No chain is longer than there are attributions, even where a record points in circles.
        while let Some(found) = at.filter(|_| chain.len() < self.record.attributions.len()) {
            chain.push(found);
            at = found.within.as_deref().and_then(|reference| self.attribution(reference));
        }
        chain
    }

    /// The sources that something stands in, innermost first.
    pub fn voices(&self, innermost: Option<&str>) -> Vec<Who<'a>> {
        self.chain(innermost).into_iter().map(|attribution| self.source(&attribution.source)).collect()
    }

    /// The attributions that stand directly within another, or in the report itself.
    pub fn within(&self, outer: Option<&str>) -> Vec<&'a Attribution> {
        self.record.attributions.iter().filter(|inner| inner.within.as_deref() == outer).collect()
    }

    /// The first day of an event; that of publication where there is none.
    pub fn day_of<'s>(&'s self, event: Option<&'s Event>) -> Option<&'s str> {
        event.and_then(|event| event.date.as_ref()).map(|date| date.start.as_str()).or(self.day.as_deref())
    }

    /// The day of publication.
    pub fn day(&self) -> Option<&str> {
        self.day.as_deref()
    }

    /// The number of the sentence that holds a character.
    pub fn sentence_at(&self, character: usize) -> usize {
        self.record.sentences.partition_point(|sentence| sentence.start <= character).saturating_sub(1)
    }

    /// The characters of the text.
    pub fn letters(&self) -> &[char] {
        &self.letters
    }

    /// The text from one character to another.
    pub fn text(&self, start: usize, end: usize) -> String {
        let end = end.min(self.letters.len());
        self.letters[start.min(end)..end].iter().collect()
    }

    /// The text from one character to another, with single spaces.
    pub fn words(&self, start: usize, end: usize) -> String {
        self.text(start, end).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn numbers<T>(items: &[T], reference: impl Fn(&T) -> &String) -> HashMap<&str, usize> {
    items.iter().enumerate().map(|(number, item)| (reference(item).as_str(), number)).collect()
}

/// `RUS.GOV;CHN.GOV`.
pub fn codes(parties: &[Who]) -> String {
    parties.iter().map(|who| format!("{}.{}", who.country, who.sector)).collect::<Vec<_>>().join(";")
}

/// `Russia; China`.
pub fn names(parties: &[Who]) -> String {
    parties.iter().map(|who| &*who.name).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Guide, Report};

    const TEXT: &str = "Élodie Roche, a\nspokeswoman, said that Chad had told Togo that Benin violated the accord.";

    fn record() -> Record {
        crate::pipeline::read(&Report::new(TEXT), &Guide::shipped().expect("the shipped knowledge is good"))
    }

    #[test]
    fn the_voices_of_a_thing_are_its_chain() {
        let record = record();
        let index = Index::new(&record, TEXT);
        let inner = record.attributions.iter().find(|voice| voice.within.is_some()).expect("a voice in a voice");
        let chain = index.chain(Some(&inner.reference));
        assert_eq!(chain[0], inner);
        assert_eq!(chain.len(), 2);
        assert!(index.within(chain[1..].first().map(|outer| outer.reference.as_str())).contains(&inner));
        let voices = index.voices(Some(&inner.reference));
        assert!(codes(&voices).starts_with("TCD."), "{voices:?}");
        assert_eq!(index.chain(Some("nowhere")), Vec::<&Attribution>::new());
    }

    #[test]
    fn a_chain_in_a_circle_ends() {
        let mut record = record();
        let own = record.attributions[0].reference.clone();
        record.attributions[0].within = Some(own.clone());
        assert_eq!(Index::new(&record, TEXT).chain(Some(&own)).len(), record.attributions.len());
    }

    #[test]
    fn a_source_that_is_no_actor_is_its_words() {
        let record = record();
        let source = Source { start: Some(14), end: Some(27), actor: None };
        let who = Index::new(&record, TEXT).source(&source);
        assert_eq!((who.country, who.sector, &*who.name), ("NON", "UNK", "a spokeswoman"));
    }
}
