//! Whose forces stand behind a country's name: in drills, clashes and shelling, and where missiles, jets or a border post
//! are named, a state acts by its armed forces (`MIL`), not by its government.

use super::classes::Class;
use super::roles::Scene;
use super::settling::Draft;
use crate::actors::Actor;
use crate::entities::Kind;

/// The sector of armed forces.
const FORCES: &str = "MIL";

/// Puts the forces of states in the place of the states that act or suffer by them. New actors go to `unnamed`.
pub(super) fn stand(
    scene: &Scene,
    draft: &Draft,
    force: bool,
    actor: &mut [usize],
    recipient: &mut [usize],
    unnamed: &mut Vec<Actor>,
) {
    let (grammar, head) = (scene.grammar, draft.coding.head);
    let is_of = |class, token: usize| scene.is_of(class, grammar.syntax.lemma(token));
    let named = grammar.is_nominal(head) && is_of(Class::Armed, head);
    let thing = |token: usize| is_of(Class::Forces, token) && scene.cast.at(token).is_empty();
    let by_things = force && !grammar.is_nominal(head) && grammar.subject(head).is_some_and(thing);
    if named || by_things {
        actor.iter_mut().for_each(|a| *a = forces_of(scene, *a, unnamed));
    }
    if named && draft.parties.is_mutual {
        recipient.iter_mut().for_each(|r| *r = forces_of(scene, *r, unnamed));
    }
    if force && draft.coding.parties.recipient_phrases.iter().any(|&token| thing(token)) {
        recipient.iter_mut().for_each(|r| *r = forces_of(scene, *r, unnamed));
    }
}

/// The forces of a state; whoever is no state stays.
fn forces_of(scene: &Scene, actor: usize, unnamed: &mut Vec<Actor>) -> usize {
    let actors = &scene.input.actors.actors;
    let Some(state) = actors.get(actor).filter(|a| a.kind == Kind::Country) else { return actor };
    let forces = |a: &Actor| a.country == state.country && a.sectors.first().is_some_and(|s| s == FORCES);
    let general = |a: &&Actor| forces(a) && a.kind != Kind::Person;
    if let Some(known) = actors.iter().position(|a| general(&a)) {
        return known;
    }
    let known = unnamed.iter().position(forces).unwrap_or_else(|| {
        unnamed.push(Actor {
            name: format!("forces of {}", state.name),
            kind: Kind::Group,
            country: state.country,
            sectors: vec![FORCES.to_string()],
            office: None,
            wikidata: None,
            rule: "events#forces".to_string(),
        });
        unnamed.len() - 1
    });
    actors.len() + known
}
