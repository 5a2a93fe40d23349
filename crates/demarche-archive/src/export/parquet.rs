//! Rows as Parquet, in one file or in folders by month.

use super::Finish;
use crate::questions::{Column, Kind};
use crate::store::days;
use crate::{Answers, Cell, Error};
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows that are held before they are written together.
const GROUP: usize = 50_000;

impl From<ParquetError> for Error {
    fn from(error: ParquetError) -> Self {
        match error {
            ParquetError::External(inner) => Error::Io(std::io::Error::other(inner)),
            error => Error::Io(std::io::Error::other(error)),
        }
    }
}

/// A Parquet file as it is written.
pub struct Parquet<W: Write + Send> {
    out: Option<W>,
    writer: Option<SerializedFileWriter<W>>,
    columns: Vec<Values>,
    rows: usize,
}

/// A column's values of the rows that are held; the levels are 0 where there is none.
struct Values {
    of: Of,
    levels: Vec<i16>,
}

enum Of {
    Text(Vec<ByteArray>),
    Integer(Vec<i64>),
    Real(Vec<f64>),
    Day(Vec<i32>),
    Time(Vec<i64>),
}

impl<W: Write + Send> Parquet<W> {
    /// A file to `out`.
    pub fn new(out: W) -> Self {
        Parquet { out: Some(out), writer: None, columns: Vec::new(), rows: 0 }
    }

    /// Writes the rows that are held, and the file's end.
    ///
    /// # Errors
    /// Those of the file.
    pub fn finish(mut self) -> Result<(), Error> {
        self.write_group()?;
        if let Some(writer) = self.writer {
            writer.close()?;
        }
        Ok(())
    }

