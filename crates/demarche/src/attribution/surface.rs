//! Reporting clauses by the order of words: "…, X said on Monday", "…," said X, and "X said …" where the tree ties them
//! otherwise. Word order is surer than the tree for these: they are set off by commas and quotation marks.

use super::content::Given;
use super::cues::{Class, Cue, Frame};
use super::scene::Scene;
use super::sources::{self, Phrase};
use crate::syntax::{Relation, Upos, Xpos};
use crate::ways::Way;
use std::ops::Range;

/// How far from its cue a source may begin, in tokens.
const FAR: usize = 16;

/// The way of a content before its cue.
const BEFORE: Way = "before-cue";
/// The way of a source by the order of words.
const ORDER: Way = "by-order";

/// A reporting clause: who speaks, and what is said.
pub(super) struct Reporting {
    pub source: Phrase,
    pub given: Given,
}

/// A cue that ends or interrupts what is said: "…, X said (to Y) (on Monday)", "…," said X.
pub(super) fn closing(scene: &Scene, verb: usize, cue: &Cue) -> Option<Reporting> {
    let usable = cue.has(Frame::Quote, false) && scene.cues.ways.is_on(BEFORE) && scene.cues.ways.is_on(ORDER);
    if !usable {
        return None;
    }
    // A past tense after its subject is easily taken for a participle.
    let participle = scene.xpos(verb) == Xpos::VBN && !(verb > 0 && scene.upos(verb - 1) == Upos::Aux);
    if !(scene.is_finite_word(verb) || participle) || scene.xpos(verb) == Xpos::MD {
        return None;
    }
    // "The countries, ruled by officers, said …".
    if participle && scene.child(verb, &[Relation::OblAgent]).is_some() {
        return None;
    }
    // "Adds flood relief": an object that is nobody to speak to.
    let object = scene.child(verb, &[Relation::Obj]).filter(|&o| o == verb + 1 || o == verb + 2 || o == verb + 3);
    if object.is_some_and(|o| scene.upos(o) == Upos::Noun && scene.mention_at(o).is_none())
        && !cue.has(Frame::Control, false)
    {
        return None;
    }
    let sentence = bounds(scene, verb);
    let (source, zone) = inverted(scene, verb, &sentence).or_else(|| straight(scene, verb, &sentence))?;
    let before = sentence.start..zone.start;
    // `Asked about it, she said, "…"`: the quotation is what is said.
    let next = (zone.end..sentence.end).find(|&i| !scene.is_punctuation(i));
    let quote_after = next.and_then(|i| scene.quote_of(i)).filter(|&q| scene.quote_of(verb) != Some(q));
    let starts = quote_after.is_some_and(|q| Some(scene.quotes.all[q].tokens.start) == next);
    if starts && !scene.is_quoted(&before, scene.quote_of(verb)) {
        return None;
    }
    let rest = resumed(scene, zone.end, sentence.end);
    // "The museum, the minister said, would open": the verb of what is said stands after the cue.
    let said = before.clone().any(|i| is_verbal(scene, i)) || scene.is_quoted(&before, scene.quote_of(verb));
    if !said && rest.is_none() {
        return None;
    }
    let mut content = vec![last_quotation(scene, before, verb)];
    content.extend(rest);
    let whom = scene.child(verb, &[Relation::Obj, Relation::Iobj]);
    let addressee = whom.filter(|&a| a > verb && a < zone.end && a != source.head);
    Some(Reporting { source, given: Given { addressee, by: BEFORE, ..Given::clause(content) } })
}

/// What a cue after a quotation gives, where the quotation begins a sentence of its own that was not cut off from the one
/// before: the quotation alone.
fn last_quotation(scene: &Scene, before: Range<usize>, verb: usize) -> Range<usize> {
    let last = before.clone().rev().find(|&i| !scene.is_punctuation(i)).and_then(|i| scene.quote_of(i));
    let Some(quote) = last.filter(|&q| scene.quote_of(verb) != Some(q)) else { return before };
    let start = scene.quotes.all[quote].tokens.start;
    let word = (before.start..start).rev().find(|&i| !scene.is_mark(i));
    if word.is_some_and(|i| scene.xpos(i) == Xpos::Stop) { start..before.end } else { before }
}

