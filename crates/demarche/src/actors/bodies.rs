//! Bodies that the tables know, by their names, by what they are called, by a word that means them among others named.

use super::By;
use super::resolving::{Key, Resolver, Who};
use super::tables::{Body, Short, is_state};
use crate::countries::Country;
use crate::entities::{Form, Mention};
use crate::syntax::Upos;

impl<'a> Resolver<'a> {
    /// The body of the tables that an entity's mentions name: where several share a name, the one that another mention
    /// names too, else one of a country that the report names.
    pub(super) fn told_body(&self, number: usize) -> Option<&'a Body> {
        let first = self.mentions(number).find_map(|m| self.body(m))?;
        let text = self.input().text;
        let shared = |m: &Mention| self.tables().bodies(text.words(m.name.clone())).count() > 1;
        let clear = self.mentions(number).filter(|m| !m.name.is_empty() && !shared(m)).find_map(|m| self.body(m));
        let mut alike = self.mentions(number).filter(|m| shared(m));
        let named = alike.next().and_then(|m| {
            let mut all = self.tables().bodies(text.words(m.name.clone()));
            all.find(|body| body.country.is_some_and(|c| is_state(c) && self.scene.names(c)))
        });
        clear.or(named).or(Some(first))
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

    pub(super) fn of_known(&self, body: &Body) -> Who {
        self.of_body_in(body, body.country.unwrap_or(Country::NONE), By::both("short"))
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

    /// The body that a word on its own means, where the report names those it goes with: "the Commission" beside the
    /// European Union.
    pub(super) fn short(&self, word: &str) -> Option<Who> {
        let tables = self.tables();
        let named = |context: &str| match Country::from_code(context) {
            Some(country) => self.scene.names(country),
            None => self.bodies.contains(context),
        };
        let all = tables.shorts(word).iter();
        let fits = |short: &&Short| named(&short.context);
        let short = all.clone().filter(|short| named(&short.meaning)).find(fits).or_else(|| all.clone().find(fits))?;
        if let Some(country) = Country::from_code(&short.meaning) {
            return Some(self.state(country, short.rule.clone(), By::both("short")));
        }
        tables.body(&short.meaning, self.input().published).map(|body| self.of_known(body))
    }

    /// The short name that an entity is always called by: "the Commission".
    pub(super) fn short_name(&self, number: usize) -> Option<Who> {
        let text = self.input().text;
        let mut words = None;
        for mention in self.mentions(number).filter(|m| !matches!(m.form, Form::Pronoun(_))) {
            let word = text.word(mention.head);
            let alone = (mention.tokens.start..mention.tokens.end)
                .all(|i| i == mention.head || self.input().syntax.word(i).upos == Upos::Det);
            let first =
                text.sentences.get(text.sentence_of(mention.head)).is_some_and(|s| s.tokens.start == mention.head);
            if !alone || first || !word.starts_with(char::is_uppercase) || words.is_some_and(|w| w != word) {
                return None;
            }
            words = Some(word);
        }
        self.short(words?)
    }
}
