//! Bodies that the tables know, by their names, by what they are called, by a word that means them among others named.

use super::By;
use super::resolving::{Key, Resolver, Who};
use super::tables::Body;
use crate::countries::Country;
use crate::entities::{Form, Mention};

impl<'a> Resolver<'a> {
    /// The body of the tables that an entity's mentions name; one that goes by no other body's name says it best.
    pub(super) fn told_body(&self, number: usize) -> Option<&'a Body> {
        let text = self.input().text;
        let shared = |m: &&Mention| self.tables().bodies(text.words(m.name.clone())).count() > 1;
        let clear = self.mentions(number).filter(|m| !shared(m)).find_map(|m| self.body(m));
        clear.or_else(|| self.mentions(number).find_map(|m| self.body(m)))
    }

    /// The body of the tables that a mention names.
    pub(super) fn body(&self, mention: &Mention) -> Option<&'a Body> {
        (!mention.name.is_empty()).then_some(())?;
        let text = self.input().text;
        let tables = self.tables();
        let day = self.input().published;
        let named = |tokens: &std::ops::Range<usize>| tables.body(text.words(tokens.clone()), day);
        let body = named(&mention.name).or_else(|| named(&mention.tokens));
        body.filter(|_| mention.form == Form::Name)
    }

    pub(super) fn of_body(&self, body: &Body, number: usize) -> Who {
        let known = body.country.map(|country| ("body", country));
        let (way, country) = known.or_else(|| self.country(number)).unwrap_or(("", Country::NONE));
        self.of_body_in(body, country, By { country: way, sector: "body" })
    }

    pub(super) fn of_body_in(&self, body: &Body, country: Country, by: By) -> Who {
        if body.state && body.country.is_some() {
            return self.state(country, body.rule.clone(), by);
        }
        let mut sectors = body.sectors.clone();
        if let (Some((sector, day)), Some(published)) = (&body.later, self.input().published)
            && *day <= published
        {
            sectors = vec![sector.clone()];
        }
        // A body of many countries is told apart by its country.
        let key = if body.country.is_some() { body.name.clone() } else { format!("{} {country}", body.name) };
        Who {
            country,
            sectors,
            office: None,
            wikidata: body.wikidata.clone(),
            rule: body.rule.clone(),
            by,
            name: Some(body.name.clone()),
            key: Key::Named(key),
        }
    }
}
