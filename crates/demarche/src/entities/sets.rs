//! Sets: "both sides", "the two leaders", "each government", and the coordinations they go back to.

use super::Kind;
use super::joining::Joiner;
use super::phrases::{Definite, Phrase};
use super::words::Bond;
use crate::syntax::{Relation, Upos};

/// Notes the coordination that phrase `number` ends ("Iran and Oman").
pub(super) fn note_parties(joiner: &mut Joiner, number: usize) {
    let head = joiner.phrases[number].head;
    let word = joiner.syntax.word(head);
    let Some(first) = word.head.filter(|_| word.relation == Relation::Conj) else { return };
    let conjuncts = joiner.syntax.children_by(first, &[Relation::Conj]);
    let heads = std::iter::once(first).chain(conjuncts).filter(|&i| i <= head);
    let phrases = heads.filter_map(|i| joiner.by_head[i]);
    let mut members: Vec<usize> = phrases.filter_map(|n| joiner.chains.of_phrase[n]).collect();
    members.dedup();
    if members.len() < 2 {
        return;
    }
    joiner.parties.retain(|(at, _)| *at != first);
    joiner.parties.push((first, members));
}

/// The members of a set that begins with phrase `number`: none where it is no set, empty where they come later.
pub(super) fn members(joiner: &Joiner, number: usize) -> Option<Vec<usize>> {
    joiner.is_set(number).then(|| {
        let phrase = &joiner.phrases[number];
        if phrase.pronoun.is_some_and(|p| p.bond == Bond::Reciprocal) {
            return subjects(joiner, number);
        }
        let possessed = phrase.noun.and_then(|_| owners(joiner, number));
        possessed.or_else(|| latest(joiner, number)).unwrap_or_default()
    })
}

/// Gives the sets still without members the first parties of the report that fit, or its first two countries.
pub(super) fn close(joiner: &mut Joiner) {
    let open: Vec<usize> = (0..joiner.chains.all.len()).filter(|&c| joiner.chains.all[c].open).collect();
    for chain in open {
        let people = joiner.chains.all[chain].kind == Kind::Person || is_people(joiner, chain);
        let found = joiner.parties.iter().find(|(_, members)| suits(joiner, members, people)).map(|(_, m)| m.clone());
        joiner.chains.all[chain].members = found.unwrap_or_default();
    }
}

fn is_people(joiner: &Joiner, chain: usize) -> bool {
    let first = joiner.chains.all[chain].phrases.first().map(|&n| &joiner.phrases[n]);
    first.and_then(|p| p.noun).is_some_and(|noun| noun.kind == Kind::Person)
}

/// Whether parties can be meant: people by people, sides by countries, bodies and groups.
fn suits(joiner: &Joiner, members: &[usize], people: bool) -> bool {
    members.iter().all(|&m| match joiner.chains.all[m].kind {
        Kind::Person => people,
        Kind::Place => false,
        _ => !people,
    })
}

/// Those at the latest parties before phrase `number`, or the two latest persons for "the two leaders".
fn latest(joiner: &Joiner, number: usize) -> Option<Vec<usize>> {
    let phrase = &joiner.phrases[number];
    let people = phrase.noun.is_some_and(|noun| noun.kind == Kind::Person);
    let fits = |(_, members): &&(usize, Vec<usize>)| match phrase.pronoun {
        Some(_) => suits(joiner, members, true) || suits(joiner, members, false),
        None => suits(joiner, members, people),
    };
    let coordinated = joiner.parties.iter().rev().find(fits).map(|(_, members)| members.clone());
    if people { two_persons(joiner, number).or(coordinated) } else { coordinated.or_else(|| two_countries(joiner, number)) }
}

/// The two persons named last, within the last sentences.
fn two_persons(joiner: &Joiner, number: usize) -> Option<Vec<usize>> {
    let here = joiner.sentence(number);
    let near = (0..number).rev().take_while(|&n| joiner.sentence(n) + 3 >= here);
    two(joiner, near.filter(|&n| {
        let phrase = &joiner.phrases[n];
        phrase.kind == Kind::Person && !phrase.name.is_empty()
    }))
}

