//! Who does what in a tree: deep subjects and objects through passives, control, relatives, participles and
//! coordination. Everything here speaks of tokens; who they are is decided elsewhere.

use crate::syntax::{Relation, Syntax, Upos, Xpos};
use crate::text::Text;

/// How many steps up a chain of clauses a subject is looked for.
const REACH: usize = 6;

const SUBJECTS: &[Relation] =
    &[Relation::Nsubj, Relation::NsubjPass, Relation::NsubjOuter, Relation::Csubj, Relation::CsubjPass];
const OBLIQUES: &[Relation] = &[Relation::Obl, Relation::OblAgent, Relation::Nmod, Relation::NmodDesc];
const COMPLEMENTS: &[Relation] = &[Relation::Xcomp, Relation::Ccomp];

/// A report's trees, read as clauses.
#[derive(Clone, Copy)]
pub(super) struct Grammar<'a> {
    pub(super) text: &'a Text<'a>,
    pub(super) syntax: &'a Syntax,
}

impl<'a> Grammar<'a> {
    pub(super) fn relation(self, at: usize) -> Relation {
        self.syntax.word(at).relation
    }

    pub(super) fn upos(self, at: usize) -> Upos {
        self.syntax.word(at).upos
    }

    pub(super) fn head(self, at: usize) -> Option<usize> {
        self.syntax.word(at).head
    }

    fn child_of(self, at: usize, relations: &'a [Relation]) -> Option<usize> {
        self.syntax.children_by(at, relations).next()
    }

    pub(super) fn is_nominal(self, at: usize) -> bool {
        matches!(self.upos(at), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    }

    /// Whether the verb stands in the passive.
    pub(super) fn is_passive(self, verb: usize) -> bool {
        let word = self.syntax.word(verb);
        if word.upos != Upos::Verb || !matches!(word.xpos, Xpos::VBN | Xpos::VBD | Xpos::JJ) {
            return false;
        }
        let marked =
            |r| matches!(r, Relation::AuxPass | Relation::NsubjPass | Relation::CsubjPass | Relation::OblAgent);
        if self.syntax.children(verb).iter().any(|&c| marked(self.relation(c))) {
            return true;
        }
        let has_auxiliary = self.syntax.child(verb, Relation::Aux).is_some();
        match word.relation {
            _ if word.xpos != Xpos::VBN || has_auxiliary => false,
            Relation::Acl | Relation::Amod | Relation::Advcl => self.syntax.child(verb, Relation::Obj).is_none(),
            Relation::Conj => self.child_of(verb, SUBJECTS).is_none() && word.head.is_some_and(|h| self.is_passive(h)),
            _ => self.syntax.child(verb, Relation::Obj).is_none(),
        }
    }

    /// Whom a relative pronoun stands for; any other token stands for itself.
    fn antecedent(self, at: usize, verb: usize) -> usize {
        if !matches!(self.syntax.word(at).xpos, Xpos::WDT | Xpos::WP) {
            return at;
        }
        let clauses = self.syntax.path_up(verb).take(REACH);
        let relative = clauses.into_iter().find(|&c| self.relation(c) == Relation::AclRelcl);
        relative.and_then(|c| self.head(c)).unwrap_or(at)
    }

    /// The subject as the clause shows it: of a passive the one it is done to.
    pub(super) fn surface_subject(self, predicate: usize) -> Option<usize> {
        self.surface_subject_within(predicate, REACH)
    }

    fn surface_subject_within(self, predicate: usize, reach: usize) -> Option<usize> {
        if let Some(own) = self.child_of(predicate, SUBJECTS) {
            return Some(self.antecedent(own, predicate));
        }
        let head = self.head(predicate)?;
        let reach = reach.checked_sub(1)?;
        match self.relation(predicate) {
            Relation::Conj => self.surface_subject_within(head, reach),
            Relation::Xcomp => self.controller(head, reach),
            Relation::Advcl | Relation::AdvclRelcl if self.is_participle_or_infinitive(predicate) => {
                self.controller_of_adverbial(predicate, head, reach)
            }
            Relation::Ccomp | Relation::Csubj if self.is_participle_or_infinitive(predicate) => {
                self.surface_subject_within(head, reach)
            }
            Relation::AclRelcl => (!self.lacks_object(predicate)).then_some(head),
            Relation::Acl if self.is_infinitive(predicate) => self.holder(head, reach),
            Relation::Acl | Relation::Amod => Some(head),
            _ => None,
        }
    }

    fn lacks_object(self, predicate: usize) -> bool {
        self.child_of(predicate, SUBJECTS).is_some()
    }

    fn is_participle_or_infinitive(self, verb: usize) -> bool {
        matches!(self.syntax.word(verb).xpos, Xpos::VBG | Xpos::VBN) || self.is_infinitive(verb)
    }

    fn is_infinitive(self, verb: usize) -> bool {
        self.syntax.children_by(verb, &[Relation::Mark]).any(|m| self.syntax.word(m).xpos == Xpos::TO)
    }

    /// The subject of an open complement: the object of the verb that takes it, else that verb's subject.
    fn controller(self, verb: usize, reach: usize) -> Option<usize> {
        let object = self.child_of(verb, &[Relation::Obj, Relation::Iobj]);
        object.map(|o| self.antecedent(o, verb)).or_else(|| self.surface_subject_within(verb, reach))
    }

    /// "accused Kabul of violating": the object; "left, saying": the subject.
    fn controller_of_adverbial(self, adverbial: usize, head: usize, reach: usize) -> Option<usize> {
        let by_object = self.markers(adverbial).any(|m| matches!(m, "of" | "from" | "for" | "into"));
        match self.object(head).filter(|_| by_object) {
            Some(object) => Some(object),
            None => self.surface_subject_within(head, reach),
        }
    }

    /// Who has a plan, a refusal, a right: the possessor, else the subject of the verb that takes the noun.
    fn holder(self, noun: usize, reach: usize) -> Option<usize> {
        let possessor = self.syntax.child(noun, Relation::NmodPoss);
        possessor.or_else(|| {
            let verb = self.head(noun).filter(|_| matches!(self.relation(noun), Relation::Obj | Relation::Obl))?;
            self.subject_within(verb, reach)
        })
    }

    /// Who does it, whatever the voice.
    pub(super) fn subject(self, predicate: usize) -> Option<usize> {
        self.subject_within(predicate, REACH)
    }

    fn subject_within(self, predicate: usize, reach: usize) -> Option<usize> {
        if self.is_passive(predicate) { self.agent(predicate) } else { self.surface_subject_within(predicate, reach) }
    }

    /// "by" and the doer.
    fn agent(self, verb: usize) -> Option<usize> {
        self.syntax.child(verb, Relation::OblAgent).or_else(|| self.after(verb, "by").next()).or_else(|| {
            let shared = (self.relation(verb) == Relation::Conj).then(|| self.head(verb)).flatten()?;
            (!self.has_later_object(shared, verb)).then(|| self.agent(shared)).flatten()
        })
    }

    fn has_later_object(self, verb: usize, than: usize) -> bool {
        self.syntax.child(verb, Relation::OblAgent).is_some_and(|a| a < than)
    }

    /// What it is done to, whatever the voice.
    pub(super) fn object(self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) {
            return self.surface_subject(verb);
        }
        if let Some(own) = self.syntax.child(verb, Relation::Obj) {
            return Some(self.antecedent(own, verb));
        }
        match self.relation(verb) {
            Relation::AclRelcl if self.child_of(verb, SUBJECTS).is_some_and(|s| self.antecedent(s, verb) == s) => {
                self.head(verb)
            }
            Relation::Conj => self.head(verb).and_then(|h| self.syntax.child(h, Relation::Obj)).filter(|&o| o > verb),
            _ => self.object_shared_with_next(verb),
        }
    }

