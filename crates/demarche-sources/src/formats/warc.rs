//! WARC: captured web traffic, of which the pages are read: answers with status 200 that are HTML, pages kept without their answer
//! (`resource` records), and texts taken out of such (`conversion` records). A page that says no day has that of its capture, and a
//! remark says so.
//!
//! A record says its length. Where what follows is no record, the length was wrong: the record is refused and the next one
//! searched for.

mod answer;

use super::read_one;
use crate::kind::Kind;
use crate::options::Options;
use crate::published;
use crate::reject::{Place, Reason, too_long};
use crate::reports::{Finds, Found};
use crate::source::{Said, Source, Stream};
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

/// The longest line of a record's head.
const LINE: usize = 64 << 10;

/// How many lines a record's head may have.
const LINES: usize = 200;

/// The reports of the pages captured.
pub(crate) fn read(stream: Stream, source: Source, options: &Arc<Options>) -> Finds {
    let reader = BufReader::with_capacity(64 << 10, stream);
    Box::new(Records { reader, place: source.place, options: options.clone(), number: 0, ended: false })
}

/// The media types of pages.
const PAGES: [&str; 2] = ["text/html", "application/xhtml"];

/// A report without a day of its own has that of its capture.
fn with_day_of_capture(report: demarche::Report, captured: Option<&str>) -> demarche::Report {
    let Some(day) = captured.filter(|day| report.published.is_none() && published::is_iso(day)) else { return report };
    let remark = "the page says no day of publication: this is the day on which it was captured".to_string();
    let remarks = report.remarks.into_iter().chain([remark]).collect();
    demarche::Report { published: Some(day.to_string()), remarks, ..report }
}

struct Records {
    reader: BufReader<Stream>,
    place: Place,
    options: Arc<Options>,
    number: u64,
    ended: bool,
}

/// The head of a record.
#[derive(Default)]
struct Head {
    kind: String,
    length: Option<u64>,
    target: Option<String>,
    captured: Option<String>,
    media: String,
}

impl Iterator for Records {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while !self.ended {
            self.number += 1;
            let place = self.place.record(self.number);
            match self.record() {
                Ok(None) => {}
                Ok(Some((target, Ok(report)))) => return Some(Found::Report(at(place, target), report)),
                Ok(Some((target, Err(reason)))) => return Some(Found::Reject(reason.at(at(place, target)))),
                Err(reason) => return Some(Found::Reject(reason.at(place))),
            }
        }
        None
    }
}

/// A record's place, with the address of its page.
fn at(place: Place, target: Option<String>) -> Place {
    let Some(target) = target else { return place };
    Place { at: place.at, ..place.within(&target) }
}

type Page = (Option<String>, Result<Box<demarche::Report>, Reason>);

