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
        body.filter(|body| mention.form == Form::Name && !self.is_elsewhere(body))
    }

    /// Whether a party or parliament of the tables is another country's: many have a Congress or a Democratic Alliance,
    /// and the report names others.
    pub(super) fn is_elsewhere(&self, body: &Body) -> bool {
        let domestic = body.sectors.iter().all(|sector| self.tables().is_in("domestic", sector));
        domestic && body.name.contains(' ') && body.country.is_some_and(|c| self.scene.is_about_others(c))
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

    /// A body that is called by one of these nouns, the nearest before a mention: the police of an officer; else one of
    /// the tables that the report names: the commission of a commissioner.
    pub(super) fn body_called(&self, nouns: &str, mention: &Mention) -> Option<Who> {
        let near = nouns.split('|').count() > 1;
        if near {
            let entities = self.input().entities;
            let called = |m: &&Mention| {
                let lemma = self.input().syntax.lemma(m.head).to_lowercase();
                m.head < mention.head && m.entity != mention.entity && nouns.split('|').any(|noun| noun == lemma)
            };
            let found = entities.mentions.iter().rev().find(called)?;
            return self.who(found.entity);
        }
        nouns.split('|').find_map(|noun| self.named_so(noun))
    }

    fn named_so(&self, noun: &str) -> Option<Who> {
        let entities = self.input().entities;
        let is_called = |m: &&Mention| {
            let last = self.input().text.words(m.name.clone()).rsplit(' ').next().unwrap_or_default();
            m.form == Form::Name && last.eq_ignore_ascii_case(noun)
        };
        if let Some(mention) = entities.mentions.iter().find(is_called) {
            return self.body(mention).map(|body| self.of_body(body, mention.entity));
        }
        let described =
            |m: &&Mention| m.form == Form::Nominal && self.input().text.word(m.head).eq_ignore_ascii_case(noun);
        let mention = entities.mentions.iter().find(described)?;
        self.who(mention.entity)
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
