//! The country of the scene: whose "the government", "police" or "witnesses" are where no word says so.

use super::Input;
use super::evidence::Reader;
use super::tables::{Leader, Tables, Tie, is_state};
use crate::countries::Country;
use crate::entities::{Kind, Mention};
use crate::syntax::{Relation, Upos};
use std::collections::BTreeMap;
use std::ops::Range;

/// The countries of a report and where they stand.
pub(super) struct Scene {
    /// The country that the report is about.
    pub main: Option<Country>,
    /// The country that it is about where only its armed forces are not counted: whose people are hit, and not who hits.
    pub peaceful: Option<Country>,
    /// All countries named, those of known bodies and leaders among them.
    named: Vec<Country>,
    /// For each sentence, the country of the first place in which something happens.
    grounds: Vec<Option<Country>>,
    /// For each sentence, the country of the first place that is struck.
    aims: Vec<Option<Country>>,
}

impl Scene {
    /// The scene of a report.
    pub fn new(input: Input, tables: &Tables) -> Self {
        let reader = Reader { input, tables };
        let (mut all, mut peaceful) = (Counts::default(), Counts::default());
        for mention in input.entities.mentions.iter().filter(|m| !m.name.is_empty()) {
            let kind = input.entities.entities[mention.entity].kind;
            let told = mention.country.filter(|_| matches!(kind, Kind::Country | Kind::Place | Kind::Group));
            let known = if told.is_none() { known(input, tables, mention) } else { None };
            let armed = known.is_some_and(|known| known.armed) || reader.is_of_forces(mention);
            if let Some(country) = told.or(known.map(|known| known.country)) {
                let sentence = input.text.sentence_of(mention.head);
                all.count(country, sentence);
                if !armed {
                    peaceful.count(country, sentence);
                }
            }
        }
        let mut grounds: Vec<Option<Country>> = vec![None; input.text.sentences.len()];
        let mut aims = grounds.clone();
        for place in &input.places.places {
            let Some(country) = place.country else { continue };
            let sentence = input.text.sentence_of(place.tokens.start);
            let own = input.entities.headed_by(place.tokens.end.saturating_sub(1));
            if own.is_none_or(|m| input.entities.mentions[m].country.is_none()) {
                all.count(country, sentence);
                peaceful.count(country, sentence);
            }
            let Some(lead) = lead(input, &place.tokens) else { continue };
            if tables.is_in("locatives", &lead) && !tables.is_tie(&lead, Tie::Body) {
                grounds[sentence].get_or_insert(country);
            } else if tables.is_in("aims", &lead) {
                aims[sentence].get_or_insert(country);
            }
        }
        let (named, peaceful) = (all.ranked(), peaceful.ranked());
        Scene { main: named.first().copied(), peaceful: peaceful.first().copied(), named, grounds, aims }
    }

    /// Whether a country is named.
    pub fn names(&self, country: Country) -> bool {
        self.named.contains(&country)
    }

    /// The country of the place where a sentence is set, or else of the one that is struck in it: that of its police, its
    /// crowds, its courts.
    pub fn ground(&self, sentence: usize) -> Option<Country> {
        let of = |countries: &[Option<Country>]| countries.get(sentence).copied().flatten();
        of(&self.grounds).or_else(|| of(&self.aims))
    }
}

/// How often countries are named.
#[derive(Default)]
struct Counts(BTreeMap<Country, (usize, usize)>);

impl Counts {
    /// What a report is about stands in its headline and first sentences.
    fn count(&mut self, country: Country, sentence: usize) {
        let rank = self.0.len();
        self.0.entry(country).or_insert((0, rank)).0 += if sentence < 2 { 2 } else { 1 };
    }

    /// The countries, the most named first.
    fn ranked(self) -> Vec<Country> {
        let mut ranked: Vec<(Country, (usize, usize))> = self.0.into_iter().collect();
        ranked.sort_by_key(|&(_, (times, rank))| (std::cmp::Reverse(times), rank));
        ranked.into_iter().map(|(country, _)| country).collect()
    }
}

/// The word that leads in a place: "in Lima", "in the towns of Huaral and Chancay, near Lima", "on Lima"; none for one that acts.
fn lead(input: Input, place: &Range<usize>) -> Option<String> {
    let word = |i: usize| input.text.word(i).to_lowercase();
    let names = |&i: &usize| {
        let upos = input.syntax.word(i).upos;
        matches!(upos, Upos::Propn | Upos::Adj | Upos::Num | Upos::Det | Upos::Cconj)
            || matches!(word(i).as_str(), "," | "-" | "of")
            || upos == Upos::Noun && word(i + 1) == "of"
    };
    let relation = input.syntax.word(place.end.saturating_sub(1)).relation;
    if matches!(relation, Relation::Nsubj | Relation::NsubjPass) {
        return None;
    }
    (0..place.start).rev().find(|i| !names(i)).map(word)
}

/// The country of a body or leader, and whether it is armed.
#[derive(Clone, Copy)]
struct Known {
    country: Country,
    armed: bool,
}

/// The country of a body or leader whom the tables know by name.
fn known(input: Input, tables: &Tables, mention: &Mention) -> Option<Known> {
    let name = input.text.words(mention.name.clone());
    let public = |sectors: &[String]| sectors.iter().all(|s| !tables.is_in("private", s));
    let body = tables.body(name, input.published).filter(|body| public(&body.sectors));
    let is_sure = || mention.name.len() > 1 || !tables.is_common_surname(name);
    let holds = |leader: &&Leader| input.published.is_none_or(|day| leader.holds(day));
    let leader = || tables.leaders(name).find(holds).filter(|_| is_sure());
    let country = body.and_then(|body| body.country).or_else(|| leader().map(|leader| leader.country));
    let armed = body.is_some_and(|body| body.sectors.iter().any(|sector| tables.is_in("armed", sector)));
    country.filter(|&country| is_state(country)).map(|country| Known { country, armed })
}
