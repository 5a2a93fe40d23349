//! `demarche parse`: the analysis under a reading, as CoNLL-U.

use crate::arguments::Parse;
use crate::input;
use crate::progress::Progress;
use anyhow::Result;
use std::process::ExitCode;

/// Parses every file of the input.
pub fn run(options: &Parse, quiet: bool) -> Result<ExitCode> {
    let _guide = super::guide(None)?;
    let paths = input::paths(&options.paths, "demarche parse report.txt")?;
    let mut progress = Progress::new(Some(paths.len()), quiet);
    for path in &paths {
        if let Err(fault) = input::read_text(path) {
            progress.fault(&fault);
        }
        progress.step();
    }
    Ok(progress.finish())
}
