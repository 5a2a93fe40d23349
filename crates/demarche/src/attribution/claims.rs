//! Claims: every cue of a report with its source and content, from verbs, nouns, adjectives, adverbs, prepositions
//! and the colons of headlines.

use super::content::{self, Given};
use super::cues::{Class, Cue, Frame, Part};
use super::scene::Scene;
use super::sources::{self, Phrase};
use super::surface;
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
}

/// Finds the claims of a report, in the order of their cues.
pub(super) fn find(scene: &Scene) -> Vec<Claim> {
    let mut found = Vec::new();
    for i in 0..scene.text.tokens.len() {
        let claim = match scene.upos(i) {
            Upos::Verb => verbal(scene, i),
            Upos::Noun => nominal(scene, i),
            Upos::Adj => adjectival(scene, i).or_else(|| sources::light_verb(scene, i).and_then(|_| nominal(scene, i))),
            Upos::Adv => adverbial(scene, i),
            _ => None,
        };
        found.extend(claim.or_else(|| prepositional(scene, i)));
    }
    let headlines = super::headlines::find(scene);
    headlines.iter().for_each(|headline| end_before_speaker(headline, &mut found));
    found.extend(headlines);
    found.sort_by_key(|c| c.cue.start);
    share_sources(scene, &mut found);
    found.retain(|claim| match &claim.source {
        Some(source) => !is_nobody(scene, source) && !is_anybody(scene, claim.cue_head, source),
        None => !is_loose_participle(scene, claim.cue_head),
    });
    found
}

/// "Kenya worried about drills: minister": nothing that is said goes on into the name of the speaker.
fn end_before_speaker(headline: &Claim, found: &mut [Claim]) {
    let colon = headline.cue_head;
    if !headline.source.as_ref().is_some_and(|source| source.tokens.start > colon) {
        return;
    }
    for run in found.iter_mut().filter(|claim| claim.cue.end <= colon).flat_map(|claim| &mut claim.content) {
        if run.start < colon && colon < run.end {
            run.end = colon;
        }
    }
}

/// Whether a source stands for nobody: "no side has said", or a relative pronoun whose noun is not known.
fn is_nobody(scene: &Scene, source: &Phrase) -> bool {
    let relative = matches!(scene.xpos(source.head), Xpos::WDT | Xpos::WP | Xpos::WRB);
    relative || scene.is(source.head, Class::NegativeNoun) || scene.is(source.tokens.start, Class::NegativeNoun)
}

/// Whether a source within a quotation is nobody in particular: "people believe", "you say".
fn is_anybody(scene: &Scene, cue: usize, source: &Phrase) -> bool {
    if scene.quote_of(cue).is_none() {
        return false;
    }
    let mention = scene.mention_at(source.head);
    let person = mention.map(|m| scene.entities.mentions[m].form);
    if let Some(Form::Pronoun(p)) = person {
        return p.person == 2;
    }
    let named = |m: usize| scene.actors.of_mention.get(m).is_some_and(|of| !of.is_empty());
    scene.upos(source.head) != Upos::Propn && !mention.is_some_and(named)
}

/// How the rules of verbal cues begin.
const VERB: &str = "attribution/en/cues#verb:";

fn rule(part: &str, cue: &Cue) -> String {
    format!("attribution/en/cues#{part}:{}", cue.lemma)
}

fn verbal(scene: &Scene, verb: usize) -> Option<Claim> {
    let (cue, end) = verb_cue(scene, verb)?;
    let object = scene.child(verb, &[Relation::Obj]).filter(|&o| o > verb);
    if scene.is(verb, Class::Light) && object.is_some_and(|o| content::is_cue_noun(scene, o)) {
        return None;
    }
    if cue.has(Frame::Quote, false)
        && let Some(found) = surface::closing(scene, verb, cue)
    {
        let span = verb_span(scene, verb, end, &found.given);
        return Some(finish(scene, verb, span, Some(found.source), found.given, rule("verb", cue)));
    }
    if matches!(scene.relation(verb), Relation::Amod | Relation::Compound | Relation::Case) {
        return None;
    }
    // "Without saying why".
    if scene.child_of_class(verb, Class::NegativePreposition).is_some_and(|m| m < verb) {
        return None;
    }
    let source = sources::of_verb(scene, verb).or_else(|| surface::subject(scene, verb));
    let source = source.map(|s| surface::widen(scene, s));
    let given = content::of_verb(scene, verb, end, cue, source.as_ref()).filter(|g| !g.content.is_empty());
    // "That" after a word of speaking is surer than the tree.
    let that = surface::that_clause(scene, end, scene.sentence(verb).end);
    let begins = |g: &Given| that.is_none_or(|t| g.content.iter().any(|run| run.start <= t + 1 && run.end > t));
    let given = given.filter(|g| begins(g) || !cue.has(Frame::Quote, false) || scene.is_passive(verb));
    let given =
        given.or_else(|| surface::opening(scene, verb, end, cue)).or_else(|| content::awaited(scene, verb, cue))?;
    let sourceless = given.sourceless || scene.is_passive(verb) || is_loose_participle(scene, verb);
    let attitude = is_attitude(scene, verb, cue, source.as_ref()) || is_yet_to_come(scene, verb, cue);
    if source.is_none() && !sourceless || attitude {
        return None;
    }
    let span = verb_span(scene, verb, end, &given);
    Some(finish(scene, verb, span, source, given, rule("verb", cue)))
}

