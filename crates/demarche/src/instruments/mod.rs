//! Treaties, resolutions and other legal instruments, and what is done with them.
//!
//! In: all earlier stages. Out: [`Instruments`]: links between an act and an instrument of the [`Register`] or a new
//! one named in the report.
//!
//! How it is decided:
//! 1. [`names`] finds what names an instrument: a name of the register (`en/register.tsv`), a numbered act of a series
//!    (`en/series.tsv`: "Resolution 1718"), or a noun phrase whose head is a kind of instrument (`en/kinds.tsv`: "a
//!    weapons agreement"); a later "the accord" is the one named before.
//! 2. [`relations`] looks up the tree for a word that says what is done with it (`en/relations.tsv`: "in breach of",
//!    "signed"). A mention without one is not linked.
//! 3. The parties are the actors of the event there, else the subject of that word.

mod names;
mod parties;
mod register;
mod relations;

pub use register::Register;

use crate::actors::Actors;
use crate::attribution::{Attributions, Factuality};
use crate::entities::Entities;
use crate::events::Events;
use crate::span::Span;
use crate::syntax::Syntax;
use crate::text::Text;

/// The links of a report, in text order.
#[derive(Clone, Debug, Default)]
pub struct Instruments {
    /// All links.
    pub links: Vec<Link>,
}

/// A mention of an instrument that ties an act to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words that name the instrument.
    pub span: Span,
    /// Its identifier in the register, or one made of parties, subject and year; none where it has neither.
    pub instrument: Option<String>,
    /// Its name as written.
    pub name: String,
    /// `violates`, `complies`, `signs`, `ratifies`, `withdraws`, `invokes`, `imposes`, `extends`, `lifts`, `provides`.
    pub relation: String,
    /// The actors held to it or making it.
    pub parties: Vec<usize>,
    /// The number of the event.
    pub event: Option<usize>,
    /// How far the innermost source commits to it.
    pub factuality: Factuality,
    /// The innermost attribution that holds it.
    pub attribution: Option<usize>,
    /// What decided it: the row of `relations.tsv`.
    pub rule: String,
}

/// What [`link`] reads.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Input<'a> {
    pub text: &'a Text<'a>,
    pub syntax: &'a Syntax,
    pub entities: &'a Entities,
    pub actors: &'a Actors,
    pub attributions: &'a Attributions,
    pub events: &'a Events,
}

/// Links the acts of a report to instruments.
pub fn link(input: Input, register: &Register) -> Instruments {
    let mut known = names::Known::default();
    let mut links = Vec::new();
    for name in names::find(input, register) {
        let relations = relations::of(input, &name, register);
        let first = relations.first().map(|found| parties::of(input, found)).unwrap_or_default();
        let year = relations.first().and_then(|found| parties::year(input, found));
        let instrument = names::identify(input, &name, &first, year, &mut known);
        links.extend(relations.iter().map(|found| write(input, &name, found, instrument.clone())));
    }
    Instruments { links }
}

fn write(input: Input, name: &names::Name, found: &relations::Found, instrument: Option<String>) -> Link {
    let span = input.text.span(name.tokens.clone());
    Link {
        span,
        instrument,
        name: span.of(input.text.source).to_string(),
        relation: found.relation.to_string(),
        parties: parties::of(input, found),
        event: parties::event(input, found.word),
        factuality: input.attributions.factuality[found.word].unwrap_or(Factuality::Certain),
        attribution: input.attributions.innermost[found.word],
        rule: format!("instruments/en/relations#{}", found.rule),
    }
}
