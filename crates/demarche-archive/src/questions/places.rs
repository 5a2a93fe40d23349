//! How many events there are at each place.

use super::events::{Drive, drive};
use super::{Question, tallies};
use crate::Filter;

/// The number of events that a filter means, by place and type. Events without a point on the map are left out.
pub fn places(filter: &Filter) -> Question {
    if let Some(question) = tallies::places(filter) {
        return question;
    }
    let Drive { from, mut clauses, .. } = drive(filter);
    clauses.and("e.latitude IS NOT NULL AND e.place IS NOT NULL", []);
    let (conditions, values) = clauses.finish();
    let rows = format!(
        "SELECT e.place, e.place_country, e.latitude, e.longitude, e.type, count(DISTINCT e.id) AS events
         FROM {from} {conditions} GROUP BY e.geonames, e.place, e.place_country, e.type ORDER BY events DESC"
    );
    Question { ids: None, rows, values, columns: Vec::new() }
}
