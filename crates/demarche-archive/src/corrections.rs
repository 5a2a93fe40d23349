//! What people correct: kept beside what the machine read, with author and time.
//!
//! A correction knows its event by the report's hash and the place of the trigger, so it survives reading the report
//! anew with newer models.

use crate::{Archive, Error};
use demarche::attribution::Factuality;
use demarche::record::NO_SECTOR;
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;

/// What can be said of an event: `wrong` that it is none, `right` that all of it is as it was read, or else what is wrong.
pub const FIELDS: &[&str] = &["wrong", "right", "type", "mode", "actor", "recipient", "factuality"];

/// What stands for nothing: an event without a mode, an act on nobody.
pub const NONE: &str = "none";

/// A correction as it is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct New {
    /// The event's number in the archive.
    pub event: i64,
    /// One of [`FIELDS`].
    pub what: String,
    /// What is right; empty for `wrong` and `right`. Actors are codes, `RUS.GOV;CHN.MIL`; [`NONE`] is no mode or recipient.
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
    /// When and by whom it was taken back.
    pub undone: Option<String>,
    pub undone_by: Option<String>,
}

impl Correction {
    /// What it says, in a few words.
    pub fn in_words(&self) -> String {
        let named = |value: &str| if value.is_empty() { NONE.to_string() } else { value.to_string() };
        match self.what.as_str() {
            "wrong" => "this is no event".to_string(),
            "right" => "this is right".to_string(),
            "factuality" => format!("certainty is {}, not {}", named(&self.value), named(&self.before)),
            what => format!("{what} is {}, not {}", named(&self.value), named(&self.before)),
        }
    }

    /// Whether it holds.
    pub fn holds(&self) -> bool {
        self.undone.is_none()
    }
}

impl Archive {
    /// Keeps a correction; its number. `now` is the time, ISO 8601.
    ///
    /// # Errors
    /// [`Error::Question`] where there is no such event, field or value.
    pub fn correct(&mut self, new: &New, now: &str) -> Result<i64, Error> {
        let batch = self.batch()?;
        let column = match new.what.as_str() {
            "wrong" | "right" => "type",
            field => field,
        };
        let value = check(new)?;
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
            params![report, start, kind, new.what, before, value, new.author.trim(), new.note.trim(), now],
        )?;
        let id = batch.transaction().last_insert_rowid();
        batch.commit()?;
        Ok(id)
    }

    /// Takes a correction back; it is kept, with who took it back and when.
    ///
    /// # Errors
    /// [`Error::Question`] where there is no such correction that holds.
    pub fn undo_correction(&mut self, correction: i64, author: &str, now: &str) -> Result<(), Error> {
        signed(author)?;
        let batch = self.batch()?;
        let sql = "UPDATE correction SET undone = ?2, undone_by = ?3 WHERE id = ?1 AND undone IS NULL";
        if batch.transaction().execute(sql, params![correction, now, author.trim()])? == 0 {
            return Err(Error::Question(format!("there is no correction {correction} that could be taken back")));
        }
        batch.commit()
    }

    /// Whether anybody corrected anything.
    ///
    /// # Errors
    /// Those of the database.
    pub fn has_corrections(&self) -> Result<bool, Error> {
        Ok(self.connection().prepare_cached("SELECT 1 FROM correction LIMIT 1")?.exists([])?)
    }

    /// The reports of which some correction holds, in order.
    ///
    /// # Errors
    /// Those of the database.
    pub fn corrected_reports(&self) -> Result<Vec<i64>, Error> {
        let sql = "SELECT DISTINCT report FROM corrections WHERE undone IS NULL ORDER BY report";
        let mut find = self.connection().prepare_cached(sql)?;
        let found = find.query_map([], |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// All corrections, or those of a report, in the order in which they were made.
    ///
    /// # Errors
    /// Those of the database.
    pub fn corrections(&self, report: Option<i64>) -> Result<Vec<Correction>, Error> {
        const COLUMNS: &str = "SELECT correction, report, event, coalesce(ref, ''), start, type, what, before, value,
            author, note, made, undone, undone_by FROM corrections";
        // Said apart, so that those of a report are found by the index.
        let found = match report {
            Some(report) => {
                let sql = format!(
                    "{COLUMNS} WHERE correction IN (SELECT c.id FROM report r JOIN correction c ON c.report = r.hash
                     WHERE r.id = ?1) ORDER BY correction"
                );
                let mut find = self.connection().prepare_cached(&sql)?;
                find.query_map([report], correction)?.collect::<Result<_, _>>()?
            }
            None => {
                let mut find = self.connection().prepare_cached(&format!("{COLUMNS} ORDER BY correction"))?;
                find.query_map([], correction)?.collect::<Result<_, _>>()?
            }
        };
        Ok(found)
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
        undone: row.get(12)?,
        undone_by: row.get(13)?,
    })
}

/// What is wrong with a correction, or its value as it is kept.
fn check(new: &New) -> Result<String, Error> {
    let fault = |message: String| Err(Error::Question(message));
    if !FIELDS.contains(&new.what.as_str()) {
        return fault(format!("{:?} cannot be corrected; one of {}", new.what, FIELDS.join(", ")));
    }
    signed(&new.author)?;
    let value = new.value.trim();
    match new.what.as_str() {
        "wrong" | "right" => Ok(String::new()),
        what if value.is_empty() => fault(format!("say what the right {what} is")),
        "mode" | "recipient" if value.eq_ignore_ascii_case(NONE) => Ok(NONE.to_string()),
        "actor" | "recipient" => codes(value),
        "factuality" if Factuality::named(value).is_none() => {
            fault(format!("{value:?} is no certainty; one of {}", Factuality::ALL.map(Factuality::as_str).join(", ")))
        }
        _ => Ok(value.to_string()),
    }
}

/// Whoever changes something says who they are.
///
/// # Errors
/// [`Error::Question`] where there is no name.
pub(crate) fn signed(author: &str) -> Result<(), Error> {
    match author.trim().is_empty() {
        true => Err(Error::Question("a correction needs the name of its author".to_string())),
        false => Ok(()),
    }
}

/// Codes of actors as people write them (`RUS GOV, CHN`) as they are kept (`RUS.GOV;CHN.UNK`).
fn codes(written: &str) -> Result<String, Error> {
    let is_code = |part: &str| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_uppercase());
    let one = |written: &str| {
        let (country, sector) = written.split_once(['.', ' ']).unwrap_or((written, NO_SECTOR));
        (is_code(country) && is_code(sector)).then(|| format!("{country}.{sector}"))
    };
    let parts: Vec<&str> = written.split([';', ',']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let codes: Option<Vec<String>> = parts.into_iter().map(one).collect();
    let fault = || Error::Question(format!("{written:?} is no code; write RUS.GOV, or several as RUS.GOV;CHN.MIL"));
    codes.filter(|codes| !codes.is_empty()).map(|codes| codes.join(";")).ok_or_else(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_write_them() {
        assert_eq!(codes("RUS GOV, CHN.MIL; TCD").expect("codes"), "RUS.GOV;CHN.MIL;TCD.UNK");
        assert!(codes("Russia").is_err() && codes(" ; ").is_err());
    }
}
