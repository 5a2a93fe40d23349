//! The signs by which a reader takes a word for having happened: its form, auxiliaries and negation, what it hangs on,
//! what hangs on it, what stands beside it, and what our rules make of it. Each is hashed to a row of the weights.

use super::ROWS;
use crate::attribution::Attributions;
use crate::attribution::cues::Class;
use crate::attribution::scene::Scene;
use crate::syntax::{Relation, Upos, Xpos};

/// How far up the tree signs look.
const UP: usize = 4;

/// The rows of the signs of token `i`.
pub(super) fn of(scene: &Scene, attributions: &Attributions, i: usize) -> Vec<u16> {
    let mut found = Found { scene, attributions, rows: Vec::with_capacity(96) };
    found.word(i);
    found.below(i);
    found.above(i);
    found.beside(i);
    found.sentence(i);
    found.rows
}

struct Found<'s, 'a> {
    scene: &'s Scene<'a>,
    attributions: &'s Attributions,
    rows: Vec<u16>,
}

/// What is known of the form of a clause's head.
#[derive(Clone, Copy)]
struct Form {
    /// Its tag and the tags of its auxiliaries.
    tense: u64,
    /// The lemmas of its auxiliaries.
    auxiliaries: u64,
    negated: bool,
}

impl Found<'_, '_> {
    /// Adds the sign that template `kind` makes of these parts.
    fn add(&mut self, kind: u64, parts: &[u64]) {
        let hash = parts.iter().fold(mix(FIRST, kind), |hash, &part| mix(hash, part));
        self.rows.push(((hash >> 40) as usize % ROWS) as u16);
    }

    fn lemma(&self, i: usize) -> u64 {
        hash(self.scene.lemma(i))
    }

    fn xpos(&self, i: usize) -> u64 {
        self.scene.xpos(i) as u64
    }

    fn relation(&self, i: usize) -> u64 {
        self.scene.relation(i) as u64
    }

    fn value(&self, i: usize) -> u64 {
        self.attributions.factuality.get(i).copied().flatten().map_or(9, |f| f as u64)
    }

    fn form(&self, i: usize) -> Form {
        let mut form = Form { tense: mix(FIRST, self.xpos(i)), auxiliaries: FIRST, negated: false };
        for &c in self.scene.children(i) {
            if matches!(self.scene.relation(c), Relation::Aux | Relation::AuxPass | Relation::Cop) {
                form.tense = mix(form.tense, self.xpos(c));
                form.auxiliaries = mix(form.auxiliaries, self.lemma(c));
            } else if self.scene.xpos(c) == Xpos::TO && c < i {
                form.tense = mix(form.tense, 77);
            }
            form.negated |= self.scene.is(c, Class::Negator)
                || self.scene.is(c, Class::NegativeNoun)
                || self.scene.children(c).iter().any(|&d| self.scene.is(d, Class::NegativeNoun));
        }
        form
    }

    /// The form of the clause that `i` belongs to: a conjunct or bare complement has its governor's.
    fn clause(&self, i: usize) -> (usize, Form) {
        let mut at = i;
        for _ in 0..UP {
            let bare = !self.scene.is_finite(at);
            match self.scene.head(at) {
                Some(head)
                    if bare
                        && matches!(self.scene.relation(at), Relation::Conj | Relation::Xcomp | Relation::Compound) =>
                {
                    at = head
                }
                _ => break,
            }
        }
        (at, self.form(at))
    }

    /// The word that brings `i`: a preposition, conjunction or "to".
    fn marker(&self, i: usize) -> u64 {
        self.scene.child(i, &[Relation::Mark, Relation::Case]).filter(|&m| m < i).map_or(0, |m| self.lemma(m))
    }

    fn word(&mut self, i: usize) {
        let form = self.form(i);
        let (lemma, xpos, relation, value, marker) =
            (self.lemma(i), self.xpos(i), self.relation(i), self.value(i), self.marker(i));
        let negated = u64::from(form.negated);
        self.add(1, &[]);
        self.add(2, &[lemma]);
        self.add(3, &[xpos]);
        self.add(4, &[relation]);
        self.add(5, &[value]);
        self.add(6, &[form.auxiliaries]);
        self.add(7, &[form.tense]);
        self.add(8, &[negated, form.auxiliaries]);
        self.add(9, &[marker]);
        self.add(10, &[relation, xpos, marker]);
        self.add(11, &[value, relation]);
        self.add(12, &[form.tense, relation, value]);
        self.add(13, &[lemma, form.tense]);
        self.add(14, &[lemma, relation]);
        self.add(15, &[form.tense, negated]);
        self.add(16, &[form.tense, form.auxiliaries, relation]);
        let (head, clause) = self.clause(i);
        self.add(17, &[clause.tense, u64::from(clause.negated)]);
        self.add(18, &[clause.auxiliaries, relation]);
        if head != i {
            let head_lemma = self.lemma(head);
            self.add(19, &[head_lemma, relation, u64::from(clause.negated)]);
        }
    }

