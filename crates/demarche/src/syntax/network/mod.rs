//! A small network that tags, parses and finds names at once.
//!
//! In: the words of sentences. Out: an [`Analysis`] of each word. A word enters as the mean of its word pieces, the sum
//! of hashed form and affixes, and its shape ([`features`]), with what lists of names say of it ([`lists`]); blocks of gated windows and gated running means relate the
//! words of a sentence ([`layers`]); linear layers score tags, heads, relations and names; [`decode`] makes trees and
//! names of the scores. `demarche-forge` trains the weights and writes the file that [`crate::network::weights`] reads.
//!
//! The same text gives the same bytes on every machine: products are sums of integers, everything else is added in one
//! fixed order, and there is no function (exponential, logarithm) whose last bit differs between libraries.

mod decode;
mod features;
mod layers;
mod lists;

pub use crate::network::weights::WeightsError;

use super::NameTag;
use super::labels::{NameKind, Relation, Upos, Xpos};
use crate::network::products::dot;
use crate::network::weights::{File, Format};
use decode::Trees;
use features::Features;
use layers::{Block, Linear, Norm, gate, quantize_all};
use lists::Lists;

/// What the network says of a word. The head is the number of a word in the sentence, none for the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Analysis {
    pub upos: Upos,
    pub xpos: Xpos,
    pub head: Option<usize>,
    pub relation: Relation,
    pub name: Option<NameTag>,
}

/// How its weights file begins.
const FORMAT: Format = Format { magic: b"DMCHSYNT", version: 2 };

/// How far apart two words can be until the distance counts no more.
const FAR: usize = 24;

/// Rows that are worked on at once: enough to use each weight many times, few enough to stay in the cache.
const ROWS: usize = 256;

/// The most words that are related to one another. A longer sentence, which is a list or a table, is read in pieces.
const LONGEST: usize = 400;

/// Pieces of sentences that are worked on at once, and whether each is the last of its sentence.
#[derive(Default)]
struct Batch<'t> {
    pieces: Vec<(Vec<&'t str>, bool)>,
    rows: usize,
}

/// The weights, ready for use.
#[derive(Clone, Debug)]
pub struct Network {
    features: Features,
    lists: Lists,
    width: usize,
    enter: Linear,
    blocks: Vec<Block>,
    norm: Norm,
    tags: Linear,
    naming: Block,
    near: Block,
    names: Linear,
    root: Vec<i16>,
    arc_dependent: Linear,
    arc_head: Linear,
    arc_bias: Vec<f32>,
    far: Vec<f32>,
    relation_dependent: Linear,
    relation_head: Linear,
    relation: Linear,
    upos_labels: Vec<Upos>,
    xpos_labels: Vec<Xpos>,
    relation_labels: Vec<Relation>,
    root_label: usize,
}

/// Buffers that a reader keeps from sentence to sentence.
#[derive(Clone, Debug, Default)]
pub struct Worker {
    words: features::Cache,
    x: Vec<f32>,
    wide: Vec<f32>,
    narrow: Vec<f32>,
    named: Vec<f32>,
    quantized: Vec<i16>,
    tags: Vec<f32>,
    names: Vec<f32>,
    dependents: Vec<f32>,
    heads: Vec<f32>,
    pairs: Vec<f32>,
    scores: Vec<f32>,
    trees: Trees,
}

