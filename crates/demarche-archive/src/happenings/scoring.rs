//! How much speaks for two mentions being of one happening.

use super::mentions::{Days, Mention, Stance, Town};
use super::parties::{self, Fit, Party};
use super::tables::Tables;

/// How the reports of two mentions stand to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// They are one report.
    pub same_report: bool,
    /// One is a copy of the other.
    pub copies: bool,
}

/// What speaks for two mentions being of one happening, and what against it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// The sum.
    pub points: f32,
    /// What gave points, in the order in which it was looked at: a feature of `en/points.tsv`, or `type`.
    pub reasons: Vec<(&'static str, f32)>,
    /// Whether something keeps them apart whatever the sum is.
    pub barred: bool,
}

impl Score {
    fn add(&mut self, feature: &'static str, tables: &Tables) {
        self.give(feature, tables.points(feature));
    }

    fn give(&mut self, feature: &'static str, points: f32) {
        self.points += points;
        self.reasons.push((feature, points));
    }

    fn bar(&mut self, feature: &'static str, tables: &Tables) {
        self.add(feature, tables);
        self.barred = true;
    }
}

/// Compares two mentions.
pub fn score(one: &Mention, other: &Mention, relation: Relation, tables: &Tables) -> Score {
    let mut score = Score::default();
    let Some(kinship) = tables.kinship(&one.kind, &other.kind) else {
        score.barred = true;
        return score;
    };
    score.give("type", kinship);
    modes(one, other, tables, &mut score);
    days(&one.days, &other.days, relation, tables, &mut score);
    if score.barred {
        return score;
    }
    sides(one, other, tables, &mut score);
    places(one, other, tables, &mut score);
    instruments(one, other, tables, &mut score);
    stances(one, other, tables, &mut score);
    if !(relation.same_report && one.sentence == other.sentence) {
        names(one, other, tables, &mut score);
        words(one, other, tables, &mut score);
    }
    if relation.same_report && one.kind == other.kind && (one.definite || other.definite) {
        score.add("definite", tables);
    }
    if relation.copies && one.kind == other.kind && one.trigger == other.trigger {
        score.add("copies", tables);
    }
    specific(tables, &mut score);
    score
}

/// Features that hold of few pairs that are not the same.
const SPECIFIC: &[&str] = &[
    "day.same",
    "place.same",
    "names.shared",
    "names.around",
    "words.shared",
    "numbers.shared",
    "instrument.same",
    "definite",
    "copies",
];

/// What says that both sides agree.
const AGREED: &[&str] = &["recipients.same", "recipients.part", "parties.same", "parties.near", "countries.same"];

/// Type and parties alone are the same in many pairs: something must be, too, that is in few.
fn specific(tables: &Tables, score: &mut Score) {
    // One actor does much on one day: the day counts where both sides are known to agree.
    let agreed = score.reasons.iter().any(|(feature, _)| AGREED.contains(feature));
    let counts = |feature: &str| SPECIFIC.contains(&feature) && (agreed || feature != "day.same");
    let found: f32 = score.reasons.iter().filter(|(feature, _)| counts(feature)).map(|(_, points)| points).sum();
    if found < tables.points("specific") {
        score.add("specific.none", tables);
    }
}

fn modes(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    match (&one.mode, &other.mode) {
        (Some(a), Some(b)) if one.kind == other.kind => {
            score.add(if a == b { "mode.same" } else { "mode.other" }, tables);
        }
        _ => {}
    }
}

/// Days that both reports name decide; a day that only the reader inferred, or that of publication, says less.
fn days(one: &Days, other: &Days, relation: Relation, tables: &Tables, score: &mut Score) {
    match (one.single().filter(|_| one.named), other.single().filter(|_| other.named)) {
        (Some(a), Some(b)) => named_days((a - b).abs(), tables, score),
        (Some(a), None) if relation.same_report => repeated_day(a, other, tables, score),
        (None, Some(b)) if relation.same_report => repeated_day(b, one, tables, score),
        (Some(a), None) => inferred_day(a, other, tables, score),
        (None, Some(b)) => inferred_day(b, one, tables, score),
        // Within a report everything is told on one day.
        (None, None) if relation.same_report => {}
        (None, None) => loose_days(one, other, tables, score),
    }
}

