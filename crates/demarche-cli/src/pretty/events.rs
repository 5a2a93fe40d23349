//! The sentences that tell of events, the words that say so marked, and the events beneath.

use super::wording::Wording;
use super::{FAINT, TRIGGER, TYPE, paint};
use demarche::record::{Event, Stretch};
use demarche_page::{certainty, days};

/// All sentences with events.
pub fn write(wording: &Wording) -> String {
    let mut page = String::new();
    for (number, sentence) in wording.record.sentences.iter().enumerate() {
        let events: Vec<&Event> = wording.record.events.iter().filter(|e| e.sentence == number).collect();
        if !events.is_empty() {
            // The page has the headline at its top already.
            let is_title = wording.record.title.as_deref() == Some(&wording.text(sentence.start, sentence.end));
            page.push_str(&if is_title { "\n".to_string() } else { marked(*sentence, &events, wording) });
            events.iter().for_each(|event| page.push_str(&lines(event, wording)));
        }
    }
    page
}

/// A sentence, wrapped, its triggers marked.
fn marked(sentence: Stretch, events: &[&Event], wording: &Wording) -> String {
    let mut triggers: Vec<(usize, usize)> = events.iter().map(|e| (e.trigger.start, e.trigger.end)).collect();
    triggers.sort_unstable();
    let mut text = String::new();
    let mut at = sentence.start;
    for (start, end) in triggers.into_iter().filter(|t| t.0 >= sentence.start && t.1 <= sentence.end) {
        if start >= at {
            text.push_str(&piece(wording, at, start));
            text.push_str(&paint(TRIGGER, &wording.text(start, end)));
            at = end;
        }
    }
    text.push_str(&piece(wording, at, sentence.end));
    format!("\n{}\n", textwrap::fill(text.trim(), wording.width))
}

/// The text between two triggers; blank space at its ends stays, as one blank.
fn piece(wording: &Wording, start: usize, end: usize) -> String {
    let (before, after) = (wording.is_blank(start), end > start && wording.is_blank(end - 1));
    let text = wording.text(start, end);
    match (before, after) {
        _ if text.is_empty() => {
            if end > start {
                " ".to_string()
            } else {
                String::new()
            }
        }
        (true, true) => format!(" {text} "),
        (true, false) => format!(" {text}"),
        (false, true) => format!("{text} "),
        (false, false) => text,
    }
}

fn lines(event: &Event, wording: &Wording) -> String {
    let reference = paint(FAINT, &event.reference);
    format!("  {reference} {}\n     {}\n", deed(event, wording), facts(event, wording))
}

/// What was done, by whom, to whom.
pub fn deed(event: &Event, wording: &Wording) -> String {
    let mode = event.mode.as_ref().map_or(String::new(), |mode| format!(" {mode}"));
    let whom =
        if event.recipient.is_empty() { String::new() } else { format!(" → {}", wording.actors(&event.recipient)) };
    format!("{}{mode}  {}{whom}", paint(TYPE, &event.kind), wording.actors(&event.actor))
}

/// When, where, how certain, and by whose account.
pub fn facts(event: &Event, wording: &Wording) -> String {
    let place = event.place.as_ref().map(|p| match &p.country {
        Some(country) if *country != p.name => format!("in {} ({country})", p.name),
        _ => format!("in {}", p.name),
    });
    let facts = [
        event.date.as_ref().map(days),
        place,
        Some(certainty(&event.factuality).to_string()),
        wording.according_to(event.attribution.as_deref()),
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
