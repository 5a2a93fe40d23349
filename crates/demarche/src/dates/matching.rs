//! The longest rule that holds at a token.

use super::readings::{Reading, Readings};
use super::rules::{Item, Rule, Step};
use super::words::Words;

/// A rule that holds.
#[derive(Clone, Debug)]
pub(super) struct Match<'w> {
    pub rule: &'w Rule,
    /// The token after it.
    pub end: usize,
    /// The members of classes that it matched, in order.
    pub parts: Vec<Reading>,
    /// How much it took: steps, and words more than classes.
    steps: usize,
}

/// The rules that hold from token `at` on, not beyond `limit`: the longest first, of as long ones those of more
/// steps and words, then as the files have them.
pub(super) fn matches<'w>(at: usize, limit: usize, readings: &Readings, words: &'w Words) -> Vec<Match<'w>> {
    let by_literal = readings.literal(at).into_iter().flat_map(|i| &words.by_literal[usize::from(i)]);
    let by_class = readings.of(at).iter().flat_map(|r| &words.by_class[usize::from(r.class)]);
    let mut numbers: Vec<usize> = by_literal.chain(by_class).copied().collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut found: Vec<Match> = numbers
        .into_iter()
        .filter_map(|number| {
            let rule = &words.rules[number];
            let mut best = None;
            extend(&rule.steps, at, limit, readings, &mut Vec::new(), 0, &mut best);
            best.map(|(end, parts, steps)| Match { rule, end, parts, steps })
        })
        .collect();
    found.sort_by_key(|m| (usize::MAX - m.end, usize::MAX - m.steps));
    found
}

type Best = Option<(usize, Vec<Reading>, usize)>;

/// Tries the steps that are left from token `at` on and keeps the longest match in `best`.
fn extend(
    steps: &[Step],
    at: usize,
    limit: usize,
    readings: &Readings,
    parts: &mut Vec<Reading>,
    taken: usize,
    best: &mut Best,
) {
    let Some((step, rest)) = steps.split_first() else {
        if taken > 0 && best.as_ref().is_none_or(|(end, ..)| at > *end) {
            *best = Some((at, parts.clone(), taken));
        }
        return;
    };
    if step.items.iter().any(|item| matches!(item, Item::Class(class) if readings.holds(*class, at, limit))) {
        extend(rest, at, limit, readings, parts, taken, best);
    }
    if at < limit {
        for item in &step.items {
            match *item {
                Item::Literal(literal) if readings.literal(at) == Some(literal) => {
                    // A word says more than its class.
                    extend(rest, at + 1, limit, readings, parts, taken + 3, best);
                }
                Item::Class(class) => {
                    for reading in readings.of(at).iter().filter(|r| r.class == class && r.end <= limit) {
                        parts.push(*reading);
                        extend(rest, reading.end, limit, readings, parts, taken + 2, best);
                        parts.pop();
                    }
                }
                Item::Literal(_) => {}
            }
        }
    }
    if step.optional {
        extend(rest, at, limit, readings, parts, taken, best);
    }
}
