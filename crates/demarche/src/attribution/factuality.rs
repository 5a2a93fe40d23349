//! How far the innermost source of each predicate commits to it.
//!
//! Each sentence is walked from its root down. A word takes a *context* from what governs it (a signature: what
//! "manage", "deny" or "possibility" do to what they govern; a condition; a purpose; the cue of its attribution, which
//! starts afresh) and adds what stands beside it: negation, modals, hedges, a question mark. The values are
//! FactBank's (Saurí and Pustejovsky 2009); implicative and factive signatures follow Karttunen (1971, 2012).

use super::cues::{Class, Complement, Part, Signature};
use super::scene::Scene;
use super::{Attribution, Factuality};
use crate::syntax::{Relation, Upos, Xpos};

use Factuality::{Certain, Possible, Probable, Uncommitted};

/// What is known of a word on the way down.
#[derive(Clone, Copy, Debug)]
struct State {
    /// What its governor makes of it.
    context: Factuality,
    /// The same with its own negation, modals and hedges.
    value: Factuality,
}

const FRESH: State = State { context: Certain, value: Certain };

/// The factuality of every word that can be a predicate or name an event.
pub(super) fn assess(
    scene: &Scene,
    attributions: &[Attribution],
    innermost: &[Option<usize>],
) -> Vec<Option<Factuality>> {
    let count = scene.syntax.words().len();
    let walk = Walk { scene, attributions, innermost };
    let mut states = vec![FRESH; count];
    let mut order: Vec<usize> = (0..count).filter(|&i| scene.head(i).is_none()).collect();
    let mut at = 0;
    while at < order.len() {
        let i = order[at];
        let context = walk.context(&states, i);
        states[i] = State { context, value: walk.own(i, context) };
        order.extend_from_slice(scene.children(i));
        at += 1;
    }
    let is_predicate = |i: usize| {
        matches!(scene.upos(i), Upos::Verb | Upos::Noun | Upos::Adj)
            || scene.child(i, &[Relation::Cop, Relation::Nsubj, Relation::NsubjPass]).is_some()
            || scene.upos(i) == Upos::Aux && scene.relation(i) == Relation::Root
            || scene.upos(i) == Upos::Propn
    };
    (0..count).map(|i| is_predicate(i).then(|| states[i].value)).collect()
}

struct Walk<'s, 'a> {
    scene: &'s Scene<'a>,
    attributions: &'s [Attribution],
    innermost: &'s [Option<usize>],
}

impl Walk<'_, '_> {
    /// What the governor of `i` makes of it.
    fn context(&self, states: &[State], i: usize) -> Factuality {
        let head = self.scene.head(i);
        if let Some(condition) = self.condition(i) {
            return condition;
        }
        if self.innermost[i] != head.and_then(|h| self.innermost[h]) || head.is_none() {
            return self.by_cue(i);
        }
        let Some(head) = head else { return Certain };
        self.governed(states, i, head)
    }

    /// What a clause is under "if" and "unless", whoever says so.
    fn condition(&self, i: usize) -> Option<Factuality> {
        if !matches!(self.scene.relation(i), Relation::Advcl | Relation::AdvclRelcl) {
            return None;
        }
        let has = |class: Class| self.scene.children(i).iter().any(|&c| c < i && self.scene.is(c, class));
        if has(Class::Condition) {
            return Some(Possible);
        }
        has(Class::NegatedCondition).then(|| Possible.negated())
    }

    /// Under a new source: what its cue makes of its content, whatever lies above the cue.
    fn by_cue(&self, i: usize) -> Factuality {
        let Some(attribution) = self.innermost[i].map(|a| &self.attributions[a]) else { return Certain };
        let cue = attribution.cue_head;
        // The cue lies within the content of a source above: words back in the outer voice start afresh.
        let Some(part) = self.scene.part(cue) else { return Certain };
        let complement = self.complement(i);
        let lemma = self.lemma_with_particle(cue);
        let signature = self.scene.cues.signature(&lemma, part, complement);
        let signature = signature.or_else(|| self.scene.cues.cues.get(&lemma, part).and_then(|c| c.signature));
        let negated = self.is_negated(cue);
        signature.map_or(Certain, |s| if negated { s.negated } else { s.affirmed })
    }

