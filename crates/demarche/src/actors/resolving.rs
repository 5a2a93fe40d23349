//! From entities to actors: each entity's evidence weighed, those that are one actor joined.

use super::evidence::{Described, Reader, Tie};
use super::scene::Scene;
use super::tables::Tables;
use super::{Actor, Actors, Input};
use crate::countries::{Countries, Country, How};
use crate::entities::{Entity, Form, Kind, Mention};
use crate::syntax::{Relation, Xpos};
use std::collections::{HashMap, HashSet};

/// What is found out of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Who {
    pub country: Country,
    pub sectors: Vec<String>,
    pub office: Option<String>,
    pub wikidata: Option<String>,
    pub rule: String,
    /// The name in the tables.
    pub name: Option<String>,
    pub key: Key,
}

/// What tells one actor from another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A state.
    State(Country),
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
    countries: &'a Countries,
    pub scene: Scene,
    /// The names of the bodies of the tables that the report names.
    pub bodies: HashSet<&'a str>,
    progress: Vec<Progress>,
}

/// Resolves every entity, then numbers the actors by first mention.
pub(super) fn resolve<'a>(input: Input<'a>, countries: &'a Countries, tables: &'a Tables) -> Actors {
    let progress = vec![Progress::Open; input.entities.entities.len()];
    let reader = Reader { input, tables };
    let named = |m: &&'a Mention| (!m.name.is_empty()).then(|| input.text.words(m.name.clone()));
    let names = input.entities.mentions.iter().filter_map(|m| named(&m));
    let bodies = names.filter_map(|name| tables.body(name, None)).map(|body| body.name.as_str()).collect();
    let mut resolver = Resolver { reader, countries, scene: Scene::new(input, tables), bodies, progress };
    for entity in 0..input.entities.entities.len() {
        resolver.who(entity);
    }
    resolver.actors()
}

impl<'a> Resolver<'a> {
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
    pub(super) fn who(&mut self, number: usize) -> Option<Who> {
        match &self.progress[number] {
            Progress::Done(who) => return who.clone(),
            Progress::Running => return None,
            Progress::Open => self.progress[number] = Progress::Running,
        }
        let who = self.find(number);
        self.progress[number] = Progress::Done(who.clone());
        who
    }

