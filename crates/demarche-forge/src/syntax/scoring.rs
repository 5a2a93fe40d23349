//! Scores of syntax weights on a treebank, with its sentences and tokens given.

use super::data::Example;
use demarche::syntax::perceptron::{Weights, Worker};
use demarche::syntax::{NameKind, NameTag, Relation, Word};
use std::time::Instant;

/// The scores as one line.
pub fn score(weights: &Weights, examples: &[Example]) -> String {
    let mut n = [0_usize; 7];
    let (mut right, mut wanted, mut found) = (0, 0, 0);
    let mut worker = Worker::default();
    let mut words: Vec<Word> = Vec::new();
    let mut seconds = 0.0;
    for example in examples {
        words.clear();
        let start = Instant::now();
        worker.analyze(weights, example.words.iter().map(String::as_str), 0, &mut words);
        seconds += start.elapsed().as_secs_f64();
        for (i, word) in words.iter().enumerate() {
            let attached = word.head.unwrap_or(words.len()) == example.heads[i];
            let label =
                main(word.relation) == Relation::ALL.get(usize::from(example.relations[i])).map_or("", |&r| main(r));
            let lemma = example.lemmas[i].as_ref().is_none_or(|lemma| *lemma == word.lemma);
            let checks = [
                true,
                word.upos == example.pairs[i].0,
                word.xpos == example.pairs[i].1,
                lemma,
                attached,
                attached && label,
                attached && word.relation as u8 == example.relations[i],
            ];
            checks.iter().zip(&mut n).for_each(|(&check, n)| *n += usize::from(check));
        }
        if let Some(names) = &example.names {
            let (gold, ours) = (spans(names), spans(&words.iter().map(|w| w.name).collect::<Vec<_>>()));
            right += ours.iter().filter(|name| gold.contains(name)).count();
            wanted += gold.len();
            found += ours.len();
        }
    }
    let part = |i: usize| n[i] as f64 / n[0].max(1) as f64;
    format!(
        "UPOS {:.4} XPOS {:.4} lemma {:.4} UAS {:.4} LAS {:.4} full {:.4} names {:.4} ({:.3}/{:.3}), {:.0} words a second",
        part(1),
        part(2),
        part(3),
        part(4),
        part(5),
        part(6),
        2.0 * right as f64 / (wanted + found).max(1) as f64,
        right as f64 / found.max(1) as f64,
        right as f64 / wanted.max(1) as f64,
        n[0] as f64 / seconds
    )
}

fn main(relation: Relation) -> &'static str {
    relation.as_str().split(':').next().unwrap_or_default()
}

fn spans(names: &[Option<NameTag>]) -> Vec<(NameKind, usize, usize)> {
    let mut spans: Vec<(NameKind, usize, usize)> = Vec::new();
    for (i, name) in names.iter().enumerate() {
        match (name, spans.last_mut()) {
            (Some(tag), Some(last)) if !tag.begins && last.2 == i && last.0 == tag.kind => last.2 = i + 1,
            (Some(tag), _) => spans.push((tag.kind, i, i + 1)),
            (None, _) => {}
        }
    }
    spans
}
