//! Reports from files and the standard input. What cannot be read is a fault with a name; the rest goes on.

mod lines;

use crate::arguments::{From, Input};
use anyhow::{Result, bail};
use demarche::Report;
use jiff::civil::Date;
use lines::Lines;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

/// The longest report that is read, in bytes. News reports are a thousandth of it; a longer one is a file of something
/// else, or of many.
pub const LONGEST: usize = 8 << 20;

/// A report, or what is wrong with it: where, what, and the way out.
pub type Item = Result<Report, String>;

/// Every report of the input, in order. Files are opened one after the other, as they are needed.
///
/// # Errors
/// When no path is given and the standard input is a terminal: nobody would know what it waits for.
pub fn reports(input: &Input) -> Result<Box<dyn Iterator<Item = Item>>> {
    let (from, published) = (input.from, input.published);
    let sources = paths(&input.paths, "demarche read report.txt")?;
    // Only files of one report each say how many there will be.
    if sources.iter().all(|p| !is_stdin(p) && kind(p, from) == From::Text) {
        let each =
            sources.into_iter().map(move |p| read_text(&p).map(|text| dated(Report::from_text(text), published)));
        return Ok(Box::new(each));
    }
    Ok(Box::new(sources.into_iter().flat_map(move |path| open(&path, from, published))))
}

/// The paths given, or the standard input.
///
/// # Errors
/// When none is given and the standard input is a terminal.
pub fn paths(given: &[PathBuf], example: &str) -> Result<Vec<PathBuf>> {
    match given {
        [] if io::stdin().is_terminal() => bail!("nothing to read: name a file or pipe one in, as in `{example}`"),
        [] => Ok(vec![PathBuf::from("-")]),
        given => Ok(given.to_vec()),
    }
}

/// The whole text of a file or the standard input.
///
/// # Errors
/// What is wrong, with the file's name and the way out.
pub fn read_text(path: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let mut reader = opened(path)?;
    let read = reader.by_ref().take(LONGEST as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|e| format!("{}: {e}", name(path)))?;
    if bytes.len() > LONGEST {
        return Err(format!("{}: {}", name(path), too_long()));
    }
    String::from_utf8(bytes).map_err(|e| format!("{}: {}", name(path), not_text(&e)))
}

/// The lines of a file or the standard input, each with its place and name.
///
/// # Errors
/// When it cannot be opened.
pub fn read_lines(path: &Path) -> Result<impl Iterator<Item = (String, Result<String, String>)> + use<>, String> {
    let name = name(path);
    let numbered = Lines::new(opened(path)?, LONGEST).enumerate();
    Ok(numbered.map(move |(number, line)| (format!("{name}:{}", number + 1), line)))
}

fn open(path: &Path, from: From, published: Option<Date>) -> Box<dyn Iterator<Item = Item>> {
    let opened = match opened(path) {
        Ok(opened) => opened,
        Err(fault) => return Box::new(std::iter::once(Err(fault))),
    };
    let mut opened = opened;
    let from = match kind(path, from) {
        From::Auto if begins_with_brace(&mut opened) => From::Jsonl,
        From::Auto => From::Text,
        known => known,
    };
    let name = name(path);
    if from == From::Jsonl {
        let numbered = Lines::new(opened, LONGEST).enumerate();
        let given = numbered.filter(|(_, line)| !line.as_ref().is_ok_and(|l| l.trim().is_empty()));
        return Box::new(given.map(move |(number, line)| {
            let place = format!("{name}:{}", number + 1);
            let report = line.and_then(|l| serde_json::from_str::<Report>(&l).map_err(|e| no_report(&e)));
            report.map(|r| dated(r, published)).map_err(|fault| format!("{place}: {fault}"))
        }));
    }
    let mut bytes = Vec::new();
    let read = opened.take(LONGEST as u64 + 1).read_to_end(&mut bytes).map_err(|e| e.to_string());
    let text = read.and_then(|_| match bytes.len() > LONGEST {
        true => Err(too_long()),
        false => String::from_utf8(bytes).map_err(|e| not_text(&e)),
    });
    let report = text.map(|t| dated(Report::from_text(t), published)).map_err(|fault| format!("{name}: {fault}"));
    Box::new(std::iter::once(report))
}

fn opened(path: &Path) -> Result<Box<dyn BufRead>, String> {
    if is_stdin(path) {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    if path.is_dir() {
        return Err(format!("{0}: is a folder; name the files in it, as in {0}/*.txt", name(path)));
    }
    let file = File::open(path).map_err(|e| format!("{}: {}", name(path), plain(&e)))?;
    Ok(Box::new(BufReader::new(file)))
}

fn kind(path: &Path, from: From) -> From {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    match (from, ending) {
        (From::Auto, "jsonl" | "ndjson" | "json") => From::Jsonl,
        (From::Auto, _) if is_stdin(path) => From::Auto,
        (From::Auto, _) => From::Text,
        (given, _) => given,
    }
}

fn begins_with_brace(reader: &mut Box<dyn BufRead>) -> bool {
    let ahead = reader.fill_buf().unwrap_or_default();
    ahead.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{')
}

fn dated(mut report: Report, published: Option<Date>) -> Report {
    report.published = report.published.or_else(|| published.map(|day| day.to_string()));
    report
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn name(path: &Path) -> String {
    if is_stdin(path) { "standard input".to_string() } else { path.display().to_string() }
}

fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_string(),
        io::ErrorKind::PermissionDenied => "may not be read (permission denied)".to_string(),
        _ => error.to_string(),
    }
}

fn too_long() -> String {
    format!("longer than {} MB: no single report; cut it into reports, one a file or one a JSON line", LONGEST >> 20)
}

fn not_text(error: &std::string::FromUtf8Error) -> String {
    let at = error.utf8_error().valid_up_to();
    format!("not UTF-8 text (byte {at}); convert it first, as in `iconv -f latin1 -t utf-8`")
}

fn no_report(error: &serde_json::Error) -> String {
    format!("no report: {error}; a line is an object such as {{\"text\": \"…\", \"published\": \"2024-06-20\"}}")
}