impl Records {
    /// The next record's page, none where it holds no page. An error is one of the file's form.
    fn record(&mut self) -> Result<Option<Page>, Reason> {
        let Some(head) = self.head()? else { return Ok(None) };
        let Some(length) = head.length else {
            self.search()?;
            return Err(Reason::lasting("the record does not say its length; it was passed over"));
        };
        let wanted = match head.kind.as_str() {
            "response" => head.media.starts_with("application/http"),
            "conversion" => head.media.starts_with("text/plain"),
            "resource" => PAGES.iter().any(|page| head.media.starts_with(page)),
            _ => false,
        };
        if !wanted {
            self.pass(length)?;
            self.end()?;
            return Ok(None);
        }
        if length > self.options.longest as u64 {
            self.pass(length)?;
            self.end()?;
            return Ok(Some((head.target, Err(too_long(self.options.longest)))));
        }
        let mut block = Vec::with_capacity(length as usize);
        if self.reader.by_ref().take(length).read_to_end(&mut block).map_err(|e| self.broken(e))? < length as usize {
            self.ended = true;
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        self.end()?;
        let report = self.page(&head, block).transpose();
        Ok(report.map(|report| (head.target, report.map(Box::new))))
    }

    fn page(&self, head: &Head, block: Vec<u8>) -> Result<Option<demarche::Report>, Reason> {
        let said = |kind: Option<String>| Said { kind, url: head.target.clone(), ..Said::default() };
        let (kind, bytes, said) = match head.kind.as_str() {
            "conversion" => (Kind::Text, block, said(None)),
            "resource" => (Kind::Html, block, said(Some(head.media.clone()))),
            _ => match answer::page(block, self.options.longest)? {
                Some((media, bytes)) => (Kind::Html, bytes, said(Some(media))),
                None => return Ok(None),
            },
        };
        read_one(kind, bytes, &said, &self.options)
            .map(|report| Some(with_day_of_capture(report, head.captured.as_deref())))
    }

    /// The head of the next record; none at the end of the file.
    fn head(&mut self) -> Result<Option<Head>, Reason> {
        let mut version = self.line()?;
        while version.as_deref().is_some_and(str::is_empty) {
            version = self.line()?;
        }
        let Some(version) = version else {
            self.ended = true;
            return Ok(None);
        };
        if !version.starts_with("WARC/") {
            self.search()?;
            return Err(Reason::lasting(
                "what follows is no record: the one before says a wrong length; passed over to the next",
            ));
        }
        let mut head = Head::default();
        for _ in 0..LINES {
            match self.line()?.as_deref() {
                None | Some("") => return Ok(Some(head)),
                Some(line) => head.take(line),
            }
        }
        self.search()?;
        Err(Reason::lasting("the record's head does not end; passed over to the next"))
    }

    /// A line without its end; none at the end of the file.
    fn line(&mut self) -> Result<Option<String>, Reason> {
        let mut line = Vec::new();
        self.reader.by_ref().take(LINE as u64).read_until(b'\n', &mut line).map_err(|e| self.broken(e))?;
        if line.is_empty() {
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(line.trim_ascii_end()).into_owned()))
    }

    /// Two empty lines, with which a record ends. Where they are missing its length was wrong.
    fn end(&mut self) -> Result<(), Reason> {
        let ahead = self.reader.fill_buf().map_err(Reason::from)?;
        match ahead.first() {
            None | Some(b'\r' | b'\n' | b'W') => Ok(()),
            Some(_) => {
                self.search()?;
                Err(Reason::lasting("the record is longer than it says; it was passed over"))
            }
        }
    }

    fn pass(&mut self, length: u64) -> Result<(), Reason> {
        let mut left = length;
        while left > 0 {
            let ahead = self.reader.fill_buf().map_err(Reason::from)?.len();
            if ahead == 0 {
                self.ended = true;
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
            let step = left.min(ahead as u64);
            self.reader.consume(step as usize);
            left -= step;
        }
        Ok(())
    }

    /// Goes to the next line that begins a record, without taking it.
    fn search(&mut self) -> Result<(), Reason> {
        loop {
            if self.reader.fill_buf().map_err(Reason::from)?.is_empty() {
                self.ended = true;
                return Ok(());
            }
            if self.reader.buffer().starts_with(b"WARC/") {
                return Ok(());
            }
            self.reader.skip_until(b'\n').map_err(|e| self.broken(e))?;
        }
    }

    fn broken(&mut self, error: io::Error) -> Reason {
        self.ended = true;
        error.into()
    }
}

impl Head {
    fn take(&mut self, line: &str) {
        let Some((key, value)) = line.split_once(':') else { return };
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "warc-type" => self.kind = value.to_ascii_lowercase(),
            "content-length" => self.length = value.parse().ok(),
            "warc-target-uri" => self.target = Some(value.trim_matches(['<', '>']).to_string()),
            "content-type" => self.media = value.to_ascii_lowercase(),
            "warc-date" => self.captured = Some(value.to_string()),
            _ => {}
        }
    }
}
