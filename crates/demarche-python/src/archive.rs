//! The archive: adding reports, and questions answered as tables. The file is opened for each, so nothing is held between
//! calls, and any thread or process may ask.

use crate::filters::Asked;
use crate::knowledge::Codebook;
use crate::reading::Row;
use crate::source::Source;
use crate::table::{Table, Taker};
use crate::value_error;
use demarche::record::MadeBy;
use demarche_archive::import::{self, Incoming, Item, Plan};
use demarche_archive::questions::Only;
use demarche_archive::store::Reject;
use demarche_archive::{Archive, Error, Question, questions};
use demarche_sources::{Fields, Options, Reports};
use pyo3::exceptions::{PyFileNotFoundError, PyRuntimeError, PyTimeoutError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::collections::VecDeque;
use std::num::NonZero;
use std::path::{Path, PathBuf};

/// A fault of the archive as Python's own.
fn fault(error: Error) -> PyErr {
    let words = error.to_string();
    match error {
        Error::Missing(_) => PyFileNotFoundError::new_err(words),
        Error::Question(_) => value_error(words),
        Error::Busy => PyTimeoutError::new_err(words),
        _ => PyRuntimeError::new_err(words),
    }
}

/// Makes an archive where there is none, and brings an older one up to date.
#[pyfunction]
pub fn archive_open(py: Python, path: PathBuf) -> PyResult<()> {
    py.detach(|| Archive::open(&path)).map(drop).map_err(fault)
}

/// Adds reports, given as objects or as paths. How many were added, known before, rejected, and the events of those added.
#[pyfunction]
#[pyo3(signature = (path, codebook, reports=None, paths=Vec::new(), fields="", published=None, threads=None))]
#[allow(clippy::too_many_arguments)]
pub fn archive_add(
    py: Python,
    path: PathBuf,
    codebook: &Bound<Codebook>,
    reports: Option<&Bound<PyAny>>,
    paths: Vec<PathBuf>,
    fields: &str,
    published: Option<String>,
    threads: Option<NonZero<usize>>,
) -> PyResult<(usize, usize, usize, usize)> {
    let fields = Fields::parse(fields).map_err(value_error)?;
    let of_objects = reports.map(|reports| Source::new(reports, fields.clone())).transpose()?;
    let paths: Vec<PathBuf> = paths.iter().map(|path| absolute(path)).collect();
    let codebook = codebook.get();
    let plan = plan(codebook, &paths, threads);
    let options = Options { fields, ..Options::default() };
    let of_paths = Paths { reports: demarche_sources::open(&paths, &options), published };
    let objects = Objects { source: of_objects, rows: VecDeque::new(), taken: 0 };
    let tally = py.detach(|| {
        let mut archive = Archive::open(&path)?;
        let read = |report: &demarche::Report| codebook.read(report);
        import::import(&mut archive, objects.chain(of_paths), read, &plan, &mut |_, _| {})
    });
    let tally = tally.map_err(fault)?;
    Ok((tally.added, tally.known, tally.rejected, tally.events))
}

/// What an import is, for the archive's books.
fn plan(codebook: &Codebook, paths: &[PathBuf], threads: Option<NonZero<usize>>) -> Plan {
    let made_by = &codebook.guide().made_by;
    Plan {
        inputs: paths.iter().map(|path| path.display().to_string()).collect(),
        made_by: MadeBy {
            version: made_by.version.clone(),
            models: made_by.models.clone(),
            codebook: made_by.codebook.clone(),
            register: made_by.register.clone(),
        },
        threads,
    }
}

/// A path that means the same from everywhere: a retry may come from another folder.
fn absolute(path: &Path) -> PathBuf {
    match demarche_sources::web::is_address(path) {
        true => path.to_path_buf(),
        false => std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()),
    }
}

/// Reports given as Python's objects or Arrow.
struct Objects {
    source: Option<Source>,
    rows: VecDeque<Row>,
    taken: usize,
}

impl Iterator for Objects {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if self.rows.is_empty() {
            match self.source.as_mut()?.rows(64, 512 << 10) {
                Ok(rows) => self.rows = rows.into(),
                Err(error) => {
                    self.source = None;
                    return Some(Err(self.reject(error.to_string())));
                }
            }
        }
        let row = self.rows.pop_front()?;
        self.taken += 1;
        Some(match row.fault {
            Some(reason) => Err(self.reject(reason)),
            None => Ok(Incoming { report: row.report, origin: "-".to_string() }),
        })
    }
}

impl Objects {
    fn reject(&self, reason: String) -> Reject {
        Reject { place: format!("Python, report {}", self.taken), origin: "-".to_string(), reason }
    }
}

/// Reports of files and addresses.
struct Paths {
    reports: Reports,
    published: Option<String>,
}

impl Iterator for Paths {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        Some(match self.reports.next()? {
            Ok(mut report) => {
                report.published = report.published.or_else(|| self.published.clone());
                Ok(Incoming { report, origin: self.reports.place().to_string() })
            }
            Err(reject) => {
                let place = reject.place.to_string();
                Err(Reject { place, origin: reject.place.path, reason: reject.reason })
            }
        })
    }
}

/// Answers a question: `events`, `claims`, `actors`, `instruments`, `timeline`, `dyad`, `happenings`, `reports`, `rejects`,
/// or `sql` with the statement first.
#[pyfunction]
pub fn archive_ask(
    py: Python,
    path: PathBuf,
    what: &str,
    words: Vec<String>,
    filters: &Bound<PyDict>,
) -> PyResult<Table> {
    let asked = Asked::new(filters)?;
    let mut taker = Taker::default();
    py.detach(|| {
        let archive = Archive::open_to_read(&path)?;
        let question = question(&archive, what, &words, &asked)?;
        archive.answer(&question, &mut taker)
    })
    .map_err(fault)?;
    taker.finish()
}

fn question(archive: &Archive, what: &str, words: &[String], asked: &Asked) -> Result<Question, Error> {
    let Asked { filter, cut, by, per } = asked;
    Ok(match (what, words) {
        ("events", []) => questions::events(filter, cut),
        ("claims", []) => questions::claims(filter, cut),
        ("instruments", []) => questions::instruments(filter, cut),
        ("actors", []) => questions::actors(filter, cut.limit),
        ("happenings", []) => questions::happenings(filter, cut, Only::default()),
        ("timeline", []) => questions::timeline(filter, *by, *per),
        ("dyad", [one, other]) => questions::dyad(one, other, filter, *by),
        ("rejects", []) => questions::rejects(),
        ("sql", [statement]) => questions::sql(archive, statement)?,
        _ => return Err(Error::Question(format!("no question {what:?}"))),
    })
}

/// The views and their columns.
#[pyfunction]
pub fn archive_views(py: Python, path: PathBuf) -> PyResult<Vec<(String, Vec<String>)>> {
    py.detach(|| questions::views(&Archive::open_to_read(&path)?)).map_err(fault)
}

/// A report of the archive: its text and its line of JSON.
#[pyfunction]
pub fn archive_report(py: Python, path: PathBuf, report: i64) -> PyResult<Option<(String, String)>> {
    py.detach(|| Archive::open_to_read(&path)?.line(report)).map_err(fault)
}
