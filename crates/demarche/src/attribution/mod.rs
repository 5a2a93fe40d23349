//! Who says what, and how certain it is.
//!
//! In: [`Text`], [`Syntax`], [`Entities`], [`Actors`]. Out: [`Attributions`]: each stretch of content that the report
//! gives to someone else, with its source and cue (the terms of PARC and PolNeAR), nested to any depth; the
//! factuality of every predicate by FactBank's values, as its innermost source commits to it; and whom the first and
//! second persons of quotations stand for.

mod claims;
mod content;
pub(crate) mod cues;
mod edges;
mod ends;
mod factuality;
mod finding;
mod headlines;
mod nesting;
mod persons;
mod quotes;
pub(crate) mod scene;
mod sources;
mod speech;
mod surface;

pub use cues::Cues;

use crate::actors::Actors;
use crate::entities::Entities;
use crate::learned::Impressions;
use crate::span::Span;
use crate::syntax::Syntax;
use crate::text::Text;
use crate::ways::Way;
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
    /// Who says it, where the report names somebody.
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
    /// By which ways its parts were found.
    pub by: By,
}

/// By which ways of `en/ways.tsv` the parts of an attribution were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct By {
    pub cue: Way,
    pub source: Way,
    pub content: Way,
}

impl By {
    /// Each slot with its way.
    pub fn slots(&self) -> [(&'static str, Way); 3] {
        [("cue", self.cue), ("source", self.source), ("content", self.content)]
    }
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
    /// Every value, from certainly not to certainly.
    pub const ALL: [Factuality; 7] = [
        Factuality::CertainNot,
        Factuality::ProbableNot,
        Factuality::PossibleNot,
        Factuality::Uncommitted,
        Factuality::Possible,
        Factuality::Probable,
        Factuality::Certain,
    ];

    /// The value on the other side: certainly becomes certainly not; uncommitted stays.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::from_strength(-(self as i8 - 3))
    }

    /// The value of the same strength that holds.
    #[must_use]
    pub fn affirmed(self) -> Self {
        Self::from_strength(self.strength())
    }

    /// How sure: 0 uncommitted, 1 possible, 2 probable, 3 certain.
    pub fn strength(self) -> i8 {
        (self as i8 - 3).abs()
    }

    /// The value with this strength, negative for what does not hold; beyond 3 it is certain.
    pub fn from_strength(strength: i8) -> Self {
        Self::ALL[(strength.clamp(-3, 3) + 3) as usize]
    }

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

    /// The value that FactBank writes so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.as_str() == name)
    }

    /// PLOVER's auxiliary modes of an event of this certainty: whether it is to come, only thought of, or not so.
    pub fn auxiliary(self) -> Vec<&'static str> {
        let doubt = match self.affirmed() {
            Factuality::Probable => Some("future"),
            Factuality::Possible | Factuality::Uncommitted => Some("hypothetical"),
            _ => None,
        };
        let negation = (self < Factuality::Uncommitted).then_some("negation");
        doubt.into_iter().chain(negation).collect()
    }
}

/// Finds the attributions of a report and the certainty of its predicates; what the learned reader takes for no cue is none,
/// where its `impressions` are given.
pub fn attribute(
    text: &Text,
    syntax: &Syntax,
    entities: &Entities,
    actors: &Actors,
    cues: &Cues,
    impressions: Option<&Impressions>,
) -> Attributions {
    let mut scene = scene::Scene::new(text, syntax, entities, actors, cues);
    scene.impressions = impressions;
    let claims = speech::join(&scene, finding::find(&scene));
    let mut tree = nesting::nest(&scene, claims);
    let of_mention = persons::resolve(&scene, &mut tree);
    let factuality = factuality::assess(&scene, &tree.attributions, &tree.innermost);
    edges::settle(&scene, &mut tree);
    Attributions { attributions: tree.attributions, innermost: tree.innermost, factuality, of_mention }
}

#[cfg(test)]
mod tests {
    use super::Factuality;

    #[test]
    fn auxiliary_modes_follow_from_the_certainty() {
        let of = |name: &str| Factuality::named(name).map(Factuality::auxiliary);
        for (name, modes) in [
            ("CT+", &[][..]),
            ("PR+", &["future"]),
            ("PS+", &["hypothetical"]),
            ("Uu", &["hypothetical"]),
            ("PS-", &["hypothetical", "negation"]),
            ("PR-", &["future", "negation"]),
            ("CT-", &["negation"]),
        ] {
            assert_eq!(of(name).as_deref(), Some(modes), "{name}");
        }
        assert_eq!(of("maybe"), None);
    }
}
