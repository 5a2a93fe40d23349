//! What holds for every text, tried on random ones: strings of any characters, and news-like ones made of words,
//! quotation marks, stops and odd spaces.

use demarche::Reading;
use demarche::pipeline;
use demarche::record::Stretch;
use demarche::{Guide, Record, Report, Span};
use proptest::prelude::*;
use std::sync::LazyLock;

static GUIDE: LazyLock<Guide> = LazyLock::new(|| Guide::shipped().expect("the shipped knowledge loads"));

/// Pieces that news is made of, and that break readers.
const PIECES: &[&str] = &[
    "Chad",
    "Sudan",
    "the president",
    "U.S.",
    "said",
    "that",
    "accused",
    "of",
    "signed",
    "a treaty",
    "on Monday",
    "\"",
    "“",
    "”",
    "‘",
    "’",
    "'s",
    "(",
    ")",
    "—",
    "--",
    "...",
    "…",
    ".",
    ",",
    ":",
    ";",
    "?",
    "!",
    "\n",
    "\n\n",
    "\t",
    "  ",
    "he",
    "we",
    "their",
    "not",
    "if",
    "Resolution 1718",
    "Mr.",
    "3",
    "2,500",
    "50%",
    "$5",
    "http://a.b/c?d=e",
    "é",
    "\u{301}",
    "\u{200d}",
    "\u{feff}",
    "\u{0}",
    "🙂",
    "Дума",
    "中国",
    "-",
    "Georgia",
    "according to",
    "reportedly",
    "“”",
];

fn news() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.join(" "))
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![2 => news(), 1 => "\\PC{0,80}", 1 => any::<String>()]
}

fn report(text: String, dated: bool) -> Report {
    let mut report = Report::from_text(text);
    report.published = dated.then(|| "2024-06-20".to_string());
    report
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_reading_whose_parts_lie_in_it(text in any_text(), dated: bool) {
        let report = report(text, dated);
        let reading = pipeline::analyze(&report, &GUIDE);
        check_layers(&reading);
        check_record(&report, &demarche::record::write(&report, &reading));
    }

    #[test]
    fn reading_twice_gives_the_same_bytes_and_json_comes_back_the_same(text in news()) {
        let report = report(text, true);
        let first = serde_json::to_string(&demarche::read(&report, &GUIDE)).expect("a record is JSON");
        let second = serde_json::to_string(&demarche::read(&report, &GUIDE)).expect("a record is JSON");
        prop_assert_eq!(&first, &second);
        let back: Record = serde_json::from_str(&first).expect("what was written can be read");
        prop_assert_eq!(serde_json::to_string(&back).expect("a record is JSON"), first);
    }
}

/// Tokens and sentences lie in the text in order and do not overlap; every number points at something.
fn check_layers(reading: &Reading) {
    let source = reading.text.source;
    let lies = |span: Span| {
        assert!(span.start <= span.end && source.get(span.range()).is_some(), "{span:?} is no piece of the text");
    };
    let mut end = 0;
    for (number, sentence) in reading.text.sentences.iter().enumerate() {
        assert!(!sentence.tokens.is_empty(), "sentence {number} is empty");
        assert!(sentence.span.start >= end, "sentence {number} overlaps the one before");
        for i in sentence.tokens.clone() {
            let span = reading.text.tokens[i].span;
            lies(span);
            assert!(span.start >= end && span.start < span.end, "token {i} is empty or overlaps the one before");
            end = span.end;
        }
    }
    let covered: usize = reading.text.sentences.iter().map(|s| s.tokens.len()).sum();
    assert_eq!(covered, reading.text.tokens.len(), "every token is in one sentence");
    let read = reading.language == "en";
    if read {
        assert_eq!(reading.syntax.words().len(), reading.text.tokens.len(), "every token has its word");
    }
    for mention in &reading.entities.mentions {
        lies(mention.span);
        assert!(mention.tokens.contains(&mention.head), "a mention's head is one of its words");
        assert!(mention.entity < reading.entities.entities.len(), "a mention's entity is there");
    }
    for (number, attribution) in reading.attributions.attributions.iter().enumerate() {
        lies(attribution.cue);
        assert!(attribution.within.is_none_or(|w| w < number), "an outer attribution comes before those it holds");
    }
    check_trees(reading);
}

