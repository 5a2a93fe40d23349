//! Persons: the leaders of the tables, by name.

use super::By;
use super::resolving::{Key, Resolver, Who};
use super::tables::{Leader, is_state};
use crate::countries::Country;
use crate::entities::{Form, Mention};

impl<'a> Resolver<'a> {
    /// A person: by a name of the tables, by the words of a description, or by both.
    pub(super) fn person(&self, number: usize) -> Who {
        let described = self.described_by_role(number);
        let Some(leader) = self.leader(number) else { return described.unwrap_or_else(|| self.described(number)) };
        // A leader's sister may be one herself.
        let kin = |who: &Who| who.office.is_none() && self.tables().is_in("locals", &who.sectors[0]);
        let Some(mut who) = described.filter(|who| !kin(who)) else { return self.of_leader(leader) };
        (who.country, who.by.country) = (leader.country, "leader");
        if !is_state(leader.country) {
            (who.sectors, who.by.sector) = (vec![leader.sector.clone()], "leader");
        }
        who.name = Some(leader.name.clone());
        who.wikidata = leader.wikidata.clone();
        who.key = Key::Named(leader.name.clone());
        who
    }

    /// The leader of the tables that a person's name means. A country that the person's own words give must be the
    /// leader's.
    fn leader(&self, number: usize) -> Option<&'a Leader> {
        if !self.tables().ways.is_on("leader") {
            return None;
        }
        let names = self.mentions(number).filter(|m| m.form == Form::Name && !m.name.is_empty());
        let full = names.clone().map(|m| m.name.len()).max()?;
        names.filter(|m| m.name.len() == full).find_map(|m| self.named_leader(m, self.own_country(number)))
    }

    /// The spell in office that a name means: the one of the day, else the latest. A surname alone is enough only
    /// where the report names the country.
    fn named_leader(&self, mention: &Mention, country: Option<Country>) -> Option<&'a Leader> {
        let holds = |leader: &Leader| self.input().published.is_none_or(|day| leader.holds(day));
        let sure = |leader: &&Leader| {
            let told = mention.name.len() > 1 || self.scene.names(leader.country);
            told && country.is_none_or(|c| c == leader.country)
        };
        let name = self.input().text.words(mention.name.clone());
        self.tables().leaders(name).filter(sure).max_by_key(|leader| (holds(leader), leader.from))
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
