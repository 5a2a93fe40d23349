//! The one place where the stages meet.

use crate::guide::Guide;
use crate::reading::Reading;
use crate::record::{self, Record};
use crate::report::Report;
use crate::{actors, attribution, dates, entities, events, instruments, language, places, syntax, text};

/// Reads a report: every stage in order, then the record.
pub fn read(report: &Report, guide: &Guide) -> Record {
    record::write(report, &analyze(&report.seen(), guide))
}

/// Runs every stage on a report.
pub fn analyze<'a>(report: &'a Report, guide: &Guide) -> Reading<'a> {
    analyze_watched(report, guide, &mut |_| {})
}

/// Runs every stage on a report and tells `done` the name of each when it ends, for those who time them.
pub fn analyze_watched<'a>(report: &'a Report, guide: &Guide, done: &mut dyn FnMut(&'static str)) -> Reading<'a> {
    let language = language::detect(&report.text, &guide.languages);
    done("language");
    if language != "en" {
        return unread(report, guide, language);
    }
    let text = text::split(&report.text, report.title.as_deref(), &guide.text);
    done("text");
    let syntax = syntax::parse(&text, &guide.syntax);
    done("syntax");
    interpret(text, syntax, report, guide, done)
}

/// A report in another language: its sentences, and nothing made up.
fn unread<'a>(report: &'a Report, guide: &Guide, language: String) -> Reading<'a> {
    let text = text::split(&report.text, report.title.as_deref(), &guide.text);
    Reading { text, language, made_by: guide.made_by.clone(), ..Reading::default() }
}

/// Runs the stages after syntax, for trees that come from elsewhere; `done` as in [`analyze_watched`].
pub fn interpret<'a>(
    text: text::Text<'a>,
    syntax: syntax::Syntax,
    report: &Report,
    guide: &Guide,
    done: &mut dyn FnMut(&'static str),
) -> Reading<'a> {
    let published = report.day();
    let impressions = guide.reader.as_ref().map(|reader| reader.read(&text, &syntax));
    done("learned");
    let entities = entities::find(&text, &syntax, &guide.countries, &guide.entities, impressions.as_ref());
    done("entities");
    let dates = dates::resolve(&text, &syntax, published, &guide.dates);
    done("dates");
    let places = places::resolve(&text, &syntax, &entities, &guide.countries, &guide.gazetteer);
    done("places");
    let actors = actors::resolve(
        actors::Input {
            text: &text,
            syntax: &syntax,
            entities: &entities,
            places: &places,
            published,
            impressions: impressions.as_ref(),
        },
        &guide.countries,
        &guide.actors,
    );
    done("actors");
    let attributions = attribution::attribute(&text, &syntax, &entities, &actors, &guide.cues, impressions.as_ref());
    done("attribution");
    let events = events::extract(
        events::Input {
            text: &text,
            syntax: &syntax,
            entities: &entities,
            dates: &dates,
            places: &places,
            actors: &actors,
            attributions: &attributions,
            published,
            impressions: impressions.as_ref(),
        },
        &guide.codebook,
    );
    done("events");
    let instruments = instruments::link(
        instruments::Input {
            text: &text,
            syntax: &syntax,
            entities: &entities,
            actors: &actors,
            attributions: &attributions,
            events: &events,
        },
        &guide.register,
    );
    done("instruments");
    Reading {
        text,
        syntax,
        entities,
        dates,
        places,
        actors,
        attributions,
        events,
        instruments,
        language: "en".to_string(),
        made_by: guide.made_by.clone(),
    }
}