impl Network {
    /// Reads a weights file.
    ///
    /// # Errors
    /// If it is none, is of another version, or lacks something.
    pub fn load(bytes: &'static [u8]) -> Result<Self, WeightsError> {
        let file = File::open(bytes, FORMAT)?;
        let width = file.size("width")?;
        let blocks = file.text("blocks")?;
        let relation_labels: Vec<Relation> = file.labels("relations", Relation::from_label)?;
        file.expect_labels("names", &["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"])?;
        let mut root = Vec::new();
        quantize_all(&file.floats("root")?, &mut root);
        Ok(Network {
            features: Features::load(&file)?,
            lists: Lists::load(&file)?,
            width,
            enter: Linear::load(&file, "line")?,
            blocks: blocks
                .chars()
                .enumerate()
                .map(|(i, kind)| Block::load(&file, &format!("blocks.{i}"), kind))
                .collect::<Result<_, _>>()?,
            norm: Norm::load(&file, "norm")?,
            tags: Linear::load(&file, "tags")?,
            naming: Block::load(&file, "naming", 's')?,
            near: Block::load(&file, "near", 'c')?,
            names: Linear::load(&file, "names")?,
            root,
            arc_dependent: Linear::load(&file, "arc_dep")?,
            arc_head: Linear::load(&file, "arc_head")?,
            arc_bias: file.floats("arc_bias.weight")?,
            far: file.floats("far")?,
            relation_dependent: Linear::load(&file, "rel_dep")?,
            relation_head: Linear::load(&file, "rel_head")?,
            relation: Linear::load(&file, "rel")?,
            upos_labels: file.labels("upos", Upos::from_label)?,
            xpos_labels: file.labels("xpos", Xpos::from_label)?,
            root_label: relation_labels.iter().position(|&r| r == Relation::Root).unwrap_or(0),
            relation_labels,
        })
    }

