//! Reports: a list, and one with its voices in color and the record of each beside it.

use super::happenings::number;
use super::macros::view;
use super::rows::{Correction, ReportRow, class, escaped, in_words, quad};
use super::{Context, Frame, Turn, filters};
use crate::serve::answers::{Fault, View};
use crate::serve::gather::{self, fault};
use askama::Template;
use demarche::record;
use demarche::{Record, Report};
use demarche_archive::{export, questions};
use demarche_page::Phrases;
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "reports.html")]
struct List {
    frame: Frame,
    reports: Vec<ReportRow>,
    turn: Turn,
}

view!(List, [reports, turn], rows reports as ReportRow);

/// Reports, newest first.
pub fn list(context: &Context) -> Result<Box<dyn View>, Fault> {
    let filter = filters::filter(context.request, context.guide)?;
    let number = Turn::asked(context.request);
    let question = questions::reports(&filter, Turn::limit(number)).skipping(Turn::before(number));
    let (reports, turn) = Turn::of_page(gather::rows(context.archive, &question)?, number, context.request);
    Ok(Box::new(List { frame: Frame::list("Reports", "Reports", context.request), reports, turn }))
}

/// A report as the page shows it.
#[derive(Template, Default)]
#[template(path = "report.html")]
pub struct One {
    frame: Frame,
    /// Its number, where it is kept.
    id: Option<i64>,
    publisher: Option<String>,
    published: String,
    url: Option<String>,
    copies: Vec<ReportRow>,
    marked: String,
    /// Whether the text begins with its headline, which then stands there with its marks.
    has_headline: bool,
    notes: Vec<String>,
    events: Vec<Card>,
    kinds: Vec<String>,
    modes: Vec<String>,
    voices: Vec<Voice>,
    instruments: Vec<Instrument>,
    record: serde_json::Value,
    text: String,
}

view!(One, [text, record, copies, events]);

/// A kept report as a gold case of the benchmark, with what people corrected.
struct Gold(serde_json::Value);

impl View for Gold {
    fn html(&self) -> Result<String, askama::Error> {
        Ok(String::new())
    }

    fn json(&self) -> serde_json::Value {
        self.0.clone()
    }

    fn only_json(&self) -> bool {
        true
    }
}

/// The gold case of a report.
pub fn gold(context: &Context) -> Result<Box<dyn View>, Fault> {
    let id = number(context, "report")?;
    let case = export::gold(context.archive, id).map_err(fault)?;
    let case = case.ok_or_else(|| Fault::Missing(format!("There is no report {id} here.")))?;
    Ok(Box::new(Gold(serde_json::to_value(case)?)))
}

/// The gold cases of all corrected reports.
pub fn all_gold(context: &Context) -> Result<Box<dyn View>, Fault> {
    let cases = export::gold_cases(context.archive).map_err(fault)?;
    Ok(Box::new(Gold(serde_json::to_value(cases)?)))
}

