//! Questions in SQL, over the views; and the list of what could not be read.

use super::Question;
use crate::{Archive, Error};

/// A question in the asker's own SQL. The archive should be open to read only; a statement that writes is refused all
/// the same.
///
/// # Errors
/// [`Error::Question`] where it is no single statement that only reads.
pub fn sql(archive: &Archive, statement: &str) -> Result<Question, Error> {
    let refused = |message: &str| Error::Question(message.to_string());
    let prepared = match archive.connection().prepare(statement) {
        Err(rusqlite::Error::MultipleStatement) => return Err(refused("more than one statement; ask one at a time")),
        prepared => prepared.map_err(super::asked)?,
    };
    if prepared.column_count() == 0 {
        return Err(refused("no question: it begins with SELECT or WITH, as in SELECT * FROM events LIMIT 5"));
    }
    if !prepared.readonly() {
        return Err(refused("it would change the archive; only questions are answered here"));
    }
    Ok(Question { ids: None, rows: statement.to_string(), values: Vec::new(), columns: Vec::new() })
}

/// The views and their columns, in order.
///
/// # Errors
/// Those of the database.
pub fn views(archive: &Archive) -> Result<Vec<(String, Vec<String>)>, Error> {
    let connection = archive.connection();
    let mut names = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let columns = |name: String| {
        let statement = connection.prepare(&format!("SELECT * FROM {name}"))?;
        let columns = statement.column_names().map(str::to_string).collect();
        Ok((name, columns))
    };
    names.into_iter().map(columns).collect()
}

/// What could not be read, the latest first.
pub fn rejects() -> Question {
    let rows = "SELECT place, reason, origin, seen, tries FROM rejects ORDER BY seen DESC, reject DESC".to_string();
    Question { ids: None, rows, values: Vec::new(), columns: Vec::new() }
}
