//! Lists of claims: who says what.

use super::events::{Drive, drive, drives_narrowly, words_first};
use super::{Cut, Question};
use crate::Filter;
use crate::clauses::{Clauses, hits};
use demarche::filter::Party;

const ROW: &str =
    "SELECT v.claim, v.day, v.country || '.' || v.sector AS said_by, v.name AS said_by_names, v.kind, v.cue,
    v.content, v.within, v.start, v.end, v.report, v.ref, v.publisher, v.title, v.url, v.rule
    FROM claims v WHERE v.claim = ?";

/// The claims that a filter means: by its sources (`said_by`, `actors`, `parties`), days, words, publishers, kinds. Fields
/// that only events have (types, modes, certainty, …) ask for claims that hold such an event.
pub fn claims(filter: &Filter, cut: &Cut) -> Question {
    let mut clauses = Clauses::default();
    let sources = [&filter.said_by, &filter.actors, &filter.parties];
    sources.into_iter().for_each(|wanted| clauses.is_party("c", wanted));
    clauses.any_of("c.kind", &filter.kinds);
    clauses.within("c.day", filter);
    clauses.publishers("c.report", filter);
    let (held, mut from) = (held(filter), "claim c");
    if held != Filter::default() {
        let events = events_of(filter, held);
        if drives_narrowly(&events) {
            return with_events(&events, clauses, cut);
        }
        // By the report, of which there are few: left to itself SQLite goes through all events of a type for each claim.
        from = "claim c CROSS JOIN event e INDEXED BY sqlite_autoindex_event_1";
        clauses.and("e.report = c.report AND e.claim = c.number", []);
        clauses.event(&Filter { text: None, ..events });
    }
    let mut arms = vec![clauses];
    let Some(words) = words_first(filter, cut) else {
        arms[0].words("c.sentence", filter);
        return question(None, from, arms, cut);
    };
    let common = arms[0].words_by_number("c.sentence", words);
    arms.push(common);
    question(Some(words), from, arms, cut)
}

/// The events whose claims are meant: whose claim it is, is a voice of its events.
fn events_of(filter: &Filter, held: Filter) -> Filter {
    let sources = [&filter.said_by, &filter.actors, &filter.parties].into_iter().find(|wanted| !wanted.is_empty());
    Filter { said_by: sources.cloned().unwrap_or_default(), text: filter.text.clone(), ..held }
}

/// The claims of events that are few.
fn with_events(events: &Filter, claims: Clauses, cut: &Cut) -> Question {
    let Drive { from, mut clauses, .. } = drive(events);
    clauses.append(claims);
    question(
        None,
        &format!("{from} CROSS JOIN claim c ON c.report = e.report AND c.number = e.claim"),
        vec![clauses],
        cut,
    )
}

/// What the filter says of the events in a claim.
fn held(filter: &Filter) -> Filter {
    let recipients: Vec<Party> = filter.recipients.clone();
    Filter {
        recipients,
        types: filter.types.clone(),
        modes: filter.modes.clone(),
        contexts: filter.contexts.clone(),
        certainty: filter.certainty.clone(),
        places: filter.places.clone(),
        min_confidence: filter.min_confidence,
        instruments: filter.instruments.clone(),
        relations: filter.relations.clone(),
        ..Filter::default()
    }
}

fn question(words: Option<&str>, from: &str, arms: Vec<Clauses>, cut: &Cut) -> Question {
    let (mut selects, mut values) = (Vec::new(), Vec::new());
    let (with, words) = words.map(hits).unzip();
    values.extend(words);
    for clauses in arms {
        let (conditions, bound) = clauses.finish();
        selects.push(format!("SELECT DISTINCT c.id, c.day FROM {from} {conditions}"));
        values.extend(bound);
    }
    let with = with.unwrap_or_default();
    let sql = format!("{with}{} {}", selects.join(" UNION "), cut.sql("2", "1", None));
    Question::of_ids((sql, values), ROW)
}
