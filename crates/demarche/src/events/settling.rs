//! What a sentence leaves open, and the settled cases of coding.

use super::codebook::{Codebook, Type};
use super::frames::{Part, Role};
use super::matching::Coding;
use super::roles::{Parties, Scene};
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
    parties: Parties,
    factuality: Factuality,
    /// Whether the sentence itself names the actor.
    named: bool,
}

/// Completes codings to events.
pub(super) fn settle(scene: &Scene, codebook: &Codebook, codings: Vec<Coding>) -> Events {
    let mut drafts: Vec<Draft> = codings.into_iter().map(|c| draft(scene, codebook, c)).collect();
    for number in telling_order(scene, &drafts) {
        let completed = complete(scene, codebook, &drafts, number);
        drafts[number].parties = completed;
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

fn is_noun(scene: &Scene, draft: &Draft) -> bool {
    scene.grammar.is_nominal(draft.coding.head)
}

/// The parties of a draft, with what the frame's roles left empty filled from elsewhere.
fn complete(scene: &Scene, codebook: &Codebook, drafts: &[Draft], number: usize) -> Parties {
    let draft = &drafts[number];
    let frame = &codebook.frames[draft.coding.frame];
    let mut parties = draft.parties.clone();
    let search = Search { scene, codebook, drafts, number };
    if is_noun(scene, draft) {
        search.recall(&mut parties);
    }
    if parties.actor.is_empty() {
        parties.actor = search.missing_actor(&parties.recipient);
    }
    if parties.recipient.is_empty() && !frame.mutual {
        parties.recipient = search.doers_of_phrases();
        if parties.recipient.is_empty() && frame.recipient.contains(&Role::Answered) {
            parties.recipient = search.answered(&parties.actor);
        }
    }
    let actor = parties.actor.clone();
    parties.recipient.retain(|r| !actor.contains(r));
    parties
}

/// A search among what the report tells for what a draft leaves open.
struct Search<'s, 'a> {
    scene: &'s Scene<'a>,
    codebook: &'s Codebook,
    drafts: &'s [Draft],
    number: usize,
}

impl Search<'_, '_> {
    fn draft(&self) -> &Draft {
        &self.drafts[self.number]
    }

    fn lemma(&self, draft: &Draft) -> &str {
        self.scene.grammar.syntax.lemma(draft.coding.head)
    }

    /// What was told before, the latest first.
    fn before(&self) -> impl Iterator<Item = &Draft> {
        self.drafts[..self.number].iter().rev()
    }

    /// "condemned the coup": those who made it.
    fn doers_of_phrases(&self) -> Vec<usize> {
        let draft = self.draft();
        for &phrase in &draft.coding.parties.recipient_phrases {
            let here = self.drafts.iter().find(|d| d.coding.head == phrase);
            let lemma = self.scene.grammar.syntax.lemma(phrase);
            let told = here.or_else(|| self.before().find(|b| self.lemma(b) == lemma));
            if let Some(told) = told.filter(|t| !t.parties.actor.is_empty()) {
                return told.parties.actor.iter().copied().filter(|a| !draft.parties.actor.contains(a)).collect();
            }
        }
        Vec::new()
    }

    /// A noun for what was told before takes what it leaves open from there.
    fn recall(&self, parties: &mut Parties) {
        let draft = self.draft();
        let same = |b: &&Draft| b.kind == draft.kind && self.lemma(b) == self.lemma(draft);
        let alike = |b: &&Draft| b.kind == draft.kind && self.mode(b) == self.mode(draft);
        let Some(told) = self.before().find(same).or_else(|| self.before().find(alike)) else { return };
        if parties.actor.is_empty() {
            parties.actor = told.parties.actor.clone();
        }
        if parties.recipient.is_empty() && parties.actor == told.parties.actor {
            parties.recipient = told.parties.recipient.clone();
        }
    }

    fn mode(&self, draft: &Draft) -> Option<&str> {
        self.codebook.frames[draft.coding.frame].mode.as_deref()
    }

    /// Who did it where the trigger's own clause does not say.
    fn missing_actor(&self, recipient: &[usize]) -> Vec<usize> {
        let draft = self.draft();
        let is_speech = self.codebook.types[draft.kind].quad.starts_with("verbal");
        let others =
            |found: Vec<usize>| -> Vec<usize> { found.into_iter().filter(|a| !recipient.contains(a)).collect() };
        let above = || others(subject_above(self.scene, draft.coding.head));
        let speaker = || others(self.scene.speaker(draft.coding.head).filter(|_| is_speech).into_iter().collect());
        let near = || self.before().take_while(|b| b.sentence == draft.sentence);
        let earlier = || near().map(|b| others(b.parties.actor.clone())).find(|a| !a.is_empty()).unwrap_or_default();
        let ways: [&dyn Fn() -> Vec<usize>; 3] =
            if is_speech { [&above, &speaker, &earlier] } else { [&above, &earlier, &speaker] };
        ways.iter().map(|way| way()).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Whose claim or demand the actor answers: who accused or asked him, or said what he is to have done.
    fn answered(&self, actor: &[usize]) -> Vec<usize> {
        let shares = |those: &[usize]| those.iter().any(|a| actor.iter().any(|b| self.is_same_side(*a, *b)));
        for told in self.before() {
            let is_claim = self.codebook.types[told.kind].quad == "verbal conflict";
            if is_claim && shares(&told.parties.recipient) && !shares(&told.parties.actor) {
                return told.parties.actor.clone();
            }
            let source = self.scene.speaker(told.coding.head).filter(|s| !shares(&[*s]));
            if let Some(source) = source.filter(|_| shares(&told.parties.actor)) {
                return vec![source];
            }
        }
        Vec::new()
    }

    /// Whether two actors are one or belong to one country.
    fn is_same_side(&self, one: usize, other: usize) -> bool {
        let country =
            |a: usize| self.scene.input.actors.actors.get(a).map(|a| a.country).filter(|c| *c != Country::NONE);
        one == other || country(one).is_some_and(|c| country(other) == Some(c))
    }
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
        let nobody = draft.parties.actor.is_empty() && draft.parties.recipient.is_empty();
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
        && first.parties.actor == second.parties.actor
        && (second.parties.recipient.is_empty() || first.parties.recipient == second.parties.recipient)
        && is_noun(scene, second)
        && !second.named
}

fn write(scene: &Scene, codebook: &Codebook, draft: &Draft, all: &[Draft], unnamed: &mut Vec<Actor>) -> Event {
    let frame = &codebook.frames[draft.coding.frame];
    let settled = settled_type(scene, codebook, draft, all);
    let mode = if settled.name == codebook.types[draft.kind].name { frame.mode.clone() } else { None };
    let mut actor = draft.parties.actor.clone();
    let confidence = confidence::of(frame, &draft.coding, draft.named);
    if actor.is_empty() {
        actor.push(nobody_known(scene, unnamed));
    }
    let mut recipient = draft.parties.recipient.clone();
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
    scene.speaker(draft.coding.head).is_some_and(|s| draft.parties.actor.contains(&s))
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
