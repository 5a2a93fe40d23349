//! Where the cue, source and content of an attribution begin and end in the record: the conventions of PolNeAR (Newell,
//! Margolin and Ruths 2018), under which readings of different programs can be compared.
//!
//! The cue takes its auxiliaries, adverbs, particle and preposition and leaves out whom it is said to; the source takes
//! its appositions and relative clauses, and is "who" itself in a relative clause; the content takes its "that". None of this moves what stands in whose voice: that is settled before.

use super::content::is_complementizer;
use super::cues::{Class, Frame, Part};
use super::nesting::Tree;
use super::scene::Scene;
use super::{Attribution, sources};
use crate::span::Span;
use crate::syntax::{Relation, Upos, Xpos};
use std::ops::Range;

/// How far from its source a cue may stand for what lies between to belong to the source, in tokens.
const FAR: usize = 40;
/// The longest dateline, in tokens.
const DATELINE: usize = 12;

/// Sets the edges of every attribution.
pub(super) fn settle(scene: &Scene, tree: &mut Tree) {
    for (attribution, addressee) in tree.attributions.iter_mut().zip(&tree.addressees) {
        let content = content(scene, attribution);
        let cue = cue(scene, attribution, *addressee, &content);
        if let Some(source) = &attribution.source {
            let run = source_run(scene, source.span, source.head, attribution.cue_head, &cue, &content);
            let run = possessive(scene, run);
            let clear = !run.is_empty() && !content.iter().chain([&cue]).any(|other| meet(other, &run));
            if let (true, Some(source)) = (clear, &mut attribution.source) {
                source.span = scene.text.span(run);
            }
        }
        attribution.cue = scene.text.span(cue);
        attribution.content = content;
    }
}

fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The tokens of a span.
fn tokens(scene: &Scene, span: Span) -> Range<usize> {
    let start = scene.text.tokens.partition_point(|t| t.span.end <= span.start);
    start..scene.text.tokens.partition_point(|t| t.span.start < span.end).max(start)
}

/// The content with the "that" before it.
fn content(scene: &Scene, attribution: &Attribution) -> Vec<Range<usize>> {
    let mut content = attribution.content.clone();
    let Some(first) = content.first_mut() else { return content };
    let verb = attribution.cue_head;
    if first.end <= verb {
        first.start = after_connective(scene, first);
    }
    if first.start > verb + 1 && scene.sentence_of(verb) == scene.sentence_of(first.start) {
        let mut start = first.start;
        while start > verb + 1 && scene.is_mark(start - 1) {
            start -= 1;
        }
        if is_complementizer(scene, start - 1) {
            first.start = start - 1;
        }
    }
    content
}

/// Where a clause begins after "but" or "however,": these are the report's, where its cue comes later.
fn after_connective(scene: &Scene, run: &Range<usize>) -> usize {
    let mut start = run.start;
    if start != scene.sentence(start).start || scene.quote_of(start).is_some() {
        return start;
    }
    if scene.upos(start) == Upos::Cconj && start + 1 < run.end {
        start += 1;
    }
    let adverb = scene.upos(start) == Upos::Adv && start + 2 < run.end && scene.is(start + 1, Class::Pause);
    if adverb { start + 2 } else { start }
}

/// The words of the cue.
fn cue(scene: &Scene, attribution: &Attribution, addressee: Option<usize>, content: &[Range<usize>]) -> Range<usize> {
    let head = attribution.cue_head;
    let mut cue = tokens(scene, attribution.cue);
    if let Some(whom) = addressee.filter(|a| cue.contains(a)) {
        cue.end = cue.end.min(sources::words(scene, whom).start).max(head + 1);
    }
    if scene.is_punctuation(head) {
        return cue;
    }
    let sentence = scene.sentence(head);
    let anchor = cue.clone().find(|&i| matches!(scene.upos(i), Upos::Verb | Upos::Noun | Upos::Adj)).unwrap_or(head);
    let free = |i: usize| !scene.is_punctuation(i) && !content.iter().any(|run| run.contains(&i));
    if cue.end < sentence.end && content.iter().any(|run| run.start == cue.end + 1) && is_particle(scene, cue.end) {
        cue.end += 1;
    }
    loop {
        while cue.start > sentence.start && free(cue.start - 1) && is_attendant(scene, anchor, cue.start - 1) {
            cue.start -= 1;
        }
        match governor(scene, anchor, &cue).filter(|&g| g >= sentence.start && (g..cue.start).all(free)) {
            Some(g) => cue.start = g,
            None => return cue,
        }
    }
}

/// A preposition that brings the content.
fn is_particle(scene: &Scene, i: usize) -> bool {
    matches!(scene.upos(i), Upos::Adp | Upos::Sconj)
        && ![Class::Complementizer, Class::Condition, Class::Open].into_iter().any(|class| scene.is(i, class))
        && scene.xpos(i) != Xpos::TO
}

/// A word before the cue that belongs to it: auxiliaries and adverbs of a verb, adjectives of a noun.
fn is_attendant(scene: &Scene, head: usize, i: usize) -> bool {
    match scene.upos(i) {
        Upos::Aux => matches!(scene.upos(head), Upos::Verb | Upos::Adj),
        Upos::Part => scene.is(i, Class::Negator),
        Upos::Adv => scene.xpos(i) != Xpos::WRB && matches!(scene.upos(head), Upos::Verb | Upos::Adj),
        _ => scene.upos(head) == Upos::Noun && scene.relation(i) == Relation::Amod,
    }
}

