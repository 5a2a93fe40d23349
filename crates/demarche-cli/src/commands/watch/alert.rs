//! Rules and what they tell: an event or an instrument of a report, with its sentence.

use crate::pretty;
use anyhow::{Context, Result};
use demarche::alerts::{self, Match, Rule};
use demarche::record::Index;
use demarche::{Guide, Record, Report};
use demarche_archive::{alerts as kept, store};
use serde_json::{Value, json};
use std::path::Path;

/// What is told where no rule is given.
const EVERYTHING: &str = "any new event";

/// The rules of a watch.
pub struct Rules(Vec<Rule>);

/// One thing to tell.
pub struct Alert {
    /// The rule that wants it told.
    pub rule: String,
    /// The same for what is told once only.
    pub told: String,
    /// The event or instrument in a line.
    pub line: String,
    /// The sentence that tells of it.
    pub sentence: String,
    /// The report's headline; its publisher, day and address.
    pub title: Option<String>,
    pub facts: Vec<String>,
    pub url: Option<String>,
    /// The report's id and the event or instrument as the record has it.
    pub id: String,
    /// The report as an archive knows it, and the first character of what tells of it.
    pub report: store::Hash,
    pub start: usize,
    found: Value,
}

impl Rules {
    /// Rules given one by one and in a file.
    ///
    /// # Errors
    /// A rule that cannot be read, with the file's line and the way out.
    pub fn read(given: &[String], file: Option<&Path>, guide: &Guide) -> Result<Self> {
        let mut rules = given.iter().map(|rule| Ok(Rule::parse(rule, guide)?)).collect::<Result<Vec<_>>>()?;
        if let Some(path) = file {
            let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            for (line, number) in text.lines().zip(1..) {
                let rule = line.split('#').next().unwrap_or_default().trim();
                if !rule.is_empty() {
                    let place = || format!("{}:{number}", path.display());
                    rules.push(Rule::parse(rule, guide).with_context(place)?);
                }
            }
        }
        if rules.is_empty() {
            rules.push(Rule::parse(EVERYTHING, guide)?);
        }
        Ok(Rules(rules))
    }

    /// What a reading has to tell, rule by rule.
    pub fn alerts(&self, report: &Report, record: &Record) -> Vec<Alert> {
        let of = |rule: &Rule| -> Vec<Alert> {
            alerts::find(rule, record).into_iter().map(|found| Alert::new(rule, &found, report, record)).collect()
        };
        self.0.iter().flat_map(of).collect()
    }
}

impl Alert {
    fn new(rule: &Rule, found: &Match, report: &Report, record: &Record) -> Self {
        let told = match rule.only_new {
            true => format!("{}: {}", rule.written, found.told),
            false => format!("{}: {} {}", rule.written, record.id, found.reference),
        };
        let facts = [&report.publisher, &report.published].into_iter().flatten().cloned().collect();
        Alert {
            rule: rule.written.clone(),
            told,
            line: pretty::line(report, record, &found.reference),
            sentence: pretty::sentence(report, record, found.start),
            title: report.title.clone(),
            facts,
            url: report.url.clone(),
            id: record.id.clone(),
            report: store::hash(report),
            start: found.start,
            found: value(record, &found.reference),
        }
    }

    /// The alert as an archive keeps it; `line` is its line without colors.
    pub fn kept<'a>(&'a self, line: &'a str) -> kept::New<'a> {
        let Alert { told, rule, report, start, sentence, .. } = self;
        kept::New { told, rule, report: *report, start: *start, line, text: sentence }
    }

    /// The alert for people.
    pub fn page(&self) -> String {
        let mut lines = vec![self.line.clone(), format!("  {}", self.sentence)];
        let source: Vec<&str> = self.title.iter().chain(&self.facts).map(String::as_str).collect();
        lines.push(format!("  {}", source.join(" · ")));
        lines.extend(self.url.iter().map(|url| format!("  {url}")));
        format!("{}\n\n", lines.join("\n"))
    }

    /// The alert for programs, on one line.
    pub fn json(&self) -> String {
        let [publisher, published] = [0, 1].map(|at| self.facts.get(at));
        json!({
            "rule": self.rule, "sentence": self.sentence, "found": self.found,
            "report": {"id": self.id, "title": self.title, "publisher": publisher, "published": published, "url": self.url},
        })
        .to_string()
    }
}

/// The event or instrument as the record has it, with its parties' names and countries in place of references.
fn value(record: &Record, reference: &str) -> Value {
    let index = Index::new(record, "");
    let event = index.event(reference).map(serde_json::to_value);
    let link = || index.instrument(reference).map(serde_json::to_value);
    let mut value = event.or_else(link).and_then(Result::ok).unwrap_or_default();
    for parties in ["actor", "recipient", "parties"] {
        if let Some(list) = value.get_mut(parties).and_then(Value::as_array_mut) {
            list.iter_mut().for_each(|party| *party = named(&index, party));
        }
    }
    value
}

fn named(index: &Index, party: &Value) -> Value {
    let actor = party.as_str().and_then(|reference| index.actor(reference));
    actor.map_or_else(|| party.clone(), |a| json!({"name": a.name, "country": a.country, "sectors": a.sectors}))
}
