//! Notes and texts joined, as JSON Lines: what a learner reads.

use super::notation::{Item, Place, Who};
use anyhow::Result;
use serde_json::{Value, json};
use std::io::Write;

/// Prints one object an item; offsets count characters of its text, end exclusive.
///
/// # Errors
/// Where nothing can be written.
pub fn print(items: &[Item]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    for item in items {
        writeln!(out, "{}", row(item))?;
    }
    Ok(())
}

/// An item as an object.
pub fn row(item: &Item) -> Value {
    let places = |places: &[Place]| places.iter().map(|&p| json!(p)).collect::<Vec<_>>();
    // `?` is null.
    let who = |who: &[Who]| json!(who);
    let chain = |chain: &[Vec<Who>]| json!(chain);
    json!({
        "id": item.text.id,
        "kind": item.text.kind,
        "published": item.text.published,
        "title": item.text.title,
        "text": item.text.characters.iter().collect::<String>(),
        "actors": item.actors.iter().map(|a| json!({
            "key": a.key, "code": a.code, "mentions": places(&a.mentions),
        })).collect::<Vec<_>>(),
        "events": item.events.iter().map(|e| json!({
            "type": e.kind, "mode": e.mode, "trigger": json!(e.trigger), "actor": who(&e.actor), "recipient": who(&e.recipient),
            "mutual": e.mutual, "factuality": e.factuality, "date": e.date, "place": e.place, "sources": chain(&e.sources),
            "must": e.must, "alternatives": e.alternatives, "contexts": e.contexts, "auxiliary": e.auxiliary,
        })).collect::<Vec<_>>(),
        "attributions": item.attributions.iter().map(|a| json!({
            "kind": a.kind, "actor": who(&a.actor), "source": a.source, "cue": a.cue, "content": places(&a.content),
            "within": a.within, "must": a.must,
        })).collect::<Vec<_>>(),
        "instruments": item.instruments.iter().map(|i| json!({
            "instrument": i.instrument, "words": json!(i.place), "relation": i.relation, "parties": who(&i.parties),
            "factuality": i.factuality, "sources": chain(&i.sources), "must": i.must,
        })).collect::<Vec<_>>(),
    })
}
