//! Whether a sentence tells of what was or of what will be: which "Thursday" is meant.

use super::readings::Readings;
use crate::syntax::{Relation, Syntax, Upos, Xpos};
use std::ops::Range;

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
        from.filter_map(|candidate| {
            let far = distance(&candidate);
            let cost = match self {
                // A verb may mislead: what is much nearer on the other side is meant all the same.
                Direction::Back if far > 0 => far.saturating_mul(3),
                Direction::Ahead if far < 0 => far.saturating_mul(-3),
                // News looks back more often than ahead.
                Direction::Near if far > 0 => far.saturating_mul(3) / 2,
                _ => far.abs(),
            };
            // Of two as near, the earlier.
            Some((cost, far, candidate))
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
    ahead: u8,
) -> Direction {
    let parsed =
        sentence.clone().any(|i| syntax.words().get(i).is_some_and(|w| w.upos == Upos::Verb || w.upos == Upos::Aux));
    if !parsed {
        let from = sentence.start.max(tokens.start.saturating_sub(12));
        let told = (from..tokens.start).any(|i| readings.get(i, ahead).is_some());
        return if told { Direction::Ahead } else { Direction::Near };
    }
    let Some(head) = tokens.clone().find(|&i| syntax.word(i).head.is_none_or(|h| !tokens.contains(&h))) else {
        return Direction::Near;
    };
    let mut direct = true;
    for at in syntax.path_up(head).skip(1).take(6) {
        if readings.get(at, ahead).is_some() && !(direct && is_told(at, syntax)) {
            return Direction::Ahead;
        }
        match syntax.word(at).upos {
            Upos::Verb | Upos::Aux => {
                if let Some(direction) = of_verb(at, direct, syntax, readings, ahead) {
                    return direction;
                }
            }
            _ if syntax.children(at).iter().any(|&c| syntax.word(c).relation == Relation::Cop) => {
                if let Some(direction) = of_verb(at, direct, syntax, readings, ahead) {
                    return direction;
                }
            }
            _ => direct = false,
        }
    }
    Direction::Near
}

/// Whether a verb that looks ahead is itself what happened: "agreed on Monday".
fn is_told(verb: usize, syntax: &Syntax) -> bool {
    let finite = |c: usize| matches!(syntax.word(c).xpos, Xpos::VBZ | Xpos::VBP | Xpos::VBD);
    syntax.word(verb).xpos == Xpos::VBD || syntax.children_by(verb, &[Relation::Aux]).any(finite)
}

/// What the form of a verb says; none where it leaves that to the verb above.
fn of_verb(verb: usize, direct: bool, syntax: &Syntax, readings: &Readings, ahead: u8) -> Option<Direction> {
    let helps = [Relation::Aux, Relation::AuxPass, Relation::Cop];
    if syntax.children_by(verb, &helps).any(|c| readings.get(c, ahead).is_some()) {
        return Some(Direction::Ahead);
    }
    let to = syntax.children(verb).iter().any(|&c| syntax.word(c).xpos == Xpos::TO);
    let past = |i: usize| syntax.word(i).xpos == Xpos::VBD;
    let helped = |x: Xpos| syntax.children_by(verb, &helps).any(|c| syntax.word(c).xpos == x);
    match syntax.word(verb).xpos {
        // "agreed to meet": the word above tells.
        _ if to => None,
        Xpos::VBD if direct => Some(Direction::Back),
        Xpos::VBD => Some(Direction::Near),
        Xpos::VBN if helped(Xpos::VBD) && direct => Some(Direction::Back),
        Xpos::VBN if helped(Xpos::VBZ) || helped(Xpos::VBP) => Some(Direction::Near),
        _ if syntax.children_by(verb, &[Relation::Cop]).any(past) && direct => Some(Direction::Back),
        // "an offer announced Friday".
        Xpos::VBN if direct && syntax.word(verb).relation == Relation::Acl => Some(Direction::Back),
        Xpos::VBG | Xpos::VBN => None,
        _ => Some(Direction::Near),
    }
}
