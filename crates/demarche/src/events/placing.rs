//! Where an event happened: the place its own phrase names, else that of the clause that it belongs to.

use super::Event;
use super::roles::Scene;
use crate::syntax::Relation;

/// Prepositions that lead in where something happens.
const WHERE: &[&str] = &["in", "at", "near", "outside", "inside", "off", "across", "around", "over", "on"];

/// Gives each event its place.
pub(super) fn place(scene: &Scene, events: &mut [Event]) {
    let mut of_token = vec![None; scene.input.text.tokens.len()];
    for (number, place) in scene.input.places.places.iter().enumerate() {
        for token in place.tokens.clone() {
            if let Some(slot) = of_token.get_mut(token) {
                *slot = Some(number);
            }
        }
    }
    for event in events {
        event.place = own_place(scene, event.trigger_head, &of_token);
    }
}

/// The place below the trigger, else below the verbs above it in the same clause.
fn own_place(scene: &Scene, head: usize, of_token: &[Option<usize>]) -> Option<usize> {
    let below = |at: usize| {
        let phrases = scene.grammar.after_any(at);
        let mut there = phrases.filter(|&p| scene.grammar.markers(p).any(|m| WHERE.contains(&m)));
        there.find_map(|p| of_token.get(p).copied().flatten())
    };
    let mut at = head;
    for _ in 0..4 {
        if let Some(found) = below(at) {
            return Some(found);
        }
        let shares = matches!(
            scene.grammar.relation(at),
            Relation::Obj
                | Relation::Nsubj
                | Relation::NsubjPass
                | Relation::Obl
                | Relation::Conj
                | Relation::Xcomp
                | Relation::Nmod
        );
        at = scene.grammar.head(at).filter(|_| shares)?;
    }
    None
}
