//! Whom a description means: "the ministry", "the bloc", "the country".

use super::Kind;
use super::joining::Joiner;
use super::phrases::{Definite, Phrase};
use crate::syntax::{Relation, Upos};

impl Joiner<'_> {
    /// The latest that was described by the same noun, of the same country, with no other modifiers.
    pub(super) fn same_noun(&self, number: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        if !self.repeats(phrase) || self.is_set(number) {
            return None;
        }
        let fits = |chain: usize| {
            let other = &self.chains.all[chain];
            let known = other.body.is_some() && phrase.country.is_none();
            let same = known || self.same_country(chain, number) && self.same_modifiers(chain, phrase);
            let body = phrase.kind != Kind::Person && other.kind == Kind::Organization;
            let as_many = other.plural == phrase.plural || body;
            same && as_many && alike(other.kind, phrase.kind) && other.members.is_empty()
        };
        self.latest(phrase.nouns.last()?, fits)
    }

    /// Whether a phrase may mean somebody told of before; with no article only a proper noun does: "Parliament".
    fn repeats(&self, phrase: &Phrase) -> bool {
        match phrase.definite {
            Definite::Yes | Definite::Possessed => true,
            Definite::Bare => self.syntax.word(phrase.head).upos == Upos::Propn,
            Definite::No => false,
        }
    }

    /// Whether an entity was described by all modifiers of a phrase ("the foreign minister" is no defence minister).
    fn same_modifiers(&self, chain: usize, phrase: &Phrase) -> bool {
        let recent = self.chains.all[chain].phrases.iter().rev().take(6).map(|&n| &self.phrases[n]);
        let told: Vec<usize> = recent.flat_map(|p| p.tokens.clone()).collect();
        let is_told = |i: usize| told.iter().any(|&t| self.text.word(t).eq_ignore_ascii_case(self.text.word(i)));
        self.modifiers(phrase).all(is_told)
    }

    /// The nouns and adjectives that narrow a phrase down, apart from countries.
    fn modifiers<'a>(&'a self, phrase: &'a Phrase) -> impl Iterator<Item = usize> + 'a {
        let country = move |i: usize| self.by_head[i].is_some_and(|n| self.phrases[n].kind == Kind::Country);
        let narrow = self.syntax.children_by(phrase.head, &[Relation::Compound, Relation::Amod]);
        narrow.filter(move |&i| phrase.tokens.contains(&i) && !country(i))
    }

    /// "the country": the most prominent country of this sentence and the two before.
    pub(super) fn the_country(&self, number: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        if phrase.kind != Kind::Country || phrase.definite != Definite::Yes || phrase.plural {
            return None;
        }
        let here = self.sentence(number);
        let is_country = |n: &usize| self.phrases[*n].kind == Kind::Country && self.phrases[*n].country.is_some();
        let near = (0..number).rev().take_while(|&n| self.sentence(n) + 2 >= here).filter(is_country);
        let best = near.max_by_key(|&n| (self.prominence(self.phrases[n].head, number), n));
        best.and_then(|n| self.chains.of_phrase[n])
    }
}

fn alike(a: Kind, b: Kind) -> bool {
    let body = |kind| matches!(kind, Kind::Organization | Kind::Group);
    a == b || body(a) && body(b)
}
