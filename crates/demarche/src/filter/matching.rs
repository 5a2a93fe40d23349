//! What of a record a filter means.

use super::{Filter, Party, Place};
use crate::record::{Actor, Event, Index, Instrument};

impl Filter {
    /// Whether an event is meant. The words of a sentence are not looked at: only an archive can find them.
    pub(crate) fn fits_event(&self, event: &Event, index: &Index) -> bool {
        let any = |wanted: &[Party], references: &[String]| is_any(wanted, index.actors(references));
        // The parties of a mutual event are each other's.
        let others = if event.recipient.is_empty() { &event.actor } else { &event.recipient };
        let linked = || event.instruments.iter().filter_map(|reference| index.instrument(reference));
        let asks_for_links = !self.instruments.is_empty() || !self.relations.is_empty();
        has(&self.types, &event.kind)
            && (self.modes.is_empty() || event.mode.as_ref().is_some_and(|mode| self.modes.contains(mode)))
            && self.contexts.iter().all(|context| event.contexts.contains(context))
            && has(&self.certainty, &event.factuality)
            && self.min_confidence.is_none_or(|least| event.confidence >= least)
            && self.is_within(index.day_of(Some(event)))
            && (self.places.is_empty() || self.places.iter().any(|place| place.is_of(event)))
            && any(&self.actors, &event.actor)
            && any(&self.recipients, others)
            && is_any(&self.parties, index.actors(&event.actor).chain(index.actors(&event.recipient)))
            && self.is_said(event.attribution.as_deref(), index)
            && self.is_published(index)
            && (!asks_for_links || linked().any(|link| self.is_link(link)))
    }

    /// Whether a link to an instrument is meant.
    pub(crate) fn fits_link(&self, link: &Instrument, index: &Index) -> bool {
        let event = link.event.as_deref().and_then(|reference| index.event(reference));
        self.is_link(link)
            && has(&self.certainty, &link.factuality)
            && self.is_within(index.day_of(event))
            && is_any(&self.actors, index.actors(&link.parties))
            && is_any(&self.parties, index.actors(&link.parties))
            && self.is_said(link.attribution.as_deref(), index)
            && self.is_published(index)
    }

    fn is_link(&self, link: &Instrument) -> bool {
        let named = |wanted: &String| {
            let wanted = wanted.to_lowercase();
            let own = link.instrument.as_ref().map(|own| own.to_lowercase());
            own.as_ref() == Some(&wanted) || link.name.to_lowercase().contains(&wanted)
        };
        has(&self.relations, &link.relation) && (self.instruments.is_empty() || self.instruments.iter().any(named))
    }

    fn is_within(&self, day: Option<&str>) -> bool {
        let day = || day.map(str::to_string);
        self.since.is_none_or(|since| day().is_some_and(|day| day >= since.to_string()))
            && self.until.is_none_or(|until| day().is_some_and(|day| day <= until.to_string()))
    }

    fn is_said(&self, innermost: Option<&str>, index: &Index) -> bool {
        let chain = index.chain(innermost);
        let by_author = chain.is_empty() && self.said_by.contains(&Party::Author);
        let sources = chain.iter().filter_map(|voice| voice.source.actor.as_deref());
        by_author || is_any(&self.said_by, sources.filter_map(|reference| index.actor(reference)))
    }

    fn is_published(&self, index: &Index) -> bool {
        let publisher = index.record.publisher.as_ref();
        self.publishers.is_empty() || publisher.is_some_and(|publisher| self.publishers.contains(publisher))
    }
}

impl Party {
    fn is(&self, actor: &Actor) -> bool {
        match self {
            Party::Code { country, sector } => {
                country.as_ref().is_none_or(|country| actor.country_code() == country)
                    && sector.as_ref().is_none_or(|sector| actor.sector() == sector)
            }
            Party::Identifier(identifier) => actor.wikidata.as_ref() == Some(identifier),
            Party::Name(name) => actor.name.to_lowercase().contains(&name.to_lowercase()),
            Party::Author => false,
        }
    }
}

impl Place {
    fn is_of(&self, event: &Event) -> bool {
        event.place.as_ref().is_some_and(|place| match self {
            Place::Country(code) => place.country.as_ref() == Some(code),
            Place::Name(name) => place.name.to_lowercase() == name.to_lowercase(),
        })
    }
}

/// Whether the value is one of those wanted; true where none is.
fn has(wanted: &[String], value: &String) -> bool {
    wanted.is_empty() || wanted.contains(value)
}

/// Whether one of the actors is one of the parties; true where no party is wanted.
fn is_any<'a>(wanted: &[Party], mut actors: impl Iterator<Item = &'a Actor>) -> bool {
    wanted.is_empty() || actors.any(|actor| wanted.iter().any(|party| party.is(actor)))
}
