//! JSON Lines: one object a line.

use super::json;
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
    Box::new(lines.flat_map(move |(line, number)| {
        let place = place.line(number);
        let found = line.and_then(|line| match line.trim_ascii().is_empty() {
            true => Ok(Vec::new()),
            false => json::reports(object(line)?, place.clone(), &options),
        });
        found.unwrap_or_else(|reason| vec![Found::Reject(reason.at(place))])
    }))
}

fn object(line: Vec<u8>) -> Result<Map<String, Value>, Reason> {
    let line = encoding::decode(line, None)?;
    serde_json::from_str(&line).map_err(|e| no_report(&e.to_string()))
}

/// The reason for JSON that is no report.
pub(crate) fn no_report(error: &str) -> Reason {
    Reason::lasting(format!(
        "no report: {error}; a line is an object such as {{\"text\": \"…\", \"published\": \"2024-06-20\"}}"
    ))
}
