//! One happening: every account of it side by side, who asserts it and who denies it, since when.

use super::macros::view;
use super::rows::{Event, Person, class, people, quad, time};
use super::{Context, Frame, events};
use crate::serve::answers::{Fault, View};
use crate::serve::gather::{self, fault};
use askama::Template;
use demarche_archive::Filter;
use demarche_archive::happenings::{Happening, mentions::Stance, questions as happenings};
use demarche_archive::questions::{self, Cut, Only};
use demarche_archive::regroupings::Regrouping;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

/// How many days apart happenings may lie that are offered for joining.
const NEAR: i64 = 14;

/// How many are offered.
const OFFERED: usize = 6;

#[derive(Template)]
#[template(path = "happening.html")]
struct One {
    frame: Frame,
    happening: i64,
    kind: String,
    mode: Option<String>,
    quad: String,
    text: String,
    actor: Vec<Person>,
    recipient: Vec<Person>,
    place: Option<String>,
    day: String,
    reports: usize,
    independent: usize,
    standing: String,
    accounts: Vec<Account>,
    events: Vec<Event>,
    reasons: Vec<String>,
    regroupings: Vec<Regrouped>,
    others: Vec<Other>,
}

view!(One, [happening, kind, mode, quad, text, actor, recipient, place, day, reports, independent, standing, accounts, events, reasons, regroupings, others], rows events as Event);

impl One {
    fn quad_class(&self) -> String {
        class(&self.quad)
    }
}

/// A merge or split that touches it.
#[derive(Clone, Debug, Serialize)]
struct Regrouped {
    regrouping: i64,
    what: String,
    words: String,
    author: String,
    made: String,
    note: String,
    undone: Option<String>,
}

/// Another happening that may be the same.
#[derive(Clone, Debug, Serialize)]
struct Other {
    happening: i64,
    day: String,
    text: String,
    reports: usize,
}

/// What one voice says of it.
#[derive(Clone, Debug, Serialize)]
struct Account {
    source: String,
    standing: &'static str,
    class: &'static str,
    since: String,
    mentions: Vec<Mention>,
}

#[derive(Clone, Debug, Serialize)]
struct Mention {
    report: i64,
    reference: String,
    text: String,
}

/// The happening that an event tells of.
pub fn of_event(context: &Context) -> Result<Box<dyn View>, Fault> {
    let event = number(context, "event")?;
    match happenings::of(context.archive, event).map_err(fault)? {
        Some(happening) => show(context, happening),
        None => Err(Fault::Missing(format!("There is no event {event} here."))),
    }
}

/// One happening.
pub fn one(context: &Context) -> Result<Box<dyn View>, Fault> {
    show(context, number(context, "happening")?)
}

/// A number in the path.
pub fn number(context: &Context, part: &str) -> Result<i64, Fault> {
    let written = context.request.part(part);
    written.parse().map_err(|_| Fault::Missing(format!("{written:?} is no number of {part}.")))
}

fn show(context: &Context, id: i64) -> Result<Box<dyn View>, Fault> {
    let archive = context.archive;
    let mut found = happenings::one(archive, id).map_err(fault)?;
    // A happening has the number of one of its events; what was joined or read anew may go by another now.
    if found.is_none()
        && let Some(now) = happenings::of(archive, id).map_err(fault)?
    {
        found = happenings::one(archive, now).map_err(fault)?;
    }
    let found = found.ok_or_else(|| Fault::Missing(format!("There is no happening {id} here.")))?;
    let id = found.happening;
    let mentions = happenings::mentions(archive, id).map_err(fault)?;
    let events = events::shown(context, gather::rows(archive, &questions::events_of_happening(id))?)?;
    let title = format!("{}: {}", found.kind, found.text);
    let reasons = happenings::explain(archive, id).map_err(fault)?;
    let others = others(context, &found)?;
    Ok(Box::new(One {
        frame: Frame::list(&title, "Events", context.request),
        happening: id,
        quad: quad(&found.kind, context.guide).to_string(),
        kind: found.kind,
        mode: found.mode,
        text: found.text,
        actor: people(&found.actor_names, &found.actor),
        recipient: people(&found.recipient_names, &found.recipient),
        place: found.place,
        day: found.day.unwrap_or_else(|| "not said".to_string()),
        reports: found.reports,
        independent: found.independent,
        standing: found.standing,
        accounts: accounts(&mentions, &events),
        reasons: reasons.iter().map(reason).collect(),
        events,
        regroupings: archive.regroupings(Some(id)).map_err(fault)?.iter().map(regrouped).collect(),
        others,
    }))
}

fn regrouped(made: &Regrouping) -> Regrouped {
    let by = made.undone_by.as_deref().unwrap_or_default();
    Regrouped {
        regrouping: made.regrouping,
        what: made.what.clone(),
        words: made.in_words(),
        author: made.author.clone(),
        made: time(&made.made),
        note: made.note.clone(),
        undone: made.undone.as_ref().map(|when| format!("taken back by {by}, {}", time(when))),
    }
}

/// Happenings of the same type and first party, about the same days: what may have been missed.
fn others(context: &Context, of: &Happening) -> Result<Vec<Other>, Fault> {
    let day = of.day.as_deref().and_then(|day| day.parse::<Date>().ok());
    let party = of.actor.split(';').next().unwrap_or_default();
    let (Some(day), Ok(party)) = (day, context.terms().party(party.split('.').next().unwrap_or_default())) else {
        return Ok(Vec::new());
    };
    let filter = Filter {
        parties: vec![party],
        types: vec![of.kind.clone()],
        since: Some(day.saturating_sub(NEAR.days())),
        until: Some(day.saturating_add(NEAR.days())),
        ..Filter::default()
    };
    let cut = Cut { limit: Some(OFFERED + 1), ..Cut::default() };
    let found = happenings::list(context.archive, &filter, &cut, Only::default()).map_err(fault)?;
    let other = |h: Happening| Other {
        happening: h.happening,
        day: h.day.unwrap_or_default(),
        text: h.text,
        reports: h.reports,
    };
    Ok(found.into_iter().filter(|h| h.happening != of.happening).take(OFFERED).map(other).collect())
}

fn accounts(mentions: &[happenings::Shown], events: &[Event]) -> Vec<Account> {
    let account = |account: demarche_archive::happenings::accounts::Account| {
        let name = |stance: Stance| match stance {
            Stance::Asserted => "asserted",
            Stance::Denied => "denied",
            Stance::Open => "open",
        };
        let (standing, class) = match account.stance {
            Stance::Asserted => ("says that it is so", "asserts"),
            Stance::Denied => ("denies it", "denies"),
            Stance::Open => ("leaves it open", "open"),
        };
        let its = mentions.iter().filter(|m| m.voice == account.voice && m.stance == name(account.stance));
        let mention = |shown: &happenings::Shown| {
            let event = events.iter().find(|event| event.event == shown.event);
            let reference = event.map(|event| event.reference.clone()).unwrap_or_default();
            Mention { report: shown.report, reference, text: shown.text.clone() }
        };
        let mentions = its.map(mention).collect();
        let since = account.since.unwrap_or_else(|| "a day not said".to_string());
        Account { source: account.voice, standing, class, since, mentions }
    };
    happenings::accounts(mentions).into_iter().map(account).collect()
}

fn reason(link: &happenings::Link) -> String {
    let reasons: Vec<String> = link.reasons.iter().map(|(feature, points)| format!("{feature} {points:+.1}")).collect();
    format!("Event {} is like event {}: {} ({:.1} points)", link.event, link.other, reasons.join(", "), link.points)
}
