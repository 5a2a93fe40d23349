//! Who is understood to do what a verb says, and whom a pronoun or description can therefore not mean: what a verb's
//! subject does to somebody it does to another (the binding conditions of Chomsky, "Lectures on Government and
//! Binding", 1981, as far as trees show them).

use super::joining::Joiner;
use super::words::Words;
use crate::syntax::{Relation, Syntax, Upos, Xpos};

const SUBJECTS: [Relation; 3] = [Relation::Nsubj, Relation::NsubjPass, Relation::NsubjOuter];

/// How many clauses up a subject is looked for.
const REACH: usize = 5;

/// The token of who does what a verb says: its subject, else that of the clause above which an infinitive, a participle
/// or a joined verb shares ("accused Kabul of sending", "offered to host").
pub(super) fn understood_subject(syntax: &Syntax, words: &Words, verb: usize) -> Option<usize> {
    subject_within(syntax, words, verb, REACH)
}

fn subject_within(syntax: &Syntax, words: &Words, verb: usize, reach: usize) -> Option<usize> {
    let word = syntax.word(verb);
    if let Some(own) = syntax.children_by(verb, &SUBJECTS).next() {
        let relative = matches!(syntax.word(own).xpos, Xpos::WDT | Xpos::WP) && word.relation == Relation::AclRelcl;
        return if relative { word.head } else { Some(own) };
    }
    let (above, reach) = (word.head?, reach.checked_sub(1)?);
    let object = || syntax.children_by(above, &[Relation::Obj, Relation::Iobj]).next();
    let infinitive = syntax.children_by(verb, &[Relation::Mark]).any(|mark| syntax.word(mark).xpos == Xpos::TO);
    let open = infinitive || matches!(word.xpos, Xpos::VBG | Xpos::VBN);
    match word.relation {
        Relation::Conj => subject_within(syntax, words, above, reach),
        Relation::Xcomp => object().or_else(|| subject_within(syntax, words, above, reach)),
        Relation::Advcl | Relation::Obl | Relation::Ccomp if open => {
            let mut marks = syntax.children_by(verb, &[Relation::Mark, Relation::Case]);
            let controlled = marks.any(|mark| words.is_control(syntax.lemma(mark)));
            object().filter(|_| controlled).or_else(|| subject_within(syntax, words, above, reach))
        }
        Relation::Acl if infinitive => {
            let owner = syntax.child(above, Relation::NmodPoss);
            let taken = syntax.word(above).head.filter(|_| syntax.word(above).relation == Relation::Obj);
            owner.or_else(|| subject_within(syntax, words, taken?, reach))
        }
        Relation::Acl | Relation::Amod => Some(above),
        _ => None,
    }
}

impl Joiner<'_> {
    /// The entity that an object pronoun cannot mean, because it is understood to do what is done to the one meant.
    pub(super) fn barred(&self, number: usize) -> Option<usize> {
        let mut at = self.phrases[number].head;
        // "several of them".
        if self.syntax.word(at).relation == Relation::Nmod {
            let above = self.syntax.word(at).head?;
            let counts = matches!(self.syntax.word(above).upos, Upos::Num | Upos::Det | Upos::Pron | Upos::Adj);
            at = if counts { above } else { return None };
        }
        let relation = self.syntax.word(at).relation;
        let verb =
            self.syntax.word(at).head.filter(|_| matches!(relation, Relation::Obj | Relation::Iobj | Relation::Obl))?;
        if self.syntax.word(verb).upos != Upos::Verb {
            return None;
        }
        let subject = understood_subject(self.syntax, self.words, verb).filter(|&subject| subject != at)?;
        self.by_head[subject].and_then(|n| self.chains.of_phrase[n])
    }

    /// The phrase of who does what is done with the one meant by phrase `number`, where that is an object: "Lima" for
    /// "troops" in "Lima sent troops", and in "accused Lima of sending troops".
    pub(super) fn doer_above(&self, number: usize) -> Option<usize> {
        let mut at = self.phrases[number].head;
        for _ in 0..REACH {
            let word = self.syntax.word(at);
            let above = word.head?;
            match word.relation {
                Relation::Obj | Relation::Iobj if self.syntax.word(above).upos == Upos::Verb => {
                    let subject = understood_subject(self.syntax, self.words, above)?;
                    return self.by_head[subject].filter(|&n| n != number);
                }
                Relation::Nmod | Relation::Conj | Relation::Obj => at = above,
                _ => return None,
            }
        }
        None
    }

    /// The entities that a description cannot mean: the subjects of the clauses it stands in ("the minister said the
    /// diplomat had left").
    pub(super) fn barred_subjects(&self, number: usize) -> Vec<usize> {
        let head = self.phrases[number].head;
        let mut found = Vec::new();
        for above in self.syntax.path_up(head).skip(1).take(REACH) {
            let subject = self.syntax.children_by(above, &SUBJECTS).next().filter(|&s| !self.syntax.is_below(head, s));
            found.extend(subject.and_then(|s| self.by_head[s]).and_then(|n| self.chains.of_phrase[n]));
            if matches!(self.syntax.word(above).relation, Relation::Advcl | Relation::AclRelcl | Relation::Parataxis) {
                break;
            }
        }
        found
    }

    /// Whether "it" stands for what happened and not for somebody: "it was the first attack", "called it a mistake".
    pub(super) fn is_happening(&self, number: usize) -> bool {
        let head = self.phrases[number].head;
        let nobody = |i: usize| self.syntax.word(i).upos == Upos::Noun && self.by_head[i].is_none();
        let word = self.syntax.word(head);
        let Some(above) = word.head else { return false };
        match word.relation {
            Relation::Nsubj => nobody(above) && self.syntax.child(above, Relation::Cop).is_some(),
            Relation::Obj | Relation::Iobj => {
                let beside = self.syntax.children_by(above, &[Relation::Xcomp, Relation::Obj]);
                beside.filter(|&i| i > head).any(nobody)
            }
            _ => false,
        }
    }
}