/// "…, saying that": a participle after a comma, which takes its source from the cue before it.
fn is_loose_participle(scene: &Scene, verb: usize) -> bool {
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
        let run = sources::phrase(scene, addressee).tokens;
        if run.start == span.end {
            span.end = run.end;
        }
    }
    if let Some(preposition) = given.preposition.filter(|&p| p == span.end) {
        span.end = preposition + 1;
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

fn nominal(scene: &Scene, noun: usize) -> Option<Claim> {
    let cue = scene.cues.cues.get(scene.lemma(noun), Part::Noun)?;
    let light = sources::light_verb(scene, noun);
    let source = sources::of_noun(scene, noun);
    let given = content::of_noun(scene, noun, cue)?;
    if source.is_none() && !given.is_clause {
        return None;
    }
    let mut span = noun..noun + 1;
    // "Issued a warning" is one cue; "repeated its warning" has its own in the noun.
    let owned = scene.child(noun, &[Relation::NmodPoss]).is_some();
    if let Some(verb) = light.filter(|&v| !owned && v < noun && noun - v < 6) {
        span.start = negation_start(scene, verb);
    }
    Some(finish(scene, noun, span, source, given, rule("noun", cue)))
}

fn adjectival(scene: &Scene, adjective: usize) -> Option<Claim> {
    let cue = scene.cues.cues.get(scene.lemma(adjective), Part::Adjective)?;
    if scene.relation(adjective) == Relation::Amod && scene.head(adjective).is_some_and(|h| h > adjective) {
        return None;
    }
    let source = sources::of_adjective(scene, adjective)?;
    let given = content::of_noun(scene, adjective, cue)?;
    let copula = scene.child(adjective, &[Relation::Cop]).filter(|&c| c < adjective && adjective - c < 5);
    let span = copula.unwrap_or(adjective)..adjective + 1;
    Some(finish(scene, adjective, span, Some(source), given, rule("adjective", cue)))
}

fn adverbial(scene: &Scene, adverb: usize) -> Option<Claim> {
    let cue = scene.cues.cues.get(scene.lemma(adverb), Part::Adverb)?;
    let head = scene.head(adverb)?;
    let run = content::clause(scene, head, &(adverb..adverb + 1));
    let given = Given { content: run, sourceless: true, ..Given::default() };
    Some(finish(scene, adverb, adverb..adverb + 1, None, given, rule("adverb", cue)))
}

/// "According to X": the clause it stands in is the content.
fn prepositional(scene: &Scene, first: usize) -> Option<Claim> {
    let sentence = scene.sentence(first);
    let (cue, end) = preposition_cue(scene, first, sentence.end)?;
    let noun = scene
        .syntax
        .path_up(first)
        .take(4)
        .find(|&i| i >= end)
        .or_else(|| scene.children(first).iter().copied().find(|&c| c >= end && scene.relation(c) != Relation::Fixed))
        .or_else(|| (end..sentence.end).find(|&i| matches!(scene.upos(i), Upos::Noun | Upos::Propn | Upos::Pron)))?;
    let source = sources::phrase(scene, noun);
    let mut hole = scene.reach(noun);
    hole.start = hole.start.min(first);
    let content = match scope(scene, &sentence, &hole) {
        Some(run) => vec![run],
        None => {
            let above = scene.syntax.path_up(first).find(|&i| i < first || i >= hole.end)?;
            let apart = first > 0 && scene.is_punctuation(first - 1);
            content::clause(scene, if apart { whole_clause(scene, above) } else { above }, &hole)
        }
    };
    let given = Given { content, ..Given::default() };
    Some(finish(scene, first, first..end, Some(source), given, rule("preposition", cue)))
}

/// What an expression at the edge of its sentence comments: the rest of the sentence.
fn scope(scene: &Scene, sentence: &Range<usize>, hole: &Range<usize>) -> Option<Range<usize>> {
    let bounds = match scene.quote_of(hole.start) {
        Some(q) => {
            scene.quotes.all[q].tokens.start.max(sentence.start)..scene.quotes.all[q].tokens.end.min(sentence.end)
        }
        None => sentence.clone(),
    };
    let blank = |mut run: Range<usize>| run.all(|i| scene.is_punctuation(i));
    if blank(bounds.start..hole.start) {
        let comma = (hole.start..bounds.end).find(|&i| scene.is(i, Class::Pause))?;
        return Some(comma.max(hole.end.min(comma + 1))..bounds.end);
    }
    blank(hole.end.min(bounds.end)..bounds.end).then_some(bounds.start..hole.start)
}

/// The head of the clause that an expression set off by commas comments: not the last phrase, the whole of it.
fn whole_clause(scene: &Scene, i: usize) -> usize {
    use Relation::*;
    let stops = |i: usize| matches!(scene.relation(i), Root | Ccomp | Parataxis | AclRelcl) || scene.head(i).is_none();
    scene.syntax.path_up(i).find(|&i| stops(i)).unwrap_or(i)
}

fn preposition_cue<'a>(scene: &Scene<'a>, first: usize, limit: usize) -> Option<(&'a Cue, usize)> {
    let (_, cue) = scene.cues.phrases.iter().find_map(|cue| {
        let mut words = cue.lemma.split(' ');
        let starts = words.next().is_some_and(|w| scene.text.word(first).eq_ignore_ascii_case(w));
        starts.then_some((first, cue)).filter(|_| {
            words
                .enumerate()
                .all(|(n, w)| first + 1 + n < limit && scene.text.word(first + 1 + n).eq_ignore_ascii_case(w))
        })
    })?;
    Some((cue, first + cue.lemma.split(' ').count()))
}

