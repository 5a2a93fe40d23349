//! Where an event happened: the place its own phrase names, else that of the clause that it belongs to, else what was
//! told before of the same happening or of the same parties.

use super::Event;
use super::classes::Class;
use super::codebook::Setting;
use super::roles::Scene;
use super::timing::is_same;
use crate::attribution::Factuality;
use crate::countries::Country;
use crate::entities::Kind;
use crate::syntax::Relation;
use crate::ways::{Way, Ways};

/// Gives each event its place.
pub(super) fn place(scene: &Scene, ways: &Ways, events: &mut [Event]) {
    let mut of_token = vec![None; scene.input.text.tokens.len()];
    for (number, place) in scene.input.places.places.iter().enumerate() {
        for token in place.tokens.clone() {
            if let Some(slot) = of_token.get_mut(token) {
                *slot = Some(number);
            }
        }
    }
    let is_body = |e: &Event| scene.input.text.sentences.get(e.sentence).is_some_and(|s| !s.is_title);
    let first_of_body = events.iter().position(is_body).unwrap_or(events.len());
    for number in 0..events.len() {
        let own = own_place(scene, events[number].trigger_head, &of_token)
            .or_else(|| struck_place(scene, &events[number], &of_token));
        let found = own
            .map(|place| ("named-place", place))
            .or_else(|| told_place(scene, ways, &events[..number], &events[number]));
        set(&mut events[number], found);
    }
    let (titles, body) = events.split_at_mut(first_of_body);
    for event in titles.iter_mut().filter(|e| e.place.is_none()) {
        let same = body.iter().find(|e| e.place.is_some() && is_same(scene, e, event, true));
        set(event, same.and_then(|e| e.place).map(|place| ("same-later", place)));
    }
}

/// Gives an event its place and the way that found it.
fn set(event: &mut Event, found: Option<(Way, usize)>) {
    event.place = found.map(|(_, place)| place);
    event.by.place = found.map_or("", |(way, _)| way);
}

/// The place of what happens on the ground, where an earlier sentence named it: of the same happening, of the last
/// between the same parties, else the country that all parties belong to.
fn told_place(scene: &Scene, ways: &Ways, before: &[Event], event: &Event) -> Option<(Way, usize)> {
    let is_ground = scene.is_at_home(&event.kind, Setting::Ground);
    let is_met = scene.is_at_home(&event.kind, Setting::Meeting) && event.factuality == Factuality::Certain;
    if !is_ground && !is_met || matches!(event.factuality, Factuality::Uncommitted | Factuality::Possible) {
        return None;
    }
    let last = |fits: &dyn Fn(&Event) -> bool| before.iter().rev().take(200).find(|e| e.place.is_some() && fits(e));
    let same = last(&|e| is_same(scene, e, event, is_ground));
    let parties = || last(&|e| is_ground && scene.is_at_home(&e.kind, Setting::Ground) && has_same_parties(e, event));
    let by = |way: Way, place: Option<usize>| place.filter(|_| ways.is_on(way)).map(|place| (way, place));
    by("told-place", same.and_then(|e| e.place))
        .or_else(|| by("place-of-parties", parties().and_then(|e| e.place)))
        .or_else(|| by("home", home(scene, event).filter(|_| is_ground)))
}

fn has_same_parties(one: &Event, other: &Event) -> bool {
    let all = |e: &Event| {
        let mut all: Vec<usize> = e.actor.iter().chain(&e.recipient).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    all(one) == all(other)
}

/// The place named last before an event, or first in the report, in the one country that all its parties belong to.
fn home(scene: &Scene, event: &Event) -> Option<usize> {
    let actors = &scene.input.actors.actors;
    let mut countries = event.actor.iter().chain(&event.recipient).map(|&a| actors.get(a).map(|a| a.country));
    let country: Country = countries.next()??;
    if event.actor.is_empty() || !countries.all(|c| c == Some(country)) {
        return None;
    }
    let places = &scene.input.places.places;
    let before = places.partition_point(|p| p.tokens.start < event.trigger_head);
    let is_there = |&number: &usize| places[number].country == Some(country);
    (0..before).rev().find(is_there).or_else(|| (before..places.len()).find(is_there))
}

/// The town that an act on the ground is done to: "shelled Goma".
fn struck_place(scene: &Scene, event: &Event, of_token: &[Option<usize>]) -> Option<usize> {
    let object = scene.grammar.object(event.trigger_head).filter(|_| scene.is_at_home(&event.kind, Setting::Ground))?;
    let place = of_token.get(object).copied().flatten()?;
    let entities = scene.input.entities;
    let is_state = entities.headed_by(object).is_some_and(|m| {
        let entity = entities.mentions[m].entity;
        entities.entities[entity].kind == Kind::Country
    });
    (!is_state).then_some(place)
}

/// The place below the trigger, else below the verbs above it in the same clause.
fn own_place(scene: &Scene, head: usize, of_token: &[Option<usize>]) -> Option<usize> {
    let below = |at: usize| {
        let phrases = scene.grammar.after_any(at);
        let mut there = phrases.filter(|&p| scene.is_led_in_by(Class::Where, p));
        there.find_map(|p| of_token.get(p).copied().flatten())
    };
    let mut at = head;
    for _ in 0..4 {
        if let Some(found) = below(at) {
            return Some(found);
        }
        let shares = matches!(
            scene.grammar.relation(at),
            Relation::Obj | Relation::Nsubj | Relation::NsubjPass | Relation::Obl | Relation::Conj | Relation::Nmod
        );
        at = scene.grammar.head(at).filter(|_| shares)?;
    }
    None
}
