//! Which frames a word triggers: those of its lemma whose conditions hold.

use super::codebook::Codebook;
use super::frames::{Frame, Part, Words};
use super::inflection;
use super::roles::{Parties, Scene};
use crate::syntax::{Relation, Upos, Xpos};
use std::ops::Range;

/// A frame that fits, with what fills it.
#[derive(Clone, Debug)]
pub(crate) struct Coding {
    /// The number of the frame.
    pub(crate) frame: usize,
    /// The trigger's head word.
    pub(crate) head: usize,
    /// The object that the frame asked for.
    pub(crate) object: Option<usize>,
    /// The trigger.
    pub(crate) trigger: Range<usize>,
    /// Who did what to whom.
    pub(crate) parties: Parties,
    /// How much the frame asked for.
    pub(crate) narrowness: usize,
    /// How much of what it asks for is missing; 0 but for [`near_codings`].
    pub(crate) misses: usize,
}

/// The farthest that words of one trigger stand apart.
const STRETCH: usize = 6;

/// All frames that the token triggers, the one that should win first.
pub(crate) fn codings(scene: &Scene, codebook: &Codebook, at: usize) -> Vec<Coding> {
    find(scene, codebook, at, 0)
}

/// The same with those frames whose words are there, though conditions on what stands with them do not hold.
pub(crate) fn near_codings(scene: &Scene, codebook: &Codebook, at: usize) -> Vec<Coding> {
    find(scene, codebook, at, usize::MAX)
}

/// The frames that the token triggers with so many misses at most.
fn find(scene: &Scene, codebook: &Codebook, at: usize, misses: usize) -> Vec<Coding> {
    let Some(parts) = parts_of(scene, at) else { return Vec::new() };
    let mut found = Vec::new();
    for lemma in lemmas(scene, at) {
        for &(number, which) in codebook.headed_by(&lemma) {
            let frame = &codebook.frames[number];
            if parts.contains(&frame.part) && !is_state_of_noun(scene, codebook, frame, at) {
                found.extend(fit(scene, codebook, number, &frame.words[which], at, misses));
            }
        }
    }
    let rank =
        |c: &Coding| (std::cmp::Reverse(c.misses), c.narrowness, (codebook.frames[c.frame].confidence * 1000.0) as i64);
    found.sort_by(|a, b| rank(b).cmp(&rank(a)).then(a.frame.cmp(&b.frame)));
    found.dedup_by_key(|c| c.frame);
    found
}

/// "armed men", "a disputed border": a participle before its noun says what the noun is like, unless it names harm done.
fn is_state_of_noun(scene: &Scene, codebook: &Codebook, frame: &Frame, at: usize) -> bool {
    let grammar = scene.grammar;
    let is_before = grammar.relation(at) == Relation::Amod && grammar.head(at).is_some_and(|noun| at < noun);
    is_before && frame.part == Part::Verb && codebook.types[frame.kind].quad != "material conflict"
}

/// The parts of speech that a token can be a trigger of.
fn parts_of(scene: &Scene, at: usize) -> Option<&'static [Part]> {
    let word = scene.grammar.syntax.word(at);
    match (word.upos, word.xpos) {
        (Upos::Verb, Xpos::VBN | Xpos::VBG) => Some(&[Part::Verb, Part::Adjective]),
        (Upos::Aux, _) => Some(&[Part::Modal]),
        (Upos::Verb, _) => Some(&[Part::Verb, Part::Modal]),
        (Upos::Adj, Xpos::VBN | Xpos::VBG) => Some(&[Part::Verb, Part::Adjective]),
        (Upos::Adj, _) if scene.grammar.is_passive(at) && is_participle(scene, at) => {
            Some(&[Part::Adjective, Part::Verb])
        }
        (Upos::Adj, _) => Some(&[Part::Adjective]),
        (Upos::Noun, _) if word.relation != Relation::Compound => Some(&[Part::Noun]),
        (Upos::Propn, _) if word.name.is_none() && word.relation != Relation::Compound => Some(&[Part::Noun]),
        _ => None,
    }
}

fn is_participle(scene: &Scene, at: usize) -> bool {
    scene.grammar.text.word(at).ends_with("ed")
}