    /// Analyzes sentences, some at a time, and hands each result on in order.
    pub fn analyze<'t>(
        &self,
        worker: &mut Worker,
        sentences: impl IntoIterator<Item = Vec<&'t str>>,
        mut found: impl FnMut(&[Analysis]),
    ) {
        let mut whole = Vec::new();
        let mut join = |piece: &[Analysis], is_last: bool| {
            append(&mut whole, piece);
            if is_last {
                found(&whole);
                whole.clear();
            }
        };
        let mut batch = Batch::default();
        for sentence in sentences {
            let pieces = sentence.len().div_ceil(LONGEST).max(1);
            for number in 0..pieces {
                let words = &sentence[number * LONGEST..sentence.len().min((number + 1) * LONGEST)];
                if batch.rows > 0 && batch.rows + words.len() + 1 > ROWS {
                    self.analyze_batch(worker, &batch, &mut join);
                    batch = Batch::default();
                }
                batch.rows += words.len() + 1;
                batch.pieces.push((words.to_vec(), number + 1 == pieces));
            }
        }
        if !batch.pieces.is_empty() {
            self.analyze_batch(worker, &batch, &mut join);
        }
    }

    /// Sentences lie below one another with a blank row before, between and after them.
    fn analyze_batch(&self, w: &mut Worker, batch: &Batch, found: &mut impl FnMut(&[Analysis], bool)) {
        let rows = batch.rows + 1;
        let mut real = vec![false; rows];
        let mut first = 1;
        for (sentence, _) in &batch.pieces {
            real[first..first + sentence.len()].fill(true);
            first += sentence.len() + 1;
        }
        w.x.clear();
        w.x.resize(rows * self.width, 0.0);
        let mut first = 1;
        for (sentence, _) in &batch.pieces {
            self.enter_sentence(w, sentence, first);
            first += sentence.len() + 1;
        }
        for block in &self.blocks {
            block.add(&mut w.x, &real, &mut w.quantized, &mut w.wide, &mut w.narrow);
        }
        self.score_names(w, &real);
        self.norm.apply(&w.x, &real, &mut w.quantized);
        w.quantized[..self.width].copy_from_slice(&self.root);
        self.tags.apply(&w.quantized, rows, &mut w.tags);
        self.arc_dependent.apply(&w.quantized, rows, &mut w.dependents);
        self.arc_head.apply(&w.quantized, rows, &mut w.heads);
        w.dependents.iter_mut().chain(&mut w.heads).for_each(|v| *v *= gate(*v));
        self.relation_dependent.apply(&w.quantized, rows, &mut w.wide);
        self.relation_head.apply(&w.quantized, rows, &mut w.narrow);
        self.decode(w, batch, found);
    }

    /// The words' vectors into the rows from `first`.
    fn enter_sentence(&self, w: &mut Worker, sentence: &[&str], first: usize) {
        let mut free = 0;
        let mut runs = Vec::new();
        for (i, word) in sentence.iter().enumerate() {
            if self.enter_word(w, word, first + i) {
                runs.push(i);
            }
        }
        for at in runs {
            if at >= free {
                let rows = &mut w.x[(first + at) * self.width..];
                free = at + self.lists.add_run(&sentence[at..], &self.features, self.width, rows);
            }
        }
    }

    /// The word's own vector into row `row`: looked up, or made once; whether it begins longer keys of the lists.
    fn enter_word(&self, w: &mut Worker, word: &str, row: usize) -> bool {
        let at = row * self.width;
        let target = &mut w.x[at..at + self.width];
        if let Some((known, begins)) = w.words.get(word, self.width) {
            target.copy_from_slice(known);
            return begins;
        }
        let folded = self.features.fold(word);
        self.features.vector(word, &folded, &mut w.narrow);
        quantize_all(&w.narrow, &mut w.quantized);
        self.enter.apply(&w.quantized, 1, &mut w.wide);
        let (values, gates) = w.wide[..2 * self.width].split_at(self.width);
        for ((x, &value), &open) in target.iter_mut().zip(values).zip(gates) {
            *x = value * gate(open);
        }
        let begins = self.lists.add_word(word, &folded, target);
        w.words.insert(word, target, begins);
        begins
    }

    /// Scores of every name tag for every word: the rows pass through a block of their own first.
    fn score_names(&self, w: &mut Worker, real: &[bool]) {
        self.naming.apply(&w.x, real, &mut w.quantized, &mut w.wide, &mut w.narrow);
        w.named.clear();
        w.named.extend(w.x.iter().zip(&w.narrow).map(|(x, more)| x + more));
        self.near.apply(&w.named, real, &mut w.quantized, &mut w.wide, &mut w.narrow);
        quantize_all(&w.narrow, &mut w.quantized);
        self.names.apply(&w.quantized, real.len(), &mut w.names);
    }

    fn decode(&self, w: &mut Worker, batch: &Batch, found: &mut impl FnMut(&[Analysis], bool)) {
        let mut analyses = Vec::new();
        let mut first = 1;
        for (sentence, is_last) in &batch.pieces {
            let n = sentence.len();
            self.score_arcs(w, first, n);
            w.trees.solve(&mut w.scores, n);
            self.score_relations(w, first, n);
            let tags = decode::names(&w.names[first * self.names.padded..], self.names.padded, n);
            analyses.clear();
            for i in 0..n {
                let row = &w.tags[(first + i) * self.tags.padded..][..self.tags.padded];
                let (upos, xpos) = row.split_at(self.upos_labels.len());
                let head = w.trees.heads[i];
                let relations = &w.pairs[i * self.relation.padded..][..self.relation_labels.len()];
                let relation = match head {
                    0 => self.root_label,
                    _ => best(relations, Some(self.root_label)),
                };
                analyses.push(Analysis {
                    upos: self.upos_labels[best(upos, None)],
                    xpos: self.xpos_labels[best(&xpos[..self.xpos_labels.len()], None)],
                    head: head.checked_sub(1),
                    relation: self.relation_labels[relation],
                    name: tags[i],
                });
            }
            agree(&mut analyses);
            found(&analyses, *is_last);
            first += n + 1;
        }
    }

    /// Scores of every head (0 the root) for every word of a sentence.
    fn score_arcs(&self, w: &mut Worker, first: usize, n: usize) {
        let (size, step) = (self.arc_bias.len(), self.arc_head.padded);
        w.scores.clear();
        w.scores.resize(n * (n + 1), 0.0);
        for head in 0..=n {
            let row = if head == 0 { 0 } else { first + head - 1 };
            let vector = &w.heads[row * step..][..size];
            let bias = dot(vector, &self.arc_bias);
            for i in 0..n {
                let dependent = &w.dependents[(first + i) * step..][..size];
                let distance = match head {
                    0 => 2 * FAR + 1,
                    _ => (head + FAR).saturating_sub(i + 1).min(2 * FAR),
                };
                w.scores[i * (n + 1) + head] = dot(dependent, vector) + bias + self.far[distance];
            }
        }
    }

    /// Scores of every relation for each word and its head.
    fn score_relations(&self, w: &mut Worker, first: usize, n: usize) {
        let size = self.relation_dependent.padded;
        w.quantized.clear();
        for (i, &head) in w.trees.heads[..n].iter().enumerate() {
            let above = if head == 0 { 0 } else { first + head - 1 };
            let pair = w.wide[(first + i) * size..][..size].iter().zip(&w.narrow[above * size..][..size]);
            w.quantized.extend(pair.map(|(a, b)| layers::quantize(if a + b > 0.0 { a + b } else { 0.0 })));
        }
        self.relation.apply(&w.quantized, n, &mut w.pairs);
    }
}

