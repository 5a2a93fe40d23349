//! What a sentence leaves open, and the settled cases of coding.

use super::codebook::{Codebook, Type};
use super::matching::Coding;
use super::roles::Scene;
use super::{Event, Events, cast, confidence};
use crate::actors::Actor;
use crate::attribution::Factuality;
use crate::countries::Country;
use crate::entities::Kind;
use crate::syntax::Relation;

/// An event on its way: what is found of it, and what it was found by.
struct Draft {
    coding: Coding,
    sentence: usize,
    kind: usize,
    actor: Vec<usize>,
    recipient: Vec<usize>,
    factuality: Factuality,
    /// Whether the sentence itself names the actor.
    named: bool,
}

/// Completes codings to events.
pub(super) fn settle(scene: &Scene, codebook: &Codebook, codings: Vec<Coding>) -> Events {
    let mut drafts: Vec<Draft> = codings.into_iter().map(|c| draft(scene, codebook, c)).collect();
    for number in 0..drafts.len() {
        let (before, rest) = drafts.split_at_mut(number);
        complete(scene, codebook, before, &mut rest[0]);
    }
    let kept = keep(scene, codebook, &drafts);
    let mut found = Events::default();
    for (draft, _) in drafts.iter().zip(kept).filter(|(_, keep)| *keep) {
        let event = write(scene, codebook, draft, &drafts, &mut found.unnamed);
        found.events.push(event);
    }
    found
}

fn draft(scene: &Scene, codebook: &Codebook, coding: Coding) -> Draft {
    let kind = codebook.frames[coding.frame].kind;
    Draft {
        sentence: scene.input.text.sentence_of(coding.head),
        kind,
        actor: coding.parties.actor.clone(),
        recipient: coding.parties.recipient.clone(),
        factuality: factuality(scene, codebook, coding.head),
        named: !coding.parties.actor.is_empty(),
        coding,
    }
}

/// The certainty of a word; of a noun that a supporting verb takes, that of the verb.
fn factuality(scene: &Scene, codebook: &Codebook, at: usize) -> Factuality {
    let of = |t: usize| scene.input.attributions.factuality.get(t).copied().flatten();
    let supported = || {
        let verb = scene.grammar.verb_taking(at)?;
        codebook.supports(scene.grammar.syntax.lemma(verb)).then(|| of(verb)).flatten()
    };
    of(at).or_else(supported).unwrap_or(Factuality::Certain)
}

/// Fills the actor and recipient that the frame's roles left empty.
fn complete(scene: &Scene, codebook: &Codebook, before: &[Draft], draft: &mut Draft) {
    let frame = &codebook.frames[draft.coding.frame];
    if draft.recipient.is_empty() && !frame.mutual {
        draft.recipient = doers_of_phrases(scene, before, draft);
    }
    if is_noun(scene, draft) {
        recall(scene, before, draft);
    }
    if draft.actor.is_empty() {
        draft.actor = missing_actor(scene, codebook, before, draft);
    }
    let actor = draft.actor.clone();
    if draft.recipient != actor {
        draft.recipient.retain(|r| !actor.contains(r));
    }
}

fn is_noun(scene: &Scene, draft: &Draft) -> bool {
    scene.grammar.is_nominal(draft.coding.head)
}

/// "condemned the coup": those who made it.
fn doers_of_phrases(scene: &Scene, before: &[Draft], draft: &Draft) -> Vec<usize> {
    for &phrase in &draft.coding.parties.recipient_phrases {
        let lemma = scene.grammar.syntax.lemma(phrase);
        let told = before.iter().rev().find(|b| {
            !b.actor.is_empty() && (b.coding.head == phrase || scene.grammar.syntax.lemma(b.coding.head) == lemma)
        });
        if let Some(told) = told {
            return told.actor.iter().copied().filter(|a| !draft.actor.contains(a)).collect();
        }
    }
    Vec::new()
}

/// A noun for what was told before takes what it leaves open from there.
fn recall(scene: &Scene, before: &[Draft], draft: &mut Draft) {
    if draft.named && !draft.recipient.is_empty() {
        return;
    }
    let lemma = scene.grammar.syntax.lemma(draft.coding.head);
    let same = |b: &&Draft| b.kind == draft.kind && scene.grammar.syntax.lemma(b.coding.head) == lemma;
    let alike = |b: &&Draft| b.kind == draft.kind && b.coding.frame == draft.coding.frame;
    let Some(told) = before.iter().rev().find(same).or_else(|| before.iter().rev().find(alike)) else { return };
    if draft.actor.is_empty() {
        draft.actor = told.actor.clone();
        if draft.recipient.is_empty() {
            draft.recipient = told.recipient.clone();
        }
    } else if draft.recipient.is_empty() && draft.actor == told.actor {
        draft.recipient = told.recipient.clone();
    }
}

/// Who did it where the trigger's own clause does not say.
fn missing_actor(scene: &Scene, codebook: &Codebook, before: &[Draft], draft: &Draft) -> Vec<usize> {
    let is_speech = codebook.types[draft.kind].quad.starts_with("verbal");
    let others =
        |found: Vec<usize>| -> Vec<usize> { found.into_iter().filter(|a| !draft.recipient.contains(a)).collect() };
    let above = || others(subject_above(scene, draft.coding.head));
    let speaker = || scene.speaker(draft.coding.head).filter(|_| is_speech).into_iter().collect::<Vec<_>>();
    let earlier = || {
        let near = before.iter().rev().take_while(|b| b.sentence == draft.sentence);
        others(near.map(|b| b.actor.clone()).find(|a| !a.is_empty()).unwrap_or_default())
    };
    let ways: [&dyn Fn() -> Vec<usize>; 3] =
        if is_speech { [&above, &speaker, &earlier] } else { [&above, &earlier, &speaker] };
    ways.iter().map(|way| way()).find(|found| !found.is_empty()).unwrap_or_default()
}

