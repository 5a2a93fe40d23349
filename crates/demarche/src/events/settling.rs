//! What a sentence leaves open, and the settled cases of coding.

use super::codebook::{Codebook, Type};
use super::confidence::{Politics, Signs};
use super::frames::Part;
use super::matching::Coding;
use super::roles::{Parties, Scene};
use super::unnamed::Unnamed;
use super::{By, Event, Events, cast, confidence, recalling};
use crate::attribution::Factuality;
use crate::countries::Country;

/// An event on its way: what is found of it, and what it was found by.
pub(super) struct Draft {
    pub(super) coding: Coding,
    pub(super) sentence: usize,
    pub(super) kind: usize,
    pub(super) parties: Parties,
    pub(super) factuality: Factuality,
    /// Whether the sentence itself names the actor.
    pub(super) named: bool,
}

/// Completes codings to events.
pub(super) fn settle(scene: &Scene, codebook: &Codebook, codings: Vec<Coding>) -> Events {
    let mut drafts: Vec<Draft> = codings.into_iter().map(|c| draft(scene, codebook, c)).collect();
    for number in telling_order(scene, &drafts) {
        drafts[number].parties = recalling::complete(scene, codebook, &drafts, number);
    }
    let kept = keep(scene, codebook, &drafts);
    let politics = Politics::of(scene, codebook);
    let mut found = Events::default();
    for (draft, _) in drafts.iter().zip(kept).filter(|(_, keep)| *keep) {
        let signs = confidence::signs(scene, codebook, &politics, draft);
        let mut unnamed = Unnamed { actors: &mut found.unnamed, named: scene.input.actors.actors.len() };
        let event = write(scene, codebook, draft, &drafts, signs, &mut unnamed);
        found.events.push(event);
    }
    found
}

fn draft(scene: &Scene, codebook: &Codebook, coding: Coding) -> Draft {
    let kind = codebook.frames[coding.frame].kind;
    Draft {
        sentence: scene.input.text.sentence_of(coding.head),
        kind,
        parties: coding.parties.clone(),
        factuality: factuality(scene, codebook, &coding),
        named: !coding.parties.actor.is_empty(),
        coding,
    }
}

/// The certainty of a word; of a noun that a supporting verb takes, that of the verb. Where the negation belongs to
/// what is done, it does not count against it.
fn factuality(scene: &Scene, codebook: &Codebook, coding: &Coding) -> Factuality {
    let of = |t: usize| scene.input.attributions.factuality.get(t).copied().flatten();
    let supported = || {
        let verb = scene.grammar.verb_taking(coding.head)?;
        codebook.supports(scene.grammar.syntax.lemma(verb)).then(|| of(verb)).flatten()
    };
    let frame = &codebook.frames[coding.frame];
    let found = of(coding.head).or_else(supported).unwrap_or(Factuality::Certain);
    match found {
        _ if frame.part == Part::Modal => Factuality::Certain,
        Factuality::CertainNot | Factuality::ProbableNot if frame.negated => Factuality::Certain,
        Factuality::PossibleNot if frame.negated => Factuality::Possible,
        found => found,
    }
}

/// The order in which drafts are completed: sentence by sentence, in each the nouns first, because what a verb is
/// about may be one of them.
fn telling_order(scene: &Scene, drafts: &[Draft]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&d| (drafts[d].sentence, !is_noun(scene, &drafts[d])));
    order
}

pub(super) fn is_noun(scene: &Scene, draft: &Draft) -> bool {
    scene.grammar.is_nominal(draft.coding.head)
}

