//! What is said: the runs of words that a cue gives to its source.

use super::claims::{allows, is_gerund};
use super::cues::{Class, Cue, Frame};
use super::scene::{Scene, without};
use super::sources::Phrase;
use super::surface;
use crate::syntax::{Relation, Upos, Xpos};
use std::ops::Range;

/// What a cue gives, and what of its surroundings belongs to the cue.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    pub content: Vec<Range<usize>>,
    /// Whom it is said to.
    pub addressee: Option<usize>,
    /// A preposition that belongs to the cue: "called on".
    pub preposition: Option<usize>,
    /// Whether the content is a clause.
    pub is_clause: bool,
    /// Whether the content stands without a source ("it is said that").
    pub sourceless: bool,
}

impl Given {
    fn run(run: Range<usize>) -> Option<Given> {
        Some(Given { content: vec![run], ..Given::default() })
    }

    fn clause(content: Vec<Range<usize>>) -> Given {
        Given { content, is_clause: true, ..Given::default() }
    }
}

/// What a verb gives, by the first of its frames that fits.
pub(super) fn of_verb(scene: &Scene, verb: usize, end: usize, cue: &Cue, source: Option<&Phrase>) -> Option<Given> {
    accusation(scene, verb, cue)
        .or_else(|| after_as(scene, verb, cue))
        .or_else(|| said(scene, verb, cue))
        .or_else(|| called_on(scene, verb, cue))
        .or_else(|| infinitive(scene, verb, cue))
        .or_else(|| surface::complement(scene, verb, end, cue))
        .or_else(|| predicate(scene, verb, cue))
        .or_else(|| gerund(scene, verb, cue))
        .or_else(|| after_preposition(scene, verb, cue))
        .or_else(|| object(scene, verb, cue))
        .or_else(|| shown(scene, verb, cue, source))
        .or_else(|| beside(scene, verb, cue, source))
}

/// "Accused X of …": X and what he is accused of; of a passive, the subject.
fn accusation(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    if !cue.has(Frame::Of, false) {
        return None;
    }
    let charge = scene.children(verb).iter().copied().find(|&c| {
        c > verb && scene.is_brought_by(c, "of") && !matches!(scene.relation(c), Relation::Nsubj | Relation::Obj)
    });
    let victim = scene.child(verb, &[Relation::Obj, Relation::Iobj]);
    let passive = scene.child(verb, &[Relation::NsubjPass]);
    // Where the parser hangs "of …" on the victim, the victim's reach is all of it.
    match (victim, passive, charge) {
        (Some(x), _, Some(y)) if x > verb && x < y => Given::run(scene.reach(x).start..scene.reach(y).end),
        (Some(x), _, None) if x > verb => {
            let below = scene.children(x).iter().copied().find(|&c| c > x && scene.is_brought_by(c, "of"))?;
            Given::run(scene.reach(x).start..scene.reach(below).end)
        }
        (None, Some(x), Some(y)) => {
            let run = after_marker(scene, y);
            Some(Given { content: vec![scene.reach(x), run], sourceless: true, ..Given::default() })
        }
        (_, _, Some(y)) => Some(Given { content: vec![after_marker(scene, y)], sourceless: true, ..Given::default() }),
        _ => None,
    }
}

/// The reach of `i` without the word that brings it.
fn after_marker(scene: &Scene, i: usize) -> Range<usize> {
    let run = scene.reach(i);
    match scene.marker(i) {
        Some(m) if m >= run.start && m < i => m + 1..run.end,
        _ => run,
    }
}

/// "Described X as …": only what follows "as".
fn after_as(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    if !cue.has(Frame::As, false) {
        return None;
    }
    let what = scene.children(verb).iter().copied().find(|&c| {
        c > verb
            && scene.is_brought_by(c, "as")
            && matches!(scene.relation(c), Relation::Obl | Relation::Advcl | Relation::Xcomp)
    });
    let what = what.or_else(|| {
        let object = scene.child(verb, &[Relation::Obj]).filter(|&o| o > verb)?;
        scene.children(object).iter().copied().find(|&c| c > object && scene.is_brought_by(c, "as"))
    })?;
    if scene.is_finite(what) {
        return None;
    }
    Given::run(after_marker(scene, what))
}

