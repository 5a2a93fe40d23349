//! Reports of files, folders and addresses, as they are, for whoever reads them in another place.

use crate::value_error;
use demarche::Report;
use demarche_sources::{Fields, Options, Reports};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use std::path::PathBuf;
use std::sync::Mutex;

/// A report's parts in the order text, title, published, publisher, url, id, language, and why it has no text.
type Parts = ([Option<String>; 7], Option<String>);

/// Reports as they are come upon.
#[pyclass(frozen, module = "demarche._native")]
pub struct Paths(Mutex<Reports>);

#[pymethods]
impl Paths {
    /// Opens paths of every kind that the program knows.
    #[new]
    #[pyo3(signature = (paths, fields=""))]
    fn new(paths: Vec<PathBuf>, fields: &str) -> PyResult<Self> {
        let fields = Fields::parse(fields).map_err(value_error)?;
        Ok(Paths(Mutex::new(demarche_sources::open(paths, &Options { fields, ..Options::default() }))))
    }

    /// At most so many reports; none at the end.
    fn take(&self, py: Python, most: usize) -> PyResult<Vec<Parts>> {
        py.detach(|| {
            let mut reports = self.0.lock().map_err(|_| PyRuntimeError::new_err("the reader broke on this input"))?;
            let found = reports.by_ref().take(most);
            Ok(found.map(|found| found.map_or_else(|reject| (none(), Some(reject.to_string())), parts)).collect())
        })
    }
}

fn none() -> [Option<String>; 7] {
    std::array::from_fn(|_| None)
}

fn parts(report: Report) -> Parts {
    let Report { id, text, title, published, publisher, url, language, .. } = report;
    ([Some(text), title, published, publisher, url, id, language], None)
}
