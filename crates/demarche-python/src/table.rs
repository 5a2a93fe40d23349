//! An answer as Arrow: what a DataFrame of any library is made from.

use crate::columns::{Columns, fields};
use crate::value_error;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, StructArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use demarche_archive::{Answers, Cell, Column, Error};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};
use std::sync::Arc;

/// The most rows of a batch.
const GROUP: usize = 50_000;

/// Rows in columns, all in memory.
#[pyclass(frozen, module = "demarche._native")]
pub struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

#[pymethods]
impl Table {
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The names of the columns.
    fn columns(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Some rows, each a tuple: text, numbers, days, times, or None.
    fn rows<'py>(&self, py: Python<'py>, start: usize, end: usize) -> PyResult<Vec<Bound<'py, PyTuple>>> {
        let mut rows = Vec::new();
        let mut before = 0;
        for batch in &self.batches {
            let here = before..before + batch.num_rows();
            for at in start.max(here.start)..end.min(here.end) {
                let cells = batch.columns().iter().map(|column| cell(py, column, at - before));
                rows.push(PyTuple::new(py, cells.collect::<PyResult<Vec<_>>>()?)?);
            }
            before = here.end;
        }
        Ok(rows)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.schema.as_ref())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let batches = self.batches.clone().into_iter().map(Ok);
        capsule(py, self.schema.clone(), batches, requested_schema)
    }
}

/// Batches as a stream for whoever asks for one.
pub fn capsule<'py, I>(
    py: Python<'py>,
    schema: SchemaRef,
    batches: I,
    requested: Option<Bound<'py, PyCapsule>>,
) -> PyArrowResult<Bound<'py, PyCapsule>>
where
    I: Iterator<Item = Result<RecordBatch, arrow_schema::ArrowError>> + Send + 'static,
{
    let field = Arc::new(Field::new_struct("", schema.fields().clone(), false));
    let arrays = batches.map(|batch| Ok(Arc::new(StructArray::from(batch?)) as ArrayRef));
    to_stream_pycapsule(py, Box::new(ArrayIterator::new(arrays, field)), requested)
}

/// A batch of these columns, which may have no rows.
pub fn batch(schema: &SchemaRef, columns: Vec<ArrayRef>, rows: usize) -> Result<RecordBatch, arrow_schema::ArrowError> {
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(schema.clone(), columns, &options)
}

/// One value for Python.
fn cell<'py>(py: Python<'py>, column: &ArrayRef, at: usize) -> PyResult<Bound<'py, PyAny>> {
    if column.is_null(at) {
        return Ok(py.None().into_bound(py));
    }
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(at).into_bound_py_any(py),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(at).into_bound_py_any(py),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(at).into_bound_py_any(py),
        DataType::Date32 => day(py, column.as_primitive::<Date32Type>().value(at)),
        _ => time(py, column.as_primitive::<TimestampMicrosecondType>().value(at)),
    }
}

fn day(py: Python, number: i32) -> PyResult<Bound<PyAny>> {
    let day = jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(number));
    let date = py.import("datetime")?.getattr("date")?.call1((day.year(), day.month(), day.day()));
    // Python knows no days before the year 1.
    date.or_else(|_| day.to_string().into_bound_py_any(py))
}

fn time(py: Python, microseconds: i64) -> PyResult<Bound<PyAny>> {
    let datetime = py.import("datetime")?;
    let utc = datetime.getattr("timezone")?.getattr("utc")?;
    let epoch = datetime.getattr("datetime")?.call1((1970, 1, 1, 0, 0, 0, 0, utc))?;
    epoch.call_method1("__add__", (datetime.getattr("timedelta")?.call1((0, 0, microseconds))?,))
}

/// Takes an archive's answer.
#[derive(Default)]
pub struct Taker {
    schema: Option<SchemaRef>,
    columns: Option<Columns>,
    batches: Vec<RecordBatch>,
}

impl Taker {
    /// The table of what was taken.
    pub fn finish(mut self) -> PyResult<Table> {
        self.close().map_err(value_error)?;
        let schema = self.schema.unwrap_or_else(|| Arc::new(Schema::empty()));
        Ok(Table { schema, batches: self.batches })
    }

    fn close(&mut self) -> Result<(), Error> {
        if let (Some(schema), Some(columns)) = (&self.schema, &mut self.columns)
            && columns.rows > 0
        {
            let rows = columns.rows;
            let made = batch(schema, columns.finish(), rows).map_err(|e| Error::Question(e.to_string()))?;
            self.batches.push(made);
        }
        Ok(())
    }
}

impl Answers for Taker {
    type Error = Error;

    fn columns(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.schema = Some(Arc::new(Schema::new(fields(columns))));
        self.columns = Some(Columns::new(columns));
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        let Some(columns) = &mut self.columns else { return Ok(()) };
        columns.push(cells);
        if columns.rows >= GROUP { self.close() } else { Ok(()) }
    }
}
