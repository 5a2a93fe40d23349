//! Marks that part speaker and speech: "Speaker: claim" and "Claim: speaker" in headlines, the turns of an interview
//! ("MINISTER: …"), and quotations signed after a dash.

use super::By;
use super::claims::Claim;
use super::content;
use super::cues::Class;
use super::scene::Scene;
use super::sources::Phrase;
use crate::entities::Kind;
use crate::syntax::{Relation, Upos};
use std::ops::Range;

/// The most words of a speaker's name and title.
const LONGEST: usize = 6;

/// Finds the claims that a colon makes.
pub(super) fn find(scene: &Scene) -> Vec<Claim> {
    let mut found = Vec::new();
    let sentences = &scene.text.sentences;
    for (number, sentence) in sentences.iter().enumerate() {
        let opens = number == 0 || sentences[number - 1].paragraph != sentence.paragraph;
        if !opens || sentence.tokens.is_empty() {
            continue;
        }
        let Some(colon) = colon(scene, sentence.tokens.clone()) else { continue };
        let before = sentence.tokens.start..colon;
        if sentence.is_title || number == 0 {
            found.extend(headline(scene, before, colon, colon + 1..sentence.tokens.end));
        } else {
            let end = scene.text.sentences[number..].iter().take_while(|s| s.paragraph == sentence.paragraph).last();
            found.extend(turn(scene, before, colon, colon + 1..end.map_or(colon + 1, |s| s.tokens.end)));
        }
    }
    found.extend((0..scene.quotes.all.len()).filter_map(|q| signed(scene, q)));
    found
}

/// "…" — Speaker: a quotation signed after a dash.
fn signed(scene: &Scene, quote: usize) -> Option<Claim> {
    let content = scene.quotes.all[quote].tokens.clone();
    let last = scene.text.tokens.len();
    let dash = (content.end..last.min(content.end + 3)).find(|&i| !scene.is_mark(i))?;
    if content.len() < LONGEST || !scene.is(dash, Class::Dash) || dash + 1 >= last {
        return None;
    }
    let paragraph = |i: usize| scene.text.sentences[scene.sentence_of(i)].paragraph;
    let end = (dash + 1..last.min(dash + 1 + 3 * LONGEST))
        .find(|&i| paragraph(i) != paragraph(dash + 1) || scene.is_mark(i) || is_predicate(scene, i))
        .unwrap_or(last.min(dash + 1 + 3 * LONGEST));
    let name = content::trim(scene, dash + 1..end)?;
    let proper = scene.upos(name.start) == Upos::Propn;
    let closed = end == last || paragraph(end) != paragraph(dash + 1) || scene.is_mark(end);
    (proper && closed).then(|| claim(scene, name, dash, content)).flatten()
}

fn colon(scene: &Scene, tokens: Range<usize>) -> Option<usize> {
    tokens.clone().take(40).find(|&i| scene.is(i, Class::Colon)).filter(|&i| i > tokens.start && i + 1 < tokens.end)
}

fn headline(scene: &Scene, before: Range<usize>, colon: usize, after: Range<usize>) -> Option<Claim> {
    let claims = |run: &Range<usize>| run.len() > LONGEST || run.clone().any(|i| is_predicate(scene, i));
    if is_speaker(scene, &before) && claims(&after) {
        return claim(scene, before, colon, after);
    }
    (is_name(scene, &after) && claims(&before)).then(|| claim(scene, after, colon, before)).flatten()
}

/// "MINISTER: We will go." A name alone before the colon, and speech after it.
fn turn(scene: &Scene, before: Range<usize>, colon: usize, after: Range<usize>) -> Option<Claim> {
    let before = content::trim(scene, before)?;
    let written = scene.text.words(before.clone());
    let capitals = written.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) && written.chars().count() > 1;
    let named = before.clone().all(|i| scene.upos(i) == Upos::Propn) && scene.is_mark(after.start);
    (before.len() <= LONGEST && (capitals || named)).then(|| claim(scene, before, colon, after)).flatten()
}

fn is_predicate(scene: &Scene, i: usize) -> bool {
    scene.upos(i) == Upos::Verb || scene.upos(i) == Upos::Aux || scene.child(i, &[Relation::Nsubj]).is_some()
}

fn is_name(scene: &Scene, run: &Range<usize>) -> bool {
    let run = content::trim(scene, run.clone()).unwrap_or(0..0);
    !run.is_empty()
        && run.len() <= LONGEST
        && !run.clone().any(|i| is_predicate(scene, i))
        && matches!(scene.upos(head_of(scene, &run)), Upos::Noun | Upos::Propn)
}

/// Whether a run names somebody who can speak: a place before a colon is a dateline or a topic.
fn is_speaker(scene: &Scene, run: &Range<usize>) -> bool {
    if !is_name(scene, run) {
        return false;
    }
    let kind =
        scene.mention_at(head_of(scene, run)).map(|m| scene.entities.entities[scene.entities.mentions[m].entity].kind);
    let proper = scene.upos(head_of(scene, run)) == Upos::Propn;
    matches!(kind, Some(Kind::Person | Kind::Organization)) || proper && kind.is_none()
}

/// The token of the run that depends on none of the others.
fn head_of(scene: &Scene, run: &Range<usize>) -> usize {
    run.clone().find(|&i| scene.head(i).is_none_or(|h| !run.contains(&h))).unwrap_or(run.start)
}

fn claim(scene: &Scene, source: Range<usize>, colon: usize, content: Range<usize>) -> Option<Claim> {
    let tokens = content::trim(scene, source)?;
    let by = By { cue: "mark", source: "at-mark", content: "beside-mark" };
    if by.slots().iter().any(|(_, way)| !scene.cues.ways.is_on(way)) {
        return None;
    }
    let source = Some(Phrase { head: head_of(scene, &tokens), tokens, by: by.source });
    let content = vec![content::trim(scene, content)?];
    let rule = "attribution/headlines#colon".to_string();
    Some(Claim { cue_head: colon, cue: colon..colon + 1, source, addressee: None, content, rule, by })
}
