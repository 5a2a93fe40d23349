//! A reading for people: sentences with their events beneath, the voices as a tree, instruments and notes.

use anstyle::{AnsiColor, Style};
use demarche::{Record, Report};

/// For faults.
pub const BAD: Style = AnsiColor::Red.on_default().bold();

/// The width to write for: the terminal's, at most 100 columns.
pub fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(w, _)| usize::from(w.0)).clamp(40, 100)
}

/// Takes the colors out where the standard output shows none.
pub fn for_stdout(page: &str) -> String {
    match anstream::AutoStream::choice(&std::io::stdout()) {
        anstream::ColorChoice::Never => anstream::adapter::strip_str(page).to_string(),
        _ => page.to_string(),
    }
}

/// The page of one reading.
pub fn page(report: &Report, record: &Record, width: usize) -> String {
    let _ = (report, width);
    format!("{} events\n", record.events.len())
}