    /// "condemned and rejected the deal": the second verb's object is the first one's too.
    fn object_shared_with_next(self, verb: usize) -> Option<usize> {
        let next = self.syntax.child(verb, Relation::Conj).filter(|&n| n <= verb + 2)?;
        self.syntax.child(next, Relation::Obj)
    }

    pub(super) fn indirect(self, verb: usize) -> Option<usize> {
        self.syntax.child(verb, Relation::Iobj)
    }

    /// The words that mark a clause or a phrase: "that", "to", "of".
    pub(super) fn markers(self, at: usize) -> impl Iterator<Item = &'a str> {
        self.syntax.children_by(at, &[Relation::Mark, Relation::Case]).map(move |m| self.syntax.lemma(m))
    }

    /// The phrases below `at` that this preposition leads in.
    pub(super) fn after(self, at: usize, preposition: &'a str) -> impl Iterator<Item = usize> {
        self.syntax
            .children_by(at, OBLIQUES)
            .filter(move |&c| self.markers(c).any(|m| m.eq_ignore_ascii_case(preposition)))
    }

    /// All phrases below `at` that a preposition leads in.
    pub(super) fn after_any(self, at: usize) -> impl Iterator<Item = usize> {
        self.syntax.children_by(at, OBLIQUES).filter(move |&c| self.syntax.child(c, Relation::Case).is_some())
    }

    /// The clauses that complete the meaning of a verb, noun or adjective.
    pub(super) fn complements(self, at: usize) -> impl Iterator<Item = usize> {
        self.syntax.children(at).iter().copied().filter(move |&c| {
            COMPLEMENTS.contains(&self.relation(c))
                || (matches!(self.relation(c), Relation::Acl | Relation::Advcl)
                    && self.syntax.child(c, Relation::Mark).is_some())
        })
    }

    /// The verb that takes a noun as its object (of a passive as its subject).
    pub(super) fn verb_taking(self, noun: usize) -> Option<usize> {
        let verb = self.head(noun)?;
        match self.relation(noun) {
            Relation::Obj | Relation::NsubjPass => Some(verb),
            Relation::Conj if self.is_nominal(verb) => self.verb_taking(verb),
            _ => None,
        }
    }

    /// What is joined to `at` by "and" or "or", of nouns nouns.
    pub(super) fn conjuncts(self, at: usize) -> impl Iterator<Item = usize> {
        self.syntax.children_by(at, &[Relation::Conj]).filter(move |&c| self.is_nominal(c) || self.upos(c) == Upos::Adj)
    }

    /// The nouns and adjectives that stand before a noun: "Russian", "Russia-DPRK".
    pub(super) fn modifiers(self, noun: usize) -> impl Iterator<Item = usize> {
        const BEFORE: &[Relation] = &[Relation::Compound, Relation::Amod, Relation::NmodUnmarked, Relation::NmodDesc];
        self.syntax.children_by(noun, BEFORE).filter(move |&c| c < noun)
    }
}
