//! From scores to trees and names.

use super::name_tag;
use crate::syntax::NameTag;

/// The best heads of a sentence.
#[derive(Clone, Debug, Default)]
pub struct Trees {
    /// For each word its head, counted from 1; 0 is the root.
    pub heads: Vec<usize>,
    reached: Vec<bool>,
}

impl Trees {
    /// Finds the heads for scores of `n` words by `n + 1` heads: each word's best, then exactly one root, then no
    /// cycles. Changes the scores on the way.
    pub fn solve(&mut self, scores: &mut [f32], n: usize) {
        let step = n + 1;
        for i in 0..n {
            scores[i * step + i + 1] = f32::NEG_INFINITY;
        }
        self.heads.clear();
        self.heads.extend(scores.chunks_exact(step).map(first_best));
        if n == 0 {
            return;
        }
        let roots = self.heads.iter().filter(|&&h| h == 0).count();
        if roots != 1 {
            let root = self.choose_root(scores, step, roots > 0);
            for (i, row) in scores.chunks_exact_mut(step).enumerate() {
                row[0] = f32::NEG_INFINITY;
                if i != root {
                    self.heads[i] = first_best(row);
                }
            }
            self.heads[root] = 0;
        }
        let root = self.heads.iter().position(|&h| h == 0).unwrap_or(0);
        self.untangle(scores, step, root);
    }

    /// The word that gains most by being the root, among those that want to be it, if any do.
    fn choose_root(&self, scores: &[f32], step: usize, wanted: bool) -> usize {
        let mut found = (0, f32::NEG_INFINITY);
        for (i, row) in scores.chunks_exact(step).enumerate() {
            if !wanted || self.heads[i] == 0 {
                let other = row[1..].iter().copied().fold(f32::NEG_INFINITY, f32::max).max(-1e9);
                if row[0] - other > found.1 {
                    found = (i, row[0] - other);
                }
            }
        }
        found.0
    }

    /// Breaks each cycle at its cheapest change: one of its words takes the best head outside of what hangs from it.
    fn untangle(&mut self, scores: &[f32], step: usize, root: usize) {
        loop {
            self.reach(root);
            let mut cheapest: Option<(f32, usize, usize)> = None;
            for (i, row) in scores.chunks_exact(step).enumerate() {
                if self.reached[i] {
                    continue;
                }
                for (head, &score) in row.iter().enumerate().skip(1) {
                    let cost = row[self.heads[i]] - score;
                    if self.reached[head - 1] && cheapest.is_none_or(|(least, _, _)| cost < least) {
                        cheapest = Some((cost, i, head));
                    }
                }
            }
            let Some((_, word, head)) = cheapest else { return };
            self.heads[word] = head;
        }
    }

    /// Marks the words from which the way up ends at the root.
    fn reach(&mut self, root: usize) {
        self.reached.clear();
        self.reached.resize(self.heads.len(), false);
        self.reached[root] = true;
        loop {
            let mut changed = false;
            for i in 0..self.heads.len() {
                if !self.reached[i] && self.heads[i] > 0 && self.reached[self.heads[i] - 1] {
                    self.reached[i] = true;
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
    }
}

/// The place of the highest score, the first of equals.
fn first_best(scores: &[f32]) -> usize {
    super::best(scores, None)
}

/// The best names of `n` words: a name goes on only with its own kind. Rows of seven scores begin every `step`.
pub fn names(scores: &[f32], step: usize, n: usize) -> Vec<Option<NameTag>> {
    const TAGS: usize = 7;
    let may_follow = |before: usize, tag: usize| tag == 0 || tag % 2 == 1 || before + 1 == tag || before == tag;
    let mut totals = [0.0f32; TAGS];
    let mut back: Vec<[u8; TAGS]> = Vec::with_capacity(n);
    for i in 0..n {
        let row = &scores[i * step..][..TAGS];
        let mut next = [f32::NEG_INFINITY; TAGS];
        let mut from = [0u8; TAGS];
        for tag in 0..TAGS {
            for before in 0..TAGS {
                let begins = i == 0 && before != 0;
                if !begins && may_follow(before, tag) && totals[before] + row[tag] > next[tag] {
                    next[tag] = totals[before] + row[tag];
                    from[tag] = before as u8;
                }
            }
        }
        totals = next;
        back.push(from);
    }
    let mut found = vec![None; n];
    let mut tag = super::best(&totals, None);
    for i in (0..n).rev() {
        found[i] = name_tag(tag);
        tag = usize::from(back[i][tag]);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random.
    fn numbers(seed: u32) -> impl FnMut() -> f32 {
        let mut state = seed;
        move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32
        }
    }

    #[test]
    fn any_scores_give_a_tree_with_one_root() {
        let mut trees = Trees::default();
        for seed in 0..300 {
            let n = 1 + seed as usize % 23;
            let mut next = numbers(seed);
            let mut scores: Vec<f32> = (0..n * (n + 1)).map(|_| next()).collect();
            trees.solve(&mut scores, n);
            assert_eq!(trees.heads.iter().filter(|&&h| h == 0).count(), 1);
            for i in 0..n {
                let path = std::iter::successors(Some(i + 1), |&at| (at > 0).then(|| trees.heads[at - 1]));
                assert!(path.take(n + 2).any(|at| at == 0), "a cycle above word {i} for seed {seed}");
            }
        }
    }

    #[test]
    fn names_go_on_only_with_their_kind() {
        for seed in 0..300 {
            let mut next = numbers(seed);
            let scores: Vec<f32> = (0..7 * 12).map(|_| next()).collect();
            let mut before: Option<NameTag> = None;
            for tag in names(&scores, 7, 12) {
                let fits = tag.is_none_or(|t| t.begins || before.is_some_and(|b| b.kind == t.kind));
                assert!(fits, "{before:?} {tag:?}");
                before = tag;
            }
        }
        assert!(names(&[], 7, 0).is_empty());
    }
}
