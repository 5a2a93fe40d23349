//! Who did what to whom, when and where.
//!
//! In: all earlier stages. Out: [`Events`], coded by PLOVER's 16 types with the frames of the [`Codebook`]; each event
//! names the frame that coded it.

use crate::actors::{Actor, Actors};
use crate::attribution::{Attributions, Factuality};
use crate::dates::Dates;
use crate::entities::Entities;
use crate::knowledge::KnowledgeError;
use crate::places::Places;
use crate::span::Span;
use crate::syntax::Syntax;
use crate::text::Text;
use jiff::civil::Date;
use std::ops::Range;

/// The events of a report, in text order.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// All events.
    pub events: Vec<Event>,
    /// Actors that events need and no mention names, such as the unknown doer; they follow those of [`Actors`].
    pub unnamed: Vec<Actor>,
}

/// Something that somebody did.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The sentence that reports it.
    pub sentence: usize,
    /// The PLOVER type: `ACCUSE`.
    pub kind: String,
    /// The PLOVER mode: `disapprove`.
    pub mode: Option<String>,
    /// The PLOVER contexts: `military`.
    pub contexts: Vec<String>,
    /// The words that name it.
    pub trigger: Range<usize>,
    /// The most telling of them.
    pub trigger_head: usize,
    /// Who did it; all parties of a mutual act. Numbers of [`Actors`], then of [`Events::unnamed`].
    pub actor: Vec<usize>,
    /// To whom it was done.
    pub recipient: Vec<usize>,
    /// When it happened: the expression that says so, if one does, and the days, first and last.
    pub date: Option<When>,
    /// Where it happened: a number of [`Places`].
    pub place: Option<usize>,
    /// How far its innermost source commits to it.
    pub factuality: Factuality,
    /// PLOVER's auxiliary modes: `historical`, `future`, `hypothetical`, `negation`.
    pub auxiliary: Vec<&'static str>,
    /// The innermost attribution whose content holds the trigger.
    pub attribution: Option<usize>,
    /// The frame that coded it: `events/en/accuse#concerned`.
    pub rule: String,
    /// How likely it is right, 0 to 1.
    pub confidence: f32,
}

/// When an event happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// The number of the expression that says so; none where it follows from the day of publication or of another
    /// event.
    pub expression: Option<usize>,
}

/// The types, modes and contexts, and the frames that code them.
#[derive(Clone, Debug, Default)]
pub struct Codebook {}

impl Codebook {
    /// The shipped code book.
    ///
    /// # Errors
    /// Where an entry cannot be read.
    pub fn shipped() -> Result<Self, Vec<KnowledgeError>> {
        Codebook::parse(crate::knowledge::folder("events/en/"))
    }

    /// A code book from files: names and texts.
    ///
    /// # Errors
    /// Every entry that cannot be read, with file and line.
    pub fn parse<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<KnowledgeError>> {
        let _ = files;
        Ok(Codebook {})
    }
}

/// What [`extract`] reads.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Input<'a> {
    pub text: &'a Text<'a>,
    pub syntax: &'a Syntax,
    pub entities: &'a Entities,
    pub dates: &'a Dates,
    pub places: &'a Places,
    pub actors: &'a Actors,
    pub attributions: &'a Attributions,
    pub published: Option<Date>,
}

/// Codes the events of a report.
pub fn extract(input: Input, codebook: &Codebook) -> Events {
    let _ = (input, codebook, Span::default());
    Events::default()
}
