//! What pages show: events, claims, links, actors, reports as the archive hands them out.

use demarche::Guide;
use demarche_archive::corrections;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Somebody with a code, as a page links to them.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Person {
    pub name: String,
    pub code: String,
}

impl Person {
    /// The page of this actor.
    pub fn address(&self) -> String {
        actor_address(&self.name)
    }
}

/// The page of an actor by name or code.
pub fn actor_address(name: &str) -> String {
    format!("/actors/{}", escaped(name))
}

/// A part of an address.
pub fn escaped(part: &str) -> String {
    form_urlencoded::byte_serialize(part.as_bytes()).collect::<String>().replace('+', "%20")
}

/// Names with their codes, both joined by semicolons.
pub fn people(names: &str, codes: &str) -> Vec<Person> {
    let mut codes = codes.split(';');
    let named = names.split(';').map(str::trim).filter(|name| !name.is_empty());
    named.map(|name| Person { name: name.to_string(), code: codes.next().unwrap_or_default().to_string() }).collect()
}

fn voices(names: &str) -> Vec<String> {
    names
        .split(';')
        .map(str::trim)
        .map(|name| if name.is_empty() { "somebody unnamed" } else { name }.to_string())
        .collect()
}

fn day(day: Option<&str>) -> &str {
    day.unwrap_or("–")
}

/// A kind of act as a name of style: `verbal-conflict`.
pub fn class(quad: &str) -> String {
    quad.replace(' ', "-")
}

/// FactBank's value in words. See Saurí and Pustejovsky (2009), "FactBank".
pub fn in_words(factuality: &str) -> &'static str {
    match factuality {
        "CT+" => "certain",
        "CT-" => "certain that not",
        "PR+" => "probable",
        "PR-" => "probable that not",
        "PS+" => "possible",
        "PS-" => "possible that not",
        _ => "not said how certain",
    }
}

/// An event of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Event {
    pub event: i64,
    pub day: Option<String>,
    #[serde(rename = "type")]
    pub kind: String,
    pub mode: Option<String>,
    #[serde(default)]
    pub quad: String,
    pub actor: String,
    pub actor_names: String,
    pub recipient: String,
    pub recipient_names: String,
    pub place: Option<String>,
    pub place_country: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub factuality: String,
    pub confidence: f64,
    pub said_by: String,
    pub said_by_names: String,
    pub trigger: String,
    pub text: String,
    pub report: i64,
    #[serde(rename = "ref")]
    pub reference: String,
    pub published: Option<String>,
    pub publisher: Option<String>,
    pub title: Option<String>,
    pub rule: String,
    /// What people corrected of it.
    #[serde(default)]
    pub corrections: Vec<Correction>,
}

/// A correction as a page shows it beside what was read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Correction {
    pub correction: i64,
    pub author: String,
    pub made: String,
    pub words: String,
    pub note: String,
    /// Who took it back, and when.
    pub undone: Option<String>,
}

impl Correction {
    /// Of the archive's.
    pub fn of(made: &corrections::Correction) -> Correction {
        let undone = made.undone.as_ref().map(|when| {
            let by = made.undone_by.as_deref().unwrap_or_default();
            format!("taken back by {by}, {}", time(when))
        });
        Correction {
            correction: made.correction,
            author: made.author.clone(),
            made: time(&made.made),
            words: made.in_words(),
            note: made.note.clone(),
            undone,
        }
    }
}

/// A time as people read it, to the minute: `2024-05-03 09:14 UTC`.
pub fn time(written: &str) -> String {
    match (written.get(..10), written.get(11..16)) {
        (Some(day), Some(clock)) if written.ends_with('Z') => format!("{day} {clock} UTC"),
        _ => written.to_string(),
    }
}

impl Event {
    /// The columns of a list of events in CSV.
    pub const COLUMNS: &[&str] = &[
        "event",
        "day",
        "type",
        "mode",
        "quad",
        "actor",
        "actor_names",
        "recipient",
        "recipient_names",
        "place",
        "place_country",
        "latitude",
        "longitude",
        "factuality",
        "confidence",
        "said_by",
        "said_by_names",
        "trigger",
        "text",
        "report",
        "ref",
        "published",
        "publisher",
        "title",
        "rule",
    ];

    /// Who acts.
    pub fn actors(&self) -> Vec<Person> {
        people(&self.actor_names, &self.actor)
    }

    /// Who is acted on.
    pub fn recipients(&self) -> Vec<Person> {
        people(&self.recipient_names, &self.recipient)
    }

    /// Whose account it is, innermost first.
    pub fn voices(&self) -> Vec<String> {
        voices(&self.said_by_names)
    }

    /// The day, or a dash.
    pub fn day_or_dash(&self) -> &str {
        day(self.day.as_deref())
    }

    /// The day of publication, or a dash.
    pub fn published_or_dash(&self) -> &str {
        day(self.published.as_deref().map(|day| day.get(..10).unwrap_or(day)))
    }

    /// The kind of act as a name of style.
    pub fn quad_class(&self) -> String {
        class(&self.quad)
    }

    /// Whether it is said not to be so.
    pub fn is_denied(&self) -> bool {
        self.factuality.ends_with('-')
    }

    /// The certainty in words.
    pub fn certainty(&self) -> &'static str {
        in_words(&self.factuality)
    }
}

