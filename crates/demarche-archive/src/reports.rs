//! Kept reports: the text and the record of one, and how many there are.

use crate::{Archive, Error, store};
use demarche::Record;
use rusqlite::OptionalExtension;

/// A report as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its whole text.
    pub text: String,
    /// What was read in it.
    pub record: Record,
    /// Its events: the record's name of each, as in `e3`, and the number in the archive.
    pub events: Vec<(String, i64)>,
}

/// How much an archive holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Reports.
    pub reports: i64,
    /// Events. Counted by the last number given, which is exact as long as no report was removed.
    pub events: i64,
    /// The latest day of publication.
    pub last_published: Option<String>,
}

impl Archive {
    /// A report with its record; nothing where there is none of this number.
    ///
    /// # Errors
    /// Those of the database; a damaged record.
    pub fn report(&self, id: i64) -> Result<Option<Kept>, Error> {
        let Some(record) = store::record(self.connection(), id)? else { return Ok(None) };
        let text = store::text(self.connection(), id)?;
        let mut find = self.connection().prepare_cached("SELECT 'e' || number, id FROM event WHERE report = ?1")?;
        let events = find.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(Some(Kept { text, record, events }))
    }

    /// A report's whole text and its record as JSON, the very bytes that were kept.
    ///
    /// # Errors
    /// Those of the database; a damaged record.
    pub fn line(&self, id: i64) -> Result<Option<(String, String)>, Error> {
        let Some(json) = store::line(self.connection(), id)? else { return Ok(None) };
        let line = String::from_utf8(json).map_err(|error| Error::Damaged(error.to_string()))?;
        Ok(Some((store::text(self.connection(), id)?, line)))
    }

    /// How much there is.
    ///
    /// # Errors
    /// Those of the database.
    pub fn totals(&self) -> Result<Totals, Error> {
        let number = |sql: &str| self.connection().query_row(sql, [], |row| row.get::<_, Option<i64>>(0));
        let last = "SELECT day FROM report WHERE day IS NOT NULL ORDER BY day DESC LIMIT 1";
        Ok(Totals {
            reports: number("SELECT count(*) FROM report")?.unwrap_or(0),
            events: number("SELECT max(id) FROM event")?.unwrap_or(0),
            last_published: self.connection().query_row(last, [], |row| row.get(0)).optional()?,
        })
    }
}
