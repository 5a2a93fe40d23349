//! Which instrument a mention means: by its own words, by what was named before, else a new one, made of parties,
//! subject and year ("AFG-IRN water treaty 1973").

use super::Input;
use super::names::{self, Name};
use super::parties;
use super::register::{Instrument, Kind, Register};
use super::relations::Found;
use crate::actors::Actor;
use crate::syntax::Relation;
use std::collections::BTreeSet;

/// What a mention means.
#[derive(Clone, Debug, Default)]
pub(super) struct Identity {
    pub id: Option<String>,
    pub about: Instrument,
}

/// The instruments named so far in a report, in the order of their first mentions.
#[derive(Debug, Default)]
pub(super) struct Known {
    told: Vec<Told>,
    mentions: usize,
}

/// An instrument of the report.
#[derive(Debug)]
struct Told {
    identity: Identity,
    /// The head nouns that it was named with.
    nouns: BTreeSet<String>,
    /// How often it was named, and the number of its last mention.
    count: usize,
    last: usize,
}

impl Known {
    /// Whether nothing was named yet.
    pub(super) fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// The instrument that a noun points back to: one named with this noun, the last one, one named often. A numbered
    /// act is meant only by its own noun ("the resolution") and by nouns for anything ("that text").
    fn meant(&self, noun: &str, is_anaphor: bool, register: &Register) -> Option<&Identity> {
        let is_numbered = |told: &&Told| told.nouns.iter().any(|n| register.is_series(n));
        let fits = |told: &&Told| is_anaphor || is_numbered(told) == register.is_series(noun);
        let weight = |told: &&Told| {
            let is_last = told.last == self.mentions;
            2 * told.count.min(3) + if told.nouns.contains(noun) { 4 } else { 0 } + if is_last { 3 } else { 0 }
        };
        let best = self.told.iter().filter(fits).max_by_key(|told| (weight(told), told.last));
        best.map(|told| &told.identity)
    }

    fn note(&mut self, noun: String, identity: &Identity) {
        self.mentions += 1;
        let is_same = |told: &&mut Told| match (&told.identity.id, &identity.id) {
            (Some(a), Some(b)) => a == b,
            _ => told.identity.about == identity.about,
        };
        match self.told.iter_mut().find(is_same) {
            Some(told) => {
                told.nouns.insert(noun);
                (told.count, told.last) = (told.count + 1, self.mentions);
            }
            None => {
                let nouns = BTreeSet::from([noun]);
                self.told.push(Told { identity: identity.clone(), nouns, count: 1, last: self.mentions });
            }
        }
    }
}

/// The modifiers whose actors are parties: "a pact with Peru", "a treaty between Peru and Chile".
const AMONG: &[&str] = &["with", "between", "among"];

/// What a mention means; `first` is the first relation in which it stands.
pub(super) fn of(input: Input, name: &Name, first: Option<&Found>, register: &Register, known: &mut Known) -> Identity {
    let noun = names::noun(input, name.head);
    let is_anaphor = register.kind(&noun).is_some_and(|kind| !matches!(kind, Kind::Instrument | Kind::Truce));
    let coined = || first.map(|found| coin(input, name, found, register)).unwrap_or_default();
    let mut identity = match (&name.id, name.points_back) {
        (Some(id), _) => Identity { id: Some(id.clone()), ..Identity::default() },
        (None, true) => known.meant(&noun, is_anaphor, register).cloned().unwrap_or_else(coined),
        (None, false) => coined(),
    };
    if let Some(about) = identity.id.as_ref().and_then(|id| register.instrument(id)) {
        identity.about = about.clone();
    }
    known.note(noun, &identity);
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
