//! Where a reading goes wrong: each layer is judged on what the layers before it got right.

use super::gold::Gold;
use super::notation::{Event, Item, Place, Who};
use super::reading::{self, Reading};
use super::scoring::overlap;
use super::tally::{Right, Tally};
use std::collections::BTreeSet;

/// Names of layers that are kept as figures.
pub const FOUND: &str = "events: found at their words";
pub const ACTOR: &str = "actor: the right ones, by their words";
pub const RECIPIENT: &str = "recipient: the right ones, by their words";
pub const CODES: &str = "actors: country and sector";
pub const DAY: &str = "date, where there is one";
const EXTRA: &str = "events given that nobody wants (of all given)";

/// Counts the layers of one reading of an item.
pub fn add(layers: &mut Tally<Right>, gold: &Gold, reading: &Reading) {
    let item = gold.item;
    add_actors(layers, item, reading);
    let pairs = matched(item, reading);
    for (event, given) in item.events.iter().zip(&pairs) {
        if event.must {
            layers.at(FOUND).count(given.is_some());
        }
        let Some(given) = given.map(|g| &reading.events[g]) else { continue };
        let typed = is_typed(event, given);
        layers.at("events: type").count(typed);
        if typed {
            add_event(layers, item, event, reading, given);
        }
    }
    let extra = layers.at(EXTRA);
    extra.right += reading.events.len() - pairs.iter().flatten().count();
    extra.of += reading.events.len();
}

/// For each event of the notes, the one of the reading whose trigger meets it; of several the first of its type.
pub fn matched(item: &Item, reading: &Reading) -> Vec<Option<usize>> {
    let given = &reading.events;
    let mut taken = BTreeSet::new();
    let mut best = |event: &Event| {
        let meets = |i: &usize| overlap(given[*i].trigger, event.trigger) > 0 && !taken.contains(i);
        let near: Vec<usize> = (0..given.len()).filter(meets).collect();
        let best = near.iter().copied().find(|i| is_typed(event, &given[*i])).or(near.first().copied());
        taken.extend(best);
        best
    };
    item.events.iter().map(&mut best).collect()
}

/// Whether an event of the reading has the type of one of the notes, or one that could be defended.
pub fn is_typed(event: &Event, given: &reading::Event) -> bool {
    given.kind == event.kind || event.alternatives.contains(&given.kind)
}

fn add_actors(layers: &mut Tally<Right>, item: &Item, reading: &Reading) {
    for (actor, given) in item.actors.iter().zip(shown(item, reading)) {
        if !actor.mentions.is_empty() {
            layers.at("actors: somebody is seen in the words").count(given.is_some());
        }
        if let Some(given) = given.map(|number| &reading.actors[number]) {
            layers.at("actors: country").count(given.country == super::gold::country(&actor.code));
            layers.at(CODES).count(given.code() == actor.code);
        }
    }
}

/// For each actor of the notes, the first of those of the reading that share most of its mentions.
pub fn shown(item: &Item, reading: &Reading) -> Vec<Option<usize>> {
    let best = |actor: &super::notation::Actor| {
        let shared = reading.actors.iter().map(|given| backwards(actor, given));
        // Of equals the last one is the greatest.
        shared.enumerate().rev().filter(|(_, hits)| *hits > 0).max_by_key(|(_, hits)| *hits).map(|(number, _)| number)
    };
    item.actors.iter().map(best).collect()
}

/// How many mentions of a reading's actor are mentions of this one.
fn backwards(actor: &super::notation::Actor, given: &reading::Actor) -> usize {
    given.mentions.iter().filter(|m| actor.mentions.iter().any(|s| same(**m, *s))).count()
}

fn add_event(layers: &mut Tally<Right>, item: &Item, event: &Event, reading: &Reading, given: &reading::Event) {
    if given.kind == event.kind && event.mode.is_some() {
        layers.at("events: mode, where there is one").count(given.mode == event.mode);
    }
    for role in [Role::Actor, Role::Recipient] {
        let (name, named, pointed) = (role.name(), role.named(item, event), role.pointed(item, event, reading, given));
        let Some(named) = named else { continue };
        layers.at(&format!("{name}: the right ones, by their words")).count(pointed == named);
        if named.is_empty() {
            layers.at(&format!("{name}: left empty where nobody is")).count(role.given(given).is_empty());
        } else {
            layers.at(&format!("{name}: at least one of them")).count(!pointed.is_disjoint(&named));
        }
    }
    let date = if event.date.is_some() { DAY } else { "date: none where there is none" };
    layers.at(date).count(given.date == event.date.as_deref().map(reading::days));
    layers.at("factuality").count(given.factuality == event.factuality);
    layers.at("sources, by their words").count(sources_fit(item, event, reading, given));
}

/// A side of an act.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Actor,
    Recipient,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Role::Actor => "actor",
            Role::Recipient => "recipient",
        }
    }

    pub fn given(self, event: &reading::Event) -> &[usize] {
        match self {
            Role::Actor => &event.actor,
            Role::Recipient => &event.recipient,
        }
    }

    /// Those on this side whom the text names; none where there are some and it names nobody.
    fn named(self, item: &Item, event: &Event) -> Option<BTreeSet<usize>> {
        let wanted = match self {
            Role::Actor => &event.actor,
            Role::Recipient => &event.recipient,
        };
        let named: BTreeSet<usize> =
            wanted.iter().flatten().copied().filter(|&k| !item.actors[k].mentions.is_empty()).collect();
        (!named.is_empty() || wanted.is_empty()).then_some(named)
    }

    /// Those whom the reading has on this side, by their words; of a mutual act those on both.
    fn pointed(self, item: &Item, event: &Event, reading: &Reading, given: &reading::Event) -> BTreeSet<usize> {
        let other: &[usize] = if event.mutual { &given.recipient } else { &[] };
        self.given(given).iter().chain(other).flat_map(|&a| meant(item, &reading.actors[a])).collect()
    }

    /// Whether just the right ones stand on this side; none where that cannot be told.
    pub fn is_right(self, item: &Item, event: &Event, reading: &Reading, given: &reading::Event) -> Option<bool> {
        let named = self.named(item, event)?;
        Some(self.pointed(item, event, reading, given) == named)
    }
}

fn sources_fit(item: &Item, event: &Event, reading: &Reading, given: &reading::Event) -> bool {
    let chain = reading.chain(given);
    let fits = |source: Option<usize>, link: &[Who]| {
        let named = link.iter().flatten().any(|&k| !item.actors[k].mentions.is_empty());
        !named || source.is_some_and(|s| meant(item, &reading.actors[s]).iter().any(|k| link.contains(&Some(*k))))
    };
    chain.len() == event.sources.len() && chain.iter().zip(&event.sources).all(|(a, link)| fits(a.source, link))
}

/// The actors of the notes whose mentions an actor of the reading shares.
fn meant(item: &Item, given: &reading::Actor) -> Vec<usize> {
    let shares = |k: &usize| item.actors[*k].mentions.iter().any(|m| given.mentions.iter().any(|s| same(*m, *s)));
    (0..item.actors.len()).filter(shares).collect()
}

/// Whether two places are one mention: they end together, as English heads do, or share the half of both.
pub fn same(a: Place, b: Place) -> bool {
    let common = overlap(a, b);
    common > 0 && (a.1.abs_diff(b.1) <= 1 || 2 * common >= (a.1 - a.0).max(b.1 - b.0))
}
