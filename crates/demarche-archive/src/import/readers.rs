//! The threads that read: one that takes reports from the input, and one a core that reads them.

use super::budget::Budget;
use super::{Incoming, Item};
use crate::Archive;
use crate::happenings::{Tables, Told};
use crate::store::{self, Hash, Packer, Prepared, Reject};
use demarche::{Record, Report};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Scope;

/// What came of an item. The number is its place in the input; `bytes` is what it holds of the budget.
pub struct Outcome {
    pub number: usize,
    pub bytes: usize,
    pub of: Of,
}

/// An item's fate.
pub enum Of {
    /// Read.
    Read(Box<Prepared>, String),
    /// In the archive before the import began.
    Known,
    /// Not readable.
    Rejected(Reject),
}

struct Job {
    number: usize,
    hash: Hash,
    incoming: Incoming,
}

/// Starts the threads; what they find comes in any order.
pub fn start<'scope, I, R>(
    scope: &'scope Scope<'scope, '_>,
    items: I,
    read: &'scope R,
    seen: Archive,
    budget: &'scope Budget,
    threads: usize,
) -> Receiver<Outcome>
where
    I: Iterator<Item = Item> + Send + 'scope,
    R: Fn(&Report) -> Record + Sync,
{
    // The budget bounds what is under way; the queues only need room for it.
    let (jobs_in, jobs) = sync_channel(super::budget::MOST_REPORTS);
    let (results_in, results) = sync_channel(super::budget::MOST_REPORTS);
    let feeder_results = results_in.clone();
    let tables = Arc::new(seen.tables().clone());
    scope.spawn(move || feed(items, &seen, budget, &jobs_in, &feeder_results));
    let jobs = Arc::new(Mutex::new(jobs));
    for _ in 0..threads {
        let (jobs, results, tables) = (jobs.clone(), results_in.clone(), tables.clone());
        scope.spawn(move || work(&jobs, read, &tables, &results));
    }
    results
}

fn feed<I: Iterator<Item = Item>>(
    items: I,
    seen: &Archive,
    budget: &Budget,
    jobs: &SyncSender<Job>,
    results: &SyncSender<Outcome>,
) {
    for (number, item) in items.enumerate() {
        let bytes = item.as_ref().map_or(0, |incoming| incoming.report.text.len());
        if !budget.take(bytes) {
            return;
        }
        let done = |of| results.send(Outcome { number, bytes, of }).is_ok();
        let goes_on = match item {
            Err(reject) => done(Of::Rejected(reject)),
            Ok(incoming) => {
                let hash = store::hash(&incoming.report);
                // A fault here is none of the input's: the writer will meet it too, and says so.
                match store::find(seen.connection(), &hash) {
                    Ok(Some(_)) => done(Of::Known),
                    _ => jobs.send(Job { number, hash, incoming }).is_ok(),
                }
            }
        };
        if !goes_on {
            return;
        }
    }
}

fn work<R: Fn(&Report) -> Record>(
    jobs: &Mutex<Receiver<Job>>,
    read: &R,
    tables: &Tables,
    results: &SyncSender<Outcome>,
) {
    let mut packer = Packer::new();
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { number, hash, incoming: Incoming { report, origin } }) = job else { return };
        let bytes = report.text.len();
        let of = match read_one(&report, read, tables, &mut packer) {
            Ok((record, told, packed)) => Of::Read(Box::new(Prepared { report, record, hash, packed, told }), origin),
            Err(reason) => Of::Rejected(Reject { place: place(&report, &origin), origin, reason }),
        };
        if results.send(Outcome { number, bytes, of }).is_err() {
            return;
        }
    }
}

/// Reads one report. Reading cannot fail; if it does all the same, that costs this report alone.
fn read_one<R: Fn(&Report) -> Record>(
    report: &Report,
    read: &R,
    tables: &Tables,
    packer: &mut Packer,
) -> Result<(Record, Told, Vec<u8>), String> {
    let both = catch_unwind(AssertUnwindSafe(|| {
        let record = read(report);
        let told = Told::of(report, &record, tables);
        (record, told)
    }));
    let (record, told) = both.map_err(|_| "the reader failed on it, a fault of demarche's: please report it")?;
    let packed = packer.pack(&record).map_err(|e| e.to_string())?;
    Ok((record, told, packed))
}

fn place(report: &Report, origin: &str) -> String {
    match &report.id {
        Some(id) => format!("{origin} ({id})"),
        None => origin.to_string(),
    }
}
