//! Why a reading is as it is: the words between an event and what fills its roles, and who, when and where else might
//! have been meant.

use crate::dates::Expression;
use crate::entities::{Form, Mention};
use crate::events::Event;
use crate::places::{Candidate, Place};
use crate::reading::Reading;
use crate::syntax::Syntax;

/// The mention of an actor that is nearest to a token, in the token's sentence if one is there: its number.
pub fn nearest_mention(reading: &Reading, actor: usize, token: usize) -> Option<usize> {
    let sentence = reading.text.sentence_of(token);
    let distance = |&m: &usize| {
        let head = reading.entities.mentions[m].head;
        (reading.text.sentence_of(head) != sentence, head.abs_diff(token))
    };
    let of = &reading.attributions.of_mention;
    (0..of.len()).filter(|&m| of[m].contains(&actor)).min_by_key(distance)
}

/// The path through the tree from one token to another of the same sentence: `expressed ↓nsubj government`.
pub fn path(reading: &Reading, from: usize, to: usize) -> Option<String> {
    let (up, down) = steps(&reading.syntax, from, to)?;
    let word = |i: usize| reading.text.word(i);
    let mut path = word(from).to_string();
    for pair in up.windows(2) {
        path.push_str(&format!(" ↑{} {}", reading.syntax.word(pair[0]).relation, word(pair[1])));
    }
    for &i in &down {
        path.push_str(&format!(" ↓{} {}", reading.syntax.word(i).relation, word(i)));
    }
    Some(path)
}

/// The tokens up from one to the first that is above both, and those from there down to the other.
fn steps(syntax: &Syntax, from: usize, to: usize) -> Option<(Vec<usize>, Vec<usize>)> {
    let above: Vec<usize> = syntax.path_up(to).collect();
    let mut up = Vec::new();
    for at in syntax.path_up(from) {
        up.push(at);
        if let Some(meeting) = above.iter().position(|&i| i == at) {
            return Some((up, above[..meeting].iter().rev().copied().collect()));
        }
    }
    None
}

/// The mention that names whom a pronoun or a description stands for; none where the mention itself is a name.
pub fn first_mention<'r>(reading: &'r Reading, mention: &Mention) -> Option<&'r Mention> {
    let entities = &reading.entities;
    let mut all = entities.entities.get(mention.entity)?.mentions.iter().map(|&m| &entities.mentions[m]);
    let named = all.clone().find(|m| m.form == Form::Name).or_else(|| all.next());
    named.filter(|named| mention.form != Form::Name && named.span != mention.span)
}

/// Those whom the event's sentence names and who are no party to the event, each with the mention nearest to it.
pub fn bystanders<'r>(reading: &'r Reading, event: &Event) -> Vec<(usize, &'r Mention)> {
    let is_party = |actor: &usize| event.actor.contains(actor) || event.recipient.contains(actor);
    let mut found: Vec<(usize, &Mention)> = Vec::new();
    let mentions = reading.entities.mentions.iter().zip(&reading.attributions.of_mention);
    for (mention, actors) in mentions.filter(|(m, _)| reading.text.sentence_of(m.head) == event.sentence) {
        for &actor in actors.iter().filter(|actor| !is_party(actor)) {
            match found.iter_mut().find(|(other, _)| *other == actor) {
                Some((_, nearest)) if is_nearer(mention, nearest, event) => *nearest = mention,
                Some(_) => {}
                None => found.push((actor, mention)),
            }
        }
    }
    found
}

fn is_nearer(one: &Mention, other: &Mention, event: &Event) -> bool {
    one.head.abs_diff(event.trigger_head) < other.head.abs_diff(event.trigger_head)
}

/// The dated expressions of an event's sentence that are not the event's.
pub fn other_dates<'r>(reading: &'r Reading, event: &Event) -> Vec<&'r Expression> {
    let own = event.date.and_then(|when| when.expression);
    let here = |e: &Expression| reading.text.sentence_of(e.tokens.start) == event.sentence && e.days.is_some();
    let all = reading.dates.expressions.iter().enumerate();
    all.filter(|(n, e)| Some(*n) != own && here(e)).map(|(_, e)| e).collect()
}

/// How many runners-up a place shows.
const OTHER_PLACES: usize = 3;

/// The other places of a place's name, the best known first: name, country, degrees, people.
pub fn other_places(chosen: &Place, candidates: &[Candidate]) -> Vec<String> {
    let is_chosen = |c: &Candidate| {
        let near = |(north, east): (f64, f64)| (north - c.point.0).abs() + (east - c.point.1).abs() < 0.1;
        c.geonames.is_some() && c.geonames == chosen.geonames || chosen.point.is_some_and(near)
    };
    let mut others: Vec<&Candidate> = candidates.iter().filter(|c| !is_chosen(c)).collect();
    others.sort_by(|a, b| b.population.total_cmp(&a.population));
    let line = |c: &&Candidate| {
        let country = c.country.map_or(String::new(), |country| format!(" ({country})"));
        let people = if c.population > 0.0 { format!(", {:.0} people", c.population) } else { String::new() };
        format!("{}{country} at {:.1},{:.1}{people}", c.name.unwrap_or(&chosen.name), c.point.0, c.point.1)
    };
    others.iter().take(OTHER_PLACES).map(line).collect()
}
