//! Corrected reports as gold cases of the dispatch benchmark: what a careful reader takes from a report, as its guide lays
//! down. What a person judged is `must`; what only the machine read is `may`, so that it neither earns nor costs.
//!
//! The benchmark writes a report as a title and paragraphs of sentences with single spaces; a report's text becomes that,
//! and all pieces of text are copied from those sentences.

use super::WholeFolder;
use crate::corrections::Correction;
use crate::{Archive, Error, corrected};
use demarche::Record;
use demarche::record::{Attribution, Event, Index, Instrument, Stretch, Who};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A report with what is right about it; the fields are the guide's.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Case {
    pub id: String,
    pub published: String,
    pub publisher: String,
    pub title: String,
    pub paragraphs: Vec<Vec<String>>,
    pub events: Vec<GoldEvent>,
    pub attributions: Vec<GoldAttribution>,
    pub instruments: Vec<GoldInstrument>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct GoldEvent {
    pub s: i64,
    pub trigger: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub mode: Option<String>,
    pub contexts: Vec<String>,
    pub actor: Vec<String>,
    pub recipient: Vec<String>,
    pub date: Option<String>,
    pub place: Option<String>,
    pub factuality: String,
    pub auxiliary: Vec<String>,
    pub sources: Vec<String>,
    pub need: &'static str,
    pub alternatives: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct GoldAttribution {
    pub s: i64,
    pub source: String,
    pub source_actor: String,
    pub person: Option<String>,
    pub cue: String,
    pub content: Content,
    pub kind: String,
    pub within: Option<usize>,
    pub need: &'static str,
}

/// Attributed words: in the cue's sentence, or sentence by sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Content {
    Here(String),
    Pieces(Vec<(i64, String)>),
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct GoldInstrument {
    pub s: i64,
    pub text: String,
    pub instrument: String,
    pub relation: String,
    pub parties: Vec<String>,
    pub factuality: String,
    pub sources: Vec<String>,
    pub need: &'static str,
}

const JUDGED: &str = "must";
const UNJUDGED: &str = "may";

/// The gold case of a kept report, nothing where there is none of this number.
///
/// # Errors
/// Those of the archive.
pub fn gold(archive: &Archive, report: i64) -> Result<Option<Case>, Error> {
    let Some(kept) = archive.report(report)? else { return Ok(None) };
    Ok(Some(case(&kept.text, &kept.record, &archive.corrections(Some(report))?)))
}

/// The gold cases of all reports of which some correction holds.
///
/// # Errors
/// Those of the archive.
pub fn gold_cases(archive: &Archive) -> Result<Vec<Case>, Error> {
    let cases = archive.corrected_reports()?.into_iter().map(|report| gold(archive, report));
    cases.filter_map(Result::transpose).collect()
}

/// Writes the gold cases as files of a new folder, each named by its report; their number.
///
/// # Errors
/// Where the folder is already there; those of the archive and of the files.
pub fn gold_to_folder(archive: &Archive, folder: &Path) -> Result<usize, Error> {
    let whole = WholeFolder::create(folder)?;
    let mut cases = gold_cases(archive)?;
    let mut names = BTreeSet::new();
    for case in &mut cases {
        // Names of reports are their publishers' matter: two may be the same.
        while !names.insert(case.id.clone()) {
            case.id.push('x');
        }
        let mut json = serde_json::to_vec_pretty(case)?;
        json.push(b'\n');
        fs::write(whole.part().join(format!("{}.json", case.id)), json)?;
    }
    whole.finish()?;
    Ok(cases.len())
}

fn case(text: &str, record: &Record, corrections: &[Correction]) -> Case {
    let judged: BTreeSet<&str> =
        corrections.iter().filter(|correction| correction.holds()).map(|made| made.reference.as_str()).collect();
    let record = corrected(record, corrections);
    let page = Page::new(Index::new(&record, text));
    Case {
        id: file_name(&record.id),
        published: page.index.day().unwrap_or_default().to_string(),
        publisher: record.publisher.clone().unwrap_or_else(|| "unknown".to_string()),
        title: page.title.clone(),
        events: record.events.iter().map(|event| page.event(event, &judged)).collect(),
        attributions: record.attributions.iter().map(|voice| page.attribution(voice)).collect(),
        instruments: record.instruments.iter().map(|link| page.instrument(link)).collect(),
        paragraphs: page.paragraphs(),
    }
}

/// The sentences of a report, with their numbers in the benchmark: -1 for the title.
struct Page<'a> {
    index: Index<'a>,
    title: String,
    /// Number and characters.
    sentences: Vec<(i64, Stretch)>,
}

impl<'a> Page<'a> {
    fn new(index: Index<'a>) -> Self {
        let (letters, record) = (index.letters(), index.record);
        let given = record.title.clone().unwrap_or_default();
        let title: Vec<char> = given.trim().chars().collect();
        let begins = letters.iter().take_while(|c| c.is_whitespace()).count();
        let ends = if !title.is_empty() && letters[begins..].starts_with(&title) { begins + title.len() } else { 0 };
        let mut sentences = Vec::new();
        let mut number = 0;
        for sentence in &record.sentences {
            // A title without a stop may have been read as the beginning of the first sentence.
            let parts = match (sentence.start < ends, sentence.end > ends) {
                (true, true) => vec![(true, sentence.start, ends), (false, ends, sentence.end)],
                (of_title, _) => vec![(of_title, sentence.start, sentence.end)],
            };
            for (of_title, start, end) in parts.into_iter().filter(|(_, start, end)| !is_blank(letters, *start, *end)) {
                sentences.push((if of_title { -1 } else { number }, Stretch { start, end }));
                number += i64::from(!of_title);
            }
        }
        Page { index, title: plain(&given), sentences }
    }

