//! The examples of cues and signatures, run: each sentence of `src/attribution/examples.tsv` is read, and must give the
//! content that stands beside it to the cue that it is about, or nothing where the column is empty; each of
//! `examples_of_signatures.tsv` must leave the word named with the certainty named.

use demarche::Reading;
use demarche::pipeline::analyze;
use demarche::{Guide, Report};
use std::collections::BTreeSet;
use std::path::Path;

/// The rows of a table below `src/attribution`, without the heading.
fn rows(file: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/attribution").join(file);
    let table = std::fs::read_to_string(&path).expect("the table is there");
    table.lines().skip(1).map(|line| line.split('\t').map(str::to_string).collect()).collect()
}

/// What the reading gives to a cue: the content of each of its attributions.
fn given(reading: &Reading, rule: &str) -> Vec<String> {
    let own = reading.attributions.attributions.iter().filter(|a| a.rule == rule);
    own.map(|a| a.content.iter().map(|run| reading.text.words(run.clone())).collect::<Vec<_>>().join(" … ")).collect()
}

#[test]
fn every_cue_does_what_its_examples_say() {
    let guide = Guide::shipped().expect("the shipped knowledge loads");
    let mut faults = Vec::new();
    for row in rows("examples.tsv") {
        let [lemma, part, _, content, sentence, _] = &row[..] else { panic!("six columns: {row:?}") };
        let report = Report::new(sentence.as_str());
        let given = given(&analyze(&report, &guide), &format!("attribution/en/cues#{part}:{lemma}"));
        let holds =
            if content.is_empty() { given.is_empty() } else { given.iter().any(|g| g.contains(content.as_str())) };
        if !holds {
            faults.push(format!("{sentence}\n  expected {content:?}, given {given:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_frame_has_an_example() {
    let shown: BTreeSet<String> =
        rows("examples.tsv").into_iter().filter(|row| !row[3].is_empty()).map(|row| row[2].clone()).collect();
    let frames = rows("en/cues.tsv").into_iter().flat_map(|row| {
        row[2].split(' ').map(|f| f.split(['=', ':']).next().unwrap_or_default().to_string()).collect::<Vec<_>>()
    });
    let missing: BTreeSet<String> = frames.filter(|f| !f.is_empty() && !shown.contains(f)).collect();
    assert!(missing.is_empty(), "no example of {missing:?}");
}

#[test]
fn every_signature_does_what_its_examples_say() {
    let guide = Guide::shipped().expect("the shipped knowledge loads");
    let mut faults = Vec::new();
    for row in rows("examples_of_signatures.tsv") {
        let [_, _, _, word, certainty, sentence, _] = &row[..] else { panic!("seven columns: {row:?}") };
        let report = Report::new(sentence.as_str());
        let reading = analyze(&report, &guide);
        let at = (0..reading.text.tokens.len()).find(|&i| reading.text.word(i) == word.as_str());
        let found = at.and_then(|i| reading.attributions.factuality[i]).map(|f| f.as_str());
        if found != Some(certainty.as_str()) {
            faults.push(format!("{sentence}\n  expected {word} {certainty}, found {found:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
