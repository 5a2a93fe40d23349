//! The knowledge files that lie beside the stages (`src/*/en/`), and how they are read.
//!
//! A `.tsv` file has a heading line that names its columns, then one entry a line, cells parted by tabs. Lines that
//! begin with `#` are comments. Errors carry the file, the line and what was expected.

use thiserror::Error;

/// Every knowledge file: its path below `src`, and its text.
pub static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/knowledge.rs"));

/// Knowledge that cannot be read.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[error("{file}:{line}: {message}")]
pub struct KnowledgeError {
    /// The file, as a path below `src` or as the user named it.
    pub file: String,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What was found and what was expected.
    pub message: String,
}

impl KnowledgeError {
    /// An error in `file` at `line`.
    pub fn new(file: &str, line: usize, message: impl Into<String>) -> Self {
        KnowledgeError { file: file.to_string(), line, message: message.into() }
    }
}

/// The text of the shipped knowledge file at `path`, such as `dates/en/months.tsv`.
///
/// # Errors
/// When there is no such file.
pub fn file(path: &str) -> Result<&'static str, KnowledgeError> {
    FILES
        .binary_search_by(|(name, _)| (*name).cmp(path))
        .map(|at| FILES[at].1)
        .map_err(|_| KnowledgeError::new(path, 0, "no such knowledge file"))
}

/// The shipped knowledge files below a folder, such as `events/en/`.
pub fn folder(prefix: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied().filter(move |(name, _)| name.starts_with(prefix))
}

/// The rows of a `.tsv` text: line number and cells, as many as the heading has columns (missing last cells are
/// empty).
///
/// # Errors
/// When a row has more cells than the heading.
pub fn rows<'a>(path: &str, text: &'a str) -> Result<Vec<(usize, Vec<&'a str>)>, KnowledgeError> {
    let mut lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
    let columns = lines.next().map_or(0, |(_, heading)| heading.split('\t').count());
    lines
        .map(|(number, line)| {
            let mut cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            if cells.len() > columns {
                let message = format!("{} cells where the heading has {columns}", cells.len());
                return Err(KnowledgeError::new(path, number + 1, message));
            }
            cells.resize(columns, "");
            Ok((number + 1, cells))
        })
        .collect()
}