/// Puts a claim together; its content is cut clear of the cue and the source and trimmed.
fn finish(
    scene: &Scene,
    cue_head: usize,
    cue: Range<usize>,
    source: Option<Phrase>,
    given: Given,
    rule: String,
) -> Claim {
    let mut content = given.content;
    content = content.into_iter().flat_map(|run| super::scene::without(run, &cue)).collect();
    for run in &mut content {
        if given.is_clause && run.start > cue_head {
            run.end = surface::boundary(scene, run);
        }
        run.end = own_voice(scene, cue_head, run);
        if !given.is_clause {
            run.end = before_clause(scene, cue_head, run);
        }
    }
    let content = content.into_iter().filter_map(|run| content::trim(scene, run)).collect();
    let source = source.map(|s| without_possessive(scene, s));
    Claim { cue_head, cue, source, addressee: given.addressee, content, rule }
}

/// "Japan's warning": the mark of possession is no part of the name.
fn without_possessive(scene: &Scene, mut source: Phrase) -> Phrase {
    let run = &mut source.tokens;
    while run.end > run.start + 1 && scene.text.word(run.end - 1).starts_with(['\'', '’']) {
        run.end -= 1;
    }
    source
}

/// Where the speaker's words end and the report takes up its cues again: at "…, saying that", or at a second verb of
/// speaking that the cue's subject has ("said it was ready but accused …").
fn own_voice(scene: &Scene, cue: usize, run: &Range<usize>) -> usize {
    if run.start < cue {
        return run.end;
    }
    let quoted = scene.quote_of(cue);
    let resumes = |i: usize| {
        if scene.is(i, Class::Stop) {
            return scene.quote_of(i) == quoted;
        }
        let participle = scene.xpos(i) == Xpos::VBG
            && scene.is_punctuation(i - 1)
            && scene.cues.cues.get(scene.lemma(i), Part::Verb).is_some_and(Cue::is_report);
        (participle && scene.quote_of(i) == quoted)
            || scene.shared_subject(i) == Some(cue)
            || scene.quote_of(i) == quoted && (is_other_speaker(scene, i) || is_comment(scene, i))
    };
    let Some(at) = (run.start + 1..run.end).find(|&i| resumes(i)) else { return run.end };
    let mut end = at;
    while end > run.start + 1
        && (matches!(scene.upos(end - 1), Upos::Aux | Upos::Cconj | Upos::Adv) || scene.is_punctuation(end - 1))
    {
        end -= 1;
    }
    end
}

