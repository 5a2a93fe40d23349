//! Treaties, resolutions and other legal instruments, and what is done with them.
//!
//! In: all earlier stages. Out: [`Instruments`]: links between an act and an instrument of the [`Register`] or a new
//! one named in the report.

use crate::actors::Actors;
use crate::attribution::{Attributions, Factuality};
use crate::entities::Entities;
use crate::events::Events;
use crate::knowledge::KnowledgeError;
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
    /// What decided it.
    pub rule: String,
}

/// The register of instruments.
#[derive(Clone, Debug, Default)]
pub struct Register {}

impl Register {
    /// The shipped register.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        Ok(Register {})
    }
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
    let _ = (input, register);
    Instruments::default()
}
