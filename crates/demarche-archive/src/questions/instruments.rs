//! Lists of links to treaties and resolutions.

use super::{Cut, Question};
use crate::Filter;
use crate::clauses::{Clauses, like};
use demarche::filter::Party;
use rusqlite::types::Value;

const ROW: &str = "SELECT v.link, v.day, v.relation, v.instrument, v.name, v.parties, v.party_names, v.factuality,
    v.said_by, v.said_by_names, v.event, v.text, v.report, v.ref, v.publisher, v.title, v.url, v.rule
    FROM instruments v WHERE v.link = ?";

/// The links that a filter means: by instrument, relation, parties (`actors`, `parties`), certainty, days, voice, words,
/// publishers. Other fields ask for links whose event is such.
pub fn instruments(filter: &Filter, cut: &Cut) -> Question {
    let mut clauses = Clauses::default();
    clauses.instrument("i", filter);
    clauses.any_of("i.factuality", &filter.certainty);
    clauses.within("i.day", filter);
    clauses.words("i.sentence", filter);
    clauses.publishers("i.report", filter);
    let sides = [("i.parties", "i.party_names", &filter.actors), ("i.parties", "i.party_names", &filter.parties)];
    for (codes, names, wanted) in sides.into_iter().chain([("i.said_by", "i.said_by_names", &filter.said_by)]) {
        clauses.written_party(codes, names, wanted);
    }
    let of_event = Filter {
        recipients: filter.recipients.clone(),
        types: filter.types.clone(),
        modes: filter.modes.clone(),
        contexts: filter.contexts.clone(),
        places: filter.places.clone(),
        min_confidence: filter.min_confidence,
        ..Filter::default()
    };
    let mut from = "instrument i";
    if of_event != Filter::default() {
        from = "instrument i JOIN event e ON e.id = i.event";
        clauses.event(&of_event);
    }
    let (conditions, values) = clauses.finish();
    let order = cut.sql("i.day", "i.id", None);
    let sql = format!("SELECT i.id FROM {from} {conditions} {order}");
    Question::of_ids((sql, values), ROW)
}

impl Clauses {
    /// Columns of codes (`RUS.GOV;CHN.GOV`) and names that hold one of these parties.
    fn written_party(&mut self, codes: &str, names: &str, wanted: &[Party]) {
        self.either(wanted, |party| {
            let (condition, value) = match party {
                Party::Code { country, sector } => {
                    let part = |code: &Option<String>| code.clone().unwrap_or_else(|| "???".to_string());
                    let pattern = format!("*;{}.{};*", part(country), part(sector));
                    (format!("';' || {codes} || ';' GLOB ?"), pattern)
                }
                Party::Identifier(identifier) => {
                    (format!("instr({names}, (SELECT name FROM actor WHERE key = ?)) > 0"), identifier.clone())
                }
                Party::Name(name) => (format!("{names} LIKE ? ESCAPE '\\'"), like(name)),
                Party::Author => (format!("{codes} = ?"), String::new()),
            };
            (condition, vec![Value::from(value)])
        });
    }
}
