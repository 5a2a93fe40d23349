//! Lists of events.

use super::{Cut, Order, Question};
use crate::Filter;
use crate::clauses::{Clauses, hits};
use demarche::filter::Party;
use rusqlite::types::Value;

/// The columns of a list of events: those of the view, the day and the deed first.
const ROW: &str = "SELECT v.event, v.day, v.type, v.mode, v.actor, v.actor_names, v.recipient, v.recipient_names,
    v.place, v.place_country, v.latitude, v.longitude, v.geonames, v.factuality, v.confidence, v.said_by,
    v.said_by_names, v.contexts, v.first, v.last, v.trigger, v.text, v.report, v.ref, v.published, v.publisher, v.title,
    v.url, v.rule FROM events v WHERE v.event = ?";

/// The events that a filter means.
pub fn events(filter: &Filter, cut: &Cut) -> Question {
    Question::of_ids(event_ids(filter, cut, Clauses::default()), ROW)
}

/// SQL for the ids of a filter's events that also fulfil other conditions on `e`.
pub(crate) fn event_ids(filter: &Filter, cut: &Cut, others: Clauses) -> (String, Vec<Value>) {
    let (mut arms, mut values) = (Vec::new(), Vec::new());
    let (with, words) = words_first(filter, cut).map(hits).unzip();
    values.extend(words);
    for Drive { from, mut clauses, day } in drives(filter, cut) {
        clauses.append(others.clone());
        let (conditions, bound) = clauses.finish();
        arms.push(format!("SELECT DISTINCT e.id, {day}, e.confidence FROM {from} {conditions}"));
        values.extend(bound);
    }
    let with = with.unwrap_or_default();
    (format!("{with}{} {}", arms.join(" UNION "), cut.sql("2", "1", Some("3"))), values)
}

/// The words of a filter, where only the first of what they stand in is wanted.
pub(super) fn words_first<'a>(filter: &'a Filter, cut: &Cut) -> Option<&'a str> {
    filter.text.as_deref().filter(|_| cut.limit.is_some() && cut.order != Order::Surest)
}

/// The events that tell of a happening, in the order of publication.
pub fn events_of_happening(happening: i64) -> Question {
    let sql = "SELECT event FROM mention WHERE happening = ?1 ORDER BY told, event".to_string();
    let ids = Some((sql, vec![happening.into()]));
    Question { ids, rows: ROW.to_string(), values: Vec::new(), columns: Vec::new() }
}

/// Where a search for events begins, the table that leaves the fewest rows; and all that the filter says.
pub(super) struct Drive {
    /// Tables, with the events as `e`.
    pub from: &'static str,
    pub clauses: Clauses,
    /// The column to sort by, so that an index that is in order saves sorting.
    pub day: &'static str,
}

const BY_PARTY: &str = "party p CROSS JOIN event e ON e.id = p.event";

pub(super) fn drive(filter: &Filter) -> Drive {
    match by_party(filter) {
        Some(start) => start.drive(filter, &format!("p.role IN ({})", start.first.1.join(", "))),
        None => of_others(filter),
    }
}

/// Whether [`drive`] begins elsewhere than with all events.
pub(super) fn drives_narrowly(filter: &Filter) -> bool {
    filter.text.is_some() || pair(filter).is_some() || by_party(filter).is_some()
}

/// As [`drive`], in parts that each come in the order of the day, so that the first ones are found without the others:
/// each role for itself, rare words and common ones.
fn drives(filter: &Filter, cut: &Cut) -> Vec<Drive> {
    match (by_party(filter), words_first(filter, cut)) {
        (Some(start), _) => start.first.1.iter().map(|role| start.drive(filter, &format!("p.role = {role}"))).collect(),
        (None, Some(words)) => of_words(filter, words),
        (None, _) => vec![of_others(filter)],
    }
}

