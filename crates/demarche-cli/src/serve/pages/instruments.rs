//! Treaties and resolutions: who is said to do what to them.

use super::actors::country_name;
use super::macros::view;
use super::rows::Link;
use super::{Context, Frame, Turn, filters};
use crate::serve::answers::{Fault, View};
use crate::serve::gather;
use askama::Template;
use demarche::instruments::Instrument;
use demarche_archive::Filter;
use demarche_archive::questions::{self, Cut};

#[derive(Template)]
#[template(path = "instruments.html")]
struct List {
    frame: Frame,
    heading: String,
    facts: Vec<(&'static str, String)>,
    links: Vec<Link>,
    turn: Turn,
}

view!(List, [heading, facts, links, turn], rows links as Link);

/// All links to instruments, newest first.
pub fn list(context: &Context) -> Result<Box<dyn View>, Fault> {
    let filter = filters::filter(context.request, context.guide)?;
    show(context, &filter, "Treaties and resolutions".to_string(), None)
}

/// The links to one instrument.
pub fn one(context: &Context) -> Result<Box<dyn View>, Fault> {
    let asked = context.request.part("instrument").to_string();
    let filter = Filter { instruments: vec![asked.clone()], ..filters::filter(context.request, context.guide)? };
    let known = context.guide.register.instrument(&asked);
    let heading = known.map_or_else(|| asked.clone(), |known| format!("{} ({asked})", known.title));
    show(context, &filter, heading, known)
}

fn show(
    context: &Context,
    filter: &Filter,
    heading: String,
    known: Option<&Instrument>,
) -> Result<Box<dyn View>, Fault> {
    let number = Turn::asked(context.request);
    let cut = Cut { limit: Some(Turn::limit(number)), ..Cut::default() };
    let question = questions::instruments(filter, &cut).skipping(Turn::before(number));
    let (links, turn) = Turn::of_page(gather::rows(context.archive, &question)?, number, context.request);
    let frame = Frame::list(&heading, "Instruments", context.request);
    let facts = known.map(|known| facts(context, known)).unwrap_or_default();
    Ok(Box::new(List { frame, heading, facts, links, turn }))
}

/// What the register knows of an instrument.
fn facts(context: &Context, known: &Instrument) -> Vec<(&'static str, String)> {
    let country = |code: &String| country_name(context, code);
    let parties = known.parties.iter().map(country).collect::<Vec<_>>().join(", ");
    let facts = [
        ("Kind", known.kind.clone()),
        ("Signed or adopted", known.signed.clone().unwrap_or_default()),
        ("In force", known.in_force.clone().unwrap_or_default()),
        ("Parties or state concerned", parties),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