/// The record of an event, in words.
#[derive(Clone, Debug, Default, Serialize)]
struct Card {
    reference: String,
    id: Option<i64>,
    kind: String,
    mode: Option<String>,
    quad_class: String,
    trigger: String,
    facts: Vec<(&'static str, String)>,
    entry: String,
    corrections: Vec<Correction>,
}

#[derive(Clone, Debug, Serialize)]
struct Voice {
    reference: String,
    source: String,
    cue: String,
    content: String,
}

#[derive(Clone, Debug, Serialize)]
struct Instrument {
    reference: String,
    name: String,
    address: String,
    words: String,
}

/// A kept report.
pub fn one(context: &Context) -> Result<Box<dyn View>, Fault> {
    let id = number(context, "report")?;
    let found = context.archive.report(id).map_err(fault)?;
    let kept = found.ok_or_else(|| Fault::Missing(format!("There is no report {id} here.")))?;
    let mut page = shown(context, &kept.text, &kept.record);
    for (card, event) in page.events.iter_mut().zip(&kept.record.events) {
        card.id = kept.events.iter().find(|(reference, _)| *reference == event.reference).map(|(_, id)| *id);
    }
    for made in context.archive.corrections(Some(id)).map_err(fault)? {
        if let Some(card) = page.events.iter_mut().find(|card| card.reference == made.reference) {
            card.corrections.push(Correction::of(&made));
        }
    }
    page.id = Some(id);
    page.copies = gather::rows(context.archive, &questions::copies(id))?;
    Ok(Box::new(page))
}

/// A report that was just read, kept or not.
pub fn shown(context: &Context, text: &str, record: &Record) -> One {
    let title = record.title.clone().or_else(|| text.lines().find(|line| !line.trim().is_empty()).map(str::to_string));
    let report = Report { title: record.title.clone(), ..Report::new(text) };
    let phrases = Phrases::new(&report, record);
    let marked = demarche_page::marked(&report, record);
    One {
        id: None,
        frame: Frame::of(&title.unwrap_or_else(|| record.id.clone()), "Reports", context.request),
        publisher: record.publisher.clone(),
        published: record.published.clone().unwrap_or_else(|| "day of publication unknown".to_string()),
        url: record.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        copies: Vec::new(),
        has_headline: marked.starts_with("<p class=\"title\">"),
        marked,
        notes: record.notes.iter().map(|each| note(each, &phrases)).collect(),
        events: record.events.iter().map(|event| card(event, &phrases, context)).collect(),
        kinds: context.guide.codebook.types.iter().map(|kind| kind.name.clone()).collect(),
        modes: modes(context),
        voices: record.attributions.iter().map(|said| voice(said, &phrases)).collect(),
        instruments: record.instruments.iter().map(|link| instrument(link, &phrases)).collect(),
        record: serde_json::to_value(record).unwrap_or_default(),
        text: text.to_string(),
    }
}

/// All modes of the code book, each once.
fn modes(context: &Context) -> Vec<String> {
    let all = context.guide.codebook.types.iter().flat_map(|kind| kind.modes.iter().map(|(mode, _)| mode.clone()));
    all.collect::<BTreeSet<_>>().into_iter().collect()
}

/// What could not be settled, with the words that it is about.
fn note(note: &record::Note, phrases: &Phrases) -> String {
    match (note.start, note.end) {
        (Some(start), Some(end)) if start < end => format!("“{}”: {}", phrases.index.text(start, end), note.message),
        _ => note.message.clone(),
    }
}

fn card(event: &record::Event, phrases: &Phrases, context: &Context) -> Card {
    Card {
        reference: event.reference.clone(),
        kind: event.kind.clone(),
        mode: event.mode.clone(),
        quad_class: class(quad(&event.kind, context.guide)),
        trigger: event.trigger.text.clone(),
        facts: phrases.facts(event),
        entry: demarche::knowledge::entry(&event.rule, context.own).map(|entry| entry.text).unwrap_or_default(),
        ..Card::default()
    }
}

fn voice(said: &record::Attribution, phrases: &Phrases) -> Voice {
    let content: Vec<String> = said.content.iter().map(|run| phrases.index.text(run.start, run.end)).collect();
    Voice {
        reference: said.reference.clone(),
        source: phrases.source(said),
        cue: said.cue.text.clone(),
        content: content.join(" … "),
    }
}

fn instrument(link: &record::Instrument, phrases: &Phrases) -> Instrument {
    let name = link.instrument.as_deref().unwrap_or(&link.name);
    let says = phrases.says(link.attribution.as_deref()).unwrap_or_else(|| "the report itself".to_string());
    Instrument {
        reference: link.reference.clone(),
        name: link.name.clone(),
        address: format!("/instruments/{}", escaped(name)),
        words: format!(
            "{}: {}; {}, says {says}",
            phrases.actors(&link.parties),
            link.relation,
            in_words(&link.factuality)
        ),
    }
}
