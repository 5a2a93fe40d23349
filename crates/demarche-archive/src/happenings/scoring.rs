//! How much speaks for two mentions being of one happening.

use super::features::Feature;
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
    pub reasons: Vec<(Feature, f32)>,
    /// Whether something keeps them apart whatever the sum is.
    pub barred: bool,
}

impl Score {
    fn add(&mut self, feature: Feature, tables: &Tables) {
        self.give(feature, tables.points(feature));
    }

    fn give(&mut self, feature: Feature, points: f32) {
        self.points += points;
        self.reasons.push((feature, points));
    }

    fn bar(&mut self, feature: Feature, tables: &Tables) {
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
    score.give(Feature::Type, kinship);
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
        score.add(Feature::Definite, tables);
    }
    if relation.copies && one.kind == other.kind && one.trigger == other.trigger {
        score.add(Feature::Copies, tables);
    }
    specific(tables, &mut score);
    score
}

/// Features that hold of few pairs that are not the same.
const SPECIFIC: &[Feature] = &[
    Feature::DaySame,
    Feature::PlaceSame,
    Feature::NamesShared,
    Feature::NamesAround,
    Feature::WordsShared,
    Feature::NumbersShared,
    Feature::InstrumentSame,
    Feature::Definite,
    Feature::Copies,
];

/// What says that both sides agree.
const AGREED: &[Feature] = &[
    Feature::RecipientsSame,
    Feature::RecipientsPart,
    Feature::PartiesSame,
    Feature::PartiesNear,
    Feature::CountriesSame,
];

/// Type and parties alone are the same in many pairs: something must be, too, that is in few.
fn specific(tables: &Tables, score: &mut Score) {
    // One actor does much on one day: the day counts where both sides are known to agree.
    let agreed = score.reasons.iter().any(|(feature, _)| AGREED.contains(feature));
    let counts = |feature: &Feature| SPECIFIC.contains(feature) && (agreed || *feature != Feature::DaySame);
    let found: f32 = score.reasons.iter().filter(|(feature, _)| counts(feature)).map(|(_, points)| points).sum();
    if found < tables.points(Feature::Specific) {
        score.add(Feature::SpecificNone, tables);
    }
}