/// Makes subjects agree with auxiliaries: a verb with auxiliaries is passive where one of them makes it so.
fn agree(words: &mut [Analysis]) {
    for i in 0..words.len() {
        let has =
            |head: usize, relation: Relation| words.iter().any(|w| w.head == Some(head) && w.relation == relation);
        let changed = match (words[i].relation, words[i].head) {
            (Relation::NsubjPass, Some(head)) if has(head, Relation::Aux) && !has(head, Relation::AuxPass) => {
                Relation::Nsubj
            }
            (Relation::Nsubj, Some(head)) if has(head, Relation::AuxPass) => Relation::NsubjPass,
            _ => continue,
        };
        words[i].relation = changed;
    }
}

/// Appends a piece of a sentence to what came before it: its root hangs from the first one.
fn append(whole: &mut Vec<Analysis>, piece: &[Analysis]) {
    let first = whole.len();
    let root = whole.iter().position(|word| word.head.is_none());
    whole.extend(piece.iter().map(|&word| match (word.head, root) {
        (Some(head), _) => Analysis { head: Some(first + head), ..word },
        (None, Some(root)) => Analysis { head: Some(root), relation: Relation::Parataxis, ..word },
        (None, None) => word,
    }));
}

/// The place of the highest score, the first of equals; `but` does not count.
fn best(scores: &[f32], but: Option<usize>) -> usize {
    let mut found = usize::from(but == Some(0));
    for (i, &score) in scores.iter().enumerate() {
        if score > scores[found] && but != Some(i) {
            found = i;
        }
    }
    found
}

/// The kind of the name tag `tag` (1 and 2 persons, 3 and 4 organizations, 5 and 6 places) and whether it begins one.
fn name_tag(tag: usize) -> Option<NameTag> {
    let kind = [NameKind::Person, NameKind::Organization, NameKind::Location][tag.checked_sub(1)? / 2];
    Some(NameTag { kind, begins: tag % 2 == 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn analyses(network: &Network, sentences: &[&str]) -> Vec<Vec<Analysis>> {
        let mut out = Vec::new();
        let words = sentences.iter().map(|s| s.split(' ').collect());
        network.analyze(&mut Worker::default(), words, |found| out.push(found.to_vec()));
        out
    }

    #[test]
    fn a_sentence_reads_the_same_alone_and_among_others() {
        let network = Network::load(demarche_models::SYNTAX_NETWORK).expect("shipped weights");
        let sentence = "Japan 's foreign minister said on Monday that Tokyo would not recognize the vote in Crimea .";
        let long = ["word"; 1000].join(" ");
        let all = [sentence, "No .", &long, "", sentence, "e\u{301}\u{3000}\u{1F600} \u{0}", sentence];
        let together = analyses(&network, &all);
        assert_eq!(together.len(), all.len());
        for (sentence, found) in all.iter().zip(&together) {
            assert_eq!(&analyses(&network, &[sentence])[0], found);
        }
        let said = &together[0][4];
        assert_eq!((said.upos, said.head, said.relation), (Upos::Verb, None, Relation::Root));
        let names: Vec<_> = together[0].iter().filter_map(|a| a.name).map(|name| name.kind).collect();
        assert_eq!(names, [NameKind::Location; 3]);
    }

    #[test]
    fn no_sentences_give_nothing() {
        let network = Network::load(demarche_models::SYNTAX_NETWORK).expect("shipped weights");
        network.analyze(&mut Worker::default(), std::iter::once(Vec::new()), |found| assert!(found.is_empty()));
        network.analyze(&mut Worker::default(), std::iter::empty(), |_| panic!("nothing to find"));
    }
}
