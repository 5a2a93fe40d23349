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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;
    use jiff::civil::date;

    /// Any row of words for times is read without a fault, expressions in order, their days the right way round.
    #[test]
    fn any_words_are_read() {
        let tables = (Words::shipped().expect("the tables load"), text::Words::shipped().expect("the tables load"));
        let mut pieces: Vec<&str> = tables.0.entries.keys().copied().collect();
        pieces.sort_unstable();
        pieces.extend([
            "May",
            "March",
            "31",
            "0",
            "2024",
            "9999",
            "99999999999",
            "10:30",
            "2/31/2023",
            "2024-02-30",
            "1/2",
            ",",
            "\n",
            "-",
        ]);
        pieces.extend([
            "Easter", "Ramadan", "'", "1990s", "'07", "3.5", "ago", "later", "the", "the", "last", "next", "year",
            "years", "of",
        ]);
        let mut seed: u32 = 11;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as usize % below
        };
        let days = [
            None,
            Some(date(2024, 2, 29)),
            Some(date(-9999, 1, 1)),
            Some(date(9999, 12, 31)),
            Some(date(2023, 12, 31)),
        ];
        for _ in 0..30_000 {
            let source: Vec<&str> = (0..1 + next(8)).map(|_| pieces[next(pieces.len())]).collect();
            let source = source.join(" ");
            let text = text::split(&source, None, &tables.1);
            let found = resolve(&text, &Syntax::default(), days[next(days.len())], &tables.0);
            let mut end = 0;
            for expression in &found.expressions {
                assert!(expression.tokens.start >= end && expression.tokens.start < expression.tokens.end, "{source}");
                assert!(expression.days.is_none_or(|(first, last)| first <= last), "{source}: {expression:?}");
                assert!(!expression.value.is_empty(), "{source}: {expression:?}");
                end = expression.tokens.end;
            }
        }
    }

    #[test]
    fn expressions_are_found_by_their_tokens() {
        let tables = (Words::shipped().expect("the tables load"), text::Words::shipped().expect("the tables load"));
        let text = text::split("In 2015 they met; in 2017 they parted.", None, &tables.1);
        let dates = resolve(&text, &Syntax::default(), None, &tables.0);
        let values = |found: Vec<&Expression>| found.iter().map(|e| e.value.clone()).collect::<Vec<_>>();
        assert_eq!(values(dates.within(0..3).collect()), ["2015"]);
        assert_eq!(values(dates.within(1..8).collect()), ["2015", "2017"]);
        assert_eq!(values(dates.before(9).collect()), ["2017", "2015"]);
        assert_eq!(values(dates.after(2).collect()), ["2017"]);
    }
}
