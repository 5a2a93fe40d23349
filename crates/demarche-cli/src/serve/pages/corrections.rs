//! What people corrected: a list, also as cases for the benchmarks.

use super::macros::view;
use super::{Context, Frame};
use crate::serve::answers::{Fault, View};
use crate::serve::gather::fault;
use askama::Template;
use demarche_archive::corrections::Correction;
use demarche_archive::regroupings::Regrouping;

/// The columns of the list in CSV.
struct Columns;

impl Columns {
    const COLUMNS: &[&str] = &[
        "correction",
        "report",
        "event",
        "ref",
        "start",
        "type",
        "what",
        "before",
        "value",
        "author",
        "note",
        "made",
        "undone",
        "undone_by",
    ];
}

#[derive(Template)]
#[template(path = "corrections.html")]
struct List {
    frame: Frame,
    corrections: Vec<Correction>,
    regroupings: Vec<Regrouping>,
}

view!(List, [corrections, regroupings], rows corrections as Columns);

/// All corrections, the latest first, and what was joined and parted.
pub fn page(context: &Context) -> Result<Box<dyn View>, Fault> {
    let mut corrections = context.archive.corrections(None).map_err(fault)?;
    corrections.reverse();
    let regroupings = context.archive.regroupings(None).map_err(fault)?;
    Ok(Box::new(List { frame: Frame::list("Corrections", "", context.request), corrections, regroupings }))
}
