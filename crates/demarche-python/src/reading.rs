//! Reading: one report, or many on all cores. A report that breaks the reader costs itself alone.

use crate::knowledge::Codebook;
use crate::value_error;
use demarche::{Record, Report};
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The stack of a thread that reads, in bytes: what a program's first thread has.
const STACK: usize = 8 << 20;

/// A report as it came in, or what is wrong with it.
pub struct Row {
    /// The report; of a row that is none, what could be told of it.
    pub report: Report,
    /// Why it cannot be read.
    pub fault: Option<String>,
}

impl Row {
    /// A row that is no report.
    pub fn bad(fault: impl Into<String>) -> Self {
        Row { report: Report::default(), fault: Some(fault.into()) }
    }

    /// The row, with a fault where its text is longer than any report.
    pub fn no_longer_than(self, longest: usize) -> Self {
        let bytes = self.report.text.len();
        if self.fault.is_some() || bytes <= longest {
            return self;
        }
        let fault = format!("{bytes} bytes of text: no single report (at most {longest}); cut it, or raise `longest`");
        Row { report: Report { text: String::new(), ..self.report }, fault: Some(fault) }
    }
}

/// What came of a row.
pub struct Done {
    /// The report, as it came in.
    pub report: Report,
    /// Its record, and the line that `demarche read` writes; none where nothing could be read.
    pub found: Option<(Record, String)>,
    /// What is wrong with the report.
    pub fault: Option<String>,
}

/// Reads rows with this many threads, in their order.
pub fn read_all(rows: Vec<Row>, codebook: &Codebook, threads: usize) -> Vec<Done> {
    let threads = threads.min(rows.len());
    if threads < 2 {
        return rows.into_iter().map(|row| read_row(row, codebook)).collect();
    }
    let slots: Vec<_> = rows.into_iter().map(|row| std::sync::Mutex::new((Some(row), None))).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(slot) = slots.get(next.fetch_add(1, Ordering::Relaxed)) {
            // Nobody else has this number.
            let row = slot.lock().ok().and_then(|mut slot| slot.0.take());
            let done = row.map(|row| read_row(row, codebook));
            if let Ok(mut slot) = slot.lock() {
                slot.1 = done;
            }
        }
    };
    // Threads of each call: a pool would be lost where the process forks, as multiprocessing and Spark do.
    thread::scope(|scope| {
        for _ in 1..threads {
            // Without another thread this one does all.
            let _ = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        }
        work();
    });
    slots.into_iter().filter_map(|slot| slot.into_inner().ok()?.1).collect()
}

fn read_row(row: Row, codebook: &Codebook) -> Done {
    let Row { report, fault } = row;
    if fault.is_some() {
        return Done { report, found: None, fault };
    }
    let read = AssertUnwindSafe(|| {
        let record = codebook.read(&report);
        serde_json::to_string(&record).map(|line| (record, line))
    });
    let (found, fault) = match catch_unwind(read) {
        Ok(Ok(found)) => (Some(found), odd_date(&report)),
        Ok(Err(error)) => (None, Some(format!("the reading could not be written: {error}"))),
        Err(_) => (None, Some("the reader broke on this text; please report it".to_string())),
    };
    Done { report, found, fault }
}

/// A day of publication that is none: the report is read all the same, with its relative dates open.
fn odd_date(report: &Report) -> Option<String> {
    let written = report.published.as_ref().filter(|_| report.day().is_none())?;
    Some(format!("published {written:?} is no date (YYYY-MM-DD): relative dates stay unresolved"))
}

/// Reads one report; its line of JSON, its text, and what is wrong with it.
///
/// Without a title the text is read as a file of it would be: lines such as `Title: …` and `Published: …` before the first
/// empty one are its parts, else a first paragraph that stands alone is its title.
#[pyfunction]
#[pyo3(signature = (codebook, text, title=None, published=None, publisher=None, url=None, id=None, language=None))]
#[allow(clippy::too_many_arguments)]
pub fn read(
    py: Python,
    codebook: &Bound<Codebook>,
    text: String,
    title: Option<String>,
    published: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
    id: Option<String>,
    language: Option<String>,
) -> PyResult<(String, String, Option<String>)> {
    let codebook = codebook.get();
    let done = py.detach(|| {
        let given = [Some(String::new()), title, published, publisher, url, id, language];
        let given = demarche_sources::report(given).unwrap_or_default();
        let found = if given.title.is_some() { Report::new(text) } else { demarche_sources::from_text(text) };
        let report = Report {
            text: found.text,
            title: given.title.or(found.title),
            published: given.published.or(found.published),
            publisher: given.publisher.or(found.publisher),
            url: given.url.or(found.url),
            id: given.id.or(found.id),
            language: given.language.or(found.language),
            remarks: found.remarks,
        };
        read_row(Row { report, fault: None }, codebook)
    });
    let fault = done.fault.clone();
    let (_, line) = done.found.ok_or_else(|| value_error(fault.unwrap_or_default()))?;
    Ok((line, done.report.text, done.fault))
}

/// A reading, given as its text and its line of JSON, as a piece of a page.
#[pyfunction]
pub fn html(py: Python, text: String, line: &str) -> PyResult<String> {
    py.detach(|| {
        let record: Record = serde_json::from_str(line).map_err(value_error)?;
        let report = Report {
            text,
            title: record.title.clone(),
            published: record.published.clone(),
            publisher: record.publisher.clone(),
            url: record.url.clone(),
            ..Report::default()
        };
        // Pieces of one notebook are told apart by what they are of.
        let number = record.id.bytes().fold(7usize, |sum, byte| (sum * 31 + usize::from(byte)) % 1_000_003);
        Ok(demarche_page::fragment(number, &report, &record))
    })
}
