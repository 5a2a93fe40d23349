//! A reading to its record.

use super::offsets::Offsets;
use super::{notes, *};
use crate::attribution::Source as FoundSource;
use crate::reading::Reading;
use crate::report::Report;
use crate::span::Span;
use crate::ways::Way;
use crate::{actors, attribution, events, instruments, places};
use sha2::{Digest, Sha256};

/// Writes the record of a reading.
pub fn write(report: &Report, reading: &Reading) -> Record {
    let writer = Writer { reading, given: &report.text, offsets: Offsets::new(reading.text.source, &report.text) };
    Record {
        schema: SCHEMA.to_string(),
        made_by: reading.made_by.clone(),
        id: report.id.clone().unwrap_or_else(|| content_id(&report.text)),
        title: report.title.clone(),
        published: report.published.clone().filter(|_| report.day().is_some()),
        publisher: report.publisher.clone(),
        url: report.url.clone(),
        language: reading.language.clone(),
        sentences: reading.text.sentences.iter().map(|s| writer.offsets.stretch(s.span)).collect(),
        actors: writer.actors(),
        attributions: writer.each(&reading.attributions.attributions, Writer::attribution),
        events: writer.each(&reading.events.events, Writer::event),
        entities: writer.entities(),
        dates: writer.dates(),
        places: writer.each(&reading.places.places, Writer::place),
        instruments: writer.each(&reading.instruments.links, Writer::instrument),
        notes: notes::of(report, reading, &writer.offsets),
    }
}

/// Slots with the ways of a stage that filled them; those that are empty are left out.
fn by<const N: usize>(stage: &str, slots: [(&str, Way); N]) -> By {
    let filled = slots.into_iter().filter(|(_, way)| !way.is_empty());
    filled.map(|(slot, way)| (slot.to_string(), format!("{stage}/en/ways#{way}"))).collect()
}

