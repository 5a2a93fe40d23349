//! Whether a sentence tells of what was or of what will be: which "Thursday" is meant.

use super::readings::Readings;
use super::words::Words;
use crate::syntax::{Relation, Syntax, Upos, Xpos};
use std::ops::Range;

/// Up to so many days or months ahead a verb of the past may be wrong.
const CLOSE: i64 = 14;

/// The cost of what is beyond.
const FAR_OFF: i64 = 10_000;

/// Where a time that has no year or week of its own lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// Before the day of publication, or on it.
    Back,
    /// On it or after.
    Ahead,
    /// Not told: the nearest.
    Near,
}

impl Direction {
    /// Of several candidates, with their signed distances from publication, the one meant.
    pub(super) fn choose<T>(self, from: impl Iterator<Item = T>, distance: impl Fn(&T) -> i64) -> Option<T> {
        from.map(|candidate| {
            let far = distance(&candidate);
            let cost = match self {
                // A verb may mislead: what is much nearer on the other side is meant all the same, but not what is far off.
                Direction::Back if far > CLOSE => FAR_OFF.saturating_add(far),
                Direction::Back if far > 0 => far.saturating_mul(3),
                Direction::Ahead if far < 0 => far.saturating_mul(-3),
                // News looks back more often than ahead.
                Direction::Near if far > 0 => far.saturating_mul(3) / 2,
                _ => far.abs(),
            };
            // Of two as near, the earlier.
            (cost, far, candidate)
        })
        .min_by_key(|(cost, far, _)| (*cost, *far))
        .map(|(_, _, candidate)| candidate)
    }
}

/// The direction of the expression of these tokens.
pub(super) fn direction(
    tokens: Range<usize>,
    sentence: Range<usize>,
    syntax: &Syntax,
    readings: &Readings,
    words: &Words,
) -> Direction {
    let governors = Governors { syntax, readings, words };
    let is_verb = |i: usize| syntax.words().get(i).is_some_and(|w| matches!(w.upos, Upos::Verb | Upos::Aux));
    if !sentence.clone().any(is_verb) {
        return governors.by_words(tokens.start, sentence.start);
    }
    let head = tokens.clone().find(|&i| syntax.word(i).head.is_none_or(|h| !tokens.contains(&h)));
    head.map_or(Direction::Near, |head| governors.by_tree(head))
}

/// The words that an expression depends on.
struct Governors<'g> {
    syntax: &'g Syntax,
    readings: &'g Readings,
    words: &'g Words,
}

impl Governors<'_> {
    fn is(&self, i: usize, class: u8) -> bool {
        self.readings.get(i, class).is_some()
    }

    /// Without a tree: whether a word that looks ahead stands close before.
    fn by_words(&self, token: usize, from: usize) -> Direction {
        let ahead = (from.max(token.saturating_sub(12))..token).any(|i| self.is(i, self.words.ahead));
        if ahead { Direction::Ahead } else { Direction::Near }
    }

    /// What the first word above `head` that tells says.
    fn by_tree(&self, head: usize) -> Direction {
        let (mut direct, mut below_verb) = (true, false);
        for at in self.syntax.path_up(head).skip(1).take(6) {
            let looks_ahead = self.is(at, self.words.ahead) && !(direct && self.is_told(at));
            if looks_ahead || below_verb && self.is(at, self.words.promise) {
                return Direction::Ahead;
            }
            if !self.is_predicate(at) {
                direct = false;
                continue;
            }
            if let Some(direction) = self.by_form(at, direct) {
                return direction;
            }
            below_verb = true;
        }
        Direction::Near
    }

    fn is_predicate(&self, i: usize) -> bool {
        matches!(self.syntax.word(i).upos, Upos::Verb | Upos::Aux) || self.syntax.child(i, Relation::Cop).is_some()
    }

    /// Whether a verb that looks ahead is itself what happened: "planned on Monday".
    fn is_told(&self, verb: usize) -> bool {
        let finite = |c: usize| matches!(self.syntax.word(c).xpos, Xpos::VBZ | Xpos::VBP | Xpos::VBD);
        self.syntax.word(verb).xpos == Xpos::VBD || self.syntax.children_by(verb, &[Relation::Aux]).any(finite)
    }

    /// Whether a verb is an infinitive with "to".
    fn is_infinitive(&self, verb: usize) -> bool {
        let marks = |&c: &usize| self.syntax.word(c).xpos == Xpos::TO || self.syntax.word(c).relation == Relation::Mark;
        self.syntax.word(verb).xpos == Xpos::VB && self.syntax.children(verb).iter().any(marks)
    }

    /// What the form of a verb says; none where it leaves that to the word above it.
    fn by_form(&self, verb: usize, direct: bool) -> Option<Direction> {
        let helps = [Relation::Aux, Relation::AuxPass, Relation::Cop];
        if self.syntax.children_by(verb, &helps).any(|c| self.is(c, self.words.ahead)) {
            return Some(Direction::Ahead);
        }
        let helped = |x: Xpos| self.syntax.children_by(verb, &helps).any(|c| self.syntax.word(c).xpos == x);
        let told = if direct { Direction::Back } else { Direction::Near };
        match self.syntax.word(verb).xpos {
            _ if self.is_infinitive(verb) => None,
            Xpos::VBD => Some(told),
            _ if helped(Xpos::VBD) => Some(told),
            Xpos::VBN if helped(Xpos::VBZ) || helped(Xpos::VBP) => Some(Direction::Near),
            // "an offer announced Friday".
            Xpos::VBN if direct && self.syntax.word(verb).relation == Relation::Acl => Some(told),
            Xpos::VBG | Xpos::VBN => None,
            _ => Some(Direction::Near),
        }
    }
}
