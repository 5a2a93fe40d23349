//! More signs of who is meant where a trigger's own roles do not say: conditions, what is said of somebody, who spoke
//! last, who took the blame, who mediated.

use super::cast::add;
use super::classes::Class;
use super::recalling::{Search, subject_above};
use super::roles::Parties;
use crate::attribution::Attribution;
use crate::countries::Country;
use crate::entities::Kind;
use crate::syntax::{Relation, Xpos};

/// How many words on a condition or a state is looked for.
const FAR: usize = 30;

impl Search<'_, '_> {
    /// "claimed responsibility for the blast": who did it.
    pub(super) fn take_blame(&self, parties: &mut Parties) {
        let grammar = self.scene.grammar;
        let lemma = |t: usize| grammar.syntax.lemma(t);
        let above = grammar.syntax.path_up(self.draft().coding.head).skip(1).take(2);
        let mut blames = above.flat_map(|t| std::iter::once(t).chain(grammar.object(t)));
        let Some(blame) = blames.find(|&t| self.scene.is_of(Class::Liability, lemma(t))) else { return };
        let verb = grammar.verb_taking(blame).filter(|&verb| self.scene.is_of(Class::Claiming, lemma(verb)));
        let doer = verb.and_then(|verb| grammar.subject(verb)).map(|s| self.scene.cast.of_phrase(grammar, s));
        if let Some(doer) = doer.filter(|doer| !doer.is_empty()) {
            let told = self
                .drafts
                .iter()
                .rev()
                .filter(|d| d.kind == self.draft().kind && d.coding.head < self.draft().coding.head);
            let told = told.map(|d| &d.parties.recipient).find(|r| !r.is_empty());
            let suffering =
                if parties.recipient.is_empty() { told.unwrap_or(&parties.recipient) } else { &parties.recipient };
            parties.recipient = self.without(suffering, &doer);
            parties.actor = doer;
        }
    }

    /// "Chad and the rebels agreed to halt the fighting": the two who agree are those who fought.
    pub(super) fn take_pair(&self, parties: &mut Parties) {
        if self.is_mutual()
            && parties.actor.is_empty()
            && self.scene.grammar.relation(self.draft().coding.head) == Relation::Obj
        {
            let found = subject_above(self.scene, self.draft().coding.head);
            if found.len() == 2 {
                parties.actor = found;
            }
        }
    }

    /// "killed by shelling": those who suffer it.
    pub(super) fn take_suffering(&self, parties: &mut Parties) {
        let grammar = self.scene.grammar;
        let head = self.draft().coding.head;
        let is_open = parties.recipient.is_empty() && self.wants_recipient();
        let by =
            is_open && (grammar.relation(head) == Relation::OblAgent || self.scene.is_led_in_by(Class::Doer, head));
        let verb = grammar.head(head).filter(|&verb| by && grammar.is_passive(verb));
        if let Some(suffering) = verb.and_then(|verb| grammar.surface_subject(verb)) {
            parties.recipient = self.without(&self.scene.cast.of_phrase(grammar, suffering), &parties.actor);
        }
    }

    /// "a deal brokered by Oman": the parties of what is brokered, or of the act that it is part of, meet the broker.
    pub(super) fn join_brokered(&self, parties: &mut Parties) {
        let (draft, grammar) = (self.draft(), self.scene.grammar);
        let participle = matches!(grammar.relation(draft.coding.head), Relation::Acl | Relation::AclRelcl);
        if !self.is_mutual() || !participle || parties.actor.len() != 1 {
            return;
        }
        let Some(noun) = grammar.head(draft.coding.head) else { return };
        let above = std::iter::once(noun).chain(grammar.syntax.path_up(noun).skip(1).take(2));
        for token in above {
            let told = self.drafts.iter().find(|d| d.coding.head == token || d.coding.object == Some(token));
            if let Some(told) = told.filter(|t| t.parties.actor.iter().any(|a| !parties.actor.contains(a))) {
                add(&mut parties.actor, &told.parties.actor);
                return;
            }
        }
    }

    /// The government of those who protest, where they name no other target.
    pub(super) fn own_government(&self, actor: &[usize]) -> Vec<usize> {
        let actors = &self.scene.input.actors.actors;
        let is_protest = self.scene.is_of(Class::Protest, &self.codebook.types[self.draft().kind].name);
        let country =
            actor.first().and_then(|&a| actors.get(a)).map(|a| a.country).filter(|&c| is_protest && c != Country::NONE);
        let Some(country) = country else { return Vec::new() };
        (0..actors.len())
            .find(|&a| actors[a].kind == Kind::Country && actors[a].country == country)
            .into_iter()
            .collect()
    }

