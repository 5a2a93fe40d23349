//! What the heads say of two words: an event and a party, an event and its day, two mentions.
//!
//! A score is that of a bilinear form of both vectors, and of two facts: how far apart the words stand, and the route through
//! the tree from the one to the other.

use super::Impressions;
use crate::encoder::functions::gelu;
use crate::encoder::{Dense, Encoder, Matrix, WeightsError};
use std::collections::HashMap;

/// Distances beyond this step, on a scale of doubling, count alike.
const FAR: usize = 8;

/// Routes of more steps count alike.
const STEPS: usize = 5;

/// The rows of routes: of words in two sentences, and of those too far from each other or too rare to have been learnt.
const ELSEWHERE: usize = 0;
const DISTANT: usize = 1;

/// Where the parts of a pair's outputs begin, in the order of the weights; those between are of a head that only training needs.
const ROLE: usize = 0;
const SAME: usize = 7;
const DAY: usize = 9;

/// What the heads say of a mention's part in an event; each number is the log of odds against the contrary.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Part {
    /// It did it.
    pub actor: f32,
    /// It was done to it.
    pub recipient: f32,
    /// By its account it is told.
    pub source: f32,
}

/// The weights of pairs.
#[derive(Clone, Debug)]
pub(super) struct Pairs {
    doing: Dense,
    taking: Dense,
    role: Dense,
    same: Dense,
    day: Dense,
    near: Matrix,
    route: Matrix,
    routes: HashMap<String, usize>,
}

impl Pairs {
    pub(super) fn load(encoder: &Encoder) -> Result<Self, WeightsError> {
        let dense = |name: &str| encoder.dense(name);
        Ok(Pairs {
            doing: dense("doing")?,
            taking: dense("taking")?,
            role: dense("role")?,
            same: dense("same")?,
            day: dense("day")?,
            near: encoder.matrix("near.weight")?,
            route: encoder.matrix("route.weight")?,
            routes: encoder.list("routes")?.into_iter().enumerate().map(|(row, route)| (route, row)).collect(),
        })
    }
}

impl Impressions<'_> {
    /// What part each of these words has in the event that a word tells.
    pub fn parts(&self, word: usize, mentions: &[usize]) -> Vec<Part> {
        let part = |[neither, actor, recipient, told, source]: [f32; 5]| Part {
            actor: actor - neither,
            recipient: recipient - neither,
            source: source - told,
        };
        self.scores(&self.model.pairs.role, ROLE, word, mentions).into_iter().map(part).collect()
    }

    /// The log of odds that a mention means the same as each of those before it.
    pub fn same(&self, mention: usize, before: &[usize]) -> Vec<f32> {
        self.odds(&self.model.pairs.same, SAME, mention, before)
    }

    /// The log of odds that each of these expressions, by their last words, dates an event.
    pub fn days(&self, word: usize, expressions: &[usize]) -> Vec<f32> {
        self.odds(&self.model.pairs.day, DAY, word, expressions)
    }

    fn odds(&self, layer: &Dense, first: usize, word: usize, others: &[usize]) -> Vec<f32> {
        self.scores(layer, first, word, others).into_iter().map(|[no, yes]: [f32; 2]| yes - no).collect()
    }

    fn scores<const N: usize>(&self, layer: &Dense, first: usize, word: usize, others: &[usize]) -> Vec<[f32; N]> {
        let pairs = &self.model.pairs;
        if others.is_empty() {
            return Vec::new();
        }
        let vectors: Vec<f32> = others.iter().flat_map(|&other| self.vectors.get(other)).copied().collect();
        let taking = pairs.taking.apply(&vectors);
        let asked = layer.apply(&with_one(&pairs.doing.apply(self.vectors.get(word))));
        let one = |(&other, taking): (&usize, &[f32])| {
            let taking = with_one(taking);
            let (near, route) = (pairs.near.row(step(word, other)), pairs.route.row(self.route(word, other)));
            std::array::from_fn(|output| {
                let row = &asked[output * taking.len()..][..taking.len()];
                let product = row.iter().zip(&taking).map(|(a, b)| a * b).sum::<f32>();
                product + near[first + output] + route[first + output]
            })
        };
        others.iter().zip(taking.chunks_exact(pairs.taking.outputs().max(1))).map(one).collect()
    }

    /// The row of the route from one word to another.
    fn route(&self, from: usize, to: usize) -> usize {
        if self.text.sentence_of(from) != self.text.sentence_of(to) {
            return ELSEWHERE;
        }
        let route = self.syntax.route(from, to, STEPS);
        route.and_then(|route| self.model.pairs.routes.get(&route).copied()).unwrap_or(DISTANT)
    }
}

/// What a layer gives, bent, and a one for the bias of the next.
fn with_one(values: &[f32]) -> Vec<f32> {
    values.iter().map(|&v| gelu(v)).chain(std::iter::once(1.0)).collect()
}

/// The row of a distance: its sign, and the logarithm to base two of one more than its length, rounded.
fn step(word: usize, other: usize) -> usize {
    let square = (other.abs_diff(word) as u64 + 1).pow(2);
    let length = (1..=FAR).filter(|step| square >= 1 << (2 * step - 1)).count();
    if other < word { FAR - length } else { FAR + length }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_double_from_step_to_step() {
        let steps = [0, 1, 2, 4, 5, 10, 11, 300].map(|far| step(0, far));
        assert_eq!(steps, [8, 9, 10, 10, 11, 11, 12, 16]);
        assert_eq!([1, 300].map(|far| step(far, 0)), [7, 0]);
    }
}
