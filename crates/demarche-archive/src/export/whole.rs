//! Files and folders that are there whole or not at all.

use crate::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// A file on its way to its place. Dropped before [`Whole::finish`], nothing of it stays.
pub struct Whole {
    file: File,
    part: PathBuf,
    path: PathBuf,
}

impl Whole {
    /// Begins a file beside its place.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let part = part(path);
        let file = File::create(&part).map_err(|error| named(path, &error))?;
        Ok(Whole { file, part, path: path.to_path_buf() })
    }

    /// Where to write.
    pub fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Moves the file to its place, over what was there.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn finish(self) -> Result<(), Error> {
        self.file.sync_all()?;
        Ok(fs::rename(&self.part, &self.path)?)
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        // After a move there is nothing left to remove.
        let _ = fs::remove_file(&self.part);
    }
}

/// A folder on its way to its place.
pub struct WholeFolder {
    part: PathBuf,
    path: PathBuf,
}

impl WholeFolder {
    /// Begins a folder beside its place.
    ///
    /// # Errors
    /// Where it is already there: other programs may be reading it.
    pub fn create(path: &Path) -> Result<Self, Error> {
        if path.exists() {
            return Err(Error::Question(format!("{}: is already there; name a new folder", path.display())));
        }
        let part = part(path);
        fs::create_dir_all(&part).map_err(|error| named(path, &error))?;
        Ok(WholeFolder { part, path: path.to_path_buf() })
    }

    /// Where to write.
    pub fn part(&self) -> &Path {
        &self.part
    }

    /// Moves the folder to its place.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn finish(self) -> Result<(), Error> {
        Ok(fs::rename(&self.part, &self.path)?)
    }
}

impl Drop for WholeFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.part);
    }
}

/// The name of what is not whole yet: other programs skip names that begin with a point.
fn part(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

fn named(path: &Path, error: &std::io::Error) -> Error {
    Error::Question(format!("{}: cannot be written ({error})", path.display()))
}