    /// The sentences, parted where a blank line stands between them.
    fn paragraphs(&self) -> Vec<Vec<String>> {
        let mut paragraphs: Vec<Vec<String>> = Vec::new();
        let mut before: Option<usize> = None;
        for (_, sentence) in self.sentences.iter().filter(|(number, _)| *number >= 0) {
            let between = before.map_or(&[][..], |end| &self.index.letters()[end.min(sentence.start)..sentence.start]);
            let parts = before.is_none() || between.iter().filter(|c| **c == '\n').count() > 1;
            let words = self.index.words(sentence.start, sentence.end);
            match paragraphs.last_mut() {
                Some(last) if !parts => last.push(words),
                _ => paragraphs.push(vec![words]),
            }
            before = Some(sentence.end);
        }
        paragraphs
    }

    /// The sentence that holds a character.
    fn at(&self, character: usize) -> (i64, Stretch) {
        let after = self.sentences.partition_point(|(_, sentence)| sentence.start <= character);
        self.sentences
            .get(after.saturating_sub(1))
            .copied()
            .unwrap_or((0, Stretch { start: 0, end: self.index.letters().len() }))
    }

    /// A stretch cut at the ends of its sentences.
    fn pieces(&self, stretch: &Stretch) -> Vec<(i64, String)> {
        let within = self.sentences.iter().filter(|(_, s)| s.start < stretch.end && s.end > stretch.start);
        let piece = |(number, s): &(i64, Stretch)| {
            (*number, self.index.words(stretch.start.max(s.start), stretch.end.min(s.end)))
        };
        within.map(piece).filter(|(_, words)| !words.is_empty()).collect()
    }

    fn event(&self, event: &Event, judged: &BTreeSet<&str>) -> GoldEvent {
        let (s, _) = self.at(event.trigger.start);
        let is_judged = judged.contains(event.reference.as_str()) && s >= 0;
        let date = event.date.as_ref().map(|date| match date.start == date.end {
            true => date.start.clone(),
            false => format!("{}/{}", date.start, date.end),
        });
        GoldEvent {
            s,
            trigger: self.index.words(event.trigger.start, event.trigger.end),
            kind: event.kind.clone(),
            mode: event.mode.clone(),
            contexts: event.contexts.clone(),
            actor: somebody(codes(&self.index.parties(&event.actor))),
            recipient: codes(&self.index.parties(&event.recipient)),
            date,
            place: event.place.as_ref().and_then(|place| place.country.clone()),
            factuality: event.factuality.clone(),
            auxiliary: event.auxiliary.clone(),
            sources: chain(&self.index.voices(event.attribution.as_deref())),
            need: if is_judged { JUDGED } else { UNJUDGED },
            alternatives: Vec::new(),
        }
    }

    fn attribution(&self, voice: &Attribution) -> GoldAttribution {
        let (s, sentence) = self.at(voice.cue.start);
        let source = self.index.source(&voice.source);
        let person = voice.source.actor.as_deref().and_then(|reference| self.index.actor(reference));
        let words = match (voice.source.start, voice.source.end) {
            // A source in another sentence is named by its actor.
            (Some(start), Some(end)) if start >= sentence.start && end <= sentence.end => self.index.words(start, end),
            _ => source.name.to_string(),
        };
        let mut pieces: Vec<(i64, String)> = voice.content.iter().flat_map(|run| self.pieces(run)).collect();
        let content = match &mut pieces[..] {
            [(number, words)] if *number == s => Content::Here(std::mem::take(words)),
            _ => Content::Pieces(pieces),
        };
        GoldAttribution {
            s,
            source: words,
            source_actor: code(&source),
            person: person.filter(|actor| actor.kind == "person").map(|actor| actor.name.clone()),
            cue: self.index.words(voice.cue.start, voice.cue.end),
            content,
            kind: voice.kind.clone(),
            within: voice.within.as_deref().and_then(|reference| self.index.number_of_attribution(reference)),
            need: UNJUDGED,
        }
    }

    fn instrument(&self, link: &Instrument) -> GoldInstrument {
        GoldInstrument {
            s: self.at(link.start).0,
            text: self.index.words(link.start, link.end),
            instrument: link.instrument.clone().unwrap_or_else(|| link.name.clone()),
            relation: link.relation.clone(),
            parties: somebody(codes(&self.index.parties(&link.parties))),
            factuality: link.factuality.clone(),
            sources: chain(&self.index.voices(link.attribution.as_deref())),
            need: UNJUDGED,
        }
    }
}

/// A report's name as the name of a file: what is no letter, digit, point or dash becomes a dash.
fn file_name(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' };
    id.chars().map(plain).collect::<String>().trim_start_matches('.').to_string()
}

fn is_blank(letters: &[char], start: usize, end: usize) -> bool {
    let end = end.min(letters.len());
    letters[start.min(end)..end].iter().all(|c| c.is_whitespace())
}

/// Text with single spaces.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn code(who: &Who) -> String {
    // Bodies of many states are their own sector in the guide.
    match who.country {
        body @ ("IGO" | "NGO") => format!("{body} {body}"),
        country => format!("{country} {}", who.sector),
    }
}

/// A set of codes, in order.
fn codes(parties: &[Who]) -> Vec<String> {
    parties.iter().map(code).collect::<BTreeSet<_>>().into_iter().collect()
}

/// An actor is never left out: one that is not known is nobody's.
fn somebody(codes: Vec<String>) -> Vec<String> {
    if codes.is_empty() { vec!["NON UNK".to_string()] } else { codes }
}

/// The voices, outermost first; one who cites himself is one.
fn chain(innermost_first: &[Who]) -> Vec<String> {
    let mut codes: Vec<String> = innermost_first.iter().rev().map(code).collect();
    codes.dedup();
    codes
}
