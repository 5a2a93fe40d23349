//! Counts of a whole archive from its tallies, where they know all that a filter says.

use super::Question;
use super::columns::{Column, Kind, named};
use super::counts::{By, Per, summed};
use super::events::country;
use crate::Filter;
use crate::clauses::Clauses;
use demarche::filter::Party;
use jiff::civil::Date;
use rusqlite::types::Value;

/// As [`super::timeline`], where a tally knows it.
pub(super) fn timeline(filter: &Filter, by: By, per: Per) -> Option<Question> {
    let mut clauses = Clauses::default();
    let (table, day) = match per {
        Per::All | Per::Type if is_of_days(filter) => ("tally_type", "day"),
        Per::All | Per::Type => {
            let (country, role) = one_side(filter)?;
            clauses.and("country = ? AND role = ?", [Value::from(country.to_string()), Value::from(role)]);
            ("tally_party", "day")
        }
        Per::Dyad if is_of_days(filter) && matches!(by, By::Month | By::Year) => {
            within_months(&mut clauses, filter)?;
            ("tally_dyad", "month")
        }
        _ => return None,
    };
    if day == "day" {
        clauses.within("day", filter);
    }
    clauses.any_of("type", &filter.types);
    clauses.and("events > 0", []);
    let (conditions, values) = clauses.finish();
    let columns: String = per.columns().iter().map(|column| format!(", {column}")).collect();
    Some(summed(&format!("SELECT {day} AS day{columns}, events FROM {table} {conditions}"), values, by, per))
}

/// As [`super::places`], where the tally knows it.
pub(super) fn places(filter: &Filter) -> Option<Question> {
    let mut clauses = Clauses::default();
    within_months(&mut clauses, filter).filter(|()| is_of_days(filter))?;
    clauses.any_of("type", &filter.types);
    clauses.and("events > 0", []);
    let (conditions, values) = clauses.finish();
    let rows = format!(
        "SELECT place, nullif(place_country, '') AS place_country, latitude, longitude, type, sum(events) AS events
         FROM tally_place {conditions} GROUP BY 1, 2, 3, 4, 5 ORDER BY events DESC"
    );
    Some(Question { ids: None, rows, values, columns: Vec::new() })
}

/// The countries that act on one or are acted on by it, with the number of events: actor, recipient, events.
pub fn partners(country: &str) -> Question {
    let rows = "SELECT actor, recipient, sum(events) AS events FROM tally_dyad
                WHERE (actor = ?1 OR recipient = ?1) AND events > 0 GROUP BY 1, 2";
    let columns = vec![
        Column { name: "actor".to_string(), kind: Kind::Text },
        Column { name: "recipient".to_string(), kind: Kind::Text },
        named("events"),
    ];
    Question { ids: None, rows: rows.to_string(), values: vec![country.to_string().into()], columns }
}

/// Whether a filter says nothing but days and types.
fn is_of_days(filter: &Filter) -> bool {
    rest(filter) == Filter::default()
}

fn rest(filter: &Filter) -> Filter {
    Filter { types: Vec::new(), since: None, until: None, ..filter.clone() }
}

/// The one country that a filter names beside days and types, and its role in the tally.
fn one_side(filter: &Filter) -> Option<(&str, i64)> {
    let sides = [&filter.actors, &filter.recipients, &filter.said_by, &filter.parties];
    let (wanted, role) = sides.into_iter().zip(0..).find(|(wanted, _)| !wanted.is_empty())?;
    let mut others = rest(filter);
    let side = [&mut others.actors, &mut others.recipients, &mut others.said_by, &mut others.parties];
    side.into_iter().nth(role as usize)?.clear();
    let whole = wanted.iter().all(|party| matches!(party, Party::Code { sector: None, .. }));
    country(wanted).filter(|_| whole && others == Filter::default()).zip(Some(role))
}

/// The filter's days as months, where they begin and end with them.
fn within_months(clauses: &mut Clauses, filter: &Filter) -> Option<()> {
    let month = |day: Date| Value::from(day.to_string()[..7].to_string());
    if let Some(day) = filter.since {
        clauses.and("month >= ?", [month(day)]);
    }
    if let Some(day) = filter.until {
        clauses.and("month <= ? AND month <> ''", [month(day)]);
    }
    let begins = filter.since.is_none_or(|day| day == day.first_of_month());
    let ends = filter.until.is_none_or(|day| day == day.last_of_month());
    (begins && ends).then_some(())
}
