//! The judge: weighs what the learned reader sees in the words beside what frames and ways say, for each event, party and
//! certainty.
//!
//! In: the drafts that frames gave, with the parties that ways found, and the [`Impressions`]. Out: the events. A question's
//! score is a sum of weights, one for each sign that holds; from the floor on the answer is yes. The weights (`judge.tsv` of the
//! models) are a logistic regression on texts from which the heads had not learnt (`judge.py` of `demarche-forge`), so that
//! frames, ways and heads count as far as they were right there.

use super::codebook::Codebook;
use super::roles::Scene;
use super::unnamed::Unnamed;
use super::weighing::Share;
use super::{By, Event};
use crate::attribution::Factuality;
use crate::knowledge::{self, KnowledgeError};
use crate::learned::Impressions;
use std::collections::HashSet;

/// Where the weights lie, as errors name the file.
const FILE: &str = "demarche-models/judge.tsv";

/// What speaks for an event of a type: always; the learned reader's log of odds; that a frame codes it so; the log of odds that
/// the frame is right; that a frame codes the word as another type.
const EVENT: [&str; 5] = ["bias", "model", "frame", "likelihood", "other-frame"];

/// What speaks for a party's being on one side: always; the learned reader's log of odds for this side and for the other; that the
/// frame's own roles or ways of recalling put it on this side or on the other, or put others here; that no frame codes the event;
/// that only a pronoun names it; that its words lie within a longer mention, as a state's in its army's; that the
/// sentence of the event, or it and the two on either side, do not name it.
pub(super) const PARTY: [&str; 14] = [
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
    "elsewhere",
    "far",
];

/// Log odds beyond this count alike.
const MOST: f32 = 8.0;

/// The weights of the judge's signs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judge {
    event: [f32; EVENT.len()],
    pub(super) actor: [f32; PARTY.len()],
    pub(super) recipient: [f32; PARTY.len()],
    /// The likeliest actor and recipient are taken from these scores on, where nobody else stands on their side.
    pub(super) alone: (f32, f32),
    pub(super) day: DayWeights,
    /// What the rules' certainty weighs beside the learned reader's scores: that it is so, that it is not.
    certainty: (f32, f32),
    /// Events less likely than this are not kept.
    pub floor: f32,
}

/// What speaks for an event's day beside the learned reader's scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct DayWeights {
    /// That a way of dating found it.
    pub(super) ways: f32,
    /// That a way found it in a report of many sentences, of which the learned reader sees a part at a time.
    pub(super) long: f32,
    /// That the event's own clause names it.
    pub(super) named: f32,
    /// That it is none.
    pub(super) none: f32,
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
            "certainty" if sign == "rules" => return Some(&mut self.certainty.0),
            "certainty" if sign == "rules-deny" => return Some(&mut self.certainty.1),
            "day" if sign == "ways" => return Some(&mut self.day.ways),
            "day" if sign == "long" => return Some(&mut self.day.long),
            "day" if sign == "named" => return Some(&mut self.day.named),
            "day" if sign == "none" => return Some(&mut self.day.none),
            "actor" if sign == "alone" => return Some(&mut self.alone.0),
            "recipient" if sign == "alone" => return Some(&mut self.alone.1),
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
            if self.is_kept(event) {
                self.judge_facts(event, true, unnamed);
            }
        }
        let kept = events.iter().filter(|event| self.is_kept(event));
        let coded: HashSet<usize> = kept.flat_map(|event| event.trigger.clone()).collect();
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

    fn is_kept(&self, event: &Event) -> bool {
        event.confidence >= super::floor(self.codebook, Some(self.impressions), &event.kind)
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

    pub(super) fn certainty(&self, word: usize, by_rules: Factuality) -> Factuality {
        let scores = self.impressions.certainty(word);
        let weigh = |value: &Factuality| {
            let weight =
                if by_rules < Factuality::Uncommitted { self.judge.certainty.1 } else { self.judge.certainty.0 };
            let said = if *value == by_rules { weight } else { 0.0 };
            scores.get(*value as usize).copied().unwrap_or_default() + said
        };
        let best = Factuality::ALL.into_iter().max_by(|a, b| weigh(a).total_cmp(&weigh(b)));
        best.unwrap_or(by_rules)
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

pub(super) fn yes(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

pub(super) fn shares(names: &[&'static str], weights: &[f32], signs: &[f32]) -> Vec<Share> {
    let all = names.iter().zip(weights).zip(signs);
    all.map(|((sign, weight), holds)| Share { sign, weight: weight * holds }).filter(|s| s.weight != 0.0).collect()
}

pub(super) fn sum<const N: usize>(weights: &[f32; N], signs: &[f32; N]) -> f32 {
    weights.iter().zip(signs).map(|(weight, sign)| weight * sign).sum()
}

pub(super) fn clip(odds: f32) -> f32 {
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
        assert_eq!((judge.event[1], judge.actor[10], judge.floor, judge.certainty.0), (0.5, -1.0, 0.4, 2.0));
        let fault = Judge::parse("own.tsv", "question\tsign\tweight\nevent\tluck\t1\n").expect_err("luck is no sign");
        assert_eq!(fault.to_string(), "own.tsv:2: \"luck\" is no sign of \"event\"");
    }

    #[test]
    fn likelihoods_are_what_their_odds_say() {
        assert!((likelihood(logit(0.3)) - 0.3).abs() < 1e-6);
        assert_eq!(likelihood(0.0), 0.5);
    }
}
