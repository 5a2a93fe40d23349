//! What an event is about: PLOVER's contexts, by the words of the sentence around it and of the report.

use super::codebook::Faults;
use super::{Event, Input};
use crate::syntax::Syntax;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// The contexts and the words that show them.
#[derive(Clone, Debug, Default)]
pub struct Contexts {
    /// Names and meanings, sorted by name.
    pub all: Vec<(String, String)>,
    /// For the first lemma of a run of words, the lemmas that follow, and the context that the run shows.
    by_first: HashMap<String, Vec<(Vec<String>, usize)>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Context {
    meaning: String,
    #[serde(default)]
    words: Vec<String>,
}

/// Gives every event the contexts of its sentence; where that shows none, those that more than half of the report's
/// sentences show.
pub(super) fn show(input: &Input, contexts: &Contexts, events: &mut [Event]) {
    let sentences: Vec<Vec<String>> =
        input.text.sentences.iter().map(|s| contexts.of(input.syntax, s.tokens.clone())).collect();
    let of_report = prevailing(&sentences);
    for event in events {
        let of_sentence = sentences.get(event.sentence).map_or(&[][..], Vec::as_slice);
        event.contexts.extend_from_slice(of_sentence);
        if event.contexts.is_empty() {
            event.contexts.extend_from_slice(&of_report);
        }
        event.contexts.sort();
        event.contexts.dedup();
    }
}

/// The contexts that more than half of the sentences show, sorted.
fn prevailing(sentences: &[Vec<String>]) -> Vec<String> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    sentences.iter().flatten().for_each(|context| *counts.entry(context).or_default() += 1);
    counts.into_iter().filter(|(_, count)| 2 * count > sentences.len()).map(|(context, _)| context.clone()).collect()
}

impl Contexts {
    pub(super) fn read(&mut self, text: &str, faults: &mut Faults) {
        let file: BTreeMap<String, Context> = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => return faults.add(0, error.message().to_string()),
        };
        for (name, context) in file {
            for words in &context.words {
                let mut run = words.split_whitespace().map(str::to_string);
                if let Some(first) = run.next() {
                    self.by_first.entry(first).or_default().push((run.collect(), self.all.len()));
                }
            }
            self.all.push((name, context.meaning));
        }
    }

    /// The names of the contexts that a run of tokens shows, sorted.
    pub(super) fn of(&self, syntax: &Syntax, tokens: Range<usize>) -> Vec<String> {
        let mut found: Vec<usize> = tokens.clone().flat_map(|at| self.beginning_at(syntax, at, tokens.end)).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|number| self.all[number].0.clone()).collect()
    }

    fn beginning_at<'s>(&'s self, syntax: &'s Syntax, at: usize, end: usize) -> impl Iterator<Item = usize> + 's {
        let lemma = syntax.lemma(at);
        let runs: &[(Vec<String>, usize)] = match self.by_first.get(lemma) {
            Some(runs) => runs,
            None if lemma.bytes().any(|b| b.is_ascii_uppercase()) => {
                self.by_first.get(&lemma.to_lowercase()).map_or(&[], Vec::as_slice)
            }
            None => &[],
        };
        let follows = move |rest: &[String]| {
            at + rest.len() < end
                && rest.iter().enumerate().all(|(i, word)| syntax.lemma(at + 1 + i).eq_ignore_ascii_case(word))
        };
        runs.iter().filter(move |(rest, _)| follows(rest)).map(|(_, context)| *context)
    }
}
