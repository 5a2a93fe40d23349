//! Trains the finder of names, as a structured perceptron.

use super::data::Example;
use super::learner::{Learner, Random};
use super::tagging::Prepared;
use demarche::syntax::perceptron::features::Features;
use demarche::syntax::perceptron::names::{self, CLASSES, Lattice};
use demarche::syntax::perceptron::table::Table;

/// Trains on the sentences whose names are known.
pub fn train(examples: &[Example], sentences: &[Prepared], rounds: usize, updates: u16) -> Table {
    let mut learner = Learner::default();
    let mut order: Vec<usize> = (0..examples.len()).filter(|&n| examples[n].names.is_some()).collect();
    let mut random = Random(3);
    let (mut features, mut lattice, mut found) = (Features::default(), Lattice::default(), Vec::new());
    for _ in 0..rounds {
        random.shuffle(&mut order);
        for &number in &order {
            let sentence = &sentences[number];
            let gold: Vec<u8> = examples[number].names.iter().flatten().map(|&tag| names::class(tag)).collect();
            let transitions = transitions(&mut learner, &mut features);
            let score = |i: usize| {
                let mut row = [0; CLASSES];
                names::features(&sentence.looks, &sentence.tags, i, &mut features);
                learner.score(&features.all, &mut row);
                row
            };
            names::find(gold.len(), &transitions, score, &mut lattice, &mut found);
            learner.tick();
            for i in 0..gold.len() {
                if gold[i] != found[i] {
                    names::features(&sentence.looks, &sentence.tags, i, &mut features);
                    learner.correct(&features.all, gold[i], found[i]);
                }
                if i > 0 && gold[i - 1..=i] != found[i - 1..=i] {
                    names::transition(gold[i - 1], &mut features);
                    learner.update(&features.all, gold[i], 1);
                    names::transition(found[i - 1], &mut features);
                    learner.update(&features.all, found[i], -1);
                }
            }
        }
    }
    learner.pack(updates)
}

fn transitions(learner: &mut Learner, features: &mut Features) -> [[i32; CLASSES]; CLASSES] {
    std::array::from_fn(|before| {
        let mut row = [0; CLASSES];
        names::transition(before as u8, features);
        learner.score(&features.all, &mut row);
        row
    })
}
