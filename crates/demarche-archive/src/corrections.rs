//! What people correct: kept beside what the machine read, with author and time.
//!
//! A correction knows its event by the report's hash and the place of the trigger, so it survives reading the report
//! anew with newer models.

use crate::{Archive, Error};
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;

/// What can be corrected of an event. `wrong` says that it is none.
pub const FIELDS: &[&str] = &["wrong", "type", "mode", "actor", "recipient", "factuality"];

/// FactBank's values. See Saurí and Pustejovsky (2009).
const CERTAINTIES: &[&str] = &["CT+", "PR+", "PS+", "Uu", "PS-", "PR-", "CT-"];

/// A correction as it is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct New {
    /// The event's number in the archive.
    pub event: i64,
    /// One of [`FIELDS`].
    pub what: String,
    /// What is right; empty for `wrong`.
    pub value: String,
    pub author: String,
    /// Why, in the author's words.
    pub note: String,
}

/// A correction as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Correction {
    pub correction: i64,
    pub report: i64,
    /// The event, where the newest reading still has it.
    pub event: Option<i64>,
    #[serde(rename = "ref")]
    pub reference: String,
    /// The first character of the event's trigger.
    pub start: i64,
    #[serde(rename = "type")]
    pub kind: String,
    pub what: String,
    pub before: String,
    pub value: String,
    pub author: String,
    pub note: String,
    pub made: String,
}

impl Correction {
    /// In a sentence.
    pub fn in_words(&self) -> String {
        let what = match self.what.as_str() {
            "wrong" => "this is no event".to_string(),
            what => format!("{what} is {:?}, not {:?}", self.value, self.before),
        };
        let note = if self.note.is_empty() { String::new() } else { format!(" ({})", self.note) };
        format!("{}, {}: {what}{note}", self.author, self.made)
    }
}

impl Archive {
    /// Keeps a correction; its number. `now` is the time, ISO 8601.
    ///
    /// # Errors
    /// [`Error::Question`] where there is no such event, field or value.
    pub fn correct(&mut self, new: &New, now: &str) -> Result<i64, Error> {
        check(new)?;
        let batch = self.batch()?;
        let column = match new.what.as_str() {
            "wrong" => "type",
            field => field,
        };
        // The column is one of FIELDS, which are checked above.
        let sql = format!(
            "SELECT r.hash, m.start, e.type, coalesce(e.{column}, '') FROM event e JOIN report r ON r.id = e.report
             JOIN mention m ON m.event = e.id WHERE e.id = ?1"
        );
        let found = batch.transaction().query_row(&sql, [new.event], |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
        });
        let found = found.optional()?;
        let (report, start, kind, before) =
            found.ok_or_else(|| Error::Question(format!("there is no event {} in the archive", new.event)))?;
        batch.transaction().execute(
            "INSERT INTO correction (report, start, type, what, before, value, author, note, made)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![report, start, kind, new.what, before, new.value.trim(), new.author.trim(), new.note.trim(), now],
        )?;
        let id = batch.transaction().last_insert_rowid();
        batch.commit()?;
        Ok(id)
    }

    /// All corrections, or those of a report, in the order in which they were made.
    ///
    /// # Errors
    /// Those of the database.
    pub fn corrections(&self, report: Option<i64>) -> Result<Vec<Correction>, Error> {
        let sql =
            "SELECT correction, report, event, coalesce(ref, ''), start, type, what, before, value, author, note, made
                   FROM corrections WHERE ?1 IS NULL OR report = ?1 ORDER BY correction";
        let mut find = self.connection().prepare_cached(sql)?;
        let found = find.query_map([report], correction)?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}

fn correction(row: &Row) -> rusqlite::Result<Correction> {
    Ok(Correction {
        correction: row.get(0)?,
        report: row.get(1)?,
        event: row.get(2)?,
        reference: row.get(3)?,
        start: row.get(4)?,
        kind: row.get(5)?,
        what: row.get(6)?,
        before: row.get(7)?,
        value: row.get(8)?,
        author: row.get(9)?,
        note: row.get(10)?,
        made: row.get(11)?,
    })
}

fn check(new: &New) -> Result<(), Error> {
    let fault = |message: String| Err(Error::Question(message));
    if !FIELDS.contains(&new.what.as_str()) {
        return fault(format!("{:?} cannot be corrected; one of {}", new.what, FIELDS.join(", ")));
    }
    if new.author.trim().is_empty() {
        return fault("a correction needs the name of its author".to_string());
    }
    let value = new.value.trim();
    if new.what != "wrong" && value.is_empty() {
        return fault(format!("say what the right {} is", new.what));
    }
    if new.what == "factuality" && !CERTAINTIES.contains(&value) {
        return fault(format!("{value:?} is no certainty; one of {}", CERTAINTIES.join(", ")));
    }
    Ok(())
}
