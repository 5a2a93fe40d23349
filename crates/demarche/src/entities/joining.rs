//! Joins mentions to entities: goes through them by head word and asks the sieves in turn.

use super::chains::{Chains, Key};
use super::phrases::{Definite, Phrase};
use super::words::{Bond, Words};
use super::{Entities, Entity, Form, Kind, Mention, sets};
use crate::countries::Country;
use crate::syntax::{Relation, Syntax, Upos, Xpos};
use crate::text::Text;
use std::collections::HashMap;

/// Joins the mentions, which are sorted by head word.
pub(super) fn join(text: &Text, syntax: &Syntax, words: &Words, phrases: Vec<Phrase>) -> Entities {
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
    let chains = Chains::new(phrases.len());
    let mut joiner = Joiner {
        text,
        syntax,
        words,
        phrases,
        by_head,
        by_start,
        by_end,
        chains,
        by_noun: HashMap::new(),
        parties: Vec::new(),
    };
    for number in 0..joiner.phrases.len() {
        joiner.place(number);
    }
    sets::close(&mut joiner);
    joiner.name_the_headline();
    joiner.entities()
}

/// What joining has and knows so far.
pub(super) struct Joiner<'a> {
    pub text: &'a Text<'a>,
    pub syntax: &'a Syntax,
    pub words: &'a Words,
    pub phrases: Vec<Phrase>,
    pub by_head: Vec<Option<usize>>,
    /// The longest phrase that begins at each token.
    pub by_start: Vec<Option<usize>>,
    /// The longest phrase that ends before each token.
    pub by_end: Vec<Option<usize>>,
    pub chains: Chains,
    /// For each noun the entities described by it, the latest last.
    pub by_noun: HashMap<String, Vec<usize>>,
    /// The coordinations so far ("Iran and Oman").
    pub parties: Vec<sets::Parties>,
}

/// How many mentions back a description is looked for.
const REACH: usize = 24;