    fn find(&mut self, number: usize) -> Option<Who> {
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
            Kind::Country => {
                self.mentions(number).find_map(|m| m.country).map(|c| self.state(c, format!("countries#{c}")))
            }
            Kind::Place => self.seat(number),
            Kind::Person => self.person(number),
            Kind::Organization | Kind::Group => self.metonym(number).or_else(|| self.described(number)),
        }
    }

    pub(super) fn state(&self, country: Country, rule: String) -> Who {
        Who {
            country,
            sectors: vec!["GOV".to_string()],
            office: None,
            wikidata: self.countries.facts(country).map(|f| f.wikidata.to_string()),
            rule,
            name: Some(self.countries.name(country)),
            key: Key::State(country),
        }
    }

    /// A capital or seat: the government there, where it acts anywhere in the report.
    fn seat(&mut self, number: usize) -> Option<Who> {
        let acts = self.mentions(number).any(|m| !self.reader.is_place(m));
        let name = self.mentions(number).next().map(|m| self.input().text.words(m.name.clone()))?;
        if let Some(body) = self.reader.tables.seated(name).filter(|_| !self.at_home(number)) {
            return acts.then(|| self.of_body(body, number));
        }
        let country = self.mentions(number).find_map(|m| m.country)?;
        acts.then(|| self.state(country, format!("countries#{country}")))
    }

    /// Whether the report is on the country of a seat itself.
    fn at_home(&self, number: usize) -> bool {
        let country = self.mentions(number).find_map(|m| m.country);
        let named = |m: &&Mention| m.country == country && self.entity(m.entity).kind == Kind::Country;
        country.is_some() && self.input().entities.mentions.iter().any(|m| named(&m))
    }

    /// A building or street that stands for those in it.
    fn metonym(&mut self, number: usize) -> Option<Who> {
        let text = self.input().text;
        let named = |m: &Mention| {
            let senses = self.countries.senses(text.words(m.name.clone()));
            senses.iter().find_map(|s| match s.how {
                How::Metonym { sector, .. } => Some((s.country, sector)),
                _ => None,
            })
        };
        let (country, sector) = self.mentions(number).find_map(named)?;
        let rule = format!("countries#{country}");
        if sector == "GOV" {
            return Some(self.state(country, rule));
        }
        Some(Who {
            sectors: vec![sector.to_string()],
            key: Key::Entity(number),
            name: None,
            wikidata: None,
            ..self.state(country, rule)
        })
    }

    /// By the words of its description, or as somebody unknown.
    pub(super) fn described(&mut self, number: usize) -> Option<Who> {
        self.described_by_role(number).or_else(|| {
            let country = self.own_country(number).unwrap_or(Country::NONE);
            let people = self.entity(number).kind == Kind::Group && self.is_people(number);
            Some(Who {
                country,
                sectors: vec![if people { "CVL" } else { "UNK" }.to_string()],
                office: None,
                wikidata: None,
                rule: "unknown".to_string(),
                name: None,
                key: Key::Entity(number),
            })
        })
    }

    /// Whether a group is named by its country's people ("the Danes").
    fn is_people(&self, number: usize) -> bool {
        let text = self.input().text;
        let named = |m: &Mention| !self.countries.senses(text.words(m.name.clone())).is_empty();
        self.mentions(number).any(named)
    }

    pub(super) fn described_by_role(&mut self, number: usize) -> Option<Who> {
        let kind = self.entity(number).kind;
        let mentions: Vec<&Mention> = self.mentions(number).filter(|m| !matches!(m.form, Form::Pronoun(_))).collect();
        let (mention, described) = mentions.iter().find_map(|m| Some((*m, self.reader.role(m, kind)?)))?;
        let later: Vec<&Mention> = mentions.iter().copied().filter(|m| m.head > mention.head).take(2).collect();
        let role = described.role;
        let rule = format!("actors/en/roles#{}", role.phrase);
        let modifier = self.reader.modifier(mention, &described).map(|(sector, _)| sector.to_string());
        // "separatist authorities", "rebel alliance": those of nobody's state.
        let outside = modifier.clone().filter(|sector| self.reader.tables.is_outsider(sector));
        let outside = outside.filter(|_| self.reader.tables.is_of_state(&role.sector));
        let owner =
            self.owner(mention, &described).or_else(|| later.iter().find_map(|m| self.apposed_owner(mention, m)));
        let owner = owner.or_else(|| self.body_called(role.body.as_deref()?, mention));
        let owner = owner.or_else(|| self.short(&role.phrase).filter(|_| role.owner || role.office));
        let typical = role.typical.iter().copied().find(|&c| self.scene.names(c));
        let not = self.counterpart(number);
        let sentence = self.input().text.sentence_of(mention.head);
        let local = self.reader.tables.is_local(&role.sector) || self.reader.is_of_a_part(mention);
        let ground = self.scene.ground(sentence).filter(|_| local);
        let regional = self.reader.is_regional(mention, &described);
        let spoke = self.reader.spoke_in(mention).filter(|&c| self.scene.is_about(c) && !role.unstated);
        let country = self
            .own_country(number)
            .or_else(|| owner.as_ref().map(|who| who.country).filter(|&c| role.owner || c != Country::NONE))
            .or(typical)
            .or_else(|| ground.filter(|_| !regional && !role.unstated))
            .or_else(|| {
                let placed = spoke.is_none() && !regional && !(role.unstated && modifier.is_none());
                let accused = self.accused(mention).filter(|_| placed && role.office);
                let doer = if placed { self.doer(mention, &role.sector) } else { None };
                let found = || self.scene.country(sentence, mention.head, role.office);
                let found = accused.or(doer).or_else(|| if placed { found() } else { None });
                if found.is_some() && found == not { found.and_then(|c| self.scene.other(c)) } else { found }
            });
        let mut country = country.or(spoke).unwrap_or(Country::NONE);
        let adjectival = self.reader.adjectives(mention);
        if role.other && mention.form == Form::Nominal && adjectival.is_empty() {
            let single = !mention.tokens.is_empty() && !self.is_plural(mention);
            country = self.scene.other(country).filter(|_| single).unwrap_or(Country::NONE);
        }
        let mut sector = role.sector.clone();
        if role.owner {
            let own = self.own_country(number);
            let fits = |who: &Who| own.is_none_or(|c| c == who.country || !is_state(who.country));
            match (owner.filter(|who| who.sectors[0] != "UNK" && fits(who)), modifier) {
                (Some(who), modifier) => {
                    // A state's forces are not its government.
                    let is_state = who.sectors[0] == "GOV" && !self.reader.tables.is_of_state(&sector);
                    let narrow = modifier.filter(|modifier| !self.reader.tables.is_of_state(modifier));
                    sector = if is_state { narrow.unwrap_or(sector) } else { who.sectors[0].clone() };
                    country = if who.country == Country::NONE { country } else { who.country };
                }
                (None, Some(modifier)) => sector = modifier,
                (None, None) => {}
            }
        }
        if let Some(outside) = outside.clone() {
            sector = outside;
        } else if country == Country::INTERGOVERNMENTAL || country == Country::NONGOVERNMENTAL {
            sector = country.to_string();
        }
        if matches!(sector.as_str(), "IGO" | "NGO") && !is_state(country) && country == Country::NONE {
            country = Country::from_code(&sector).unwrap_or(country);
        }
        if sector == "IGO" && is_state(country) {
            country = Country::INTERGOVERNMENTAL;
        }
        if self.reader.is_former(mention) && role.office && sector == "GOV" {
            sector = "ELI".to_string();
        }
        if role.state && sector == "GOV" && is_state(country) {
            return Some(self.state(country, rule));
        }
        let office = role.office.then(|| self.reader.office(mention, &described));
        // A body named alike in the same country is the same, wherever the report names it.
        let organ = kind == Kind::Organization && !mention.name.is_empty() && country != Country::NONE;
        let name = self.input().text.words(mention.name.clone()).to_lowercase();
        let key = if organ { Key::Named(format!("{country} {name}")) } else { Key::Entity(number) };
        Some(Who { country, sectors: vec![sector], office, wikidata: None, rule, name: None, key })
    }

    pub(super) fn is_plural(&self, mention: &Mention) -> bool {
        matches!(self.input().syntax.word(mention.head).xpos, Xpos::NNS | Xpos::NNPS)
    }

    /// The country that an entity's own words or its owners give, then the scene's.
    pub(super) fn country(&mut self, number: usize) -> Option<Country> {
        let mention = self.mentions(number).next()?;
        let owner = self.reader.owners(mention).into_iter().find_map(|(m, _)| self.owner_of(m));
        let own = self.own_country(number).or_else(|| owner.map(|who| who.country));
        own.or_else(|| self.scene.country(self.input().text.sentence_of(mention.head), mention.head, false))
    }

    pub(super) fn own_country(&self, number: usize) -> Option<Country> {
        self.mentions(number).find_map(|m| m.country)
    }

    /// Those whom a described entity speaks or acts for.
    fn owner(&mut self, mention: &Mention, described: &Described) -> Option<Who> {
        for (owner, tie) in self.reader.owners(mention) {
            let diplomat = described.role.unstated && described.role.office;
            if tie == Tie::Seat && diplomat {
                continue;
            }
            let who = if tie == Tie::Seat { self.seat_of(owner) } else { self.owner_of(owner) };
            if who.is_some() {
                return who;
            }
        }
        None
    }

    /// The owner that a description set beside another gives: "the commission, the bloc's executive".
    fn apposed_owner(&mut self, first: &Mention, second: &Mention) -> Option<Who> {
        let comma = first.tokens.end + 1 == second.tokens.start && second.form == Form::Nominal;
        let owners = if comma { self.reader.owners(second) } else { Vec::new() };
        owners.into_iter().filter(|(_, tie)| *tie == Tie::Body).find_map(|(m, _)| self.owner_of(m))
    }

    /// The country of whoever does what is done with a mention that is of these sectors: "Kabul sent troops".
    fn doer(&mut self, mention: &Mention, sector: &str) -> Option<Country> {
        let entities = self.input().entities;
        let number = entities.headed_by(mention.head).filter(|_| self.reader.tables.is_owned(sector))?;
        let doer = entities.doer(number)?;
        let country = entities.mentions[doer].country.or_else(|| self.owner_of(doer).map(|who| who.country));
        country.filter(|&country| is_state(country))
    }

    /// The country named between the one that acts and the object of its verb: "Peru recalled its envoy from Mexico and
    /// accused President Mora".
    fn accused(&self, mention: &Mention) -> Option<Country> {
        let input = self.input();
        let object = matches!(input.syntax.word(mention.head).relation, Relation::Obj | Relation::Iobj);
        let sentence = input.text.sentence_of(mention.head);
        let (from, acting) = self.scene.acting(sentence).filter(|(token, _)| object && *token < mention.head)?;
        let between =
            |m: &&Mention| (from..mention.tokens.start).contains(&m.head) && m.tokens.end <= mention.tokens.start;
        let named = |m: &Mention| m.country.filter(|&c| c != acting && is_state(c) && !m.name.is_empty());
        input.entities.mentions.iter().filter(between).filter_map(named).next_back()
    }

    /// The country of the counterpart that a person is said to have: "and her Chilean counterpart".
    fn counterpart(&self, number: usize) -> Option<Country> {
        let input = self.input();
        let owned = |m: &Mention| {
            let head = input.syntax.word(m.head).head?;
            let other = &input.entities.mentions[input.entities.headed_by(head)?];
            let role = self.reader.role(other, self.entity(other.entity).kind).filter(|found| found.role.other)?;
            self.reader.adjectives(other).first().copied().filter(|_| !role.tokens.is_empty())
        };
        self.mentions(number).filter(|m| matches!(m.form, Form::Pronoun(_))).find_map(owned)
    }

    fn owner_of(&mut self, mention: usize) -> Option<Who> {
        let entity = &self.input().entities.mentions[mention];
        let members = &self.entity(entity.entity).members;
        if members.is_empty() { self.who(entity.entity) } else { None }
    }

    /// Whoever sits in a city or country: "officials in Brussels", "the Foreign Ministry in Moscow".
    fn seat_of(&mut self, mention: usize) -> Option<Who> {
        let found = &self.input().entities.mentions[mention];
        let name = self.input().text.words(found.name.clone());
        if let Some(body) = self.reader.tables.seated(name).filter(|_| !self.at_home(found.entity)) {
            return Some(self.of_body(body, found.entity));
        }
        let place = self.input().places.places.iter().find(|p| p.tokens.contains(&found.head)).and_then(|p| p.country);
        let country = found.country.or(place)?;
        Some(self.state(country, format!("countries#{country}")))
    }

    /// The actors by first mention, and the actors of each mention.
    fn actors(mut self) -> Actors {
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
        let of_entity: Vec<Vec<usize>> = (0..entities.entities.len())
            .map(|entity| {
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
        let kind = if matches!(who.key, Key::State(_)) { Kind::Country } else { entity.kind };
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

/// Whether the code is that of a country.
pub(super) fn is_state(country: Country) -> bool {
    let none = [Country::NONE, Country::INTERGOVERNMENTAL, Country::NONGOVERNMENTAL, Country::MULTINATIONAL];
    !none.contains(&country)
}
