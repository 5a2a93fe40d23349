//! What is said: the runs of words that a cue gives to its source.

use super::cues::{Class, Cue, Frame, Part};
use super::scene::{Scene, without};
use super::sources;
use super::surface;
use crate::syntax::{Relation, Upos, Xpos};
use crate::ways::Way;
use std::ops::Range;

/// What a cue gives, and what of its surroundings belongs to the cue.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    pub content: Vec<Range<usize>>,
    /// Whom it is said to.
    pub addressee: Option<usize>,
    /// Whether the content is a clause.
    pub is_clause: bool,
    /// By which way it was found.
    pub by: Way,
}

impl Given {
    pub fn run(run: Range<usize>) -> Option<Given> {
        Some(Given { content: vec![run], ..Given::default() })
    }

    pub fn clause(content: Vec<Range<usize>>) -> Given {
        Given { content, is_clause: true, ..Given::default() }
    }
}

/// What a verb gives, by the first of its frames that fits.
pub(super) fn of_verb(scene: &Scene, verb: usize, end: usize, cue: &Cue) -> Option<Given> {
    let passive = scene.is_passive(verb);
    // "That" after a word of speaking is surer than the tree.
    let that = surface::that_clause(scene, end, scene.sentence(verb).end).filter(|_| cue.has(Frame::Quote, false));
    let fits = |given: Given| {
        let begins = that.is_none_or(|t| given.content.iter().any(|run| run.start <= t + 1 && run.end > t));
        (passive || begins).then_some(given)
    };
    let found = scene.first(&[
        ("charge", &|| fits(charge(scene, verb, cue)?)),
        ("clause", &|| fits(said(scene, verb, cue)?)),
        ("infinitive", &|| fits(infinitive(scene, verb, cue)?)),
        ("called", &|| fits(after_as(scene, verb, cue).or_else(|| called(scene, verb, cue))?)),
        ("object", &|| fits(object(scene, verb, cue)?)),
        ("that", &|| surface::opening(scene, verb, cue, that?)),
        ("next-sentence", &|| awaited(scene, verb, cue)),
    ]);
    found.map(|(by, given)| Given { by, ..given })
}

