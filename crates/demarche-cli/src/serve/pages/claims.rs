//! Lists of claims: who said what.

use super::filters::{self, Asked};
use super::macros::view;
use super::rows::Claim;
use super::{Context, Frame, Turn};
use crate::serve::answers::{Fault, View};
use crate::serve::gather;
use askama::Template;
use demarche_archive::questions::{self, Cut};

#[derive(Template)]
#[template(path = "claims.html")]
struct List {
    frame: Frame,
    asked: Asked,
    claims: Vec<Claim>,
    turn: Turn,
}

view!(List, [claims, turn], rows claims as Claim);

/// The claims that a filter means, newest first.
pub fn list(context: &Context) -> Result<Box<dyn View>, Fault> {
    let filter = filters::filter(context.request, context.guide)?;
    let number = Turn::asked(context.request);
    let cut = Cut { limit: Some(Turn::limit(number)), ..Cut::default() };
    let question = questions::claims(&filter, &cut).skipping(Turn::before(number));
    let (claims, turn) = Turn::of_page(gather::rows(context.archive, &question)?, number, context.request);
    let frame = Frame::list("Claims", "Claims", context.request);
    Ok(Box::new(List { frame, asked: Asked::of(context.request, context.guide), claims, turn }))
}
