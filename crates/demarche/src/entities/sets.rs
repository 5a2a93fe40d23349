//! Coordinations ("Iran and Oman"), and the sets that go back to them: "both sides", "the two leaders", "they".

use super::Kind;
use super::joining::Joiner;
use super::phrases::{Definite, Phrase};
use super::words::{Bond, Pronoun};
use crate::syntax::Upos;

/// A coordination.
pub(super) struct Parties {
    /// The numbers of its phrases.
    pub phrases: Vec<usize>,
    /// Their entities.
    pub members: Vec<usize>,
}

impl Joiner<'_> {
    /// Notes the coordination that phrase `number` ends ("Iran and Oman", "Britain, France and Germany").
    pub(super) fn note_parties(&mut self, number: usize) {
        let phrases = self.ends_coordination(number);
        let mut members: Vec<usize> = Vec::new();
        for chain in phrases.iter().filter_map(|&n| self.chains.of_phrase[n]) {
            if !members.contains(&chain) {
                members.push(chain);
            }
        }
        if members.len() > 1 {
            self.parties.push(Parties { phrases, members });
        }
    }

    /// Those that phrase `number` is coordinated with, itself last; told by the words between them.
    fn ends_coordination(&self, number: usize) -> Vec<usize> {
        let mut found = vec![number];
        let Some(mut joint) = self.phrases[number].tokens.start.checked_sub(1) else { return found };
        if self.syntax.word(joint).upos != Upos::Cconj {
            return found;
        }
        if joint > 0 && self.text.word(joint - 1) == "," {
            joint -= 1;
        }
        while let Some(before) = self.by_end[joint].filter(|n| !found.contains(n) && self.are_alike(*n, number)) {
            if found.len() == 1 && self.text.word(joint) == "," && self.begins_clause(before, number) {
                break;
            }
            found.push(before);
            match self.phrases[before].tokens.start.checked_sub(1) {
                Some(comma) if self.text.word(comma) == "," => joint = comma,
                _ => break,
            }
        }
        found.reverse();
        found
    }

    /// Whether a comma and "and" before phrase `number` join clauses: "urged police to spare protesters, and Amnesty said".
    fn begins_clause(&self, before: usize, number: usize) -> bool {
        let is_subject = |n: usize| self.syntax.word(self.phrases[n].head).relation.is_subject();
        is_subject(number) && !is_subject(before)
    }

    /// Whether two phrases may be coordinated: people with people, bodies with bodies.
    fn are_alike(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.phrases[a], &self.phrases[b]);
        (a.kind == Kind::Person) == (b.kind == Kind::Person) && a.head != b.head && a.pronoun.is_none()
    }

    /// The entities of the coordination that phrase `number` is part of.
    pub(super) fn coordination(&self, number: usize) -> Option<&[usize]> {
        self.parties.iter().rev().find(|p| p.phrases.contains(&number)).map(|p| p.members.as_slice())
    }

    /// Whether phrase `number` stands for several parties named elsewhere.
    pub(super) fn is_set(&self, number: usize) -> bool {
        let phrase = &self.phrases[number];
        match (phrase.pronoun, phrase.noun) {
            (Some(pronoun), _) => matches!(pronoun.bond, Bond::Set | Bond::Reciprocal),
            (None, Some(noun)) => {
                self.says_both(phrase)
                    || phrase.plural && self.is_known(phrase) && (noun.set || self.count(phrase) == Some(2))
            }
            (None, None) => false,
        }
    }

    /// "both", "each", "either" before a noun.
    fn says_both(&self, phrase: &Phrase) -> bool {
        let set = |i: usize| self.words.pronoun(&self.lower(i)).is_some_and(|p| p.bond == Bond::Set);
        (phrase.tokens.start..phrase.head).any(set)
    }

    /// Whether a plural begins with "the" or a possessor; "its neighbors" are others than whoever owns them.
    fn is_known(&self, phrase: &Phrase) -> bool {
        match phrase.definite {
            Definite::Yes => true,
            Definite::Possessed => phrase.kind != Kind::Country,
            Definite::No | Definite::Bare => false,
        }
    }

    /// How many a phrase says it stands for.
    fn count(&self, phrase: &Phrase) -> Option<usize> {
        (phrase.tokens.start..=phrase.head).find_map(|i| self.words.number(&self.lower(i)))
    }

    /// The entities that a plural pronoun stands for, where it goes back to a coordination.
    pub(super) fn all_meant(&self, number: usize, pronoun: Pronoun) -> Option<Vec<usize>> {
        let antecedent = self.meant_by_pronoun(number, pronoun)?;
        self.coordination(antecedent).map(<[usize]>::to_vec)
    }

    /// The subjects of the clause of "each other".
    pub(super) fn subjects(&self, number: usize) -> Option<Vec<usize>> {
        let subject = self.subject_phrase(self.phrases[number].head)?;
        self.coordination(subject).map(<[usize]>::to_vec).or_else(|| self.members_of(subject))
    }

    fn members_of(&self, number: usize) -> Option<Vec<usize>> {
        let members = &self.chains.all[self.chains.of_phrase[number]?].members;
        (!members.is_empty()).then(|| members.clone())
    }

    /// The latest parties before phrase `number` that it can mean: as many as it counts, people by people.
    pub(super) fn latest_parties(&self, number: usize) -> Option<Vec<usize>> {
        let phrase = &self.phrases[number];
        let count = self.count(phrase);
        let people = phrase.noun.map(|noun| noun.kind == Kind::Person);
        let suits = |member: &usize| match self.chains.all[*member].kind {
            Kind::Place => false,
            kind => people.is_none_or(|people| people == (kind == Kind::Person)),
        };
        let fits = |p: &&Parties| count.is_none_or(|c| c == p.members.len()) && p.members.iter().all(suits);
        self.parties.iter().rev().find(fits).map(|p| p.members.clone())
    }
}
