//! Kept reports read anew, by newer models or another code book.
//!
//! ```text
//! reports of older versions -> readers (one a core) -> readings, in order -> swapped in, each whole
//! ```
//!
//! A report keeps its number and so do its events where the new reading has them: same place, same type. What people
//! decided (corrections, merges, splits) names events by content, not by number, and holds. A reading that was stopped
//! goes on when it is begun again: what the present versions made is skipped.

use crate::happenings::{Tables, Told};
use crate::store::{self, Ids, Packer, Prepared};
use crate::{Archive, Error, happenings};
use demarche::record::MadeBy;
use demarche::{Record, Report};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// How many reports are read before they are written; twice as many are in memory.
const AT_ONCE: usize = 64;

/// How long a transaction lasts: short enough that others come to write.
const BATCH: Duration = Duration::from_millis(250);

/// What has come of it so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Reports that were read by older versions.
    pub reports: usize,
    /// Those that are read anew.
    pub done: usize,
    /// Events of the old readings and of the new.
    pub before: usize,
    /// See `before`.
    pub after: usize,
}

/// A report with its new reading.
struct New {
    id: i64,
    prepared: Prepared,
}

/// Reads every report anew that other versions read, and puts the new reading in the old one's place. `watch` is told
/// after each.
///
/// # Errors
/// Those of the archive. What was committed before stays; it can be begun again.
pub fn reread<R>(
    archive: &mut Archive,
    read: R,
    made_by: &MadeBy,
    threads: Option<NonZero<usize>>,
    watch: &mut dyn FnMut(&Tally),
) -> Result<Tally, Error>
where
    R: Fn(&Report) -> Record + Sync,
{
    let seen = Archive::open_to_read(archive.path())?;
    let stale = stale(seen.connection(), made_by)?;
    let mut tally = Tally { reports: stale.len(), ..Tally::default() };
    let threads = threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZero::get);
    // One lot is read while another is written.
    let (lots_in, lots) = sync_channel(1);
    let (stale, read) = (&stale, &read);
    thread::scope(|scope| {
        scope.spawn(move || read_all(&seen, stale, read, threads, lots_in));
        write_all(archive, lots, &mut tally, watch)
    })?;
    Ok(tally)
}

