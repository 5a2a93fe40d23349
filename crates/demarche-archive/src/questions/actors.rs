//! Lists of actors, those with most events first.

use super::Question;
use super::events::{Drive, drive};
use crate::Filter;
use crate::clauses::{Clauses, like};
use demarche::filter::Party;
use rusqlite::types::Value;

/// The actors that a filter means, by the number of their events.
///
/// `actors` and `parties` say who (codes, identifiers, words of a name), `kinds` what kind. The other fields restrict the
/// events that are counted; without such, all count, and actors of no event are listed too.
pub fn actors(filter: &Filter, limit: Option<usize>) -> Question {
    let limit = limit.map_or(String::new(), |limit| format!(" LIMIT {limit}"));
    let of_events = Filter { actors: Vec::new(), parties: Vec::new(), kinds: Vec::new(), ..filter.clone() };
    let (counted, values) = counted(&of_events);
    let mut clauses = Clauses::default();
    clauses.any_of("a.kind", &filter.kinds);
    clauses.is_actor(&filter.actors);
    clauses.is_actor(&filter.parties);
    let (conditions, more) = clauses.finish();
    // First who is shown, then what takes longer to count.
    let rows = format!(
        "WITH shown AS MATERIALIZED (
             SELECT a.id, n.events FROM {counted} n CROSS JOIN actor a ON a.id = n.actor {conditions}
             ORDER BY n.events DESC, a.name{limit})
         SELECT a.name, a.country, a.sectors, a.kind, a.office, a.wikidata, s.events,
                (SELECT count(DISTINCT report) FROM appearance WHERE actor = a.id) AS reports,
                (SELECT count(*) FROM claim WHERE actor = a.id) AS claims
         FROM shown s JOIN actor a ON a.id = s.id ORDER BY s.events DESC, a.name"
    );
    Question { ids: None, rows, values: values.into_iter().chain(more).collect(), columns: Vec::new() }
}

/// SQL that gives each actor's number of events.
fn counted(filter: &Filter) -> (String, Vec<Value>) {
    if *filter == Filter::default() {
        return ("tally_actor".to_string(), Vec::new());
    }
    let Drive { from, clauses, .. } = drive(filter);
    let (conditions, values) = clauses.finish();
    let sql = format!(
        "(SELECT p.actor, count(*) AS events FROM party p
         JOIN (SELECT DISTINCT e.id FROM {from} {conditions}) m ON m.id = p.event
         WHERE p.role < 2 AND p.actor IS NOT NULL GROUP BY p.actor)"
    );
    (sql, values)
}

impl Clauses {
    /// An actor `a` that is one of these parties.
    fn is_actor(&mut self, wanted: &[Party]) {
        self.either(wanted, |party| match party {
            Party::Code { country, sector } => {
                let mut both = vec!["1"];
                both.extend(country.iter().map(|_| "a.country = ?"));
                both.extend(sector.iter().map(|_| "instr(';' || a.sectors || ';', ?) > 0"));
                let sector = sector.iter().map(|sector| format!(";{sector};"));
                (format!("({})", both.join(" AND ")), country.iter().cloned().chain(sector).map(Value::from).collect())
            }
            Party::Identifier(identifier) => ("a.key = ?".to_string(), vec![Value::from(identifier.clone())]),
            Party::Name(name) => ("a.name LIKE ? ESCAPE '\\'".to_string(), vec![Value::from(like(name))]),
            Party::Author => ("0".to_string(), Vec::new()),
        });
    }
}
