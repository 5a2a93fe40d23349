//! Who is held to an instrument or makes it.

use super::Input;
use super::relations::Found;
use crate::syntax::Relation;

/// The relation that is one only by somebody's judgment.
const JUDGED: &str = "violates";

/// The actors of a relation: the subject of its word, else those of the event there or of the clause above.
pub(super) fn of(input: Input, found: &Found) -> Vec<usize> {
    let is_judged = found.relation == JUDGED;
    let above: Vec<usize> = input.syntax.path_up(found.word).take(4).collect();
    // Who says that something breaches a treaty does not breach it.
    let said_by = input.attributions.innermost[found.word];
    for &word in above.iter().take_while(|&&word| input.attributions.innermost[word] == said_by) {
        let from_clause = [
            outer(input, word),
            actors(input, word, &[Relation::Nsubj, Relation::OblAgent, Relation::NmodPoss]),
            owners(input, word),
        ];
        if let Some(found) = from_clause.into_iter().find(|actors| !actors.is_empty()) {
            return found;
        }
        if let Some(doers) = doers(input, word, is_judged) {
            return doers;
        }
        // "The deportations breach …": those who deport.
        let subjects = input.syntax.children_by(word, &[Relation::Nsubj]);
        if let Some(doers) =
            subjects.filter_map(|subject| doers(input, subject, is_judged)).find(|doers| !doers.is_empty())
        {
            return doers;
        }
    }
    Vec::new()
}

/// The day on which an instrument was made, where the relation says that it was and the event is dated; the year alone
/// where the event is dated by more than a day.
pub(super) fn made_on(input: Input, found: &Found) -> Option<String> {
    let event = event(input, found.word).filter(|_| found.relation == "signs")?;
    let when = input.events.events[event].date?;
    Some(if when.first == when.last { when.first.to_string() } else { when.first.year().to_string() })
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

/// The actors of the event that a word names; but of a judgment those judged, as far as they are known: who calls an act a
/// violation is not its doer.
fn doers(input: Input, word: usize, is_judged: bool) -> Option<Vec<usize>> {
    let event = &input.events.events[event(input, word)?];
    if !is_judged {
        return Some(event.actor.clone());
    }
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
            if named.is_empty() { doers(input, upper, true).unwrap_or_default() } else { named }
        }
        _ if is_controlled(input, clause) => {
            let objects = actors(input, upper, &[Relation::Obj, Relation::Iobj, Relation::NsubjPass]);
            // "Peru denied breaching", "Peru remained committed": nobody else is there to do it.
            let is_open = objects.is_empty() && input.syntax.word(clause).relation == Relation::Xcomp;
            if is_open { actors(input, upper, &[Relation::Nsubj]) } else { objects }
        }
        _ => Vec::new(),
    }
}

/// The actors that a word stands for.
pub(super) fn mentioned(input: Input, word: usize) -> Vec<usize> {
    let mention = input.entities.headed_by(word);
    mention.iter().flat_map(|&m| input.attributions.of_mention[m].iter().copied()).collect()
}

/// "Peru's patrols violate …": those whose the subject is.
fn owners(input: Input, word: usize) -> Vec<usize> {
    let subjects = input.syntax.children_by(word, &[Relation::Nsubj]);
    subjects.map(|subject| actors(input, subject, &[Relation::NmodPoss])).find(|o| !o.is_empty()).unwrap_or_default()
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
