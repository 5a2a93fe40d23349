//! Who did what to whom, when and where.
//!
//! In: all earlier stages. Out: [`Events`], coded by PLOVER's 16 types with the frames of the [`Codebook`]; each event
//! names the frame that coded it.
//!
//! How it is decided: each verb, noun and adjective is looked up in the code book by its lemma (`matching`); of the
//! frames whose conditions hold the narrowest wins. Its roles are read off the tree (`clauses`, `roles`) and filled
//! with the actors that the words stand for (`cast`). What the sentence leaves open comes from the clauses around it
//! and from what the report told before (`recalling`). The settled cases of the code book turn plans into agreements
//! and drop what is told twice (`settling`). The judge weighs all that beside what the learned reader sees in the words, and adds
//! what only that one sees (`judge`). Then each event gets its day (`days`, `timing`), its place (`placing`), its
//! contexts and its confidence.

mod cast;
mod choosing;
mod classes;
mod codebook;
mod confidence;
mod contexts;
mod dating;
mod days;
mod frames;
mod inflection;
mod judge;
mod matching;
mod placing;
mod recalling;
mod roles;
mod settling;
mod timing;
mod unnamed;
mod weighing;

pub use codebook::{Codebook, Type};
pub use confidence::{SIGNS, Scale, Signs};
pub use contexts::Contexts;
pub use frames::{Frame, Part, Role, Words};
pub use judge::Judge;
pub use weighing::{Share, Weighed, Weighing, total, weigh};

pub(crate) use matching::{Coding, codings, near_codings};
pub(crate) use roles::Scene;

use crate::actors::{Actor, Actors};
use crate::attribution::{Attributions, Factuality};
use crate::dates::Dates;
use crate::entities::Entities;
use crate::learned::Impressions;
use crate::places::Places;
use crate::syntax::Syntax;
use crate::text::Text;
use crate::ways::Way;
use jiff::civil::Date;
use judge::Court;
use std::ops::Range;
use unnamed::Unnamed;

/// The events of a report, in text order.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// All events.
    pub events: Vec<Event>,
    /// Actors that events need and no mention names, such as the unknown doer; they follow those of [`Actors`].
    pub unnamed: Vec<Actor>,
    /// The words of events that were read but are too unlikely to keep, and how likely they are.
    pub unlikely: Vec<(Range<usize>, f32)>,
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
    /// By which ways its slots were filled.
    pub by: By,
    /// How likely it is right, 0 to 1.
    pub confidence: f32,
    /// What that likelihood rests on.
    pub signs: Signs,
}

/// By which ways of `en/ways.tsv` the slots of an event were filled; empty where they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct By {
    pub actor: Way,
    pub recipient: Way,
    pub date: Way,
    pub place: Way,
}

impl By {
    /// Each slot with its way.
    pub fn slots(&self) -> [(&'static str, Way); 4] {
        [("actor", self.actor), ("recipient", self.recipient), ("date", self.date), ("place", self.place)]
    }
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
    /// What the learned reader sees; without it frames and ways decide alone.
    pub impressions: Option<&'a Impressions<'a>>,
}

/// Codes the events of a report.
pub fn extract(input: Input, codebook: &Codebook) -> Events {
    let scene = Scene::new(input, codebook);
    let mut found = settling::settle(&scene, codebook, best_codings(&scene, codebook));
    let weights = codebook.judge.as_ref().zip(input.impressions);
    let court = weights.map(|(judge, impressions)| Court { scene: &scene, codebook, judge, impressions });
    if let Some(court) = &court {
        let mut unnamed = Unnamed { actors: &mut found.unnamed, named: input.actors.actors.len() };
        found.events = court.hear(std::mem::take(&mut found.events), &mut unnamed);
    }
    timing::date(&scene, &codebook.ways, &mut found.events);
    if let Some(court) = &court {
        court.judge_days(&mut found.events);
    }
    timing::mark_history(&scene, &mut found.events);
    placing::place(&scene, &codebook.ways, &mut found.events);
    contexts::show(&input, &codebook.contexts, &mut found.events);
    let is_kept = |event: &Event| !input.text.is_stock(event.trigger_head);
    found.events.retain(is_kept);
    drop_unlikely(&mut found, |event| event.confidence >= floor(codebook, input.impressions, &event.kind));
    found
}

/// From which likelihood on events of a type are kept: the judge's, of types that were not learnt that of their frames.
fn floor(codebook: &Codebook, impressions: Option<&Impressions>, kind: &str) -> f32 {
    match (&codebook.judge, impressions) {
        (Some(judge), Some(impressions)) if impressions.knows(kind) => judge.floor,
        _ => codebook.scale.floor,
    }
}

/// Takes out what is less likely than the floor; it has helped to date and place the rest.
fn drop_unlikely(found: &mut Events, is_kept: impl Fn(&Event) -> bool) {
    let (kept, dropped) = std::mem::take(&mut found.events).into_iter().partition(is_kept);
    found.events = kept;
    let dropped: Vec<Event> = dropped;
    found.unlikely = dropped.into_iter().map(|e| (e.trigger, e.confidence)).collect();
}

/// The winning frame of each word, without the nouns that the frame of a verb has taken in.
fn best_codings(scene: &Scene, codebook: &Codebook) -> Vec<Coding> {
    let words = 0..scene.grammar.syntax.words().len();
    let mut best: Vec<Coding> = words.filter_map(|at| codings(scene, codebook, at).into_iter().next()).collect();
    let taken: Vec<usize> = best.iter().filter_map(|c| c.object).collect();
    best.retain(|c| !taken.contains(&c.head));
    best
}
