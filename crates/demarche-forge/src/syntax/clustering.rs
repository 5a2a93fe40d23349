//! Classes of words that stand in like places, learnt from raw text: the exchange algorithm for two-sided class bigrams
//! (Ney, Essen and Kneser 1994).

use std::collections::HashMap;

/// A word in fewer places has no class.
const RARE: u32 = 8;
/// How often each word may change its class.
const ROUNDS: usize = 6;

/// Bigrams of the words that are frequent enough.
pub struct Corpus {
    words: Vec<String>,
    counts: Vec<f64>,
    /// For each word the words after it and before it, with counts.
    after: Vec<Vec<(u32, f64)>>,
    before: Vec<Vec<(u32, f64)>>,
}

impl Corpus {
    /// Counts the bigrams of sentences of folded words.
    pub fn count(sentences: &[Vec<String>]) -> Self {
        let mut counts: HashMap<&str, u32> = HashMap::new();
        sentences.iter().flatten().for_each(|word| *counts.entry(word).or_default() += 1);
        let mut frequent: Vec<(&str, u32)> = counts.into_iter().filter(|&(_, count)| count >= RARE).collect();
        frequent.sort_by_key(|&(word, count)| (std::cmp::Reverse(count), word));
        let number: HashMap<&str, u32> = frequent.iter().enumerate().map(|(i, &(word, _))| (word, i as u32)).collect();
        let mut pairs: HashMap<(u32, u32), f64> = HashMap::new();
        for sentence in sentences {
            for pair in sentence.windows(2) {
                if let (Some(&a), Some(&b)) = (number.get(&*pair[0]), number.get(&*pair[1])) {
                    *pairs.entry((a, b)).or_default() += 1.0;
                }
            }
        }
        let mut pairs: Vec<_> = pairs.into_iter().filter(|((a, b), _)| a != b).collect();
        pairs.sort_by_key(|&(pair, _)| pair);
        let mut corpus = Corpus {
            words: frequent.iter().map(|&(word, _)| word.to_string()).collect(),
            counts: vec![0.0; frequent.len()],
            after: vec![Vec::new(); frequent.len()],
            before: vec![Vec::new(); frequent.len()],
        };
        for ((a, b), count) in pairs {
            corpus.after[a as usize].push((b, count));
            corpus.before[b as usize].push((a, count));
            corpus.counts[a as usize] += count;
        }
        corpus
    }

    /// The words and their classes, `classes` in number.
    pub fn cluster(&self, classes: usize) -> Vec<(&str, u8)> {
        let mut clustering = Clustering::begin(self, classes);
        for _ in 0..ROUNDS {
            let moved = (0..self.words.len()).filter(|&word| clustering.exchange(self, word)).count();
            if moved * 200 < self.words.len() {
                break;
            }
        }
        self.words.iter().map(String::as_str).zip(clustering.class.iter().map(|&class| class as u8)).collect()
    }
}

/// The counts of neighboring classes, both ways round so that a class's row lies together.
struct Clustering {
    classes: usize,
    class: Vec<usize>,
    after: Vec<f64>,
    before: Vec<f64>,
    totals: Vec<f64>,
    /// Buffers: a word's neighbors by class.
    next: Vec<f64>,
    last: Vec<f64>,
    gains: Vec<f64>,
    weigher: Weigher,
}

/// n ln n, from a table where n is small.
struct Weigher(Vec<f64>);

impl Weigher {
    fn weigh(&self, count: f64) -> f64 {
        self.0.get(count as usize).copied().unwrap_or_else(|| count * count.ln())
    }
}

impl Clustering {
    fn begin(corpus: &Corpus, classes: usize) -> Self {
        let mut clustering = Clustering {
            classes,
            class: (0..corpus.words.len()).map(|i| i % classes).collect(),
            after: vec![0.0; classes * classes],
            before: vec![0.0; classes * classes],
            totals: vec![0.0; classes],
            next: vec![0.0; classes],
            last: vec![0.0; classes],
            gains: vec![0.0; classes],
            weigher: Weigher((0..1 << 14).map(|n| f64::from(n) * f64::from(n.max(1)).ln()).collect()),
        };
        for (word, after) in corpus.after.iter().enumerate() {
            let a = clustering.class[word];
            for &(other, count) in after {
                let b = clustering.class[other as usize];
                clustering.after[a * classes + b] += count;
                clustering.before[b * classes + a] += count;
            }
            clustering.totals[a] += corpus.counts[word];
        }
        clustering
    }

    /// Puts a word into the class where it makes the text likeliest; whether that is another.
    fn exchange(&mut self, corpus: &Corpus, word: usize) -> bool {
        self.next.fill(0.0);
        self.last.fill(0.0);
        corpus.after[word].iter().for_each(|&(other, count)| self.next[self.class[other as usize]] += count);
        corpus.before[word].iter().for_each(|&(other, count)| self.last[self.class[other as usize]] += count);
        let old = self.class[word];
        self.add(old, corpus.counts[word], -1.0);
        self.weigh_all(corpus.counts[word]);
        let mut best = old;
        for class in 0..self.classes {
            if self.gains[class] > self.gains[best] + 1e-6 {
                best = class;
            }
        }
        self.add(best, corpus.counts[word], 1.0);
        self.class[word] = best;
        best != old
    }

    /// What putting the word into each class would gain.
    fn weigh_all(&mut self, count: f64) {
        let weigher = &self.weigher;
        for (gain, &total) in self.gains.iter_mut().zip(&self.totals) {
            *gain = -2.0 * (weigher.weigh(total + count) - weigher.weigh(total));
        }
        for (neighbors, counts) in [(&self.next, &self.before), (&self.last, &self.after)] {
            for (other, &more) in neighbors.iter().enumerate().filter(|(_, more)| **more > 0.0) {
                let row = &counts[other * self.classes..(other + 1) * self.classes];
                for (gain, &count) in self.gains.iter_mut().zip(row) {
                    *gain += weigher.weigh(count + more) - weigher.weigh(count);
                }
            }
        }
    }

    fn add(&mut self, class: usize, count: f64, sign: f64) {
        let width = self.classes;
        for other in 0..width {
            self.after[class * width + other] += sign * self.next[other];
            self.before[other * width + class] += sign * self.next[other];
            self.before[class * width + other] += sign * self.last[other];
            self.after[other * width + class] += sign * self.last[other];
        }
        self.totals[class] += sign * count;
    }
}
