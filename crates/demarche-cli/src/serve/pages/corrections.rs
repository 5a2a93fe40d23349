//! What people corrected: a list, also as cases for the benchmarks.

use super::macros::view;
use super::{Context, Frame};
use crate::serve::answers::{Fault, View};
use crate::serve::gather::fault;
use askama::Template;
use demarche_archive::corrections::Correction;

/// The columns of the list in CSV.
struct Columns;

impl Columns {
    const COLUMNS: &[&str] =
        &["correction", "report", "event", "ref", "start", "type", "what", "before", "value", "author", "note", "made"];
}

#[derive(Template)]
#[template(path = "corrections.html")]
struct List {
    frame: Frame,
    corrections: Vec<Correction>,
}

view!(List, [corrections], rows corrections as Columns);

/// All corrections, in the order in which they were made.
pub fn page(context: &Context) -> Result<Box<dyn View>, Fault> {
    let corrections = context.archive.corrections(None).map_err(fault)?;
    Ok(Box::new(List { frame: Frame::list("Corrections", "", context.request), corrections }))
}
