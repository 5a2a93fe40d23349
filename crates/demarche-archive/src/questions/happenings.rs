//! Lists of happenings: what several reports may tell, one row each.

use super::events::{Drive, drive};
use super::{Cut, Question};
use crate::Filter;
use rusqlite::types::Value;

/// Which happenings, beside what a filter says of one of their events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Only {
    /// At least so many reports that are no copies of each other.
    pub reports: usize,
    /// Only those that somebody asserts and somebody denies.
    pub disputed: bool,
}

const ROW: &str = "SELECT v.happening, v.day, v.type, v.mode, v.actor, v.actor_names, v.recipient, v.recipient_names,
    v.place, v.place_country, v.standing, v.mentions, v.reports, v.independent, v.first_told, v.last_told,
    v.asserting, v.denying, v.text, v.event FROM happenings v WHERE v.happening = ?";

/// The happenings of which some event is meant by a filter.
pub fn happenings(filter: &Filter, cut: &Cut, only: Only) -> Question {
    let ids = Some(happening_ids(filter, cut, only));
    Question { ids, rows: ROW.to_string(), values: Vec::new(), columns: Vec::new() }
}

/// SQL for their ids.
pub(crate) fn happening_ids(filter: &Filter, cut: &Cut, only: Only) -> (String, Vec<Value>) {
    let Drive { from, mut clauses, day, .. } = drive(filter);
    if only.disputed {
        let says = "EXISTS (SELECT 1 FROM mention x WHERE x.happening = m.happening AND x.stance";
        clauses.and(format!("{says} > 0) AND {says} < 0)"), []);
    }
    if only.reports > 1 {
        let count = "(SELECT count(DISTINCT coalesce(s.original, x.report)) FROM mention x
            LEFT JOIN sketch s ON s.report = x.report WHERE x.happening = m.happening) >= ?";
        clauses.and(count, [Value::from(i64::try_from(only.reports).unwrap_or(i64::MAX))]);
    }
    let (conditions, values) = clauses.finish();
    let order = cut.sql(&format!("max({day})"), "m.happening", Some("max(e.confidence)"));
    let sql = format!(
        "SELECT m.happening FROM {from} CROSS JOIN mention m ON m.event = e.id {conditions} GROUP BY m.happening {order}"
    );
    (sql, values)
}
