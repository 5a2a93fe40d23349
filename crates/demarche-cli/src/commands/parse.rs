//! `demarche parse`: the analysis under a reading, as CoNLL-U.

use crate::arguments::{Parse, Trees};
use crate::input;
use crate::progress::Progress;
use anyhow::Result;
use demarche::Reading;
use demarche::happened::{Happened, View};
use demarche::pipeline;
use demarche::syntax::{self, conllu};
use demarche::{Guide, Report};
use demarche_sources::{Options, Reject};
use rayon::prelude::*;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// What parsing needs.
struct Knowledge {
    guide: Guide,
    happened: Happened,
}

/// Parses every file of the input.
pub fn run(options: &Parse, quiet: bool) -> Result<ExitCode> {
    let knowledge = Knowledge { guide: Guide::shipped()?, happened: Happened::shipped()? };
    let paths = input::paths(&options.paths, "demarche parse report.txt")?;
    let mut progress = Progress::new(Some(paths.len()), quiet);
    for path in &paths {
        for parsed in parsed(path, options.from, &knowledge) {
            match parsed {
                Ok(trees) => io::stdout().lock().write_all(trees.as_bytes())?,
                Err(reject) => progress.fault(&reject.to_string()),
            }
        }
        progress.step();
    }
    Ok(progress.finish())
}

/// The trees of a path: of each of its reports, whatever it is written in, or of a treebank.
fn parsed<'k>(
    path: &'k Path,
    from: Trees,
    knowledge: &'k Knowledge,
) -> Box<dyn Iterator<Item = Result<String, Reject>> + 'k> {
    match from {
        Trees::Text => {
            let reports = demarche_sources::open([path], &Options { longest: input::LONGEST, ..Options::default() });
            Box::new(reports.map(|report| Ok(parsed_report(&report?, knowledge))))
        }
        Trees::Conllu => {
            let trees = |file: String| conllu::read(&file).par_iter().map(|d| parsed_document(d, knowledge)).collect();
            Box::new(std::iter::once(demarche_sources::read_text(path, input::LONGEST).map(trees)))
        }
    }
}

fn parsed_report(report: &Report, knowledge: &Knowledge) -> String {
    let reading = pipeline::analyze(report, &knowledge.guide);
    let mut out = String::new();
    conllu::write_text(&reading.text, &reading.syntax, &certainty(&reading, knowledge), &mut out);
    out
}

fn parsed_document(document: &conllu::Document, knowledge: &Knowledge) -> String {
    let guide = &knowledge.guide;
    let text = document.text();
    let syntax = syntax::parse(&text, &guide.syntax);
    let report = Report::new(document.source.clone());
    let reading = pipeline::interpret(text, syntax, &report, guide, &mut |_| {});
    let mut out = String::new();
    conllu::write(document, &reading.syntax, &certainty(&reading, knowledge), &mut out);
    out
}

/// How far a reader takes each predicate for having happened, by token.
fn certainty(reading: &Reading, knowledge: &Knowledge) -> Vec<Option<&'static str>> {
    let view = View::new(
        &reading.text,
        &reading.syntax,
        &reading.entities,
        &reading.actors,
        &reading.attributions,
        &knowledge.guide.cues,
    );
    view.values(&knowledge.happened).into_iter().map(|value| value.map(|value| value.as_str())).collect()
}
