//! Who did it and to whom: how the judge chooses among those who are mentioned near an event.

use super::Event;
use super::frames::ROLE_WAYS;
use super::judge::{Court, PARTY, clip, shares, sum, yes};
use super::unnamed::Unnamed;
use super::weighing::Weighed;
use crate::countries::Country;
use crate::entities::{Form, Mention};
use crate::learned::{Doer, Part};
use crate::ways::{LEARNED, Way};
use std::collections::BTreeMap;

/// Mentions so many sentences away may still be parties: about what the learned reader sees at once.
const REACH: usize = 5;

impl Court<'_, '_> {
    /// Settles parties and certainty.
    pub(super) fn judge_facts(&self, event: &mut Event, is_coded: bool, unnamed: &mut Unnamed) {
        event.factuality = self.certainty(event.trigger_head, event.factuality);
        event.auxiliary = event.factuality.auxiliary();
        let sides = Sides::of(event, is_coded);
        let near = self.near(event.trigger_head);
        let scores = near.iter().map(|(&who, near)| {
            let (does, bears) = sides.signs(who, near);
            let (does, bears) = (sum(&self.judge.actor, &does), sum(&self.judge.recipient, &bears));
            let (is_here, inside) = (near.away == 0, near.inside.0 || near.inside.1);
            Score { who, does, bears, is_here, inside, by_frame: sides.is_actor_by_frame(who) }
        });
        let scores: Vec<Score> = scores.collect();
        let (mut actor, recipient) = self.choose(&scores, self.impressions.doer(event.trigger_head));
        event.by.actor = way_of(&actor, &event.actor, event.by.actor);
        event.by.recipient = way_of(&recipient, &event.recipient, event.by.recipient);
        if actor.is_empty() {
            let (who, way) = self.absent(event.trigger_head, &recipient, unnamed);
            actor.push(who);
            event.by.actor = way;
        }
        (event.actor, event.recipient) = (actor, recipient);
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

    /// Who stands on either side, of all near.
    fn choose(&self, scores: &[Score], doer: Doer) -> (Vec<usize>, Vec<usize>) {
        let does = |s: &&Score| s.does >= 0.0 && s.does >= s.bears;
        let mut actors: Vec<&Score> = scores.iter().filter(does).collect();
        let mut recipients: Vec<&Score> = scores.iter().filter(|s| s.bears >= 0.0 && !does(s)).collect();
        if actors.is_empty() && doer == Doer::Named {
            let open = scores.iter().filter(|s| recipients.iter().all(|r| r.who != s.who));
            let best = |by_frame: bool, least: f32| {
                let open = open.clone().filter(|s| s.by_frame || !by_frame);
                open.max_by(|a, b| a.does.total_cmp(&b.does)).filter(|s| s.does >= least)
            };
            // One whom a frame proposes goes before others, so that a frame stays the answer where it can.
            actors.extend(best(true, self.judge.alone.0 - 1.0).or_else(|| best(false, self.judge.alone.0)));
        }
        if recipients.is_empty() {
            let open = scores.iter().filter(|s| actors.iter().all(|a| a.who != s.who));
            recipients
                .extend(open.max_by(|a, b| a.bears.total_cmp(&b.bears)).filter(|s| s.bears >= self.judge.alone.1));
        }
        (self.thin(actors, |s| s.does, false), self.thin(recipients, |s| s.bears, true))
    }

    /// Leaves out whom only other sentences name where this one names somebody, and those of one code with a likelier one, who mostly are
    /// the same under another name; two victims of one code in one sentence are two.
    fn thin(&self, mut chosen: Vec<&Score>, likely: impl Fn(&Score) -> f32, may_be_two: bool) -> Vec<usize> {
        let actors = &self.scene.input.actors.actors;
        let code = |s: &Score| actors.get(s.who).map(|a| (a.country, a.sectors.first()));
        if chosen.iter().any(|s| s.is_here) {
            chosen.retain(|s| s.is_here);
        }
        chosen.sort_by(|a, b| likely(b).total_cmp(&likely(a)));
        let mut kept: Vec<&Score> = Vec::new();
        for one in chosen {
            let are_two = |k: &Score| may_be_two && k.is_here && one.is_here && !k.inside && !one.inside;
            if !kept.iter().any(|k| code(k) == code(one) && !are_two(k)) {
                kept.push(one);
            }
        }
        let mut kept: Vec<usize> = kept.into_iter().map(|s| s.who).collect();
        kept.sort_unstable();
        kept
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

    /// Who is mentioned near a word.
    fn near(&self, word: usize) -> BTreeMap<usize, Near> {
        let input = &self.scene.input;
        let mentions = &input.entities.mentions;
        let sentence = input.text.sentence_of(word);
        let away = |mention: usize| input.text.sentence_of(mentions[mention].head).abs_diff(sentence);
        // Mentions are in text order: only those of the sentences around are looked at, however long the report is.
        let sentences = &input.text.sentences;
        let first = sentences.get(sentence.saturating_sub(REACH)).map_or(0, |s| s.tokens.start);
        let last = sentences.get(sentence + REACH).map_or(input.text.tokens.len(), |s| s.tokens.end);
        let start = mentions.partition_point(|m| m.tokens.start < first);
        let end = mentions.partition_point(|m| m.tokens.start < last);
        let near: Vec<usize> = (start..end).filter(|&m| away(m) <= REACH).collect();
        let heads: Vec<usize> = near.iter().map(|&m| mentions[m].head).collect();
        let mut found: BTreeMap<usize, Near> = BTreeMap::new();
        for (&mention, part) in near.iter().zip(self.impressions.parts(word, &heads)) {
            let is_pronoun = matches!(mentions[mention].form, Form::Pronoun(_));
            let inside = is_inside(mentions, mention);
            let away = away(mention);
            for &who in &input.attributions.of_mention[mention] {
                let best = found.entry(who).or_insert(Near { part, is_pronoun, inside: (inside, inside), away });
                best.away = best.away.min(away);
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

/// How likely somebody is the actor of an event, or its recipient, whether the sentence of the event names him, whether his words lie
/// within another's, and whether a frame makes him its actor.
struct Score {
    who: usize,
    does: f32,
    bears: f32,
    is_here: bool,
    inside: bool,
    by_frame: bool,
}

/// What is seen of somebody near an event: the likeliest part of any mention, whether only pronouns name him, and whether the
/// likeliest mention for actor and recipient lies inside another.
struct Near {
    part: Part,
    is_pronoun: bool,
    inside: (bool, bool),
    /// How many sentences away the nearest mention stands.
    away: usize,
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

    fn is_actor_by_frame(&self, who: usize) -> bool {
        ROLE_WAYS.contains(&self.actor.1) && self.actor.0.contains(&who)
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
                yes(near.away > 0),
                yes(near.away > 2),
            ]
        };
        let does = one(odds.0, odds.1, near.inside.0, &self.actor, &self.recipient);
        let bears = one(odds.1, odds.0, near.inside.1, &self.recipient, &self.actor);
        (does, bears)
    }
}

/// The way of those who were chosen: that which proposed them, or the learned reader alone.
fn way_of(chosen: &[usize], proposed: &[usize], way: Way) -> Way {
    match chosen {
        [] => "",
        _ if chosen.iter().all(|who| proposed.contains(who)) => way,
        _ => LEARNED,
    }
}