/// The sentence, or the part of it in the quotation that holds the cue.
fn bounds(scene: &Scene, verb: usize) -> Range<usize> {
    let sentence = scene.sentence(verb);
    match scene.quote_of(verb) {
        Some(q) => {
            let quote = &scene.quotes.all[q].tokens;
            sentence.start.max(quote.start)..sentence.end.min(quote.end)
        }
        None => sentence,
    }
}

/// "…, X said": the source and the run from the comma to the end of the reporting clause.
fn straight(scene: &Scene, verb: usize, sentence: &Range<usize>) -> Option<(Phrase, Range<usize>)> {
    let mut end = verb;
    while end > sentence.start && matches!(scene.upos(end - 1), Upos::Adv | Upos::Aux) {
        end -= 1;
    }
    let start = nominal_start(scene, end, sentence.start)?;
    // After a comma or the marks of a quotation, and not right at the beginning; a semicolon ends what stands before it.
    if start <= sentence.start + 1 || !scene.is_punctuation(start - 1) || scene.text.word(start - 1) == ";" {
        return None;
    }
    let close = clause_end(scene, verb + 1, sentence.end)?;
    Some((phrase(scene, start..end)?, start..close))
}

/// "…," said X: the cue stands right after a comma or a quotation, its source after it.
fn inverted(scene: &Scene, verb: usize, sentence: &Range<usize>) -> Option<(Phrase, Range<usize>)> {
    if verb <= sentence.start + 1 || !scene.is_punctuation(verb - 1) {
        return None;
    }
    let after_speech = scene.is_mark(verb - 1) || scene.quote_of(verb - 1) != scene.quote_of(verb);
    let subject = scene.child(verb, &[Relation::Nsubj]).filter(|&s| s > verb);
    if subject.is_none() && !after_speech {
        return None;
    }
    let mut end = verb + 1;
    while end < sentence.end && is_nominal(scene, end) {
        end += 1;
    }
    let close = clause_end(scene, end, sentence.end)?;
    let run = verb + 1..end;
    let source = match subject.filter(|s| run.contains(s)) {
        Some(s) => sources::phrase(scene, s, ORDER),
        None => phrase(scene, run)?,
    };
    Some((source, verb..close))
}

/// Where the nominal words before `end` begin; none where there are none.
fn nominal_start(scene: &Scene, end: usize, limit: usize) -> Option<usize> {
    let mut start = end;
    while start > limit && end - start < FAR && is_nominal(scene, start - 1) {
        start -= 1;
    }
    while start < end && matches!(scene.upos(start), Upos::Cconj | Upos::Adp | Upos::Adv) {
        start += 1;
    }
    (start < end).then_some(start)
}

/// Whether token `i` can stand within a noun phrase.
pub(super) fn is_nominal(scene: &Scene, i: usize) -> bool {
    use Upos::*;
    matches!(scene.upos(i), Det | Adj | Noun | Propn | Num | Pron | Adp | Cconj | Sym | X) && scene.xpos(i) != Xpos::WDT
        || scene.xpos(i) == Xpos::POS
        || scene.xpos(i) == Xpos::HYPH
        || scene.text.word(i) == "-"
}

/// Where the reporting clause ends that has no verb from `from` on: at a comma, a mark or the end; none where a verb
/// comes first, for then the cue governs what follows.
fn clause_end(scene: &Scene, from: usize, limit: usize) -> Option<usize> {
    for i in from..limit {
        if scene.is_mark(i) || scene.is(i, Class::Pause) {
            let opens = scene.is_mark(i) && scene.quote_of((i + 1).min(limit - 1)).is_some();
            return (!opens || i > from).then_some(i);
        }
        if is_verbal(scene, i) || scene.is(i, Class::Colon) || scene.is(i, Class::Complementizer) {
            return None;
        }
    }
    Some(limit)
}

fn is_verbal(scene: &Scene, i: usize) -> bool {
    matches!(scene.upos(i), Upos::Verb | Upos::Aux)
}

/// What is said after the reporting clause: "The talks, he said, would go on", `…, he said, and "will go on"`. Anything
/// else leads back to the report's own voice.
fn resumed(scene: &Scene, from: usize, limit: usize) -> Option<Range<usize>> {
    let first = (from..limit).find(|&i| !scene.is_punctuation(i))?;
    if !(from..first).any(|i| scene.is(i, Class::Pause)) || scene.quote_of(first) != scene.quote_of(from.min(limit - 1))
    {
        return None;
    }
    let verb = scene.is_finite_word(first);
    let next = (first + 1).min(limit - 1);
    let joined = scene.upos(first) == Upos::Cconj && (scene.quote_of(next).is_some() || scene.is_mark(next));
    if !verb && !joined {
        return None;
    }
    Some(first..limit)
}

