//! Sentences to trees.
//!
//! In: [`Text`]. Out: [`Syntax`]: for each token its part of speech (Universal Dependencies' UPOS and the Penn
//! Treebank's XPOS), lemma, head and relation, and whether it belongs to a name. The [`network`] decides all but lemmas,
//! which [`lemmas`] makes by rules of tags and endings.

pub mod conllu;
mod datelines;
mod joints;
mod labels;
pub mod lemmas;
pub mod network;

pub use labels::{NameKind, Relation, Upos, Xpos};

use crate::knowledge::{self, KnowledgeError};
use crate::text::Text;
use lemmas::Lemmas;
use network::Network;
use std::collections::HashMap;
use std::ops::Range;

/// The analysis of a report: one [`Word`] a token, and each word's dependents.
#[derive(Clone, Debug, Default)]
pub struct Syntax {
    words: Vec<Word>,
    first_child: Vec<usize>,
    children: Vec<usize>,
}

/// What is known of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its universal part of speech.
    pub upos: Upos,
    /// Its Penn Treebank tag.
    pub xpos: Xpos,
    /// Its dictionary form.
    pub lemma: String,
    /// The token it depends on; none for the root of a sentence.
    pub head: Option<usize>,
    /// How it depends on it.
    pub relation: Relation,
    /// The name it belongs to.
    pub name: Option<NameTag>,
}

/// A token's part in a name (BIO).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameTag {
    /// What the name names.
    pub kind: NameKind,
    /// Whether the name begins here.
    pub begins: bool,
}

impl Syntax {
    /// An analysis with these words. Heads are token numbers of the report and lie in the same sentence.
    pub fn new(words: Vec<Word>) -> Self {
        let mut first_child = vec![0; words.len() + 1];
        for head in words.iter().filter_map(|w| w.head) {
            first_child[head + 1] += 1;
        }
        for i in 1..first_child.len() {
            first_child[i] += first_child[i - 1];
        }
        let mut next = first_child.clone();
        let mut children = vec![0; first_child.last().copied().unwrap_or(0)];
        for (i, word) in words.iter().enumerate() {
            if let Some(head) = word.head {
                children[next[head]] = i;
                next[head] += 1;
            }
        }
        Syntax { words, first_child, children }
    }

    /// All words.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The word of token `i`.
    pub fn word(&self, i: usize) -> &Word {
        &self.words[i]
    }

    /// The lemma of token `i`.
    pub fn lemma(&self, i: usize) -> &str {
        &self.words[i].lemma
    }

    /// The dependents of token `i`, in text order.
    pub fn children(&self, i: usize) -> &[usize] {
        &self.children[self.first_child[i]..self.first_child[i + 1]]
    }

    /// The dependents of token `i` with one of these relations, in text order.
    pub fn children_by<'s>(&'s self, i: usize, relations: &'s [Relation]) -> impl Iterator<Item = usize> + 's {
        self.children(i).iter().copied().filter(move |&c| relations.contains(&self.words[c].relation))
    }

    /// The first dependent of token `i` with this relation.
    pub fn child(&self, i: usize, relation: Relation) -> Option<usize> {
        self.children(i).iter().copied().find(|&c| self.words[c].relation == relation)
    }

    /// Token `i` and the tokens above it, up to the root.
    pub fn path_up(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(i), move |&at| self.words[at].head)
    }

    /// Whether token `i` is `above` or depends on it, directly or through others.
    pub fn is_below(&self, i: usize, above: usize) -> bool {
        self.path_up(i).any(|at| at == above)
    }

    /// All tokens below `i`, itself included, in text order. In a crossing tree they may leave gaps.
    pub fn subtree(&self, i: usize) -> Vec<usize> {
        let mut found = vec![i];
        let mut at = 0;
        while at < found.len() {
            found.extend_from_slice(self.children(found[at]));
            at += 1;
        }
        found.sort_unstable();
        found
    }

    /// The preposition of token `i`.
    pub fn preposition(&self, i: usize) -> Option<&str> {
        self.child(i, Relation::Case).map(|c| self.lemma(c))
    }

    /// The way through the tree from one token to another of its sentence, in at most `most` steps: `^relation` for a step up,
    /// `relation` for one down, and the preposition of the last token behind them: `^conj nsubj`, `obl by`.
    pub fn route(&self, from: usize, to: usize, most: usize) -> Option<String> {
        let (above, up): (Vec<usize>, _) =
            (self.path_up(to).take(most + 1).collect(), self.path_up(from).take(most + 1));
        let (climbed, down) = up.enumerate().find_map(|(n, t)| Some((n, above.iter().position(|&a| a == t)?)))?;
        if climbed + down > most {
            return None;
        }
        let ups = self.path_up(from).take(climbed).map(|t| format!("^{}", self.words[t].relation));
        let downs = above[..down].iter().rev().map(|&t| self.words[t].relation.to_string());
        let steps: Vec<String> = ups.chain(downs).chain(self.preposition(to).map(str::to_string)).collect();
        Some(steps.join(" "))
    }

    /// The run of tokens from the first to the last below `i`, itself included.
    pub fn reach(&self, i: usize) -> Range<usize> {
        let below = self.subtree(i);
        below[0]..below[below.len() - 1] + 1
    }
}

