//! Columns of the five kinds that the archive's answers have, as Arrow.

use arrow_array::ArrayRef;
use arrow_array::builder::{Date32Builder, Float64Builder, Int64Builder, StringBuilder, TimestampMicrosecondBuilder};
use arrow_schema::{DataType, Field, FieldRef, TimeUnit};
use demarche_archive::questions::Kind;
use demarche_archive::store::days;
use demarche_archive::{Cell, Column};
use std::sync::Arc;

/// Columns as they fill.
pub struct Columns {
    builders: Vec<Builder>,
    /// How many rows there are.
    pub rows: usize,
}

enum Builder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Real(Float64Builder),
    Day(Date32Builder),
    Time(TimestampMicrosecondBuilder),
}

/// The fields of columns: days as dates, times in microseconds of UTC, as in the archive's Parquet.
pub fn fields(columns: &[Column]) -> Vec<FieldRef> {
    let field = |column: &Column| {
        let kind = match column.kind {
            Kind::Text => DataType::Utf8,
            Kind::Integer => DataType::Int64,
            Kind::Real => DataType::Float64,
            Kind::Day => DataType::Date32,
            Kind::Time => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        };
        Arc::new(Field::new(&column.name, kind, true))
    };
    columns.iter().map(field).collect()
}

impl Columns {
    /// Empty columns.
    pub fn new(columns: &[Column]) -> Self {
        let builder = |column: &Column| match column.kind {
            Kind::Text => Builder::Text(StringBuilder::new()),
            Kind::Integer => Builder::Integer(Int64Builder::new()),
            Kind::Real => Builder::Real(Float64Builder::new()),
            Kind::Day => Builder::Day(Date32Builder::new()),
            Kind::Time => Builder::Time(TimestampMicrosecondBuilder::new().with_timezone("UTC")),
        };
        Columns { builders: columns.iter().map(builder).collect(), rows: 0 }
    }

    /// Adds a row. What does not fit its column is nothing.
    pub fn push(&mut self, cells: &[Cell]) {
        for (builder, cell) in self.builders.iter_mut().zip(cells) {
            builder.push(cell);
        }
        self.rows += 1;
    }

    /// The columns filled so far; those that follow are empty again.
    pub fn finish(&mut self) -> Vec<ArrayRef> {
        self.rows = 0;
        self.builders.iter_mut().map(Builder::finish).collect()
    }
}

impl Builder {
    fn push(&mut self, cell: &Cell) {
        match (self, cell) {
            (Builder::Text(to), Cell::Text(text)) => to.append_value(text),
            (Builder::Text(to), Cell::Nothing) => to.append_null(),
            (Builder::Text(to), other) => to.append_value(other.to_string()),
            (Builder::Integer(to), Cell::Integer(number)) => to.append_value(*number),
            (Builder::Integer(to), _) => to.append_null(),
            (Builder::Real(to), Cell::Real(number)) => to.append_value(*number),
            (Builder::Real(to), Cell::Integer(number)) => to.append_value(*number as f64),
            (Builder::Real(to), _) => to.append_null(),
            (Builder::Day(to), Cell::Text(text)) => to.append_option(day(text)),
            (Builder::Day(to), _) => to.append_null(),
            (Builder::Time(to), Cell::Text(text)) => to.append_option(days::microseconds(text)),
            (Builder::Time(to), _) => to.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Text(of) => Arc::new(of.finish()),
            Builder::Integer(of) => Arc::new(of.finish()),
            Builder::Real(of) => Arc::new(of.finish()),
            Builder::Day(of) => Arc::new(of.finish()),
            Builder::Time(of) => Arc::new(of.finish()),
        }
    }
}

fn day(text: &str) -> Option<i32> {
    match days::number(text) {
        days::UNDATED => None,
        number => i32::try_from(number).ok(),
    }
}
