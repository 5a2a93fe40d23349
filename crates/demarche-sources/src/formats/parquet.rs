//! Parquet: one report a row. Only the columns that are parts of a report are read.

use crate::fields::{self, no_text_column};
use crate::options::Options;
use crate::reject::{Place, Reason, too_long};
use crate::reports::{Finds, Found};
use crate::source::Block;
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use ::parquet::record::reader::RowIter;
use ::parquet::record::{Field, Row};
use ::parquet::schema::types::Type;
use jiff::Timestamp;
use jiff::civil::Date;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// The reports of a table's rows.
pub(crate) fn read(block: Block, place: Place, options: &Arc<Options>) -> Result<Finds, Reason> {
    let reader: Box<dyn FileReader> = match block {
        Block::File(path) => opened(std::fs::File::open(path)?)?,
        Block::Bytes(bytes) => opened(bytes::Bytes::from_owner(bytes))?,
    };
    let schema = reader.metadata().file_metadata().schema().clone();
    let names: Vec<String> = schema.get_fields().iter().map(|f| f.name().to_string()).collect();
    let columns = options.fields.columns(&names);
    if columns[0].is_none() {
        return Err(no_text_column(&names));
    }
    let mut wanted: Vec<usize> = columns.iter().flatten().copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let chosen = wanted.iter().map(|&c| schema.get_fields()[c].clone()).collect();
    let projection = Type::group_type_builder(schema.name()).with_fields(chosen).build().map_err(|e| damaged(&e))?;
    let rows = guarded(|| RowIter::from_file_into(reader).project(Some(projection)))?;
    let parts = columns.map(|column| column.map(|c| names[c].clone()));
    Ok(Box::new(Rows { rows, parts, place, number: 0, longest: options.longest, ended: false }))
}

fn opened(file: impl ChunkReader + 'static) -> Result<Box<dyn FileReader>, Reason> {
    Ok(Box::new(guarded(|| SerializedFileReader::new(file))?))
}

/// What the library gives; a damaged file may make it panic.
fn guarded<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, Reason> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|e| damaged(&e)),
        Err(_) => Err(Reason::lasting("the Parquet file is damaged; get it again")),
    }
}

fn damaged(error: &ParquetError) -> Reason {
    Reason::lasting(format!("the Parquet file cannot be read ({error}); get it again or write it as CSV"))
}

struct Rows {
    rows: RowIter<'static>,
    /// The column of each part of a report.
    parts: [Option<String>; 7],
    place: Place,
    number: u64,
    longest: usize,
    ended: bool,
}

impl Rows {
    fn report(&self, row: &Row) -> Result<demarche::Report, Reason> {
        let mut parts = [const { None }; 7];
        for (name, field) in row.get_column_iter() {
            for part in (0..7).filter(|&p| self.parts[p].as_ref() == Some(name)) {
                parts[part] = value(field);
            }
        }
        if parts[0].as_ref().is_some_and(|text| text.len() > self.longest) {
            return Err(too_long(self.longest));
        }
        fields::report(parts).ok_or_else(|| Reason::lasting("the row has no text"))
    }
}

impl Iterator for Rows {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if self.ended {
            return None;
        }
        self.number += 1;
        let place = self.place.record(self.number);
        let rows = &mut self.rows;
        let row = guarded(|| rows.next().transpose());
        self.ended = row.is_err();
        match row.and_then(|row| row.map(|row| self.report(&row)).transpose()) {
            Ok(None) => None,
            Ok(Some(report)) => Some(Found::Report(place, Box::new(report))),
            Err(reason) => Some(Found::Reject(reason.at(place))),
        }
    }
}

/// A cell as text.
fn value(field: &Field) -> Option<String> {
    let time = |time: Result<Timestamp, jiff::Error>| time.ok().map(|t| t.to_string());
    match field {
        Field::Null => None,
        Field::Str(text) => Some(text.clone()),
        Field::Bytes(bytes) => std::str::from_utf8(bytes.data()).ok().map(str::to_string),
        Field::Date(days) => Some((Date::constant(1970, 1, 1) + jiff::Span::new().try_days(*days).ok()?).to_string()),
        Field::TimestampMillis(at) => time(Timestamp::from_millisecond(*at)),
        Field::TimestampMicros(at) => time(Timestamp::from_microsecond(*at)),
        Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => None,
        number => Some(number.to_string()),
    }
}