/// Gives events their kind of act, which the code book knows.
pub fn with_quads(mut events: Vec<Event>, guide: &Guide) -> Vec<Event> {
    for event in &mut events {
        event.quad = quad(&event.kind, guide).to_string();
    }
    events
}

/// The kind of act of a type: verbal or material, cooperation or conflict.
pub fn quad<'a>(kind: &str, guide: &'a Guide) -> &'a str {
    guide.codebook.type_named(kind).map_or("", |kind| kind.quad.as_str())
}

/// How many events there are of each kind of act.
#[derive(Clone, Debug, Default)]
pub struct Kinds(BTreeMap<String, i64>);

impl Kinds {
    /// Counts events of a type.
    pub fn add(&mut self, kind: &str, events: i64, guide: &Guide) {
        *self.0.entry(quad(kind, guide).to_string()).or_default() += events;
    }

    /// How many there are in all.
    pub fn total(&self) -> i64 {
        self.0.values().sum()
    }

    /// The commonest kind.
    pub fn commonest(&self) -> String {
        self.0.iter().max_by_key(|(_, count)| **count).map(|(quad, _)| quad.clone()).unwrap_or_default()
    }
}

/// A claim of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Claim {
    pub claim: i64,
    pub day: Option<String>,
    pub said_by: String,
    pub said_by_names: String,
    pub kind: String,
    pub cue: String,
    pub content: Option<String>,
    pub within: Option<String>,
    pub report: i64,
    #[serde(rename = "ref")]
    pub reference: String,
    pub publisher: Option<String>,
    pub title: Option<String>,
}

impl Claim {
    /// The columns of a list of claims in CSV.
    pub const COLUMNS: &[&str] = &[
        "claim",
        "day",
        "said_by",
        "said_by_names",
        "kind",
        "cue",
        "content",
        "within",
        "report",
        "ref",
        "publisher",
        "title",
    ];

    /// The day, or a dash.
    pub fn day_or_dash(&self) -> &str {
        day(self.day.as_deref())
    }

    /// What is said.
    pub fn words(&self) -> &str {
        self.content.as_deref().unwrap_or_default()
    }
}

/// What an act does to a treaty or resolution.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Link {
    pub link: i64,
    pub day: Option<String>,
    pub relation: String,
    pub instrument: Option<String>,
    pub name: String,
    pub parties: String,
    pub party_names: String,
    pub factuality: String,
    pub said_by: String,
    pub said_by_names: String,
    pub event: Option<i64>,
    pub text: String,
    pub report: i64,
    #[serde(rename = "ref")]
    pub reference: String,
    pub publisher: Option<String>,
    pub title: Option<String>,
    pub rule: String,
}

impl Link {
    /// The columns of a list of links in CSV.
    pub const COLUMNS: &[&str] = &[
        "link",
        "day",
        "relation",
        "instrument",
        "name",
        "parties",
        "party_names",
        "factuality",
        "said_by",
        "said_by_names",
        "event",
        "text",
        "report",
        "ref",
        "publisher",
        "title",
        "rule",
    ];

    /// Whose act it is.
    pub fn all_parties(&self) -> Vec<Person> {
        people(&self.party_names, &self.parties)
    }

    /// Whose account it is, innermost first.
    pub fn voices(&self) -> Vec<String> {
        voices(&self.said_by_names)
    }

    /// The day, or a dash.
    pub fn day_or_dash(&self) -> &str {
        day(self.day.as_deref())
    }

    /// The certainty in words.
    pub fn certainty(&self) -> &'static str {
        in_words(&self.factuality)
    }

    /// The page of the instrument.
    pub fn address(&self) -> String {
        format!("/instruments/{}", escaped(self.instrument.as_deref().unwrap_or(&self.name)))
    }
}

/// An actor of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Actor {
    pub name: String,
    pub country: String,
    pub sectors: String,
    pub kind: String,
    pub office: Option<String>,
    pub wikidata: Option<String>,
    pub events: i64,
    pub reports: i64,
    pub claims: i64,
}

impl Actor {
    /// The columns of a list of actors in CSV.
    pub const COLUMNS: &[&str] =
        &["name", "country", "sectors", "kind", "office", "wikidata", "events", "reports", "claims"];

    /// The actor's page.
    pub fn address(&self) -> String {
        actor_address(self.wikidata.as_deref().filter(|_| self.kind == "person").unwrap_or(&self.name))
    }

    /// The sectors, apart.
    pub fn sectors_shown(&self) -> String {
        self.sectors.replace(';', ", ")
    }

    /// The office, where there is one.
    pub fn office_shown(&self) -> &str {
        self.office.as_deref().unwrap_or_default()
    }
}

/// A report of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct ReportRow {
    pub report: i64,
    pub title: Option<String>,
    pub name: String,
    pub published: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub language: String,
    pub events: i64,
}

impl ReportRow {
    /// The columns of a list of reports in CSV.
    pub const COLUMNS: &[&str] = &["report", "title", "name", "published", "publisher", "url", "language", "events"];

    /// The title, or else the name.
    pub fn heading(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }

    /// The day of publication, or a dash.
    pub fn published_or_dash(&self) -> &str {
        day(self.published.as_deref())
    }

    /// The publisher, where it is known.
    pub fn publisher_shown(&self) -> &str {
        self.publisher.as_deref().unwrap_or_default()
    }
}
