//! Notes, texts and the reader's own analysis joined, as JSON Lines: what the learned reader is trained on.
//!
//! Everything of the reading is told by tokens, whose places are characters of the text; events are those of the rules, before
//! any is dropped for being unlikely.

use super::notation::Item;
use super::{report, rows};
use anyhow::Result;
use demarche::dates::Expression;
use demarche::entities::Form;
use demarche::events::Event;
use demarche::{Guide, Reading, pipeline};
use jiff::civil::Date;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::io::Write;

/// Prints one object an item: its row, and the analysis under `reading`.
///
/// # Errors
/// Where nothing can be written.
pub fn print(items: &[Item], mut guide: Guide) -> Result<()> {
    guide.codebook.scale.floor = 0.0;
    guide.codebook.judge = None;
    let lessons: Vec<Value> = items.par_iter().map(|item| lesson(item, &guide)).collect();
    let mut out = std::io::stdout().lock();
    lessons.iter().try_for_each(|lesson| writeln!(out, "{lesson}"))?;
    Ok(())
}

fn lesson(item: &Item, guide: &Guide) -> Value {
    let report = report(item);
    let mut row = rows::row(item);
    row["reading"] = analysis(&pipeline::analyze(&report, guide));
    row
}

fn analysis(reading: &Reading) -> Value {
    let text = &reading.text;
    let (mut byte, mut character) = (0, 0);
    let mut at = |to: usize| {
        character += text.source[byte..to].chars().count();
        byte = to;
        character
    };
    let tokens: Vec<_> = text.tokens.iter().map(|t| (at(t.span.start), at(t.span.end))).collect();
    let mentions = reading.entities.mentions.iter().zip(&reading.attributions.of_mention);
    let code = |a: &demarche::actors::Actor| {
        format!("{} {}", a.country.as_str(), a.sectors.first().map_or("UNK", String::as_str))
    };
    json!({
        "tokens": tokens,
        "sentences": text.sentences.iter().map(|s| (s.tokens.start, s.tokens.end)).collect::<Vec<_>>(),
        "heads": reading.syntax.words().iter().map(|w| w.head).collect::<Vec<_>>(),
        "relations": reading.syntax.words().iter().map(|w| w.relation.as_str()).collect::<Vec<_>>(),
        "cases": (0..tokens.len()).map(|t| reading.syntax.preposition(t)).collect::<Vec<_>>(),
        "mentions": mentions.map(|(m, actors)| json!({
            "head": m.head, "tokens": (m.tokens.start, m.tokens.end), "entity": m.entity, "actors": actors,
            "form": match m.form { Form::Name => "name", Form::Nominal => "nominal", Form::Pronoun(_) => "pronoun" },
        })).collect::<Vec<_>>(),
        "codes": reading.actors.actors.iter().map(code).collect::<Vec<_>>(),
        "dates": reading.dates.expressions.iter().filter_map(date).collect::<Vec<_>>(),
        "certainty": reading.attributions.factuality.iter().map(|f| f.map(|f| f.as_str())).collect::<Vec<_>>(),
        "events": reading.events.events.iter().map(event).collect::<Vec<_>>(),
    })
}

fn date(expression: &Expression) -> Option<Value> {
    let (first, last) = expression.days?;
    let head = expression.tokens.clone().last()?;
    Some(json!({"head": head, "tokens": (expression.tokens.start, expression.tokens.end), "days": days(first, last)}))
}

fn days(first: Date, last: Date) -> String {
    if first == last { first.to_string() } else { format!("{first}/{last}") }
}

fn event(event: &Event) -> Value {
    json!({
        "head": event.trigger_head, "tokens": (event.trigger.start, event.trigger.end), "type": event.kind, "mode": event.mode,
        "confidence": event.confidence, "factuality": event.factuality.as_str(), "rule": event.rule,
        "actor": event.actor, "recipient": event.recipient, "by": (event.by.actor, event.by.recipient),
        "date": event.date.map(|when| days(when.first, when.last)),
    })
}
