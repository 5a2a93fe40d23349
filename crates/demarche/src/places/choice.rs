//! Which of the places of a name is meant.
//!
//! Each candidate has a score: how well known it is (the tens of its population, more for countries and regions), and
//! what speaks for it here: a state or country named right after it, the countries and states that the report names,
//! other places of the report close to it. A name means one place through a report. Weights are set by hand on GeoVirus
//! and LGL.

use super::gazetteer::{Candidate, Scale};
use crate::countries::Country;

/// A name of a report with all it can mean.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub candidates: Vec<Candidate>,
    /// What speaks for each candidate by containment: names right after it.
    pub contained: Vec<f64>,
    /// How much the words around say that a state is meant: 1 for "province" after it, half for a state beside it.
    pub says_state: f64,
    /// The name is a country's and a state's.
    pub is_doubtful: bool,
    /// The name is a country's and hardly ever anything else.
    pub is_country: bool,
}

/// What the whole report says.
#[derive(Clone, Debug, Default)]
pub(super) struct Scene {
    /// Countries named, with how often.
    pub countries: Vec<(Country, f64)>,
    /// States named.
    pub states: Vec<u16>,
}

/// The size of a cell of the map, in degrees.
const CELL: f64 = 2.0;
const CONTAINED: f64 = 10.0;
const COUNTRY_SHARE: f64 = 2.5;
const COUNTRY_NAMED: f64 = 0.7;
const STATE_NAMED: f64 = 1.8;
const NEAR: f64 = 1.2;
const NEAR_MOST: f64 = 3.0;
const SAYS_STATE: f64 = 4.0;
const DOUBTFUL: f64 = 2.7;
const CAPITAL: f64 = 1.0;
const OTHER_NAME: f64 = 1.8;
/// Scores of candidates this far below the best do not count as neighbors.
const FALLS_BY: f64 = 1.5;

/// How well known a place is, without a report.
pub(super) fn fame(candidate: &Candidate, is_capital: bool) -> f64 {
    let people = (candidate.population + 1.0).log10();
    let known = match candidate.scale {
        Scale::Country => 10.5,
        Scale::Region => 7.3,
        Scale::State if candidate.population == 0.0 => 7.6,
        Scale::State => people - 1.0,
        Scale::County => 5.0,
        Scale::Town if candidate.population == 0.0 => 6.2,
        Scale::Town => people,
    };
    known + if is_capital { CAPITAL } else { 0.0 } - if candidate.is_other_name { OTHER_NAME } else { 0.0 }
}

/// For each group the number of the candidate that is meant, and why.
pub(super) fn choose(
    groups: &[Group],
    scene: &Scene,
    is_capital: &dyn Fn(&Candidate) -> bool,
) -> Vec<(usize, &'static str)> {
    let total: f64 = scene.countries.iter().map(|c| c.1).sum::<f64>().max(1.0);
    let alone: Vec<Vec<f64>> = groups
        .iter()
        .map(|group| {
            let of = |(i, c): (usize, &Candidate)| {
                let mut score = fame(c, is_capital(c)) + group.contained[i] * CONTAINED;
                if let Some((_, count)) = scene.countries.iter().find(|(country, _)| Some(*country) == c.country) {
                    score += COUNTRY_NAMED + COUNTRY_SHARE * count / total;
                }
                if c.scale != Scale::State && c.state.is_some_and(|s| scene.states.contains(&s)) {
                    score += STATE_NAMED;
                }
                if c.scale == Scale::State {
                    score += group.says_state * SAYS_STATE;
                }
                if group.is_doubtful && c.scale == Scale::Country {
                    score -= DOUBTFUL;
                }
                score
            };
            group.candidates.iter().enumerate().map(of).collect()
        })
        .collect();
    let cells = cells(groups, &alone);
    groups.iter().enumerate().map(|(g, group)| best(g, group, &alone[g], &cells)).collect()
}

/// A cell, the group that a candidate in it belongs to, and how likely the group means it: sorted by cell.
type Cells = Vec<((i32, i32), usize, f64)>;

#[allow(clippy::cast_possible_truncation)]
fn cell(point: (f64, f64)) -> (i32, i32) {
    ((point.0 / CELL).floor() as i32, (point.1 / CELL).floor() as i32)
}

fn cells(groups: &[Group], alone: &[Vec<f64>]) -> Cells {
    let mut cells = Cells::new();
    for (g, group) in groups.iter().enumerate() {
        let top = alone[g].iter().copied().fold(f64::MIN, f64::max);
        for (c, candidate) in group.candidates.iter().enumerate() {
            let weight = 1.0 - (top - alone[g][c]) / FALLS_BY;
            if weight > 0.0 && !matches!(candidate.scale, Scale::Country) {
                cells.push((cell(candidate.point), g, weight));
            }
        }
    }
    cells.sort_by_key(|a| (a.0, a.1));
    cells
}

/// How many other groups have likely candidates around a point.
fn neighbors(point: (f64, f64), group: usize, cells: &Cells) -> f64 {
    let (north, east) = cell(point);
    let mut sum = 0.0;
    for row in north - 1..=north + 1 {
        let from = cells.partition_point(|c| c.0 < (row, east - 1));
        for (_, _, weight) in cells[from..].iter().take_while(|c| c.0 <= (row, east + 1)).filter(|c| c.1 != group) {
            sum += weight;
        }
    }
    sum
}

fn best(g: usize, group: &Group, alone: &[f64], cells: &Cells) -> (usize, &'static str) {
    let near = |c: &Candidate| match c.scale {
        Scale::Country => 0.0,
        _ => (NEAR * neighbors(c.point, g, cells)).min(NEAR_MOST),
    };
    if group.candidates.is_empty() {
        return (0, "unknown");
    }
    let mut chosen = 0;
    let mut top = f64::MIN;
    let mut first = 0;
    for (i, candidate) in group.candidates.iter().enumerate() {
        let score = alone[i] + near(candidate);
        if score > top {
            (chosen, top) = (i, score);
        }
        if alone[i] > alone[first] {
            first = i;
        }
    }
    let why = match () {
        () if group.candidates.len() == 1 => "only",
        () if group.contained[chosen] > 0.0 => "within",
        () if chosen != first => "near",
        () => "known",
    };
    (chosen, why)
}