    fn write_group(&mut self) -> Result<(), Error> {
        let Some(writer) = self.writer.as_mut().filter(|_| self.rows > 0) else { return Ok(()) };
        let mut group = writer.next_row_group()?;
        for values in &mut self.columns {
            values.write(&mut group)?;
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

impl<W: Write + Send> Answers for Parquet<W> {
    type Error = Error;

    fn columns(&mut self, columns: &[Column]) -> Result<(), Error> {
        let Some(out) = self.out.take() else { return Ok(()) };
        let schema = Arc::new(parse_message_type(&schema(columns))?);
        let compression = Compression::ZSTD(ZstdLevel::try_new(3)?);
        let properties = WriterProperties::builder().set_compression(compression).build();
        self.writer = Some(SerializedFileWriter::new(out, schema, Arc::new(properties))?);
        self.columns = columns.iter().map(|column| Values { of: Of::kind(column.kind), levels: Vec::new() }).collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        for (values, cell) in self.columns.iter_mut().zip(cells) {
            values.push(cell);
        }
        self.rows += 1;
        if self.rows >= GROUP { self.write_group() } else { Ok(()) }
    }
}

impl<W: Write + Send> Finish for Parquet<W> {
    fn finish(self) -> Result<(), Error> {
        Parquet::finish(self)
    }
}

/// The columns in Parquet's own language of schemas.
fn schema(columns: &[Column]) -> String {
    let line = |column: &Column| {
        let name = &column.name;
        match column.kind {
            Kind::Text => format!("  optional binary {name} (STRING);\n"),
            Kind::Integer => format!("  optional int64 {name};\n"),
            Kind::Real => format!("  optional double {name};\n"),
            Kind::Day => format!("  optional int32 {name} (DATE);\n"),
            // Spark refuses nanoseconds.
            Kind::Time => format!("  optional int64 {name} (TIMESTAMP(MICROS,true));\n"),
        }
    };
    format!("message demarche {{\n{}}}", columns.iter().map(line).collect::<String>())
}

impl Of {
    fn kind(kind: Kind) -> Self {
        match kind {
            Kind::Text => Of::Text(Vec::new()),
            Kind::Integer => Of::Integer(Vec::new()),
            Kind::Real => Of::Real(Vec::new()),
            Kind::Day => Of::Day(Vec::new()),
            Kind::Time => Of::Time(Vec::new()),
        }
    }

    /// Keeps a value; whether it fits the column.
    fn push(&mut self, cell: &Cell) -> bool {
        match (self, cell) {
            (Of::Text(values), Cell::Text(text)) => values.push(ByteArray::from(text.as_bytes().to_vec())),
            (Of::Integer(values), Cell::Integer(number)) => values.push(*number),
            (Of::Real(values), Cell::Real(number)) => values.push(*number),
            (Of::Real(values), Cell::Integer(number)) => values.push(*number as f64),
            (Of::Day(values), Cell::Text(text)) => match days::number(text) {
                days::UNDATED => return false,
                number => values.push(number as i32),
            },
            (Of::Time(values), Cell::Text(text)) => match days::microseconds(text) {
                None => return false,
                Some(number) => values.push(number),
            },
            _ => return false,
        }
        true
    }
}

impl Values {
    fn push(&mut self, cell: &Cell) {
        let there = self.of.push(cell);
        self.levels.push(i16::from(there));
    }

    fn write<W: Write + Send>(&mut self, group: &mut SerializedRowGroupWriter<W>) -> Result<(), Error> {
        let Some(mut column) = group.next_column()? else { return Ok(()) };
        let levels = Some(&self.levels[..]);
        match &mut self.of {
            Of::Text(values) => {
                column.typed::<ByteArrayType>().write_batch(values, levels, None)?;
                values.clear();
            }
            Of::Integer(values) | Of::Time(values) => {
                column.typed::<Int64Type>().write_batch(values, levels, None)?;
                values.clear();
            }
            Of::Real(values) => {
                column.typed::<DoubleType>().write_batch(values, levels, None)?;
                values.clear();
            }
            Of::Day(values) => {
                column.typed::<Int32Type>().write_batch(values, levels, None)?;
                values.clear();
            }
        }
        self.levels.clear();
        Ok(column.close()?)
    }
}

/// One file a month. Rows must come in the order of their days.
pub struct Months {
    folder: PathBuf,
    columns: Vec<Column>,
    day: usize,
    open: Option<(String, Parquet<File>)>,
}

/// Hive's name for rows without a value.
const NO_MONTH: &str = "__HIVE_DEFAULT_PARTITION__";

impl Months {
    /// Files under this folder.
    pub fn new(folder: &Path) -> Self {
        Months { folder: folder.to_path_buf(), columns: Vec::new(), day: 0, open: None }
    }

    /// Ends the last file.
    ///
    /// # Errors
    /// Those of the file.
    pub fn finish(self) -> Result<(), Error> {
        self.open.map_or(Ok(()), |(_, file)| file.finish())
    }

    fn begin(&mut self, month: &str) -> Result<(), Error> {
        if let Some((_, file)) = self.open.take() {
            file.finish()?;
        }
        let folder = self.folder.join(format!("month={month}"));
        std::fs::create_dir_all(&folder)?;
        let mut file = Parquet::new(File::create(folder.join("part-0.parquet"))?);
        file.columns(&self.columns)?;
        self.open = Some((month.to_string(), file));
        Ok(())
    }
}

impl Answers for Months {
    type Error = Error;

    fn columns(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.columns = columns.to_vec();
        let day = columns.iter().position(|column| column.name == "day");
        self.day = day.ok_or_else(|| Error::Question("only what has a day can be parted by month".to_string()))?;
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        let month = match cells[self.day] {
            Cell::Text(day) => day.get(..7).unwrap_or(NO_MONTH),
            _ => NO_MONTH,
        };
        if self.open.as_ref().is_none_or(|(open, _)| open != month) {
            self.begin(month)?;
        }
        match &mut self.open {
            Some((_, file)) => file.row(cells),
            None => Ok(()),
        }
    }
}
