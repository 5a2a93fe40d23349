//! How far a reading agrees with the notes: events, whole events, attributions and links to instruments.
//!
//! An event of the notes and one of the reading can be one where they stand in one sentence and have one type; the likest pairs
//! are taken first. It is whole where its parties' countries, its factuality and its sources' countries are right too. What
//! the notes mark `may` is neither missed nor too much.

use super::gold::{Gold, country};
use super::notation::{self, Place};
use super::reading::{self, Reading};
use super::tally::{Found, Right, Tally};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The figures of readings.
#[derive(Default)]
pub struct Scores {
    /// `events`, `whole`, `attributions`, `instruments`.
    pub found: Tally<Found>,
    /// What is right in that which was matched.
    pub right: Tally<Right>,
    pub types: Tally<Found>,
    /// What is not as the notes have it, one a line.
    pub faults: Vec<String>,
}

impl Scores {
    /// Counts one reading of an item.
    pub fn add(&mut self, gold: &Gold, reading: &Reading) {
        self.add_events(gold, reading);
        self.add_attributions(gold, reading);
        self.add_instruments(gold, reading);
    }

    /// Counts the events alone, for notes that are compared with notes.
    pub fn add_events(&mut self, gold: &Gold, reading: &Reading) {
        let (wanted, given) = (&gold.item.events, &reading.events);
        let pairs = pairs(gold, reading);
        for (i, event) in wanted.iter().enumerate() {
            match pairs.get(&i) {
                Some(&j) => self.add_match(gold, event, reading, &given[j]),
                None if event.must => self.miss(gold, event),
                None => {}
            }
        }
        let taken: BTreeSet<usize> = pairs.into_values().collect();
        for (_, event) in given.iter().enumerate().filter(|(j, _)| !taken.contains(j)) {
            self.found.at("events").wrong += 1;
            self.found.at("whole").wrong += 1;
            self.types.at(&event.kind).wrong += 1;
            self.faults.push(format!("EXTRA  {} {} {:?}", gold.item.text.id, event.kind, event.words));
        }
    }

    fn miss(&mut self, gold: &Gold, event: &notation::Event) {
        self.found.at("events").missed += 1;
        self.found.at("whole").missed += 1;
        self.types.at(&event.kind).missed += 1;
        self.faults.push(format!("MISSED {} {}", gold.item.text.id, shown(gold, event)));
    }

    fn add_match(&mut self, gold: &Gold, event: &notation::Event, reading: &Reading, given: &reading::Event) {
        let facts = Facts::new(gold, event, reading, given);
        for (name, right) in facts.named() {
            self.right.at(name).count(right);
        }
        if event.must {
            self.found.at("events").right += 1;
            self.types.at(&event.kind).right += 1;
            let whole = self.found.at("whole");
            whole.right += usize::from(facts.whole());
            whole.missed += usize::from(!facts.whole());
            whole.wrong += usize::from(!facts.whole());
        }
        if !facts.whole() {
            let bad = [(facts.parties, "who"), (facts.factuality, "factuality"), (facts.sources, "sources")];
            let bad: Vec<&str> = bad.iter().filter(|(right, _)| !right).map(|(_, name)| *name).collect();
            let read = (reading.codes(&given.actor), reading.codes(&given.recipient), reading.source_countries(given));
            let text =
                format!("PARTLY {} {}: {}; read {read:?}", gold.item.text.id, shown(gold, event), bad.join(", "));
            self.faults.push(format!("{text} {}", given.factuality));
        }
    }

    fn add_attributions(&mut self, gold: &Gold, reading: &Reading) {
        let wanted = wanted_attributions(gold);
        let given = &reading.attributions;
        let pairs = attribution_pairs(gold, reading);
        let must = |i: &usize| wanted[*i].must;
        let found = self.found.at("attributions");
        found.right += (0..wanted.len()).filter(must).filter(|i| pairs.contains_key(i)).count();
        found.missed += (0..wanted.len()).filter(must).filter(|i| !pairs.contains_key(i)).count();
        found.wrong += given.len() - pairs.len();
        let back: BTreeMap<usize, usize> = pairs.iter().map(|(i, j)| (*j, *i)).collect();
        for (&i, &j) in &pairs {
            self.right.at("attribution: source (country)").count(has_source(gold, wanted[i], reading, &given[j]));
            let within = given[j].within.and_then(|outer| back.get(&outer).copied());
            self.right.at("attribution: within").count(within == wanted[i].within);
            self.right.at("attribution: kind").count(given[j].kind == wanted[i].kind);
        }
    }

