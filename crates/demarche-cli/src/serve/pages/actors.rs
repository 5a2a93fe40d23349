//! Actors, one actor, and two of them together.

use super::charts::{self, Chart, Scores};
use super::filters::{self, Asked};
use super::macros::view;
use super::rows::{Actor, Event};
use super::{Context, Frame, Turn, events};
use crate::serve::answers::{Fault, View};
use crate::serve::gather;
use askama::Template;
use demarche::filter::Party;
use demarche_archive::Filter;
use demarche_archive::questions::{self, By};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many events of each kind these pages show.
const SHOWN: usize = 25;

#[derive(Template)]
#[template(path = "actors.html")]
struct List {
    frame: Frame,
    asked: Asked,
    actors: Vec<Actor>,
    turn: Turn,
}

view!(List, [actors, turn], rows actors as Actor);

/// Actors, those with most events first.
pub fn list(context: &Context) -> Result<Box<dyn View>, Fault> {
    let filter = filters::filter(context.request, context.guide)?;
    let number = Turn::asked(context.request);
    let found = gather::rows(context.archive, &questions::actors(&filter, Some(Turn::limit(number))))?;
    let (actors, turn) = Turn::cut(found, number, context.request);
    let frame = Frame::list("Actors", "Actors", context.request);
    Ok(Box::new(List { frame, asked: Asked::of(context.request, context.guide), actors, turn }))
}

#[derive(Template)]
#[template(path = "actor.html")]
struct One {
    frame: Frame,
    name: String,
    code: String,
    facts: Option<Actor>,
    chart: Chart,
    partners: Vec<Partner>,
    acts: Vec<Event>,
    suffers: Vec<Event>,
    says: Vec<Event>,
}

view!(One, [name, facts, chart, partners, acts, suffers, says]);

/// Another country and how much passes between.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Partner {
    pub code: String,
    pub name: String,
    pub forth: i64,
    pub back: i64,
}

/// An actor that is known, with the key that finds it.
#[derive(Deserialize)]
struct Known {
    key: String,
    #[serde(flatten)]
    actor: Actor,
}

/// One actor: what it does, what is done to it, what it says.
pub fn one(context: &Context) -> Result<Box<dyn View>, Fault> {
    let asked = context.request.part("actor");
    let mut party = context.terms().party(asked).map_err(Fault::Wrong)?;
    let mut facts = None;
    if !matches!(party, Party::Code { .. }) {
        let known = known(context, asked, &party)?;
        party = Party::Identifier(known.key);
        facts = Some(known.actor);
    }
    let code = match (&party, &facts) {
        (Party::Code { country, .. }, _) => country.clone().unwrap_or_default(),
        (_, facts) => facts.as_ref().map(|actor| actor.country.clone()).unwrap_or_default(),
    };
    let name = match (&party, &facts) {
        (Party::Code { country: Some(country), sector: None }, _) => country_name(context, country),
        (Party::Code { country: Some(country), sector: Some(sector) }, _) => {
            format!("{}, {sector}", country_name(context, country))
        }
        (_, Some(actor)) => actor.name.clone(),
        _ => asked.to_string(),
    };
    let with = |filter: Filter| events::find(context, &filter, SHOWN);
    let any = Filter { parties: vec![party.clone()], ..Filter::default() };
    let partners =
        if matches!(party, Party::Code { sector: None, .. }) { partners(context, &code)? } else { Vec::new() };
    Ok(Box::new(One {
        frame: Frame::of(&name, "Actors", context.request),
        chart: charts::counts(context, &any)?,
        partners,
        acts: with(Filter { actors: vec![party.clone()], ..Filter::default() })?,
        suffers: with(Filter { recipients: vec![party.clone()], ..Filter::default() })?,
        says: with(Filter { said_by: vec![party], ..Filter::default() })?,
        facts,
        name,
        code,
    }))
}