/// A name for a report without one: the first 128 bits of its text's SHA-256.
fn content_id(text: &str) -> String {
    Sha256::digest(text.as_bytes())[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Writer<'a> {
    reading: &'a Reading<'a>,
    /// The text as it was given, which offsets refer to.
    given: &'a str,
    offsets: Offsets,
}

impl Writer<'_> {
    fn each<T, R>(&self, items: &[T], write: impl Fn(&Self, usize, &T) -> R) -> Vec<R> {
        items.iter().enumerate().map(|(number, item)| write(self, number, item)).collect()
    }

    fn words(&self, span: Span) -> Words {
        let Stretch { start, end } = self.offsets.stretch(span);
        Words { start, end, text: self.given_words(span) }
    }

    /// The words of a span as they were given, with the characters that nobody sees.
    fn given_words(&self, span: Span) -> String {
        let read = self.reading.text.source;
        if read.len() == self.given.len() {
            return span.of(read).to_string();
        }
        let Stretch { start, end } = self.offsets.stretch(span);
        self.given.chars().skip(start).take(end - start).collect()
    }

    fn actors(&self) -> Vec<Actor> {
        let mut mentions = vec![Vec::new(); self.reading.actors.actors.len()];
        for (mention, of) in self.reading.entities.mentions.iter().zip(&self.reading.attributions.of_mention) {
            // A set ("both sides") is a mention of its members only together; alone it names neither.
            if let [actor] = of[..] {
                mentions[actor].push(self.offsets.stretch(mention.span));
            }
        }
        mentions.resize(mentions.len() + self.reading.events.unnamed.len(), Vec::new());
        let all = self.reading.actors.actors.iter().chain(&self.reading.events.unnamed);
        all.zip(mentions).enumerate().map(|(number, (actor, mentions))| write_actor(number, actor, mentions)).collect()
    }

    fn attribution(&self, number: usize, found: &attribution::Attribution) -> Attribution {
        Attribution {
            reference: attribution_ref(number),
            sentence: found.sentence,
            kind: found.manner.as_str().to_string(),
            source: found.source.as_ref().map(|s| self.source(s)).unwrap_or_default(),
            cue: self.words(found.cue),
            content: found
                .content
                .iter()
                .map(|run| self.offsets.stretch(self.reading.text.span(run.clone())))
                .collect(),
            within: found.within.map(attribution_ref),
            rule: found.rule.clone(),
            by: by("attribution", found.by.slots()),
        }
    }

    fn source(&self, source: &FoundSource) -> Source {
        let Stretch { start, end } = self.offsets.stretch(source.span);
        Source { start: Some(start), end: Some(end), actor: source.actor.map(actor_ref) }
    }

    fn event(&self, number: usize, event: &events::Event) -> Event {
        let linked = self.reading.instruments.links.iter().enumerate().filter(|(_, l)| l.event == Some(number));
        Event {
            reference: event_ref(number),
            sentence: event.sentence,
            kind: event.kind.clone(),
            mode: event.mode.clone(),
            cameo: None,
            plover15: None,
            contexts: event.contexts.clone(),
            trigger: self.words(self.reading.text.span(event.trigger.clone())),
            actor: event.actor.iter().copied().map(actor_ref).collect(),
            recipient: event.recipient.iter().copied().map(actor_ref).collect(),
            date: event.date.map(|when| self.date(when)),
            place: event.place.and_then(|at| self.reading.places.places.get(at)).map(event_place),
            factuality: event.factuality.as_str().to_string(),
            auxiliary: event.auxiliary.iter().map(ToString::to_string).collect(),
            attribution: event.attribution.map(attribution_ref),
            instruments: linked.map(|(link, _)| instrument_ref(link)).collect(),
            rule: event.rule.clone(),
            by: by("events", event.by.slots()),
            // Two digits are what the calibration can tell apart.
            confidence: (f64::from(event.confidence) * 100.0).round() / 100.0,
        }
    }

    fn date(&self, when: events::When) -> EventDate {
        let expression = when.expression.and_then(|at| self.reading.dates.expressions.get(at));
        EventDate {
            start: when.first.to_string(),
            end: when.last.to_string(),
            text: expression.map(|e| self.given_words(e.span)),
        }
    }

    fn entities(&self) -> Vec<Entity> {
        let entities = &self.reading.entities;
        let names = entities.mentions.iter().enumerate().filter(|(_, m)| m.form == crate::entities::Form::Name);
        names
            .map(|(number, mention)| {
                let Stretch { start, end } = self.offsets.stretch(mention.span);
                let kind = entities.entities[mention.entity].kind.as_str().to_string();
                let actor = self.reading.attributions.of_mention[number].first().copied().map(actor_ref);
                Entity { start, end, kind, actor }
            })
            .collect()
    }

    fn dates(&self) -> Vec<TimeExpression> {
        let write = |found: &crate::dates::Expression| {
            let Words { start, end, text } = self.words(found.span);
            TimeExpression { start, end, text, kind: found.kind.as_str().to_string(), value: found.value.clone() }
        };
        self.reading.dates.expressions.iter().map(write).collect()
    }

    fn place(&self, _: usize, place: &places::Place) -> PlaceName {
        let Stretch { start, end } = self.offsets.stretch(place.span);
        let EventPlace { name, country, latitude, longitude, geonames } = event_place(place);
        PlaceName { start, end, name, country, latitude, longitude, geonames }
    }

    fn instrument(&self, number: usize, link: &instruments::Link) -> Instrument {
        let Stretch { start, end } = self.offsets.stretch(link.span);
        Instrument {
            reference: instrument_ref(number),
            start,
            end,
            instrument: link.instrument.clone(),
            name: self.given_words(link.span),
            about: write_about(&link.about),
            relation: link.relation.clone(),
            parties: link.parties.iter().copied().map(actor_ref).collect(),
            what: link.what.map(|span| self.words(span)),
            event: link.event.map(event_ref),
            factuality: link.factuality.as_str().to_string(),
            attribution: link.attribution.map(attribution_ref),
            rule: link.rule.clone(),
        }
    }
}

fn write_actor(number: usize, actor: &actors::Actor, mentions: Vec<Stretch>) -> Actor {
    Actor {
        reference: actor_ref(number),
        name: actor.name.clone(),
        kind: actor.kind.as_str().to_string(),
        country: Some(actor.country.to_string()),
        sectors: actor.sectors.clone(),
        office: actor.office.clone(),
        wikidata: actor.wikidata.clone(),
        mentions,
        rule: actor.rule.clone(),
        by: by("actors", actor.by.slots()),
    }
}

fn write_about(about: &instruments::Instrument) -> AboutInstrument {
    let filled = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    AboutInstrument {
        title: filled(&about.title),
        kind: filled(&about.kind),
        signed: about.signed.clone(),
        in_force: about.in_force.clone(),
        parties: about.parties.clone(),
        rule: filled(&about.rule),
    }
}

fn event_place(place: &places::Place) -> EventPlace {
    EventPlace {
        name: place.name.clone(),
        country: place.country.map(|c| c.to_string()),
        latitude: place.point.map(|(latitude, _)| latitude),
        longitude: place.point.map(|(_, longitude)| longitude),
        geonames: place.geonames,
    }
}

fn actor_ref(number: usize) -> String {
    format!("a{}", number + 1)
}

fn attribution_ref(number: usize) -> String {
    format!("s{}", number + 1)
}

fn event_ref(number: usize) -> String {
    format!("e{}", number + 1)
}

fn instrument_ref(number: usize) -> String {
    format!("i{}", number + 1)
}