    fn add_instruments(&mut self, gold: &Gold, reading: &Reading) {
        let (wanted, given) = (&gold.item.instruments, &reading.instruments);
        let alike = |i: usize, j: usize| {
            let (gold_link, link): (&notation::Instrument, &reading::Instrument) = (&wanted[i], &given[j]);
            let near =
                overlap(gold.instrument_sentence(gold_link), link.place) > 0 && link.relation == gold_link.relation;
            near.then(|| 1.0 + f64::from(link.instrument.as_ref() == Some(&gold_link.instrument)))
        };
        let pairs = pair(wanted.len(), given.len(), alike);
        for (i, link) in wanted.iter().enumerate() {
            match pairs.get(&i) {
                Some(&j) => {
                    self.found.at("instruments").right += usize::from(link.must);
                    self.right.at("instrument: factuality").count(given[j].factuality == link.factuality);
                }
                None => self.found.at("instruments").missed += usize::from(link.must),
            }
        }
        self.found.at("instruments").wrong += given.len() - pairs.len();
    }
}

/// What is right in a matched event.
struct Facts {
    actor_country: bool,
    actor: bool,
    recipient_country: bool,
    recipient: bool,
    date: bool,
    factuality: bool,
    sources: bool,
    mode: bool,
    parties: bool,
}

impl Facts {
    fn new(gold: &Gold, event: &notation::Event, reading: &Reading, given: &reading::Event) -> Self {
        let wanted = (gold.codes(&event.actor), gold.codes(&event.recipient));
        let got = (reading.codes(&given.actor), reading.codes(&given.recipient));
        let both: Vec<String> = got.0.iter().chain(&got.1).cloned().collect();
        // The parties of a mutual act may be written on both sides.
        let mutual = wanted.1.is_empty();
        let parties = (countries(&got.0), countries(&got.1)) == (countries(&wanted.0), countries(&wanted.1))
            || mutual && countries(&both) == countries(&wanted.0);
        let all: BTreeSet<&String> = both.iter().collect();
        let shared = mutual && all == wanted.0.iter().collect();
        Facts {
            actor_country: countries(&got.0) == countries(&wanted.0) || mutual && parties,
            actor: got.0 == wanted.0 || shared,
            recipient_country: countries(&got.1) == countries(&wanted.1) || mutual && parties,
            recipient: got.1 == wanted.1 || shared,
            date: given.date == event.date.as_deref().map(reading::days),
            factuality: given.factuality == event.factuality,
            sources: reading.source_countries(given) == gold.source_countries(&event.sources),
            mode: given.mode == event.mode,
            parties,
        }
    }

    fn whole(&self) -> bool {
        self.parties && self.factuality && self.sources
    }

    fn named(&self) -> [(&'static str, bool); 8] {
        [
            ("actor (country)", self.actor_country),
            ("actor (country and sector)", self.actor),
            ("recipient (country)", self.recipient_country),
            ("recipient (country and sector)", self.recipient),
            ("date", self.date),
            ("factuality", self.factuality),
            ("sources", self.sources),
            ("mode", self.mode),
        ]
    }
}

fn shown(gold: &Gold, event: &notation::Event) -> String {
    let words = gold.item.text.slice(gold.clipped(event.trigger));
    let (who, whom) = (gold.codes(&event.actor), gold.codes(&event.recipient));
    format!("{} {words:?} {who:?} > {whom:?} {}", event.kind, event.factuality)
}

/// Which event of the notes is which of the reading, by number.
pub fn pairs(gold: &Gold, reading: &Reading) -> BTreeMap<usize, usize> {
    let (wanted, given) = (&gold.item.events, &reading.events);
    pair(wanted.len(), given.len(), |i, j| likeness(gold, &wanted[i], reading, &given[j]))
}

/// How like an event of the notes one of the reading is; none where they cannot be one.
fn likeness(gold: &Gold, event: &notation::Event, reading: &Reading, given: &reading::Event) -> Option<f64> {
    let sentence = gold.event_sentence(event);
    let typed = given.kind == event.kind || event.alternatives.contains(&given.kind);
    if overlap(sentence, given.trigger) == 0 || !typed {
        return None;
    }
    let (who, whom) = (gold.codes(&event.actor), gold.codes(&event.recipient));
    let (doers, acted_on) = (reading.codes(&given.actor), reading.codes(&given.recipient));
    let words = locate(gold, sentence, gold.clipped(event.trigger));
    Some(
        3.0 * f64::from(overlap(words, given.trigger) > 0)
            + shared(&countries(&who), &countries(&doers))
            + shared(&countries(&whom), &countries(&acted_on))
            + f64::from(given.kind == event.kind),
    )
}

fn countries(codes: &[String]) -> BTreeSet<&str> {
    codes.iter().map(|c| country(c)).collect()
}

/// What two sets share, of what either has.
fn shared(a: &BTreeSet<&str>, b: &BTreeSet<&str>) -> f64 {
    a.intersection(b).count() as f64 / a.union(b).count().max(1) as f64
}

/// Where the words of a place first stand in their sentence: how the dispatches' gold files name a trigger.
fn locate(gold: &Gold, sentence: Place, place: Place) -> Place {
    let text = &gold.item.text.characters;
    let words = &text[place.0..place.1];
    let found = text[sentence.0..sentence.1].windows(words.len().max(1)).position(|w| w == words);
    found.map_or(sentence, |at| (sentence.0 + at, sentence.0 + at + words.len()))
}

fn source_country(gold: &Gold, attribution: &notation::Attribution) -> String {
    let codes = gold.codes(&attribution.actor).join("+");
    if codes.is_empty() { "NON".to_string() } else { country(&codes).to_string() }
}

/// The attributions of the notes that give a content.
pub fn wanted_attributions<'g>(gold: &'g Gold) -> Vec<&'g notation::Attribution> {
    gold.item.attributions.iter().filter(|a| !a.content.is_empty()).collect()
}

