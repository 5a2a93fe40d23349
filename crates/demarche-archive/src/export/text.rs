//! Rows as text: JSON Lines, CSV, and values parted by tabs.

use super::Finish;
use crate::questions::Column;
use crate::{Answers, Cell, Error};
use std::io::Write;

/// One object a line, with all columns.
pub struct Jsonl<W: Write> {
    out: W,
    names: Vec<String>,
}

impl<W: Write> Jsonl<W> {
    /// Lines to `out`.
    pub fn new(out: W) -> Self {
        Jsonl { out, names: Vec::new() }
    }
}

impl<W: Write> Answers for Jsonl<W> {
    type Error = Error;

    fn columns(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.names = columns.iter().map(|column| column.name.clone()).collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        let values = cells.iter().map(|cell| match cell {
            Cell::Nothing => serde_json::Value::Null,
            Cell::Text(text) => (*text).into(),
            Cell::Integer(number) => (*number).into(),
            Cell::Real(number) => (*number).into(),
        });
        let object: serde_json::Map<_, _> = self.names.iter().cloned().zip(values).collect();
        let mut line = serde_json::to_vec(&object)?;
        line.push(b'\n');
        Ok(self.out.write_all(&line)?)
    }
}

impl<W: Write> Finish for Jsonl<W> {
    fn finish(mut self) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}

/// Comma-separated values with a heading.
pub struct Csv<W: Write>(csv::Writer<W>);

impl<W: Write> Csv<W> {
    /// Rows to `out`.
    pub fn new(out: W) -> Self {
        Csv(csv::Writer::from_writer(out))
    }
}

impl<W: Write> Answers for Csv<W> {
    type Error = Error;

    fn columns(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.0.write_record(columns.iter().map(|column| &column.name)).map_err(written)
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.0.write_record(cells.iter().map(ToString::to_string)).map_err(written)
    }
}

impl<W: Write> Finish for Csv<W> {
    fn finish(mut self) -> Result<(), Error> {
        Ok(self.0.flush()?)
    }
}

fn written(error: csv::Error) -> Error {
    Error::Io(error.into())
}

/// Values parted by tabs, which no value has.
pub struct Tsv<W: Write>(W);

impl<W: Write> Tsv<W> {
    /// Rows to `out`.
    pub fn new(out: W) -> Self {
        Tsv(out)
    }

    /// Writes a row; blanks of every kind become single spaces.
    ///
    /// # Errors
    /// Those of the file.
    pub fn write<S: AsRef<str>>(&mut self, values: impl IntoIterator<Item = S>) -> Result<(), Error> {
        let clean = |value: S| value.as_ref().split_whitespace().collect::<Vec<_>>().join(" ");
        let line: Vec<String> = values.into_iter().map(clean).collect();
        Ok(writeln!(self.0, "{}", line.join("\t"))?)
    }
}
