//! What watches told: events and instruments that fit their rules, kept so that the desk can show them.

use crate::questions::Question;
use crate::{Archive, Error, store};
use rusqlite::params;

/// An alert as it is made.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct New<'a> {
    /// The same for what is told once only.
    pub told: &'a str,
    pub rule: &'a str,
    /// The hash of the report that tells it.
    pub report: store::Hash,
    /// The first character of what tells of it.
    pub start: usize,
    /// The event or instrument in a line.
    pub line: &'a str,
    /// The sentence that tells of it.
    pub text: &'a str,
}

impl Archive {
    /// Keeps alerts; those that were told before are left out. `now` is the time, ISO 8601.
    ///
    /// # Errors
    /// Those of the database.
    pub fn keep_alerts<'a>(&mut self, alerts: impl Iterator<Item = New<'a>>, now: &str) -> Result<(), Error> {
        let batch = self.batch()?;
        let sql = "INSERT OR IGNORE INTO alert (told, rule, report, start, line, text, made)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        for New { told, rule, report, start, line, text } in alerts {
            batch.transaction().prepare_cached(sql)?.execute(params![
                told,
                rule,
                &report[..],
                start,
                line,
                text,
                now
            ])?;
        }
        batch.commit()
    }
}

/// Alerts, the latest first; `skip` of them are left out.
pub fn alerts(limit: Option<usize>, skip: usize) -> Question {
    let limit = limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
    // Reports may have gone since.
    let ids = format!(
        "SELECT a.id FROM alert a WHERE EXISTS (SELECT 1 FROM report r WHERE r.hash = a.report)
         ORDER BY a.id DESC LIMIT {limit} OFFSET {skip}"
    );
    let row = "SELECT v.alert, v.rule, v.line, v.text, v.made, v.report, v.event, v.happening, v.title, v.published,
               v.publisher, v.url FROM alerts v WHERE v.alert = ?";
    Question::of_ids((ids, Vec::new()), row)
}
