//! Descriptions that stand for several at once, one of each country: "American and British warplanes", "the foreign
//! ministers of Egypt, Jordan and Iraq", "border guards of the two countries", "both armies".

use super::By;
use super::resolving::{Key, Resolver, Who};
use super::tables::is_state;
use crate::countries::Country;
use crate::entities::{Form, Kind, Mention};

/// A part of an entity: the mention that stands for it alone, if one does, and who it is.
pub(super) type Share = (Option<usize>, Who);

impl Resolver<'_> {
    /// Who the parts of an entity are; empty where it is one.
    pub(super) fn shares(&self, entity: usize) -> Vec<Share> {
        if !self.tables().ways.is_on("share") {
            return Vec::new();
        }
        let kind = self.entity(entity).kind;
        if !matches!(kind, Kind::Person | Kind::Group | Kind::Organization) {
            return Vec::new();
        }
        let mut described = self.mentions(entity).filter(|m| m.form == Form::Nominal && self.is_plural(m));
        let Some(mention) = described.next() else { return Vec::new() };
        let Some(role) = self.reader.role(mention, kind).map(|found| found.role.clone()) else { return Vec::new() };
        let mut shares = self.adjectives(mention);
        if shares.is_empty() {
            shares = self.owners(mention).into_iter().map(|country| (None, country)).collect();
        }
        if shares.len() < 2 {
            return Vec::new();
        }
        let rule = format!("actors/en/roles#{}", role.phrase);
        let share = |(place, country): (Option<usize>, Country)| {
            let who = if role.state && role.sector == "GOV" {
                self.state(country, rule.clone(), By { country: "share", sector: "role" })
            } else {
                Who {
                    country,
                    sectors: vec![role.sector.clone()],
                    office: None,
                    wikidata: None,
                    rule: rule.clone(),
                    by: By { country: "share", sector: "role" },
                    name: None,
                    key: Key::Share(entity, country),
                }
            };
            (place, who)
        };
        shares.into_iter().map(share).collect()
    }

    /// The countries whose adjectives are joined before a noun, each with its mention: "American and British warplanes".
    fn adjectives(&self, mention: &Mention) -> Vec<(Option<usize>, Country)> {
        let entities = self.input().entities;
        let own = self.reader.adjectives(mention);
        let itself = entities.headed_by(mention.head);
        let joined = itself.map_or(&[][..], |m| entities.coordinated(m)).iter().copied().filter(|&m| Some(m) != itself);
        let joined: Vec<usize> = joined.collect();
        let named = |m: usize| entities.mentions[m].country.filter(|&c| is_state(c));
        let adjectival = joined.iter().all(|&m| {
            let other = &entities.mentions[m];
            other.tokens.len() == 1 && self.reader.is_adjective(other.head) && other.tokens.end <= mention.tokens.start
        });
        let mut found: Vec<(Option<usize>, Country)> = Vec::new();
        for m in joined.into_iter().filter(|_| adjectival) {
            found.extend(named(m).map(|country| (Some(m), country)));
        }
        for country in own {
            if found.iter().all(|(_, c)| *c != country) {
                found.push((None, country));
            }
        }
        found
    }

    /// The countries that a description belongs to: "of Egypt and Jordan", "their", "the two countries'".
    fn owners(&self, mention: &Mention) -> Vec<Country> {
        let entities = self.input().entities;
        for (owner, _) in self.reader.owners(mention) {
            let joined = entities.coordinated(owner);
            let entity = |m: usize| entities.mentions[m].entity;
            let members = self.entity(entity(owner)).members.clone();
            let found: Vec<Country> = if !members.is_empty() {
                self.countries_of(&members)
            } else if joined.first() == Some(&owner) || joined.last() == Some(&owner) {
                let joined: Vec<usize> = joined.iter().map(|&m| entity(m)).collect();
                self.countries_of(&joined)
            } else {
                Vec::new()
            };
            if found.len() > 1 {
                return found;
            }
        }
        Vec::new()
    }

    /// The countries of entities that are all states, their seats, or persons of one.
    fn countries_of(&self, entities: &[usize]) -> Vec<Country> {
        let mut found = Vec::new();
        for &number in entities {
            let country = match self.entity(number).kind {
                Kind::Country | Kind::Place => self.mentions(number).find_map(|m| m.country),
                Kind::Person => self.who(number).map(|who| who.country).filter(|&c| is_state(c)),
                _ => None,
            };
            let Some(country) = country else { return Vec::new() };
            if !found.contains(&country) {
                found.push(country);
            }
        }
        found
    }
}
