//! Treaties, resolutions and other legal instruments, and what is done with them.
//!
//! In: all earlier stages. Out: [`Instruments`]: links between an act and an instrument of the [`Register`] or a new
//! one named in the report.
//!
//! How it is decided:
//! 1. [`names`] finds what names an instrument: a name of the register (`en/register.tsv`, `en/resolutions.tsv`; where a
//!    short name has several meanings, `en/ambiguous.tsv` and the report's words choose), a numbered act of a series
//!    (`en/series.tsv`: "Resolution 1718"), or a noun phrase whose head is a kind of instrument (`en/kinds.tsv`: "a
//!    weapons agreement").
//! 2. [`relations`] looks up the tree for a word that says what is done with it (`en/relations.tsv`: "in breach of",
//!    "signed"). A mention without one is not linked.
//! 3. The [`parties`] are the actors of the event there, else the subject of that word.
//! 4. [`identity`]: a later "the accord" is the one named before; a new agreement gets an identifier of parties, subject
//!    and year.
//! 5. [`provisions`] cuts out what an instrument provides, imposes, extends or lifts.

mod identity;
mod names;
mod parties;
mod provisions;
mod register;
mod relations;
mod tables;

pub use register::{Instrument, Register};
pub use tables::KNOWN_RELATIONS;

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
    /// What is known of it: from the register; of a new one, what the report tells.
    pub about: Instrument,
    /// `violates`, `complies`, `signs`, `ratifies`, `withdraws`, `invokes`, `imposes`, `extends`, `lifts`, `provides`.
    pub relation: String,
    /// The actors held to it or making it.
    pub parties: Vec<usize>,
    /// What it provides, imposes, extends or lifts, in the report's words.
    pub what: Option<Span>,
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
    let mut known = identity::Known::default();
    let mut links = Vec::new();
    for name in names::find(input, register) {
        let relations = relations::of(input, &name, register);
        let is_loose = name.is_part && known.is_empty();
        if is_loose || name.is_pronoun && relations.is_empty() {
            continue;
        }
        let identity = identity::of(input, &name, relations.first(), register, &mut known);
        links.extend(relations.iter().map(|found| write(input, &name, found, identity.clone())));
    }
    Instruments { links }
}

/// How certain a relation is: as certain as its word; but what a text in force lays down for the future it lays down now.
fn factuality(input: Input, name: &names::Name, found: &relations::Found) -> Factuality {
    let of_word = input.attributions.factuality[found.word].unwrap_or(Factuality::Certain);
    let lays_down = found.relation == relations::PROVIDES && !name.is_draft;
    match of_word {
        of_word if found.failed => of_word.negated(),
        Factuality::Probable | Factuality::Uncommitted if lays_down => Factuality::Certain,
        of_word => of_word,
    }
}

fn write(input: Input, name: &names::Name, found: &relations::Found, identity: identity::Identity) -> Link {
    let span = input.text.span(name.tokens.clone());
    Link {
        span,
        instrument: identity.id,
        name: span.of(input.text.source).to_string(),
        about: identity.about,
        relation: found.relation.clone(),
        parties: parties::of(input, found),
        what: provisions::of(input, name, found).map(|tokens| input.text.span(tokens)),
        event: parties::event(input, found.word),
        factuality: factuality(input, name, found),
        attribution: input.attributions.innermost[found.word],
        rule: format!("instruments/en/relations#{}", found.rule),
    }
}
