//! Answers as files for other programs: JSON Lines, CSV, Parquet, and the column layouts of POLECAT and GDELT; corrected
//! reports as gold cases of the benchmark.
//!
//! A file is written beside its place and moved there when it is whole: whoever reads it never sees half of one.

mod coded;
mod gdelt;
mod gold;
mod parquet;
mod polecat;
mod text;
mod whole;

pub use gold::{Case, gold, gold_cases, gold_to_folder};
pub use parquet::{Months, Parquet};
pub use text::{Csv, Jsonl, Tsv};
pub use whole::{Whole, WholeFolder};

use crate::questions::{self, Column, Cut, Order};
use crate::{Answers, Archive, Cell, Error, Filter, Question};
use std::io::{BufWriter, Write};
use std::path::Path;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One object a line.
    Jsonl,
    /// With a heading; RFC 4180.
    Csv,
    /// Parquet under Zstandard: days as dates, times of publication in microseconds of UTC.
    Parquet,
    /// The 40 columns of POLECAT, parted by tabs, with a heading.
    Polecat,
    /// The 58 columns of GDELT 1.0 events, parted by tabs, without a heading.
    Gdelt1,
    /// The 61 columns of GDELT 2.0 events.
    Gdelt2,
}

/// Writes the answer to a question to a file; the number of rows.
///
/// # Errors
/// Those of the archive and of the file. In a layout of events: where the format is none for this question.
pub fn to_file(archive: &Archive, question: &Question, format: Format, path: &Path) -> Result<usize, Error> {
    let mut file = Whole::create(path)?;
    let rows = {
        let mut out = BufWriter::new(file.file());
        let rows = match format {
            Format::Jsonl => answered(archive, question, Jsonl::new(&mut out))?,
            Format::Csv => answered(archive, question, Csv::new(&mut out))?,
            Format::Parquet => {
                let mut counted = Counted { to: Parquet::new(&mut out), rows: 0 };
                archive.answer(question, &mut counted)?;
                counted.to.finish()?;
                counted.rows
            }
            Format::Polecat | Format::Gdelt1 | Format::Gdelt2 => {
                return Err(Error::Question("this format is for events only".to_string()));
            }
        };
        out.flush()?;
        rows
    };
    file.finish()?;
    Ok(rows)
}

/// Writes the events that a filter means in a layout of another data set; the number of rows.
///
/// # Errors
/// Those of the archive and of the file.
pub fn events_to_file(archive: &Archive, filter: &Filter, format: Format, path: &Path) -> Result<usize, Error> {
    let cut = Cut { order: Order::Oldest, limit: None };
    match format {
        Format::Jsonl | Format::Csv | Format::Parquet => {
            to_file(archive, &questions::events(filter, &cut), format, path)
        }
        Format::Polecat | Format::Gdelt1 | Format::Gdelt2 => {
            let mut file = Whole::create(path)?;
            let rows = {
                let mut out = BufWriter::new(file.file());
                let rows = match format {
                    Format::Polecat => polecat::write(archive, filter, &mut out)?,
                    Format::Gdelt1 => gdelt::write(archive, filter, gdelt::Version::One, &mut out)?,
                    _ => gdelt::write(archive, filter, gdelt::Version::Two, &mut out)?,
                };
                out.flush()?;
                rows
            };
            file.finish()?;
            Ok(rows)
        }
    }
}

/// Writes the events that a filter means as Parquet in folders by month (`month=2024-06/part-0.parquet`), as Hive, Spark
/// and DuckDB read them; the number of rows.
///
/// # Errors
/// Where the folder is already there, and those of the archive and of the files.
pub fn events_by_month(archive: &Archive, filter: &Filter, folder: &Path) -> Result<usize, Error> {
    let whole = WholeFolder::create(folder)?;
    let question = questions::events(filter, &Cut { order: Order::Oldest, limit: None });
    let mut counted = Counted { to: Months::new(whole.part()), rows: 0 };
    archive.answer(&question, &mut counted)?;
    counted.to.finish()?;
    whole.finish()?;
    Ok(counted.rows)
}

fn answered<A: Answers<Error = Error> + Finish>(archive: &Archive, question: &Question, to: A) -> Result<usize, Error> {
    let mut counted = Counted { to, rows: 0 };
    archive.answer(question, &mut counted)?;
    counted.to.finish()?;
    Ok(counted.rows)
}

/// What is done after the last row.
pub trait Finish {
    /// Writes what is left.
    ///
    /// # Errors
    /// Those of the file.
    fn finish(self) -> Result<(), Error>;
}

/// Counts the rows on their way.
struct Counted<A> {
    to: A,
    rows: usize,
}

impl<A: Answers> Answers for Counted<A> {
    type Error = A::Error;

    fn columns(&mut self, columns: &[Column]) -> Result<(), Self::Error> {
        self.to.columns(columns)
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Self::Error> {
        self.rows += 1;
        self.to.row(cells)
    }
}
