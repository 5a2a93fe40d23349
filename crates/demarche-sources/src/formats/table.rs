//! CSV and its kin: a heading line, one report a row. The separator is the one that stands most often in the heading.

use crate::encoding;
use crate::fields::{self, no_text_column};
use crate::options::Options;
use crate::reject::{Place, Reason};
use crate::reports::{Finds, Found};
use crate::source::Stream;
use csv::{ByteRecord, Reader, ReaderBuilder};
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The reports of a table's rows.
pub(crate) fn read(head: Vec<u8>, stream: Stream, place: Place, options: &Arc<Options>) -> Result<Finds, Reason> {
    encoding::is_text(&head)?;
    let leash = Arc::new(AtomicUsize::new(0));
    let longest = options.longest.saturating_mul(2).saturating_add(1 << 16);
    let stream = Leashed { stream: encoding::decoding(&head, stream), taken: leash.clone(), longest };
    let mut reader = ReaderBuilder::new().delimiter(separator(&head)).flexible(true).from_reader(stream);
    let names = reader.byte_headers().map_err(|e| fault(&e))?.clone();
    let names: Vec<String> =
        names.iter().map(|n| String::from_utf8_lossy(n).trim_start_matches('\u{feff}').to_string()).collect();
    let columns = options.fields.columns(&names);
    if columns[0].is_none() {
        return Err(no_text_column(&names));
    }
    Ok(Box::new(Rows { reader, columns, width: names.len(), place, leash, longest: options.longest, ended: false }))
}

struct Rows {
    reader: Reader<Leashed>,
    columns: [Option<usize>; 7],
    width: usize,
    place: Place,
    leash: Arc<AtomicUsize>,
    longest: usize,
    ended: bool,
}

impl Rows {
    fn report(&self, row: &ByteRecord) -> Result<demarche::Report, Reason> {
        if row.len() != self.width {
            return Err(Reason::lasting(format!(
                "the row has {} columns and the heading {}: a separator or a quotation mark is missing or too many",
                row.len(),
                self.width
            )));
        }
        let cell = |column: usize| row.get(column).map(|c| encoding::decode(c.to_vec(), None)).transpose();
        let mut parts = [const { None }; 7];
        for (part, column) in self.columns.iter().enumerate() {
            parts[part] = column.map(cell).transpose()?.flatten();
        }
        if parts[0].as_ref().is_some_and(|text| text.len() > self.longest) {
            return Err(crate::reject::too_long(self.longest));
        }
        fields::report(parts).ok_or_else(|| Reason::lasting("the row has no text"))
    }
}

impl Iterator for Rows {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if self.ended {
            return None;
        }
        self.leash.store(0, Ordering::Relaxed);
        let mut row = ByteRecord::new();
        let line = self.reader.position().line();
        let read = self.reader.read_byte_record(&mut row);
        let place = self.place.line(row.position().map_or(line, |p| p.line()));
        Some(match read {
            Ok(false) => return None,
            Ok(true) => match self.report(&row) {
                Ok(report) => Found::Report(place, Box::new(report)),
                Err(reason) => Found::Reject(reason.at(place)),
            },
            Err(error) => {
                self.ended = true;
                Found::Reject(fault(&error).at(place))
            }
        })
    }
}

fn separator(head: &[u8]) -> u8 {
    let line = head.split(|&b| b == b'\n').next().unwrap_or_default();
    let count = |mark: u8| line.iter().filter(|&&b| b == mark).count();
    [b',', b'\t', b';', b'|'].into_iter().rev().max_by_key(|&mark| count(mark)).unwrap_or(b',')
}

fn fault(error: &csv::Error) -> Reason {
    match error.kind() {
        csv::ErrorKind::Io(error) => io::Error::new(error.kind(), error.to_string()).into(),
        _ => Reason::lasting(error.to_string()),
    }
}

/// Ends a stream of which one row takes more than any row may: after a quotation mark that is not closed, everything else is
/// one cell.
struct Leashed {
    stream: Stream,
    taken: Arc<AtomicUsize>,
    longest: usize,
}

impl Read for Leashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.stream.read(buffer)?;
        if self.taken.fetch_add(length, Ordering::Relaxed) > self.longest {
            let reason = "a row is longer than any report: is a quotation mark not closed? The rest is not read";
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
        }
        Ok(length)
    }
}
