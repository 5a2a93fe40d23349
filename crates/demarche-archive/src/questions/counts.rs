//! How many events there are by day, week, month or year: series for charts and models.

use super::columns::{Column, Kind, named};
use super::events::{Drive, country, drive};
use super::{Question, tallies};
use crate::Filter;
use crate::clauses::Clauses;
use demarche::filter::Party;
use rusqlite::types::Value;

/// The step of a timeline. A week is named by its Monday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum By {
    Day,
    Week,
    #[default]
    Month,
    Year,
}

/// What is counted apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Per {
    /// Nothing: one number a period.
    All,
    /// Types.
    #[default]
    Type,
    /// Types and modes.
    Mode,
    /// Pairs of countries and types. An event with several parties counts for each pair.
    Dyad,
}

impl By {
    /// A day (text) as the period that holds it.
    fn period(self, day: &str) -> String {
        match self {
            By::Day => day.to_string(),
            By::Week => format!("date({day}, 'weekday 0', '-6 days')"),
            By::Month => format!("substr({day}, 1, 7)"),
            By::Year => format!("substr({day}, 1, 4)"),
        }
    }
}

impl Per {
    pub(super) fn columns(self) -> &'static [&'static str] {
        match self {
            Per::All => &[],
            Per::Type => &["type"],
            Per::Mode => &["type", "mode"],
            Per::Dyad => &["actor", "recipient", "type"],
        }
    }
}

/// A day since 1970 as text.
const AS_TEXT: &str = "date(d.day * 86400, 'unixepoch')";

/// The number of events that a filter means, by period. Events without a day are left out.
pub fn timeline(filter: &Filter, by: By, per: Per) -> Question {
    if let (Some(actor), Some(recipient)) = (country(&filter.actors), country(&filter.recipients))
        && is_pair_only(filter)
        && per != Per::Mode
        && actor != recipient
    {
        let mut clauses = Clauses::default();
        clauses.and("d.actor = ? AND d.recipient = ?", [actor.to_string().into(), recipient.to_string().into()]);
        return of_dyads(clauses, filter, by, per);
    }
    if let Some(question) = tallies::timeline(filter, by, per) {
        return question;
    }
    let Drive { from, mut clauses, .. } = drive(filter);
    let (mut from, mut columns) =
        (from.to_string(), per.columns().iter().map(|c| format!("e.{c}")).collect::<Vec<_>>());
    if per == Per::Dyad {
        if !from.starts_with("dyad") {
            from.push_str(" JOIN dyad d ON d.event = e.id");
        }
        columns = vec!["d.actor".to_string(), "d.recipient".to_string(), "e.type".to_string()];
    }
    // Pairs have no index by event: going through all of them is better than looking for each.
    if from == "event e JOIN dyad d ON d.event = e.id" {
        from = "dyad d CROSS JOIN event e ON e.id = d.event".to_string();
    }
    clauses.and("e.day IS NOT NULL", []);
    let (conditions, values) = clauses.finish();
    let columns: String = columns.iter().map(|c| format!(", {c}")).collect();
    let daily = format!(
        "SELECT e.day AS day{columns}, count(DISTINCT e.id) AS events FROM {from} {conditions} GROUP BY e.day{columns}"
    );
    summed(&daily, values, by, per)
}

/// The number of events between two countries, in both directions, by period, pair and type.
pub fn dyad(one: &str, other: &str, filter: &Filter, by: By) -> Question {
    let pair = [one, other, other, one].map(|code| Value::from(code.to_string()));
    let mut clauses = Clauses::default();
    clauses.and("(d.actor, d.recipient) IN (VALUES (?, ?), (?, ?))", pair);
    of_dyads(clauses, filter, by, Per::Dyad)
}

/// Whether a filter says nothing but a pair of countries, days and types, which the pairs' table knows.
fn is_pair_only(filter: &Filter) -> bool {
    let sector = |party: &Party| matches!(party, Party::Code { sector: Some(_), .. });
    let rest = Filter {
        actors: Vec::new(),
        recipients: Vec::new(),
        types: Vec::new(),
        since: None,
        until: None,
        ..filter.clone()
    };
    rest == Filter::default() && !filter.actors.iter().chain(&filter.recipients).any(sector)
}

fn of_dyads(mut clauses: Clauses, filter: &Filter, by: By, per: Per) -> Question {
    clauses.within_days("d.day", filter);
    clauses.any_of("d.type", &filter.types);
    clauses.and("d.day > -1000000", []);
    let others = Filter { types: Vec::new(), since: None, until: None, ..filter.clone() };
    let others = if is_pair_only(&others) { Filter::default() } else { others };
    let from = match others == Filter::default() {
        true => "dyad d",
        false => {
            clauses.event(&others);
            "dyad d CROSS JOIN event e ON e.id = d.event"
        }
    };
    let (conditions, values) = clauses.finish();
    let columns: String = per.columns().iter().map(|c| format!(", d.{c}")).collect();
    let daily = format!(
        "SELECT {AS_TEXT} AS day{columns}, count(*) AS events FROM {from} {conditions} GROUP BY d.day{columns}"
    );
    summed(&daily, values, by, per)
}

/// Days drawn together to periods.
pub(super) fn summed(daily: &str, values: Vec<Value>, by: By, per: Per) -> Question {
    let columns: String = per.columns().iter().map(|c| format!(", {c}")).collect();
    let period = by.period("day");
    let rows = format!(
        "SELECT {period} AS period{columns}, sum(events) AS events FROM ({daily}) GROUP BY 1{columns} ORDER BY 1{columns}"
    );
    let period = Column { name: "period".to_string(), kind: Kind::Text };
    let columns = per.columns().iter().copied().chain(["events"]).map(named);
    Question { ids: None, rows, values, columns: std::iter::once(period).chain(columns).collect() }
}
