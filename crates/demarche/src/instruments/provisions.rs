//! What an instrument provides, imposes, extends or lifts, in the report's words.

use super::Input;
use super::names::Name;
use super::relations::{Found, SUBJECT};
use crate::syntax::{Relation, Upos};
use std::ops::Range;

/// The relations that are about something.
const ABOUT: &[&str] = &["provides", "imposes", "extends", "lifts"];

/// The tokens that say what: behind a verb whose subject the instrument is ("allows *flights over Belarus*"), else the
/// clause without the words that name the instrument ("Under the accord *Peru gets a port*").
pub(super) fn of(input: Input, name: &Name, found: &Found) -> Option<Range<usize>> {
    if !ABOUT.contains(&found.relation.as_str()) {
        return None;
    }
    let whole = input.syntax.reach(found.word);
    let rest = match (found.rule.ends_with(SUBJECT), found.relation == "provides") {
        (true, _) => behind(input, found.word),
        (false, true) => beside(input, name, whole),
        (false, false) => object(input, name, found.word),
    };
    trimmed(input, rest?)
}

/// What follows a verb: from its first object or complement to the end of the last.
fn behind(input: Input, verb: usize) -> Option<Range<usize>> {
    let complements = [Relation::Obj, Relation::Xcomp, Relation::Ccomp, Relation::Obl, Relation::Iobj];
    let reaches = input.syntax.children_by(verb, &complements).filter(|&c| c > verb).map(|c| input.syntax.reach(c));
    reaches.reduce(|all, next| all.start.min(next.start)..all.end.max(next.end)).filter(|all| all.start > verb)
}

/// What is imposed, extended or lifted, where that is not the instrument itself.
fn object(input: Input, name: &Name, verb: usize) -> Option<Range<usize>> {
    let mut objects = input.syntax.children_by(verb, &[Relation::Obj, Relation::NsubjPass]);
    objects.find(|&object| object != name.head).map(|object| input.syntax.reach(object))
}

/// The longer part of a clause beside the phrase that holds the instrument's name.
fn beside(input: Input, name: &Name, whole: Range<usize>) -> Option<Range<usize>> {
    let inside = |i: &usize| input.syntax.word(*i).head.is_some_and(|h| whole.contains(&h) && *i != name.head);
    let phrase = input.syntax.path_up(name.head).take(3).take_while(|i| *i == name.head || inside(i));
    let phrase = phrase.map(|i| input.syntax.reach(i)).filter(|r| r.len() < whole.len() / 2).last()?;
    let parts = [whole.start..phrase.start.max(whole.start), phrase.end.min(whole.end)..whole.end];
    parts.into_iter().max_by_key(|part| part.len())
}

/// Without marks and prepositions at its edges.
fn trimmed(input: Input, mut tokens: Range<usize>) -> Option<Range<usize>> {
    let is_mark = |i: usize| matches!(input.syntax.word(i).upos, Upos::Punct | Upos::Cconj);
    while tokens.start < tokens.end && is_mark(tokens.start) {
        tokens.start += 1;
    }
    while tokens.start < tokens.end && is_mark(tokens.end - 1) {
        tokens.end -= 1;
    }
    (!tokens.is_empty()).then_some(tokens)
}
