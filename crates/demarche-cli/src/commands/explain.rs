//! `demarche explain`: why a reading is as it is.

use crate::arguments::Explain;
use crate::input;
use crate::pretty;
use crate::progress::Progress;
use anyhow::{Result, bail};
use demarche::Reading;
use demarche::events::{Event, Share, Weighed, total, weigh};
use demarche::knowledge;
use demarche::learned::Impressions;
use demarche::pipeline;
use demarche::record::By;
use demarche::{Guide, Record, Report, explain, record};
use std::fmt::Write;
use std::process::ExitCode;

/// Explains the events of every report of the input, or one of them.
pub fn run(options: &Explain) -> Result<ExitCode> {
    let (guide, own) = super::guide(&options.input.own)?;
    let mut progress = Progress::new(Some(1), false);
    for item in input::reports(&options.input)? {
        match item {
            Ok(report) => print(&pages(&report, &guide, &own, options.event.as_deref())?)?,
            Err(fault) => progress.fault(&fault),
        }
        progress.step();
    }
    Ok(progress.finish())
}

fn print(page: &str) -> Result<()> {
    use std::io::Write;
    Ok(write!(std::io::stdout().lock(), "{}", pretty::for_stdout(page))?)
}

fn pages(report: &Report, guide: &Guide, own: &[(String, String)], wanted: Option<&str>) -> Result<String> {
    let reading = pipeline::analyze(report, guide);
    let record = record::write(report, &reading);
    let chosen = |number: &usize| wanted.is_none_or(|w| record.events[*number].reference == w);
    let numbers: Vec<usize> = (0..record.events.len()).filter(chosen).collect();
    if let (Some(wanted), []) = (wanted, &numbers[..]) {
        bail!("no event {wanted} in {}: it has {} events", record.id, record.events.len());
    }
    if numbers.is_empty() {
        return Ok("No events were found.\n".to_string());
    }
    let impressions = guide.reader.as_ref().map(|reader| reader.read(&reading.text, &reading.syntax));
    let page = Page { reading: &reading, record: &record, guide, own, impressions: impressions.as_ref() };
    Ok(numbers.into_iter().map(|n| page.event(n)).collect())
}

struct Page<'a> {
    reading: &'a Reading<'a>,
    record: &'a Record,
    guide: &'a Guide,
    own: &'a [(String, String)],
    impressions: Option<&'a Impressions<'a>>,
}

