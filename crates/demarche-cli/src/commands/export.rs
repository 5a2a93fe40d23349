//! `demarche export`: events, claims and the like as files for other programs.

use crate::arguments::archive::{Export, Layout, What};
use anyhow::{Result, bail};
use demarche_archive::export::{self, Format};
use demarche_archive::questions::{self, Cut, Order};
use demarche_archive::{Archive, Question};
use std::path::Path;
use std::process::ExitCode;

/// Writes the file, and says on the error stream how many rows it has.
pub fn run(options: &Export, quiet: bool) -> Result<ExitCode> {
    let archive = Archive::open_to_read(&options.place.archive)?;
    let filter = options.wanted.filter()?;
    if options.to == Some(Layout::Gold) {
        let cases = export::gold_to_folder(&archive, &options.file)?;
        if !quiet {
            anstream::eprintln!("{cases} cases written to {}", options.file.display());
        }
        return Ok(ExitCode::SUCCESS);
    }
    let rows = match (options.what, options.by_month) {
        (What::Events, true) => export::events_by_month(&archive, &filter, &options.file)?,
        (_, true) => bail!("only events are written by month"),
        (What::Events, false) => export::events_to_file(&archive, &filter, format(options)?, &options.file)?,
        (what, false) => {
            export::to_file(&archive, &question(&archive, what, options)?, format(options)?, &options.file)?
        }
    };
    if !quiet {
        anstream::eprintln!("{rows} rows written to {}", options.file.display());
    }
    Ok(ExitCode::SUCCESS)
}

fn question(archive: &Archive, what: What, options: &Export) -> Result<Question> {
    let (filter, cut) = (options.wanted.filter()?, Cut { order: Order::Oldest, limit: None });
    Ok(match what {
        What::Events => questions::events(&filter, &cut),
        What::Claims => questions::claims(&filter, &cut),
        What::Instruments => questions::instruments(&filter, &cut),
        What::Actors => questions::actors(&filter, None),
        What::Reports => questions::sql(archive, "SELECT * FROM reports ORDER BY report")?,
        What::Happenings => questions::sql(archive, "SELECT * FROM happenings ORDER BY happening")?,
    })
}

fn format(options: &Export) -> Result<Format> {
    Ok(match options.to {
        Some(Layout::Parquet) => Format::Parquet,
        Some(Layout::Csv) => Format::Csv,
        Some(Layout::Jsonl) => Format::Jsonl,
        Some(Layout::Polecat) => Format::Polecat,
        Some(Layout::Gdelt1) => Format::Gdelt1,
        Some(Layout::Gdelt2) => Format::Gdelt2,
        Some(Layout::Gold) => bail!("gold cases are reports; leave out --what and --by-month"),
        None => by_ending(&options.file)?,
    })
}

fn by_ending(file: &Path) -> Result<Format> {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("parquet") => Ok(Format::Parquet),
        Some("csv") => Ok(Format::Csv),
        Some("jsonl" | "ndjson") => Ok(Format::Jsonl),
        _ => bail!("{}: the name does not say how to write; add --to parquet, or another", file.display()),
    }
}
