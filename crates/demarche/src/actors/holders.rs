//! Persons: the leaders of the tables, by name or by the office that they hold on the day.

use super::By;
use super::resolving::{Key, Resolver, Who};
use super::tables::{Leader, is_state};
use crate::countries::Country;
use crate::entities::{Form, Mention};

impl<'a> Resolver<'a> {
    pub(super) fn person(&self, number: usize) -> Option<Who> {
        let described = self.described_by_role(number);
        let leader = self.leader(number);
        match (described, leader) {
            // A leader's sister may be one herself.
            (Some(who), Some(leader)) if who.office.is_none() && self.tables().is_in("locals", &who.sectors[0]) => {
                Some(self.of_leader(leader))
            }
            (Some(mut who), Some(leader)) => {
                let holds = self.input().published.is_none_or(|day| leader.holds(day));
                if holds || who.country == Country::NONE || is_state(who.country) {
                    who.country = leader.country;
                    who.by.country = "leader";
                }
                if !is_state(leader.country) {
                    who.sectors = vec![leader.sector.clone()];
                    who.by.sector = "leader";
                }
                who.name = Some(leader.name.clone());
                who.wikidata = leader.wikidata.clone();
                who.key = Key::Named(leader.name.clone());
                Some(who)
            }
            (Some(who), None) => Some(who),
            (None, Some(leader)) => Some(self.of_leader(leader)),
            (None, None) => Some(self.described(number)),
        }
    }

    /// The leader of the tables that a person's name means. A country that the person's own words give must be the
    /// leader's.
    fn leader(&self, number: usize) -> Option<&'a Leader> {
        if !self.tables().ways.is_on("leader") {
            return None;
        }
        let names = self.mentions(number).filter(|m| m.form == Form::Name && !m.name.is_empty());
        let names: Vec<&Mention> = names.collect();
        let full = names.iter().map(|m| m.name.len()).max()?;
        names.into_iter().filter(|m| m.name.len() == full).find_map(|m| self.named_leader(m, self.own_country(number)))
    }

    /// The spell in office that a name means: the one of the day, else the latest. A surname alone is enough only
    /// for who is in office, if few in the tables bear it, or whose country is the scene's.
    fn named_leader(&self, mention: &Mention, country: Option<Country>) -> Option<&'a Leader> {
        let day = self.input().published;
        let name = self.input().text.words(mention.name.clone());
        let is_common = || self.tables().is_common_surname(name);
        let holds = |leader: &Leader| day.is_none_or(|day| leader.holds(day));
        let sure = |leader: &&Leader| {
            let told = holds(leader) && !is_common() || self.scene.names(leader.country);
            country.is_none_or(|c| c == leader.country) && (mention.name.len() > 1 || told)
        };
        let spells = self.tables().leaders(name).filter(sure);
        spells.max_by_key(|leader| (holds(leader), leader.from))
    }

    fn of_leader(&self, leader: &Leader) -> Who {
        let day = self.input().published;
        let past = day.is_some_and(|day| leader.to.is_some_and(|to| to < day));
        let sector = if past { "ELI".to_string() } else { leader.sector.clone() };
        Who {
            country: leader.country,
            sectors: vec![sector],
            office: Some(leader.office.clone()).filter(|office| !past && !office.is_empty()),
            wikidata: leader.wikidata.clone(),
            rule: leader.rule.clone(),
            by: By::both("leader"),
            name: Some(leader.name.clone()),
            key: Key::Named(leader.name.clone()),
        }
    }
}
