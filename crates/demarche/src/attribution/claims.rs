//! Claims: a cue with its source and content, from verbs, nouns and phrases such as "according to".

use super::content::{self, Given};
use super::cues::{Class, Cue, Frame, Part};
use super::scene::{Scene, without};
use super::sources::{self, Phrase};
use super::{By, ends, surface};
use crate::entities::Form;
use crate::syntax::{Relation, Upos, Xpos};
use std::ops::Range;

/// An attribution in the making.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub cue_head: usize,
    pub cue: Range<usize>,
    pub source: Option<Phrase>,
    /// The head word of whom it is said to.
    pub addressee: Option<usize>,
    /// Runs of tokens, in text order.
    pub content: Vec<Range<usize>>,
    pub rule: String,
    pub by: By,
}

impl Claim {
    /// Puts a claim together; its content is cut clear of the cue, ends with the speaker's words and is trimmed.
    fn new(
        scene: &Scene,
        cue_head: usize,
        cue: Range<usize>,
        source: Option<Phrase>,
        given: Given,
        rule: String,
    ) -> Self {
        let runs = given.content.into_iter().flat_map(|run| without(run, &cue));
        let ended = runs.map(|run| run.start..ends::of_content(scene, cue_head, &run, given.is_clause));
        let content = ended.filter_map(|run| content::trim(scene, run)).collect();
        let source = source.map(|s| without_possessive(scene, s));
        let by = By { source: source.as_ref().map_or("", |s| s.by), content: given.by, ..By::default() };
        Claim { cue_head, cue, source, addressee: given.addressee, content, rule, by }
    }
}

fn rule(part: &str, cue: &Cue) -> String {
    format!("attribution/en/cues#{part}:{}", cue.lemma)
}

/// The claim of a verb.
pub(super) fn verbal(scene: &Scene, verb: usize) -> Option<Claim> {
    let (cue, end) = verb_cue(scene, verb)?;
    let object = scene.child(verb, &[Relation::Obj]).filter(|&o| o > verb);
    if scene.is(verb, Class::Light) && object.is_some_and(|o| content::is_cue_noun(scene, o)) {
        return None;
    }
    let (source, given) = match surface::closing(scene, verb, cue) {
        Some(found) => (Some(found.source), found.given),
        None => by_tree(scene, verb, end, cue)?,
    };
    let span = verb_span(scene, verb, end, &given);
    Some(Claim::new(scene, verb, span, source, given, rule("verb", cue)))
}

/// The source and content of a verb that stands before what is said.
fn by_tree(scene: &Scene, verb: usize, end: usize, cue: &Cue) -> Option<(Option<Phrase>, Given)> {
    // "Without saying why".
    let denied = scene.child_of_class(verb, Class::NegativePreposition).is_some_and(|m| m < verb);
    if denied || matches!(scene.relation(verb), Relation::Amod | Relation::Compound | Relation::Case) {
        return None;
    }
    let source = sources::of_verb(scene, verb);
    let given = content::of_verb(scene, verb, end, cue)?;
    let spoken = source.is_some() || is_loose_participle(scene, verb);
    let attitude = is_attitude(scene, verb, cue, source.as_ref()) || is_yet_to_come(scene, verb, cue);
    (spoken && !attitude).then_some((source, given))
}

/// "…, saying that": a participle after a comma, which takes its source from the cue before it.
pub(super) fn is_loose_participle(scene: &Scene, verb: usize) -> bool {
    scene.xpos(verb) == Xpos::VBG && verb > scene.sentence(verb).start && scene.is_punctuation(verb - 1)
}

/// "I think", "you know" within somebody's speech: part of the speaking, not another claim.
fn is_attitude(scene: &Scene, verb: usize, cue: &Cue, source: Option<&Phrase>) -> bool {
    let Some(source) = source else { return false };
    let person = scene.mention_at(source.head).map(|m| scene.entities.mentions[m].form);
    let own = matches!(person, Some(Form::Pronoun(p)) if p.person < 3);
    own && scene.quote_of(verb).is_some() && !cue.is_speech()
}

/// "To determine whether", "want to know": what is not yet known or thought is nobody's claim.
fn is_yet_to_come(scene: &Scene, verb: usize, cue: &Cue) -> bool {
    scene.is_infinitive(verb) && !cue.is_report() && !cue.has(Frame::Infinitive, false)
}

/// The entry of a verb, with its particle or adjective where that makes another verb of it ("rule out", "make
/// clear"), and where the verb's words end.
fn verb_cue<'a>(scene: &Scene<'a>, verb: usize) -> Option<(&'a Cue, usize)> {
    let particle = scene.children(verb).iter().copied().find(|&c| scene.relation(c) == Relation::CompoundPrt);
    let next = (verb + 1 < scene.sentence(verb).end).then_some(verb + 1);
    for second in [particle, next].into_iter().flatten() {
        let phrase = format!("{} {}", scene.lemma(verb), scene.lemma(second));
        if let Some(cue) = scene.cues.cues.get(&phrase, Part::Verb) {
            return Some((cue, second + 1));
        }
    }
    scene.cues.cues.get(scene.lemma(verb), Part::Verb).map(|cue| (cue, verb + 1))
}

