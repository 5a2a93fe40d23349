//! What the whole desk shares: the reader's knowledge, the archive's connections, who may do what.

use super::guard::Guard;
use super::metrics::Metrics;
use super::rate::Rate;
use demarche::Guide;
use demarche_archive::{Archive, Error};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

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
    /// Connections that only read and are not in use.
    idle: Mutex<Vec<Archive>>,
}

impl Desk {
    /// A desk over an archive.
    pub fn new((guide, own): (Guide, Vec<(String, String)>), archive: PathBuf, guard: Guard, rate: Rate) -> Desk {
        Desk { guide, own, archive, guard, metrics: Metrics::default(), rate, idle: Mutex::default() }
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
