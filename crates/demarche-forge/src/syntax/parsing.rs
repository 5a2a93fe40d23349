//! Trains the parser with a dynamic oracle (Goldberg and Nivre 2013): it follows its own choices, and learns the best
//! way on from wherever they led.

use super::data::Example;
use super::learner::{Learner, Random};
use super::tagging::Prepared;
use demarche::syntax::Relation;
use demarche::syntax::perceptron::features::{Features, best};
use demarche::syntax::perceptron::tree::{Input, State, Step, Tables, relation_features, step_features};

/// What part of wrong steps is followed, in percent, after the first round.
const EXPLORE: u64 = 90;

/// Trains on all sentences. Cells with fewer updates than the given numbers are pruned, of steps and relations.
pub fn train(examples: &[Example], sentences: &[Prepared], rounds: usize, updates: (u16, u16)) -> Tables {
    let mut trainer =
        Trainer { steps: Learner::default(), relations: Learner::default(), features: Features::default() };
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random(2);
    for round in 0..rounds {
        random.shuffle(&mut order);
        let (mut wrong, mut all) = (0, 0);
        for &number in &order {
            let input = Input { looks: &sentences[number].looks, tags: &sentences[number].tags };
            let explore = if round == 0 { 0 } else { EXPLORE };
            wrong += trainer.learn(&examples[number], input, explore, &mut random);
            all += examples[number].words.len() * 2;
        }
        println!("  round {}: {:.2} % of steps wrong", round + 1, 100.0 * wrong as f64 / all as f64);
    }
    Tables { steps: trainer.steps.pack(updates.0), relations: trainer.relations.pack(updates.1) }
}

struct Trainer {
    steps: Learner,
    relations: Learner,
    features: Features,
}

impl Trainer {
    fn learn(&mut self, example: &Example, input: Input, explore: u64, random: &mut Random) -> usize {
        let mut state = State::default();
        state.begin(example.words.len());
        let mut wrong = 0;
        while !state.is_done() {
            let mut scores = [0; 3];
            step_features(input, &state, &mut self.features);
            self.steps.score(&self.features.all, &mut scores);
            let allowed = |s: usize| state.allows(Step::ALL[s]);
            let costs = costs(&state, &example.heads);
            let least = (0..3).filter(|&s| allowed(s)).map(|s| costs[s]).min().unwrap_or(0);
            let guess = best(&scores, allowed);
            let right = best(&scores, |s| allowed(s) && costs[s] == least);
            self.steps.tick();
            self.steps.correct(&self.features.all, right as u8, guess as u8);
            wrong += usize::from(costs[guess] > least);
            let follow = if costs[guess] == least || random.percent(explore) { guess } else { right };
            self.step(&mut state, Step::ALL[follow], example, input);
        }
        wrong
    }

    fn step(&mut self, state: &mut State, step: Step, example: &Example, input: Input) {
        let relation = match state.arc(step) {
            Some((head, _)) if head == example.words.len() => Relation::Root as u8,
            Some((head, dependent)) => {
                relation_features(input, state, (head, dependent), &mut self.features);
                let mut scores = [0; 64];
                self.relations.score(&self.features.all, &mut scores);
                let scores = &scores[..Relation::ALL.len()];
                let guess = best(scores, |r| r != Relation::Root as usize) as u8;
                if example.heads[dependent] == head {
                    self.relations.tick();
                    self.relations.correct(&self.features.all, example.relations[dependent], guess);
                }
                guess
            }
            None => 0,
        };
        state.take(step, relation);
    }
}

/// How many right arcs each step makes impossible.
fn costs(state: &State, heads: &[usize]) -> [usize; 3] {
    let Some((&top, below)) = state.stack().split_last() else { return [0; 3] };
    let (top, next, count) = (top as usize, state.next(), heads.len());
    let second = below.last().map(|&at| at as usize);
    let head = heads[top];
    let dependents = (next..count).filter(|&d| heads[d] == top).count();
    let ahead = head >= next;
    let mut shift = 0;
    if next < count {
        let head = heads[next];
        shift += state.stack().iter().filter(|&&at| heads[at as usize] == next).count();
        shift += usize::from(head < next && head != top && below.contains(&(head as u32)));
    }
    let left = dependents + usize::from(ahead && head != next || second == Some(head));
    let right = dependents + usize::from(ahead);
    [shift, left, right]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_that_cost_nothing_make_the_right_tree() {
        let trees: [&[usize]; 4] = [&[1, 4, 3, 1], &[1], &[2, 2, 5, 2, 3], &[5, 0, 1, 1, 0]];
        for heads in trees {
            let mut state = State::default();
            state.begin(heads.len());
            while !state.is_done() {
                let costs = costs(&state, heads);
                let step = (0..3).find(|&s| state.allows(Step::ALL[s]) && costs[s] == 0).expect("a step without cost");
                state.take(Step::ALL[step], 0);
            }
            assert!((0..heads.len()).all(|i| state.head(i) == heads[i]), "{heads:?}");
        }
    }
}
