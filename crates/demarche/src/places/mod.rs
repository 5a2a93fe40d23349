//! Place names to points on the map.
//!
//! In: [`Text`], [`Syntax`], [`Entities`], the [`Countries`]. Out: [`Places`]: every place name with country, point
//! and GeoNames id, chosen among the places of that name by what else the report mentions.
//!
//! 1. [`names`] finds the words that name places: names of countries, names in the gazetteer, with a look at the words
//!    beside them and at the name tags. Adjectives ("Turkish"), persons, streets and papers are none.
//! 2. [`choice`] picks one of the places of each name: contained in what is named next ("Portland, Maine"), in a country
//!    or state that the report names, close to its other places, or the best known.
//!
//! The gazetteer is a packed file of towns and states ([`packed`]) and our own tables of regions and counties
//! (`en/regions.tsv`, `en/counties.tsv`). A place's rule is `places#` and the word for what decided: `only`, `within`,
//! `near`, `known`.

mod choice;
mod fold;
mod gazetteer;
mod names;
mod packed;

pub use fold::fold;
pub use gazetteer::{Candidate, Gazetteer, Scale};
pub use packed::{MAGIC, NO_STATE, OTHER_NAME, RECORD, RUN, STATE_ITSELF, pack};

use crate::countries::{Countries, Country, Facts, How, Naming};
use crate::entities::Entities;
use crate::span::Span;
use crate::syntax::Syntax;
use crate::text::Text;
use choice::{Group, Scene};
use gazetteer::Cue;
use std::collections::HashMap;
use std::ops::Range;

/// The place names of a report, in text order.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// All of them.
    pub places: Vec<Place>,
}

/// A place name and the place it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Where it stands.
    pub span: Span,
    /// The place's usual name.
    pub name: String,
    /// The country it lies in.
    pub country: Option<Country>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// Its number in GeoNames.
    pub geonames: Option<u32>,
    /// What decided it.
    pub rule: String,
}

/// Resolves the place names of a report.
pub fn resolve(
    text: &Text,
    syntax: &Syntax,
    entities: &Entities,
    countries: &Countries,
    gazetteer: &Gazetteer,
) -> Places {
    let _ = entities;
    let namings = countries.namings(text);
    let names = names::find(text, syntax, &namings, gazetteer);
    let (mut groups, group_of) = group(text, &names, countries, gazetteer);
    let scene = scene(&namings, &groups);
    contain(text, &names, &group_of, &mut groups);
    let is_capital = |c: &Candidate| is_capital(c, countries);
    let chosen = choice::choose(&groups, &scene, &is_capital);
    let place = |(name, &g): (&names::Name, &usize)| {
        let (candidate, why) = chosen[g];
        let candidate = groups[g].candidates.get(candidate)?;
        Some(Place {
            span: text.span(name.tokens.clone()),
            name: candidate.name.map_or_else(|| text.words(name.tokens.clone()).to_string(), str::to_string),
            tokens: name.tokens.clone(),
            country: candidate.country,
            point: Some(candidate.point),
            geonames: candidate.geonames,
            rule: format!("places#{why}"),
        })
    };
    Places { places: names.iter().zip(&group_of).filter_map(place).collect() }
}

/// One group for each name of the report, and the group of each mention.
fn group(text: &Text, names: &[names::Name], countries: &Countries, gazetteer: &Gazetteer) -> (Vec<Group>, Vec<usize>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut group_of = Vec::with_capacity(names.len());
    for name in names {
        let words = text.words(name.tokens.clone());
        let number = *numbers.entry(words.to_string()).or_insert_with(|| {
            let mut candidates = countries_of(name.country.as_ref(), countries);
            candidates.extend(gazetteer.candidates_of(text, name.tokens.clone()));
            drop_doubles(&mut candidates);
            let contained = vec![0.0; candidates.len()];
            let is_doubtful = name.country.as_ref().is_some_and(|n| matches!(n.also, Some("state" | "place")));
            let is_country = name.country.as_ref().is_some_and(|n| n.how() == How::Name && n.also.is_none());
            groups.push(Group { candidates, contained, says_state: 0.0, is_doubtful, is_country });
            groups.len() - 1
        });
        if text.tokens.get(name.tokens.end).is_some() {
            let says_state = gazetteer.has_cue(text.word(name.tokens.end), Cue::State);
            groups[number].says_state += if says_state { 1.0 } else { 0.0 };
        }
        group_of.push(number);
    }
    (groups, group_of)
}

/// Drops the states of the packed gazetteer that our own table has too, and knows better.
fn drop_doubles(candidates: &mut Vec<Candidate>) {
    let own: Vec<u16> = candidates.iter().filter(|c| c.population == 0.0).filter_map(|c| c.state).collect();
    candidates.retain(|c| c.population == 0.0 || c.scale != Scale::State || c.state.is_none_or(|s| !own.contains(&s)));
}

