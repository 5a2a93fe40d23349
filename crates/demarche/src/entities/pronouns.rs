//! Whom a pronoun of the third person means: agreement, then closeness, with a preference for subjects (after Lappin
//! and Leass, "An algorithm for pronominal anaphora resolution", Computational Linguistics 1994).

use super::Kind;
use super::joining::Joiner;
use super::words::{Gender, Pronoun};
use crate::syntax::{Relation, Upos, Xpos};

/// How many sentences back a pronoun may reach.
const SENTENCES: usize = 3;

/// How many words up from a mention its doer is looked for.
const REACH: usize = 5;

impl Joiner<'_> {
    /// The entity that a pronoun of the third person stands for; none where that is several.
    pub(super) fn one_meant(&self, number: usize, pronoun: Pronoun) -> Option<usize> {
        let antecedent = self.meant_by_pronoun(number, pronoun)?;
        let several = pronoun.plural && self.coordination(antecedent).is_some();
        self.chains.of_phrase[antecedent].filter(|_| !several)
    }

    /// The phrase that a pronoun of the third person goes back to.
    pub(super) fn meant_by_pronoun(&self, number: usize, pronoun: Pronoun) -> Option<usize> {
        let here = self.sentence(number);
        let barred = self.barred(number);
        let near = (0..number).rev().take_while(|&n| self.sentence(n) + SENTENCES >= here);
        let near = near.filter(|&n| barred.is_none() || self.chains.of_phrase[n] != barred);
        let scored = near.filter_map(|n| Some((self.score(n, number, pronoun)?, n)));
        let (best, antecedent) = scored.max()?;
        let thing = matches!(pronoun.gender, Gender::Neuter | Gender::Unknown);
        (!thing || self.best_thing(number, pronoun) <= best).then_some(antecedent)
    }

    /// Whether phrase `n` may be the antecedent of a pronoun: they agree in number and gender.
    pub(super) fn may_mean(&self, n: usize, number: usize, pronoun: Pronoun) -> bool {
        self.score(n, number, pronoun).is_some()
    }

    /// How well phrase `n` serves as antecedent; none where it cannot.
    fn score(&self, n: usize, number: usize, pronoun: Pronoun) -> Option<i32> {
        let (candidate, head) = (&self.phrases[n], self.phrases[number].head);
        if candidate.pronoun.is_some_and(|p| p.person < 3) {
            return None;
        }
        let chain = &self.chains.all[self.chains.of_phrase[n]?];
        // A capital that stands for its government.
        let kind = if chain.kind == Kind::Place && chain.country.is_some() { Kind::Country } else { chain.kind };
        let several = chain.plural || !chain.members.is_empty() || pronoun.plural && self.coordination(n).is_some();
        let agreement = agreement(kind, several, chain.gender, pronoun)?;
        // "asked Iran to free them": not the one who asks.
        let body_of_many = pronoun.plural && !several && matches!(kind, Kind::Country | Kind::Organization);
        let object = body_of_many && self.syntax.word(head).relation == Relation::Obj;
        let against = object as i32 * 45;
        Some(agreement + self.prominence(candidate.head, number) - against)
    }

    /// How prominent the word at `head` is for phrase `number`.
    pub(super) fn prominence(&self, head: usize, number: usize) -> i32 {
        let here = self.sentence(number);
        let distance = here - self.text.sentence_of(head).min(here);
        let word = self.syntax.word(head);
        let above = word.head.map(|above| self.syntax.word(above).relation);
        let relation = match word.relation {
            relation if relation.is_subject() => 30 + (above == Some(Relation::Root)) as i32 * 8,
            Relation::Root | Relation::Obj | Relation::Iobj | Relation::OblAgent => 12,
            Relation::Conj if above == Some(Relation::Nsubj) => 25,
            Relation::Amod | Relation::Compound => -30,
            _ => 0,
        };
        relation - 25 * distance as i32
    }

    /// The prominence of the most prominent noun that stands for nobody, in this sentence and the one before.
    fn best_thing(&self, number: usize, pronoun: Pronoun) -> i32 {
        let before = self.sentence(number).saturating_sub(1);
        let thing = |&i: &usize| {
            let word = self.syntax.word(i);
            let counts = word.relation.is_subject() || word.relation == Relation::Obj;
            let as_many = (word.xpos == Xpos::NNS) == pronoun.plural;
            counts && as_many && word.upos == Upos::Noun && self.by_head[i].is_none()
        };
        let all = self.text.sentences[before].tokens.start..self.phrases[number].head;
        all.filter(thing).map(|i| 40 + self.prominence(i, number)).max().unwrap_or(i32::MIN)
    }

    /// The phrase of the subject of the clause that a word stands in.
    pub(super) fn subject_phrase(&self, i: usize) -> Option<usize> {
        let subject =
            |above| self.syntax.children(above).iter().copied().find(|&c| self.syntax.word(c).relation.is_subject());
        self.syntax.path_up(i).skip(1).find_map(subject).and_then(|subject| self.by_head[subject])
    }

    /// The entity that an object cannot mean, because it is understood to do what is done to the one meant (the binding
    /// conditions of Chomsky, "Lectures on Government and Binding", 1981).
    pub(super) fn barred(&self, number: usize) -> Option<usize> {
        let at = self.phrases[number].head;
        let word = self.syntax.word(at);
        let object = matches!(word.relation, Relation::Obj | Relation::Iobj | Relation::Obl);
        let verb = word.head.filter(|&verb| object && self.syntax.word(verb).upos == Upos::Verb)?;
        let subject = self.grammar.surface_subject(verb).filter(|&subject| subject != at)?;
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
                    return self.grammar.surface_subject(above).and_then(|s| self.by_head[s]).filter(|&n| n != number);
                }
                Relation::Nmod | Relation::Conj | Relation::Obj => at = above,
                _ => return None,
            }
        }
        None
    }
}

/// How well an entity agrees with a pronoun; none where it cannot.
fn agreement(kind: Kind, plural: bool, gender: Gender, pronoun: Pronoun) -> Option<i32> {
    let body = matches!(kind, Kind::Organization | Kind::Country);
    match (pronoun.plural, pronoun.gender) {
        (false, Gender::Neuter) => (kind != Kind::Person && kind != Kind::Place && !plural).then_some(40),
        (false, wanted) => (kind == Kind::Person && !plural && gender.agrees(wanted)).then_some(40),
        (true, _) if plural || kind == Kind::Group => Some(40),
        (true, _) => body.then_some(15),
    }
}

impl Gender {
    /// Whether both may be of one.
    pub(super) fn agrees(self, other: Gender) -> bool {
        self == other || self == Gender::Unknown || other == Gender::Unknown
    }
}
