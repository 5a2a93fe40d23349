//! Mentions: what of a reading's events matters for telling which are the same.

use super::parties::{self, Party};
use super::tables::Tables;
use super::words::{self, Words};
use demarche::record::{Event, EventDate, Index, Record, Stretch};
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// An event of one report, as it is compared with others. Short field names: it is kept once for each event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// The event's `ref` in its record.
    #[serde(rename = "e")]
    pub event: String,
    /// The trigger's first character, by which a person's decisions know the event again.
    #[serde(rename = "at")]
    pub start: usize,
    /// The trigger.
    #[serde(rename = "g")]
    pub trigger: String,
    /// The event's sentence.
    #[serde(rename = "n")]
    pub sentence: usize,
    /// The type.
    #[serde(rename = "t")]
    pub kind: String,
    /// The mode.
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// When it happened.
    #[serde(rename = "d")]
    pub days: Days,
    /// Who did it.
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<Party>,
    /// To whom.
    #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<Party>,
    /// The states that the sentence names; sorted.
    #[serde(rename = "c", default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<String>,
    /// The town where it happened, where the reader could tell.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub scene: Option<Town>,
    /// The country where it happened.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub land: Option<String>,
    /// The towns of the sentence, the scene among them.
    #[serde(rename = "p", default, skip_serializing_if = "Vec::is_empty")]
    pub towns: Vec<Town>,
    /// Instruments, by identifier.
    #[serde(rename = "i", default, skip_serializing_if = "Vec::is_empty")]
    pub instruments: Vec<String>,
    /// Parts of the names in the sentence.
    #[serde(rename = "h", default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Parts of the names in the sentences beside it.
    #[serde(rename = "b", default, skip_serializing_if = "Vec::is_empty")]
    pub around: Vec<String>,
    /// Other words of the sentence.
    #[serde(rename = "w", default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// Numbers of the sentence.
    #[serde(rename = "u", default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<u64>,
    /// Whether its source says that it is so.
    #[serde(rename = "y")]
    pub stance: Stance,
    /// Who says so, where the report does not say it itself.
    #[serde(rename = "v", default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    /// Whether it takes up what was told before: "the attack", "this visit".
    #[serde(rename = "x", default, skip_serializing_if = "std::ops::Not::not")]
    pub definite: bool,
    /// The event's confidence, 0 to 1.
    #[serde(rename = "f")]
    pub confidence: f32,
}

/// Days, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// The first day it may have happened.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub first: Option<i32>,
    /// The last.
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub last: Option<i32>,
    /// The day of publication.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub told: Option<i32>,
    /// Whether words of the report name the day.
    #[serde(rename = "n", default)]
    pub named: bool,
}

impl Days {
    /// The one day it happened, where there is one.
    pub fn single(&self) -> Option<i32> {
        self.first.filter(|_| self.first == self.last)
    }

    /// Whether the report names the one day it happened.
    pub fn names_one(&self) -> bool {
        self.named && self.single().is_some()
    }

    /// The day by which to look for others: the first day of a short stretch, else that of publication.
    pub fn about(&self) -> Option<i32> {
        let short = matches!((self.first, self.last), (Some(a), Some(b)) if b - a <= 31);
        self.first.filter(|_| short).or(self.told).or(self.first)
    }
}

/// A town with its point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Town {
    /// GeoNames' number.
    #[serde(rename = "i")]
    pub id: u32,
    /// Degrees north.
    #[serde(rename = "n")]
    pub latitude: f32,
    /// Degrees east.
    #[serde(rename = "e")]
    pub longitude: f32,
}

/// What a mention's source says of the event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stance {
    /// That it is not so.
    #[serde(rename = "-")]
    Denied,
    /// Nothing yet: it is asked for, or spoken of.
    #[default]
    #[serde(rename = "?")]
    Open,
    /// That it is so, or will be.
    #[serde(rename = "+")]
    Asserted,
}

/// The mentions of a record; `text` is the report's.
pub fn of(record: &Record, text: &str, tables: &Tables) -> Vec<Mention> {
    let index = Index::new(record, text);
    record.events.iter().map(|event| mention(&index, event, tables)).collect()
}