/// The verb whose infinitive the cue is, no cue itself: "continues to insist", "appeared to suggest".
fn governor(scene: &Scene, anchor: usize, cue: &Range<usize>) -> Option<usize> {
    let verb = |i: usize| scene.upos(i) == Upos::Verb;
    let above = scene.head(anchor).filter(|_| verb(anchor) && scene.relation(anchor) == Relation::Xcomp);
    let governor = above.filter(|&g| g < cue.start && verb(g))?;
    let near = (governor + 1..cue.start).all(|i| scene.xpos(i) == Xpos::TO || scene.upos(i) == Upos::Adv);
    let claims =
        scene.cues.cues.get(scene.lemma(governor), Part::Verb).is_some_and(|c| c.has(Frame::Infinitive, false));
    (near && !claims).then_some(governor)
}

/// The words of the source: all that hangs on it, and what stands between it and its cue where that is an apposition, a
/// bracket or a relative clause.
fn source_run(
    scene: &Scene,
    span: Span,
    head: usize,
    cue_head: usize,
    cue: &Range<usize>,
    content: &[Range<usize>],
) -> Range<usize> {
    if let Some(who) = relative(scene, cue_head, head) {
        return who..who + 1;
    }
    let mut run = tokens(scene, span);
    if run.is_empty() || scene.upos(head) == Upos::Pron && scene.reach(head).len() == 1 {
        return run;
    }
    let sentence = scene.sentence(run.start);
    let mut whole = scene.reach(head);
    for other in content.iter().chain([cue]) {
        if other.start >= run.end {
            whole.end = whole.end.min(other.start);
        } else if other.end <= run.start {
            whole.start = whole.start.max(other.end);
        }
    }
    if whole.end > run.end && follows(scene, run.end, whole.end) {
        run.end = whole.end;
    }
    if cue.start > run.end && cue.start - run.end < FAR && sentence.contains(&cue.start) {
        let clear = !content.iter().any(|c| meet(c, &(run.end..cue.start)));
        if clear && is_apposed(scene, run.end..cue.start) {
            run.end = cue.start;
        }
    }
    run.start = after_dateline(scene, &run);
    while run.end > run.start + 1 && is_loose(scene, run.end - 1) {
        run.end -= 1;
    }
    run
}

/// Where a source begins after the place and day that open a report: "GENEVA, May 4 —".
fn after_dateline(scene: &Scene, run: &Range<usize>) -> usize {
    let dash = |i: usize| scene.is(i, Class::Dash) && scene.text.word(i).len() > 1;
    let opens = run.start == scene.sentence(run.start).start;
    let after = (run.start + 1..run.end.saturating_sub(1).min(run.start + DATELINE)).rev().find(|&i| dash(i));
    let capitals = scene.text.word(run.start).chars().all(char::is_uppercase);
    after.filter(|_| opens && capitals).map_or(run.start, |i| i + 1)
}

/// The relative pronoun that is the subject of the cue.
fn relative(scene: &Scene, cue: usize, head: usize) -> Option<usize> {
    let subject = scene.child(cue, &[Relation::Nsubj])?;
    let pronoun = matches!(scene.xpos(subject), Xpos::WP | Xpos::WDT) || scene.is(subject, Class::Complementizer);
    (pronoun && subject != head && subject < cue).then_some(subject)
}

/// Whether what hangs on a source after it, in `from..end`, is part of its name and not when or where it speaks.
fn follows(scene: &Scene, from: usize, end: usize) -> bool {
    let Some(first) = (from..end).find(|&i| !scene.is_punctuation(i)) else { return true };
    let apart = first > from && scene.is(from, Class::Pause);
    let aside =
        apart && (scene.upos(first) == Upos::Adp && !scene.is(first, Class::Inner) || scene.xpos(first) == Xpos::VBG);
    !aside && !scene.is(first, Class::Adversative) && !matches!(scene.upos(first), Upos::Adv | Upos::Cconj)
}

/// Whether the words between source and cue describe the source: names, a bracket, or what stands between two commas.
fn is_apposed(scene: &Scene, gap: Range<usize>) -> bool {
    let nominal = |i: usize| matches!(scene.upos(i), Upos::Propn | Upos::Noun | Upos::Adj | Upos::Num);
    let mut lead = gap.start;
    while lead < gap.end && nominal(lead) {
        lead += 1;
    }
    let Some(first) = (lead..gap.end).find(|&i| !scene.is_punctuation(i)) else { return true };
    if first == lead {
        return false;
    }
    let closed = scene.is_punctuation(gap.end - 1);
    let describes = matches!(scene.upos(first), Upos::Propn | Upos::Noun | Upos::Adj | Upos::Num | Upos::Det)
        || matches!(scene.xpos(first), Xpos::WP | Xpos::WDT | Xpos::WPS)
        || scene.is(first, Class::Inner);
    closed && describes
}

/// A comma, dash or stop that ends a source; its closing bracket stays.
fn is_loose(scene: &Scene, i: usize) -> bool {
    scene.is_punctuation(i) && !scene.text.word(i).ends_with([')', ']', '\'', '’', '.'])
}

/// "Japan's warning": the mark of possession belongs to its word.
fn possessive(scene: &Scene, mut run: Range<usize>) -> Range<usize> {
    if run.end < scene.text.tokens.len() && scene.xpos(run.end) == Xpos::POS {
        run.end += 1;
    }
    run
}
