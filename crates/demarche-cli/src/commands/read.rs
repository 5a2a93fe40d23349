//! `demarche read`: reports in, readings out.

use crate::arguments::{Output, Read};
use crate::input::{self, Item};
use crate::pretty;
use crate::progress::Progress;
use anyhow::Result;
use demarche::{Guide, Record, Report};
use demarche_page as page;
use rayon::prelude::*;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

/// How many reports are read at a time: enough to keep all cores busy, few enough to begin writing soon.
const BATCH: usize = 64;

/// Reads every report of the input. One that cannot be read is named on the error stream, and the rest goes on.
pub fn run(options: &Read, quiet: bool) -> Result<ExitCode> {
    let (mut guide, _) = super::guide(&options.input.own)?;
    let (ontologies, chosen) = super::ontologies(&options.coding)?;
    if let Some(least) = options.min_confidence {
        guide.codebook.keep_from(least);
    }
    let mut items = input::reports(&options.input)?;
    let to = options.to.unwrap_or(if io::stdout().is_terminal() { Output::Pretty } else { Output::Jsonl });
    let mut out = Writer { to, out: BufWriter::new(io::stdout().lock()), written: 0 };
    let mut progress = Progress::new(items.size_hint().1, quiet);
    loop {
        let batch: Vec<Item> = items.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        for (item, record) in read_all(batch, &guide) {
            match (item, record) {
                (Ok(report), Some(mut record)) => {
                    chosen.iter().for_each(|&ontology| ontologies.code(ontology, &mut record));
                    out.write(&report, &record)?;
                }
                (Err(fault), _) => progress.fault(&fault),
                (Ok(_), None) => {}
            }
            progress.step();
        }
    }
    out.finish()?;
    Ok(progress.finish())
}

fn read_all(batch: Vec<Item>, guide: &Guide) -> Vec<(Item, Option<Record>)> {
    batch
        .into_par_iter()
        .map(|item| {
            let record = item.as_ref().ok().map(|report| demarche::read(report, guide));
            (item, record)
        })
        .collect()
}

struct Writer<W: Write> {
    to: Output,
    out: W,
    written: usize,
}

impl<W: Write> Writer<W> {
    fn write(&mut self, report: &Report, record: &Record) -> Result<()> {
        match self.to {
            Output::Pretty => {
                let blank = if self.written > 0 { "\n" } else { "" };
                let page = format!("{blank}{}", pretty::page(report, record, pretty::width()));
                write!(self.out, "{}", pretty::for_stdout(&page))?;
            }
            Output::Json => {
                self.out.write_all(if self.written == 0 { b"[\n" } else { b",\n" })?;
                serde_json::to_writer_pretty(&mut self.out, record)?;
            }
            Output::Jsonl => {
                serde_json::to_writer(&mut self.out, record)?;
                self.out.write_all(b"\n")?;
            }
            Output::Html => {
                if self.written == 0 {
                    self.out.write_all(page::head().as_bytes())?;
                }
                self.out.write_all(page::article(self.written + 1, report, record).as_bytes())?;
            }
        }
        self.written += 1;
        // Whoever reads along a pipe sees each reading when it is there.
        Ok(self.out.flush()?)
    }

    fn finish(&mut self) -> Result<()> {
        if self.to == Output::Json {
            self.out.write_all(if self.written == 0 { b"[]\n" } else { b"\n]\n" })?;
        }
        if self.to == Output::Html {
            let head = if self.written == 0 { page::head() } else { String::new() };
            write!(self.out, "{head}{}", page::foot())?;
        }
        Ok(self.out.flush()?)
    }
}