fn named_days(apart: i32, tables: &Tables, score: &mut Score) {
    match apart {
        0 => score.add("day.same", tables),
        1 => score.add("day.next", tables),
        _ => score.bar("day.apart", tables),
    }
}

/// Within a report: a named day against one that the reader inferred.
fn repeated_day(named: i32, other: &Days, tables: &Tables, score: &mut Score) {
    match other.single() {
        Some(day) if day == named => score.add("day.near", tables),
        Some(_) => score.add("day.week", tables),
        None => {}
    }
}

/// A named day against a stretch, or against a day up to which it happened.
fn inferred_day(named: i32, other: &Days, tables: &Tables, score: &mut Score) {
    match (other.first, other.last) {
        (Some(first), Some(last)) if first != last => {
            let held = first <= named && named <= last;
            score.add(if held && last - first <= 31 { "day.overlap" } else { "day.week" }, tables);
            score.barred |= !held && (named - last).max(first - named) > 7;
        }
        _ => {
            if let Some(day) = other.single().or(other.told) {
                lag(day - named, tables, score);
            }
        }
    }
}

/// How long after the day of the happening the other report tells it; less than 0 where it would be before.
fn lag(days: i32, tables: &Tables, score: &mut Score) {
    match days {
        0..=1 => score.add("day.near", tables),
        2..=3 => score.add("day.window", tables),
        -1 | 4..=10 => score.add("day.week", tables),
        -3..=-2 | 11..=40 => score.add("day.month", tables),
        _ => score.bar("day.far", tables),
    }
}

fn loose_days(one: &Days, other: &Days, tables: &Tables, score: &mut Score) {
    let (Some(a), Some(b)) = (one.about(), other.about()) else { return };
    match (a - b).abs() {
        0..=1 => score.add("told.near", tables),
        2..=3 => score.add("told.window", tables),
        4..=10 => score.add("told.week", tables),
        11..=40 => score.add("told.month", tables),
        _ => score.bar("told.far", tables),
    }
}

fn sides(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    if parties::swapped((&one.actors, &other.actors), (&one.recipients, &other.recipients)) {
        score.bar("direction.opposite", tables);
        return;
    }
    if mutual(one) || mutual(other) {
        all_parties(one, other, tables, score);
    } else {
        let near = (near(&one.actors, other), near(&other.actors, one));
        side(&one.actors, &other.actors, near, ACTORS, tables, score);
        let near = (self::near(&one.recipients, other), self::near(&other.recipients, one));
        side(&one.recipients, &other.recipients, near, RECIPIENTS, tables, score);
    }
    if parties::at_home(&everybody(one)) && parties::at_home(&everybody(other)) {
        score.add("parties.home", tables);
    }
    persons(one, other, tables, score);
    states(one, other, tables, score);
}

/// Named persons: of a country on one side, the same or others.
fn persons(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    let sides = [(&one.actors, &other.actors), (&one.recipients, &other.recipients)];
    let fits: Vec<bool> = sides.iter().filter_map(|(a, b)| parties::share_person(a, b)).collect();
    if fits.contains(&false) {
        score.add("person.other", tables);
    } else if fits.contains(&true) {
        score.add("person.same", tables);
    }
}

const ACTORS: [&str; 4] = ["actors.same", "actors.part", "actors.near", "actors.other"];
const RECIPIENTS: [&str; 4] = ["recipients.same", "recipients.part", "recipients.near", "recipients.other"];

/// Whether several countries act together; whoever suffers it is one of them, or there is nobody.
fn mutual(mention: &Mention) -> bool {
    let is_actor = |p: &Party| mention.actors.iter().any(|a| a.key == p.key);
    mention.actors.len() > 1 && !parties::at_home(&mention.actors) && mention.recipients.iter().all(is_actor)
}

fn everybody(mention: &Mention) -> Vec<Party> {
    mention.actors.iter().chain(&mention.recipients).cloned().collect()
}

/// Whether every party is of a state that the other's sentence names without giving it a part in the event.
fn near(parties: &[Party], other: &Mention) -> bool {
    let idle = |key: &String| other.states.contains(key) && !everybody(other).iter().any(|p| p.key == *key);
    parties.iter().all(|party| idle(&party.key))
}

