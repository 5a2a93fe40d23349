//! The sentences that tell of events, the words that say so marked, and the events beneath.

use super::{FAINT, TRIGGER, TYPE, paint};
use demarche::record::{Event, Stretch};
use demarche_page::Phrases;

/// All sentences with events.
pub fn write(phrases: &Phrases, width: usize) -> String {
    let mut page = String::new();
    for (number, sentence) in phrases.index.record.sentences.iter().enumerate() {
        let events: Vec<&Event> = phrases.index.record.events.iter().filter(|e| e.sentence == number).collect();
        if !events.is_empty() {
            // The page has the headline at its top already.
            let is_title =
                phrases.index.record.title.as_deref() == Some(&phrases.index.words(sentence.start, sentence.end));
            page.push_str(&if is_title { "\n".to_string() } else { marked(*sentence, &events, phrases, width) });
            events.iter().for_each(|event| page.push_str(&lines(event, phrases)));
        }
    }
    page
}

/// A sentence, wrapped, its triggers marked.
fn marked(sentence: Stretch, events: &[&Event], phrases: &Phrases, width: usize) -> String {
    let mut triggers: Vec<(usize, usize)> = events.iter().map(|e| (e.trigger.start, e.trigger.end)).collect();
    triggers.sort_unstable();
    let mut text = String::new();
    let mut at = sentence.start;
    for (start, end) in triggers.into_iter().filter(|t| t.0 >= sentence.start && t.1 <= sentence.end) {
        if start >= at {
            text.push_str(&piece(phrases, at, start));
            text.push_str(&paint(TRIGGER, &phrases.index.words(start, end)));
            at = end;
        }
    }
    text.push_str(&piece(phrases, at, sentence.end));
    format!("\n{}\n", textwrap::fill(text.trim(), width))
}

/// The text between two triggers; blank space at its ends stays, as one blank.
fn piece(phrases: &Phrases, start: usize, end: usize) -> String {
    let is_blank = |at: usize| phrases.index.letters().get(at).is_some_and(|letter| letter.is_whitespace());
    let (before, after) = (is_blank(start), end > start && is_blank(end - 1));
    let text = phrases.index.words(start, end);
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

fn lines(event: &Event, phrases: &Phrases) -> String {
    let reference = paint(FAINT, &event.reference);
    format!("  {reference} {}\n     {}\n", deed(event, phrases), phrases.circumstances(event))
}

/// What was done, by whom, to whom.
pub fn deed(event: &Event, phrases: &Phrases) -> String {
    let mode = event.mode.as_ref().map_or(String::new(), |mode| format!(" {mode}"));
    format!("{}{mode}  {}", paint(TYPE, &event.kind), phrases.deed(event))
}
