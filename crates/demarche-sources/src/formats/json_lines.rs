//! JSON Lines: one object a line.

use crate::encoding;
use crate::lines::Lines;
use crate::options::Options;
use crate::reject::{Place, Reason};
use crate::reports::{Finds, Found};
use crate::source::Stream;
use serde_json::{Map, Value};
use std::io::BufReader;
use std::sync::Arc;

/// The reports of the lines; empty lines are passed over.
pub(crate) fn read(head: Vec<u8>, stream: Stream, place: Place, options: &Arc<Options>) -> Finds {
    let options = options.clone();
    // A broken line must not lead to a guess for the whole: only marks and UTF-16 are heeded here.
    let wide = head.starts_with(b"\xef\xbb\xbf")
        || head.contains(&0)
        || head.starts_with(b"\xff\xfe") && head.get(2..4).is_some_and(|b| b.contains(&0));
    let stream = if wide { encoding::decoding(&head, stream) } else { stream };
    let lines = Lines::new(BufReader::new(stream), options.longest).zip(1..);
    Box::new(lines.filter_map(move |(line, number)| {
        let place = place.line(number);
        let found = match line {
            Ok(line) if line.trim_ascii().is_empty() => return None,
            Ok(line) => report(line, &options).map_err(|reason| reason.at(place.clone())),
            Err(reason) => Err(reason.at(place.clone())),
        };
        Some(found.map_or_else(Found::Reject, |report| Found::Report(place, Box::new(report))))
    }))
}

fn report(line: Vec<u8>, options: &Options) -> Result<demarche::Report, Reason> {
    let line = encoding::decode(line, None)?;
    let object = serde_json::from_str::<Map<String, Value>>(&line).map_err(|e| no_report(&e.to_string()))?;
    options.fields.report(&object).map_err(|e| no_report(&e))
}

/// The reason for JSON that is no report.
pub(crate) fn no_report(error: &str) -> Reason {
    Reason::lasting(format!(
        "no report: {error}; a line is an object such as {{\"text\": \"…\", \"published\": \"2024-06-20\"}}"
    ))
}