/// The words of a verbal cue: the verb with its negation, particle and addressee.
fn verb_span(scene: &Scene, verb: usize, end: usize, given: &Given) -> Range<usize> {
    let mut span = negation_start(scene, verb)..end.max(verb + 1);
    if let Some(addressee) = given.addressee {
        let run = sources::words(scene, addressee);
        if run.start == span.end {
            span.end = run.end;
        }
    }
    for run in &given.content {
        if run.start > verb {
            span.end = span.end.min(run.start);
        }
    }
    span
}

/// Where the cue begins: at the auxiliary before its negation, else at the verb.
fn negation_start(scene: &Scene, verb: usize) -> usize {
    let Some(negator) = scene.children(verb).iter().copied().find(|&c| c < verb && scene.is(c, Class::Negator)) else {
        return verb;
    };
    if verb - negator > 3 {
        return verb;
    }
    let before = negator.checked_sub(1).filter(|&b| scene.head(b) == Some(verb) && scene.upos(b) == Upos::Aux);
    before.unwrap_or(negator)
}

/// The claim of a noun: "the army's warning that …".
pub(super) fn nominal(scene: &Scene, noun: usize) -> Option<Claim> {
    let cue = scene.cues.cues.get(scene.lemma(noun), Part::Noun)?;
    let source = sources::of_noun(scene, noun);
    let given = content::of_noun(scene, noun, cue)?;
    if source.is_none() && !given.is_clause {
        return None;
    }
    let mut span = noun..noun + 1;
    // "Issued a warning" is one cue; "repeated its warning" has its own in the noun.
    let owned = scene.child(noun, &[Relation::NmodPoss]).is_some();
    if let Some(verb) = sources::light_verb(scene, noun).filter(|&v| !owned && v < noun && noun - v < 6) {
        span.start = negation_start(scene, verb);
    }
    Some(Claim::new(scene, noun, span, source, given, rule("noun", cue)))
}

/// "According to X": the clause it stands in is the content.
pub(super) fn prepositional(scene: &Scene, first: usize) -> Option<Claim> {
    let limit = scene.sentence(first).end;
    let (cue, end) = phrase_cue(scene, first, limit)?;
    let noun = scene
        .syntax
        .path_up(first)
        .take(4)
        .find(|&i| i >= end)
        .or_else(|| (end..limit).find(|&i| matches!(scene.upos(i), Upos::Noun | Upos::Propn | Upos::Pron)))?;
    let source = sources::phrase(scene, noun, "beside-phrase");
    let mut hole = scene.reach(noun);
    hole.start = hole.start.min(first);
    let above = scene.syntax.path_up(first).find(|&i| i < first || i >= hole.end)?;
    // Set off by a comma, it comments the whole clause and not the last phrase.
    let apart = first > 0 && scene.is_punctuation(first - 1);
    let content = without(scene.reach(if apart { whole_clause(scene, above) } else { above }), &hole);
    let given = Given { content, by: "commented", ..Given::default() };
    let usable = [source.by, given.by].into_iter().all(|way| scene.cues.ways.is_on(way));
    usable.then(|| Claim::new(scene, first, first..end, Some(source), given, rule("preposition", cue)))
}

/// The head of the clause that holds token `i`.
fn whole_clause(scene: &Scene, i: usize) -> usize {
    use Relation::*;
    let stops = |i: usize| matches!(scene.relation(i), Root | Ccomp | Parataxis | AclRelcl) || scene.head(i).is_none();
    scene.syntax.path_up(i).find(|&i| stops(i)).unwrap_or(i)
}

/// The entry of a phrase such as "according to" that begins at token `first`, and where it ends.
fn phrase_cue<'a>(scene: &Scene<'a>, first: usize, limit: usize) -> Option<(&'a Cue, usize)> {
    let here = |cue: &&Cue| {
        let mut words = cue.lemma.split(' ').enumerate();
        words.all(|(n, word)| first + n < limit && scene.text.word(first + n).eq_ignore_ascii_case(word))
    };
    let cue = scene.cues.phrases.iter().find(here)?;
    Some((cue, first + cue.lemma.split(' ').count()))
}

/// "Japan's warning": the mark of possession is no part of the name.
fn without_possessive(scene: &Scene, mut source: Phrase) -> Phrase {
    let run = &mut source.tokens;
    while run.end > run.start + 1 && scene.text.word(run.end - 1).starts_with(['\'', '’']) {
        run.end -= 1;
    }
    source
}
