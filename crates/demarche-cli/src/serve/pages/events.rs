//! Lists of events.

use super::charts::{self, Chart};
use super::filters::{self, Asked};
use super::macros::view;
use super::rows::{Correction, Event, with_quads};
use super::{Context, Frame, Turn};
use crate::serve::answers::{Fault, View};
use crate::serve::gather::{self, fault};
use askama::Template;
use demarche_archive::Filter;
use demarche_archive::questions::{self, Cut};
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "events.html")]
struct List {
    frame: Frame,
    asked: Asked,
    chart: Chart,
    events: Vec<Event>,
    turn: Turn,
}

view!(List, [events, chart, turn], rows events as Event);

/// The events that a filter means, newest first.
pub fn list(context: &Context) -> Result<Box<dyn View>, Fault> {
    let filter = filters::filter(context.request, context.guide)?;
    let number = Turn::asked(context.request);
    let (events, turn) = page(context, &filter, number)?;
    Ok(Box::new(List {
        frame: Frame::list("Events", "Events", context.request),
        asked: Asked::of(context.request, context.guide),
        chart: charts::counts(context, &filter)?,
        events,
        turn,
    }))
}

/// Up to `limit` events, newest first.
///
/// # Errors
/// Those of the filter and the archive.
pub fn find(context: &Context, filter: &Filter, limit: usize) -> Result<Vec<Event>, Fault> {
    let cut = Cut { limit: Some(limit), ..Cut::default() };
    shown(context, gather::rows(context.archive, &questions::events(filter, &cut))?)
}

/// A page of events, newest first, and where it stands.
///
/// # Errors
/// Those of the filter and the archive.
pub fn page(context: &Context, filter: &Filter, number: usize) -> Result<(Vec<Event>, Turn), Fault> {
    let cut = Cut { limit: Some(Turn::limit(number)), ..Cut::default() };
    let question = questions::events(filter, &cut).skipping(Turn::before(number));
    let (events, turn) = Turn::of_page(gather::rows(context.archive, &question)?, number, context.request);
    Ok((shown(context, events)?, turn))
}

/// Events of the archive with their kind of act and what people corrected of them.
///
/// # Errors
/// Those of the archive.
pub fn shown(context: &Context, events: Vec<Event>) -> Result<Vec<Event>, Fault> {
    let mut events = with_quads(events, context.guide);
    // Most archives and most pages have none.
    if context.archive.has_corrections().map_err(fault)? {
        let reports: BTreeSet<i64> = events.iter().map(|event| event.report).collect();
        for report in reports {
            for made in context.archive.corrections(Some(report)).map_err(fault)? {
                let of = events.iter_mut().filter(|event| made.event == Some(event.event));
                of.for_each(|event| event.corrections.push(Correction::of(&made)));
            }
        }
    }
    Ok(events)
}
