//! Which instrument a mention means: by its own words, by what was named before, else a new one, made of parties,
//! subject and year ("AFG-IRN water treaty 1973").

use super::Input;
use super::names::{self, Name};
use super::parties;
use super::register::{Instrument, Register};
use super::relations::Found;
use crate::actors::Actor;
use crate::syntax::Relation;
use std::collections::{BTreeMap, BTreeSet};

/// What a mention means.
#[derive(Clone, Debug, Default)]
pub(super) struct Identity {
    pub id: Option<String>,
    pub about: Instrument,
}

/// The instruments named so far in a report.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The last one, and the last one of each head noun.
    last: Option<String>,
    by_noun: BTreeMap<String, String>,
    /// What was told of new ones.
    told: BTreeMap<String, Instrument>,
}

/// The modifiers whose actors are parties: "a pact with Peru", "a treaty between Peru and Chile".
const AMONG: &[&str] = &["with", "between", "among"];

/// What a mention means; `first` is the first relation in which it stands.
pub(super) fn of(input: Input, name: &Name, first: Option<&Found>, register: &Register, known: &mut Known) -> Identity {
    let noun = names::noun(input, name.head);
    let before = || known.by_noun.get(&noun).or(known.last.as_ref()).cloned();
    let coined = || first.map(|found| coin(input, name, found, register)).unwrap_or_default();
    let mut identity = match (&name.id, name.points_back) {
        (Some(id), _) => Identity { id: Some(id.clone()), ..Identity::default() },
        (None, true) => before().map_or_else(coined, |id| Identity { id: Some(id), ..Identity::default() }),
        (None, false) => coined(),
    };
    if let Some(id) = &identity.id {
        match register.instrument(id).or_else(|| known.told.get(id)) {
            Some(about) => identity.about = about.clone(),
            None => {
                known.told.insert(id.clone(), identity.about.clone());
            }
        }
        known.by_noun.insert(noun, id.clone());
        known.last = Some(id.clone());
    }
    identity
}

/// A new instrument: its parties, what it is about, when it was made.
fn coin(input: Input, name: &Name, found: &Found, register: &Register) -> Identity {
    let actors = makers(input, name, found);
    let noun = names::noun(input, name.head);
    if let Some(series) = actors.iter().find_map(|actor| register.series_issued(&noun, &issuer(actor))) {
        return Identity { id: Some(series.prefix.clone()), ..Identity::default() };
    }
    let parties: BTreeSet<String> = actors.iter().map(|actor| code(actor)).collect();
    let is_year = |i: usize| {
        let word = input.text.word(i);
        word.len() == 4 && word.starts_with(['1', '2']) && word.bytes().all(|b| b.is_ascii_digit())
    };
    let written = name.tokens.clone().find(|&i| is_year(i)).map(|i| input.text.word(i).to_string());
    let date = parties::made_on(input, found);
    let signed = written.or(date);
    let is_party = |i: usize| !parties::mentioned(input, i).is_empty() && i != name.head;
    let own: Vec<usize> = (name.tokens.start..=name.head).filter(|&i| !is_year(i) && !is_party(i)).collect();
    let about = Instrument {
        title: input.text.words(name.tokens.clone()).to_string(),
        kind: own.iter().find_map(|&i| register.subject(&names::noun(input, i))).unwrap_or_default().to_string(),
        signed: signed.clone(),
        parties: parties.iter().cloned().collect(),
        ..Instrument::default()
    };
    if parties.is_empty() {
        return Identity { id: None, about };
    }
    let subject: Vec<&str> =
        own.iter().map(|&i| input.text.word(i)).filter(|w| w.starts_with(char::is_alphanumeric)).collect();
    let year = signed.as_deref().map(|day| day.split('-').next().unwrap_or_default().to_string());
    let words = [Some(parties.into_iter().collect::<Vec<_>>().join("-")), Some(subject.join(" ")), year];
    Identity { id: Some(words.into_iter().flatten().collect::<Vec<_>>().join(" ")), about }
}

/// Who made it: those whom its own words name, else, with those, the parties of the relation.
fn makers<'a>(input: Input<'a>, name: &Name, found: &Found) -> Vec<&'a Actor> {
    let among = input.syntax.children_by(name.head, &[Relation::Nmod, Relation::Obl]).filter(|&c| {
        input.syntax.children_by(c, &[Relation::Case]).any(|case| AMONG.contains(&input.syntax.lemma(case)))
    });
    let joined = among.flat_map(|c| std::iter::once(c).chain(input.syntax.children_by(c, &[Relation::Conj])));
    let within = name.tokens.clone().filter(|&i| i != name.head);
    let mut named: Vec<usize> = within.chain(joined).flat_map(|i| parties::mentioned(input, i)).collect();
    named.sort_unstable();
    named.dedup();
    if named.len() < 2 {
        named.extend(parties::of(input, found));
    }
    named.into_iter().filter_map(|number| input.actors.actors.get(number)).collect()
}

/// The name of an actor, with a blank behind, as issuers of a series are looked for.
fn issuer(actor: &Actor) -> String {
    format!("{} ", actor.name.to_lowercase())
}

/// The code of a party: its country's; of an international body the initials of its name, where they are several.
fn code(actor: &Actor) -> String {
    let country = actor.country.to_string();
    let initials: String =
        actor.name.split([' ', '-']).filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect();
    let is_acronym = actor.name.len() >= 2 && actor.name.chars().all(char::is_uppercase);
    match (country.as_str(), is_acronym) {
        ("IGO" | "NGO", true) => actor.name.clone(),
        ("IGO" | "NGO", false) if initials.len() >= 2 => initials,
        _ => country,
    }
}
