//! The versions of the tables, and how an archive gets from one to the next.

use crate::Error;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// What the file says it is: "dmar" in ASCII, as SQLite's application id.
const APPLICATION: i32 = 0x646d_6172;

/// The files that make the tables, in order. The first brings an empty file to version 1, and so on. A file that was
/// released never changes.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/0001_archive.sql"),
    include_str!("schema/0002_happenings.sql"),
    include_str!("schema/0003_corrections.sql"),
    include_str!("schema/0004_tallies.sql"),
    include_str!("schema/0005_desk.sql"),
];

/// The version this program writes.
pub const VERSION: usize = MIGRATIONS.len();

/// Brings an archive to the newest version, in one transaction a version.
///
/// # Errors
/// Where the file is something else or newer than this program.
pub fn migrate(connection: &mut Connection, path: &Path) -> Result<(), Error> {
    if version(connection, path)? == VERSION {
        return Ok(());
    }
    // Two programs may come here at once: the second finds the work done.
    while step(connection, path)? {}
    Ok(())
}

fn step(connection: &mut Connection, path: &Path) -> Result<bool, Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let at = version(&transaction, path)?;
    let Some(migration) = MIGRATIONS.get(at) else { return Ok(false) };
    transaction.execute_batch(migration)?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", at + 1)?;
    transaction.commit()?;
    Ok(true)
}

/// The version of the tables in a file, 0 for an empty one.
///
/// # Errors
/// Where the file is something else or newer than this program.
pub fn version(connection: &Connection, path: &Path) -> Result<usize, Error> {
    let foreign = || Error::Foreign(path.to_path_buf());
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, found) = match (number("application_id"), number("user_version")) {
        (Ok(application), Ok(found)) => (application, usize::try_from(found).unwrap_or(usize::MAX)),
        (Err(error), _) | (_, Err(error)) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            return Err(foreign());
        }
        (Err(error), _) | (_, Err(error)) => return Err(error.into()),
    };
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables > 0 && application != i64::from(APPLICATION) {
        return Err(foreign());
    }
    if found > VERSION {
        return Err(Error::Newer { path: path.to_path_buf(), found, known: VERSION });
    }
    Ok(found)
}