fn modes(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    match (&one.mode, &other.mode) {
        (Some(a), Some(b)) if one.kind == other.kind => {
            score.add(if a == b { Feature::ModeSame } else { Feature::ModeOther }, tables);
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
        0 => score.add(Feature::DaySame, tables),
        1 => score.add(Feature::DayNext, tables),
        _ => score.bar(Feature::DayApart, tables),
    }
}

/// Within a report: a named day against one that the reader inferred.
fn repeated_day(named: i32, other: &Days, tables: &Tables, score: &mut Score) {
    match other.single() {
        Some(day) if day == named => score.add(Feature::DayNear, tables),
        Some(_) => score.add(Feature::DayWeek, tables),
        None => {}
    }
}

/// A named day against a stretch, or against a day up to which it happened.
fn inferred_day(named: i32, other: &Days, tables: &Tables, score: &mut Score) {
    match (other.first, other.last) {
        (Some(first), Some(last)) if first != last => {
            let held = first <= named && named <= last;
            score.add(if held && last - first <= 31 { Feature::DayOverlap } else { Feature::DayWeek }, tables);
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
        0..=1 => score.add(Feature::DayNear, tables),
        2..=3 => score.add(Feature::DayWindow, tables),
        -1 | 4..=10 => score.add(Feature::DayWeek, tables),
        -3..=-2 | 11..=40 => score.add(Feature::DayMonth, tables),
        _ => score.bar(Feature::DayFar, tables),
    }
}

fn loose_days(one: &Days, other: &Days, tables: &Tables, score: &mut Score) {
    let (Some(a), Some(b)) = (one.about(), other.about()) else { return };
    match (a - b).abs() {
        0..=1 => score.add(Feature::ToldNear, tables),
        2..=3 => score.add(Feature::ToldWindow, tables),
        4..=10 => score.add(Feature::ToldWeek, tables),
        11..=40 => score.add(Feature::ToldMonth, tables),
        _ => score.bar(Feature::ToldFar, tables),
    }
}

fn sides(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    if parties::swapped((&one.actors, &other.actors), (&one.recipients, &other.recipients)) {
        score.bar(Feature::DirectionOpposite, tables);
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
    if parties::at_home(everybody(one)) && parties::at_home(everybody(other)) {
        score.add(Feature::PartiesHome, tables);
    }
    persons(one, other, tables, score);
    states(one, other, tables, score);
}

/// Named persons: of a country on one side, the same or others.
fn persons(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    let sides = [(&one.actors, &other.actors), (&one.recipients, &other.recipients)];
    let fits: Vec<bool> = sides.iter().filter_map(|(a, b)| parties::share_person(a, b)).collect();
    if fits.contains(&false) {
        score.add(Feature::PersonOther, tables);
    } else if fits.contains(&true) {
        score.add(Feature::PersonSame, tables);
    }
}

const ACTORS: [Feature; 4] = [Feature::ActorsSame, Feature::ActorsPart, Feature::ActorsNear, Feature::ActorsOther];
const RECIPIENTS: [Feature; 4] =
    [Feature::RecipientsSame, Feature::RecipientsPart, Feature::RecipientsNear, Feature::RecipientsOther];

/// Whether several countries act together; whoever suffers it is one of them, or there is nobody.
fn mutual(mention: &Mention) -> bool {
    let is_actor = |p: &Party| mention.actors.iter().any(|a| a.key == p.key);
    mention.actors.len() > 1 && !parties::at_home(mention.actors.iter()) && mention.recipients.iter().all(is_actor)
}

fn everybody(mention: &Mention) -> impl Iterator<Item = &Party> {
    mention.actors.iter().chain(&mention.recipients)
}

/// Whether every party is of a state that the other's sentence names without giving it a part in the event.
fn near(parties: &[Party], other: &Mention) -> bool {
    let idle = |key: &String| other.states.contains(key) && !everybody(other).any(|p| p.key == *key);
    parties.iter().all(|party| idle(&party.key))
}

fn side(
    one: &[Party],
    other: &[Party],
    near: (bool, bool),
    features: [Feature; 4],
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
        score.add(Feature::RoleOther, tables);
    }
}

/// Of mutual acts, and where one report has a side that the other has not.
fn all_parties(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    let all: Vec<Party> = everybody(one).cloned().collect();
    let others: Vec<Party> = everybody(other).cloned().collect();
    let named = |parties: &[Party], by: &Mention| parties.iter().all(|p| by.states.contains(&p.key));
    let near = named(&all, other) || named(&others, one);
    match parties::fit(&all, &others) {
        None => {}
        Some(Fit::Same) => score.add(Feature::PartiesSame, tables),
        Some(Fit::Part) if near => score.add(Feature::PartiesNear, tables),
        Some(Fit::Part) => score.add(Feature::PartiesPart, tables),
        Some(Fit::Other) => score.add(Feature::PartiesOther, tables),
    }
    if parties::opposed_in_part(&all, &others, tables) {
        score.add(Feature::RoleOther, tables);
    }
}

fn states(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    let missing = |a: &Mention, b: &Mention| a.states.iter().any(|s| !b.states.contains(s));
    if one.states.len() > 1 && one.states == other.states {
        score.add(Feature::CountriesSame, tables);
    } else if missing(one, other) && missing(other, one) {
        score.add(Feature::CountriesOther, tables);
    }
}

fn places(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    let shared = one.towns.iter().any(|a| other.towns.iter().any(|b| a.id == b.id));
    let nearest = one.towns.iter().flat_map(|a| other.towns.iter().map(|b| kilometers(a, b))).reduce(f32::min);
    match nearest {
        _ if shared => score.add(Feature::PlaceSame, tables),
        Some(apart) if apart < 50.0 => score.add(Feature::PlaceClose, tables),
        Some(_) => score.add(Feature::PlaceApart, tables),
        None => lands(one, other, tables, score),
    }
    if let (Some(a), Some(b)) = (&one.scene, &other.scene)
        && kilometers(a, b) > 100.0
    {
        score.add(Feature::SceneApart, tables);
    }
}

fn lands(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    if matches!((&one.land, &other.land), (Some(a), Some(b)) if a != b) {
        score.add(Feature::PlaceCountry, tables);
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
        score.add(Feature::InstrumentSame, tables);
    } else if !one.instruments.is_empty() && !other.instruments.is_empty() {
        score.add(Feature::InstrumentOther, tables);
    }
}

fn stances(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    if (one.stance == Stance::Open) != (other.stance == Stance::Open) {
        score.add(Feature::OpenOther, tables);
    }
}

fn names(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    let own = shared(&one.names, &other.names);
    let beside = shared(&one.names, &other.around) + shared(&one.around, &other.names);
    for _ in 0..own.min(2) {
        score.add(Feature::NamesShared, tables);
    }
    for _ in 0..beside.min(2) {
        score.add(Feature::NamesAround, tables);
    }
    if own + beside == 0 && !one.names.is_empty() && !other.names.is_empty() {
        score.add(Feature::NamesOther, tables);
    }
}

fn words(one: &Mention, other: &Mention, tables: &Tables, score: &mut Score) {
    let words = shared(&one.words, &other.words);
    for _ in 0..words.min(5) {
        score.add(Feature::WordsShared, tables);
    }
    let shorter = one.words.len().min(other.words.len());
    if shorter > 3 && words * 5 < shorter {
        score.add(Feature::WordsOther, tables);
    }
    for _ in 0..shared(&one.numbers, &other.numbers).min(2) {
        score.add(Feature::NumbersShared, tables);
    }
}

/// How many of two sorted lists are in both.
fn shared<T: Ord>(one: &[T], other: &[T]) -> usize {
    let mut other = other.iter().peekable();
    let is_there = |x: &&T| {
        while other.next_if(|y| y < x).is_some() {}
        other.peek() == Some(x)
    };
    one.iter().filter(is_there).count()
}
