//! All claims of a report: each cue with its source and content, the marks of headlines, and sources that one cue takes from
//! another.

use super::By;
use super::claims::{self, Claim, is_loose_participle};
use super::cues::Class;
use super::scene::Scene;
use super::sources::Phrase;
use crate::entities::Form;
use crate::syntax::{Upos, Xpos};
use crate::ways::Way;

/// The way of a source that one cue takes from another.
const SHARED: Way = "shared";

/// Below which log of odds of the learned reader a verb is no cue.
const NO_CUE: f32 = -5.0;

/// Finds the claims of a report, in the order of their cues.
pub(super) fn find(scene: &Scene) -> Vec<Claim> {
    let mut found = Vec::new();
    for i in 0..scene.text.tokens.len() {
        let claim = match scene.upos(i) {
            Upos::Verb => scene.first(&[("verb", &|| claims::verbal(scene, i))]),
            Upos::Noun => scene.first(&[("noun", &|| claims::nominal(scene, i))]),
            _ => None,
        };
        let claim = claim.or_else(|| scene.first(&[("phrase", &|| claims::prepositional(scene, i))]));
        found.extend(claim.map(|(cue, claim)| Claim { by: By { cue, ..claim.by }, ..claim }));
    }
    found.extend(super::headlines::find(scene));
    found.retain(|claim| !scene.text.is_stock(claim.cue_head));
    found.sort_by_key(|c| c.cue.start);
    share_sources(scene, &mut found);
    found.retain(|claim| {
        claim.by.cue != "verb" || scene.impressions.is_none_or(|seen| seen.cue(claim.cue_head) >= NO_CUE)
    });
    found.retain(|claim| match &claim.source {
        Some(source) => !is_nobody(scene, source) && !is_anybody(scene, claim.cue_head, source),
        None => !is_loose_participle(scene, claim.cue_head),
    });
    found
}

/// Whether a source stands for nobody: "no side has said", or a relative pronoun whose noun is not known.
fn is_nobody(scene: &Scene, source: &Phrase) -> bool {
    let relative = matches!(scene.xpos(source.head), Xpos::WDT | Xpos::WP | Xpos::WRB);
    relative || scene.is(source.head, Class::NegativeNoun) || scene.is(source.tokens.start, Class::NegativeNoun)
}

/// Whether a source within a quotation is nobody in particular: "people believe", "you say".
fn is_anybody(scene: &Scene, cue: usize, source: &Phrase) -> bool {
    if scene.quote_of(cue).is_none() {
        return false;
    }
    let mention = scene.mention_at(source.head);
    let person = mention.map(|m| scene.entities.mentions[m].form);
    if let Some(Form::Pronoun(p)) = person {
        return p.person == 2;
    }
    let named = |m: usize| scene.actors.of_mention.get(m).is_some_and(|of| !of.is_empty());
    scene.upos(source.head) != Upos::Propn && !mention.is_some_and(named)
}

/// Gives participles after a comma ("…, saying that") the source of the report's main cue before them.
fn share_sources(scene: &Scene, claims: &mut [Claim]) {
    for c in 1..claims.len() {
        let head = claims[c].cue_head;
        // "According to" has its own.
        if !is_loose_participle(scene, head) || claims[c].by.cue != "verb" || !scene.cues.ways.is_on(SHARED) {
            continue;
        }
        let before = &claims[..c];
        let held = |claim: &Claim| before.iter().any(|o| o.content.iter().any(|run| run.contains(&claim.cue_head)));
        let shares = |claim: &&Claim| {
            let cue = claim.cue_head;
            let alike =
                scene.sentence_of(cue) == scene.sentence_of(head) && scene.quote_of(cue) == scene.quote_of(head);
            let verb = scene.upos(cue) == Upos::Verb && scene.xpos(cue) != Xpos::VBG;
            alike && verb && claim.source.is_some() && !held(claim)
        };
        if let Some(source) = before.iter().rev().find(shares).and_then(|main| main.source.clone()) {
            claims[c].source = Some(Phrase { by: SHARED, ..source });
            claims[c].by.source = SHARED;
        }
    }
}
