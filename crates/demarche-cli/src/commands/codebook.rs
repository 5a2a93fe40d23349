//! `demarche codebook`: the types, modes and frames; or what is wrong with a code book of one's own.

use crate::arguments::Codebook;
use anyhow::Result;
use std::process::ExitCode;

/// Lists or checks a code book.
pub fn run(options: &Codebook) -> Result<ExitCode> {
    let _ = options;
    Ok(ExitCode::SUCCESS)
}
