//! What is new: the latest week that the archive knows of.

use super::alerts::{self, Alert};
use super::charts::{self, Chart};
use super::macros::view;
use super::rows::{Event, Person, ReportRow, class, quad};
use super::{Context, Frame, events};
use crate::serve::answers::{Fault, View};
use crate::serve::gather::{self, fault};
use askama::Template;
use demarche_archive::Filter;
use demarche_archive::happenings::questions as happenings;
use demarche_archive::questions::{self, By};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

/// How many happenings, events and reports are shown.
const SHOWN: usize = 15;

/// How many alerts.
const ALERTS: usize = 8;

#[derive(Template, Default)]
#[template(path = "today.html")]
struct Today {
    frame: Frame,
    day: Option<String>,
    /// The same as people write it.
    day_in_words: String,
    total_reports: i64,
    total_events: i64,
    chart: Chart,
    alerts: Vec<Alert>,
    happenings: Vec<Told>,
    events: Vec<Event>,
    reports: Vec<ReportRow>,
}

view!(Today, [day, total_reports, total_events, chart, alerts, happenings, events, reports], rows events as Event);

/// A happening of the week.
#[derive(Clone, Debug, Serialize)]
struct Told {
    happening: i64,
    day: Option<String>,
    kind: String,
    mode: Option<String>,
    quad: String,
    /// The sentence of the mention that stands for all.
    text: String,
    place: Option<String>,
    actor: String,
    actor_names: String,
    recipient: String,
    recipient_names: String,
    reports: usize,
    standing: String,
    denying: Option<String>,
}

impl Told {
    fn actors(&self) -> Vec<Person> {
        super::rows::people(&self.actor_names, &self.actor)
    }

    fn recipients(&self) -> Vec<Person> {
        super::rows::people(&self.recipient_names, &self.recipient)
    }

    fn day_or_dash(&self) -> &str {
        self.day.as_deref().unwrap_or("–")
    }

    fn quad_class(&self) -> String {
        class(&self.quad)
    }
}

/// The week up to the last day of publication in the archive.
pub fn page(context: &Context) -> Result<Box<dyn View>, Fault> {
    let frame = Frame::list("Today", "Today", context.request);
    let totals = context.archive.totals().map_err(fault)?;
    let Some(last) = totals.last_published.as_deref().and_then(|day| day.parse::<Date>().ok()) else {
        return Ok(Box::new(Today { frame, ..Today::default() }));
    };
    let week = last.saturating_sub(6.days());
    let filter = Filter { since: Some(week), until: Some(last), ..Filter::default() };
    Ok(Box::new(Today {
        frame,
        day: Some(last.to_string()),
        day_in_words: last.strftime("%-d %B %Y").to_string(),
        total_reports: totals.reports,
        total_events: totals.events,
        alerts: alerts::newest(context, ALERTS)?,
        chart: charts::chart(context, &filter, By::Day)?,
        happenings: told(context, week, last)?,
        events: events::find(context, &filter, SHOWN)?,
        reports: gather::rows(context.archive, &questions::reports(&Filter::default(), SHOWN))?,
    }))
}

/// The happenings of the week that matter most: told by several independent reports, disputed, material.
fn told(context: &Context, first: Date, last: Date) -> Result<Vec<Told>, Fault> {
    let kinds = &context.guide.codebook.types;
    let material: Vec<&str> =
        kinds.iter().filter(|kind| kind.quad.starts_with("material")).map(|kind| kind.name.as_str()).collect();
    let ids = context.archive.weightiest(first, last, &material, SHOWN).map_err(fault)?;
    let found = ids.into_iter().filter_map(|id| happenings::one(context.archive, id).transpose());
    let found: Vec<happenings::Happening> = found.collect::<Result<_, _>>().map_err(fault)?;
    let told = |h: happenings::Happening| Told {
        happening: h.happening,
        day: h.day,
        quad: quad(&h.kind, context.guide).to_string(),
        kind: h.kind,
        mode: h.mode,
        text: h.text,
        place: h.place,
        actor: h.actor,
        actor_names: h.actor_names,
        recipient: h.recipient,
        recipient_names: h.recipient_names,
        reports: h.independent,
        standing: h.standing,
        denying: h.denying,
    };
    Ok(found.into_iter().map(told).collect())
}
