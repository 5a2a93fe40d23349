//! `demarche-forge ways`: how often each way fills its slot, how often rightly, and what a reading is worth without it.

use super::gold::Gold;
use super::layers::{self, Role};
use super::notation::Item;
use super::reading::{self, Reading};
use super::scoring::{self, Scores};
use super::tally::{Right, Tally};
use super::{read, scores_of};
use demarche::record::Event;
use demarche::{Guide, Record, pipeline};

/// Counts the ways over items and prints them as a table.
pub fn count(items: &[&Item], guide: &Guide) {
    let records = read(items, guide);
    let whole = scores_of(items, &records);
    let mut fired: Tally<Right> = Tally::default();
    let mut judged: Tally<Right> = Tally::default();
    for (item, record) in items.iter().zip(&records) {
        record.ways().for_each(|way| fired.at(way).count(true));
        judge(item, record, &mut judged);
        let report = super::report(item);
        pipeline::analyze(&report, guide).entities.ways().for_each(|way| fired.at(&way).count(true));
    }
    println!("| way | fills | times | right | of | events F1 without | whole F1 | attributions F1 |");
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    print("(all)", "", Right::default(), Right::default(), &whole, &whole);
    for (rule, row) in guide.ways() {
        let without = scores_of(items, &read(items, &guide.without(&rule)));
        print(&rule, row.slot, fired.get(&rule), judged.get(&rule), &without, &whole);
    }
}

fn print(way: &str, slot: &str, fired: Right, judged: Right, without: &Scores, whole: &Scores) {
    let figure = |name: &str| {
        let (now, before) = (without.found.get(name).f1(), whole.found.get(name).f1());
        if slot.is_empty() { format!("{before:.4}") } else { format!("{:+.4}", now - before) }
    };
    let (events, all, said) = (figure("events"), figure("whole"), figure("attributions"));
    let share = if judged.of > 0 { format!("{:.2}", judged.share()) } else { "-".to_string() };
    println!("| {way} | {slot} | {} | {share} | {} | {events} | {all} | {said} |", fired.of, judged.of);
}

/// Judges what the ways filled in the actors, events and attributions of the notes.
fn judge(item: &Item, record: &Record, judged: &mut Tally<Right>) {
    let reading = Reading::of_record(record);
    judge_actors(item, record, &reading, judged);
    judge_events(item, record, &reading, judged);
    judge_attributions(item, record, &reading, judged);
}

/// Attributions: cue and content by whether the notes have the claim, the source of those that they have by its country.
fn judge_attributions(item: &Item, record: &Record, reading: &Reading, judged: &mut Tally<Right>) {
    let gold = Gold::new(item);
    let (wanted, pairs) = (scoring::wanted_attributions(&gold), scoring::attribution_pairs(&gold, reading));
    for (number, (given, written)) in reading.attributions.iter().zip(&record.attributions).enumerate() {
        let pair = pairs.iter().find(|(_, given)| **given == number);
        for (slot, by) in &written.by {
            match (slot.as_str(), pair) {
                ("source", Some((&i, _))) => {
                    judged.at(by).count(scoring::has_source(&gold, wanted[i], reading, given));
                }
                ("source", None) => {}
                _ => judged.at(by).count(pair.is_some()),
            }
        }
    }
}

/// Actors by the mentions that they share.
fn judge_actors(item: &Item, record: &Record, reading: &Reading, judged: &mut Tally<Right>) {
    for (actor, number) in item.actors.iter().zip(layers::shown(item, reading)) {
        let Some(number) = number else { continue };
        let (given, by) = (&reading.actors[number], &record.actors[number].by);
        let (country, sector) = actor.code.split_once(' ').unwrap_or((&actor.code, ""));
        for (slot, right) in [("country", given.country == country), ("sector", given.sector == sector)] {
            if let Some(by) = by.get(slot) {
                judged.at(by).count(right);
            }
        }
    }
}

/// Events that stand in the notes under the same type.
fn judge_events(item: &Item, record: &Record, reading: &Reading, judged: &mut Tally<Right>) {
    for (event, given) in item.events.iter().zip(layers::matched(item, reading)) {
        let Some(number) = given.filter(|g| layers::is_typed(event, &reading.events[*g])) else { continue };
        let (given, written): (&reading::Event, &Event) = (&reading.events[number], &record.events[number]);
        let mut count = |slot: &str, right: Option<bool>| {
            if let (Some(by), Some(right)) = (written.by.get(slot), right) {
                judged.at(by).count(right);
            }
        };
        count("actor", Role::Actor.is_right(item, event, reading, given));
        count("recipient", Role::Recipient.is_right(item, event, reading, given));
        count("date", Some(given.date == event.date.as_deref().map(reading::days)));
        let country = written.place.as_ref().and_then(|p| p.country.as_deref());
        count("place", event.place.as_deref().map(|place| country == Some(place)));
    }
}
