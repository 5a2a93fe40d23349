//! Whom a pronoun of the third person means: agreement, then closeness, with a preference for subjects (after Lappin
//! and Leass, "An algorithm for pronominal anaphora resolution", Computational Linguistics 1994).

use super::Kind;
use super::joining::Joiner;
use super::words::{Bond, Gender, Pronoun};
use crate::syntax::{Relation, Upos};

const SUBJECTS: [Relation; 3] = [Relation::Nsubj, Relation::NsubjPass, Relation::NsubjOuter];

/// How many sentences back a pronoun may reach.
const SENTENCES: usize = 3;

impl Joiner<'_> {
    /// The entity that a pronoun of the third person stands for.
    pub(super) fn pronoun(&self, number: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        let pronoun = phrase.pronoun?;
        match pronoun.bond {
            Bond::Free => self.free(number, pronoun),
            Bond::Reflexive => self.subject_phrase(phrase.head).and_then(|n| self.chains.of_phrase[n]),
            Bond::Reciprocal | Bond::Set => None,
        }
    }

    fn free(&self, number: usize, pronoun: Pronoun) -> Option<usize> {
        let antecedent = self.antecedent_phrase(number, pronoun)?;
        if pronoun.plural && self.coordination(antecedent).is_some() {
            return None;
        }
        self.chains.of_phrase[antecedent]
    }

    /// The members of the coordination that a plural pronoun stands for.
    pub(super) fn pronoun_members(&self, number: usize) -> Option<Vec<usize>> {
        let pronoun = self.phrases[number].pronoun.filter(|p| p.plural && p.person == 3 && p.bond == Bond::Free)?;
        self.antecedent_phrase(number, pronoun).and_then(|n| self.coordination(n))
    }

    fn coordination(&self, number: usize) -> Option<Vec<usize>> {
        let head = self.phrases[number].head;
        self.parties.iter().rev().find(|p| p.heads.contains(&head)).map(|p| p.members.clone())
    }

    fn antecedent_phrase(&self, number: usize, pronoun: Pronoun) -> Option<usize> {
        if pronoun.gender == Gender::Neuter && self.is_happening(number) {
            return None;
        }
        let here = self.sentence(number);
        let barred = self.barred(number);
        let near = (0..number).rev().take_while(|&n| self.sentence(n) + SENTENCES >= here);
        let near = near.filter(|&n| barred.is_none_or(|barred| !self.is_of(n, barred)));
        let scored = near.filter_map(|n| Some((self.score(n, number, pronoun)?, n)));
        let (best, antecedent) = scored.max_by_key(|&(score, n)| (score, n))?;
        let thing = matches!(pronoun.gender, Gender::Neuter | Gender::Unknown) && !self.speaks(number);
        let antecedent = self.principal(antecedent, pronoun).unwrap_or(antecedent);
        (!thing || self.best_thing(number, pronoun) <= best).then_some(antecedent)
    }

    /// Whether a phrase means an entity or the state that it belongs to.
    fn is_of(&self, n: usize, chain: usize) -> bool {
        let Some(own) = self.chains.of_phrase[n] else { return false };
        let (own_chain, other) = (&self.chains.all[own], &self.chains.all[chain]);
        let state = matches!(own_chain.kind, Kind::Country | Kind::Organization);
        own == chain || state && own_chain.country.is_some() && own_chain.country == other.country
    }

    /// Of whom somebody speaks who speaks for another: "Diaz's lawyer said he had been threatened".
    fn principal(&self, n: usize, pronoun: Pronoun) -> Option<usize> {
        let proxy = self.phrases[n].noun.is_some_and(|noun| noun.proxy) && self.phrases[n].form == super::Form::Nominal;
        let owner = self.owner(n).filter(|_| proxy && !pronoun.plural && pronoun.gender != Gender::Neuter)?;
        let chain = &self.chains.all[self.chains.of_phrase[owner]?];
        (chain.kind == Kind::Person && !chain.plural && chain.gender.agrees(pronoun.gender)).then_some(owner)
    }

    /// How well phrase `n` serves as antecedent; none where it cannot.
    fn score(&self, n: usize, number: usize, pronoun: Pronoun) -> Option<i32> {
        let (candidate, phrase) = (&self.phrases[n], &self.phrases[number]);
        let chain = &self.chains.all[self.chains.of_phrase[n]?];
        if candidate.pronoun.is_some_and(|p| p.person < 3) || self.same_clause(candidate.head, phrase.head) {
            return None;
        }
        // A capital that stands for its government.
        let kind = if chain.kind == Kind::Place && chain.country.is_some() { Kind::Country } else { chain.kind };
        let several = chain.plural || !chain.members.is_empty() || pronoun.plural && self.coordination(n).is_some();
        let agreement = agreement(kind, several, chain.gender, pronoun)?;
        let inside = candidate.tokens.contains(&phrase.head) as i32 * 200;
        let rules = match kind {
            // Countries named far above have presidents too, but others came between.
            Kind::Country if self.sentence(n) + 1 < self.sentence(number) => self.organ_of_state(number).min(20),
            Kind::Country => self.organ_of_state(number),
            Kind::Organization => self.organ_of_body(number),
            _ => 0,
        };
        let pair = pronoun.plural && self.sentence(n) == self.sentence(number) && self.coordination(n).is_some();
        let pair = pair as i32 * 25;
        let object = |i: usize| self.syntax.word(i).relation == Relation::Obj;
        let objects = object(phrase.head) && object(candidate.head) && self.sentence(n) == self.sentence(number);
        // "asked Iran to free them": not the one who asks.
        let body_of_many = pronoun.plural && !several && matches!(kind, Kind::Country | Kind::Organization);
        let parallel = objects as i32 * 12 - (body_of_many && object(phrase.head)) as i32 * 45;
        Some(
            agreement
                + self.prominence(candidate.head, number)
                + rules
                + pair
                + parallel
                + self.governs(candidate.head, phrase.head)
                - inside,
        )
    }

    /// How much a possessive pronoun speaks for a country: states have presidents and armies ("its president").
    fn organ_of_state(&self, number: usize) -> i32 {
        let owned = self.syntax.word(self.phrases[number].head).head.and_then(|head| self.by_head[head]);
        let owned = owned.filter(|&n| n != number);
        owned.map_or(0, |n| match self.phrases[n].noun {
            _ if self.is_organ_of_bodies(n) => -10,
            Some(noun) if noun.state => 45,
            _ => 15,
        })
    }

    /// How much a possessive pronoun speaks for a body: "its secretary general", "its members".
    fn organ_of_body(&self, number: usize) -> i32 {
        let owned = self.syntax.word(self.phrases[number].head).head.and_then(|head| self.by_head[head]);
        owned.filter(|&n| n != number && self.is_organ_of_bodies(n)).map_or(0, |_| 45)
    }

    fn is_organ_of_bodies(&self, number: usize) -> bool {
        let phrase = &self.phrases[number];
        let mut words = phrase.tokens.clone().map(|i| self.text.word(i).to_lowercase());
        words.any(|word| self.words.is_organ(&word))
    }

    /// A subject whose verb the pronoun stands below ("the United States said it"), the nearer the better.
    fn governs(&self, subject: usize, pronoun: usize) -> i32 {
        let word = self.syntax.word(subject);
        let verb = word.head.filter(|_| SUBJECTS.contains(&word.relation));
        let distance = verb.and_then(|verb| self.syntax.path_up(pronoun).skip(1).position(|above| above == verb));
        distance.map_or(0, |steps| 36 - 12 * steps.min(3) as i32)
    }

    /// How prominent the word at `head` is for phrase `number`.
    pub(super) fn prominence(&self, head: usize, number: usize) -> i32 {
        let here = self.sentence(number);
        let distance = here - self.text.sentence_of(head).min(here);
        let word = self.syntax.word(head);
        let relation = match word.relation {
            relation if SUBJECTS.contains(&relation) => 30 + self.is_main(head) as i32 * 8,
            Relation::Root | Relation::Obj | Relation::Iobj | Relation::OblAgent => 12,
            Relation::Conj => self.syntax.word(word.head.unwrap_or(head)).relation.eq(&Relation::Nsubj) as i32 * 25,
            Relation::Amod | Relation::Compound => -30,
            Relation::NmodPoss => 2,
            _ => 0,
        };
        relation - 25 * distance as i32
    }

    /// Whether the clause of a subject is the sentence's own.
    pub(super) fn is_main(&self, head: usize) -> bool {
        self.syntax.word(head).head.is_some_and(|verb| self.syntax.word(verb).relation == Relation::Root)
    }

    /// Two arguments of one verb are not the same, but a possessor may be the subject ("its navy").
    fn same_clause(&self, a: usize, b: usize) -> bool {
        let (first, second) = (self.syntax.word(a), self.syntax.word(b));
        let argument = |relation| !matches!(relation, Relation::NmodPoss | Relation::Conj | Relation::Appos);
        first.head.is_some() && first.head == second.head && argument(first.relation) && argument(second.relation)
    }

    /// Whether a pronoun is the subject of a verb with a clause of its own, as speakers are ("it said that").
    fn speaks(&self, number: usize) -> bool {
        let word = self.syntax.word(self.phrases[number].head);
        let clauses = [Relation::Ccomp, Relation::Parataxis];
        let verb = word.head.filter(|_| word.relation == Relation::Nsubj);
        verb.is_some_and(|verb| {
            let own = self.syntax.word(verb).relation == Relation::Parataxis;
            own || self.syntax.children_by(verb, &clauses).next().is_some()
        })
    }

    /// The prominence of the most prominent noun that stands for nobody, in this sentence and the one before.
    fn best_thing(&self, number: usize, pronoun: Pronoun) -> i32 {
        let here = self.sentence(number);
        let first = self.text.sentences[here.saturating_sub(1)].tokens.start;
        let thing = |&i: &usize| {
            let word = self.syntax.word(i);
            let counts = SUBJECTS.contains(&word.relation) || word.relation == Relation::Obj;
            let plural = matches!(word.xpos, crate::syntax::Xpos::NNS);
            counts && word.upos == Upos::Noun && self.by_head[i].is_none() && plural == pronoun.plural
        };
        let all = (first..self.phrases[number].head).filter(thing);
        all.filter(|&i| !self.same_clause(i, self.phrases[number].head))
            .map(|i| 40 + self.prominence(i, number))
            .max()
            .unwrap_or(i32::MIN)
    }

    /// The subject of the clause that a word stands in.
    pub(super) fn subject_of_clause(&self, i: usize) -> Option<usize> {
        self.syntax.path_up(i).skip(1).find_map(|above| self.syntax.children_by(above, &SUBJECTS).next())
    }

    fn subject_phrase(&self, i: usize) -> Option<usize> {
        self.by_head[self.subject_of_clause(i)?]
    }
}

/// How well an entity agrees with a pronoun; none where it cannot.
fn agreement(kind: Kind, plural: bool, gender: Gender, pronoun: Pronoun) -> Option<i32> {
    let body = matches!(kind, Kind::Organization | Kind::Country);
    match (pronoun.plural, pronoun.gender) {
        (false, Gender::Neuter) => (kind != Kind::Person && kind != Kind::Place && !plural).then_some(40),
        (false, wanted) => (kind == Kind::Person && !plural && gender.agrees(wanted)).then_some(40),
        (true, _) if plural => Some(40),
        (true, _) if kind == Kind::Group => Some(35),
        (true, _) if body => Some(15),
        (true, _) => None,
    }
}

impl Gender {
    /// Whether both may be of one.
    pub(super) fn agrees(self, other: Gender) -> bool {
        self == other || self == Gender::Unknown || other == Gender::Unknown
    }
}
