//! Reports from files, folders, addresses and the standard input. What cannot be read is a fault with a name; the rest goes on.

use crate::arguments::{From, Input};
use anyhow::{Result, bail};
use demarche::Report;
use demarche_sources::{Kind, Options, open};
use jiff::civil::Date;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// The longest report that is read, in bytes. News reports are a thousandth of it; a longer one is a file of something
/// else, or of many.
pub const LONGEST: usize = 8 << 20;

/// A report, or what is wrong with it: where, what, and the way out.
pub type Item = Result<Report, String>;

/// Reports as they come, and how many there will be, where that is known before they are read.
pub struct Items {
    items: Box<dyn Iterator<Item = Item>>,
    total: Option<usize>,
}

impl Iterator for Items {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        self.items.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, self.total)
    }
}

/// Every report of the input, in order. Files are opened one after the other, as they are needed.
///
/// # Errors
/// When no path is given and the standard input is a terminal: nobody would know what it waits for.
pub fn reports(input: &Input) -> Result<Items> {
    let published = input.published;
    let paths = paths(&input.paths, "demarche read report.txt")?;
    // Only files of one report each say how many there will be.
    let total = paths.iter().all(|p| holds_one(p, input.from)).then_some(paths.len());
    let options = Options {
        kind: kind(input.from),
        fields: input.fields.clone().unwrap_or_default(),
        longest: LONGEST,
        ..Options::default()
    };
    let reports = open(paths, &options);
    let items = reports.map(move |item| item.map(|r| dated(r, published)).map_err(|reject| reject.to_string()));
    Ok(Items { items: Box::new(items), total })
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

/// Whether a path is a file of one text.
fn holds_one(path: &Path, from: From) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let one = matches!(ending, "txt" | "md" | "html" | "htm") || from == From::Text;
    one && path.as_os_str() != "-"
        && !path.is_dir()
        && matches!(from, From::Auto | From::Text | From::Html | From::Markdown)
}

fn kind(from: From) -> Kind {
    match from {
        From::Auto => Kind::Auto,
        From::Text => Kind::Text,
        From::Markdown => Kind::Markdown,
        From::Html => Kind::Html,
        From::Json => Kind::Json,
        From::Jsonl => Kind::JsonLines,
        From::Csv => Kind::Csv,
        From::Parquet => Kind::Parquet,
        From::Warc => Kind::Warc,
        From::Feed => Kind::Feed,
    }
}

/// A report that says no day of its own has the one that was given.
pub fn dated(mut report: Report, published: Option<Date>) -> Report {
    report.published = report.published.or_else(|| published.map(|day| day.to_string()));
    report
}
