//! The judge: weighs what the learned reader sees in the words beside what frames and ways say, for each event, party and
//! certainty.
//!
//! In: the drafts that frames gave, with the parties that ways found, and the [`Impressions`]. Out: the events. A question's
//! score is a sum of weights, one for each sign that holds; from the floor on the answer is yes. The weights (`judge.tsv` of the
//! models) are a logistic regression on texts from which the heads had not learnt (`judge.py` of `demarche-forge`), so that
//! frames, ways and heads count as far as they were right there.

use super::codebook::Codebook;
use super::frames::ROLE_WAYS;
use super::roles::Scene;
use super::unnamed::Unnamed;
use super::weighing::{Share, Weighed};
use super::{By, Event};
use crate::attribution::Factuality;
use crate::countries::Country;
use crate::entities::{Form, Mention};
use crate::knowledge::{self, KnowledgeError};
use crate::learned::{Doer, Impressions, Part};
use crate::ways::Way;
use std::collections::{BTreeMap, HashSet};

/// Where the weights lie, as errors name the file.
const FILE: &str = "demarche-models/judge.tsv";

/// What speaks for an event of a type: always; the learned reader's log of odds; that a frame codes it so; the log of odds that
/// the frame is right; that a frame codes the word as another type.
const EVENT: [&str; 5] = ["bias", "model", "frame", "likelihood", "other-frame"];

/// What speaks for a party's being on one side: always; the learned reader's log of odds for this side and for the other; that the
/// frame's own roles or ways of recalling put it on this side or on the other, or put others here; that no frame codes the event;
/// that only a pronoun names it; that its words lie within a longer mention, as a state's in its army's.
const PARTY: [&str; 12] = [
    "bias",
    "model",
    "model-other-side",
    "frame",
    "recalled",
    "frame-other-side",
    "recalled-other-side",
    "others-by-frame",
    "others-recalled",
    "no-rule",
    "pronoun",
    "inside",
];

/// Log odds beyond this count alike.
const MOST: f32 = 8.0;

/// Mentions so many tokens away may still be parties.
const REACH: usize = 160;

/// The way of a party that no frame and no way of recalling proposed.
const LEARNED: Way = "learned";

/// The weights of the judge's signs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judge {
    event: [f32; EVENT.len()],
    actor: [f32; PARTY.len()],
    recipient: [f32; PARTY.len()],
    /// What the rules' certainty weighs beside the learned reader's scores.
    certainty: f32,
    /// Events less likely than this are not kept.
    pub floor: f32,
}

impl Judge {
    /// The shipped weights.
    ///
    /// # Errors
    /// Where the file names a sign that there is none of, or a weight is no number.
    pub fn shipped() -> Result<Self, KnowledgeError> {
        Judge::parse(FILE, demarche_models::JUDGE)
    }

    /// Weights from a file's name and text, for those who fit them.
    ///
    /// # Errors
    /// As those of [`Judge::shipped`].
    pub fn parse(file: &str, text: &str) -> Result<Self, KnowledgeError> {
        let mut judge = Judge::default();
        for (line, cells) in knowledge::rows(file, text)? {
            let fault = |what: String| KnowledgeError::new(file, line, what);
            let weight = cells[2].parse().map_err(|_| fault("a weight is a number".to_string()))?;
            let slot = judge.slot(cells[0], cells[1]);
            *slot.ok_or_else(|| fault(format!("{:?} is no sign of {:?}", cells[1], cells[0])))? = weight;
        }
        Ok(judge)
    }

    fn slot(&mut self, question: &str, sign: &str) -> Option<&mut f32> {
        let (names, weights): (&[&str], &mut [f32]) = match question {
            "event" if sign == "floor" => return Some(&mut self.floor),
            "certainty" if sign == "rules" => return Some(&mut self.certainty),
            "event" => (&EVENT, &mut self.event),
            "actor" => (&PARTY, &mut self.actor),
            "recipient" => (&PARTY, &mut self.recipient),
            _ => return None,
        };
        names.iter().position(|name| *name == sign).and_then(|at| weights.get_mut(at))
    }
}

/// A report before the judge.
pub(super) struct Court<'s, 'a> {
    pub(super) scene: &'s Scene<'a>,
    pub(super) codebook: &'s Codebook,
    pub(super) judge: &'s Judge,
    pub(super) impressions: &'a Impressions<'a>,
}

