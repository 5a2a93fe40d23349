//! `demarche relate`: how one actor of a text acts on another.

use crate::arguments::Relate;
use crate::input;
use crate::progress::Progress;
use anyhow::Result;
use demarche::ontologies::{Ontologies, Ontology};
use demarche::relate::{Answer, Crosswalk, OutsideText, Question, relate};
use demarche::{Guide, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

/// A question as it comes in; its stretches count characters.
#[derive(Deserialize)]
struct Asked {
    id: serde_json::Value,
    text: String,
    actor: Option<Stretch>,
    recipient: Option<Stretch>,
}

#[derive(Clone, Copy, Deserialize)]
struct Stretch {
    start: usize,
    end: usize,
}

/// An answer as it goes out.
#[derive(Serialize)]
struct Answered {
    id: serde_json::Value,
    #[serde(rename = "type")]
    kind: String,
    mode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cameo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plover15: Option<String>,
    factuality: &'static str,
    scores: BTreeMap<String, f64>,
    rule: String,
}

/// Answers every question of the input, one a line.
pub fn run(options: &Relate, quiet: bool) -> Result<ExitCode> {
    let (guide, _) = super::guide(&options.own)?;
    let crosswalk = Crosswalk::shipped()?;
    let coding = super::ontologies(&options.coding)?;
    let mut progress = Progress::new(None, quiet);
    let mut out = BufWriter::new(io::stdout().lock());
    for path in input::paths(&options.paths, "demarche relate questions.jsonl")? {
        let lines = match demarche_sources::read_lines(&path, input::LONGEST) {
            Ok(lines) => lines,
            Err(reject) => {
                progress.fault(&reject.to_string());
                continue;
            }
        };
        for (place, line) in lines {
            let answered = line.map(|line| {
                let asked = question(&line)?;
                let answer = answer(&asked, &guide, &crosswalk).map_err(|e| e.to_string())?;
                Ok::<_, String>((asked, answer))
            });
            match answered {
                Ok(Ok((asked, answer))) => write(&mut out, &asked, answer, &coding)?,
                Ok(Err(fault)) => progress.fault(&format!("{place}: {fault}")),
                Err(reject) => progress.fault(&reject.to_string()),
            }
            progress.step();
        }
    }
    out.flush()?;
    Ok(progress.finish())
}

fn question(line: &str) -> Result<Asked, String> {
    serde_json::from_str(line).map_err(|e| {
        format!("{e}; expected {{\"id\", \"text\", \"actor\": {{\"start\", \"end\"}}, \"recipient\": {{\"start\", \"end\"}}}}")
    })
}

fn answer(asked: &Asked, guide: &Guide, crosswalk: &Crosswalk) -> Result<Answer, OutsideText> {
    let span =
        |stretch: Option<Stretch>| stretch.map(|s| Span::new(byte(&asked.text, s.start), byte(&asked.text, s.end)));
    let question = Question { text: &asked.text, actor: span(asked.actor), recipient: span(asked.recipient) };
    relate(&question, guide, crosswalk)
}

fn write(out: &mut impl Write, asked: &Asked, answer: Answer, coding: &(Ontologies, Vec<Ontology>)) -> Result<()> {
    let (ontologies, chosen) = coding;
    let code = |ontology: Ontology| {
        let of = || ontologies.of(ontology, &answer.kind, answer.mode.as_deref(), &answer.rule, &[]);
        chosen.contains(&ontology).then(of).flatten()
    };
    let answered = Answered {
        id: asked.id.clone(),
        cameo: code(Ontology::Cameo),
        plover15: code(Ontology::Plover15),
        kind: answer.kind,
        mode: answer.mode,
        factuality: answer.factuality.as_str(),
        // Three digits: more would claim what nobody measured.
        scores: answer.scores.into_iter().map(|(k, v)| (k, (v * 1000.0).round() / 1000.0)).collect(),
        rule: answer.rule,
    };
    serde_json::to_writer(&mut *out, &answered)?;
    Ok(out.write_all(b"\n")?)
}

/// The byte at which a character begins or the text ends; one beyond the text for those beyond it.
fn byte(text: &str, character: usize) -> usize {
    let mut ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    ends.nth(character).unwrap_or(text.len() + 1)
}
