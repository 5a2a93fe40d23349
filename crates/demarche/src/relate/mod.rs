//! How one actor of a text acts on another: always one type, the likeliest.
//!
//! The text is read; the two stretches asked for are made actors, whatever else they may be; then every frame that any
//! word triggers is weighed by how its roles match the pair and how near the word stands to them in the tree. The types
//! are those of the cross-walk from CAMEO that PLOVER's authors published (`en/crosswalk.tsv`), which differs from their
//! manual, and so from the code book, in a few acts.

use crate::attribution::Factuality;
use crate::events::{Codebook, Coding, Scene, near_codings};
use crate::guide::Guide;
use crate::knowledge::{self, KnowledgeError};
use crate::pipeline::analyze;
use crate::reading::Reading;
use crate::report::Report;
use crate::span::Span;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// A question: in `text`, how does `actor` act on `recipient`?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question<'a> {
    /// The text.
    pub text: &'a str,
    /// The first actor, where the text names it.
    pub actor: Option<Span>,
    /// The second.
    pub recipient: Option<Span>,
}

/// A stretch of a question that is no piece of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {0}'s stretch does not lie in the text")]
pub struct OutsideText(&'static str);

/// How the first acts on the second.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The PLOVER type.
    pub kind: String,
    /// Its mode.
    pub mode: Option<String>,
    /// How far the text, or who speaks in it, commits to it.
    pub factuality: Factuality,
    /// The likelihood of each type, together 1.
    pub scores: BTreeMap<String, f64>,
    /// The frame that decided it, or `relate#prior` where no word of the text triggers one.
    pub rule: String,
}

/// Where no frame is found, the share of a type among the frames of the code book decides, with this weight.
const PRIOR: f64 = 0.01;

/// The types of the cross-walk, by rule, where they differ from the code book's.
#[derive(Clone, Debug, Default)]
pub struct Crosswalk(HashMap<&'static str, &'static str>);

impl Crosswalk {
    /// The shipped one.
    ///
    /// # Errors
    /// Where the table cannot be read.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        let path = "relate/en/crosswalk.tsv";
        let rows = knowledge::rows(path, knowledge::file(path)?)?;
        Ok(Crosswalk(rows.into_iter().map(|(_, cells)| (cells[0], cells[1])).collect()))
    }
}

/// A frame of the text and how well it answers the question.
struct Candidate {
    coding: Coding,
    kind: String,
    weight: f64,
}

/// Answers a question.
///
/// # Errors
/// Where a stretch does not lie in the text.
pub fn relate(question: &Question, guide: &Guide, crosswalk: &Crosswalk) -> Result<Answer, OutsideText> {
    for (who, span) in [("actor", question.actor), ("recipient", question.recipient)] {
        if span.is_some_and(|s| question.text.get(s.range()).is_none()) {
            return Err(OutsideText(who));
        }
    }
    let report = Report::new(question.text);
    let reading = analyze(&report, guide);
    let pair = Pair::of(question, &reading);
    let mut scene = Scene::new(reading.for_events(None), &guide.codebook);
    pair.cast(&mut scene);
    let codebook = &guide.codebook;
    let words = 0..reading.syntax.words().len();
    let codings = words.flat_map(|at| near_codings(&scene, codebook, at));
    let mut candidates: Vec<Candidate> =
        codings.map(|c| weigh(c, &pair, &reading, &guide.codebook, crosswalk)).collect();
    yield_to_governors(&mut candidates, &pair, &reading, codebook);
    Ok(answer(&candidates, &reading, codebook))
}

/// The two actors asked for: their tokens, and the numbers that they have as actors.
struct Pair {
    actor: Option<Range<usize>>,
    recipient: Option<Range<usize>>,
    first: usize,
}

impl Pair {
    fn of(question: &Question, reading: &Reading) -> Self {
        let tokens = |span: Span| {
            let start = reading.text.tokens.partition_point(|t| t.span.end <= span.start);
            let end = reading.text.tokens.partition_point(|t| t.span.start < span.end);
            (start < end).then_some(start..end)
        };
        Pair {
            actor: question.actor.and_then(tokens),
            recipient: question.recipient.and_then(tokens),
            first: reading.actors.actors.len(),
        }
    }

    /// Casts the two; the one that lies within the other last, so that it keeps its tokens.
    fn cast(&self, scene: &mut Scene) {
        let mut runs: Vec<(Range<usize>, usize)> = Vec::new();
        runs.extend(self.actor.clone().map(|t| (t, self.first)));
        runs.extend(self.recipient.clone().map(|t| (t, self.first + 1)));
        runs.sort_by_key(|(tokens, _)| std::cmp::Reverse(tokens.len()));
        for (tokens, actor) in runs {
            scene.cast_as(tokens, actor);
        }
    }

    fn holds(run: &Option<Range<usize>>, at: usize) -> bool {
        run.as_ref().is_some_and(|r| r.contains(&at))
    }
}

fn weigh(coding: Coding, pair: &Pair, reading: &Reading, codebook: &Codebook, crosswalk: &Crosswalk) -> Candidate {
    let frame = &codebook.frames[coding.frame];
    let fit = role_fit(&coding, pair, reading, frame.mutual);
    let depth = reading.syntax.path_up(coding.head).take(12).count() as i32 - 1;
    let within = Pair::holds(&pair.actor, coding.head) || Pair::holds(&pair.recipient, coding.head);
    let weight = f64::from(frame.confidence)
        * fit
        * 0.85_f64.powi(depth)
        * 0.4_f64.powi(coding.misses as i32)
        * if coding.misses == 0 { 1.0 + 0.15 * coding.narrowness as f64 } else { 1.0 }
        * if within { 0.4 } else { 1.0 };
    Candidate { kind: kind_of(&coding, reading, codebook, crosswalk), coding, weight }
}