    fn governed(&self, states: &[State], i: usize, head: usize) -> Factuality {
        use Relation::*;
        let above = states[head];
        match self.scene.relation(i) {
            Conj => self.conjunct(above, i, head),
            Ccomp | Csubj | CsubjPass | CsubjOuter | Xcomp => self.complement_of(above, i, head),
            Advcl | AdvclRelcl => self.adverbial(above, i, head),
            Acl => self.adnominal(above, i, head),
            AclRelcl => self.relative(above),
            Root | Parataxis | Appos | List | Dislocated | Vocative => Certain,
            Obj | Iobj | Nsubj | NsubjPass | NsubjOuter | Obl | OblAgent | OblUnmarked | Nmod | NmodPoss | Compound
            | NmodUnmarked => self.participant(above, i, head),
            _ => limit(Certain, above.value),
        }
    }

    /// A conjunct shares the auxiliaries of the first where it has none and no subject.
    fn conjunct(&self, above: State, i: usize, head: usize) -> Factuality {
        let own = self
            .scene
            .child(i, &[Relation::Aux, Relation::AuxPass, Relation::Cop, Relation::Nsubj, Relation::NsubjPass]);
        let same_form = self.scene.xpos(i) == self.scene.xpos(head);
        if own.is_none() && (same_form || self.scene.upos(i) != Upos::Verb) { above.value } else { above.context }
    }

    fn complement_of(&self, above: State, i: usize, head: usize) -> Factuality {
        let complement = self.complement(i);
        if let Some(signature) = self.signature(head, complement) {
            return applied(signature, above.value);
        }
        if self.scene.child_of_class(i, Class::Open).is_some() {
            return Uncommitted;
        }
        match complement {
            Complement::Infinitive => Uncommitted,
            Complement::Clause if self.scene.is_finite(i) => limit(Certain, above.value),
            _ => above.value,
        }
    }

    /// Conditions, purposes, times and reasons.
    fn adverbial(&self, above: State, i: usize, head: usize) -> Factuality {
        let has = |class: Class| self.scene.children(i).iter().any(|&c| c < i && self.scene.is(c, class));
        if has(Class::NegativePreposition) {
            return Certain.negated();
        }
        if self.scene.is_infinitive(i) {
            // A purpose is meant to come about.
            let signature = self.signature(head, Complement::Infinitive);
            return signature.map_or(limit(Probable, above.value), |s| applied(s, above.value));
        }
        if has(Class::Purpose) && above.value != Certain {
            return Uncommitted;
        }
        limit(Certain, above.context_of_modal())
    }

    /// A clause on a noun: "the plan to …", "the claim that …", "troops fighting …".
    fn adnominal(&self, above: State, i: usize, head: usize) -> Factuality {
        let complement = self.complement(i);
        let brought = self.scene.marker(i).is_some();
        if complement == Complement::Infinitive || brought {
            let signature = self.signature(head, complement);
            let fallback = if complement == Complement::Infinitive { Uncommitted } else { limit(Certain, above.value) };
            return signature.map_or(fallback, |s| applied(s, above.value));
        }
        limit(Certain, above.value)
    }

    fn relative(&self, above: State) -> Factuality {
        if above.value == Uncommitted { Uncommitted } else { Certain }
    }

    /// A noun that may name an event.
    fn participant(&self, above: State, i: usize, head: usize) -> Factuality {
        if !matches!(self.scene.relation(i), Relation::Nsubj | Relation::Iobj | Relation::OblAgent)
            && self.brings(i, head)
            && let Some(signature) = self.signature(head, self.complement(i))
        {
            // What is denied or refused did not happen; that it was said did: "rejected the charge".
            let said = self.scene.cues.cues.get(self.scene.lemma(i), Part::Noun).is_some();
            return if said && signature.affirmed < Uncommitted { Certain } else { applied(signature, above.value) };
        }
        let light = self.scene.is(head, Class::Light) && self.scene.relation(i) == Relation::Obj;
        if light || self.scene.relation(i) == Relation::NsubjPass {
            return above.value;
        }
        // What is named as known is presupposed: "may discuss the attack".
        if self.is_definite(i) { Certain } else { limit(Certain, above.value) }
    }

