//! Prints what the confidence of each event rests on, for `python/confidence.py` to weigh.

use anyhow::{Context, Result};
use demarche::pipeline::analyze;
use demarche::record;
use demarche::{Guide, Report};
use serde_json::{Value, json};
use std::io::{BufRead, Write};

/// Reads reports (JSON Lines on standard input) and prints, for each event, where its words stand (characters, end
/// exclusive), its type, its rule and its signs; nothing is left out for being unlikely.
///
/// # Errors
/// Where a line is no report.
pub fn run() -> Result<()> {
    let mut guide = Guide::shipped()?;
    guide.codebook.scale.floor = 0.0;
    let mut out = std::io::stdout().lock();
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let report: Report = serde_json::from_str(&line?).with_context(|| format!("line {}", number + 1))?;
        let reading = analyze(&report, &guide);
        let written = record::write(&report, &reading);
        for (event, shown) in reading.events.events.iter().zip(&written.events) {
            let row: Value = json!({
                "id": report.id, "start": shown.trigger.start, "end": shown.trigger.end, "text": shown.trigger.text,
                "sentence": shown.sentence, "type": shown.kind, "rule": shown.rule, "confidence": event.confidence,
                "signs": event.signs,
            });
            writeln!(out, "{row}")?;
        }
    }
    Ok(())
}