/// Of a promise, demand or refusal and the act it is about, the first is what the actor does.
fn yield_to_governors(candidates: &mut [Candidate], pair: &Pair, reading: &Reading, codebook: &Codebook) {
    let is_speech = |c: &Candidate| {
        let frame = &codebook.frames[c.coding.frame];
        codebook.types[frame.kind].quad.starts_with("verbal")
            && c.coding.misses == 0
            && c.coding.parties.actor.contains(&pair.first)
    };
    let governors: Vec<usize> = candidates.iter().filter(|c| is_speech(c)).map(|c| c.coding.head).collect();
    for candidate in candidates {
        let above = reading.syntax.path_up(candidate.coding.head).skip(1).take(4);
        if above.into_iter().any(|a| governors.contains(&a)) {
            candidate.weight *= 0.5;
        }
    }
}

/// A plan becomes what the code book says a plan of this type is; a hostile one that is announced is a threat, as in
/// CAMEO (code 13).
fn kind_of(coding: &Coding, reading: &Reading, codebook: &Codebook, crosswalk: &Crosswalk) -> String {
    let frame = &codebook.frames[coding.frame];
    let kind = &codebook.types[frame.kind];
    match (factuality(coding, reading), kind.planned.as_ref().or(kind.possible.as_ref())) {
        (Factuality::Probable, Some(planned)) => planned.clone(),
        _ => crosswalk.0.get(frame.rule.as_str()).map_or(&*kind.name, |kind| *kind).to_string(),
    }
}

fn factuality(coding: &Coding, reading: &Reading) -> Factuality {
    reading.attributions.factuality.get(coding.head).copied().flatten().unwrap_or(Factuality::Certain)
}

/// How well the roles of a frame match the pair, 0 to 1.
fn role_fit(coding: &Coding, pair: &Pair, reading: &Reading, mutual: bool) -> f64 {
    let (first, second) = (pair.first, pair.first + 1);
    let (actor, recipient) = (&coding.parties.actor, &coding.parties.recipient);
    let below = |run: &Option<Range<usize>>| {
        run.as_ref().is_some_and(|r| r.clone().any(|t| reading.syntax.is_below(t, coding.head)))
    };
    let acts = actor.contains(&first);
    match () {
        () if mutual && acts && actor.contains(&second) => 1.0,
        () if acts && recipient.contains(&second) => 1.0,
        () if acts && below(&pair.recipient) => 0.8,
        () if acts => 0.6,
        () if recipient.contains(&second) && actor.is_empty() => 0.5,
        () if actor.contains(&second) && recipient.contains(&first) => 0.15,
        () if below(&pair.actor) && below(&pair.recipient) => 0.35,
        () if recipient.contains(&second) || below(&pair.actor) => 0.2,
        () => 0.08,
    }
}

fn answer(candidates: &[Candidate], reading: &Reading, codebook: &Codebook) -> Answer {
    let frames = codebook.frames.len().max(1) as f64;
    let mut scores: BTreeMap<String, f64> = codebook.types.iter().map(|t| (t.name.clone(), 0.0)).collect();
    for frame in &codebook.frames {
        *scores.entry(codebook.types[frame.kind].name.clone()).or_default() += PRIOR / frames;
    }
    for candidate in candidates {
        let score = scores.entry(candidate.kind.clone()).or_default();
        // The best frame of a type counts; further ones only break ties.
        *score = score.max(candidate.weight) + 0.02 * score.min(candidate.weight);
    }
    // As far as even the best frame fits badly, each type is as likely as any other.
    let known = scores.values().copied().fold(0.0, f64::max).min(1.0);
    let total: f64 = scores.values().sum::<f64>().max(f64::MIN_POSITIVE);
    let any = (1.0 - known) / scores.len().max(1) as f64;
    scores.values_mut().for_each(|s| *s = known * *s / total + any);
    let best = scores.iter().max_by(|a, b| a.1.total_cmp(b.1).then_with(|| b.0.cmp(a.0)));
    let kind = best.map(|(kind, _)| kind.clone()).unwrap_or_default();
    let decisive = candidates.iter().filter(|c| c.kind == kind).max_by(|a, b| a.weight.total_cmp(&b.weight));
    let frame = decisive.map(|c| &codebook.frames[c.coding.frame]);
    Answer {
        mode: frame.and_then(|f| f.mode.clone()),
        factuality: decisive.map_or(Factuality::Uncommitted, |c| factuality(&c.coding, reading)),
        rule: frame.map_or_else(|| "relate#prior".to_string(), |f| f.rule.clone()),
        kind,
        scores,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_question_has_an_answer() {
        let guide = Guide::shipped().expect("the shipped knowledge loads");
        let crosswalk = Crosswalk::shipped().expect("the shipped table loads");
        for text in ["", "Norway expelled two Russian diplomats.", "—"] {
            let span = Some(Span::new(0, text.len()));
            let question = Question { text, actor: span, recipient: span };
            let answer = relate(&question, &guide, &crosswalk).expect("both lie in the text");
            assert!((answer.scores.values().sum::<f64>() - 1.0).abs() < 1e-6 || guide.codebook.frames.is_empty());
        }
    }

    #[test]
    fn stretches_outside_the_text_are_refused() {
        let guide = Guide::shipped().expect("the shipped knowledge loads");
        let crosswalk = Crosswalk::shipped().expect("the shipped table loads");
        let text = "Zürich waits.";
        for (start, end) in [(0, 15), (20, 30), (3, 1), (0, 2)] {
            let question = Question { text, actor: None, recipient: Some(Span::new(start, end)) };
            assert_eq!(relate(&question, &guide, &crosswalk), Err(OutsideText("recipient")));
        }
    }
}
