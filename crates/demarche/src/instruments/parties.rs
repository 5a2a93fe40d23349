//! Who is held to an instrument or makes it.

use super::Input;
use super::relations::Found;
use crate::syntax::Relation;

/// The actors of a relation: the subject of its word, else those of the event there or of the clause above.
pub(super) fn of(input: Input, found: &Found) -> Vec<usize> {
    let above: Vec<usize> = input.syntax.path_up(found.word).take(4).collect();
    for &word in &above {
        let subjects = subjects(input, word);
        if !subjects.is_empty() {
            return subjects;
        }
        if let Some(event) = event(input, word) {
            return input.events.events[event].actor.clone();
        }
    }
    Vec::new()
}

/// The year in which an instrument was made, where the relation says that it was and the event is dated.
pub(super) fn year(input: Input, found: &Found) -> Option<i16> {
    let event = event(input, found.word).filter(|_| found.relation == "signs")?;
    input.events.events[event].date.map(|when| when.first.year())
}

/// The event that a word names.
pub(super) fn event(input: Input, word: usize) -> Option<usize> {
    let sentence = input.text.sentence_of(word);
    let events = &input.events.events;
    let from = events.partition_point(|e| e.sentence < sentence);
    (from..events.len())
        .take_while(|&e| events[e].sentence == sentence)
        .find(|&e| events[e].trigger_head == word || events[e].trigger.contains(&word))
}

/// The actors that are subject, agent or possessor of a word, with what is joined to them by "and".
fn subjects(input: Input, word: usize) -> Vec<usize> {
    let mut actors = Vec::new();
    let roles = [Relation::Nsubj, Relation::OblAgent, Relation::NmodPoss];
    for subject in input.syntax.children_by(word, &roles) {
        let joined = input.syntax.children_by(subject, &[Relation::Conj]);
        for head in std::iter::once(subject).chain(joined) {
            let mention = input.entities.headed_by(head);
            actors.extend(mention.iter().flat_map(|&m| input.attributions.of_mention[m].iter().copied()));
        }
    }
    actors.sort_unstable();
    actors.dedup();
    actors
}
