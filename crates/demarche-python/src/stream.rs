//! Many reports: taken some at a time, read on all cores with the interpreter's lock released, and handed on in order, as
//! lines of JSON or as Arrow.

use crate::knowledge::Codebook;
use crate::reading::{Done, Row, read_all};
use crate::rows::Shape;
use crate::source::Source;
use crate::table::{batch, capsule};
use crate::value_error;
use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use demarche_sources::Fields;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::to_schema_pycapsule;
use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::Mutex;
use std::thread::{self, available_parallelism};

/// How many reports a thread is given at a time: enough that all are busy nearly to the end, few enough to begin soon.
const REPORTS: usize = 64;

/// How much text a thread is given at a time, in bytes. A reading takes some thirty times its text while it is made.
const BYTES: usize = 512 << 10;

/// Reports as they are read; what was taken is gone.
#[pyclass(frozen, module = "demarche._native")]
pub struct Stream {
    shape: Shape,
    running: Mutex<Option<Running>>,
}

struct Running {
    source: Source,
    codebook: Py<Codebook>,
    threads: usize,
    longest: usize,
}

/// A report in Python: its text, its line of JSON, what is wrong with it, and its name where it was not read.
type Line = (String, Option<String>, Option<String>, Option<String>);

#[pymethods]
impl Stream {
    /// Takes reports from Arrow or an iterable.
    #[new]
    #[pyo3(signature = (reports, codebook, fields="", threads=None, longest=usize::MAX, shape="reports"))]
    fn new(
        reports: &Bound<PyAny>,
        codebook: Py<Codebook>,
        fields: &str,
        threads: Option<usize>,
        longest: usize,
        shape: &str,
    ) -> PyResult<Self> {
        let fields = Fields::parse(fields).map_err(value_error)?;
        let shape = Shape::named(shape).ok_or_else(|| value_error(format!("no shape {shape:?}")))?;
        let threads = match threads {
            Some(0) => return Err(value_error("threads: at least one must read")),
            Some(threads) => threads,
            None => available_parallelism().map_or(1, NonZero::get),
        };
        let source = Source::new(reports, fields)?;
        Ok(Stream { shape, running: Mutex::new(Some(Running { source, codebook, threads, longest })) })
    }

    /// Some reports; none at the end.
    fn lines(&self, py: Python) -> PyResult<Vec<Line>> {
        let read = py.detach(|| {
            let mut running = self.running.lock().map_err(|_| gone())?;
            running.as_mut().ok_or_else(gone)?.read()
        })?;
        let line = |done: Done| {
            let Done { report, found, fault } = done;
            let name = report.id.filter(|_| found.is_none());
            (report.text, found.map(|(_, line)| line), fault, name)
        };
        Ok(read.into_iter().map(line).collect())
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.shape.schema().as_ref())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let running = self.running.lock().map_err(|_| gone())?.take().ok_or_else(gone)?;
        let schema = self.shape.schema();
        capsule(py, schema, Batches { running, shape: self.shape, made: VecDeque::new() }, requested_schema)
    }
}

fn gone() -> PyErr {
    PyRuntimeError::new_err("these reports have been taken already")
}

impl Running {
    /// Reads some reports. The interpreter's lock is not held, and taken only to fetch them.
    fn read(&mut self) -> PyResult<Vec<Done>> {
        let rows = self.source.rows(REPORTS * self.threads, BYTES * self.threads)?;
        let rows: Vec<Row> = rows.into_iter().map(|row| row.no_longer_than(self.longest)).collect();
        Ok(read_all(rows, self.codebook.get(), self.threads))
    }
}

/// Batches for whoever takes the stream.
struct Batches {
    running: Running,
    shape: Shape,
    made: VecDeque<Result<RecordBatch, ArrowError>>,
}

impl Batches {
    /// Reads some reports and makes their batches, one a thread: their columns are filled on all cores too.
    fn make(&mut self) -> PyResult<()> {
        let done = self.running.read()?;
        let size = done.len().div_ceil(self.running.threads).max(1);
        let shape = self.shape;
        let write = move |some: &[Done]| {
            let (columns, rows) = shape.write(some)?;
            batch(&shape.schema(), columns, rows)
        };
        let fallen = || Err(ArrowError::ComputeError("a thread that made columns broke".to_string()));
        thread::scope(|scope| {
            let (first, rest) = done.split_at(size.min(done.len()));
            let others: Vec<_> = rest.chunks(size).map(|some| scope.spawn(move || write(some))).collect();
            if !first.is_empty() {
                self.made.push_back(write(first));
            }
            self.made.extend(others.into_iter().map(|other| other.join().unwrap_or_else(|_| fallen())));
        });
        Ok(())
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.made.is_empty() {
            // Whoever asks may hold the interpreter's lock or not: so it is taken, and then released for the work.
            let made = Python::attach(|py| py.detach(|| self.make()));
            if let Err(error) = made {
                return Some(Err(ArrowError::ExternalError(Box::new(error))));
            }
        }
        self.made.pop_front()
    }
}