fn phrase(scene: &Scene, run: Range<usize>) -> Option<Phrase> {
    let head = run.clone().find(|&i| {
        matches!(scene.upos(i), Upos::Noun | Upos::Propn | Upos::Pron)
            && scene.head(i).is_none_or(|h| !run.contains(&h))
    });
    let head =
        head.or_else(|| run.clone().rev().find(|&i| matches!(scene.upos(i), Upos::Noun | Upos::Propn | Upos::Pron)))?;
    // A day before or after the name is no part of it.
    let tree = sources::words(scene, head);
    let owner = tree.end > tree.start && scene.xpos(tree.end - 1) == Xpos::POS;
    let whole = !owner && tree.start >= run.start && tree.end <= run.end;
    Some(Phrase { head, tokens: if whole && tree.len() + 1 >= run.len() { tree } else { run }, by: ORDER })
}

/// The "that" which brings what a cue says, with only whom and when before it.
pub(super) fn that_clause(scene: &Scene, end: usize, limit: usize) -> Option<usize> {
    for i in end..limit.min(end + FAR).saturating_sub(1) {
        let determiner = matches!(scene.upos(i), Upos::Det)
            && scene.relation(i) == Relation::Det
            && scene.head(i) == Some(i + 1)
            && i == end;
        if scene.is(i, Class::Complementizer) && !determiner {
            return Some(i);
        }
        if !(is_nominal(scene, i) || scene.upos(i) == Upos::Adv) {
            return None;
        }
    }
    None
}

/// "X said that …", where the tree does not give the cue its clause: to the end of what depends on the cue.
pub(super) fn opening(scene: &Scene, verb: usize, cue: &Cue, that: usize) -> Option<Given> {
    if !cue.has(Frame::Clause, false) || scene.is_passive(verb) {
        return None;
    }
    let (start, limit) = (that + 1, bounds(scene, verb).end);
    let reach = scene.reach(verb).end.min(limit);
    let joined =
        |&c: &usize| c > that && scene.relation(c) == Relation::Conj && scene.child(c, &[Relation::Cc]).is_some();
    let end = match scene.children(verb).iter().copied().find(joined) {
        Some(c) => reach.min(scene.reach(c).start),
        None if reach > start => reach,
        None => limit,
    };
    let whom = scene.child(verb, &[Relation::Obj, Relation::Iobj]);
    let addressee = whom.filter(|&a| a > verb && a < start);
    (start < end).then(|| Given { addressee, ..Given::clause(vec![start..end]) })
}

/// "Called X Y" where the tree does not part X from Y: Y begins with "a" or a quotation mark.
pub(super) fn called(scene: &Scene, verb: usize) -> Option<Given> {
    let limit = bounds(scene, verb).end;
    let first = verb + 1;
    let starts = first < limit && is_nominal(scene, first) && scene.upos(first) != Upos::Adp;
    if !starts || scene.is_passive(verb) || scene.is(first, Class::Indefinite) {
        return None;
    }
    for i in first + 1..limit.min(first + FAR) {
        let quoted = scene.quote_of(i).filter(|&q| scene.quotes.all[q].tokens.start == i);
        if let Some(q) = quoted {
            return Given::run(i..scene.quotes.all[q].tokens.end);
        }
        if scene.is(i, Class::Indefinite) && scene.upos(i - 1) != Upos::Adp {
            let end = pause(scene, i, limit);
            // "Called it a fraud and told …".
            let next = (i..end.saturating_sub(1))
                .find(|&t| scene.upos(t) == Upos::Cconj && scene.is_finite_word(t + 1) && scene.head(t) == Some(t + 1));
            return Given::run(i..next.unwrap_or(end));
        }
        if !is_nominal(scene, i) && !scene.is_mark(i) {
            return None;
        }
    }
    None
}

fn pause(scene: &Scene, from: usize, limit: usize) -> usize {
    (from..limit).find(|&i| scene.is(i, Class::Pause)).unwrap_or(limit)
}
