//! Reports and their records as rows.
//!
//! In: a report, its record, and where it came from. Out: rows of every table, in the transaction of a [`Batch`], so that
//! a report is in whole or not at all. The same report (text, day of publication and publisher) twice is one.

mod actors;
pub mod days;
mod packing;
mod rows;
pub mod sentences;

pub(crate) use packing::Packer;
pub(crate) use rows::{Ids, replace};

use crate::Error;
use crate::happenings::{self, Memory, Told};
use demarche::record::MadeBy;
use demarche::{Record, Report};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};
use std::cell::{RefCell, RefMut};

/// What makes two reports the same: 128 bits over text, day of publication and publisher.
pub type Hash = [u8; 16];

/// What came of adding a report: its id, old or new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was not there.
    New(i64),
    /// It was, and nothing was written.
    Known(i64),
}

/// An input that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Where exactly: a path with a line, a member of a zip, an address.
    pub place: String,
    /// What to open again for a retry: the path or address that was asked for.
    pub origin: String,
    /// What is wrong, and the way out.
    pub reason: String,
}

/// A report with its record, ready to be written: what can be done before, on another thread, is done.
pub(crate) struct Prepared {
    pub report: Report,
    pub record: Record,
    pub hash: Hash,
    pub packed: Vec<u8>,
    pub told: Told,
}

/// The hash of a report's content.
pub fn hash(report: &Report) -> Hash {
    let mut hash = Sha256::new();
    let day = report.day().map(|day| day.to_string()).unwrap_or_default();
    for part in [report.text.as_str(), &day, report.publisher.as_deref().unwrap_or_default()] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize()[..16].try_into().expect("16 of 32 bytes")
}

/// One transaction of writing. Dropped without [`Batch::commit`], nothing of it stays.
pub struct Batch<'a> {
    transaction: Transaction<'a>,
    tables: &'a happenings::Tables,
    memory: RefCell<Memory>,
    /// Where the memory goes with a commit. Without one it is lost, with what it took in.
    home: &'a mut Memory,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(
        transaction: Transaction<'a>,
        tables: &'a happenings::Tables,
        home: &'a mut Memory,
    ) -> Result<Self, Error> {
        let mut memory = std::mem::take(home);
        memory.wake(&transaction)?;
        Ok(Batch { transaction, tables, memory: memory.into(), home })
    }

    /// Adds a report with its record. `origin` is where it was read from, `run` the import it belongs to.
    ///
    /// # Errors
    /// Those of the database; the batch should then be dropped.
    pub fn add(&self, report: &Report, record: &Record, origin: &str, run: Option<i64>) -> Result<Added, Error> {
        let (report, record) = (report.clone(), record.clone());
        let (hash, packed) = (hash(&report), Packer::new().pack(&record)?);
        let told = Told::of(&report, &record, self.tables);
        self.add_prepared(&Prepared { report, record, hash, packed, told }, origin, run)
    }

    /// As [`Batch::add`].
    pub(crate) fn add_prepared(&self, kept: &Prepared, origin: &str, run: Option<i64>) -> Result<Added, Error> {
        if let Some(known) = find(&self.transaction, &kept.hash)? {
            return Ok(Added::Known(known));
        }
        let id = rows::insert(&self.transaction, kept, origin, run)?;
        happenings::join(&self.transaction, &mut self.memory(), id, &kept.told, self.tables)?;
        Ok(Added::New(id))
    }

    /// Takes a report out, with all that was read in it. Whether there was one.
    ///
    /// # Errors
    /// Those of the database.
    pub fn remove(&self, report: i64) -> Result<bool, Error> {
        happenings::part(&self.transaction, report)?;
        self.memory().forget_all();
        rows::remove(&self.transaction, report)
    }

    /// Keeps an input that could not be read, for a retry.
    ///
    /// # Errors
    /// Those of the database.
    pub fn reject(&self, reject: &Reject, now: &str, run: Option<i64>) -> Result<(), Error> {
        let sql = "INSERT INTO reject (place, origin, reason, seen, run) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (place) DO UPDATE SET reason = excluded.reason, seen = excluded.seen,
                   run = excluded.run, tries = tries + 1";
        let mut insert = self.transaction.prepare_cached(sql)?;
        insert.execute(params![reject.place, reject.origin, reject.reason, now, run])?;
        Ok(())
    }

    /// The number of these versions among the archive's.
    ///
    /// # Errors
    /// Those of the database.
    pub fn knowledge(&self, made_by: &MadeBy) -> Result<i64, Error> {
        rows::knowledge(&self.transaction, made_by)
    }

    /// The transaction, for what else belongs into it.
    pub(crate) fn transaction(&self) -> &Transaction<'a> {
        &self.transaction
    }

    /// What decides which events are one.
    pub(crate) fn tables(&self) -> &happenings::Tables {
        self.tables
    }

    /// What joining remembers; whoever changes mentions or happenings otherwise makes it forget.
    pub(crate) fn memory(&self) -> RefMut<'_, Memory> {
        self.memory.borrow_mut()
    }

    /// Makes it last.
    ///
    /// # Errors
    /// Those of the database; then nothing of the batch is there.
    pub fn commit(self) -> Result<(), Error> {
        self.transaction.commit()?;
        *self.home = self.memory.into_inner();
        Ok(())
    }
}

/// The id of the report with this hash, where there is one.
///
/// # Errors
/// Those of the database.
pub fn find(connection: &Connection, hash: &Hash) -> Result<Option<i64>, Error> {
    let mut find = connection.prepare_cached("SELECT id FROM report WHERE hash = ?1")?;
    Ok(find.query_row([&hash[..]], |row| row.get(0)).optional()?)
}

/// The record as it was written.
///
/// # Errors
/// Where there is no such report, or its record is damaged.
pub fn record(connection: &Connection, report: i64) -> Result<Option<Record>, Error> {
    line(connection, report)?.map(|json| Ok(serde_json::from_slice(&json)?)).transpose()
}

/// The record as JSON, the very bytes that were kept.
///
/// # Errors
/// Where the record is damaged.
pub fn line(connection: &Connection, report: i64) -> Result<Option<Vec<u8>>, Error> {
    let sql = "SELECT dictionary, record FROM reading WHERE report = ?1";
    let packed =
        connection.query_row(sql, [report], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?))).optional()?;
    packed.map(|(dictionary, bytes)| packing::unpack(dictionary, &bytes)).transpose()
}

/// A report's whole text: its sentences, joined.
///
/// # Errors
/// Those of the database.
pub fn text(connection: &Connection, report: i64) -> Result<String, Error> {
    let mut sentences = connection.prepare_cached("SELECT text FROM sentence WHERE report = ?1 ORDER BY number")?;
    let texts = sentences.query_map([report], |row| row.get::<_, String>(0))?;
    Ok(texts.collect::<Result<_, _>>()?)
}