fn side(
    one: &[Party],
    other: &[Party],
    near: (bool, bool),
    features: [&'static str; 4],
    tables: &Tables,
    score: &mut Score,
) {
    match parties::fit(one, other) {
        None => return,
        Some(Fit::Same) => score.add(features[0], tables),
        Some(Fit::Part) => score.add(features[1], tables),
        Some(Fit::Other) if near.0 || near.1 => score.add(features[2], tables),
        Some(Fit::Other) => score.add(features[3], tables),
    }
    if parties::opposed(one, other, tables) {
        score.add("role.other", tables);
    }
}

/// Of mutual acts, and where one report has a side that the other has not.
fn all_parties(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    let (all, others) = (everybody(one), everybody(other));
    let named = |parties: &[Party], by: &Mention| parties.iter().all(|p| by.states.contains(&p.key));
    let near = named(&all, other) || named(&others, one);
    match parties::fit(&all, &others) {
        None => {}
        Some(Fit::Same) => score.add("parties.same", tables),
        Some(Fit::Part) if near => score.add("parties.near", tables),
        Some(Fit::Part) => score.add("parties.part", tables),
        Some(Fit::Other) => score.add("parties.other", tables),
    }
    if parties::opposed_in_part(&all, &others, tables) {
        score.add("role.other", tables);
    }
}

fn states(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    let missing = |a: &Mention, b: &Mention| a.states.iter().any(|s| !b.states.contains(s));
    if one.states.len() > 1 && one.states == other.states {
        score.add("countries.same", tables);
    } else if missing(one, other) && missing(other, one) {
        score.add("countries.other", tables);
    }
}

fn places(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    let shared = one.towns.iter().any(|a| other.towns.iter().any(|b| a.id == b.id));
    let nearest = one.towns.iter().flat_map(|a| other.towns.iter().map(|b| kilometers(a, b))).reduce(f32::min);
    match nearest {
        _ if shared => score.add("place.same", tables),
        Some(apart) if apart < 50.0 => score.add("place.close", tables),
        Some(_) => score.add("place.apart", tables),
        None => lands(one, other, tables, score),
    }
    if let (Some(a), Some(b)) = (&one.scene, &other.scene)
        && kilometers(a, b) > 100.0
    {
        score.add("scene.apart", tables);
    }
}

fn lands(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    if matches!((&one.land, &other.land), (Some(a), Some(b)) if a != b) {
        score.add("place.country", tables);
    }
}

/// The great-circle distance (haversine formula) on a sphere of 6,371 km.
fn kilometers(a: &Town, b: &Town) -> f32 {
    let half = |from: f32, to: f32| ((to - from).to_radians() / 2.0).sin().powi(2);
    let chord = half(a.latitude, b.latitude)
        + a.latitude.to_radians().cos() * b.latitude.to_radians().cos() * half(a.longitude, b.longitude);
    2.0 * 6371.0 * chord.sqrt().min(1.0).asin()
}

fn instruments(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    if one.instruments.iter().any(|i| other.instruments.contains(i)) {
        score.add("instrument.same", tables);
    } else if !one.instruments.is_empty() && !other.instruments.is_empty() {
        score.add("instrument.other", tables);
    }
}

fn stances(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    if (one.stance == Stance::Open) != (other.stance == Stance::Open) {
        score.add("open.other", tables);
    }
}

fn names(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    let own = shared(&one.names, &other.names);
    let beside = shared(&one.names, &other.around) + shared(&one.around, &other.names);
    for _ in 0..own.min(2) {
        score.add("names.shared", tables);
    }
    for _ in 0..beside.min(2) {
        score.add("names.around", tables);
    }
    if own + beside == 0 && !one.names.is_empty() && !other.names.is_empty() {
        score.add("names.other", tables);
    }
}

fn words(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    let words = shared(&one.words, &other.words);
    for _ in 0..words.min(5) {
        score.add("words.shared", tables);
    }
    let shorter = one.words.len().min(other.words.len());
    if shorter > 3 && words * 5 < shorter {
        score.add("words.other", tables);
    }
    for _ in 0..shared(&one.numbers, &other.numbers).min(2) {
        score.add("numbers.shared", tables);
    }
}

/// How many of two sorted lists are in both.
fn shared<T: Ord>(one: &[T], other: &[T]) -> usize {
    one.iter().filter(|x| other.binary_search(x).is_ok()).count()
}
