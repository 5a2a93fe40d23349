//! When an event happened: the expression that its clause holds, else what the order of telling implies.

use super::roles::Scene;
use super::{Event, When};
use crate::attribution::Factuality;
use crate::syntax::{Relation, Xpos};
use jiff::civil::Date;
use std::collections::HashMap;

/// After so many days what has ended is history (the code book's settled case).
const HISTORY: i32 = 90;

/// Gives each event its days, and marks what is long past or still to come.
pub(super) fn date(scene: &Scene, events: &mut [Event]) {
    let governed = expressions_by_governor(scene, events);
    let mut latest: Option<When> = None;
    let mut told: HashMap<(String, String), When> = HashMap::new();
    for event in events.iter_mut() {
        let key = (event.kind.clone(), scene.grammar.syntax.lemma(event.trigger_head).to_string());
        let is_noun = scene.grammar.is_nominal(event.trigger_head);
        let own = own_date(scene, event.trigger_head, &governed);
        event.date =
            own.or_else(|| told.get(&key).copied().filter(|_| is_noun)).or_else(|| implied(scene, event, latest));
        if let Some(when) = event.date {
            told.insert(key, when);
            let is_past =
                event.factuality == Factuality::Certain && scene.input.published.is_none_or(|p| when.last <= p);
            if own.is_some() && is_past && !is_title(scene, event) && latest.is_none_or(|l| l.last < when.last) {
                latest = Some(When { expression: None, ..when });
            }
        }
        mark(scene, event);
    }
}

fn is_title(scene: &Scene, event: &Event) -> bool {
    scene.input.text.sentences.get(event.sentence).is_some_and(|s| s.is_title)
}

/// For each token, the expressions that hang on it or on the phrases below it, the nearest first: parsers hang many a
/// day on the noun before it. What an event's own noun holds stays there.
fn expressions_by_governor(scene: &Scene, events: &[Event]) -> Vec<Vec<(usize, usize)>> {
    let grammar = scene.grammar;
    let mut triggers: Vec<usize> = events.iter().map(|e| e.trigger_head).collect();
    triggers.sort_unstable();
    let mut governed = vec![Vec::new(); scene.input.text.tokens.len()];
    for (number, expression) in scene.input.dates.expressions.iter().enumerate().filter(|(_, e)| e.days.is_some()) {
        let is_top = |t: &usize| grammar.head(*t).is_none_or(|h| !expression.tokens.contains(&h));
        let governor = expression.tokens.clone().find(is_top).and_then(|t| grammar.head(t));
        let above = governor.into_iter().flat_map(|g| grammar.syntax.path_up(g)).take(4);
        for (distance, token) in above.enumerate() {
            governed[token].push((distance, number));
            if !grammar.is_nominal(token) || triggers.binary_search(&token).is_ok() {
                break;
            }
        }
    }
    governed.iter_mut().for_each(|g| g.sort_unstable());
    governed
}

/// The days that the trigger's own clause names.
fn own_date(scene: &Scene, head: usize, governed: &[Vec<(usize, usize)>]) -> Option<When> {
    let grammar = scene.grammar;
    let mut at = head;
    for _ in 0..4 {
        if let Some(&(_, number)) = governed[at].first() {
            let (first, last) = scene.input.dates.expressions[number].days?;
            return Some(When { first, last, expression: Some(number) });
        }
        at = grammar.head(at).filter(|_| shares_time(scene, at))?;
    }
    None
}

/// Whether a word happens when the one it depends on does: what is coordinated, what a verb takes as its object or
/// subject or in a phrase, and what is done meanwhile; not what is said, promised or asked for.
fn shares_time(scene: &Scene, at: usize) -> bool {
    let relation = scene.grammar.relation(at);
    match relation {
        Relation::Conj | Relation::Advcl => true,
        Relation::Obj | Relation::Obl | Relation::Nsubj | Relation::NsubjPass | Relation::Nmod => {
            scene.grammar.is_nominal(at)
        }
        Relation::Acl => scene.grammar.syntax.word(at).xpos == Xpos::VBG,
        _ => false,
    }
}

/// The day of what is told without one.
fn implied(scene: &Scene, event: &Event, latest: Option<When>) -> Option<When> {
    if event.factuality != Factuality::Certain || !is_news(scene, event) {
        return None;
    }
    let today = |day: Date| When { first: day, last: day, expression: None };
    latest.or_else(|| scene.input.published.map(today))
}

/// Whether it is told as news: in the past tense, or in the present of a headline.
fn is_news(scene: &Scene, event: &Event) -> bool {
    let grammar = scene.grammar;
    let words = grammar.syntax.path_up(event.trigger_head).take(4);
    let Some(verb) = words
        .into_iter()
        .find(|&w| matches!(grammar.syntax.word(w).xpos, Xpos::VBD | Xpos::VBZ | Xpos::VBP | Xpos::VBN | Xpos::VB))
    else {
        return true;
    };
    let has_auxiliary = grammar.syntax.child(verb, Relation::Aux).is_some();
    match grammar.syntax.word(verb).xpos {
        Xpos::VBD => true,
        Xpos::VBN => !has_auxiliary,
        _ => is_title(scene, event),
    }
}

fn mark(scene: &Scene, event: &mut Event) {
    let (Some(when), Some(published)) = (event.date, scene.input.published) else { return };
    let days_ago = published.since(when.last).map_or(0, |span| span.get_days());
    if days_ago > HISTORY && !event.auxiliary.contains(&"historical") {
        event.auxiliary.push("historical");
    }
}
