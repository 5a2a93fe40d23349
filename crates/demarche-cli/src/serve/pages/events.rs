//! Lists of events.

use super::charts::{self, Chart};
use super::filters::{self, Asked};
use super::macros::view;
use super::rows::{Event, with_quads};
use super::{Context, Frame, Turn};
use crate::serve::answers::{Fault, View};
use crate::serve::gather;
use askama::Template;
use demarche_archive::Filter;
use demarche_archive::questions::{self, Cut};

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
    let filter = filters::filter(context.request)?;
    let number = Turn::asked(context.request);
    let found = find(context, &filter, Turn::limit(number))?;
    let (events, turn) = Turn::cut(found, number, context.request);
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
    Ok(with_quads(gather::rows(context.archive, &questions::events(filter, &cut))?, context.guide))
}
