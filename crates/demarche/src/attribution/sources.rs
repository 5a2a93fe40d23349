//! Who says it: the noun phrase that stands for the source of a cue.

use super::cues::Class;
use super::scene::Scene;
use crate::syntax::{Relation, Upos, Xpos};
use crate::ways::Way;
use std::ops::Range;

/// How deep conjuncts and attributes of a phrase are followed.
const DEPTH: usize = 40;

const SUBJECTS: &[Relation] = &[Relation::Nsubj, Relation::NsubjOuter];
const ANY_SUBJECT: &[Relation] = &[Relation::Nsubj, Relation::NsubjPass, Relation::NsubjOuter];

/// The phrase of a source: its head and its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub head: usize,
    pub tokens: Range<usize>,
    /// By which way it was found.
    pub by: Way,
}

/// The noun phrase with this head: with its title, without appositions, relative clauses and preposition.
pub(super) fn phrase(scene: &Scene, head: usize, by: Way) -> Phrase {
    Phrase { head, tokens: words(scene, head), by }
}

/// The tokens of the noun phrase with this head.
pub(super) fn words(scene: &Scene, head: usize) -> Range<usize> {
    extent(scene, head, DEPTH)
}

fn extent(scene: &Scene, head: usize, depth: usize) -> Range<usize> {
    let mut run = head..head + 1;
    for &child in scene.children(head) {
        if child < head && belongs_before(scene, child) {
            run.start = run.start.min(scene.reach(child).start);
        } else if child > head && belongs_after(scene, child, run.end) {
            let end = if depth > 0 { extent(scene, child, depth - 1).end } else { child + 1 };
            run.end = run.end.max(end);
        }
    }
    // A dateline or another phrase before a comma or dash is no part of the name.
    if let Some(pause) = (run.start..head).rev().find(|&i| scene.is(i, Class::Pause) && scene.text.word(i).len() != 1) {
        run.start = pause + 1;
    }
    while run.start < head && scene.is_punctuation(run.start) {
        run.start += 1;
    }
    run
}

fn belongs_before(scene: &Scene, child: usize) -> bool {
    use Relation::*;
    matches!(
        scene.relation(child),
        Det | DetPredet | Amod | Compound | Nmod | NmodPoss | NmodDesc | NmodUnmarked | Nummod | Flat | Appos
    ) || (scene.relation(child) == Advmod && scene.head(child).is_some_and(|h| scene.upos(h) == Upos::Num))
}

fn belongs_after(scene: &Scene, child: usize, end: usize) -> bool {
    use Relation::*;
    let apart = (end..scene.reach(child).start.max(end)).any(|i| scene.is_punctuation(i))
        || (scene.reach(child).start..child).next().is_some_and(|i| scene.is_punctuation(i));
    match scene.relation(child) {
        Conj => scene.upos(child) != Upos::Verb,
        Flat | Compound | Nummod | NmodPoss | NmodDesc | Fixed | Goeswith => true,
        Amod | Nmod | NmodUnmarked | Appos => !apart,
        Case => scene.xpos(child) == Xpos::POS,
        _ => false,
    }
}

/// The source of a verbal cue: its subject, the agent of a passive, whom a participle or relative clause describes, or
/// the subject of a verb above.
pub(super) fn of_verb(scene: &Scene, verb: usize) -> Option<Phrase> {
    let (by, head) = if scene.is_passive(verb) {
        scene.first(&[("agent", &|| agent(scene, verb))])?
    } else {
        scene.first(&[
            ("subject", &|| subject(scene, verb)),
            ("described", &|| described(scene, verb)),
            ("subject-above", &|| subject_above(scene, verb, DEPTH)),
        ])?
    };
    Some(phrase(scene, head, by))
}

fn agent(scene: &Scene, verb: usize) -> Option<usize> {
    scene.children(verb).iter().copied().find(|&c| {
        scene.relation(c) == Relation::OblAgent
            || (scene.relation(c) == Relation::Obl && scene.marker(c).is_some_and(|m| scene.is(m, Class::Agent)))
    })
}