impl Joiner<'_> {
    /// Joins phrase `number` to its entity, or begins a new one.
    fn place(&mut self, number: usize) {
        let chain = match self.antecedent(number) {
            Some(chain) => {
                self.chains.add(chain, number, &self.phrases[number], self.text);
                chain
            }
            None => self.begin(number),
        };
        self.note_nouns(chain, number);
        sets::note_parties(self, number);
    }

    /// A headline describes whom the report then names: "Minister resigns" is the first minister named below.
    fn name_the_headline(&mut self) {
        let end = self.text.sentences.iter().take_while(|s| s.is_title).map(|s| s.tokens.end).last().unwrap_or(0);
        for chain in 0..self.chains.all.len() {
            let described = &self.chains.all[chain];
            let in_title = described.phrases.iter().all(|&n| self.phrases[n].head < end);
            let person = described.kind == Kind::Person && described.named_by.is_none() && !described.plural;
            let Some(noun) = described.nouns.last().filter(|_| in_title && person) else { continue };
            let fits = |other: &usize| {
                let other = &self.chains.all[*other];
                let countries = [described.country, other.country];
                let same = countries[0].is_none() || countries[0] == countries[1];
                other.named_by.is_some() && other.kind == Kind::Person && other.nouns.contains(noun) && same
            };
            if let Some(named) = (chain + 1..self.chains.all.len()).find(fits) {
                self.merge(chain, named);
            }
        }
    }

    /// Gives the phrases of one entity to another.
    fn merge(&mut self, from: usize, to: usize) {
        let mut phrases = std::mem::take(&mut self.chains.all[from].phrases);
        phrases.iter().for_each(|&n| self.chains.of_phrase[n] = Some(to));
        phrases.append(&mut self.chains.all[to].phrases);
        self.chains.all[to].phrases = phrases;
    }

    fn begin(&mut self, number: usize) -> usize {
        let members = sets::members(self, number);
        let country = self.country(number);
        let chain = self.chains.open(number, &self.phrases[number], self.text);
        let made = &mut self.chains.all[chain];
        made.country = made.country.or(country);
        if let Some(body) = self.phrases[number].body {
            made.nouns.extend(self.words.body(body).called.iter().cloned());
        }
        if let Some(members) = members {
            made.open = members.is_empty();
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

    /// The entity that phrase `number` repeats.
    fn antecedent(&self, number: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        match phrase.form {
            Form::Pronoun(person) if person.person < 3 => None,
            Form::Pronoun(_) => self.pronoun(number),
            Form::Name => self.identified(number).or_else(|| self.name(number)).or_else(|| self.introduced(number)),
            Form::Nominal => self.identified(number).or_else(|| self.description(number)),
        }
    }

    /// By apposition ("Kim Jong Un, the leader") or copula ("Kim is the leader").
    fn identified(&self, number: usize) -> Option<usize> {
        let other = self.beside(number).or_else(|| self.apposed(number)).or_else(|| self.predicated(number))?;
        let chain = self.chains.of_phrase[other]?;
        self.may_be(&self.phrases[other], &self.phrases[number]).then_some(chain)
    }

    /// What stands before the comma or bracket before a phrase: a name whose description it is, or a description whose
    /// name it is.
    fn beside(&self, number: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        let mark = phrase.tokens.start.checked_sub(1)?;
        if !matches!(self.text.word(mark), "," | "(") || self.sentence(number) != self.text.sentence_of(mark) {
            return None;
        }
        let before = self.by_end[mark].filter(|&n| n < number && self.may_be(&self.phrases[n], phrase));
        match phrase.form {
            Form::Nominal => before.filter(|&n| self.phrases[n].form == Form::Name),
            Form::Name if self.text.word(mark) == "(" => before,
            Form::Name => {
                let described = before.filter(|&n| self.phrases[n].form == Form::Nominal);
                described.or_else(|| self.headed_before(number, mark))
            }
            Form::Pronoun(_) => None,
        }
    }

    /// The person described before the comma before a name: "the head of the delegation, Yahya Sarwani, said".
    fn headed_before(&self, number: usize, mark: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        let closed = self.text.tokens.len() > phrase.tokens.end && self.text.word(phrase.tokens.end) == ",";
        let candidates = (0..number).rev().take(6).take_while(|&n| self.phrases[n].head + 12 > mark);
        let described = candidates.into_iter().filter(|&n| {
            let other = &self.phrases[n];
            other.form == Form::Nominal && other.kind == Kind::Person && other.tokens.end <= mark
        });
        let plain = |n: &usize| {
            let between = self.phrases[*n].tokens.end..mark;
            between.into_iter().all(|i| {
                !matches!(self.syntax.word(i).upos, Upos::Verb | Upos::Aux | Upos::Cconj) && self.text.word(i) != ","
            })
        };
        described.filter(plain).last().filter(|_| closed && phrase.kind == Kind::Person)
    }

    fn apposed(&self, number: usize) -> Option<usize> {
        let word = self.syntax.word(self.phrases[number].head);
        let other = word.head.filter(|_| word.relation == Relation::Appos)?;
        self.by_head[other].filter(|&other| other < number)
    }

    fn predicated(&self, number: usize) -> Option<usize> {
        let head = self.phrases[number].head;
        self.syntax.child(head, Relation::Cop).filter(|_| !self.negated(head))?;
        let subject = self.syntax.children_by(head, &[Relation::Nsubj, Relation::NsubjOuter]).next()?;
        self.by_head[subject].filter(|&other| other < number)
    }

    fn negated(&self, head: usize) -> bool {
        self.syntax.children_by(head, &[Relation::Advmod]).any(|i| self.syntax.lemma(i) == "not")
    }

    /// Whether two phrases side by side may name the same.
    fn may_be(&self, first: &Phrase, second: &Phrase) -> bool {
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

    /// By name.
    fn name(&self, number: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        if let Some(chain) = phrase.body.and_then(|body| self.chains.found(&Key::Body(body))) {
            return Some(chain);
        }
        match phrase.kind {
            Kind::Country => self.chains.found(&Key::Country(phrase.country?)),
            Kind::Person => self.person(phrase),
            Kind::Place => self.chains.found(&Key::Name(self.text.words(phrase.name.clone()).to_string())),
            Kind::Organization | Kind::Group => self.organ(number),
        }
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

    /// A body's name ("Defence Ministry"): the same name, of the same country where both have one.
    fn organ(&self, number: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        let name = self.text.words(phrase.name.clone());
        let found = self.chains.found(&Key::Name(name.to_string()));
        let found = found.or_else(|| self.chains.found(&Key::Acronym(name.to_string())));
        let same_name = found.filter(|&chain| self.same_country(chain, number) && self.near_or_told(chain, number));
        let described = || phrase.noun.filter(|_| phrase.name.len() == 1).and_then(|_| self.description(number));
        same_name.or_else(described)
    }

    /// Whether a body's name of no country may be that of an entity: many countries have a Foreign Ministry, so one
    /// named far above need not be meant.
    fn near_or_told(&self, chain: usize, number: usize) -> bool {
        let organ = self.phrases[number].noun.is_some() && self.chains.all[chain].body.is_none();
        let last = self.chains.all[chain].phrases.last().map_or(0, |&n| self.sentence(n));
        !organ || self.country(number).is_some() || last + 1 >= self.sentence(number)
    }

    /// Whether an entity may be of the country that phrase `number` is of; where the phrase has none, any will do.
    pub fn same_country(&self, chain: usize, number: usize) -> bool {
        match self.country(number) {
            Some(country) => self.chains.all[chain].country == Some(country),
            None => self.phrases[number].definite != Definite::Possessed,
        }
    }

    /// The country that a phrase is of: by its own words, or its possessor's ("its army").
    pub fn country(&self, number: usize) -> Option<Country> {
        let phrase = &self.phrases[number];
        phrase.country.or_else(|| {
            let owner = self.owner(number)?;
            let chain = self.chains.of_phrase.get(owner).copied().flatten();
            chain.and_then(|chain| self.chains.all[chain].country).or(self.phrases[owner].country)
        })
    }

    /// The phrase of the possessor of phrase `number` ("its army", "the rebels' leader").
    pub fn owner(&self, number: usize) -> Option<usize> {
        let phrase = &self.phrases[number];
        let within = |i: &usize| self.syntax.word(*i).xpos == Xpos::POS;
        let marked = (phrase.tokens.start..phrase.head).rev().find(within).and_then(|mark| self.by_end[mark]);
        let pronoun = || {
            let first = self.by_start[phrase.tokens.start].filter(|&n| n != number);
            let first = first.or(self.by_head[phrase.tokens.start]);
            first.filter(|&n| self.phrases[n].pronoun.is_some())
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
        let numbers = |parties: &sets::Parties| parties.phrases.iter().filter_map(|&n| placed[n]).collect();
        let together = self.parties.iter().map(numbers).collect();
        let doers = order.iter().map(|&number| {
            let described = matches!(self.phrases[number].form, Form::Nominal);
            self.doer_above(number).filter(|_| described).and_then(|n| placed[n])
        });
        let doers = doers.collect();
        Entities::new(mentions, entities, together, doers, self.syntax)
    }

    fn mention(&self, number: usize, entity: usize) -> Mention {
        let phrase = &self.phrases[number];
        let (tokens, name) = (phrase.tokens.clone(), phrase.name.clone());
        Mention {
            span: self.text.span(tokens.clone()),
            tokens,
            head: phrase.head,
            name,
            form: phrase.form,
            country: phrase.country,
            entity,
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