/// A clause: after the cue, before it, around it, or the other half of the sentence after a colon.
fn said(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    let clauses = scene.children(verb).iter().copied();
    if let Some(c) = clauses.filter(|&c| is_content_clause(scene, verb, c)).find(|&c| fits(scene, verb, cue, c)) {
        let content = surface::with_next_clause(scene, verb, c, clause(scene, c, &cue_zone(scene, verb, c)));
        let addressee = told(scene, verb).or_else(|| addressed(scene, verb));
        return Some(Given { addressee, sourceless: scene.is_passive(verb), ..Given::clause(content) });
    }
    around(scene, verb, cue)
}

/// The run of the cue's own words, where it stands within what is said: the verb and its dependents but the clause `c`.
fn cue_zone(scene: &Scene, verb: usize, c: usize) -> Range<usize> {
    let mut zone = verb..verb + 1;
    let reach = scene.reach(c);
    if !reach.contains(&verb) {
        return zone;
    }
    for &other in scene.children(verb) {
        let run = scene.reach(other);
        let near = run.start >= reach.start && run.end <= reach.end && run.len() < reach.len() / 2 + 1;
        if other != c && !scene.is_punctuation(other) && near {
            zone = zone.start.min(run.start)..zone.end.max(run.end);
        }
    }
    zone
}

/// Whether the cue takes such a clause: a finite one, or a quotation.
fn fits(scene: &Scene, verb: usize, cue: &Cue, c: usize) -> bool {
    let quoted = scene.is_quoted(&scene.reach(c), scene.quote_of(verb));
    if quoted && cue.has(Frame::Quote, true) {
        return true;
    }
    let bare = scene.upos(c) == Upos::Verb && !scene.is_finite(c);
    // "Demanded the minister resign": a bare verb with a subject, after words of speaking.
    let subjunctive = cue.is_speech() && scene.child(c, &[Relation::Nsubj, Relation::NsubjPass]).is_some();
    cue.has(Frame::Clause, quoted) && (!bare || subjunctive)
}

/// Whom the verb's object names as told, if it names somebody.
fn told(scene: &Scene, verb: usize) -> Option<usize> {
    scene
        .child(verb, &[Relation::Iobj, Relation::Obj])
        .filter(|&a| a > verb && scene.mention_at(a).is_some() && !is_cue_noun(scene, a))
}

/// Whether a noun is a cue itself: what follows "its warning that" is the noun's.
pub(super) fn is_cue_noun(scene: &Scene, noun: usize) -> bool {
    scene
        .cues
        .cues
        .get(scene.lemma(noun), super::cues::Part::Noun)
        .is_some_and(|cue| of_noun(scene, noun, cue).is_some())
}

fn addressed(scene: &Scene, verb: usize) -> Option<usize> {
    scene.children(verb).iter().copied().find(|&c| {
        c > verb && scene.relation(c) == Relation::Obl && scene.marker(c).is_some_and(|m| scene.is(m, Class::Addressee))
    })
}

fn is_content_clause(scene: &Scene, verb: usize, c: usize) -> bool {
    match scene.relation(c) {
        Relation::Ccomp => !scene.is_infinitive(c) && !is_adverbial(scene, verb, c),
        Relation::Csubj | Relation::CsubjPass => c > verb && !scene.is_infinitive(c) && !is_gerund(scene, c),
        Relation::Parataxis | Relation::Dep => {
            let start = scene.reach(c).start;
            c > verb && (verb + 1..start.max(verb + 1)).any(|i| scene.is(i, Class::Colon) || scene.is_mark(i))
                || scene.quote_of(c).is_some_and(|q| scene.quote_of(verb) != Some(q))
        }
        Relation::Advcl => {
            // A quotation is content however it is attached.
            scene.quote_of(c).is_some_and(|q| {
                scene.quote_of(verb) != Some(q) && scene.quotes.all[q].tokens.start <= scene.reach(c).start + 1
            })
        }
        _ => false,
    }
}

/// A clause of time or manner that the parser took for content: "said as he left".
fn is_adverbial(scene: &Scene, verb: usize, c: usize) -> bool {
    let first = scene.reach(c).start;
    c > verb
        && first > verb
        && scene.relation(first) == Relation::Mark
        && matches!(scene.upos(first), Upos::Sconj | Upos::Adp)
        && ![Class::Complementizer, Class::Open, Class::Condition].into_iter().any(|class| scene.is(first, class))
}

