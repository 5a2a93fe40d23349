//! Trains the tagger, and tags by cross-validation what the parser learns from.

use super::data::Example;
use super::learner::{Learner, Random};
use demarche::syntax::perceptron::features::{Features, best};
use demarche::syntax::perceptron::table::Table;
use demarche::syntax::perceptron::tagger;
use demarche::syntax::perceptron::words::{Lexicon, Look};
use demarche::syntax::{Upos, Xpos};
use std::collections::HashMap;

/// How often the tagger sees all sentences.
const ROUNDS: usize = 6;

/// The classes of the tagger: every pair of tags that occurs five times or more, most frequent first, and the number of
/// each pair's class.
pub struct Classes {
    pub all: Vec<(Upos, Xpos)>,
    number: HashMap<(Upos, Xpos), u8>,
}

impl Classes {
    pub fn of(examples: &[Example]) -> Self {
        let mut counts: HashMap<(Upos, Xpos), usize> = HashMap::new();
        examples.iter().flat_map(|e| &e.pairs).for_each(|&pair| *counts.entry(pair).or_default() += 1);
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|&(pair, count)| (std::cmp::Reverse(count), pair));
        let all: Vec<(Upos, Xpos)> = counts.iter().filter(|c| c.1 >= 5).map(|c| c.0).take(240).collect();
        let nearest = |pair: (Upos, Xpos)| {
            let same = |part: &dyn Fn(&(Upos, Xpos)) -> bool| all.iter().position(part);
            same(&|p| *p == pair).or_else(|| same(&|p| p.1 == pair.1)).or_else(|| same(&|p| p.0 == pair.0)).unwrap_or(0)
        };
        let number = counts.iter().map(|&(pair, _)| (pair, nearest(pair) as u8)).collect();
        Classes { all, number }
    }

    pub fn number(&self, pair: (Upos, Xpos)) -> u8 {
        self.number.get(&pair).copied().unwrap_or(0)
    }
}

/// A sentence prepared for training.
pub struct Prepared {
    pub looks: Vec<Look>,
    pub gold: Vec<u8>,
    /// Tags by a tagger that did not see the sentence.
    pub tags: Vec<u8>,
}

pub fn prepare(examples: &[Example], lexicon: &Lexicon, classes: &Classes) -> Vec<Prepared> {
    let one = |example: &Example| {
        let mut looks = Vec::new();
        lexicon.look(example.words.iter().map(String::as_str), &mut looks);
        let gold: Vec<u8> = example.pairs.iter().map(|&pair| classes.number(pair)).collect();
        Prepared { looks, tags: gold.clone(), gold }
    };
    examples.iter().map(one).collect()
}

/// Trains on the sentences with these numbers.
pub fn train(sentences: &[Prepared], chosen: &[usize], classes: usize, rounds: usize) -> Learner {
    let mut learner = Learner::default();
    let mut features = Features::default();
    let mut scores = vec![0; classes];
    let mut order = chosen.to_vec();
    let mut random = Random(1);
    for _ in 0..rounds {
        random.shuffle(&mut order);
        for &number in &order {
            let sentence = &sentences[number];
            let mut tags: Vec<u8> = Vec::with_capacity(sentence.gold.len());
            for (i, (&right, look)) in sentence.gold.iter().zip(&sentence.looks).enumerate() {
                if look.sure {
                    tags.push(look.usual);
                    continue;
                }
                tagger::features(&sentence.looks, i, &tags, &mut features);
                scores.fill(0);
                learner.score(&features.all, &mut scores);
                let guess = best(&scores, |_| true) as u8;
                learner.tick();
                learner.correct(&features.all, right, guess);
                tags.push(guess);
            }
        }
    }
    learner
}

/// Trains on everything; tags each fifth by a tagger of the other four.
pub fn train_all(sentences: &mut [Prepared], classes: usize, folds: usize, updates: u16) -> Table {
    let mut scores = vec![0; classes];
    let mut features = Features::default();
    let fold = |number: usize| (number / 20) % folds;
    for held in 0..folds {
        let chosen: Vec<usize> = (0..sentences.len()).filter(|&n| fold(n) != held).collect();
        let table = train(sentences, &chosen, classes, ROUNDS.min(3)).pack(updates);
        for sentence in sentences.iter_mut().enumerate().filter(|(n, _)| fold(*n) == held).map(|(_, s)| s) {
            tagger::tag(&table, &sentence.looks, &mut scores, &mut features, &mut sentence.tags);
        }
    }
    let all: Vec<usize> = (0..sentences.len()).collect();
    train(sentences, &all, classes, ROUNDS).pack(updates)
}
