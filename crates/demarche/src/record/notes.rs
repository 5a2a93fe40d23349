//! What the reader saw and could not settle.

use super::Note;
use super::offsets::Offsets;
use crate::dates;
use crate::entities::{Form, Kind, Mention};
use crate::reading::Reading;
use crate::report::Report;
use crate::span::Span;

/// The notes of a reading, in text order; those on the whole report come first.
pub(super) fn of(report: &Report, reading: &Reading, offsets: &Offsets) -> Vec<Note> {
    let mut notes: Vec<Note> = whole(report, reading).into_iter().map(|(kind, message)| note(kind, message)).collect();
    let mut placed = days(reading);
    placed.extend(sources(reading));
    placed.extend(places(reading));
    placed.extend(events(reading));
    placed.sort_by_key(|(span, _, _)| *span);
    for (span, kind, message) in placed {
        let at = offsets.stretch(span);
        notes.push(Note { start: Some(at.start), end: Some(at.end), ..note(kind, message) });
    }
    notes
}

fn note(kind: &str, message: String) -> Note {
    Note { kind: kind.to_string(), start: None, end: None, message }
}

fn whole(report: &Report, reading: &Reading) -> Vec<(&'static str, String)> {
    let mut notes: Vec<_> = report.remarks.iter().map(|remark| ("source", remark.clone())).collect();
    if report.text.trim().is_empty() {
        notes.push(("empty", "the report has no text".to_string()));
        return notes;
    }
    if reading.language != "en" {
        let message = format!("the text is not English ({}): it was not read for events", reading.language);
        notes.push(("other-language", message));
        return notes;
    }
    if let (None, Some(given)) = (report.day(), &report.published) {
        notes.push(("no-date", format!("published {given:?} is no date (YYYY-MM-DD): relative dates stay unresolved")));
    } else if report.day().is_none() {
        notes.push(("no-date", "no day of publication is given: relative dates stay unresolved".to_string()));
    }
    notes
}

fn days(reading: &Reading) -> Vec<(Span, &'static str, String)> {
    let names_a_day = |kind: dates::Kind| matches!(kind, dates::Kind::Date | dates::Kind::Time);
    let open = reading.dates.expressions.iter().filter(|e| names_a_day(e.kind) && e.is_unresolved());
    let message = |value: &str| format!("which day this is could not be told (value {value})");
    open.map(|e| (e.span, "unresolved-date", message(&e.value))).collect()
}

/// Names of places that the gazetteer does not know.
fn places(reading: &Reading) -> Vec<(Span, &'static str, String)> {
    let entities = &reading.entities;
    let is_place = |m: &&Mention| m.form == Form::Name && entities.entities[m.entity].kind == Kind::Place;
    let known = |m: &Mention| {
        let all = &reading.places.places;
        let from = all.partition_point(|p| p.tokens.end <= m.name.start);
        all.get(from).is_some_and(|place| place.tokens.start < m.name.end)
    };
    let unknown = entities.mentions.iter().filter(is_place).filter(|m| !known(m) && m.country.is_none());
    let message = "no place of this name is known".to_string();
    unknown.map(|m| (reading.text.span(m.name.clone()), "unresolved-place", message.clone())).collect()
}

fn sources(reading: &Reading) -> Vec<(Span, &'static str, String)> {
    let sources = reading.attributions.attributions.iter().filter_map(|a| a.source.as_ref());
    let unknown = sources.filter(|s| s.actor.is_none());
    unknown.map(|s| (s.span, "unresolved-source", "who this is could not be told".to_string())).collect()
}

fn events(reading: &Reading) -> Vec<(Span, &'static str, String)> {
    let message = |likelihood: f32| format!("an event that is hardly one was left out ({likelihood:.2})");
    let unlikely = reading.events.unlikely.iter();
    unlikely
        .map(|(tokens, likelihood)| (reading.text.span(tokens.clone()), "unlikely-event", message(*likelihood)))
        .collect()
}