/// "Accused X of …", "blamed X for …", "attributed X to …": X and what he is charged with.
fn charge(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    let preposition = cue.charge.as_deref()?;
    if scene.is_passive(verb) {
        return None;
    }
    let brought = |&c: &usize| scene.is_brought_by(c, preposition);
    let object = scene.child(verb, &[Relation::Obj, Relation::Iobj]).filter(|&x| x > verb)?;
    let of_verb = scene.children(verb).iter().copied().filter(|&c| c > object).find(brought);
    // The parser may hang it on whom is charged.
    let of_object = || scene.children(object).iter().copied().filter(|&c| c > object).find(brought);
    let charge = of_verb.or_else(of_object)?;
    Given::run(scene.reach(object).start..scene.reach(charge).end)
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

/// A clause: after the cue, before it, or the other half of the sentence after a colon.
fn said(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    if scene.is_passive(verb) {
        return None;
    }
    let clauses = scene.children(verb).iter().copied();
    let c = clauses.filter(|&c| is_content_clause(scene, verb, c)).find(|&c| fits(scene, verb, cue, c))?;
    let content = without(scene.reach(c), &cue_zone(scene, verb, c));
    Some(Given { addressee: told(scene, verb), ..Given::clause(content) })
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
    let cue = scene.cues.cues.get(scene.lemma(noun), Part::Noun);
    cue.is_some_and(|cue| of_noun(scene, noun, cue).is_some())
}

fn is_content_clause(scene: &Scene, verb: usize, c: usize) -> bool {
    match scene.relation(c) {
        Relation::Ccomp => !scene.is_infinitive(c),
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

/// "Promised to …", "urged X to …".
fn infinitive(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    if scene.is_passive(verb) {
        return None;
    }
    let act = scene.children(verb).iter().copied().find(|&c| {
        c > verb && matches!(scene.relation(c), Relation::Xcomp | Relation::Ccomp) && scene.is_infinitive(c)
    })?;
    let run = scene.reach(act);
    let whom = scene.child(verb, &[Relation::Obj, Relation::Iobj]).filter(|&o| o > verb && o < act);
    // "Asked for inspectors to be let in": the infinitive has its own subject.
    let own = scene.child(act, &[Relation::Nsubj, Relation::NsubjPass]).filter(|&s| s > verb);
    let whom = whom.or(own);
    match whom {
        Some(x) if cue.has(Frame::Control, false) => {
            Given::run(scene.reach(x).start.min(run.start).max(verb + 1)..run.end)
        }
        _ if allows(scene, cue, Frame::Infinitive, &run, verb) => {
            Some(Given { content: vec![run], addressee: whom, ..Given::default() })
        }
        _ => None,
    }
}

/// "Called X …": only what X is called.
fn called(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    if !cue.has(Frame::Predicate, false) {
        return None;
    }
    let what = scene.child(verb, &[Relation::Xcomp]).filter(|&x| x > verb && !scene.is_infinitive(x));
    what.map_or_else(|| surface::called(scene, verb), |what| Given::run(scene.reach(what)))
}

/// "Announced a review": a noun that stands for a clause.
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
    Given::run(run).filter(|_| !is_cue_noun(scene, what))
}

/// A cue whose sentence ends with a colon: what is said follows.
fn awaited(scene: &Scene, verb: usize, cue: &Cue) -> Option<Given> {
    (cue.has(Frame::Quote, false) && awaits(scene, scene.sentence(verb))).then(Given::default)
}

/// Whether a sentence ends with a colon: what is said follows.
pub(super) fn awaits(scene: &Scene, sentence: Range<usize>) -> bool {
    sentence.end.checked_sub(1).is_some_and(|last| sentence.contains(&last) && scene.is(last, Class::Colon))
}

/// What a noun gives: a clause, an infinitive, or what its preposition brings.
pub(super) fn of_noun(scene: &Scene, noun: usize, cue: &Cue) -> Option<Given> {
    let beside = sources::light_verb(scene, noun).map_or(&[][..], |verb| scene.children(verb));
    let after: Vec<usize> = scene.children(noun).iter().chain(beside).copied().filter(|&c| c > noun).collect();
    let first = |fits: &dyn Fn(usize) -> Option<Given>| after.iter().find_map(|&c| fits(c));
    let found = scene.first(&[
        ("clause", &|| first(&|c| clause_of_noun(scene, cue, c))),
        ("infinitive", &|| first(&|c| infinitive_of_noun(scene, cue, c))),
        ("preposition", &|| first(&|c| phrase_of_noun(scene, cue, c))),
    ]);
    found.map(|(by, given)| Given { by, ..given })
}

/// Whether a clause on a noun is what the noun is about. "The claim that they left": a conjunction, though the tree
/// makes a relative clause of it.
fn is_complement(scene: &Scene, c: usize) -> bool {
    let that = scene.child_of_class(c, Class::Complementizer).filter(|&m| m < c);
    match scene.relation(c) {
        Relation::AclRelcl => that.is_some_and(|m| scene.upos(m) == Upos::Sconj),
        Relation::Acl | Relation::Ccomp | Relation::Advcl | Relation::Xcomp => that.is_some() || scene.is_infinitive(c),
        _ => false,
    }
}

fn clause_of_noun(scene: &Scene, cue: &Cue, c: usize) -> Option<Given> {
    let fits = cue.has(Frame::Clause, false) && is_complement(scene, c) && !scene.is_infinitive(c);
    fits.then(|| Given::clause(vec![scene.reach(c)]))
}

fn infinitive_of_noun(scene: &Scene, cue: &Cue, c: usize) -> Option<Given> {
    let fits = cue.has(Frame::Infinitive, false) && is_complement(scene, c) && scene.is_infinitive(c);
    Given::run(scene.reach(c)).filter(|_| fits)
}

fn phrase_of_noun(scene: &Scene, cue: &Cue, c: usize) -> Option<Given> {
    let hangs = matches!(scene.relation(c), Relation::Nmod | Relation::Obl | Relation::Acl | Relation::Advcl);
    let fits = hangs && cue.prepositions.iter().any(|p| scene.is_brought_by(c, p));
    Given::run(after_marker(scene, c)).filter(|_| fits)
}

/// Whether `i` is a gerund or present participle.
fn is_gerund(scene: &Scene, i: usize) -> bool {
    scene.xpos(i) == Xpos::VBG
}

/// Whether a frame may use a run of content: some want quotation marks in it.
fn allows(scene: &Scene, cue: &Cue, frame: Frame, run: &Range<usize>, verb: usize) -> bool {
    cue.has(frame, scene.is_quoted(run, scene.quote_of(verb)))
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