/// The two countries named last as such.
fn two_countries(joiner: &Joiner, number: usize) -> Option<Vec<usize>> {
    let near = (0..number).rev().take(30);
    two(joiner, near.filter(|&n| joiner.phrases[n].kind == Kind::Country && joiner.phrases[n].country.is_some()))
}

/// The first two different entities of phrases.
fn two(joiner: &Joiner, phrases: impl Iterator<Item = usize>) -> Option<Vec<usize>> {
    let mut found = Vec::new();
    for chain in phrases.filter_map(|n| joiner.chains.of_phrase[n]) {
        if !found.contains(&chain) {
            found.push(chain);
        }
        if found.len() == 2 {
            found.reverse();
            return Some(found);
        }
    }
    None
}

/// The owners of "their foreign ministers", where they are a set.
fn owners(joiner: &Joiner, number: usize) -> Option<Vec<usize>> {
    let phrase = &joiner.phrases[number];
    let owner = joiner.syntax.children_by(phrase.head, &[Relation::NmodPoss]).next()?;
    let owner = joiner.by_head.get(owner).copied().flatten().filter(|&owner| owner < number)?;
    let members = &joiner.chains.all[joiner.chains.of_phrase[owner]?].members;
    (!members.is_empty()).then(|| members.clone())
}

/// The subject of the clause of "each other", with all coordinated with it.
fn subjects(joiner: &Joiner, number: usize) -> Vec<usize> {
    let subject = joiner.subject_of_clause(joiner.phrases[number].head);
    let Some(subject) = subject else { return Vec::new() };
    let conjuncts = joiner.syntax.children_by(subject, &[Relation::Conj]);
    let phrases = std::iter::once(subject).chain(conjuncts).filter_map(|i| joiner.by_head[i]);
    let mut members = Vec::new();
    for chain in phrases.filter_map(|n| joiner.chains.of_phrase[n]) {
        let inner = &joiner.chains.all[chain].members;
        members.extend(if inner.is_empty() { vec![chain] } else { inner.clone() });
    }
    members
}

impl Joiner<'_> {
    /// Whether phrase `number` stands for several parties named elsewhere.
    pub(super) fn is_set(&self, number: usize) -> bool {
        let phrase = &self.phrases[number];
        match (phrase.pronoun, phrase.noun) {
            (Some(pronoun), _) => matches!(pronoun.bond, Bond::Set | Bond::Reciprocal),
            (None, Some(noun)) => self.counted(phrase) || noun.set && self.several(phrase),
            (None, None) => false,
        }
    }

    /// "the two", "both", "each", "either" before a noun.
    fn counted(&self, phrase: &Phrase) -> bool {
        let plural = phrase.plural;
        phrase.tokens.clone().take_while(|&i| i < phrase.head).any(|i| {
            let word = self.syntax.word(i);
            let own = word.head == Some(phrase.head);
            match word.relation {
                Relation::Nummod => own && plural && self.is_two(i) && phrase.definite_article(self),
                Relation::Det | Relation::DetPredet => {
                    own && self.words.pronoun(&self.text.word(i).to_lowercase()).is_some_and(|p| p.bond == Bond::Set)
                }
                _ => false,
            }
        })
    }

    fn is_two(&self, i: usize) -> bool {
        self.syntax.word(i).upos == Upos::Num && matches!(self.text.word(i), "two" | "2")
    }

    fn several(&self, phrase: &Phrase) -> bool {
        phrase.plural && (phrase.definite != Definite::No || phrase.definite_article(self))
    }
}

impl Phrase {
    /// Whether it begins with a word such as "the".
    fn definite_article(&self, joiner: &Joiner) -> bool {
        let mut before = self.tokens.clone().take_while(|&i| i < self.head);
        before.any(|i| {
            let word = joiner.syntax.word(i);
            word.upos == Upos::Det && word.relation == Relation::Det || word.relation == Relation::NmodPoss
        })
    }
}