impl<'s, 'a> Court<'s, 'a> {
    /// Judges the events of frames and adds those that only the learned reader sees, in text order.
    pub(super) fn hear(&self, mut events: Vec<Event>, unnamed: &mut Unnamed) -> Vec<Event> {
        for event in &mut events {
            self.judge_type(event);
            if event.confidence >= self.judge.floor {
                self.judge_facts(event, true, unnamed);
            }
        }
        let kept = |event: &&Event| event.confidence >= self.judge.floor;
        let coded: HashSet<usize> = events.iter().filter(kept).flat_map(|event| event.trigger.clone()).collect();
        let heads: HashSet<usize> = events.iter().map(|event| event.trigger_head).collect();
        for word in (0..self.scene.input.text.tokens.len()).filter(|w| !coded.contains(w) && !heads.contains(w)) {
            if let Some(mut event) = self.seen(word) {
                self.judge_facts(&mut event, false, unnamed);
                events.push(event);
            }
        }
        events.sort_by_key(|event| (event.trigger_head, event.trigger.start));
        events
    }

    /// The likeliest type of a word that the code book has: its name and its log of odds.
    fn likeliest(&self, word: usize) -> Option<(&'a str, f32)> {
        let odds = self.impressions.types(word);
        let types = self.impressions.model.types.iter().map(String::as_str).zip(odds).skip(1);
        let best = types.max_by(|a, b| a.1.total_cmp(&b.1))?;
        self.codebook.type_named(best.0).map(|_| best)
    }

    fn odds(&self, word: usize, kind: &str) -> Option<f32> {
        let at = self.impressions.model.types.iter().position(|name| name == kind)?;
        self.impressions.types(word).get(at).copied()
    }

    /// What speaks for an event as it stands, by the names of signs.
    pub(super) fn weigh_event(&self, event: &Event, by_frames: Option<&Event>) -> Vec<Share> {
        let odds = self.odds(event.trigger_head, &event.kind).unwrap_or_default();
        let frame = by_frames.filter(|e| e.kind == event.kind).map(|e| e.confidence);
        shares(&EVENT, &self.judge.event, &event_signs(odds, frame, frame.is_none() && by_frames.is_some()))
    }

    /// What speaks for each of those named near an event to be its actor, and to be its recipient.
    pub(super) fn weigh_parties(&self, event: &Event, by_frames: Option<&Event>) -> Vec<Weighed> {
        let nobody = Event { actor: Vec::new(), recipient: Vec::new(), ..event.clone() };
        let sides = Sides::of(by_frames.unwrap_or(&nobody), by_frames.is_some());
        let weigh = |(&actor, near): (&usize, &Near)| {
            let (does, bears) = sides.signs(actor, near);
            Weighed {
                actor,
                as_actor: shares(&PARTY, &self.judge.actor, &does),
                as_recipient: shares(&PARTY, &self.judge.recipient, &bears),
            }
        };
        self.near(event.trigger_head).iter().map(weigh).collect()
    }

    /// Settles the type of an event that a frame codes, and how likely it is.
    fn judge_type(&self, event: &mut Event) {
        let word = event.trigger_head;
        // The types of a code book of one's own are not learnt: their frames decide alone.
        let Some(odds) = self.odds(word, &event.kind) else { return };
        let own = self.score_event(odds, Some(event.confidence), false);
        let other = self.likeliest(word).filter(|(kind, _)| *kind != event.kind);
        let other = other.map(|(kind, odds)| (kind, self.score_event(odds, None, true)));
        match other.filter(|(_, score)| *score > own) {
            Some((kind, score)) => {
                event.confidence = likelihood(score);
                self.retype(event, kind);
            }
            None => event.confidence = likelihood(own),
        }
    }

    fn retype(&self, event: &mut Event, kind: &str) {
        event.kind = kind.to_string();
        event.mode = self.mode(event.trigger_head, kind);
        event.rule = rule(kind);
    }

    fn mode(&self, word: usize, kind: &str) -> Option<String> {
        let known = self.codebook.type_named(kind)?;
        let mode = self.impressions.mode(word, kind)?;
        known.modes.iter().any(|(name, _)| name == mode).then(|| mode.to_string())
    }

    fn score_event(&self, odds: f32, frame: Option<f32>, is_other: bool) -> f32 {
        sum(&self.judge.event, &event_signs(odds, frame, is_other))
    }

    /// An event that no frame codes, where the learned reader is sure enough of one.
    fn seen(&self, word: usize) -> Option<Event> {
        let (kind, odds) = self.likeliest(word)?;
        let confidence = likelihood(self.score_event(odds, None, false));
        if confidence < self.judge.floor {
            return None;
        }
        let input = &self.scene.input;
        let factuality = input.attributions.factuality.get(word).copied().flatten().unwrap_or(Factuality::Certain);
        Some(Event {
            sentence: input.text.sentence_of(word),
            kind: kind.to_string(),
            mode: self.mode(word, kind),
            contexts: Vec::new(),
            trigger: word..word + 1,
            trigger_head: word,
            actor: Vec::new(),
            recipient: Vec::new(),
            date: None,
            place: None,
            factuality,
            auxiliary: factuality.auxiliary(),
            attribution: input.attributions.innermost.get(word).copied().flatten(),
            rule: rule(kind),
            by: By::default(),
            confidence,
            signs: Default::default(),
        })
    }