/// Each sentence is one tree.
fn check_trees(reading: &Reading) {
    if reading.language != "en" {
        return;
    }
    for sentence in &reading.text.sentences {
        let roots = sentence.tokens.clone().filter(|&i| reading.syntax.word(i).head.is_none()).count();
        assert_eq!(roots, 1, "a sentence has one root");
        for i in sentence.tokens.clone() {
            let above = reading.syntax.path_up(i).take(sentence.tokens.len() + 1);
            let path: Vec<usize> = above.collect();
            assert!(path.len() <= sentence.tokens.len(), "the heads of token {i} go in a circle");
            assert!(path.iter().all(|at| sentence.tokens.contains(at)), "heads lie in the sentence");
        }
    }
}

fn check_record(report: &Report, record: &Record) {
    let length = report.text.chars().count();
    let lies = |start: usize, end: usize| assert!(start <= end && end <= length, "{start}..{end} of {length}");
    let stretches = |all: &[Stretch]| all.iter().for_each(|s| lies(s.start, s.end));
    let letters: Vec<char> = report.text.chars().collect();
    let reads = |start: usize, end: usize, text: &str| {
        lies(start, end);
        assert_eq!(letters[start..end].iter().collect::<String>(), text, "the words are those at the offsets");
    };
    stretches(&record.sentences);
    record.actors.iter().for_each(|a| stretches(&a.mentions));
    record.attributions.iter().for_each(|a| stretches(&a.content));
    record.attributions.iter().for_each(|a| reads(a.cue.start, a.cue.end, &a.cue.text));
    record.events.iter().for_each(|e| reads(e.trigger.start, e.trigger.end, &e.trigger.text));
    record.dates.iter().for_each(|d| reads(d.start, d.end, &d.text));
    record.instruments.iter().for_each(|i| reads(i.start, i.end, &i.name));
    let has = |reference: &String| record.actors.iter().any(|a| a.reference == *reference);
    for event in &record.events {
        assert!(!event.actor.is_empty(), "an event has an actor, if only an unknown one");
        assert!(event.actor.iter().chain(&event.recipient).all(has), "an event's actors are in the list");
        assert!((0.0..=1.0).contains(&event.confidence), "confidence {}", event.confidence);
        let said_by = |r: &String| record.attributions.iter().any(|a| a.reference == *r);
        assert!(event.attribution.as_ref().is_none_or(said_by), "an event's attribution is in the list");
    }
}

#[test]
fn characters_that_nobody_sees_part_no_word_and_count_in_offsets() {
    let text = "Chad ex\u{ad}pelled the am\u{ad}bas\u{ad}sa\u{ad}dor of France on Thurs\u{200b}day. Kenya and Uganda signed an extra\u{ad}dition treaty.";
    let report = Report { published: Some("2024-03-15".to_string()), ..Report::new(text) };
    let record = demarche::read(&report, &GUIDE);
    check_record(&report, &record);
    assert!(record.events.iter().any(|e| e.kind == "SANCTION" && e.date.is_some()), "{:?}", record.events);
    assert!(!record.instruments.is_empty(), "{record:?}");
}

#[test]
fn without_a_day_of_publication_nothing_is_dated_by_guess() {
    let report = Report::new("Chad recalled its envoy on Thursday.");
    let record = demarche::read(&report, &GUIDE);
    assert!(record.events.iter().all(|e| e.date.is_none()), "no day can be known: {:?}", record.events);
    assert!(record.notes.iter().any(|n| n.kind == "no-date"), "a note says so: {:?}", record.notes);
}

#[test]
fn a_long_report_is_read_to_its_end() {
    let text = "Chad accused Sudan of arming rebels, and Sudan denied the charge.\n\n".repeat(2000);
    let record = demarche::read(&Report::new(text), &GUIDE);
    assert_eq!(record.sentences.len(), 2000);
}
