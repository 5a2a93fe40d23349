//! Answers of the archive as plain values that pages can show.

use super::answers::Fault;
use demarche_archive::{Answers, Archive, Cell, Column, Error, Question};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Rows as objects, one a row.
#[derive(Default)]
struct Gather {
    columns: Vec<String>,
    rows: Vec<Value>,
}

impl Answers for Gather {
    type Error = Error;

    fn columns(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.columns = columns.iter().map(|column| column.name.clone()).collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        let row: Map<String, Value> = self.columns.iter().cloned().zip(cells.iter().map(value)).collect();
        self.rows.push(Value::Object(row));
        Ok(())
    }
}

/// A value as JSON.
pub fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Nothing => Value::Null,
        Cell::Text(text) => Value::from(*text),
        Cell::Integer(number) => Value::from(*number),
        Cell::Real(number) => Value::from(*number),
    }
}

/// The rows of an answer, each as a `T`.
///
/// # Errors
/// A question that cannot be asked is the asker's ([`Fault::Wrong`]); everything else is ours.
pub fn rows<T: DeserializeOwned>(archive: &Archive, question: &Question) -> Result<Vec<T>, Fault> {
    let mut gathered = Gather::default();
    archive.answer(question, &mut gathered).map_err(fault)?;
    Ok(gathered.rows.into_iter().map(serde_json::from_value).collect::<Result<_, _>>()?)
}

/// Whose fault it is.
pub fn fault(error: Error) -> Fault {
    match error {
        Error::Question(message) => Fault::Wrong(message),
        other => Fault::Failed(other.into()),
    }
}
