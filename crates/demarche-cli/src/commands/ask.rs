//! Questions to the archive: `demarche events`, `claims`, `actors`, `instruments`, `timeline`, `dyad`, `sql`.

use crate::arguments::archive::{Actors, Claims, Dyad, Events, Instruments, Place, Sql, Timeline, limit};
use crate::tables;
use anyhow::{Result, bail};
use demarche_archive::{Archive, Filter, questions};
use std::io::Read;
use std::process::ExitCode;

/// What a table of events shows.
const EVENT: &[&str] =
    &["day", "type", "mode", "actor", "recipient", "place", "factuality", "confidence", "said_by", "text"];
const CLAIM: &[&str] = &["day", "said_by", "said_by_names", "cue", "content"];
const LINK: &[&str] = &["day", "relation", "instrument", "name", "parties", "factuality", "said_by", "text"];

fn open(place: &Place) -> Result<Archive> {
    Ok(Archive::open_to_read(&place.archive)?)
}

/// Lists events.
pub fn events(options: &Events) -> Result<ExitCode> {
    let form = tables::form(options.show.to);
    let question = questions::events(&options.wanted.filter()?, &options.most.cut(form));
    tables::write(&open(&options.place)?, &question, form, EVENT)?;
    Ok(ExitCode::SUCCESS)
}

/// Lists who says what.
pub fn claims(options: &Claims) -> Result<ExitCode> {
    let form = tables::form(options.show.to);
    let filter = Filter { kinds: options.kind.clone(), ..options.wanted.filter()? };
    tables::write(&open(&options.place)?, &questions::claims(&filter, &options.most.cut(form)), form, CLAIM)?;
    Ok(ExitCode::SUCCESS)
}

/// Lists actors.
pub fn actors(options: &Actors) -> Result<ExitCode> {
    let form = tables::form(options.show.to);
    let filter = Filter { kinds: options.kind.clone(), ..options.wanted.filter()? };
    tables::write(&open(&options.place)?, &questions::actors(&filter, limit(options.limit, form)), form, &[])?;
    Ok(ExitCode::SUCCESS)
}

/// Lists links to treaties and resolutions.
pub fn instruments(options: &Instruments) -> Result<ExitCode> {
    let form = tables::form(options.show.to);
    let question = questions::instruments(&options.wanted.filter()?, &options.most.cut(form));
    tables::write(&open(&options.place)?, &question, form, LINK)?;
    Ok(ExitCode::SUCCESS)
}

/// Counts events by period.
pub fn timeline(options: &Timeline) -> Result<ExitCode> {
    let question = questions::timeline(&options.wanted.filter()?, options.by.into(), options.per.into());
    tables::write(&open(&options.place)?, &question, tables::form(options.show.to), &[])?;
    Ok(ExitCode::SUCCESS)
}

/// Counts events between two countries.
pub fn dyad(options: &Dyad) -> Result<ExitCode> {
    for code in [&options.one, &options.other] {
        if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            bail!("{code:?} is no country's code; write three capitals, as in `demarche dyad RUS JPN`");
        }
    }
    let filter = options.wanted.filter()?;
    let question = questions::dyad(&options.one, &options.other, &filter, options.by.into());
    tables::write(&open(&options.place)?, &question, tables::form(options.show.to), &[])?;
    Ok(ExitCode::SUCCESS)
}

/// Answers a question in SQL; without one, names the views.
pub fn sql(options: &Sql) -> Result<ExitCode> {
    let archive = open(&options.place)?;
    let statement = match options.question.as_deref() {
        None => return views(&archive),
        Some("-") => {
            let mut statement = String::new();
            std::io::stdin().read_to_string(&mut statement)?;
            statement
        }
        Some(statement) => statement.to_string(),
    };
    let question = questions::sql(&archive, &statement)?;
    tables::write(&archive, &question, tables::form(options.show.to), &[])?;
    Ok(ExitCode::SUCCESS)
}

fn views(archive: &Archive) -> Result<ExitCode> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    for (name, columns) in questions::views(archive)? {
        writeln!(out, "{name}\n  {}", textwrap::fill(&columns.join(", "), 96).replace('\n', "\n  "))?;
    }
    Ok(ExitCode::SUCCESS)
}
