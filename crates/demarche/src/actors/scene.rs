//! The country of the scene: whose "the government", "police" or "witnesses" are where no word says so.

use super::Input;
use super::tables::{Tables, Tie, is_state};
use crate::countries::Country;
use crate::entities::{Kind, Mention};
use std::collections::BTreeMap;

/// The countries of a report and where they stand.
pub(super) struct Scene {
    /// The country that the report is about.
    pub main: Option<Country>,
    /// All countries named, those of known bodies and leaders among them.
    named: Vec<Country>,
    /// For each sentence, the country of the first place in which something happens.
    grounds: Vec<Option<Country>>,
}

impl Scene {
    /// The scene of a report.
    pub fn new(input: Input, tables: &Tables) -> Self {
        let mut counts: BTreeMap<Country, (usize, usize)> = BTreeMap::new();
        // What a report is about stands in its headline and first sentences.
        let mut count = |country: Country, sentence: usize| {
            let rank = counts.len();
            counts.entry(country).or_insert((0, rank)).0 += if sentence < 2 { 2 } else { 1 };
        };
        for mention in input.entities.mentions.iter().filter(|m| !m.name.is_empty()) {
            let kind = input.entities.entities[mention.entity].kind;
            let told = mention.country.filter(|_| matches!(kind, Kind::Country | Kind::Place | Kind::Group));
            if let Some(country) = told.or_else(|| known(input, tables, mention)) {
                count(country, input.text.sentence_of(mention.head));
            }
        }
        let mut grounds = vec![None; input.text.sentences.len()];
        for place in &input.places.places {
            let Some(country) = place.country else { continue };
            let sentence = input.text.sentence_of(place.tokens.start);
            let own = input.entities.headed_by(place.tokens.end.saturating_sub(1));
            if own.is_none_or(|m| input.entities.mentions[m].country.is_none()) {
                count(country, sentence);
            }
            if let Some(ground) = grounds.get_mut(sentence).filter(|_| is_ground(input, tables, place.tokens.start)) {
                *ground = ground.or(Some(country));
            }
        }
        let mut ranked: Vec<(Country, (usize, usize))> = counts.into_iter().collect();
        ranked.sort_by_key(|&(_, (times, rank))| (std::cmp::Reverse(times), rank));
        Scene { main: ranked.first().map(|r| r.0), named: ranked.iter().map(|r| r.0).collect(), grounds }
    }

    /// Whether a country is named.
    pub fn names(&self, country: Country) -> bool {
        self.named.contains(&country)
    }

    /// The country of the place where a sentence is set: that of its police, its crowds, its courts.
    pub fn ground(&self, sentence: usize) -> Option<Country> {
        self.grounds.get(sentence).copied().flatten()
    }
}

/// Whether a place at token `at` is led in as the place where something happens: "in Lima", "outside the ministry in
/// Lima".
fn is_ground(input: Input, tables: &Tables, at: usize) -> bool {
    let before = at.checked_sub(1).map(|i| input.text.word(i).to_lowercase());
    before.is_some_and(|word| tables.is_in("locatives", &word) && !tables.is_tie(&word, Tie::Body))
}

/// The country of a body or leader whom the tables know by name.
fn known(input: Input, tables: &Tables, mention: &Mention) -> Option<Country> {
    let name = input.text.words(mention.name.clone());
    let public = |sectors: &[String]| sectors.iter().all(|s| !tables.is_in("private", s));
    let body = tables.body(name, input.published).filter(|body| public(&body.sectors));
    let leader = || tables.leaders(name).find(|leader| input.published.is_none_or(|day| leader.holds(day)));
    let country = body.and_then(|body| body.country).or_else(|| leader().map(|leader| leader.country));
    country.filter(|&country| is_state(country))
}
