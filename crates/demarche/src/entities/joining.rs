//! Joins mentions to entities: goes through them by head word and asks the sieves in turn, from sure to unsure.

use super::chains::{Chains, Key};
use super::phrases::{Definite, Phrase};
use super::sets::Parties;
use super::words::{Bond, Words};
use super::{Entities, Entity, Form, Kind, Mention};
use crate::clauses::Grammar;
use crate::countries::Country;
use crate::learned::Impressions;
use crate::syntax::{Relation, Syntax, Xpos};
use crate::text::Text;
use crate::ways::{LEARNED, Way};
use std::collections::HashMap;

/// Joins the mentions, which are sorted by head word.
pub(super) fn join(
    text: &Text,
    syntax: &Syntax,
    words: &Words,
    phrases: Vec<Phrase>,
    impressions: Option<&Impressions>,
) -> Entities {
    let mut by_head = vec![None; text.tokens.len()];
    let (mut by_start, mut by_end) = (vec![None; text.tokens.len() + 1], vec![None; text.tokens.len() + 1]);
    for (number, phrase) in phrases.iter().enumerate() {
        by_head[phrase.head] = Some(number);
        for (slot, reversed) in [(&mut by_start[phrase.tokens.start], false), (&mut by_end[phrase.tokens.end], true)] {
            let longer = |other: usize| phrases[other].tokens.len() < phrase.tokens.len();
            if slot.is_none_or(longer) && !(reversed && phrase.pronoun.is_some()) {
                *slot = Some(number);
            }
        }
    }
    let mut joiner = Joiner {
        text,
        syntax,
        grammar: Grammar { text, syntax },
        words,
        impressions,
        joined: vec![None; phrases.len()],
        chains: Chains::new(phrases.len()),
        phrases,
        by_head,
        by_start,
        by_end,
        by_noun: HashMap::new(),
        parties: Vec::new(),
    };
    (0..joiner.phrases.len()).for_each(|number| joiner.place(number));
    joiner.entities()
}

/// What joining has and knows so far.
pub(super) struct Joiner<'a> {
    pub text: &'a Text<'a>,
    pub syntax: &'a Syntax,
    pub grammar: Grammar<'a>,
    pub words: &'a Words,
    /// What the learned reader sees, where it is asked.
    impressions: Option<&'a Impressions<'a>>,
    pub phrases: Vec<Phrase>,
    /// By which way each phrase was joined to what stands before it.
    joined: Vec<Option<Way>>,
    /// For each token, the phrase it heads.
    pub by_head: Vec<Option<usize>>,
    /// For each token, the longest phrase that begins with it, and that ends before it.
    by_start: Vec<Option<usize>>,
    pub by_end: Vec<Option<usize>>,
    pub chains: Chains,
    /// For each noun, the entities it described, by their latest mention.
    by_noun: HashMap<String, Vec<usize>>,
    /// The coordinations so far ("Iran and Oman").
    pub parties: Vec<Parties>,
}

/// Among so many sentences before a phrase the learned reader looks for what it means.
const SENTENCES: usize = 5;

/// What the word of a way of joining weighs beside the learned reader's log of odds.
const WAY: f32 = 1.0;

/// How many entities back a description is looked for.
const REACH: usize = 24;

