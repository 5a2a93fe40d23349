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

/// An entry of a knowledge file, as `explain` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The file.
    pub file: String,
    /// The entry's first line, from 1.
    pub line: usize,
    /// The entry as written.
    pub text: String,
}

/// The entry that a rule names: `events/en/accuse#concerned` is the frame with this id in `events/en/accuse.toml`,
/// `actors/en/roles#spokesman` the row that begins with this cell in `actors/en/roles.tsv`. `own` are files of the user's.
pub fn entry(rule: &str, own: &[(String, String)]) -> Option<Entry> {
    let (path, id) = rule.split_once('#')?;
    let own = own.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let named = |name: &str| name.strip_suffix(".toml").or_else(|| name.strip_suffix(".tsv")) == Some(path);
    let (name, text) = own.chain(FILES.iter().copied()).find(|(name, _)| named(name))?;
    let (line, text) = if name.ends_with(".toml") { table(text, id)? } else { row(text, id)? };
    Some(Entry { file: name.to_string(), line, text })
}

/// The table of a TOML text that has this id, or this name.
fn table(text: &str, id: &str) -> Option<(usize, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let starts_table = |line: &&str| line.starts_with('[') && line.trim_end().ends_with(']');
    let is_named = |line: &&str| {
        let squeezed: String = line.split_whitespace().collect();
        squeezed == format!("id=\"{id}\"") || squeezed == format!("[{id}]")
    };
    let at = lines.iter().position(is_named)?;
    let first = (0..=at).rev().find(|&i| starts_table(&lines[i])).unwrap_or(at);
    let last = (at + 1..lines.len()).find(|&i| starts_table(&lines[i])).unwrap_or(lines.len());
    Some((first + 1, lines[first..last].join("\n").trim_end().to_string()))
}

/// The row of a TSV text whose first cell is the id, or is its beginning before a hyphen and another cell.
fn row(text: &str, id: &str) -> Option<(usize, String)> {
    let is_meant = |line: &str| {
        let mut cells = line.split('\t');
        let first = cells.next().unwrap_or_default();
        let rest = id.strip_prefix(first).and_then(|rest| rest.strip_prefix('-'));
        first == id || rest.is_some_and(|rest| !first.is_empty() && cells.any(|cell| cell == rest))
    };
    let (number, line) = text.lines().enumerate().find(|(_, line)| !line.starts_with('#') && is_meant(line))?;
    Some((number + 1, line.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_leads_to_its_entry() {
        let own = [(
            "my/book.toml".to_string(),
            "a = 1\n[[frame]]\nid = \"x\"\nb = 2\n\n[[frame]]\nid = \"y\"\n".to_string(),
        )];
        let found = entry("my/book#x", &own).expect("it is there");
        assert_eq!((found.line, found.text.as_str()), (2, "[[frame]]\nid = \"x\"\nb = 2"));
        assert_eq!(
            entry("instruments/en/relations#violate-object", &[]).map(|e| e.file),
            Some("instruments/en/relations.tsv".to_string())
        );
        assert_eq!(entry("my/book#z", &own), None);
    }

    #[test]
    fn a_row_with_too_many_cells_names_its_line() {
        let fault = rows("f.tsv", "a\tb\n1\t2\n1\t2\t3\n").expect_err("three cells under two columns");
        assert_eq!((fault.file.as_str(), fault.line), ("f.tsv", 3));
    }
}
