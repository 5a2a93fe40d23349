//! The text of a report in pieces that no mark cuts: each knows the voice it is in and what it names.

use super::markup::Markup;
use super::phrases::Phrases;
use demarche::Report;
use demarche::record::{Attribution, Event, Index};
use std::ops::Range;

/// What the marks of a text say of each character: numbers into the record.
pub struct Marks {
    voice: Vec<Option<usize>>,
    cue: Vec<Option<usize>>,
    source: Vec<bool>,
    event: Vec<Option<usize>>,
}

/// Writes the paragraphs, apart from a title that opens the text.
pub fn write(out: &mut Markup, report: &Report, phrases: &Phrases, marks: &Marks) {
    let letters = phrases.index.letters();
    let blank = |at: usize| letters[at..].iter().take_while(|c| c.is_whitespace()).count();
    let mut at = title(report, phrases).map_or(0, |title| title.end);
    at += blank(at);
    while at < letters.len() {
        let end = paragraph_end(letters, at);
        out.ours("<p>");
        pieces(out, phrases, marks, at..end);
        out.ours("</p>\n");
        at = end + blank(end);
    }
}

/// Where the title stands, if it is the first paragraph of the text.
pub fn title(report: &Report, phrases: &Phrases) -> Option<Range<usize>> {
    let (title, letters): (Vec<char>, _) = (report.title.as_ref()?.chars().collect(), phrases.index.letters());
    let end = paragraph_end(letters, 0);
    (letters[..end] == title[..]).then_some(0..end)
}

/// Where the paragraph that begins at `at` ends: before a blank line.
fn paragraph_end(letters: &[char], at: usize) -> usize {
    let breaks = |i: &usize| letters[*i] == '\n' && letters.get(i + 1).is_none_or(|&c| c == '\n' || c == '\r');
    (at..letters.len()).find(breaks).unwrap_or(letters.len())
}

/// The marks of a record on its text.
pub fn marks(index: &Index) -> Marks {
    let (record, count) = (index.record, index.letters().len());
    let mut marks = Marks {
        voice: vec![None; count],
        cue: vec![None; count],
        source: vec![false; count],
        event: vec![None; count],
    };
    // Outer voices come before those they hold.
    for (number, voice) in record.attributions.iter().enumerate() {
        for run in &voice.content {
            fill(&mut marks.voice, run.start, run.end, Some(number));
        }
        fill(&mut marks.cue, voice.cue.start, voice.cue.end, Some(number));
        if let (Some(start), Some(end)) = (voice.source.start, voice.source.end) {
            fill(&mut marks.source, start, end, true);
        }
    }
    for (number, event) in record.events.iter().enumerate().rev() {
        fill(&mut marks.event, event.trigger.start, event.trigger.end, Some(number));
    }
    marks
}

fn fill<T: Clone>(marks: &mut [T], start: usize, end: usize, value: T) {
    let end = end.min(marks.len());
    marks[start.min(end)..end].fill(value);
}

/// Writes a range of characters with its marks.
pub fn pieces(out: &mut Markup, phrases: &Phrases, marks: &Marks, range: Range<usize>) {
    let record = phrases.index.record;
    let of = |i: usize| (marks.voice[i], marks.cue[i], marks.source[i], marks.event[i]);
    let mut at = range.start;
    while at < range.end {
        let end = (at..range.end).find(|&i| of(i) != of(at)).unwrap_or(range.end);
        let begins = at == 0 || marks.voice[at] != marks.voice[at - 1];
        let voice = marks.voice[at].map(|v| &record.attributions[v]);
        if let Some(voice) = voice {
            out.ours(shade(phrases.depth(voice)));
            if begins {
                tag(out, voice);
            }
        }
        piece(out, phrases, marks, at..end);
        if voice.is_some() {
            out.ours("</span>");
        }
        at = end;
    }
}

/// The shade of a voice by how deep it stands; from the fourth on they come again.
fn shade(depth: usize) -> &'static str {
    match (depth - 1) % 4 {
        0 => "<span class=\"v d1\">",
        1 => "<span class=\"v d2\">",
        2 => "<span class=\"v d3\">",
        _ => "<span class=\"v d4\">",
    }
}

/// The name of a voice where its words begin.
fn tag(out: &mut Markup, voice: &Attribution) {
    out.ours("<a class=\"tag\"").to(&voice.reference).ours(">").text(&voice.reference).ours("</a>");
}

fn piece(out: &mut Markup, phrases: &Phrases, marks: &Marks, range: Range<usize>) {
    let record = phrases.index.record;
    let text = phrases.index.text(range.start, range.end);
    let begins = |of: &[Option<usize>]| range.start == 0 || of[range.start] != of[range.start - 1];
    if marks.source[range.start] {
        out.ours("<span class=\"source\">");
    }
    if let Some(event) = marks.event[range.start].map(|e| &record.events[e]) {
        out.ours(line(&event.factuality)).to(&event.reference);
        if begins(&marks.event) {
            out.id(&format!("t-{}", event.reference));
        }
        out.ours(">").text(&text).ours("<span class=\"card\" aria-hidden=\"true\">");
        let same = record.events.iter().filter(|e| e.trigger.start < range.end && e.trigger.end > range.start);
        same.for_each(|event| card(out, event, phrases));
        out.ours("</span></a>");
    } else if let Some(voice) = marks.cue[range.start].map(|c| &record.attributions[c]) {
        out.ours("<a class=\"cue\"").to(&voice.reference);
        if begins(&marks.cue) {
            out.id(&format!("t-{}", voice.reference));
        }
        out.ours(">").text(&text).ours("<span class=\"card\" aria-hidden=\"true\">");
        voice_card(out, voice, phrases);
        out.ours("</span></a>");
    } else {
        out.text(&text);
    }
    if marks.source[range.start] {
        out.ours("</span>");
    }
}

/// The line under an event: by its certainty, and struck through where it is not so.
fn line(factuality: &str) -> &'static str {
    match factuality {
        "CT+" => "<a class=\"event\"",
        "PR+" => "<a class=\"event probable\"",
        "PS+" => "<a class=\"event possible\"",
        "CT-" | "PR-" | "PS-" => "<a class=\"event not\"",
        _ => "<a class=\"event open\"",
    }
}

fn card(out: &mut Markup, event: &Event, phrases: &Phrases) {
    out.ours("<b>").text(&event.kind);
    if let Some(mode) = &event.mode {
        out.ours(" / ").text(mode);
    }
    out.ours("</b>");
    for (name, fact) in phrases.facts(event) {
        row(out, name, &fact);
    }
}

fn voice_card(out: &mut Markup, voice: &Attribution, phrases: &Phrases) {
    out.ours("<b>").text(&voice.reference).ours(" · ").text(&voice.kind).ours(" speech</b>");
    row(out, "says", &phrases.says(Some(&voice.reference)).unwrap_or_default());
    row(out, "cue", &voice.cue.text);
    row(out, "rule", &voice.rule);
}

fn row(out: &mut Markup, name: &'static str, fact: &str) {
    out.ours("<span class=\"row\"><i>").ours(name).ours("</i><bdi>").text(fact).ours("</bdi></span>");
}
