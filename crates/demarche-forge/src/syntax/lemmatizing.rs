//! Learns lemma rules: for each tag and ending the edit that is right most often, kept where a shorter ending would say
//! otherwise.

use super::data::Example;
use super::tagging::Classes;
use demarche::syntax::perceptron::lemmas::{Edit, LONGEST, key};
use demarche::syntax::perceptron::table::Table;
use demarche::syntax::perceptron::words::fold;
use std::collections::{BTreeMap, HashMap};

/// The rules, and the edits that they name.
pub fn learn(examples: &[Example], classes: &Classes) -> (Table, Vec<Edit>) {
    let seen = seen(examples, classes);
    let edits = edits(&seen);
    let number: HashMap<&Edit, u8> = edits.iter().enumerate().map(|(i, edit)| (edit, i as u8)).collect();
    let mut entries = Vec::new();
    // Endings from none upward: a rule is kept where it differs from that of the next shorter ending.
    let mut rules: BTreeMap<(u8, String), u8> = BTreeMap::new();
    for length in 0..=LONGEST {
        let mut counts: BTreeMap<(u8, String), BTreeMap<u8, usize>> = BTreeMap::new();
        for ((tag, word, edit), count) in &seen {
            let (Some(&edit), Some(ending)) = (number.get(edit), ending(word, length)) else { continue };
            *counts.entry((*tag, ending.to_string())).or_default().entry(edit).or_default() += weight(*count);
        }
        let mut fresh = Vec::new();
        for ((tag, ending), edits) in counts {
            let total: usize = edits.values().sum();
            let Some((edit, most)) = edits.into_iter().max_by_key(|&(edit, count)| (count, 255 - edit)) else {
                continue;
            };
            if length > 2 && total < 3
                || most * 10 < total * 6 && length > 0
                || shorter(&rules, tag, &ending) == Some(edit)
            {
                continue;
            }
            fresh.push(((tag, ending), edit));
        }
        entries.extend(fresh.iter().map(|((tag, ending), edit)| (key(*tag, ending, false), vec![(*edit, 0)])));
        rules.extend(fresh);
    }
    for ((tag, word), edit) in whole_words(&seen) {
        if let Some(&edit) = number.get(&edit).filter(|&&edit| longest(&rules, tag, &word) != Some(edit)) {
            entries.push((key(tag, &word, true), vec![(edit, 0)]));
        }
    }
    (Table::pack(entries), edits)
}

/// How much a word counts for rules: rules are of kinds of words, not of frequent ones.
fn weight(count: usize) -> usize {
    1 + count.ilog2() as usize
}

/// Every tag, folded word and edit, with how often they come together.
fn seen(examples: &[Example], classes: &Classes) -> BTreeMap<(u8, String, Edit), usize> {
    let mut seen = BTreeMap::new();
    let mut lower = String::new();
    for example in examples {
        for ((word, lemma), &pair) in example.words.iter().zip(&example.lemmas).zip(&example.pairs) {
            if let Some(lemma) = lemma {
                fold(word, &mut lower);
                *seen.entry((classes.number(pair), lower.clone(), Edit::between(word, lemma))).or_default() += 1;
            }
        }
    }
    seen
}

/// The 255 most frequent edits.
fn edits(seen: &BTreeMap<(u8, String, Edit), usize>) -> Vec<Edit> {
    let mut counts: BTreeMap<&Edit, usize> = BTreeMap::new();
    seen.iter().for_each(|((_, _, edit), count)| *counts.entry(edit).or_default() += count);
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(edit, count)| (std::cmp::Reverse(count), edit));
    counts.into_iter().take(255).map(|(edit, _)| edit.clone()).collect()
}

/// The last `length` letters; none where the word is shorter.
fn ending(word: &str, length: usize) -> Option<&str> {
    let count = word.chars().count();
    let at = word.char_indices().map(|(at, _)| at).chain([word.len()]).nth(count.checked_sub(length)?)?;
    Some(&word[at..])
}

/// The rule of the longest ending of `ending` that is shorter than it.
fn shorter(rules: &BTreeMap<(u8, String), u8>, tag: u8, ending: &str) -> Option<u8> {
    let mut starts = ending.char_indices().map(|(at, _)| at).chain([ending.len()]).skip(1);
    starts.find_map(|at| rules.get(&(tag, ending[at..].to_string())).copied())
}

fn longest(rules: &BTreeMap<(u8, String), u8>, tag: u8, word: &str) -> Option<u8> {
    let skip = word.chars().count().saturating_sub(LONGEST);
    let mut starts = word.char_indices().map(|(at, _)| at).chain([word.len()]).skip(skip);
    starts.find_map(|at| rules.get(&(tag, word[at..].to_string())).copied())
}

/// The most frequent edit of each word.
fn whole_words(seen: &BTreeMap<(u8, String, Edit), usize>) -> BTreeMap<(u8, String), Edit> {
    let mut words: BTreeMap<(u8, String), (usize, Edit)> = BTreeMap::new();
    for ((tag, word, edit), &count) in seen {
        let entry = words.entry((*tag, word.clone())).or_default();
        if count > entry.0 {
            *entry = (count, edit.clone());
        }
    }
    words.into_iter().map(|(key, (_, edit))| (key, edit)).collect()
}
