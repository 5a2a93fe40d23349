//! Paths as plain text, for those who read other things than reports from the same places.

use crate::encoding;
use crate::lines::Lines;
use crate::reject::{Place, Reason, Reject};
use crate::source::read_whole;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// The whole text of a file or, as `-`, of the standard input.
///
/// # Errors
/// What is wrong with it: not there, no text, longer than `longest` bytes.
pub fn read_text(path: &Path, longest: usize) -> Result<String, Reject> {
    let read = || -> Result<String, Reason> {
        let bytes = read_whole(opened(path)?, longest)?;
        encoding::is_text(&bytes)?;
        encoding::decode(bytes, None)
    };
    read().map_err(|reason| reason.at(place(path)))
}

/// The lines of a file or, as `-`, of the standard input, each with its place. One that is longer than `longest` bytes or no
/// text is a reject.
///
/// # Errors
/// Where it cannot be opened.
pub fn read_lines(
    path: &Path,
    longest: usize,
) -> Result<impl Iterator<Item = (Place, Result<String, Reject>)>, Reject> {
    let whole = place(path);
    let lines = Lines::new(opened(path).map_err(|reason| reason.at(whole.clone()))?, longest).zip(1..);
    Ok(lines.map(move |(line, number)| {
        let place = whole.line(number);
        let text = line.and_then(|l| encoding::decode(l, None)).map_err(|reason| reason.at(place.clone()));
        (place, text)
    }))
}

fn place(path: &Path) -> Place {
    Place::new(path.display().to_string())
}

fn opened(path: &Path) -> Result<Box<dyn BufRead>, Reason> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    if path.is_dir() {
        return Err(Reason::lasting("is a folder; name the files in it"));
    }
    Ok(Box::new(BufReader::new(File::open(path)?)))
}