    /// Whether a noun's complement is what it is about: "possibility of talks", not "agreement at the talks".
    fn brings(&self, i: usize, head: usize) -> bool {
        self.scene.part(head) != Some(Part::Noun)
            || self.scene.marker(i).is_none_or(|m| self.scene.is(m, Class::Complementing))
    }

    fn is_definite(&self, i: usize) -> bool {
        self.scene.children(i).iter().any(|&c| {
            c < i
                && (self.scene.relation(c) == Relation::NmodPoss || self.scene.relation(c) == Relation::Det)
                && !self.scene.is(c, Class::NegativeNoun)
                && self.scene.lemma(c).len() > 2
        })
    }

    /// Negation, modals, hedges and questions at `i` itself.
    fn own(&self, i: usize, context: Factuality) -> Factuality {
        let mut value = context;
        let shares = self.scene.relation(i) == Relation::Conj;
        if let Some(modal) = self.modal(i) {
            value = compose(value, modal);
        }
        for &c in self.scene.children(i) {
            if matches!(self.scene.relation(c), Relation::Advmod | Relation::Amod) {
                if self.scene.is(c, Class::Possible) {
                    value = limit(value, Possible);
                } else if self.scene.is(c, Class::Probable) {
                    value = limit(value, Probable);
                }
            }
        }
        if self.has_condition(i) && value != Uncommitted && self.modal(i).is_some() {
            value = limit(value, Possible);
        }
        if self.is_negated(i) {
            value = value.negated();
        }
        if !shares && self.is_question(i) {
            value = Uncommitted;
        }
        value
    }

    fn is_negated(&self, i: usize) -> bool {
        let scene = self.scene;
        let mut negated = false;
        for &c in scene.children(i) {
            let relation = scene.relation(c);
            if scene.is(c, Class::Negator)
                && matches!(relation, Relation::Advmod | Relation::Cc | Relation::CcPreconj | Relation::Det)
            {
                let spared = scene.text.tokens.len() > c + 1 && scene.is(c + 1, Class::NotNegated);
                // "Neither confirmed nor denied": the second shares the negation of the first.
                let shared = relation == Relation::Cc
                    && scene.relation(i) == Relation::Conj
                    && scene.head(i).is_some_and(|h| h < i && self.is_negated(h));
                negated ^= !spared && !shared;
            } else if scene.is(c, Class::NegativeNoun) && relation == Relation::Det {
                negated = true;
            } else if matches!(relation, Relation::Nsubj | Relation::NsubjPass | Relation::Obj) {
                let none = scene.is(c, Class::NegativeNoun)
                    || scene
                        .children(c)
                        .iter()
                        .any(|&d| scene.is(d, Class::NegativeNoun) && scene.relation(d) == Relation::Det);
                negated |= none;
            }
        }
        negated
    }

    /// What the modal of `i` makes of it.
    fn modal(&self, i: usize) -> Option<Factuality> {
        let scene = self.scene;
        let modal = scene.children(i).iter().copied().find(|&c| scene.xpos(c) == Xpos::MD);
        if let Some(modal) = modal {
            let lemma = scene.lemma(modal);
            let value = scene.word(modal).modal.or_else(|| scene.cues.word(&lemma.to_lowercase()).modal)?;
            // In what somebody said in the past, "would" is the future.
            let reported = self.innermost[i].is_some_and(|a| scene.xpos(self.attributions[a].cue_head) != Xpos::VBZ);
            let any = scene
                .child(i, &[Relation::Nsubj, Relation::NsubjPass])
                .is_some_and(|s| scene.children(s).iter().any(|&c| scene.is(c, Class::Arbitrary)));
            if value == Possible && reported && scene.is(modal, Class::Future) && !self.has_condition(i) && !any {
                return Some(Probable);
            }
            return Some(value);
        }
        // "Is to meet".
        let to = scene.is_infinitive(i)
            && scene.children(i).iter().any(|&c| {
                c < i && matches!(scene.relation(c), Relation::Aux | Relation::Cop) && scene.is_finite_word(c)
            });
        to.then_some(Probable)
    }