    /// "warned it would hit back if Chad attacked": who is not to do what the condition says.
    pub(super) fn conditioned(&self, actor: &[usize]) -> Vec<usize> {
        let grammar = self.scene.grammar;
        let head = self.draft().coding.head;
        for clause in self.below(head) {
            if grammar.markers(clause).any(|m| self.scene.is_of(Class::Condition, m)) {
                let subject = grammar.surface_subject(clause);
                let found = subject.map(|s| self.scene.cast.of_phrase(grammar, s)).unwrap_or_default();
                let found = self.without(&found, actor);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// The first other state that the clause of what is said or stopped is about: "warned that Chad's bid would fail".
    pub(super) fn said_of(&self, actor: &[usize]) -> Vec<usize> {
        let head = self.draft().coding.head;
        let actors = &self.scene.input.actors.actors;
        let state = |a: &usize| actors.get(*a).is_some_and(|actor| actor.kind == Kind::Country);
        for token in self.below(head) {
            let clause = |&t: &usize| {
                let relation = self.scene.grammar.relation(t);
                let clausal =
                    matches!(relation, Relation::Ccomp | Relation::Xcomp | Relation::Acl | Relation::AclRelcl);
                clausal || relation == Relation::Advcl && self.scene.grammar.syntax.child(t, Relation::Mark).is_some()
            };
            let mut path = self.scene.grammar.syntax.path_up(token).take_while(|&t| t != head);
            let mut inner = path.by_ref().take_while(|&t| self.scene.grammar.relation(t) != Relation::Parataxis);
            if self.scene.is_led_in_by(Class::Where, token) || !inner.any(|t| clause(&t)) {
                continue;
            }
            let states: Vec<usize> = self.scene.cast.at(token).iter().copied().filter(state).collect();
            let found = self.without(&states, actor);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The words after a trigger that stand below it, in its sentence.
    fn below(&self, head: usize) -> impl Iterator<Item = usize> {
        let syntax = self.scene.grammar.syntax;
        let end = self.scene.input.text.sentences.get(self.draft().sentence).map_or(head, |s| s.tokens.end);
        (head + 1..end.min(head + FAR)).filter(move |&t| syntax.is_below(t, head))
    }

    /// Who spoke last in the sentence before, where what is denied or rejected is what somebody said.
    pub(super) fn last_speaker(&self, actor: &[usize]) -> Vec<usize> {
        let (draft, grammar) = (self.draft(), self.scene.grammar);
        let object = grammar.object(draft.coding.head);
        let names_words = object.is_some_and(|o| self.scene.is_of(Class::Claim, grammar.syntax.lemma(o)));
        let gerund = |c: usize| grammar.syntax.word(c).xpos == Xpos::VBG;
        let own_words = object.is_none() && grammar.complements(draft.coding.head).all(gerund);
        let input = self.scene.input;
        if !names_words && !own_words {
            return Vec::new();
        }
        let of_actor = |t: usize| self.share_a_side(self.scene.cast.at(t), actor);
        let tells_of_actor = |a: &&Attribution| a.content.iter().any(|c| c.clone().any(of_actor));
        let before = |cue: usize| input.text.sentence_of(cue) + 1 == draft.sentence;
        let said = input.attributions.attributions.iter().rev().filter(|a| before(a.cue_head));
        let said = said.filter(|a| names_words || tells_of_actor(a));
        let speakers = said.filter_map(|a| a.source.as_ref()?.actor).map(|speaker| self.without(&[speaker], actor));
        let mut known = speakers.map(|found| self.known(&found));
        known.find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The police of those who were arrested, where the report names one.
    pub(super) fn police(&self, recipient: &[usize]) -> Vec<usize> {
        let actors = &self.scene.input.actors.actors;
        let arrest = self.mode(self.draft()).is_some_and(|mode| self.scene.is_of(Class::Police, mode));
        let Some(country) = recipient.first().filter(|_| arrest).and_then(|&r| actors.get(r)).map(|a| a.country) else {
            return Vec::new();
        };
        let is_police =
            |a: &usize| actors[*a].country == country && self.scene.is_of(Class::Officers, &actors[*a].sectors[0]);
        (0..actors.len()).filter(|_| country != Country::NONE).find(is_police).into_iter().collect()
    }
}
