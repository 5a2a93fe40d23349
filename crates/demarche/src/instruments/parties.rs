//! Who is held to an instrument or makes it.

use super::Input;
use super::relations::Found;
use crate::syntax::Relation;

/// The actors of a relation: the subject of its word, else those of the event there or of the clause above.
pub(super) fn of(input: Input, found: &Found) -> Vec<usize> {
    let above: Vec<usize> = input.syntax.path_up(found.word).take(4).collect();
    for &word in &above {
        let from_clause =
            [outer(input, word), actors(input, word, &[Relation::Nsubj, Relation::OblAgent, Relation::NmodPoss])];
        if let Some(found) = from_clause.into_iter().find(|actors| !actors.is_empty()) {
            return found;
        }
        if let Some(doers) = doers(input, word) {
            return doers;
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

/// The actors of the event that a word names, but not of a judgment: who calls an act a violation is not its doer.
fn doers(input: Input, word: usize) -> Option<Vec<usize>> {
    let event = &input.events.events[event(input, word)?];
    let attribution = event.attribution.map(|a| &input.attributions.attributions[a]);
    let source = attribution.and_then(|a| a.source.as_ref()?.actor);
    let is_judgment = source.is_some_and(|source| event.actor.contains(&source));
    (!is_judgment).then(|| event.actor.clone())
}

/// Whom the word above a clause makes its doer: "Togo, which breached …", "accused Togo of breaching".
fn outer(input: Input, clause: usize) -> Vec<usize> {
    let Some(upper) = input.syntax.word(clause).head else { return Vec::new() };
    match input.syntax.word(clause).relation {
        Relation::Acl | Relation::AclRelcl => {
            let named = mentioned(input, upper);
            // "cooperation, which would violate …": those who do what the noun says.
            if named.is_empty() { doers(input, upper).unwrap_or_default() } else { named }
        }
        _ if is_controlled(input, clause) => actors(input, upper, &[Relation::Obj, Relation::NsubjPass]),
        _ => Vec::new(),
    }
}

/// The actors that a word stands for.
fn mentioned(input: Input, word: usize) -> Vec<usize> {
    let mention = input.entities.headed_by(word);
    mention.iter().flat_map(|&m| input.attributions.of_mention[m].iter().copied()).collect()
}

/// Whether a clause leaves its doer to the object of the verb above: "accused Togo of breaching", "urged Togo to honor".
fn is_controlled(input: Input, clause: usize) -> bool {
    let relation = input.syntax.word(clause).relation;
    let is_marked = input.syntax.children_by(clause, &[Relation::Mark, Relation::Case]).next().is_some();
    relation == Relation::Xcomp || (relation == Relation::Advcl && is_marked)
}

/// The actors that stand in these relations to a word, with what is joined to them by "and".
fn actors(input: Input, word: usize, roles: &[Relation]) -> Vec<usize> {
    let mut actors = Vec::new();
    for subject in input.syntax.children_by(word, roles) {
        let joined = input.syntax.children_by(subject, &[Relation::Conj]);
        for head in std::iter::once(subject).chain(joined) {
            actors.extend(mentioned(input, head));
        }
    }
    actors.sort_unstable();
    actors.dedup();
    actors
}