/// What a trigger may be filed under: its lemma, for adjectives and participles its form, and what the form may be
/// inflected from.
fn lemmas(scene: &Scene, at: usize) -> Vec<String> {
    let word = scene.grammar.syntax.word(at);
    let form = scene.grammar.text.word(at).to_lowercase();
    let mut all = vec![word.lemma.to_lowercase()];
    let mut add = |lemma: String| {
        if !all.contains(&lemma) {
            all.push(lemma);
        }
    };
    if matches!(word.upos, Upos::Verb | Upos::Noun | Upos::Adj) {
        inflection::stems(&form).into_iter().for_each(&mut add);
    }
    if matches!(word.xpos, Xpos::VBN | Xpos::VBG | Xpos::JJ) {
        add(form);
    }
    all
}

fn fit(scene: &Scene, codebook: &Codebook, number: usize, words: &Words, at: usize, most: usize) -> Option<Coding> {
    let frame = &codebook.frames[number];
    if !scene.is(at, &words.head) || !hyphens_fit(scene, words, at) {
        return None;
    }
    if frame.part == Part::Adjective && !scene.is_form(at, &words.head) {
        return None;
    }
    if frame.part == Part::Modal {
        return fit_modal(scene, codebook, number, words, at).filter(|c| c.misses <= most);
    }
    let beside = words.others.iter().map(|w| word_beside(scene, at, w, frame.part)).collect::<Option<Vec<usize>>>()?;
    let object = fit_object(scene, frame, at, &beside);
    // A verb without the object or the negation that its frame asks for is mostly another act.
    let lacks = |missing: bool, weight: usize| if missing { weight } else { 0 };
    let misses = lacks(object.is_none(), 2)
        + lacks(!frame.with.is_empty() && !frame.with.iter().any(|w| scene.has_marker(at, w)), 1)
        + lacks(frame.without.iter().any(|w| scene.has_marker(at, w)), 1)
        + lacks(!frame.beside.is_empty() && !stands_beside(scene, at, &frame.beside), 3)
        + lacks(!frame.beside_not.is_empty() && stands_beside(scene, at, &frame.beside_not), 3)
        + lacks(frame.negated && scene.grammar.negation(at).is_none(), 4);
    if misses > most {
        return None;
    }
    let parties = scene.parties(codebook, frame, at);
    let misses = misses
        + usize::from(!scene.are(&parties.actor, &frame.actor_is))
        + usize::from(!scene.are(&parties.recipient, &frame.recipient_is));
    if misses > most {
        return None;
    }
    let object = object.flatten();
    let negation = scene.grammar.negation(at).filter(|_| frame.negated);
    let also = beside.iter().copied().chain(object.filter(|_| frame.part == Part::Verb)).chain(negation);
    let trigger = extent(at, also);
    Some(Coding { frame: number, head: at, object, trigger, parties, narrowness: frame.narrowness(words), misses })
}

/// A verb of duty in somebody's words is a demand on the other verb's subject.
fn fit_modal(scene: &Scene, codebook: &Codebook, number: usize, words: &Words, at: usize) -> Option<Coding> {
    let grammar = scene.grammar;
    let frame = &codebook.frames[number];
    let verb = match grammar.relation(at) {
        Relation::Aux => grammar.head(at)?,
        _ => grammar.syntax.child(at, Relation::Xcomp)?,
    };
    let parties = scene.parties(codebook, frame, verb);
    // "The minister said his country must pay" asks nothing of anybody else.
    let country = |a: &usize| scene.input.actors.actors.get(*a).map(|actor| actor.country);
    let is_own = parties.recipient.iter().all(|r| parties.actor.iter().any(|a| country(a) == country(r)));
    let misses = usize::from(parties.actor.is_empty() || parties.recipient.is_empty() || is_own)
        + usize::from(frame.negated && grammar.negation(verb).is_none());
    let trigger = extent(at, std::iter::once(verb));
    Some(Coding {
        frame: number,
        head: at,
        object: None,
        trigger,
        parties,
        narrowness: frame.narrowness(words),
        misses,
    })
}

