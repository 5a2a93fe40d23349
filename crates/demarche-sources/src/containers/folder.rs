//! Folders: every file in them, at any depth, in the order of their names.

use crate::metered::Meter;
use crate::reject::{Place, Reason};
use crate::reports::{Finds, Found};
use crate::source::{Block, Body, Said, Source};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The files of a folder. Hidden ones are left out, and so are links to folders: they may lead in a circle.
pub(crate) fn read(path: &Path, source: &Source) -> Result<Finds, Reason> {
    let first = entries(path)?;
    Ok(Box::new(Files { folders: vec![first], depth: source.depth }))
}

struct Files {
    /// What is left of each open folder, the next entry last.
    folders: Vec<Vec<PathBuf>>,
    depth: usize,
}

impl Iterator for Files {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let Some(path) = self.folders.last_mut()?.pop() else {
                self.folders.pop();
                continue;
            };
            if path.is_dir() {
                if path.is_symlink() {
                    continue;
                }
                match entries(&path) {
                    Ok(inner) => self.folders.push(inner),
                    Err(error) => return Some(Found::Reject(Reason::from(error).at(place(&path)))),
                }
                continue;
            }
            return Some(Found::Source(Box::new(Source {
                place: place(&path),
                body: Body::Block(Block::File(path)),
                said: Said::default(),
                fetched: None,
                meter: Meter::new(),
                depth: self.depth,
            })));
        }
    }
}

fn place(path: &Path) -> Place {
    Place::new(path.display().to_string())
}

/// The entries of a folder, the first by name last.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort_unstable_by(|a, b| b.cmp(a));
    Ok(paths)
}
