//! The happenings of some days that matter most.

use crate::{Archive, Error};
use jiff::civil::Date;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

impl Archive {
    /// Up to `limit` happenings of the days, the weightiest first. Each independent report weighs 1, that somebody denies what
    /// others assert 2, a type among `material` 1; of equal weight the surest and then the latest comes first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn weightiest(&self, since: Date, until: Date, material: &[&str], limit: usize) -> Result<Vec<i64>, Error> {
        let marks = vec!["?"; material.len()].join(", ");
        let sql = format!(
            "SELECT m.happening FROM event e CROSS JOIN mention m ON m.event = e.id
             LEFT JOIN sketch s ON s.report = m.report
             WHERE e.day BETWEEN ? AND ? GROUP BY m.happening
             ORDER BY count(DISTINCT coalesce(s.original, m.report)) + 2 * (max(m.stance) > 0 AND min(m.stance) < 0)
                 + max(e.type IN ({marks})) DESC, max(e.confidence) DESC, max(e.day) DESC, m.happening DESC
             LIMIT {limit}"
        );
        let days = [since, until].map(|day| Value::from(day.to_string()));
        let values = days.into_iter().chain(material.iter().map(|kind| Value::from(kind.to_string())));
        let mut find = self.connection().prepare_cached(&sql)?;
        let found = find.query_map(params_from_iter(values), |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}
