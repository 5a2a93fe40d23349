//! A reading for people: its sentences with the events beneath them, the voices as a tree, instruments and notes.

mod events;
mod voices;

use anstyle::{AnsiColor, Style};
use demarche::record::{Index, Instrument, Note};
use demarche::{Record, Report};
use demarche_page::{Phrases, certainty};
use std::fmt::Write;

/// For faults.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
const HEADING: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const TRIGGER: Style = AnsiColor::Yellow.on_default().bold().underline();
const TYPE: Style = AnsiColor::Green.on_default().bold();
const WHO: Style = AnsiColor::Cyan.on_default();

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

/// The page of one reading, with colors.
pub fn page(report: &Report, record: &Record, width: usize) -> String {
    let phrases = phrases(report, record);
    let mut page = head(report, record, width);
    page.push_str(&events::write(&phrases, width));
    section(&mut page, "Who says so", &voices::write(&phrases));
    section(&mut page, "Instruments", &record.instruments.iter().map(|i| instrument(i, &phrases)).collect::<String>());
    section(&mut page, "Notes", &notes(&record.notes, &phrases));
    page
}

/// One event or instrument of a reading, in a line.
pub fn line(report: &Report, record: &Record, reference: &str) -> String {
    let phrases = phrases(report, record);
    match phrases.index.event(reference) {
        Some(event) => format!("{} · {}", events::deed(event, &phrases), phrases.circumstances(event)),
        None => phrases
            .index
            .instrument(reference)
            .map_or(String::new(), |link| instrument(link, &phrases).trim().to_string()),
    }
}

/// The sentence that holds a character of the text, on one line.
pub fn sentence(report: &Report, record: &Record, at: usize) -> String {
    let whole = record.sentences.iter().find(|s| (s.start..s.end).contains(&at));
    whole.map_or(String::new(), |s| Index::new(record, &report.text).words(s.start, s.end))
}

/// A text without colors.
pub fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

/// A heading.
pub fn heading(text: &str) -> String {
    paint(HEADING, text)
}

/// The name of a type of event.
pub fn kind(text: &str) -> String {
    paint(TYPE, text)
}

/// `text` in a style.
fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// A reading in words, its names in color.
fn phrases<'a>(report: &Report, record: &'a Record) -> Phrases<'a> {
    Phrases::new(report, record).with_names(|name| paint(WHO, name))
}

fn head(report: &Report, record: &Record, width: usize) -> String {
    let mut head = String::new();
    if let Some(title) = &report.title {
        textwrap::wrap(title, width).iter().for_each(|line| head.push_str(&format!("{}\n", paint(HEADING, line))));
    }
    let facts = [&report.publisher, &report.published, &report.url, &report.id];
    let facts: Vec<&str> = facts.into_iter().flatten().map(String::as_str).collect();
    if !facts.is_empty() {
        head.push_str(&format!("{}\n", paint(FAINT, &facts.join(" · "))));
    }
    if record.events.is_empty() {
        head.push_str("\nNo events were found.\n");
    }
    head
}

fn section(page: &mut String, name: &str, lines: &str) {
    if !lines.is_empty() {
        write!(page, "\n{}\n{lines}", paint(HEADING, name)).expect("into a string");
    }
}

fn instrument(link: &Instrument, phrases: &Phrases) -> String {
    let known = link.instrument.as_deref().unwrap_or(&link.name);
    let named = if known == link.name { String::new() } else { format!(" ({})", link.name) };
    let says = phrases.says(link.attribution.as_deref());
    let says = says.map_or(String::new(), |says| format!(", according to {says}"));
    let who = if link.parties.is_empty() { String::new() } else { format!(": {}", phrases.actors(&link.parties)) };
    let certain = certainty(&link.factuality);
    format!("  {}{named} {}{who}, {certain}{says}\n", paint(TYPE, known), link.relation)
}

fn notes(notes: &[Note], phrases: &Phrases) -> String {
    let line = |note: &Note| {
        let words = note
            .start
            .zip(note.end)
            .map_or(String::new(), |(start, end)| format!("{}: ", paint(WHO, &phrases.excerpt(start, end))));
        format!("  {words}{}\n", note.message)
    };
    notes.iter().map(line).collect()
}