    fn below(&mut self, i: usize) {
        for &c in self.scene.children(i) {
            let (lemma, relation) = (self.lemma(c), self.relation(c));
            if self.scene.upos(c) == Upos::Punct {
                continue;
            }
            self.add(20, &[relation]);
            match self.scene.relation(c) {
                Relation::Nsubj | Relation::NsubjPass | Relation::Expl => {
                    let (xpos, tense) = (self.xpos(c), self.form(i).tense);
                    self.add(21, &[lemma]);
                    self.add(22, &[xpos, tense]);
                    self.add(23, &[lemma, tense]);
                }
                Relation::Obj
                | Relation::Obl
                | Relation::OblUnmarked
                | Relation::Advcl
                | Relation::Ccomp
                | Relation::Xcomp => {
                    let (xpos, marker) = (self.xpos(c), self.marker(c));
                    self.add(24, &[relation, xpos]);
                    self.add(25, &[relation, marker]);
                    self.add(26, &[relation, lemma]);
                }
                Relation::Punct => {}
                _ => self.add(27, &[relation, lemma]),
            }
        }
    }

    fn above(&mut self, i: usize) {
        let (mut at, mut path) = (i, FIRST);
        for up in 0..UP as u64 {
            path = mix(path, self.relation(at));
            let Some(head) = self.scene.head(at) else {
                self.add(30, &[path, up]);
                break;
            };
            let form = self.form(head);
            let (lemma, negated, value) = (self.lemma(head), u64::from(form.negated), self.value(head));
            let (marker, subject) =
                (self.marker(at), self.scene.child(head, &[Relation::Nsubj]).map_or(0, |s| self.xpos(s)));
            let xpos = self.xpos(i);
            self.add(31, &[path]);
            self.add(32, &[path, lemma]);
            self.add(33, &[path, form.tense]);
            self.add(34, &[lemma, up.min(2)]);
            self.add(35, &[form.auxiliaries, up.min(2)]);
            if up < 2 {
                self.add(36, &[path, value, negated]);
                self.add(37, &[path, marker, form.tense]);
                self.add(38, &[path, lemma, xpos, negated]);
                self.add(39, &[path, subject, form.tense]);
                self.add(40, &[path, form.auxiliaries, negated]);
                self.add(41, &[lemma, xpos, form.tense]);
            }
            self.add(42, &[marker]);
            at = head;
        }
    }

    fn beside(&mut self, i: usize) {
        let sentence = self.scene.sentence(i);
        let at = |offset: isize| i.checked_add_signed(offset).filter(|t| sentence.contains(t));
        let near: Vec<(u64, u64)> = (-3..=3).map(|o| at(o).map_or((0, 0), |t| (self.lemma(t), self.xpos(t)))).collect();
        for (place, &(lemma, xpos)) in near.iter().enumerate().filter(|(place, _)| *place != 3) {
            self.add(50, &[place as u64, lemma]);
            self.add(51, &[place as u64, xpos]);
        }
        self.add(52, &[near[2].0, near[3].1]);
        self.add(53, &[near[1].0, near[2].0]);
        self.add(54, &[near[1].1, near[2].1, near[3].1]);
        self.add(55, &[near[3].1, near[4].1, near[5].1]);
        self.add(56, &[near[2].1, near[3].1, near[4].1]);
    }

    fn sentence(&mut self, i: usize) {
        let sentence = self.scene.sentence(i);
        let last = sentence.end.saturating_sub(1);
        let end = hash(self.scene.text.word(last));
        let (first, relation) = (self.lemma(sentence.start), self.relation(i));
        let root = sentence.clone().find(|&t| self.scene.relation(t) == Relation::Root).unwrap_or(i);
        let form = self.form(root);
        let (lemma, xpos) = (self.lemma(root), self.xpos(i));
        self.add(60, &[end, relation]);
        self.add(61, &[end, xpos]);
        self.add(62, &[first]);
        self.add(63, &[lemma]);
        self.add(64, &[form.tense, relation]);
        self.add(65, &[form.auxiliaries, xpos]);
        self.add(66, &[u64::from(root < i), u64::from(root == i)]);
        self.add(67, &[(sentence.len() / 6).min(8) as u64]);
        for t in sentence.clone() {
            if self.scene.is(t, Class::Condition) || self.scene.xpos(t) == Xpos::MD || self.scene.is(t, Class::Negator)
            {
                let lemma = self.lemma(t);
                self.add(68, &[lemma, u64::from(t < i)]);
            }
        }
        if let Some(a) = self.attributions.innermost.get(i).copied().flatten() {
            let cue = self.attributions.attributions[a].cue_head;
            let (lemma, form) = (self.lemma(cue), self.form(cue));
            self.add(69, &[lemma, u64::from(form.negated)]);
            self.add(70, &[form.tense]);
        }
        self.add(71, &[u64::from(self.scene.quote_of(i).is_some()), xpos]);
    }
}

const FIRST: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a over words of 64 bits, with a last turn that spreads the low bits.
fn mix(hash: u64, part: u64) -> u64 {
    let mixed = (hash ^ part).wrapping_mul(0x0000_0100_0000_01b3);
    mixed ^ (mixed >> 29)
}

fn hash(word: &str) -> u64 {
    let letters = word.bytes().map(|b| u64::from(b.to_ascii_lowercase()));
    mix(letters.fold(FIRST, mix), 0x9e37_79b9_7f4a_7c15)
}
