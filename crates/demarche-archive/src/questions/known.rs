//! Actors of exactly this name or identifier.

use super::Question;
use rusqlite::types::Value;

/// The actors whose Wikidata identifier or whole name this is, those with most events first, each with its `key`, by which
/// [`Party::Identifier`](demarche::filter::Party) finds it.
pub fn known_actors(written: &str) -> Question {
    let rows = "SELECT a.key, a.name, a.country, a.sectors, a.kind, a.office, a.wikidata,
            (SELECT count(*) FROM party WHERE actor = a.id AND role < 2) AS events,
            (SELECT count(DISTINCT report) FROM appearance WHERE actor = a.id) AS reports,
            (SELECT count(*) FROM claim WHERE actor = a.id) AS claims
        FROM actor a WHERE a.id IN (SELECT id FROM actor WHERE key = ?1 UNION SELECT id FROM actor WHERE name = ?1 COLLATE NOCASE)
        ORDER BY events DESC, a.id LIMIT 20";
    Question { ids: None, rows: rows.to_string(), values: vec![Value::from(written.to_string())], columns: Vec::new() }
}