/// "…, she said, …" and "As she said, …": the cue stands within or after what is said.
fn around(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    let head = scene.head(verb)?;
    let comments = match scene.relation(verb) {
        Relation::Parataxis | Relation::Discourse => true,
        Relation::Advcl => scene.child_of_class(verb, Class::Manner).is_some() && !scene.is_passive(verb),
        _ => false,
    };
    if !comments || !(cue.has(Frame::Clause, false) || cue.has(Frame::Quote, false)) {
        return None;
    }
    if scene.child(verb, &[Relation::Obj, Relation::Xcomp]).is_some_and(|o| {
        o > verb
            && scene.relation(verb) == Relation::Parataxis
            && !matches!(scene.upos(o), Upos::Propn | Upos::Pron | Upos::Noun)
    }) {
        return None;
    }
    // "… as the bank adds staff": an object that nobody is told.
    let thing = scene.child(verb, &[Relation::Obj]).filter(|&o| o > verb && scene.upos(o) == Upos::Noun);
    if scene.relation(verb) == Relation::Advcl && thing.is_some_and(|o| scene.mention_at(o).is_none()) {
        return None;
    }
    scene.child(verb, &[Relation::Nsubj])?;
    let content = clause(scene, head, &scene.reach(verb));
    let quoted = content.iter().any(|run| scene.is_quoted(run, scene.quote_of(verb)));
    let fits = cue.has(Frame::Clause, quoted) || cue.has(Frame::Quote, false) && quoted;
    fits.then(|| Given { addressee: told(scene, verb), ..Given::clause(content) })
}

/// The clause with this head, without what lies in `hole`.
pub(super) fn clause(scene: &Scene, head: usize, hole: &Range<usize>) -> Vec<Range<usize>> {
    let mut run = scene.reach(head);
    if scene.relation(head) == Relation::Conj {
        while run.start < head && (scene.is_punctuation(run.start) || scene.upos(run.start) == Upos::Cconj) {
            run.start += 1;
        }
    }
    without(run, hole)
}

/// "Called on X to …": X included; the preposition belongs to the cue.
fn called_on(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    if !cue.has(Frame::On, false) {
        return None;
    }
    let whom = scene.children(verb).iter().copied().find(|&c| {
        c > verb && scene.relation(c) == Relation::Obl && !cue.prepositions.iter().any(|p| scene.is_brought_by(c, p))
    })?;
    let preposition = scene.marker(whom)?;
    let act = scene.children(verb).iter().copied().find(|&c| {
        c > whom
            && matches!(scene.relation(c), Relation::Xcomp | Relation::Advcl | Relation::Ccomp)
            && scene.is_infinitive(c)
    });
    let act = act.or_else(|| {
        scene
            .children(whom)
            .iter()
            .copied()
            .find(|&c| c > whom && scene.relation(c) == Relation::Acl && scene.is_infinitive(c))
    })?;
    let run = preposition + 1..scene.reach(act).end;
    Some(Given { content: vec![run], preposition: Some(preposition), ..Given::default() })
}

/// "Promised to …", "urged X to …".
fn infinitive(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    let act = scene.children(verb).iter().copied().find(|&c| {
        c > verb && matches!(scene.relation(c), Relation::Xcomp | Relation::Ccomp) && scene.is_infinitive(c)
    })?;
    let run = scene.reach(act);
    if scene.is_passive(verb) {
        let subject = scene.child(verb, &[Relation::NsubjPass])?;
        return cue.has(Frame::Raising, false).then(|| Given {
            content: vec![scene.reach(subject), run],
            sourceless: true,
            ..Given::default()
        });
    }
    let whom = scene.child(verb, &[Relation::Obj, Relation::Iobj]).filter(|&o| o > verb && o < act);
    // "Asked for inspectors to be let in": the infinitive has its own subject.
    let own = scene.child(act, &[Relation::Nsubj, Relation::NsubjPass]).filter(|&s| s > verb);
    match whom.or(own) {
        Some(x) if cue.has(Frame::Control, false) => {
            Given::run(scene.reach(x).start.min(run.start).max(verb + 1)..run.end)
        }
        Some(x) if allows(scene, cue, Frame::Infinitive, &run, verb) => {
            let given = Given { content: vec![run], addressee: Some(x), ..Given::default() };
            Some(given)
        }
        None if allows(scene, cue, Frame::Infinitive, &run, verb) => Given::run(run),
        // "Asked not to be named" is no claim.
        None if cue.has(Frame::Control, false) && !scene.is_passive(act) && cue.has(Frame::Quote, false) => {
            Given::run(run)
        }
        _ => None,
    }
}

