//! Many reports into an archive: read on all cores, written by one thread, in the order of the input.
//!
//! ```text
//! items -> feeder -> jobs -> readers (one a core) -> results -> writer (this thread), in order
//!          (skips what is known)                                (batches)
//! ```
//!
//! Between feeder and writer there is never more text than [`budget::MOST`], whatever comes in. A report is in with its
//! batch or not at all; an import that was stopped and is begun again skips what is known, and as reports are written
//! in order the archive is the same in the end as if it had never been stopped.

mod budget;
mod readers;
mod writer;

use crate::store::Reject;
use crate::{Archive, Error};
use budget::Budget;
use demarche::record::MadeBy;
use demarche::{Record, Report};
use std::num::NonZero;
use std::thread;

/// A report, and the path or address it was read from.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Incoming {
    pub report: Report,
    pub origin: String,
}

/// What comes in: a report, or what could not be read.
pub type Item = Result<Incoming, Reject>;

/// What an import is, for the archive's books.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What was asked for: paths and addresses. Rejects of these from earlier imports are forgotten unless they fail
    /// again.
    pub inputs: Vec<String>,
    /// The versions that read.
    pub made_by: MadeBy,
    /// How many threads read; all cores where none is said.
    pub threads: Option<NonZero<usize>>,
}

/// What has come of an import so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Reports that are now in the archive.
    pub added: usize,
    /// Reports that were in it.
    pub known: usize,
    /// Inputs that could not be read.
    pub rejected: usize,
    /// Events of the added reports.
    pub events: usize,
    /// Bytes of text of the added reports.
    pub bytes: usize,
}

/// Told after each item: the reject, where it was one, and the counts so far.
pub type Watch<'a> = dyn FnMut(Option<&Reject>, &Tally) + 'a;

/// Reads every report that is not in the archive yet and adds it.
///
/// # Errors
/// Those of the archive. What was committed before stays; the import can be begun again.
pub fn import<I, R>(archive: &mut Archive, items: I, read: R, plan: &Plan, watch: &mut Watch) -> Result<Tally, Error>
where
    I: Iterator<Item = Item> + Send,
    R: Fn(&Report) -> Record + Sync,
{
    let seen = Archive::open_to_read(archive.path())?;
    let threads = plan.threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZero::get);
    let budget = Budget::default();
    thread::scope(|scope| {
        let results = readers::start(scope, items, &read, seen, &budget, threads);
        let outcome = writer::write(archive, results, &budget, plan, watch);
        // After a fault nobody takes from the queues any more: whoever waits for room must be let go.
        budget.close();
        outcome
    })
}