    /// Whether a condition hangs on `i`, or before it on the cue of what it says: "Unless you pay, we will leave, he
    /// said".
    fn has_condition(&self, i: usize) -> bool {
        let scene = self.scene;
        let is = |&c: &usize| self.condition(c).is_some();
        let cue = scene.head(i).filter(|&h| h > i && scene.relation(i) == Relation::Ccomp);
        scene.children(i).iter().any(is) || cue.is_some_and(|h| scene.children(h).iter().any(|c| *c < i && is(c)))
    }

    fn is_question(&self, i: usize) -> bool {
        let end = self.scene.sentence(i).end;
        matches!(self.scene.relation(i), Relation::Root | Relation::Parataxis | Relation::Ccomp)
            && (self.scene.reach(i).end.saturating_sub(2)..self.scene.reach(i).end.saturating_add(1).min(end))
                .any(|t| self.scene.is(t, Class::Question))
    }

    fn complement(&self, i: usize) -> Complement {
        let scene = self.scene;
        if scene.is_infinitive(i) && !scene.is_finite(i) {
            Complement::Infinitive
        } else if scene.upos(i) == Upos::Verb && scene.xpos(i) == Xpos::VBG && !scene.is_finite(i) {
            Complement::Gerund
        } else if scene.upos(i) == Upos::Verb
            || scene.is_finite(i)
            || scene.child(i, &[Relation::Nsubj, Relation::NsubjPass]).is_some()
        {
            if scene.xpos(i) == Xpos::VB && !scene.is_finite(i) && scene.relation(i) == Relation::Xcomp {
                Complement::Infinitive
            } else {
                Complement::Clause
            }
        } else {
            Complement::Noun
        }
    }

    fn signature(&self, governor: usize, complement: Complement) -> Option<Signature> {
        let part = self.scene.part(governor)?;
        let part = if self.scene.upos(governor) == Upos::Propn { Part::Noun } else { part };
        // "Has to" differs from "had to".
        let form = self.scene.text.word(governor).to_lowercase();
        let of_form = self.scene.cues.signatures.get(&super::cues::signature_key(&form, complement), part).copied();
        of_form.or_else(|| self.scene.cues.signature(&self.lemma_with_particle(governor), part, complement))
    }

    fn lemma_with_particle(&self, i: usize) -> std::borrow::Cow<'_, str> {
        match self.scene.child(i, &[Relation::CompoundPrt]) {
            Some(p) => format!("{} {}", self.scene.lemma(i), self.scene.lemma(p)).into(),
            None => self.scene.lemma(i).into(),
        }
    }
}

impl State {
    /// The certainty that time clauses share with their main clause: its modal, not its negation.
    fn context_of_modal(self) -> Factuality {
        if self.value == Certain.negated() { Certain } else { self.value.affirmed() }
    }
}

/// A signature under a governor of this value: a denied or uncertain governor reaches what it does not presuppose.
fn applied(signature: Signature, governor: Factuality) -> Factuality {
    if signature.affirmed == signature.negated {
        return signature.affirmed;
    }
    let value = if governor < Uncommitted { signature.negated } else { signature.affirmed };
    limit(value, governor)
}

/// `value`, no more certain than `by`; its sign stays.
fn limit(value: Factuality, by: Factuality) -> Factuality {
    let strength = value.strength().min(by.strength());
    Factuality::from_strength(if value < Uncommitted { -strength } else { strength })
}

/// Both together: the weaker strength, signs multiplied.
fn compose(outer: Factuality, inner: Factuality) -> Factuality {
    let strength = outer.strength().min(inner.strength());
    let negative = (outer < Uncommitted) != (inner < Uncommitted);
    Factuality::from_strength(if negative { -strength } else { strength })
}