fn hyphens_fit(scene: &Scene, words: &Words, at: usize) -> bool {
    if words.hyphenated.is_empty() || scene.grammar.text.word(at).contains('-') {
        return true;
    }
    let mut before = at;
    words.hyphenated.iter().rev().all(|piece| {
        let fits = before >= 2 && scene.grammar.text.word(before - 1) == "-" && scene.is(before - 2, piece);
        before = before.saturating_sub(2);
        fits
    })
}

/// The token of a particle, preposition, adverb or modifier that must stand with the head.
fn word_beside(scene: &Scene, at: usize, word: &str, part: Part) -> Option<usize> {
    let syntax = scene.grammar.syntax;
    let near = |c: &usize| c.abs_diff(at) <= STRETCH && scene.is(*c, word);
    let below = || syntax.children(at).iter().copied().find(near);
    let leads_in = || {
        let prepositions = syntax.children(at).iter().flat_map(|&c| syntax.children_by(c, LEADING));
        prepositions.filter(|&c| c > at).find(near)
    };
    let beside = || (at.saturating_sub(3)..at).find(|c| near(c) && scene.grammar.head(*c) == scene.grammar.head(at));
    // Trees take "handed over 50 men" for more than fifty.
    let next = || (at + 1..(at + 2).min(syntax.words().len())).find(|n| near(n) && is_particle(scene, *n));
    match part {
        Part::Verb => below().or_else(leads_in).or_else(next),
        _ => below().or_else(leads_in).or_else(beside),
    }
}

/// Whether one of these words stands in the token's sentence.
fn stands_beside(scene: &Scene, at: usize, words: &[String]) -> bool {
    let text = scene.grammar.text;
    let sentence = text.sentences.get(text.sentence_of(at)).map_or(0..0, |s| s.tokens.clone());
    sentence.into_iter().any(|t| words.iter().any(|w| scene.grammar.syntax.lemma(t).eq_ignore_ascii_case(w)))
}

fn is_particle(scene: &Scene, at: usize) -> bool {
    matches!(scene.grammar.upos(at), Upos::Adp | Upos::Adv)
}

/// What prepositions and markers are to the phrases that they lead in.
const LEADING: &[Relation] = &[Relation::Case, Relation::Mark];

/// `None` where the object does not fit; `Some(None)` where nothing was asked.
///
/// `beside` are the words that stand with the verb: "handed in their weapons" hands in no preposition's phrase.
fn fit_object(scene: &Scene, frame: &Frame, at: usize, beside: &[usize]) -> Option<Option<usize>> {
    if frame.object.is_empty() && frame.object_not.is_empty() && frame.object_is.is_empty() {
        return Some(None);
    }
    let mut objects = scene.objects(frame.part, at);
    if frame.part == Part::Verb {
        let grammar = scene.grammar;
        let led = |&b: &usize| {
            grammar.head(b).filter(|&h| grammar.relation(b) == Relation::Case && grammar.head(h) == Some(at))
        };
        objects.extend(beside.iter().filter_map(led));
    }
    let named = |object: usize, words: &str| match words.rsplit_once(' ') {
        None => scene.is(object, words),
        Some((before, head)) => {
            scene.is(object, head) && before.split(' ').all(|w| word_beside(scene, object, w, Part::Noun).is_some())
        }
    };
    let listed = |list: &[String]| objects.iter().copied().find(|&o| list.iter().any(|w| named(o, w)));
    if listed(&frame.object_not).is_some() {
        return None;
    }
    if !frame.object_is.is_empty() {
        let people: Vec<usize> = objects.iter().flat_map(|&o| scene.cast.of_phrase(scene.grammar, o)).collect();
        let fits = frame.object_is.iter().any(|kind| match kind.as_str() {
            "thing" => people.is_empty(),
            "actor" => !people.is_empty(),
            _ => !people.is_empty() && scene.are(&people, &frame.object_is),
        });
        if !fits {
            return None;
        }
    }
    if frame.object.is_empty() { Some(None) } else { listed(&frame.object).map(Some) }
}

/// From the first to the last word of the trigger, where they stand close; else the head alone.
fn extent(at: usize, others: impl Iterator<Item = usize>) -> Range<usize> {
    let mut extent = at..at + 1;
    for other in others.filter(|&o| o.abs_diff(at) <= STRETCH) {
        extent = extent.start.min(other)..extent.end.max(other + 1);
    }
    extent
}
