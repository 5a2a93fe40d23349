//! From entities to actors: each entity's evidence weighed, those that are one actor joined.

use super::evidence::Reader;
use super::scene::Scene;
use super::tables::Tables;
use super::{Actor, Actors, By, Input};
use crate::countries::{Countries, Country};
use crate::entities::{Entity, Form, Kind, Mention};
use crate::syntax::Xpos;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// What is found out of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Who {
    pub country: Country,
    pub sectors: Vec<String>,
    pub office: Option<String>,
    pub wikidata: Option<String>,
    pub rule: String,
    pub by: By,
    /// The name in the tables.
    pub name: Option<String>,
    pub key: Key,
}

/// What tells one actor from another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A state.
    State(Country),
    /// The armed forces of a state that only its name means.
    Forces(Country),
    /// The part of an entity that is of one country: "the foreign ministers of Egypt and Jordan".
    Share(usize, Country),
    /// A body or person of the tables.
    Named(String),
    /// An entity of the report.
    Entity(usize),
}

/// Where the resolving of an entity stands.
#[derive(Clone, Debug)]
enum Progress {
    Open,
    Running,
    Done(Option<Who>),
}

pub(super) struct Resolver<'a> {
    pub reader: Reader<'a>,
    pub countries: &'a Countries,
    pub scene: Scene,
    /// The names of the bodies of the tables that the report names.
    pub bodies: HashSet<&'a str>,
    progress: RefCell<Vec<Progress>>,
}

/// Resolves every entity, then numbers the actors by first mention.
pub(super) fn resolve<'a>(input: Input<'a>, countries: &'a Countries, tables: &'a Tables) -> Actors {
    let progress = RefCell::new(vec![Progress::Open; input.entities.entities.len()]);
    let reader = Reader { input, tables };
    let named = |m: &&'a Mention| (!m.name.is_empty()).then(|| input.text.words(m.name.clone()));
    let names = input.entities.mentions.iter().filter_map(|m| named(&m));
    let bodies = names.filter_map(|name| tables.body(name, None)).map(|body| body.name.as_str()).collect();
    let resolver = Resolver { reader, countries, scene: Scene::new(input, tables), bodies, progress };
    for entity in 0..input.entities.entities.len() {
        resolver.who(entity);
    }
    resolver.actors()
}

