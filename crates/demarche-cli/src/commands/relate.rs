//! `demarche relate`: how one actor of a text acts on another.

use crate::arguments::Relate;
use crate::input;
use crate::progress::Progress;
use anyhow::Result;
use std::process::ExitCode;

/// Answers every question of the input, one a line.
pub fn run(options: &Relate, quiet: bool) -> Result<ExitCode> {
    let _guide = super::guide(options.codebook.as_deref())?;
    let mut progress = Progress::new(None, quiet);
    for path in input::paths(&options.paths, "demarche relate questions.jsonl")? {
        match input::read_lines(&path) {
            Ok(lines) => lines.for_each(|_| progress.step()),
            Err(fault) => progress.fault(&fault),
        }
    }
    Ok(progress.finish())
}
