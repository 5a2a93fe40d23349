//! Lists of claims: who says what.

use super::{Cut, Question};
use crate::Filter;
use crate::filter::{Clauses, Party};

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
    clauses.words("c.sentence", filter);
    clauses.publishers("c.report", filter);
    let held = held(filter);
    if held != Filter::default() {
        clauses.and("e.report = c.report AND e.claim = c.number", []);
        clauses.event(&held);
        let (conditions, values) = clauses.finish();
        return question(&format!("claim c CROSS JOIN event e {conditions}"), values, cut);
    }
    let (conditions, values) = clauses.finish();
    question(&format!("claim c {conditions}"), values, cut)
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
        place: filter.place.clone(),
        min_confidence: filter.min_confidence,
        instruments: filter.instruments.clone(),
        relations: filter.relations.clone(),
        ..Filter::default()
    }
}

fn question(from: &str, values: Vec<rusqlite::types::Value>, cut: &Cut) -> Question {
    let order = cut.sql("c.day", "c.id", None);
    let sql = format!("SELECT DISTINCT c.id, c.day FROM {from} {order}");
    Question::of_ids((sql, values), ROW)
}
