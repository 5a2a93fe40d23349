//! The one thread that writes, in the order of the input.

use super::budget::Budget;
use super::readers::{Of, Outcome};
use super::{Plan, Tally, Watch};
use crate::store::{Added, Batch};
use crate::{Archive, Error};
use jiff::Timestamp;
use rusqlite::params;
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// How long a batch lasts: short enough that others come to write, long enough that committing costs nothing.
const BATCH: Duration = Duration::from_millis(250);

/// Writes what the readers found until they are done.
pub fn write(
    archive: &mut Archive,
    results: Receiver<Outcome>,
    budget: &Budget,
    plan: &Plan,
    watch: &mut Watch,
) -> Result<Tally, Error> {
    let run = begin(archive, plan)?;
    let mut tally = Tally::default();
    let mut waiting = Waiting { results, early: BTreeMap::new(), next: 0 };
    while let Some(first) = waiting.next(None) {
        let first = match first {
            Next::Here(outcome) => outcome,
            Next::NotYet => continue,
        };
        let until = Instant::now() + BATCH;
        let batch = archive.batch()?;
        put(&batch, first, run, &mut tally, budget, watch)?;
        while let Some(Next::Here(outcome)) = waiting.next(Some(until)) {
            put(&batch, outcome, run, &mut tally, budget, watch)?;
        }
        note(&batch, run, &tally)?;
        batch.commit()?;
    }
    end(archive, run, plan, &tally)?;
    Ok(tally)
}

enum Next {
    Here(Outcome),
    NotYet,
}

/// Outcomes as they come, and those that came before their turn.
struct Waiting {
    results: Receiver<Outcome>,
    early: BTreeMap<usize, Outcome>,
    next: usize,
}

impl Waiting {
    /// The next outcome of the input's order; `NotYet` after `until`, none where all are done.
    fn next(&mut self, until: Option<Instant>) -> Option<Next> {
        loop {
            if until.is_some_and(|until| Instant::now() >= until) {
                return Some(Next::NotYet);
            }
            if let Some(outcome) = self.early.remove(&self.next) {
                self.next += 1;
                return Some(Next::Here(outcome));
            }
            let patience = until.map_or(BATCH, |until| until.saturating_duration_since(Instant::now()));
            match self.results.recv_timeout(patience) {
                Ok(outcome) => drop(self.early.insert(outcome.number, outcome)),
                Err(RecvTimeoutError::Timeout) => return Some(Next::NotYet),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }
}

fn put(
    batch: &Batch,
    outcome: Outcome,
    run: i64,
    tally: &mut Tally,
    budget: &Budget,
    watch: &mut Watch,
) -> Result<(), Error> {
    match outcome.of {
        Of::Known => tally.known += 1,
        Of::Read(prepared, origin) => match batch.add_prepared(&prepared, &origin, Some(run))? {
            Added::Known(_) => tally.known += 1,
            Added::New(_) => {
                tally.added += 1;
                tally.events += prepared.record.events.len();
                tally.bytes += prepared.report.text.len();
            }
        },
        Of::Rejected(reject) => {
            batch.reject(&reject, &now(), Some(run))?;
            tally.rejected += 1;
            budget.give(outcome.bytes);
            watch(Some(&reject), tally);
            return Ok(());
        }
    }
    budget.give(outcome.bytes);
    watch(None, tally);
    Ok(())
}

fn now() -> String {
    Timestamp::now().round(jiff::Unit::Second).unwrap_or_default().to_string()
}

fn begin(archive: &mut Archive, plan: &Plan) -> Result<i64, Error> {
    let batch = archive.batch()?;
    let knowledge = batch.knowledge(&plan.made_by)?;
    let inputs = serde_json::to_string(&plan.inputs)?;
    let insert = "INSERT INTO run (begun, inputs, knowledge) VALUES (?1, ?2, ?3)";
    batch.transaction().execute(insert, params![now(), inputs, knowledge])?;
    let run = batch.transaction().last_insert_rowid();
    batch.commit()?;
    Ok(run)
}

/// The counts so far, for whoever finds a stopped import.
fn note(batch: &Batch, run: i64, tally: &Tally) -> Result<(), Error> {
    let sql = "UPDATE run SET added = ?2, known = ?3, rejected = ?4 WHERE id = ?1";
    let mut update = batch.transaction().prepare_cached(sql)?;
    update.execute(params![run, tally.added, tally.known, tally.rejected])?;
    Ok(())
}

/// Closes the books: what failed before and not again is no reject any more.
fn end(archive: &mut Archive, run: i64, plan: &Plan, tally: &Tally) -> Result<(), Error> {
    let batch = archive.batch()?;
    note(&batch, run, tally)?;
    batch.transaction().execute("UPDATE run SET ended = ?2 WHERE id = ?1", params![run, now()])?;
    for input in &plan.inputs {
        // A folder stands for the files in it.
        let healed = "DELETE FROM reject WHERE run IS NOT ?2
                      AND (origin = ?1 OR substr(origin, 1, length(rtrim(?1, '/')) + 1) = rtrim(?1, '/') || '/')";
        batch.transaction().execute(healed, params![input, run])?;
    }
    batch.commit()
}