    /// Settles parties and certainty.
    fn judge_facts(&self, event: &mut Event, is_coded: bool, unnamed: &mut Unnamed) {
        event.factuality = self.certainty(event.trigger_head, event.factuality);
        event.auxiliary = event.factuality.auxiliary();
        let sides = Sides::of(event, is_coded);
        let (mut actor, mut recipient) = (Vec::new(), Vec::new());
        for (&who, near) in &self.near(event.trigger_head) {
            let (does, bears) = sides.signs(who, near);
            let (does, bears) = (sum(&self.judge.actor, &does), sum(&self.judge.recipient, &bears));
            if does >= 0.0 && does >= bears {
                actor.push(who);
            } else if bears >= 0.0 {
                recipient.push(who);
            }
        }
        event.by.actor = way_of(&actor, &event.actor, event.by.actor);
        event.by.recipient = way_of(&recipient, &event.recipient, event.by.recipient);
        if actor.is_empty() {
            let (who, way) = self.absent(event.trigger_head, &recipient, unnamed);
            actor.push(who);
            event.by.actor = way;
        }
        (event.actor, event.recipient) = (actor, recipient);
    }

    /// The doer whom no word stands for: a body of the state where it happens, or of those it is done to; else nobody known.
    fn absent(&self, word: usize, recipient: &[usize], unnamed: &mut Unnamed) -> (usize, Way) {
        let Doer::Implied(sector) = self.impressions.doer(word) else { return (unnamed.nobody(), "nobody") };
        let actors = &self.scene.input.actors.actors;
        let own =
            || recipient.iter().filter_map(|&who| actors.get(who)).map(|a| a.country).find(|c| *c != Country::NONE);
        match self.country_at(word).or_else(own) {
            Some(country) => (unnamed.body(country, sector), "implied"),
            None => (unnamed.nobody(), "nobody"),
        }
    }

    /// The country of the place that the word's sentence names nearest to it.
    fn country_at(&self, word: usize) -> Option<Country> {
        let text = self.scene.input.text;
        let sentence = text.sentences.get(text.sentence_of(word))?.span;
        let at = text.span(word..word + 1).start;
        let places = self.scene.input.places.places.iter();
        let here =
            places.filter(|p| sentence.start <= p.span.start && p.span.end <= sentence.end && p.country.is_some());
        here.min_by_key(|p| p.span.start.abs_diff(at))?.country
    }

    fn certainty(&self, word: usize, by_rules: Factuality) -> Factuality {
        let scores = self.impressions.certainty(word);
        let weigh = |value: &Factuality| {
            let said = if *value == by_rules { self.judge.certainty } else { 0.0 };
            scores.get(*value as usize).copied().unwrap_or_default() + said
        };
        let best = Factuality::ALL.into_iter().max_by(|a, b| weigh(a).total_cmp(&weigh(b)));
        best.unwrap_or(by_rules)
    }

    /// Who is mentioned near a word.
    fn near(&self, word: usize) -> BTreeMap<usize, Near> {
        let input = &self.scene.input;
        let mentions = &input.entities.mentions;
        let near: Vec<usize> = (0..mentions.len()).filter(|&m| mentions[m].head.abs_diff(word) <= REACH).collect();
        let heads: Vec<usize> = near.iter().map(|&m| mentions[m].head).collect();
        let mut found: BTreeMap<usize, Near> = BTreeMap::new();
        for (&mention, part) in near.iter().zip(self.impressions.parts(word, &heads)) {
            let is_pronoun = matches!(mentions[mention].form, Form::Pronoun(_));
            let inside = is_inside(mentions, mention);
            for &who in &input.attributions.of_mention[mention] {
                let best = found.entry(who).or_insert(Near { part, is_pronoun, inside: (inside, inside) });
                if part.actor > best.part.actor {
                    (best.part.actor, best.inside.0) = (part.actor, inside);
                }
                if part.recipient > best.part.recipient {
                    (best.part.recipient, best.inside.1) = (part.recipient, inside);
                }
                best.is_pronoun &= is_pronoun;
            }
        }
        found
    }
}

/// What is seen of somebody near an event: the likeliest part of any mention, whether only pronouns name him, and whether the
/// likeliest mention for actor and recipient lies inside another.
struct Near {
    part: Part,
    is_pronoun: bool,
    inside: (bool, bool),
}