impl<'a> Resolver<'a> {
    pub(super) fn tables(&self) -> &'a Tables {
        self.reader.tables
    }

    pub(super) fn input(&self) -> Input<'a> {
        self.reader.input
    }

    pub(super) fn entity(&self, number: usize) -> &'a Entity {
        &self.input().entities.entities[number]
    }

    pub(super) fn mentions(&self, number: usize) -> impl Iterator<Item = &'a Mention> + use<'a> {
        let entities = self.input().entities;
        entities.entities[number].mentions.iter().map(move |&m| &entities.mentions[m])
    }

    /// Who an entity is; none where it is no actor, or where its owners lead back to it.
    pub(super) fn who(&self, number: usize) -> Option<Who> {
        let progress = std::mem::replace(&mut self.progress.borrow_mut()[number], Progress::Running);
        match progress {
            Progress::Running => return None,
            Progress::Open => {}
            Progress::Done(who) => {
                self.progress.borrow_mut()[number] = Progress::Done(who.clone());
                return who;
            }
        }
        let who = self.find(number);
        self.progress.borrow_mut()[number] = Progress::Done(who.clone());
        who
    }

    fn find(&self, number: usize) -> Option<Who> {
        let entity = self.entity(number);
        if !entity.members.is_empty() || self.mentions(number).all(|m| matches!(m.form, Form::Pronoun(_))) {
            return None;
        }
        if let Some(body) = self.told_body(number) {
            return Some(self.of_body(body, number));
        }
        if let Some(who) = self.short_name(number).filter(|_| entity.kind != Kind::Person) {
            return Some(who);
        }
        match entity.kind {
            Kind::Country => self
                .mentions(number)
                .find_map(|m| m.country)
                .map(|c| self.state(c, format!("countries#{c}"), By::both("state"))),
            Kind::Place => self.seat(number),
            Kind::Person => self.person(number),
            Kind::Organization | Kind::Group => Some(self.described(number)),
        }
    }

    pub(super) fn state(&self, country: Country, rule: String, by: By) -> Who {
        Who {
            country,
            sectors: vec!["GOV".to_string()],
            office: None,
            wikidata: self.countries.facts(country).map(|f| f.wikidata.to_string()),
            rule,
            by,
            name: Some(self.countries.name(country)),
            key: Key::State(country),
        }
    }

    /// A capital or seat: the government there, where it acts anywhere in the report.
    fn seat(&self, number: usize) -> Option<Who> {
        let acts = self.mentions(number).any(|m| !self.reader.is_place(m));
        let name = self.mentions(number).next().map(|m| self.input().text.words(m.name.clone()))?;
        if let Some(body) = self.tables().seated(name).filter(|_| !self.at_home(number)) {
            return acts.then(|| self.of_body(body, number));
        }
        let country = self.mentions(number).find_map(|m| m.country)?;
        acts.then(|| self.state(country, format!("countries#{country}"), By::both("capital")))
    }

    /// Whether the report is on the country of a seat itself.
    fn at_home(&self, number: usize) -> bool {
        let country = self.mentions(number).find_map(|m| m.country);
        let named = |m: &&Mention| m.country == country && self.entity(m.entity).kind == Kind::Country;
        country.is_some() && self.input().entities.mentions.iter().any(|m| named(&m))
    }

    pub(super) fn is_plural(&self, mention: &Mention) -> bool {
        matches!(self.input().syntax.word(mention.head).xpos, Xpos::NNS | Xpos::NNPS)
    }

    pub(super) fn owner_of(&self, mention: usize) -> Option<Who> {
        let entity = &self.input().entities.mentions[mention];
        let members = &self.entity(entity.entity).members;
        if members.is_empty() { self.who(entity.entity) } else { None }
    }

    /// Whoever sits in a city or country: "officials in Brussels", "the Foreign Ministry in Moscow".
    pub(super) fn seat_of(&self, mention: usize) -> Option<Who> {
        let found = &self.input().entities.mentions[mention];
        let name = self.input().text.words(found.name.clone());
        if let Some(body) = self.tables().seated(name).filter(|_| !self.at_home(found.entity)) {
            return Some(self.of_body(body, found.entity));
        }
        let place = self.input().places.places.iter().find(|p| p.tokens.contains(&found.head)).and_then(|p| p.country);
        let country = found.country.or(place)?;
        Some(self.state(country, format!("countries#{country}"), By::both("capital")))
    }

    /// The actors by first mention, and the actors of each mention.
    fn actors(self) -> Actors {
        let entities = self.input().entities;
        let mut numbers: HashMap<Key, usize> = HashMap::new();
        let mut actors: Vec<Actor> = Vec::new();
        let mut number_of = |resolver: &Self, who: &Who, entity: usize| {
            let actor = *numbers.entry(who.key.clone()).or_insert_with(|| {
                actors.push(resolver.actor(who, entity));
                actors.len() - 1
            });
            resolver.refine(&mut actors[actor], who, entity);
            actor
        };
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for (mention, who) in self.forces() {
            shared.insert(mention, number_of(&self, &who, entities.mentions[mention].entity));
        }
        let of_entity: Vec<Vec<usize>> = (0..entities.entities.len())
            .map(|entity| {
                let all = |m: &usize| shared.contains_key(m);
                if !self.is_member(entity) && self.entity(entity).mentions.iter().all(all) {
                    return Vec::new();
                }
                let shares = self.shares(entity);
                for (mention, who) in &shares {
                    let actor = number_of(&self, who, entity);
                    shared.extend(mention.map(|m| (m, actor)));
                }
                let own = if shares.is_empty() { self.who(entity).into_iter().collect() } else { Vec::new() };
                let all = own.iter().chain(shares.iter().map(|(_, who)| who));
                all.map(|who| number_of(&self, who, entity)).collect()
            })
            .collect();
        let of_mention = (0..entities.mentions.len())
            .map(|m| match shared.get(&m) {
                Some(&actor) => vec![actor],
                None => self.of_mention(&entities.mentions[m], &of_entity),
            })
            .collect();
        Actors { actors, of_mention }
    }

    /// The mentions of states that stand for their armed forces, with these.
    fn forces(&self) -> Vec<(usize, Who)> {
        let mentions = self.input().entities.mentions.iter().enumerate();
        let meant = mentions.filter(|(_, m)| self.tables().ways.is_on("force") && self.reader.is_of_force(m));
        let forces = |who: Who| match who.key {
            Key::State(country) if who.by.country == "state" => Some(Who {
                sectors: vec!["MIL".to_string()],
                wikidata: None,
                by: By { sector: "force", ..who.by },
                key: Key::Forces(country),
                ..who
            }),
            _ => None,
        };
        meant.filter_map(|(number, m)| Some((number, forces(self.who(m.entity)?)?))).collect()
    }

    /// Whether an entity is one of a set.
    fn is_member(&self, number: usize) -> bool {
        self.input().entities.entities.iter().any(|set| set.members.contains(&number))
    }

    fn of_mention(&self, mention: &Mention, of_entity: &[Vec<usize>]) -> Vec<usize> {
        let entity = self.entity(mention.entity);
        if entity.kind == Kind::Place && self.reader.is_place(mention) {
            return Vec::new();
        }
        let mut found = Vec::new();
        let own = std::slice::from_ref(&mention.entity);
        let whole = entity.members.is_empty() || !of_entity[mention.entity].is_empty();
        for &member in if whole { own } else { &entity.members } {
            for &actor in &of_entity[member] {
                if !found.contains(&actor) {
                    found.push(actor);
                }
            }
        }
        found
    }

    fn actor(&self, who: &Who, number: usize) -> Actor {
        let entity = self.entity(number);
        let kind = match who.key {
            Key::State(_) => Kind::Country,
            Key::Forces(_) => Kind::Organization,
            _ => entity.kind,
        };
        let full = entity.kind == Kind::Person && entity.name.contains(' ') && self.is_named(number);
        let name = who.name.clone().filter(|_| !full).unwrap_or_else(|| entity.name.clone());
        Actor {
            name,
            kind,
            country: who.country,
            sectors: who.sectors.clone(),
            office: who.office.clone(),
            wikidata: who.wikidata.clone(),
            rule: who.rule.clone(),
            by: who.by,
        }
    }

    fn is_named(&self, number: usize) -> bool {
        self.mentions(number).any(|m| m.form == Form::Name)
    }

    /// A later entity of the same actor may know its office or its fuller name.
    fn refine(&self, actor: &mut Actor, who: &Who, number: usize) {
        let entity = self.entity(number);
        if actor.kind == Kind::Person && self.is_named(number) && entity.name.len() > actor.name.len() {
            actor.name = entity.name.clone();
        }
        if actor.office.is_none() {
            actor.office = who.office.clone();
        }
    }
}