/// The reports that other versions read, in order.
fn stale(connection: &Connection, made_by: &MadeBy) -> Result<Vec<i64>, Error> {
    let sql = "SELECT g.report FROM reading g JOIN knowledge k ON k.id = g.knowledge
               WHERE (k.version, k.models, k.codebook, k.register) <> (?1, ?2, ?3, ?4) ORDER BY g.report";
    let versions = params![made_by.version, made_by.models, made_by.codebook, made_by.register];
    let mut find = connection.prepare(sql)?;
    let found = find.query_map(versions, |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

type Lot = Result<Vec<New>, Error>;

/// Reads lot by lot, until all are read or nobody takes them any more.
fn read_all<R>(seen: &Archive, stale: &[i64], read: &R, threads: usize, lots: SyncSender<Lot>)
where
    R: Fn(&Report) -> Record + Sync,
{
    for ids in stale.chunks(AT_ONCE) {
        let lot = kept(seen.connection(), ids).and_then(|reports| read_lot(reports, read, seen.tables(), threads));
        let ends = lot.is_err();
        if lots.send(lot).is_err() || ends {
            return;
        }
    }
}

/// The reports as they came in.
fn kept(connection: &Connection, ids: &[i64]) -> Result<Vec<(i64, Report)>, Error> {
    let sql = "SELECT name, title, published, publisher, url FROM report WHERE id = ?1";
    let mut find = connection.prepare_cached(sql)?;
    let mut reports = Vec::with_capacity(ids.len());
    for id in ids {
        // One that was removed meanwhile needs no reading.
        if let Some(report) = find.query_row([id], report).optional()? {
            reports.push((*id, Report { text: store::text(connection, *id)?, ..report }));
        }
    }
    Ok(reports)
}

fn report(row: &Row) -> rusqlite::Result<Report> {
    Ok(Report {
        id: row.get(0)?,
        title: row.get(1)?,
        published: row.get(2)?,
        publisher: row.get(3)?,
        url: row.get(4)?,
        ..Report::default()
    })
}

/// Reads a lot on all cores: thread after thread takes every so-manieth report, so that long ones are spread.
fn read_lot<R>(reports: Vec<(i64, Report)>, read: &R, tables: &Tables, threads: usize) -> Lot
where
    R: Fn(&Report) -> Record + Sync,
{
    let mut hands: Vec<Vec<(i64, Report)>> = (0..threads).map(|_| Vec::new()).collect();
    reports.into_iter().enumerate().for_each(|(at, report)| hands[at % threads].push(report));
    let read_hand = |hand: Vec<(i64, Report)>| -> Lot {
        let mut packer = Packer::new();
        let read_one = |(id, report): (i64, Report)| {
            let record = read(&report);
            let (hash, packed) = (store::hash(&report), packer.pack(&record)?);
            let told = Told::of(&report, &record, tables);
            Ok(New { id, prepared: Prepared { report, record, hash, packed, told } })
        };
        hand.into_iter().map(read_one).collect()
    };
    let read: Vec<Lot> = thread::scope(|scope| {
        let workers: Vec<_> = hands.into_iter().map(|hand| scope.spawn(|| read_hand(hand))).collect();
        let joined = workers.into_iter().map(|worker| worker.join());
        joined.map(|lot| lot.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    let mut lot: Vec<New> = read.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    lot.sort_by_key(|new| new.id);
    Ok(lot)
}

fn write_all(
    archive: &mut Archive,
    lots: Receiver<Lot>,
    tally: &mut Tally,
    watch: &mut dyn FnMut(&Tally),
) -> Result<(), Error> {
    for lot in lots {
        let mut lot = lot?.into_iter().peekable();
        while lot.peek().is_some() {
            let batch = archive.batch()?;
            let until = Instant::now() + BATCH;
            while let Some(new) = lot.next_if(|_| Instant::now() < until) {
                if let Some(before) = batch.replace(new.id, &new.prepared)? {
                    tally.before += before;
                    tally.after += new.prepared.record.events.len();
                }
                tally.done += 1;
                watch(tally);
            }
            batch.commit()?;
        }
    }
    Ok(())
}

/// An event of the old reading: its id, the first character of its trigger, its type.
type Old = (i64, usize, String);

impl crate::Batch<'_> {
    /// Puts a new reading of a report in the old one's place; how many events the old one had, nothing where the report is
    /// gone.
    fn replace(&self, report: i64, kept: &Prepared) -> Result<Option<usize>, Error> {
        let transaction = self.transaction();
        if store::find(transaction, &kept.hash)? != Some(report) {
            return Ok(None);
        }
        let old = old_events(transaction, report)?;
        let copies = Copies::of(transaction, report)?;
        let ids = ids(transaction, &old, &kept.record)?;
        happenings::part(transaction, report)?;
        self.memory().forget_all();
        let gone: Vec<i64> = old.iter().map(|(id, ..)| *id).collect();
        rename_orphans(transaction, &gone)?;
        store::replace(transaction, kept, report, &ids)?;
        happenings::join(transaction, &mut self.memory(), report, &kept.told, self.tables())?;
        copies.restore(transaction, report)?;
        self.memory().forget_all();
        Ok(Some(old.len()))
    }
}

fn old_events(transaction: &Transaction, report: i64) -> Result<Vec<Old>, Error> {
    let sql = "SELECT e.id, coalesce(m.start, -1), e.type FROM event e LEFT JOIN mention m ON m.event = e.id
               WHERE e.report = ?1 ORDER BY e.id";
    let mut find = transaction.prepare_cached(sql)?;
    let found = find.query_map([report], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get(2)?)))?;
    let old = |(id, start, kind): (i64, i64, String)| (id, usize::try_from(start).unwrap_or(usize::MAX), kind);
    Ok(found.map(|row| row.map(old)).collect::<Result<_, _>>()?)
}

/// The ids of the new events: those of the old at the same place and of the same type, or else of the same place alone;
/// new ones for the others. A number that was an event's never becomes another's.
fn ids(transaction: &Transaction, old: &[Old], record: &Record) -> Result<Ids, Error> {
    let last: Option<i64> = transaction.prepare_cached("SELECT max(id) FROM event")?.query_row([], |row| row.get(0))?;
    let mut left: Vec<&Old> = old.iter().collect();
    let mut ids: Ids = BTreeMap::new();
    for alike in [true, false] {
        for (number, event) in record.events.iter().enumerate() {
            let fits = |old: &&Old| old.1 == event.trigger.start && (!alike || old.2 == event.kind);
            if let (false, Some(at)) = (ids.contains_key(&number), left.iter().position(fits)) {
                ids.insert(number, left.remove(at).0);
            }
        }
    }
    let mut next = last.unwrap_or(0);
    for number in 0..record.events.len() {
        ids.entry(number).or_insert_with(|| {
            next += 1;
            next
        });
    }
    Ok(ids)
}

/// Happenings whose number was that of an event that is gone are named after the first that is left: the number may come
/// back elsewhere.
fn rename_orphans(transaction: &Transaction, gone: &[i64]) -> Result<(), Error> {
    let sql =
        "UPDATE mention SET happening = (SELECT min(event) FROM mention WHERE happening = ?1) WHERE happening = ?1";
    let mut rename = transaction.prepare_cached(sql)?;
    gone.iter().try_for_each(|event| rename.execute([event]).map(drop))?;
    Ok(())
}

/// Which report a report is a copy of, and which are copies of it: a new reading does not change the words.
struct Copies {
    original: Option<i64>,
    copies: Vec<i64>,
}

impl Copies {
    fn of(transaction: &Transaction, report: i64) -> Result<Self, Error> {
        let original = "SELECT original FROM sketch WHERE report = ?1";
        let original = transaction.prepare_cached(original)?.query_row([report], |row| row.get(0)).optional()?;
        let mut find = transaction.prepare_cached("SELECT report FROM sketch WHERE original = ?1 AND report <> ?1")?;
        let copies = find.query_map([report], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(Copies { original, copies })
    }

    fn restore(&self, transaction: &Transaction, report: i64) -> Result<(), Error> {
        let mut update = transaction.prepare_cached("UPDATE sketch SET original = ?2 WHERE report = ?1")?;
        if let Some(original) = self.original {
            update.execute([report, original])?;
        }
        self.copies.iter().try_for_each(|copy| update.execute([*copy, report]).map(drop))?;
        Ok(())
    }
}
