//! Search: words and filters in one line.

use super::macros::view;
use super::rows::{Claim, Event};
use super::{Context, Frame, Turn, events, filters};
use crate::serve::answers::{Fault, View};
use crate::serve::gather;
use askama::Template;
use demarche_archive::questions::{self, Cut};

/// How many claims are shown beside the events.
const CLAIMS: usize = 25;

#[derive(Template, Default)]
#[template(path = "search.html")]
struct Search {
    frame: Frame,
    message: Option<String>,
    events: Vec<Event>,
    claims: Vec<Claim>,
    turn: Turn,
}

view!(Search, [message, events, claims, turn], rows events as Event);

/// The events and claims that a line means.
pub fn page(context: &Context) -> Result<Box<dyn View>, Fault> {
    let frame = Frame::list("Search", "", context.request);
    let Some(line) = context.request.value("q") else {
        return Ok(Box::new(Search { frame, ..Search::default() }));
    };
    match found(context, line) {
        Ok((events, turn, claims)) => Ok(Box::new(Search { frame, message: None, events, claims, turn })),
        // A line that cannot be read is said beside the box, where it can be mended.
        Err(Fault::Wrong(message)) if !context.request.path.starts_with("/api/") => {
            Ok(Box::new(Search { frame, message: Some(message), ..Search::default() }))
        }
        Err(other) => Err(other),
    }
}

fn found(context: &Context, line: &str) -> Result<(Vec<Event>, Turn, Vec<Claim>), Fault> {
    let filter = filters::of_line(line, context.guide)?;
    let number = Turn::asked(context.request);
    let (events, turn) = events::page(context, &filter, number)?;
    let cut = Cut { limit: Some(CLAIMS), ..Cut::default() };
    let claims = gather::rows(context.archive, &questions::claims(&filter, &cut))?;
    Ok((events, turn, claims))
}
