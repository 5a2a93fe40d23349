//! Numbers behind the pictures: counts by period and kind of act, and a score of cooperation.

use super::Context;
use super::rows::quad;
use crate::serve::answers::Fault;
use crate::serve::gather;
use demarche::Guide;
use demarche_archive::Filter;
use demarche_archive::questions::{By, Per, timeline};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The four kinds of acts, as stacked from the bottom.
pub const QUADS: [&str; 4] = ["material cooperation", "verbal cooperation", "verbal conflict", "material conflict"];

/// How many bars a chart has at most; with more, the periods are longer.
const BARS: usize = 120;

/// Events of a kind by period.
#[derive(Clone, Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct Series {
    pub name: &'static str,
    pub counts: Vec<i64>,
}

/// Stacked counts.
#[derive(Clone, Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct Chart {
    pub caption: String,
    pub periods: Vec<String>,
    pub series: Vec<Series>,
}

#[derive(Deserialize)]
struct Count {
    period: String,
    #[serde(rename = "type")]
    kind: String,
    events: i64,
}

impl Chart {
    /// The counts of each period, a series each.
    pub fn rows(&self) -> Vec<(&str, Vec<i64>)> {
        let counts = |at: usize| self.series.iter().map(|series| series.counts.get(at).copied().unwrap_or(0)).collect();
        self.periods.iter().enumerate().map(|(at, period)| (period.as_str(), counts(at))).collect()
    }

    /// As the script reads it, safe inside a page.
    pub fn json(&self) -> String {
        inside_page(&serde_json::json!({ "periods": self.periods, "series": self.series }))
    }
}

/// JSON that cannot end the element it stands in.
pub fn inside_page(value: &serde_json::Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// Counts of the events that a filter means, by month, or by year where they are many.
///
/// # Errors
/// Those of the filter and the archive.
pub fn counts(context: &Context, filter: &Filter) -> Result<Chart, Fault> {
    let found: Vec<Count> = gather::rows(context.archive, &timeline(filter, By::Month, Per::Type))?;
    let rows = || found.iter().map(|count| (count.period.clone(), count.kind.clone(), count.events));
    let by_month = stacked(rows(), By::Month, context.guide);
    let years = rows().map(|(month, kind, events)| (month.chars().take(4).collect(), kind, events));
    match by_month.periods.len() {
        0..=2 => chart(context, filter, By::Day),
        3..=BARS => Ok(by_month),
        _ => Ok(stacked(years, By::Year, context.guide)),
    }
}

/// Counts by a period.
///
/// # Errors
/// Those of the filter and the archive.
pub fn chart(context: &Context, filter: &Filter, by: By) -> Result<Chart, Fault> {
    let found: Vec<Count> = gather::rows(context.archive, &timeline(filter, by, Per::Type))?;
    let rows = found.into_iter().map(|count| (count.period, count.kind, count.events));
    Ok(stacked(rows, by, context.guide))
}

/// Rows of period, type and number, stacked by kind of act. Periods without events are shown empty.
pub fn stacked(rows: impl Iterator<Item = (String, String, i64)>, by: By, guide: &Guide) -> Chart {
    let mut periods: BTreeMap<String, [i64; 4]> = BTreeMap::new();
    for (period, kind, events) in rows {
        let quad = quad(&kind, guide);
        if let Some(at) = QUADS.iter().position(|name| *name == quad) {
            periods.entry(period).or_default()[at] += events;
        }
    }
    fill(&mut periods, by);
    let series = QUADS.iter().enumerate();
    let series = series.map(|(at, name)| Series { name, counts: periods.values().map(|counts| counts[at]).collect() });
    let caption = match by {
        By::Day => "Events by day",
        By::Week => "Events by week",
        By::Month => "Events by month",
        By::Year => "Events by year",
    };
    Chart { caption: caption.to_string(), series: series.collect(), periods: periods.into_keys().collect() }
}

/// Adds the months or years in between, so that the axis is time; a chart that would grow too long stays as it is.
fn fill(periods: &mut BTreeMap<String, [i64; 4]>, by: By) {
    let (Some(first), Some(last)) = (periods.keys().next().cloned(), periods.keys().last().cloned()) else {
        return;
    };
    let mut at = first;
    for _ in 0..BARS {
        at = match next(&at, by) {
            Some(next) if next < last => next,
            _ => return,
        };
        periods.entry(at.clone()).or_default();
    }
}

fn next(period: &str, by: By) -> Option<String> {
    let number = |part: &str| part.parse::<i32>().ok();
    match by {
        By::Year => Some(format!("{:04}", number(period)? + 1)),
        By::Month => {
            let (year, month) = period.split_once('-')?;
            let months = number(year)? * 12 + number(month)?;
            Some(format!("{:04}-{:02}", months / 12, months % 12 + 1))
        }
        By::Day => period.parse::<jiff::civil::Date>().ok()?.tomorrow().ok().map(|day| day.to_string()),
        By::Week => None,
    }
}

/// Cooperation less conflict over time.
#[derive(Clone, Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct Scores {
    pub periods: Vec<String>,
    pub scores: Vec<Option<f64>>,
}

impl Scores {
    /// The score of each period: cooperation less conflict over their sum, in -1 to 1; material acts weigh twice, as in
    /// the usual scaling of the four quad classes. No acts, no score.
    pub fn of(chart: &Chart) -> Scores {
        let count = |name: &str, at: usize| {
            let series = chart.series.iter().find(|series| series.name == name);
            series.and_then(|series| series.counts.get(at)).map_or(0.0, |count| *count as f64)
        };
        let score = |at: usize| {
            let good = 2.0 * count("material cooperation", at) + count("verbal cooperation", at);
            let bad = 2.0 * count("material conflict", at) + count("verbal conflict", at);
            (good + bad > 0.0).then(|| ((good - bad) / (good + bad) * 100.0).round() / 100.0)
        };
        Scores { scores: (0..chart.periods.len()).map(score).collect(), periods: chart.periods.clone() }
    }

    /// As the script reads it, safe inside a page.
    pub fn json(&self) -> String {
        inside_page(&serde_json::json!(self))
    }

    /// Periods with their scores in words.
    pub fn rows(&self) -> Vec<(String, String)> {
        let words = |score: &Option<f64>| score.map_or("–".to_string(), |score| format!("{score:.2}"));
        self.periods.iter().cloned().zip(self.scores.iter().map(words)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_in_between_are_there() {
        assert_eq!(next("2023-12", By::Month).as_deref(), Some("2024-01"));
        assert_eq!(next("2023-11", By::Month).as_deref(), Some("2023-12"));
        assert_eq!(next("2024-02-29", By::Day).as_deref(), Some("2024-03-01"));
    }

    #[test]
    fn material_acts_weigh_twice() {
        let series = |name, count| Series { name, counts: vec![count, 0] };
        let chart = Chart {
            caption: String::new(),
            periods: vec!["a".into(), "b".into()],
            series: vec![series("material cooperation", 1), series("verbal conflict", 1)],
        };
        assert_eq!(Scores::of(&chart).scores, [Some(0.33), None]);
    }
}