/// Events of sentences with these words, one part for rare words and one for common ones.
fn of_words(filter: &Filter, words: &str) -> Vec<Drive> {
    let mut rare = Clauses::default();
    rare.event(&Filter { text: None, ..filter.clone() });
    let common = rare.words_by_number("e.sentence", words);
    [rare, common].map(|clauses| Drive { from: "event e", clauses, day: "e.day" }).into()
}

/// One side of an event: who is wanted there, in which roles.
type Side<'a> = (&'a [Party], &'static [&'static str]);

/// A party to begin with.
struct Start<'a> {
    first: Side<'a>,
    others: Vec<Side<'a>>,
    /// What the filter says beside these.
    rest: Filter,
}

/// The party to begin with, where there is a narrow one and nothing narrower.
fn by_party(filter: &Filter) -> Option<Start<'_>> {
    if filter.text.is_some() || pair(filter).is_some() {
        return None;
    }
    // The parties of a mutual event are each other's recipients: of actors, not all are meant.
    let sides: [Side; 4] = [
        (&filter.actors, &["0"]),
        (&filter.recipients, &["0", "1"]),
        (&filter.parties, &["0", "1"]),
        (&filter.said_by, &["2"]),
    ];
    let mut sides: Vec<Side> = sides.into_iter().filter(|(wanted, _)| is_narrow(wanted)).collect();
    let mut rest = filter.clone();
    // What the sides say wholly need not be asked again.
    for wanted in [&mut rest.actors, &mut rest.parties, &mut rest.said_by] {
        if is_narrow(wanted) {
            wanted.clear();
        }
    }
    (!sides.is_empty()).then(|| Start { first: sides.remove(0), others: sides, rest })
}

impl Start<'_> {
    fn drive(&self, filter: &Filter, role: &str) -> Drive {
        let mut clauses = Clauses::default();
        clauses.and(role, []);
        clauses.is_party("p", self.first.0);
        clauses.within_days("p.day", filter);
        for (wanted, roles) in &self.others {
            let mut side = Clauses::default();
            side.and(format!("q.role IN ({})", roles.join(", ")), []);
            side.is_party("q", wanted);
            let (conditions, values) = side.finish();
            // As a list: looking at each event's parties takes longer where few of many fit.
            clauses.and(format!("p.event IN (SELECT q.event FROM party q {conditions})"), values);
        }
        clauses.event(&self.rest);
        Drive { from: BY_PARTY, clauses, day: "p.day" }
    }
}

fn of_others(filter: &Filter) -> Drive {
    let mut clauses = Clauses::default();
    if let Some(text) = &filter.text {
        clauses.and("w.text MATCH ?", [Value::from(text.clone())]);
        clauses.event(&Filter { text: None, ..filter.clone() });
        let from = "sentence_words w CROSS JOIN event e ON e.sentence = w.rowid";
        return Drive { from, clauses, day: "e.day" };
    }
    if let Some((actor, recipient)) = pair(filter) {
        clauses.and("d.actor = ? AND d.recipient = ?", [actor.to_string().into(), recipient.to_string().into()]);
        clauses.within_days("d.day", filter);
        clauses.event(filter);
        return Drive { from: "dyad d CROSS JOIN event e ON e.id = d.event", clauses, day: "d.day" };
    }
    clauses.event(filter);
    Drive { from: "event e", clauses, day: "e.day" }
}

/// Two different countries, one that acts and one that is acted on, where no other is wanted.
fn pair(filter: &Filter) -> Option<(&str, &str)> {
    country(&filter.actors).zip(country(&filter.recipients)).filter(|(actor, recipient)| actor != recipient)
}

/// The one country that is wanted, where it is one.
pub(super) fn country(wanted: &[Party]) -> Option<&str> {
    match wanted {
        [Party::Code { country: Some(country), .. }] => Some(country),
        _ => None,
    }
}

/// Whether there is one party and an index finds it.
fn is_narrow(wanted: &[Party]) -> bool {
    matches!(wanted, [Party::Code { country: Some(_), .. } | Party::Identifier(_) | Party::Name(_)])
}
