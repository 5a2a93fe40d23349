//! Who is meant where a trigger's own roles do not say, and the words around it do: who takes the blame, who suffers, whose deed
//! is judged. What else a sentence leaves open is for the judge to see.

use super::classes::Class;
use super::codebook::Codebook;
use super::frames::Role;
use super::roles::{Parties, Scene};
use super::settling::{Draft, is_noun};
use crate::syntax::Relation;
use crate::ways::Way;

/// How many letters a noun and the verb that it is made of share at least.
const STEM: usize = 4;

/// The parties of a draft, with what the words around it say of them.
pub(super) fn complete(scene: &Scene, codebook: &Codebook, drafts: &[Draft], number: usize) -> Parties {
    let search = Search { scene, codebook, drafts, number };
    let mut parties = drafts[number].parties.clone();
    if is_noun(scene, &drafts[number]) {
        search.step("blame-taken", &mut parties, Search::take_blame);
        search.step("suffering", &mut parties, Search::take_suffering);
    }
    search.step("doer-of-object", &mut parties, Search::take_doers);
    let actor = parties.actor.clone();
    parties.recipient.retain(|r| !actor.contains(r));
    parties
}

/// A search among what the report tells for what a draft leaves open.
struct Search<'s, 'a> {
    scene: &'s Scene<'a>,
    codebook: &'s Codebook,
    drafts: &'s [Draft],
    number: usize,
}

impl Search<'_, '_> {
    /// Lets a way change the parties, and notes that it did.
    fn step(&self, way: Way, parties: &mut Parties, change: impl Fn(&Self, &mut Parties)) {
        if !self.codebook.ways.is_on(way) {
            return;
        }
        let before = (parties.actor.clone(), parties.recipient.clone());
        change(self, parties);
        if parties.actor != before.0 {
            parties.actor_by = way;
        }
        if parties.recipient != before.1 {
            parties.recipient_by = way;
        }
    }

    fn draft(&self) -> &Draft {
        &self.drafts[self.number]
    }

    fn lemma(&self, draft: &Draft) -> &str {
        self.scene.grammar.syntax.lemma(draft.coding.head)
    }

    fn is_open(&self, parties: &Parties) -> bool {
        let frame = &self.codebook.frames[self.draft().coding.frame];
        parties.recipient.is_empty() && !parties.is_mutual && !frame.recipient.contains(&Role::Nowhere)
    }

    /// "claimed responsibility for the blast": who did it.
    fn take_blame(&self, parties: &mut Parties) {
        let grammar = self.scene.grammar;
        let lemma = |t: usize| grammar.syntax.lemma(t);
        let above = grammar.syntax.path_up(self.draft().coding.head).skip(1).take(2);
        let mut blames = above.flat_map(|t| std::iter::once(t).chain(grammar.object(t)));
        let Some(blame) = blames.find(|&t| self.scene.is_of(Class::Liability, lemma(t))) else { return };
        let verb = grammar.verb_taking(blame).filter(|&verb| self.scene.is_of(Class::Claiming, lemma(verb)));
        let doer = verb.and_then(|verb| grammar.subject(verb)).map(|s| self.scene.cast.of_phrase(grammar, s));
        if let Some(doer) = doer.filter(|doer| !doer.is_empty()) {
            parties.actor = doer;
        }
    }

    /// "killed by shelling": those who suffer it.
    fn take_suffering(&self, parties: &mut Parties) {
        let grammar = self.scene.grammar;
        let head = self.draft().coding.head;
        let by = self.is_open(parties)
            && (grammar.relation(head) == Relation::OblAgent || self.scene.is_led_in_by(Class::Doer, head));
        let verb = grammar.head(head).filter(|&verb| by && grammar.is_passive(verb));
        if let Some(suffering) = verb.and_then(|verb| grammar.surface_subject(verb)) {
            parties.recipient = self.scene.cast.of_phrase(grammar, suffering);
        }
    }

    /// "condemned the coup": those who made it.
    fn take_doers(&self, parties: &mut Parties) {
        if !self.is_open(parties) {
            return;
        }
        for &phrase in &self.draft().coding.parties.recipient_phrases {
            let lemma = self.scene.grammar.syntax.lemma(phrase);
            let told = |d: &&Draft| !d.parties.actor.is_empty();
            let here = self.drafts.iter().filter(told).find(|d| d.coding.head == phrase);
            let mut before = self.drafts[..self.number].iter().rev().filter(told);
            if let Some(told) = here.or_else(|| before.find(|b| self.lemma(b) == lemma || self.is_noun_of(lemma, b))) {
                parties.recipient = told.parties.actor.clone();
                return;
            }
        }
    }

    /// Whether a noun is made of the verb of a hostile act told before: "the seizure" after "seized".
    fn is_noun_of(&self, noun: &str, told: &Draft) -> bool {
        let verb = self.lemma(told);
        let shared = noun.chars().zip(verb.chars()).take_while(|(a, b)| a == b).count();
        let most = verb.chars().count().saturating_sub(1);
        let is_hostile = self.codebook.types[told.kind].quad == "material conflict";
        is_hostile && !is_noun(self.scene, told) && shared >= STEM && shared >= most
    }
}
