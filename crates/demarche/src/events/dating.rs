//! When it happened: how the judge chooses among the days that a report names.

use super::judge::Court;
use super::{Event, When};
use crate::ways::{LEARNED, Way};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Expressions so many sentences away may still date an event: about what the learned reader sees at once.
const REACH: usize = 5;

/// A report of more sentences is long.
const LONG: usize = 8;

/// Below any score that a day can have.
const LEAST: f32 = -99.0;

/// The way of a day that an event's own clause names, the surest of all.
const NAMED: Way = "named-day";

/// First and last day.
type Days = (Date, Date);

impl Court<'_, '_> {
    /// Settles the days of events: that of an expression, the day of publication, what the ways of dating say, or none.
    pub(super) fn judge_days(&self, events: &mut [Event]) {
        for event in events {
            let scores = self.weigh_days(event);
            let best = scores.iter().max_by(|a, b| a.1.0.total_cmp(&b.1.0));
            let Some((&days, &(_, expression))) = best else { continue };
            if days == event.date.map(|when| (when.first, when.last)) {
                continue;
            }
            event.date = days.map(|(first, last)| When { first, last, expression });
            event.by.date = if days.is_some() { LEARNED } else { "" };
        }
    }

    /// The score of each day and of having none, and the expression that speaks most for it.
    fn weigh_days(&self, event: &Event) -> BTreeMap<Option<Days>, (f32, Option<usize>)> {
        let word = event.trigger_head;
        let [none, published, named, other] = self.impressions.dated(word);
        let mut scores = BTreeMap::from([(None, (none + self.judge.day.none, None))]);
        if let Some(day) = self.scene.input.published {
            scores.insert(Some((day, day)), (published, None));
        }
        let near = self.expressions_near(word);
        let lasts: Vec<usize> = near.iter().map(|&(_, last, _)| last).collect();
        for (&(number, _, days), odds) in near.iter().zip(self.impressions.days(word, &lasts)) {
            let score = named - (1.0 + (-odds).exp()).ln();
            let best = scores.entry(Some(days)).or_insert((LEAST, None));
            if score > best.0 {
                *best = (score, Some(number));
            }
        }
        let by_ways = scores.entry(event.date.map(|when| (when.first, when.last))).or_insert((LEAST, None));
        by_ways.0 = by_ways.0.max(other) + self.weight_of_ways(event);
        scores
    }

    /// What speaks for the day that a way of dating found.
    fn weight_of_ways(&self, event: &Event) -> f32 {
        let weights = &self.judge.day;
        let is_long = self.scene.input.text.sentences.len() > LONG;
        match event.by.date {
            NAMED => weights.named,
            _ if is_long => weights.ways + weights.long,
            _ => weights.ways,
        }
    }

    /// The dated expressions around a word: number, last token, days.
    fn expressions_near(&self, word: usize) -> Vec<(usize, usize, Days)> {
        let text = self.scene.input.text;
        let sentence = text.sentence_of(word);
        let all = self.scene.input.dates.expressions.iter().enumerate();
        let dated = all.filter_map(|(number, e)| Some((number, e.tokens.clone().last()?, e.days?)));
        dated.filter(|&(_, last, _)| text.sentence_of(last).abs_diff(sentence) <= REACH).collect()
    }
}
