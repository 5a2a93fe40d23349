//! One happening: every account of it side by side, who asserts it and who denies it, since when.

use super::macros::view;
use super::rows::{Event, with_quads};
use super::{Context, Frame};
use crate::serve::answers::{Fault, View};
use crate::serve::gather::{self, fault};
use askama::Template;
use demarche_archive::happenings::{mentions::Stance, questions as happenings};
use demarche_archive::questions;
use serde::Serialize;

#[derive(Template)]
#[template(path = "happening.html")]
struct One {
    frame: Frame,
    happening: i64,
    day: String,
    reports: usize,
    independent: usize,
    standing: String,
    accounts: Vec<Account>,
    events: Vec<Event>,
    reasons: Vec<String>,
}

view!(One, [happening, day, reports, independent, standing, accounts, events, reasons], rows events as Event);

/// What one voice says of it.
#[derive(Clone, Debug, Serialize)]
struct Account {
    source: String,
    standing: &'static str,
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
    let found = happenings::one(context.archive, id).map_err(fault)?;
    let found = found.ok_or_else(|| Fault::Missing(format!("There is no happening {id} here.")))?;
    let mentions = happenings::mentions(context.archive, id).map_err(fault)?;
    let events: Vec<Event> = gather::rows(context.archive, &questions::events_of_happening(id))?;
    let events = with_quads(events, context.guide);
    let title = format!("{}: {}", found.kind, found.text);
    let reasons = happenings::explain(context.archive, id).map_err(fault)?;
    Ok(Box::new(One {
        frame: Frame::list(&title, "Events", context.request),
        happening: id,
        day: found.day.unwrap_or_else(|| "not said".to_string()),
        reports: found.reports,
        independent: found.independent,
        standing: found.standing,
        accounts: accounts(&mentions, &events),
        reasons: reasons.iter().map(reason).collect(),
        events,
    }))
}

fn accounts(mentions: &[happenings::Shown], events: &[Event]) -> Vec<Account> {
    let account = |account: demarche_archive::happenings::accounts::Account| {
        let name = |stance: Stance| match stance {
            Stance::Asserted => "asserted",
            Stance::Denied => "denied",
            Stance::Open => "open",
        };
        let standing = match account.stance {
            Stance::Asserted => "says that it is so",
            Stance::Denied => "denies it",
            Stance::Open => "leaves it open",
        };
        let its = mentions.iter().filter(|m| m.voice == account.voice && m.stance == name(account.stance));
        let mention = |shown: &happenings::Shown| {
            let event = events.iter().find(|event| event.event == shown.event);
            let reference = event.map(|event| event.reference.clone()).unwrap_or_default();
            Mention { report: shown.report, reference, text: shown.text.clone() }
        };
        let mentions = its.map(mention).collect();
        let since = account.since.unwrap_or_else(|| "a day not said".to_string());
        Account { source: account.voice, standing, since, mentions }
    };
    happenings::accounts(mentions).into_iter().map(account).collect()
}

fn reason(link: &happenings::Link) -> String {
    let reasons: Vec<String> = link.reasons.iter().map(|(feature, points)| format!("{feature} {points:+.1}")).collect();
    format!("Event {} is like event {}: {} ({:.1} points)", link.event, link.other, reasons.join(", "), link.points)
}
