//! From readings to expressions: the longest rule at each token, its value, its edges.

use super::Expression;
use super::matching::{Match, matches};
use super::readings::Readings;
use super::rules::Taken;
use super::setting::{Part, Setting};
use super::tense::{Direction, direction};
use super::values::Value;
use super::words::{Words, class};
use crate::syntax::Syntax;
use crate::text::Text;
use jiff::civil::Date;
use std::ops::Range;

/// How many of the times named before are looked back at; it keeps odd texts linear.
const REMEMBERED: usize = 64;

/// An expression with what it means.
struct Found {
    tokens: Range<usize>,
    value: Value,
    rule: String,
}

/// What finding needs.
pub(super) struct Finder<'f> {
    pub text: &'f Text<'f>,
    pub syntax: &'f Syntax,
    pub published: Option<Date>,
    pub words: &'f Words,
    pub readings: Readings,
}

impl Finder<'_> {
    /// All expressions of the text.
    pub(super) fn find(&self) -> Vec<Expression> {
        let mut values: Vec<Value> = Vec::new();
        let mut expressions = Vec::new();
        for sentence in &self.text.sentences {
            let before = values.len();
            let found = self.find_in(sentence.tokens.clone(), &mut values);
            values.truncate(before);
            values.extend(found.iter().filter(|f| f.value.days().is_some()).map(|f| f.value.clone()));
            expressions.extend(found.into_iter().map(|f| self.expression(f)));
        }
        expressions
    }

    fn expression(&self, found: Found) -> Expression {
        Expression {
            span: self.text.span(found.tokens.clone()),
            tokens: found.tokens,
            kind: found.value.kind(),
            value: found.value.write(),
            days: found.value.days(),
            rule: found.rule,
        }
    }

    fn find_in(&self, sentence: Range<usize>, values: &mut Vec<Value>) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let from = values.len();
        let mut at = sentence.start;
        while at < sentence.end {
            let Some((matched, value)) = self.best(at, &sentence, values, values.len() - from) else {
                at += 1;
                continue;
            };
            let next = matched.end;
            if !matches!(&value, Value::Partial(text) if text.is_empty()) {
                let start = found.last().map_or(sentence.start, |f| f.tokens.end);
                let ago = matched.rule.id.contains("#ago")
                    || matched.rule.id.contains("#later")
                    || matched.rule.id.contains("#earlier");
                let tokens = self.words.edges.widen(at..next, start..sentence.end, self.text, value.kind(), ago);
                if value.days().is_some() {
                    values.push(value.clone());
                }
                at = tokens.end;
                found.push(Found { tokens, value, rule: matched.rule.id.clone() });
            } else {
                at = next;
            }
        }
        self.place_hours(self.join_times(found), &values[..from])
    }

    /// The best rule at a token, and its value.
    fn best(&self, at: usize, sentence: &Range<usize>, before: &[Value], near: usize) -> Option<(Match<'_>, Value)> {
        if self.readings.literal(at).is_none() && self.readings.of(at).is_empty() {
            return None;
        }
        matches(at, sentence.end, &self.readings, self.words).into_iter().find_map(|m| {
            if self.is_within_name(at..m.end) || self.is_number_of_paper(at, &m) {
                return None;
            }
            let direction =
                if self.published.is_some() { self.direction(at..m.end, sentence) } else { Direction::Near };
            let before = &before[before.len().saturating_sub(REMEMBERED)..];
            let setting = Setting {
                published: self.published,
                direction,
                before,
                near: near.min(before.len()),
                feasts: &self.words.feasts,
            };
            let parts: Vec<Part> = m.rule.takes.iter().map(|t| self.part(*t, &m)).collect();
            (m.rule.recipe)(&setting, &parts).map(|value| (m, value))
        })
    }

    fn direction(&self, tokens: Range<usize>, sentence: &Range<usize>) -> Direction {
        direction(tokens, sentence.clone(), self.syntax, &self.readings, self.words)
    }

    fn part(&self, taken: Taken, matched: &Match) -> Part {
        let nth = |class: u8, nth: usize| matched.parts.iter().filter(move |r| r.class == class).nth(nth);
        match taken {
            Taken::Nothing => Part::default(),
            Taken::Number(number) => Part { given: true, number: f64::from(number), ..Part::default() },
            Taken::Text(text) => Part { given: true, text, ..Part::default() },
            Taken::Match(class, n) => nth(class, n).map_or(Part::default(), |r| Part {
                given: true,
                number: r.number,
                text: r.text,
                unknown: false,
            }),
            Taken::Below(class, n) => {
                nth(class, n).map_or(Part::default(), |r| Part { given: true, number: -r.number, ..Part::default() })
            }
            Taken::YearFrom(class) => {
                let step = nth(class, 0).map_or(0.0, |r| r.number);
                let year = self.published.map(|day| f64::from(day.year()) + step);
                Part { given: true, number: year.unwrap_or(0.0), text: "", unknown: year.is_none() }
            }
        }
    }

    /// Whether the tokens are part of a name of a person or body, or all of it ("Theresa May").
    fn is_within_name(&self, tokens: Range<usize>) -> bool {
        let begins = |i: usize| self.syntax.words().get(i).and_then(|w| w.name).map(|n| n.begins);
        let Some(_) = begins(tokens.start) else { return false };
        let inside = tokens.clone().all(|i| begins(i).is_some());
        let alone = tokens.len() == 1 && begins(tokens.start) == Some(true) && begins(tokens.end) != Some(false);
        inside && !alone
    }

    /// Whether a lone year is the number of a resolution or a flight.
    fn is_number_of_paper(&self, at: usize, matched: &Match) -> bool {
        let lone = matched.parts.len() == 1
            && matched.end == at + 1
            && matches!(matched.parts[0].class, class::YEAR | class::DECADE);
        if !lone {
            return false;
        }
        let numbers = |i: &usize| {
            matches!(self.text.word(*i), "," | "and" | "/" | "or") || self.readings.get(*i, class::NUMBER).is_some()
        };
        let first = (at.saturating_sub(12)..at).rev().take_while(numbers).last().unwrap_or(at);
        first.checked_sub(1).is_some_and(|i| self.readings.get(i, self.words.numbered).is_some())
            || super::readings::counts(self.syntax, at, matched.parts[0].number)
    }

    /// Puts an hour and the day beside it together: "5 p.m. Tuesday", "Tuesday at 5 p.m.".
    fn join_times(&self, found: Vec<Found>) -> Vec<Found> {
        let mut joined: Vec<Found> = Vec::new();
        for next in found {
            match joined.last_mut() {
                Some(last) if self.touch(last, &next) => {
                    if let Some(value) = hour_of_day(&last.value, &next.value) {
                        last.rule = if matches!(last.value, Value::Clock(_)) { last.rule.clone() } else { next.rule };
                        last.value = value;
                        last.tokens.end = next.tokens.end;
                        continue;
                    }
                    joined.push(next);
                }
                _ => joined.push(next),
            }
        }
        joined
    }

    /// An hour alone is of the day last named, in its sentence or before it; else of the day named next in its sentence, or
    /// of the day of publication.
    fn place_hours(&self, mut found: Vec<Found>, before: &[Value]) -> Vec<Found> {
        let day = |value: &Value| match value {
            Value::Day(day) | Value::Hour(day, _) => Some(*day),
            _ => None,
        };
        let earlier = before.iter().rev().take(REMEMBERED).find_map(day);
        for i in 0..found.len() {
            let Value::Clock(hour) = &found[i].value else { continue };
            let named = found[..i].iter().rev().find_map(|f| day(&f.value)).or(earlier);
            let next = || found[i + 1..].iter().find_map(|f| day(&f.value));
            if let Some(day) = named.or_else(next).or(self.published) {
                found[i].value = Value::Hour(day, hour.clone());
            }
        }
        found
    }

    /// Whether nothing but a comma, "on" or "at" lies between two expressions.
    fn touch(&self, first: &Found, second: &Found) -> bool {
        let between = first.tokens.end..second.tokens.start;
        between.len() <= 2 && between.clone().all(|i| matches!(self.text.word(i), "," | "on" | "at" | "the"))
    }
}

fn hour_of_day(first: &Value, second: &Value) -> Option<Value> {
    match (first, second) {
        (Value::Clock(hour), Value::Day(day)) | (Value::Day(day), Value::Clock(hour)) => {
            Some(Value::Hour(*day, hour.clone()))
        }
        (Value::Clock(hour), Value::Hour(day, _)) => Some(Value::Hour(*day, hour.clone())),
        _ => None,
    }
}
