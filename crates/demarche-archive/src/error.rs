//! What can go wrong with an archive, in words for the person at the keyboard.

use std::path::PathBuf;
use thiserror::Error;

/// A fault of an archive or of a question to it.
#[derive(Debug, Error)]
#[allow(missing_docs)]
pub enum Error {
    #[error("{}: there is no archive; `demarche add` makes one", .0.display())]
    Missing(PathBuf),
    #[error("{}: not an archive of demarche", .0.display())]
    Foreign(PathBuf),
    #[error("{}: made by a newer demarche (version {found} of its tables; this program knows {known})", path.display())]
    Newer { path: PathBuf, found: usize, known: usize },
    #[error("{}: made by an older demarche; `demarche add` without paths brings it up to date", .0.display())]
    Older(PathBuf),
    #[error("another program is writing to the archive; wait until it is done, or add to another one with --archive")]
    Busy,
    #[error("the archive is damaged: {0}")]
    Damaged(String),
    /// A question that cannot be asked: what is wrong and what would do.
    #[error("{0}")]
    Question(String),
    #[error(transparent)]
    Database(rusqlite::Error),
    #[error("a record in the archive cannot be read: {0}")]
    Record(#[from] serde_json::Error),
    #[error(transparent)]
    Knowledge(#[from] demarche::knowledge::KnowledgeError),
    #[error(transparent)]
    Guide(#[from] demarche::guide::GuideError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Error::Busy,
            Some(rusqlite::ErrorCode::DatabaseCorrupt) => Error::Damaged(error.to_string()),
            _ => Error::Database(error),
        }
    }
}