/// The subject of the nearest clause above a noun or an open clause.
fn subject_above(scene: &Scene, at: usize) -> Vec<usize> {
    let grammar = scene.grammar;
    if grammar.is_passive(at) {
        return Vec::new();
    }
    let above = grammar.syntax.path_up(at).skip(1).take(4);
    for word in above.take_while(|&w| !matches!(grammar.relation(w), Relation::Parataxis)) {
        if let Some(subject) = grammar.surface_subject(word).filter(|&s| !grammar.syntax.is_below(at, s)) {
            let found = scene.cast.of_phrase(grammar, subject);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// Which drafts stay: those with somebody in them, each happening once a sentence.
fn keep(scene: &Scene, codebook: &Codebook, drafts: &[Draft]) -> Vec<bool> {
    let mut kept: Vec<bool> = Vec::with_capacity(drafts.len());
    for (number, draft) in drafts.iter().enumerate() {
        let nobody = draft.actor.is_empty() && draft.recipient.is_empty();
        let is_told = drafts[..number]
            .iter()
            .zip(&kept)
            .rev()
            .take_while(|(b, _)| b.sentence == draft.sentence)
            .any(|(b, &kept)| kept && is_repeat(scene, codebook, b, draft));
        kept.push(!nobody && !is_told);
    }
    kept
}

/// Whether a noun only names again what an earlier word of the sentence told.
fn is_repeat(scene: &Scene, codebook: &Codebook, first: &Draft, second: &Draft) -> bool {
    let mode = |d: &Draft| codebook.frames[d.coding.frame].mode.as_deref();
    first.kind == second.kind
        && mode(first) == mode(second)
        && first.actor == second.actor
        && (second.recipient.is_empty() || first.recipient == second.recipient)
        && is_noun(scene, second)
        && !second.named
}

fn write(scene: &Scene, codebook: &Codebook, draft: &Draft, all: &[Draft], unnamed: &mut Vec<Actor>) -> Event {
    let frame = &codebook.frames[draft.coding.frame];
    let settled = settled_type(scene, codebook, draft, all);
    let mode = if settled.name == codebook.types[draft.kind].name { frame.mode.clone() } else { None };
    let mut actor = draft.actor.clone();
    let confidence = confidence::of(frame, &draft.coding, draft.named);
    if actor.is_empty() {
        actor.push(nobody_known(scene, unnamed));
    }
    let mut recipient = draft.recipient.clone();
    if frame.mutual {
        cast::add(&mut actor, &std::mem::take(&mut recipient));
    }
    Event {
        sentence: draft.sentence,
        kind: settled.name.clone(),
        mode,
        contexts: frame.contexts.clone(),
        trigger: draft.coding.trigger.clone(),
        trigger_head: draft.coding.head,
        actor,
        recipient,
        date: None,
        place: None,
        factuality: draft.factuality,
        auxiliary: auxiliary(draft.factuality),
        attribution: scene.input.attributions.innermost.get(draft.coding.head).copied().flatten(),
        rule: frame.rule.clone(),
        confidence,
    }
}

/// The unknown doer: one a report.
fn nobody_known(scene: &Scene, unnamed: &mut Vec<Actor>) -> usize {
    if unnamed.is_empty() {
        unnamed.push(Actor {
            name: "unknown".to_string(),
            kind: Kind::Person,
            country: Country::NONE,
            sectors: vec!["UNK".to_string()],
            office: None,
            wikidata: None,
            rule: "events#unnamed".to_string(),
        });
    }
    scene.input.actors.actors.len()
}

/// A plan becomes an agreement and a speaker's own conditional step a threat, where the code book says so; but an act
/// that a verb of promising or demanding governs keeps its type, because that verb has its own entry.
fn settled_type<'c>(scene: &Scene, codebook: &'c Codebook, draft: &Draft, all: &[Draft]) -> &'c Type {
    let own = &codebook.types[draft.kind];
    let governed = |d: &Draft| {
        d.coding.head != draft.coding.head
            && d.sentence == draft.sentence
            && codebook.types[d.kind].quad.starts_with("verbal")
            && is_complement_of(scene, draft.coding.head, d.coding.head)
    };
    let becomes = match draft.factuality {
        Factuality::Probable => own.planned.as_ref(),
        Factuality::Possible if speaks_of_himself(scene, draft) => own.possible.as_ref(),
        _ => None,
    };
    becomes.filter(|_| !all.iter().any(governed)).and_then(|name| codebook.type_named(name)).unwrap_or(own)
}

fn is_complement_of(scene: &Scene, at: usize, above: usize) -> bool {
    scene.grammar.syntax.path_up(at).take(5).skip(1).any(|a| a == above)
}

fn speaks_of_himself(scene: &Scene, draft: &Draft) -> bool {
    scene.speaker(draft.coding.head).is_some_and(|s| draft.actor.contains(&s))
}

fn auxiliary(factuality: Factuality) -> Vec<&'static str> {
    match factuality {
        Factuality::CertainNot => vec!["negation"],
        Factuality::PossibleNot => vec!["hypothetical", "negation"],
        Factuality::ProbableNot => vec!["future", "negation"],
        Factuality::Possible | Factuality::Uncommitted => vec!["hypothetical"],
        Factuality::Probable => vec!["future"],
        Factuality::Certain => Vec::new(),
    }
}
