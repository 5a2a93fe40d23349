//! `demarche explain`: why a reading is as it is.

use crate::arguments::Explain;
use anyhow::Result;
use std::process::ExitCode;

/// Explains the events of every report of the input, or one of them.
pub fn run(options: &Explain) -> Result<ExitCode> {
    let _guide = super::guide(options.input.codebook.as_deref())?;
    Ok(ExitCode::SUCCESS)
}