/// The actor of exactly this name or identifier, or else the one with most events among those whose names hold these words.
fn known(context: &Context, asked: &str, party: &Party) -> Result<Known, Fault> {
    let find = |name: &str| -> Result<Option<Known>, Fault> {
        let found: Vec<Known> = gather::rows(context.archive, &questions::known_actors(name))?;
        Ok(found.into_iter().next())
    };
    if let Some(known) = find(asked)? {
        return Ok(known);
    }
    let filter = Filter { parties: vec![party.clone()], ..Filter::default() };
    let alike: Vec<Actor> = gather::rows(context.archive, &questions::actors(&filter, Some(1)))?;
    let known = alike.first().map(|actor| find(&actor.name)).transpose()?.flatten();
    known.ok_or_else(|| Fault::Missing(format!("No report here names {asked:?}.")))
}

/// The name of a country, as the actors' table of the archive or the reader's own has it.
pub fn country_name(context: &Context, code: &str) -> String {
    let country = demarche::countries::Country::from_code(code);
    country.map_or_else(|| code.to_string(), |country| context.guide.countries.name(country))
}

#[derive(Deserialize)]
struct Pair {
    actor: String,
    recipient: String,
    events: i64,
}

/// The countries that most passes between.
fn partners(context: &Context, code: &str) -> Result<Vec<Partner>, Fault> {
    let pairs: Vec<Pair> = gather::rows(context.archive, &questions::partners(code))?;
    let mut counts: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for pair in pairs.into_iter().filter(|pair| pair.actor != pair.recipient) {
        if pair.actor == code {
            counts.entry(pair.recipient).or_default().0 += pair.events;
        } else if pair.recipient == code {
            counts.entry(pair.actor).or_default().1 += pair.events;
        }
    }
    let partner =
        |(code, (forth, back)): (String, (i64, i64))| Partner { name: country_name(context, &code), code, forth, back };
    let mut partners: Vec<Partner> = counts.into_iter().map(partner).collect();
    partners.sort_by_key(|partner| std::cmp::Reverse(partner.forth + partner.back));
    partners.truncate(SHOWN);
    Ok(partners)
}

#[derive(Template)]
#[template(path = "dyad.html")]
struct Dyad {
    frame: Frame,
    one: String,
    other: String,
    one_name: String,
    other_name: String,
    chart: Chart,
    scores: Scores,
    forth: Vec<Event>,
    back: Vec<Event>,
    one_says: Vec<Event>,
    other_says: Vec<Event>,
}

view!(Dyad, [one, other, chart, scores, forth, back, one_says, other_says]);

#[derive(Deserialize)]
struct DyadCount {
    period: String,
    #[serde(rename = "type")]
    kind: String,
    events: i64,
}

/// Two countries: what each does to the other and says of it.
pub fn dyad(context: &Context) -> Result<Box<dyn View>, Fault> {
    let code = |part: &str| match context.terms().party(context.request.part(part)) {
        Ok(Party::Code { country: Some(country), sector: None }) => Ok(country),
        _ => Err(Fault::Wrong(format!("{:?} is no code of a country; write RUS or JPN", context.request.part(part)))),
    };
    let (one, other) = (code("one")?, code("other")?);
    let counts: Vec<DyadCount> =
        gather::rows(context.archive, &questions::dyad(&one, &other, &Filter::default(), By::Month))?;
    let rows = counts.into_iter().map(|count| (count.period, count.kind, count.events));
    let chart = charts::stacked(rows, By::Month, context.guide);
    let (one_name, other_name) = (country_name(context, &one), country_name(context, &other));
    let party = |code: &str| vec![Party::Code { country: Some(code.to_string()), sector: None }];
    let does = |actor: &str, recipient: &str| {
        events::find(
            context,
            &Filter { actors: party(actor), recipients: party(recipient), ..Filter::default() },
            SHOWN,
        )
    };
    let says = |source: &str, of: &str| -> Result<Vec<Event>, Fault> {
        let filter = Filter { said_by: party(source), actors: party(of), ..Filter::default() };
        events::find(context, &filter, SHOWN)
    };
    Ok(Box::new(Dyad {
        frame: Frame::of(&format!("{one_name} and {other_name}"), "Actors", context.request),
        scores: Scores::of(&chart),
        chart,
        forth: does(&one, &other)?,
        back: does(&other, &one)?,
        one_says: says(&one, &other)?,
        other_says: says(&other, &one)?,
        one_name,
        other_name,
        one,
        other,
    }))
}