/// Whether a mention lies within a longer one.
fn is_inside(mentions: &[Mention], number: usize) -> bool {
    let own = &mentions[number].tokens;
    let holds = |m: &Mention| m.tokens.start <= own.start && own.end <= m.tokens.end && m.tokens != *own;
    // Mentions are in text order, and none holds more than a few others.
    let beside = number.saturating_sub(6)..(number + 7).min(mentions.len());
    mentions[beside].iter().any(holds)
}

/// Whom frames and ways put on either side of an event.
struct Sides {
    actor: (Vec<usize>, Way),
    recipient: (Vec<usize>, Way),
    is_coded: bool,
}

impl Sides {
    fn of(event: &Event, is_coded: bool) -> Self {
        Sides {
            actor: (event.actor.clone(), event.by.actor),
            recipient: (event.recipient.clone(), event.by.recipient),
            is_coded,
        }
    }

    /// What speaks for somebody as the actor and as the recipient, each in the order of [`PARTY`].
    fn signs(&self, who: usize, near: &Near) -> ([f32; PARTY.len()], [f32; PARTY.len()]) {
        let odds = (clip(near.part.actor), clip(near.part.recipient));
        let rest = (yes(!self.is_coded), yes(near.is_pronoun));
        let one = |own: f32, other: f32, inside: bool, here: &(Vec<usize>, Way), there: &(Vec<usize>, Way)| {
            let (ours, theirs) = (here.0.contains(&who), there.0.contains(&who));
            let others = !ours && !here.0.is_empty() && here.1 != "nobody";
            let (by_frame, by_frame_there) = (ROLE_WAYS.contains(&here.1), ROLE_WAYS.contains(&there.1));
            [
                1.0,
                own,
                other,
                yes(ours && by_frame),
                yes(ours && !by_frame),
                yes(theirs && by_frame_there),
                yes(theirs && !by_frame_there),
                yes(others && by_frame),
                yes(others && !by_frame),
                rest.0,
                rest.1,
                yes(inside),
            ]
        };
        let does = one(odds.0, odds.1, near.inside.0, &self.actor, &self.recipient);
        let bears = one(odds.1, odds.0, near.inside.1, &self.recipient, &self.actor);
        (does, bears)
    }
}

/// The rule of what only the learned reader saw.
fn rule(kind: &str) -> String {
    format!("model#{kind}")
}

/// What speaks for an event, in the order of [`EVENT`].
fn event_signs(odds: f32, frame: Option<f32>, is_other: bool) -> [f32; EVENT.len()] {
    [1.0, clip(odds), yes(frame.is_some()), frame.map_or(0.0, logit), yes(is_other)]
}

/// The way of those who were chosen: that which proposed them, or the learned reader alone.
fn way_of(chosen: &[usize], proposed: &[usize], way: Way) -> Way {
    match chosen {
        [] => "",
        _ if chosen.iter().all(|who| proposed.contains(who)) => way,
        _ => LEARNED,
    }
}

fn yes(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

fn shares(names: &[&'static str], weights: &[f32], signs: &[f32]) -> Vec<Share> {
    let all = names.iter().zip(weights).zip(signs);
    all.map(|((sign, weight), holds)| Share { sign, weight: weight * holds }).filter(|s| s.weight != 0.0).collect()
}

fn sum<const N: usize>(weights: &[f32; N], signs: &[f32; N]) -> f32 {
    weights.iter().zip(signs).map(|(weight, sign)| weight * sign).sum()
}

fn clip(odds: f32) -> f32 {
    odds.clamp(-MOST, MOST)
}

fn logit(likelihood: f32) -> f32 {
    let likelihood = likelihood.clamp(0.01, 0.99);
    (likelihood / (1.0 - likelihood)).ln()
}

fn likelihood(score: f32) -> f32 {
    (1.0 / (1.0 + (-score).exp())).clamp(0.01, 0.99)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_by_question_and_sign() {
        let text =
            "question\tsign\tweight\nevent\tmodel\t0.5\nactor\tpronoun\t-1\nevent\tfloor\t0.4\ncertainty\trules\t2\n";
        let judge = Judge::parse("own.tsv", text).expect("it is well formed");
        assert_eq!((judge.event[1], judge.actor[10], judge.floor, judge.certainty), (0.5, -1.0, 0.4, 2.0));
        let fault = Judge::parse("own.tsv", "question\tsign\tweight\nevent\tluck\t1\n").expect_err("luck is no sign");
        assert_eq!(fault.to_string(), "own.tsv:2: \"luck\" is no sign of \"event\"");
    }

    #[test]
    fn likelihoods_are_what_their_odds_say() {
        assert!((likelihood(logit(0.3)) - 0.3).abs() < 1e-6);
        assert_eq!(likelihood(0.0), 0.5);
    }
}
