//! Who says what, as a tree: a claim within a claim stands beneath it.

use super::{FAINT, paint};
use demarche::record::Attribution;
use demarche_page::Phrases;

/// The tree of all voices.
pub fn write(phrases: &Phrases) -> String {
    let mut page = String::new();
    branch(&mut page, None, "  ", phrases);
    page
}

/// The claims that stand directly within another, or in the report itself.
fn branch(page: &mut String, within: Option<&str>, indent: &str, phrases: &Phrases) {
    let here = phrases.index.within(within);
    for (number, voice) in here.iter().enumerate() {
        let is_last = number + 1 == here.len();
        let (mark, below) = match (within, is_last) {
            (None, _) => ("", ""),
            (Some(_), true) => ("└─ ", "   "),
            (Some(_), false) => ("├─ ", "│  "),
        };
        page.push_str(&format!("{indent}{mark}{}\n", line(voice, phrases)));
        branch(page, Some(&voice.reference), &format!("{indent}{below}"), phrases);
    }
}

fn line(voice: &Attribution, phrases: &Phrases) -> String {
    let content: Vec<String> = voice.content.iter().map(|c| phrases.excerpt(c.start, c.end)).collect();
    let content = content.join(" … ");
    // "Warned that: the road was closed" reads better than the record's edges.
    let (that, content) = content.strip_prefix("that ").map_or(("", content.as_str()), |rest| (" that", rest));
    // In headlines a colon is all that says so.
    let cue = match voice.cue.text.as_str() {
        ":" => String::new(),
        text => format!(" {}", paint(FAINT, &format!("{text}{that}"))),
    };
    format!("{}{cue}: {content}", phrases.source(voice))
}
