//! Temporal expressions and the days they mean.
//!
//! In: [`Text`], [`Syntax`], the day of publication. Out: [`Dates`]: every expression with its type and value by
//! TIMEX3 (TimeML 1.2.1), and the days it covers where they are known.
//!
//! Decided in four steps:
//! 1. `readings`: what each token may be: a month, a day, a number of several words, by the tables of `en/` or by its
//!    shape;
//! 2. `matching`: the longest pattern of the rule files in `en/` that holds at a token;
//! 3. `recipes`: what it means, counted from the day of publication, or for "two days later" from the time last named;
//!    `tense` says whether "Thursday" lies before or after;
//! 4. `edges`: "early", "nearly", "or so" beside it; an hour and its day become one.
//!
//! Weeks begin on Monday; seasons are March to May, June to August, September to November, December to February; a
//! fiscal year is taken for the calendar's.

mod edges;
mod feasts;
mod finding;
mod matching;
mod readings;
mod recipes;
mod rules;
mod setting;
mod tense;
mod values;
mod words;

pub use words::Words;

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

/// Finds the temporal expressions of a report and resolves them against the day of publication.
pub fn resolve(text: &Text, syntax: &Syntax, published: Option<Date>, words: &Words) -> Dates {
    let readings = readings::Readings::new(text, syntax, words);
    Dates { expressions: finding::Finder { text, syntax, published, words, readings }.find() }
}

impl Dates {
    /// The expressions that share a token with this run, in text order.
    pub fn within(&self, tokens: Range<usize>) -> impl Iterator<Item = &Expression> {
        let first = self.expressions.partition_point(|e| e.tokens.end <= tokens.start);
        self.expressions[first..].iter().take_while(move |e| e.tokens.start < tokens.end)
    }

    /// The expressions that end before token `i`, the nearest first.
    pub fn before(&self, i: usize) -> impl Iterator<Item = &Expression> {
        let end = self.expressions.partition_point(|e| e.tokens.end <= i);
        self.expressions[..end].iter().rev()
    }

    /// The expressions that begin at token `i` or after it, the nearest first.
    pub fn after(&self, i: usize) -> impl Iterator<Item = &Expression> {
        self.expressions[self.expressions.partition_point(|e| e.tokens.start < i)..].iter()
    }
}

impl Expression {
    /// Whether it hangs on a day that is not known: `XXXX-WXX-4` without a day of publication.
    pub fn is_unresolved(&self) -> bool {
        self.kind != Kind::Set && self.value.contains("XX")
    }
}