/// Which drafts stay: those with somebody in them, each happening once a sentence.
fn keep(scene: &Scene, codebook: &Codebook, drafts: &[Draft]) -> Vec<bool> {
    let mut kept: Vec<bool> = Vec::with_capacity(drafts.len());
    for (number, draft) in drafts.iter().enumerate() {
        let nobody = !is_anybody_known(scene, draft) && !happens_somewhere(scene, codebook, draft);
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

/// Whether one of the parties belongs to a country or is a body that is known: climbers who reach a summit are none of
/// the news that the code book is for.
fn is_anybody_known(scene: &Scene, draft: &Draft) -> bool {
    let actors = &scene.input.actors.actors;
    let mut all = draft.parties.actor.iter().chain(&draft.parties.recipient);
    all.any(|&a| actors.get(a).is_none_or(|actor| actor.country != Country::NONE))
}

/// Whether the sentence names the country in which somebody is harmed or protests, so that those unnamed are its people.
fn happens_somewhere(scene: &Scene, codebook: &Codebook, draft: &Draft) -> bool {
    let is_force = codebook.types[draft.kind].quad == "material conflict" && !is_noun(scene, draft);
    let Some(sentence) = scene.input.text.sentences.get(draft.sentence) else { return false };
    let mut places = scene.input.places.places.iter();
    is_force
        && places.any(|p| p.country.is_some() && sentence.span.start <= p.span.start && p.span.end <= sentence.span.end)
}

/// Whether a noun only names again what an earlier word of the sentence told.
fn is_repeat(scene: &Scene, codebook: &Codebook, first: &Draft, second: &Draft) -> bool {
    let mode = |d: &Draft| codebook.frames[d.coding.frame].mode.as_deref();
    first.kind == second.kind
        && mode(first) == mode(second)
        && first.parties.actor == second.parties.actor
        && (second.parties.recipient.is_empty() || first.parties.recipient == second.parties.recipient)
        && is_noun(scene, second)
        && !second.named
}

fn write(
    scene: &Scene,
    codebook: &Codebook,
    draft: &Draft,
    all: &[Draft],
    signs: Signs,
    unnamed: &mut Unnamed,
) -> Event {
    let frame = &codebook.frames[draft.coding.frame];
    let settled = settled_type(scene, codebook, draft, all);
    let own = if settled.name == codebook.types[draft.kind].name { frame.mode.clone() } else { None };
    let mode = own.or_else(|| mode_of_matter(scene, codebook, settled, draft, all));
    let mut actor = draft.parties.actor.clone();
    let mut by = By { actor: draft.parties.actor_by, recipient: draft.parties.recipient_by, ..By::default() };
    if actor.is_empty() {
        actor.push(unnamed.nobody());
        by.actor = "nobody";
    }
    let mut recipient = draft.parties.recipient.clone();
    recipient.retain(|r| !actor.contains(r));
    if frame.mutual {
        cast::add(&mut actor, &std::mem::take(&mut recipient));
    }
    if recipient.is_empty() {
        by.recipient = "";
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
        auxiliary: draft.factuality.auxiliary(),
        attribution: scene.input.attributions.innermost.get(draft.coding.head).copied().flatten(),
        rule: frame.rule.clone(),
        by,
        confidence: codebook.scale.likelihood(&signs),
        signs,
    }
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

/// The mode that lies in what is asked for or threatened; of a step that became a threat, in the step itself.
fn mode_of_matter(scene: &Scene, codebook: &Codebook, settled: &Type, draft: &Draft, all: &[Draft]) -> Option<String> {
    if settled.about.is_empty() {
        return None;
    }
    let steps = |d: &Draft| scene.grammar.syntax.path_up(d.coding.head).take(5).position(|a| a == draft.coding.head);
    let near = |d: &&Draft| d.sentence == draft.sentence && d.coding.head != draft.coding.head && steps(d).is_some();
    let is_itself = settled.name != codebook.types[draft.kind].name;
    let matter = if is_itself { Some(draft) } else { all.iter().filter(near).min_by_key(|d| steps(d)) };
    let named = matter.and_then(|d| {
        let frame = &codebook.frames[d.coding.frame];
        let kind = &codebook.types[d.kind].name;
        let mode = frame.mode.as_deref().map(|mode| format!("{kind}/{mode}"));
        let id = frame.rule.rsplit_once('#').map(|(_, id)| id);
        let keys = [id, mode.as_deref(), Some(kind.as_str())];
        keys.into_iter().flatten().find_map(|key| settled.about.get(key))
    });
    named.or_else(|| settled.about.get("other")).cloned()
}

fn is_complement_of(scene: &Scene, at: usize, above: usize) -> bool {
    scene.grammar.syntax.path_up(at).take(5).skip(1).any(|a| a == above)
}

fn speaks_of_himself(scene: &Scene, draft: &Draft) -> bool {
    scene.speaker(draft.coding.head).is_some_and(|s| draft.parties.actor.contains(&s))
}
