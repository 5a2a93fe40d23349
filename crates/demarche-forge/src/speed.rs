//! How fast reading is: the load time of the knowledge, and words per second of every stage and of the whole, on one
//! core.

use anyhow::{Context, Result};
use demarche::pipeline;
use demarche::{Guide, Report, record};
use std::path::Path;
use std::time::{Duration, Instant};

/// Rounds over the reports: enough that a stage of microseconds can be told from the clock's own noise.
const ROUNDS: usize = 200;

/// Times every stage on the reports of a folder (`.txt`) and prints a table.
pub fn run(folder: &Path, published: &str) -> Result<()> {
    let start = Instant::now();
    let guide = Guide::shipped()?;
    println!("knowledge loaded in {:.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    let reports = reports(folder, published)?;
    let mut stages: Vec<(&str, Duration)> = Vec::new();
    let mut words = 0;
    let begun = Instant::now();
    for report in reports.iter().cycle().take(ROUNDS * reports.len()) {
        let mut last = Instant::now();
        let mut done = |stage| {
            let now = Instant::now();
            add(&mut stages, stage, now - last);
            last = now;
        };
        let reading = pipeline::analyze_watched(report, &guide, &mut done);
        std::hint::black_box(record::write(report, &reading));
        done("record");
        words += reading.text.tokens.len();
    }
    stages.push(("whole", begun.elapsed()));
    let whole = begun.elapsed().as_secs_f64();
    for (stage, time) in stages {
        let seconds = time.as_secs_f64().max(1e-9);
        println!("{stage:12} {:>10.0} words/s {:>6.1} %", words as f64 / seconds, 100.0 * seconds / whole);
    }
    Ok(())
}

fn add(stages: &mut Vec<(&'static str, Duration)>, stage: &'static str, time: Duration) {
    match stages.iter_mut().find(|(name, _)| *name == stage) {
        Some((_, total)) => *total += time,
        None => stages.push((stage, time)),
    }
}

fn reports(folder: &Path, published: &str) -> Result<Vec<Report>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        Ok(Report { published: Some(published.to_string()), ..Report::from_text(text) })
    };
    paths.iter().map(read).collect()
}