/// Ways to find something, in their order.
type Steps<'s, T> = &'s [(Way, &'s dyn Fn() -> Option<T>)];

impl Joiner<'_> {
    /// Joins phrase `number` to its entity, or begins a new one.
    fn place(&mut self, number: usize) {
        let chain = match self.antecedent(number) {
            Some((way, chain)) => {
                self.joined[number] = Some(way);
                self.chains.add(chain, number, &self.phrases[number], self.text);
                chain
            }
            None => self.begin(number),
        };
        self.note_nouns(chain, number);
        self.note_parties(number);
    }

    fn begin(&mut self, number: usize) -> usize {
        let members = self.set_of(number);
        let chain = self.chains.open(number, &self.phrases[number], self.text);
        let made = &mut self.chains.all[chain];
        if let Some(body) = self.phrases[number].body {
            made.nouns.extend(self.words.body(body).called.iter().cloned());
        }
        if let Some((way, members)) = members {
            self.joined[number] = Some(way);
            made.members = members;
        }
        chain
    }

    fn note_nouns(&mut self, chain: usize, number: usize) {
        if self.phrases[number].pronoun.is_some() {
            return;
        }
        for noun in &self.chains.all[chain].nouns {
            let list = self.by_noun.entry(self.words.kin(noun).to_string()).or_default();
            if list.last() != Some(&chain) {
                list.push(chain);
            }
        }
    }

    /// The first way that is on and finds something.
    fn first<T>(&self, steps: Steps<T>) -> Option<(Way, T)> {
        let mut allowed = steps.iter().filter(|(way, _)| self.words.ways.is_on(way));
        allowed.find_map(|(way, find)| Some((*way, find()?)))
    }

    /// The entity that phrase `number` repeats.
    fn antecedent(&self, number: usize) -> Option<(Way, usize)> {
        let proposed = self.proposed(number);
        self.learned(number, proposed).or(proposed)
    }

    /// Whom the learned reader takes a pronoun of the third person for, weighed beside what a way of joining proposes. Names and
    /// descriptions are known by their words.
    fn learned(&self, number: usize, proposed: Option<(Way, usize)>) -> Option<(Way, usize)> {
        let phrase = &self.phrases[number];
        let impressions = self.impressions.filter(|_| self.words.ways.is_on(LEARNED))?;
        let pronoun = phrase.pronoun.filter(|p| p.person == 3 && p.bond == Bond::Free)?;
        let near: Vec<usize> = self.phrases_before(number).filter(|&n| self.may_mean(n, number, pronoun)).collect();
        let heads: Vec<usize> = near.iter().map(|&n| self.phrases[n].head).collect();
        let odds = near.into_iter().zip(impressions.same(phrase.head, &heads));
        let weighed = odds.filter_map(|(n, odds)| {
            let chain = self.chains.of_phrase[n]?;
            let own = proposed.filter(|p| p.1 == chain);
            Some((odds + if own.is_some() { WAY } else { 0.0 }, own.unwrap_or((LEARNED, chain))))
        });
        let (odds, best) = weighed.max_by(|a, b| a.0.total_cmp(&b.0))?;
        (odds >= 0.0).then_some(best)
    }

    /// The phrases of the sentences before a phrase, and of its own, that do not hold it or lie in it.
    fn phrases_before(&self, number: usize) -> impl Iterator<Item = usize> {
        let own = &self.phrases[number];
        let sentence = self.sentence(number);
        let apart = |other: &Phrase| other.tokens.end <= own.tokens.start || own.tokens.end <= other.tokens.start;
        (0..number)
            .rev()
            .take_while(move |&n| self.sentence(n) + SENTENCES >= sentence)
            .filter(move |&n| apart(&self.phrases[n]))
    }

    /// The entity that the ways of joining find.
    fn proposed(&self, number: usize) -> Option<(Way, usize)> {
        let phrase = &self.phrases[number];
        let found = |key: Key| self.chains.found(&key);
        let name = || self.text.words(phrase.name.clone()).to_string();
        let apposed = || self.same(self.beside(number).or_else(|| self.apposed(number)), phrase);
        let predicated = || self.same(self.predicated(number), phrase);
        match phrase.form {
            Form::Name => self.first(&[
                ("apposition", &apposed),
                ("copula", &predicated),
                ("same-body", &|| found(Key::Body(phrase.body?))),
                ("same-country", &|| found(Key::Country(phrase.country.filter(|_| phrase.kind == Kind::Country)?))),
                ("same-person", &|| self.person(phrase).filter(|_| phrase.kind == Kind::Person)),
                ("same-name", &|| found(Key::Name(name())).filter(|&chain| self.same_country(chain, number))),
                ("same-noun", &|| self.same_noun(number).filter(|_| phrase.noun.is_some() && phrase.name.len() == 1)),
            ]),
            Form::Nominal => self.first(&[
                ("apposition", &apposed),
                ("copula", &predicated),
                ("same-noun", &|| self.same_noun(number)),
                ("the-country", &|| self.the_country(number).filter(|_| !self.is_set(number))),
            ]),
            Form::Pronoun(_) => {
                let pronoun = phrase.pronoun.filter(|p| p.person == 3)?;
                let subject = || self.subject_phrase(phrase.head).and_then(|n| self.chains.of_phrase[n]);
                self.first(&[
                    ("reflexive", &|| subject().filter(|_| pronoun.bond == Bond::Reflexive)),
                    ("pronoun", &|| self.one_meant(number, pronoun).filter(|_| pronoun.bond == Bond::Free)),
                ])
            }
        }
    }

    /// The entities that phrase `number` stands for, where they are several.
    fn set_of(&self, number: usize) -> Option<(Way, Vec<usize>)> {
        let pronoun = self.phrases[number].pronoun;
        let set = self.is_set(number);
        let they = pronoun.is_some_and(|p| p.bond == Bond::Free && p.plural && p.person == 3);
        let crosswise = pronoun.is_some_and(|p| p.bond == Bond::Reciprocal);
        self.first(&[
            ("they-both", &|| self.all_meant(number, pronoun?).filter(|_| they)),
            ("each-other", &|| self.subjects(number).filter(|_| crosswise)),
            ("both-sides", &|| self.latest_parties(number).filter(|_| set && !crosswise)),
        ])
    }

    /// The entity of a phrase beside another, where they can be one.
    fn same(&self, other: Option<usize>, phrase: &Phrase) -> Option<usize> {
        let other = other.filter(|&other| may_be(&self.phrases[other], phrase))?;
        self.chains.of_phrase[other]
    }

    /// What stands before the comma or bracket before a phrase: a name whose description it is, or a description whose
    /// name it is.
    fn beside(&self, number: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        let mark = phrase.tokens.start.checked_sub(1)?;
        if !matches!(self.text.word(mark), "," | "(") || self.sentence(number) != self.text.sentence_of(mark) {
            return None;
        }
        let before = self.by_end[mark].filter(|&n| n < number && may_be(&self.phrases[n], phrase))?;
        let fits = match phrase.form {
            Form::Nominal => self.phrases[before].form == Form::Name,
            Form::Name => self.text.word(mark) == "(" || self.phrases[before].form == Form::Nominal,
            Form::Pronoun(_) => false,
        };
        fits.then_some(before)
    }

    fn apposed(&self, number: usize) -> Option<usize> {
        let word = self.syntax.word(self.phrases[number].head);
        let other = word.head.filter(|_| word.relation == Relation::Appos)?;
        self.by_head[other].filter(|&other| other < number)
    }

    fn predicated(&self, number: usize) -> Option<usize> {
        let head = self.phrases[number].head;
        self.syntax.child(head, Relation::Cop).filter(|_| self.grammar.negation(head).is_none())?;
        let subject = self.syntax.children_by(head, &[Relation::Nsubj, Relation::NsubjOuter]).next()?;
        self.by_head[subject].filter(|&other| other < number)
    }

    /// A person's name: the full name, or a part of one that no other's name contradicts.
    fn person(&self, phrase: &Phrase) -> Option<usize> {
        let words: Vec<&str> = phrase.name.clone().map(|i| self.text.word(i)).collect();
        let fits = |&chain: &usize| {
            let known = &self.chains.all[chain];
            let shorter = words.len().min(known.name.len());
            let shared = words.iter().filter(|word| known.name.iter().any(|other| other == *word)).count();
            shared == shorter && known.kind == Kind::Person && known.gender.agrees(phrase.gender)
        };
        let by_word = |word: &&str| self.chains.found(&Key::Person(word.to_string()));
        words.iter().rev().find_map(|word| by_word(word).filter(fits))
    }

    /// Whether an entity may be of the country that phrase `number` is of; where the phrase has none, any will do.
    pub fn same_country(&self, chain: usize, number: usize) -> bool {
        match self.country(number) {
            Some(country) => self.chains.all[chain].country == Some(country),
            None => self.phrases[number].definite != Definite::Possessed,
        }
    }

    /// The country that a phrase is of: by its own words, or its possessor's ("its army").
    fn country(&self, number: usize) -> Option<Country> {
        self.phrases[number].country.or_else(|| {
            let owner = self.owner(number)?;
            let chain = self.chains.of_phrase[owner];
            chain.and_then(|chain| self.chains.all[chain].country).or(self.phrases[owner].country)
        })
    }

    /// The phrase of the possessor of phrase `number` ("its army", "the rebels' leader").
    fn owner(&self, number: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        let within = |i: &usize| self.syntax.word(*i).xpos == Xpos::POS;
        let marked = (phrase.tokens.start..phrase.head).rev().find(within).and_then(|mark| self.by_end[mark]);
        let pronoun = || {
            let first = self.by_start[phrase.tokens.start].filter(|&n| n != number);
            first.or(self.by_head[phrase.tokens.start]).filter(|&n| self.phrases[n].pronoun.is_some())
        };
        marked.or_else(pronoun).filter(|&owner| owner != number)
    }

    /// The latest entity described by `noun` that passes `fits`.
    pub fn latest(&self, noun: &str, fits: impl Fn(usize) -> bool) -> Option<usize> {
        self.by_noun.get(self.words.kin(noun))?.iter().rev().take(REACH).copied().find(|&chain| fits(chain))
    }

    /// The number of the sentence a phrase stands in.
    pub fn sentence(&self, number: usize) -> usize {
        self.text.sentence_of(self.phrases[number].head)
    }

    pub fn lower(&self, i: usize) -> String {
        self.text.word(i).to_lowercase()
    }

    /// The mentions and entities, in text order.
    fn entities(self) -> Entities {
        let mut order: Vec<usize> = (0..self.phrases.len()).collect();
        order.sort_by_key(|&n| (self.phrases[n].tokens.start, usize::MAX - self.phrases[n].tokens.end, n));
        let mut placed = vec![None; self.phrases.len()];
        let mut renumbered = vec![None; self.chains.all.len()];
        let (mut mentions, mut entities) = (Vec::with_capacity(order.len()), Vec::<Entity>::new());
        for &number in &order {
            let Some(chain) = self.chains.of_phrase[number] else { continue };
            let entity = *renumbered[chain].get_or_insert_with(|| {
                entities.push(self.entity(chain));
                entities.len() - 1
            });
            entities[entity].mentions.push(mentions.len());
            placed[number] = Some(mentions.len());
            mentions.push(self.mention(number, entity));
        }
        for entity in &mut entities {
            entity.members = entity.members.iter().filter_map(|&chain| renumbered[chain]).collect();
        }
        let numbers = |parties: &Parties| parties.phrases.iter().filter_map(|&n| placed[n]).collect();
        let together = self.parties.iter().map(numbers).collect();
        let doer = |&number: &usize| {
            let described = self.phrases[number].form == Form::Nominal;
            self.doer_above(number).filter(|_| described).and_then(|n| placed[n])
        };
        let doers = order.iter().map(doer).collect();
        Entities::new(mentions, entities, together, doers, self.syntax)
    }

    fn mention(&self, number: usize, entity: usize) -> Mention {
        let phrase = &self.phrases[number];
        Mention {
            span: self.text.span(phrase.tokens.clone()),
            tokens: phrase.tokens.clone(),
            head: phrase.head,
            name: phrase.name.clone(),
            form: phrase.form,
            country: phrase.country,
            entity,
            found: phrase.found,
            joined: self.joined[number],
        }
    }

    fn entity(&self, chain: usize) -> Entity {
        let chain = &self.chains.all[chain];
        let described = chain.phrases.iter().copied().find(|&n| self.phrases[n].pronoun.is_none());
        let words = match (chain.named_by, described.or(chain.phrases.first().copied())) {
            (Some(named), _) => self.phrases[named].name.clone(),
            (None, Some(first)) => self.phrases[first].tokens.clone(),
            (None, None) => 0..0,
        };
        let name = self.text.words(words).to_string();
        Entity { kind: chain.kind, name, mentions: Vec::new(), members: chain.members.clone() }
    }
}

/// Whether two phrases side by side may name the same.
fn may_be(first: &Phrase, second: &Phrase) -> bool {
    let both_names = first.form == Form::Name && second.form == Form::Name;
    let kinds = match (first.kind, second.kind) {
        (Kind::Person, Kind::Person) => !both_names,
        (Kind::Country, Kind::Country) => !both_names || first.country == second.country,
        (Kind::Organization | Kind::Group, Kind::Organization | Kind::Group) => {
            !both_names || second.name.len() == 1 || first.name.len() == 1
        }
        _ => false,
    };
    let pronoun = first.pronoun.is_some_and(|p| p.person < 3 || p.bond != Bond::Free);
    kinds && !pronoun && first.plural == second.plural
}
