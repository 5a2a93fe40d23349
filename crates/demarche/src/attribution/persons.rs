//! Whom sources and the first and second persons of quotations stand for.

use super::scene::Scene;
use super::{Manner, nesting::Tree};
use crate::actors::Actor;
use crate::countries::Country;
use crate::entities::{Form, Kind};
use crate::syntax::Relation;
use std::collections::BTreeMap;

/// Gives each source its actor, outer sources first, and resolves "I", "we" and "you" within quotations: for each
/// mention the actors that it stands for.
pub(super) fn resolve(scene: &Scene, tree: &mut Tree) -> Vec<Vec<usize>> {
    let mut of_mention = scene.actors.of_mention.clone();
    let sides = sides(&scene.actors.actors);
    for a in 0..tree.attributions.len() {
        let Some(source) = &tree.attributions[a].source else { continue };
        let person = scene.mention_at(source.head).and_then(|m| by_person(scene, tree, &sides, m));
        let actor = person.or_else(|| speaker(scene, &of_mention, source.head));
        if let Some(source) = &mut tree.attributions[a].source {
            source.actor = actor;
        }
    }
    for (mention, actors) in of_mention.iter_mut().enumerate() {
        if let Some(actor) = by_person(scene, tree, &sides, mention) {
            *actors = vec![actor];
        }
    }
    of_mention
}

/// Who a source is. Of several who speak as one the first in the order of their codes; of a document or of people
/// nobody knows, the one whose they are: "Germany's carmakers", "the Chinese account".
fn speaker(scene: &Scene, of_mention: &[Vec<usize>], head: usize) -> Option<usize> {
    let named = |i: usize| scene.mention_at(i).and_then(|m| of_mention.get(m)).into_iter().flatten().copied();
    let joined = |i: &usize| scene.relation(*i) == Relation::Conj && *i < scene.sentence(head).end;
    let others = scene.children(head).iter().copied().filter(joined);
    let code = |a: &usize| scene.actors.actors.get(*a).map(|actor| (actor.country, actor.sectors.first().cloned()));
    let speakers = named(head).chain(others.flat_map(named));
    speakers.min_by_key(|a| (code(a), *a)).or_else(|| {
        let owns = |i: &usize| matches!(scene.relation(*i), Relation::NmodPoss | Relation::Amod | Relation::Compound);
        scene.children(head).iter().copied().filter(owns).find_map(|i| named(i).next())
    })
}

/// The actor of a first or second person that stands in somebody's quotation.
fn by_person(scene: &Scene, tree: &Tree, sides: &[usize], mention: usize) -> Option<usize> {
    let mention = scene.entities.mentions.get(mention)?;
    let Form::Pronoun(person) = mention.form else { return None };
    if person.person > 2 {
        return None;
    }
    let speech = speech_around(scene, tree, mention.head)?;
    if person.person == 2 {
        let addressee = scene.mention_at(tree.addressees[speech]?)?;
        return scene.actors.of_mention.get(addressee)?.first().copied();
    }
    let speaker = tree.attributions[speech].source.as_ref()?.actor?;
    Some(if person.plural { *sides.get(speaker)? } else { speaker })
}

/// The innermost attribution that quotes token `i` word for word.
fn speech_around(scene: &Scene, tree: &Tree, i: usize) -> Option<usize> {
    let quote = scene.quote_of(i)?;
    let mut at = tree.innermost[i];
    while let Some(a) = at {
        let speech = tree.attributions[a].manner != Manner::Indirect;
        if speech && scene.quote_of(tree.attributions[a].cue_head) != Some(quote) {
            return Some(a);
        }
        at = tree.attributions[a].within;
    }
    None
}

/// For each actor, whom he means by "we": an official his country's government or the body of his kind, anyone else
/// himself.
fn sides(actors: &[Actor]) -> Vec<usize> {
    let key = |actor: &Actor| (actor.country, actor.sectors.first().cloned());
    let mut bodies: BTreeMap<_, usize> = BTreeMap::new();
    for kind in [Kind::Country, Kind::Organization] {
        for (number, actor) in actors.iter().enumerate().filter(|(_, a)| a.kind == kind && a.country != Country::NONE) {
            bodies.entry(key(actor)).or_insert(number);
        }
    }
    let side = |(number, actor): (usize, &Actor)| match actor.kind {
        Kind::Person => bodies.get(&key(actor)).copied().unwrap_or(number),
        _ => number,
    };
    actors.iter().enumerate().map(side).collect()
}
