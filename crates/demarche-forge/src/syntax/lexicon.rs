//! Facts on words: usual tags from the treebanks, lists of names from tables of countries, cities and leaders.

use super::clustering::Corpus;
use super::data::{Example, text};
use super::tagging::Classes;
use anyhow::Result;
use demarche::syntax::perceptron::hash;
use demarche::syntax::perceptron::table::Table;
use demarche::syntax::perceptron::words::{Lexicon, fact, fold};
use demarche::text::{Sentence, Words, split};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Everything known of a word, by kind of fact.
type Facts = BTreeMap<String, BTreeMap<u8, u8>>;

/// Words seen less often have no usual tag.
const USUAL: usize = 3;
/// Words seen this often under one tag in 99.5 % have no other.
const SURE: usize = 20;

pub fn build(examples: &[Example], classes: &Classes, data: &Path) -> Result<Lexicon> {
    let mut facts = Facts::new();
    usual_tags(examples, classes, &mut facts);
    name_lists(data, &mut facts)?;
    clusters(examples, data, &mut facts)?;
    let entry = |(word, facts): (String, BTreeMap<u8, u8>)| {
        (hash::bytes(word.as_bytes()), facts.into_iter().map(|(kind, value)| (kind, value as i8)).collect())
    };
    Ok(Lexicon(Table::pack(facts.into_iter().map(entry).collect())))
}

/// Classes of words from raw text and the treebanks' own.
fn clusters(examples: &[Example], data: &Path, facts: &mut Facts) -> Result<()> {
    let table = Words::shipped()?;
    let mut sentences = Vec::new();
    let mut lower = String::new();
    let mut folded = |word: &str| {
        fold(word, &mut lower);
        lower.clone()
    };
    for name in ["wikinews-2019-2020.jsonl.gz", "wh-briefings.jsonl.gz"] {
        for line in text(&data.join("train").join(name))?.lines() {
            let report: serde_json::Value = serde_json::from_str(line)?;
            let text = split(report["text"].as_str().unwrap_or_default(), None, &table);
            let words = |sentence: &Sentence| sentence.tokens.clone().map(|i| folded(text.word(i))).collect();
            sentences.extend(text.sentences.iter().map(words).collect::<Vec<Vec<String>>>());
        }
    }
    sentences.extend(examples.iter().map(|e| e.words.iter().map(|word| folded(word)).collect()));
    let corpus = Corpus::count(&sentences);
    drop(sentences);
    for (kind, classes) in [(fact::CLUSTER, 255), (fact::COARSE, 40)] {
        for (word, class) in corpus.cluster(classes) {
            facts.entry(word.to_string()).or_default().insert(kind, class);
        }
    }
    Ok(())
}

fn usual_tags(examples: &[Example], classes: &Classes, facts: &mut Facts) {
    let mut counts: HashMap<String, BTreeMap<u8, usize>> = HashMap::new();
    let mut lower = String::new();
    for example in examples {
        for (word, &pair) in example.words.iter().zip(&example.pairs) {
            fold(word, &mut lower);
            *counts.entry(lower.clone()).or_default().entry(classes.number(pair)).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort();
    for (word, tags) in counts {
        let total: usize = tags.values().sum();
        let Some((&tag, &most)) = tags.iter().max_by_key(|&(&tag, &count)| (count, 255 - tag)) else { continue };
        if total >= USUAL {
            let sure = total >= SURE && most * 1000 >= total * 995;
            facts.entry(word).or_default().insert(if sure { fact::ONLY } else { fact::USUAL }, tag);
        }
    }
}

fn name_lists(data: &Path, facts: &mut Facts) -> Result<()> {
    let mut lower = String::new();
    let mut list = |name: &str, bit: u8| {
        for word in name.split([' ', '-', '\'', '(', ')', ',']).filter(|word| word.chars().count() > 2) {
            if word.starts_with(char::is_uppercase) {
                fold(word, &mut lower);
                *facts.entry(lower.clone()).or_default().entry(fact::LISTS).or_default() |= bit;
            }
        }
    };
    for line in text(&data.join("train/countries.jsonl"))?.lines() {
        let country: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| country[name].as_str().unwrap_or_default().to_string();
        list(&field("name"), 1);
        list(&field("demonym_adjective"), 2);
        list(&field("capital"), 4);
    }
    for line in text(&data.join("train/places.tsv.gz"))?.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let large = cells.iter().skip(1).filter_map(|cell| cell.parse::<u64>().ok()).any(|number| number >= 100_000);
        if large {
            list(cells.first().unwrap_or(&""), 4);
        }
    }
    for line in text(&data.join("train/leaders-1946-2021.tsv"))?.lines().skip(1) {
        list(line.split('\t').nth(1).unwrap_or_default(), 8);
    }
    Ok(())
}
