//! What the whole desk shares: the reader's knowledge, the archive's connections, who may do what.

use super::cache::Cache;
use super::fetching::Fetching;
use super::guard::Guard;
use super::metrics::Metrics;
use super::rate::Rate;
use demarche::Guide;
use demarche_archive::{Archive, Error};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// How many whole lists are read at once.
const STREAMS: usize = 4;

/// The desk.
pub struct Desk {
    /// All knowledge of the reader.
    pub guide: Guide,
    /// The files of the user's that went into it: names and texts.
    pub own: Vec<(String, String)>,
    /// Where the archive lies.
    pub archive: PathBuf,
    /// Who may do what.
    pub guard: Guard,
    /// What happened so far, in numbers.
    pub metrics: Metrics,
    /// How often each asker may ask.
    pub rate: Rate,
    /// Reports by address.
    pub fetching: Fetching,
    /// Answers that were made a moment ago.
    pub cache: Cache,
    /// Places for making answers: more than a few at once only wait for each other, and each takes memory.
    pub makers: Arc<Semaphore>,
    /// Places for reading whole lists.
    pub streams: Arc<Semaphore>,
    /// A connection that tells when the archive changes.
    watch: Mutex<Option<Archive>>,
    /// Connections that only read and are not in use.
    idle: Mutex<Vec<Archive>>,
}

impl Desk {
    /// A desk over an archive.
    pub fn new(
        (guide, own): (Guide, Vec<(String, String)>),
        archive: PathBuf,
        guard: Guard,
        rate: Rate,
        fetching: Fetching,
    ) -> Desk {
        let cores = std::thread::available_parallelism().map_or(2, NonZero::get);
        Desk {
            guide,
            own,
            archive,
            guard,
            metrics: Metrics::default(),
            rate,
            fetching,
            cache: Cache::default(),
            makers: Arc::new(Semaphore::new(2 * cores)),
            streams: Arc::new(Semaphore::new(STREAMS)),
            watch: Mutex::default(),
            idle: Mutex::default(),
        }
    }

    /// A number that changes whenever the archive does.
    ///
    /// # Errors
    /// Where the archive cannot be opened.
    pub fn state(&self) -> Result<i64, Error> {
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        if watch.is_none() {
            *watch = Some(Archive::open_to_read(&self.archive)?);
        }
        watch.as_ref().map_or(Ok(0), Archive::state)
    }

    /// Does something with a connection that only reads.
    ///
    /// # Errors
    /// Where the archive cannot be opened.
    pub fn reading<T>(&self, with: impl FnOnce(&Archive) -> T) -> Result<T, Error> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let archive = match idle {
            Some(archive) => archive,
            None => Archive::open_to_read(&self.archive)?,
        };
        let made = with(&archive);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(archive);
        Ok(made)
    }

    /// Opens the archive to write.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn writing(&self) -> Result<Archive, Error> {
        Archive::open(&self.archive)
    }
}