/// Which of them is which of the reading, by number.
pub fn attribution_pairs(gold: &Gold, reading: &Reading) -> BTreeMap<usize, usize> {
    let (wanted, given) = (wanted_attributions(gold), &reading.attributions);
    pair(wanted.len(), given.len(), |i, j| same_content(gold, wanted[i], reading, &given[j]))
}

/// Whether the reading's source is of the country that the notes give.
pub fn has_source(
    gold: &Gold,
    wanted: &notation::Attribution,
    reading: &Reading,
    given: &reading::Attribution,
) -> bool {
    given.source.is_some_and(|s| reading.actors[s].country == source_country(gold, wanted))
}

fn same_content(
    gold: &Gold,
    wanted: &notation::Attribution,
    reading: &Reading,
    given: &reading::Attribution,
) -> Option<f64> {
    if overlap(gold.attribution_sentence(wanted), given.cue) == 0 {
        return None;
    }
    let text = &gold.item.text.characters;
    let pieces: Vec<Place> = wanted.content.iter().map(|c| locate(gold, gold.sentence(*c), gold.clipped(*c))).collect();
    let (want, have) = (words(text, &pieces), words(text, &given.content));
    let common: usize = want.iter().map(|(word, n)| (*n).min(have.get(word).copied().unwrap_or(0))).sum();
    let all: usize = want.values().chain(have.values()).sum();
    let f1 = 2.0 * common as f64 / all.max(1) as f64;
    let known = given.source.map_or("UNK", |s| &reading.actors[s].country) == source_country(gold, wanted);
    (f1 >= 0.5).then(|| f1 + f64::from(known))
}

/// The words of stretches, without the punctuation at their edges, and how often each place has them.
fn words(text: &[char], stretches: &[Place]) -> HashMap<(usize, String), usize> {
    let mut found = HashMap::new();
    for &(start, end) in stretches {
        let mut at = start;
        for word in text[start..end].split(|c| c.is_whitespace()) {
            if !word.is_empty() {
                let bare = String::from_iter(word);
                let bare = bare.trim_matches(['.', ',', ';', ':', '"', '\'', '“', '”', '‘', '’']);
                *found.entry((at, bare.to_string())).or_default() += 1;
            }
            at += word.len() + 1;
        }
    }
    found
}

/// How many characters two places share.
pub fn overlap(a: Place, b: Place) -> usize {
    a.1.min(b.1).saturating_sub(a.0.max(b.0))
}

/// Pairs one to one, the likest first.
fn pair(wanted: usize, given: usize, likeness: impl Fn(usize, usize) -> Option<f64>) -> BTreeMap<usize, usize> {
    let all = (0..wanted).flat_map(|i| (0..given).map(move |j| (i, j)));
    let mut cells: Vec<_> = all.filter_map(|(i, j)| Some((likeness(i, j)?, i, j))).collect();
    cells.sort_by(|a, b| b.0.total_cmp(&a.0).then((b.1, b.2).cmp(&(a.1, a.2))));
    let (mut pairs, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (_, i, j) in cells {
        if !pairs.contains_key(&i) && taken.insert(j) {
            pairs.insert(i, j);
        }
    }
    pairs
}
