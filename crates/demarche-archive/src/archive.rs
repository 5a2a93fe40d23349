//! The file: opening, creating, checking.

use crate::happenings::{Memory, Tables};
use crate::store::Batch;
use crate::{Error, schema};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a program waits for another that writes. Batches take less than a second, so this is only reached when
/// somebody holds the archive on purpose.
const PATIENCE: Duration = Duration::from_secs(20);

/// An archive: one file, read by many and written by one at a time.
pub struct Archive {
    connection: Connection,
    path: PathBuf,
    tables: Tables,
    memory: Memory,
}

impl Archive {
    /// Opens an archive to read and write; makes it where there is none, and brings an older one up to date.
    ///
    /// # Errors
    /// Where the file is something else, newer than this program, or cannot be written.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        schema::version(&connection, path)?;
        // Readers go on while one writes. Kept in the file, so that every later connection has it.
        connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
        // Safe when a program is killed; after a power failure the last batches may be missing, never half there.
        connection.pragma_update(None, "synchronous", "normal")?;
        // What several batches change is copied into the file once: after 16,384 pages of 4 kB.
        connection.pragma_update(None, "wal_autocheckpoint", 16_384)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        prepare(&connection)?;
        schema::migrate(&mut connection, path)?;
        Ok(Archive { connection, path: path.to_path_buf(), tables: Tables::shipped()?, memory: Memory::default() })
    }

    /// Opens an archive to read.
    ///
    /// # Errors
    /// Where there is none, or the file is something else, or of another version of the tables.
    pub fn open_to_read(path: &Path) -> Result<Self, Error> {
        if !path.is_file() {
            return Err(Error::Missing(path.to_path_buf()));
        }
        let connection =
            Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(PATIENCE)?;
        match schema::version(&connection, path)? {
            0 => return Err(Error::Foreign(path.to_path_buf())),
            version if version < schema::VERSION => return Err(Error::Older(path.to_path_buf())),
            _ => prepare(&connection)?,
        }
        // Pages are looked at where the system keeps them, once for all connections (at most so many bytes of the file).
        connection.pragma_update(None, "mmap_size", 1_i64 << 36)?;
        Ok(Archive { connection, path: path.to_path_buf(), tables: Tables::shipped()?, memory: Memory::default() })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The connection, for questions.
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// What telling sameness knows.
    pub(crate) fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Begins a batch of writing. Others can read, and wait with their own writing until it ends.
    ///
    /// # Errors
    /// [`Error::Busy`] where another program does not stop writing.
    pub fn batch(&mut self) -> Result<Batch<'_>, Error> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Batch::new(transaction, &self.tables, &mut self.memory)
    }

    /// A number that changes whenever another connection changed the archive; of use only to this one.
    ///
    /// # Errors
    /// Those of the database.
    pub fn state(&self) -> Result<i64, Error> {
        Ok(self.connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// The paths and addresses of what could not be read, each once, in order.
    ///
    /// # Errors
    /// Those of the database.
    pub fn origins_of_rejects(&self) -> Result<Vec<String>, Error> {
        let mut find = self.connection.prepare("SELECT origin FROM reject GROUP BY origin ORDER BY min(id)")?;
        let origins = find.query_map([], |row| row.get(0))?;
        Ok(origins.collect::<Result<_, _>>()?)
    }

    /// Ends the question that this archive is answering, from another thread; it answers with an error.
    pub fn stopper(&self) -> impl Fn() + Send + 'static {
        let handle = self.connection.get_interrupt_handle();
        move || handle.interrupt()
    }

    /// Looks through the whole file: pages and indexes, references, and the full text against the sentences.
    ///
    /// # Errors
    /// [`Error::Damaged`] with what was found.
    pub fn check(&self) -> Result<(), Error> {
        let damage = |what: String| Err(Error::Damaged(what));
        let found: String = self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if found != "ok" {
            return damage(found);
        }
        let mut lost = self.connection.prepare("PRAGMA foreign_key_check")?;
        if let Some(row) = lost.query([])?.next()? {
            let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
            return damage(format!("a row of {table} points to a missing one of {parent}"));
        }
        // A full text's own check is written as an insertion, and compares with its content only when given a rank.
        let words = "INSERT INTO sentence_words (sentence_words, rank) VALUES ('integrity-check', 1)";
        match self.connection.execute(words, []) {
            Ok(_) => Ok(()),
            Err(error) => damage(format!("the full text does not fit the sentences ({error})")),
        }
    }
}

/// What every connection is given: memory for the pages in use (64 MB), sorting in memory.
fn prepare(connection: &Connection) -> Result<(), Error> {
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.set_prepared_statement_cache_capacity(256);
    // A plan serves for every value: else SQLite plans many statements anew each time they are asked.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}
