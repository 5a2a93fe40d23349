//! Temporal expressions and the days they mean.
//!
//! In: [`Text`], [`Syntax`], the day of publication. Out: [`Dates`]: every expression with its type and value by
//! TIMEX3 (TimeML 1.2.1), and the days it covers where they are known.

use crate::knowledge::KnowledgeError;
use crate::span::Span;
use crate::syntax::Syntax;
use crate::text::Text;
use jiff::civil::Date;
use std::ops::Range;

/// The temporal expressions of a report, in text order.
#[derive(Clone, Debug, Default)]
pub struct Dates {
    /// All expressions.
    pub expressions: Vec<Expression>,
}

/// A temporal expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Where it stands.
    pub span: Span,
    /// Its type.
    pub kind: Kind,
    /// Its value, as TIMEX3 writes it: `2024-06-20`, `P3D`, `2024-W25`, `PRESENT_REF`.
    pub value: String,
    /// The days it covers, first and last; none where it names no stretch of the calendar.
    pub days: Option<(Date, Date)>,
    /// What decided it.
    pub rule: String,
}

/// The types of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A calendar time of a day or longer.
    Date,
    /// A time of day.
    Time,
    /// A stretch of time.
    Duration,
    /// A recurring time.
    Set,
}

impl Kind {
    /// The type's name in TIMEX3.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Date => "DATE",
            Kind::Time => "TIME",
            Kind::Duration => "DURATION",
            Kind::Set => "SET",
        }
    }
}

/// The words for times.
#[derive(Clone, Debug, Default)]
pub struct Words {}

impl Words {
    /// The shipped words.
    ///
    /// # Errors
    /// Where a row cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        Ok(Words {})
    }
}

/// Finds the temporal expressions of a report and resolves them against the day of publication.
pub fn resolve(text: &Text, syntax: &Syntax, published: Option<Date>, words: &Words) -> Dates {
    let _ = (text, syntax, published, words);
    Dates::default()
}
