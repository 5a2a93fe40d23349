//! Runs the examples of every frame of the code book through the whole pipeline: each `yes` must be coded by its frame,
//! with just the countries after `=>` where they are given, and no `no` may be. Every frame has a `no`, and it holds one
//! of the frame's words.
//!
//! The trees under the examples are learned and some are wrong: an example that ends in `(known failure)` fails today, and
//! turns the test red once it passes.

use demarche::Reading;
use demarche::events::{Event, Frame};
use demarche::pipeline::analyze;
use demarche::syntax::Upos;
use demarche::{Guide, Report};
use std::collections::BTreeSet;

const KNOWN_FAILURE: &str = "(known failure)";

#[test]
fn frames_code_their_examples() {
    let mut guide = Guide::shipped().expect("the shipped knowledge loads");
    // A lone sentence says little of how likely an event is, and the judge weighs more than frames.
    guide.codebook.scale.floor = 0.0;
    guide = guide.by_rules();
    if has_no_trees(&guide) {
        return;
    }
    let frames = &guide.codebook.frames;
    let faults: Vec<String> = frames.iter().flat_map(|frame| faults_of(frame, &guide)).collect();
    let known = frames.iter().flat_map(|f| f.yes.iter().chain(&f.no)).filter(|e| e.ends_with(KNOWN_FAILURE)).count();
    println!("{known} known failures");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn has_no_trees(guide: &Guide) -> bool {
    let report = Report::new("Norway expelled two diplomats.");
    analyze(&report, guide).syntax.words().iter().all(|w| w.upos == Upos::X)
}

fn faults_of(frame: &Frame, guide: &Guide) -> Vec<String> {
    let none = frame.no.is_empty().then(|| format!("{}  has no `no`", frame.rule));
    let yes = frame.yes.iter().filter_map(|example| fault(frame, example, guide, not_coded));
    let no = frame.no.iter().filter_map(|example| fault(frame, example, guide, wrongly_coded));
    none.into_iter().chain(yes).chain(no).collect()
}

type Check = fn(&Frame, &str, &Reading) -> Option<&'static str>;

/// What is wrong with an example, its mark included.
fn fault(frame: &Frame, example: &str, guide: &Guide, check: Check) -> Option<String> {
    let known = example.strip_suffix(KNOWN_FAILURE);
    let plain = known.unwrap_or(example).trim();
    let report = Report::new(plain.split("=>").next().unwrap_or_default().trim());
    let reading = analyze(&report, guide);
    let wrong = match (check(frame, plain, &reading), known) {
        (None, None) | (Some(_), Some(_)) => return None,
        (None, Some(_)) => "passes now; help: take \"(known failure)\" off it",
        (Some(wrong), None) => wrong,
    };
    Some(format!("{}  {wrong}:  {plain}\n      found: {}", frame.rule, all_events(&reading)))
}

fn not_coded(frame: &Frame, example: &str, reading: &Reading) -> Option<&'static str> {
    let coded: Vec<String> = coded_by(frame, reading).map(|e| parties(reading, e)).collect();
    match example.split_once("=>") {
        _ if coded.is_empty() => Some("is not coded"),
        Some((_, codes)) if coded.iter().any(|c| *c != normal(codes)) => Some("has other parties"),
        _ => None,
    }
}

fn wrongly_coded(frame: &Frame, _: &str, reading: &Reading) -> Option<&'static str> {
    let of_frame = frame.words.iter().flat_map(|w| w.others.iter().chain([&w.head])).chain(&frame.object);
    let tokens = 0..reading.syntax.words().len();
    let mut words = tokens.flat_map(|at| [reading.syntax.lemma(at), reading.text.word(at)]).map(str::to_lowercase);
    // Without the "e" and the "y" that endings take.
    let begins = |word: &str, of_frame: &str| word.starts_with(of_frame.trim_end_matches(['e', 'y']));
    match () {
        () if coded_by(frame, reading).next().is_some() => Some("must not be coded"),
        () if !words.any(|word| of_frame.clone().any(|f| begins(&word, f))) => Some("has none of the frame's words"),
        () => None,
    }
}

fn coded_by<'a>(frame: &'a Frame, reading: &'a Reading) -> impl Iterator<Item = &'a Event> {
    reading.events.events.iter().filter(|e| e.rule == frame.rule)
}

/// `A+B > C` with the countries in alphabetical order.
fn normal(codes: &str) -> String {
    let side = |s: &str| s.split('+').map(str::trim).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("+");
    let (actor, recipient) = codes.split_once('>').unwrap_or((codes, "-"));
    format!("{} > {}", side(actor), side(recipient))
}

fn parties(reading: &Reading, event: &Event) -> String {
    let all: Vec<_> = reading.actors.actors.iter().chain(&reading.events.unnamed).collect();
    let side = |of: &[usize]| {
        let codes: BTreeSet<String> = of.iter().filter_map(|&a| all.get(a)).map(|a| a.country.to_string()).collect();
        if codes.is_empty() { "-".to_string() } else { codes.into_iter().collect::<Vec<_>>().join("+") }
    };
    format!("{} > {}", side(&event.actor), side(&event.recipient))
}

fn all_events(reading: &Reading) -> String {
    let written = reading.events.events.iter().map(|e| {
        let trigger = reading.text.words(e.trigger.clone());
        format!("{} {trigger:?} {} ({})", e.kind, parties(reading, e), e.rule)
    });
    let written = written.collect::<Vec<_>>().join("; ");
    let trees = reading.syntax.words().iter().enumerate().map(|(i, w)| {
        format!("{}/{}/{}", reading.text.word(i), w.relation, w.head.map_or("-", |h| reading.text.word(h)))
    });
    format!("{written}\n      tree: {}", trees.collect::<Vec<_>>().join(" "))
}