/// "Called X …": only what X is called.
fn predicate(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    if !cue.has(Frame::Predicate, false) {
        return None;
    }
    let what = scene.child(verb, &[Relation::Xcomp]).filter(|&x| x > verb && !scene.is_infinitive(x));
    match what {
        Some(what) => Given::run(scene.reach(what)),
        None => surface::predicate(scene, verb),
    }
}

/// "The poll shows X ahead", "the footage showed X falling": what a document shows.
fn shown(scene: &Scene, verb: usize, cue: &Cue, source: Option<&Phrase>) -> Option<Given> {
    let document = source.is_some_and(|s| scene.is(s.head, Class::Document));
    if !document || !cue.has(Frame::Shown, false) || scene.is_passive(verb) {
        return None;
    }
    let what = scene
        .children(verb)
        .iter()
        .copied()
        .find(|&c| c > verb && matches!(scene.relation(c), Relation::Obj | Relation::Ccomp | Relation::Xcomp))?;
    let end = scene.reach(verb).end.min(scene.sentence(verb).end);
    Given::run(scene.reach(what).start.max(verb + 1)..end.max(scene.reach(what).end))
}

/// "Denied having …".
fn gerund(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    let act = scene.children(verb).iter().copied().find(|&c| {
        c > verb
            && matches!(scene.relation(c), Relation::Xcomp | Relation::Ccomp | Relation::Obj)
            && is_gerund(scene, c)
    })?;
    (cue.has(Frame::Gerund, false) && !scene.is_passive(verb))
        .then(|| Given { content: vec![scene.reach(act)], ..Given::default() })
}

/// "Warned of …", "called for …".
fn after_preposition(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    let what = scene.children(verb).iter().copied().find(|&c| {
        c > verb
            && matches!(scene.relation(c), Relation::Obl | Relation::Advcl | Relation::Nmod | Relation::Ccomp)
            && cue.prepositions.iter().any(|p| scene.is_brought_by(c, p))
    })?;
    if scene.is(what, Class::Empty) {
        return None;
    }
    let mut run = after_marker(scene, what);
    // "Asked for inspectors to be let in".
    if scene.children(verb).iter().any(|&c| c > what && scene.is_infinitive(c)) || follows(scene, run.end, Xpos::TO) {
        run.end = run.end.max(scene.reach(verb).end);
    }
    let addressee = scene.child(verb, &[Relation::Obj, Relation::Iobj]).filter(|&o| o > verb && o < what);
    Some(Given { content: vec![run], addressee, ..Given::default() })
}

fn follows(scene: &Scene, i: usize, tag: Xpos) -> bool {
    i < scene.syntax.words().len() && scene.xpos(i) == tag
}

/// "Announced the expulsions": a noun that stands for a clause.
fn object(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    let what = scene.child(verb, &[Relation::Obj])?;
    let run = scene.reach(what);
    if what < verb
        || scene.is_passive(verb)
        || scene.is(what, Class::Empty)
        || !allows(scene, cue, Frame::Object, &run, verb)
    {
        return None;
    }
    // "Expressed concern about …" is the noun's business.
    if scene
        .cues
        .cues
        .get(scene.lemma(what), super::cues::Part::Noun)
        .is_some_and(|noun| of_noun(scene, what, noun).is_some())
    {
        return None;
    }
    Given::run(run)
}

/// A quotation beside the cue, or the clause before a cue that ends its sentence, where the tree ties them otherwise.
fn beside(scene: &Scene, verb: usize, cue: &Cue, source: Option<&Phrase>) -> Option<Given> {
    if !cue.has(Frame::Quote, false) {
        return None;
    }
    let source = source?;
    let sentence = scene.sentence(verb);
    let zone = verb.min(source.tokens.start)..(verb + 1).max(source.tokens.end);
    let own = scene.quote_of(verb);
    let is_other = |i: usize| scene.quote_of(i).filter(|&q| Some(q) != own);
    let before = previous_word(scene, zone.start, sentence.start).and_then(is_other);
    let after = (zone.end..sentence.end)
        .find(|&i| is_other(i).is_some() || scene.upos(i) == Upos::Verb || scene.is(i, Class::Complementizer))
        .and_then(is_other);
    if let Some(q) = before.or(after) {
        return Some(Given::clause(vec![scene.quotes.all[q].tokens.clone()]));
    }
    None
}

