//! What every part of this stage looks at: the text and trees of a report with a few tables made once, so that each
//! question takes constant time.

use super::cues::{Class, Cues, Part, Word};
use super::quotes::{self, Quotes};
use crate::actors::Actors;
use crate::entities::Entities;
use crate::learned::Impressions;
use crate::syntax::{Relation, Syntax, Upos, Xpos};
use crate::text::Text;
use crate::ways::Way;
use std::ops::Range;

/// A report as this stage sees it.
pub(crate) struct Scene<'a> {
    pub text: &'a Text<'a>,
    pub syntax: &'a Syntax,
    pub entities: &'a Entities,
    pub actors: &'a Actors,
    pub cues: &'a Cues,
    /// What the learned reader sees, where it is asked.
    pub impressions: Option<&'a Impressions<'a>>,
    pub(super) quotes: Quotes,
    /// For each token the run from the first to the last token below it.
    reach: Vec<Range<usize>>,
    sentence: Vec<usize>,
    words: Vec<Word>,
}

impl<'a> Scene<'a> {
    pub fn new(
        text: &'a Text<'a>,
        syntax: &'a Syntax,
        entities: &'a Entities,
        actors: &'a Actors,
        cues: &'a Cues,
    ) -> Self {
        let mut sentence = vec![0; text.tokens.len()];
        for (number, s) in text.sentences.iter().enumerate() {
            sentence[s.tokens.clone()].fill(number);
        }
        let words = (0..syntax.words().len()).map(|i| closed_class(cues, lemma(text, syntax, i))).collect();
        Scene {
            quotes: quotes::find(text),
            reach: reaches(syntax),
            text,
            syntax,
            entities,
            actors,
            cues,
            impressions: None,
            sentence,
            words,
        }
    }

    /// The first of several ways that finds something, and what it finds.
    pub(super) fn first<T>(&self, ways: &[(Way, &dyn Fn() -> Option<T>)]) -> Option<(Way, T)> {
        let mut allowed = ways.iter().filter(|(way, _)| self.cues.ways.is_on(way));
        allowed.find_map(|(way, find)| Some((*way, find()?)))
    }

