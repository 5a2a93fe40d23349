//! Questions to an archive, answered row by row.
//!
//! A [`Question`] is SQL with its values, and the columns of the answer; [`Archive::answer`] hands its rows to whoever
//! writes them. Lists (events, claims, links) are answered in two steps: first the ids in order, which are small, then
//! the rows one at a time, so that an answer of any length needs little memory.

mod actors;
mod claims;
mod columns;
mod counts;
mod events;
mod happenings;
mod instruments;
mod known;
mod places;
mod reports;
mod sql;
mod tallies;
mod weightiest;

pub use actors::actors;
pub use claims::claims;
pub use columns::{Column, Kind};
pub use counts::{By, Per, dyad, timeline};
pub(crate) use events::event_ids;
pub use events::{events, events_of_happening};
pub(crate) use happenings::happening_ids;
pub use happenings::{Only, happenings};
pub use instruments::instruments;
pub use known::known_actors;
pub use places::places;
pub use reports::{copies, reports};
pub use sql::{rejects, sql, views};
pub use tallies::partners;

use crate::{Archive, Error};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Row, Statement, params_from_iter};
use std::fmt;

/// In which order a list comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The latest day first; what has no day comes last.
    #[default]
    Newest,
    /// The earliest day first; what has no day comes first.
    Oldest,
    /// The most confident first. Only of events.
    Surest,
}

/// How a list is cut: in which order, and after how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Cut {
    pub order: Order,
    pub limit: Option<usize>,
}

impl Cut {
    /// `ORDER BY …` for a column of days and one of ids, and the limit.
    fn sql(&self, day: &str, id: &str, confidence: Option<&str>) -> String {
        let order = match (self.order, confidence) {
            (Order::Oldest, _) => format!("{day}, {id}"),
            (Order::Surest, Some(confidence)) => format!("{confidence} DESC, {day} DESC, {id} DESC"),
            _ => format!("{day} DESC, {id} DESC"),
        };
        let limit = self.limit.map_or(String::new(), |limit| format!(" LIMIT {limit}"));
        format!("ORDER BY {order}{limit}")
    }
}

/// What is asked of an archive.
#[derive(Clone, Debug)]
pub struct Question {
    /// Gives the ids of a list, in order.
    ids: Option<(String, Vec<Value>)>,
    /// Gives all rows, or the one row of an id.
    rows: String,
    values: Vec<Value>,
    columns: Vec<Column>,
}

impl Question {
    /// A list: ids from one statement, a row for each from another.
    pub(crate) fn of_ids(ids: (String, Vec<Value>), row: &str) -> Self {
        Question { ids: Some(ids), rows: row.to_string(), values: Vec::new(), columns: Vec::new() }
    }

    /// The same list without its first rows, which are not looked up; only of lists.
    pub fn skipping(self, rows: usize) -> Self {
        let skip = |(sql, values)| (format!("SELECT * FROM ({sql}) LIMIT -1 OFFSET {rows}"), values);
        Question { ids: self.ids.map(skip), ..self }
    }
}

/// One value of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Cell<'a> {
    Nothing,
    Text(&'a str),
    Integer(i64),
    Real(f64),
}

/// As text; nothing is empty.
impl fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Cell::Nothing => Ok(()),
            Cell::Text(text) => f.write_str(text),
            Cell::Integer(number) => number.fmt(f),
            Cell::Real(number) => number.fmt(f),
        }
    }
}

/// Who takes the rows of an answer.
pub trait Answers {
    /// What may go wrong with taking them.
    type Error: From<Error>;

    /// The columns; called once, before the rows.
    ///
    /// # Errors
    /// The taker's own.
    fn columns(&mut self, columns: &[Column]) -> Result<(), Self::Error>;

    /// A row.
    ///
    /// # Errors
    /// The taker's own; no more rows come then.
    fn row(&mut self, cells: &[Cell]) -> Result<(), Self::Error>;
}

impl Archive {
    /// Answers a question, on one state of the archive however long it takes.
    ///
    /// # Errors
    /// Those of the database, of the question ([`Error::Question`]), and of the taker.
    pub fn answer<A: Answers>(&self, question: &Question, to: &mut A) -> Result<(), A::Error> {
        let transaction = self.connection().unchecked_transaction().map_err(Error::from)?;
        let mut rows = self.connection().prepare(&question.rows).map_err(asked)?;
        let columns = columns::of(&rows, &question.columns);
        to.columns(&columns)?;
        match &question.ids {
            None => hand_on(&mut rows, &question.values, to)?,
            Some((sql, values)) => {
                for id in ids(self, sql, values)? {
                    hand_on(&mut rows, &[Value::from(id)], to)?;
                }
            }
        }
        drop(rows);
        Ok(transaction.finish().map_err(Error::from)?)
    }
}

fn ids(archive: &Archive, sql: &str, values: &[Value]) -> Result<Vec<i64>, Error> {
    let mut find = archive.connection().prepare(sql)?;
    let found = find.query_map(params_from_iter(values), |row| row.get(0)).map_err(asked)?;
    found.collect::<Result<_, _>>().map_err(asked)
}

fn hand_on<A: Answers>(rows: &mut Statement, values: &[Value], to: &mut A) -> Result<(), A::Error> {
    let width = rows.column_count();
    let mut found = rows.query(params_from_iter(values)).map_err(asked)?;
    while let Some(row) = found.next().map_err(asked)? {
        to.row(&cells(row, width)?)?;
    }
    Ok(())
}

fn cells<'a>(row: &'a Row, width: usize) -> Result<Vec<Cell<'a>>, Error> {
    (0..width).map(|at| Ok(cell(row.get_ref(at)?))).collect()
}

/// Bytes that are no text are nothing: only packed records are, and they have their own way out.
fn cell(value: ValueRef) -> Cell {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => Cell::Nothing,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).map_or(Cell::Nothing, Cell::Text),
    }
}

/// A fault of the question's words, as the asker can mend it.
fn asked(error: rusqlite::Error) -> Error {
    use rusqlite::Error::{SqlInputError, SqliteFailure};
    match error {
        SqlInputError { msg, .. } => Error::Question(msg),
        SqliteFailure(code, Some(message)) if code.code == rusqlite::ErrorCode::Unknown => {
            Error::Question(words(message))
        }
        error => error.into(),
    }
}

/// What full text says is wrong with its words, and how they are written.
fn words(message: String) -> String {
    match message.contains("fts5") || message.contains("unterminated string") {
        true => format!(
            "the words to look for cannot be read ({message}); write word, \"a phrase\", begin*, a AND b, a OR b, a NOT b"
        ),
        false => message,
    }
}