impl Page<'_> {
    fn event(&self, number: usize) -> String {
        let (event, written) = (&self.reading.events.events[number], &self.record.events[number]);
        let mode = written.mode.as_ref().map_or(String::new(), |mode| format!("/{mode}"));
        let title = format!("{} {}{mode}: {:?}", written.reference, written.kind, written.trigger.text);
        let mut page = format!("{}\n", pretty::heading(&title));
        self.rule(&mut page, "coded by", &event.rule);
        let weighing = weigh(self.reading.for_events(self.impressions), &self.guide.codebook, event);
        shares(&mut page, &weighing.event);
        for (slot, filled) in [("actor", &event.actor), ("recipient", &event.recipient)] {
            for &actor in filled {
                self.role(&mut page, slot, actor, event.trigger_head);
                let weighed = weighing.parties.iter().find(|w| w.actor == actor);
                let weighed = weighed.map(|w| if slot == "actor" { &w.as_actor } else { &w.as_recipient });
                shares(&mut page, weighed.map_or(&[], Vec::as_slice));
            }
            self.way(&mut page, &written.by, slot);
        }
        self.others(&mut page, number, &weighing.parties);
        self.date(&mut page, number);
        self.way(&mut page, &written.by, "date");
        self.place(&mut page, event.place);
        self.way(&mut page, &written.by, "place");
        self.voices(&mut page, event.attribution);
        self.instruments(&mut page, number);
        line(&mut page, "certainty", &format!("{} {}", written.factuality, written.auxiliary.join(" ")));
        line(&mut page, "confidence", &format!("{:.2}", written.confidence));
        page.push('\n');
        page
    }

    fn rule(&self, page: &mut String, label: &str, rule: &str) {
        let Some(entry) = knowledge::entry(rule, self.own) else { return line(page, label, rule) };
        line(page, label, &format!("{rule}, {} line {}", entry.file, entry.line));
        entry.text.lines().for_each(|text| line(page, "", &format!("  {text}")));
    }

    /// By which way a slot was filled, and what that way is.
    fn way(&self, page: &mut String, by: &By, slot: &str) {
        if let Some(way) = by.get(slot) {
            self.named_way(page, "  by", way);
        }
    }

    fn named_way(&self, page: &mut String, label: &str, way: &str) {
        let known = self.guide.ways().into_iter().find(|(rule, _)| rule == way);
        let meaning = known.map_or(String::new(), |(_, row)| format!(": {}", row.meaning));
        line(page, label, &format!("{way}{meaning}"));
    }

    fn role(&self, page: &mut String, label: &str, actor: usize, trigger: usize) {
        let written = &self.record.actors[actor];
        let (country, sectors) = (written.country_code(), written.sectors.join(" "));
        line(page, label, &format!("{} ({country} {sectors})", written.name));
        if let Some(mention) = explain::nearest_mention(self.reading, actor, trigger) {
            let mention = &self.reading.entities.mentions[mention];
            let words = mention.span.of(self.reading.text.source);
            let path = explain::path(self.reading, trigger, mention.head);
            let path = path.unwrap_or_else(|| "named in another sentence".to_string());
            line(page, "", &format!("  {words:?}: {path}"));
            mention.ways().for_each(|way| self.named_way(page, "  found by", &way));
            if let Some(first) = explain::first_mention(self.reading, mention) {
                let sentence = self.reading.text.sentence_of(first.head) + 1;
                let first = first.span.of(self.reading.text.source);
                line(page, "", &format!("  the same as {first:?} in sentence {sentence}"));
            }
        }
        self.rule(page, "  who", &written.rule);
    }

    /// Who else stands in the sentence, and how far from the event: those who might have been meant.
    fn others(&self, page: &mut String, number: usize, weighed: &[Weighed]) {
        let event = &self.reading.events.events[number];
        for (actor, mention) in explain::bystanders(self.reading, event) {
            let written = &self.record.actors[actor];
            let country = written.country_code();
            let path = explain::path(self.reading, event.trigger_head, mention.head).unwrap_or_default();
            line(page, "not", &format!("{} ({country} {}): {path}", written.name, written.sectors.join(" ")));
            if let Some(weighed) = weighed.iter().find(|w| w.actor == actor) {
                let (does, bears) = (total(&weighed.as_actor), total(&weighed.as_recipient));
                line(page, "  weighed", &format!("as actor {does:+.1}, as recipient {bears:+.1}"));
            }
        }
    }

    fn date(&self, page: &mut String, number: usize) {
        let (event, written) = (&self.reading.events.events[number], &self.record.events[number]);
        let Some(date) = &written.date else {
            line(page, "date", "the text does not say");
            return self.other_dates(page, event);
        };
        let from = date.text.as_ref().map_or("from the report or an event before".to_string(), |t| format!("{t:?}"));
        line(page, "date", &format!("{} to {}, {from}", date.start, date.end));
        let expression = event.date.and_then(|when| when.expression);
        let rule = expression.and_then(|e| self.reading.dates.expressions.get(e)).map(|e| e.rule.as_str());
        rule.into_iter().for_each(|rule| self.rule(page, "  when", rule));
        self.other_dates(page, event);
    }

    /// The other days that the sentence names, with what they hang on.
    fn other_dates(&self, page: &mut String, event: &Event) {
        for expression in explain::other_dates(self.reading, event) {
            let words = expression.span.of(self.reading.text.source);
            let path = explain::path(self.reading, event.trigger_head, expression.tokens.start).unwrap_or_default();
            line(page, "  not", &format!("{words:?} ({}): {path}", expression.value));
        }
    }

    fn place(&self, page: &mut String, place: Option<usize>) {
        let Some(place) = place.and_then(|p| self.reading.places.places.get(p)) else { return };
        let country = place.country.map_or(String::new(), |c| format!(" ({c})"));
        line(page, "place", &format!("{}{country}", place.name));
        self.rule(page, "  where", &place.rule);
        let written = place.span.of(self.reading.text.source);
        for other in explain::other_places(place, &self.guide.gazetteer.candidates(written)) {
            line(page, "  not", &other);
        }
    }

    fn instruments(&self, page: &mut String, number: usize) {
        let links = self.reading.instruments.links.iter().filter(|link| link.event == Some(number));
        for link in links {
            let known = link.instrument.as_deref().map_or(String::new(), |id| format!(": {id}"));
            line(page, "instrument", &format!("{:?}{known}", link.name));
            self.rule(page, &format!("  {}", link.relation), &link.rule);
            if !link.about.rule.is_empty() {
                self.rule(page, "  known by", &link.about.rule);
            }
        }
    }

    fn voices(&self, page: &mut String, mut at: Option<usize>) {
        while let Some(number) = at {
            let (found, written) = (&self.reading.attributions.attributions[number], &self.record.attributions[number]);
            let source = found.source.as_ref().map_or("unnamed", |s| s.span.of(self.reading.text.source));
            line(
                page,
                "said by",
                &format!("{source:?} {:?} ({}, {})", written.cue.text, written.reference, written.kind),
            );
            self.rule(page, "  cue", &found.rule);
            written.by.keys().for_each(|slot| self.way(page, &written.by, slot));
            at = found.within;
        }
    }
}

/// What the judge's signs add up to.
fn shares(page: &mut String, shares: &[Share]) {
    if !shares.is_empty() {
        let each: Vec<String> = shares.iter().map(|s| format!("{} {:+.1}", s.sign, s.weight)).collect();
        line(page, "  weighed", &format!("{:+.1}: {}", total(shares), each.join(", ")));
    }
}

fn line(page: &mut String, label: &str, text: &str) {
    writeln!(page, "  {label:<11} {}", text.trim_end()).expect("into a string");
}