    /// The dictionary form of token `i`.
    pub fn lemma(&self, i: usize) -> &'a str {
        lemma(self.text, self.syntax, i)
    }

    /// Whether token `i` belongs to a closed class.
    pub fn is(&self, i: usize, class: Class) -> bool {
        self.words[i].is(class)
    }

    /// What the closed classes know of token `i`.
    pub(super) fn word(&self, i: usize) -> Word {
        self.words[i]
    }

    pub fn upos(&self, i: usize) -> Upos {
        self.syntax.word(i).upos
    }

    pub fn xpos(&self, i: usize) -> Xpos {
        self.syntax.word(i).xpos
    }

    pub fn relation(&self, i: usize) -> Relation {
        self.syntax.word(i).relation
    }

    pub fn head(&self, i: usize) -> Option<usize> {
        self.syntax.word(i).head
    }

    pub fn children(&self, i: usize) -> &'a [usize] {
        self.syntax.children(i)
    }

    /// The first dependent of `i` with one of these relations.
    pub fn child(&self, i: usize, relations: &[Relation]) -> Option<usize> {
        self.children(i).iter().copied().find(|&c| relations.contains(&self.relation(c)))
    }

    /// The first dependent of `i` of a closed class.
    pub fn child_of_class(&self, i: usize, class: Class) -> Option<usize> {
        self.children(i).iter().copied().find(|&c| self.is(c, class))
    }

    /// The run of tokens from the first to the last below `i`.
    pub fn reach(&self, i: usize) -> Range<usize> {
        self.reach[i].clone()
    }

    /// The number of the sentence that holds token `i`.
    pub fn sentence_of(&self, i: usize) -> usize {
        self.sentence[i]
    }

    /// The tokens of the sentence that holds token `i`.
    pub fn sentence(&self, i: usize) -> Range<usize> {
        self.text.sentences[self.sentence[i]].tokens.clone()
    }

    /// The longest mention whose head word is token `i`.
    pub fn mention_at(&self, i: usize) -> Option<usize> {
        self.entities.headed_by(i)
    }

    pub fn is_punctuation(&self, i: usize) -> bool {
        self.upos(i) == Upos::Punct || !self.text.word(i).chars().any(char::is_alphanumeric)
    }

    pub fn is_infinitive(&self, i: usize) -> bool {
        self.children(i).iter().any(|&c| c < i && self.xpos(c) == Xpos::TO)
    }

    /// Whether token `i` is a quotation mark.
    pub fn is_mark(&self, i: usize) -> bool {
        self.text.word(i).chars().all(|c| "\"“”«»„‘’'`".contains(c))
    }

    /// Whether the word itself is a finite form.
    pub fn is_finite_word(&self, i: usize) -> bool {
        matches!(self.xpos(i), Xpos::VBD | Xpos::VBP | Xpos::VBZ | Xpos::MD)
    }

    /// Whether `i` is the head of a finite clause.
    pub fn is_finite(&self, i: usize) -> bool {
        self.is_finite_word(i)
            || self.children(i).iter().any(|&c| {
                matches!(self.relation(c), Relation::Aux | Relation::AuxPass | Relation::Cop) && self.is_finite_word(c)
            })
    }

    /// Whether a clause with this head is in the passive.
    pub fn is_passive(&self, i: usize) -> bool {
        self.child(i, &[Relation::AuxPass, Relation::NsubjPass]).is_some()
            || (self.xpos(i) == Xpos::VBN
                && matches!(self.relation(i), Relation::Acl | Relation::Amod)
                // "A spokesman denied on Monday that": a past tense taken for a participle.
                && super::surface::that_clause(self, i + 1, self.sentence(i).end).is_none())
    }

    /// The preposition or conjunction that brings `i`.
    pub fn marker(&self, i: usize) -> Option<usize> {
        self.children(i)
            .iter()
            .copied()
            .find(|&c| c < i && matches!(self.relation(c), Relation::Case | Relation::Mark) && self.xpos(c) != Xpos::TO)
            .or_else(|| self.child(i, &[Relation::Case, Relation::Mark]).filter(|&c| c < i))
    }

    /// Whether `i` is brought by the preposition `word`.
    pub fn is_brought_by(&self, i: usize, word: &str) -> bool {
        self.children(i).iter().any(|&c| {
            c < i
                && matches!(self.relation(c), Relation::Case | Relation::Mark)
                && self.text.word(c).eq_ignore_ascii_case(word)
        })
    }

    /// Whether any token of the run lies in a quotation, apart from `inside`.
    pub fn is_quoted(&self, run: &Range<usize>, inside: Option<usize>) -> bool {
        run.clone().any(|i| self.quotes.of_token[i].is_some_and(|q| Some(q) != inside))
    }

    /// The quotation that holds token `i`.
    pub fn quote_of(&self, i: usize) -> Option<usize> {
        self.quotes.of_token[i]
    }

    /// The part of speech under which token `i` is looked up in the tables.
    pub(super) fn part(&self, i: usize) -> Option<Part> {
        Some(match self.upos(i) {
            Upos::Verb | Upos::Aux => Part::Verb,
            Upos::Noun | Upos::Propn => Part::Noun,
            Upos::Adj => Part::Adjective,
            _ => return None,
        })
    }
}

fn lemma<'a>(text: &'a Text, syntax: &'a Syntax, i: usize) -> &'a str {
    let lemma = syntax.lemma(i);
    if lemma.is_empty() { text.word(i) } else { lemma }
}

/// What the closed classes know of a word, also where it begins a sentence.
fn closed_class(cues: &Cues, lemma: &str) -> Word {
    if lemma.bytes().any(|b| b.is_ascii_uppercase()) { cues.word(&lemma.to_lowercase()) } else { cues.word(lemma) }
}

/// The reach of every token, from the leaves up: linear in the number of tokens.
fn reaches(syntax: &Syntax) -> Vec<Range<usize>> {
    let count = syntax.words().len();
    let mut order: Vec<usize> = (0..count).filter(|&i| syntax.word(i).head.is_none()).collect();
    let mut at = 0;
    while at < order.len() {
        order.extend_from_slice(syntax.children(order[at]));
        at += 1;
    }
    let mut reach: Vec<Range<usize>> = (0..count).map(|i| i..i + 1).collect();
    for &i in order.iter().rev() {
        if let Some(head) = syntax.word(i).head {
            let below = reach[i].clone();
            reach[head] = reach[head].start.min(below.start)..reach[head].end.max(below.end);
        }
    }
    reach
}

/// `run` without the tokens of `hole`.
pub(super) fn without(run: Range<usize>, hole: &Range<usize>) -> Vec<Range<usize>> {
    if hole.end <= run.start || run.end <= hole.start {
        return vec![run];
    }
    [run.start..hole.start.max(run.start), hole.end.min(run.end)..run.end]
        .into_iter()
        .filter(|r| r.start < r.end)
        .collect()
}
