//! JSON over several lines: one object, or an array of objects that is read element by element.

use super::json_lines::no_report;
use crate::encoding;
use crate::options::Options;
use crate::reject::{Place, Reason, too_long};
use crate::reports::{Finds, Found};
use crate::source::{self, Stream};
use serde_json::{Map, Value};
use std::io::{self, BufRead, BufReader};
use std::sync::Arc;

/// How many reports' length one object with many of them may have: it is held in memory.
const MANY: usize = 8;

/// The reports of a JSON text.
pub(crate) fn read(head: Vec<u8>, stream: Stream, place: Place, options: &Arc<Options>) -> Result<Finds, Reason> {
    let stream = encoding::decoding(&head, stream);
    let first = head.iter().find(|b| !b.is_ascii_whitespace() && **b < 0x80 && **b != 0);
    let options = options.clone();
    if first == Some(&b'[') {
        let elements = Elements { reader: BufReader::new(stream), longest: options.longest, ended: false }.zip(1..);
        return Ok(Box::new(elements.map(move |(element, number)| {
            let value = element.and_then(|e| serde_json::from_slice(&e).map_err(|e| no_report(&e.to_string())));
            found(value, place.record(number), &options)
        })));
    }
    let whole = source::read_whole(stream, options.longest.saturating_mul(MANY))?;
    let object: Map<String, Value> = serde_json::from_slice(&whole).map_err(|e| no_report(&e.to_string()))?;
    Ok(Box::new(reports(object, place, &options)?.into_iter()))
}

/// The report that an object is, or the reports of the one array of objects that it holds.
pub(super) fn reports(object: Map<String, Value>, place: Place, options: &Options) -> Result<Vec<Found>, Reason> {
    let fault = match options.fields.report(&object) {
        Ok(report) => return Ok(vec![Found::Report(place, Box::new(report))]),
        Err(fault) => fault,
    };
    let many = array(object).ok_or_else(|| no_report(&fault))?;
    Ok(many.into_iter().zip(1..).map(|(value, number)| found(Ok(value), place.record(number), options)).collect())
}

/// The one array of objects that an object holds: `{"articles": [{…}, …]}`.
fn array(object: Map<String, Value>) -> Option<Vec<Value>> {
    let of_objects = |value: &Value| value.as_array().is_some_and(|a| a.first().is_some_and(Value::is_object));
    let mut arrays = object.into_iter().filter(|(_, value)| of_objects(value));
    let (_, Value::Array(only)) = arrays.next()? else { return None };
    arrays.next().is_none().then_some(only)
}

fn found(value: Result<Value, Reason>, place: Place, options: &Options) -> Found {
    let report = value.and_then(|value| match value {
        Value::Object(object) => options.fields.report(&object).map_err(|e| no_report(&e)),
        _ => Err(no_report("not an object")),
    });
    match report {
        Ok(report) => Found::Report(place, Box::new(report)),
        Err(reason) => Found::Reject(reason.at(place)),
    }
}

/// The elements of an array as they are written, cut by their brackets: one that is no JSON costs itself alone.
struct Elements<R> {
    reader: R,
    longest: usize,
    ended: bool,
}

impl<R: BufRead> Elements<R> {
    fn element(&mut self) -> Result<Option<Vec<u8>>, Reason> {
        let mut element = Vec::new();
        let mut state = State::default();
        let mut overlong = false;
        loop {
            let ahead = self.reader.fill_buf()?;
            if ahead.is_empty() && state.begun && state.depth == 0 && !overlong {
                return Ok(Some(element));
            }
            if ahead.is_empty() {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
            let step = state.take(ahead, &mut element);
            let length = step.length();
            self.reader.consume(length);
            overlong |= element.len() > self.longest;
            if overlong {
                element.clear();
            }
            match step {
                Step::On(_) => {}
                Step::Element(_) if overlong => return Err(too_long(self.longest)),
                Step::Element(_) => return Ok(Some(element)),
                Step::End(_) => return Ok(None),
            }
        }
    }
}

impl<R: BufRead> Iterator for Elements<R> {
    type Item = Result<Vec<u8>, Reason>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let element = self.element();
        // An element that is too long was passed over; after any other fault nothing can be read.
        self.ended = match &element {
            Ok(found) => found.is_none(),
            Err(reason) => !reason.text.starts_with("longer"),
        };
        element.transpose()
    }
}

/// How far a piece of the stream was taken, in bytes.
enum Step {
    On(usize),
    Element(usize),
    End(usize),
}

impl Step {
    fn length(&self) -> usize {
        match self {
            Step::On(length) | Step::Element(length) | Step::End(length) => *length,
        }
    }
}

/// Where in an array the reading is: how deep in brackets, and whether in a string.
#[derive(Default)]
struct State {
    depth: usize,
    string: bool,
    escaped: bool,
    begun: bool,
}

impl State {
    fn take(&mut self, ahead: &[u8], element: &mut Vec<u8>) -> Step {
        for (at, &byte) in ahead.iter().enumerate() {
            if self.string {
                element.push(byte);
                let quoted = std::mem::take(&mut self.escaped);
                self.escaped = byte == b'\\' && !quoted;
                self.string = byte != b'"' || quoted;
                continue;
            }
            match byte {
                b'[' if self.depth == 0 && !self.begun && element.is_empty() => continue,
                b']' if self.depth == 0 && !self.begun => return Step::End(at + 1),
                b',' if self.depth == 0 && !self.begun => continue,
                b',' | b']' if self.depth == 0 => return Step::Element(at),
                _ if byte.is_ascii_whitespace() && self.depth == 0 => continue,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                b'"' => self.string = true,
                _ => {}
            }
            self.begun = true;
            element.push(byte);
        }
        Step::On(ahead.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_is_cut_into_its_elements() {
        let json = b" [ {\"text\": \"a ] } \\\" b\"}, {\"x\": [1, {}]} ,3, {bad} ]";
        let elements = Elements { reader: BufReader::with_capacity(3, &json[..]), longest: 40, ended: false };
        let cut: Vec<String> = elements.map(|e| String::from_utf8(e.expect("whole")).expect("UTF-8")).collect();
        assert_eq!(cut, ["{\"text\": \"a ] } \\\" b\"}", "{\"x\": [1, {}]}", "3", "{bad}"]);
    }

    #[test]
    fn an_array_that_ends_early_is_a_fault_at_its_end() {
        let elements = Elements { reader: &b"[{\"text\": \"a\"}, {\"text\""[..], longest: 40, ended: false };
        assert_eq!(elements.map(|e| e.is_ok()).collect::<Vec<_>>(), [true, false]);
    }
}
