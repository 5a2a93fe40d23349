//! The same event told twice: which events of several reports are one happening.

use crate::Error;
use rusqlite::Transaction;

/// Joins the events of a report that just came in to happenings; in the transaction that adds the report.
///
/// # Errors
/// Only those of the database.
pub fn join(_transaction: &Transaction, _report: i64) -> Result<(), Error> {
    Ok(())
}

/// Takes the events of a report out of their happenings; in the transaction that removes the report, before its rows go.
///
/// # Errors
/// Only those of the database.
pub fn part(_transaction: &Transaction, _report: i64) -> Result<(), Error> {
    Ok(())
}