/// The weights, and the rules of lemmas.
#[derive(Clone, Debug)]
pub struct Model {
    network: Network,
    lemmas: Lemmas,
    /// The verbs of irregular forms, by form.
    irregular: HashMap<&'static str, &'static str>,
}

/// Where the irregular forms lie.
const IRREGULAR: &str = "syntax/en/irregular.tsv";

impl Model {
    /// Those that are shipped.
    ///
    /// # Errors
    /// Where they are not of this version's format, which the tests rule out.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        let network = Network::load(demarche_models::SYNTAX_NETWORK)
            .map_err(|fault| KnowledgeError::new("syntax-network.weights", 0, fault.to_string()))?;
        let lemmas = Lemmas::read(demarche_models::LEMMAS)
            .map_err(|(number, line)| KnowledgeError::new("lemmas.tsv", number, format!("no rule: {line}")))?;
        let rows = knowledge::rows(IRREGULAR, knowledge::file(IRREGULAR)?)?;
        let irregular = rows.into_iter().map(|(_, cells)| (cells[0], cells[1])).collect();
        Ok(Model { network, lemmas, irregular })
    }
}

/// Analyses every sentence of `text`.
pub fn parse(text: &Text, model: &Model) -> Syntax {
    let mut words = Vec::with_capacity(text.tokens.len());
    let datelines = datelines::find(text);
    let parts = text.sentences.iter().zip(&datelines).flat_map(|(sentence, dateline)| {
        let own = if dateline.is_empty() { sentence.tokens.clone() } else { dateline.end..sentence.tokens.end };
        std::iter::once(dateline.clone()).filter(|d| !d.is_empty()).chain(std::iter::once(own))
    });
    let sentences = parts.map(|tokens| tokens.map(|i| text.word(i)).collect());
    let mut buffer = String::new();
    model.network.analyze(&mut network::Worker::default(), sentences, |sentence| {
        let first = words.len();
        words.extend(sentence.iter().enumerate().map(|(i, found)| Word {
            upos: found.upos,
            xpos: found.xpos,
            lemma: lemma(model, found.upos, found.xpos, text.word(first + i), &mut buffer),
            head: found.head.map(|head| first + head),
            relation: found.relation,
            name: found.name,
        }));
    });
    let ends: Vec<usize> = text.sentences.iter().map(|s| s.tokens.end).collect();
    datelines::join(&mut words, &datelines, &ends);
    joints::mend(&mut words);
    Syntax::new(words)
}

/// The lemma of a word under its tags: of an irregular form that of its verb, else by rule.
fn lemma(model: &Model, upos: Upos, xpos: Xpos, word: &str, lower: &mut String) -> String {
    if upos == Upos::Verb {
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        if let Some(verb) = model.irregular.get(lower.as_str()) {
            return verb.to_string();
        }
    }
    model.lemmas.lemma(upos, xpos, word, lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trees(words: &[&str], model: &Model) -> Syntax {
        let rows: Vec<String> = words.iter().enumerate().map(|(i, word)| format!("{}\t{word}", i + 1)).collect();
        let documents = conllu::read(&rows.join("\n"));
        documents.first().map_or_else(Syntax::default, |document| parse(&document.text(), model))
    }

    #[test]
    fn any_words_give_a_tree_with_one_root() {
        let shipped = Model::shipped().expect("the shipped weights");
        let odd = ["a", "", "\u{200b}", "́", "𝔘𝔑", "((", "…", "Ωmega", "0", "--", "İstanbul"];
        for count in [0, 1, 2, 11, 10_000] {
            let words: Vec<&str> = odd.iter().copied().cycle().take(count).collect();
            let syntax = trees(&words, &shipped);
            let roots = syntax.words().iter().filter(|word| word.head.is_none()).count();
            assert_eq!((syntax.words().len(), roots), (count, count.min(1)));
            assert!((0..count.min(100)).all(|i| syntax.path_up(i).take(count + 1).count() <= count));
        }
    }
}
