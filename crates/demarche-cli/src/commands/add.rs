//! `demarche add`: reports into the archive. `demarche rejects`: what could not be read, and another try.

use crate::arguments::archive::{Add, How, Rejects};
use crate::progress::Import;
use crate::tables;
use anyhow::Result;
use demarche::Guide;
use demarche_archive::import::{self, Incoming, Item, Plan};
use demarche_archive::store::Reject;
use demarche_archive::{Archive, questions};
use demarche_sources::{Options, Reports};
use jiff::civil::Date;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Adds every report of the paths.
pub fn run(options: &Add, quiet: bool) -> Result<ExitCode> {
    let mut archive = Archive::open(&options.place.archive)?;
    let paths: Vec<PathBuf> = options.paths.iter().map(|path| absolute(path)).collect();
    put(&mut archive, &paths, &options.how, quiet)
}

/// Lists what could not be read, or reads it again.
pub fn rejects(options: &Rejects, quiet: bool) -> Result<ExitCode> {
    if !options.retry {
        let archive = Archive::open_to_read(&options.place.archive)?;
        let form = tables::form(options.show.to);
        tables::write(&archive, &questions::rejects(), form, &["tries", "place", "reason"])?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut archive = Archive::open(&options.place.archive)?;
    let origins = archive.origins_of_rejects()?;
    // What was piped in is gone.
    let paths: Vec<PathBuf> = origins.into_iter().filter(|origin| origin != "-").map(PathBuf::from).collect();
    put(&mut archive, &paths, &options.how, quiet)
}

fn put(archive: &mut Archive, paths: &[PathBuf], how: &How, quiet: bool) -> Result<ExitCode> {
    let guide = super::guide(&how.own)?.0;
    let sources = Options { fields: how.fields.clone().unwrap_or_default(), ..Options::default() };
    let items = Items { reports: demarche_sources::open(paths, &sources), published: how.published };
    let mut progress = Import::new(quiet);
    let watch = &mut |reject: Option<&Reject>, tally: &import::Tally| progress.step(reject, tally);
    let read = |report: &demarche::Report| demarche::read(report, &guide);
    let tally = import::import(archive, items, read, &plan(&guide, paths, how.threads), watch)?;
    Ok(progress.finish(&tally))
}

/// What an import of paths is, for the archive's books.
pub fn plan(guide: &Guide, paths: &[PathBuf], threads: Option<NonZero<usize>>) -> Plan {
    let inputs = paths.iter().map(|path| path.display().to_string()).collect();
    Plan { inputs, made_by: guide.made_by.clone(), threads }
}

/// Reports with where they come from.
pub struct Items {
    pub reports: Reports,
    pub published: Option<Date>,
}

impl Iterator for Items {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        Some(match self.reports.next()? {
            Ok(mut report) => {
                report.published = report.published.or_else(|| self.published.map(|day| day.to_string()));
                Ok(Incoming { report, origin: self.reports.place().to_string() })
            }
            Err(reject) => {
                let place = reject.place.to_string();
                Err(Reject { place, origin: reject.place.path, reason: reject.reason })
            }
        })
    }
}

/// A path that means the same from everywhere: a retry may come from another folder.
fn absolute(path: &Path) -> PathBuf {
    match path.as_os_str() == "-" || demarche_sources::web::is_address(path) {
        true => path.to_path_buf(),
        false => std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()),
    }
}