fn mention(index: &Index, event: &Event, tables: &Tables) -> Mention {
    let (record, text) = (index.record, index.letters());
    let sentence = sentence(record, event.sentence).unwrap_or(Stretch { start: 0, end: 0 });
    let trigger = Stretch { start: event.trigger.start, end: event.trigger.end };
    // The verb itself is the type's; what it is done with tells happenings apart.
    let head = Stretch { start: trigger.start, end: words::word_end(text, trigger.start) };
    let Words { names, words, numbers } = words::of(record, text, sentence, head, tables);
    let scene = scene(record, event);
    Mention {
        event: event.reference.clone(),
        start: event.trigger.start,
        trigger: event.trigger.text.clone(),
        sentence: event.sentence,
        kind: event.kind.clone(),
        mode: event.mode.clone(),
        days: days(record, event),
        actors: parties::of(index, &event.actor, tables),
        recipients: parties::of(index, &event.recipient, tables),
        states: states(record, sentence, tables),
        scene,
        land: event.place.as_ref().and_then(|p| p.country.clone()),
        towns: towns(record, sentence, scene),
        instruments: instruments(index, event),
        around: around(record, text, event.sentence, &names, tables),
        names,
        words,
        numbers,
        stance: stance(&event.factuality),
        voice: voice(index, event),
        definite: words::word_before(text, trigger.start).is_some_and(|word| tables.is_definite(&word)),
        confidence: event.confidence as f32,
    }
}

fn sentence(record: &Record, at: usize) -> Option<Stretch> {
    record.sentences.get(at).copied()
}

/// Days from 1970-01-01 to an ISO date.
pub fn day(iso: &str) -> Option<i32> {
    let day: Date = iso.get(..10)?.parse().ok()?;
    Some((day - date(1970, 1, 1)).get_days())
}

fn days(record: &Record, event: &Event) -> Days {
    let told = record.published.as_deref().and_then(day);
    // What is told as a fact is not of days to come: such a date is a deadline.
    let past = |d: &&EventDate| event.factuality != "CT+" || told.is_none() || day(&d.start) <= told.map(|t| t + 1);
    match event.date.as_ref().filter(past) {
        Some(d) => Days { first: day(&d.start), last: day(&d.end), told, named: d.text.is_some() },
        None => Days { told, ..Days::default() },
    }
}

fn overlaps(start: usize, end: usize, with: Stretch) -> bool {
    start < with.end && with.start < end
}

fn states(record: &Record, sentence: Stretch, tables: &Tables) -> Vec<String> {
    let here = record.actors.iter().filter(|a| a.mentions.iter().any(|m| overlaps(m.start, m.end, sentence)));
    let mut states: Vec<String> = here.filter_map(|a| a.country.clone()).filter(|code| tables.is_state(code)).collect();
    states.sort();
    states.dedup();
    states
}

/// Whether a stretch names a country as a whole.
fn is_country(record: &Record, start: usize, end: usize) -> bool {
    record.entities.iter().any(|e| e.kind == "country" && e.start < end && start < e.end)
}

fn towns(record: &Record, sentence: Stretch, scene: Option<Town>) -> Vec<Town> {
    let here =
        record.places.iter().filter(|p| overlaps(p.start, p.end, sentence) && !is_country(record, p.start, p.end));
    let mut towns: Vec<Town> = here.filter_map(|p| town(p.geonames, p.latitude, p.longitude)).chain(scene).collect();
    towns.sort_by_key(|t| t.id);
    towns.dedup_by_key(|t| t.id);
    towns
}

fn town(id: Option<u32>, latitude: Option<f64>, longitude: Option<f64>) -> Option<Town> {
    Some(Town { id: id?, latitude: latitude? as f32, longitude: longitude? as f32 })
}

/// The event's place, unless it is a whole country.
fn scene(record: &Record, event: &Event) -> Option<Town> {
    let place = event.place.as_ref()?;
    let named = record.places.iter().filter(|p| p.geonames == place.geonames);
    let mut named = named.map(|p| is_country(record, p.start, p.end)).peekable();
    let whole = named.peek().is_some() && named.all(|country| country);
    let state = record.actors.iter().any(|a| a.kind == "country" && a.name == place.name);
    town(place.geonames, place.latitude, place.longitude).filter(|_| !whole && !state)
}

fn instruments(index: &Index, event: &Event) -> Vec<String> {
    let known = event.instruments.iter().filter_map(|reference| index.instrument(reference));
    let mut ids: Vec<String> = known.filter_map(|i| i.instrument.clone()).collect();
    ids.sort();
    ids.dedup();
    ids
}

fn around(record: &Record, text: &[char], at: usize, own: &[String], tables: &Tables) -> Vec<String> {
    let nothing = Stretch { start: 0, end: 0 };
    let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| sentence(record, at));
    let mut names: Vec<String> = beside.flat_map(|s| words::of(record, text, s, nothing, tables).names).collect();
    names.sort();
    names.dedup();
    names.retain(|name| !own.contains(name));
    names
}

fn stance(factuality: &str) -> Stance {
    match factuality {
        f if f.starts_with("Uu") => Stance::Open,
        f if f.ends_with('-') => Stance::Denied,
        f if f.starts_with("PS") => Stance::Open,
        _ => Stance::Asserted,
    }
}

/// The name of the innermost source.
fn voice(index: &Index, event: &Event) -> Option<String> {
    let source = &index.attribution(event.attribution.as_deref()?)?.source;
    index.actor(source.actor.as_deref()?).map(|actor| actor.name.clone())
}