/// The countries that a name names, as places: a capital's name its capital.
fn countries_of(naming: Option<&Naming>, countries: &Countries) -> Vec<Candidate> {
    let senses = naming.map_or(&[][..], |n| n.senses);
    let facts = senses.iter().filter_map(|s| countries.facts(s.country).map(|f| (s.how, f)));
    facts.filter_map(|(how, facts)| as_place(how, facts)).collect()
}

fn as_place(how: How, facts: &Facts) -> Option<Candidate> {
    let (name, scale, point, geonames) = match how {
        How::Name => (facts.name, Scale::Country, facts.point, facts.geonames),
        How::Capital => facts.capital.map(|capital| (capital.name, Scale::Town, capital.point, None))?,
        _ => return None,
    };
    Some(Candidate {
        name: Some(name),
        scale,
        country: Some(facts.code),
        state: None,
        point,
        population: 0.0,
        is_other_name: false,
        geonames,
    })
}

/// Whether a town is its country's capital: it lies where the capital lies.
fn is_capital(candidate: &Candidate, countries: &Countries) -> bool {
    let capital = candidate.country.and_then(|c| countries.facts(c)).and_then(|f| f.capital);
    let near = |point: (f64, f64)| (point.0 - candidate.point.0).abs() + (point.1 - candidate.point.1).abs() < 0.1;
    candidate.scale == Scale::Town && capital.is_some_and(|c| near(c.point))
}

/// The countries and states that the report names for sure.
fn scene(namings: &[Naming], groups: &[Group]) -> Scene {
    let mut scene = Scene::default();
    for naming in namings.iter().filter(|n| n.also.is_none() || n.how() != How::Name) {
        let weight = if naming.how() == How::Name { 1.0 } else { 0.6 };
        let country = naming.country();
        match scene.countries.iter_mut().find(|(c, _)| *c == country) {
            Some((_, count)) => *count += weight,
            None => scene.countries.push((country, weight)),
        }
    }
    for group in groups {
        let states = group.candidates.iter().filter(|c| c.scale == Scale::State && c.population == 0.0);
        for state in states {
            scene.states.extend(state.state);
            if let Some(country) = state.country.filter(|_| group.candidates.iter().all(|c| c.scale != Scale::Country))
            {
                match scene.countries.iter_mut().find(|(c, _)| *c == country) {
                    Some((_, count)) => *count += 1.0,
                    None => scene.countries.push((country, 1.0)),
                }
            }
        }
    }
    scene
}

/// Marks the candidates that lie in what is named right after them: "Portland, Maine".
fn contain(text: &Text, names: &[names::Name], group_of: &[usize], groups: &mut [Group]) {
    for (i, pair) in names.windows(2).enumerate() {
        let between = pair[0].tokens.end..pair[1].tokens.start;
        let comma = between.len() == 1 && text.word(between.start) == ",";
        let loose = between.len() <= 2 && !between.is_empty() && text.word(between.start) == "in";
        let (inner, outer) = (group_of[i], group_of[i + 1]);
        if inner != outer && between.len() <= 2 && between.clone().all(|t| [",", "and"].contains(&text.word(t))) {
            if is_state(&groups[outer]) {
                groups[inner].says_state = groups[inner].says_state.max(0.5);
            } else if is_state(&groups[inner]) {
                groups[outer].says_state = groups[outer].says_state.max(0.5);
            }
        }
        if inner == outer || !(comma || loose) || groups[inner].is_country {
            continue;
        }
        let mut pairs = Vec::new();
        for (a, small) in groups[inner].candidates.iter().enumerate() {
            for (b, large) in groups[outer].candidates.iter().enumerate() {
                if lies_in(small, large) {
                    pairs.push((a, b));
                }
            }
        }
        for (a, b) in pairs {
            groups[inner].contained[a] = 1.0;
            let sure = if comma { 0.4 } else { 0.1 };
            groups[outer].contained[b] = f64::max(groups[outer].contained[b], sure);
        }
    }
}

/// Whether a name is best known as a state's.
fn is_state(group: &Group) -> bool {
    group.candidates.first().is_some_and(|c| c.scale == Scale::State)
}

fn lies_in(small: &Candidate, large: &Candidate) -> bool {
    if small.country != large.country || small.country.is_none() || small.scale <= large.scale {
        return false;
    }
    match large.scale {
        Scale::Country => true,
        Scale::State => small.state.is_some() && small.state == large.state,
        Scale::County => {
            let (north, east) = (small.point.0 - large.point.0, small.point.1 - large.point.1);
            north.abs() + east.abs() < 1.0
        }
        _ => false,
    }
}
