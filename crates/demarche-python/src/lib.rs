//! demarche for Python. What users see is written in Python (`python/demarche`); here is what needs Rust: reading on all
//! cores, Arrow, the archive, the colored text.
//!
//! ```text
//! Python objects, Arrow -> source -> reading -> stream -> lines of JSON, or Arrow by columns and rows
//!                          (rows)    (threads)  (chunks)
//! ```
//!
//! There is no second data model: a reading crosses as the line of JSON that `demarche read` writes, and tables have the
//! columns of the archive's views.

mod archive;
mod columns;
mod filters;
mod knowledge;
mod paths;
mod reading;
mod rows;
mod source;
mod stream;
mod table;

use pyo3::prelude::*;

/// What `demarche` needs of Rust; see the package for what is meant for users.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::archive::{archive_add, archive_ask, archive_open, archive_report, archive_views};
    #[pymodule_export]
    use super::knowledge::Codebook;
    #[pymodule_export]
    use super::paths::Paths;
    #[pymodule_export]
    use super::reading::{html, read};
    #[pymodule_export]
    use super::stream::Stream;
    #[pymodule_export]
    use super::table::Table;

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}

/// A fault of anything else as Python's own.
fn value_error(error: impl std::fmt::Display) -> PyErr {
    pyo3::exceptions::PyValueError::new_err(error.to_string())
}