/// The head word of whoever does what `verb` says.
fn speaker(scene: &Scene, verb: usize, depth: usize) -> Option<usize> {
    subject(scene, verb).or_else(|| described(scene, verb)).or_else(|| subject_above(scene, verb, depth))
}

fn subject(scene: &Scene, verb: usize) -> Option<usize> {
    antecedent(scene, verb, scene.child(verb, SUBJECTS)?)
}

/// Whom a participle or relative clause describes: "the envoy leaving told us".
fn described(scene: &Scene, verb: usize) -> Option<usize> {
    let head = scene.head(verb)?;
    match scene.relation(verb) {
        // "A chance to show that …" is nobody's claim.
        Relation::Acl if scene.is_infinitive(verb) => None,
        Relation::Acl => issuer(scene, head).or(Some(head)),
        Relation::AclRelcl => Some(head),
        _ => None,
    }
}

/// The subject of the verb that `verb` is joined to or hangs on, or the object that is to do it.
fn subject_above(scene: &Scene, verb: usize, depth: usize) -> Option<usize> {
    let depth = depth.checked_sub(1)?;
    let head = scene.head(verb)?;
    match scene.relation(verb) {
        Relation::Conj => speaker(scene, head, depth).or_else(|| passive_subject(scene, head)),
        Relation::Xcomp => scene
            .child(head, &[Relation::Obj, Relation::Iobj])
            .filter(|&o| o < verb)
            .or_else(|| above(scene, head, depth)),
        Relation::Advcl | Relation::Parataxis | Relation::Dep => above(scene, head, depth),
        _ => None,
    }
}

fn above(scene: &Scene, head: usize, depth: usize) -> Option<usize> {
    if matches!(scene.upos(head), Upos::Noun | Upos::Propn | Upos::Pron) && scene.child(head, ANY_SUBJECT).is_none() {
        return Some(head);
    }
    passive_subject(scene, head).or_else(|| speaker(scene, head, depth))
}

fn passive_subject(scene: &Scene, verb: usize) -> Option<usize> {
    let subject = scene.child(verb, &[Relation::NsubjPass])?;
    antecedent(scene, verb, subject)
}

/// A relative pronoun's noun; the subject itself where it is none.
fn antecedent(scene: &Scene, verb: usize, subject: usize) -> Option<usize> {
    let relative = matches!(scene.xpos(subject), Xpos::WP | Xpos::WDT)
        || (scene.upos(subject) == Upos::Pron && scene.is(subject, Class::Complementizer));
    if relative {
        let top = scene.syntax.path_up(verb).find(|&i| !matches!(scene.relation(i), Relation::Conj | Relation::Xcomp));
        return top.filter(|&i| scene.relation(i) == Relation::AclRelcl).and_then(|i| scene.head(i)).or(Some(subject));
    }
    Some(subject)
}

/// Who issued the document `noun`: the subject of the light verb whose object it is.
fn issuer(scene: &Scene, noun: usize) -> Option<usize> {
    let verb = light_verb(scene, noun)?;
    speaker(scene, verb, DEPTH)
}

/// The light verb whose object the noun is.
pub(super) fn light_verb(scene: &Scene, noun: usize) -> Option<usize> {
    scene.head(noun).filter(|&head| scene.relation(noun) == Relation::Obj && scene.is(head, Class::Light))
}

/// The source of a noun cue: whose it is, by whom it is, or who issued it.
pub(super) fn of_noun(scene: &Scene, noun: usize) -> Option<Phrase> {
    let author =
        |&c: &usize| scene.relation(c) == Relation::Nmod && scene.marker(c).is_some_and(|m| scene.is(m, Class::Author));
    let owner = || scene.child(noun, &[Relation::NmodPoss]);
    let (by, head) = scene.first(&[
        ("owner", &|| owner().or_else(|| scene.children(noun).iter().copied().find(author))),
        ("issuer", &|| issuer(scene, noun)),
    ])?;
    Some(phrase(scene, head, by))
}
