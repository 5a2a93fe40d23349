//! `demarche reread`: the archive's reports read anew with the present models and code book.

use crate::arguments::archive::Reread;
use crate::progress::Progress;
use anyhow::{Result, bail};
use demarche_archive::Archive;
use demarche_archive::reread::{self, Tally};
use std::process::ExitCode;

/// Reads anew what other versions read.
pub fn run(options: &Reread, quiet: bool) -> Result<ExitCode> {
    let path = &options.place.archive;
    if !path.is_file() {
        bail!("{}: there is no archive; `demarche add` makes one", path.display());
    }
    let mut archive = Archive::open(path)?;
    let guide = super::guide(&options.own)?.0;
    let read = |report: &demarche::Report| demarche::read(report, &guide);
    let mut progress: Option<Progress> = None;
    let watch = &mut |tally: &Tally| {
        progress.get_or_insert_with(|| Progress::new(Some(tally.reports), quiet)).step();
    };
    let tally = reread::reread(&mut archive, read, &guide.made_by, options.threads, watch)?;
    let code = progress.map_or(ExitCode::SUCCESS, Progress::finish);
    if !quiet {
        anstream::eprintln!("{}", sum(&tally));
    }
    Ok(code)
}

fn sum(tally: &Tally) -> String {
    let Tally { done, before, after, .. } = tally;
    match done {
        0 => "nothing to do: the present models and code book read every report".to_string(),
        1 => format!("1 report read anew; it has {after} events and had {before}"),
        _ => format!("{done} reports read anew; they have {after} events and had {before}"),
    }
}
