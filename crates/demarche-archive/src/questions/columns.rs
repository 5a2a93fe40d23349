//! The columns of answers.

use rusqlite::Statement;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Real,
    /// A day as text, ISO 8601.
    Day,
    /// A day, or a time with its zone, as text.
    Time,
}

/// A column of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

/// Names of columns that hold something else than words.
const KINDS: &[(Kind, &[&str])] = &[
    (
        Kind::Integer,
        &[
            "event",
            "report",
            "claim",
            "link",
            "sentence",
            "number",
            "start",
            "end",
            "geonames",
            "reports",
            "events",
            "claims",
            "run",
            "reject",
            "tries",
            "added",
            "known",
            "rejected",
            "happening",
            "mentions",
            "independent",
        ],
    ),
    (Kind::Real, &["latitude", "longitude", "confidence"]),
    (Kind::Day, &["day", "first", "last", "first_told", "last_told", "told"]),
    (Kind::Time, &["published", "begun", "ended", "seen"]),
];

/// The column of this name.
pub fn named(name: &str) -> Column {
    let kind = KINDS.iter().find(|(_, names)| names.contains(&name)).map_or(Kind::Text, |(kind, _)| *kind);
    Column { name: name.to_string(), kind }
}

/// The columns given, or those that the statement says.
pub fn of(statement: &Statement, given: &[Column]) -> Vec<Column> {
    match given.is_empty() {
        true => statement.column_names().map(named).collect(),
        false => given.to_vec(),
    }
}