/// ", while the embassy called it …", ", and Paris said …": after a comma another speaker has his own cue.
fn is_other_speaker(scene: &Scene, i: usize) -> bool {
    let joins = matches!(scene.upos(i), Upos::Sconj | Upos::Cconj) && scene.is(i - 1, Class::Pause);
    let Some(verb) = scene.head(i).filter(|&v| joins && v > i) else { return false };
    let subject = scene.child(verb, &[Relation::Nsubj]).filter(|&s| s > i && scene.upos(s) != Upos::Pron);
    let brings = matches!(scene.relation(verb), Relation::Conj | Relation::Advcl | Relation::Ccomp);
    let contrasts = scene.upos(i) == Upos::Cconj || scene.is(i, Class::Contrast);
    let cue = scene.cues.cues.get(scene.lemma(verb), Part::Verb);
    subject.is_some()
        && brings
        && contrasts
        && scene.is_finite(verb)
        && cue.is_some_and(|c| c.is_report() || c.has(Frame::Predicate, false))
}

/// ", a charge that the army denied": what the report itself says of the claim.
fn is_comment(scene: &Scene, i: usize) -> bool {
    if !scene.is(i - 1, Class::Pause) || !(scene.is(i, Class::Indefinite) || scene.is(i, Class::Summary)) {
        return false;
    }
    let limit = scene.sentence(i).end.min(i + 4);
    let noun = (i..limit).find(|&n| matches!(scene.upos(n), Upos::Noun | Upos::Pron));
    let told = |n: usize| scene.children(n).iter().any(|&c| c > n && scene.relation(c) == Relation::AclRelcl);
    noun.is_some_and(|n| scene.is(n, Class::Summary) && told(n))
}

/// Where a phrase ends that the parser joined to a clause with its own subject: "vowed to fight, and Paris agreed".
fn before_clause(scene: &Scene, cue: usize, run: &Range<usize>) -> usize {
    if run.start < cue {
        return run.end;
    }
    // ", which …", ", but …": the report's own voice.
    let aside = |i: &usize| {
        scene.is(*i - 1, Class::Pause)
            && scene.quote_of(*i) == scene.quote_of(cue)
            && (matches!(scene.xpos(*i), Xpos::WDT | Xpos::WP | Xpos::WPS) || scene.is(*i, Class::Adversative))
    };
    if let Some(at) = (run.start + 1..run.end).find(aside) {
        return at - 1;
    }
    let subject = |i: usize| scene.child(i, &[Relation::Nsubj, Relation::NsubjPass]);
    let other = (run.start + 1..run.end).find_map(|i| {
        let joined = scene.relation(i) == Relation::Conj && scene.is_finite(i);
        let head = scene.head(i).filter(|&h| joined && h > cue && !scene.is_finite(h))?;
        subject(i).filter(|&s| s > head).map(|s| scene.reach(s).start)
    });
    let mut end = other.unwrap_or(run.end);
    while end > run.start + 1 && end < run.end && (scene.upos(end - 1) == Upos::Cconj || scene.is_punctuation(end - 1))
    {
        end -= 1;
    }
    end
}

/// Gives participles after a comma ("…, saying that") the source of the report's main cue before them.
fn share_sources(scene: &Scene, claims: &mut [Claim]) {
    for c in 1..claims.len() {
        let head = claims[c].cue_head;
        // "According to" has its own.
        if !is_loose_participle(scene, head) || !claims[c].rule.starts_with(VERB) {
            continue;
        }
        let main =
            claims[..c].iter().rev().take_while(|m| scene.sentence_of(m.cue_head) == scene.sentence_of(head)).find(
                |m| {
                    scene.upos(m.cue_head) == Upos::Verb
                        && scene.xpos(m.cue_head) != Xpos::VBG
                        && scene.quote_of(m.cue_head) == scene.quote_of(head)
                        && m.source.is_some()
                        && !claims[..c]
                            .iter()
                            .any(|o| o.cue_head != m.cue_head && o.content.iter().any(|r| r.contains(&m.cue_head)))
                },
            );
        if let Some(source) = main.and_then(|m| m.source.clone()) {
            claims[c].source = Some(source);
        }
    }
}

/// Whether `i` is a gerund or present participle.
pub(super) fn is_gerund(scene: &Scene, i: usize) -> bool {
    scene.xpos(i) == Xpos::VBG
}

/// Whether a frame may use a run of content: some want quotation marks in it.
pub(super) fn allows(scene: &Scene, cue: &Cue, frame: Frame, run: &Range<usize>, verb: usize) -> bool {
    cue.has(frame, scene.is_quoted(run, scene.quote_of(verb)))
}