/// A cue whose sentence ends with a colon: what is said follows.
pub(super) fn awaited(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    (cue.has(Frame::Quote, false) && awaits(scene, scene.sentence(verb))).then(Given::default)
}

/// The last word before `at` that is no punctuation.
fn previous_word(scene: &Scene, at: usize, limit: usize) -> Option<usize> {
    (limit..at).rev().take(4).find(|&i| !scene.is_punctuation(i))
}

/// Whether a sentence ends with a colon: what is said follows.
pub(super) fn awaits(scene: &Scene, sentence: Range<usize>) -> bool {
    sentence.end.checked_sub(1).is_some_and(|last| sentence.contains(&last) && scene.is(last, Class::Colon))
}

/// What a noun or adjective gives: a clause, an infinitive, or what its preposition brings.
pub(super) fn of_noun(scene: &Scene, noun: usize, cue: &Cue) -> Option<Given> {
    let light = super::sources::light_verb(scene, noun);
    let beside = light.map_or(&[][..], |verb| scene.children(verb));
    for &c in scene.children(noun).iter().chain(beside).filter(|&&c| c > noun) {
        let relation = scene.relation(c);
        let run = scene.reach(c);
        // "The claim that they left": a conjunction, though the tree makes a relative clause of it.
        let that =
            scene.child_of_class(c, Class::Complementizer).is_some_and(|m| m < c && scene.upos(m) == Upos::Sconj);
        let complement = relation == Relation::AclRelcl && that
            || matches!(relation, Relation::Acl | Relation::Ccomp | Relation::Advcl | Relation::Xcomp);
        if complement && scene.is_infinitive(c) {
            if cue.has(Frame::Infinitive, false) {
                return Given::run(run);
            }
        } else if complement && scene.child_of_class(c, Class::Complementizer).is_some_and(|m| m < c)
            || relation == Relation::Ccomp && !is_gerund(scene, c) && scene.upos(noun) == Upos::Adj
        {
            if cue.has(Frame::Clause, false) {
                return Some(Given::clause(vec![run]));
            }
        } else if matches!(relation, Relation::Nmod | Relation::Obl | Relation::Acl | Relation::Advcl)
            && cue.prepositions.iter().any(|p| scene.is_brought_by(c, p))
        {
            return Given::run(after_marker(scene, c));
        }
    }
    None
}

/// Whether "that" at `i` brings a clause, and is no pronoun or determiner of it.
pub(super) fn is_complementizer(scene: &Scene, i: usize) -> bool {
    scene.is(i, Class::Complementizer)
        && (scene.relation(i) == Relation::Mark || matches!(scene.xpos(i), Xpos::IN | Xpos::WDT))
}

/// A run without the complementizer it begins with and the punctuation at its edges; none where nothing is left.
pub(super) fn trim(scene: &Scene, mut run: Range<usize>) -> Option<Range<usize>> {
    let whole = run.clone();
    while run.start < run.end && scene.is_punctuation(run.start) && scene.xpos(run.start) != Xpos::Dollar {
        run.start += 1;
    }
    if run.start < run.end && is_complementizer(scene, run.start) {
        run.start += 1;
        while run.start < run.end && scene.is_punctuation(run.start) && !scene.is_mark(run.start) {
            run.start += 1;
        }
    }
    while run.start < run.end && scene.is_punctuation(run.end - 1) && scene.text.word(run.end - 1) != "%" {
        run.end -= 1;
    }
    if run.start >= run.end {
        return None;
    }
    // A quotation that opens within the run closes within it.
    let last = scene.quote_of(run.end - 1).map(|q| &scene.quotes.all[q].tokens);
    if let Some(quote) = last.filter(|q| q.start > run.start) {
        let close = (run.end..whole.end).find(|&i| i >= quote.end && scene.is_mark(i));
        run.end = close.map_or(run.end, |i| i + 1);
    }
    let first = scene.quote_of(run.start).map(|q| &scene.quotes.all[q].tokens);
    if first.is_some_and(|q| q.end < run.end && q.start == run.start) && run.start > 0 && scene.is_mark(run.start - 1) {
        run.start -= 1;
    }
    Some(run)
}
